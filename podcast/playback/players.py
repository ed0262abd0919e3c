"""Playback on this computer, with each sentence shown as it is said."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from podcast.episode.clock import clock
from podcast.errors import PlaybackError
from podcast.models import Chapter, Cue
from podcast.playback import device


class Player(NamedTuple):
    """How to call a player."""

    quietly: tuple[str, ...]
    """Arguments for: no window, no progress line, but errors."""
    start: tuple[str, ...] | None
    """Arguments that skip the beginning, in seconds; nothing if it cannot."""


PLAYERS = {
    "mpv": Player(
        ("--no-video", "--msg-level=all=error", "--resume-playback=no"), ("--start={:.3f}",)
    ),
    "ffplay": Player(("-nodisp", "-autoexit", "-loglevel", "error"), ("-ss", "{:.3f}")),
    "cvlc": Player(("--quiet", "--play-and-exit", "--no-video"), ("--start-time={:.3f}",)),
    "mplayer": Player(("-really-quiet", "-nolirc", "-novideo"), ("-ss", "{:.3f}")),
    "afplay": Player((), None),
}
"""By name, the best first. (mpg123 hangs without a sound device, deaf to signals.)"""

_LIBRARY = "miniaudio"
_EARLY_S = 3.0
"""A player that ends so long before the last cue has failed, whatever its exit code says."""
_TIME = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,6}):)?(\d{1,9}(?:[.,]\d+)?)")

_Ended = Callable[[float], bool]
"""Waits so many seconds, or until the sound has ended: then it is true."""


def play(
    media: Path,
    cues: Sequence[Cue],
    *,
    start_ms: int = 0,
    show: Callable[[Cue], None],
    player: str | None = None,
) -> None:
    """Play `media` from `start_ms` on and call `show` with each cue as it begins.

    `player` is one of `PLAYERS` (or "miniaudio", the library); without one, the first that is
    installed and can begin there, or else the library. Returns at the end of the sound. On Ctrl-C
    the player is stopped before `KeyboardInterrupt` goes on. Raises `PlaybackError`.
    """
    if not media.is_file():
        raise PlaybackError(media, "there is no such file", "run: podcast build")
    coming = [cue for cue in cues if cue.end_ms > start_ms]
    command = _command(media, start_ms, player)
    lasting = (coming[-1].end_ms - start_ms) / 1000 if coming else 0
    with _playing(command, lasting) if command else device.sounding(media, start_ms) as ended:
        _follow(coming, start_ms, show, ended)


def locate(place: str, chapters: Sequence[Chapter], duration_ms: int) -> int:
    """Where `place` is, in milliseconds.

    A place is a time ("90", "1:30", "01:02:03"), a chapter's number ("#3") or its title or a part
    of it that fits no other. Raises `PlaybackError` with the chapters that there are.
    """
    place = place.strip()
    if match := _TIME.fullmatch(place):
        return _moment(match, duration_ms)
    if re.fullmatch(r"#\d{1,9}", place):
        found = [c for number, c in enumerate(chapters, 1) if number == int(place[1:])]
    else:
        found = _titled(place, chapters)
    if len(found) != 1:
        fits = "fits several chapters" if found else "there is no such chapter or time"
        raise PlaybackError(f'"{place}"', fits, _listed(found, chapters))
    return found[0].start_ms


def _moment(match: re.Match[str], duration_ms: int) -> int:
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    if (match[2] and seconds >= 60) or (match[1] and minutes >= 60):
        raise PlaybackError(match[0], "is not a time", 'write it like "1:30" or "01:02:03"')
    wanted = round(1000 * (3600 * hours + 60 * minutes + seconds))
    if wanted and wanted >= duration_ms:
        length = f"the episode is {clock(duration_ms // 1000)} long"
        raise PlaybackError(match[0], "is behind the end", length)
    return wanted


def _titled(part: str, chapters: Sequence[Chapter]) -> list[Chapter]:
    wanted = _folded(part)
    exact = [chapter for chapter in chapters if _folded(chapter.title) == wanted]
    within = [chapter for chapter in chapters if wanted and wanted in _folded(chapter.title)]
    return exact[:1] or within


def _folded(text: str) -> str:
    """Letters and digits only, so that "Größe", "groesse" and "GROSSE" are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for umlaut, vowel in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        bare = bare.casefold().replace(umlaut, vowel)
    return " ".join(re.findall(r"[^\W_]+", bare))


