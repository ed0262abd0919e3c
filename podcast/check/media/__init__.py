"""What is heard: MP3s with their tags and chapters, and transcripts."""
