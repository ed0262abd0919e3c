"""German abbreviations, by whether a sentence may end with them, and words that begin one.

Abbreviations are written without the last full stop and without spaces: `z.B`, `Dr`, `usw`.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


# A word that belongs to what follows: never the end of a sentence.
GLUED = words("""
Vgl Ca Ggf Gem Evtl Ev Evang Kath Inkl Bspw Insb Bzgl Zzgl Sog
z.B z.T z.Z z.Zt d.h i.d.R i.e e.g m.E m.W u.U v.a i.S i.S.d i.A i.V i.H.v o.g u.g s.g sog bzw
bezw vgl ca cf evtl ggf ggfs gem geb gest gesch verh verw ehem stv stellv inkl incl exkl einschl
ausschl zzgl abzgl abz zuzügl bspw insb insbes bzgl bez betr hins allg spez lt max min mind maxim
durchschn entspr jew mtl jhrl vorl vorauss zw wg ggü geg versch sämtl urspr lat engl frz franz
griech ital russ span türk arab hebr dt österr schweiz amerik eigtl eigentl bes wörtl übers
hg hrsg zit ebd vs viz sen d.i p.p kath ev evang prot orth jüd islam kgl königl kais staatl städt
kommun gesetzl öffentl med jur phil theol rer nat oec habil vet dent biol chem phys math
techn wiss wirtsch polit soz hist jhrl gegr bayer sächs preuß westf rhein nördl südl
östl westl mittl ehrenamtl hauptamtl vollst teilw zus tägl wöchentl monatl gleichn
""")
# A word that belongs to a name or a number: an end only before a starter.
TIGHT = words("""
Dr Prof Dipl Ing Mag Univ Priv Doz Hr Hrn Fr Frl Mr Mrs Ms Mme Mlle St Ste Sr Sra Jr jr Hl hl Hll
Nr Nrn No Bd Bde Hrsg Hg Red Anm Abb Ziff Rn Rdnr Rz Abs Buchst Bst Lit Aufl Ausg Jg Vol Bl Sp Urt
Beschl Az Abt Ref Mt Ft Capt Col Gen Gov Sen Rep Lt Sgt Cpl Maj Adm Cmdr Rev Hon Pres Sec Hptm
Oblt Ltn Uffz Obst Reg Bez Kr Lkr Gde Mio Mill Mrd Tsd Std Stdn Min Sek Stk Stck Expl Ztr Pfd Co
Cie Comp Corp Inc Ltd Bros Gebr Ges Dtl Dtschl Int Bsp Gl Str str Pl Flgh Zi u.a u.A al f
p.a a.D i.R a.M a.d h.c d.J d.M d.Ä M.A B.A B.Sc M.Sc Ph.D Ph.d Exz Msgr P Br Ew vorm Verf Vors
Vertr Vorst Präs Kanzl Tr Bzkl Pkt Temp Dir Geschf Mitgl Mitarb Schw Gal Mose Kor Petr Joh Matth
Mk Lk Ps Offb Röm
""")
# A word that closes a list or a statement: an end before any capital.
LOOSE = words("""
usw usf etc u.s.w u.s.f u.ä u.Ä o.ä o.Ä dgl u.dgl u.v.m u.v.a u.v.a.m v.Chr n.Chr Chr Jh Jhd Jhdt
Jhs ff e.V s.o s.u a.m p.m m.b.H mbH o.J o.O Art art Hbf Bhf Kap Tab Fig Tel Fax
Jan Jän Feb Febr Mär Mrz
Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Sa So
""")
OPEN_TO_NUMBERS = LOOSE - words("usw usf etc u.s.w u.s.f")
"""Those of them that a number may follow: Art. 5, Feb. 2025."""

UNITS = words("m l g t h s km cm mm kg mg kWh MWh kW MW qm ha hl dl ml dm GB MB Hz dB bar")

# Capitalised only where a sentence begins: what follows a doubtful stop is then a new sentence.
STARTERS = words("""
Ab Aber All Alle Allem Allen Aller Allerdings Alles Als Also Am An Andere Andererseits Anders
Angesichts Ans Auch Auf Aufgrund Aus Außer Außerdem Bald Bei Beide Beiden Beim Bereits Bis Bisher
Bislang Bloß Da Dabei Dadurch Dafür Dagegen Daher Dahinter Damals Damit Danach Daneben Dank Dann
Daran Darauf Daraufhin Daraus Darin Darum Darunter Darüber Das Dass Davon Davor Dazu Dein Deine
Dem Demnach Den Denen Denn Dennoch Der Deren Derzeit Des Deshalb Dessen Deswegen Dich Die Dies
Diese Diesem Diesen Dieser Dieses Dir Doch Dort Drei Du Durch Ebenfalls Ebenso Eben Ehe Eigentlich
Ein Eine Einem Einen Einer Einerseits Eines Einige Einmal Einst Endlich Entweder Er Erst Erstens
Es Etwa Etwas Euch Eure Falls Fast Freilich Für Ganz Gar Gegen Gegenüber Genau Gerade Gern Gestern
Gewiss Gibt Gleich Gleichwohl Gleichzeitig Hat Hatte Heute Hier Hierbei Hierzu Hingegen Hinter
Hinzu Ich Ihm Ihn Ihnen Ihr Ihre Ihrem Ihren Ihrer Im Immer Immerhin In Indem Infolge Inmitten
Innerhalb Ins Insbesondere Insgesamt Insofern Inzwischen Irgendwann Ist Ja Je Jede Jedem Jeden
Jeder Jedes Jedoch Jemand Jene Jenen Jener Jenseits Jetzt Kann Kaum Kein Keine Keinen Keiner
Können Könnte Künftig Laut Leider Letztlich Man Manche Mancher Manchmal Mehr Mein Meine Meinen
Meist Mich Mir Mit Mithin Mittlerweile Muss Möglicherweise Nach Nachdem Nachher Natürlich Neben
Nein Nicht Nichts Nie Niemand Noch Nun Nur Ob Oben Obgleich Obwohl Oder Offenbar Oft Ohne Ohnehin
Schließlich Schon Sehr Sein Seine Seinem Seinen Seiner Seit Seitdem Seither Selbst Seltsam Sie
Sind So Sobald Sodass Sofern Sogar Solange Solch Solche Soll Sollte Somit Sondern Sonst Soweit
Sowohl Später Statt Stattdessen Trotz Trotzdem Um Umgekehrt Und Ungeachtet Uns Unser Unsere Unter
Unterdessen Unweit Vermutlich Viel Viele Vielleicht Vielmehr Vielmals Vom Von Vor Vorerst Vorher
Wann War Waren Warum Was Weder Wegen Weil Weiter Weitere Weiterhin Welche Welcher Welches Wem Wen
Wenig Wenige Wenn Wer Werden Weshalb Wessen Wie Wieder Wieso Will Wir Wird Wo Wobei Wodurch Wofür
Woher Wohin Wollte Wollten Womit Woran Worauf Wurde Wurden Während Währenddessen Zu Zudem Zuerst
Zugleich Zuletzt Zum Zumal Zumindest Zunächst Zur Zurzeit Zusammen Zusätzlich Zuvor Zwar Zwei
Zweitens Zwischen Ähnlich Über Überall Überdies Überhaupt Übrigens
""")
