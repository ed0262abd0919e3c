"""What a meter finds in samples, for tests."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray


def true_peak(samples: NDArray[np.float32], rate: int) -> float:
    """Largest magnitude between the samples (full scale = 1), from 4 × oversampling."""
    dense = soxr.resample(samples, rate, 4 * rate)
    return float(max(np.abs(dense).max(), np.abs(samples).max()))
