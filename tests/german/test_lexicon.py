import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast import german
from podcast.errors import LexiconError
from podcast.german.lexicon.file import read
from podcast.german.lexicon.lookup import BUILTIN, Lexicon, LexiconEntry, _builtin, add
from podcast.german.voiceable import voiceable

WORDS = {
    "Washington": "Woschingten",
    "Washington Post": "Woschingten Poost",
    "Trump": "Tramp",
    "Pompeo": "Pompejo",
    "Sanders": "Ssänders",
    "Xi Jinping": "Schi Dschinping",
    "Giro d'Italia": "Dschiro ditalja",
    "Team": "Tihm",
    "Team-": "Tihm",
    "-team": "tihm",
    "Start-up": "Startapp",
    "Manager": "Männedscher",
    "-trainer": "träner",
    "live": "laif",
    "G7": "Ge sieben",
}
LEXICON = Lexicon(LexiconEntry(written=written, spoken=spoken) for written, spoken in WORDS.items())


def applied(lexicon: Lexicon, text: str) -> str:
    """Replace every lexicon match in `text` by its spoken form."""
    parts, done = [], 0
    for match in lexicon.find(text):
        if (said := lexicon.spoken_form(match.entry)) is not None:
            parts += [text[done : match.start], said]
            done = match.end
    return "".join([*parts, text[done:]])


SAID = {
    "Washington ruft.": "Woschingten ruft.",
    "Die Washington Post schreibt": "Die Woschingten Poost schreibt",
    "Washington\u00a0Post": "Woschingten Poost",
    "die Washington Postille": "die Woschingten Postille",
    "Washingtons Trump": "Woschingtens Tramp",
    "Trumps Plan, Trump's Plan, Trump’s Plan": "Tramps Plan, Tramps Plan, Tramps Plan",
    "Pompeos’ Plan": "Pompejos’ Plan",
    "Sanders’ Rede": "Ssänders’ Rede",
    "Xi Jinpings Rede": "Schi Dschinpings Rede",
    "beim Giro d’Italia": "beim Dschiro ditalja",
    "Trump-Administration": "Tramp-Administration",
    "Pro-Trump-Lager": "Pro-Tramp-Lager",
    "Washington-Reise": "Woschingten-Reise",
    "Start-ups, Start-up-Szene": "Startapps, Startapp-Szene",
    "„Trump“, »Trump«, (Trump)": "„Tramp“, »Tramp«, (Tramp)",
    "Trumpf, Trumpel, Antrump": "Trumpf, Trumpel, Antrump",
    "trump TRUMP Live": "trump TRUMP Live",
    "mit Managern und Managerinnen": "mit Männedschern und Männedscherinnen",
    "Teamgeist im Rettungsteam": "Tihmgeist im Rettungstihm",
    "ein rettungsteam": "ein rettungsteam",
    "alle Rettungsteams": "alle Rettungstihms",
    "der Bundestrainer, die Bundestrainerin": "der Bundesträner, die Bundestränerin",
    "der G7-Gipfel": "der Ge sieben-Gipfel",
    "@Trump, trump.com, Trump@weisses-haus.us": "@Trump, trump.com, Trump@weisses-haus.us",
    "www.Trump.com": "www.Trump.com",
    "Er ging.Trump blieb": "Er ging.Trump blieb",
    "Das sagte Trump.": "Das sagte Tramp.",
    "": "",
}


@pytest.mark.parametrize(("text", "said"), SAID.items())
def test_says_words_as_the_lexicon_has_them(text: str, said: str) -> None:
    assert applied(LEXICON, text) == said


def test_finds_passages_with_their_entries() -> None:
    text = "Xi Jinpings Reise nach Washington"
    matches = LEXICON.find(text)
    assert [text[start:end] for start, end, *_ in matches] == ["Xi Jinpings", "Washington"]
    assert [match.written for match in matches] == ["Xi Jinpings", "Washington"]
    assert matches[0].entry == LexiconEntry(written="Xi Jinpings", spoken="Schi Dschinpings")


