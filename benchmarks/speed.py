"""Measure the speed of everything around the voice, each figure as a ratio within this run.

    python benchmarks/speed.py            # all but the book, takes some minutes
    python benchmarks/speed.py cold feed  # only these
    python benchmarks/speed.py book       # books of one and ten hours, with their memory use

Prints a table and writes it to benchmarks/results/speed.json. Figures are medians of several
rounds; run it on an otherwise idle machine.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SEED = next((ROOT / "seeds").glob("*.txt"))
RESULTS = Path(__file__).with_name("results")

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""The environment of an ordinary user, in which Python caches bytecode."""

RAW = """
import sys, time, json
from py_nanotts import NanoTTS
speak = NanoTTS().speak
texts = json.load(sys.stdin)
speak(text='<volume level="40">' + texts[0], voice="de-DE")
begun = time.perf_counter()
for text in texts:
    speak(text='<volume level="40">' + text, voice="de-DE")
print(time.perf_counter() - begun)
"""


def sentences(path: Path) -> list[str]:
    from podcast import article, german
    from podcast.article import segment
    from podcast.models import Pauses

    read = article.load(path, path.name)
    lexicon = german.Lexicon.load()
    parts = segment.split(read, lambda text, _: german.spoken(text, lexicon), Pauses())
    return [sentence.spoken for part in parts for sentence in part.sentences]


def raw(texts: list[str]) -> float:
    """Seconds that the engine alone needs for `texts` on one core."""
    out = subprocess.run(
        [sys.executable, "-c", RAW], input=json.dumps(texts), capture_output=True, text=True
    )
    return float(out.stdout)


def timed(*words: object, cwd: Path | None = None, stdin: str | None = None) -> float:
    with tempfile.TemporaryFile() as output:  # a pipe can stay open after the command has ended
        begun = time.perf_counter()
        out = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            input=stdin,
            env=ENVIRONMENT,
        )
        seconds = time.perf_counter() - begun
        output.seek(0)
        assert out.returncode == 0, output.read().decode()
    return seconds


def podcast(*words: object) -> list[object]:
    return [sys.executable, "-m", "podcast", *words]


@contextmanager
def a_show(articles: dict[str, str], **settings: str) -> Iterator[Path]:
    from podcast.show import create

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        create.create(root, title="Messung", author="", base_url="")
        (root / "seeds" / "beispiel.md").unlink()
        for file, text in articles.items():
            (root / "seeds" / file).write_text(text, "utf-8")
        path = root / "feed" / "show.toml"
        lines = [x for x in path.read_text("utf-8").splitlines() if x.split(" ")[0] not in settings]
        lines += [f"{key} = {value}" for key, value in settings.items()]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        yield root


def emptied(root: Path) -> None:
    shutil.rmtree(root / "feed" / "public", ignore_errors=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)


def cold() -> dict[str, Any]:
    """Build the seed from scratch, including the cover, against the engine alone on one core."""
    texts, builds, engine = sentences(SEED), [], []
    with a_show({"a.txt": SEED.read_text("utf-8")}) as root:
        for _ in range(15):
            emptied(root)
            before = raw(texts)
            builds.append(timed(*podcast("-C", root, "build", "-j", 2)))
            engine.append((before + raw(texts)) / 2)  # the machine's speed changes by the second
    return row("cold build of the seed / engine alone", builds, engine, 1.0)


def edited() -> dict[str, Any]:
    """Rebuild after editing one paragraph, against a build from scratch."""
    text = SEED.read_text("utf-8")
    builds, edits = [], []
    with a_show({"a.txt": text}) as root:
        for number in range(5):
            emptied(root)
            (root / "seeds" / "a.txt").write_text(text, "utf-8")
            builds.append(timed(*podcast("-C", root, "build", "-j", 2)))
            changed = text.replace(
                "Er ist überzeugt,", f"Er ist {'sehr ' * (number + 1)}überzeugt,"
            )
            (root / "seeds" / "a.txt").write_text(changed, "utf-8")
            edits.append(timed(*podcast("-C", root, "build", "-j", 2)))
    return row("one paragraph edited / cold build", edits, builds, 0.35)


def unchanged() -> dict[str, Any]:
    """Build an unchanged show of 1,000 episodes, against one second."""
    articles = {
        f"{n:04}.txt": f"Nummer {n}|01.{n % 12 + 1:02}.2024.\n\nText {n}.\n" for n in range(1000)
    }
    with a_show(articles, voice='"tone"') as root:
        timed(*podcast("-C", root, "build", "-j", 2))
        times = [timed(*podcast("-C", root, "build", "-j", 2)) for _ in range(5)]
    return row("nothing changed in 1,000 episodes / 1 s", times, [1.0] * 5, 1.0)


