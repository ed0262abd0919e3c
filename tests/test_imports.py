"""Imports run one way, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import podcast

PACKAGE = Path(podcast.__file__).parent

ORDER = """
    errors models files article german abbreviations boundaries clauses segment pcm loudness
    mastering gate voices encode stitch cache parallel synth worker calibration transcript
    recording typeset palette cover categories settings feed page publication records show
    casting site plan outcome replaced produce build sound play listing explain sample init
    check server tables index console cli
""".split()


def imported(path: Path) -> set[str]:
    """The podcast modules that `path` imports, the first part of their name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "podcast":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("podcast."):
            found.add(str(node.module).split(".")[1])
    return found - {"__version__"}


def test_every_module_has_its_place() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert modules | packages == set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_imports_run_one_way(name: str) -> None:
    below = ORDER[: ORDER.index(name) + 1]
    paths = (
        [PACKAGE / f"{name}.py"]
        if (PACKAGE / f"{name}.py").exists()
        else (PACKAGE / name).rglob("*.py")
    )
    for path in paths:
        assert imported(path) <= set(below), path


def loaded(code: str) -> set[str]:
    out = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout == ""
    return {name.split(".")[0] for name in out.stderr.split()}


HEAVY = {"numpy", "pydub", "feedgen", "lxml", "PIL", "rich", "starlette", "uvicorn", "soxr"}
HEAVY |= {
    "httpx",
    "onnxruntime",
    "watchfiles",
    "piper",
    "platformdirs",
    "lameenc",
    "soundfile",
    "miniaudio",
    "py_nanotts",
    "yaml",
    "jinja2",
}


@pytest.mark.parametrize("module", ["podcast.cli", "podcast.show.show", "podcast.report.listing"])
def test_start_up_loads_nothing_heavy(module: str) -> None:
    assert loaded(f"import {module}") & HEAVY == set()


def test_every_module_can_be_imported_in_silence() -> None:
    names = [f"podcast.{name}" for name in ORDER]
    assert "podcast" in loaded("\n".join(f"import {name}" for name in names))
