"""Abbreviations: "z. B.", "Prof. Dr.", "sog.", "Nr.", "Hrsg."."""

from __future__ import annotations

import re

from podcast.german import dates, grammar, nouns, roman
from podcast.german.engine import Rule, always
from podcast.german.wordlist import listed

# One word with its dot, wherever it stands. What can also be an ordinary word at the end of a
# sentence ("Art.", "Tag.") needs a neighbour and stands further down.
WORDS = {
    "Abb.": "Abbildung",
    "Abg.": "Abgeordneter",
    "Abk.": "Abkürzung",
    "Abschn.": "Abschnitt",
    "Abt.": "Abteilung",
    "Anh.": "Anhang",
    "Anl.": "Anlage",
    "Anm.": "Anmerkung",
    "Aufl.": "Auflage",
    "Az.": "Aktenzeichen",
    "BGBl.": "Bundesgesetzblatt",
    "Bd.": "Band",
    "Bde.": "Bände",
    "Bez.": "Bezirk",
    "Bsp.": "Beispiel",
    "Bhf.": "Bahnhof",
    "Chr.": "Christus",
    "Co.": "Co",
    "Dipl.": "Diplom",
    "Dr.": "Doktor",
    "Drs.": "Drucksache",
    "Dres.": "Doktoren",
    "Fa.": "Firma",
    "Fam.": "Familie",
    "Frl.": "Fräulein",
    "Forts.": "Fortsetzung",
    "Gebr.": "Gebrüder",
    "Hbf.": "Hauptbahnhof",
    "Hr.": "Herr",
    "Hrn.": "Herrn",
    "Hrsg.": "Herausgeber",
    "Ing.": "Ingenieur",
    "Inh.": "Inhaber",
    "Jg.": "Jahrgang",
    "Jr.": "Junior",
    "Kfm.": "Kaufmann",
    "Kto.": "Konto",
    "Lfg.": "Lieferung",
    "MwSt.": "Mehrwertsteuer",
    "Mwst.": "Mehrwertsteuer",
    "Mag.": "Magister",
    "Min.": "Minute",
    "Mr.": "Mister",
    "Mt.": "Mount",
    "Mrs.": "Missis",
    "Ms.": "Miss",
    "Nr.": "Nummer",
    "Nrn.": "Nummern",
    "Pkt.": "Punkt",
    "Prof.": "Professor",
    "Red.": "Redaktion",
    "Reg.-Bez.": "Regierungsbezirk",
    "Rn.": "Randnummer",
    "Rdnr.": "Randnummer",
    "Rs.": "Rechtssache",
    "Sen.": "Senior",
    "Sr.": "Senior",
    "Std.": "Stunde",
    "Stk.": "Stück",
    "StR.": "Studienrat",
    "Tel.": "Telefon",
    "Telef.": "Telefon",
    "Urt.": "Urteil",
    "Verf.": "Verfasser",
    "Verl.": "Verlag",
    "Vors.": "Vorsitzender",
    "Whg.": "Wohnung",
    "Ziff.": "Ziffer",
    "Zit.": "Zitat",
    "Ztg.": "Zeitung",
    "abzgl.": "abzüglich",
    "allg.": "allgemein",
    "amtl.": "amtlich",
    "angebl.": "angeblich",
    "bes.": "besonders",
    "betr.": "betreffend",
    "bez.": "bezüglich",
    "bzgl.": "bezüglich",
    "bzw.": "beziehungsweise",
    "bspw.": "beispielsweise",
    "ca.": "circa",
    "cf.": "vergleiche",
    "desgl.": "desgleichen",
    "dgl.": "dergleichen",
    "dt.": "deutsch",
    "eigtl.": "eigentlich",
    "einschl.": "einschließlich",
    "engl.": "englisch",
    "entspr.": "entsprechend",
    "erg.": "ergänze",
    "etc.": "et cetera",
    "ev.": "evangelisch",
    "evtl.": "eventuell",
    "evt.": "eventuell",
    "exkl.": "exklusive",
    "ff.": "fortfolgende",
    "franz.": "französisch",
    "gegr.": "gegründet",
    "gem.": "gemäß",
    "gest.": "gestorben",
    "gez.": "gezeichnet",
    "ggf.": "gegebenenfalls",
    "ggfs.": "gegebenenfalls",
    "griech.": "griechisch",
    "hrsg.": "herausgegeben",
    "inkl.": "inklusive",
    "insb.": "insbesondere",
    "insbes.": "insbesondere",
    "insg.": "insgesamt",
    "internat.": "international",
    "ital.": "italienisch",
    "jew.": "jeweils",
    "jr.": "junior",
    "jun.": "junior",
    "kath.": "katholisch",
    "lat.": "lateinisch",
    "led.": "ledig",
    "lfd.": "laufende",
    "lt.": "laut",
    "max.": "maximal",
    "mind.": "mindestens",
    "mtl.": "monatlich",
    "mögl.": "möglich",
    "nachm.": "nachmittags",
    "nördl.": "nördlich",
    "od.": "oder",
    "priv.": "privat",
    "prot.": "protestantisch",
    "rd.": "rund",
    "resp.": "respektive",
    "röm.": "römisch",
    "russ.": "russisch",
    "sen.": "senior",
    "span.": "spanisch",
    "städt.": "städtisch",
    "südl.": "südlich",
    "tgl.": "täglich",
    "u.": "und",
    "undat.": "undatiert",
    "urspr.": "ursprünglich",
    "Ausg.": "Ausgabe",
    "Corp.": "Corporation",
    "Einw.": "Einwohner",
    "Erw.": "Erwachsene",
    "Hg.": "Herausgeber",
    "Hj.": "Halbjahr",
    "Inc.": "Inc",
    "Jgst.": "Jahrgangsstufe",
    "Landkr.": "Landkreis",
    "Lkr.": "Landkreis",
    "Ltd.": "Limited",
    "Ndb.": "Niederbayern",
    "Obb.": "Oberbayern",
    "Opf.": "Oberpfalz",
    "Pfr.": "Pfarrer",
    "Skt.": "Sankt",
    "Tz.": "Textziffer",
    "Wdh.": "Wiederholung",
    "Übers.": "Übersetzung",
    "begr.": "begründet",
    "durchschn.": "durchschnittlich",
    "em.": "emeritus",
    "erm.": "ermäßigt",
    "ermäß.": "ermäßigt",
    "frz.": "französisch",
    "ggü.": "gegenüber",
    "hg.": "herausgegeben",
    "op.": "opus",
    "stellvertr.": "stellvertretend",
    "vermutl.": "vermutlich",
    "viell.": "vielleicht",
    "voraussichtl.": "voraussichtlich",
    "wöchentl.": "wöchentlich",
    "jährl.": "jährlich",
    "monatl.": "monatlich",
    "zul.": "zuletzt",
    "zus.": "zusammen",
    "usf.": "und so fort",
    "usw.": "und so weiter",
    "verh.": "verheiratet",
    "vgl.": "vergleiche",
    "vorl.": "vorläufig",
    "vorm.": "vormittags",
    "wg.": "wegen",
    "zit.": "zitiert",
    "zzgl.": "zuzüglich",
    "zzt.": "zurzeit",
    "zw.": "zwischen",
    "österr.": "österreichisch",
    "östl.": "östlich",
    "westl.": "westlich",
    "wiss.": "wissenschaftlich",
    "stellv.": "stellvertretend",
    "stv.": "stellvertretend",
    "sog.": "sogenannt",
    "ehem.": "ehemalig",
    "Sogen.": "Sogenannt",
    "sogen.": "sogenannt",
    "Mio.": "Millionen",
    "Mrd.": "Milliarden",
    "Mill.": "Millionen",
    "Tsd.": "Tausend",
    "Hl.": "Heilig",
    "hl.": "heilig",
    "kgl.": "königlich",
    "versch.": "verschieden",
    "verst.": "verstorben",
    "Bgm.": "Bürgermeister",
    "OStA.": "Oberstaatsanwalt",
}
# These decline like adjectives.
_ADJECTIVES = listed(
    """
    frz. stellvertr.
    sog. sogen. Sogen. ehem. stv. stellv. Hl. hl. kgl. versch. verst. dt. franz. engl. ital.
    russ. österr. span. ev. kath. griech. röm. städt. internat. allg. amtl. lat. wiss. nördl.
    südl. östl. westl. priv. entspr. angebl. prot.
    """
)
_NOT_ALWAYS_ADJECTIVE = listed(
    """
    allg. entspr. nördl. südl. östl. westl. priv. angebl. prot. ev. kath. verst.
    """
)
# May be the last word of a sentence, so a capital after it begins the next one.
ENDING = listed(
    """
    usw. etc. usf. ff. Chr. gest. verh. led. jr. sen. jun.
    """
)

