"""Measure a voice's loudness and pace if its profile does not give them.

A profile may give `level_lufs`, `mastered_lufs` and `pace_s`. If one is missing, the voice speaks a
few ordinary sentences before its first episode, and the measurements are cached with the clips.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from podcast import files, voices
from podcast.synthesis import jobs, quality_gate
from podcast.synthesis.workers import WorkerDied, Workers
from podcast.voices.spec import VoiceSpec

_FORMAT = "1"
_TEXTS = (
    "Am Morgen zog dichter Nebel über den Fluss, und die Fähre blieb zwei Stunden lang am Ufer.",
    "Die Stadt will in den nächsten Jahren mehr Bäume pflanzen und die Schulwege sicherer machen.",
    "Wer früh kommt, bekommt einen Platz am Fenster.",
    "Der Bürgermeister sprach von einem guten Tag für alle, die hier wohnen und arbeiten.",
    "Bis zum Abend soll der Regen nachlassen, danach wird es kühler.",
    "Viele Gäste hatten sich schon lange auf das Konzert gefreut, manche kamen von weit her.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceMeasurements:
    """Measurements of a voice on ordinary sentences; units as in `VoiceSpec`."""

    level_lufs: float
    mastered_lufs: float
    pace_s: float


class CalibratedVoices:
    """The voices of a build, each checked and measured only once."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        """`workers` take the measurements; `folder` stores them."""
        self._folder, self._workers = folder, workers
        self._known: dict[str, VoiceSpec] = {}
        self._checked: set[str] = set()

    def check(self, voice: VoiceSpec) -> None:
        """Raise `VoiceError` if the voice cannot speak."""
        if voice.fingerprint not in self._checked:
            voices.check(voice)
            self._checked.add(voice.fingerprint)

    def measured(self, voice: VoiceSpec) -> VoiceSpec:
        """`voice` with all its measurements. Raises `VoiceError` if it cannot speak."""
        if voice.fingerprint not in self._known:
            workers = self._workers
            workers.timeout_s = max(workers.timeout_s, voice.timeout_s)
            self._known[voice.fingerprint] = self._completed(voice)
        return self._known[voice.fingerprint]

    def _completed(self, voice: VoiceSpec) -> VoiceSpec:
        given = {name: getattr(voice, name) for name in VoiceMeasurements.__slots__}
        if None not in given.values():
            return voice
        path = self._folder / f"{files.sha256(_FORMAT, voice.fingerprint)[:32]}.json"
        found = asdict(_stored(path) or self._measure(voice, path))
        return replace(voice, **{n: found[n] if v is None else v for n, v in given.items()})

    def _measure(self, voice: VoiceSpec, path: Path) -> VoiceMeasurements:
        self.check(voice)
        _, outcome = next(self._workers.map(measure, [voice]))
        if isinstance(outcome, WorkerDied):
            raise jobs.crashed(voice, " ".join(_TEXTS))
        if not isinstance(outcome, VoiceMeasurements):
            raise outcome or AssertionError("the worker returned no measurements")
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, files.json_bytes(asdict(outcome)))
        return outcome


def measure(voice: VoiceSpec) -> VoiceMeasurements:
    """Let the voice speak and measure it; runs in a worker. Raises `VoiceError`."""
    from podcast.audio import loudness, pcm

    raw = jobs.open_voice(voice).speak(_TEXTS)
    samples = pcm.floats(raw.pcm)
    level = voice.level_lufs
    if level is None:
        level = round(loudness.measure(samples, raw.rate), 2)
    clip = jobs.mastered_clip(raw, replace(voice, level_lufs=level))
    return VoiceMeasurements(
        level_lufs=level,
        mastered_lufs=round(loudness.integrated(list(itertools.chain(*clip.energies))), 2),
        pace_s=round(quality_gate.pace(raw, _TEXTS), 5),
    )


def _stored(path: Path) -> VoiceMeasurements | None:
    try:
        return VoiceMeasurements(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
