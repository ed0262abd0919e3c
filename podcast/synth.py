"""Sentences → mastered clips, each from the cache or from a worker that opens the voice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast import cache as cached
from podcast.errors import PodcastError, VoiceError
from podcast.models import Clip, Segment, Voice, VoiceSpec
from podcast.parallel import WorkerDied, Workers

if TYPE_CHECKING:
    from podcast.cache import Cache

_VOICES: dict[str, Voice] = {}  # opened in this process, by fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A segment to be spoken, as plain data for a worker."""

    owner: str
    """Whose it is: the article's source."""
    sentences: tuple[str, ...]
    voice: VoiceSpec
    key: str
    known: bool
    """In the cache already, or about to be when its turn comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A clip, and whether it had to be made."""

    clip: Clip
    synthesised: bool


def jobs(
    owner: str,
    segments: Iterable[Segment],
    voice: VoiceSpec,
    cache: Cache,
    *,
    fresh: bool = False,
) -> Iterator[Job]:
    """One job for each segment; `fresh` looks at nothing that was made before."""
    seen: set[str] = set()
    for segment in segments:
        sentences = tuple(sentence.spoken for sentence in segment.sentences)
        key = cached.key(sentences, voice)
        yield Job(
            owner=owner,
            sentences=sentences,
            voice=voice,
            key=key,
            known=key in seen or (not fresh and key in cache),
        )
        seen.add(key)


def speak(
    work: Iterable[Job], cache: Cache, workers: Workers
) -> Iterator[tuple[Job, Take | PodcastError]]:
    """Each job in order with what became of it; an error does not stop those behind it.

    Raises `OSError` where the cache cannot be written.
    """
    for job, outcome in workers.map(render, work, skip=_is_known):
        yield job, _taken(job, outcome, cache, workers)


def render(job: Job) -> Clip:
    """Speak and master one job: plain data in, plain data out, nothing touched.

    Raises `VoiceError`.
    """
    import numpy as np

    from podcast import loudness, mastering

    raw = open_voice(job.voice).speak(job.sentences)
    samples = np.frombuffer(raw.pcm, "<i2").astype(np.float32) / np.float32(32768)
    samples = mastering.mastered(samples, raw.rate, job.voice.level_lufs)
    return replace(
        raw,
        pcm=np.rint(np.clip(samples, -1, 32767 / 32768) * 32768).astype("<i2").tobytes(),
        energies=tuple(
            tuple(loudness.energies(samples[start:end], raw.rate).tolist())
            for start, end in raw.sentences()
        ),
    )


def open_voice(spec: VoiceSpec) -> Voice:
    """The voice, opened once in each process. Raises `VoiceError`."""
    from podcast import voices

    if spec.fingerprint not in _VOICES:
        _VOICES[spec.fingerprint] = voices.open_voice(spec)
    return _VOICES[spec.fingerprint]


def warm_up(spec: VoiceSpec) -> None:
    """Open the voice in a worker before the first job comes; a failure is told by the first job."""
    with contextlib.suppress(PodcastError):
        open_voice(spec)


def _is_known(job: Job) -> bool:
    return job.known


def _taken(
    job: Job, outcome: Clip | Exception | None, cache: Cache, workers: Workers
) -> Take | PodcastError:
    if outcome is None:
        clip = cache.get(job.key)
        if clip:
            return Take(clip=clip, synthesised=False)
        _, outcome = next(workers.map(render, [job]))  # damaged, or deleted in the meantime
    if isinstance(outcome, Clip):
        cache.put(job.key, outcome)
        return Take(clip=outcome, synthesised=True)
    return _explained(job, outcome)


def _explained(job: Job, error: Exception | None) -> PodcastError:
    if isinstance(error, PodcastError):
        return error
    if isinstance(error, WorkerDied):
        text = " ".join(job.sentences)
        return VoiceError(
            f"voice {job.voice.name}: {text[:80]!r}",
            "the engine crashed or hung on this text",
            "write it differently, or give it a respelling in voices/lexicon.toml",
        )
    raise error or AssertionError("a job came back without an outcome")
