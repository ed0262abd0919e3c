"""Assign voices: the show's voice, its cast for kinds of text, and an article's overrides."""

from __future__ import annotations

from collections.abc import Mapping

from podcast import files, voices
from podcast.errors import ArticleError, ShowError
from podcast.models import KINDS, Article, Kind
from podcast.show.show import Show
from podcast.voices.spec import VoiceSpec


class Casting:
    """The voices of one show; each profile is read once."""

    def __init__(self, show: Show) -> None:
        """Raises `ShowError` for an unknown voice and `VoiceError` for an invalid profile."""
        self._folder, self._file = show.paths.voices, show.paths.settings
        self._known = voices.available(show.paths.voices)
        self._read: dict[str, VoiceSpec] = {}
        own = show.settings
        self._cast = {kind: self._of_show(f"cast: {kind}", name) for kind, name in own.cast.items()}
        self.voice = self._of_show("voice", own.voice)
        """Default voice for everything without a voice of its own in the cast."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything the show's clips may depend on: its voices and its own profiles."""
        parts = [(kind, self._cast.get(kind, self.voice)) for kind in ("", *KINDS)]
        sound = [f"{kind} {voice.fingerprint} {voice.pauses}" for kind, voice in parts]
        own = [path for path in self._known.values() if path.parent == self._folder]
        return files.sha256(*sound, files.hash_files(own))

    def of(self, article: Article) -> dict[Kind, VoiceSpec]:
        """Return the voice for each kind of text in `article`. Raises `ArticleError`."""
        own = {kind: self._of_article(article, name) for kind, name in article.cast.items()}
        usual: Mapping[str, VoiceSpec] = {} if article.voice else self._cast
        voice = self._of_article(article, article.voice) if article.voice else self.voice
        return {kind: own.get(name) or usual.get(name) or voice for name, kind in KINDS.items()}

    def _of_show(self, field: str, name: str) -> VoiceSpec:
        if name not in self._known:
            fix = f"choose one of: {', '.join(self._known)}"
            raise ShowError(self._file, f"{field}: unknown voice {name!r}", fix)
        return self._load(name)

    def _of_article(self, article: Article, name: str) -> VoiceSpec:
        if name not in self._known:
            fix = f"choose one of: {', '.join(self._known)}"
            raise ArticleError(article.source, f"names an unknown voice {name!r}", fix)
        return self._load(name)

    def _load(self, name: str) -> VoiceSpec:
        if name not in self._read:
            self._read[name] = voices.load(name, self._folder)
        return self._read[name]
