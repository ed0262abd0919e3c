"""Web pages beside the feed without a flaw, and then one flaw at a time."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from published import BASE, Published

from podcast.check import check

INDEX = f"""<!doctype html><html lang="de"><title>Sendung</title>
<link rel="canonical" href="{BASE}"><link rel="stylesheet" href="assets/a.css">
<link rel="alternate" href="https://elsewhere.example/feed">
<script src="assets/a.js"></script><script type="application/ld+json">{{}}</script>
<h1>Sendung</h1><form data-search="suche/index.json"></form>
<a href="eins/eins.html#t=3">Eins</a> <a href="zwei/zwei.html?x=1">Zwei</a> <a href="#oben">A</a>
<a href="https://elsewhere.example/">fremd</a> <a href="podcast://podcast.example/feed.xml">App</a>
"""
PAGE = '<!doctype html><html lang="de"><title>Folge</title><h1>Folge</h1><a href="../index.html">'

Plant = Callable[[Published], None]


@pytest.fixture
def site(folder: Published) -> Published:
    folder.write("index.html", INDEX)
    for slug in ("eins", "zwei"):
        folder.write(f"{slug}/{slug}.html", PAGE + f'<audio src="{slug}.mp3"></audio>')
    folder.write("assets/a.css", "@font-face { src: url(a.woff2) } b { background: url('data:,') }")
    folder.write("assets/a.woff2", b"font")
    folder.write("assets/a.js", "")
    folder.write("suche/index.json", json.dumps([{"key": "abc", "words": ["a", "m"]}]))
    for name in ("0.json", "1.json", "folgen.json"):
        folder.write(f"suche/abc/{name}", "{}")
    return folder


def add(html: str, name: str = "index.html") -> Plant:
    return lambda site: site.edit(name, "</h1>", f"</h1>{html}")


def write(name: str, text: str) -> Plant:
    return lambda site: site.write(name, text)


def delete(name: str) -> Plant:
    return lambda site: (site.root / name).unlink()


def test_pages_without_a_flaw(site: Published) -> None:
    assert check(site.root) == []


PLANTED: list[tuple[Plant, str, str]] = [
    (add('<a href="drei/drei.html">'), "index.html", "does not exist: 'drei/drei.html'"),
    (add('<a href="../../x.html">', "eins/eins.html"), "eins/eins.html", "does not exist"),
    (add('<a href="%2e%2e/geheim">'), "index.html", "has an invalid link"),
    (add('<img src="https://elsewhere.example/x.png">'), "index.html", "contact another host"),
    (add('<img srcset="//elsewhere.example/x.png 2x">'), "index.html", "contact another host"),
    (add('<iframe src="https://elsewhere.example/">'), "index.html", "contact another host"),
    (add("<script>alert(1)</script>"), "index.html", "inline code (script)"),
    (add("<b onclick='x()'>"), "index.html", "inline code (b onclick)"),
    (lambda s: s.edit("eins/eins.html", ' lang="de"', ""), "eins/eins.html", "its language"),
    (lambda s: s.edit("eins/eins.html", "title>", "b>", 2), "eins/eins.html", "has no title"),
    (lambda s: s.edit("eins/eins.html", "h1>", "h2>", 2), "eins/eins.html", "has no main heading"),
    (delete("suche/abc/1.json"), "index.html", "does not exist: 'suche/abc/1.json'"),
    (write("suche/index.json", "[{}]"), "index.html", "search index that cannot be read"),
    (delete("assets/a.woff2"), "assets/a.css", "does not exist: 'a.woff2'"),
    (write("assets/old.css", ""), "assets/old.css", "not referenced by"),
    (lambda s: s.write("eins/eins.html", b"\xff"), "eins/eins.html", "is not UTF-8"),
]


@pytest.mark.parametrize(("plant", "where", "what"), PLANTED)
def test_a_planted_flaw_is_found(site: Published, plant: Plant, where: str, what: str) -> None:
    plant(site)
    found = check(site.root)
    assert [where for problem in found if what in problem.what] == [where]
    unused = {"suche", *(f"suche/abc/{name}.json" for name in ("0", "1", "folgen"))}
    assert {problem.where for problem in found} <= {where} | unused
