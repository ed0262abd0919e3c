from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from episodes import EPISODE
from hypothesis import given
from hypothesis import strategies as st

from podcast.feed.channel import with_unique_titles
from podcast.models import Episode


def alike(slug: str, hours: float = 0, author: str | None = "Jana") -> Episode:
    when = EPISODE.published + timedelta(hours=hours)
    return replace(
        EPISODE, title="Kommentar", slug=slug, source=slug, published=when, author=author
    )


def titles(*episodes: Episode) -> dict[str, str]:
    return {entry.episode.slug: entry.title for entry in with_unique_titles(episodes)}


def test_the_same_title_on_the_same_day_is_told_apart() -> None:
    assert titles(alike("k"), alike("k-2"), alike("k-10")) == {
        "k": "Kommentar", "k-2": "Kommentar (2)", "k-10": "Kommentar (3)"
    }  # fmt: skip
    assert titles(alike("k"), alike("k-2", author="Ben")) == {
        "k": "Kommentar", "k-2": "Kommentar (Ben)"
    }  # fmt: skip
    assert titles(alike("k", author=None), alike("k-2", author=None))["k-2"] == "Kommentar (2)"


def test_a_title_is_compared_as_antennapod_does() -> None:
    quoted = replace(alike("k-2"), title=' "Kommentar" - eins')
    other = replace(alike("k"), title="„Kommentar“ — eins")
    assert titles(other, quoted)["k-2"] == f"{quoted.title} (2)"


def test_a_day_is_one_anywhere_on_earth() -> None:
    assert titles(alike("k"), alike("k-2", hours=23))["k-2"] == "Kommentar (2)"
    assert titles(alike("k"), alike("k-2", hours=24))["k-2"] == "Kommentar"


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["A", "B", None])), max_size=6))
def test_no_two_near_ones_are_alike(
    given: list[tuple[int, str | None]],
) -> None:
    episodes = [
        alike(f"k-{n + 1}" if n else "k", hours, author) for n, (hours, author) in enumerate(given)
    ]
    found = with_unique_titles(episodes)
    for one in found:
        for two in found:
            apart = abs(one.episode.published - two.episode.published) >= timedelta(days=1)
            assert one is two or apart or one.title != two.title
