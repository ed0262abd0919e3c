"""The search index: which word is in which episode, cut so small that nobody loads much.

Episodes are numbered from the oldest on and taken 500 at a time: a *part*. A part that is full
never changes again unless one of its episodes does, so a new episode costs the writing of one part.
The words of a part, sorted, are cut into *shards* of equal size. A list of the first word of each
shard tells the browser which to load; of 10,000 episodes it loads some 20 of them for a word.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from podcast import files
from podcast.models import Episode

PART_SIZE = 500
"""Episodes in a part."""
SHARD_BYTES = 24_000

_VERSION = "1"
_WORD = re.compile(r"[^\W_]+")
_SAME = str.maketrans({"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d"})
_DIGRAPH = re.compile("([aou])e")
_LONGEST = 40  # letters of a word that count


@dataclass(frozen=True, slots=True)
class IndexPart:
    """Episodes that are searched together."""

    key: str
    """Name of its folder; changes with what it holds."""
    episodes: tuple[Episode, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of the alphabet."""

    first: str
    """Its first word."""
    data: bytes
    """JSON: each word with the numbers of the episodes that have it, within the part."""


def parts(oldest_first: Sequence[Episode]) -> list[IndexPart]:
    """All episodes, a part after the other."""
    starts = range(0, len(oldest_first), PART_SIZE)
    return [part(oldest_first[start : start + PART_SIZE]) for start in starts]


def part(episodes: Sequence[Episode]) -> IndexPart:
    """One part; its key says everything that its files depend on."""
    shown = [f"{e.slug} {e.fingerprint} {e.title} {e.published}" for e in episodes]
    return IndexPart(files.sha256(_VERSION, *shown)[:12], tuple(episodes))


def shards(texts: Iterable[str]) -> Iterator[Shard]:
    """The index of `texts`, one an episode: all that is found in it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for word in sorted(words(text)):
            found[word].append(number)
    held: dict[str, list[int]] = {}
    size = 0
    for word in sorted(found):
        held[word] = found[word]
        size += len(word) + 4 + 4 * len(found[word])
        if size >= SHARD_BYTES:
            yield _shard(held)
            held, size = {}, 0
    if held:
        yield _shard(held)


def words(text: str) -> set[str]:
    """The words of `text` as they are compared: without case, accents and ways to write them.

    `Größe`, `Groesse` and `grosse` are the same. The script folds what is searched likewise.
    """
    return {_folded(word) for word in _WORD.findall(_plain(text))}


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower().translate(_SAME))
    return "".join(character for character in apart if not unicodedata.combining(character))


def _folded(word: str) -> str:
    return _DIGRAPH.sub(r"\1", word)[:_LONGEST]


def _shard(words: dict[str, list[int]]) -> Shard:
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return Shard(next(iter(words)), data)
