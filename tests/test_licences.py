"""What is installed with the package is under no GPL or AGPL, and docs/licences.md names it all."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
US = "artikel-podcast"

READ = {
    # its description: "under the terms of both … Choose the one which is more convenient for you"
    "feedgen": "BSD-2-Clause OR LGPL-3.0-or-later",
    # its metadata says only "BSD License"; LICENSE.txt in its wheel has three clauses
    "jinja2": "BSD-3-Clause",
    # its metadata says nothing; LICENSE.md in its wheel
    "py-nanotts": "Apache-2.0",
    # its LICENSE: the library under any of the three; the German patterns under the LGPL and LPPL
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    # its metadata says only "BSD License"; LICENSE in its wheel has three clauses
    "segno": "BSD-3-Clause",
}
"""The licences of packages whose metadata is unclear."""

SPDX = {
    "MIT License": "MIT",
    "BSD 3-Clause License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "BSD License": "",  # a classifier that does not say which
}
"""Names that metadata uses in place of identifiers."""

GPL = re.compile(
    r"(?<!L)GPL|Affero|(?<!Lesser )(?<!Library )General Public Licen[sc]e", re.IGNORECASE
)

PIPER = re.compile("""extra == ["']piper["']""")


@dataclass
class Packages:
    """What a package needs to run, and what it would need elsewhere, e.g. on Windows."""

    here: dict[str, set[str]] = field(default_factory=dict)
    """The names, and which extras of each are wanted."""
    elsewhere: set[str] = field(default_factory=set)

    def add(self, name: str, extras: set[str]) -> None:
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            key = canonicalize_name(needed.name)
            if not holds(needed, extras):
                if "extra" not in str(needed.marker):
                    self.elsewhere.add(key)
            elif key not in self.here or not needed.extras <= self.here[key]:
                self.here.setdefault(key, set()).update(needed.extras)
                self.add(needed.name, self.here[key])


def holds(needed: Requirement, extras: set[str]) -> bool:
    marker = needed.marker
    return not marker or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def needed_by(name: str, *extras: str) -> Packages:
    found = Packages()
    found.add(name, set(extras))
    return found


def licence(name: str) -> str:
    """The SPDX expression of an installed package."""
    about = metadata.metadata(name)
    if about.get("License-Expression"):
        return about.get("License-Expression")
    if name in READ:
        return READ[name]
    said = {SPDX.get(text, text) for text in statements(name)} - {""}
    assert len(said) == 1, f"what is the licence of {name}? {said}"
    return said.pop()


def statements(name: str) -> list[str]:
    """All that an installed package says about its licence."""
    about = metadata.metadata(name)
    classifiers = about.get_all("Classifier") or []
    said = [text.split(" :: ")[-1] for text in classifiers if text.startswith("License ::")]
    return [*said, about.get("License") or "", about.get("License-Expression") or ""]


def copyleft(expression: str) -> bool:
    """Whether an SPDX expression leaves no choice without the GPL or AGPL.

    Parentheses are not taken apart: an expression with any is judged as a whole.
    """
    choices = [expression] if "(" in expression else re.split(r"\sOR\s", expression)
    return all(GPL.search(choice) for choice in choices)


def refused(packages: Packages) -> list[str]:
    """Packages under the GPL or AGPL."""
    return [
        name
        for name in sorted(packages.here)
        if copyleft(licence(name)) or (name in READ and copyleft_by_now(name))
    ]


def copyleft_by_now(name: str) -> bool:
    """Whether the metadata of a package in `READ` names the GPL, which that table does not."""
    return not GPL.search(READ[name]) and any(map(copyleft, statements(name)))


def tables() -> list[dict[str, str]]:
    """Of each table in docs/licences.md the first column and the last: package and licence."""
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        cells = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in table.splitlines()]
        names = [row[0] for row in cells[2:]]
        assert names == sorted(set(names))
        found.append({row[0]: row[-1] for row in cells[2:]})
    return found


def test_no_package_is_under_the_gpl() -> None:
    assert refused(needed_by(US)) == []


def test_the_document_names_all_packages() -> None:
    packages, (documented, _) = needed_by(US), tables()
    wanted = {name: licence(name) for name in packages.here}
    rows = {
        name: said
        for name, said in documented.items()
        if name in wanted or name not in packages.elsewhere
    }
    assert rows == wanted


def test_the_document_names_the_optional_packages() -> None:
    added = [Requirement(text) for text in metadata.requires(US) or [] if PIPER.search(text)]
    names = [canonicalize_name(needed.name) for needed in added]
    _, documented = tables()
    assert documented == {name: licence(name) for name in names}


def test_nothing_else_is_imported() -> None:
    known = needed_by(US, "piper").here.keys()
    distributions = metadata.packages_distributions()
    for path in (ROOT / "podcast").rglob("*.py"):
        for module in imported(path) - set(sys.stdlib_module_names) - {"podcast"}:
            names = {canonicalize_name(name) for name in distributions.get(module, [])}
            assert names & known, f"{path} imports {module}"


def imported(path: Path) -> set[str]:
    return {name.split(".")[0] for name in _imported(ast.parse(path.read_text("utf-8")))}


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("MIT", False),
        ("LGPL-3.0-or-later", False),
        ("GNU Lesser General Public License v3 or later (LGPLv3+)", False),
        ("MIT OR GPL-2.0-only", False),
        ("BSD-3-Clause AND LGPL-2.1-or-later", False),
        ("GPL-2.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("GPL-2.0-only OR AGPL-3.0-only", True),
        ("(MIT OR BSD-2-Clause) AND GPL-2.0-only", True),
        ("GNU General Public License v2 or later (GPLv2+)", True),
        ("GNU Affero General Public License v3", True),
    ],
)
def test_what_counts_as_gpl(expression: str, wanted: bool) -> None:
    assert copyleft(expression) is wanted


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: GPL-3.0-or-later",
        "License: GPLv3",
        "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
    ],
)
def test_a_package_under_the_gpl_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """It is needed by a package that is needed."""
    requirements = "Requires-Dist: middle[more]", "Requires-Dist: away; python_version < '3'"
    install(tmp_path, "outer", *requirements)
    install(tmp_path, "middle", "License: MIT", "Requires-Dist: viral; extra == 'more'")
    install(tmp_path, "viral", line)
    monkeypatch.syspath_prepend(tmp_path)
    found = needed_by("outer")
    assert found == Packages(here={"middle": {"more"}, "viral": set()}, elsewhere={"away"})
    assert refused(found) == ["viral"]


def install(folder: Path, name: str, *lines: str) -> None:
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    text = "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, ""])
    (about / "METADATA").write_text(text, encoding="utf-8")


def test_a_package_without_a_clear_licence_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "vague", "Classifier: License :: OSI Approved :: BSD License")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AssertionError, match="what is the licence of vague"):
        licence("vague")