# Several letters with dots, spaces between them or not: the key has none.
LETTERS = {
    "a.a.O.": "am angegebenen Ort",
    "a.D.": "außer Dienst",
    "a.d.": "an der",
    "a.F.": "alte Fassung",
    "a.G.": "auf Gegenseitigkeit",
    "a.M.": "am Main",
    "a.o.": "außerordentlich",
    "a.s.": "also",
    "b.a.w.": "bis auf weiteres",
    "b.w.": "bitte wenden",
    "c.t.": "cum tempore",
    "d.Ä.": "der Ältere",
    "d.h.": "das heißt",
    "d.i.": "das ist",
    "d.J.": "dieses Jahres",
    "d.M.": "dieses Monats",
    "d.R.": "der Redaktion",
    "d.Red.": "der Redaktion",
    "e.G.": "e G",
    "e.V.": "e V",
    "e.K.": "e K",
    "E.coli": "E coli",
    "h.c.": "honoris causa",
    "i.A.": "im Auftrag",
    "i.Allg.": "im Allgemeinen",
    "i.Br.": "im Breisgau",
    "i.d.F.": "in der Fassung",
    "i.d.R.": "in der Regel",
    "i.e.S.": "im engeren Sinne",
    "i.H.v.": "in Höhe von",
    "i.L.": "in Liquidation",
    "i.R.": "im Ruhestand",
    "i.S.d.": "im Sinne des",
    "i.S.v.": "im Sinne von",
    "i.V.": "in Vertretung",
    "i.V.m.": "in Verbindung mit",
    "i.w.S.": "im weiteren Sinne",
    "k.A.": "keine Angabe",
    "k.o.": "k o",
    "K.o.": "K o",
    "K.O.": "K O",
    "m.a.W.": "mit anderen Worten",
    "m.E.": "meines Erachtens",
    "m.W.": "meines Wissens",
    "n.Chr.": "nach Christus",
    "n.E.": "nach Elfmeterschießen",
    "n.F.": "neue Fassung",
    "n.P.": "nach Penaltyschießen",
    "n.V.": "nach Verlängerung",
    "o.ä.": "oder ähnliches",
    "o.Ä.": "oder Ähnliches",
    "o.k.": "o k",
    "o.V.": "ohne Verfasser",
    "p.a.": "pro Jahr",
    "p.m.": "p m",
    "P.S.": "P S",
    "s.o.": "siehe oben",
    "s.u.": "siehe unten",
    "s.a.": "siehe auch",
    "s.t.": "sine tempore",
    "s.S.": "siehe Seite",
    "u.a.": "unter anderem",
    "u.ä.": "und ähnliches",
    "u.Ä.": "und Ähnliches",
    "u.a.m.": "und anderes mehr",
    "u.A.w.g.": "um Antwort wird gebeten",
    "u.U.": "unter Umständen",
    "u.v.a.": "und viele andere",
    "u.v.a.m.": "und vieles andere mehr",
    "u.v.m.": "und vieles mehr",
    "u.Z.": "unserer Zeit",
    "ü.d.M.": "über dem Meeresspiegel",
    "ü.M.": "über Meer",
    "ü.NN": "über Normalnull",
    "v.a.": "vor allem",
    "v.A.": "von Amts wegen",
    "v.Chr.": "vor Christus",
    "v.d.": "von der",
    "v.H.": "vom Hundert",
    "v.l.": "von links",
    "v.l.n.r.": "von links nach rechts",
    "v.r.": "von rechts",
    "v.u.Z.": "vor unserer Zeit",
    "z.B.": "zum Beispiel",
    "Z.B.": "Zum Beispiel",
    "z.H.": "zu Händen",
    "z.Hd.": "zu Händen",
    "z.T.": "zum Teil",
    "z.Z.": "zurzeit",
    "z.Zt.": "zurzeit",
    "D.h.": "Das heißt",
    "U.a.": "Unter anderem",
    "V.a.": "Vor allem",
    "I.d.R.": "In der Regel",
    "S.o.": "Siehe oben",
    "U.S.": "U S",
    "F.A.Z.": "F A Z",
}
_EPITHETS = {"d.J.": "Jünger", "d.Ä.": "Älter"}
_LETTERS_DECLINED = {"o.g.": "oben genannt", "u.g.": "unten genannt", "s.g.": "sogenannt"}
_ENDING_LETTERS = listed(
    """
    n.Chr. v.Chr. u.a. u.a.m. u.v.m. u.ä. u.Ä. o.ä. o.Ä. a.D. e.V. p.a. i.R. n.V. n.E. v.u.Z.
    u.v.a.
    """
)

