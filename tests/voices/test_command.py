"""The command engine and espeak-ng: programs that read text and write sound."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import cast
import pytest

from podcast import voices
from podcast.errors import VoiceError
from podcast.voices.spec import Voice


def opened(folder: Path, program: str, more: str = "") -> Voice:
    cast.write(folder, "command", more=more)
    (folder / "program.py").write_text(program, "utf-8")
    return voices.open_voice(voices.load("command", folder))


def test_the_program_gets_the_text_and_nothing_else(tmp_path: Path) -> None:
    log = tmp_path / "log"
    note = f"import sys\ntext = open({str(log)!r}, 'ab').write(sys.stdin.buffer.read() + b'|')\n"
    voice = opened(tmp_path, note + cast.PROGRAM.replace("sys.stdin.buffer.read()", "b'abc'"))
    voice.speak(["Größe $(rm -rf /)", "Zwei; --help"])
    assert log.read_text("utf-8") == "Größe $(rm-rf/)|Zwei; --help|".replace("rm-rf", "rm -rf ")


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("import sys; print('kein Modell da', file=sys.stderr); sys.exit(7)", "7: kein Modell da"),
        ("import sys; sys.exit(3)", "exited with code 3$"),
        ("", "returned no data"),
        ("print('Hallo')", "returned 'Hallo"),
        ("import time; time.sleep(20)", "took longer than 1 s"),
        (cast.PROGRAM.replace("0.06 * len(text)", "900"), "s of sound for 2 letters"),
        (
            cast.PROGRAM.replace("out.getvalue()", "out.getvalue()[:999]"),
            "an incomplete audio file",
        ),
    ],
    ids="code silent-code nothing text slow long cut".split(),
)
def test_a_program_that_fails_is_one_clear_error(
    tmp_path: Path, program: str, message: str
) -> None:
    voice = opened(tmp_path, program, "timeout_s = 1\n")
    with pytest.raises(VoiceError, match=f"voice command: 'Ja!!.': .*{message}"):
        voice.speak(["Ja!!."])


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'engine = "command"\n[options]\ncommand = ["gibt-es-nicht"]\n', "utf-8"
    )
    with pytest.raises(
        VoiceError, match=r"cannot find the program 'gibt-es-nicht' – check options\.command"
    ):
        voices.check(voices.load("a", tmp_path))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("", r"options\.command is missing"),
        ('command = "my-tts"', r"options\.command must be a list of strings"),
        ("command = []", r"options\.command must be a list of strings"),
        ("command = [1]", r"options\.command must be a list of strings"),
    ],
)
def test_a_wrong_profile_is_one_clear_error(tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(f'engine = "command"\n[options]\n{options}\n', "utf-8")
    with pytest.raises(VoiceError, match=message):
        voices.load("a", tmp_path)


def test_a_raised_version_is_another_voice(tmp_path: Path) -> None:
    command = f'engine = "command"\n[options]\ncommand = ["{Path(sys.executable).name}"]\n'
    (tmp_path / "a.toml").write_text(command, "utf-8")
    (tmp_path / "b.toml").write_text(f'{command}version = "2"\n', "utf-8")
    one, two = (voices.load(name, tmp_path).fingerprint for name in "ab")
    assert one != two


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_espeak_obeys_its_options(tmp_path: Path) -> None:
    def seconds(more: str) -> float:
        cast.write(tmp_path, "espeak", more=more)
        clip = voices.open_voice(voices.load("espeak", tmp_path)).speak(["Der Zug kommt um acht."])
        return clip.frames / clip.rate

    assert seconds("words_per_minute = 300\n") < 0.8 * seconds("words_per_minute = 150\n")
    with pytest.raises(VoiceError, match="espeak-ng exited with code"):
        seconds('voice = "klingonisch"\n')


def test_espeak_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError, match="cannot find the program 'espeak-ng' – install it"):
        voices.check(voices.load("espeak-ng"))
