"""Deciding: which articles have to be made, and why. Reads, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from podcast import __version__, files
from podcast.build.casting import Casting
from podcast.episode import chapters, soundbites
from podcast.errors import ArticleError
from podcast.models import Article, Episode, Kind, Placement, Segment, VoiceSpec
from podcast.show.cover_art import CoverArt
from podcast.show.show import Show
from podcast.synthesis import cache

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
_SAYING = ("article", "german", "episode")
"""The rooms that decide what is said: every file in them counts, tables that linguists edit too."""
_FORMAT = "1"  # of the published files; raise it when they look different


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be done about one article."""

    source: str
    state: State
    reason: str
    inputs: Mapping[str, str]
    """Hashes of everything that the episode may depend on."""
    episode: Episode | None
    """As published."""
    forced: bool = False
    """Made whatever comes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """An article ready to be spoken."""

    decision: Decision
    article: Article
    """Without its blocks: their text is that of the segments, and may be a book's."""
    segments: tuple[Segment, ...]
    titles: Mapping[int, str]
    """Chapters: the index of the segment where each begins, and its title."""
    cast: Mapping[Kind, VoiceSpec]
    """Who speaks what."""
    fingerprint: str
    """Hash of everything that is heard or shown."""

    @property
    def voice(self) -> VoiceSpec:
        """Who speaks most of it."""
        return self.cast["paragraph"]

    @property
    def sounds_as_published(self) -> bool:
        """Whether what made the article stale is neither heard nor seen."""
        old = self.decision.episode
        forced = self.decision.forced
        return old is not None and not forced and old.fingerprint == self.fingerprint


class Planner:
    """Decides about the articles of one show; reads what they have in common only once."""

    def __init__(self, show: Show) -> None:
        """Raises `VoiceError` or `ShowError` for what all articles need."""
        self.show = show
        self._seeds = str(show.paths.seeds)
        self.casting = Casting(show)
        self._lexicons: dict[bool, Lexicon] = {}
        self._common = {
            "voice": self.casting.fingerprint,
            "lexicon": files.hash_files(show.lexicon_files()),
            "show": _of_settings(show),
            "program": _of_program(),
        }

    @property
    def lexicon(self) -> Lexicon:
        """What the show's voice reads otherwise than it is written. Raises `LexiconError`."""
        return self._lexicon(self.casting.voice)

    def _lexicon(self, voice: VoiceSpec) -> Lexicon:
        """The built-in names with the show's own over them, as `voice` needs them."""
        if voice.phonemes not in self._lexicons:
            from podcast.german.lexicon.lookup import Lexicon

            own = self.show.lexicon_files()
            self._lexicons[voice.phonemes] = Lexicon.load(*own, phonemes=voice.phonemes)
        return self._lexicons[voice.phonemes]

    def decide(self, source: str, episode: Episode | None) -> Decision:
        """What to do about `source`, published as `episode` or not yet."""
        try:
            with open(f"{self._seeds}/{source}", "rb") as file:  # noqa: PTH123 -- many, and quick
                text = file.read()
        except OSError as error:
            reason = f"{source}: cannot be read: {error.strerror}"
            return Decision(
                source=source, state="failed", reason=reason, inputs={}, episode=episode
            )
        inputs = {"article": files.sha256(text), **self._common}
        state, reason = self._judged(episode, inputs)
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
        if not segments:
            raise ArticleError(decision.source, "has no text to speak")
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

    def _judged(self, episode: Episode | None, inputs: Mapping[str, str]) -> tuple[State, str]:
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


def _of_settings(show: Show) -> str:
    """Hash of the settings that are heard or shown in an episode's own files."""
    own = show.settings
    values = [own.title, own.author, own.language, own.quality, own.loudness, own.byline]
    values += [own.timezone, CoverArt(show).inputs()]
    jingles = [path.read_bytes() if path else b"" for path in map(show.file, ("intro", "outro"))]
    return files.sha256(json.dumps(values), *jingles)


def _of_program() -> str:
    """Hash of all code and data that turn an article into spoken sentences and chapters."""
    return files.sha256(__version__, _FORMAT, files.hash_tree(*(_PACKAGE / r for r in _SAYING)))
