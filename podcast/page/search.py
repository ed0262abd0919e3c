"""Search index: which word occurs in which episode, split so that a search downloads little.

Episodes are numbered from the oldest and grouped into *parts* of 500. A full part changes only if
one of its episodes does, so a new episode rewrites a single part. The words of a part are sorted
and split into *shards* of equal size. The browser picks the shards to load from a list with the
first word of each; in a show of 10,000 episodes, it loads about 20 shards per word.
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
"""Episodes per part."""
SHARD_BYTES = 24_000

_VERSION = "1"
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = str.maketrans({"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d"})
_DIGRAPH = re.compile("([aou])e")
_MAX_WORD_LENGTH = 40  # letters of a word that are compared


@dataclass(frozen=True, slots=True)
class IndexPart:
    """Group of episodes with one index."""

    key: str
    """Name of its folder. Changes with the contents."""
    episodes: tuple[Episode, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Shard:
    """An alphabetical range of words."""

    first: str
    """Its first word."""
    data: bytes
    """JSON: maps each word to the numbers, within the part, of the episodes that contain it."""


def parts(oldest_first: Sequence[Episode]) -> list[IndexPart]:
    """Split all episodes into parts."""
    starts = range(0, len(oldest_first), PART_SIZE)
    return [part(oldest_first[start : start + PART_SIZE]) for start in starts]


def part(episodes: Sequence[Episode]) -> IndexPart:
    """Create one part, with a key derived from everything that its files depend on."""
    shown = [f"{e.slug} {e.fingerprint} {e.title} {e.published}" for e in episodes]
    return IndexPart(files.sha256(_VERSION, *shown)[:12], tuple(episodes))


def shards(texts: Iterable[str]) -> Iterator[Shard]:
    """Index `texts`, which holds one text per episode with everything searchable in it."""
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
    """Extract the words of `text`, normalised for case, accents and spellings of umlauts.

    `Größe`, `Groesse` and `grosse` are equal. The script on the page normalises queries alike.
    """
    return {_folded(word) for word in _WORD.findall(_plain(text))}


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower().translate(_SPELLINGS))
    return "".join(character for character in apart if not unicodedata.combining(character))


def _folded(word: str) -> str:
    return _DIGRAPH.sub(r"\1", word)[:_MAX_WORD_LENGTH]


def _shard(words: dict[str, list[int]]) -> Shard:
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return Shard(next(iter(words)), data)
