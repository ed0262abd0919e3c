import pytest
from golden_lines import PLAIN, golden, heard

from podcast.german import Lexicon, rewrites, spoken
from podcast.german.lexicon.lookup import LexiconEntry


@pytest.mark.parametrize(("kind", "written", "right"), golden())
def test_golden_line_is_said_as_written_there(kind: str, written: str, right: list[str]) -> None:
    assert heard(spoken(written)) in [heard(answer) for answer in right], (kind, spoken(written))


def test_there_are_golden_lines_enough() -> None:
    assert len(golden()) >= 600
    assert len(PLAIN) >= 200
    assert all(right for _, _, right in golden())


@pytest.mark.parametrize("sentence", PLAIN)
def test_plain_text_stays_as_it_is(sentence: str) -> None:
    assert spoken(sentence) == sentence
    assert rewrites(sentence) == []


@pytest.mark.parametrize(("kind", "written", "right"), golden())
def test_what_was_said_is_said_again(kind: str, written: str, right: list[str]) -> None:
    once = spoken(written)
    assert spoken(once) == once, (kind, right)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Er kam am 1.", "Er kam am ersten."),
        ("Brot, Käse usw.", "Brot, Käse und so weiter."),
        ("Es kostet 5 Mio.", "Es kostet fünf Millionen."),
        ("Er sagte: „Am 1.“", "Er sagte: Am ersten."),
        ("Im Jahr 1990.", "Im Jahr neunzehnhundertneunzig."),
        ("Das sagte Ludwig XIV.", "Das sagte Ludwig der Vierzehnte."),
        ("Kommt er am 3.?", "Kommt er am dritten?"),
    ],
)
def test_a_dot_that_also_ends_the_sentence_stays(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Merkel (CDU) schwieg.", "Merkel, C D U, schwieg."),
        ("Das ist – leider – wahr.", "Das ist, leider, wahr."),
        ("„Kommst du?“, fragte er.", "Kommst du? fragte er."),
        ("Er ging (gestern).", "Er ging, gestern."),
        ("(Er ging.)", "Er ging."),
    ],
)
def test_marks_become_pauses(written: str, said: str) -> None:
    assert spoken(written) == said


def test_a_paragraph_keeps_its_sentences_apart() -> None:
    text = "Am 1. Mai war frei. Es gab Brot usw. Dann kam er.\nEr ist 18. Sie auch."
    assert spoken(text) == (
        "Am ersten Mai war frei. Es gab Brot und so weiter. Dann kam er.\n"
        "Er ist achtzehn. Sie auch."
    )


def test_the_lexicon_goes_over_the_rules() -> None:
    lexicon = Lexicon(
        [LexiconEntry(written="ARD", spoken="Ah Er De"), LexiconEntry(written="Xi", spoken="Schi")]
    )
    text = "Xi sprach am 1. Mai mit der ARD."
    assert spoken(text, lexicon) == "Schi sprach am ersten Mai mit der Ah Er De."
    rules = [passage.rule for passage in rewrites(text, lexicon)]
    assert rules == ["lexicon", "date", "lexicon"]


def test_phonemes_alone_leave_the_word_to_the_rules() -> None:
    lexicon = Lexicon([LexiconEntry(written="Macron", ipa="makʁˈõː")])
    assert spoken("Macron kam.", lexicon) == "Macron kam."


def test_passages_say_what_changed_and_why() -> None:
    text = "Am 9. Mai zahlte die EU 3 Mio. Euro."
    found = [(passage.written, passage.spoken, passage.rule) for passage in rewrites(text)]
    assert found == [
        ("9. Mai", "neunten Mai", "date"),
        ("EU", "E U", "acronym"),
        ("3 Mio.", "drei Millionen", "scale"),
    ]
    assert all(text[p.start :].startswith(p.written) for p in rewrites(text))
