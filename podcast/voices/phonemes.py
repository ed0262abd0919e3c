"""Phonemes in spoken text: ⟦ˈtiːm⟧ replaces a word with its IPA from the lexicon.

Only voices whose `VoiceSpec.phonemes` is true get such text. Each engine converts the phonemes to
its own notation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MARKED = re.compile(r"⟦([^⟦⟧]*)⟧")
"""One or more words given as phonemes."""

_VOWELS = frozenset("aeiouyøœɛɪɔʊʏəɐɑæʌɜɒɨʉɯ")

# IPA to the symbols of espeak-ng's German, derived from its output for German words. Foreign
# sounds become those that a German speaker uses.
_ESPEAK = [
    (re.compile("[\u0361\u032f‿ʔ]"), ""),
    (re.compile("([lmnŋ])\u0329"), r"ə\1"),
    (re.compile("ɔ[ɪʏ]"), "ɔø"),
    (re.compile("aː"), "ɑː"),
    (re.compile("[ɹrɾʀ]"), "ʁ"),
    (re.compile("ʁ(?=[ˈˌ]?[aeiouyøœɛɪɔʊʏəɐɑæʌɜɒɨʉɯ])"), "r"),
    (re.compile("ʁ"), "ɾ"),
    *[(re.compile(a), b) for a, b in zip("gɐʌʂɥʉ", ["ɡ", "ɜ", "a", "ʃ", "y", "u"], strict=True)],
]


def replaced(text: str, plain: Callable[[str], str], phonemes: Callable[[str], str]) -> str:
    """`text` with `phonemes(ipa)` in place of marked words and `plain(rest)` between them."""
    parts = MARKED.split(text)
    pieces = [
        phonemes(part) if index % 2 else _with_edge_spaces(part, plain(part))
        for index, part in enumerate(parts)
    ]
    return " ".join("".join(pieces).split())


def _with_edge_spaces(part: str, cleaned: str) -> str:
    """`cleaned` with a space at each end where `part` has one."""
    if not part.strip():
        return " " * bool(part)
    return " " * part[0].isspace() + cleaned + " " * part[-1].isspace()


def for_espeak(ipa: str) -> str:
    """Convert `ipa` to the symbols of espeak-ng's German, which Piper's voices learned; in NFD.

    Stress marks directly precede their vowel there, and every word has one.
    """
    return " ".join(filter(None, map(_espeak_word, unicodedata.normalize("NFD", ipa).split())))


def _espeak_word(word: str) -> str:
    word = unicodedata.normalize("NFC", word) if "ç" in word else word
    for pattern, symbol in _ESPEAK:
        word = pattern.sub(symbol, word)
    said, stress = "", "" if "ˈ" in word else "ˈ"
    for char in word:
        if char in "ˈˌ":
            stress = char
        else:
            said, stress = (said + stress + char, "") if char in _VOWELS else (said + char, stress)
    return unicodedata.normalize("NFD", said)
