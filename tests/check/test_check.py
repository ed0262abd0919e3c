"""A folder without a flaw, and then one flaw at a time: found, and nothing besides."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from published import BASE, CHAPTERS, CUES, Published, chapters, cover, segments, srt, vtt

from podcast.check import check

FEED = "feed.xml"
ITEM = "feed.xml: item 1 “Zweite” "

ODD = (b"", b"\0", b"\xff", b"<", b"&", b'"', b"-", b"9" * 400, b"{", b"]", b"%00", b"..", b"\n\n")

Plant = Callable[[Published], None]


def edit(old: str, new: str, *, name: str = FEED, times: int = 1) -> Plant:
    return lambda folder: folder.edit(name, old, new, times)


def write(name: str, content: str | bytes) -> Plant:
    return lambda folder: folder.write(name, content)


def cues(*changed: tuple[float, float, list[str]]) -> Plant:
    return lambda folder: folder.transcripts("zwei", list(changed))


def both(*plants: Plant) -> Plant:
    def plant(folder: Published) -> None:
        for one in plants:
            one(folder)

    return plant


def delete(name: str) -> Plant:
    return lambda folder: (folder.root / name).unlink()


def twin(folder: Published) -> None:
    """Both items with one title, on one day."""
    folder.edit(FEED, "<title>Erste", "<title>Zweite")
    folder.edit(FEED, "Mon, 03 Mar 2025", "Tue, 04 Mar 2025")


def same_download(folder: Published) -> None:
    (folder.root / "eins/eins.mp3").rename(folder.root / "eins/zwei.mp3")
    folder.edit(FEED, "eins/eins.mp3", "eins/zwei.mp3")


def same_media(folder: Published) -> None:
    delete("eins/eins.mp3")(folder)
    folder.edit(FEED, "eins/eins.mp3", "zwei/zwei.mp3")


def link_out(folder: Published) -> None:
    outside = folder.root.parent / "secret.vtt"
    outside.write_text(vtt(), encoding="utf-8")
    delete("zwei/zwei.vtt")(folder)
    (folder.root / "zwei/zwei.vtt").symlink_to(outside)


CHANNEL = [
    ("<title>Eine Sendung</title>", "", "<title>", "is missing"),
    ("<title>Eine Sendung</title>", "<title> </title>", "<title>", "is empty"),
    ("<title>Eine Sendung</title>", "<title>A</title><title>B</title>", "<title>", "2 times"),
    ("<link>https://podcast.example/</link>", "", "<link>", "is missing"),
    (
        "https://podcast.example/</link>",
        "podcast.example</link>",
        "<link>",
        "not an absolute http(s) URL",
    ),
    ("<description>Worum es geht.</description>", "", "<description>", "is missing"),
    ("<language>de</language>", "", "<language>", "is missing"),
    ("<language>de<", "<language>Deutsch!<", "<language>", "not a language code"),
    ("<itunes:explicit>false</itunes:explicit>", "", "<itunes:explicit>", "is missing"),
    ("<itunes:explicit>false", "<itunes:explicit>no", "<itunes:explicit>", "'no', not true"),
    ('"News"', '"Nachrichten"', "<itunes:category>", "not in Apple's list"),
    ('"Politics"', '"Politik"', "<itunes:category>", "'Politik' is not in"),
    ("<itunes:category", "<category", "<itunes:category>", "is missing"),
    ("917393e3-1b1e-5cef", "917393e3-1b1e-4cef", "<podcast:guid>", "not a version 5 UUID"),
    ("917393e3-", "", "<podcast:guid>", "not a version 5 UUID"),
    ("<podcast:locked>yes", "<podcast:locked>true", "<podcast:locked>", "'true', not one of"),
    ("medium>podcast<", "medium>radio<", "<podcast:medium>", "'radio', not one of"),
    ("<lastBuildDate>Tue", "<lastBuildDate>Wed", "<lastBuildDate>", "not an RFC 2822 date"),
    (' rel="self"', "", '<atom:link rel="self">', "is missing"),
    (f"{BASE}feed.xml", "feed.xml", '<atom:link rel="self">', "not an absolute http(s) URL"),
    (f"{BASE}cover.jpg", "cover.jpg", "<itunes:image>", "not an absolute http(s) URL"),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), CHANNEL)
def test_a_flaw_in_the_channel(
    folder: Published, old: str, new: str, where: str, what: str
) -> None:
    times = 2 if old.startswith("<itunes:category") else 1
    folder.edit(FEED, old, new, times)
    if times == 2:
        folder.edit(FEED, "</itunes:category>", "</category>")
    if "cover" in old:
        (folder.root / "cover.jpg").unlink()
    only(folder, "error", f"feed.xml: channel {where}", what)


ITEMS: dict[str, tuple[Plant, str, str, str]] = {
    "no title": (
        edit("<title>Zweite</title>", ""),
        "error",
        "feed.xml: item 1 <title>",
        "is missing",
    ),
    "no guid": (
        edit('<guid isPermaLink="false">zwei-guid</guid>', ""),
        "error",
        f"{ITEM}<guid>",
        "is missing",
    ),
    "guid twice": (
        edit("eins-guid", "zwei-guid"),
        "error",
        "feed.xml: item 2 “Erste” <guid>",
        "also used by item 1 “Zweite”",
    ),
    "guid as a link": (
        edit(' isPermaLink="false"', ""),
        "error",
        f"{ITEM}<guid>",
        "isPermaLink is not false",
    ),
    "no date": (
        edit("<pubDate>Tue, 04 Mar 2025 08:00:00 +0100</pubDate>", ""),
        "error",
        f"{ITEM}<pubDate>",
        "is missing",
    ),
    "ISO date": (
        edit("Tue, 04 Mar 2025 08:00:00 +0100", "2025-03-04T08:00:00"),
        "error",
        f"{ITEM}<pubDate>",
        "not an RFC 2822 date",
    ),
    "wrong weekday": (
        edit("<pubDate>Tue", "<pubDate>Fri"),
        "error",
        f"{ITEM}<pubDate>",
        "not an RFC 2822 date",
    ),
    "30 February": (
        edit("<pubDate>Tue, 04 Mar", "<pubDate>30 Feb"),
        "error",
        f"{ITEM}<pubDate>",
        "not an RFC 2822 date",
    ),
    "future": (
        edit("<pubDate>Tue, 04 Mar 2025", "<pubDate>04 Mar 2225"),
        "warning",
        f"{ITEM}<pubDate>",
        "in the future",
    ),
    "no enclosure": (
        both(edit("<enclosure url", "<comments x"), delete("zwei/zwei.mp3")),
        "error",
        f"{ITEM}<enclosure>",
        "is missing",
    ),
    "two enclosures": (
        lambda folder: folder.edit(
            FEED,
            "<itunes:duration>",
            f'<enclosure url="{BASE}zwei/zwei.mp3" length="1" type="audio/mpeg"/><itunes:duration>',
        ),
        "error",
        f"{ITEM}<enclosure>",
        "2 times",
    ),
    "relative enclosure": (
        both(edit(f"{BASE}zwei/zwei.mp3", "zwei.mp3"), delete("zwei/zwei.mp3")),
        "error",
        f"{ITEM}<enclosure>",
        "not an absolute http(s) URL",
    ),
    "enclosure elsewhere": (
        both(edit(f"{BASE}zwei/zwei.mp3", "https://b.example/b.mp3"), delete("zwei/zwei.mp3")),
        "error",
        f"{ITEM}<enclosure>",
        "is outside https://",
    ),
    "extension": (
        both(
            edit("zwei.mp3", "zwei.bin"),
            lambda folder: (folder.root / "zwei/zwei.mp3").rename(folder.root / "zwei/zwei.bin"),
        ),
        "error",
        f"{ITEM}<enclosure>",
        "unknown extension",
    ),
    "media type": (
        edit('"audio/mpeg"', '"audio/mp3"'),
        "error",
        f"{ITEM}<enclosure>",
        "'audio/mp3', not 'audio/mpeg'",
    ),
    "length": (edit('.mp3" length="', '.mp3" length="1'), "error", f"{ITEM}<enclosure>", "length"),
    "no length": (
        lambda folder: folder.edit(FEED, f'length="{folder.sizes("zwei")}"', 'length=""'),
        "error",
        f"{ITEM}<enclosure>",
        "length is not a byte count: ''",
    ),
    "giant length": (
        edit('.mp3" length="', f'.mp3" length="{"9" * 5000}'),
        "error",
        f"{ITEM}<enclosure>",
        "length is not a byte count",
    ),
    "media missing": (
        delete("zwei/zwei.mp3"),
        "error",
        f"{ITEM}<enclosure>",
        "does not exist: 'zwei/zwei.mp3'",
    ),
    "duration": (
        edit("duration>10<", "duration>12<"),
        "error",
        f"{ITEM}<itunes:duration>",
        "12 s, but the media file lasts 10.",
    ),
    "odd duration": (
        edit("duration>10<", "duration>ten<"),
        "error",
        f"{ITEM}<itunes:duration>",
        "is not a duration",
    ),
    "no duration": (
        edit("<itunes:duration>10</itunes:duration>", ""),
        "warning",
        f"{ITEM}<itunes:duration>",
        "is missing",
    ),
    "no notes": (
        edit("<description>Kurz gesagt.</description>", ""),
        "warning",
        f"{ITEM}<description>",
        "is missing",
    ),
    "no explicit": (
        edit("</itunes:duration>\n<itunes:explicit>false</itunes:explicit>", "</itunes:duration>"),
        "warning",
        f"{ITEM}<itunes:explicit>",
        "is missing",
    ),
    "explicit": (
        edit("</itunes:duration>\n<itunes:explicit>false", "</itunes:duration><itunes:explicit>0"),
        "error",
        f"{ITEM}<itunes:explicit>",
        "'0', not true",
    ),
    "one media twice": (
        same_media,
        "error",
        "feed.xml: item 2 “Erste” <enclosure>",
        "also used by item 1 “Zweite”",
    ),
    "download name": (
        same_download,
        "warning",
        "feed.xml: item 2 “Erste” <enclosure>",
        "same file name as that of item 1",
    ),
    "AntennaPod's merge": (
        twin,
        "warning",
        "feed.xml: item 2 “Zweite”",
        "day of item 1, and about the same duration",
    ),
    "way out": (
        both(edit(f"{BASE}zwei/zwei.vtt", f"{BASE}../zwei.vtt"), delete("zwei/zwei.vtt")),
        "error",
        f"{ITEM}<podcast:transcript>",
        "points outside the published folder",
    ),
    "way out, encoded": (
        both(edit(f"{BASE}zwei/zwei.vtt", f"{BASE}%2e%2e/zwei.vtt"), delete("zwei/zwei.vtt")),
        "error",
        f"{ITEM}<podcast:transcript>",
        "points outside the published folder",
    ),
    "way out, slash": (
        both(edit(f"{BASE}zwei/zwei.vtt", f"{BASE}..%2fetc%2fpasswd.vtt"), delete("zwei/zwei.vtt")),
        "error",
        f"{ITEM}<podcast:transcript>",
        "points outside the published folder",
    ),
    "absolute path": (
        both(edit(f"{BASE}zwei/zwei.vtt", f"{BASE}/etc/passwd.vtt"), delete("zwei/zwei.vtt")),
        "error",
        f"{ITEM}<podcast:transcript>",
        "points outside the published folder",
    ),
    "link out": (link_out, "error", f"{ITEM}<podcast:transcript>", "does not exist"),
    "item cover": (
        edit("<podcast:chapters", f'<itunes:image href="{BASE}x.jpg"/><podcast:chapters'),
        "error",
        f"{ITEM}<itunes:image>",
        "does not exist: 'x.jpg'",
    ),
}

VTT = "zwei/zwei.vtt"
TRANSCRIPTS: dict[str, tuple[Plant, str, str, str]] = {
    "missing": (delete(VTT), "error", f"{ITEM}<podcast:transcript>", f"does not exist: '{VTT}'"),
    "unknown type": (
        edit('type="text/vtt"', 'type="text/webvtt"'),
        "error",
        f"{ITEM}<podcast:transcript>",
        "is not for transcripts",
    ),
    "wrong type": (
        both(edit('srt" type="application/x-subrip"', 'srt" type="text/plain"')),
        "error",
        f"{ITEM}<podcast:transcript>",
        "the URL has a different extension",
    ),
    "no header": (write(VTT, vtt()[8:]), "error", VTT, "does not begin with WEBVTT"),
    "empty file": (write(VTT, ""), "error", VTT, "does not begin with WEBVTT"),
    "no blank line": (write(VTT, vtt().replace("\n\n", "\n", 1)), "error", VTT, "no blank line"),
    "comma in a time": (write(VTT, vtt().replace(".500", ",500")), "error", VTT, "no timing"),
    "wrong encoding": (write(VTT, "WEBVTT\n\nGröße".encode("cp1252")), "error", VTT, "not UTF-8"),
    "no cue": (
        both(
            write(VTT, "WEBVTT\n\nNOTE nothing\n"),
            delete("zwei/zwei.srt"),
            delete("zwei/zwei.json"),
            edit(
                f'<podcast:transcript url="{BASE}zwei/zwei.srt" type="application/x-subrip"/>', ""
            ),
            edit(f'<podcast:transcript url="{BASE}zwei/zwei.json" type="application/json"/>', ""),
        ),
        "error",
        VTT,
        "has no cue",
    ),
    "backwards": (cues(CUES[1], (1, 2, ["A"]), CUES[2]), "error", f"{VTT}: cue 2", "starts before"),
    "overlap": (
        cues(CUES[0], (2.0, 6.0, ["A"]), CUES[2]),
        "error",
        f"{VTT}: cue 2",
        "before the preceding cue ends",
    ),
    "no length": (cues((1, 1, ["A"]), *CUES[1:]), "error", f"{VTT}: cue 1", "not end after"),
    "too late": (
        cues(*CUES, (9, 11, ["A"]), (11, 12, ["B"])),
        "error",
        f"{VTT}: cue 4",
        "after the audio: 9.000–11.000 s “A” (and 1 more cue)",
    ),
    "no text": (cues(*CUES[:2], (7, 8, [""])), "error", f"{VTT}: cue 3", "is empty"),
    "long line": (
        cues(*CUES[:2], (7, 8, ["x" * 40 + " xx"])),
        "warning",
        f"{VTT}: cue 3",
        "2 lines of 42",
    ),
    "three lines": (
        cues(*CUES[:2], (7, 8, ["a", "b", "c"])),
        "warning",
        f"{VTT}: cue 3",
        "more than 2 lines",
    ),
    "SRT without numbers": (
        write("zwei/zwei.srt", srt().replace("2\n00", "00")),
        "error",
        "zwei/zwei.srt",
        "no number and timing",
    ),
    "SRT with an arrow": (
        write("zwei/zwei.srt", srt().replace("letzter", "-->")),
        "error",
        "zwei/zwei.srt",
        "the cue text contains -->",
    ),
    "SRT with another text": (
        write("zwei/zwei.srt", srt().replace("letzter", "vorletzter")),
        "error",
        "zwei/zwei.srt: cue 3",
        "“Ein letzter Satz.”",
    ),
    "SRT with a cue less": (
        write("zwei/zwei.srt", srt(CUES[:2])),
        "error",
        "zwei/zwei.srt",
        "has 2 cues, but zwei/zwei.vtt has 3",
    ),
    "JSON with other times": (
        write("zwei/zwei.json", segments([*CUES[:2], (6.002, 8.75, CUES[2][2])])),
        "error",
        "zwei/zwei.json: cue 3",
        "is 6.002–8.750 s",
    ),
    "JSON that is none": (
        write("zwei/zwei.json", "{"),
        "error",
        "zwei/zwei.json",
        "is not valid JSON",
    ),
    "JSON that is deep": (
        write("zwei/zwei.json", "[" * 200_000),
        "error",
        "zwei/zwei.json",
        "is not valid JSON",
    ),
    "JSON empty": (write("zwei/zwei.json", segments([])), "error", "zwei/zwei.json", "has no cue"),
    "JSON infinite": (
        write("zwei/zwei.json", segments().replace("8.75", "1e999")),
        "error",
        "zwei/zwei.json",
        "segment 3 lacks",
    ),
    "JSON of another kind": (
        write("zwei/zwei.json", "[1]"),
        "error",
        "zwei/zwei.json",
        "not a JSON object with a version",
    ),
}

JSON = "zwei/zwei.chapters.json"
CHAPTER_FILE: dict[str, tuple[Plant, str, str, str]] = {
    "missing": (delete(JSON), "error", f"{ITEM}<podcast:chapters>", "does not exist"),
    "type": (
        edit("application/json+chapters", "text/json"),
        "error",
        f"{ITEM}<podcast:chapters>",
        "'text/json', not",
    ),
    "not in the feed": (
        both(
            lambda folder: folder.edit(
                FEED, f'<podcast:chapters url="{BASE}{JSON}" type="application/json+chapters"/>', ""
            ),
            delete(JSON),
        ),
        "warning",
        f"{ITEM}<podcast:chapters>",
        "zwei/zwei.mp3 has 3 chapters",
    ),
    "no JSON": (write(JSON, b"\xff\xfe"), "error", JSON, "not UTF-8"),
    "no version": (
        write(JSON, '{"chapters": []}'),
        "error",
        JSON,
        "not a JSON object with a version",
    ),
    "no title": (
        write(JSON, chapters([(0, "Anfang"), (3, " "), (7, "Ende")])),
        "error",
        JSON,
        "chapter 2 lacks",
    ),
    "title differs": (
        write(JSON, chapters([*CHAPTERS[:2], (7, "Schluss")])),
        "error",
        "zwei/zwei.mp3",
        "7 s “Ende”, but zwei/zwei.chapters.json has 7 s “Schluss”",
    ),
    "one less": (
        write(JSON, chapters(CHAPTERS[:2])),
        "error",
        "zwei/zwei.mp3",
        "has 3 chapters (CHAP), but",
    ),
    "order": (
        write(JSON, chapters([CHAPTERS[0], CHAPTERS[2], CHAPTERS[1]])),
        "error",
        JSON,
        "not start after the preceding one: 3 s",
    ),
}

OTHERS: dict[str, tuple[Plant, str, str, str]] = {
    "cover missing": (
        delete("cover.jpg"),
        "error",
        "feed.xml: channel <itunes:image>",
        "does not exist",
    ),
    "cover small": (write("cover.jpg", cover(300)), "error", "cover.jpg", "300 × 300 pixels"),
    "cover giant": (
        write("cover.jpg", cover(7000, kind="PNG")),
        "error",
        "cover.jpg",
        "7000 × 7000 pixels",
    ),
    "cover grey": (write("cover.jpg", cover(mode="L")), "error", "cover.jpg", "colour mode L"),
    "cover CMYK": (
        write("cover.jpg", cover(mode="CMYK")),
        "error",
        "cover.jpg",
        "colour mode CMYK",
    ),
    "cover WEBP": (write("cover.jpg", cover(1400, "RGB", "WEBP")), "error", "cover.jpg", "is WEBP"),
    "cover cut": (write("cover.jpg", cover()[:-3000]), "error", "cover.jpg", "cannot be opened"),
    "cover none": (write("cover.jpg", b"x"), "error", "cover.jpg", "as a picture"),
    "cover heavy": (
        lambda folder: folder.write("cover.jpg", cover() + os.urandom(600_000)),
        "warning",
        "cover.jpg",
        "KB, more than 512",
    ),
    "stray file": (write("zwei/notes.txt", "x"), "warning", "zwei/notes.txt", "not referenced by"),
    "stray at the top": (write("old.txt", "x"), "warning", "old.txt", "not referenced by"),
    "staging": (write("zwei/.zwei.mp3.tmp", "x"), "warning", "zwei/.zwei.mp3.tmp", "unfinished"),
    "staging folder": (write(".staging/a", "x"), "warning", ".staging/a", "unfinished"),
    "episode not in the feed": (
        both(write("drei/drei.mp3", "x"), write("drei/episode.json", "{}")),
        "warning",
        "drei",
        "no feed item",
    ),
}

FEEDS: dict[str, tuple[Plant, str, str, str]] = {
    "missing": (delete(FEED), "error", FEED, "is missing"),
    "empty": (write(FEED, ""), "error", FEED, "not well-formed"),
    "cut": (edit("</channel></rss>", ""), "error", FEED, "not well-formed"),
    "control character": (edit("Worum", "\x08"), "error", FEED, "not well-formed"),
    "wrong encoding": (edit('"UTF-8"', '"nonsense"'), "error", FEED, "not well-formed"),
    "entities": (
        edit("<rss ", '<!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>\n<rss '),
        "error",
        FEED,
        "has a DOCTYPE",
    ),
    "not RSS": (write(FEED, "<html/>"), "error", FEED, "not RSS 2.0"),
}

FLAWS = {
    f"{group}: {name}": flaw
    for group, flaws in (
        ("item", ITEMS),
        ("transcript", TRANSCRIPTS),
        ("chapters", CHAPTER_FILE),
        ("folder", OTHERS),
        ("feed", FEEDS),
    )
    for name, flaw in flaws.items()
}


def only(folder: Published, severity: str, where: str, what: str) -> None:
    found = check(folder.root)
    assert len(found) == 1, found
    assert found[0].severity == severity
    assert found[0].where == where
    assert what in found[0].what
    assert found[0].fix


def test_no_flaw(folder: Published) -> None:
    assert check(folder.root) == []


@pytest.mark.parametrize(("plant", "severity", "where", "what"), FLAWS.values(), ids=FLAWS)
def test_a_planted_flaw(
    folder: Published, plant: Plant, severity: str, where: str, what: str
) -> None:
    plant(folder)
    only(folder, severity, where, what)


@pytest.mark.parametrize("tag", ["guid", "locked", "medium"])
def test_what_podcasting_2_leaves_open(folder: Published, tag: str) -> None:
    feed = (folder.root / FEED).read_text(encoding="utf-8").splitlines()
    kept = [line for line in feed if f"<podcast:{tag}>" not in line]
    folder.write(FEED, "\n".join(kept))
    only(folder, "warning", f"feed.xml: channel <podcast:{tag}>", "is missing")


def test_no_picture(folder: Published) -> None:
    folder.edit(FEED, f'<itunes:image href="{BASE}cover.jpg"/>', "")
    (folder.root / "cover.jpg").unlink()
    only(folder, "error", "feed.xml: channel <itunes:image>", "is missing")


def test_no_episode(tmp_path: Path, folder: Published) -> None:
    text = (folder.root / FEED).read_text(encoding="utf-8")
    bare = Published(tmp_path / "bare")
    bare.write(FEED, text[: text.index("<item>")] + "</channel></rss>")
    bare.write("cover.jpg", cover())
    only(bare, "warning", FEED, "has no episode")


def test_no_transcript(folder: Published) -> None:
    feed = (folder.root / FEED).read_text(encoding="utf-8").splitlines()
    kept = [line for line in feed if "<podcast:transcript" not in line or "/eins/" in line]
    folder.write(FEED, "\n".join(kept))
    for kind in ("vtt", "srt", "json"):
        (folder.root / f"zwei/zwei.{kind}").unlink()
    only(folder, "warning", f"{ITEM}<podcast:transcript>", "is missing")


def test_no_folder(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "nowhere")
    assert (problem.severity, problem.where) == ("error", FEED)
    assert "podcast build" in problem.fix


def test_near_categories_are_offered(folder: Published) -> None:
    folder.edit(FEED, '"Politics"', '"Politic"')
    (problem,) = check(folder.root)
    assert "Did you mean 'Politics'?" in problem.fix


def test_a_long_word_cannot_be_helped(folder: Published) -> None:
    folder.transcripts("zwei", [*CUES[:2], (7, 8, ["x" * 80, "y"])])
    assert check(folder.root) == []


@pytest.mark.parametrize("name", [FEED, VTT, "zwei/zwei.srt", "zwei/zwei.json", JSON, "cover.jpg"])
def test_damage_never_raises(folder: Published, name: str) -> None:
    for audio in folder.root.glob("*/*.mp3"):
        audio.unlink()  # not what is damaged here, and slow
    whole = (folder.root / name).read_bytes()
    random = Random(name)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            at = random.randrange(min(len(whole), 4000))
            damaged[at : at + random.randint(0, 3)] = random.choice(ODD)
        folder.write(name, bytes(damaged))
        assert all(problem.fix for problem in check(folder.root))


def test_progress_names_each_episode(folder: Published) -> None:
    seen: list[str] = []
    check(folder.root, progress=seen.append)
    assert seen == ["Zweite", "Erste"]


def test_a_webvtt_may_have_remarks_names_hours_and_settings(folder: Published) -> None:
    text = vtt().replace("WEBVTT\n", "\ufeffWEBVTT - Titel\n\nNOTE\nvon Hand\n")
    text = text.replace("00:00:0", "00:0").replace("00:06.000 -->", "einer\n00:00:06.000 -->")
    text = text.replace("02.250", "02.250 line:0 align:left").replace("Ein l", "<v Anna>Ein <b>l")
    folder.write(VTT, text.replace("\n", "\r\n"))
    assert check(folder.root) == []


def test_an_address_may_be_encoded(folder: Published) -> None:
    (folder.root / VTT).rename(folder.root / "zwei/Größe 1.vtt")
    folder.edit(FEED, "zwei/zwei.vtt", "zwei/Gr%C3%B6%C3%9Fe%201.vtt?v=2#t=3")
    assert check(folder.root) == []


def test_json_numbers_may_be_whole(folder: Published) -> None:
    data = json.loads((folder.root / JSON).read_text(encoding="utf-8"))
    data["chapters"][1]["startTime"] = 3.0
    folder.write(JSON, json.dumps(data))
    assert check(folder.root) == []
