"""What a browser shows: the list of episodes, a page for each, and what they share.

Static files that work without JavaScript and from any place: all addresses in them are relative.
Templates, styles and scripts lie beside this module. `podcast.page.changes` decides what is
written.
"""

from podcast.page.assets import Assets, version
from podcast.page.pages import PageRenderer

__all__ = ["Assets", "PageRenderer", "version"]