def start_up() -> list[dict[str, Any]]:
    """Run the quick commands, against importing what every command imports."""
    rows = []
    with a_show({"a.txt": "Titel|01.01.2024.\n\nText.\n"}, voice='"tone"') as root:
        timed(*podcast("-C", root, "build", "-j", 1))
        for words in (["--help"], ["-C", root, "list"]):
            ours, base = [], []
            for _ in range(15):
                base.append(timed(sys.executable, "-c", "import click, tomllib"))
                ours.append(timed(*podcast(*words)))
            name = f"podcast {words[-1]!s} / import click, tomllib"
            rows.append(row(name, ours, base, 1.5))
    return rows


def hundred() -> dict[str, Any]:
    """Build 100 articles with one worker, against two. Higher is better."""
    paragraphs = SEED.read_text("utf-8").split("\n\n")[1:-1]
    articles = {
        f"{n:03}.txt": f"Artikel {n}|01.01.2024.\n\n"
        + "\n\n".join(f"Nummer {n}. {paragraph}" for paragraph in paragraphs[n % 10 : n % 10 + 2])
        for n in range(100)
    }
    one, two = [], []
    with a_show(articles) as root:
        for _ in range(3):
            for times, cores, workers in ((one, {0}, 1), (two, {0, 1}, 2)):
                emptied(root)
                os.sched_setaffinity(0, cores)
                times.append(timed(*podcast("-C", root, "build", "-j", workers)))
    return row("100 articles, one core / two cores", one, two, 1.8, at_least=True)


def feed() -> list[dict[str, Any]]:
    """Write a feed of 10,000 episodes, against feedgen alone writing its part of it."""
    from podcast.feed import documents
    from podcast.models import Chapter, Episode
    from podcast.show.settings import Settings

    chapters = tuple(
        Chapter(title=f"Kapitel {n}", start_ms=n * 60_000, end_ms=(n + 1) * 60_000)
        for n in range(6)
    )
    one = Episode(
        slug="2024-01-01-ein-artikel",
        guid="31d88fdc-2078-515b-87c5-1b804c5eb38d",
        source="a.txt",
        title="Ein Artikel mit einem Titel",
        author="Jana Groß",
        published=datetime(2024, 1, 1, tzinfo=UTC),
        link="https://example.org/artikel",
        tags=("Politik",),
        summary="Das ist die Zusammenfassung eines Artikels. " * 5,
        duration_ms=490_000,
        bytes=6_000_000,
        media="2024-01-01-ein-artikel.mp3",
        chapters=chapters,
        voice="pico",
        inputs={},
        fingerprint="",
    )
    episodes = [
        replace(
            one, slug=f"{one.slug}-{n}", source=f"{n:05}", published=one.published + timedelta(n)
        )
        for n in range(10_000)
    ]
    settings = Settings(title="Messung", author="Redaktion", category="News > Politics")

    def ours(count: int) -> float:
        begun = time.perf_counter()
        base = "https://example.org/"
        for file in documents(settings, one.guid, base, episodes[:count]):
            if file.format == "xml":
                feed.write(file, settings, base, {"changed": file.newest.isoformat()})
        return time.perf_counter() - begun

    def theirs(count: int) -> float:
        begun = time.perf_counter()
        _feedgen_alone(episodes[:count])
        return time.perf_counter() - begun

    thousand, all_, base = [], [], []
    for _ in range(3):
        thousand.append(ours(1000) * 10)
        base.append(theirs(10_000))
        all_.append(ours(10_000))
    return [
        row("feed of 10,000 episodes / feedgen alone", all_, base, 1.2),
        row("feed of 10,000 / ten times that of 1,000", all_, thousand, 1.2),
    ]


def _feedgen_alone(episodes: list[Any]) -> bytes:
    from feedgen.feed import FeedGenerator

    from podcast.feed import addresses
    from podcast.feed.notes import show_notes

    made = FeedGenerator()
    made.load_extension("podcast")
    made.title("Messung")
    made.link(href="https://example.org/")
    made.description("Messung")
    for episode in episodes:
        item = made.add_entry(order="append")
        page = addresses.page("https://example.org/", episode)
        item.title(episode.title)
        item.link(href=episode.link)
        item.guid(episode.guid)
        item.published(episode.published)
        item.description(episode.summary)
        item.content(show_notes(episode, page), type="CDATA")
        item.enclosure(page, str(episode.bytes), "audio/mpeg")
        item.category(term=episode.tags[0])
        item.podcast.itunes_duration(490)
        item.podcast.itunes_title(episode.title)
        item.podcast.itunes_episode_type("full")
        item.podcast.itunes_image("https://example.org/cover.jpg")
        item.podcast.itunes_author(episode.author)
    return bytes(made.rss_str(pretty=True))


