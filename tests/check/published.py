"""A published folder made by hand: none of the program's own writers has a part in it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import lameenc
import numpy as np
import pyloudnorm
from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, TALB, TIT2, TPE1, CTOCFlags
from PIL import Image

BASE = "https://podcast.example/show/"
RATE = 44100

CUES = [
    (0.5, 2.25, ["Ein erster Satz."]),
    (2.5, 6.0, ["Er & sie sagten: <nichts>,", "und das war viel."]),
    (6.0, 8.75, ["Ein letzter Satz."]),
]
CHAPTERS = [(0, "Anfang"), (3, "Größere Mitte"), (7, "Ende")]

CHANNEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
<title>Eine Sendung</title>
<link>https://podcast.example/</link>
<description>Worum es geht.</description>
<language>de</language>
<lastBuildDate>Tue, 04 Mar 2025 08:00:00 +0000</lastBuildDate>
<atom:link href="{BASE}feed.xml" rel="self" type="application/rss+xml"/>
<itunes:author>Jemand</itunes:author>
<itunes:category text="News"><itunes:category text="Politics"/></itunes:category>
<itunes:explicit>false</itunes:explicit>
<itunes:image href="{BASE}cover.jpg"/>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<podcast:locked>yes</podcast:locked>
<podcast:medium>podcast</podcast:medium>
"""

ITEM = """<item>
<title>{title}</title>
<guid isPermaLink="false">{slug}-guid</guid>
<pubDate>{date}</pubDate>
<description>Kurz gesagt.</description>
<enclosure url="{base}{slug}/{slug}.mp3" length="{size}" type="audio/mpeg"/>
<itunes:duration>{seconds}</itunes:duration>
<itunes:explicit>false</itunes:explicit>
<podcast:transcript url="{base}{slug}/{slug}.vtt" type="text/vtt"/>
<podcast:transcript url="{base}{slug}/{slug}.srt" type="application/x-subrip"/>
<podcast:transcript url="{base}{slug}/{slug}.json" type="application/json"/>
<podcast:chapters url="{base}{slug}/{slug}.chapters.json" type="application/json+chapters"/>
</item>
"""


def tone(seconds: float = 10, rate: int = RATE) -> np.ndarray:
    """A chord that swells like speech, mono, at −19 LUFS."""
    time = np.arange(int(seconds * rate)) / rate
    sound = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220, 330, 440))
    return levelled(sound * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time)), -19, rate)


def levelled(sound: np.ndarray, lufs: float, rate: int = RATE) -> np.ndarray:
    return sound * 10 ** ((lufs - pyloudnorm.Meter(rate).integrated_loudness(sound)) / 20)


def mp3(sound: np.ndarray, *, rate: int = RATE, kbits: int = 96, channels: int = 1) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(kbits)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(channels)
    encoder.set_quality(7)
    loud = sound * 10 ** (0.446 / 20) if channels == 1 else sound  # what LAME takes away
    pcm = np.clip(loud * 32768, -32768, 32767).astype("<i2").tobytes()
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def tag(*, chapters: list[tuple[float, str]] = CHAPTERS, end: float = 10) -> ID3:
    made = ID3()
    made.add(TIT2(encoding=1, text=["Titel"]))
    made.add(TPE1(encoding=1, text=["Jemand"]))
    made.add(TALB(encoding=1, text=["Eine Sendung"]))
    made.add(COMM(encoding=1, lang="deu", desc="", text=["Kommentar"]))
    made.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=cover(300)))
    ids = [f"ch{n}" for n in range(len(chapters))]
    made.add(
        CTOC(
            element_id="toc",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=ids,
            sub_frames=[],
        )
    )
    ends = [start for start, _ in chapters[1:]] + [end]
    longest = max((len(title) for _, title in chapters), default=0)
    for number, ((start, title), stop) in enumerate(zip(chapters, ends, strict=True)):
        # mutagen writes frames by size: equal sizes keep their order
        element_id = ids[number] + "_" * 2 * (longest - len(title))
        made.getall("CTOC")[0].child_element_ids[number] = element_id
        made.add(
            CHAP(
                element_id=element_id,
                start_time=int(start * 1000),
                end_time=int(stop * 1000),
                sub_frames=[TIT2(encoding=1, text=[title])],
            )
        )
    return made


