"""French: sentences in the manner of agencies, monitors and ministries, and what each must be read as."""

from __future__ import annotations

import pytest

from tests.core.conftest import Read
from tests.core.notation import differences

CASES = [
    (
        "Au moins 27 personnes ont perdu la vie et 80 autres ont été blessées dans une frappe russe sur un marché de Kharkiv, a indiqué le gouverneur Oleg Synegoubov.",
        "killed >=27 @governor; injured 80 @governor",
    ),
    (
        "Quatorze détenus sont morts et 60 ont été blessés lors d'une mutinerie dans une prison de Guayaquil.",
        "killed 14 prisoners; injured 60",
    ),
    (
        "Le bilan des inondations au Pakistan grimpe à 657 morts, selon l'Autorité nationale de gestion des catastrophes.",
        "killed 657 total",
    ),
    (
        "Pas moins de 40 civils ont péri dans les affrontements, d'après Médecins sans frontières (MSF).",
        "killed >=40 civilians @msf",
    ),
    (
        "Le ministère de la Santé du Hamas fait état d'un nouveau bilan de 46.707 morts à Gaza depuis le début de la guerre.",
        "killed 46707 total @gaza-health-ministry",
    ),
    (
        "Cinq morts, dont deux enfants, dans une attaque de drones à Soumy",
        "killed 5; killed 2 subset children",
    ),
    (
        "Trois policiers et un civil tués dans une embuscade dans le Cauca",
        "killed 3 security forces; killed 1 civilians",
    ),
    (
        "Un journaliste palestinien a été tué par des tirs israéliens à Jénine.",
        "killed 1 journalists",
    ),
    (
        "L'attaque a coûté la vie à au moins 21 personnes, dont sept mineurs.",
        "killed >=21; killed 7 subset children",
    ),
    (
        "L'ONG Hengaw a documenté la mort de 51 manifestants, dont neuf mineurs.",
        "killed 51 total protesters @hengaw; killed 9 subset children @hengaw",
    ),
    (
        "Douze corps découverts dans une fosse commune",
        "killed 12",
    ),
    (
        "Les Houthis affirment que les frappes américaines ont fait 31 morts et 101 blessés, pour la plupart des femmes et des enfants.",
        "killed 31 @houthis; injured 101 @houthis",
    ),
    (
        "Des dizaines de personnes sont mortes piétinées dans une bousculade.",
        "killed 10+",
    ),
    (
        "Plus d'une centaine de migrants se sont noyés au large de la Mauritanie.",
        "killed >100",
    ),
    (
        "La répression a fait près de 6.000 morts, selon l'ONG Iran Human Rights, basée en Norvège.",
        "killed ~6000 total @ihrngo",
    ),
    (
        "Six soldats ont été tués et trois autres sont portés disparus après une attaque à l'explosif.",
        "killed 6 security forces; missing 3",
    ),
    (
        "Entre 15 et 20 personnes ont été tuées, selon des témoins.",
        "killed 15-20 @witnesses",
    ),
    (
        "Quelque 400.000 personnes ont été déplacées par les combats dans l'est de la RDC, selon le HCR.",
        "displaced ~400000 total @unhcr",
    ),
    (
        "Au moins 1.200 personnes ont été arrêtées lors des manifestations, selon l'ONG Foro Penal.",
        "arrested >=1200 total @foro-penal",
    ),
    (
        "La police turque a interpellé plus de 300 manifestants à Istanbul.",
        "arrested >300 protesters",
    ),
    (
        "Vingt-trois interpellations dans une opération antidrogue à Marseille",
        "arrested 23",
    ),
    (
        "L'Iran a exécuté 901 personnes en 2024, selon l'ONU.",
        "executed 901 @united-nations bg",
    ),
    (
        "L'Arabie saoudite exécute huit personnes en une seule journée",
        "executed 8",
    ),
    (
        "Un tribunal a condamné à la réclusion à perpétuité cinq anciens militaires pour le massacre.",
        "sentenced 5 security forces",
    ),
    (
        "Douze personnes ont été condamnées à des peines de 10 à 25 ans de prison.",
        "sentenced 12",
    ),
    (
        "Dix-huit policiers ont été mis en examen pour la mort des manifestants.",
        "charged 18 security forces",
    ),
    (
        "Des hommes armés ont enlevé 25 lycéennes dans le nord-ouest du Nigeria.",
        "abducted 25 children",
    ),
    (
        "Au total, 303 élèves et 12 enseignants ont été kidnappés dans l'État du Niger.",
        "abducted 303 total children; abducted 12 total",
    ),
    (
        "Au moins 43 personnes sont toujours portées disparues après le naufrage d'une pirogue.",
        "missing >=43",
    ),
    (
        "On est sans nouvelles de 13 étudiants.",
        "missing 13 students",
    ),
    (
        "Plus de 7.000 habitants évacués en raison d'un incendie dans l'Aude",
        "displaced >7000 civilians",
    ),
    (
        "L'ouragan a laissé 25.000 personnes sans abri.",
        "displaced 25000",
    ),
    (
        "HRANA enquête toujours sur 579 autres décès.",
        "under_investigation 579 total",
    ),
    (
        "Onze policiers blessés lors d'échauffourées",
        "injured 11 security forces",
    ),
    (
        "L'accident d'autocar a fait neuf morts et 35 blessés, dont cinq grièvement",
        "killed 9; injured 35; injured 5 subset",
    ),
    (
        "Un mort et quatre blessés dans une fusillade à Marseille",
        "killed 1; injured 4",
    ),
    (
        "Une femme tuée et ses deux enfants blessés dans un accident de la route",
        "killed 1 women; injured 2 children",
    ),
    (
        "Frappes israéliennes à Gaza : 23 morts malgré la trêve, selon la Défense civile",
        "killed 23 @rescue-services",
    ),
    (
        "Gaza : au moins 31 morts dont six enfants dans des frappes, annonce la Défense civile",
        "killed >=31 @rescue-services; killed 6 subset children @rescue-services",
    ),
    (
        "« Nous avons confirmé la mort de 16 personnes », a déclaré à l'AFP le porte-parole de la Défense civile, Mahmoud Bassal.",
        "killed 16 @rescue-services /afp",
    ),
    (
        "Un responsable iranien a déclaré à Reuters qu'environ 2.000 personnes avaient été tuées, dont des membres des forces de sécurité.",
        "killed ~2000 total @iranian-official /reuters",
    ),
    (
        "L'ONU a vérifié la mort de 13.883 civils en Ukraine depuis le début de l'invasion russe.",
        "killed 13883 total civilians @united-nations",
    ),
    (
        "La chaîne Iran International a recensé pour sa part plus de 36.500 personnes tuées.",
        "killed >36500 total @iran-international",
    ),
    (
        "Un premier bilan faisait état de six soldats tués et de trois blessés.",
        "killed 6 total security forces; injured 3 total",
    ),
    (
        "Nos équipes ont pris en charge 125 blessés par balle en une seule nuit.",
        "injured 125",
    ),
    (
        "L'hôpital a reçu 46 blessés et 12 corps.",
        "injured 46; killed 12",
    ),
    (
        "À l'hôpital Nasser, nous avons reçu 74 blessés et dix personnes sont arrivées sans vie.",
        "injured 74; killed 10",
    ),
    (
        "Nous avons perdu trois de nos collègues dans cette attaque.",
        "killed 3",
    ),
    (
        "Depuis le début de l'année, nous avons enregistré 63 exécutions à Ispahan.",
        "executed 63 total",
    ),
    (
        "Au moins 17 travailleurs humanitaires ont été enlevés cette année.",
        "abducted >=17 total aid workers",
    ),
    (
        "Trente et un journalistes ont été tués cette année, selon la FIJ.",
        "killed 31 total journalists @ifj",
    ),
    (
        "Parmi les victimes figurent 4 médecins, 7 infirmières et un ambulancier.",
        "killed 4 subset medics; killed 7 subset medics; killed 1 subset medics",
    ),
    (
        "Le nombre de disparus tombe à sept.",
        "missing 7 total",
    ),
    (
        "On compte sept morts et 21 blessés.",
        "killed 7; injured 21",
    ),
    (
        "On dénombre à ce stade 95 morts.",
        "killed 95 total",
    ),
    (
        "On déplore 95 morts.",
        "killed 95",
    ),
    (
        "95 corps ont été retrouvés.",
        "killed 95",
    ),
    (
        "Quatre-vingt-quinze personnes sont décédées des suites des inondations.",
        "killed 95",
    ),
    (
        "Le déplacement de plus de 50.000 personnes au Nord-Kivu",
        "displaced >50000",
    ),
    (
        "Trois autres cadavres ont été découverts sous les décombres.",
        "killed 3 increment",
    ),
    (
        "Deux femmes tuées par balles à Guanajuato",
        "killed 2 women",
    ),
    (
        "Un jeune homme battu à mort à Rosario",
        "killed 1",
    ),
    (
        "Des tueurs à gages assassinent sept personnes dans un bar de Guayaquil",
        "killed 7",
    ),
    (
        "Trois individus ont été arrêtés pour leur participation présumée au crime.",
        "arrested 3",
    ),
    (
        "La police a procédé à 45 interpellations.",
        "arrested 45",
    ),
    (
        "Il y a eu 18 arrestations et 4 policiers blessés.",
        "arrested 18; injured 4 security forces",
    ),
    (
        "Quinze opposants emprisonnés au Nicaragua",
        "arrested 15",
    ),
    (
        "Détention provisoire pour onze militaires",
        "arrested 11 security forces",
    ),
    (
        "Onze militaires écroués",
        "arrested 11 security forces",
    ),
    (
        "L'Iran condamne à mort quatre manifestants",
        "sentenced 4 protesters",
    ),
    (
        "Quatre Kurdes condamnés à la pendaison",
        "sentenced 4",
    ),
    (
        "Les quatre hommes ont été exécutés à l'aube.",
        "executed 4",
    ),
    (
        "Au moins 50 élèves enlevés au Nigeria",
        "abducted >=50 children",
    ),
    (
        "Le groupe armé retient 18 personnes en otage.",
        "abducted 18",
    ),
    (
        "Boko Haram kidnappe plus de cent fillettes",
        "abducted >100 children",
    ),
    (
        "Seize personnes portées disparues après l'avalanche",
        "missing 16",
    ),
    (
        "Les recherches se poursuivent pour retrouver les huit disparus.",
        "missing 8",
    ),
    (
        "Au total, 6.600 personnes ont dû être évacuées.",
        "displaced 6600 total",
    ),
    (
        "Près de 700.000 personnes restent déplacées, selon l'OIM.",
        "displaced ~700000 total @iom",
    ),
    (
        "Neuf policiers poursuivis pour torture",
        "charged 9 security forces",
    ),
    (
        "Trois dirigeants mis en examen pour la mort de 12 ouvriers",
        "charged 3; killed 12",
    ),
    (
        "Le parquet a inculpé 24 personnes.",
        "charged 24",
    ),
    (
        "Six mille personnes ont fui leur village après l'attaque.",
        "displaced 6000",
    ),
    (
        "Les combats ont jeté sur les routes 100.000 personnes.",
        "displaced 100000 total",
    ),
    (
        "Le massacre de 215 civils, dont 56 enfants, par l'armée burkinabè",
        "killed 215 civilians; killed 56 subset children",
    ),
    (
        "Des drones ukrainiens tuent deux personnes à Belgorod",
        "killed 2",
    ),
    (
        "Deux personnes tuées à Belgorod par des drones ukrainiens, selon le gouverneur",
        "killed 2 @governor",
    ),
    (
        "Un séisme de magnitude 7,7 fait plus de 1.000 morts en Birmanie",
        "killed >1000",
    ),
    (
        "Le CICR dit avoir reçu 184 blessés, dont 30 enfants, dans son hôpital de Rafah.",
        "injured 184 @icrc; injured 30 subset children @icrc",
    ),
    (
        "Il y a dix ans, les attentats de Paris faisaient 130 morts.",
        "killed 130 bg",
    ),
    (
        "Trente-sept personnes n'ont pas survécu au crash.",
        "killed 37",
    ),
    (
        "Au 31 décembre, 1.242 personnes étaient toujours portées disparues.",
        "missing 1242 total 2025-12-31",
    ),
    (
        "Parmi les personnes arrêtées figurent 169 mineurs et 12 journalistes.",
        "arrested 169 subset children; arrested 12 subset journalists",
    ),
    (
        "Sur les 46.000 morts, plus de 17.000 sont des enfants.",
        "killed 46000 total; killed >17000 subset",
    ),
    (
        "Douze personnes sont mortes, dont huit femmes.",
        "killed 12; killed 8 subset women",
    ),
    (
        "Douze personnes sont mortes : huit hommes, trois femmes et un enfant.",
        "killed 12; killed 8 subset; killed 3 subset women; killed 1 subset children",
    ),
    (
        "Sept des victimes étaient mineures.",
        "killed 7 subset",
    ),
    (
        "Outre les 12 morts, on dénombre 40 blessés, dont sept dans un état critique.",
        "killed 12 total; injured 40 total; injured 7 subset",
    ),
    (
        "Au moins dix morts, dont trois policiers, et 20 blessés dans un attentat à Cali",
        "killed >=10; killed 3 subset security forces; injured 20",
    ),
    (
        "L'attaque de samedi, au cours de laquelle 11 soldats ont été tués, a été condamnée par l'ONU.",
        "killed 11 security forces",
    ),
    (
        "Le séisme de 1985 avait fait plus de 10.000 morts.",
        "killed >10000 total bg",
    ),
    (
        "L'ONG a rappelé qu'en 2024 au moins 975 personnes avaient été exécutées.",
        "executed 975 bg",
    ),
    (
        "L'armée assure avoir tué 50 miliciens, ce que les rebelles démentent.",
        "killed 50 militants @military",
    ),
    (
        "Un homme de 34 ans a tué sa femme et ses deux enfants avant de se suicider.",
        "killed 1 women; killed 2 children",
    ),
    (
        "Une personne est morte et deux autres ont été blessées.",
        "killed 1; injured 2",
    ),
    (
        "Trois morts, dont l'assaillant présumé",
        "killed 3; killed 1 subset militants",
    ),
    (
        "La tragédie, qui avait coûté la vie à 72 personnes, remonte à 2017.",
        "killed 72 bg",
    ),
    (
        "Une trentaine de morts et une centaine de blessés dans le déraillement d'un train",
        "killed ~30; injured ~100",
    ),
    (
        "Les forces de l'ordre ont tué par balles au moins 30 manifestants, d'après Amnesty.",
        "killed >=30 total protesters @amnesty",
    ),
    (
        "Neuf enfants d'une même famille tués dans une frappe",
        "killed 9 children",
    ),
    (
        "Un couple et ses trois enfants retrouvés morts à Meaux",
        "killed 2; killed 3 children",
    ),
    (
        "L'Observatoire syrien des droits de l'Homme (OSDH) a fait état de 1.426 morts, dont 633 combattants druzes.",
        "killed 1426 total @sohr; killed 633 subset militants @sohr",
    ),
    (
        "Selon l'OSDH, qui dispose d'un vaste réseau de sources en Syrie, 21 personnes ont été tuées.",
        "killed 21 total @sohr",
    ),
    (
        "« Nous avons compté 35 corps », a raconté au « Monde » un médecin de l'hôpital Al-Chifa.",
        "killed 35 @doctors /le-monde",
    ),
    (
        "Douze soldats ont été tués, ont indiqué à RFI deux sources sécuritaires.",
        "killed 12 security forces @security-forces /rfi",
    ),
    (
        "« Trente de nos combattants sont morts », a affirmé un porte-parole des rebelles à France 24.",
        "killed 30 militants @militants /france-24",
    ),
    (
        "Le maire de la commune, interrogé par BFMTV, parle de huit blessés.",
        "injured 8 @governor",
    ),
    (
        "Trois personnes ont été blessées, indiquent les pompiers à l'AFP.",
        "injured 3 @rescue-services /afp",
    ),
    (
        "Quatre personnes interpellées, selon une source policière",
        "arrested 4 @police",
    ),
    (
        "Le procureur de la République a annoncé la mise en examen de cinq personnes.",
        "charged 5 @judiciary",
    ),
    (
        "Le parquet fait état de deux morts.",
        "killed 2 @judiciary",
    ),
    (
        "D'après un bilan établi par l'AFP à partir de données officielles, 1.219 personnes ont été tuées.",
        "killed 1219 total @afp",
    ),
    (
        "Amnesty International affirme que l'armée a exécuté au moins 23 civils.",
        "killed >=23 total civilians @amnesty",
    ),
    (
        "Le CICR a enregistré 5.000 personnes disparues depuis 2019.",
        "missing 5000 total @icrc",
    ),
    (
        "Selon l'Ocha, 4,5 millions de personnes ont été déplacées depuis avril 2023.",
        "displaced 4500000 total @ocha",
    ),
    (
        "Le Haut-Commissariat de l'ONU aux droits de l'homme a recensé 1.857 personnes tuées entre avril et juin.",
        "killed 1857 total @ohchr",
    ),
    (
        "La Croix-Rouge a indiqué avoir pris en charge 200 blessés dans deux hôpitaux de Goma.",
        "injured 200 @red-cross",
    ),
    (
        "Le président Emmanuel Macron a fait part de la mort de deux soldats français.",
        "killed 2 security forces",
    ),
    (
        "Les Gardiens de la révolution ont annoncé avoir arrêté 40 « émeutiers ».",
        "arrested 40 @irgc",
    ),
    (
        "La télévision d'État iranienne a rapporté que huit membres des forces de sécurité avaient été tués.",
        "killed 8 security forces @iran-state-tv",
    ),
    (
        "Le ministère de l'Intérieur a démenti tout décès ; les ONG font état de 12 morts.",
        "killed 12",
    ),
    (
        "Reuters, citant un responsable iranien, avance le chiffre de 2.000 morts.",
        "killed 2000 total @iranian-official /reuters",
    ),
    (
        "L'armée israélienne dit avoir « éliminé » 20 terroristes.",
        "killed 20 militants @israeli-military",
    ),
    (
        "Le gouverneur de Dnipropetrovsk, Vladyslav Haïvanenko, a fait état de quatre morts et dix blessés.",
        "killed 4 @governor; injured 10 @governor",
    ),
    (
        "Le groupe, qui ne donne pas de détails, dit avoir capturé 15 soldats.",
        "arrested 15 security forces",
    ),
    (
        "L'un des blessés est mort à l'hôpital.",
        "killed 1",
    ),
    (
        "Le conducteur est décédé sur le coup et sa passagère a été grièvement blessée.",
        "killed 1 civilians; injured 1 civilians",
    ),
    (
        "Une fillette de sept ans est morte et sa mère est dans un état critique.",
        "killed 1 children; injured 1 women",
    ),
    (
        "L'assaillant a été abattu par la police.",
        "killed 1 militants",
    ),
    (
        "Deux frères de 12 et 15 ans se sont noyés dans une rivière.",
        "killed 2",
    ),
    (
        "Le colonel Abdul Rahman a été tué avec deux de ses gardes du corps.",
        "killed 1 security forces",
    ),
    (
        "Le maire d'Uruapan, Carlos Manzo, a été assassiné par balles.",
        "killed 1",
    ),
    (
        "Une femme enceinte et son bébé ont perdu la vie.",
        "killed 1 women; killed 1 children",
    ),
    (
        "L'assassinat du maire d'Uruapan a provoqué des manifestations.",
        "killed 1",
    ),
    (
        "La mort du journaliste a été confirmée par sa famille.",
        "killed 1 journalists",
    ),
    (
        "L'armée a tué le chef rebelle lors d'une opération.",
        "killed 1 militants",
    ),
    (
        "Le kamikaze est également mort.",
        "killed 1 militants",
    ),
    (
        "Les deux assaillants ont été abattus.",
        "killed 2 militants",
    ),
    (
        "Un pompier qui combattait le feu a perdu la vie.",
        "killed 1",
    ),
    (
        "Un soldat israélien tué et trois blessés dans le sud du Liban",
        "killed 1 security forces; injured 3",
    ),
    (
        "Le corps d'un randonneur retrouvé dans les Pyrénées",
        "killed 1",
    ),
    (
        "Les corps de quatre jeunes ont été découverts dans une camionnette.",
        "killed 4",
    ),
    (
        "Quelque 4.000 habitants ont été évacués en raison de l'éruption.",
        "displaced ~4000 total civilians",
    ),
    (
        "L'enlèvement de l'homme d'affaires a eu lieu lundi.",
        "abducted 1",
    ),
    (
        "Un journaliste arrêté à Tunis",
        "arrested 1 journalists",
    ),
    (
        "Le chef de l'opposition a été arrêté à son domicile.",
        "arrested 1",
    ),
    ("« Neuf hommes et deux femmes » ont été tués, a dit le préfet.", "killed 9; killed 2 women"),
    ('"Plus de 800 civils" tués au Soudan, selon l\'ONU', "killed >800 civilians @united-nations"),
    (
        'Il y a eu "412 interpellations" et "310 personnes" placées en garde à vue.',
        "arrested 412; arrested 310",
    ),
    ("La préfecture recense 96 interpellations pour 71 gardes à vue.", "arrested 96; arrested 71"),
    ("Depuis janvier, 54 personnes ont été placées sous mandat de dépôt.", "arrested 54"),
    ("L'armée a perdu au moins 140 soldats dans la région de Diffa.", "killed >=140 security forces"),
    ("Au moins une dizaine de pêcheurs, selon le parquet de Sfax, seraient morts.", "killed >=10 @judiciary"),
    ("Une vingtaine d'entre eux manquaient à l'appel mardi.", "missing ~20"),
    (
        "« Le nombre de morts s'élève à 31 et il y a beaucoup de blessés », a déclaré Mahmoud Bassal.",
        "killed 31 total @gaza-civil-defence",
    ),
    ("L'ONG HRANA a porté à 522 le nombre de personnes tuées en Iran.", "killed 522 total @hrana"),
    (
        "Au moins 51 manifestants ont été tués, a annoncé mardi 13 janvier l'ONG Iran Human Rights (IHR), basée à Oslo.",
        "killed >=51 protesters @ihrngo",
    ),
    ("L'explosion a fait 63 morts, selon un nouveau bilan officiel.", "killed 63 @official"),
    ("Quatre personnes ont été tuées à Goma, deux à Sake et une à Minova.", "killed 4; killed 2"),
    ("Le maire a été tué en même temps que deux gendarmes.", "killed 1; killed 2 security forces"),
    ("L'infection de 31 personnes et le décès de sept d'entre elles ont été confirmés.", "killed 7"),
    ("Selon le Haut-Commissariat aux réfugiés, 300 migrants ont disparu.", "missing 300 @unhcr"),
]

