"""Identify the app that sent a request by its User-Agent."""

from __future__ import annotations

import re
from functools import lru_cache

_APPS = {
    "AntennaPod": r"AntennaPod",
    "Apple Podcasts": r"^Podcasts/|AppleCoreMedia|iTMS|^Balados/|Podcasts\W.*CFNetwork",
    "Pocket Casts": r"Pocket\s?Casts|Shifty Jelly",
    "Overcast": r"Overcast",
    "Spotify": r"Spotify",
    "gPodder": r"gPodder",
    "Podcast Addict": r"Podcast\s?Addict",
    "Castro": r"^Castro",
    "Castbox": r"CastBox",
    "Podverse": r"Podverse",
    "Fountain": r"^Fountain",
    "Podcast Guru": r"Podcast\s?Guru",
    "TrueFans": r"TrueFans",
    "Downcast": r"Downcast",
    "BeyondPod": r"BeyondPod",
    "Player FM": r"Player\s?FM",
    "Amazon Music": r"AmazonMusic|Amazon Music",
    "YouTube Music": r"Google-Podcast|YouTube\s?Music|GooglePodcasts",
    "Audiobookshelf": r"audiobookshelf",
    "Kasts": r"^Kasts",
    "GNOME Podcasts": r"gnome-podcasts",
    "Newsboat": r"newsboat|podboat",
    "Escapepod": r"Escapepod",
    "Tempo": r"Doughnut|RSSRadio",
    "podcast check": r"^podcast-check",
    "Nextcloud": r"Nextcloud",
    "Podcast Index": r"Podcastindex|PodPing",
    "feedparser": r"feedparser",
    "VLC": r"VLC|LibVLC",
    "mpv": r"mpv|libmpv",
    "FFmpeg": r"Lavf",
    "Kodi": r"Kodi|XBMC",
    "Sonos": r"Sonos",
    "Wget": r"Wget",
    "curl": r"^curl",
    "Python": r"python-|^aiohttp|^Python|httpx",
    "ExoPlayer": r"ExoPlayer|AndroidXMedia3",
    "Bot": r"bot\b|crawler|spider",
    "Edge": r"Edg(?:e|A|iOS)?/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrom(?:e|ium)/|CriOS/",
    "Safari": r"Safari/",
}
"""Patterns of User-Agents by app. Browsers come last because other apps imitate them."""

_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _APPS.items()}
_MAX_LENGTH = 60


@lru_cache(maxsize=256)
def app(user_agent: str) -> str:
    """Return the app's name, or the User-Agent up to the first slash, or `–` if that is empty."""
    for name, pattern in _PATTERNS.items():
        if pattern.search(user_agent):
            return name
    own = "".join(c if c.isprintable() else "?" for c in user_agent.partition("/")[0])
    return own.strip()[:_MAX_LENGTH] or "–"
