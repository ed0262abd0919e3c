"""All errors that the user can fix.

    PodcastError
    ├── ArticleError     an article is unreadable or contains nothing to speak
    ├── ShowError        there is no show here, or show.toml has an invalid value
    ├── LexiconError     a lexicon entry is invalid
    ├── VoiceError       a voice is unknown, a profile is broken, or an engine fails
    ├── AudioError       a jingle, a cover or an encoder fails
    ├── EpisodeError     an episode does not exist, or a name matches several
    ├── LockedError      another build holds the show's lock
    ├── PlaybackError    there is no player, no audio device, or no such position in the episode
    └── PublishError     the published folder cannot be written or served

Any other exception is a bug in this program.
"""

from __future__ import annotations


class PodcastError(Exception):
    """An expected failure: what is affected, what is wrong with it, and how to fix it.

    `subject` names the file, field or episode. `problem` continues the subject and says what is
    wrong. `fix` is an instruction; it may be empty if the remedy is obvious.
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
    """An article is unreadable or contains nothing to speak."""


class ShowError(PodcastError):
    """There is no show here, or show.toml has an invalid value."""


class LexiconError(PodcastError):
    """A lexicon entry is invalid."""


class VoiceError(PodcastError):
    """A voice is unknown, a profile is broken, or an engine fails."""


class MediaError(PodcastError):
    """A jingle, a cover or an encoder fails."""


class EpisodeError(PodcastError):
    """An episode does not exist, or a name matches several."""


class LockedError(PodcastError):
    """Another build holds the show's lock."""


class PlaybackError(PodcastError):
    """There is no player, no audio device, or no such position in the episode."""


class PublishError(PodcastError):
    """The published folder cannot be written or served."""

    @classmethod
    def of(cls, error: OSError, path: object) -> PublishError:
        """Wrap an `OSError` from writing a file; `path` is the subject if `error` names no file."""
        return cls(error.filename or path, f"cannot be written: {error.strerror}")
