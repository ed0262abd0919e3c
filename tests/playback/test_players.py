from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import lameenc
import miniaudio
import numpy as np
import pytest

from podcast.episode.cues import Cue
from podcast.errors import PlaybackError
from podcast.models import Chapter
from podcast.playback import device, players

CUES = [Cue(text=f"Satz {n}", start_ms=300 * n, end_ms=300 * n + 300, segment=0) for n in range(4)]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1.2 seconds of a sine."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(96)
    encoder.set_in_sample_rate(44100)
    encoder.set_channels(1)
    encoder.silence()
    wave = np.sin(np.arange(int(44100 * 1.2)) * 2 * math.pi * 440 / 44100) * 8000
    path = tmp_path_factory.mktemp("media") / "-grüße 1.mp3"
    path.write_bytes(encoder.encode(wave.astype("<i2").tobytes()) + encoder.flush())
    return path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts players on an otherwise empty PATH; each writes its arguments to `NAME.json`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name: str, code: str = "time.sleep(1.2)") -> Path:
        log = tmp_path / f"{name}.json"
        script = folder / name
        script.write_text(
            f"#!{sys.executable}\nimport json, os, signal, sys, time\n"
            f"with open({str(log)!r} + '~', 'w') as f: json.dump([os.getpid(), *sys.argv[1:]], f)\n"
            f"os.replace({str(log)!r} + '~', {str(log)!r})\n" + textwrap.dedent(code)
        )
        script.chmod(0o755)
        return log

    return put


@pytest.fixture
def inaudible(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library plays for real, but nobody hears it."""
    monkeypatch.setattr(device, "_backends", lambda: [miniaudio.Backend.NULL])


class Screen:
    """What is shown, and when."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown: list[tuple[str, float]] = []

    def __call__(self, cue: Cue) -> None:
        self.shown.append((cue.text, time.monotonic() - self.began))

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.shown]

    def is_on_time(self, start_ms: int) -> bool:
        """Each cue as far behind the first as it should be; the first may wait for a device."""
        begin, due = self.shown[0][1], {c.text: max(c.start_ms - start_ms, 0) for c in CUES}
        late = [1000 * (moment - begin) - due[text] for text, moment in self.shown]
        return all(-20 <= ms < 150 for ms in late)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


# ── an installed player ───────────────────────────────────────────────────────────────────────


def test_cues_are_shown_as_they_begin(media: Path, install: Callable[..., Path]) -> None:
    log, screen = install("mpv"), Screen()
    players.play(media, CUES, show=screen)
    assert screen.texts == ["Satz 0", "Satz 1", "Satz 2", "Satz 3"]
    assert screen.is_on_time(0)
    _, *arguments = json.loads(log.read_text())
    assert arguments[-1] == str(media)
    assert not any(argument.startswith("--start") for argument in arguments)


def test_the_start_is_taken_into_account(media: Path, install: Callable[..., Path]) -> None:
    log, screen = install("ffplay", "time.sleep(0.8)"), Screen()
    players.play(media, CUES, start_ms=400, show=screen)
    assert screen.texts == ["Satz 1", "Satz 2", "Satz 3"]  # the first is already being said
    assert screen.is_on_time(400)
    arguments = json.loads(log.read_text())
    assert arguments[arguments.index("-ss") + 1] == "0.400"


@pytest.mark.parametrize("name", players.PLAYERS)
def test_every_player_gets_the_file_last(
    name: str, media: Path, install: Callable[..., Path]
) -> None:
    log = install(name, "")
    players.play(media, [], show=Screen(), player=name)
    assert json.loads(log.read_text())[-1] == str(media)


def test_the_best_player_is_taken(media: Path, install: Callable[..., Path]) -> None:
    worse, better = install("afplay", ""), install("ffplay", "")
    players.play(media, [], show=Screen())
    assert better.exists()
    assert not worse.exists()


