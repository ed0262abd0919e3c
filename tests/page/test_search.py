from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from podcast.page import search


def index(*texts: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for shard in search.shards(texts):
        found |= json.loads(shard.data)
    return found


def test_words_are_found_however_they_are_written() -> None:
    same = ["Größe", "GRÖSSE", "Groesse", "grosse", "größe", "Gro\u0308ße"]
    assert {frozenset(search.words(word)) for word in same} == {frozenset({"grosse"})}
    assert search.words("Vom 9. Mai 2025: „Über Äpfel“, über-all_hin!") == {
        *("vom", "9", "mai", "2025", "uber", "apfel", "all", "hin")
    }


def test_each_word_knows_its_texts() -> None:
    assert index("Die Brücke", "Die Straße", "Brücken") == {
        "brucke": [0],
        "brucken": [2],
        "die": [0, 1],
        "strasse": [1],
    }


def test_shards_are_small_in_order_and_hold_everything() -> None:
    texts = [" ".join(f"wort{n * k}" for n in range(400)) for k in range(1, 40)]
    shards = list(search.shards(texts))
    assert len(shards) > 3
    assert max(len(shard.data) for shard in shards) < 2 * search.SHARD_BYTES
    held = [word for shard in shards for word in json.loads(shard.data)]
    assert held == sorted(held)
    assert [shard.first for shard in shards] == [next(iter(json.loads(s.data))) for s in shards]
    assert set(held) == {word for text in texts for word in search.words(text)}


@given(st.lists(st.text()))
def test_any_text_can_be_indexed(texts: list[str]) -> None:
    found = index(*(text.encode("utf-8", "replace").decode() for text in texts))
    assert all(numbers == sorted(set(numbers)) for numbers in found.values())
