"""The judge is independent of what it judges, and light to load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import podcast.check

SOURCES = sorted(Path(podcast.check.__file__).parent.rglob("*.py"))


def imported(source: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return names | {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}


def test_no_code_is_shared_with_the_writers() -> None:
    names = {name for source in SOURCES for name in imported(source) if "podcast" in name}
    strange = {name for name in names if not name.startswith("podcast.check")}
    assert strange <= {"podcast.errors"}


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    heavy = ("numpy", "soxr", "miniaudio", "PIL", "lxml")
    code = f"import sys, podcast.check; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stderr
