"""What every engine must do, run over all of them."""

from __future__ import annotations

import array
import ctypes
import itertools
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cast
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from speech_server import SpeechServer

from podcast import voices
from podcast.errors import VoiceError
from podcast.models import Clip
from podcast.synthesis.jobs import spoken_clip
from podcast.synthesis.processes import ProcessWorkers
from podcast.voices.all_engines import ENGINES
from podcast.voices.spec import Voice, VoiceSpec

HOSTILE = [
    '<genfile file="/tmp/podcast-genfile.wav">Hallo</genfile>',
    "<spell>abc</spell>",
    "<" * 300 + "a" + ">" * 300,
    "a\0b",
    "7" * 300,
    "x" * 5000,
    "\ud800 Wort",
    "👍🏽 Ja! Путин 习近平",
    "Wort " * 1000,
    "A\u030aber ge\u00adtrennt\u200b",
    "Ein [[ˈtiːm]] und [[",
    "⟦ˈtiːm⟧ ⟦<spell>⟧ ⟦",
    "-v --help $(id) `id` ; rm",
]


@pytest.fixture(scope="module", params=cast.engines())
def spec(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VoiceSpec]:
    """A voice of each engine."""
    engine = str(request.param)
    if why := cast.missing(engine):
        pytest.skip(why)
    with SpeechServer() as server:
        folder = cast.write(tmp_path_factory.mktemp(engine), engine, server.url)
        yield voices.load(engine, folder)


@pytest.fixture(scope="module")
def voice(spec: VoiceSpec) -> Voice:
    voices.check(spec)
    return voices.open_voice(spec)


def lengths(clip: Clip) -> list[int]:
    return [end - start for start, end in clip.sentences()]


def test_a_clip_has_a_mark_for_each_sentence(voice: Voice) -> None:
    clip = voice.speak(["Guten Abend.", "Hier ist die Tagesschau.", "Es ist spät."])
    assert (clip.width, clip.channels) == (2, 1)
    assert clip.rate >= 16_000
    assert clip.marks[0] == 0
    assert all(length > clip.rate // 4 for length in lengths(clip))
    samples = array.array("h", clip.pcm)
    assert 2000 < max(map(abs, samples)) < 32_000


def test_sentences_sound_the_same_alone_and_together(voice: Voice) -> None:
    one, two = "Der Zug kommt.", "Er ist pünktlich."
    together = voice.speak([one, two])
    assert together.pcm == voice.speak([one]).pcm + voice.speak([two]).pcm


def test_the_same_text_gives_the_same_samples_in_every_process(spec: VoiceSpec) -> None:
    speak = partial(spoken_clip, spec=spec)
    text = ("Ein Satz.", "Noch einer.")
    with ProcessWorkers(2) as workers:
        clips = [clip for _, clip in workers.map(speak, [text] * 6)]
    assert all(clip == clips[0] for clip in clips)
    assert speak(text) == clips[0]


@pytest.mark.skipif(sys.platform != "linux", reason="glibc only")
def test_what_lies_in_memory_is_not_heard(voice: Voice) -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    clips = []
    for byte in (0x00, 0x55, 0xFF):
        blocks = [ctypes.c_void_p(libc.malloc(100_000)) for _ in range(200)]
        for block in blocks:
            libc.memset(block, byte, 100_000)
        guard = ctypes.c_void_p(libc.malloc(5000))  # keeps the heap from shrinking
        for block in blocks:
            libc.free(block)
        clips.append(voice.speak(["Die Tatsache ist, dass beide miteinander sprechen."]))
        libc.free(guard)
    assert clips[0] == clips[1] == clips[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_harms_nothing(spec: VoiceSpec, text: str) -> None:
    # in a process of its own: what goes wrong here crashes or hangs
    with ProcessWorkers(1, timeout_s=60) as workers:
        ((_, clip),) = workers.map(partial(spoken_clip, spec=spec), [(text, "Danach.")])
    assert isinstance(clip, Clip)
    assert lengths(clip)[1] > clip.rate // 4
    assert not Path("/tmp/podcast-genfile.wav").exists()  # noqa: S108


def test_text_without_a_word_is_silent(voice: Voice) -> None:
    assert voice.speak([" "]).frames == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
def test_any_text_can_be_spoken(voice: Voice, text: str) -> None:
    clip = voice.speak([text, "Gut."])
    assert len(clip.marks) == 2


@pytest.mark.parametrize("name", ["pico", "espeak-ng", "tone"])
def test_the_level_is_what_the_profile_says(name: str) -> None:
    from podcast.audio import loudness

    spec = voices.load(name)
    if why := cast.missing(spec.engine):
        pytest.skip(why)
    texts = (
        "Während der Sitzung sprach die Ministerin über die Lage an den Schulen des Landes.",
        "Die Opposition widersprach ihr und verlangte, dass bis zum Sommer gehandelt wird.",
    )
    energies = list(itertools.chain.from_iterable(spoken_clip(texts, spec).energies))
    assert loudness.integrated(energies) == pytest.approx(spec.mastered_lufs, abs=0.6)


def test_fingerprints_are_of_what_is_heard(tmp_path: Path) -> None:
    def fingerprint(text: str) -> str:
        (tmp_path / "probe.toml").write_text(f'engine = "pico"\n{text}', "utf-8")
        return voices.load("probe", tmp_path).fingerprint

    plain = fingerprint("")
    assert fingerprint('title = "Anders"\nlicence = "?"\n[pauses]\nsentence = 100') == plain
    assert fingerprint("[options]\nspeed = 0.9") != plain
    assert fingerprint("level_lufs = -18") != plain


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("engine = ", "is not valid TOML"),
        ('engine = "orgel"', "engine must be pico, "),
        ("", "engine must be pico, "),
        ('engine = "pico"\nname = 1', "name is not a known key"),
        ('engine = "pico"\ntitle = 1', "title must be a string"),
        ('engine = "pico"\nlevel_lufs = "laut"', "level_lufs must be a number"),
        ('engine = "pico"\noptions = 3', "options must be a table"),
        ('engine = "pico"\n[options]\nspede = 1', r"options\.spede is not a known key"),
        (
            'engine = "pico"\n[options]\nspeed = "schnell"',
            r"options\.speed must be a number from 0\.2 to 5",
        ),
        ('engine = "pico"\n[pauses]\nkomma = 1', r"pauses\.komma is not a known key"),
        ('engine = "pico"\n[pauses]\ntitle = -1', r"pauses\.title must be milliseconds"),
    ],
)
def test_a_wrong_profile_is_one_clear_error(tmp_path: Path, profile: str, message: str) -> None:
    (tmp_path / "probe.toml").write_text(profile, "utf-8")
    with pytest.raises(VoiceError, match=f"(?s)probe.*{message}"):
        voices.load("probe", tmp_path)


