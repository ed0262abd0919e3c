from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shows import build, configure, make

from podcast.report import list_cache, listing
from podcast.show.show import Show

ROWS = [{"slug": "a", "title": "Grüße", "seconds": 1.5}]


def settled(folder: Path) -> None:
    """Let all files be older than those that may still be changing."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(1_700_000_000 * 10**9,) * 2)


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    monkeypatch.setattr(list_cache, "_PROGRAM", tmp_path / "nowhere" / "podcast")
    made = make(tmp_path)
    build(made)
    settled(tmp_path)
    list_cache.remember(tmp_path, ROWS)
    return made


def test_what_was_found_is_remembered(show: Show) -> None:
    assert list_cache.recall(show.paths.root) == ROWS
    assert list_cache.root_of(show.paths.seeds) == show.paths.root.resolve()


@pytest.mark.parametrize(
    "change",
    [
        lambda show: (show.paths.seeds / "neu.txt").write_text("Neu"),
        lambda show: next(show.paths.seeds.iterdir()).unlink(),
        lambda show: next(show.paths.seeds.iterdir()).write_text("Anders"),
        lambda show: configure(show.paths.root, loudness="-20"),
        lambda show: show.paths.lexicon.write_text('Team = "Tiem"'),
        lambda show: next(show.paths.public.glob("*/*.mp3")).write_bytes(b""),
        lambda show: next(show.paths.public.glob("*/*.srt")).unlink(),
        lambda show: (show.paths.root / ".cache" / "list.json").write_text("[1"),
        lambda show: (show.paths.root / ".cache" / "list.json").write_text("[]"),
    ],
)
def test_any_change_is_noticed(show: Show, change: object) -> None:
    change(show)  # type: ignore[operator]
    assert list_cache.recall(show.paths.root) is None


def test_a_file_that_may_still_change_is_not_trusted(show: Show) -> None:
    (show.paths.seeds / "neu.txt").write_text("Neu")
    list_cache.remember(show.paths.root, ROWS)
    assert list_cache.recall(show.paths.root) is None


def test_a_publication_that_is_half_done_is_completed_first(show: Show) -> None:
    staging = show.paths.root / "feed" / ".staging"
    staging.mkdir()
    (staging / "journal.json").write_text("{}")
    assert list_cache.root_of(show.paths.root) is None


def test_the_list_is_the_same_from_memory(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    settled(tmp_path)
    command = [sys.executable, "-m", "podcast", "-C", tmp_path, "list", "--json"]
    first, second = (subprocess.run(command, capture_output=True).stdout for _ in range(2))
    assert first == second
    assert len(listing.rows(show)) == 1
    assert (tmp_path / ".cache" / "list.json").exists()


def test_a_remembered_list_loads_nothing_heavy(show: Show) -> None:
    code = f"""
import sys
from podcast.cli import tables
from podcast.report import list_cache
from podcast.cli import main
main(["-C", {str(show.paths.root)!r}, "--version"], standalone_mode=False)
tables.table(list_cache.recall(list_cache.root_of(list_cache.Path({str(show.paths.root)!r}))) or [])
print(*sys.modules, file=sys.stderr)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(out.stderr.split())
    assert "podcast.report.list_cache" in loaded
    assert not loaded & {"podcast.show.show", "podcast.models", "podcast.report.listing", "numpy"}
