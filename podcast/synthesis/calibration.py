"""What a voice is like that was never measured: how loud it is, and how fast it speaks.

Its profile may say so (`level_lufs`, `mastered_lufs`, `pace_s`); if not, the voice speaks a few
ordinary sentences before its first episode, and what they show is kept with the clips.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from podcast import files, voices
from podcast.models import VoiceSpec
from podcast.synthesis import jobs, quality_gate
from podcast.synthesis.workers import WorkerDied, Workers

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
    """What ordinary sentences show of a voice; units as in `VoiceSpec`."""

    level_lufs: float
    mastered_lufs: float
    pace_s: float


class CalibratedVoices:
    """The voices of a build, each checked and measured once."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        """Measures are kept in `folder`, and taken by `workers`."""
        self._folder, self._workers = folder, workers
        self._known: dict[str, VoiceSpec] = {}
        self._checked: set[str] = set()

    def check(self, voice: VoiceSpec) -> None:
        """Whether the voice can speak. Raises `VoiceError`."""
        if voice.fingerprint not in self._checked:
            voices.check(voice)
            self._checked.add(voice.fingerprint)

    def measured(self, voice: VoiceSpec) -> VoiceSpec:
        """The voice with all its measures. Raises `VoiceError` where it cannot speak."""
        if voice.fingerprint not in self._known:
            workers = self._workers
            workers.timeout_s = max(workers.timeout_s, voice.patience_s)
            self._known[voice.fingerprint] = self._completed(voice)
        return self._known[voice.fingerprint]

    def _completed(self, voice: VoiceSpec) -> VoiceSpec:
        given = {name: getattr(voice, name) for name in VoiceMeasurements.__slots__}
        if None not in given.values():
            return voice
        path = self._folder / f"{files.sha256(_FORMAT, voice.fingerprint)[:32]}.json"
        found = asdict(_kept(path) or self._taken(voice, path))
        return replace(voice, **{n: found[n] if v is None else v for n, v in given.items()})

    def _taken(self, voice: VoiceSpec, path: Path) -> VoiceMeasurements:
        self.check(voice)
        _, outcome = next(self._workers.map(measure, [voice]))
        if isinstance(outcome, WorkerDied):
            raise jobs.crashed(voice, " ".join(_TEXTS))
        if not isinstance(outcome, VoiceMeasurements):
            raise outcome or AssertionError("no measures came back")
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, files.json_bytes(asdict(outcome)))
        return outcome


def measure(voice: VoiceSpec) -> VoiceMeasurements:
    """Let the voice speak, in a worker. Raises `VoiceError`."""
    from podcast.audio import loudness, pcm

    raw = jobs.open_voice(voice).speak(_TEXTS)
    samples = pcm.floats(raw.pcm)
    level = voice.level_lufs
    if level is None:
        level = round(loudness.measure(samples, raw.rate), 2)
    clip = jobs.mastered(raw, replace(voice, level_lufs=level))
    return VoiceMeasurements(
        level_lufs=level,
        mastered_lufs=round(loudness.integrated(list(itertools.chain(*clip.energies))), 2),
        pace_s=round(quality_gate.pace(raw, _TEXTS), 5),
    )


def _kept(path: Path) -> VoiceMeasurements | None:
    try:
        return VoiceMeasurements(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
