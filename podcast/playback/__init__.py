"""Local playback of an episode: through an installed player or the sound device."""
