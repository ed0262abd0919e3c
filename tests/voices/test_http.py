"""The HTTP engine against a server with every fault."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path
from time import time

import cast
import pytest
import speech_server as faults
from click.testing import CliRunner, Result
from shows import configure, make
from speech_server import Answer, SpeechServer, sound, tone

from podcast import voices
from podcast.cli import main
from podcast.errors import VoiceError
from podcast.voices.engines import http
from podcast.voices.spec import Voice

TEXT = "Guten Abend, meine Damen und Herren."


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that were waited, without waiting."""
    slept: list[float] = []
    monkeypatch.setattr(http.time, "sleep", slept.append)
    return slept


def opened(folder: Path, server: SpeechServer, more: str = "") -> Voice:
    return voices.open_voice(voices.load("http", cast.write(folder, "http", server.url, more)))


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg", "opus", "pcm"])
def test_every_format_is_understood(tmp_path: Path, kind: str) -> None:
    with SpeechServer() as server:
        clip = opened(tmp_path, server, f'response_format = "{kind}"\n').speak([TEXT])
        assert server.requests[0]["response_format"] == {"ogg": "opus"}.get(kind, kind)
    assert clip.frames / clip.rate == pytest.approx(0.06 * len(TEXT), abs=0.1)


def test_the_request_has_the_form_that_servers_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEIN_SCHLUESSEL", "sk-geheim")
    more = 'model = "kokoro"\nspeed = 1.1\ninstructions = "ruhig"\nkey_env = "MEIN_SCHLUESSEL"\n'
    with SpeechServer() as server:
        opened(tmp_path, server, more).speak(["Eins.", "Zwei."])
    assert server.requests == [
        {
            "model": "kokoro",
            "voice": "alloy",
            "input": text,
            "response_format": "wav",
            "speed": 1.1,
            "instructions": "ruhig",
        }
        for text in ("Eins.", "Zwei.")
    ]
    assert server.headers[0]["Authorization"] == "Bearer sk-geheim"


def test_without_a_key_none_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-geheim")
    with SpeechServer() as server:
        opened(tmp_path, server).speak([TEXT])
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(500),
        faults.status(503),
        faults.status(429),
        faults.hangs_up,
        faults.half,
        faults.body(b""),
        faults.body(b'{"error": "busy"}'),
        faults.body(sound(tone(TEXT, 0.1))),
        faults.body(sound(tone(TEXT, 60))),
        faults.body(sound(tone(TEXT))[:5000]),
    ],
    ids="500 503 429 hangs-up half empty json short long cut".split(),
)
def test_a_passing_fault_is_survived(tmp_path: Path, fault: Answer, waits: list[float]) -> None:
    with SpeechServer() as well:
        expected = opened(tmp_path, well).speak([TEXT])
    with SpeechServer(fault, fault, faults.well) as server:
        assert opened(tmp_path, server).speak([TEXT]) == expected
    assert len([wait for wait in waits if wait > 0.1]) == 2
    assert waits[-1] > waits[0]


@pytest.mark.usefixtures("waits")
def test_a_server_that_is_slow_is_asked_again(tmp_path: Path) -> None:
    enough = threading.Event()
    with SpeechServer(lambda *_: enough.wait(20) and None, faults.well) as server:
        try:
            assert opened(tmp_path, server, "timeout_s = 1\n").speak([TEXT]).frames
        finally:
            enough.set()
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7), ("0", 0), (lambda: formatdate(time() + 9, usegmt=True), 9), ("600", 60), ("x", 0.5)],
    ids="seconds now date too-long nonsense".split(),
)
def test_retry_after_is_obeyed(
    tmp_path: Path, waits: list[float], asked: object, waited: float
) -> None:
    when = asked() if callable(asked) else str(asked)
    with SpeechServer(faults.status(429, Retry_After=when), faults.well) as server:
        opened(tmp_path, server).speak([TEXT])
    assert waits[0] == pytest.approx(waited, abs=1.5 if waited == 9 else 0.11)


@pytest.mark.parametrize(
    ("code", "body", "message"),
    [
        (400, '{"error": {"message": "unknown voice alloy"}}', "400 Bad Request: unknown voice"),
        (404, "<html>", "404 Not Found: <html> – check base_url, model and voice"),
        (401, '{"detail": "no sk-geheim here"}', "401 .*: no … here – check the key in SCHLUESSEL"),
    ],
)
def test_a_fault_that_stays_is_told_at_once(
    tmp_path: Path,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    body: str,
    message: str,
) -> None:
    monkeypatch.setenv("SCHLUESSEL", "sk-geheim")
    with (
        SpeechServer(faults.status(code, body)) as server,
        pytest.raises(VoiceError, match=message),
    ):
        opened(tmp_path, server, 'key_env = "SCHLUESSEL"\n').speak([TEXT])
    assert len(server.requests) == 1
    assert not waits


