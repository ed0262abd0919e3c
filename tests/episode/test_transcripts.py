from __future__ import annotations

import itertools
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from podcast.episode import cues as transcript
from podcast.models import Chapter, Cue, Kind, Segment, Sentence


def segment(text: str, kind: Kind = "paragraph") -> Segment:
    return Segment(kind=kind, sentences=(Sentence(text=text, spoken=text),), pause_after_ms=0)


def test_a_short_sentence_is_one_cue() -> None:
    assert transcript.cues("Das ist kurz.", 25, 1500, 3) == [
        Cue(text="Das ist kurz.", start_ms=25, end_ms=1500, segment=3)
    ]


@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(str.split),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)
def test_a_long_sentence_is_cut_at_words_without_gap_or_loss(
    text: str, start: int, length: int
) -> None:
    cues = transcript.cues(text, start, start + length, 0)
    assert "".join(cue.text for cue in cues).split() or not text.split()
    assert "".join("".join(cue.text.split()) for cue in cues) == "".join(text.split())
    assert cues[0].start_ms == start
    assert cues[-1].end_ms == start + length
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(cues))


def test_a_cue_has_two_lines_of_42_characters_at_most() -> None:
    text = "Trump teilte jedoch nicht mit, wann genau seine Kontakte zu Putin stattfanden. " * 5
    for block in "".join(transcript.vtt(transcript.cues(text, 0, 9000, 0))).split("\n\n")[1:]:
        _, *lines = block.strip().split("\n")
        assert 1 <= len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)


def test_vtt() -> None:
    cues = transcript.cues("Größer als 1 & kleiner <b> als 3.", 3_600_025, 3_601_500, 0)
    assert "".join(transcript.vtt(cues)) == (
        "WEBVTT\n\n01:00:00.025 --> 01:00:01.500\nGrößer als 1 &amp; kleiner &lt;b&gt; als 3.\n"
    )


def test_srt_has_no_speakers() -> None:
    cues = transcript.cues("Er sagte: A --> B.", 0, 1000, 0)
    assert "".join(transcript.srt(cues)) == (
        "1\n00:00:00,000 --> 00:00:01,000\nEr sagte:\xa0A → B.\n"
    )


def test_json_has_the_cues_in_seconds() -> None:
    cues = transcript.cues("Über „Maß“.", 25, 1500, 0)
    assert json.loads("".join(transcript.transcript_json(cues))) == {
        "version": "1.0.0",
        "segments": [{"startTime": 0.025, "endTime": 1.5, "body": "Über „Maß“."}],
    }


def test_headings_are_chapters() -> None:
    segments = [
        segment("Titel", "title"),
        segment("Absatz."),
        segment("Erstens", "heading"),
        segment("Noch einer."),
        segment("Zweitens", "heading"),
    ]
    assert transcript.outline("Titel", segments) == {0: "Titel", 2: "Erstens", 4: "Zweitens"}


def test_without_headings_a_paragraph_now_and_then_is_one() -> None:
    text = "Während alle schliefen, geschah etwas, das niemand erwartet hatte. " * 10
    segments = [segment("Titel", "title")] + [segment(text) for _ in range(12)]
    outline = transcript.outline("Titel", segments)
    assert list(outline) == [0, 3, 5, 7, 9, 11]
    assert outline[3] == "Während alle schliefen …"


def test_a_book_has_no_more_chapters_than_a_tag_has_room_for() -> None:
    book = [segment("T", "title")] + [segment("Wort. " * 300)] * 2000
    assert 50 < len(transcript.outline("T", book)) <= 101
    headings = [segment("T", "title")] + [segment("Teil", "heading"), segment("Text.")] * 600
    assert 200 <= len(transcript.outline("T", headings)) <= 251


def test_a_short_text_has_one_chapter() -> None:
    assert transcript.outline("Titel", [segment("Titel", "title"), segment("Kurz.")]) == {
        0: "Titel"
    }


def test_chapters_follow_each_other() -> None:
    chapters = transcript.chapters({0: "A", 4: "B"}, {0: 0, 4: 61_000}, 90_500)
    assert chapters == [
        Chapter(title="A", start_ms=0, end_ms=61_000),
        Chapter(title="B", start_ms=61_000, end_ms=90_500),
    ]
    rows = json.loads(transcript.chapters_json(chapters))["chapters"]
    assert rows[1] == {"startTime": 61, "endTime": 90.5, "title": "B"}


@given(st.text(max_size=300).filter(str.strip))
def test_titles_of_chapters_are_short_lines(text: str) -> None:
    title = transcript.outline("T", [segment("T", "title")] + [segment(text + " wort" * 400)] * 9)
    for opening in list(title.values())[1:]:
        assert opening.strip()
        assert len(opening) <= 52
        assert not re.search(r"[\n\r]", opening)


def test_a_soundbite_is_found_across_cues() -> None:
    cues = [
        Cue(text="Ein erster Satz, lang", start_ms=500, end_ms=2000, segment=0),
        Cue(text="und breit.", start_ms=2000, end_ms=3000, segment=0),
        Cue(text="Der zweite Satz.", start_ms=3500, end_ms=5000, segment=1),
    ]
    found = transcript.soundbites(["lang  und breit. Der zweite", "Fehlt.", "zweite Satz."], cues)
    assert [(bite.start_ms, bite.duration_ms) for bite in found] == [(500, 4500), (3500, 1500)]
    assert found[0].title == "lang und breit. Der zweite"


def test_passages_have_the_times_of_their_sentences() -> None:
    long = "Ein Satz, " + "der sehr lang ist und " * 8 + "endet."
    texts = [("Titel", "Titel."), ("…",), (long, "Kurz.", "***")]
    segments = [
        Segment(
            kind="paragraph",
            sentences=tuple(Sentence(text=text, spoken=text) for text in row),
            pause_after_ms=0,
        )
        for row in texts
    ]
    cues = [
        *transcript.cues("Titel", 25, 500, 0),
        *transcript.cues("Titel.", 500, 900, 0),
        *transcript.cues(long, 1000, 5000, 2),
        *transcript.cues("Kurz.", 6000, 7000, 2),
    ]
    assert [passage.sentences for passage in transcript.passages(segments, cues)] == [
        (("Titel", 25), ("Titel.", 500)),
        (("…", 1000),),
        ((long, 1000), ("Kurz.", 6000), ("***", 7000)),
    ]