_CLOSED = re.compile(r"\)|[”“\"»«]?(?:\.|\Z)")
_LETTERED = listed(
    """
    Vitamin Gruppe Plan Typ Klasse Block Team Hepatitis Kategorie Stufe Linie
    """
)
_START_ONLY = listed(
    """
    Max. Min. Lat. Mind.
    """
)
_ADJECTIVE_ENDING = re.compile(r" [^\W\d_]+?(e|en|er|es|em) [A-ZÄÖÜ]")
_NEW_SENTENCE = re.compile(
    r"[”“\"»«)]* [„\"»«]?(?:"
    + "|".join(
        listed(
            """
    Der Die Das Den Dem Des Ein Eine Er Sie Es Wir Ihr Ich Man In Im Am An Auf Aus Bei Beim Mit
    Nach Von Vom Vor Zu Zum Zur Für Gegen Über Unter Um Und Oder Aber Doch Denn Dann Danach Nun
    Da Dort Hier Damit Dabei Auch Als Wenn Weil Dass Ob Wie Was Wer Wo Nicht Noch Nur Schon So
    Seit Trotz Diese Dieser Dieses Alle Alles Viele Sein Seine Ihre Kein Keine Heute Zudem
    Außerdem Bis Durch
    """
        )
    )
    + r")\b"
)