def cover(size: int = 1400, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, (size, size)).save(file, kind)
    return file.getvalue()


def stamp(seconds: float, mark: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"00:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def vtt(cues: list[tuple[float, float, list[str]]] = CUES) -> str:
    blocks = [
        f"{stamp(start, '.')} --> {stamp(end, '.')}\n"
        + "\n".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
        for start, end, lines in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def srt(cues: list[tuple[float, float, list[str]]] = CUES) -> str:
    return "\n\n".join(
        f"{number}\n{stamp(start, ',')} --> {stamp(end, ',')}\n" + "\n".join(lines)
        for number, (start, end, lines) in enumerate(cues, 1)
    )


def segments(cues: list[tuple[float, float, list[str]]] = CUES) -> str:
    listed = [
        {"startTime": start, "endTime": end, "body": " ".join(lines)} for start, end, lines in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": listed})


def chapters(listed: list[tuple[float, str]] = CHAPTERS) -> str:
    found = [{"startTime": start, "title": title} for start, title in listed]
    return json.dumps({"version": "1.2.0", "chapters": found})


class Published:
    """The folder, and the means to spoil it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def episode(self, slug: str, audio: bytes) -> None:
        home = self.root / slug
        home.mkdir(parents=True)
        self.media(slug, audio, tag())
        (home / f"{slug}.vtt").write_text(vtt(), encoding="utf-8")
        (home / f"{slug}.srt").write_text(srt(), encoding="utf-8")
        (home / f"{slug}.json").write_text(segments(), encoding="utf-8")
        (home / f"{slug}.chapters.json").write_text(chapters(), encoding="utf-8")
        (home / f"{slug}.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
        (home / "episode.json").write_text("{}", encoding="utf-8")

    def media(self, slug: str, audio: bytes, id3: ID3 | None, version: int = 3) -> None:
        """Another media file, with the feed's length put right."""
        file = self.root / slug / f"{slug}.mp3"
        old = file.stat().st_size if file.exists() else 0
        file.write_bytes(audio)
        if id3 is not None:
            id3.save(file, v2_version=version)
        if old:
            self.edit("feed.xml", f'.mp3" length="{old}"', f'.mp3" length="{file.stat().st_size}"')

    def sizes(self, slug: str) -> int:
        return (self.root / slug / f"{slug}.mp3").stat().st_size

    def feed(self) -> None:
        items = [
            ITEM.format(
                base=BASE, slug=slug, title=title, date=date, seconds=10, size=self.sizes(slug)
            )
            for slug, title, date in (
                ("zwei", "Zweite", "Tue, 04 Mar 2025 08:00:00 +0100"),
                ("eins", "Erste", "Mon, 03 Mar 2025 08:00:00 +0100"),
            )
        ]
        text = CHANNEL + "".join(items) + "</channel></rss>"
        (self.root / "feed.xml").write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str, times: int = 1) -> None:
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new, times), encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def transcripts(self, slug: str, cues: list[tuple[float, float, list[str]]]) -> None:
        self.write(f"{slug}/{slug}.vtt", vtt(cues))
        self.write(f"{slug}/{slug}.srt", srt(cues))
        self.write(f"{slug}/{slug}.json", segments(cues))


def publish(root: Path, audio: bytes) -> Published:
    """Two episodes without a flaw."""
    folder = Published(root)
    folder.episode("eins", audio)
    folder.episode("zwei", audio)
    folder.feed()
    folder.write("cover.jpg", cover())
    folder.write("show.json", "{}")
    return folder
