from __future__ import annotations

import pytest

from podcast.article import furniture
from podcast.article.furniture import is_furniture, remove
from podcast.article.parsed import RawBlock

FURNITURE = """
Kommentar verfassen
Einen Kommentar schreiben
Schreibe einen Kommentar
Antwort abbrechen
3 Kommentare
Kommentare (12)
Keine Kommentare
Alle Kommentare anzeigen
Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert
Teilen
Teilen mit:
Drucken
Artikel drucken
Diesen Beitrag teilen
Auf Facebook teilen
Auf Facebook teilen (Wird in neuem Fenster geöffnet)
Klick, um auf X zu teilen (Wird in neuem Fenster geöffnet) X
Klicken, um auf WhatsApp zu teilen (Wird in neuem Fenster geöffnet)
Klicken zum Ausdrucken (Wird in neuem Fenster geöffnet) Drucken
Per E-Mail versenden
Link kopieren
Gefällt mir
Gefällt mir Wird geladen …
Gefällt mir Wird geladen...
Like Wird geladen …
5 Bloggern gefällt das.
Ähnliche Beiträge
Lesen Sie auch
Lesen Sie auch: Trumps Geheimgespräche mit Putin
Lesen Sie auch:
Mehr zum Thema
Mehr zum Thema: Der Krieg in der Ukraine
Das könnte Sie auch interessieren
Empfohlener redaktioneller Inhalt
Zur Startseite
Zurück zur Übersicht
Nach oben
Zum Inhalt springen
Nächster Beitrag: Was kommt danach?
Beitragsnavigation
« Zurück
Weiter »
Seite 2 von 5
1 2 3 4
Schlagwörter: Putin, Ukraine, Krieg
Tags: Politik
Veröffentlicht am 24. Februar 2025
Veröffentlicht am 24. Februar 2025 von Redaktion
Veröffentlicht am 24.02.2025, 14:30 Uhr
Zuletzt aktualisiert: 10.02.2025, 14:30 Uhr
Stand: 10.02.2025
Lesezeit: 5 Minuten
Lesedauer: ca. 3 Min.
Anzeige
- Anzeige -
Werbung
Newsletter abonnieren
Jetzt kostenlos anmelden
Melden Sie sich hier für unseren kostenlosen Newsletter an!
Diese Website verwendet Cookies, um Ihnen den besten Service zu bieten.
Wir verwenden Cookies. Mehr dazu in der Datenschutzerklärung.
Alle Cookies akzeptieren
Impressum
Datenschutzerklärung
© 2025 Beispielverlag GmbH
Alle Rechte vorbehalten.
Foto: Michael Kappeler/dpa
Bild: picture alliance / Anna Berg
Quelle: dpa
Quelle: ntv.de, mau/dpa
Quelle: https://example.org/artikel
Artikel anhören
Folgen Sie uns auf Instagram
Entdecke mehr von Ein Blog
• Teilen
"""

TEXT = """
Anzeigen gegen den Minister gab es viele.
Anzeige erstattete die Witwe des Opfers.
Teilen Sie diese Meinung?
Teilen wollte er seine Macht nie.
Drucken lernte Gutenberg in Straßburg.
Kommentar eines Betroffenen
Kommentare waren nicht erlaubt.
Quelle: Wer hat das gesagt?
Quelle: Das Gericht hat entschieden. Die Kläger gehen in Berufung.
Foto: Das Bild zeigt den Präsidenten. Es entstand 1999.
Newsletter gibt es viele, gute wenige.
Cookies backt die Großmutter jeden Advent.
Wir verwenden Cookies und Kekse selten im Unterricht, sagte die Lehrerin.
Weiter geht es nach der Pause.
Weiter
Zur Startseite des Vereins führt kein Weg.
Mehr zum Thema Rente sagt der Kanzler morgen.
Mehr Geld für Kiew
Mehr zu Russland
Lesen Sie auch die Verträge, bevor Sie unterschreiben.
Gefällt mir das?
Das gefällt mir.
Veröffentlicht am 5. Mai, war das Buch im Juni vergriffen.
Veröffentlicht hat er nie etwas.
Stand: Niemand weiß es.
Schlagwörter: Das sind Wörter. Sie schlagen.
Themen: Heute reden wir über Putin. Morgen nicht.
Seite 2 fehlt.
Auf Facebook teilen viele ihre Sorgen.
Auf X schrieb Musk: „Nein.“
Nach oben geht es langsam, nach unten schnell.
Impressum und Datenschutz fehlen auf der Seite.
Jetzt anmelden heißt es für alle Eltern.
Der Kommentar
Die Kommentare
Kontakt zu den Entführern gibt es nicht.
Alle Rechte vorbehalten hat sich der Verlag nicht.
Unterstützen Sie uns nicht, verlieren wir.
3:2
2024
Ja.
"""


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


@pytest.mark.parametrize("line", lines(FURNITURE))
def test_furniture(line: str) -> None:
    assert is_furniture(line)
    assert is_furniture(f"  {line.upper()} ")


@pytest.mark.parametrize("line", lines(TEXT))
def test_text(line: str) -> None:
    assert not is_furniture(line)


def part(*lines: str) -> RawBlock:
    return RawBlock(kind="paragraph", lines=lines)


def test_lines_go_alone_and_at_the_end() -> None:
    parts = [part("Anzeige"), part("Teilen", "Drucken"), part("Text,", "Teilen", "Text."),
             part("Ende.", "Teilen", "Kommentar verfassen")]  # fmt: skip
    kept, dropped = remove(parts)
    assert [each.lines for each in kept] == [("Text,", "Teilen", "Text."), ("Ende.",)]
    assert dropped == ["Anzeige", "Teilen", "Drucken", "Teilen", "Kommentar verfassen"]


def test_the_name_of_a_network_may_be_a_heading() -> None:
    parts = [part("Ein Satz."), part("Telegram"), part("Noch einer."), part("Telegram")]
    kept, dropped = remove(parts)
    assert [each.lines[0] for each in kept] == ["Ein Satz.", "Telegram", "Noch einer."]
    assert dropped == ["Telegram"]
    kept, dropped = remove(
        [part("Ein Satz."), part("Telegram"), part("Facebook"), part("Ein Satz.")]
    )
    assert dropped == ["Telegram", "Facebook"]


def test_long_lines_are_text() -> None:
    assert not is_furniture("Copyright " * 100_000)
    assert not is_furniture("")


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Schlagwörter: Putin, Ukraine, Krieg", ("Putin", "Ukraine", "Krieg")),
        ("Tags: #Bau #Politik", ("Bau", "Politik")),
        ("Stichwort: Europa", ("Europa",)),
        ("Schlagworte : A; B ;A", ("A", "B")),
        ("Schlagwörter:", ()),
        ("Lesezeit: 5 min", ()),
    ],
)
def test_a_line_of_tags_is_read(line: str, tags: tuple[str, ...]) -> None:
    assert furniture.tags(["Teilen", line]) == tags
