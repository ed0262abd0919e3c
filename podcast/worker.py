"""What every worker needs, imported once by the process that they are forked from."""

import gc

import lameenc
import numpy
import soxr

from podcast import stitch, synth

__all__ = ["lameenc", "numpy", "soxr", "stitch", "synth"]

gc.freeze()  # a collection in a worker would make it a copy of its own of all that is shared
