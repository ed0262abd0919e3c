"""What every worker needs, loaded once by the process that they are forked from."""

import concurrent.futures.process
import contextlib
import gc
import tempfile

import lameenc
import numpy.fft
import soxr

from podcast import mastering, stitch, synth
from podcast.voices import pico

__all__ = [
    "concurrent",
    "lameenc",
    "mastering",
    "numpy",
    "pico",
    "soxr",
    "stitch",
    "synth",
    "tempfile",
]

stitch.pydub()
with contextlib.suppress(ImportError):  # a show may have other voices
    import py_nanotts  # noqa: F401
gc.freeze()  # a collection in a worker would make it a copy of its own of all that is shared
