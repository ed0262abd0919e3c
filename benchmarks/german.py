"""Measure the speed and accuracy of the German front end: `python benchmarks/german.py`."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "german")]

from golden_lines import PLAIN, golden, heard  # noqa: E402

from podcast.german import spoken  # noqa: E402

LOAD = """
import time
start = time.perf_counter()
from podcast.german import spoken
loaded = time.perf_counter()
spoken("Am 9. Mai 2025 zahlte die EU 3,5 Mio. Euro an Ludwig XIV.")
print(loaded - start, time.perf_counter() - start)
"""


def load_time() -> tuple[float, float]:
    """Milliseconds to import, and to import and convert a first sentence; the best of ten."""
    runs = []
    for _ in range(10):
        run = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, cwd=ROOT)
        loaded, converted = map(float, run.stdout.split())
        runs.append((1000 * loaded, 1000 * converted))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def speed(text: str) -> float:
    """kB/s over at least a second."""
    rounds, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < 1:
        spoken(text)
        rounds += 1
    return len(text.encode()) * rounds / elapsed / 1000


def main() -> None:
    seed = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    dense = "\n".join(written for _, written, _ in golden())
    # One sentence in three needs a change, about as many as on a news page.
    news = "\n".join(
        f"{w} {a} {b}"
        for (_, w, _), a, b in zip(golden(), PLAIN * 9, PLAIN[::-1] * 9, strict=False)
    )
    print("load {:.0f} ms, with a first sentence {:.0f} ms".format(*load_time()))
    for name, text in [("seed", seed), ("news", news), ("golden lines", dense)]:
        print(f"{name:14} {speed(text):6.0f} kB/s")
    right, total = Counter[str](), Counter[str]()
    for kind, written, answers in golden():
        total[kind] += 1
        right[kind] += heard(spoken(written)) in map(heard, answers)
    for kind in total:
        print(f"{kind:14} {right[kind]:4} of {total[kind]:4}")
    print(f"{'all':14} {right.total():4} of {total.total():4}")


if __name__ == "__main__":
    main()
