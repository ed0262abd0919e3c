"""Words that are capitalised only at the start of a sentence."""

from __future__ import annotations

from podcast.german.words.wordlist import listed

OPENERS = listed(
    """
    Ab Aber All Alle Allem Allen Aller Allerdings Alles Als Also Am An Andere Andererseits Anders
    Angesichts Ans Auch Auf Aufgrund Aus Außer Außerdem Bald Bei Beide Beiden Beim Bereits Bis
    Bisher Bislang Bist Bloß Da Dabei Dadurch Dafür Dagegen Daher Dahinter Damals Damit Danach
    Daneben Dank Dann Daran Darauf Daraufhin Daraus Darf Darin Darum Darunter Darüber Das Dass
    Davon Davor Dazu Dein Deine Dem Demnach Den Denen Denn Dennoch Der Deren Derzeit Des Deshalb
    Dessen Deswegen Dich Die Dies Diese Diesem Diesen Dieser Dieses Dir Doch Dort Drei Du Durch
    Dürfen Eben Ebenfalls Ebenso Ehe Eigentlich Ein Eine Einem Einen Einer Einerseits Eines Einige
    Einmal Einst Endlich Entweder Er Erst Erstens Es Etwa Etwas Euch Eure Falls Fast Freilich Für
    Ganz Gar Gegen Gegenüber Genau Gerade Gern Gestern Gewiss Gibt Gleich Gleichwohl Gleichzeitig
    Habe Haben Habt Hast Hat Hatte Hatten Heute Hier Hierbei Hierzu Hingegen Hinter Hinzu Ich Ihm
    Ihn Ihnen Ihr Ihre Ihrem Ihren Ihrer Im Immer Immerhin In Indem Infolge Inmitten Innerhalb Ins
    Insbesondere Insgesamt Insofern Inzwischen Irgendein Irgendeine Irgendwann Ist Ja Je Jede Jedem
    Jeden Jeder Jedes Jedoch Jemand Jene Jenen Jener Jenseits Jetzt Kann Kaum Kein Keine Keinen
    Keiner Können Könnte Könnten Künftig Laut Leider Letztlich Mag Man Manche Mancher Manchmal Mehr
    Mein Meine Meinen Meist Mich Mir Mit Mithin Mittlerweile Morgen Muss Möchte Möglicherweise
    Müssen Nach Nachdem Nachher Natürlich Neben Nein Nicht Nichts Nie Niemand Noch Nun Nur Ob Oben
    Obgleich Obwohl Oder Offenbar Oft Ohne Ohnehin Schließlich Schon Sehr Sein Seine Seinem Seinen
    Seiner Seit Seitdem Seither Selbst Seltsam Sie Sind So Sobald Sodass Sofern Sogar Solange Solch
    Solche Soll Sollen Sollte Sollten Somit Sondern Sonst Soweit Sowohl Später Statt Stattdessen
    Trotz Trotzdem Um Umgekehrt Und Ungeachtet Uns Unser Unsere Unter Unterdessen Unweit Vermutlich
    Viel Viele Vielleicht Vielmals Vielmehr Vom Von Vor Vorerst Vorher Wann War Waren Warst Warum
    Was Weder Wegen Weil Weiter Weitere Weiterhin Welche Welcher Welches Wem Wen Wenig Wenige Wenn
    Wer Werde Werden Weshalb Wessen Wie Wieder Wieso Will Wir Wird Wirst Wo Wobei Wodurch Wofür
    Woher Wohin Wollte Wollten Womit Woran Worauf Wurde Wurden Während Währenddessen Würde Zu Zudem
    Zuerst Zugleich Zuletzt Zum Zumal Zumindest Zunächst Zur Zurzeit Zusammen Zusätzlich Zuvor Zwar
    Zwei Zweitens Zwischen Ähnlich Über Überall Überdies Überhaupt Übrigens
    """
)
