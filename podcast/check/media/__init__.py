"""Checks of MP3 files, their tags, chapters and transcripts."""
