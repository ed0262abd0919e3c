from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from shows import ARTICLE, build, configure, make, show_guid

from podcast.errors import ArticleError, EpisodeError, ShowError
from podcast.show import create
from podcast.show.show import Show


def test_a_show_is_found_from_inside(tmp_path: Path) -> None:
    show = make(tmp_path)
    (show.paths.seeds / "unten").mkdir()
    assert Show.find(show.paths.seeds / "unten").paths.root == tmp_path
    with pytest.raises(ShowError, match="fehlt: does not exist"):
        Show.find(tmp_path.parent / "fehlt")
    with pytest.raises(ShowError, match="podcast init FOLDER"):
        Show.find(tmp_path.parent)


def test_articles_are_listed_by_name_without_hidden_files(tmp_path: Path) -> None:
    show = make(tmp_path, {"b.md": "", "a/x.txt": "", ".versteckt.txt": "", "bild.jpg": ""})
    assert show.sources() == ["a/x.txt", "b.md"]


@pytest.mark.parametrize("name", ["bruecke.txt", "seeds/bruecke.txt"])
def test_an_article_is_meant_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    show = make(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert show.source_of(name) == "bruecke.txt"
    with pytest.raises(ArticleError, match=r"nein\.txt: does not exist"):
        show.source_of("nein.txt")
    (tmp_path / "aussen.txt").write_text("x")
    with pytest.raises(ArticleError, match="is outside the show's seeds folder"):
        show.source_of("aussen.txt")


def test_an_episode_is_meant_by_any_part_that_fits_only_it(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE.replace("Brücke", "Straße")})
    with pytest.raises(EpisodeError, match="nothing is published yet"):
        show.episodes.named("a")
    build(show)
    bridge = show.episodes.by_source()["a.txt"]
    for name in (bridge.slug, bridge.guid, "a.txt", "Brücke", "bruecke"):
        assert show.episodes.named(name) == bridge
    with pytest.raises(EpisodeError, match="matches 2 episodes"):
        show.episodes.named("2025-05-09")
    with pytest.raises(EpisodeError, match="matches no episode"):
        show.episodes.named("tunnel")


def test_a_guid_is_made_of_the_feeds_address_by_its_spec(tmp_path: Path) -> None:
    show = make(tmp_path)
    text = show.paths.settings.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("guid")]
    show.paths.settings.write_text("\n".join(lines) + "\n", "utf-8")
    # the specification's own example: podnews.net/rss
    configure(tmp_path, base_url='"https://podnews.net/"')
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert str(uuid.uuid5(namespace, "podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert show_guid(Show(tmp_path)) == str(uuid.uuid5(namespace, "podnews.net/feed.xml"))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"slug": 1}'])
def test_a_damaged_episode_is_made_again_with_the_same_identity(
    tmp_path: Path, damage: str
) -> None:
    show = make(tmp_path)
    build(show)
    old = show.episodes.named("bruecke")
    (show.paths.public / old.slug / "episode.json").write_text(damage, "utf-8")
    (result,) = build(show)
    assert result.state == "built"
    new = show.episodes.named("bruecke")
    assert (new.slug, new.guid) == (old.slug, old.guid)


def test_init_makes_a_show_that_builds(tmp_path: Path) -> None:
    folder = tmp_path / "Größe „x“"
    create.create(folder, title='Meine "Zeitung" \\ Ö', author="", base_url="https://example.org/p")
    show = Show(folder)
    assert show.settings.title == 'Meine "Zeitung" \\ Ö'
    assert show.settings.base_url == "https://example.org/p"
    assert sorted(p.name for p in (folder / "voices").iterdir()) == [
        "lexicon.toml",
        "pico.toml",
    ]
    (result,) = build(show, workers=1)
    assert (result.state, result.slug) == ("built", "2025-05-09-willkommen-im-eigenen-podcast")
    with pytest.raises(ShowError, match="already contains a show"):
        create.create(folder, title="x", author="", base_url="")


def test_init_touches_nothing_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "mein.txt").write_text(ARTICLE, "utf-8")
    create.create(tmp_path, title="x", author="", base_url="")
    assert [path.name for path in (tmp_path / "seeds").iterdir()] == ["mein.txt"]
