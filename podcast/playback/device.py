"""Playback through miniaudio, for computers without an installed player."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.errors import PlaybackError

if TYPE_CHECKING:
    import miniaudio

_RATE, _CHANNELS = 44_100, 2  # of the device; miniaudio converts
_PERIOD_MS = 100


@contextmanager
def playing(media: Path, start_ms: int) -> Iterator[Callable[[float], bool]]:
    """Play `media` from `start_ms`, streaming it from disk.

    Yields a function that waits for the given number of seconds or until the sound ends, and
    returns whether it has ended. Leaving the block stops the sound. Raises `PlaybackError`.
    """
    import miniaudio

    done = threading.Event()
    with closing(_decoded(media, start_ms)) as stream, _device() as device:
        sound = _until_done(stream, done)
        next(sound)
        try:
            device.start(sound)
        except miniaudio.MiniaudioError as error:
            raise _no_device(error) from error
        yield done.wait
        time.sleep(2 * _PERIOD_MS / 1000)  # let the device drain its buffer


def _decoded(media: Path, start_ms: int) -> Generator[Any, int, None]:
    import miniaudio

    first = start_ms * _RATE // 1000
    try:
        stream: Generator[Any, int, None] = miniaudio.stream_file(
            str(media), nchannels=_CHANNELS, sample_rate=_RATE, seek_frame=first
        )
    except miniaudio.MiniaudioError as error:
        raise PlaybackError(media, "is not a playable audio file", _reason(error)) from error
    return stream


@contextmanager
def _device() -> Iterator[miniaudio.PlaybackDevice]:
    import miniaudio

    try:
        with _without_stderr():
            device = miniaudio.PlaybackDevice(
                nchannels=_CHANNELS,
                sample_rate=_RATE,
                buffersize_msec=_PERIOD_MS,
                backends=_backends(),
                app_name="podcast",
            )
    except miniaudio.MiniaudioError as error:
        raise _no_device(error) from error
    with device:
        yield device


def _backends() -> list[miniaudio.Backend]:
    """All audible backends; by default, miniaudio may select its null backend."""
    import miniaudio

    silent = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
    return sorted(miniaudio.get_enabled_backends() - silent, key=lambda backend: backend.value)


def _until_done(
    stream: Generator[Any, int, None], done: threading.Event
) -> Generator[Any, int, None]:
    """Wrap `stream` and set `done` when it ends, normally or with an error."""
    samples: Any = b""
    try:
        while True:
            samples = stream.send((yield samples))
    except StopIteration:
        return
    finally:
        done.set()


def _no_device(error: Exception) -> PlaybackError:
    problem = f"none could be opened ({_reason(error)})"
    return PlaybackError(
        "audio device", problem, "connect one, or play the file on another computer"
    )


def _reason(error: Exception) -> str:
    return " ".join(map(str, error.args))


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Silence ALSA and JACK: without a device they print dozens of lines; the error suffices."""
    sys.stderr.flush()
    saved = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as null:
            os.dup2(null.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
