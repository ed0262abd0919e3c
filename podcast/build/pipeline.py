"""The pipeline, top to bottom: decide, read, speak, produce, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from podcast import files
from podcast.audio.mp3 import QUALITIES
from podcast.build.plan import Decision, Planner, Script
from podcast.build.produce import Producer
from podcast.build.result import Result, result_of, untouched
from podcast.errors import PodcastError, PublishError
from podcast.models import EncodedClip, Episode
from podcast.page.changes import Website
from podcast.show import identity, last_publication, replaced_media
from podcast.show.cover_art import CoverArt
from podcast.show.paths import COVER, PUBLICATION
from podcast.show.show import Show
from podcast.synthesis.cache import Cache
from podcast.synthesis.calibration import CalibratedVoices
from podcast.synthesis.jobs import Job, RenderedClip, clip_jobs, rendered
from podcast.synthesis.workers import Workers

_BATCH = 20  # episodes that are published together, at least: the feed is written each time


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildProgress:
    """Progress of a build, told after every clip."""

    title: str
    number: int
    """Which of the articles that have to be made, from 1."""
    total: int
    share: float
    """How much of this article is done, from 0 to 1."""
    seconds: float
    """Of audio made so far."""
    busy: int
    """Workers that have something to do."""


class Build:
    """One run over a show that the caller has locked."""

    def __init__(
        self,
        show: Show,
        workers: Workers,
        *,
        tell: Callable[[BuildProgress], None] = lambda _: None,
    ) -> None:
        """Raises `VoiceError`, `LexiconError`, `ShowError` for what all articles need."""
        self.show, self.workers, self.tell = show, workers, tell
        self.planner = Planner(show)
        self.cache = Cache(show.paths.clips)
        self.published = show.episodes.by_source()
        self._before = last_publication.feeds(show.paths)
        self._artwork = CoverArt(show)
        self._site = Website(show, self._artwork)
        self._producer = Producer(show, self._site, self._artwork)
        self._ensemble = CalibratedVoices(show.paths.measures, workers)
        self._seconds = 0.0
        self._synthesised = self._reused = 0

    def decide(self, sources: Sequence[str], *, force: str = "") -> list[Decision]:
        """What has to be done about each of `sources`; `force` is a reason to make them all."""
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
        """Make what is not fresh and publish it; a result for each article as it is done.

        `fresh` ignores the cache, `prune` has episodes to withdraw. Raises `PublishError`; what
        was published before then stays.
        """
        work = [d for d in decisions if d.state in {"new", "stale"}]
        yield from (untouched(d) for d in decisions if d.state not in {"new", "stale"})
        waiting: list[Episode] = []
        for result, episode in self._made(work, fresh=fresh):
            yield result
            waiting += [episode] if episode else []
            if len(waiting) >= max(_BATCH, len(self.published) // 4):
                self._publish(waiting)
                waiting = []
        self._publish(waiting, prune)
        replaced_media.expire(self.show, self.published.values())
        if self._synthesised:
            self.cache.prune(limit_bytes=self.show.settings.cache_mb * 1e6)
        if self._synthesised or self._reused:
            self.cache.count(reused=self._reused, synthesised=self._synthesised)

    def _made(
        self, work: Sequence[Decision], *, fresh: bool
    ) -> Iterator[tuple[Result, Episode | None]]:
        """Each article of `work`: what became of it, and its episode where there is a new one."""
        if work:
            self.workers.warm()
            _ = self.planner.lexicon  # what is broken for all stops the build, not each article
            self._producer.prepare()
        settled: list[Result] = []
        scripts: dict[str, Script] = {}
        jobs = self._jobs(work, scripts, settled, fresh=fresh)
        numbers = {d.source: number for number, d in enumerate(work, 1)}
        spoken = rendered(jobs, self.cache, self.workers)
        for source, group in groupby(spoken, key=lambda pair: pair[0].owner):
            clips = _ArticleClips(self, scripts.pop(source), (take for _, take in group), numbers)
            yield self._produced(clips)
        yield from ((result, None) for result in settled)

    def _jobs(
        self,
        work: Iterable[Decision],
        scripts: dict[str, Script],
        settled: list[Result],
        *,
        fresh: bool,
    ) -> Iterator[Job]:
        """Read article after article, just ahead of the voice.

        Raises `VoiceError` before the first clip where a voice is not ready: told once, and not
        for each article.
        """
        for decision in work:
            try:
                script = self.planner.script(decision)
            except PodcastError as error:
                settled.append(replace(untouched(decision), state="failed", reason=str(error)))
                continue
            if script.sounds_as_published and self.show.episodes.is_complete(decision.episode):
                settled.append(self._touched(script))
                continue
            scripts[decision.source] = script
            for job in self.jobs(script, 0, fresh=fresh):
                if not (job.known or job.clip):
                    self._ensemble.check(job.voice)
                yield job

    def jobs(self, script: Script, steps: int, *, fresh: bool = False) -> Iterator[Job]:
        """The clips that an article consists of, `steps` louder than usual."""
        cast = {kind: self._ensemble.measured(voice) for kind, voice in script.cast.items()}
        ways = {kind: self._producer.delivery(voice, steps) for kind, voice in cast.items()}
        parts = ((segment, cast[segment.kind], ways[segment.kind]) for segment in script.segments)
        return clip_jobs(script.article.source, parts, self.cache, fresh=fresh)

    def _produced(self, clips: _ArticleClips) -> tuple[Result, Episode | None]:
        script = clips.script
        slug, guid = self._identity(script)
        try:
            episode = self._producer.produce(script, slug, guid, clips)
        except PodcastError as error:
            self.show.publication.unstage(slug)
            return result_of(script, state="failed", slug=slug, reason=str(error)), None
        except OSError as error:
            raise PublishError.of(error, self.show.paths.public) from error
        self.published[episode.source] = episode
        self._seconds += episode.duration_ms / 1000
        self._synthesised += clips.synthesised
        self._reused += clips.reused
        result = result_of(script, state="built", slug=slug, seconds=episode.duration_ms / 1000)
        return replace(result, synthesised=clips.synthesised, reused=clips.reused), episode

    def _identity(self, script: Script) -> tuple[str, str]:
        old, article = script.decision.episode, script.article
        if old:
            return old.slug, old.guid
        taken = [episode.slug for episode in self.published.values()]
        return identity.of_episode(article.source, article.title, article.published, taken)

    def _touched(self, script: Script) -> Result:
        """An article whose change is neither heard nor seen: only note that it was looked at."""
        assert script.decision.episode  # noqa: S101 -- it sounds as published
        episode = replace(script.decision.episode, inputs=dict(script.decision.inputs))
        self.show.episodes.update(episode)
        self.published[episode.source] = episode
        reason = f"{script.decision.reason}, but nothing that is heard or shown"
        return replace(untouched(script.decision), state="fresh", reason=reason)

    def _publish(self, made: Sequence[Episode], prune: Sequence[Episode] = ()) -> None:
        """Staged episodes, cover, pages and feed in one step; nothing where nothing has changed."""
        for episode in prune:
            self.published.pop(episode.source, None)
        from podcast import feed

        show, old = self.show, last_publication.feeds(self.show.paths)
        episodes, guid = self.published.values(), identity.of_show(show)
        found = feed.documents(show.settings, guid, show.base, episodes)
        noted = feed.noted(found, self._before, datetime.now(UTC))
        state = {"guid": guid, "cover": self._artwork.inputs(), "feeds": noted}
        state["pages"] = self._site.inputs()
        if not made and not prune and last_publication.is_current(show.paths, state):
            return
        slugs = [episode.slug for episode in made]

        def single() -> Iterator[tuple[str, bytes]]:
            yield from self._site.changes(episodes, slugs)
            yield PUBLICATION, files.json_bytes(state)
            yield COVER, self._artwork.cover
            for file in reversed(found):  # the show's own feed is the last
                there = (show.paths.public / file.name).is_file()
                if not there or noted[file.name] != old.get(file.name):
                    yield file.name, feed.write(file, show.settings, show.base, noted[file.name])

        gone = [*(episode.slug for episode in prune), *(name for name in old if name not in noted)]
        show.publication.commit(slugs, single(), gone + self._site.obsolete(episodes))


class _ArticleClips:
    """The clips of one article, encoded as they are spoken; called again, from the cache."""

    def __init__(
        self,
        build: Build,
        script: Script,
        takes: Iterator[RenderedClip | PodcastError],
        numbers: dict[str, int],
    ) -> None:
        self.script, self._build, self._takes, self._numbers = script, build, takes, numbers
        self.synthesised = self.reused = 0

    def __call__(self, steps: int) -> Iterator[EncodedClip]:
        build = self._build
        if not self.synthesised + self.reused:
            return self._first()
        takes = rendered(build.jobs(self.script, steps), build.cache, build.workers)
        return (_or_raise(take).clip for _, take in takes)

    def _first(self) -> Iterator[EncodedClip]:
        build, source = self._build, self.script.article.source
        rate = QUALITIES[build.show.settings.quality].rate
        seconds = build._seconds  # noqa: SLF001 -- a part of the same run
        for take in self._takes:
            made = _or_raise(take)
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
    """Published episodes whose article is gone."""
    known = set(sources)
    return [episode for episode in episodes if episode.source not in known]


def _or_raise(take: RenderedClip | PodcastError) -> RenderedClip:
    if isinstance(take, PodcastError):
        raise take
    return take
