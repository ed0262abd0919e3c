from __future__ import annotations

from datetime import UTC, datetime

import pytest

from podcast.page import words


def test_dates_are_german_and_stay_together() -> None:
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    assert words.day(moment) == "1.\xa0März 2025"
    assert words.month(moment) == "März 2025"


@pytest.mark.parametrize(
    ("milliseconds", "length", "clock", "iso"),
    [
        (0, "0 Sek.", "0:00", "PT0S"),
        (59_400, "59 Sek.", "0:59", "PT59S"),
        (59_600, "1 Min.", "0:59", "PT1M"),
        (487_000, "8 Min.", "8:07", "PT8M7S"),
        (3_600_000, "1 Std.", "1:00:00", "PT1H"),
        (3_900_000, "1 Std. 5 Min.", "1:05:00", "PT1H5M"),
    ],
)
def test_lengths(milliseconds: int, length: str, clock: str, iso: str) -> None:
    assert words.length(milliseconds).replace("\u202f", " ") == length
    assert words.clock(milliseconds) == clock
    assert words.iso_length(milliseconds) == iso


def test_sizes_have_a_comma() -> None:
    assert words.megabytes(6_022_310) == "6,0\u202fMB"


def test_places_as_media_fragments_write_them() -> None:
    assert [words.seconds(ms) for ms in (0, 12_000, 12_340, 1)] == ["0", "12", "12.34", "0.001"]
