"""German articles in, a podcast out.

`podcast.cli` is the command line; `podcast.build.pipeline` runs all build stages in order.
"""

__version__ = "0.1.0"
