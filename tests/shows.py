"""Shows for tests: a folder of their own, the tone voice, no cover to draw for seconds."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from inline import InlineWorkers

from podcast.build.pipeline import Build
from podcast.build.result import Result
from podcast.show import create, identity, last_publication, lock
from podcast.show.show import Show
from podcast.synthesis.processes import ProcessWorkers

ARTICLE = """Die Brücke|Jana Groß. 09.05.2025.

Am 9. Mai wurde die Brücke eröffnet. Sie kostete 12,50 Euro.

Der zweite Absatz hat auch zwei Sätze. Das ist der andere.

Der dritte Absatz ist kurz.
"""


@functools.cache
def cover() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (1400, 1400), "#0b3954").save(buffer, "JPEG")
    return buffer.getvalue()


def make(root: Path, articles: dict[str, str] | None = None, **settings: str) -> Show:
    """A show with these articles; `settings` as TOML, e.g. `voice='"pico"'`."""
    create.create(root, title="Probe", author="Redaktion", base_url="")
    (root / "seeds" / "beispiel.md").unlink()
    for name, text in ({"bruecke.txt": ARTICLE} if articles is None else articles).items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "feed" / "cover.jpg").write_bytes(cover())
    configure(root, **{"voice": '"tone"', "cover": '"cover.jpg"', **settings})
    return Show(root)


def configure(root: Path, **settings: str) -> None:
    """Set lines of show.toml."""
    path = root / "feed" / "show.toml"
    lines = [
        line
        for line in path.read_text("utf-8").splitlines()
        if line.partition("=")[0].strip() not in settings
    ]
    lines += [f"{name} = {value}" for name, value in settings.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def build(show: Show, *, workers: int = 0, force: str = "", fresh: bool = False) -> list[Result]:
    """Build the whole show, with 0 `workers` in this process."""
    pool = ProcessWorkers(workers) if workers else InlineWorkers()
    with pool, lock.hold(show):
        run = Build(show, pool)
        return list(run.run(run.decide(show.sources(), force=force), fresh=fresh))


def show_guid(show: Show) -> str:
    """The guid that the show's feed has, or will have."""
    return identity.show_guid(show, last_publication.read(show.paths))
