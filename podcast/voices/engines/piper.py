"""Piper: neural voices that run on an ordinary processor (package piper-tts, extra `piper`).

piper-tts is under the GPL. Nothing of it is imported unless a voice of this engine is chosen.
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
from podcast.models import Clip, Voice, VoiceSpec
from podcast.voices import model_files, phonemes
from podcast.voices.engines.trim import joined, trimmed

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from piper import PiperVoice, SynthesisConfig
    from piper.config import PiperConfig

_LONGEST = 250  # characters in one call: 400 take half as much memory again
_CLAUSE_PAUSE_MS = 120
_RETRY_NOISE = 0.333  # half of what the voices were trained with


def open_voice(spec: VoiceSpec) -> Voice:
    """The voice, ready to speak. Raises `VoiceError` where it cannot start."""
    return PiperEngine(spec)


class PiperEngine:
    """A Piper voice.

    Options: `speed`; `speaker`, of a model that has several; `device`, cpu or cuda; `noise` and
    `rhythm`, how freely sound and timing vary (0: not at all), and their `seed`.

    The same text always gives the same samples. The network draws its random numbers in a row that
    begins with the session, so with `noise` or `rhythm` every piece has a session of its own,
    which takes longer than speaking it.
    """

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` where package, model or device are missing or broken."""
        check(spec)
        self._spec, self._network = spec, model_files.required(spec)
        model_files.verify(spec, self._network)
        logging.getLogger("piper").setLevel(logging.ERROR)  # low voices lack some phonemes
        self._config = _config(self._network)
        self._settings = self._synthesis()
        self._varied = bool(spec.options.get("noise") or spec.options.get("rhythm"))
        self._steady = None if self._varied else self._opened(0)

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:
        """See `podcast.models.Voice`."""
        rate = self._config.sample_rate
        return joined([self._sentence(text, attempt) for text in sentences], rate)

    def _sentence(self, text: str, attempt: int) -> bytes:
        said = phonemes.replaced(text, voiceable, _raw)
        pieces = [self._piece(piece, attempt) for piece in clauses(said, _LONGEST)]
        pause = bytes(2 * self._config.sample_rate * _CLAUSE_PAUSE_MS // 1000)
        return pause.join(piece for piece in pieces if piece)

    def _piece(self, text: str, attempt: int) -> bytes:
        """One call: one sentence as we see it, which may be several as Piper does."""
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
        """The voice on a session of its own, which draws random numbers from `seed` on."""
        import onnxruntime
        from piper import PiperVoice

        onnxruntime.set_seed((self._spec.options.get("seed", 0) + seed) % 2**31)
        return PiperVoice(session=_session(self._spec, self._network), config=self._config)

    def _varying(self, attempt: int) -> SynthesisConfig:
        """As set, and from the second attempt on with some freedom in any case."""
        if not attempt:
            return self._settings
        freedom = max(_RETRY_NOISE, self._settings.noise_scale or 0)
        return replace(self._settings, noise_scale=freedom)

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
        *most, last = list(known)[:12] or ["none: the model has a single speaker"]
        choice = f"{', '.join(most)} or {last}" if most else last
        what = f"speaker {name!r} is not known"
        raise VoiceError(f"voice {self._spec.name}", what, f"choose {choice}")


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` where the package or the model is missing."""
    if importlib.util.find_spec("piper") is None:
        fix = "run: pip install 'artikel-podcast[piper]'"
        raise VoiceError(f"voice {spec.name}", "the package piper-tts is not installed", fix)
    model_files.required(spec)


def _raw(ipa: str) -> str:
    """Piper's way to write phonemes, a block for each word."""
    return " ".join(f"[[{word}]]" for word in phonemes.for_espeak(ipa).split())


def _config(network: Path) -> PiperConfig:
    from piper.config import PiperConfig

    path = network.with_name(f"{network.name}.json")
    try:
        return PiperConfig.from_dict(json.loads(path.read_bytes()))
    except OSError as error:
        raise VoiceError(path, f"cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoiceError(path, f"is no configuration of a Piper voice: {error!r}") from None


def _session(spec: VoiceSpec, network: Path) -> InferenceSession:
    """One thread for each session: the processes that speak share the cores already."""
    import onnxruntime

    providers = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
    provider = providers[spec.options.get("device", "cpu")]
    if provider not in onnxruntime.get_available_providers():
        fix = 'install onnxruntime-gpu, or set device = "cpu"'
        raise VoiceError(f"voice {spec.name}", "this onnxruntime cannot use a GPU", fix)
    how: Any = onnxruntime.SessionOptions()
    how.intra_op_num_threads = how.inter_op_num_threads = 1
    how.enable_mem_pattern = False  # plans for inputs of one size; ours never have the same
    how.log_severity_level = 3  # errors
    try:
        return onnxruntime.InferenceSession(str(network), how, providers=[provider])
    except Exception as error:
        raise VoiceError(network, f"cannot be loaded: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0][:200]
