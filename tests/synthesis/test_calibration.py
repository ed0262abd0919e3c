from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from inline import InlineWorkers

from podcast import voices
from podcast.errors import VoiceError
from podcast.synthesis import calibration, jobs
from podcast.synthesis.calibration import CalibratedVoices


def unmeasured(name: str = "pico") -> voices.VoiceSpec:
    return replace(voices.load(name), level_lufs=None, mastered_lufs=None, pace_s=None)


def test_a_voice_is_measured_once_and_as_its_profile_says(tmp_path: Path) -> None:
    known = voices.load("pico")
    found = CalibratedVoices(tmp_path, InlineWorkers()).measured(unmeasured())
    assert found.level_lufs == pytest.approx(known.level_lufs, abs=0.6)
    assert found.mastered_lufs == pytest.approx(known.mastered_lufs, abs=0.6)
    assert found.pace_s == pytest.approx(known.pace_s, rel=0.1)
    (kept,) = tmp_path.iterdir()
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "pace_s": 0.5}))
    assert CalibratedVoices(tmp_path, InlineWorkers()).measured(unmeasured()).pace_s == 0.5


def test_what_the_profile_says_counts(tmp_path: Path) -> None:
    spec = replace(unmeasured(), pace_s=0.07)
    assert CalibratedVoices(tmp_path, InlineWorkers()).measured(spec).pace_s == 0.07
    assert CalibratedVoices(tmp_path, InlineWorkers()).measured(voices.load("pico")) == voices.load(
        "pico"
    )


def test_damaged_measures_are_taken_again(tmp_path: Path) -> None:
    first = CalibratedVoices(tmp_path, InlineWorkers()).measured(unmeasured())
    for path in tmp_path.iterdir():
        path.write_text("{")
    assert CalibratedVoices(tmp_path, InlineWorkers()).measured(unmeasured()) == first


def test_a_voice_that_cannot_speak_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('kaputt')"]
    profile = f'engine = "command"\n[options]\ncommand = {json.dumps(command)}\n'
    (tmp_path / "eigene.toml").write_text(profile, "utf-8")
    spec = voices.load("eigene", tmp_path)
    with pytest.raises(VoiceError, match="kaputt"):
        CalibratedVoices(tmp_path / "kept", InlineWorkers()).measured(spec)
    assert not (tmp_path / "kept").exists()


def test_levels_of_different_voices_are_matched() -> None:
    texts = ("Die Ministerin sprach am Abend lange über die Lage an den Schulen des Landes.",) * 3
    loud = []
    for volume in (15, 40):
        spec = unmeasured()
        spec = replace(spec, options={**spec.options, "volume": volume}, fingerprint=str(volume))
        measures = calibration.measure(spec)
        whole = replace(spec, **{n: getattr(measures, n) for n in measures.__slots__})
        energies = list(itertools.chain(*jobs.spoken_clip(texts, whole).energies))
        loud.append(sum(energies) / len(energies))
    assert loud[0] == pytest.approx(loud[1], rel=0.06)