@pytest.mark.usefixtures("inaudible")
def test_a_player_that_cannot_seek_is_passed_over(
    media: Path, install: Callable[..., Path]
) -> None:
    log, screen = install("afplay", ""), Screen()
    players.play(media, CUES, start_ms=1000, show=screen)
    assert not log.exists()
    assert screen.texts == ["Satz 3"]
    with pytest.raises(PlaybackError, match="afplay: can only play from the beginning"):
        players.play(media, CUES, start_ms=1000, show=screen, player="afplay")


def test_a_player_that_fails_is_quoted(media: Path, install: Callable[..., Path]) -> None:
    install("mpv", "print('noise'); print('no sound.\\n', file=sys.stderr); sys.exit(2)")
    with pytest.raises(PlaybackError, match=r"mpv: no sound\. – check the audio device"):
        players.play(media, CUES, show=Screen())


def test_a_player_that_fails_without_saying_so(media: Path, install: Callable[..., Path]) -> None:
    install("ffplay", "print('audio open failed')")
    long = [Cue(text="lang", start_ms=0, end_ms=60_000, segment=0)]
    with pytest.raises(PlaybackError, match="ffplay: audio open failed"):
        players.play(media, long, show=Screen())
    install("ffplay", "")
    with pytest.raises(PlaybackError, match="exited early without an error message"):
        players.play(media, long, show=Screen())


def test_a_chatty_player_does_not_stall(media: Path, install: Callable[..., Path]) -> None:
    install("mpv", "print('x' * 300_000)")
    players.play(media, [], show=Screen())


@pytest.mark.parametrize(
    ("player", "message"),
    [
        ("winamp", "not a known player – choose one of: mpv, .*miniaudio"),
        ("mpv", "mpv: is not installed"),
    ],
)
@pytest.mark.usefixtures("install")
def test_a_wrong_player_is_named(player: str, message: str, media: Path) -> None:
    with pytest.raises(PlaybackError, match=message):
        players.play(media, CUES, show=Screen(), player=player)


def test_a_player_that_is_no_program(media: Path, install: Callable[..., Path]) -> None:
    install("mpv")
    play_file = Path(os.environ["PATH"]) / "mpv"
    play_file.write_text("#!/nowhere/at/all\n")
    with pytest.raises(PlaybackError, match="No such file"):
        players.play(media, CUES, show=Screen())


@pytest.mark.timing
@pytest.mark.parametrize("stubborn", [False, True])
def test_ctrl_c_stops_the_player(stubborn: bool, media: Path, install: Callable[..., Path]) -> None:
    deaf = (
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, lambda *_: 0)"
    )
    log = install("mpv", f"{deaf if stubborn else ''}\nwhile True: time.sleep(9)")
    threading.Timer(0.6, signal.raise_signal, [signal.SIGINT]).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        players.play(media, CUES, show=Screen())
    assert time.monotonic() - began < 2
    assert gone(json.loads(log.read_text())[0])


def test_a_screen_that_breaks_stops_the_player(media: Path, install: Callable[..., Path]) -> None:
    log = install("mpv", "time.sleep(60)")

    def broken(_cue: Cue) -> None:
        while not log.exists():
            time.sleep(0.01)
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        players.play(media, CUES, show=broken)
    assert gone(json.loads(log.read_text())[0])


# ── the library ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.timing
@pytest.mark.usefixtures("inaudible", "install")
def test_without_a_player_the_library_plays(media: Path) -> None:
    screen = Screen()
    players.play(media, CUES, show=screen)
    assert screen.texts == ["Satz 0", "Satz 1", "Satz 2", "Satz 3"]
    assert screen.is_on_time(0)
    assert 1.1 < time.monotonic() - screen.began < 3


@pytest.mark.usefixtures("inaudible", "install")
def test_the_library_seeks(media: Path) -> None:
    screen = Screen()
    players.play(media, CUES, start_ms=700, show=screen)
    assert screen.texts == ["Satz 2", "Satz 3"]
    assert screen.is_on_time(700)
    whole, rest = (sum(map(len, device._decoded(media, ms))) / 88.2 for ms in (0, 700))
    assert whole - rest == pytest.approx(700, abs=1)


