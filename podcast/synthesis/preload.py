"""What every worker needs, loaded once by the process that they are forked from."""

import concurrent.futures.process
import contextlib
import gc
import tempfile

import lameenc
import numpy.fft
import soxr

from podcast.audio import clips, mastering
from podcast.synthesis import jobs
from podcast.voices.engines import pico

__all__ = [
    "clips",
    "concurrent",
    "jobs",
    "lameenc",
    "mastering",
    "numpy",
    "pico",
    "soxr",
    "tempfile",
]

clips.pydub()
with contextlib.suppress(ImportError):  # a show may have other voices
    import py_nanotts  # noqa: F401
gc.freeze()  # a collection in a worker would make it a copy of its own of all that is shared
