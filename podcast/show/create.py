"""A new show in an empty folder."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

from podcast import voices
from podcast.errors import ShowError
from podcast.show.settings import is_address
from podcast.show.show import PODCAST_NAMESPACE

_TEMPLATES = Path(__file__).with_name("templates")


def create(folder: Path, *, title: str, author: str, base_url: str) -> None:
    """Write settings, voices and an example article. Touches nothing that is there already.

    Raises `ShowError` where `folder` has a show, or cannot be written.
    """
    if base_url and not is_address(base_url):
        raise ShowError(
            "--base-url", f"is no web address: {base_url!r}", "write https://host/path/"
        )
    settings = folder / "feed" / "show.toml"
    if settings.exists():
        raise ShowError(folder, "has a show already")
    try:
        for name in ("seeds", "voices", "feed"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        _copy_voices(folder / "voices")
        if not any((folder / "seeds").iterdir()):
            shutil.copyfile(_TEMPLATES / "beispiel.md", folder / "seeds" / "beispiel.md")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(
                "/feed/public/\n/feed/.staging/\n/feed/.lock*\n/.cache/\n/voices/models/\n", "utf-8"
            )
        settings.write_text(_settings(title, author, base_url), "utf-8")
    except OSError as error:
        raise ShowError(error.filename or folder, f"cannot be written: {error.strerror}") from None


def _copy_voices(folder: Path) -> None:
    """The default voice, to be adapted; the others need no copy to be chosen."""
    for path in (voices.builtin() / "pico.toml", _TEMPLATES / "lexicon.toml"):
        if not (folder / path.name).exists():
            shutil.copyfile(path, folder / path.name)


def _settings(title: str, author: str, base_url: str) -> str:
    """The commented show.toml. The guid is made of the feed's address, or of chance without one."""
    address = base_url.rstrip("/").partition("://")[2] or f"{uuid.uuid4()}.invalid"
    text = (_TEMPLATES / "show.toml").read_text("utf-8")
    values = {
        "title": title,
        "author": author,
        "guid": str(uuid.uuid5(PODCAST_NAMESPACE, f"{address}/feed.xml")),
    }
    for name, value in values.items():  # a JSON string is a TOML string
        text = text.replace(f"{{{name}}}", json.dumps(value, ensure_ascii=False))
    if base_url:
        text = text.replace("# base_url =", f"base_url = {json.dumps(base_url)} #")
    return text
