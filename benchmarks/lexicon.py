"""Does the built-in lexicon bring the voice closer to a newsreader's pronunciation?

Compares the written form and the respelling of every entry with three references:

- the voice itself: how far is its sound from the sound of the entry's own phonemes (IPA), which
  the voice also accepts? (dynamic time warping over cepstra; 0 = the same samples)
- espeak-ng's German rules, if installed: how far are its phones from the entry's IPA?
- espeak-ng's rules for the original language, which the section's heading names ("# fr · …").

Usage: python benchmarks/lexicon.py [--all]     (--all lists every entry, not only doubtful ones)
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys
import time
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np

from podcast.german.lexicon.lookup import BUILTIN, Lexicon, LexiconEntry

# --- phones: IPA split into symbols, foreign ones replaced by those that a German speaker uses ---


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())


_PHONE = re.compile(r"tʃ|dʒ|ts|pf|aɪ|aʊ|ɔʏ|ɔɪ|ɔø|eɪ|oʊ|əʊ|[^\W\d_]̩|[^\W\d_]̃?ː?|ʔ")
_FOREIGN = """
    ɔɪ=ɔʏ ɔø=ɔʏ eɪ=eː oʊ=oː əʊ=oː æ=ɛ ʌ=a ɑ=a ɑː=aː ɒ=ɔ ɜ=œ ɜː=œː ɚ=ɐ ɝ=œ ɹ=ʁ r=ʁ ɾ=ʁ ɫ=l w=v
    θ=s ð=s ɡ=g ɥ=y ɲ=n ʎ=l β=b ɣ=g ɨ=ɪ ɯ=ɪ ʉː=uː ɕ=ʃ ʂ=ʃ ʑ=ʒ ʐ=ʒ ɪː=iː ᵻ=ɪ
"""
_ALIKE = [
    *("iː i ɪ", "yː y ʏ", "uː u ʊ", "eː e ɛ ɛː ə", "øː ø œ œː", "oː o ɔ ɔː", "aː a ɐ"),
    *(
        "p b",
        "t d",
        "k g",
        "f v",
        "s z",
        "ʃ ʒ",
        "tʃ dʒ",
        "ç x h",
        "ə ɐ",
        "s ts",
        "ʃ tʃ",
        "ʒ dʒ",
        "n ŋ",
    ),
]
_NEAR = {(a, b) for group in _ALIKE for a in group.split() for b in group.split()}
_AS_GERMAN = _pairs(_FOREIGN)
_WEAK = {"ə": 0.4, "ʔ": 0.1, "h": 0.5, "ʁ": 0.6, "ɐ": 0.6}
_VOWELS = set("aeiouyøœɛɪɔʊʏəɐɑ")


def phones(ipa: str) -> list[str]:
    """German phones of a transcription, without stress."""
    plain = re.sub(r"[ˈˌ‿͡]|\([a-z-]+\)", "", unicodedata.normalize("NFD", ipa)).replace("ç", "ç")
    found: list[str] = []
    for phone in _PHONE.findall(plain):
        if phone.endswith("̩"):
            found += "ə", phone[0]
        elif "̃" in phone:  # nasal vowels: Balkong, Schangse
            found += {"ɑ": "a", "ɐ": "a"}.get(phone[0], phone[0]), "ŋ"
        else:
            found.append(_AS_GERMAN.get(phone, phone))
    return found


def _swap(one: str, other: str) -> float:
    if one == other:
        return 0
    if (one, other) in _NEAR:
        return 0.3
    return 0.7 if (one[0] in _VOWELS) == (other[0] in _VOWELS) else 1.5


def phone_distance(said: list[str], wanted: list[str]) -> float:
    """Weighted edit distance per phone wanted: 0 = the same, about 1 = nothing in common."""
    row = [0.0]
    for phone in wanted:
        row.append(row[-1] + _WEAK.get(phone, 1))
    for phone in said:
        last, row = row, [row[0] + _WEAK.get(phone, 1)]
        for index, other in enumerate(wanted):
            deleted, inserted = last[index + 1] + _WEAK.get(phone, 1), row[-1] + _WEAK.get(other, 1)
            row.append(min(deleted, inserted, last[index] + _swap(phone, other)))
    return row[-1] / max(len(wanted), 1)


# --- espeak-ng ---


@cache
def _espeak() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1"
    try:
        library = ctypes.CDLL(name)
    except OSError:
        return None
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(2, 0, None, 0)
    return library


def espeak_phones(text: str, language: str) -> list[str]:
    """Phones that espeak-ng produces; the library must be installed."""
    library = _espeak()
    assert library
    library.espeak_SetVoiceByName(language.encode())
    rest, heard = ctypes.c_char_p(text.encode()), b""
    while rest.value:
        heard += library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2) + b" "
    ipa = heard.decode()
    return phones(ipa.replace("ɾ", "t") if language.startswith("en") else ipa)


# --- the voice ---

_SYMBOLS = """
    aː=a: ɛ=E ɛː=E: eː=e: ɪ=I iː=i: ɔ=O ɔː=O: oː=o: ʊ=U uː=u: ʏ=Y yː=y: œ=9 œː=2: øː=2: ø=2 ə=@
    ɐ=6 aɪ=a_I aʊ=a_U ɔʏ=O_Y ts=t_s tʃ=t_S dʒ=d_Z pf=p_f ʃ=S ʒ=Z ç=C ŋ=N ʁ=R ʔ=?
