"""Local playback of an episode: through an installed player or the audio device."""