def book() -> list[dict[str, Any]]:
    """Build books of one and ten hours: time, and peak memory of all processes."""
    found = []
    for hours in (1, 10, 1):  # one before and one after: the machine's speed changes
        paragraphs = SEED.read_text("utf-8").split("\n\n")[1:-1]
        text = "\n\n".join(
            f"Teil {part}, Absatz {n}. {paragraph}"
            for part in range(round(hours * 3600 / 484))
            for n, paragraph in enumerate(paragraphs, 1)
        )
        with a_show({"buch.txt": f"Das Buch|01.01.2024.\n\n{text}\n"}) as root:
            found.append(_watched(podcast("-C", root, "build", "-j", 2)))
    (one_s, one_mb, one_curve), (ten_s, ten_mb, ten_curve), (again_s, again_mb, _) = found
    one_s, one_mb = (one_s + again_s) / 2, (one_mb + again_mb) / 2
    (ROOT / "docs" / "memory.svg").write_text(_drawn(one_curve, ten_curve), "utf-8")
    return [
        row("book: 10 h / 10 × 1 h, time", [ten_s], [10 * one_s], 1.1),
        row("book: 10 h / 1 h, peak memory", [ten_mb], [one_mb], 1.05),
        row("book: peak memory of all processes / 300 MB", [ten_mb], [300.0], 1.0),
    ]


def _drawn(one: list[float], ten: list[float]) -> str:
    """Memory of both builds over their own duration, from start to finish, as an SVG."""

    def line(curve: list[float]) -> str:
        step = 560 / max(len(curve) - 1, 1)
        points = (f"{60 + i * step:.1f},{250 - mb * 0.7:.1f}" for i, mb in enumerate(curve))
        return " ".join(points)

    grid = "".join(
        f'<path d="M60 {250 - mb * 0.7:.0f}h560" stroke="#8888" stroke-width=".5"/>'
        f'<text x="52" y="{254 - mb * 0.7:.0f}" text-anchor="end">{mb}</text>'
        for mb in (0, 100, 200, 300)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" '
        'font-size="12" fill="#777"><title>Memory use over the course of a build</title>'
        f'{grid}<text x="60" y="24">MB, total of all processes of a build</text>'
        f'<polyline points="{line(one)}" fill="none" stroke="#d2691e" stroke-width="1.5"/>'
        f'<polyline points="{line(ten)}" fill="none" stroke="#1e6fd2" stroke-width="1.5"/>'
        '<text x="60" y="284" fill="#d2691e">1-hour book</text>'
        '<text x="200" y="284" fill="#1e6fd2">10-hour book</text>'
        '<text x="620" y="284" text-anchor="end">start to finish of the build</text></svg>\n'
    )


def _watched(words: list[object]) -> tuple[float, float, list[float]]:
    """Seconds, peak memory and memory curve of a command's processes (PSS, MB, 4 Hz)."""
    process = subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    curve: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            curve.append(_memory_mb(process.pid))

    watcher = threading.Thread(target=watch)
    begun = time.perf_counter()
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begun
    ended.set()
    watcher.join()
    assert code == 0
    return seconds, max(curve), curve


def _memory_mb(session: int) -> float:
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if fields[3] == str(session):
                rows = (folder / "smaps_rollup").read_text().splitlines()
                total += sum(int(r.split()[1]) for r in rows if r.startswith("Pss:"))
        except (OSError, IndexError):
            continue
    return total / 1024


def row(
    name: str, ours: list[float], base: list[float], target: float, *, at_least: bool = False
) -> dict[str, Any]:
    ratios = [a / b for a, b in zip(ours, base, strict=True)]
    return {
        "what": name,
        "median": statistics.median(ours),
        "base": statistics.median(base),
        "ratio": statistics.median(ratios),
        "target": target,
        "met": (statistics.median(ratios) >= target)
        if at_least
        else statistics.median(ratios) <= target,
        "sign": "≥" if at_least else "≤",
    }


MEASURES: dict[str, Callable[[], Any]] = {
    "cold": cold,
    "edited": edited,
    "unchanged": unchanged,
    "start": start_up,
    "hundred": hundred,
    "feed": feed,
    "book": book,
}


def main() -> None:
    names = sys.argv[1:] or [name for name in MEASURES if name != "book"]
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "speed.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for name in names:
        found = MEASURES[name]()
        kept[name] = found if isinstance(found, list) else [found]
        for line in kept[name]:
            print(
                f"{line['what']:45}  {line['median']:8.3f}  {line['base']:8.3f}  "
                f"{line['ratio']:5.2f}  {line['sign']} {line['target']:<4}  "
                f"{'met' if line['met'] else 'MISSED'}",
                flush=True,
            )
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