@pytest.mark.timing
@pytest.mark.usefixtures("inaudible", "install")
def test_ctrl_c_stops_the_library(media: Path) -> None:
    threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        players.play(media, CUES, show=Screen())
    assert time.monotonic() - began < 1


@pytest.mark.usefixtures("install")
def test_no_sound_device(
    media: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def none(*_: object, **__: object) -> None:
        os.write(2, b"ALSA lib confmisc.c:855: cannot find card '0'\n")
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    with pytest.raises(PlaybackError, match=r"none could be opened \(failed to init device -401\)"):
        players.play(media, CUES, show=Screen())
    assert capfd.readouterr().err == ""


def test_the_library_never_plays_into_the_void() -> None:
    assert miniaudio.Backend.NULL not in device._backends()


@pytest.mark.usefixtures("inaudible", "install")
def test_what_is_no_sound_is_named(tmp_path: Path) -> None:
    for name, content in (("leer.mp3", b""), ("text.mp3", b"Guten Tag " * 50)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(PlaybackError, match=f"{name}: is not a playable audio file"):
            players.play(path, CUES, show=Screen(), player="miniaudio")
    with pytest.raises(PlaybackError, match="does not exist – run: podcast build"):
        players.play(tmp_path / "nichts.mp3", CUES, show=Screen())


# ── --from ────────────────────────────────────────────────────────────────────────────────────

CHAPTERS = [
    Chapter(title=title, start_ms=start, end_ms=start + 1000)
    for title, start in [
        ("Einleitung", 0),
        ("Größe & Maß", 60_000),
        ("Maßnahmen", 125_000),
        ("„Ja“, sagt Müller", 3_725_000),
        ("Maß", 4_000_000),
    ]
]
LENGTH = 5_000_000


@pytest.mark.parametrize(
    ("place", "ms"),
    [
        ("0", 0),
        ("90", 90_000),
        (" 1:30 ", 90_000),
        ("80:00", 4_800_000),
        ("01:02:03", 3_723_000),
        ("12.5", 12_500),
        ("12,5", 12_500),
        ("#1", 0),
        ("#3", 125_000),
        ("Einleitung", 0),
        ("größe", 60_000),
        ("GROESSE", 60_000),
        ("grosse", 60_000),
        ("Gro\u0308ße & Maß", 60_000),
        ("maß", 4_000_000),  # the whole title wins over a part
        ("nahme", 125_000),
        ("ja sagt mueller", 3_725_000),
        ("muller", 3_725_000),
    ],
)
def test_places(place: str, ms: int) -> None:
    assert players.locate(place, CHAPTERS, LENGTH) == ms


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("#6", r'"#6": is neither a chapter nor a time – use one of: #1 Einleitung \(0:00\), #2'),
        ("#0", "is neither a chapter nor a time"),
        ("", "is neither a chapter nor a time"),
        ("!", "is neither a chapter nor a time"),
        ("-5", "is neither a chapter nor a time"),
        ("xyz", r"#4 „Ja“, sagt Müller \(1:02:05\)"),
        ("e", "matches several chapters – use one of: #1 Einleitung"),
        ("mas", r"matches several chapters – use one of: #2 Größe & Maß \(1:00\), #3 Maßnahmen"),
        ("1:75", "1:75: is not a time"),
        ("1:75:00", "1:75:00: is not a time"),
        ("5000", "5000: is past the end – the episode ends at 1:23:20; use an earlier time"),
        ("9:99:99:99", "is neither a chapter nor a time"),
    ],
)
def test_wrong_places_are_explained(place: str, message: str) -> None:
    with pytest.raises(PlaybackError, match=message):
        players.locate(place, CHAPTERS, LENGTH)


def test_an_episode_without_chapters() -> None:
    assert players.locate("0", [], 0) == 0
    with pytest.raises(PlaybackError, match="the episode has no chapters; use a time"):
        players.locate("#1", [], LENGTH)


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, podcast.playback.players; sys.exit('miniaudio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
