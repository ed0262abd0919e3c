import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.german.voiceable import voiceable

SPELLINGS = {
    "Recep Tayyip Erdoğan": "Recep Tayyip Erdoan",
    "Çavuşoğlu": "Tschavuschohlu",
    "Ekrem İmamoğlu": "Ekrem Imamohlu",
    "Curaçao": "Curassao",
    "Łódź": "Lódsch",
    "Dvořák": "Dvorschák",
    "Milan Kučan": "Milan Kutschan",
    "ŠEFČOVIČ": "Scheftschovitsch",
    "Orbán, Sánchez, Beyoncé": "Orbán, Sánchez, Beyoncé",
    "España": "Espanja",
    "Smørrebrød in Århus": "Smørrebrød in Århus",
    "Nguyễn Phú Trọng": "Nguyen Phú Trong",
    "Владимир Путин": "Wladimir Putin",
    "Россия": "Rossija",
    "Ельцин": "Jelzin",
    "Достоевский": "Dostojewski",
    "Володимир Зеленський": "Wolodimir Selenski",
    "Αθήνα": "Athina",
    "π ist ein Buchstabe": "Pi ist ein Buchstabe",
    "β-Strahlen": "Beta-Strahlen",
    "ﬁnden, １２, Ⅳ, 𝐟𝐞𝐭𝐭": "finden, 12, IV, fett",
    "Grün": "Grün",
    "Fuß\u00adball\u200bspiel": "Fußballspiel",
    "Hallo 👋🏽, Welt! 🎉": "Hallo, Welt!",
    "北京 ist Peking": "ist Peking",
    "Er kam … gestern": "Er kam, gestern",
    "Er kam …": "Er kam.",
    "Nun … Das war es.": "Nun. Das war es.",
    "Wirklich …?": "Wirklich?",
    "A → B™": "A B",
    "„Ja“, sagte sie, »nein« – und 'gut'.": "Ja, sagte sie, nein - und gut.",
    "Wie geht’s?": "Wie geht's?",
    "<break/> & <genfile file='x'>": "break/ & genfile file=x",
    "a\x00b\tc\n d": "a b c d",
    "\ud800": "",
}


@pytest.mark.parametrize(("text", "said"), SPELLINGS.items())
def test_spells_what_the_voice_cannot_say(text: str, said: str) -> None:
    assert voiceable(text) == said


PLAIN = "Am Montag, dem 3. Mai, fährt der Zug um 8:15 Uhr (Gleis 4) nach Köln; Preis: 12,50 €!"


def test_leaves_german_as_it_is() -> None:
    assert voiceable(PLAIN) == PLAIN
    assert voiceable(unicodedata.normalize("NFD", PLAIN)) == PLAIN


def test_breaks_up_what_is_too_long_for_the_voice() -> None:
    assert max(map(len, voiceable("x" * 5000).split())) <= 90
    assert max(map(len, voiceable("7" * 256).split())) <= 30
    assert voiceable("§" * 300) == "§" * 8


STRANGE = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="aZéçŁĞğ' .…-–,!)(§„\"<>&1٣²ελЕе\u0301\u200d\ud800\x00👋"
)


@given(STRANGE)
@settings(max_examples=1000)
def test_any_text_becomes_safe(text: str) -> None:
    said = voiceable(text)
    assert not set(said) & set("<>")
    assert all(unicodedata.category(char)[0] != "C" for char in said)
    assert all(len(word) <= 90 for word in said.replace("-", " ").split() if word.isalnum())
    said.replace("€", "").replace("‰", "").encode("latin-1")
    assert voiceable(said) == said


@given(st.text(alphabet="ab.' §1-", min_size=80, max_size=400))
def test_cutting_long_words_is_final(text: str) -> None:
    said = voiceable(text * 3)
    assert voiceable(said) == said


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit", [" ", ".", ". ", "'", "a'", "§", "7", "ä", "ğ", "е", "👋", "\u0301"]
)
def test_time_grows_with_the_length(unit: str) -> None:
    begin = time.process_time()
    voiceable(unit * 300_000)
    assert time.process_time() - begin < 60


SPEAK = """
import ctypes, sys
from py_nanotts import NanoTTS
from podcast.german.voiceable import voiceable
if sys.platform == "linux": ctypes.CDLL(None).mallopt(-3, 131072)
for text in ["x" * 5000, "7" * 256, "§" * 300, "²" * 500, "\\ud800", "<spell>a</spell>", "A\\0B"]:
    NanoTTS().speak(text='<volume level="40">' + voiceable(text), voice="de-DE")
print("all spoken")
"""


def test_the_voice_survives_it() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAK], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "all spoken", done.stderr
