"""A voice to listen to, outside of any show."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

from podcast import german, play, segment, synth, voices
from podcast.errors import PublishError, VoiceError
from podcast.models import Clip


def say(name: str, text: str, output: Path | None, folders: Sequence[Path]) -> None:
    """Speak `text` as an article's paragraph would be; write a WAV file, or play it.

    Raises `VoiceError`, `PublishError` or `PlaybackError`.
    """
    spec = voices.load(name, *folders)
    lexicon = german.Lexicon.load()
    spoken = tuple(german.spoken(sentence, lexicon) for sentence in segment.sentences(text))
    if not any(any(c.isalnum() for c in sentence) for sentence in spoken):
        raise VoiceError(f"voice {name}", "there is nothing to say in this text")
    clip = synth.voiced(spoken, spec)
    if output:
        _write(clip, output)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sample.wav"
            _write(clip, path)
            play.play(path, (), show=lambda _: None)


def _write(clip: Clip, path: Path) -> None:
    try:
        with path.open("wb") as file, wave.open(file, "wb") as wav:
            wav.setnchannels(clip.channels)
            wav.setsampwidth(clip.width)
            wav.setframerate(clip.rate)
            wav.writeframes(clip.pcm)
    except OSError as error:
        raise PublishError.of(error, path) from None
