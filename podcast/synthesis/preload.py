"""Imports what every worker needs, once, in the process that workers are forked from."""

import contextlib
import gc
import tempfile

import lameenc
import numpy.fft
import soxr

from podcast.audio import clips, mastering
from podcast.synthesis import jobs, worker_process
from podcast.voices.engines import pico

__all__ = [
    "clips",
    "jobs",
    "lameenc",
    "mastering",
    "numpy",
    "pico",
    "soxr",
    "tempfile",
    "worker_process",
]

clips.pydub()
with contextlib.suppress(ImportError):  # a show may have other voices
    import py_nanotts  # noqa: F401
gc.freeze()  # a collection in a worker would copy the memory that all workers share
