"""Speech engines, one a module. `podcast.voices.all_engines` names them."""