"""
_X_SAMPA = _pairs(_SYMBOLS)


def markup(ipa: str) -> str:
    """Phoneme commands that make the voice say exactly `ipa`."""
    return " ".join(f"<phoneme ph='{_x_sampa(word)}'/>" for word in ipa.split())


def _x_sampa(word: str) -> str:
    said = ""
    for part in re.findall(r"[ˈˌ]|[^ˈˌ]+", word):
        found = [] if part in "ˈˌ" else phones(part)
        if found and found[0][0] in _VOWELS and not said.strip('"%'):
            found.insert(0, "ʔ")
        said += {"ˈ": '"', "ˌ": "%"}.get(part, "".join(_X_SAMPA.get(p, p) for p in found))
    return said if '"' in said else '"' + said


@cache
def _engine():
    from py_nanotts import NanoTTS

    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(-3, 131072)  # without it the same text sounds different
    return NanoTTS()


@cache
def speak(text: str) -> bytes:
    return _engine().speak(text=f'<volume level="40">{text}.', voice="de-DE")


@cache
def _filters() -> np.ndarray:
    mel = np.linspace(0, 2595 * np.log10(1 + 8000 / 700), 26)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.linspace(0, 8000, 257)
    up = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    down = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(up, down))


@cache
def cepstra(pcm: bytes) -> np.ndarray:
    """12 cepstral coefficients and the level of each 10 ms, without silence at the ends."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    frames = np.lib.stride_tricks.sliding_window_view(samples, 400)[::160] * np.hanning(400)
    power = np.abs(np.fft.rfft(frames, 512)) ** 2
    loud = np.flatnonzero(power.sum(axis=1) > power.sum(axis=1).max() * 1e-5)
    logs = np.log(power[loud[0] : loud[-1] + 1] @ _filters().T + 1e4)
    turns = np.cos(np.pi / 24 * np.outer(np.arange(13), np.arange(24) + 0.5)) / 5
    return logs @ turns.T * np.r_[0.3, np.ones(12)]


