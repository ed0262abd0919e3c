"""The parts of one episode: recording, cues, transcripts, chapters and text."""
