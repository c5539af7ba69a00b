"""German: sentences in the manner of dpa, AFP and the evening news, and what each must be read as."""

from __future__ import annotations

import pytest

from tests.core.conftest import Read
from tests.core.notation import differences

LANG = "de"

CASES = [
    (
        "Bei einem Luftangriff auf ein Wohnhaus in Chan Junis sind nach Angaben der von der Hamas kontrollierten Gesundheitsbehörde mindestens 14 Menschen ums Leben gekommen, darunter fünf Kinder.",
        "killed >=14 @gaza-health-ministry; killed 5 subset children @gaza-health-ministry",
    ),
    (
        "Wie das Gesundheitsministerium in Beirut mitteilte, wurden bei dem Angriff 9 Menschen getötet und 21 weitere verletzt.",
        "killed 9 @lebanon-health-ministry; injured 21 @lebanon-health-ministry",
    ),
    (
        "Die Menschenrechtsorganisation Hrana mit Sitz in den USA spricht inzwischen von 6126 bestätigten Todesfällen.",
        "killed 6126 total @hrana",
    ),
    (
        "Hrana zufolge wurden zudem mehr als 41.800 Menschen festgenommen.",
        "arrested >41800 total @hrana",
    ),
    (
        "Die Zahl der Todesopfer bei den Protesten im Iran ist Aktivisten zufolge auf mindestens 2571 gestiegen.",
        "killed >=2571 total @activists",
    ),
    (
        "Die in Norwegen ansässige Organisation Iran Human Rights (IHRNGO) geht von mindestens 3428 getöteten Demonstranten aus.",
        "killed >=3428 total protesters @ihrngo",
    ),
    (
        "Ein iranischer Regierungsvertreter sagte der Nachrichtenagentur Reuters, bei den Protesten seien rund 2000 Menschen getötet worden, darunter auch Sicherheitskräfte.",
        "killed ~2000 total @iranian-official /reuters",
    ),
    (
        "Das iranische Staatsfernsehen bezifferte die Zahl der Toten auf 3117.",
        "killed 3117 total @iran-state-tv",
    ),
    (
        "Der Exilsender Iran International berichtete unter Berufung auf interne Dokumente von mehr als 12.000 Getöteten.",
        "killed >12000 total @iran-international",
    ),
    (
        "Bei einem Messerangriff in der Innenstadt sind am Freitag drei Menschen getötet und acht verletzt worden, wie die Polizei mitteilte.",
        "killed 3 @police; injured 8 @police",
    ),
    (
        "Ein 35 Jahre alter Mann wurde festgenommen.",
        "arrested 1",
    ),
    (
        "Nach dem Zugunglück stieg die Zahl der Toten auf 42, wie die Behörden am Montag mitteilten.",
        "killed 42 total @official",
    ),
    (
        "Mindestens 39 Menschen kamen ums Leben, als ein Hochgeschwindigkeitszug entgleiste.",
        "killed >=39",
    ),
    (
        "48 Menschen lagen noch in Krankenhäusern, zwölf von ihnen auf der Intensivstation.",
        "injured 48; injured 12 subset",
    ),
    (
        "Dutzende Menschen wurden verletzt, mindestens fünf davon schwer.",
        "injured 12+; injured >=5 subset",
    ),
    (
        "Die Polizei nahm elf Verdächtige fest.",
        "arrested 11",
    ),
    (
        "Sicherheitskräfte nahmen im Norden des Landes mehr als 200 Demonstranten fest.",
        "arrested >200 protesters",
    ),
    (
        "Bewaffnete entführten im Bundesstaat Kebbi 25 Schülerinnen und töteten den stellvertretenden Schulleiter.",
        "abducted 25 children; killed 1",
    ),
    (
        "Bis zu 30 Menschen könnten noch unter den Trümmern liegen.",
        "",
    ),
    (
        "Die Opferzahl könnte noch steigen.",
        "",
    ),
    (
        "Die Behörden befürchten, dass die Zahl der Toten auf über 100 steigen könnte.",
        "",
    ),
    (
        "Tote oder Verletzte gab es nach ersten Erkenntnissen nicht.",
        "",
    ),
    (
        "Kein Mensch wurde verletzt.",
        "",
    ),
    (
        "Trump drohte mit einem Angriff, falls Demonstranten hingerichtet werden.",
        "",
    ),
    (
        "Irans Justiz soll die Hinrichtung von 800 Menschen gestoppt haben.",
        "",
    ),
    (
        "Nach Angaben des Innenministeriums starben bei den Unruhen 2.427 Zivilisten und Sicherheitskräfte.",
        "killed 2427",
    ),
    (
        "Beim Einsturz einer Brücke sind im Südwesten Chinas zwölf Bauarbeiter gestorben, vier weitere werden vermisst.",
        "killed 12; missing 4",
    ),
    (
        "Nach dem Taifun werden noch 127 Menschen vermisst.",
        "missing 127",
    ),
    (
        "Der Taifun kostete mindestens 188 Menschen das Leben.",
        "killed >=188",
    ),
    (
        "Das Erdbeben hat mehr als 2200 Todesopfer gefordert.",
        "killed >2200",
    ),
    (
        "Rund 500.000 Menschen mussten ihre Häuser verlassen.",
        "displaced ~500000",
    ),
    (
        "Hunderttausende sind auf der Flucht.",
        "displaced 100000+",
    ),
    (
        "Seit Beginn des Krieges wurden nach UN-Angaben fast zwölf Millionen Menschen vertrieben.",
        "displaced ~12000000 total @united-nations",
    ),
    (
        "Ein Gericht in Tunis verurteilte 34 Oppositionelle zu Haftstrafen zwischen 5 und 45 Jahren.",
        "sentenced 34",
    ),
    (
        "In Saudi-Arabien wurden im vergangenen Jahr mindestens 356 Menschen hingerichtet.",
        "executed >=356",
    ),
    (
        "Die Staatsanwaltschaft hat Anklage gegen sieben Männer erhoben.",
        "charged 7",
    ),
    (
        "Im Iran sind drei Männer wegen angeblicher Spionage gehängt worden.",
        "executed 3",
    ),
    (
        "Fast 20.000 Kinder wurden seit Kriegsbeginn getötet, wie Unicef mitteilte.",
        "killed ~20000 total children @unicef",
    ),
    (
        "Beide Insassen des Kleinflugzeugs kamen ums Leben.",
        "killed 2",
    ),
    (
        "Der Pilot und seine drei Passagiere starben beim Absturz.",
        "killed 1; killed 3",
    ),
    (
        "Ein Polizist und zwei Angreifer kamen bei dem Schusswechsel ums Leben.",
        "killed 1 security forces; killed 2 militants",
    ),
    (
        "Neben dem Attentäter starben sechs Menschen.",
        "killed 1; killed 6",
    ),
    (
        "Zwischen 3000 und 4000 Menschen sollen getötet worden sein.",
        "killed 3000-4000",
    ),
    (
        "Drei bis vier Menschen wurden verschüttet und starben.",
        "killed 3-4",
    ),
    (
        "Russland habe seit Jahresbeginn 900 Soldaten verloren, hieß es.",
        "",
    ),
    (
        "Das ukrainische Innenministerium meldete vier Tote und 19 Verletzte, darunter ein Kind.",
        "killed 4; injured 19; injured 1 subset children",
    ),
    (
        "Gouverneur Oleh Synjehubow schrieb auf Telegram, drei Menschen seien getötet worden.",
        "killed 3 @governor",
    ),
    (
        "Kiews Bürgermeister Vitali Klitschko sprach von vier Toten.",
        "killed 4 @ukraine-regional-officials",
    ),
    (
        "Amnesty International dokumentierte im November 2019 mindestens 304 Tote.",
        "killed >=304 bg @amnesty",
    ),
    (
        "Bei der Niederschlagung der Proteste im November 2019 waren laut Reuters rund 1500 Menschen getötet worden.",
        "killed ~1500 bg @reuters",
    ),
    (
        "Vor zwei Jahren waren bei einem ähnlichen Unglück 57 Menschen gestorben.",
        "killed 57 bg",
    ),
    (
        "Die 36-Jährige starb noch am Unfallort.",
        "killed 1",
    ),
    (
        "Schauspieler mit 89 Jahren gestorben",
        "",
    ),
    (
        "FC Bayern gewinnt 3:1 – zwei Verletzte",
        "injured 2",
    ),
    (
        "Er wurde zu zwölf Jahren Haft verurteilt.",
        "",
    ),
    (
        "Der Sturm richtete Schäden von 2 Millionen Euro an.",
        "",
    ),
    (
        "An Tag 16 der Proteste wurden in 195 Städten Kundgebungen gezählt.",
        "",
    ),
    (
        "Iran: Mehr als 2600 Tote bei Protesten – Hrana",
        "killed >2600 total @hrana",
    ),
    (
        "Zahl der Toten in Gaza steigt auf 71.439",
        "killed 71439 total",
    ),
    (
        "Mindestens 16 Tote nach Brand in Altenheim",
        "killed >=16",
    ),
    (
        "Busunglück in Peru: 37 Tote, 26 Verletzte",
        "killed 37; injured 26",
    ),
    (
        "Anschlag in Islamabad: Zwölf Menschen sterben",
        "killed 12",
    ),
    (
        "Nigeria: Bewaffnete entführen mehr als 300 Schüler",
        "abducted >300 children",
    ),
    (
        "Frau in Leipzig erschossen – Täter flüchtig",
        "killed 1",
    ),
    (
        "Bei den Kämpfen seien mindestens 37 Menschen getötet worden, teilte die Syrische Beobachtungsstelle für Menschenrechte mit.",
        "killed >=37 @sohr",
    ),
    (
        "Die Beobachtungsstelle mit Sitz in Großbritannien sprach von 594 Toten.",
        "killed 594",
    ),
    (
        "Dem Ministerium zufolge hat sich die Zahl der Verletzten auf 171.324 erhöht.",
        "injured 171324 total",
    ),
    (
        "Damit stieg die Zahl der bestätigten Todesopfer auf 34; weitere 57 Menschen wurden noch vermisst.",
        "killed 34 total; missing 57",
    ),
    (
        "Das Auswärtige Amt bestätigte, dass unter den Opfern zwei Deutsche sind.",
        "killed 2 subset",
    ),
    (
        "Unter den Toten sind den Angaben zufolge auch zwei Kinder und eine Schwangere.",
        "killed 2 subset children; killed 1 subset",
    ),
    (
        "Der Mann soll am Samstag drei Menschen mit einem Messer getötet und acht weitere zum Teil schwer verletzt haben.",
        "killed 3; injured 8",
    ),
    (
        "Er habe auf die Menge geschossen und dabei elf Besucher getötet, hieß es.",
        "killed 11",
    ),
    (
        "Wie viele Menschen genau starben, ist unklar; Aktivisten sprechen von Hunderten Toten.",
        "killed 100+ @activists",
    ),
    (
        "Hunderte Menschen sollen allein in Rascht erschossen worden sein.",
        "killed 100+",
    ),
    (
        "Nach Angaben von Ärzten wurden in einer einzigen Klinik 70 Leichen gezählt.",
        "killed 70 @doctors",
    ),
    (
        "Die israelische Armee teilte mit, zwei Soldaten seien im Süden des Gazastreifens gefallen.",
        "killed 2 security forces @israeli-military",
    ),
    (
        "Die Luftwaffe habe 20 Terroristen ausgeschaltet, erklärte die Armee.",
        "killed 20 militants",
    ),
    (
        "Bei dem Einsatz wurden zehn mutmaßliche Extremisten erschossen.",
        "killed 10 militants",
    ),
    (
        "In einem Vorort von Paris hat ein 17-Jähriger zwei Mitschüler verletzt.",
        "injured 2",
    ),
    (
        "Ein Autofahrer ist in München in eine Menschenmenge gefahren und hat mindestens 28 Menschen verletzt, einige davon schwer.",
        "injured >=28; injured 3+ subset",
    ),
    (
        "Zwei Menschen erlagen später ihren Verletzungen.",
        "killed 2",
    ),
    (
        "Die Zahl der Toten erhöhte sich damit auf sechs.",
        "killed 6 total",
    ),
    (
        "Ein zwei Jahre alter Junge und ein 41 Jahre alter Mann wurden getötet.",
        "killed 1 children; killed 1",
    ),
    (
        "Bei der Explosion in einer Fabrik im US-Bundesstaat Tennessee sind alle 16 Vermissten ums Leben gekommen.",
        "killed 16",
    ),
    (
        "Am Donnerstagabend wurden 5 Personen in Gewahrsam genommen, 2 davon kamen wieder frei.",
        "arrested 5",
    ),
    (
        "Mehr als 1800 Menschen sitzen seit den Protesten in Haft.",
        "arrested >1800",
    ),
    (
        "Hrana bestätigte bislang 5002 Todesfälle; 9787 weitere Fälle würden noch geprüft.",
        "killed 5002 total @hrana; under_investigation 9787",
    ),
    (
        "Weitere 12.904 Todesfälle werden nach Angaben der Organisation untersucht.",
        "under_investigation 12904",
    ),
    (
        'Einem Bericht der "New York Times" zufolge wurden mindestens 3000 Menschen getötet.',
        "killed >=3000 @nyt",
    ),
    (
        'Die "Sunday Times" berichtete unter Berufung auf Ärzte von 16.500 bis 18.000 Toten.',
        "killed 16500-18000 @doctors /sunday-times",
    ),
    (
        "Mindestens 65 der Todesopfer seien Kinder gewesen.",
        "killed >=65 subset children",
    ),
    (
        "544 Menschen, davon 483 Demonstranten und 47 Sicherheitskräfte, wurden getötet.",
        "killed 544; killed 483 subset protesters; killed 47 subset security forces",
    ),
    (
        "Die Behörden hatten zunächst von 12 Toten gesprochen.",
        "killed 12",
    ),
    (
        "Zuvor war von 19 Toten die Rede gewesen.",
        "killed 19",
    ),
    (
        "Die Zahl der Opfer wurde von 41.000 auf 26.271 korrigiert.",
        "killed 26271 total",
    ),
    (
        "Niemand habe das Unglück überlebt, 67 Menschen starben.",
        "killed 67",
    ),
    (
        "Der Taifun forderte in Vietnam mindestens 13 Menschenleben, 11 Personen galten als vermisst.",
        "killed >=13; missing 11",
    ),
    (
        "Ein Erdrutsch begrub ein Dorf unter sich; es gab Dutzende Tote.",
        "killed 12+",
    ),
    (
        "Zehntausende flohen aus Al-Faschir.",
        "displaced 10000+",
    ),
    (
        "Nach UN-Angaben sind seit Oktober mehr als 100.000 Menschen aus der Stadt geflohen.",
        "displaced >100000 total @united-nations",
    ),
    (
        "200 Familien wurden obdachlos.",
        "",
    ),
    (
        "Die Rebellen halten noch 48 Geiseln fest.",
        "abducted 48",
    ),
    (
        "Vier Menschen wurden als Geiseln genommen.",
        "abducted 4",
    ),
    (
        "Alle 20 lebenden Geiseln kamen frei.",
        "",
    ),
    (
        "Die Feuerwehr rettete 14 Bewohner, drei kamen ums Leben.",
        "killed 3",
    ),
    (
        "Bundespolizei nimmt 17 Schleuser fest",
        "arrested 17",
    ),
    (
        "Haftbefehl gegen drei Männer erlassen",
        "",
    ),
    (
        "Landgericht verurteilt vier Schleuser",
        "sentenced 4",
    ),
    (
        "Im Prozess um den Anschlag von Solingen forderte die Anklage lebenslange Haft.",
        "",
    ),
    (
        "Vulkan Lewotobi: 10 Tote, Tausende evakuiert",
        "killed 10; displaced 1000+",
    ),
    (
        "Lawine in Tirol: Zwei Skifahrer tot",
        "killed 2",
    ),
    (
        "USA: Schüsse an Universität – zwei Tote, neun Verletzte",
        "killed 2; injured 9",
    ),
    (
        "Kongo: Mehr als 100 Tote bei Bootsunglück befürchtet",
        "killed >100",
    ),
    (
        "Iran richtet 834 Menschen hin",
        "executed 834",
    ),
    (
        "Drei Deutsche unter den Toten",
        "killed 3 subset",
    ),
    (
        "Zahl der Hinrichtungen im Iran steigt auf 1500",
        "executed 1500 total",
    ),
    (
        "50. Jahrestag: Gedenken an 21 Todesopfer",
        "killed 21 bg",
    ),
    (
        "Rentnerin (83) stirbt bei Wohnungsbrand",
        "killed 1",
    ),
    (
        "Zwei Jahre nach dem Hamas-Angriff mit rund 1200 Toten verhandelt Israel weiter.",
        "killed ~1200 bg",
    ),
    (
        "Dutzende wurden verletzt.",
        "injured 12+",
    ),
    (
        "Es gab Dutzende Verletzte.",
        "injured 12+",
    ),
    (
        "Dutzende weitere Menschen werden noch vermisst.",
        "missing 12+",
    ),
    (
        "Dutzende werden vermisst.",
        "missing 12+",
    ),
    (
        "Hunderte gelten als vermisst.",
        "missing 100+",
    ),
    (
        "Hunderte wurden festgenommen.",
        "arrested 100+",
    ),
    (
        "Tausende sind auf der Flucht.",
        "displaced 1000+",
    ),
    (
        "Tausende Menschen flohen vor den Kämpfen.",
        "displaced 1000+",
    ),
    (
        "Die Kämpfe trieben Zehntausende Menschen in die Flucht.",
        "displaced 10000+",
    ),
    (
        "Zehntausende Einwohner mussten ihre Häuser verlassen.",
        "displaced 10000+",
    ),
    (
        "Tausende verloren ihr Zuhause.",
        "displaced 1000+",
    ),
    (
        "Hunderttausende Menschen wurden in Sicherheit gebracht.",
        "displaced 100000+",
    ),
    (
        "Bis zu 40 Menschen werden noch unter den Trümmern vermisst.",
        "missing <=40",
    ),
    (
        "Nach Schätzungen wurden bis zu 20.000 Menschen getötet.",
        "killed <=20000",
    ),
    (
        "Weniger als zehn Menschen wurden verletzt.",
        "injured <=10",
    ),
    (
        "Höchstens fünf Menschen kamen ums Leben.",
        "killed <=5",
    ),
    (
        "Knapp 300 Menschen kamen ums Leben, etwa 40 werden noch vermisst.",
        "killed ~300; missing ~40",
    ),
    (
        "Gut 200 Menschen wurden verletzt, rund zwei Dutzend davon schwer.",
        "injured ~200; injured ~24 subset",
    ),
    (
        "Es gab mehrere Tote und Dutzende Verletzte.",
        "killed 3+; injured 12+",
    ),
    (
        "Mehrere Menschen starben, viele wurden verletzt.",
        "killed 3+",
    ),
    (
        "Mehrere Hundert Menschen wurden verschleppt.",
        "abducted 300+",
    ),
    (
        "Zahlreiche Menschen wurden verletzt, einige schweben in Lebensgefahr.",
        "",
    ),
    (
        "Von den 27 Verschütteten konnten nur drei lebend geborgen werden, 24 starben.",
        "killed 24",
    ),
    (
        "Zwei Wanderer werden seit Sonntag vermisst.",
        "missing 2",
    ),
    (
        "Nach dem Untergang der Fähre wird noch nach 63 Vermissten gesucht.",
        "missing 63",
    ),
    (
        "Rettungskräfte suchen nach mindestens zwölf Verschütteten.",
        "missing >=12",
    ),
    (
        "Für 15 Bergleute kam jede Hilfe zu spät.",
        "killed 15",
    ),
    (
        "Ein Lawinenabgang hat fünf Skifahrern das Leben gekostet.",
        "killed 5",
    ),
    (
        "Mindestens 19 Menschen überlebten das Unglück nicht.",
        "killed >=19",
    ),
    (
        "Die Polizei erschoss zwei Verdächtige.",
        "killed 2",
    ),
    (
        "Ein Scharfschütze tötete den Geiselnehmer.",
        "killed 1",
    ),
    (
        "Unbekannte schossen auf einen Streifenwagen; zwei Beamte starben, ein dritter wurde schwer verletzt.",
        "killed 2 security forces; injured 1",
    ),
    (
        "Ein Soldat ist bei einem Manöver ums Leben gekommen, zwei Kameraden wurden leicht verletzt.",
        "killed 1 security forces; injured 2",
    ),
    (
        "Bei der Schießerei gab es zwei Tote, darunter der Schütze.",
        "killed 2",
    ),
    (
        "Der 28-jährige Täter wurde von der Polizei erschossen.",
        "killed 1",
    ),
    (
        "Vier Palästinenser, darunter ein Jugendlicher, wurden bei einer Razzia im Westjordanland erschossen.",
        "killed 4; killed 1 subset children",
    ),
    (
        "Israels Armee tötet fünf Hamas-Kämpfer",
        "killed 5 militants",
    ),
    (
        "Bei russischen Angriffen auf die Ukraine sind in der Nacht mindestens sechs Menschen getötet und 34 verletzt worden.",
        "killed >=6; injured 34",
    ),
    (
        "Russische Drohnen trafen ein Hochhaus in Ternopil: Mindestens 25 Tote, unter ihnen drei Kinder.",
        "killed >=25; killed 3 subset children",
    ),
    (
        "Im Osten Kongos haben Islamisten mindestens 62 Dorfbewohner getötet.",
        "killed >=62 civilians",
    ),
    (
        "Die Miliz RSF soll in Al-Faschir mehr als 2000 Zivilisten getötet haben.",
        "killed >2000 civilians",
    ),
    (
        "Sudanesische Ärzte werfen der Miliz vor, 460 Patienten getötet zu haben.",
        "killed 460",
    ),
    (
        "Die Armee dementierte, dass 460 Patienten getötet worden seien.",
        "",
    ),
    (
        "Human Rights Watch wirft den Behörden vor, mindestens 100 Demonstranten getötet zu haben.",
        "killed >=100 protesters @hrw",
    ),
    (
        "Die Organisation Hengaw meldete die Hinrichtung von vier kurdischen Gefangenen.",
        "executed 4 prisoners @hengaw",
    ),
    (
        "Vier kurdische Gefangene sind im Morgengrauen hingerichtet worden, wie Hengaw mitteilte.",
        "executed 4 prisoners @hengaw",
    ),
    (
        "Mehr als 200 Personen wurden wegen Teilnahme an den Protesten angeklagt.",
        "charged >200",
    ),
    (
        "Ein Gericht sprach drei Männer schuldig.",
        "sentenced 3",
    ),
    (
        "Drei Angeklagte wurden zum Tode verurteilt.",
        "sentenced 3",
    ),
    (
        "Die Entführer ließen 50 Schüler laufen; 253 Kinder und zwölf Lehrer sind weiter in ihrer Gewalt.",
        "abducted 253 children; abducted 12",
    ),
    (
        "Die Zahl der Binnenvertriebenen stieg auf 9,5 Millionen.",
        "displaced 9500000 total",
    ),
    (
        "4,3 Millionen Menschen sind innerhalb des Landes auf der Flucht.",
        "displaced 4300000",
    ),
    (
        "Die Zahl der Toten übersteigt 3000.",
        "killed >3000 total",
    ),
    (
        "Die Zahl der Todesopfer hat die Marke von 50.000 überschritten.",
        "killed >50000 total",
    ),
    (
        "Die Zahl der Toten liegt inzwischen bei über 2600.",
        "killed >2600 total",
    ),
    (
        "Offiziellen Angaben zufolge liegt die Opferzahl bei 3117.",
        "killed 3117 total",
    ),
    (
        "Bislang wurden 41 Todesopfer geborgen.",
        "killed 41 total",
    ),
    (
        "Irans Führung spricht von 3117 Toten, Menschenrechtler gehen von mehr als 6000 aus.",
        "killed 3117 total; killed >6000 total @rights-groups",
    ),
    (
        "Während das Innenministerium zwei Tote bestätigte, sprachen Augenzeugen von mindestens zehn.",
        "killed 2; killed >=10 @witnesses",
    ),
    (
        "Die US-amerikanische Organisation HRANA zählte bis Montag 646 Tote, darunter 505 Demonstranten.",
        "killed 646 total @hrana 2026-01-12; killed 505 subset protesters @hrana",
    ),
    (
        "Stand Mittwoch wurden nach Angaben der Organisation 2403 Demonstranten getötet.",
        "killed 2403 total protesters 2026-01-14",
    ),
    (
        "Stand 14. Januar waren 18.137 Menschen inhaftiert.",
        "arrested 18137 total 2026-01-14",
    ),
    (
        'Ein Arzt aus Teheran sagte dem Magazin "Time", allein in sechs Krankenhäusern seien 217 Demonstranten gestorben.',
        "killed 217 protesters @doctors /time-magazine",
    ),
    (
        '"Wir haben mindestens 200 Leichen gesehen", sagte ein Augenzeuge der BBC.',
        "killed >=200 @witnesses /bbc",
    ),
    (
        'Der oberste Führer Ali Chamenei räumte "mehrere Tausend Tote" ein.',
        "killed 3000+",
    ),
    (
        "Laut dem UN-Sonderberichterstatter könnten es bis zu 20.000 Tote sein.",
        "killed <=20000",
    ),
    (
        'Nach Informationen des "Spiegel" wurden bei der Razzia 14 Beschuldigte verhaftet.',
        "arrested 14",
    ),
    (
        "Die Polizei sprach von 3000 Teilnehmern, die Veranstalter von 10.000.",
        "",
    ),
    (
        "16 Jahre alter Schüler ersticht Lehrerin",
        "killed 1",
    ),
    (
        "Mann tötet drei Menschen und sich selbst",
        "killed 3; killed 1",
    ),
    (
        "Polizist erschießt 19-Jährigen",
        "killed 1",
    ),
    (
        "Vater und Tochter sterben bei Lawinenunglück",
        "killed 2",
    ),
    (
        "Zwei Tote, ein Schwerverletzter bei Unfall auf A7",
        "killed 2; injured 1",
    ),
    (
        "Großbrand in Hongkong: Zahl der Toten steigt auf 128 – rund 200 Vermisste",
        "killed 128 total; missing ~200",
    ),
    (
        "Israel tötet Hamas-Kommandeur",
        "killed 1",
    ),
    (
        "Drohnenangriff auf Odessa: 7 Verletzte, darunter Kind",
        "injured 7",
    ),
    (
        "Prozess gegen 24 mutmaßliche Reichsbürger beginnt",
        "",
    ),
    (
        "Gaza: 12 Tote trotz Waffenruhe",
        "killed 12",
    ),
    (
        "Explosion in Fabrik - 3 Arbeiter sterben, 12 im Krankenhaus",
        "killed 3; injured 12",
    ),
    (
        "48 Festnahmen bei Demo in Berlin",
        "arrested 48",
    ),
    (
        "Razzien in vier Bundesländern: Fünf Haftbefehle vollstreckt",
        "",
    ),
    (
        "Verkehrsunfälle 2024: 2770 Menschen starben auf deutschen Straßen",
        "killed 2770",
    ),
    (
        "Seit der Waffenruhe vom 10. Oktober wurden nach palästinensischen Angaben mehr als 440 Menschen getötet.",
        "killed >440 total",
    ),
    (
        "Bei dem Terrorangriff der Hamas am 7. Oktober 2023 waren rund 1200 Menschen getötet und mehr als 250 als Geiseln in den Gazastreifen verschleppt worden.",
        "killed ~1200 bg; abducted >250 bg",
    ),
    (
        "Die Zahl der in Haft sitzenden Journalisten stieg auf 361.",
        "arrested 361 total journalists",
    ),
    (
        "Es handelt sich um zwei Männer im Alter von 24 und 31 Jahren, die noch an der Unfallstelle starben.",
        "killed 2",
    ),
    (
        "Sechs Menschen, unter ihnen vier Kinder im Alter zwischen 3 und 11 Jahren, kamen bei dem Brand ums Leben.",
        "killed 6; killed 4 subset children",
    ),
    (
        "Die israelische Armee teilte mit, bei dem Einsatz im Westjordanland seien zwei Terroristen getötet worden.",
        "killed 2 militants @israeli-military",
    ),
    (
        "Nach Angaben der Nachrichtenagentur Wafa erschossen israelische Soldaten bei einer Razzia zwei Palästinenser.",
        "killed 2 @wafa",
    ),
    (
        "Das Netzwerk Sudanesischer Ärzte teilte mit, bei dem Angriff auf ein Krankenhaus seien 460 Menschen getötet worden.",
        "killed 460",
    ),
    (
        "Die UN-Mission in Afghanistan meldete 37 zivile Todesopfer.",
        "killed 37 civilians",
    ),
    (
        "Unicef-Sprecher James Elder sagte, seit Beginn der Waffenruhe seien mehr als 100 Kinder getötet worden.",
        "killed >100 total children @unicef",
    ),
    (
        "Wie die Polizei am Sonntag mitteilte, starben bei dem Feuer in einer Diskothek mindestens 59 Menschen.",
        "killed >=59 @police",
    ),
    (
        "Innenminister Pantscho Toschkowski zufolge wurden 155 Menschen verletzt.",
        "injured 155 @interior-ministry",
    ),
    (
        "Bei dem Brand starben nach Angaben des Gesundheitsministers 40 Menschen, 119 wurden verletzt.",
        "killed 40 @health-ministry; injured 119 @health-ministry",
    ),
    (
        "Der Gouverneur der Region schrieb bei Telegram von einem Toten und drei Verletzten.",
        "killed 1 @governor; injured 3 @governor",
    ),
    (
        "Laut Rettungsdienst Magen David Adom wurden 22 Menschen verletzt, zwei davon schwer.",
        "injured 22; injured 2 subset",
    ),
    (
        "Die Staatsanwaltschaft wirft ihm vor, drei Patienten getötet zu haben.",
        "killed 3 @judiciary",
    ),
    (
        "Menschenrechtler werfen den Sicherheitskräften vor, mindestens 36 Demonstranten erschossen zu haben.",
        "killed >=36 protesters @rights-groups",
    ),
    (
        'Das Staatsfernsehen meldete, "Terroristen" hätten 100 Sicherheitskräfte getötet.',
        "killed 100 security forces @state-media",
    ),
    (
        "Die Nachrichtenagentur AFP zitierte einen Krankenhausmitarbeiter, wonach 20 Leichen eingeliefert wurden.",
        "killed 20",
    ),
    (
        'Die Zeitung "Haaretz" berichtete unter Berufung auf die Armee, 20 Soldaten seien getötet worden.',
        "killed 20 security forces",
    ),
    (
        '"Mindestens 14 Menschen sind tot", sagte ein Sprecher des Zivilschutzes der Nachrichtenagentur AFP.',
        "killed >=14 @rescue-services /afp",
    ),
    (
        "Der von der Hamas kontrollierte Zivilschutz sprach von 30 Toten.",
        "killed 30",
    ),
    (
        "Das Rote Kreuz habe 70 Leichen übergeben, hieß es.",
        "killed 70",
    ),
    (
        "Das Ministerium teilte mit, dass seit Oktober 451 Menschen getötet und 1251 verletzt worden seien.",
        "killed 451 total; injured 1251 total",
    ),
    (
        "Aus Polizeikreisen hieß es, zwölf Personen seien verletzt worden.",
        "injured 12 @police",
    ),
    (
        "Rund 50 Menschen wurden nach Behördenangaben verletzt.",
        "injured ~50 @official",
    ),
    (
        'Dem iranischen Außenminister Abbas Araghtschi zufolge wurden "Hunderte" getötet.',
        "killed 100+ @iran-foreign-ministry",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_german_text_is_read_as_a_careful_reader_reads_it(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text, language=LANG).figures) == []


PLACES = [
    (
        "Bei einem Luftangriff auf ein Wohnhaus in Chan Junis sind 14 Menschen ums Leben gekommen.",
        "Chan Junis",
    ),
    ("Im nigerianischen Bundesstaat Kaduna wurden zwölf Menschen entführt.", "Kaduna"),
    ("In der Provinz Ilam wurden vier Demonstranten erschossen.", "Ilam"),
    ("In der südukrainischen Stadt Mykolajiw starben fünf Menschen.", "Mykolajiw"),
    ("In Haft starben drei Menschen.", None),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_german_text_says_where_it_happened(read: Read, text: str, place: str | None) -> None:
    assert [figure.place for figure in read(text, language=LANG).figures] == [place]
