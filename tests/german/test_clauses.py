from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podcast.german.sentences.clauses import clauses

TEXTS = st.text(st.sampled_from("aAbB zZäÜ19.!?…,;:-–„“()\n") | st.characters(), max_size=80)


def test_long_sentences_are_cut_at_clauses() -> None:
    spoken = "Er sagte, dass er komme; sie aber glaubte ihm kein Wort und ging nach Hause."
    assert clauses(spoken, 60) == [
        "Er sagte, dass er komme;",
        "sie aber glaubte ihm kein Wort und ging nach Hause.",
    ]
    assert clauses(spoken, 30) == [
        "Er sagte, dass er komme;",
        "sie aber glaubte ihm kein Wort",
        "und ging nach Hause.",
    ]
    assert clauses("Kurz.", 30) == ["Kurz."]
    assert clauses("", 30) == []


@given(TEXTS, st.integers(min_value=1, max_value=60))
def test_clauses_are_the_sentence(text: str, limit: int) -> None:
    pieces = clauses(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    if all(len(word) <= limit for word in text.split()):
        assert " ".join(pieces) == " ".join(text.split())


def test_a_word_is_only_cut_where_it_does_not_fit() -> None:
    assert clauses("a " + "b" * 8, 8) == ["a", "b" * 8]
    assert clauses("a " + "b" * 10, 8) == ["a", "b" * 8, "bb"]
