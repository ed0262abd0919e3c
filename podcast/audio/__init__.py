"""Audio: samples, loudness, mastering, clips, MP3 and its tags. Independent of articles."""
