"""Read-only reports on shows, articles and voices, plus lexicon corrections."""
