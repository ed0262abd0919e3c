"""Phonemes inside of spoken text: ⟦ˈtiːm⟧ stands for a word, in IPA as the lexicon has it.

Only voices whose `VoiceSpec.phonemes` is true get such text; each engine writes them its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MARKED = re.compile(r"⟦([^⟦⟧]*)⟧")
"""A word, or several, said by phonemes."""

_VOWELS = frozenset("aeiouyøœɛɪɔʊʏəɐɑæʌɜɒɨʉɯ")

# What espeak-ng's German calls the same sounds, from what it makes of German words; foreign
# sounds as a German speaker says them.
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
    """`text` with `phonemes(ipa)` for each marked word and `plain(rest)` for what is between."""
    parts = MARKED.split(text)
    said = [
        phonemes(part) if index % 2 else _kept_apart(part, plain(part))
        for index, part in enumerate(parts)
    ]
    return " ".join("".join(said).split())


def _kept_apart(part: str, cleaned: str) -> str:
    """`cleaned` with the spaces that `part` had at its ends."""
    if not part.strip():
        return " " * bool(part)
    return " " * part[0].isspace() + cleaned + " " * part[-1].isspace()


def for_espeak(ipa: str) -> str:
    """`ipa` in the alphabet of espeak-ng's German, which Piper's voices have learnt; decomposed.

    Stress stands right before its vowel there, and every word has one.
    """
    return " ".join(filter(None, map(_espeak_word, unicodedata.normalize("NFD", ipa).split())))


def _espeak_word(word: str) -> str:
    word = unicodedata.normalize("NFC", word) if "ç" in word else word
    for pattern, said in _ESPEAK:
        word = pattern.sub(said, word)
    said, stress = "", "" if "ˈ" in word else "ˈ"
    for char in word:
        if char in "ˈˌ":
            stress = char
        else:
            said, stress = (said + stress + char, "") if char in _VOWELS else (said + char, stress)
    return unicodedata.normalize("NFD", said)
