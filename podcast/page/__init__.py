"""Web pages: the list of episodes, one page per episode, and the files they share.

The pages are static files that work without JavaScript and from any location, because all their
addresses are relative. Templates, styles and scripts are in this directory.
`podcast.page.changes` decides which files to write.
"""

from podcast.page.assets import Assets, version
from podcast.page.pages import PageRenderer

__all__ = ["Assets", "PageRenderer", "version"]
