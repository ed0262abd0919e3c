"""Detect and drop page furniture: lines that belong to the web page, not to the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcast.article.parsed import RawBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# One regular expression per line; each must match a whole line of the page, ignoring case. Add
# what you find, but nothing that could be a sentence of an article. DATE matches any date.
LINES = r"""
(?:(?:einen? )?(?:kommentar|antwort) )(?:verfassen|schreiben|hinterlassen|abgeben|posten|absenden)
(?:kommentar|antwort)(?:formular| absenden| abbrechen)|kommentiere(?:n(?: sie)?)?!?
kommentare? ?\(?\d*\)?:?
schreib(?:en?)?(?: sie)? (?:einen|den ersten) kommentar[.!]?
(?:\d+|keine) (?:kommentare?|antworten)
(?:alle )?kommentare (?:lesen|anzeigen|ansehen|laden|einblenden|ausblenden|schließen)
zu den kommentaren|(?:jetzt )?mitdiskutieren|diskutieren sie mit[.!]?|antworten(?: abbrechen)?
(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht\..{0,120}
erforderliche felder sind (?:mit|durch) .{1,40} markiert\.?
benachrichtig(?:e|en sie) mich (?:über|bei|per) .{1,80}|.{0,20}\(pflichtfeld\)
(?:(?:den |diesen )?artikel |(?:diesen )?beitrag |(?:diese )?seite )?(?:teilen|drucken)(?: mit)?:?
(?:(?:den )?artikel |beitrag |seite )?(?:ausdrucken|merken|versenden|weiterempfehlen|empfehlen):?
teile (?:dies|das|diesen beitrag|diesen artikel)(?: mit)?:?|(?:share|like|print|tweet)(?: this)?:?
(?:klick(?:en)?(?: sie)?,? (?:hier,? )?(?:um|zum) |zum teilen|zum ausdrucken).{0,120}geöffnet\).*
(?:artikel|link|url|text) (?:kopieren|kopiert)|link in die zwischenablage kopieren
gefällt mir(?:[ .:]*wird geladen ?(?:…|\.\.\.)?)?|wird geladen ?(?:…|\.\.\.)
like ?wird geladen.{0,5}
(?:\d+ )?(?:bloggern?|personen) gefällt (?:das|dies|dieser beitrag)\.?
ähnliche (?:beiträge|artikel|themen|meldungen)|verwandte (?:artikel|themen|beiträge)
lesen sie (?:auch|hierzu|dazu|hier|mehr|weiter|mehr dazu)(?: (?:zum thema|auf .{1,40}))?:?
(?:lesen sie auch|lies auch|siehe auch|mehr dazu|auch interessant|lesetipp) ?: ?[^.!?]{0,150}[?!]?
das könnte (?:sie|dich) (?:auch |ebenfalls )?interessieren:?|auch interessant:?|lesetipps?
empfehlung(?:en)? der redaktion|empfohlener (?:redaktioneller )?inhalt|meistgelesen(?:e artikel)?
mehr (?:zum thema|zu diesem thema|zu dem thema|artikel|lesen|anzeigen|laden|nachrichten|dazu):?
mehr (?:zum thema|zu diesem thema): ?[^.!?]{1,150}|mehr (?:aus|von|über|zu)(?: [\w-]+){1,3}:
weiterlesen ?(?:…|\.\.\.|→|»)?|zum thema:?|(?:weitere|alle) (?:themen|artikel|nachrichten|beiträge)
(?:zurück )?(?:zur|auf die) (?:startseite|übersicht|homepage)|startseite|home
zu(?:rück zu)?m (?:anfang|seitenanfang|artikel|inhalt|hauptinhalt|menü|seitenende)(?: springen)?
nach oben(?: scrollen)?
(?:vorheriger?|nächster?|voriger?) (?:beitrag|artikel|seite)(?: ?[:»«→←].*)?
beitrags-?navigation|(?:«|←|‹|<) ?(?:zurück|vorherige.{0,20})|weiter ?(?:»|→|›|>)
nächste ?(?:»|→|›|>)
(?:auf )?seite \d+(?: ?(?:von|/) ?\d+)?|\d{1,3} ?/ ?\d{1,3}|(?:\d+ ){3,}\d+|auf einer seite lesen
(?:schlagw(?:ort|orte|örter)|tags?|stichw(?:ort|orte|örter)|themen|kategorie|rubrik) ?:[^.!?]{0,300}
schlagwörter|stichwörter|tags|kategorien|verschlagwortet mit .{1,200}
(?:veröffentlicht|publiziert|gepostet|erschienen)(?: (?:am|in|unter|von|um)|:) [^.!?,]{1,60}
(?:veröffentlicht|publiziert|erschienen|erstellt)(?: am|:)? DATE(?:,? [^.!?]{1,60})?
(?:veröffentlicht|publiziert|erschienen|aktualisiert|erstellt)(?: am|:)? ?[\d.,:/ -]+(?:uhr)?
(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)(?: am)?:? ?DATE(?:,? [^.!?]{1,60})?
stand: ?\d.{0,30}|(?:lesezeit|lesedauer|dauer):? ?(?:ca\. ?)?\d+ ?min(?:uten?|\.)?
(?:ca\. )?\d+ min(?:uten?|\.)? (?:lesezeit|lesedauer)
- ?anzeige ?-|anzeigen?|werbung|advertisement|advertorial|sponsored(?: content)?|bezahlter inhalt
(?:unseren? )?newsletter(?: (?:abonnieren|anmelden|bestellen))?[!:]?|zum newsletter(?: anmelden)?
(?:jetzt )?(?:kostenlos )?(?:abonnieren|anmelden|registrieren|einloggen|folgen|testen)[!.]?
log ?in|(?:melden sie sich|melde dich) .{0,40}newsletter .{0,40}\b(?:an|anmelden)[.!]?
abonnieren sie (?:unseren|den|jetzt|hier) .{0,80}[.!]?|(?:feed|rss|rss-feed)(?: abonnieren)?
(?:diese|unsere) (?:web|internet)?(?:seite|site) (?:verwendet|nutzt|benutzt|setzt) cookies\b.*
wir (?:verwenden|nutzen|setzen) (?:auf dieser .{3,20} )?cookies(?: ein)?(?:[,.].*| (?:um|für) .*)?
(?:datenschutz und|über) cookies.*
(?:alle )?cookies? ?-?(?:akzeptieren|ablehnen|zulassen|einstellungen|richtlinien?|hinweis|policy)
(?:alles? )?akzeptieren(?: und (?:weiter|schließen))?|zustimmen(?: und weiter)?
um (?:der verwendung von|mehr über) cookies .{0,200}
hier findest du weitere informationen.*cookies.*
datenschutz(?:erklärung|einstellungen)?|impressum|agb|kontakt|barrierefreiheit|nutzungsbedingungen
(?:©|\(c\)|copyright) ?.{0,120}|(?:©.{0,80} )?alle rechte vorbehalten\.?
(?:foto|bild|fotos|bilder|bildquelle|bildrechte|bildnachweis|symbolbild|grafik) ?: ?[^.!?:]{1,80}
(?:quellen?|agentur) ?: ?(?:https?://\S+|(?:[^.!?:]|\.\w){1,80})
(?:foto|bild)(?:strecke|galerie)(?: (?:öffnen|ansehen))?|bild vergrößern|© ?\S+
(?:den )?(?:artikel|beitrag|text) (?:anhören|vorlesen|vorlesen lassen)|audio(?:version)? abspielen
(?:vorlesen|anhören|video (?:abspielen|ansehen)|externer inhalt|menü|suche|suchen|navigation)
(?:folgen sie|folge) (?:uns|mir)(?: (?:auf|bei) .{1,60})?[.!:]?
unterstützen sie (?:uns|unsere arbeit)[.!]?
(?:jetzt )?(?:spenden|unterstützen)[!.]?|schließen|(?:mehr|weniger) anzeigen|inhaltsverzeichnis
erstelle (?:kostenlos )?eine website.{0,80}|bloggen auf wordpress\.com\.?|wordpress\.com
website bei .*
entdecke mehr von .{1,100}|abonniere jetzt, um weiterzulesen.*|jetzt weiterlesen
gib deine e-mail-adresse ein ?(?:…|\.\.\.)?|(?:name|e-mail|e-mail-adresse|website) ?\*
"""

_DATE = r"\d{1,2}\.\s?(?:[a-zä]+\.?|\d{1,2}\.)\s?\d{2,4}"
_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|xing|pinterest|telegram|mastodon|bluesky|instagram"
    r"|threads|e-mail|email|pocket|reddit|tumblr|signal|flipboard|messenger|skype|threema)"
)
_SHARING = (
    rf"(?:(?:auf|via|über|per|mit|bei|in) )?{_NETWORK}"
    r"(?: (?:teilen|folgen|senden|posten|twittern|versenden|empfehlen))?"
    rf"(?: \(wird in neuem fenster geöffnet\)(?: {_NETWORK})?)?|teilen auf {_NETWORK}"
)

_WEAK = re.compile(rf"{_NETWORK}|antworten|themen|folgen|suchen?|home|ad|tags", re.IGNORECASE)
"""Lines that could also be headings: they are furniture only next to other furniture."""

_FURNITURE = re.compile(
    "|".join((*LINES.replace("DATE", _DATE).split("\n")[1:-1], _SHARING)), re.IGNORECASE
)
_LONGEST = 400
_BULLETS = " \t•·*|>‣▸►–—-"


def is_furniture(line: str) -> bool:
    """Whether `line`, taken alone, is part of the page around the article."""
    line = " ".join(line[: _LONGEST * 2].split())
    if not 0 < len(line) <= _LONGEST:
        return False
    return any(_FURNITURE.fullmatch(text) for text in (line, line.strip(_BULLETS)))


_TAGS = re.compile(r"(?:Schlagw[oö]rte?r?|Tags?|Stichw[oö]rte?r?) ?:(.*)", re.IGNORECASE)


def furniture_lines(part: RawBlock) -> tuple[str, ...]:
    """Return the lines of `part` if all of them are furniture, else an empty tuple."""
    return part.lines if all(is_furniture(line) for line in part.lines) else ()


def tags(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the tags from a line such as `Schlagwörter: Bau, Politik`."""
    for line in lines:
        if match := _TAGS.fullmatch(line.strip()):
            words = re.split(r"[,;|·•#/]", match[1])
            return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    return ()


def remove(parts: Sequence[RawBlock]) -> tuple[list[RawBlock], list[str]]:
    """Separate the article's text from page furniture: return the kept parts and dropped lines.

    A furniture line is dropped if its whole part is furniture, or if it ends the last part.
    """
    flags = [bool(furniture_lines(part)) for part in parts]
    kept: list[RawBlock] = []
    dropped: list[str] = []
    for number, part in enumerate(parts):
        if flags[number] and not (_is_weak(part) and _is_between_text(flags, number)):
            dropped += part.lines
        else:
            kept.append(part)
    if kept:
        kept[-1], lines = _without_tail(kept[-1])
        dropped += lines
    return kept, dropped


def _is_weak(part: RawBlock) -> bool:
    return all(_WEAK.fullmatch(line.strip()) for line in part.lines)


def _is_between_text(flags: Sequence[bool], number: int) -> bool:
    """Whether the parts directly before and after part `number` are both article text."""
    return 0 < number < len(flags) - 1 and not (flags[number - 1] or flags[number + 1])


def _without_tail(part: RawBlock) -> tuple[RawBlock, tuple[str, ...]]:
    end = len(part.lines)
    while end > 1 and is_furniture(part.lines[end - 1]):
        end -= 1
    return RawBlock(kind=part.kind, lines=part.lines[:end]), part.lines[end:]
