"""Compare sentence boundaries in German news: this package and other installed libraries.

    python benchmarks/sentences.py [--errors] [FILE…]

A paragraph is correct if all its boundaries are. The golden files under `tests/data/sentences` were
used while the rules were written; `benchmarks/data/unseen_sentences.txt` was not, and records the
result of the first run.
To compare, install `sentencex pysbd syntok SoMaJo spacy yasbd-lib` in a separate environment.
"""

from __future__ import annotations

import re
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

Splitter = Callable[[str], list[str]]
TUNED = sorted((ROOT / "tests/data/sentences").glob("*.txt"))
UNSEEN = [ROOT / "benchmarks/data/unseen_sentences.txt"]


def ours() -> Splitter:
    from podcast.article.segment import sentences

    return sentences


def sentencex() -> Splitter:
    from sentencex import segment

    return lambda text: list(segment("de", text))


def pysbd() -> Splitter:
    from pysbd import Segmenter

    return Segmenter(language="de", clean=False).segment


def syntok() -> Splitter:
    from syntok import segmenter

    def split(text: str) -> list[str]:
        found = (sentence for paragraph in segmenter.process(text) for sentence in paragraph)
        return ["".join(token.spacing + token.value for token in sentence) for sentence in found]

    return split


def somajo() -> Splitter:
    from somajo import SoMaJo

    tokenizer = SoMaJo("de_CMC")

    def split(text: str) -> list[str]:
        found = tokenizer.tokenize_text([text])
        return ["".join(t.original_spelling or t.text for t in sentence) for sentence in found]

    return split


def spacy() -> Splitter:
    from spacy.lang.de import German

    pipeline = German()
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def yasbd() -> Splitter:
    from yasbd import BoundaryDetector

    segment = BoundaryDetector(lang="de").segment
    return lambda text: list(segment(text))


SPLITTERS = (ours, sentencex, pysbd, syntok, somajo, spacy, yasbd)


def cases(paths: list[Path]) -> list[str]:
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def plain(case: str) -> str:
    """The paragraph without its boundary marks."""
    return re.sub(r"\s*[|¦]\s*", " ", case).strip()


def bounds(pieces: list[str]) -> set[int]:
    """Ends of the pieces, counted in characters other than whitespace."""
    ends, total = set(), 0
    for piece in pieces:
        total += len("".join(piece.split()))
        ends.add(total)
    return ends


def right(case: str, split: Splitter) -> bool:
    """Whether `split` finds all required boundaries and no forbidden ones."""
    must = bounds(case.replace("¦", " ").split("|"))
    may = bounds(re.split(r"[|¦]", case))
    found = bounds([piece for piece in split(plain(case)) if piece.strip()])
    return must <= found <= may


def score(paths: list[Path], split: Splitter) -> tuple[int, list[str]]:
    wrong = [case for case in cases(paths) if not right(case, split)]
    return len(cases(paths)) - len(wrong), wrong


def speed(split: Splitter) -> float:
    """Megabytes per second on ordinary paragraphs."""
    texts = [plain(case) for case in cases([*TUNED, *UNSEEN])] * 5
    begin = time.perf_counter()
    for text in texts:
        split(text)
    return sum(len(text.encode()) for text in texts) / (time.perf_counter() - begin) / 1e6


def main() -> None:
    warnings.simplefilter("ignore")
    arguments = [argument for argument in sys.argv[1:] if argument != "--errors"]
    sets = [("FILES", [Path(name) for name in arguments])] if arguments else []
    sets = sets or [("tuned", TUNED), ("unseen", UNSEEN)]
    print("splitter   ", *(f"{name} of {len(cases(paths))}" for name, paths in sets), "MB/s")
    for make in SPLITTERS:
        try:
            split = make()
        except ImportError as error:
            print(f"{make.__name__:12} not installed: {error}")
            continue
        results = [score(paths, split) for _, paths in sets]
        counts = "  ".join(f"{count:10}" for count, _ in results)
        print(f"{make.__name__:12}{counts}  {speed(split):8.2f}")
        if make is ours and "--errors" in sys.argv:
            for case in (case for _, wrong in results for case in wrong):
                print("   want", case)
                print("   have", " | ".join(split(plain(case))))


if __name__ == "__main__":
    main()
