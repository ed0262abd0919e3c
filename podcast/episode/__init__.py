"""What one episode consists of: its recording, cues, transcripts, chapters and text."""
