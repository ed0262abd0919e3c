"""SVOX Pico through py-nanotts: a small German voice, about 200 times faster than real time.

The engine holds the GIL, is not thread-safe, interprets tags in its input and crashes on some of
them. Text is therefore cleaned first (`podcast.german.voiceable`), and workers are processes
(`podcast.synthesis.processes`).
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from podcast.errors import VoiceError
from podcast.german.sentences.clauses import clauses
from podcast.german.voiceable import voiceable
from podcast.german.words.wordlist import listed
from podcast.models import Clip
from podcast.voices.engines.trim import joined, trimmed
from podcast.voices.spec import Voice, VoiceSpec

RATE = 16_000
_LONGEST = 400  # characters per call; the engine loses its intonation in longer ones
_CLAUSE_PAUSE_MS = 120
_M_PERTURB = -6  # from glibc's malloc.h

_PLAIN, _ANY = '<preproccontext name="BASIC">', '<preproccontext name="DEFAULT">'
_GAP = re.compile(r"(?<=[\w,.;:!?)]) ")  # keeps "- und" together: the engine reads it as a unit
_PLAIN_WORD = re.compile(r"\(?([A-ZÄÖÜa-zäöüß][a-zäöüß]+)[,;:!?)]?")
_NOT_PLAIN = listed(
    """
    abb abc abk abm abs abt abzgl ac adac adsl ahv aksb allg amc anm apr ard aufl aug awg
    aws basf bde bes betr bez bmwi bs bsp btw bzgl bzw ca cd cds cdu cia cie co csi csu cu
    cwue dez dfü dina dipl doz dpa dplanet dr eagv ece eds edu ekg elektr engl entspr etc
    ethz evp evtl ezb fa faq feb febr ff fr franz frl fyi fzg geb ggf ggfs gov griech hbf hr
    hrsg ibm icao icd ieee ikrk imd incl ing inkl ioc isbn isdn iv jfyi jh jmd jmdm jul jun
    kap kfz lfd lt max mbit mci med mesz mfg mill mio mitt mittw mod mpa mpeg mrd mwst nov
    nr odf oecd oegd oem ok okt orf osze ovgs pcmcia pers pf poi pois prof resp rgds sco
    scsi sep sept son sonn sos st std stgb tel tgl thx tx tüv ua ubs udp udssr uhv uk ukpv
    usa usw vde vgl xyz zzgl öpnv
    """
)
"""Words that the engine's text stage reads as something else: abbreviations and acronyms.

Collected from all words in its own tables and 15,532 short words of a German dictionary.
"""
_BROKEN_OFF = listed("App. Art. best. human. Span. Ungar.")


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return PicoEngine(spec)


class PicoEngine:
    """The German Pico voice. Options: `volume` in percent, `speed`, `pitch` (1 = as recorded)."""

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` if the package is missing or broken."""
        check(spec)
        try:
            from py_nanotts import NanoTTS
        except ImportError as error:
            what = f"cannot load the package py-nanotts: {error}"
            raise VoiceError(f"voice {spec.name}", what) from None
        self._name, self._speak = spec.name, NanoTTS().speak
        options = spec.options
        # An unclosed tag costs nothing; the volume= argument adds 0.2 s of silence to every call.
        self._tags = "".join(
            f'<{name} level="{round(options.get(name, default) * scale)}">'
            for name, default, scale in (("volume", 40, 1), ("speed", 1, 100), ("pitch", 1, 100))
            if options.get(name, default) * scale != 100  # 100 is the engine's own default
        )

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.voices.spec.Voice`."""
        return joined([self._sentence(text) for text in sentences], RATE)

    def _sentence(self, text: str) -> bytes:
        pieces = [self._piece(piece) for piece in clauses(voiceable(text), _LONGEST)]
        return bytes(2 * RATE * _CLAUSE_PAUSE_MS // 1000).join(piece for piece in pieces if piece)

    def _piece(self, text: str) -> bytes:
        try:
            with _zeroed_memory():
                pcm = self._speak(text=self._tags + with_word_tags(text), voice="de-DE")
        except (RuntimeError, ValueError, UnicodeError) as error:
            raise VoiceError(
                f"voice {self._name}: {text[:60]!r}", f"cannot be spoken: {error}"
            ) from None
        return trimmed(pcm, RATE)


def with_word_tags(text: str) -> str:
    """Add tags to `text` that make the engine's text stage skip ordinary words.

    That stage looks for numbers, dates and abbreviations in every word, which takes an eighth of
    the engine's time. It finds hardly any, because the front end has written them out. The samples
    stay the same, except for a last word that the stage would take for an abbreviation and break
    off ("eine Art.").
    """
    words = _GAP.split(text)
    plain = [*map(_is_plain, words[:-1]), _is_plain(words[-1]) or words[-1] in _BROKEN_OFF]
    groups = groupby(zip(plain, words, strict=True), key=itemgetter(0))
    return " ".join(
        (_PLAIN if kind else _ANY) + " ".join(word for _, word in group) for kind, group in groups
    )


def _is_plain(word: str) -> bool:
    match = _PLAIN_WORD.fullmatch(word)
    return match is not None and match[1].lower() not in _NOT_PLAIN


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` if the package is missing."""
    if importlib.util.find_spec("py_nanotts") is None:
        fix = "run: pip install py-nanotts"
        what = "needs the package py-nanotts, which is not installed"
        raise VoiceError(f"voice {spec.name}", what, fix)


@contextmanager
def _zeroed_memory() -> Iterator[None]:
    """Make the engine deterministic: it reads some memory before writing to it.

    glibc can fill all memory that it allocates: with zeros, for the byte 0xFF. (A low threshold for
    mmap, whose pages are zero anyway, is not enough: a long-lived process reuses large blocks.)
    Other C libraries have no such switch: with them, samples of the same text may differ inaudibly.
    """
    mallopt = _mallopt()
    if not mallopt:
        yield
        return
    mallopt(_M_PERTURB, 0xFF)
    try:
        yield
    finally:
        mallopt(_M_PERTURB, 0)


@functools.cache
def _mallopt() -> Callable[[int, int], int] | None:
    import ctypes
    import sys

    return getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