def test_phonemes_take_endings_and_change_no_letters() -> None:
    lexicon = Lexicon([LexiconEntry(written="Macron", ipa="maˈkʁɔ̃ː")])
    assert applied(lexicon, "Macrons Rede") == "Macrons Rede"
    assert lexicon.find("Macrons Rede")[0].entry.ipa == "maˈkʁɔ̃ːs"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trumps Rede.", "⟦tʁamps⟧ Rede."),
        ("Bruce Springsteen, singt.", "⟦bʁuːs ˈspʁɪŋstiːn⟧, singt."),
        ("Der Teamgeist zählt.", "Der Tihmgeist zählt."),  # no phonemes for half a word
        ("Am 9. Mai bei ⟦Trump⟧.", "Am neunten Mai bei, ⟦tʁamp⟧."),
        ("Das ⟦ˈhaʊs⟧ steht.", "Das, ˈhaʊs, steht."),  # brackets in the article are plain brackets
    ],
)
def test_voices_that_take_phonemes_get_them(text: str, said: str) -> None:
    assert german.spoken(text, Lexicon.load(phonemes=True)) == said
    assert "⟦" not in german.spoken(text, Lexicon.load())


def test_an_entry_of_its_own_beats_an_ending() -> None:
    entries = [
        LexiconEntry(written="Job", spoken="Dschobb"),
        LexiconEntry(written="Jobs", spoken="Dschops"),
    ]
    assert applied(Lexicon(entries), "Job Jobs") == applied(Lexicon(entries[::-1]), "Job Jobs")
    assert applied(Lexicon(entries), "Jobs") == "Dschops"


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_later_files_win(tmp_path: Path) -> None:
    one = write(tmp_path / "one.toml", '[words]\nWashington = "eins"\nNeuwort = "eins"\n')
    two = write(tmp_path / "two.toml", '[words]\nWashington = "zwei"\n')
    assert applied(Lexicon.load(one, two), "Washington Neuwort") == "zwei eins"
    assert applied(Lexicon.load(two, one), "Washington Neuwort") == "eins eins"
    assert applied(Lexicon.load(), "Washington") != "Washington"
    assert applied(Lexicon.load(builtin=False), "Washington") == "Washington"


def test_reads_respellings_and_phonemes(tmp_path: Path) -> None:
    text = '[words]\nA = "Be"\nB = "/beː/"\nRenault = "Renoh  /ʁəˈnoː/"\n'
    assert list(Lexicon.load(write(tmp_path / "l.toml", text), builtin=False)) == [
        LexiconEntry(written="A", spoken="Be"),
        LexiconEntry(written="B", ipa="beː"),
        LexiconEntry(written="Renault", spoken="Renoh", ipa="ʁəˈnoː"),
    ]


def test_the_fingerprint_follows_the_entries() -> None:
    a, b = LexiconEntry(written="A", spoken="x"), LexiconEntry(written="B", spoken="y")
    assert Lexicon([a, b]).fingerprint == Lexicon([b, a]).fingerprint
    changed = [
        [a],
        [a, LexiconEntry(written="B", spoken="z")],
        [a, LexiconEntry(written="B", ipa="y")],
    ]
    prints = {Lexicon(entries).fingerprint for entries in [[a, b], *changed]}
    assert len(prints) == 4
    assert all(int(fingerprint, 16) for fingerprint in prints)


WRONG = {
    '[words]\nA = "B\nC = "D"\n': "line 2",
    '[words]\nA = "B"\nA = "C"\n': "line 3",
    "[words]\nZahl = 3\n": "the value of “Zahl” is not a string",
    '[words]\n"" = "Leer"\n': "“” can never match",
    '[words]\n" Leer" = "Leer"\n': "“ Leer” can never match",
    '[words]\nA = ""\n': "“A” has the invalid value “”",
    '[words]\nA = "//"\n': "“A” has the invalid value “//”",
    '[words]\nA = "a/b"\n': "“A” has the invalid value “a/b”",
    '[words]\nA = "4"\n': "the value of “A” contains '4'",
    '[words]\nA = "<b>"\n': "the value of “A” contains '<'",
    '[words]\nA = "a\\u0000"\n': "the value of “A” contains '\\x00'",
    '[words]\n"d\'Or" = "dor"\n"d’Or" = "dohr"\n': "“d’Or” appears twice",
    '[worte]\nA = "B"\n': "unknown key or table “worte”",
    'words = "A"\n': "“words” is not a table",
}


@pytest.mark.parametrize(("text", "problem"), WRONG.items())
def test_says_what_is_wrong_with_which_file(tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path / "lexicon.toml", text)
    with pytest.raises(LexiconError) as caught:
        Lexicon.load(path)
    assert caught.value.subject == str(path)
    assert problem in caught.value.problem


