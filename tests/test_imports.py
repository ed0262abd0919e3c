"""Imports run one way, between rooms and inside them, and nothing heavy is loaded too early."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import podcast

PACKAGE = Path(podcast.__file__).parent

ROOMS = """
    errors files models
    german audio cover server check
    article voices episode
    show synthesis playback
    feed
    page
    build
    report
    cli
"""
"""From the ground up: a room imports from the lines above its own, and from itself."""

MODULES = {
    "german": """
        words words.wordlist words.calendar words.openers words.nouns words.grammar words.numbers
        sentences sentences.stops sentences.boundaries sentences.clauses
        lexicon lexicon.file lexicon.lookup
        foreign voiceable clean
        rules rules.engine rules.short_forms rules.unit_names rules.dates rules.times rules.years
        rules.weekdays rules.roman rules.abbreviations rules.acronyms rules.bible rules.units
        rules.cardinals rules.enumerations rules.gendered rules.law rules.lettering rules.money
        rules.ordinals rules.phones rules.scores rules.symbols rules.web rules.table
        doubtful front_end __init__
    """,
    "audio": "__init__ pcm loudness mastering mp3 clips id3",
    "cover": "__init__ palette typeset picture draw",
    "playback": "__init__ device players",
    "server": """
        responses media_types folder ranges conditions rewriting file_response clients access_log
        access connection network origin app __init__
    """,
    "check": """
        finding folder
        feed feed.apple feed.dates feed.rss feed.channel feed.items feed.archive feed.itunes
        feed.taxonomy feed.namespace feed.notes feed.json_feed
        fetch
        media media.cues media.chapters media.frames media.level media.sound media.id3_frames
        media.id3 media.tags media.media media.transcripts
        site site.cover site.leftovers site.pages
        __init__ live.web live.documents live.media live
    """,
    "article": """
        dates encoding parsed furniture header plain_text front_matter __init__ markdown segment
    """,
    "voices": """
        folders options spec model_files all_engines profile __init__ phonemes install
        engines engines.trim engines.received_audio engines.pico engines.piper engines.command
        engines.espeak engines.http engines.tone
    """,
    "episode": "__init__ clock cues transcripts passages chapters soundbites recording",
    "show": """
        __init__ paths apple_categories settings episode_file publication episodes show
        last_publication identity cover_art replaced_media lock create
    """,
    "synthesis": """
        __init__ cache quality_gate memory lookahead workers fork_server worker_process processes
        jobs calibration preload
    """,
    "feed": "addresses notes extension channel document items rss json_feed write __init__",
    "page": "words theme assets data subscribe pages __init__ search changes",
    "build": "__init__ casting plan result produce pipeline watch",
    "report": "__init__ listing explain audition list_cache",
    "cli": "tables boundary console build cache lexicon play report serve voices __init__",
}
"""The modules of each room: one imports from those before it. `__init__` is the room itself."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its full name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(name: str, path: Path) -> Iterator[str]:
    """The modules of the package that a module imports anywhere in it, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _own(alias.name))
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} imports relatively"
            yield from _from(node)


def _own(name: str) -> bool:
    return name.partition(".")[0] == "podcast"


def _from(node: ast.ImportFrom) -> Iterator[str]:
    source = node.module or ""
    if _own(source):
        names = (f"{source}.{alias.name}" for alias in node.names)
        yield from (name if name in modules() else source for name in names)


def room(name: str) -> str:
    """The room of a module, or what stands at the top of the package."""
    return name.split(".")[1] if "." in name else ""


def place(name: str) -> str:
    """What `MODULES` calls a module."""
    return name.split(".", 2)[2] if name.count(".") > 1 else "__init__"


def forbidden(name: str, used: str) -> bool:
    """Whether the module `name` must not import `used`."""
    if not room(used) or name in {used, "podcast.__main__"}:
        return False  # the version; the program's start
    if room(name) == room(used):
        order = MODULES[room(name)].split()
        return order.index(place(used)) >= order.index(place(name))
    level = {room: number for number, line in enumerate(LINES) for room in line}
    return level[room(used)] >= level[room(name)]


LINES = [line.split() for line in ROOMS.strip().splitlines()]


def test_every_module_has_its_place() -> None:
    placed = [f"podcast.{name}" for name in LINES[0]]
    for name, text in MODULES.items():
        placed += [f"podcast.{name}.{module}".removesuffix(".__init__") for module in text.split()]
    assert sorted(placed) == sorted(set(modules()) - {"podcast", "podcast.__main__"})
    assert set(MODULES) == {name for line in LINES[1:] for name in line}


@pytest.mark.parametrize("name", modules())
def test_imports_run_one_way(name: str) -> None:
    wrong = [used for used in imported(name, modules()[name]) if forbidden(name, used)]
    assert not wrong, f"{name} must not import {wrong}"


def test_every_form_of_import_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(
        "import podcast.cli\nfrom podcast import report\n"
        "def f():\n    import podcast.build.plan as p\n    from podcast.page import pages, x\n"
    )
    assert sorted(imported("x", path)) == [
        "podcast.build.plan",
        "podcast.cli",
        "podcast.page",
        "podcast.page.pages",
        "podcast.report",
    ]


def test_upward_imports_and_wrong_turns_inside_a_room_are_forbidden() -> None:
    assert forbidden("podcast.audio.mp3", "podcast.show.paths")
    assert forbidden("podcast.server.app", "podcast.check.finding")  # neighbours
    assert forbidden("podcast.show.paths", "podcast.show.show")
    assert not forbidden("podcast.show.show", "podcast.show.paths")
    assert not forbidden("podcast.cli", "podcast.report.listing")


LAYOUT = PACKAGE / "show" / "paths.py"
ELSEWHERE = {
    "podcast.page.assets": {"assets"},  # the program's own files
    "podcast.show.publication": {"public"},  # a draft of it, being put together
    "podcast.voices.folders": {"voices"},  # the repository's
    "podcast.voices.model_files": {"voices"},  # the user's
    "podcast.voices.install": {".lock"},  # a folder of models has its own
}
"""Names of the layout that modules join to folders that are no show's."""
STRANGERS = ("server", "check")
"""These rooms know a published folder as any visitor does, and share no code with its writers."""


def texts(path: Path) -> Iterator[str]:
    """The texts in a module, but for docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    plain = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in plain:
            yield node.value


def joined(path: Path) -> Iterator[str]:
    """The texts in a module that are joined to a path with a slash."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            right = node.right
            if isinstance(right, ast.Constant) and isinstance(right.value, str):
                yield right.value


def test_only_one_module_knows_where_the_files_of_a_show_lie() -> None:
    layout = set(texts(LAYOUT))
    names = {text for text in layout if "." in text[1:]}
    assert {"seeds", "show.toml", "journal.json"} <= layout
    addressed = tuple(f"/{name}" for name in names)
    for name, path in modules().items():
        if path != LAYOUT and room(name) not in STRANGERS:
            assert set(joined(path)) & layout <= ELSEWHERE.get(name, set()), path
            assert not set(texts(path)) & names, path
            assert not [t for t in texts(path) if t.endswith(addressed) and " " not in t], path


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
    names = set(modules()) - {"podcast.__main__"}
    assert "podcast" in loaded("\n".join(f"import {name}" for name in sorted(names)))
