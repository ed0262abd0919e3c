"""Checks of the cover, the web pages and leftover files."""
