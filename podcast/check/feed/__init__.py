"""Checks of the feeds: metadata of the show and its episodes."""
