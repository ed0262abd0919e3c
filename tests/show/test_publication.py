from __future__ import annotations

import sys
from pathlib import Path

import pytest

from podcast import files
from podcast.show.publication import Publication

OLD = {"a/a.mp3": b"old a", "b/b.mp3": b"old b", "feed.xml": b"old"}
NEW = {"a/a.mp3": b"new a", "b/b.mp3": b"old b", "c/c.mp3": b"new c", "feed.xml": b"new"}


def state(public: Path) -> dict[str, bytes]:
    paths = [path for path in public.rglob("*") if path.is_file()]
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in paths}


def published(root: Path) -> tuple[Path, Publication]:
    public = root / "public"
    for name, data in OLD.items():
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_bytes(data)
    publication = Publication(public, root / ".staging")
    for slug in ("a", "c"):
        (publication.stage(slug) / f"{slug}.mp3").write_bytes(f"new {slug}".encode())
    return public, publication


def commit(publication: Publication) -> None:
    publication.commit(["a", "c"], [("feed.xml", b"new")])


@pytest.mark.parametrize("at_once", [True, False])
def test_staged_episodes_and_the_feed_take_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    public, publication = published(tmp_path)
    if not at_once:
        monkeypatch.setattr(files, "exchange", lambda *_: False)
    commit(publication)
    assert state(public) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public"]
    publication.commit([], [("feed.xml", b"less")], remove=["b"])
    assert sorted(state(public)) == ["a/a.mp3", "c/c.mp3", "feed.xml"]


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="needs the system call")
def test_what_stays_is_not_copied(tmp_path: Path) -> None:
    public, publication = published(tmp_path)
    before = (public / "b" / "b.mp3").stat()
    commit(publication)
    after = (public / "b" / "b.mp3").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (
        before.st_ino,
        before.st_mtime_ns,
        1,
    )


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="needs the system call")
@pytest.mark.parametrize("after", [False, True])
def test_a_death_around_the_exchange_leaves_the_old_state_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    public, publication = published(tmp_path)
    exchange = files.exchange

    def dying(one: Path, other: Path) -> bool:
        assert state(public) == OLD  # nothing was touched until now
        if after:
            exchange(one, other)
        raise KeyboardInterrupt  # as good as a kill: nothing handles it

    monkeypatch.setattr(files, "exchange", dying)
    with pytest.raises(KeyboardInterrupt):
        commit(publication)
    assert state(public) == (NEW if after else OLD)
    publication.recover()
    assert state(public) == (NEW if after else OLD)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public"]


def test_a_folder_behind_a_link_stays_where_it_is(tmp_path: Path) -> None:
    public, publication = published(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    public.rename(elsewhere)
    public.symlink_to(elsewhere)
    commit(publication)
    assert public.is_symlink()
    assert state(elsewhere) == NEW


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public, publication = published(tmp_path)

    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    commit(publication)
    assert state(public) == NEW


def test_a_large_folder_costs_only_what_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, publication = published(tmp_path)
    monkeypatch.setattr("podcast.show.publication._MAX_LINKED", 1)
    monkeypatch.setattr("os.link", lambda *_: pytest.fail("nothing is linked"))
    commit(publication)
    assert state(public) == NEW
