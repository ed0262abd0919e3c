from __future__ import annotations

from podcast.episode import soundbites
from podcast.episode.cues import Cue


def test_a_soundbite_is_found_across_cues() -> None:
    cues = [
        Cue(text="Ein erster Satz, lang", start_ms=500, end_ms=2000, segment=0),
        Cue(text="und breit.", start_ms=2000, end_ms=3000, segment=0),
        Cue(text="Der zweite Satz.", start_ms=3500, end_ms=5000, segment=1),
    ]
    found = soundbites.soundbites(["lang  und breit. Der zweite", "Fehlt.", "zweite Satz."], cues)
    assert [(bite.start_ms, bite.duration_ms) for bite in found] == [(500, 4500), (3500, 1500)]
    assert found[0].title == "lang und breit. Der zweite"
