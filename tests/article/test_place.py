from __future__ import annotations

from pathlib import Path

import pytest

from podcast import article
from podcast.errors import ArticleError
from podcast.models import Article, Placement


def load(folder: Path, head: str) -> Article:
    path = folder / "a.md"
    path.write_text(f"---\ntitle: T\n{head}\n---\nText.\n", "utf-8")
    return article.load(path, "a.md")


def test_season_number_and_kind(tmp_path: Path) -> None:
    assert load(tmp_path, "x: y").place == Placement()
    assert load(tmp_path, "season: 2\nepisode: 14\nepisode_type: Trailer").place == Placement(
        season=2, number=14, kind="trailer"
    )
    assert load(tmp_path, "Staffel: 1\nFolge: 3\nexplicit: nein").place == Placement(
        season=1, number=3, explicit=False
    )
    assert load(tmp_path, "explicit: true").place.explicit is True


def test_soundbites_and_tags(tmp_path: Path) -> None:
    assert load(tmp_path, "soundbite: Das, und  das.").soundbites == ("Das, und das.",)
    assert load(tmp_path, "soundbites:\n  - Eins, zwei.\n  - Drei.").soundbites == (
        "Eins, zwei.",
        "Drei.",
    )
    assert load(tmp_path, "Schlagwörter: Bau, Politik").tags == ("Bau", "Politik")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("season: zwei", "line 3: season: must be a whole number from 1 to 999999, not 'zwei'"),
        ("episode: 0", "line 3: episode: must be a whole number"),
        (
            "episode_type: lang",
            "line 3: episode_type: must be one of full, trailer, bonus, not 'lang'",
        ),
        ("explicit: clean", "line 3: explicit: must be true or false, not 'clean'"),
        ("soundbite: {a: b}", "line 3: soundbite: must be a string or a list of strings"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        load(tmp_path, head)
