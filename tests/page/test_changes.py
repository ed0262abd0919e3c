"""What of the pages is written again, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from shows import ARTICLE, build, configure, make

from podcast.show.paths import ASSETS, SEARCH
from podcast.show.show import Show

SLUG = "2025-05-09-die-bruecke"


def contents(show: Show) -> dict[str, bytes]:
    paths = (path for path in show.paths.public.rglob("*") if path.is_file())
    return {path.relative_to(show.paths.public).as_posix(): path.read_bytes() for path in paths}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_another_look_rewrites_pages_and_speaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = make(tmp_path)
    build(show)
    before = contents(show)
    monkeypatch.setattr("podcast.page.version", lambda: "another")
    monkeypatch.setattr("podcast.feed.notes.AI_NOTICE", "Ein anderer Hinweis.")
    (result,) = build(show)
    assert (result.state, result.synthesised, result.reused) == ("fresh", 0, 0)
    after = contents(show)
    assert changed(before, after) == {f"{SLUG}/{SLUG}.html", "index.html", "show.json"}
    assert "Ein anderer Hinweis." in after[f"{SLUG}/{SLUG}.html"].decode()


def test_an_address_is_put_into_all_pages(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    configure(tmp_path, base_url='"https://example.org/pod"')
    (result,) = build(Show(tmp_path))
    assert result.state == "fresh"
    page = contents(show)[f"{SLUG}/{SLUG}.html"].decode()
    assert '<link rel="canonical" href="https://example.org/pod/' in page


def test_a_new_episode_leaves_the_pages_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("podcast.page.search.PART_SIZE", 2)
    articles = {f"{n}.txt": ARTICLE.replace("Brücke", f"Brücke {n}") for n in range(4)}
    show = make(tmp_path, articles)
    build(show)
    before = contents(show)
    late = ARTICLE.replace("Brücke|Jana Groß. 09", "Straße|Jana Groß. 10")
    (tmp_path / "seeds" / "neu.txt").write_text(late, "utf-8")
    build(show)
    touched = changed(before, contents(show))
    slug = "2025-05-10-die-strasse"
    assert {name for name in touched if not name.startswith((slug, "suche/"))} == {
        *("feed.json", "feed.xml", "index.html", "show.json")
    }
    assert len({name.split("/")[1] for name in touched if name.startswith("suche/")}) == 2


def test_what_no_page_refers_to_any_more_goes(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    stale = [show.paths.public / name for name in ("assets/page-0123456789.css", "folgen/7.html")]
    stale.append(show.paths.public / SEARCH / "0123456789ab" / "0.json")
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    article = tmp_path / "seeds" / "bruecke.txt"
    article.write_text(ARTICLE.replace("kurz", "lang"), "utf-8")
    build(show)
    assert not any(path.exists() for path in stale)
    kept = [path.name for path in (show.paths.public / SEARCH).iterdir()]
    assert len(kept) == 2


def test_what_is_deleted_comes_back(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = contents(show)
    (show.paths.public / "index.html").unlink()
    for path in (show.paths.public / ASSETS).iterdir():
        path.unlink()
    build(show)
    assert contents(show) == before
