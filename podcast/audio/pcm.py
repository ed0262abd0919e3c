"""16-bit samples, as engines and files have them, and the floats that are computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_FULL = 32768


def floats(pcm: bytes | memoryview, gain_db: float = 0.0) -> Samples:
    """Mono 16-bit `pcm` as floats (full scale = 1), `gain_db` louder."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    samples *= np.float32(10 ** (gain_db / 20) / _FULL)
    return samples


def integers(samples: Samples) -> bytes:
    """Mono `samples` (full scale = 1) as 16-bit PCM; what is beyond full scale is cut."""
    import numpy as np

    whole = samples * np.float32(_FULL)
    np.rint(whole, out=whole)
    np.clip(whole, -_FULL, _FULL - 1, out=whole)
    return whole.astype("<i2").tobytes()
