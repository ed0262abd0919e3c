"""Roles and groups of people in a podcast: https://podcasttaxonomy.com, in lower case."""

from __future__ import annotations

_LIST = """
creative direction: director, assistant director, executive producer, senior producer, producer,
  associate producer, development producer, creative director
cast: host, co-host, guest host, guest, voice actor, narrator, announcer, reporter
writing: author, editorial director, co-writer, writer, songwriter, guest writer, story editor,
  managing editor, script editor, script coordinator, researcher, editor, fact checker, translator,
  translater, transcriber, logger
audio production: studio coordinator, technical director, technical manager, audio engineer,
  remote recording engineer, post production engineer
audio post-production: audio editor, sound designer, foley artist, composer, theme music,
  music production, music contributor
administration: production coordinator, booking coordinator, production assistant,
  content manager, marketing manager, sales representative, sales manager
visuals: graphic designer, cover art designer
community: social media manager
misc.: consultant, intern
video production: camera operator, lighting designer, camera grip, assistant camera
video post-production: editor, assistant editor
"""

_ROWS = [row.partition(":") for row in _LIST.replace("\n  ", " ").strip().splitlines()]

GROUPS = frozenset(group for group, _, _ in _ROWS)
ROLES = frozenset(role.strip() for _, _, roles in _ROWS for role in roles.split(","))