TRAPS = [
    "L'acteur est mort à l'âge de 87 ans",
    "Des milliers de personnes pourraient mourir de faim si l'aide n'arrive pas.",
    "Du côté des assaillants, aucun bilan n'a été établi.",
    "Le CICR a facilité la libération de 80 otages.",
    "Les morts se comptent par dizaines.",
    "Le parquet requiert 20 ans de prison contre les trois accusés",
    "Le bilan pourrait dépasser les 1.000 morts.",
    "L'avion transportait 67 personnes ; aucun survivant",
    "La moitié des victimes sont des femmes et des enfants.",
    "Le ministre a démenti que 500 personnes aient été tuées.",
    "Un juge a ordonné la libération de 43 manifestants.",
    "L'avion transportait 72 passagers et quatre membres d'équipage.",
    "Aucun des 150 passagers n'a été blessé.",
    "Quatre victimes sur dix sont mineures.",
    "Le numéro deux du Hamas a été tué.",
    "Le Hamas a libéré 20 otages et Israël 1.968 prisonniers.",
    "Condamné à 23 ans de prison pour avoir tué sa compagne",
    "Quelque 2.000 détenus se sont évadés de prison.",
    "L'ONU craint que 100 civils aient été tués.",
    "Les 200 personnes évacuées de l'hôtel sont saines et sauves.",
    "Le corps d'une femme élimine lui-même le virus.",
    "Une femme a donné naissance à un garçon mort-né.",
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_sentence_gives_its_figures(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text, language="fr").figures) == []


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_gives_none(read: Read, text: str) -> None:
    assert differences("", read(text, language="fr").figures) == []
