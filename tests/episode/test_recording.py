from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile
from clips import clip
from hearing import true_peak

from podcast import voices
from podcast.audio import clips, loudness, mp3
from podcast.audio.clips import ClipEncoding
from podcast.audio.mp3 import QUALITIES
from podcast.episode.recording import Recording
from podcast.models import Clip, EncodedClip, Segment, Sentence
from podcast.synthesis import jobs


def segment(count: int, pause: int = 600) -> Segment:
    sentences = tuple(Sentence(text=f"Satz {n}.", spoken="") for n in range(count))
    return Segment(kind="paragraph", sentences=sentences, pause_after_ms=pause)


def delivery(quality: str = "standard", gain_db: float = 0.0) -> ClipEncoding:
    return ClipEncoding(quality=QUALITIES[quality], gain_db=gain_db, pause_ms=300)


def recording(
    *pairs: tuple[Segment, Clip], way: ClipEncoding | None = None, **options: object
) -> Recording:
    way = way or delivery()
    encoded = [(segment, clips.encode_clip(clip, way)) for segment, clip in pairs]
    values = {"quality": way.quality, "chapters": {0: "A"}, **options}
    return Recording(encoded, **values)  # type: ignore[arg-type]


def decoded(made: Recording, rate: int = 44_100) -> np.ndarray:  # type: ignore[type-arg]
    sound = miniaudio.decode(b"".join(made), nchannels=1, sample_rate=rate)
    return np.frombuffer(sound.samples, "<i2").astype(float) / 32768


@pytest.mark.parametrize("name", ["standard", "small"])
def test_cues_are_where_the_sound_is_in_the_finished_mp3(name: str) -> None:
    way = delivery(name)
    rate = way.quality.rate
    made = recording(
        (segment(2), clip(1.5, 0.7)),
        (segment(1, 1000), clip(2.2)),
        way=way,
        chapters={0: "A", 1: "B"},
    )
    samples = decoded(made, rate)
    cues = list(made.cues())
    assert len(cues) == 3
    assert made.duration_ms == pytest.approx(len(samples) * 1000 / rate, abs=1)
    step = rate // 200  # 5 ms
    loud = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1) > 0.02
    starts = np.flatnonzero(loud & ~np.roll(loud, 1)) * 5
    ends = np.flatnonzero(loud & ~np.roll(loud, -1)) * 5 + 5
    assert [cue.start_ms for cue in cues] == pytest.approx(starts.tolist(), abs=10)
    assert [cue.end_ms for cue in cues] == pytest.approx(ends.tolist(), abs=20)  # 13 of echo
    assert cues[-1].end_ms < made.duration_ms


@pytest.mark.parametrize("name", ["standard", "small"])
def test_chapters_begin_on_whole_seconds_just_before_their_first_cue(name: str) -> None:
    pairs = [(segment(1), clip(1.234 + n / 7)) for n in range(6)]
    made = recording(*pairs, way=delivery(name), chapters={0: "A", 2: "B", 5: "C"})
    list(made)
    assert list(made.starts_ms) == [0, 2, 5]
    assert all(start % 1000 == 0 for start in made.starts_ms.values())
    first = {cue.segment: cue.start_ms for cue in reversed(list(made.cues()))}
    assert all(0 <= first[n] - made.starts_ms[n] <= 27 for n in (2, 5))


def test_pauses_are_as_long_as_asked_for_to_half_a_frame() -> None:
    made = recording((segment(2), clip(1, 1)), (segment(1), clip(1)))
    list(made)
    one, two, three = made.cues()
    assert two.start_ms - one.end_ms == pytest.approx(300, abs=1)
    assert three.start_ms - two.end_ms == pytest.approx(600, abs=14)


def test_seams_and_silence_leave_no_trace() -> None:
    pairs = [(segment(1), clip(0.2 + n / 13)) for n in range(8)]
    samples = decoded(recording(*pairs))
    frame = 1152
    position = 0
    for _, one in pairs:
        frames = clips.encode_clip(one, delivery())
        alone = miniaudio.decode(frames.frames, nchannels=1, sample_rate=44_100).samples
        speech = np.frombuffer(alone, "<i2") / 32768
        while not np.array_equal(samples[position : position + len(speech)], speech):
            assert not samples[position : position + frame].any()
            position += frame
        position += len(speech)


def test_the_bitrate_is_constant_to_the_byte() -> None:
    pairs = [(segment(1, 137 * n), clip(0.31)) for n in range(40)]
    data = b"".join(recording(*pairs))
    exact = mp3.count(data, QUALITIES["standard"]) * QUALITIES["standard"].frame_bytes
    assert abs(len(data) - exact) < 2


def test_energies_give_the_loudness_of_the_whole() -> None:
    texts = ("Die Brücke wurde im Mai eröffnet.", "Sie kostete sehr viel mehr als geplant.")
    pair = (segment(2), jobs.spoken_clip(texts, voices.load("pico")))
    made = recording(*[pair] * 4, way=delivery(gain_db=6 + mp3.LOSS_DB))
    measured = loudness.measure(decoded(made).astype(np.float32), 44_100)
    assert made.meter.integrated() == pytest.approx(measured + mp3.LOSS_DB, abs=0.15)


def test_peaks_stay_below_the_ceiling() -> None:
    samples = decoded(recording((segment(1), clip(3, level=0.3)), way=delivery(gain_db=12.0)))
    assert true_peak(samples.astype(np.float32), 44_100) < 10 ** (-1 / 20)


def test_a_sentence_without_sound_has_no_cue() -> None:
    silent = Clip(pcm=clip(1).pcm, rate=16_000, marks=(0, 0), energies=((), (0.1,)))
    made = recording((segment(2), silent))
    list(made)
    assert [cue.text for cue in made.cues()] == ["Satz 1."]


def test_a_clip_without_sound_is_left_out() -> None:
    nothing = Clip(pcm=b"", rate=16_000, marks=(0,), energies=((),))
    made = recording((segment(1), nothing))
    assert (b"".join(made), list(made.cues()), made.duration_ms) == (b"", [], 0)


def test_a_recording_is_a_stream() -> None:
    taken = []
    encoded = clips.encode_clip(clip(0.1), delivery())

    def pairs() -> Iterator[tuple[Segment, EncodedClip]]:
        for number in range(1000):
            taken.append(number)
            yield segment(1), encoded

    made = iter(Recording(pairs(), quality=QUALITIES["standard"], chapters={0: "A"}))
    next(made)
    next(made)
    assert len(taken) == 1


def test_jingles_move_the_cues(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "j.wav", 0.5 * np.sin(np.arange(16_000) / 5), 16_000)
    jingle = clips.jingle(tmp_path / "j.wav", QUALITIES["standard"], -19)
    made = recording((segment(1), clip(1)), intro=jingle, outro=jingle)
    list(made)
    first = next(made.cues())
    assert first.start_ms == pytest.approx(1000 + 500 + 25, abs=14)
    assert made.starts_ms == {0: 0}
    assert made.duration_ms > first.end_ms + 1500
