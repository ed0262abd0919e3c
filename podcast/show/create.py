"""Create a new show."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

from podcast import voices
from podcast.errors import ShowError
from podcast.show import identity
from podcast.show.paths import SETTINGS, Paths
from podcast.show.settings import is_address
from podcast.voices.folders import LEXICON

_TEMPLATES = Path(__file__).with_name("templates")


def create(folder: Path, *, title: str, author: str, base_url: str) -> None:
    """Write settings, a voice profile, a lexicon and an example article; keep existing files.

    Raises `ShowError` if `folder` already contains a show or cannot be written.
    """
    if base_url and not is_address(base_url):
        raise ShowError(
            "--base-url", f"is not a web address: {base_url!r}", "use the form https://host/path/"
        )
    paths = Paths(folder)
    if paths.settings.exists():
        raise ShowError(folder, "already contains a show")
    try:
        _write(paths, _settings(title, author, base_url))
    except OSError as error:
        raise ShowError(error.filename or folder, f"cannot be written: {error.strerror}") from None


def _write(paths: Paths, settings: str) -> None:
    for made in (paths.seeds, paths.voices, paths.feed):
        made.mkdir(parents=True, exist_ok=True)
    # Users may adapt the default voice; the others can be used without a copy.
    _copy(voices.builtin() / "pico.toml", paths.voices)
    _copy(_TEMPLATES / LEXICON, paths.voices)
    if not any(paths.seeds.iterdir()):
        _copy(_TEMPLATES / "beispiel.md", paths.seeds)
    if not paths.gitignore.exists():
        lines = [f"/{path.relative_to(paths.root).as_posix()}" for path in paths.generated]
        paths.gitignore.write_text("\n".join(lines) + "\n", "utf-8")
    paths.settings.write_text(settings, "utf-8")


def _copy(source: Path, folder: Path) -> None:
    if not (folder / source.name).exists():
        shutil.copyfile(source, folder / source.name)


def _settings(title: str, author: str, base_url: str) -> str:
    """Fill in show.toml. The guid derives from the feed's address, or is random without one."""
    text = (_TEMPLATES / SETTINGS).read_text("utf-8")
    values = {
        "title": title,
        "author": author,
        "guid": identity.feed_guid(base_url or f"{uuid.uuid4()}.invalid"),
    }
    for name, value in values.items():  # a JSON string is a TOML string
        text = text.replace(f"{{{name}}}", json.dumps(value, ensure_ascii=False))
    if base_url:
        text = text.replace("# base_url =", f"base_url = {json.dumps(base_url)} #")
    return text
