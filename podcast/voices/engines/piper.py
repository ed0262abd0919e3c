"""Piper: neural voices that run on an ordinary CPU (package piper-tts, extra `piper`).

piper-tts is under the GPL. It is imported only if a voice of this engine is chosen.
"""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast import files
from podcast.errors import VoiceError
from podcast.german.sentences.clauses import clauses
from podcast.german.voiceable import voiceable
from podcast.models import Clip
from podcast.voices import model_files, phonemes
from podcast.voices.engines.trim import joined, trimmed
from podcast.voices.spec import Voice, VoiceSpec

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from piper import PiperVoice, SynthesisConfig
    from piper.config import PiperConfig

_LONGEST = 250  # characters per call: 400 need 50 % more memory
_CLAUSE_PAUSE_MS = 120
_RETRY_NOISE = 0.333  # half the noise that the voices were trained with


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return PiperEngine(spec)


class PiperEngine:
    """A Piper voice.

    Options: `speed`; `speaker`, for models with several; `device`, cpu or cuda; `noise` and
    `rhythm`, how much sound and timing vary (0: not at all), and their `seed`.

    The same text always yields the same samples. A session seeds the network's random numbers only
    once, so with `noise` or `rhythm` every piece gets its own session, which takes longer to create
    than the piece takes to speak.
    """

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` if the package, model or device is missing or broken."""
        check(spec)
        self._spec, self._network = spec, model_files.required(spec)
        model_files.verify(spec, self._network)
        logging.getLogger("piper").setLevel(logging.ERROR)  # low voices lack some phonemes
        self._config = _config(self._network)
        self._settings = self._synthesis()
        self._varied = bool(spec.options.get("noise") or spec.options.get("rhythm"))
        self._steady = None if self._varied else self._opened(0)

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:
        """See `podcast.voices.spec.Voice`."""
        rate = self._config.sample_rate
        return joined([self._sentence(text, attempt) for text in sentences], rate)

    def _sentence(self, text: str, attempt: int) -> bytes:
        marked = phonemes.replaced(text, voiceable, _raw)
        pieces = [self._piece(piece, attempt) for piece in clauses(marked, _LONGEST)]
        pause = bytes(2 * self._config.sample_rate * _CLAUSE_PAUSE_MS // 1000)
        return pause.join(piece for piece in pieces if piece)

    def _piece(self, text: str, attempt: int) -> bytes:
        """Speak `text` in one call; Piper may split it into several sentences."""
        steady = None if attempt else self._steady
        voice = steady or self._opened(int(files.sha256(text)[:7], 16) + attempt)
        try:
            chunks = list(voice.synthesize(text, self._varying(attempt)))
        except Exception as error:
            what = f"cannot be spoken: {_first_line(error)}"
            raise VoiceError(f"voice {self._spec.name}: {text[:60]!r}", what) from None
        spoken = [trimmed(chunk.audio_int16_bytes, chunk.sample_rate) for chunk in chunks]
        pause = bytes(2 * self._config.sample_rate * _CLAUSE_PAUSE_MS // 1000)
        return pause.join(piece for piece in spoken if piece)

    def _opened(self, seed: int) -> PiperVoice:
        """The voice with its own session, whose random numbers start from `seed`."""
        import onnxruntime
        from piper import PiperVoice

        onnxruntime.set_seed((self._spec.options.get("seed", 0) + seed) % 2**31)
        return PiperVoice(session=_session(self._spec, self._network), config=self._config)

    def _varying(self, attempt: int) -> SynthesisConfig:
        """The configured settings; from the second attempt on, with at least `_RETRY_NOISE`."""
        if not attempt:
            return self._settings
        noise = max(_RETRY_NOISE, self._settings.noise_scale or 0)
        return replace(self._settings, noise_scale=noise)

    def _synthesis(self) -> SynthesisConfig:
        from piper import SynthesisConfig

        options = self._spec.options
        return SynthesisConfig(
            speaker_id=self._speaker(options.get("speaker")),
            length_scale=self._config.length_scale / options.get("speed", 1),
            noise_scale=float(options.get("noise", 0)),
            noise_w_scale=float(options.get("rhythm", 0)),
            normalize_audio=False,  # it would make every sentence equally loud
        )

    def _speaker(self, name: str | None) -> int | None:
        known = self._config.speaker_id_map
        if name is None:
            return None
        if name in known:
            return known[name]
        *most, last = list(known)[:12] or ["no speaker: the model has only one"]
        choice = f"{', '.join(most)} or {last}" if most else last
        what = f"has no speaker {name!r}"
        raise VoiceError(f"voice {self._spec.name}", what, f"choose {choice}")


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` if the package or the model is missing."""
    if importlib.util.find_spec("piper") is None:
        fix = "run: pip install 'artikel-podcast[piper]'"
        what = "needs the package piper-tts, which is not installed"
        raise VoiceError(f"voice {spec.name}", what, fix)
    model_files.required(spec)


def _raw(ipa: str) -> str:
    """`ipa` in Piper's phoneme notation, one block per word."""
    return " ".join(f"[[{word}]]" for word in phonemes.for_espeak(ipa).split())


def _config(network: Path) -> PiperConfig:
    from piper.config import PiperConfig

    path = network.with_name(f"{network.name}.json")
    try:
        return PiperConfig.from_dict(json.loads(path.read_bytes()))
    except OSError as error:
        raise VoiceError(path, f"cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoiceError(path, f"is not a Piper voice configuration: {error!r}") from None


def _session(spec: VoiceSpec, network: Path) -> InferenceSession:
    """Create a session with a single thread: the worker processes already share the cores."""
    import onnxruntime

    providers = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
    provider = providers[spec.options.get("device", "cpu")]
    if provider not in onnxruntime.get_available_providers():
        fix = 'install onnxruntime-gpu, or set device = "cpu"'
        raise VoiceError(f"voice {spec.name}", "the installed onnxruntime cannot use a GPU", fix)
    settings: Any = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.enable_mem_pattern = False  # it assumes inputs of equal size; ours always differ
    settings.log_severity_level = 3  # errors only
    try:
        return onnxruntime.InferenceSession(str(network), settings, providers=[provider])
    except Exception as error:
        raise VoiceError(network, f"cannot be loaded: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0][:200]