VALUES = (1, 2, 0.5, 100, 101, 16_000, 16_001, "a", "b", "cpu", "cuda", "wav", "flac", ["a"], ["b"])


@pytest.mark.parametrize(
    ("engine", "name"), [(engine, name) for engine in ENGINES for name in ENGINES[engine].options]
)
def test_what_is_heard_is_in_the_fingerprint_and_the_rest_is_not(
    tmp_path: Path, engine: str, name: str
) -> None:
    option = ENGINES[engine].options[name]
    fitting = [value for value in VALUES if option.fits(value)]
    assert len(fitting) > 1, f"add two values to VALUES that {engine}.{name} allows"
    one, other = fitting[:2]
    cast.write(tmp_path, engine)
    profile = tmp_path / f"{engine}.toml"
    lines = [line for line in profile.read_text("utf-8").splitlines() if name != line.split(" ")[0]]
    prints = set()
    for value in (one, other):
        profile.write_text("\n".join([*lines, f"{name} = {value!r}"]), "utf-8")
        prints.add(voices.load(engine, tmp_path).fingerprint)
    assert len(prints) == (2 if option.heard else 1)


def test_every_built_in_voice_is_documented_with_its_licence() -> None:
    page = (voices.builtin().parent / "docs" / "voices.md").read_text("utf-8")
    lines = page.partition("## Piper")[0].splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `")}
    for name in voices.available().keys() - {"tone"}:
        spec = voices.load(name)
        word = {True: "| yes", False: "| no", None: "| unclear"}[spec.commercial]
        assert spec.licence in rows[name], name
        assert word in rows[name], name
    for engine in ENGINES:
        assert f"`{engine}`" in page


def test_an_unknown_voice_is_told_from_the_known_ones() -> None:
    with pytest.raises(VoiceError, match=r"does not exist – choose .*, pico, "):
        voices.load("loriot")
