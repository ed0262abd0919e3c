"""Gender of nouns that follow ordinals, numbers and abbreviations in the news.

A compound has the gender of its last part, so the short nouns cover most cases. For a noun that is
in no table, its ending decides; that is correct for nearly every noun with one of these endings.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from podcast.german.words.wordlist import listed

Gender = Literal["m", "f", "n", "p"]
"""Masculine, feminine, neuter; `p` for a plural of any gender."""

_MASCULINE = """
lkw pkw pc dfb
abend abpfiff absatz abschnitt absteiger abstieg advent adventssonntag akku akt akteur angriff
anlauf anpfiff anruf anschlag anteil antrag arbeitskreis arbeitsmarkt arbeitstag arm artikel arzt
assistent ator aufguss aufschlag aufschlagverlust aufsteiger aufstieg auftakt auftrag auftritt
aufwand ausbruch ausschuss auswärtssieg auszug autor bahnsteig balken ball band bauabschnitt
beitrag bericht beschluss besuch besucher betrag bewerber bewohner bezirk boxenstopp brand
breakball brief brigadier bruder buchstabe bund bundestag bus bürger bürgermeister cent champion
chef christ club computer dachverband dan dienstag dollar donnerstag dreh durchgang durchlauf
einsatz einspruch einwohner elfmeter empfang entwurf erfolg euro fahrer faktor fall fan favorit fc
februar feiertag film finaltag finger fisch flug franken freitag fund fuß fußball gang gast
geburtsort geburtstag gedanke gegner gemeindebezirk generalsekretär gesang gewinn gipfel gott grad
grund gürtel hafen halbsatz halt haushalt heimsieg herbst herr himmel hinrundenspieltag
hochzeitstag hund hundert höhepunkt impfstoff innenminister investor jahrestag jahrgang januar
juli junge juni jüngling kaiser kanal kandidat kanzler karton kilometer kilometerstein kinderarzt
klub knoten koalitionspartner kongress kontakt konzern kopf korb kreis krieg kriegstag ktor kunde
käufer könig landkreis landtag lauf lauftreff lebensgefährte lebensmonat lebenstag leser lesertag
liter lockdown lohn löschzug mai mann mannschaftskapitän marathon markt matchball meilenstein
meister meter minister mittwoch monat montag mord morgen motor mr märz nachbar nachfolger name
november oktober ort ostermontag palast papst paragraf parteitag pastor patient pfennig
pfingstmontag pilot plan planet platz platzverweis pokal polizist posten preis prozess prozesstag
präsident punkt punktgewinn radfahrer rand rang rat raum rechner referent regisseur reichstag
rekord reporter rettungswagen ring roman ruf rundgang rücken rückgang rückrundenspieltag saal
saisonsieg saisontreffer samstag sanitäter sarg satz satzball sc schlag schnee schritt schuss
schutz schwangerschaftsmonat schüler seemann sekretär sekundenzeiger senat september service sieg
sieger sitzungstag sohn sommer sonntag spieler spieltag sport sportverein staat staatssekretär
stadtbezirk stadtrat stamm stand standort star start stellvertreter stern stich stock stoß
strafsenat streich streik strich student stuhl sturm sv tabellenplatz tag tanz teil teilnehmer
termin test text tisch titel tod todestag trainer treffer tritt tropfen tsv turm tus tutor tv
täter umlauf umzug unfall unternehmer untersuchungsausschuss urlaub urlaubstag verband verdacht
verein verfolger verhandlungstag verlag vers versuch vertrag vertreter vfb vfl vizepräsident vogel
volkspolizist vorfall vorschlag vorsprung vorstand vortrag wagen wahlgang wahlkreis wahltag wald
wechsel wechselkurs weg weihnachtsfeiertag wein weltkrieg werktag wert wettbewerb wettkampf wind
winter wirt fleck scherz kamerad wunsch wurf zahn zeitraum zeuge ziegelstein zivilsenat zug
zusammenbruch zusatzartikel
zuschauer zuschlag zweck zwilling zyklus
"""
_FEMININE = """
wm em ag gmbh cd dvd sms eu un ki iaa mpk kmk
geschichte ableitung achse adresse affäre ampel amtsperiode amtszeit angabe anklage arbeit armee art
aufführung auflage ausbaustufe ausgabe ausstrahlung auswahl autobahn bahn basis batterie bayernliga
bewegung bibliothek biennale bitte box brigade brücke bucht bundeskanzlerin bundesliga bundesstraße
burg bürgermeisterin chance corona corona-welle dame datei debatte dekade dimension disziplin
division dosis dürre ebene ecke ehe eigenschaft einheit einsicht elf episode etage etappe ewigkeit
familie farbe firma flasche flucht flut folge form frage fraktion frau freundin frist front frucht
funktion führung gabe galerie garde gasse geburt gefahr geige gelegenheit gemeinde generalprobe
generation gesprächsrunde gruppe haft halbfinalserie halbserie halbzeit halle hand hauptrunde
hauptstadt haut heirat hinrunde hochzeit hälfte hürde idee impfung infanteriedivision insel instanz
jugend kalenderwoche kalorie kammer kanzlerin karte kategorie katze kilowattstunde klasse klausel
kolonne kommission konferenz konfliktpartei kopie kraft kreisklasse kreisliga kugel kuh kurve küste
lage landesliga last lebenswoche legislatur legislaturperiode lesung lieferung liga linie liste
lunge lösung macht mannschaft marke maschine maus maßnahme meile meisterschaft menge messe methode
milliarde million ministerin minute mission mutter nachspielminute nacht nation niederlage note
novelle nummer oberliga oper option ordnung panzerdivision parade partei partie party periode person
pflicht phase philharmonie pleite pokalrunde polizei position potenz premiere probe prämie
präsidentin prüfung quadratwurzel qualifikationsrunde quelle rakete rate rede regel regierung
regionalliga reihe reise republik rettungsgasse richtung rolle rubrik runde rückkehr rückrunde sache
saison sammlung sau schicht schlacht schule schulklasse schulstufe schwangerschaftswoche schwelle
schwester seite sekunde seligkeit serie session silbe simulation single sinfonie sitzung sorte
spalte spielhälfte spielminute spielzeit spitze sportart sprache sprosse staatsanwältin stadt
staffel stelle stimme strafe strafkammer straße strecke strophe stufe stunde stütze summe symphonie
synode säule tabelle tafel tagung tante tarifrunde tasse tat teilnahme temperatur tochter tonne tour
tranche triennale tür uhr umdrehung umfrage union unze ursache variante verbandsliga vergangenheit
verhandlungsrunde verordnung versammlung version viertelstunde violine visite vorrunde wache wahl
wahlperiode wand weihnacht welle welt weltmacht weltmeisterschaft wende wiederholung
wirtschaftsmacht woche wohnung zahl zeile zeit zeitung ziffer zigarette zivilkammer zone zukunft
zündung änderung ära übung
"""
_NEUTER = """
akw kkw lka bka
abkommen achtel achtelfinale achtelfinalspiel aggregat album alter amendment amt anwesen
arrondissement attentat auge ausbildungsjahr auslandssemester auto baby bad bataillon baugebiet
bauwerk bein beispiel benzin berufsjahr bild bistum blatt blech boot break buch bundesland
bundesligajahr bundesligaspiel bundesligator bundesverdienstkreuz bundesverfassungsgericht büro
corps dach derby dessert dezennium dezernat dienstjahr dorf drama drittel duell dutzend ei ende
enkelkind entlastungspaket ereignis ergebnis europa exemplar existenzjahr fahrzeug feld fenster
fest festival festspiel feuerwehrauto filmfestival finale format fünftel gebiet gebot geburtsjahr
gedicht gefecht gefühl gegenteil gegentor geld gelenk gericht gerät geschlecht geschoss
geschwister geschwisterchen geschäft geschäftsjahr gesetz gesicht gespräch gewicht glas
gleichgewicht gleis gold gramm grand-slam-turnier grundstück gymnasium haar halbfinale halbjahr
handy haus haushaltsjahr heft heimspiel hilfspaket hindernis hochhaus hotel huhn hundertstel
infanterieregiment inserat interview jahr jahrhundert jahrtausend jahrzehnt jubiläumsjahr kabinett
kalenderjahr kamel kapital kapitel kartell kilo kilogramm kind kino kloster kommissariat konklave
konsulat konto konzert konzil korps krankenhaus kreuz lager land leben lebensjahr lehrjahr lied
los länderspiel löschfahrzeug mal mandat match maß medikament meer mehrfamilienhaus ministerium
mitglied mittel model modell monatsende museum märchen nachspiel nest netz objekt ohr olympia
opfer original osterei ostern paar paket papier parlament patriarchat pferd pflichtspiel pfund
pixel plakat playoff-spiel plenum podest pokalfinale polizeirevier produkt programm projekt
promille prozent präparat quadrat quartal quiz radio rechnungsjahr referat regiment reich
relegationsspiel remis rennen resultat revier revierderby rudel rätsel saisonspiel saisontor
sakrament sanktionspaket schiff schild schloss schuljahr schwein sechstel sekretariat semester
sicherheitspaket signal skelett sondervermögen spiel spielfeld spielfeld-drittel stadium standbein
sternzeichen stipendium stockwerk studienjahr studium stück syndikat system tausend tausendstel
team testament testspiel theater thema tief tier todesopfer tor training treffen trimester turnier
u-boot unentschieden unternehmen urteil vatikanum verbrechen verfahren vergehen versprechen video
viertel viertelfinale vierteljahr volk werk wesen wirtschaftsjahr wochenende wort wunder zehntel
eg og ug dg zeichen zeitalter ziel zimmer zitat zuhause
leck wrack attest bett boot brett brot budget camp casting comeback debüt deck detail diplom
dokument domizil feuer fieber foto gas gebäude gehalt gemälde geschenk getränk gift gutachten hemd
herz holz hormon image institut instrument kleid knie kommando komma konzept kostüm labor lazarett
limit loch lokal magazin manöver manuskript metall mikrofon milieu moor motiv motto musical
orchester organ pech pedal phänomen plädoyer podium portal porträt prinzip problem protokoll pult
rad reservat restaurant rezept riff ritual rohr salz schicksal schwert seil selfie sofa spektakel
stadion statement symbol tabu taxi telefon tempo ticket trauma trikot unglück ventil visum wappen
wasser wetter zelt zentrum zeugnis zertifikat
"""

ENDINGS = Path(__file__).with_name("genders.txt")
"""Noun endings by gender, readable and editable."""

_SECTIONS: dict[str, Gender | None] = {
    "[masculine]": "m",
    "[feminine]": "f",
    "[neuter]": "n",
    "[plural]": "p",
    "[either]": None,  # "Befragte", "Erwachsene", "Arbeitslose": der or die
}
_SHORTEST_PART = 3  # letters: "Ei" is too short, or "Polizei" would be an egg

# Adjectives used as nouns: their inflection shows the gender, not the word.
_EITHER = listed(
    """
    vorsitzende vorsitzender deutsche deutscher beamte beamter kranke kranker tote toter
    verletzte verletzter abgeordnete abgeordneter angeklagte angeklagter beschuldigte
    beschuldigter gefangene gefangener beigeordnete beigeordneter jugendliche jugendlicher
    geflüchtete geflüchteter bekannte angestellte beschäftigte infizierte überlebende reisende
    studierende
    """
)

_TABLE: dict[str, Gender] = {
    **dict.fromkeys(_MASCULINE.split(), "m"),
    **dict.fromkeys(_FEMININE.split(), "f"),
    **dict.fromkeys(_NEUTER.split(), "n"),
}


@cache
def known(noun: str) -> Gender | None:
    """Return the gender of `noun`, or of the noun it ends with, if that is in the table."""
    word = noun.lower()
    if word.endswith(tuple(_EITHER)):
        return None
    parts = (word[start:] for start in range(max(len(word) - _SHORTEST_PART + 1, 1)))
    return next((_TABLE[part] for part in parts if part in _TABLE), None)


@cache
def _endings() -> dict[str, Gender | None]:
    """Load `genders.txt` on first use."""
    table: dict[str, Gender | None] = {}
    kind: Gender | None = None
    for line in ENDINGS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = _SECTIONS[line]
        elif not line.startswith("#"):
            table.update(dict.fromkeys(line.split(), kind))
    return table


@cache
def gender(noun: str) -> Gender | None:
    """Return the gender of `noun`, `p` for a certain plural, or None if it is unknown."""
    word = noun.lower().rpartition("-")[2]
    if word in _TABLE:
        return _TABLE[word]
    if word.endswith(tuple(_EITHER)):
        return None
    endings = _endings()
    tails = (f"^{word}"[start:] for start in range(len(word) + 1))
    return next((endings[tail] for tail in tails if tail in endings), None)


_ADJECTIVAL = re.compile(r"\w{3,}?(e[mnr]?)")


@cache
def adjectival_ending(noun: str) -> str | None:
    """Return the ending of an adjectival noun: an ordinal before "Vorsitzender" shares it."""
    match = _ADJECTIVAL.fullmatch(noun)
    return match[1] if match and gender(noun) is None else None


def _singulars(word: str) -> list[str]:
    """Return the possible singular forms of the plural `word`."""
    plain = word.replace("ä", "a").replace("ö", "o").replace("ü", "u")
    stems = []
    for ending in ("nen", "en", "ern", "er", "e", "n", "s"):
        if word.endswith(ending):
            cut = [word[: -len(ending)], plain[: -len(ending)]]
            stems += cut if ending[:2] != "er" else [s for s in cut if known(s) == "n"]
    return stems


@cache
def gender_of_one(plural: str) -> Gender | None:
    """Return the gender of the singular: that of "Frage" for "Fragen"."""
    if plural.lower().endswith(("männer", "männern")):
        return "m"
    singular = next((word for word in _singulars(plural.lower()) if known(word)), None)
    return gender(singular) if singular else "m" if adjectival_ending(plural) else None


_PLURALS = ("kosten", "leute", "eltern", "ferien", "trümmer", "finanzen", "daten", "zinsen")
_OTHER_NUMBER = ("ungen", "heiten", "keiten", "schaften", "ionen", "täten", "innen", "enzen")


@cache
def is_plural(noun: str) -> bool:
    """Whether `noun` looks like the plural of a known noun and is not a known noun itself."""
    word = noun.lower().rpartition("-")[2]
    if known(word):
        return False
    return word.endswith(_OTHER_NUMBER + _PLURALS) or any(map(known, _singulars(word)))
