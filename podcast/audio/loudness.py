"""Loudness according to ITU-R BS.1770-5 / EBU R 128, from energies that can be stored and pooled.

A clip stores the K-weighted energy of every 100 ms. An episode's loudness can then be computed
without reading its audio again: concatenate the energies, slide a 400 ms window, gate, average.
"""

from __future__ import annotations

import functools
import math
from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SILENCE_LUFS = -70.0
"""The absolute gate: windows below it are ignored. LUFS."""

BLOCK_S = 0.1
"""Length of the block that one energy covers. Seconds."""

_WINDOW = 4  # blocks: 400 ms windows, 75 % overlap
_BINS_PER_LU, _BINS = 100, 10_000  # of the meter's histogram: from −70 to +30 LUFS
_OFFSET_DB = -0.691  # the standard's constant: a 997 Hz sine at 0 dBFS reads −3.01
_SILENCE = 10 ** ((SILENCE_LUFS - _OFFSET_DB) / 10)  # as a mean square
_RELATIVE_GATE_DB = -10.0
_ROWS = 32  # blocks transformed at a time: few enough to stay in the CPU cache

# BS.1770-5, tables 1 and 2, for 48 kHz: shelf for the effect of the head, and low cut, as (b, a)
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_LOW_CUT = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def energies(samples: Samples, rate: int) -> NDArray[np.float64]:
    """K-weighted mean square of each 100 ms of mono `samples` (full scale = 1).

    Weights in the frequency domain (Parseval), block by block: within 0.01 LU of filtering the
    samples, and many times faster. A shorter last block is padded with silence.
    """
    import numpy as np

    size = round(rate * BLOCK_S)
    count = -(-len(samples) // size)
    rows = np.zeros((count, size), np.float32)
    rows.reshape(-1)[: len(samples)] = samples
    result = np.empty(count)
    for start in range(0, count, _ROWS):
        # Without `norm`, numpy would transform 32-bit samples as 64-bit ones: half as fast.
        spectrum = np.fft.rfft(rows[start : start + _ROWS], norm="forward")
        parts = spectrum.view(spectrum.real.dtype)  # real and imaginary, alternating
        parts *= parts
        result[start : start + _ROWS] = parts @ _weights(rate, size)
    return result


class Meter:
    """Integrated loudness of a stream of 100 ms energies, in constant memory.

    The relative gate depends on the whole signal, so the windows are collected in a histogram: the
    gate is accurate to one bin, 0.01 LU. This is plain Python so that a build that speaks nothing
    need not load numpy.
    """

    def __init__(self) -> None:
        self.blocks = 0
        """Number of energies so far."""
        self._last: list[float] = []  # start of the next windows
        self._counts, self._sums = array("L", [0]) * _BINS, array("d", [0.0]) * _BINS

    def add(self, energies: Iterable[float]) -> None:
        """Add the next blocks: K-weighted mean squares."""
        row = [*self._last, *energies]
        self.blocks += len(row) - len(self._last)
        for begin in range(len(row) - _WINDOW + 1):
            mean = sum(row[begin : begin + _WINDOW]) / _WINDOW
            if mean > _SILENCE:
                place = min(int((_lufs(mean) - SILENCE_LUFS) * _BINS_PER_LU), _BINS - 1)
                self._counts[place] += 1
                self._sums[place] += mean
        self._last = row[1 - _WINDOW :]

    def integrated(self) -> float:
        """Gated loudness of all blocks so far in LUFS; `SILENCE_LUFS` if all are silent."""
        if 0 < self.blocks < _WINDOW:
            mean = sum(self._last) / _WINDOW
            return _lufs(mean) if mean > _SILENCE else SILENCE_LUFS
        if not any(self._counts):
            return SILENCE_LUFS
        whole = _lufs(math.fsum(self._sums) / sum(self._counts))
        gate = int((whole + _RELATIVE_GATE_DB - SILENCE_LUFS) * _BINS_PER_LU)
        gate = min(max(0, gate), _BINS - 1)
        return _lufs(math.fsum(self._sums[gate:]) / sum(self._counts[gate:]))


def _lufs(mean_square: float) -> float:
    return _OFFSET_DB + 10 * math.log10(mean_square)


def integrated(energies: Iterable[float]) -> float:
    """Gated loudness in LUFS of consecutive 100 ms energies; `SILENCE_LUFS` if all are silent."""
    meter = Meter()
    meter.add(energies)
    return meter.integrated()


def measure(samples: Samples, rate: int) -> float:
    """Integrated loudness of mono `samples` in LUFS."""
    return integrated(energies(samples, rate).tolist())


@functools.cache
def _weights(rate: int, size: int) -> NDArray[np.float32]:
    """Weights of both parts of each rfft bin in the weighted mean square of `size` samples."""
    import numpy as np

    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / 48_000)
    response = np.ones_like(z)
    for (b0, b1, b2), (a0, a1, a2) in (_SHELF, _LOW_CUT):
        response *= (b0 + b1 * z + b2 * z * z) / (a0 + a1 * z + a2 * z * z)
    # each bin also represents its mirror image …
    weights: NDArray[np.float64] = 2 * np.abs(response) ** 2
    weights[0] /= 2  # … except the first
    if size % 2 == 0:
        weights[-1] /= 2  # … and the last
    return np.repeat(weights, 2).astype(np.float32)
