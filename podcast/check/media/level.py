"""Streaming meters for loudness, true peak and silence.

Each meter accepts blocks of float32 samples (frames × channels, full scale 1). It buffers a
fixed number of samples regardless of duration; only the energy of each 100 ms accumulates.
"""

from __future__ import annotations

from math import inf, log10, pi, tan
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block: TypeAlias = NDArray[np.float32]

TAPS = 8192
"""Length of the K filter in samples: its response decays within a sixth of a second."""

FFT = 65536
"""FFT size: number of samples filtered at once."""

BLOCK = FFT - TAPS
"""Maximum number of frames in a block."""

WINDOW = 0.05
"""Window of the silence detector. Seconds."""

QUIET = 1e-6
"""A mean square below this is silence: −60 dB relative to full scale."""


class Loudness:
    """Integrated loudness by ITU-R BS.1770-4 (EBU R 128)."""

    def __init__(self, rate: int, channels: int) -> None:
        import numpy as np

        self._step = round(rate / 10)
        self._filter = np.fft.rfft(_k_weighting(rate), FFT).astype(np.complex64)[:, None]
        self._tail = np.zeros((TAPS - 1, channels), np.float32)
        self._rest = np.zeros(0, np.float32)
        self._energies: list[Block] = []

    def add(self, block: Block) -> None:
        """Process the next block."""
        import numpy as np

        joined = np.concatenate((self._tail, block))
        self._tail = joined[-(TAPS - 1) :]
        spectrum = np.fft.rfft(joined, FFT, axis=0) * self._filter
        heard = np.fft.irfft(spectrum, FFT, axis=0)[TAPS - 1 : len(joined)]
        squares = np.concatenate((self._rest, np.square(heard).sum(axis=1)))
        whole = len(squares) // self._step * self._step
        self._rest = squares[whole:]
        self._energies.append(
            squares[:whole].reshape(-1, self._step).mean(axis=1, dtype=np.float32)
        )

    def lufs(self) -> float:
        """Loudness of all blocks so far in LUFS; −inf for silence or less than 400 ms."""
        import numpy as np

        energies = np.concatenate(self._energies or [self._rest[:0]]).astype(np.float64)
        if len(energies) < 4:
            return -inf
        blocks = np.convolve(energies, np.full(4, 0.25), "valid")
        loud = blocks[blocks > _energy(-70)]
        if not len(loud):
            return -inf
        return _lufs(float(loud[loud > loud.mean() / 10].mean()))


class TruePeak:
    """Peak of the curve between the samples, by 4× oversampling (BS.1770-4)."""

    def __init__(self, rate: int, channels: int) -> None:
        import soxr

        self._stream = soxr.ResampleStream(rate, 4 * rate, channels, dtype="float32")
        self._channels = channels
        self._highest = 0.0

    def add(self, block: Block, *, last: bool = False) -> None:
        """Process the next block."""
        import numpy as np

        curve = self._stream.resample_chunk(block, last=last)
        for part in (block, curve):
            self._highest = max(self._highest, float(np.abs(part).max(initial=0.0)))

    def dbtp(self) -> float:
        """True peak of all blocks in dBTP; −inf for silence. Call `add` no more afterwards."""
        import numpy as np

        self.add(np.zeros((0, self._channels), np.float32), last=True)
        return 20 * log10(self._highest) if self._highest else -inf


class Silence:
    """Duration of the leading silence and of the longest silence within the audio."""

    def __init__(self, rate: int, channels: int) -> None:
        import numpy as np

        self._step = round(rate * WINDOW)
        self._rest = np.zeros((0, channels), np.float32)
        self._windows = self._run = 0
        self._leading: int | None = None
        self._longest = (0, 0)

    def add(self, block: Block) -> None:
        """Process the next block."""
        import numpy as np

        joined = np.concatenate((self._rest, block))
        whole = len(joined) // self._step * self._step
        self._rest = joined[whole:]
        windows = np.square(joined[:whole]).reshape(-1, self._step * joined.shape[1])
        for silent in (windows.mean(axis=1) < QUIET).tolist():
            self._next(silent=silent)

    def _next(self, *, silent: bool) -> None:
        if not silent:
            if self._leading is None:
                self._leading = self._run
            else:
                self._longest = max(self._longest, (self._run, self._windows - self._run))
        self._run = self._run + 1 if silent else 0
        self._windows += 1

    @property
    def leading(self) -> float:
        """Leading silence in seconds; inf if all of the audio is silent."""
        return inf if self._leading is None else self._leading * WINDOW

    @property
    def longest(self) -> tuple[float, float]:
        """Longest silence between two sounds, and its start. Seconds."""
        return self._longest[0] * WINDOW, self._longest[1] * WINDOW


def _k_weighting(rate: int) -> NDArray[np.float64]:
    """Impulse response of the two filters of BS.1770-4, Annex 1, at `rate` Hz."""
    import numpy as np

    z = np.exp(-2j * pi * np.arange(FFT // 2 + 1) / FFT)  # one sample's delay
    k, q = tan(pi * 1681.974450955533 / rate), 0.7071752369554196  # head effect: +4 dB treble
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    shelf = (
        (high + middle * k / q + k * k)
        + 2 * (k * k - high) * z
        + (high - middle * k / q + k * k) * z**2
    ) / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    k, q = tan(pi * 38.13547087602444 / rate), 0.5003270373238773  # high-pass
    passed = (
        (1 + k / q + k * k)
        * (1 - z) ** 2
        / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2)
    )
    return np.fft.irfft(shelf * passed)[:TAPS]


def _lufs(energy: float) -> float:
    return -0.691 + 10 * log10(energy)


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
