"""What the program itself publishes has no flaw."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from podcast.check import check
from podcast.cli import main

REPOSITORY = Path(__file__).parents[2]

ARTICLE = """---
title: "Größe & „Maß“: ein <Versuch>"
author: Maria Muster
date: 2025-02-10
---

# Der Anfang

Er sagte: „Ja, das ist so.“ Und dann? Dann kam der Rest, der etwas länger ist, damit er nicht \
in zwei Zeilen passt, sondern in mehr als zwei.

# Die Mitte

- Ein Punkt mit 1.000 Euro
- Noch ein Punkt

> Ein Zitat über Größe, das am 3. Oktober gesagt wurde.

# Das Ende

Der Weg führte von Wien --> Linz, und </item> stand <!-- auch --> auf dem Schild.

Zum Schluss ein Absatz, der einfach nur da ist, weil ein Text ein Ende haben muss.
"""


def test_a_built_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("voices", "feed"):
        shutil.copytree(
            REPOSITORY / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("public", "models", ".*"),
        )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "versuch.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0, result.output
    assert check(tmp_path / "feed" / "public") == []