def _inflect(match: re.Match[str], stem: str) -> str:
    text, start, end = match.string, match.start(), match.end()
    follows = _ADJECTIVE_ENDING.match(text, end)
    noun = grammar.noun_after(text, end)
    if follows and noun and nouns.known(noun) is None:
        return stem + follows[1]
    return stem + grammar.ending_at(text, start, end)


def _finish(match: re.Match[str], said: str, *, may_end: bool) -> str:
    return said + "." if may_end and _NEW_SENTENCE.match(match.string, match.end()) else said


def _word(match: re.Match[str]) -> str | None:
    written = match[0]
    said = WORDS.get(written) or _at_the_start(match)
    if said is None:
        return None
    follows = match.string[match.end() : match.end() + 2]
    declines = follows[1:].isupper() or written not in _NOT_ALWAYS_ADJECTIVE
    if written in _ADJECTIVES and follows[1:].isalpha() and declines:
        return _inflect(match, said)
    return _finish(match, said, may_end=written in ENDING)


def _at_the_start(match: re.Match[str]) -> str | None:
    """An abbreviation with a capital at the start of a sentence: "Vgl." like "vgl."."""
    written = match[0]
    said = WORDS.get(written[0].lower() + written[1:])
    words = grammar.words_before(match.string, match.start())
    follows = match.string[match.end() : match.end() + 2]
    if said is None or (words and words[0][-1].isalnum()) or not follows.strip():
        return None
    if written in _START_ONLY and not follows.strip().isdigit():
        return None
    return said[0].upper() + said[1:]


