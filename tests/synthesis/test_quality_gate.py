from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from podcast import voices
from podcast.models import Clip
from podcast.synthesis import jobs, quality_gate

TEXTS = (
    "Die Ministerin sprach am Abend lange über die Lage an den Schulen des Landes.",
    "Die Opposition, die davon nichts wusste, widersprach ihr sofort und verlangte Neuwahlen.",
    "Das ist neu.",
)
PACE = 0.0649


@pytest.fixture(scope="module")
def clip() -> Clip:
    return jobs.open_voice(voices.load("pico")).speak(TEXTS)


def changed(clip: Clip, change: Callable[[np.ndarray], np.ndarray]) -> Clip:  # type: ignore[type-arg]
    """The clip with its second sentence changed."""
    samples = np.frombuffer(clip.pcm, "<i2")
    (_, start), (_, end) = clip.sentences()[:2]
    middle = change(samples[start:end]).astype("<i2")
    pcm = np.concatenate([samples[:start], middle, samples[end:]]).tobytes()
    return replace(clip, pcm=pcm, marks=(0, start, start + len(middle)))


FAULTS = {
    "silent": (lambda x: x * 0, "is silent"),
    "whispered": (lambda x: x * 0.003, "is silent"),
    "empty": (lambda x: x[:0], "is silent"),
    "clipped": (lambda x: np.clip(x * 20.0, -32768, 32767), "clipped"),
    "half of it": (lambda x: x[: len(x) // 2], "has missing words"),
    "a third missing": (lambda x: np.delete(x, slice(len(x) // 3, len(x) * 2 // 3)), "missing"),
    "said twice": (lambda x: np.concatenate([x, x]), "has added sounds"),
    "babble": (lambda x: np.concatenate([x, *[x[20_000:24_000]] * 25]), "has added sounds"),
    "dead air": (
        lambda x: np.concatenate([x[: len(x) // 2], np.zeros(32_000), x[len(x) // 2 :]]),
        r"pauses for 2\.\d s in the middle",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_where_it_is(clip: Clip, fault: str) -> None:
    import re

    change, what = FAULTS[fault]
    ((index, found),) = quality_gate.flaws(changed(clip, change), TEXTS, PACE)
    assert index == 1
    assert re.search(what, found)


def test_good_sentences_pass(clip: Clip) -> None:
    assert quality_gate.flaws(clip, TEXTS, PACE) == []
    assert quality_gate.pace(clip, TEXTS) == pytest.approx(PACE, rel=0.1)


def test_a_voice_of_unknown_pace_is_judged_by_its_sound_alone(clip: Clip) -> None:
    half = changed(clip, lambda x: x[: len(x) // 2])
    assert quality_gate.flaws(half, TEXTS, None) == []
    assert quality_gate.flaws(changed(clip, lambda x: x * 0), TEXTS, None)


@pytest.mark.parametrize("text", ["", "…", "– –", "?!", "👍"])
def test_what_cannot_be_said_may_be_silent(text: str) -> None:
    assert quality_gate.flaws(Clip(pcm=b"", rate=16_000), [text], PACE) == []


def test_letters_that_are_spelled_take_longer() -> None:
    assert quality_gate.expected_length("Die EU tagt.") > quality_gate.expected_length(
        "Die Eu tagt."
    )
    assert quality_gate.expected_length("Das brr hrz.") > quality_gate.expected_length(
        "Das bra hoz."
    )
