"""Flaws in the media file: its tag, its frames, its sound; each found, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from mutagen.id3 import ID3
from published import CHAPTERS, RATE, Published, levelled, mp3, tag, tone

from podcast.check import check
from podcast.check.media import frames, level, sound

MP3 = "zwei/zwei.mp3"


def only(folder: Published, severity: str, where: str, what: str) -> None:
    found = check(folder.root)
    assert len(found) == 1, found
    assert (found[0].severity, found[0].where) == (severity, where)
    assert what in found[0].what
    assert found[0].fix


def without(frame: str) -> ID3:
    made = tag()
    made.delall(frame)
    return made


@pytest.mark.parametrize("frame", ["TIT2", "TPE1", "TALB", "COMM", "APIC"])
def test_a_frame_is_missing(folder: Published, audio: bytes, frame: str) -> None:
    folder.media("zwei", audio, without(frame))
    only(folder, "warning", f"{MP3}: ID3 {frame}", "is missing or empty (")


def test_no_tag(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio, None)
    only(folder, "error", MP3, "no readable ID3 tag")


def test_a_tag_of_another_version(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio, tag(), version=4)
    only(folder, "warning", f"{MP3}: ID3", "version 2.4")


def test_no_table_of_contents(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio, without("CTOC"))
    only(folder, "error", f"{MP3}: ID3 CTOC", "is missing")


def test_a_table_of_contents_without_a_chapter(folder: Published, audio: bytes) -> None:
    made = tag()
    made.getall("CTOC")[0].child_element_ids.pop()
    folder.media("zwei", audio, made)
    only(folder, "error", f"{MP3}: ID3 CTOC", "lists 2 of 3 chapters")


def test_a_table_of_contents_with_a_chapter_too_many(folder: Published, audio: bytes) -> None:
    made = tag()
    made.getall("CTOC")[0].child_element_ids.append("ch9")
    folder.media("zwei", audio, made)
    only(folder, "error", f"{MP3}: ID3 CTOC", "chapters that do not exist")


def test_chapter_frames_out_of_order(folder: Published, audio: bytes) -> None:
    made = tag()
    made.getall("CHAP")[0].sub_frames.getall("TIT2")[0].encoding = 3  # mutagen: shorter first
    made.getall("CHAP")[2].sub_frames.getall("TIT2")[0].encoding = 0
    swapped = tag(chapters=[CHAPTERS[0], CHAPTERS[2], CHAPTERS[1]], end=10)
    for frame in swapped.getall("CHAP"):
        frame.end_time = frame.start_time + 1000
    folder.media("zwei", audio, swapped)
    only(folder, "error", f"{MP3}: ID3 CHAP", "out of order in the file: 7 s, then 3 s")


def test_a_chapter_without_length(folder: Published, audio: bytes) -> None:
    made = tag()
    made.getall("CHAP")[1].end_time = 3000
    folder.media("zwei", audio, made)
    only(folder, "error", f"{MP3}: ID3 CHAP", "does not end after its start at 3 s")


def test_another_chapter_time(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio, tag(chapters=[CHAPTERS[0], (4, "Größere Mitte"), CHAPTERS[2]]))
    only(folder, "error", MP3, "4 s “Größere Mitte”, but zwei/zwei.chapters.json has 3 s")


@pytest.mark.parametrize(
    ("listed", "severity", "what"),
    [
        ([(1, "A"), (3, "B")], "error", "starts at 1 s, not at 0"),
        ([(0, "A"), (3.5, "B")], "warning", "that apps truncate to whole seconds: 3.5 s"),
        ([(0, "A"), (60, "B")], "error", "after the end of the audio (10.0 s): 60 s"),
    ],
)
def test_chapter_times(
    folder: Published, audio: bytes, listed: list[tuple[float, str]], severity: str, what: str
) -> None:
    from published import chapters

    folder.write("zwei/zwei.chapters.json", chapters(listed))
    folder.media("zwei", audio, tag(chapters=listed, end=70))
    only(folder, severity, "zwei/zwei.chapters.json", what)


def test_an_empty_file(folder: Published) -> None:
    folder.write(MP3, b"")
    only(folder, "error", MP3, "is not an MP3")


def test_no_sound_at_all(folder: Published) -> None:
    folder.media("zwei", b"RIFF\x00\x00\x00\x00WAVE" * 100, None)
    only(folder, "error", MP3, "no frame at byte 0")


def test_a_cut_file(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio[:-100], tag())
    only(folder, "error", MP3, "the last frame is truncated")


def test_rubbish_at_the_end(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio + b"\0" * 500, tag())
    only(folder, "error", MP3, "no frame at byte")


def test_an_old_tag_at_the_end_is_fine(folder: Published, audio: bytes) -> None:
    folder.media("zwei", audio + b"TAG" + b"\0" * 125, tag())
    assert check(folder.root) == []


def test_another_bitrate(folder: Published) -> None:
    half = mp3(tone(5), kbits=64)
    folder.media("zwei", mp3(tone(5)) + half, tag())
    only(folder, "warning", MP3, "changes bitrate (64, 96 kbit/s)")


def test_a_seek_table(folder: Published, audio: bytes) -> None:
    head = audio[:4] + b"\0" * 17 + b"Info" + b"\0" * (frame_size(audio) - 25)
    folder.media("zwei", head + audio, tag())
    only(folder, "warning", MP3, "seek table (Info)")


def frame_size(audio: bytes) -> int:
    return 144 * 96_000 // RATE + (audio[2] >> 1 & 1)


def test_stereo(folder: Published) -> None:
    one = tone()
    both = np.repeat(one, 2) * 10 ** (-3.01 / 20 + 0.446 / 20)
    folder.media("zwei", mp3(both, kbits=192, channels=2), tag())
    only(folder, "warning", MP3, "not mono")


def test_another_rate(folder: Published) -> None:
    folder.media("zwei", mp3(tone(10, 32000), rate=32000), tag())
    only(folder, "warning", MP3, "sampled at 32000 Hz")


def test_the_small_rate_is_fine(folder: Published) -> None:
    folder.media("zwei", mp3(tone(10, 24000), rate=24000, kbits=48), tag())
    assert check(folder.root) == []


@pytest.mark.parametrize(
    ("lufs", "severity"), [(-19.8, "warning"), (-18.2, "warning"), (-21, "error"), (-17, "error")]
)
def test_loudness(folder: Published, lufs: float, severity: str) -> None:
    folder.media("zwei", mp3(levelled(tone(), lufs)), tag())
    only(folder, severity, MP3, f"has a loudness of {lufs:.1f} LUFS, not -19 ± 0.5")


def test_too_short_to_be_measured(tmp_path: Path, audio: bytes) -> None:
    file = tmp_path / "short.mp3"
    file.write_bytes(audio[: 313 * 8])
    found = frames.walk(file)
    heard = sound.measure(file, found)
    assert heard is not None
    (problem,) = sound.judge(file.name, found, heard, -19)
    assert "too short or too quiet" in problem.what


def test_another_loudness_wanted(folder: Published) -> None:
    assert {problem.where for problem in check(folder.root, loudness=-16)} == {
        MP3,
        "eins/eins.mp3",
    }


def test_peaks(folder: Published) -> None:
    sharp = tone()
    sharp[RATE * 5 : RATE * 5 + 400] = np.sin(2 * np.pi * 1000 * np.arange(400) / RATE)
    folder.media("zwei", mp3(sharp), tag())
    only(folder, "error", MP3, "dBTP, above -1")


def gap(begin: float, end: float) -> np.ndarray:
    made = tone()
    made[int(begin * RATE) : int(end * RATE)] = 0
    return made


def test_a_silent_start(folder: Published) -> None:
    folder.media("zwei", mp3(gap(0, 3)), tag())
    only(folder, "warning", MP3, "begins with 3.0 s of silence")


def test_a_gap(folder: Published) -> None:
    folder.media("zwei", mp3(gap(2, 8)), tag())
    only(folder, "warning", MP3, "is silent for 6.0 s, starting at 2.1 s")


def test_silence(folder: Published) -> None:
    folder.media("zwei", mp3(np.zeros(RATE * 10)), tag())
    only(folder, "error", MP3, "is silent for all of its 10.0 s")


def test_damage_never_raises(folder: Published) -> None:
    file = folder.root / MP3
    whole = file.read_bytes()
    random = np.random.default_rng(7)
    for _ in range(25):
        damaged = bytearray(whole)
        for at in random.integers(0, len(whole), 40):
            damaged[int(at)] = int(random.integers(256))
        for at in random.integers(0, 400, 5):  # the head of the tag above all
            damaged[int(at)] = int(random.integers(256))
        file.write_bytes(bytes(damaged[: int(random.integers(1, len(whole)))]))
        assert check(folder.root)


@pytest.mark.parametrize("rate", [24000, 44100, 48000])
def test_loudness_agrees_with_pyloudnorm(rate: int) -> None:
    random = np.random.default_rng(1)
    made = random.standard_normal(rate * 12) * np.repeat(random.random(24) ** 3, rate // 2) / 8
    meter = level.Loudness(rate, 1)
    for block in np.array_split(made.astype(np.float32)[:, None], 29):
        meter.add(block)
    # "DeMan" filters as the standard has them; the default differs by 0.1 LU
    wanted = pyloudnorm.Meter(rate, "DeMan").integrated_loudness(made)
    assert meter.lufs() == pytest.approx(wanted, abs=0.02)


def test_loudness_of_the_standard_tone() -> None:
    """EBU Tech 3341: 1 kHz at −23 dBFS in both channels is −23 LUFS."""
    time = np.arange(48000 * 5) / 48000
    both = np.stack([10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * time)] * 2, axis=1)
    meter = level.Loudness(48000, 2)
    for block in np.array_split(both.astype(np.float32), 5):
        meter.add(block)
    assert meter.lufs() == pytest.approx(-23.0, abs=0.1)


def test_true_peak_between_the_samples() -> None:
    """EBU Tech 3341: a quarter of the rate at 45° peaks 3 dB above its samples."""
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(48000) + np.pi / 4)
    meter = level.TruePeak(48000, 1)
    meter.add((wave * np.hanning(48000)).astype(np.float32)[:, None])
    assert meter.dbtp() == pytest.approx(-6.02, abs=0.2)


@pytest.mark.timing
def test_memory_does_not_grow_with_the_length(tmp_path: Path, audio: bytes) -> None:
    import tracemalloc

    peaks = []
    for times in (6, 60):
        file = tmp_path / f"{times}.mp3"
        file.write_bytes(audio * times)
        found = frames.walk(file)
        tracemalloc.start()
        sound.measure(file, found)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.1


Rule = Callable[..., object]


def test_every_rule_names_its_source() -> None:
    from podcast.check.feed import channel, items

    rules: tuple[Rule, ...] = (*channel.RULES, *items.RULES, *items.AMONG)
    assert [rule for rule in rules if len(rule.__doc__ or "") < 30] == []
