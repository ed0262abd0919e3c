"""Installing a voice: whole or not at all, whatever the mirror and the disk do."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import filelock
import mirror
import pytest
from mirror import Answer, Mirror

from podcast import voices
from podcast.errors import VoiceError
from podcast.voices import install, model_files
from podcast.voices.spec import VoiceSpec

NETWORK = bytes(range(256)) * 5000
CONFIG = b'{"audio": {}}'
FILES = {"probe.onnx": NETWORK, "probe.onnx.json": CONFIG}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "_WAIT_S", 0.001)


def spec(folder: Path, url: str, *, network: bytes = NETWORK) -> VoiceSpec:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "probe.toml").write_text(
        f"""engine = "piper"
[model]
file = "probe.onnx"
url = "{url}"
bytes = {len(network)}
sha256 = "{hashlib.sha256(network).hexdigest()}"
config_bytes = {len(CONFIG)}
config_sha256 = "{hashlib.sha256(CONFIG).hexdigest()}"
""",
        "utf-8",
    )
    return voices.load("probe", folder)


class Place(NamedTuple):
    """A show's voices, and where its models go."""

    voices: Path
    models: Path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.models.iterdir() if path.name != ".lock")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "voices", tmp_path / "voices" / "models")


def is_installed(place: Place) -> bool:
    files = {name: place.models / name for name in FILES}
    return all(path.is_file() and path.read_bytes() == FILES[n] for n, path in files.items())


@pytest.mark.parametrize(
    "answers",
    [
        [mirror.well],
        [mirror.breaks_after(3), mirror.breaks_after(300_000), mirror.breaks_after(5), mirror.well],
        [mirror.status(503), mirror.status(429), mirror.well],
        [mirror.well, mirror.breaks_after(1000), mirror.whole],
    ],
    ids=["well", "breaks", "busy", "no ranges"],
)
def test_a_voice_is_downloaded_and_found(place: Place, answers: list[Answer]) -> None:
    steps: list[tuple[int, int]] = []
    with Mirror(FILES, *answers) as source:
        voice = spec(place.voices, source.url)
        done = install.install(voice, place.models, tell=lambda *step: steps.append(step))
        again = install.install(voice, place.models)
    assert (done.fetched, again.fetched) == (len(NETWORK) + len(CONFIG), 0)
    assert is_installed(place)
    assert place.names() == ["probe.onnx", "probe.onnx.json"]
    assert steps[-1] == (done.fetched, done.fetched)
    assert model_files.required(voice) == place.models / "probe.onnx"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (mirror.status(404), "404 Not Found – check the connection, .* a copy with --from"),
        (mirror.status(500), "500 Internal Server Error"),
        (mirror.other(b"<html>Bitte melden Sie sich an.</html>"), "has 38 bytes instead of"),
        (mirror.other(bytes(len(NETWORK))), "has the wrong checksum"),
        (mirror.endless, "has more than 1280000 bytes"),
        (mirror.breaks_after(0), "cannot be reached"),
    ],
    ids=["missing", "broken", "portal", "wrong", "endless", "hangs up"],
)
def test_a_bad_mirror_installs_nothing(place: Place, answer: Answer, message: str) -> None:
    with Mirror(FILES, mirror.well, answer) as source:
        voice = spec(place.voices, source.url)
        with pytest.raises(VoiceError, match=message):
            install.install(voice, place.models)
        assert model_files.found(voice.model) is None  # type: ignore[arg-type]
        assert not {"probe.onnx", "probe.onnx.json"} & set(place.names())
        source.answers = [mirror.well]
        install.install(voice, place.models)
    assert is_installed(place)


def test_without_network_the_error_says_what_to_do(place: Place) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/de/")
    with pytest.raises(
        VoiceError, match=r"cannot be reached: .* – check the connection, or install"
    ):
        install.install(voice, place.models)
    assert place.names() == []


def test_an_interrupted_download_goes_on_where_it_stopped(place: Place) -> None:
    with Mirror(FILES, mirror.well, mirror.breaks_after(400_000)) as source:
        voice = spec(place.voices, source.url)
        source.answers += [mirror.status(404)]
        with pytest.raises(VoiceError, match="404"):
            install.install(voice, place.models)
        source.answers = [mirror.well]
        source.ranges.clear()
        done = install.install(voice, place.models)
    assert source.ranges == ["bytes=400000-"]
    assert (done.resumed, done.fetched) == (400_000 + len(CONFIG), len(NETWORK) - 400_000)
    assert is_installed(place)


def test_a_hub_that_sends_on_to_its_store_is_followed(place: Place) -> None:
    with (
        Mirror(FILES, mirror.well, mirror.breaks_after(1000), mirror.well) as store,
        Mirror(FILES, mirror.moved(store.url)) as hub,
    ):
        install.install(spec(place.voices, hub.url), place.models)
    assert store.ranges == ["", "", "bytes=1000-"]
    assert is_installed(place)


def test_what_was_left_of_another_file_is_fetched_again(place: Place) -> None:
    place.models.mkdir(parents=True)
    (place.models / "probe.onnx.part").write_bytes(b"x" * 1000)
    (place.models / "probe.onnx.json.part").write_bytes(b"x" * 1000)
    with Mirror(FILES) as source:
        install.install(spec(place.voices, source.url), place.models)
    assert is_installed(place)


