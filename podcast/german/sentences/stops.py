"""German abbreviations, grouped by whether they can end a sentence.

Entries omit the final full stop and all spaces: `z.B`, `Dr`, `usw`.
"""

from __future__ import annotations

from podcast.german.words.wordlist import listed

# Bound to the next word: never end a sentence.
NEVER_FINAL = listed("""
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
# Part of a name or number: end a sentence only before a word that typically opens one.
RARELY_FINAL = listed("""
Dr Prof Dipl Ing Mag Univ Priv Doz Hr Hrn Fr Frl Mr Mrs Ms Mme Mlle St Ste Sr Sra Jr jr Hl hl Hll
Nr Nrn No Bd Bde Hrsg Hg Red Anm Abb Ziff Rn Rdnr Rz Abs Buchst Bst Lit Aufl Ausg Jg Vol Bl Sp Urt
Beschl Az Abt Ref Mt Ft Capt Col Gen Gov Sen Rep Lt Sgt Cpl Maj Adm Cmdr Rev Hon Pres Sec Hptm
Oblt Ltn Uffz Obst Reg Bez Kr Lkr Gde Mio Mill Mrd Tsd Std Stdn Min Sek Stk Stck Expl Ztr Pfd Co
Cie Comp Corp Inc Ltd Bros Gebr Ges Dtl Dtschl Int Bsp Gl Str str Pl Flgh Zi u.a u.A al f
p.a a.D i.R a.M a.d h.c d.J d.M d.Ä M.A B.A B.Sc M.Sc Ph.D Ph.d Exz Msgr P Br Ew vorm Verf Vors
Vertr Vorst Präs Kanzl Tr Bzkl Pkt Temp Dir Geschf Mitgl Mitarb Schw Gal Mose Kor Petr Joh Matth
Mk Lk Ps Offb Röm
""")
# Close a list or statement: end a sentence before any capital letter.
OFTEN_FINAL = listed("""
usw usf etc u.s.w u.s.f u.ä u.Ä o.ä o.Ä dgl u.dgl u.v.m u.v.a u.v.a.m v.Chr n.Chr Chr Jh Jhd Jhdt
Jhs ff e.V s.o s.u a.m p.m m.b.H mbH o.J o.O Art art Hbf Bhf Kap Tab Fig Tel Fax
Jan Jän Feb Febr Mär Mrz
Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Sa So
""")
OPEN_TO_NUMBERS = OFTEN_FINAL - listed("usw usf etc u.s.w u.s.f")
"""Abbreviations in `OFTEN_FINAL` that a number may follow: Art. 5, Feb. 2025."""

UNITS = listed("m l g t h s km cm mm kg mg kWh MWh kW MW qm ha hl dl ml dm GB MB Hz dB bar")
