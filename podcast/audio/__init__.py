"""Sound: samples, loudness, mastering, clips, MP3 and its tags. Knows nothing of articles."""
