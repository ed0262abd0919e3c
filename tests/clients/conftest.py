from __future__ import annotations

from collections.abc import Iterator

import pytest
from serve import Served
from shows import build, make

from podcast.show.show import Show

HEAD = """---
title: Größe & Maß {n}
author: Autor {author}
date: 2025-01-0{n}
tags: [Politik]
season: 1
episode: {n}
link: https://example.org/{n}
soundbite: Der zweite Satz.
---
"""
TEXT = "Text Nummer {n}: 2 < 3, & mehr. Der zweite Satz.\n\n# Teil <zwei>\n\nEin Ende.\n"

MORE = """
funding = "https://example.org/geld"
license = "cc-by-4.0"
location = "Köln"
location_geo = "geo:50.94,6.96"
email = "podcast@example.org"
feed_episodes = 4
[[feeds]]
tag = "politik"
"""


@pytest.fixture(scope="session")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """A published show with an archive page."""
    root = tmp_path_factory.mktemp("clients") / "show"
    articles = {f"{n}.md": HEAD.format(n=n, author=n % 2) + TEXT.format(n=n) for n in range(1, 7)}
    make(root, articles)
    with (root / "feed" / "show.toml").open("a", encoding="utf-8") as file:
        file.write(MORE)
    made = Show(root)
    assert all(result.state == "built" for result in build(made))
    return made


@pytest.fixture
def served(show: Show) -> Iterator[Served]:
    running = Served(show)
    yield running
    running.stop()
