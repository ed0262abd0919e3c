"""The build pipeline in order: decide, read, synthesise, produce, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from podcast import files
from podcast.audio.mp3 import QUALITIES
from podcast.build.plan import Decision, Planner, Script
from podcast.build.produce import Producer
from podcast.build.result import Result, build_result, unbuilt_result
from podcast.errors import PodcastError, PublishError
from podcast.models import EncodedClip, Episode
from podcast.page.changes import Website
from podcast.show import identity, last_publication, replaced_media
from podcast.show.paths import COVER, PUBLICATION
from podcast.show.show import Show
from podcast.synthesis.cache import Cache
from podcast.synthesis.calibration import CalibratedVoices
from podcast.synthesis.jobs import Job, RenderedClip, clip_jobs, rendered
from podcast.synthesis.workers import Workers

_BATCH = 20  # minimum number of episodes per publication, as each one rewrites the feed


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildProgress:
    """Progress of a build, reported after every clip."""

    title: str
    number: int
    """Position of this article among those to build, from 1."""
    total: int
    share: float
    """Fraction of this article that is done, from 0 to 1."""
    seconds: float
    """Audio produced so far in this build. Seconds."""
    busy: int
    """Number of busy workers."""


class Build:
    """One build of a show; the caller must hold the lock."""

    def __init__(
        self,
        show: Show,
        workers: Workers,
        *,
        tell: Callable[[BuildProgress], None] = lambda _: None,
    ) -> None:
        """Raises `VoiceError`, `LexiconError` or `ShowError` for errors affecting all articles."""
        self.show, self.workers, self.tell = show, workers, tell
        self.planner = Planner(show)
        self.cache = Cache(show.paths.clips)
        self.published = show.episodes.by_source()
        self._before = last_publication.feeds(last_publication.read(show.paths))
        self._cover = self.planner.cover
        self._site = Website(show, self._cover)
        self._producer = Producer(show, self._site, self._cover)
        self._voices = CalibratedVoices(show.paths.measures, workers)
        self._seconds = 0.0
        self._synthesised = self._reused = 0

    def decide(self, sources: Sequence[str], *, force: str = "") -> list[Decision]:
        """Decide what to do with each of `sources`; `force` is a reason to build all of them."""
        decisions = [self.planner.decide(s, self.published.get(s)) for s in sources]
        if not force:
            return decisions
        return [
            d if d.state == "failed" else replace(d, state="stale", reason=force, forced=True)
            for d in decisions
        ]

    def run(
        self,
        decisions: Sequence[Decision],
        *,
        fresh: bool = False,
        prune: Sequence[Episode] = (),
    ) -> Iterator[Result]:
        """Build and publish whatever is not fresh; yield a result as each article finishes.

        `fresh` ignores the cache; `prune` lists episodes to withdraw. Raises `PublishError`, but
        keeps what was published before the error.
        """
        work = [d for d in decisions if d.state in {"new", "stale"}]
        yield from (unbuilt_result(d) for d in decisions if d.state not in {"new", "stale"})
        waiting: list[Episode] = []
        for result, episode in self._produce_all(work, fresh=fresh):
            yield result
            waiting += [episode] if episode else []
            if len(waiting) >= max(_BATCH, len(self.published) // 4):
                self._publish(waiting)
                waiting = []
        self._publish(waiting, prune)
        replaced_media.delete_expired(self.show, self.published.values())
        if self._synthesised:
            self.cache.prune(limit_bytes=self.show.settings.cache_mb * 1e6)
        if self._synthesised or self._reused:
            self.cache.count(reused=self._reused, synthesised=self._synthesised)

    def _produce_all(
        self, work: Sequence[Decision], *, fresh: bool
    ) -> Iterator[tuple[Result, Episode | None]]:
        """Yield the result for each article of `work`, with its episode if one was produced."""
        if work:
            self.workers.warm()
            _ = self.planner.lexicon  # fail once here rather than once per article
            self._producer.prepare()
        settled: list[Result] = []
        scripts: dict[str, Script] = {}
        jobs = self._jobs(work, scripts, settled, fresh=fresh)
        numbers = {d.source: number for number, d in enumerate(work, 1)}
        spoken = rendered(jobs, self.cache, self.workers)
        for source, group in groupby(spoken, key=lambda pair: pair[0].owner):
            clips = _ArticleClips(
                self, scripts.pop(source), (rendered_clip for _, rendered_clip in group), numbers
            )
            yield self._produce(clips)
        yield from ((result, None) for result in settled)

    def _jobs(
        self,
        work: Iterable[Decision],
        scripts: dict[str, Script],
        settled: list[Result],
        *,
        fresh: bool,
    ) -> Iterator[Job]:
        """Read the articles one by one, just ahead of synthesis, and yield their clip jobs.

        Raises `VoiceError` before the first clip if a voice is not ready: this fails once rather
        than once per article.
        """
        for decision in work:
            try:
                script = self.planner.script(decision)
            except PodcastError as error:
                settled.append(replace(unbuilt_result(decision), state="failed", reason=str(error)))
                continue
            if script.is_unchanged and self.show.episodes.is_complete(decision.episode):
                settled.append(self._mark_fresh(script))
                continue
            scripts[decision.source] = script
            for job in self.jobs(script, 0, fresh=fresh):
                if not (job.known or job.clip):
                    self._voices.check(job.voice)
                yield job

    def jobs(self, script: Script, steps: int, *, fresh: bool = False) -> Iterator[Job]:
        """Return the jobs for the clips of an article, `steps` loudness steps above the default."""
        cast = {kind: self._voices.measured(voice) for kind, voice in script.cast.items()}
        encodings = {kind: self._producer.encoding(voice, steps) for kind, voice in cast.items()}
        parts = (
            (segment, cast[segment.kind], encodings[segment.kind]) for segment in script.segments
        )
        return clip_jobs(script.article.source, parts, self.cache, fresh=fresh)

    def _produce(self, clips: _ArticleClips) -> tuple[Result, Episode | None]:
        script = clips.script
        slug, guid = self._identity(script)
        try:
            episode = self._producer.produce(script, slug, guid, clips)
        except PodcastError as error:
            self.show.publication.unstage(slug)
            return build_result(script, state="failed", slug=slug, reason=str(error)), None
        except OSError as error:
            raise PublishError.of(error, self.show.paths.public) from error
        self.published[episode.source] = episode
        self._seconds += episode.duration_ms / 1000
        self._synthesised += clips.synthesised
        self._reused += clips.reused
        result = build_result(script, state="built", slug=slug, seconds=episode.duration_ms / 1000)
        return replace(result, synthesised=clips.synthesised, reused=clips.reused), episode

    def _identity(self, script: Script) -> tuple[str, str]:
        old, article = script.decision.episode, script.article
        if old:
            return old.slug, old.guid
        taken = [episode.slug for episode in self.published.values()]
        return identity.episode_identity(article.source, article.title, article.published, taken)

    def _mark_fresh(self, script: Script) -> Result:
        """Record the new inputs of an article whose change does not affect its episode."""
        assert script.decision.episode  # noqa: S101 -- is_unchanged implies an episode
        episode = replace(script.decision.episode, inputs=dict(script.decision.inputs))
        self.show.episodes.update(episode)
        self.published[episode.source] = episode
        reason = f"{script.decision.reason}, but not in a way that affects the episode"
        return replace(unbuilt_result(script.decision), state="fresh", reason=reason)

    def _publish(self, made: Sequence[Episode], prune: Sequence[Episode] = ()) -> None:
        """Publish staged episodes, cover, pages and feed in one step, if anything has changed."""
        for episode in prune:
            self.published.pop(episode.source, None)
        from podcast import feed

        show, last = self.show, last_publication.read(self.show.paths)
        old = last_publication.feeds(last)
        episodes, guid = self.published.values(), identity.show_guid(show, last)
        found = feed.documents(show.settings, guid, show.base, episodes)
        noted = feed.noted(found, self._before, datetime.now(UTC))
        state = {"guid": guid, "cover": self._cover.inputs, "feeds": noted}
        state["pages"] = self._site.inputs()
        unchanged = not made and not prune and state == last
        if unchanged and last_publication.are_present(show.paths, state):
            return
        slugs = [episode.slug for episode in made]

        def single() -> Iterator[tuple[str, bytes]]:
            yield from self._site.changes(episodes, slugs)
            yield PUBLICATION, files.json_bytes(state)
            yield COVER, self._cover.jpeg
            for file in reversed(found):  # the main feed comes last
                exists = (show.paths.public / file.name).is_file()
                if not exists or noted[file.name] != old.get(file.name):
                    yield file.name, feed.write(file, show.settings, show.base, noted[file.name])

        removed = [
            *(episode.slug for episode in prune),
            *(name for name in old if name not in noted),
        ]
        show.publication.commit(slugs, single(), removed + self._site.obsolete(episodes))


class _ArticleClips:
    """The clips of one article: encoded as they are spoken; later calls read the cache."""

    def __init__(
        self,
        build: Build,
        script: Script,
        rendered_clips: Iterator[RenderedClip | PodcastError],
        numbers: dict[str, int],
    ) -> None:
        self.script, self._build = script, build
        self._rendered_clips, self._numbers = rendered_clips, numbers
        self.synthesised = self.reused = 0

    def __call__(self, steps: int) -> Iterator[EncodedClip]:
        build = self._build
        if not self.synthesised + self.reused:
            return self._first()
        rendered_clips = rendered(build.jobs(self.script, steps), build.cache, build.workers)
        return (_or_raise(rendered_clip).clip for _, rendered_clip in rendered_clips)

    def _first(self) -> Iterator[EncodedClip]:
        build, source = self._build, self.script.article.source
        rate = QUALITIES[build.show.settings.quality].rate
        seconds = build._seconds  # noqa: SLF001 -- helper of the same run
        for rendered_clip in self._rendered_clips:
            made = _or_raise(rendered_clip)
            self.synthesised += made.synthesised
            self.reused += not made.synthesised
            seconds += made.clip.samples / rate
            build.tell(
                BuildProgress(
                    title=self.script.article.title,
                    number=self._numbers[source],
                    total=len(self._numbers),
                    share=(self.synthesised + self.reused) / len(self.script.segments),
                    seconds=seconds,
                    busy=build.workers.busy,
                )
            )
            yield made.clip


def orphans(sources: Iterable[str], episodes: Iterable[Episode]) -> list[Episode]:
    """Return the published episodes whose article no longer exists."""
    known = set(sources)
    return [episode for episode in episodes if episode.source not in known]


def _or_raise(rendered_clip: RenderedClip | PodcastError) -> RenderedClip:
    if isinstance(rendered_clip, PodcastError):
        raise rendered_clip
    return rendered_clip
