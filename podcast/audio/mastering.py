"""The chain that makes synthetic voices more pleasant: level, high-pass, equaliser, compressor.

The limiter runs last, after the episode's final level has been set.

A voice's profile selects the steps and their strength (`[mastering]`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

VERSION = "2"
"""Part of every voice's fingerprint: increment it when the chain sounds different."""

_LEVEL_LUFS = -23.0  # the level that the compressor's threshold assumes
_FFT = 8  # filter lengths per transform …
_ROWS = 64  # … and transforms per batch: few enough to stay in the CPU cache
_SAFE = 0.7  # of the ceiling: quieter speech has no peak above it between samples at these rates
_BLOCK = 512  # samples examined closely at a time
_SMOOTH = 10  # milliseconds of averaging, before and after the gain is computed


CEILING_DB = -1.5
"""Ceiling for samples and inter-sample peaks; keeps the MP3 below −1 dBTP. dBTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastering:
    """Mastering chain of a voice, in processing order; 0 disables a step."""

    high_pass_hz: float = 0.0
    """Cut-off frequency; removes rumble below it."""
    equaliser_hz: float = 3000.0
    """Centre frequency of the peak equaliser; presence is around 3 kHz."""
    equaliser_db: float = 0.0
    equaliser_q: float = 1.0
    """Centre frequency divided by the bandwidth between the half-gain points."""
    compressor_db: float = -24.0
    """Compressor threshold, for a voice at −23 LUFS."""
    compressor_ratio: float = 2.0
    """Input decibels per output decibel above the threshold; 1 disables the compressor."""
    limiter_db: float = CEILING_DB


def mastered(samples: Samples, rate: int, level_lufs: float, steps: Mastering) -> Samples:
    """Apply all `steps` except the limiter to mono `samples` (full scale = 1); keeps the length.

    `level_lufs` is the voice's own loudness over ordinary text. It sets one gain for the whole
    voice, so that a loud paragraph stays louder than a quiet one.
    """
    import numpy as np

    if not len(samples):
        return samples
    samples = samples * np.float32(10 ** ((_LEVEL_LUFS - level_lufs) / 20))
    if steps.high_pass_hz or steps.equaliser_db:
        samples = _filtered(samples, _taps(rate, steps))
    if steps.compressor_ratio > 1:
        samples = _compressed(samples, rate, steps.compressor_db, steps.compressor_ratio)
    return samples


def _compressed(samples: Samples, rate: int, threshold_db: float, ratio: float) -> Samples:
    """Feed-forward compression, without a loop over samples."""
    import numpy as np

    step = rate // 1000
    count = -(-len(samples) // step)
    rows = np.zeros((count, step), np.float32)
    rows.reshape(-1)[: len(samples)] = samples
    level_db = 10 * np.log10(_smooth(np.einsum("ij,ij->i", rows, rows) / step) + 1e-12)
    gain_db = np.minimum(0, (threshold_db - level_db) * (1 - 1 / ratio))
    gain = _smooth((10 ** (gain_db / 20)).astype(np.float32, copy=False))
    rise = np.diff(gain, append=gain[-1])  # linear interpolation between milliseconds
    ramp = np.arange(step, dtype=np.float32) / step
    rows *= np.stack([gain, rise], 1) @ np.stack([np.ones_like(ramp), ramp])
    return rows.reshape(-1)[: len(samples)]


def _smooth(row: Samples) -> Samples:
    """Running mean over `_SMOOTH` values; the first and last value are repeated as padding."""
    import numpy as np

    padded = np.pad(row, (_SMOOTH // 2, _SMOOTH - _SMOOTH // 2 - 1), "edge")
    return np.convolve(padded, np.full(_SMOOTH, 1 / _SMOOTH, np.float32), "valid")


def _filtered(samples: Samples, taps: Samples) -> Samples:
    """Apply the symmetric FIR filter `taps` to `samples`, without delay; keeps the length.

    Overlap-save with numpy's FFT: importing scipy.signal takes longer than speaking a paragraph.
    """
    import numpy as np

    reach, size = len(taps) // 2, _FFT * (len(taps) + 1)
    step = size - 2 * reach
    count = -(-len(samples) // step)
    padded = np.zeros(count * step + 2 * reach, np.float32)
    padded[reach : reach + len(samples)] = samples
    rows = np.lib.stride_tricks.sliding_window_view(padded, size)[::step]
    response = size * np.fft.rfft(taps, size).astype(np.complex64)
    result = np.empty((count, step), np.float32)
    for start in range(0, count, _ROWS):
        # Without `norm`, numpy would transform 32-bit samples as 64-bit ones: half as fast.
        spectrum = np.fft.rfft(rows[start : start + _ROWS], norm="forward")
        spectrum *= response
        result[start : start + _ROWS] = np.fft.irfft(spectrum, size)[:, 2 * reach :]
    return result.reshape(-1)[: len(samples)]


@functools.cache
def _taps(rate: int, steps: Mastering) -> Samples:
    """Linear-phase FIR filter: high-pass (second-order Butterworth) and peak equaliser.

    The equaliser is R. Bristow-Johnson's (Audio EQ Cookbook), in its analogue form.
    """
    import numpy as np

    size = 1024 if steps.high_pass_hz else 128
    hertz = np.fft.rfftfreq(size, 1 / rate)
    s, a, q = 1j * hertz / steps.equaliser_hz, 10 ** (steps.equaliser_db / 40), steps.equaliser_q
    response = np.abs((s * s + s * a / q + 1) / (s * s + s / (a * q) + 1))
    if steps.high_pass_hz:
        squared = (hertz / steps.high_pass_hz) ** 2
        response *= squared / np.sqrt(1 + squared * squared)
    taps = np.roll(np.fft.irfft(response, size), size // 2)[1:]  # odd length: has a middle sample
    return (taps * np.hanning(size - 1)).astype(np.float32)


def limited(samples: Samples, rate: int, ceiling_db: float) -> Samples:
    """Limit the true peaks of mono `samples` (full scale = 1) to `ceiling_db` (dBTP).

    Returns them unchanged if none exceeds it, as is usual. Looks 2.5 ms ahead and behind.
    """
    import numpy as np

    ceiling = 10 ** (ceiling_db / 20)
    if not len(samples) or max(samples.max(), -samples.min()) <= _SAFE * ceiling:
        return samples
    peaks = _true_peaks(samples, rate, _SAFE * ceiling)
    if peaks.max() <= ceiling:
        return samples
    gain = np.minimum(1, ceiling / np.maximum(peaks, ceiling))
    reach = rate // 400
    held = np.pad(gain, 2 * reach, "edge")
    lowest = np.lib.stride_tricks.sliding_window_view(held, 2 * reach + 1).min(axis=1)
    mean = np.full(2 * reach + 1, 1 / (2 * reach + 1))
    return samples * np.convolve(lowest, mean, "valid").astype(np.float32)


def _true_peaks(samples: Samples, rate: int, least: float) -> Samples:
    """Peak magnitude at and around each sample; exact only near samples above `least`."""
    import numpy as np
    import soxr

    peaks = np.abs(samples)
    for block in sorted(set((np.flatnonzero(peaks > least) // _BLOCK).tolist())):
        start, stop = max(0, (block - 1) * _BLOCK), min(len(samples), (block + 2) * _BLOCK)
        dense = np.abs(soxr.resample(samples[start:stop], rate, 4 * rate))
        found = np.zeros(4 * (stop - start), np.float32)
        found[: len(dense)] = dense[: len(found)]
        inner = slice(block * _BLOCK, min(len(samples), (block + 1) * _BLOCK))
        around = found.reshape(-1, 4).max(axis=1)[inner.start - start : inner.stop - start]
        peaks[inner] = np.maximum(peaks[inner], around)
    return peaks