def _letters(match: re.Match[str]) -> str | None:
    written = match[0].replace(" ", "")
    if written in _LETTERS_DECLINED:
        return _inflect(match, _LETTERS_DECLINED[written])
    said = LETTERS.get(written)
    if said is None:
        return None
    if written in _EPITHETS and _is_person(match):
        words = grammar.words_before(match.string, match.start())
        return roman.epithet(words, _EPITHETS[written])
    if written == "u.a." and _CLOSED.match(match.string, match.end()):
        return "und andere"
    return _finish(match, said, may_end=written in _ENDING_LETTERS)


def _is_person(match: re.Match[str]) -> bool:
    """Whether a name stands before: "Kühn d. J." is younger, "im Mai d. J." is this year."""
    words = grammar.words_before(match.string, match.start())
    return bool(words) and words[0][0].isupper() and words[0] not in dates.MONTHS


def _born(match: re.Match[str]) -> str:
    """ "geb. 1950" is "geboren", "geb. Kasner" is "geborene"."""
    return "geborene" if match[1] else "geboren"


def _initial(match: re.Match[str]) -> str | None:
    """The letter of a first name: "George W. Bush"; not "Vitamin C. Das" nor "der E U. Dann"."""
    words = grammar.words_before(match.string, match.start())
    spelled = bool(words) and len(words[0]) == 1 and words[0].isalpha()
    labelled = bool(words) and words[0] in _LETTERED
    if spelled or labelled or _NEW_SENTENCE.match(match.string, match.end()):
        return None
    return match[1]


def _undotted(match: re.Match[str]) -> str:
    return WORDS[match[0] + "."]


def _century(match: re.Match[str]) -> str:
    words = grammar.words_before(match.string, match.start())
    genitive = any(word.lower() in {"des", "eines"} for word in words[1:3])
    return "Jahrhunderts" if genitive else "Jahrhundert"


_L = r"[^\W\d_]"
RULES = (
    *(
        Rule("abbreviation", rf"{_L}{{1,4}}\.(?: ?{_L}{{1,4}}\.){{{more}}}", _letters)
        for more in (5, 4, 3, 2, 1)  # the longest first: "u. v. a. m." before "u. v. a."
    ),
    Rule("abbreviation", r"Jhd?t?\.", _century),
    Rule("abbreviation", r"geb\.(?=(?: ([A-ZÄÖÜ]))?)", _born),
    Rule("address", r"((?:[^\W\d_][\w-]{0,40}?)?[Ss]tr)\.(?!\w)", lambda m: m[1] + "aße"),
    Rule("abbreviation", r"St\.(?= ?-?[A-ZÄÖÜ])", always("Sankt")),
    Rule("abbreviation", r"(?<=\d )f\.(?!\w)|(?<=\d)f\.(?!\w)", always("folgende")),
    Rule("abbreviation", r"v\.(?= \d)", always("vom")),
    Rule("abbreviation", r"v\.(?= (?:d\. )?[A-ZÄÖÜ])", always("von")),
    Rule("abbreviation", r"s\.(?= (?:S\.|\d|[A-ZÄÖÜ]))", always("siehe")),
    Rule("abbreviation", r"Fr\.(?= [A-ZÄÖÜ])", always("Frau")),
    Rule("abbreviation", rf"{_L}{{1,9}}\.-{_L}{{1,9}}\.", _word),
    Rule("abbreviation", rf"{_L}{{1,9}}\.", _word),
    Rule(
        "abbreviation",
        r"(?:bzw|ca|usw|etc|ggf|evtl|inkl|zzgl|Nr|Mio|Mrd|Hbf|vgl|bspw|Std|Tel|Dr|Prof)(?![\w.-])",
        _undotted,
    ),
)

LAST_RULES = (Rule("initial", r"([A-ZÄÖÜ])\.(?= ?-?[A-ZÄÖÜ])", _initial),)
