"""Measure the accuracy of the German front end on the unseen set: `spoken_unseen.py [--errors]`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from podcast.german import spoken  # noqa: E402

SET = ROOT / "benchmarks" / "data" / "spoken_unseen.txt"


def heard(text: str) -> str:
    """Normalise for comparison: drop case, spaces, hyphens and punctuation."""
    return re.sub(r"[\W_]+", "", text.lower())


def cases() -> list[tuple[str, str, list[str]]]:
    """Kind, written sentence and accepted answers; a comment after an empty line sets the kind."""
    found, kind = [], ""
    for block in SET.read_text(encoding="utf-8").split("\n\n"):
        for line in block.splitlines():
            if line.startswith("#"):
                kind = line.removeprefix("#").strip()
            else:
                written, *answers = line.split(" ~ ")
                found.append((kind, written, answers))
    return found


def main() -> None:
    right, total = Counter[str](), Counter[str]()
    for kind, written, answers in cases():
        said = spoken(written)
        good = heard(said) in map(heard, answers)
        total[kind] += 1
        right[kind] += good
        if not good and "--errors" in sys.argv:
            print(f"[{kind}]\n  written  {written}\n  expected {answers[0]}\n  got      {said}")
    for kind, count in total.items():
        print(f"{100 * right[kind] / count:6.1f} %  {right[kind]:3} of {count:3}  {kind}")
    everything, hits = total.total(), right.total()
    print(f"{100 * hits / everything:6.1f} %  {hits:3} of {everything:3}  all")


if __name__ == "__main__":
    main()