SLOW = """
import sys, time
from podcast import voices
from podcast.voices import install
from pathlib import Path
folder = Path(sys.argv[1])
def slowly(size, total):
    print(size, flush=True)
    time.sleep(0.05)
install.install(voices.load("probe", folder), folder / "models", tell=slowly)
"""


def test_killed_in_the_middle_nothing_is_half_installed(place: Place) -> None:
    with Mirror(FILES) as source:
        voice = spec(place.voices, source.url)
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW, str(place.voices)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        while int(process.stdout.readline()) < 400_000:
            pass
        process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        process.wait()
        process.stdout.close()
        assert model_files.found(voice.model) is None  # type: ignore[arg-type]
        assert not (place.models / "probe.onnx").exists()
        done = install.install(voice, place.models)
    assert done.resumed > 0
    assert is_installed(place)


@pytest.mark.parametrize("form", ["{0}", "{0}/probe.onnx", "file://{0}", "file://{0}/probe.onnx"])
def test_a_copy_on_this_computer_does_as_well(place: Place, tmp_path: Path, form: str) -> None:
    copy = tmp_path / "Kopie – ü"
    copy.mkdir()
    for name, data in FILES.items():
        (copy / name).write_bytes(data)
    voice = spec(place.voices, "http://127.0.0.1:9/")
    install.install(voice, place.models, form.format(copy))
    assert is_installed(place)


@pytest.mark.parametrize("end", ["", "/", "/probe.onnx"])
def test_another_mirror_does_as_well(place: Place, end: str) -> None:
    with Mirror(FILES) as source:
        voice = spec(place.voices, "http://127.0.0.1:9/")
        install.install(voice, place.models, source.url.rstrip("/") + end)
    assert is_installed(place)


def test_a_wrong_copy_is_refused(place: Place, tmp_path: Path) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/")
    with pytest.raises(VoiceError, match=r"nein.*cannot be read: No such file"):
        install.install(voice, place.models, str(tmp_path / "nein.onnx"))
    (tmp_path / "probe.onnx").write_bytes(NETWORK[::-1])
    (tmp_path / "probe.onnx.json").write_bytes(CONFIG)
    with pytest.raises(VoiceError, match=r"probe\.onnx: has the wrong checksum"):
        install.install(voice, place.models, str(tmp_path))
    (tmp_path / "probe.onnx").write_bytes(NETWORK[:-1])
    with pytest.raises(VoiceError, match="has 1279999 bytes instead of 1280000"):
        install.install(voice, place.models, str(tmp_path))
    assert not set(place.names()) & set(FILES)


def test_a_full_disk_is_told_before_and_in_the_middle(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Mirror(FILES) as source:
        voice = spec(place.voices, source.url)
        with monkeypatch.context() as patch:
            usage = type(shutil.disk_usage("."))(10**9, 10**9, 1000)
            patch.setattr(shutil, "disk_usage", lambda _: usage)
            with pytest.raises(VoiceError, match="not enough disk space: 1 MB needed, 0 MB free"):
                install.install(voice, place.models)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(VoiceError, match="disk is full – free some space and try again"):
                install.install(voice, place.models)
        assert not set(place.names()) & set(FILES)
        install.install(voice, place.models)
    assert is_installed(place)


def test_a_folder_that_cannot_be_written_is_named(place: Place) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/")
    place.models.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(VoiceError, match=r"models: cannot be written: .* – install it elsewhere"):
        install.install(voice, place.models)


def test_two_installations_do_not_meet(place: Place) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/")
    place.models.mkdir()
    with (
        filelock.FileLock(place.models / ".lock"),
        pytest.raises(VoiceError, match="is in use by another installation"),
    ):
        install.install(voice, place.models)


def test_a_voice_without_its_model_says_how_to_get_it(place: Place) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/")
    for refuse in (voices.check, voices.open_voice):
        with pytest.raises(VoiceError, match="not installed – run: podcast voices install probe"):
            refuse(voice)
    with pytest.raises(VoiceError, match="has no model to install"):
        install.install(voices.load("pico"), place.models)


def test_a_damaged_model_is_not_used(place: Place) -> None:
    with Mirror(FILES) as source:
        voice = spec(place.voices, source.url)
        install.install(voice, place.models)
    (place.models / "probe.onnx").write_bytes(b"x" + NETWORK[1:])
    with pytest.raises(VoiceError, match="is damaged or belongs to another model"):
        voices.open_voice(voice)


def test_every_voice_that_can_be_had_names_its_files() -> None:
    specs = [voices.load(name) for name in voices.available()]
    found = [spec for spec in specs if spec.model]
    assert len(found) == 10
    for voice in found:
        assert voice.model
        assert voice.model.url.endswith("/")
        assert all(part.bytes and part.sha256 for part in model_files.parts(voice.model))
        assert voice.licence != "unknown"
        assert voice.source.startswith("https://")
    assert len({voice.model.sha256 for voice in found if voice.model}) == 10


def test_the_show_is_asked_before_the_user(place: Place) -> None:
    voice = spec(place.voices, "http://127.0.0.1:9/")
    for folder in (model_files.users_folder(), place.models):
        folder.mkdir(parents=True)
        for name, data in FILES.items():
            (folder / name).write_bytes(data)
        assert model_files.required(voice) == folder / "probe.onnx"
