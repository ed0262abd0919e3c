"""Sentences → encoded clips, each from the cache or from a worker that opens the voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.errors import PodcastError, VoiceError
from podcast.models import Clip, EncodedClip, Segment, Voice, VoiceSpec
from podcast.synthesis import cache as cached
from podcast.synthesis import quality_gate
from podcast.synthesis.cache import Cache
from podcast.synthesis.workers import WorkerDied, Workers
from podcast.voices.engines import trim

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.audio.clips import ClipEncoding

_VOICES: dict[str, Voice] = {}  # opened in this process, by fingerprint
_QUIETEST_LUFS = -45.0  # what lies below is no speech, and is not raised to its level


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A segment to be spoken and encoded, as plain data for a worker."""

    owner: str
    """Whose it is: the article's source."""
    sentences: tuple[str, ...]
    voice: VoiceSpec
    delivery: ClipEncoding
    key: str
    """Of the clip in the cache."""
    encoded_key: str
    known: bool
    """Encoded in the cache already, or about to be when its turn comes."""
    clips: Path
    """Folder of the cache: what is made is kept at once, whatever happens to the rest."""
    clip: Clip | None = None
    """As spoken before: only to be encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedClip:
    """An encoded clip, and whether it had to be spoken."""

    clip: EncodedClip
    synthesised: bool


def clip_jobs(
    owner: str,
    parts: Iterable[tuple[Segment, VoiceSpec, ClipEncoding]],
    cache: Cache,
    *,
    fresh: bool = False,
) -> Iterator[Job]:
    """One job for each segment; `fresh` looks at nothing that was made before."""
    seen: set[str] = set()
    for segment, voice, delivery in parts:
        sentences = tuple(sentence.spoken for sentence in segment.sentences)
        key = cached.key(sentences, voice)
        encoded_key = cached.encoded_key(key, repr(delivery))
        known = key in seen or (not fresh and cache.has(EncodedClip, encoded_key))
        yield Job(
            owner=owner,
            sentences=sentences,
            voice=voice,
            delivery=delivery,
            key=key,
            encoded_key=encoded_key,
            known=known,
            clips=cache.folder,
            clip=None if known or fresh else cache.get(Clip, key),
        )
        seen.add(key)


def rendered(
    work: Iterable[Job], cache: Cache, workers: Workers
) -> Iterator[tuple[Job, RenderedClip | PodcastError]]:
    """Each job in order with what became of it; an error does not stop those behind it.

    Raises `OSError` where the cache cannot be written.
    """
    for job, outcome in workers.map(render, work, skip=_is_known, size=_letters):
        yield job, _taken(job, outcome, cache, workers)


def render(job: Job) -> EncodedClip:
    """Speak, master and encode one job, and keep both clips in the cache.

    Raises `VoiceError`, and `OSError` where the cache cannot be written.
    """
    from podcast.audio.clips import encode_clip

    cache = Cache(job.clips)
    clip = job.clip or spoken_clip(job.sentences, job.voice)
    if not job.clip:
        cache.put(job.key, clip)
    encoded = encode_clip(clip, job.delivery)
    cache.put(job.encoded_key, encoded)
    return encoded


def spoken_clip(sentences: Sequence[str], spec: VoiceSpec) -> Clip:
    """Spoken, found good and mastered. Raises `VoiceError`."""
    return mastered(_spoken(sentences, spec), spec)


def _spoken(sentences: Sequence[str], spec: VoiceSpec) -> Clip:
    """What the voice says, after a second and a third attempt where it did not say it well.

    The third is sentence by sentence: an engine may lose its way in a paragraph only.
    """
    voice = open_voice(spec)
    attempts: tuple[Callable[[], Clip], ...] = (
        lambda: voice.speak(sentences),
        lambda: voice.speak(sentences, 1),
        lambda: trim.chained([voice.speak([sentence], 2) for sentence in sentences]),
    )
    for attempt in attempts:
        clip = attempt()
        flaws = quality_gate.flaws(clip, sentences, spec.pace_s)
        if not flaws:
            return clip
    text = sentences[flaws[0].sentence]
    fix = "write it differently, or give it a respelling in voices/lexicon.toml"
    raise VoiceError(f"voice {spec.name}: {text[:80]!r}", flaws[0].what, fix)


def mastered(raw: Clip, spec: VoiceSpec) -> Clip:
    """What the engine has spoken, levelled and mastered, with its energies."""
    from podcast.audio import loudness, mastering, pcm

    samples = pcm.floats(raw.pcm)
    level = spec.level_lufs
    if level is None:  # only where someone tries a voice that was never measured
        level = max(loudness.measure(samples, raw.rate), _QUIETEST_LUFS)
    samples = mastering.mastered(samples, raw.rate, level, spec.mastering)
    energies = tuple(
        tuple(loudness.energies(samples[start:end], raw.rate).tolist())
        for start, end in raw.sentences()
    )
    return replace(raw, pcm=pcm.integers(samples), energies=energies)


def open_voice(spec: VoiceSpec) -> Voice:
    """The voice, opened once in each process. Raises `VoiceError`."""
    from podcast import voices

    if spec.fingerprint not in _VOICES:
        _VOICES[spec.fingerprint] = voices.open_voice(spec)
    return _VOICES[spec.fingerprint]


def _is_known(job: Job) -> bool:
    return job.known


def _letters(job: Job) -> int:
    return sum(map(len, job.sentences))


def _taken(
    job: Job,
    outcome: EncodedClip | Exception | None,
    cache: Cache,
    workers: Workers,
) -> RenderedClip | PodcastError:
    if outcome is None:
        known = cache.get(EncodedClip, job.encoded_key)
        if known:
            return RenderedClip(clip=known, synthesised=False)
        job = replace(job, clip=cache.get(Clip, job.key))
        _, outcome = next(workers.map(render, [job]))  # damaged, or deleted in the meantime
    if isinstance(outcome, EncodedClip):
        return RenderedClip(clip=outcome, synthesised=not job.clip)
    return _explained(job, outcome)


def _explained(job: Job, error: Exception | None) -> PodcastError:
    if isinstance(error, PodcastError):
        return error
    if isinstance(error, WorkerDied):
        return crashed(job.voice, " ".join(job.sentences))
    raise error or AssertionError("a job came back without an outcome")


def crashed(voice: VoiceSpec, text: str) -> VoiceError:
    """What to say of a voice that took its worker with it."""
    return VoiceError(
        f"voice {voice.name}: {text[:80]!r}",
        "the engine crashed or hung on this text",
        "write it differently, or give it a respelling in voices/lexicon.toml",
    )
