"""German articles in, a podcast out.

The command line is in `podcast.cli`; the pipeline, top to bottom, in `podcast.build.pipeline`.
"""

__version__ = "0.1.0"