def test_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        Lexicon.load(tmp_path / "missing.toml")
    (tmp_path / "latin.toml").write_bytes('[words]\nÄ = "A"\n'.encode("latin-1"))
    with pytest.raises(LexiconError, match="line 2 is not UTF-8"):
        Lexicon.load(tmp_path / "latin.toml")


FILE = """\
# Our words.
[words]
Trump = "Tramp" # a name # indeed

# Places
"New York" = "Nju Jork"
"""


def test_adding_keeps_comments_and_order(tmp_path: Path) -> None:
    path = write(tmp_path / "lexicon.toml", FILE)
    add(path, "Trump", "Trammp")
    add(path, "Xi Jinping", "Schi Dschinping")
    changed = FILE.replace("Tramp", "Trammp") + '"Xi Jinping" = "Schi Dschinping"\n'
    assert path.read_text("utf-8").replace('"Trump"', "Trump") == changed


def test_adding_makes_the_file(tmp_path: Path) -> None:
    add(tmp_path / "new.toml", "-team", "tihm /tiːm/")
    assert list(Lexicon.load(tmp_path / "new.toml", builtin=False)) == [
        LexiconEntry(written="-team", spoken="tihm", ipa="tiːm")
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "[words]", "[words]\r\nA = 'b'\r\n\r\n"])
def test_adding_to_any_layout(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_bytes(text.encode())
    add(path, "Neu", "Noi")
    add(path, "Neu", "Neu")
    assert tomllib.loads(path.read_bytes().decode())["words"]["Neu"] == "Neu"
    assert path.read_bytes().count(b"\r\n") in (0, path.read_bytes().count(b"\n"))


def test_a_wrong_entry_is_not_added(tmp_path: Path) -> None:
    path = write(tmp_path / "lexicon.toml", FILE)
    for written, spoken in [("", "leer"), ("Zahl", "1"), ("A", "<b>"), ("A\n[x]", "b")]:
        with pytest.raises(LexiconError):
            add(path, written, spoken)
    strange = write(tmp_path / "strange.toml", 'words = { A = "b" }\n')
    with pytest.raises(LexiconError, match="by hand"):
        add(strange, "B", "c")
    assert path.read_text("utf-8") == FILE
    assert strange.read_text("utf-8") == 'words = { A = "b" }\n'


def test_the_built_in_words_are_safe() -> None:
    lexicon = Lexicon.load()
    said = {entry.written: entry.spoken for entry in lexicon}
    assert len(lexicon) > 500
    for written, spoken in said.items():
        assert spoken, written
        assert voiceable(spoken) == spoken
        assert spoken[0].isupper() == written[0].isupper() or not written[0].isalpha()
        assert applied(lexicon, spoken) == spoken, "what is said must not change again"


def test_no_built_in_word_is_a_german_one() -> None:
    german = (
        "Gift Boot Art Rat Log Made Hut Brief See Person war Tag Pass die Band Gang Bug Hack "
        "Mailand Babylon Stefan Fantasie Campus Premieren Jetzt Apparat Debütanten Redaktion "
        "Schönheitsideal Sowjet monogame Designierte Budgetierung Steuer Abenteuer ungeheure "
        "Robben Havel Jude Seine Montage Ihr teuren Michael Joseph Hamburger Jordan Phoenix"
    )
    assert applied(Lexicon.load(), german) == german


@pytest.mark.timing
def test_loads_in_no_time() -> None:
    begin = time.process_time()
    Lexicon.load(BUILTIN)
    assert time.process_time() - begin < 10  # takes about 0.02 s


@given(st.text(alphabet="Team-Washigton Post'sy .@", max_size=60))
def test_matches_lie_in_the_text_and_in_order(text: str) -> None:
    end = 0
    for match in LEXICON.find(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.written
        end = match.end


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["Washington ", "Washington Pos ", "a", "-", "' ", "Teams-", "x "])
def test_time_grows_with_the_length(unit: str) -> None:
    begin = time.process_time()
    applied(LEXICON, unit * (500_000 // len(unit)))
    assert time.process_time() - begin < 60  # CPU seconds; quadratic time would take hours


def test_the_plain_lines_of_the_built_in_names_are_read_as_toml_has_them() -> None:
    assert list(_builtin()) == read(BUILTIN)
