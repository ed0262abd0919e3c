from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from inline import InlineWorkers
from shows import ARTICLE, build, configure, make, show_guid

from podcast import check
from podcast.audio import clips
from podcast.build.pipeline import Build
from podcast.build.result import Result
from podcast.errors import LockedError, PublishError, ShowError
from podcast.show import lock
from podcast.show.show import Show

SLUG = "2025-05-09-die-bruecke"


def files(show: Show) -> dict[str, bytes]:
    return {
        path.relative_to(show.paths.public).as_posix(): path.read_bytes()
        for path in show.paths.public.rglob("*")
        if path.is_file()
    }


def states(results: list[Result]) -> dict[str, str]:
    return {result.source: result.state for result in results}


def test_an_article_becomes_an_episode(tmp_path: Path) -> None:
    show = make(tmp_path)
    (result,) = build(show)
    assert (result.state, result.slug, result.title) == ("built", SLUG, "Die Brücke")
    assert (result.synthesised, result.reused) == (4, 0)
    media = show.episodes.named(SLUG).media
    digest = hashlib.sha256((show.paths.public / SLUG / media).read_bytes()).hexdigest()
    assert media == f"{SLUG}-{digest[:10]}.mp3"
    names = [re.sub(r"(?<=[-/])[0-9a-f]{10,12}(?=[./])", "*", name) for name in files(show)]
    assert sorted(names) == [
        f"{SLUG}/{SLUG}-*.mp3",
        *(
            f"{SLUG}/{SLUG}{suffix}"
            for suffix in (".chapters.json", ".html", ".json", ".srt", ".vtt")
        ),
        f"{SLUG}/episode.json",
        f"{SLUG}/text.json",
        "assets/cover-*.jpg",
        "assets/feed.css",
        "assets/icon-*.svg",
        "assets/manrope-*.woff2",
        "assets/page-*.css",
        "assets/page-*.js",
        "assets/theme-*.js",
        "assets/touch-*.jpg",
        "cover.jpg",
        "feed.json",
        "feed.xml",
        "index.html",
        "show.json",
        "suche/*/0.json",
        "suche/*/folgen.json",
        "suche/index.json",
    ]
    assert result.seconds == pytest.approx(show.episodes.named(SLUG).duration_ms / 1000)
    assert sorted(p.name for p in (tmp_path / "feed").iterdir()) == [
        ".lock", "cover.jpg", "public", "show.toml"
    ]  # fmt: skip


