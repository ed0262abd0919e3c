from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shows import build, make

from podcast import voices
from podcast.audio.clips import ClipEncoding
from podcast.audio.mp3 import QUALITIES
from podcast.errors import VoiceError
from podcast.models import Clip, Segment, Sentence
from podcast.show.show import Show
from podcast.synthesis import jobs
from podcast.synthesis.cache import Cache
from podcast.synthesis.processes import ProcessWorkers

TEXTS = (
    "Die Ministerin sprach am Abend lange über die Lage an den Schulen des Landes.",
    "Die Opposition widersprach ihr sofort und verlangte baldige Neuwahlen.",
)
SPEC = replace(voices.load("pico"), fingerprint="a voice with faults")


class Faulty:
    """Pico, but for what `fault` does to each attempt."""

    def __init__(self, fault: Callable[[Clip, int], Clip]) -> None:
        self._pico, self._fault = voices.open_voice(voices.load("pico")), fault
        self.calls: list[tuple[int, int]] = []

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:
        self.calls.append((attempt, len(sentences)))
        return self._fault(self._pico.speak(sentences), attempt)


def silent_until(first_good: int) -> Callable[[Clip, int], Clip]:
    return lambda clip, attempt: (
        clip if attempt >= first_good else replace(clip, pcm=bytes(len(clip.pcm)))
    )


def lost_in_paragraphs(clip: Clip, _: int) -> Clip:
    """The end of the last of several sentences is missing."""
    if len(clip.marks) == 1:
        return clip
    kept = (clip.marks[-1] + clip.frames) // 2
    return replace(clip, pcm=clip.pcm[: kept * clip.width])


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Clip, int], Clip]], Faulty]:
    def opened(fault: Callable[[Clip, int], Clip]) -> Faulty:
        voice = Faulty(fault)
        monkeypatch.setattr(jobs, "open_voice", lambda _: voice)
        return voice

    return opened


def test_what_is_good_is_spoken_once(faulty: Callable[..., Faulty]) -> None:
    voice = faulty(silent_until(0))
    jobs.spoken_clip(TEXTS, SPEC)
    assert voice.calls == [(0, 2)]


def test_a_second_attempt_is_made(faulty: Callable[..., Faulty]) -> None:
    voice = faulty(silent_until(1))
    good = jobs.spoken_clip(TEXTS, SPEC)
    assert voice.calls == [(0, 2), (1, 2)]
    assert np.frombuffer(good.pcm, "<i2").any()


def test_the_third_is_sentence_by_sentence(faulty: Callable[..., Faulty]) -> None:
    voice = faulty(lost_in_paragraphs)
    clip = jobs.spoken_clip(TEXTS, SPEC)
    assert voice.calls == [(0, 2), (1, 2), (2, 1), (2, 1)]
    assert clip == jobs.spoken_clip(TEXTS, SPEC)
    assert len(clip.marks) == 2


def test_what_stays_bad_is_named(faulty: Callable[..., Faulty]) -> None:
    faulty(silent_until(9))
    with pytest.raises(VoiceError, match=r"Die Ministerin sprach.*is silent.*lexicon"):
        jobs.spoken_clip(TEXTS, SPEC)


def test_no_episode_is_published_with_a_hole(tmp_path: Path) -> None:
    """A program that says one word only where a sentence has the word Brücke."""
    show = make(tmp_path)
    program = tmp_path / "stumm.py"
    program.write_text(
        "import os, sys, subprocess\n"
        "text = sys.stdin.read()\n"
        "text = 'Ja.' if os.path.exists(sys.argv[1]) and 'Absatz' in text else text\n"
        "from podcast.report import audition\n"
        "from podcast.german.lexicon.lookup import Lexicon\n"
        "from pathlib import Path\n"
        "path = Path(sys.argv[1]).with_suffix('.wav')\n"
        "audition.say('pico', text, path, [], Lexicon([]))\n"
        "sys.stdout.buffer.write(path.read_bytes())\n",
        "utf-8",
    )
    flag = tmp_path / "kaputt"
    write(show, program, flag)
    build(show)
    published = {path: path.read_bytes() for path in show.paths.public.rglob("*") if path.is_file()}
    flag.touch()
    article = next(show.paths.seeds.iterdir())
    article.write_text(article.read_text("utf-8").replace("dritte", "letzte"), "utf-8")
    (result,) = build(show)
    assert result.state == "failed"
    assert "letzte Absatz" in result.reason
    assert "has missing words" in result.reason
    after = {path: path.read_bytes() for path in show.paths.public.rglob("*") if path.is_file()}
    assert after == published


def test_every_finished_clip_is_kept_whoever_waits_for_it(tmp_path: Path) -> None:
    """What is made ahead of its use is not lost where the build is stopped."""
    clips, spec = Cache(tmp_path), voices.load("pico")
    way = ClipEncoding(quality=QUALITIES["standard"], gain_db=0.0, pause_ms=350)
    parts = [
        (
            Segment(kind="paragraph", sentences=(Sentence(text=t, spoken=t),), pause_after_ms=0),
            spec,
            way,
        )
        for t in ("Eins.", "Zwei.", "Drei.", "Vier.")
    ]
    with ProcessWorkers(2) as workers:
        takes = jobs.rendered(jobs.clip_jobs("a.txt", parts, clips), clips, workers)
        next(takes)
        patience = time.monotonic() + 30
        while clips.usage().clips < len(parts) and time.monotonic() < patience:
            time.sleep(0.05)
    assert clips.usage().clips == len(parts)


def write(show: Show, program: Path, flag: Path) -> None:
    import json
    import sys

    command = json.dumps([sys.executable, str(program), str(flag)])
    profile = f'engine = "command"\npace_s = 0.066\n[options]\ncommand = {command}\n'
    (show.paths.voices / "eigene.toml").write_text(profile, "utf-8")
    text = show.paths.settings.read_text("utf-8")
    show.paths.settings.write_text(text.replace('voice = "tone"', 'voice = "eigene"'), "utf-8")
    show.settings = Show(show.paths.root).settings
