import random
import time

import pytest
from golden_lines import PLAIN, golden, heard
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.german import doubts, rewrites, spoken

WRITTEN = [written for _, written, _ in golden()]
PIECES = sorted({word for written in WRITTEN for word in written.split()})
news = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
plain_words = sorted({word.strip(".,:;!?") for line in PLAIN for word in line.split()})
plain = st.lists(st.sampled_from([w for w in plain_words if len(w) > 1]), max_size=20).map(" ".join)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_said(text: str) -> None:
    said = spoken(text)
    assert not any(char.isdigit() or char in "<>" for char in said)
    assert not any(ord(char) < 32 and char != "\n" for char in said)
    rewrites(text)
    doubts(text)


@given(news)
@settings(deadline=None)
def test_shuffled_news_leaves_neither_digit_nor_symbol(text: str) -> None:
    assert not any(not char.isalpha() and char not in " .,;:!?'-" for char in spoken(text))


@given(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=4).map(" ".join))
@settings(deadline=None)
def test_what_was_said_stays_as_it_is(text: str) -> None:
    once = spoken(text)
    assert spoken(once) == once


@given(plain)
@settings(deadline=None)
def test_no_plain_word_is_lost(text: str) -> None:
    assert spoken(text) == text


@given(plain, st.sampled_from(WRITTEN), plain)
@settings(deadline=None)
def test_words_beside_a_passage_are_kept(before: str, written: str, after: str) -> None:
    said = heard(spoken(f"{before}, {written} ; {after}"))
    assert said.startswith(heard(before))
    assert said.endswith(heard(after))


@given(st.text(alphabet="0123456789.,:/-–%€§ '()IVXab", max_size=60))
@settings(deadline=None)
def test_no_digit_is_left_behind(text: str) -> None:
    assert not any(char.isdigit() for char in spoken(text))


PATIENCE = 60  # CPU seconds per megabyte; quadratic time would take hours


def seconds(text: str) -> float:
    """Measure CPU time of this process, so that machine load has no effect."""
    start = time.process_time()
    spoken(text)
    return time.process_time() - start


HOSTILE = {
    "digits": "7",
    "dots": ".",
    "spaces": " ",
    "quotes": "„“",
    "grouped digits": "123.456 ",
    "dotted digits": "1.",
    "digits and spaces": "1 ",
    "digits and commas": "1,",
    "dashes": "-–",
    "strokes": "/",
    "brackets": "([",
    "capitals": "A",
    "capitals with dots": "A.",
    "abbreviations": "z.B.",
    "spaced letters": "a ",
    "words": "Wort ",
    "one word": "ä",
    "hyphens": "a-",
    "ats": "a@",
    "underscores": "_",
    "stars": "*",
    "emoji": "😀",
    "paragraphs": "§",
    "roman": "XIV. ",
    "letters and digits": "a1",
    "line breaks": "\n",
    "apostrophes": "'",
    "commas": ", ",
    "headlines": "HALLO WELT ",
    "fractions": "½",
    "plus": "+1 ",
    "colons": "1:",
    "dates": "1.1.",
    "addresses": "a.b.",
    "accents": "e\u0301\u0301",
}


@pytest.mark.timing
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear_in_the_length(piece: str) -> None:
    assert seconds(piece * (250_000 // len(piece))) < PATIENCE


@pytest.mark.timing
def test_a_megabyte_of_noise_takes_seconds() -> None:
    generator = random.Random(1)
    noise = "".join(generator.choice("0123456789.,: /-„“'ABCabc%€§\n") for _ in range(1_000_000))
    assert seconds(noise) < PATIENCE
