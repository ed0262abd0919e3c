"""Convert between 16-bit samples, as in engines and files, and floats for computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_FULL = 32768


def floats(pcm: bytes | memoryview, gain_db: float = 0.0) -> Samples:
    """Mono 16-bit `pcm` as floats (full scale = 1), amplified by `gain_db`."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    samples *= np.float32(10 ** (gain_db / 20) / _FULL)
    return samples


def integers(samples: Samples) -> bytes:
    """Mono `samples` (full scale = 1) as 16-bit PCM, clipped at full scale."""
    import numpy as np

    whole = samples * np.float32(_FULL)
    np.rint(whole, out=whole)
    np.clip(whole, -_FULL, _FULL - 1, out=whole)
    return whole.astype("<i2").tobytes()
