"""Playing an episode here: programs that play files, and the sound device."""
