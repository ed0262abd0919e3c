"""The gender of the nouns that stand after ordinals, numbers and abbreviations in the news.

A compound has the gender of its last part, so the short nouns do most of the work. What is in no
table is judged by its ending, which is right for nearly every noun that has one of these endings.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from podcast.german.wordlist import listed

Gender = Literal["m", "f", "n", "p"]
"""Masculine, feminine, neuter; `p` for a plural of whatever gender."""

_MASCULINE = """
abend abschnitt absatz abstieg akt anlauf anruf antrag anteil arm artikel arzt assistent aufschlag
aufstieg auftakt auftrag auftritt ausbruch ausschuss auszug balken ball band
beitrag bericht besuch besucher betrag bezirk brief bruder brigadier buchstabe bund bürger
bürgermeister bus cent champion chef christ club computer dachverband dan dienstag dollar
donnerstag dreh durchgang durchlauf einsatz einspruch einwohner elfmeter empfang entwurf erfolg euro
fall faktor fan favorit fc feiertag februar film finaltag finger fisch flug franken freitag fund fuß
fußball gang gast gedanke gegner generalsekretär geburtstag gewinn gipfel gott grad grund
gürtel hafen halbsatz halt haushalt herbst herr himmel hochzeitstag höhepunkt hund hundert impfstoff
innenminister januar jahrestag jahrgang juli junge jüngling juni kaiser kanzler kandidat karton kanal
kilometer kilometerstein klub knoten koalitionspartner kongress konzern korb kopf kreis krieg
kunde könig käufer lauf lebensmonat lebenstag leser lesertag liter lockdown lohn mai mann mannschaftskapitän
markt marathon meilenstein meister meter minister mittwoch monat montag mord morgen motor mr märz
nachbar nachfolger name november oktober ort ostermontag papst paragraf parteitag patient pfennig
pfingstmontag pilot plan planet platz pokal polizist posten präsident preis prozess prozesstag
punkt radfahrer rang raum rechner referent regisseur reichstag rekord reporter ring roman rücken
rückgang ruf rundgang saal samstag sanitäter sarg satz schlag schnee schritt schuss schutz schüler
sc seemann sekretär senat september service sieg sieger sohn sommer sonntag spieltag spieler
sport sportverein staat staatssekretär stadtrat stamm stand standort star start stellvertreter stern
stich stock stoß strafsenat streik streich strich student stuhl sturm sv täter tag tanz teil
teilnehmer termin test text tisch titel tod todestag tropfen trainer treffer tritt tsv turm tus tv
umlauf umzug unfall unternehmer urlaub vers verband verein verfolger verlag versuch vertrag
vertreter verdacht vfb vfl vizepräsident vogel volkspolizist vorfall vorstand
vortrag vorsprung wahlgang wahlkreis wahltag wald wechsel wechselkurs weg weihnachtsfeiertag wein
weltkrieg wettbewerb wettkampf wert wind winter wirt wunsch wurf zahn zeuge ziegelstein zeitraum
zivilsenat zug zusammenbruch zuschauer zuschlag zusatzartikel zweck zwilling zyklus löschzug
arbeitsmarkt aufguss advent adventssonntag rat landkreis landtag bundestag bewohner gesang platzverweis aufsteiger absteiger stadtbezirk gemeindebezirk fahrer
wagen rettungswagen sekundenzeiger geburtsort bahnsteig arbeitskreis arbeitstag werktag urlaubstag
verhandlungstag sitzungstag kriegstag lebensgefährte punktgewinn schwangerschaftsmonat tabellenplatz
saisonsieg heimsieg auswärtssieg saisontreffer bauabschnitt untersuchungsausschuss bewerber akteur lauftreff kinderarzt matchball satzball breakball aufschlagverlust boxenstopp
rückrundenspieltag hinrundenspieltag anschlag angriff vorschlag beschluss
autor ator ktor motor pastor tutor investor palast aufwand brand rand kontakt akku abpfiff anpfiff
"""
_FEMININE = """
ableitung achse adresse affäre amtsperiode amtszeit angabe anklage ära arbeit armee art aufführung
auflage ausgabe auswahl autobahn bahn basis batterie bayernliga bewegung bibliothek bitte box brigade
bucht bundesliga bundesstraße burg corona dame debatte dekade dimension disziplin division dosis
ebene ehe eigenschaft elf episode etage etappe ewigkeit familie farbe firma flasche flucht folge form frage
frau fraktion freundin frist frucht front funktion führung gabe galerie garde gasse geburt gefahr
gemeinde generalprobe generation gruppe halbfinalserie halbserie halbzeit halle hand hauptrunde hauptstadt
haut heirat hinrunde hochzeit hürde hälfte idee impfung infanteriedivision insel instanz jugend
kalenderwoche kammer karte kategorie kilowattstunde klasse klausel kolonne kommission konferenz konfliktpartei
kopie kraft kreisklasse kreisliga kugel kurve küste lage landesliga last legislatur
legislaturperiode lesung lieferung liga linie liste lunge lösung mannschaft marke maßnahme
meile menge meisterschaft messe methode milliarde million minute mission nachspielminute nacht
nation note novelle nummer oberliga oper option ordnung panzerdivision partei partie party periode
person phase pflicht philharmonie pleite position potenz premiere probe prüfung prämie quadratwurzel
quelle rakete rate rede regel regionalliga regierung reihe reise republik rettungsgasse richtung
rolle rückrunde runde rubrik sache saison sammlung schicht schlacht schule schulklasse schulstufe
schwester schwelle sekunde seite seligkeit serie session silbe simulation sinfonie sitzung sorte spalte
spielminute spielzeit spitze sportart sprache staatsanwältin stadt staffel stelle stimme straße
strafkammer strecke strophe stufe stunde stütze summe symphonie synode säule tagung tante tat
tabelle tafel tasse teilnahme temperatur tochter tonne tour tranche tür uhr umdrehung umfrage union
ursache variante vergangenheit verbandsliga versammlung version viertelstunde violine visite vorrunde wache
wahl wahlperiode weihnacht welle welt weltmeisterschaft wende wiederholung wirtschaftsmacht woche
wohnung zahl zeile zeit zeitung ziffer zivilkammer zone zukunft zündung änderung übung
schwangerschaftswoche lebenswoche corona-welle verordnung niederlage gelegenheit chance ecke parade
spielhälfte geige bundeskanzlerin kanzlerin ministerin präsidentin bürgermeisterin
ausbaustufe tarifrunde verhandlungsrunde gesprächsrunde pokalrunde qualifikationsrunde sprosse
unze kalorie maschine mutter ausstrahlung einheit zigarette sau kuh katze maus wand
biennale triennale strafe haft rückkehr flut dürre brücke ampel einsicht macht weltmacht polizei datei
"""
_NEUTER = """
abkommen achtel achtelfinale album alter amendment amt anwesen auge auto bad bataillon
bauwerk baby bein beispiel benzin bild bistum blatt blech boot break buch bundesland bundesligaspiel
bundesligator bundesverdienstkreuz büro corps dach dezennium derby dorf drama drittel duell
dutzend ei ende ereignis ergebnis europa exemplar existenzjahr feld fenster fest festival
filmfestival finale fünftel gebot geburtsjahr gedicht gefecht gefühl gegentor geld gelenk gerät geschäftsjahr
geschlecht geschoss gesetz gesicht gespräch gewicht glas gleis gold gramm haar halbfinale
halbjahr handy haus hindernis heft heimspiel hotel huhn hundertstel infanterieregiment interview
jahr jahrhundert jahrtausend jahrzehnt kabinett kapitel kartell kilo kilogramm kind kino kloster konto
konzert konzil korps kreuz lager lebensjahr land leben lied los mal maß medikament meer mitglied
mittel model modell museum märchen nachspiel netz objekt opfer ohr olympia original paar paket
papier pferd pfund pixel playoff-spiel plenum podest pokalfinale polizeirevier produkt programm projekt
prozent promille quartal quiz radio regiment reich relegationsspiel rennen revier rudel sakrament
schiff schild schloss schuljahr schwein sechstel semester signal skelett spiel stadium standbein
stipendium stockwerk stück studienjahr studium system tausend tausendstel team testament testspiel
theater thema tief tier tor training treffen trimester u-boot unternehmen urteil verfahren verbrechen
versprechen vergehen video viertel viertelfinale volk werk wesen wochenende wort wunder zehntel
zeichen zeitalter ziel zimmer zitat zuhause länderspiel saisonspiel pflichtspiel saisontor bundesligajahr
dienstjahr jubiläumsjahr berufsjahr achtelfinalspiel gleichgewicht monatsende ausbildungsjahr
lehrjahr rechnungsjahr wirtschaftsjahr haushaltsjahr kalenderjahr vierteljahr sondervermögen fahrzeug
löschfahrzeug feuerwehrauto mehrfamilienhaus hochhaus krankenhaus grundstück spiel festspiel unentschieden remis
todesopfer sicherheitspaket sanktionspaket hilfspaket entlastungspaket baugebiet gebiet gericht
bundesverfassungsgericht parlament ministerium dessert gymnasium sternzeichen arrondissement
vatikanum konklave grand-slam-turnier turnier rätsel spielfeld spielfeld-drittel match geschwisterchen
enkelkind geschwister kamel kapital auslandssemester nest osterei ostern
resultat attentat referat quadrat inserat präparat aggregat dezernat format mandat gegenteil plakat
kommissariat sekretariat konsulat patriarchat syndikat geschäft revierderby saisonspiel
"""

_ENDINGS: tuple[tuple[str, Gender], ...] = (
    ("schaft", "f"),
    ("heit", "f"),
    ("keit", "f"),
    ("ung", "f"),
    ("tät", "f"),
    ("ion", "f"),
    ("enz", "f"),
    ("anz", "f"),
    ("ik", "f"),
    ("ie", "f"),
    ("ei", "f"),
    ("ur", "f"),
    ("in", "f"),
    ("chen", "n"),
    ("lein", "n"),
    ("ment", "n"),
    ("ium", "n"),
    ("um", "n"),
    ("tum", "n"),
    ("nis", "n"),
    ("ismus", "m"),
    ("ling", "m"),
    ("tag", "m"),
    ("or", "m"),
    ("er", "m"),
    ("ist", "m"),
    ("ent", "m"),
    ("ant", "m"),
    ("ig", "m"),
    ("us", "m"),
    ("e", "f"),
)

_SHORTEST_PART = 3  # letters: "Ei" is a noun, "Polizei" is no egg

# Adjectives that serve as nouns: the ending tells the gender, not the word.
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
    """The gender of `noun` or of the noun at its end, if that is in the table."""
    word = noun.lower()
    if word.endswith(tuple(_EITHER)):
        return None
    parts = (word[start:] for start in range(max(len(word) - _SHORTEST_PART + 1, 1)))
    return next((_TABLE[part] for part in parts if part in _TABLE), None)


@cache
def gender(noun: str) -> Gender | None:
    """The gender of `noun`, `p` for what is surely a plural, None if nothing tells."""
    if found := known(noun):
        return found
    if is_plural(noun):
        return "p"
    word = noun.lower()
    if word.endswith(tuple(_EITHER)):
        return None
    return next((kind for ending, kind in _ENDINGS if word.endswith(ending)), None)


def _singulars(word: str) -> list[str]:
    """What `word` could be the plural of."""
    plain = word.replace("ä", "a").replace("ö", "o").replace("ü", "u")
    stems = []
    for ending in ("nen", "en", "ern", "er", "e", "n", "s"):
        if word.endswith(ending):
            cut = [word[: -len(ending)], plain[: -len(ending)]]
            stems += cut if ending[:2] != "er" else [s for s in cut if known(s) == "n"]
    return stems


_OTHER_NUMBER = ("ungen", "heiten", "keiten", "schaften", "ionen", "täten", "innen", "enzen")


@cache
def is_plural(noun: str) -> bool:
    """Whether `noun` looks like the plural of a known noun and is not a known noun itself."""
    word = noun.lower().rpartition("-")[2]
    if known(word):
        return False
    return word.endswith(_OTHER_NUMBER) or any(map(known, _singulars(word)))
