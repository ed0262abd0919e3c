"""Every error that the user can do something about.

    PodcastError
    ├── ArticleError     an article that cannot be read or has nothing to say
    ├── ShowError        no show here, or a wrong value in show.toml
    ├── LexiconError     a wrong entry in a lexicon
    ├── VoiceError       an unknown voice, a broken profile, an engine that fails
    ├── AudioError       a jingle, a cover or an encoder that fails
    ├── EpisodeError     an episode that does not exist, or a name that fits several
    ├── LockedError      another build holds the show
    ├── PlaybackError    no player, no sound device, no such place in the episode
    └── PublishError     the published folder cannot be written or served

Anything else that is raised is a bug in this program.
"""

from __future__ import annotations


class PodcastError(Exception):
    """An expected failure: what is wrong with which thing, and what to do about it.

    `subject` names the file, field or episode; `problem` says what is wrong with it;
    `fix` says what to do, and may be empty where that is plain.
    """

    def __init__(self, subject: object, problem: str, fix: str = "") -> None:
        super().__init__(subject, problem, fix)
        self.subject = str(subject)
        self.problem = problem
        self.fix = fix

    def __str__(self) -> str:
        text = f"{self.subject}: {self.problem}"
        return f"{text} – {self.fix}" if self.fix else text


class ArticleError(PodcastError):
    """An article that cannot be read or has nothing to say."""


class ShowError(PodcastError):
    """No show here, or a wrong value in show.toml."""


class LexiconError(PodcastError):
    """A wrong entry in a lexicon."""


class VoiceError(PodcastError):
    """An unknown voice, a broken profile, an engine that fails."""


class AudioError(PodcastError):
    """A jingle, a cover or an encoder that fails."""


class EpisodeError(PodcastError):
    """An episode that does not exist, or a name that fits several."""


class LockedError(PodcastError):
    """Another build holds the show."""


class PlaybackError(PodcastError):
    """No player, no sound device, no such place in the episode."""


class PublishError(PodcastError):
    """The published folder cannot be written or served."""

    @classmethod
    def of(cls, error: OSError, path: object) -> PublishError:
        """What the system said about a file that was to be written; `path` if it named none."""
        return cls(error.filename or path, f"cannot be written: {error.strerror}")
