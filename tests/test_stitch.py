from __future__ import annotations

import io
from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile

from podcast import encode, loudness, stitch, synth, voices
from podcast.encode import QUALITIES
from podcast.errors import AudioError
from podcast.models import Clip, Pauses, Segment, Sentence
from podcast.synth import Job

RATE = 16_000
PAUSES = Pauses(sentence=300, title=1000, paragraph=600)


def clip(*seconds: float, level: float = 0.1) -> Clip:
    """Sentences of noise of these lengths."""
    noise = np.random.default_rng(1).normal(0, level, round(sum(seconds) * RATE))
    ends = np.cumsum([round(s * RATE) for s in seconds])
    samples = np.clip(noise, -1, 1).astype(np.float32)
    return Clip(
        pcm=(samples * 32767).astype("<i2").tobytes(),
        rate=RATE,
        marks=(0, *(int(end) for end in ends[:-1])),
        energies=tuple(
            tuple(loudness.energies(part, RATE).tolist()) for part in np.split(samples, ends[:-1])
        ),
    )


def segment(count: int, pause: int = 600) -> Segment:
    sentences = tuple(Sentence(text=f"Satz {n}.", spoken="") for n in range(count))
    return Segment(kind="paragraph", sentences=sentences, pause_after_ms=pause)


def recording(*pairs: tuple[Segment, Clip], **options: object) -> stitch.Recording:
    values = {"rate": 44_100, "gain_db": 0.0, "pauses": PAUSES, "chapters": {0: "A"}, **options}
    return stitch.Recording(pairs, **values)  # type: ignore[arg-type]


def decoded(made: stitch.Recording, rate: int = 44_100) -> tuple[np.ndarray, int]:  # type: ignore[type-arg]
    name = "standard" if rate == 44_100 else "small"
    file = io.BytesIO()
    duration_ms = encode.encode(made, QUALITIES[name], file)
    sound = miniaudio.decode(file.getvalue(), nchannels=1, sample_rate=rate)
    return np.frombuffer(sound.samples, "<i2").astype(float) / 32768, duration_ms


@pytest.mark.parametrize("rate", [44_100, 24_000])
def test_cues_are_where_the_sound_is_in_the_finished_mp3(rate: int) -> None:
    made = recording(
        (segment(2), clip(1.5, 0.7)),
        (segment(1, 1000), clip(2.2)),
        rate=rate,
        chapters={0: "A", 1: "B"},
    )
    samples, duration_ms = decoded(made, rate)
    assert len(made.cues) == 3
    step = rate // 200  # 5 ms
    loud = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1) > 0.02
    starts = np.flatnonzero(loud & ~np.roll(loud, 1)) * 5
    ends = np.flatnonzero(loud & ~np.roll(loud, -1)) * 5 + 5
    assert [cue.start_ms for cue in made.cues] == pytest.approx(starts.tolist(), abs=10)
    assert [cue.end_ms for cue in made.cues] == pytest.approx(ends.tolist(), abs=15)
    assert made.cues[-1].end_ms < duration_ms


def test_chapters_begin_on_whole_seconds_and_where_their_first_cue_does() -> None:
    pairs = [(segment(1), clip(1.234 + n / 7)) for n in range(6)]
    made = recording(*pairs, chapters={0: "A", 2: "B", 5: "C"})
    decoded(made)
    assert list(made.starts_ms) == [0, 2, 5]
    assert all(start % 1000 == 0 for start in made.starts_ms.values())
    first = {cue.segment: cue.start_ms for cue in reversed(made.cues)}
    assert [first[2], first[5]] == [made.starts_ms[2], made.starts_ms[5]]


def test_pauses_are_as_long_as_asked_for() -> None:
    made = recording((segment(2), clip(1, 1)), (segment(1), clip(1)))
    decoded(made)
    one, two, three = made.cues
    assert two.start_ms - one.end_ms == pytest.approx(300, abs=1)
    assert three.start_ms - two.end_ms == pytest.approx(600, abs=1)


def test_energies_give_the_loudness_of_the_whole() -> None:
    texts = ("Die Brücke wurde im Mai eröffnet.", "Sie kostete sehr viel mehr als geplant.")
    job = Job(owner="", sentences=texts, voice=voices.load("pico"), key="", known=False)
    pair = (segment(2), synth.render(job))
    made = recording(*[pair] * 4, gain_db=6 + encode.LOSS_DB)
    samples, _ = decoded(made)
    measured = loudness.measure(samples.astype(np.float32), 44_100)
    assert loudness.integrated(made.energies) + 6 == pytest.approx(measured, abs=0.15)


def test_peaks_stay_below_the_ceiling() -> None:
    made = recording((segment(1), clip(3, level=0.3)), gain_db=12.0)
    samples, _ = decoded(made)
    assert loudness.true_peak(samples.astype(np.float32), 44_100) < 10 ** (-1 / 20)


def test_a_sentence_without_sound_has_no_cue() -> None:
    silent = Clip(pcm=clip(1).pcm, rate=RATE, marks=(0, 0), energies=((), (0.1,)))
    made = recording((segment(2), silent))
    decoded(made)
    assert [cue.text for cue in made.cues] == ["Satz 1."]


def test_a_recording_is_a_stream() -> None:
    taken = []

    def pairs() -> object:
        for number in range(1000):
            taken.append(number)
            yield segment(1), clip(0.1)

    made = stitch.Recording(
        pairs(),  # type: ignore[arg-type]
        rate=44_100,
        gain_db=0,
        pauses=PAUSES,
        chapters={0: "A"},
    )
    next(iter(made))
    assert len(taken) <= 2


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_a_jingle_of_any_format_is_levelled_and_faded(tmp_path: Path, suffix: str) -> None:
    time = np.arange(48_000 * 2) / 48_000
    stereo = np.stack([0.9 * np.sin(2 * np.pi * 440 * time)] * 2, axis=1)
    path = tmp_path / f"jingle.{suffix}"
    soundfile.write(path, stereo, 48_000)
    piece = stitch.jingle(path, 44_100, -19)
    samples = np.frombuffer(piece.raw_data, "<i2").astype(np.float32) / 32768
    assert (piece.frame_rate, piece.channels) == (44_100, 1)
    assert loudness.measure(samples, 44_100) == pytest.approx(-19, abs=0.3)
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01


def test_jingles_move_the_cues(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "j.wav", 0.5 * np.sin(np.arange(16_000) / 5), 16_000)
    jingle = stitch.jingle(tmp_path / "j.wav", 44_100, -19)
    made = recording((segment(1), clip(1)), intro=jingle, outro=jingle)
    _samples, duration_ms = decoded(made)
    assert made.cues[0].start_ms == pytest.approx(1000 + 500 + 25, abs=2)
    assert made.starts_ms == {0: 0}
    assert duration_ms > made.cues[0].end_ms + 1500


def test_what_is_no_sound_is_named(tmp_path: Path) -> None:
    path = tmp_path / "j.wav"
    path.write_text("kein Klang")
    with pytest.raises(AudioError, match=r"j\.wav: cannot be read as sound"):
        stitch.jingle(path, 44_100, -19)
    soundfile.write(path, np.zeros(1000), 16_000)
    with pytest.raises(AudioError, match="is silent"):
        stitch.jingle(path, 44_100, -19)
