"""What the engine is told of its text changes nothing that is heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from podcast import voices
from podcast.german.voiceable import voiceable
from podcast.voices.engines.pico import _BROKEN_OFF, PicoEngine, _zeroed_memory, with_word_tags

GOLDEN = Path(__file__).parent.parent / "data" / "spoken"
SPOKEN = [
    line.rpartition("~")[2].strip()
    for path in sorted(GOLDEN.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if "~" in line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def engine() -> PicoEngine:
    return PicoEngine(voices.load("pico"))


def said(engine: PicoEngine, text: str) -> bytes:
    with _zeroed_memory():
        return bytes(engine._speak(text=engine._tags + text, voice="de-DE"))


def silent_end_s(pcm: bytes) -> float:
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > 60)
    return (len(pcm) // 2 - int(loud[-1])) / 16_000


def test_hints_leave_every_sample_as_it_is(engine: PicoEngine) -> None:
    texts = [voiceable(text) for text in SPOKEN[::19] if not text.endswith(tuple(_BROKEN_OFF))]
    assert len(texts) > 80
    assert [t for t in texts if said(engine, with_word_tags(t)) != said(engine, t)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Der Bundestag hat zugestimmt - und das ohne Aussprache.",
        "Sie fragte nur: Ist das alles? - und ging.",
        "Das russisch-ukrainische Abkommen (kurz vor Ende) der E U, sagt die dpa, gilt.",
        "Ob's das war: Äpfel, Öl; Übung! Ja?",
        "Ja.",
        "ÄÖÜ",
        "",
    ],
)
def test_signs_and_strange_words_too(engine: PicoEngine, text: str) -> None:
    assert said(engine, with_word_tags(text)) == said(engine, text)


def test_a_last_word_that_looks_like_an_abbreviation_ends_its_sentence(engine: PicoEngine) -> None:
    for word in sorted(_BROKEN_OFF):
        ended = silent_end_s(said(engine, with_word_tags(f"Das Haus ist {word}")))
        assert ended == pytest.approx(silent_end_s(said(engine, "Das Haus ist rot.")), abs=0.1)


def test_the_text_stage_is_spared_where_it_has_nothing_to_do() -> None:
    assert with_word_tags("Ein Tag im Mai ohne A B C der U S A").startswith(
        '<preproccontext name="BASIC">Ein Tag im Mai ohne <preproccontext name="DEFAULT">A B C'
    )
