from __future__ import annotations

import json

from podcast.episode import transcripts
from podcast.episode.cues import sentence_cues


def test_a_cue_has_two_lines_of_42_characters_at_most() -> None:
    text = "Trump teilte jedoch nicht mit, wann genau seine Kontakte zu Putin stattfanden. " * 5
    for block in "".join(transcripts.vtt(sentence_cues(text, 0, 9000, 0))).split("\n\n")[1:]:
        _, *lines = block.strip().split("\n")
        assert 1 <= len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)


def test_vtt() -> None:
    cues = sentence_cues("Größer als 1 & kleiner <b> als 3.", 3_600_025, 3_601_500, 0)
    assert "".join(transcripts.vtt(cues)) == (
        "WEBVTT\n\n01:00:00.025 --> 01:00:01.500\nGrößer als 1 &amp; kleiner &lt;b&gt; als 3.\n"
    )


def test_srt_has_no_speakers() -> None:
    cues = sentence_cues("Er sagte: A --> B.", 0, 1000, 0)
    assert "".join(transcripts.srt(cues)) == (
        "1\n00:00:00,000 --> 00:00:01,000\nEr sagte:\xa0A → B.\n"
    )


def test_json_has_the_cues_in_seconds() -> None:
    cues = sentence_cues("Über „Maß“.", 25, 1500, 0)
    assert json.loads("".join(transcripts.transcript_json(cues))) == {
        "version": "1.0.0",
        "segments": [{"startTime": 0.025, "endTime": 1.5, "body": "Über „Maß“."}],
    }
