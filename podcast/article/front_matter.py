"""Parse the optional YAML front matter of an article."""

from __future__ import annotations

import re
from typing import Any

from podcast.article.dates import date
from podcast.article.encoding import clean
from podcast.article.parsed import Metadata
from podcast.errors import ArticleError
from podcast.models import KINDS

_OPENED = re.compile(r"---[ ]*\n\s*[\w\"'-]+[ ]*:(?:\s|\Z)")
_BLOCK = re.compile(r"---[ ]*\n(.*?)^(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NULL = "tag:yaml.org,2002:null"


def front_matter(text: str, source: str) -> tuple[Metadata, str]:
    """Split `text` into the metadata in its front matter and the body after it.

    Raises `ArticleError` if the block is not closed, is not valid YAML or has an invalid value.
    """
    text = text.lstrip("\n")
    if not _OPENED.match(text):
        return Metadata(), text
    if (block := _BLOCK.match(text)) is None:
        raise _error(source, 1, "the front matter is never closed", "end it with a line ---")
    return _metadata(_parse_yaml(block[1], source), source), text[block.end() :]


def _parse_yaml(block: str, source: str) -> Any:
    """Parse the block into YAML nodes, which keep line numbers and the literal values."""
    import yaml

    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        problem = f"the front matter is not valid YAML: {error.problem}"
        raise _error(source, line, problem) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise _error(source, 1, "the front matter is not valid YAML") from None
    if not isinstance(root, yaml.MappingNode):
        raise _error(source, 2, "the front matter has no fields", "add lines such as title: …")
    return root


def _metadata(mapping: Any, source: str) -> Metadata:
    found: dict[str, Any] = {}
    for key, value in mapping.value:
        field, read = _FIELDS.get(str(key.value).lower(), (None, None))
        if field is None or read is None or value.tag == _NULL or field in found:
            continue
        try:
            found[field] = read(value)
        except ValueError as error:
            line = value.start_mark.line + 2  # 1-based, plus the opening ---
            raise _error(source, line, f"{key.value}: {error}") from None
    return Metadata(
        **{field: value for field, value in found.items() if value not in ("", (), None)}
    )


def _text(node: Any) -> str:
    if not isinstance(node.value, str):
        raise ValueError("must be a string, not a list or a mapping")
    return " ".join(clean(node.value).split())


def _list(node: Any) -> tuple[str, ...]:
    if isinstance(node.value, str):
        return tuple(item.strip() for item in _text(node).split(",") if item.strip())
    if not node.id == "sequence" or any(not isinstance(item.value, str) for item in node.value):
        raise ValueError("must be a string or a list of strings")
    return tuple(text for item in node.value if (text := _text(item)))


def _names(node: Any) -> str:
    *most, last = _list(node) or ("",)
    return f"{', '.join(most)} und {last}" if most else last


def _date(node: Any) -> Any:
    text = _text(node)
    if text and (found := date(text)) is None:
        raise ValueError(f"{text!r} is not a date; write it like 2025-02-10")
    return found if text else None


def _number(node: Any) -> int:
    text = _text(node)
    if not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise ValueError(f"must be a whole number from 1 to 999999, not {text!r}")
    return int(text)


def _kind(node: Any) -> str:
    text = _text(node).lower()
    if text not in _KINDS:
        raise ValueError(f"must be one of {', '.join(_KINDS)}, not {text!r}")
    return text


def _boolean(node: Any) -> bool:
    text = _text(node).lower()
    if text not in _ANSWERS:
        raise ValueError(f"must be true or false, not {text!r}")
    return _ANSWERS[text]


def _passages(node: Any) -> tuple[str, ...]:
    """Read one passage or a list of them; commas are part of a passage, not separators."""
    return (_text(node),) if isinstance(node.value, str) else _list(node)


def _cast(node: Any) -> dict[str, str]:
    """Read a mapping from kind of text to voice."""
    if node.id != "mapping":
        raise ValueError("must be a mapping with lines such as quote: kerstin")
    found = {_text(kind): _text(voice) for kind, voice in node.value}
    for kind in found:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not a kind of text; use one of: {', '.join(KINDS)}")
    return found


def _error(source: str, line: int, problem: str, fix: str = "") -> ArticleError:
    return ArticleError(f"{source}, line {line}", problem, fix)


_KINDS = ("full", "trailer", "bonus")
_ANSWERS = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nein": False}
_FIELDS = {
    "title": ("title", _text),
    "titel": ("title", _text),
    "author": ("author", _names),
    "authors": ("author", _names),
    "autor": ("author", _names),
    "date": ("published", _date),
    "published": ("published", _date),
    "datum": ("published", _date),
    "language": ("language", _text),
    "lang": ("language", _text),
    "link": ("link", _text),
    "url": ("link", _text),
    "source": ("link", _text),
    "tags": ("tags", _list),
    "keywords": ("tags", _list),
    "voice": ("voice", _text),
    "stimme": ("voice", _text),
    "cast": ("cast", _cast),
    "besetzung": ("cast", _cast),
    "schlagwörter": ("tags", _list),
    "season": ("season", _number),
    "staffel": ("season", _number),
    "episode": ("number", _number),
    "folge": ("number", _number),
    "episode_type": ("kind", _kind),
    "explicit": ("explicit", _boolean),
    "soundbite": ("soundbites", _passages),
    "soundbites": ("soundbites", _passages),
}
