"""Local playback that shows each sentence as it is spoken."""

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
from podcast.episode.cues import Cue
from podcast.errors import PlaybackError
from podcast.models import Chapter
from podcast.playback import device


class Player(NamedTuple):
    """Command-line arguments of a player."""

    quietly: tuple[str, ...]
    """Arguments that suppress the window and the progress line, but not errors."""
    start: tuple[str, ...] | None
    """Arguments that set the start position in seconds; None if the player cannot seek."""


PLAYERS = {
    "mpv": Player(
        ("--no-video", "--msg-level=all=error", "--resume-playback=no"), ("--start={:.3f}",)
    ),
    "ffplay": Player(("-nodisp", "-autoexit", "-loglevel", "error"), ("-ss", "{:.3f}")),
    "cvlc": Player(("--quiet", "--play-and-exit", "--no-video"), ("--start-time={:.3f}",)),
    "mplayer": Player(("-really-quiet", "-nolirc", "-novideo"), ("-ss", "{:.3f}")),
    "afplay": Player((), None),
}
"""Players by name, best first. (mpg123 hangs without a audio device and ignores signals.)"""

_LIBRARY = "miniaudio"
_EARLY_S = 3.0
"""A player that exits this long before the last cue ends has failed, even with exit code 0."""
_TIME = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,6}):)?(\d{1,9}(?:[.,]\d+)?)")

_Ended = Callable[[float], bool]
"""Waits for the given seconds or until the sound ends; returns whether it has ended."""


def play(
    media: Path,
    cues: Sequence[Cue],
    *,
    start_ms: int = 0,
    show: Callable[[Cue], None],
    player: str | None = None,
) -> None:
    """Play `media` from `start_ms` and call `show` with each cue as it begins.

    `player` is one of `PLAYERS`, or "miniaudio" for the library. By default, uses the first
    installed player that can start at `start_ms`, else the library. Returns when the sound ends.
    On Ctrl-C, stops the player before `KeyboardInterrupt` propagates. Raises `PlaybackError`.
    """
    if not media.is_file():
        raise PlaybackError(media, "does not exist", "run: podcast build")
    remaining = [cue for cue in cues if cue.end_ms > start_ms]
    command = _command(media, start_ms, player)
    duration_s = (remaining[-1].end_ms - start_ms) / 1000 if remaining else 0
    with _playing(command, duration_s) if command else device.playing(media, start_ms) as ended:
        _follow(remaining, start_ms, show, ended)


def locate(place: str, chapters: Sequence[Chapter], duration_ms: int) -> int:
    """Resolve `place` to a position in milliseconds.

    A place is a time ("90", "1:30", "01:02:03"), a chapter number ("#3"), a chapter title, or a
    part of exactly one title. Raises `PlaybackError`, listing the chapters, if nothing matches.
    """
    place = place.strip()
    if match := _TIME.fullmatch(place):
        return _parse_time(match, duration_ms)
    if re.fullmatch(r"#\d{1,9}", place):
        found = [c for number, c in enumerate(chapters, 1) if number == int(place[1:])]
    else:
        found = _by_title(place, chapters)
    if len(found) != 1:
        problem = "matches several chapters" if found else "is neither a chapter nor a time"
        raise PlaybackError(f'"{place}"', problem, _listed(found, chapters))
    return found[0].start_ms


def _parse_time(match: re.Match[str], duration_ms: int) -> int:
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    if (match[2] and seconds >= 60) or (match[1] and minutes >= 60):
        raise PlaybackError(match[0], "is not a time", 'write it like "1:30" or "01:02:03"')
    wanted = round(1000 * (3600 * hours + 60 * minutes + seconds))
    if wanted and wanted >= duration_ms:
        fix = f"the episode ends at {clock(duration_ms // 1000)}; use an earlier time"
        raise PlaybackError(match[0], "is past the end", fix)
    return wanted


def _by_title(part: str, chapters: Sequence[Chapter]) -> list[Chapter]:
    wanted = _folded(part)
    exact = [chapter for chapter in chapters if _folded(chapter.title) == wanted]
    within = [chapter for chapter in chapters if wanted and wanted in _folded(chapter.title)]
    return exact[:1] or within


def _folded(text: str) -> str:
    """Reduce to letters and digits, so that "Größe", "groesse" and "GROSSE" are equal."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for umlaut, vowel in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        bare = bare.casefold().replace(umlaut, vowel)
    return " ".join(re.findall(r"[^\W_]+", bare))


def _listed(found: Sequence[Chapter], chapters: Sequence[Chapter]) -> str:
    if not chapters:
        return "the episode has no chapters; use a time such as 1:30"
    numbered = [(n, c) for n, c in enumerate(chapters, 1) if c in found or not found]
    return "use one of: " + ", ".join(
        f"#{n} {c.title} ({clock(c.start_ms // 1000)})" for n, c in numbered
    )


def _follow(cues: Sequence[Cue], start_ms: int, show: Callable[[Cue], None], ended: _Ended) -> None:
    """Show each cue when it is due, until the sound ends."""
    began = time.monotonic()
    for cue in cues:
        due = began + (cue.start_ms - start_ms) / 1000
        if ended(max(due - time.monotonic(), 0)):
            return
        show(cue)
    while not ended(0.5):  # short: on Windows, Ctrl-C is delayed by this wait
        pass


# ── an installed player ───────────────────────────────────────────────────────────────────────


def _command(media: Path, start_ms: int, player: str | None) -> list[str] | None:
    """Return the player's command line, or None to use the library."""
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
        raise PlaybackError(name, "is not installed", "install it, or omit --player")
    if start_ms and player.start is None:
        raise PlaybackError(name, "can only play from the beginning", "omit --player")
    skip = [text.format(start_ms / 1000) for text in player.start or () if start_ms]
    # Absolute path, so that a name such as "-h.mp3" is not parsed as an option.
    return [program, *player.quietly, *skip, str(media.resolve())]


@contextmanager
def _playing(command: list[str], duration_s: float) -> Iterator[_Ended]:
    """Run the player, like `device.playing`; playback should take `duration_s` seconds."""
    with tempfile.TemporaryFile() as output, _started(command, output) as process:
        began = time.monotonic()

        def ended(seconds: float) -> bool:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                return False
            if process.returncode or time.monotonic() - began < duration_s - _EARLY_S:
                reason = _last_line(output) or "exited early without an error message"
                raise PlaybackError(Path(command[0]).name, reason, "check the audio device")
            return True

        yield ended


@contextmanager
def _started(command: list[str], output: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the player; on leaving the block it is always stopped."""
    try:
        # No stdin: pausing from the keyboard would put text and sound out of sync.
        process = subprocess.Popen(  # noqa: S603 -- player from PATH, our own arguments
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    except OSError as error:
        reason = error.strerror or "cannot be started"
        raise PlaybackError(command[0], reason, "omit --player") from error
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


def _last_line(output: IO[bytes]) -> str:
    """Return the last line of output: mpv reports errors on stdout, others on stderr."""
    output.seek(0)
    lines = output.read().decode(errors="replace").splitlines()
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
