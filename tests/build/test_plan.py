"""What makes an episode stale."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from shows import build, make
from test_imports import imported, modules, room

import podcast
from podcast.build import plan
from podcast.build.plan import Planner

PACKAGE = Path(podcast.__file__).parent
SAYING = [
    "german/sentences/boundaries.py",
    "german/sentences/clauses.py",
    "german/sentences/stops.py",
    "german/rules/money.py",
    "german/rules/short_forms.txt",
    "german/words/genders.txt",
    "german/lexicon/names.toml",
    "article/segment.py",
    "article/furniture.py",
    "episode/chapters.py",
]
"""One of each kind of file, and those that were once forgotten."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's files that the plan takes for the program."""
    copy = tmp_path / "program"
    for name in plan._SPEECH_PACKAGES:
        shutil.copytree(PACKAGE / name, copy / name)
    monkeypatch.setattr(plan, "_PACKAGE", copy)
    return copy


@pytest.mark.parametrize("name", SAYING)
def test_an_episode_is_stale_when_what_decides_what_is_said_changes(
    name: str, program: Path, tmp_path: Path
) -> None:
    show = make(tmp_path / "show")
    build(show)
    (source,), (episode,) = show.sources(), show.episodes.by_source().values()
    assert Planner(show).decide(source, episode).state == "fresh"
    with (program / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    decision = Planner(show).decide(source, episode)
    assert (decision.state, decision.reason) == ("stale", "the program has changed")


def test_new_files_count_and_bytecode_does_not(program: Path) -> None:
    before = plan._hash_program()
    cached = program / "german" / "__pycache__" / f"x.{sys.implementation.cache_tag}.pyc"
    cached.parent.mkdir(exist_ok=True)
    cached.write_bytes(b"bytecode")
    assert plan._hash_program() == before
    (program / "german" / "rules" / "tables.txt").write_text("neu")
    assert plan._hash_program() != before


def test_every_room_that_says_something_counts() -> None:
    """All that reading, segmenting and speaking an article imports, followed to the end."""
    found, waiting = set[str](), ["podcast.article", "podcast.article.segment", "podcast.german"]
    waiting += [name for name in modules() if name.startswith("podcast.german.")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imported(name, modules()[name])
    rooms = {room(name) for name in found} - {"models", "files", "errors", ""}
    assert rooms <= set(plan._SPEECH_PACKAGES)
