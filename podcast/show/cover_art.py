"""The show's cover picture: already published, from a file, or drawn from the title."""

from __future__ import annotations

from functools import cached_property

from podcast import files
from podcast.errors import MediaError, ShowError
from podcast.show import last_publication
from podcast.show.paths import COVER
from podcast.show.show import Show


class CoverArt:
    """The cover of one show: its file is read, and its picture rendered, at most once."""

    def __init__(self, show: Show) -> None:
        self._show = show

    @cached_property
    def inputs(self) -> str:
        """Hash of the cover's inputs. Raises `ShowError` if its file is missing."""
        from podcast.cover import draw

        own, path = self._show.settings, self._show.file("cover")
        if path:
            return files.hash_files([path])
        return draw.inputs(own.title, own.author, own.colours)

    @cached_property
    def jpeg(self) -> bytes:
        """The cover as a JPEG.

        Raises `ShowError` for invalid colours, `MediaError` if the file is not a picture.
        """
        from podcast.cover import draw, picture

        paths, own, path = self._show.paths, self._show.settings, self._show.file("cover")
        published = paths.public / COVER
        before = last_publication.read(paths).get("cover")
        if before == self.inputs and published.is_file():
            return published.read_bytes()
        if path:
            return picture.prepare(path)
        try:
            return draw.draw(own.title, own.author, colours=own.colours or None)
        except MediaError as error:
            raise ShowError(paths.settings, f"colours: {error}") from None
