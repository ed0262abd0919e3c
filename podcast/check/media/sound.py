"""Rules for the audio of an MP3: decode it once, in blocks, through all meters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.check.finding import (
    APPLE_AUDIO,
    LISTENING,
    LOUDNESS,
    MPEG,
    REBUILD,
    Problem,
    error,
    rule,
    warning,
)
from podcast.check.media import level
from podcast.check.media.frames import Frames

if TYPE_CHECKING:
    from podcast.check.media.level import Block


PEAK = -1.0
"""EBU R 128: lossy coding may clip above this level. dBTP."""

RATES = (44100, 24000)
"""The lowest rate that Apple lists, and a rate sufficient for speech. Hz."""


@dataclass(frozen=True, slots=True)
class AudioMeasurements:
    """Readings of the meters."""

    seconds: float
    lufs: float
    dbtp: float
    leading: float
    """Leading silence. Seconds; inf if all of the audio is silent."""
    longest: tuple[float, float]
    """Longest silence within the audio, and its start. Seconds."""


def measure(path: Path, frames: Frames) -> AudioMeasurements | None:
    """Decode the file and measure it. Returns None if it cannot be decoded."""
    loudness = level.Loudness(frames.rate, frames.channels)
    peak = level.TruePeak(frames.rate, frames.channels)
    silence = level.Silence(frames.rate, frames.channels)
    heard = 0
    for block in _decoded(path, frames.channels):
        heard += len(block)
        loudness.add(block)
        peak.add(block)
        silence.add(block)
    if not heard:
        return None
    return AudioMeasurements(
        heard / frames.rate, loudness.lufs(), peak.dbtp(), silence.leading, silence.longest
    )


def _decoded(path: Path, channels: int) -> Iterator[Block]:
    import miniaudio
    import numpy as np

    try:
        for chunk in miniaudio.mp3_stream_file(str(path), frames_to_read=level.BLOCK):
            samples = np.frombuffer(chunk, np.int16).reshape(-1, channels)
            yield samples.astype(np.float32) * np.float32(2**-15)
    except (miniaudio.DecodeError, ValueError):  # ValueError: number of channels changes
        return


@rule(APPLE_AUDIO)
def stream(name: str, frames: Frames) -> Iterator[Problem]:
    """Frames are uniform and fill the file; there is no misleading seek table."""
    if frames.broken:
        yield error(name, f"{frames.broken}: the file is damaged or truncated", REBUILD)
    rates, kbits, channels = (sorted(set(kind)) for kind in zip(*frames.headers, strict=True))
    if channels != [1]:
        yield warning(name, "is not mono, which doubles the size for a single voice", REBUILD)
    if len(rates) > 1 or rates[0] not in RATES:
        what = f"is sampled at {_listed(rates)} Hz, not at 44100 or 24000 Hz"
        yield warning(name, what, REBUILD)
    if len(kbits) > 1:
        what = f"changes bitrate ({_listed(kbits)} kbit/s), so apps show a wrong duration"
        yield warning(name, what, REBUILD)
    if frames.info:
        what = f"begins with a seek table ({frames.info}), which breaks seeking in players"
        yield warning(name, what, REBUILD)


@rule(MPEG)
def judge(name: str, frames: Frames, sound: AudioMeasurements, target: float) -> Iterator[Problem]:
    """Check the decoded audio; `target` is the loudness in LUFS."""
    if abs(sound.seconds - frames.seconds) > 0.2 and not frames.broken:
        what = f"decodes to {sound.seconds:.1f} s, but its frames add up to {frames.seconds:.1f} s"
        yield error(name, what, REBUILD)
    if sound.leading == inf:
        yield error(name, f"is silent for all of its {sound.seconds:.1f} s", REBUILD)
        return
    yield from _loudness(name, sound, target)
    yield from _silence(name, sound)


@rule(LOUDNESS)
def _loudness(name: str, sound: AudioMeasurements, target: float) -> Iterator[Problem]:
    """EBU R 128: equal loudness in every episode (± 0.5 LU), and no peaks above the limit.

    Apple requires −16 LUFS ± 1 for stereo; mono at −19 LUFS on two speakers equals that.
    """
    off = abs(sound.lufs - target)
    if sound.lufs == -inf:
        yield error(name, "is too short or too quiet for a loudness measurement", REBUILD)
    elif off > 0.5:
        level = error if off > 1 else warning
        what = f"has a loudness of {sound.lufs:.1f} LUFS, not {target:g} ± 0.5"
        yield level(name, what, "Check `loudness` in feed/show.toml and rebuild the episode.")
    if sound.dbtp > PEAK:
        what = f"peaks at {sound.dbtp:+.2f} dBTP, above {PEAK:g}"
        yield error(name, what, REBUILD)


@rule(LISTENING)
def _silence(name: str, sound: AudioMeasurements) -> Iterator[Problem]:
    """Listeners perceive a silent start or a long gap as a fault."""
    if sound.leading > 2:
        yield warning(name, f"begins with {sound.leading:.1f} s of silence", REBUILD)
    length, begin = sound.longest
    if length > 5:
        yield warning(name, f"is silent for {length:.1f} s, starting at {begin:.1f} s", REBUILD)


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers)
