"""The available engines, and the options that a profile may set for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from podcast.voices.options import Option, choice, number, text, whole, words


class EngineSpec(NamedTuple):
    """Where to find an engine, how to identify its version, and what a profile may set."""

    module: str
    """Defines two functions: `open_voice(spec)` returns a `Voice`, ready to speak;
    `check(spec)` raises `VoiceError` if something is missing, without starting the engine.
    Imported when the voice is first used."""
    version: Callable[[], str]
    """Returns the version of the software that generates the sound; part of the fingerprint."""
    options: Mapping[str, Option]
    model: bool = False
    """Whether a profile needs a [model] table, whose files have to be installed."""
    phonemes: bool = False
    """Whether the text may contain phonemes: see `podcast.voices.phonemes`."""
    timeout_s: float = 120
    """Timeout for one clip: many times what it usually takes. Seconds."""


def version(distribution: str) -> str:
    """Name of the metadata folder of an installed package, which includes the version.

    Returns "none" if it is not installed. `importlib.metadata` reads the same folder, but importing
    it takes as long as listing a show.
    """
    pattern = f"{distribution.replace('-', '_')}-*.dist-info"
    found = (match.name for folder in sys.path for match in Path(folder or ".").glob(pattern))
    return next(found, "none")


@cache
def _espeak() -> str:
    """Output of `espeak-ng --version`, without the paths at its end."""
    import subprocess

    try:
        done = subprocess.run(
            ["espeak-ng", "--version"],  # noqa: S607 -- its path differs by system
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    return done.stdout.decode("utf-8", "replace").partition("Data at")[0].strip()


ENGINES: dict[str, EngineSpec] = {
    "pico": EngineSpec(
        "podcast.voices.engines.pico",
        partial(version, "py-nanotts"),
        {"volume": whole(1, 500), "speed": number(0.2, 5), "pitch": number(0.5, 2)},
    ),
    "piper": EngineSpec(
        "podcast.voices.engines.piper",
        partial(version, "piper-tts"),
        {
            "speed": number(0.3, 3),
            "speaker": text(),
            "noise": number(0, 2),
            "rhythm": number(0, 2),
            "seed": whole(0, 2**31 - 1),
            "device": choice("cpu", "cuda", heard=False),
        },
        model=True,
        phonemes=True,
        timeout_s=600,
    ),
    "espeak": EngineSpec(
        "podcast.voices.engines.espeak",
        _espeak,
        {"voice": text(), "words_per_minute": whole(80, 450), "pitch": whole(0, 99)},
    ),
    "http": EngineSpec(
        "podcast.voices.engines.http",
        lambda: "1",
        {
            "base_url": text(required=True),
            "model": text(),
            "voice": text(required=True),
            "response_format": choice("wav", "flac", "mp3", "ogg", "opus", "pcm"),
            "rate": whole(8000, 192_000),
            "speed": number(0.25, 4),
            "instructions": text(),
            "key_env": text(heard=False),
            "timeout_s": number(1, 3600, heard=False),
            "retries": whole(0, 20, heard=False),
            "parallel": whole(1, 64, heard=False),
        },
        timeout_s=3600,
    ),
    "command": EngineSpec(
        "podcast.voices.engines.command",
        lambda: "1",
        {"command": words(required=True), "version": text(), "timeout_s": number(1, 3600)},
        timeout_s=3600,
    ),
    "tone": EngineSpec("podcast.voices.engines.tone", lambda: "1", {"pitch": number(0.1, 10)}),
}
