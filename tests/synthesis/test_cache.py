from __future__ import annotations

import os
from pathlib import Path

import pytest

from podcast import voices
from podcast.models import Clip, EncodedClip
from podcast.synthesis import cache
from podcast.synthesis.cache import Cache

CLIP = Clip(pcm=b"\x01\x02\n\x00" * 50, rate=16_000, marks=(0, 40), energies=((0.25,), (1e-9, 0.5)))


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    clips = Cache(tmp_path / "clips")
    assert clips.get(Clip, "ab12") is None
    clips.put("ab12", CLIP)
    assert clips.has(Clip, "ab12")
    assert clips.get(Clip, "ab12") == CLIP
    assert clips.usage().clips == 1
    assert clips.usage().bytes > 200


def test_what_is_encoded_is_kept_beside_it(tmp_path: Path) -> None:
    clips = Cache(tmp_path)
    encoded = EncodedClip(
        frames=b"\xff\xfb\n\0", samples=1152, spans=((1105, 1150),), energies=((0.5,),)
    )
    clips.put("ab12", CLIP)
    clips.put("ab12", encoded)
    assert clips.get(EncodedClip, "ab12") == encoded
    assert clips.get(Clip, "ab12") == CLIP
    assert clips.usage().clips == 1


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_file_is_noticed_and_taken_away(tmp_path: Path, damage: str) -> None:
    clips = Cache(tmp_path)
    clips.put("ab12", CLIP)
    (path,) = tmp_path.glob("*/*.clip")
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[60] ^= 1
    path.write_bytes({"cut": data[:-40], "flip": data, "empty": b"", "other": b"text"}[damage])
    assert clips.get(Clip, "ab12") is None
    assert clips.damaged == ["ab12"]
    assert not clips.has(Clip, "ab12")


def test_pruning_deletes_what_was_not_used_for_longest(tmp_path: Path) -> None:
    clips = Cache(tmp_path)
    for age, name in enumerate(["aa", "bb", "cc"]):
        clips.put(name, CLIP)
        (path,) = tmp_path.glob(f"{name}/*.clip")
        os.utime(path, (1000 - age, 1000 - age))
    size = clips.usage().bytes // 3
    assert clips.prune(limit_bytes=2 * size) == cache.Usage(clips=1, bytes=size)
    assert [clips.has(Clip, name) for name in ("aa", "bb", "cc")] == [True, True, False]
    assert clips.get(Clip, "bb")  # used just now: the other one goes next
    assert clips.prune(older_than_s=60) == cache.Usage(clips=1, bytes=size)
    assert [clips.has(Clip, name) for name in ("aa", "bb")] == [False, True]


def test_what_a_killed_process_was_writing_is_pruned_in_time(tmp_path: Path) -> None:
    clips = Cache(tmp_path)
    clips.put("aa", CLIP)
    old, new = tmp_path / "aa" / ".aa.clip.x1", tmp_path / "aa" / ".ab.clip.x2"
    for path in (old, new):
        path.write_bytes(b"half of it")
    os.utime(old, (1000, 1000))
    clips.prune()
    assert [old.exists(), new.exists(), clips.has(Clip, "aa")] == [False, True, True]


def test_the_hit_rate_is_of_all_builds(tmp_path: Path) -> None:
    clips = Cache(tmp_path)
    assert clips.hit_rate() is None
    clips.count(reused=0, synthesised=4)
    clips.count(reused=3, synthesised=1)
    assert clips.hit_rate() == 3 / 8
    (tmp_path / "counts.json").write_text("[]")
    assert clips.hit_rate() is None


def test_the_key_is_of_text_and_voice() -> None:
    pico, tone = voices.load("pico"), voices.load("tone")
    keys = {
        cache.key(["Eins.", "Zwei."], pico),
        cache.key(["Eins. Zwei."], pico),
        cache.key(["Eins.", "Zwei."], tone),
    }
    assert len(keys) == 3