def test_patience_ends_and_comes_back(tmp_path: Path, waits: list[float]) -> None:
    with SpeechServer(faults.status(503)) as server:
        voice = opened(tmp_path, server, "retries = 3\n")
        with pytest.raises(
            VoiceError, match=r"503 .* \(4 tries\) – check the server and build again"
        ):
            voice.speak([TEXT])
        assert len(waits) == 3
        with pytest.raises(VoiceError, match="503"):
            voice.speak([TEXT])
        assert len(waits) == 3  # nobody waits for a dead server at every sentence
        server.answers = [faults.well]
        assert voice.speak([TEXT]).frames
        server.answers = [faults.status(503), faults.well]
        assert voice.speak([TEXT]).frames
        assert len(waits) == 4


def test_no_more_requests_run_at_once_than_allowed(tmp_path: Path) -> None:
    with SpeechServer(faults.sleeps(0.05)) as server:
        cast.write(tmp_path, "http", server.url, "parallel = 2\n")
        spec = voices.load("http", tmp_path)
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda n: voices.open_voice(spec).speak([f"Satz {n}."]), range(6)))
    assert server.busiest <= 2


def test_sounds_of_another_rate_are_fitted(tmp_path: Path) -> None:
    other = faults.body(sound(tone("Zwei.", 1.0, 16_000), "wav", 16_000))
    with SpeechServer(faults.body(sound(tone("Eins.", 1.0))), other) as server:
        clip = opened(tmp_path, server).speak(["Eins.", "Zwei."])
    assert clip.rate == faults.RATE
    first, second = (end - start for start, end in clip.sentences())
    assert first == pytest.approx(second, abs=50)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ('voice = "a"', r"options\.base_url is missing"),
        ('base_url = "localhost:1"\nvoice = "a"', "is not a web address: 'localhost:1'"),
        ('base_url = "http://h/v1"\nvoice = "a"\nkey = "sk-1"', r"options\.key is not a known key"),
        (
            'base_url = "http://h/v1"\nvoice = "a"\nkey_env = "NIE"',
            "variable NIE, which is not set",
        ),
        ('base_url = "http://h/v1"\nvoice = "a"\nresponse_format = "aiff"', 'must be "wav" or'),
        ('base_url = "http://h/v1"\nvoice = "a"\nspeed = 9', "speed must be a number from 0.25"),
    ],
)
def test_a_wrong_profile_is_one_clear_error(tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "probe.toml").write_text(f'engine = "http"\n[options]\n{options}\n', "utf-8")
    with pytest.raises(VoiceError, match=f"(?s)probe.*{message}"):
        voices.check(voices.load("probe", tmp_path))


MEASURES = "level_lufs = -20\nmastered_lufs = -26\npace_s = 0\n"  # nothing is left to measure


def test_a_long_article_survives_a_server_that_dies_in_the_middle(tmp_path: Path) -> None:
    paragraphs = [f"Das ist der {word} Absatz." for word in "erste zweite dritte vierte".split()]
    show = make(tmp_path, {"lang.txt": "Ein Artikel|01.02.2025.\n\n" + "\n\n".join(paragraphs)})
    configure(tmp_path, voice='"http"')

    def built(server: SpeechServer) -> Result:
        cast.write(show.paths.voices, "http", server.url, "retries = 1\n")
        profile = show.paths.voices / "http.toml"
        profile.write_text(MEASURES + profile.read_text("utf-8"), "utf-8")
        return CliRunner().invoke(main, ["-C", str(tmp_path), "build", "-j", "1"])

    with SpeechServer(*[faults.well] * 3, faults.hangs_up) as server:
        failed = built(server)
        port = server.port
    assert failed.exit_code == 1
    assert "cannot be reached" in failed.output
    assert "build again: finished paragraphs are cached" in failed.output
    assert not list(show.paths.public.glob("*/*.mp3"))
    spoken = [request["input"] for request in server.requests[:3]]
    with SpeechServer(port=port) as server:
        done = built(server)
        assert done.exit_code == 0, done.output
        assert not {request["input"] for request in server.requests} & set(spoken)
        count = len(server.requests)
        assert built(server).exit_code == 0
        assert len(server.requests) == count
    assert len(list(show.paths.public.glob("*/*.mp3"))) == 1
    checked = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert checked.exit_code == 0, checked.output
