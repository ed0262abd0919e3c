"""Decide which articles to build, and why. Reads files, but changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from podcast import __version__, files
from podcast.build.casting import Casting
from podcast.episode import chapters, soundbites
from podcast.models import Article, Episode, Kind, Placement, Segment
from podcast.show.cover_art import CoverArt
from podcast.show.show import Show
from podcast.synthesis import cache
from podcast.voices.spec import VoiceSpec

if TYPE_CHECKING:
    from podcast.german.lexicon.lookup import Lexicon

State = Literal["new", "stale", "fresh", "failed"]

_REASONS = {
    "article": "the article has changed",
    "voice": "the voice has changed",
    "lexicon": "the lexicon has changed",
    "show": "show.toml has changed",
    "program": "the program has changed",
}
_PACKAGE = Path(__file__).parents[1]
_SPEECH_PACKAGES = ("article", "german", "episode")
"""Packages that decide what is spoken: all their files, even data tables that linguists edit."""
_FORMAT = "1"  # of the published files; increment it whenever they look different


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with one article, and why."""

    source: str
    state: State
    reason: str
    inputs: Mapping[str, str]
    """Hashes of everything the episode may depend on."""
    episode: Episode | None
    """The published episode; None if there is none yet."""
    forced: bool = False
    """Whether to build it even if the result will be the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """An article prepared for synthesis."""

    decision: Decision
    article: Article
    """Without its blocks: the segments hold the same text, which may be as long as a book."""
    segments: tuple[Segment, ...]
    titles: Mapping[int, str]
    """Chapter titles by index of the segment where each chapter begins."""
    cast: Mapping[Kind, VoiceSpec]
    """Voice for each kind of text."""
    fingerprint: str
    """Hash of everything that is heard or shown in the episode."""

    @property
    def voice(self) -> VoiceSpec:
        """The main voice: the one for paragraphs."""
        return self.cast["paragraph"]

    @property
    def is_unchanged(self) -> bool:
        """Whether the change that made the article stale is neither heard nor seen."""
        old = self.decision.episode
        forced = self.decision.forced
        return old is not None and not forced and old.fingerprint == self.fingerprint


class Planner:
    """Plans the articles of one show; reads what they share only once."""

    def __init__(self, show: Show) -> None:
        """Raises `VoiceError` or `ShowError` for errors affecting all articles."""
        self.show = show
        self._seeds = str(show.paths.seeds)
        self.cover = CoverArt(show)
        self.casting = Casting(show)
        self._lexicons: dict[bool, Lexicon] = {}
        self._common = {
            "voice": self.casting.fingerprint,
            "lexicon": files.hash_files(show.lexicon_files()),
            "show": _hash_settings(show, self.cover),
            "program": _hash_program(),
        }

    @property
    def lexicon(self) -> Lexicon:
        """The pronunciation lexicon for the show's voice. Raises `LexiconError`."""
        return self._lexicon(self.casting.voice)

    def _lexicon(self, voice: VoiceSpec) -> Lexicon:
        """Return the lexicon for `voice`; the show's entries override the built-in names."""
        if voice.phonemes not in self._lexicons:
            from podcast.german.lexicon.lookup import Lexicon

            own = self.show.lexicon_files()
            self._lexicons[voice.phonemes] = Lexicon.load(*own, phonemes=voice.phonemes)
        return self._lexicons[voice.phonemes]

    def decide(self, source: str, episode: Episode | None) -> Decision:
        """Decide what to do with `source`; `episode` is its published episode, if any."""
        try:
            with open(f"{self._seeds}/{source}", "rb") as file:  # noqa: PTH123 -- faster for many files
                text = file.read()
        except OSError as error:
            reason = f"{source}: cannot be read: {error.strerror}"
            return Decision(
                source=source, state="failed", reason=reason, inputs={}, episode=episode
            )
        inputs = {"article": files.sha256(text), **self._common}
        state, reason = self._assess(episode, inputs)
        return Decision(source=source, state=state, reason=reason, inputs=inputs, episode=episode)

    def script(self, decision: Decision) -> Script:
        """Read and segment the article. Raises `ArticleError`."""
        from podcast import article, german
        from podcast.article import segment

        read = article.load(self.show.paths.seeds / decision.source, decision.source)
        cast = self.casting.of(read)
        voice = cast["paragraph"]
        shown = read if self.show.settings.byline else _without_byline(read)
        segments = segment.split(
            shown,
            lambda text, kind: german.spoken(text, self._lexicon(cast[kind])),
            voice.pauses,
        )
        soundbites.check(read, segments)
        titles = chapters.outline(read.title, segments)
        return Script(
            decision=decision,
            article=replace(read, blocks=()),
            segments=segments,
            titles=titles,
            cast=cast,
            fingerprint=self._fingerprint(read, segments, titles, cast),
        )

    def _assess(self, episode: Episode | None, inputs: Mapping[str, str]) -> tuple[State, str]:
        if episode is None:
            return "new", "not published yet"
        for name, reason in _REASONS.items():
            if episode.inputs.get(name) != inputs[name]:
                return "stale", reason
        if not self.show.episodes.is_complete(episode):
            return "stale", "published files are missing or damaged"
        return "fresh", "nothing has changed"

    def _fingerprint(
        self,
        article: Article,
        segments: tuple[Segment, ...],
        titles: Mapping[int, str],
        cast: Mapping[Kind, VoiceSpec],
    ) -> str:
        spoken = [
            (
                cache.key([s.spoken for s in segment.sentences], cast[segment.kind]),
                segment.kind,
                segment.pause_after_ms,
                [s.text for s in segment.sentences],
            )
            for segment in segments
        ]
        shown = [article.title, article.author, article.link, article.tags, list(titles.items())]
        if article.soundbites or article.place != Placement():
            shown += [repr(article.place), article.soundbites]
        date = str(article.published) if article.dated else ""
        voices = [(voice.name, voice.pauses.sentence) for voice in cast.values()]
        common = [self._common["show"], voices, _FORMAT]
        return files.sha256(json.dumps([spoken, shown, date, common]))


def _without_byline(article: Article) -> Article:
    return replace(article, author=None, dated=False)


def _hash_settings(show: Show, cover: CoverArt) -> str:
    """Hash of the settings that affect an episode's own files, audibly or visibly."""
    own = show.settings
    values = [own.title, own.author, own.language, own.quality, own.loudness, own.byline]
    values += [own.timezone, cover.inputs]
    jingles = [path.read_bytes() if path else b"" for path in map(show.file, ("intro", "outro"))]
    return files.sha256(json.dumps(values), *jingles)


def _hash_program() -> str:
    """Hash of all code and data that turn an article into spoken sentences and chapters."""
    return files.sha256(
        __version__, _FORMAT, files.hash_tree(*(_PACKAGE / r for r in _SPEECH_PACKAGES))
    )
