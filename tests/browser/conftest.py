"""A built show, served, and a Chromium that looks at it. Skipped where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from shows import build, make

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="needs playwright: pip install -e '.[browser]'"
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --mute-audio
    --disable-background-networking --disable-component-update --disable-sync""".split()

LONG = """Die lange Reise|Jana Groß. 01.06.2025.

Am Anfang war der Bahnhof. Dort standen viele Menschen und warteten auf den Zug nach Süden.

## Die Abfahrt

Der Zug kam pünktlich. Niemand hatte damit gerechnet, und alle stiegen hastig ein.

> Ein Zug ist ein Versprechen.

## Die Ankunft

- Ein Koffer fehlte.
- Ein Hund bellte.

Am Ende waren alle müde. Die Müdigkeit hielt bis zum Morgen an.
"""
HOSTILE = """---
title: '</script><script>document.title = "gekapert"</script> & "Ü"'
author: '<img src=x onerror="document.title = 1">'
date: 2025-05-01
---

Ein Satz mit <script>document.title = "gekapert"</script> und & und "Ü".

הטקסט הזה נכתב מימין לשמאל.
"""
OTHER = "Die Brücke|09.05.2025\n\nHier steht eine Brücke über den Fluss. Sie ist aus Stein.\n"


@pytest.fixture(scope="package")
def show(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three short episodes; the tone voice needs no time for them."""
    articles = {"reise.md": LONG, "feind.md": HOSTILE, "bruecke.txt": OTHER}
    made = make(tmp_path_factory.mktemp("show"), articles)
    assert {result.state for result in build(made)} == {"built"}
    return made


@pytest.fixture(scope="package")
def site(show: Any) -> Iterator[str]:
    """The address that the show is served at."""
    command = [sys.executable, "-m", "podcast", "serve", "--host", "127.0.0.1", "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=show.paths.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert process.stdout
    found = None
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if found:
            break
    assert found, "podcast serve says no address"
    yield found[0]
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """Closed before other tests run: its event loop would be in their way."""
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages; whatever they do wrong in the background is noted."""

    def __init__(self, browser: Any, home: str) -> None:
        self.browser, self.home = browser, home
        self.wrong: list[str] = []
        self._contexts: list[Any] = []

    def open(self, address: str = "", **options: Any) -> Any:
        """A page of the site in a browser of its own; `options` as for a Playwright context."""
        context = self.browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, **options}
        )
        context.set_default_timeout(5000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.goto(address if "://" in address else self.home + address)
        return page

    def _note_console(self, message: Any) -> None:
        # Typefaces are never loaded from file to file; the system's own is shown then.
        text = f"{message.text} {message.location.get('url')}"
        if message.type in {"error", "warning"} and not re.search(r"file:.*\.woff2", text):
            self.wrong.append(text)

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "file:")):
            self.wrong.append(f"asks elsewhere: {request.url}")

    def _note_response(self, response: Any) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(chromium: Any, site: str) -> Iterator[Visitor]:
    """No page may write an error to the console, ask another host or for what is not there."""
    visitor = Visitor(chromium, site)
    yield visitor
    visitor.close()
    assert visitor.wrong == []
