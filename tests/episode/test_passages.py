from __future__ import annotations

from podcast.episode import passages
from podcast.episode.cues import sentence_cues
from podcast.models import Segment, Sentence


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
        *sentence_cues("Titel", 25, 500, 0),
        *sentence_cues("Titel.", 500, 900, 0),
        *sentence_cues(long, 1000, 5000, 2),
        *sentence_cues("Kurz.", 6000, 7000, 2),
    ]
    assert [passage.sentences for passage in passages.passages(segments, cues)] == [
        (("Titel", 25), ("Titel.", 500)),
        (("…", 1000),),
        ((long, 1000), ("Kurz.", 6000), ("***", 7000)),
    ]