def test_nothing_is_done_twice(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = {path: path.stat().st_mtime_ns for path in show.paths.public.rglob("*")}
    (result,) = build(show)
    assert (result.state, result.reason) == ("fresh", "nothing has changed")
    assert {path: path.stat().st_mtime_ns for path in show.paths.public.rglob("*")} == before


def test_an_edited_paragraph_is_the_only_one_spoken(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    old = show.episodes.named(SLUG)
    article = tmp_path / "seeds" / "bruecke.txt"
    article.write_text(article.read_text("utf-8").replace("auch zwei", "nur zwei"), "utf-8")
    (result,) = build(show)
    assert (result.state, result.reason) == ("built", "the article has changed")
    assert (result.synthesised, result.reused) == (1, 3)
    new = show.episodes.named(SLUG)
    assert (new.guid, new.slug, new.published) == (old.guid, old.slug, old.published)
    assert new.media != old.media
    assert "nur zwei Sätze" in (show.paths.public / SLUG / f"{SLUG}.vtt").read_text(
        "utf-8"
    ).replace("\n", " ")


def test_what_was_encoded_is_not_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = make(tmp_path)
    build(show)
    encode, encoded = clips.encode_clip, []
    monkeypatch.setattr(
        clips, "encode_clip", lambda *args: (encoded.append(args), encode(*args))[1]
    )
    article = tmp_path / "seeds" / "bruecke.txt"
    article.write_text(article.read_text("utf-8").replace("auch zwei", "nur zwei"), "utf-8")
    build(show)
    assert len({clip.pcm for clip, _ in encoded}) == 1


def test_a_replaced_media_file_stays_for_a_while(tmp_path: Path) -> None:
    show = make(tmp_path)
    article = tmp_path / "seeds" / "bruecke.txt"
    media = []
    text = article.read_text("utf-8")
    for word in ("auch", "nur", "schon"):
        article.write_text(text.replace("auch zwei", f"{word} zwei"), "utf-8")
        build(show)
        media.append(show.episodes.named(SLUG).media)
    assert len(set(media)) == 3
    there = {path.name for path in (show.paths.public / SLUG).glob("*.mp3")}
    assert there == set(media)
    assert set(show.episodes.named(SLUG).replaced) == set(media[:2])
    assert not check.check(show.paths.public)
    configure(tmp_path, keep_days="0")
    show = Show(tmp_path)
    assert states(build(show)) == {"bruecke.txt": "fresh"}
    assert [path.name for path in (show.paths.public / SLUG).glob("*.mp3")] == media[2:]
    assert not show.episodes.named(SLUG).replaced
    assert states(build(show)) == {"bruecke.txt": "fresh"}


def test_a_new_title_changes_neither_guid_nor_address(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    old = show.episodes.named(SLUG)
    article = tmp_path / "seeds" / "bruecke.txt"
    article.write_text(ARTICLE.replace("Die Brücke", "Die neue Brücke"), "utf-8")
    build(show)
    new = show.episodes.named(SLUG)
    assert (new.title, new.guid, new.slug) == ("Die neue Brücke", old.guid, old.slug)


def test_the_same_article_gives_the_same_bytes_with_any_number_of_workers(tmp_path: Path) -> None:
    made = []
    for name, workers in (("a", 0), ("b", 1), ("c", 2)):
        show = make(tmp_path / name, voice='"pico"')
        configure(tmp_path / name, guid='"69618b38-2b00-5e0c-af69-c6449451c00b"', title='"Probe"')
        show = Show(tmp_path / name)
        build(show, workers=workers)
        made.append(files(show))
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
    assert [name for name in made[0] if made[0][name] != made[2][name]] == []


def test_a_rebuild_uses_the_cache_and_a_fresh_one_does_not(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = files(show)
    (reused,) = build(show, force="asked for")
    assert (reused.state, reused.synthesised, reused.reused) == ("built", 0, 4)
    (fresh,) = build(show, force="asked for", fresh=True)
    assert (fresh.state, fresh.synthesised, fresh.reused) == ("built", 4, 0)
    assert files(show) == before


def test_a_damaged_clip_is_made_again(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = files(show)
    for suffix, spoken in ((".mp3", 0), (".clip", 0), (".*", 1)):
        name = sorted(show.paths.clips.rglob("*.clip"))[0].stem[:32]
        for path in show.paths.clips.glob(f"*/{name}*{suffix}"):
            path.write_bytes(b"{}\n")
        (result,) = build(show, force="asked for")
        assert (result.synthesised, result.reused) == (spoken, 4 - spoken)
        assert files(show) == before


def test_missing_files_are_made_again(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = files(show)
    (show.paths.public / SLUG / f"{SLUG}.srt").unlink()
    (result,) = build(show)
    assert result.reason == "published files are missing or damaged"
    assert files(show) == before


def test_the_loudness_can_be_changed_without_speaking_again(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    configure(tmp_path, loudness="-23")
    (result,) = build(Show(tmp_path))
    assert (result.state, result.reason) == ("built", "show.toml has changed")
    assert (result.synthesised, result.reused) == (0, 4)


def test_an_address_can_be_changed_without_any_work_and_without_a_new_guid(tmp_path: Path) -> None:
    show = make(tmp_path)
    text = show.paths.settings.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("guid")]
    show.paths.settings.write_text("\n".join(lines) + "\n", "utf-8")
    show = Show(tmp_path)
    build(show)
    guid, episode = show_guid(show), show.episodes.named(SLUG)
    configure(tmp_path, base_url='"https://example.org/pod"')
    show = Show(tmp_path)
    (result,) = build(show)
    assert result.state == "fresh"
    feed = (show.paths.public / "feed.xml").read_text("utf-8")
    assert f'url="https://example.org/pod/{SLUG}/{show.episodes.named(SLUG).media}"' in feed
    assert "localhost" not in feed
    assert (show_guid(Show(tmp_path)), show.episodes.named(SLUG).guid) == (
        guid,
        episode.guid,
    )


def test_a_word_in_the_lexicon_renders_just_its_paragraphs(tmp_path: Path) -> None:
    other = "Andere Sache|09.05.2025\n\nHier kommt das Wort nicht vor.\n"
    show = make(tmp_path, {"bruecke.txt": ARTICLE, "sache.txt": other})
    build(show)
    (tmp_path / "voices" / "lexicon.toml").write_text(
        '[words]\n"eröffnet" = "aufgemacht"\n', "utf-8"
    )
    results = {result.source: result for result in build(show)}
    assert (results["bruecke.txt"].synthesised, results["bruecke.txt"].reused) == (1, 3)
    assert results["sache.txt"].state == "fresh"
    assert states(build(show)) == {"bruecke.txt": "fresh", "sache.txt": "fresh"}


def test_bad_articles_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    show = make(tmp_path, {"gut.txt": ARTICLE, "leer.txt": "", "stumm.txt": "…\n\n***\n"})
    (tmp_path / "seeds" / "binär.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "seeds" / "matter.md").write_text("---\ntitle: [\n---\nText.", "utf-8")
    results = build(show)
    assert states(results) == {
        "gut.txt": "built",
        "leer.txt": "failed",
        "stumm.txt": "failed",
        "binär.txt": "failed",
        "matter.md": "failed",
    }
    for result in results:
        if result.state == "failed":
            assert result.source in result.reason
            assert "\n" not in result.reason
    assert list(show.episodes.by_source()) == ["gut.txt"]


def test_an_article_that_breaks_keeps_its_episode(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = files(show)
    (tmp_path / "seeds" / "bruecke.txt").write_bytes(b"")
    (result,) = build(show)
    assert (result.state, result.slug) == ("failed", SLUG)
    assert files(show) == before


def test_names_of_all_kinds(tmp_path: Path) -> None:
    names = [
        "mit Leerzeichen.txt",
        "Größe „x“.txt",
        "unter/ordner/a.txt",
        "it's & <so>.txt",
        "%41?.txt",
    ]
    show = make(tmp_path, dict.fromkeys(names, ARTICLE))
    assert set(states(build(show)).values()) == {"built"}
    slugs = sorted(episode.slug for episode in show.episodes.by_source().values())
    assert slugs == [SLUG, *(f"{SLUG}-{n}" for n in (2, 3, 4, 5))]
    assert len({episode.guid for episode in show.episodes.by_source().values()}) == 5


def test_an_episode_whose_article_is_gone_stays_until_it_is_pruned(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE.replace("Brücke", "Straße")})
    build(show)
    (tmp_path / "seeds" / "b.txt").unlink()
    build(show)
    assert len(show.episodes.by_source()) == 2
    with InlineWorkers() as workers, lock.hold(show):
        run = Build(show, workers)
        list(run.run(run.decide(show.sources()), prune=[run.published["b.txt"]]))
    assert list(show.episodes.by_source()) == ["a.txt"]
    assert b"Stra" not in (show.paths.public / "feed.xml").read_bytes()


def test_an_undated_article_keeps_the_date_of_its_first_publication(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": "Ohne Datum\n\nEin Satz steht hier.\n"})
    path = tmp_path / "seeds" / "a.txt"
    os.utime(path, (1_700_000_000, 1_700_000_000))
    build(show)
    first = show.episodes.by_source()["a.txt"].published
    path.write_text("Ohne Datum\n\nEin anderer Satz steht hier.\n", "utf-8")
    build(show)
    assert show.episodes.by_source()["a.txt"].published == first


def test_a_second_build_says_who_is_at_work(tmp_path: Path) -> None:
    show = make(tmp_path)
    with (
        lock.hold(show),
        pytest.raises(LockedError, match=f"process {os.getpid()} is building"),
        lock.hold(Show(tmp_path)),
    ):
        pass


def test_an_unknown_voice_stops_before_anything_happens(tmp_path: Path) -> None:
    show = make(tmp_path, voice='"loriot"')
    with pytest.raises(ShowError, match="voice: unknown voice 'loriot'"):
        build(show)
    assert not show.paths.public.exists()


def test_a_full_disk_leaves_what_was_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = make(tmp_path)
    build(show)
    before = files(show)
    (tmp_path / "seeds" / "bruecke.txt").write_text(ARTICLE.replace("kurz", "lang"), "utf-8")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "x.mp3")

    with monkeypatch.context() as patch:
        patch.setattr("podcast.audio.id3.write_tagged", full)
        with pytest.raises(PublishError, match="No space left on device"):
            build(show)
    assert files(show) == before
    assert states(build(show)) == {"bruecke.txt": "built"}


KILLED = """
import sys
from pathlib import Path
from shows import build
from podcast.show import Show
if __name__ == "__main__":
    print("begun", flush=True)
    build(Show(Path(sys.argv[1])), workers=1)
"""


def is_whole(show: Show) -> bool:
    """Whether every enclosure in the feed has the length that it promises, and its texts fit."""
    for enclosure in ET.parse(show.paths.public / "feed.xml").iter("enclosure"):  # noqa: S314
        path = show.paths.public / enclosure.attrib["url"].removeprefix(show.base)
        if path.stat().st_size != int(enclosure.attrib["length"]):
            return False
        cues = json.loads((path.parent / f"{path.parent.name}.json").read_text("utf-8"))
        described = json.loads((path.parent / "episode.json").read_text("utf-8"))
        if cues["segments"][-1]["endTime"] * 1000 > described["duration_ms"]:
            return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_build_that_is_killed_anywhere_is_completed_by_the_next(tmp_path: Path) -> None:
    show = make(
        tmp_path / "show", {f"{n}.txt": ARTICLE.replace("kurz", "kurz " * n) for n in range(1, 4)}
    )
    build(show)
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    for attempt, delay in enumerate([0.05, 0.3, 0.6, 0.9, 1.3]):
        for path in (show.paths.root / "seeds").iterdir():
            path.write_text(path.read_text("utf-8") + f"\nAbsatz Nummer {attempt}.\n", "utf-8")
        process = subprocess.Popen(
            [sys.executable, script, show.paths.root], env=env, stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert is_whole(show)
    results = build(show)
    assert {result.state for result in results} <= {"built", "fresh"}
    assert is_whole(show)
    assert set(states(build(show)).values()) == {"fresh"}
    assert not (show.paths.root / "feed" / ".staging").exists()


@pytest.mark.parametrize("moves", range(6))
def test_a_publication_that_dies_between_two_moves_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE.replace("Brücke", "Straße")})
    build(show)
    for path in (tmp_path / "seeds").iterdir():
        path.write_text(path.read_text("utf-8") + "\nNoch ein Absatz.\n", "utf-8")
    rename, count = Path.rename, iter(range(100))

    def dying(self: Path, target: Path) -> Path:
        if next(count) == moves:
            raise KeyboardInterrupt  # as good as a kill: nothing below handles it
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr("podcast.files.exchange", lambda *_: False)
        patch.setattr(Path, "rename", dying)
        with contextlib.suppress(KeyboardInterrupt):
            build(show)
    with lock.hold(show):
        assert is_whole(show)
    assert set(states(build(show)).values()) == {"fresh"}
    assert set(json.loads((show.paths.public / "show.json").read_text())) == {
        *("guid", "cover", "feeds", "pages")
    }


def test_a_broken_jingle_is_told_before_a_word_is_spoken(tmp_path: Path) -> None:
    show = make(tmp_path, intro='"j.wav"')
    (tmp_path / "feed" / "j.wav").write_bytes(b"")
    with pytest.raises(ShowError, match=r"show\.toml: intro: .*j\.wav: cannot be read as audio"):
        build(show)
    assert not show.paths.clips.exists()


def test_folders_that_cannot_be_read_are_not_taken_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = make(tmp_path)

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(show.paths.seeds))

    monkeypatch.setattr("os.scandir", closed)
    with pytest.raises(ShowError, match="seeds: cannot be read: Permission denied"):
        show.sources()


def test_dates_before_time_zones(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE.replace("09.05.2025", "09.03.1871")})
    build(show)
    assert (
        b"<pubDate>Thu, 09 Mar 1871 00:00:00 +0053</pubDate>"
        in (show.paths.public / "feed.xml").read_bytes()
    )


def last_build(show: Show) -> str:
    found = ET.parse(show.paths.public / "feed.xml").findtext("channel/lastBuildDate")  # noqa: S314
    assert found
    return found


def test_the_feed_is_dated_by_its_content(tmp_path: Path) -> None:
    show = make(tmp_path)
    build(show)
    before = (show.paths.public / "feed.xml").read_bytes()
    assert last_build(show) == "Fri, 09 May 2025 00:00:00 +0200"
    article = tmp_path / "seeds" / "bruecke.txt"
    article.touch()
    build(show, force="asked for")
    configure(tmp_path, cache_mb="77")
    build(Show(tmp_path))
    assert (show.paths.public / "feed.xml").read_bytes() == before
    article.write_text(article.read_text("utf-8") + "\nNoch ein Absatz.\n", "utf-8")
    build(show)
    moved = last_build(show)
    assert parsedate_to_datetime(moved).year >= 2026
    build(show)
    assert last_build(show) == moved


def test_a_soundbite_is_published_and_a_wrong_one_named(tmp_path: Path) -> None:
    head = "---\nsoundbite: Das ist der andere.\nseason: 3\n---\n"
    show = make(
        tmp_path, {"a.txt": head + ARTICLE, "b.txt": "---\nsoundbite: Nie\n---\n" + ARTICLE}
    )
    good, bad = sorted(build(show), key=lambda result: result.source)
    assert bad.reason == (
        "b.txt: has a soundbite that is not in its text: 'Nie' – "
        "copy a passage from the text word for word"
    )
    (bite,) = show.episodes.named(str(good.slug)).soundbites
    cue = next(
        c for c in show.episodes.cues(show.episodes.named(str(good.slug))) if c.text == bite.title
    )
    assert (bite.start_ms, bite.start_ms + bite.duration_ms) == (cue.start_ms, cue.end_ms)
    assert "<itunes:season>3<" in (show.paths.public / "feed.xml").read_text("utf-8")


def test_feeds_that_are_no_longer_wanted_are_removed(tmp_path: Path) -> None:
    articles = {
        f"{n}.txt": f"Nummer {n}|Ben Ott. 0{n}.01.2024.\n\nText {n}.\n" for n in range(1, 8)
    }
    show = make(tmp_path, articles, feed_episodes="2")
    with (tmp_path / "feed" / "show.toml").open("a") as file:
        file.write('[[feeds]]\nauthor = "*"\n')
    build(Show(tmp_path))
    archive = show.paths.public / "archive" / "feed"
    assert len(list(archive.iterdir())) == 10
    kept = (archive / "1.xml").stat()
    assert (show.paths.public / "by-author" / "ben-ott.xml").is_file()
    assert check.check(show.paths.public) == []

    (tmp_path / "seeds" / "8.txt").write_text("Nummer 8|Ben Ott. 08.01.2024.\n\nText.\n")
    build(Show(tmp_path))
    assert (archive / "1.xml").stat().st_mtime_ns == kept.st_mtime_ns  # not written again
    assert (archive / "6.xml").is_file()

    text = (tmp_path / "feed" / "show.toml").read_text("utf-8").partition("[[feeds]]")[0]
    (tmp_path / "feed" / "show.toml").write_text(text, "utf-8")
    configure(tmp_path, feed_episodes="300")
    build(Show(tmp_path))
    assert not (show.paths.public / "archive").exists()
    assert not (show.paths.public / "by-author").exists()
