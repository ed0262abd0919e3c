from __future__ import annotations

from pathlib import Path

import pytest
from shows import build, configure, make

from podcast import check
from podcast.build.plan import Planner
from podcast.errors import ShowError
from podcast.show.show import Show

ARTICLE = """---
title: Zwei Stimmen
date: 2025-02-01
{more}---

Das ist der Anfang.

> Das ist ein Zitat, und jemand anders spricht es.

Das ist das Ende.
"""


def cast(show: Show, **voices: str) -> Show:
    text = show.paths.settings.read_text("utf-8")
    lines = "".join(f'{kind} = "{voice}"\n' for kind, voice in voices.items())
    show.paths.settings.write_text(f"{text}\n[cast]\n{lines}", "utf-8")
    return Show(show.paths.root)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    made = make(tmp_path, {"a.md": ARTICLE.format(more="")})
    profile = 'engine = "tone"\nlevel_lufs = -18\nmastered_lufs = -24\npace_s = 0\n'
    for name, pitch in (("hoch", 1.5), ("tief", 0.7)):
        text = f'title = "{name.title()}"\n{profile}[options]\npitch = {pitch}\n'
        (made.paths.voices / f"{name}.toml").write_text(text, "utf-8")
    return made


def spoken_by(show: Show) -> dict[str, str]:
    planner = Planner(show)
    draft = planner.script(planner.decide("a.md", None))
    return {segment.kind: draft.cast[segment.kind].name for segment in draft.segments}


def test_quotes_have_a_voice_of_their_own(show: Show) -> None:
    build(show)
    before = {path.name for path in show.paths.clips.rglob("*.clip")}
    other = cast(show, quote="hoch")
    assert spoken_by(other) == {"title": "tone", "paragraph": "tone", "quote": "hoch"}
    (result,) = build(other)
    assert (result.synthesised, result.reused) == (1, len(before) - 1)
    (episode,) = other.episodes.by_source().values()
    assert (episode.voice, episode.narrator) == ("tone", "Tone und Hoch")
    assert not [p for p in check.check(other.paths.public) if p.severity == "error"]


def test_an_article_may_choose_its_voices(show: Show) -> None:
    article = show.paths.seeds / "a.md"
    show = cast(show, quote="hoch")
    article.write_text(ARTICLE.format(more="stimme: tief\n"), "utf-8")
    assert set(spoken_by(show).values()) == {"tief"}
    article.write_text(ARTICLE.format(more="cast:\n  quote: tief\n"), "utf-8")
    assert spoken_by(show) == {"title": "tone", "paragraph": "tone", "quote": "tief"}


def test_a_change_of_a_cast_voice_is_noticed(show: Show) -> None:
    show = cast(show, quote="hoch")
    build(show)
    profile = show.paths.voices / "hoch.toml"
    profile.write_text(profile.read_text("utf-8").replace("1.5", "1.6"), "utf-8")
    (result,) = build(Show(show.paths.root))
    assert (result.reason, result.synthesised) == ("the voice has changed", 1)
    (show.paths.voices / "tief.toml").write_text('engine = "tone"\n', "utf-8")
    (result,) = build(Show(show.paths.root))
    assert result.state == "fresh"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('quote = "nie"', r"show\.toml: cast: quote: unknown voice 'nie'"),
        ('zitat = "pico"', "cast: zitat is not a kind of text"),
        ("quote = 3", "cast: quote must be the name of a voice"),
    ],
)
def test_a_wrong_cast_is_named(tmp_path: Path, lines: str, message: str) -> None:
    show = make(tmp_path)
    text = show.paths.settings.read_text("utf-8")
    show.paths.settings.write_text(f"{text}\n[cast]\n{lines}\n", "utf-8")
    with pytest.raises(ShowError, match=message):
        Planner(Show(tmp_path))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("voice: nie\n", "a.md: names an unknown voice 'nie'"),
        ("cast: pico\n", "a.md, line 4: cast: must be a mapping with lines such as quote: kerstin"),
        ("cast:\n  zitat: pico\n", "line 5: cast: 'zitat' is not a kind of text"),
    ],
)
def test_a_wrong_choice_fails_only_its_article(show: Show, more: str, message: str) -> None:
    (show.paths.seeds / "b.md").write_text(ARTICLE.format(more=""), "utf-8")
    (show.paths.seeds / "a.md").write_text(ARTICLE.format(more=more), "utf-8")
    results = {result.source: result for result in build(show)}
    assert results["b.md"].state == "built"
    assert message in results["a.md"].reason


def test_a_cast_of_nothing_changes_nothing(show: Show) -> None:
    build(show)
    configure(show.paths.root, keep_days="3")
    (result,) = build(cast(show))
    assert result.state == "fresh"
