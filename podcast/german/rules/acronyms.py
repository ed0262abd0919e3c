"""Acronyms: spelled out ("EU" is "E U"), read as words ("NATO"), or mixed ("AfD", "E-Auto")."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words.wordlist import listed

# All-caps acronyms that are read as words.
WORDS = listed(
    """
    NATO UNO UNESCO UNICEF PISA DAX MDAX SDAX TÜV NASA ESA FIFA UEFA BRICS OPEC COVID AIDS SARS
    NABU BUND PEN DEKRA EFTA ASEAN MERCOSUR LIGA IFO ELSTER BAMF BAFA BAFÖG TARGET FRONTEX
    INTERPOL EUROPOL CARE ECHO OSCAR VIVA RADAR LASER SCHUFA DIN IKEA LEGO HARTZ ALDI LIDL REWE
    EDEKA ELENA GALILEO PIN TAN IBAN SEPA AVUS OPAQ HAMAS FATAH VOX TAZ GEMA HUK CERN DESY ZOOM
    GAU ARTE KIKA MINT SIM UFO UFOS START SALT ACTA TTIP CETA WADA NADA SWIFT ISAF KFOR UNIFIL
    MINUSMA EURATOM
    """
)
_MIXED = listed(
    """
    BvR BvL BvF AfD GmbH gGmbH KfW StGB StPO EuGH BVerfG BMVg BMWi BMWK BMBF MdB MdL MdEP VfB VfL
    VfR TuS SpVgg EStG UStG SoVD ThHV DoS PhD AktG BauGB InsO BImSchG TzBfG KSchG ArbGG BetrVG
    AsylG AufenthG BtMG WpHG WaffG BGBl OWiG StVO StVG StVZO SchwarzArbG IfSG UrhG HwO HGrG KiTa
    Lkw Pkw Kfz Lkws Pkws Nfz Ufo MwSt
    """
)
# German words short enough to look like acronyms when written in all caps ("shouted").
_SHOUTED = listed(
    """
    ACH ALLE ALLES ALS ALT AUCH BALD BEIM BEST BIN BIS BIST BITTE BLAU BLEIBT BRAUCHT BROT BUCH DANK
    DANN DARF DASS DEIN DEM DEN DENN DER DES DICH DIR DOCH DORT DREI DU DURCH ECHT EIN EINE EINEN
    ENDE ERST FAST FLOP FRAU FREI FÜR GANZ GEGEN GEHT GELD GERN GIBT GOTT GROSS GRÜN GUT GUTE HABT
    HALLO HALT HAT HAUS HERR HEUTE HIER HILFE HIT ICH IHR IMMER JA JAHR JETZT JUNG KALT KANN KAUM
    KEIN KEINE KEINEN KIND KLAR KLEIN KOMM KOMMT KRANK KRIEG LAND LANG LEICHT LICHT LOS MACHT MANN
    MEHR MEIN MENSCH MICH MIR MORD MUSS MUT NACH NACHT NEIN NEU NEUE NICHT NICHTS NIE NOCH NUN NUR
    NÄCHSTE ODER OHNE PAPST RECHT ROT SATT SCHLECHT SCHLUSS SCHNELL SCHON SCHWARZ SEHR SEID SEIN
    SEIT SICH SIE SIEG SIND SOLL SPIEL SPORT STADT START STARK STOP STOPP TAG TEST TOD TOLL TOP TOT
    UND UNS VIEL VIELE VOLK VOLL VOM VON VOR WANN WAR WARM WAS WEG WEIL WEISS WEIT WELT WENN WER
    WIE WILL WIR WIRD WOHL ZEIT ZUM ZUR ZWEI ÜBER
    """
)
# Words that are acronyms as well ("der OB", "das MIT"): words only next to other shouted words.
_MAYBE_SHOUTED = listed("AB AM AN AUF AUS BEI DA DAS DIE ER ES IM IN IST MAN MIT OB SO UM WO ZU")
_LONGEST_SPELLED = 5
_VOWELS = frozenset("AEIOUÄÖÜY")


_UPPER = "A-ZÄÖÜ"
_KNOWN = listed(
    """
    EU USA US UN SPD CDU CSU FDP BSW ARD ZDF NDR WDR MDR SWR RBB ORF SRF BR HR RTL CNN BBC DPA
    AFP BKA LKA BND EZB IWF WHO BGH BVG DB BMW VW AG KG EM WM FC SV TSV HSV BVB DFB DFL IOC ADAC
    DGB IG KI IT PC TV UKW LKW PKW NRW DDR BRD UDSSR FBI CIA NSA IS PKK RAF NS NSU NSDAP SS SA
    KZ KP ÖVP SPÖ FPÖ SVP ÖBB SBB AKW CEO OECD WTO GPS LED DNA PCR FFP ICE IC RE OB MDB THW DRK
    DLRG BAG EUGH FCB
    """
)


def is_known(word: str) -> bool:
    """Whether `word` is an acronym that is always spelled out, even in a headline."""
    return word in _KNOWN


def is_spelled(word: str) -> bool:
    """Whether an all-caps word is spelled out letter by letter."""
    if word in WORDS or word in _KNOWN or word in _SHOUTED:
        return word in _KNOWN
    vowels = sum(letter in _VOWELS for letter in word)
    return len(word) <= 3 or not vowels or (vowels == 1 and len(word) <= _LONGEST_SPELLED)


def spell(word: str) -> str:
    """Spell out `word`; a plural "s" stays attached to the last letter ("N G Os")."""
    plural = len(word) > 2 and word[-1] == "s" and word[-2].isupper()
    letters = list(word[:-1]) if plural else list(word)
    return " ".join(letters) + ("s" if plural else "")


def is_shouted(word: str) -> bool:
    """Whether `word` is a common German word in all caps."""
    return word in _SHOUTED


def may_be_shouted(word: str) -> bool:
    """Whether `word` could be a German word if its neighbours are in all caps too."""
    return word in _MAYBE_SHOUTED or not set(word).isdisjoint(_VOWELS)


_BEFORE = re.compile(rf"([{_UPPER}]{{2,30}}),? \Z")
_AFTER = re.compile(rf",? ([{_UPPER}]{{2,30}})(?![^\W\d_])")


def _next_to_shouted(match: re.Match[str]) -> bool:
    """Whether an adjacent word is shouted: "DIE LINKE", "DA NICHT"."""
    text, start = match.string, match.start()
    beside = _BEFORE.search(text[max(0, start - 34) : start]), _AFTER.match(text, match.end())
    words = [word[1] for word in beside if word]
    return any(word in _MAYBE_SHOUTED or not is_spelled(word) for word in words)


def _capitals(match: re.Match[str]) -> str | None:
    word = match[0]
    if word in _MAYBE_SHOUTED and _next_to_shouted(match):
        return word.lower()
    if is_spelled(word.removesuffix("s")):
        return spell(word)
    return word.capitalize()  # a voice may spell out all-caps words


def _mixed(match: re.Match[str]) -> str | None:
    return spell(match[0]) if match[0] in _MIXED else None


def _dotted(match: re.Match[str]) -> str:
    """Spell out dotted letters without spaces: "U.S.", "D.C."."""
    return " ".join(match[0].replace(".", ""))


RULES = (
    Rule("acronym", rf"(?:[{_UPPER}]\.){{2,8}}(?!\w)", _dotted),
    Rule("acronym", rf"[{_UPPER}]{{2,60}}s?(?![^\W\d_])", _capitals),
    Rule("acronym", r"[^\W\d_]{2,12}(?![^\W\d_])", _mixed),
)
