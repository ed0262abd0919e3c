import random

import pytest
from num2words import num2words

from podcast.german.words import numbers

UNITS = {
    word: value
    for value, word in enumerate(
        (
            "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
            "fünfzehn sechzehn siebzehn achtzehn neunzehn"
        ).split(" ")
    )
}
TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(" ")


def below_hundred(words: str) -> int:
    if words in UNITS:
        return UNITS[words]
    for at, ten in enumerate(TENS, start=2):
        if words.endswith(ten):
            unit = words.removesuffix(ten).removesuffix("und")
            return 10 * at + (UNITS[unit] if unit else 0)
    raise ValueError(words)


def value_of(words: str) -> int:
    """Parses number words by German grammar, independently of the code under test."""
    total = 0
    for name, size in (("Billion", 10**12), ("Milliarde", 10**9), ("Million", 10**6)):
        head, found, rest = words.partition(name)
        if found:
            total += size * value_of(head.strip().removesuffix("e"))
            words = rest.removeprefix("en").removeprefix("n").strip()
    thousands, found, rest = words.partition("tausend")
    if found:
        total += 1000 * value_of(thousands)
        words = rest
    hundreds, found, rest = words.partition("hundert")
    if found:
        total += 100 * below_hundred(hundreds)
        words = rest
    return total + (
        below_hundred(words.removesuffix("s") if words == "eins" else words.replace("eins", "ein"))
        if words
        else 0
    )


@pytest.mark.parametrize("seed", range(20))
def test_number_words_read_back_as_the_number(seed: int) -> None:
    generator = random.Random(seed)
    for digits in range(1, 16):
        number = generator.randrange(10 ** (digits - 1), 10**digits)
        assert value_of(numbers.cardinal(number)) == number


def test_every_number_up_to_a_thousand_and_each_thousand_reads_back() -> None:
    for number in [*range(2001), *range(0, 10**6, 1000), *range(1, 10**6, 9973)]:
        assert value_of(numbers.cardinal(number)) == number


def test_the_library_agrees_where_it_is_right() -> None:
    for number in [*range(1, 1100), *range(2000, 2101)]:
        assert numbers.cardinal(number) == num2words(number, lang="de")
    for number in range(1000):
        assert numbers.ordinal(number) + "e" == num2words(number, lang="de", to="ordinal")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (101_000, "einhunderteintausend"),
        (101_001, "einhunderteintausendeins"),
        (21_000, "einundzwanzigtausend"),
        (1_000_000, "eine Million"),
        (2_001_000, "zwei Millionen eintausend"),
        (10**12, "eine Billion"),
    ],
)
def test_cardinal(number: int, words: str) -> None:
    assert numbers.cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "stem"),
    [
        (1, "erst"),
        (3, "dritt"),
        (7, "siebt"),
        (8, "acht"),
        (16, "sechzehnt"),
        (20, "zwanzigst"),
        (101, "einhunderterst"),
        (1000, "tausendst"),
        (1001, "eintausenderst"),
        (2025, "zweitausendfünfundzwanzigst"),
    ],
)
def test_ordinal(number: int, stem: str) -> None:
    assert numbers.ordinal(number) == stem


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (800, "achthundert"),
        (1066, "eintausendsechsundsechzig"),
        (1100, "elfhundert"),
        (1900, "neunzehnhundert"),
        (1989, "neunzehnhundertneunundachtzig"),
        (2000, "zweitausend"),
        (2100, "zweitausendeinhundert"),
    ],
)
def test_year(number: int, words: str) -> None:
    assert numbers.year(number) == words


def test_a_negative_number_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        numbers.cardinal(-1)
