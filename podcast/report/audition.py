"""Voice samples: try one voice or compare several, independent of any episode."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast import german, voices
from podcast.article import segment
from podcast.audio import loudness, mastering, pcm
from podcast.audio.mastering import CEILING_DB
from podcast.errors import PublishError, VoiceError
from podcast.german.lexicon.lookup import Lexicon
from podcast.models import Clip
from podcast.playback import players
from podcast.synthesis import jobs
from podcast.voices.spec import VoiceSpec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LUFS = -19.0  # of every sample, as in an episode
_KINDS = {".wav": "WAV", ".mp3": "MP3", ".flac": "FLAC", ".ogg": "OGG"}
_FRAME_S = 0.02  # frame length for measuring the noise level
_QUIET = 0.05  # share of frames considered pauses
_SILENCE_DB = -120.0


def say(
    name: str, text: str, output: Path | None, folders: Sequence[Path], lexicons: Sequence[Path]
) -> None:
    """Speak `text` like a paragraph of an article; write an audio file or play it.

    Raises `VoiceError`, `PublishError` or `PlaybackError`.
    """
    if output:
        _kind(output)
    spec = voices.load(name, *folders)
    clip = jobs.mastered_clip(jobs.open_voice(spec).speak(_spoken(spec, text, lexicons)), spec)
    if output:
        _write(_levelled(clip, spec), clip.rate, output)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.wav"
        _write(_levelled(clip, spec), clip.rate, path)
        players.play(path, (), show=lambda _: None)


def compare(
    names: Sequence[str], text: str, output: Path, folders: Sequence[Path], lexicons: Sequence[Path]
) -> list[dict[str, Any]]:
    """Speak `text` with each voice into a file in `output` at equal loudness, and measure them.

    Raises `VoiceError` or `PublishError`. If a voice is not ready, raises before any synthesis.
    """
    specs = [voices.load(name, *folders) for name in dict.fromkeys(names)]
    for spec in specs:
        voices.check(spec)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PublishError.of(error, output) from None
    return [_measured(spec, text, output, lexicons) for spec in specs]


def _measured(spec: VoiceSpec, text: str, output: Path, lexicons: Sequence[Path]) -> dict[str, Any]:
    spoken = _spoken(spec, text, lexicons)
    begun = time.perf_counter()
    voice = jobs.open_voice(spec)
    opened = time.perf_counter()
    raw = voice.speak(spoken)
    took = time.perf_counter() - opened
    clip = jobs.mastered_clip(raw, spec)
    samples, path = _levelled(clip, spec), output / f"{spec.name}.wav"
    _write(samples, clip.rate, path)
    return {
        "voice": spec.name,
        "duration_s": round(len(samples) / clip.rate, 2),
        "times_real_time": round(raw.frames / raw.rate / took, 1),
        "opened_in_s": round(opened - begun, 2),
        "level_lufs": round(loudness.measure(pcm.floats(raw.pcm), raw.rate), 2),
        "mastered_lufs": round(loudness.measure(pcm.floats(clip.pcm), clip.rate), 2),
        "noise_db": round(_noise_db(samples, clip.rate), 1),
        "licence": spec.licence,
        "file": str(path),
    }


def _spoken(spec: VoiceSpec, text: str, lexicons: Sequence[Path]) -> tuple[str, ...]:
    lexicon = Lexicon.load(*lexicons, phonemes=spec.phonemes)
    sentences = segment.sentences(text)
    spoken = tuple(german.spoken(sentence, lexicon) for sentence in sentences)
    if not any(any(c.isalnum() for c in sentence) for sentence in spoken):
        raise VoiceError(
            f"voice {spec.name}", "has nothing to say: the text has no letters or digits"
        )
    return spoken


def _levelled(clip: Clip, spec: VoiceSpec) -> NDArray[np.float32]:
    """Render the clip as in an episode: pauses, loudness, and peaks below full scale."""
    import numpy as np

    samples = pcm.floats(clip.pcm)
    pause = np.zeros(round(clip.rate * spec.pauses.sentence / 1000), np.float32)
    pieces = [piece for a, b in clip.sentences() for piece in (samples[a:b], pause)][:-1]
    measured = loudness.measure(samples, clip.rate)
    gain_db = _LUFS - measured if measured > loudness.SILENCE_LUFS else 0.0
    louder = np.concatenate(pieces) * np.float32(10 ** (gain_db / 20))
    return mastering.limited(louder, clip.rate, CEILING_DB)


def _noise_db(samples: NDArray[np.float32], rate: int) -> float:
    """Return the noise level in the quietest frames. dBFS."""
    import numpy as np

    size = round(rate * _FRAME_S)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    levels = np.sort(np.einsum("ij,ij->i", frames, frames) / size)
    heard = levels[levels > 0]  # inserted pauses are digital silence
    if not len(heard):
        return _SILENCE_DB
    quiet = heard[: max(1, round(len(heard) * _QUIET))].mean()
    return max(_SILENCE_DB, float(10 * np.log10(quiet)))


def _kind(path: Path) -> str:
    """Return the audio format for the file's suffix. Raises `PublishError`."""
    if path.suffix.lower() not in _KINDS:
        fix = f"use one of: {', '.join(_KINDS)}"
        raise PublishError(path, "has no supported audio file extension", fix)
    return _KINDS[path.suffix.lower()]


def _write(samples: NDArray[np.float32], rate: int, path: Path) -> None:
    import soundfile

    try:
        with path.open("wb") as file:
            soundfile.write(file, samples, rate, format=_kind(path))
    except OSError as error:
        raise PublishError.of(error, path) from None
