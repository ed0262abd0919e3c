"""Turn sentences into encoded clips, from the cache or by a worker that opens the voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.errors import PodcastError, VoiceError
from podcast.models import Clip, EncodedClip, Segment
from podcast.synthesis import cache as cached
from podcast.synthesis import quality_gate
from podcast.synthesis.cache import Cache
from podcast.synthesis.workers import WorkerDied, Workers
from podcast.voices.engines import trim
from podcast.voices.spec import Voice, VoiceSpec

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.audio.clips import ClipEncoding

_VOICES: dict[str, Voice] = {}  # opened in this process, by fingerprint
_QUIETEST_LUFS = -45.0  # anything quieter is not speech and is not amplified to its level


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A segment to speak and encode, as plain data for a worker."""

    owner: str
    """Source of the article that the segment belongs to."""
    sentences: tuple[str, ...]
    voice: VoiceSpec
    encoding: ClipEncoding
    key: str
    """Cache key of the spoken clip."""
    encoded_key: str
    known: bool
    """Whether the encoded clip is cached, or will be once the earlier jobs are done."""
    clips: Path
    """Cache folder: workers store each clip immediately, so it survives if later jobs fail."""
    clip: Clip | None = None
    """The clip if it was spoken before and only needs encoding."""


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
    """Yield one job per segment; `fresh` ignores cached clips."""
    seen: set[str] = set()
    for segment, voice, encoding in parts:
        sentences = tuple(sentence.spoken for sentence in segment.sentences)
        key = cached.key(sentences, voice)
        encoded_key = cached.encoded_key(key, repr(encoding))
        known = key in seen or (not fresh and cache.has(EncodedClip, encoded_key))
        yield Job(
            owner=owner,
            sentences=sentences,
            voice=voice,
            encoding=encoding,
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
    """Yield each job in order with its outcome; an error does not stop the jobs after it.

    Raises `OSError` if the cache cannot be written.
    """
    for job, outcome in workers.map(render, work, skip=_is_known, size=_letters):
        yield job, _result(job, outcome, cache, workers)


def render(job: Job) -> EncodedClip:
    """Speak, master and encode one job, and store both clips in the cache.

    Raises `VoiceError`, and `OSError` if the cache cannot be written.
    """
    from podcast.audio.clips import encode_clip

    cache = Cache(job.clips)
    clip = job.clip or spoken_clip(job.sentences, job.voice)
    if not job.clip:
        cache.put(job.key, clip)
    encoded = encode_clip(clip, job.encoding)
    cache.put(job.encoded_key, encoded)
    return encoded


def spoken_clip(sentences: Sequence[str], spec: VoiceSpec) -> Clip:
    """Speak the sentences, pass the quality gate and master the clip. Raises `VoiceError`."""
    return mastered_clip(_spoken(sentences, spec), spec)


def _spoken(sentences: Sequence[str], spec: VoiceSpec) -> Clip:
    """Speak the sentences, and retry up to twice if the quality gate finds flaws.

    The last attempt goes sentence by sentence: an engine may fail only on whole paragraphs.
    """
    voice = open_voice(spec)
    attempts: tuple[Callable[[], Clip], ...] = (
        lambda: voice.speak(sentences),
        lambda: voice.speak(sentences, 1),
        lambda: trim.joined_clips([voice.speak([sentence], 2) for sentence in sentences]),
    )
    for attempt in attempts:
        clip = attempt()
        flaws = quality_gate.flaws(clip, sentences, spec.pace_s)
        if not flaws:
            return clip
    text = sentences[flaws[0].sentence]
    fix = "rephrase it, or add a respelling to voices/lexicon.toml"
    raise VoiceError(f"voice {spec.name}: {text[:80]!r}", flaws[0].what, fix)


def mastered_clip(raw: Clip, spec: VoiceSpec) -> Clip:
    """Level and master what the engine has spoken, and compute its energies."""
    from podcast.audio import loudness, mastering, pcm

    samples = pcm.floats(raw.pcm)
    level = spec.level_lufs
    if level is None:  # only when trying out a voice that was never measured
        level = max(loudness.measure(samples, raw.rate), _QUIETEST_LUFS)
    samples = mastering.mastered(samples, raw.rate, level, spec.mastering)
    energies = tuple(
        tuple(loudness.energies(samples[start:end], raw.rate).tolist())
        for start, end in raw.sentences()
    )
    return replace(raw, pcm=pcm.integers(samples), energies=energies)


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, once per process. Raises `VoiceError`."""
    from podcast import voices

    if spec.fingerprint not in _VOICES:
        _VOICES[spec.fingerprint] = voices.open_voice(spec)
    return _VOICES[spec.fingerprint]


def _is_known(job: Job) -> bool:
    return job.known


def _letters(job: Job) -> int:
    return sum(map(len, job.sentences))


def _result(
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
    raise error or AssertionError("the worker returned no outcome for a job")


def crashed(voice: VoiceSpec, text: str) -> VoiceError:
    """The error for a voice that crashed its worker."""
    return VoiceError(
        f"voice {voice.name}: {text[:80]!r}",
        "made the engine crash or hang",
        "rephrase it, or add a respelling to voices/lexicon.toml",
    )