def _listed(found: Sequence[Chapter], chapters: Sequence[Chapter]) -> str:
    if not chapters:
        return "it has no chapters; give a time such as 1:30"
    numbered = [(n, c) for n, c in enumerate(chapters, 1) if c in found or not found]
    return "chapters: " + ", ".join(
        f"#{n} {c.title} ({clock(c.start_ms // 1000)})" for n, c in numbered
    )


def _follow(cues: Sequence[Cue], start_ms: int, show: Callable[[Cue], None], ended: _Ended) -> None:
    """Show each cue when it is due, until the sound has ended."""
    began = time.monotonic()
    for cue in cues:
        due = began + (cue.start_ms - start_ms) / 1000
        if ended(max(due - time.monotonic(), 0)):
            return
        show(cue)
    while not ended(0.5):  # short, because Windows keeps Ctrl-C waiting for as long
        pass


# ── an installed player ───────────────────────────────────────────────────────────────────────


def _command(media: Path, start_ms: int, player: str | None) -> list[str] | None:
    """The player's command line; nothing where the library is to play."""
    if player == _LIBRARY:
        return None
    if player:
        return _arguments(player, _known(player), media, start_ms)
    for name, known in PLAYERS.items():
        if shutil.which(name) and (known.start or not start_ms):
            return _arguments(name, known, media, start_ms)
    return None


def _known(player: str) -> Player:
    known = PLAYERS.get(Path(player).stem)
    if not known:
        names = ", ".join([*PLAYERS, _LIBRARY])
        raise PlaybackError(player, "is not a known player", f"choose one of: {names}")
    return known


def _arguments(name: str, player: Player, media: Path, start_ms: int) -> list[str]:
    program = shutil.which(name)
    if not program:
        raise PlaybackError(name, "is not installed", "leave out --player")
    if start_ms and player.start is None:
        raise PlaybackError(name, "can only play from the beginning", "leave out --player")
    skip = [text.format(start_ms / 1000) for text in player.start or () if start_ms]
    # Absolute, so that a name such as "-h.mp3" is no option.
    return [program, *player.quietly, *skip, str(media.resolve())]


@contextmanager
def _playing(command: list[str], lasting: float) -> Iterator[_Ended]:
    """The player at work, as `sound.sounding` is. `lasting`: how long it should take. Seconds."""
    with tempfile.TemporaryFile() as said, _started(command, said) as process:
        began = time.monotonic()

        def ended(seconds: float) -> bool:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                return False
            if process.returncode or time.monotonic() - began < lasting - _EARLY_S:
                why = _last_line(said) or "ended at once, without a word"
                raise PlaybackError(Path(command[0]).name, why, "is there a sound device?")
            return True

        yield ended


@contextmanager
def _started(command: list[str], said: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The running player; afterwards it has ended, whatever happened."""
    try:
        # Without our keyboard: a pause that we know nothing of would part text and sound.
        process = subprocess.Popen(  # noqa: S603 -- a player from PATH, arguments of our own
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
    except OSError as error:
        reason = error.strerror or "cannot be started"
        raise PlaybackError(command[0], reason, "leave out --player") from error
    try:
        yield process
    finally:
        try:
            process.terminate()
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            process.wait()


def _last_line(said: IO[bytes]) -> str:
    """The last thing that a player said: mpv says it on stdout, others on stderr."""
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
