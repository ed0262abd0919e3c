"""What the documents say about the code is true."""

from __future__ import annotations

import builtins
import re
import tokenize
from pathlib import Path

from test_imports import modules

ROOT = Path(__file__).parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_design_names_every_module() -> None:
    named = set(re.findall(r"^- `([\w/]+\.py)`: ", text("docs/design.md"), re.MULTILINE))
    package = ROOT / "podcast"
    there = {path.relative_to(package).as_posix() for path in modules().values()}
    assert named == {name for name in there if not name.endswith("__init__.py")}


def test_the_walks_in_contributing_show_code_as_it_is() -> None:
    """Every indented line of Python there is a line of the module that it is taken from."""
    code = {line.strip() for path in modules().values() for line in text(str(path)).splitlines()}
    shown = re.findall(
        r"^ *```python\n(.*?)^ *```", text("CONTRIBUTING.md"), re.DOTALL | re.MULTILINE
    )
    lines = [line.strip() for block in shown for line in block.splitlines() if line.strip()]
    assert len(lines) > 15
    assert not [line for line in lines if line not in code]


FOREIGN = {"ProcessPoolExecutor", "PodcastSeries", "PodcastEpisode"}
"""Names in docstrings that others have given: the standard library, schema.org."""


def test_docstrings_and_comments_name_classes_that_exist() -> None:
    """A class that is renamed lives on in sentences, where no type checker looks."""
    known = FOREIGN | set(dir(builtins))
    sources = {path: tokens(path) for path in modules().values()}
    for found in sources.values():
        known |= {token.string for token in found if token.type == tokenize.NAME}
    for path, found in sources.items():
        texts = [t.string for t in found if t.type in (tokenize.STRING, tokenize.COMMENT)]
        named = re.findall(r"`(?:[\w.]+\.)?(_?(?:[A-Z][a-z]+){2,})(?:\(\))?`", "\n".join(texts))
        assert not set(named) - known, path


def tokens(path: Path) -> list[tokenize.TokenInfo]:
    with path.open("rb") as file:
        return list(tokenize.tokenize(file.readline))


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    for document in documents:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_path_that_contributing_names_exists() -> None:
    named = re.findall(
        r"`((?:podcast|tests|docs|voices|benchmarks)/[\w./-]+)`", text("CONTRIBUTING.md")
    )
    assert len(named) > 15
    assert not [name for name in named if not ("NAME" in name or (ROOT / name).exists())]
