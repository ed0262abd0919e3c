"""Speech engines, one per module. `podcast.voices.all_engines` lists them."""