def sound_distance(one: bytes, other: bytes) -> float:
    """Mean distance along the best alignment; 0 for identical samples."""
    a, b = cepstra(one), cepstra(other)
    costs = np.sqrt(np.maximum(0, (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T))
    return _warped(costs) / (len(a) + len(b))


def _warped(costs: np.ndarray) -> float:
    """Minimum cost from corner to corner, by anti-diagonals; diagonal steps count twice."""
    height, width = costs.shape
    before = last = np.full(height + 1, np.inf)
    last[1], last[0] = np.inf, np.inf
    before, last = last.copy(), last.copy()
    before[0] = 0
    for total in range(height + width - 1):
        rows = np.arange(max(0, total - width + 1), min(height, total + 1))
        step = costs[rows, total - rows]
        now = np.full(height + 1, np.inf)
        straight = np.minimum(last[rows + 1], last[rows]) + step
        now[rows + 1] = np.minimum(straight, before[rows] + 2 * step)
        before, last = last, now
    return float(last[height])


# --- the report ---


def languages() -> dict[str, str]:
    """Language of each entry, from the heading above it; - if espeak-ng does not support it."""
    found, language = {}, "-"
    for line in BUILTIN.read_text("utf-8").splitlines():
        if heading := re.match(r"# (-|[a-z]{2}) · ", line):
            language = heading[1]
        elif entry := re.match(r'"?([^"=]+?)"? = ', line):
            found[entry[1]] = language
    return found


def judge(entry: LexiconEntry, language: str) -> dict[str, float]:
    """Distances of the written form (`…0`) and of the respelling (`…1`), by reference."""
    assert entry.spoken
    written, spoken = entry.written, entry.spoken
    if written.endswith("-"):
        written, spoken = f"{written[:-1]}welt", f"{spoken}welt"
    if written.startswith("-"):
        written, spoken = f"Sommer{written[1:]}", f"Sommer{spoken}"
    found: dict[str, float] = {}
    found["changed"] = float(speak(written) != speak(spoken))
    if entry.ipa:
        wanted = speak(markup(entry.ipa))
        found["voice0"] = sound_distance(speak(written), wanted)
        found["voice1"] = sound_distance(speak(spoken), wanted)
    if not _espeak():
        return found
    before, after = espeak_phones(written, "de"), espeak_phones(spoken, "de")
    references = {"ipa": phones(entry.ipa)} if entry.ipa else {}
    if language != "-":
        name = "en-us" if language == "en" else language
        references["original"] = espeak_phones(written, name)
    for name, reference in references.items():
        found[name + "0"] = phone_distance(before, reference)
        found[name + "1"] = phone_distance(after, reference)
    return found


_REFERENCES = {
    "voice": "the voice: sound compared with the sound of the IPA",
    "ipa": "espeak-ng de: phones compared with the IPA",
    "original": "espeak-ng de compared with espeak-ng in the original language",
}


def main() -> None:
    begin = time.perf_counter()
    lexicon = Lexicon.load()
    lexicon.find("")
    print(f"{len(lexicon)} entries, loaded in {(time.perf_counter() - begin) * 1000:.1f} ms")
    of = languages()
    judged = [(entry, judge(entry, of[entry.written])) for entry in lexicon if entry.spoken]
    print(f"{sum(found['changed'] for _, found in judged):.0f} change the sound")
    for name, what in _REFERENCES.items():
        pairs = [(f[name + "0"], f[name + "1"]) for _, f in judged if name + "0" in f]
        if pairs:
            _summary(what, np.array(pairs))
    if not _espeak():
        print("espeak-ng is not installed: no phones compared (apt-get install espeak-ng)")
    for entry, found in judged:
        doubtful = not found["changed"] or found.get("voice1", 0) >= found.get("voice0", 1)
        if doubtful or "--all" in sys.argv:
            figures = " ".join(f"{name} {value:.2f}" for name, value in found.items())
            print(f"  {entry.written} → {entry.spoken} /{entry.ipa}/ {figures}")
    _speed(lexicon)


def _summary(what: str, pairs: np.ndarray) -> None:
    nearer, farther = (pairs[:, 1] < pairs[:, 0]).sum(), (pairs[:, 1] > pairs[:, 0]).sum()
    before, after = pairs.mean(axis=0)
    print(f"{what}: {len(pairs)} compared, mean {before:.3f} → {after:.3f}, ", end="")
    print(f"{nearer} closer, {farther} farther")


def _speed(lexicon: Lexicon) -> None:
    seeds = Path(__file__).parents[1].joinpath("seeds").glob("*.txt")
    text = "".join(path.read_text("utf-8") for path in seeds) * 50
    begin = time.perf_counter()
    lexicon.find(text)
    print(f"{len(text.encode()) / 1000 / (time.perf_counter() - begin):.0f} kB/s")


if __name__ == "__main__":
    main()
