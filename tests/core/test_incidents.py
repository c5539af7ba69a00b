"""What texts about one incident report: the totals of a monitor's note, a database summary, a newswire lead.

Every text is written for this test in the style of its kind; the numbers are invented.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.extract import Reading

Read = Callable[..., Reading]

NOTES = [  # conflict monitors' event notes
    (
        "On 12 March 2025, Al Shabaab militants attacked a military base in Bosaso (Bari). 7 soldiers and 12 militants killed; 5 others injured.",
        {"killed": 19, "injured": 5},
    ),
    (
        "On 3 May 2025, unidentified gunmen shot dead a clan elder in Galkayo (Mudug). 1 fatality.",
        {"killed": 1},
    ),
    ("Clashes were reported between two clans near Abudwak. At least 3 fatalities reported.", {"killed": 3}),
    ("On 9 June 2025, an armed group raided Mbau village (Beni). Fatalities: 12.", {"killed": 12}),
    ("On 4 July 2025, police dispersed a march in Conakry with tear gas. There were no fatalities.", {}),
    ("Shelling hit the outskirts of Kupiansk. Casualties unknown.", {}),
    ("Government forces shelled Al Bara. An unspecified number of casualties was reported.", {}),
    (
        "On 5 August 2025, a landmine went off on a farm near Marib; one civilian was killed and his two sons were wounded.",
        {"killed": 1, "injured": 2},
    ),
    (
        "RSF forces raided Wad al-Noura (Gezira), killing at least 100 people and looting property.",
        {"killed": 100},
    ),
    (
        "Rioters set fire to a market in Kano. 4 people were reported killed and over 20 wounded. Police arrested 37 suspects.",
        {"killed": 4, "injured": 20, "arrested": 37},
    ),
    (
        "On 1 January 2026, an IED targeted an army patrol in Kidal. Two soldiers were killed and three others wounded.",
        {"killed": 2, "injured": 3},
    ),
    ("Naxalites killed a villager in Bijapur after accusing him of being a police informer.", {"killed": 1}),
    ("SFs killed three Maoists, including a woman cadre, in an encounter in Sukma District.", {"killed": 3}),
    (
        "A CRPF jawan was killed and two others sustained injuries in an IED blast triggered by Maoists.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Military forces carried out an air strike on a militant camp. 10 fatalities (coded as an estimate).",
        {"killed": 10},
    ),
    ("Militia fighters abducted 6 farmers in Zamfara and demanded ransom.", {"abducted": 6}),
    (
        "An armed group ambushed a convoy, losing two of its fighters and killing four soldiers.",
        {"killed": 6},
    ),
    (
        "On 8 May 2025, residents of the camp fled; around 2,300 people were displaced after the raid.",
        {"displaced": 2300},
    ),
    (
        "Suspected bandits attacked the village, killing 5, injuring 3, and abducting 11 people.",
        {"killed": 5, "injured": 3, "abducted": 11},
    ),
    ("Drone strike in Zaporizhia: 2 killed, 14 injured incl. 3 children.", {"killed": 2, "injured": 14}),
    ("Ambush near Djibo: 4 soldiers KIA, 7 WIA.", {"killed": 4, "injured": 7}),
    (
        "Shooting in Port-au-Prince: 2 x civilians killed, 1 x police officer wounded.",
        {"killed": 2, "injured": 1},
    ),
    (
        "Between 12 and 15 civilians likely died, including at least 5 children and 3 women, and up to 20 were injured.",
        {"killed": 12, "injured": 20},
    ),
    (
        "Local sources said that four to six civilians were killed in the strike on a home in Mosul.",
        {"killed": 4},
    ),
    (
        "Three civilians from one family, a father and his two sons, died in alleged Coalition shelling.",
        {"killed": 3},
    ),
    ("A woman and her four children were killed when a shell struck their house in Taiz.", {"killed": 5}),
    ("A mother and her two children were killed by artillery fire in Idlib.", {"killed": 3}),
    ("A couple and their child died when their car hit a mine.", {"killed": 3}),
    ("A family of five was killed in the strike.", {"killed": 5}),
    ("Twin brothers were shot dead in Jenin.", {"killed": 2}),
    ("A pair of gunmen were killed by police.", {"killed": 2}),
    ("Both attackers were shot dead.", {"killed": 2}),
    ("12 people (8 men, 3 women, 1 child) were killed in the shelling of the market.", {"killed": 12}),
    ("The strike killed 12, including 3 women.", {"killed": 12}),
    ("Eight civilians were killed: five women and three children.", {"killed": 8}),
    ("All nine people on board the helicopter were killed.", {"killed": 9}),
    ("The plane crashed in the sea, killing all 62 people on board.", {"killed": 62}),
    ("Three men were taken from a bus. The three men were later executed by the group.", {"killed": 3}),
]

DATABASE = [  # summaries as terrorism and aid-worker databases write them
    (
        "Assailants detonated an explosive device at a market in Maiduguri, Nigeria. At least three people, including the assailant, were killed and 12 others were injured in the attack. No group claimed responsibility for the incident.",
        {"killed": 3, "injured": 12},
    ),
    (
        "A suicide bomber detonated an explosives-laden vehicle at a checkpoint in Mosul, Iraq. In addition to the bomber, four soldiers were killed and nine others were injured in the blast.",
        {"killed": 5, "injured": 9},
    ),
    (
        "Assailants opened fire on a vehicle in Karachi, Pakistan. Two police officers were killed and one was injured in the attack.",
        {"killed": 2, "injured": 1},
    ),
    (
        "Assailants abducted four teachers in Bamenda, Cameroon. The hostages were released the following day.",
        {"abducted": 4},
    ),
    (
        "Assailants attacked a police post in Kunar, Afghanistan. At least six police officers and four assailants were killed and an unknown number of people were injured in ensuing clashes.",
        {"killed": 10},
    ),
    (
        "An explosive device was discovered and safely defused at a bus station in Manila, Philippines. There were no reported casualties in the incident.",
        {},
    ),
    ("Assailants set fire to a church in Santiago, Chile. No one was injured in the attack.", {}),
    (
        "Gunmen shot and killed a politician in Bogota, Colombia. The victim's driver was injured in the attack.",
        {"killed": 1, "injured": 1},
    ),
    (
        "An explosive device detonated near a convoy in Arish, Egypt, killing one person and injuring two others.",
        {"killed": 1, "injured": 2},
    ),
    ("An explosive device targeted a school bus. There were no casualties.", {}),
    ("INGO national staff member was shot and killed while driving home from the office.", {"killed": 1}),
    ("Two UN contractors kidnapped on the road between Goma and Rutshuru.", {"abducted": 2}),
    (
        "One national NGO aid worker killed and two injured when their vehicle struck an IED.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Three national staff of an international NGO were abducted by armed men and released two weeks later.",
        {"abducted": 3},
    ),
    ("A nurse working for an NGO died when the clinic was bombed from the air.", {"killed": 1}),
    (
        "A UN convoy was attacked by armed men. A driver was killed and two staff members were wounded.",
        {"killed": 1, "injured": 2},
    ),
    ("Two Red Cross volunteers were killed in crossfire while evacuating wounded fighters.", {"killed": 2}),
    ("A health worker was detained at a checkpoint and held for three days.", {"arrested": 1}),
    (
        "Airstrike on hospital. Two doctors and a patient killed, eight staff wounded.",
        {"killed": 3, "injured": 8},
    ),
    (
        "An ambulance was hit by a drone; the paramedic was killed and the driver injured.",
        {"killed": 1, "injured": 1},
    ),
]

WIRE = [  # leads and short reports of news agencies
    (
        "A suicide bomber struck a mosque in Peshawar during Friday prayers, killing at least 56 people and wounding 194, hospital officials said.",
        {"killed": 56, "injured": 194},
    ),
    (
        "A gunman opened fire at a nightclub early Sunday, leaving two dead and one wounded before he was shot by police.",
        {"killed": 2, "injured": 1},
    ),
    ("The blast tore through a bus, killing one and wounding two others.", {"killed": 1, "injured": 2}),
    (
        "The mayor was killed along with his wife and three children when assailants stormed their home.",
        {"killed": 5},
    ),
    ("Journalist Samir Haddad was killed along with his cameraman in the strike.", {"killed": 2}),
    ("Noor and his guard were killed and eight policemen were injured.", {"killed": 2, "injured": 8}),
    ("A man succumbed to his injuries on Tuesday, raising the toll to 8.", {"killed": 8}),
    (
        "A third victim died in hospital overnight, bringing the death toll from the crash to three.",
        {"killed": 3},
    ),
    ("Rescuers recovered two more bodies on Friday, bringing the toll to 31.", {"killed": 31}),
    ("The landslide has killed a total of 14 people.", {"killed": 14}),
    ("There were a total of 14 deaths in the outbreak of violence.", {"killed": 14}),
    ("Police said five people died at the scene and two more died later in hospital.", {"killed": 7}),
    ("Five people were killed in the blast. Two others died later in hospital.", {"killed": 7}),
    ("Three soldiers were killed in the ambush. Five civilians also died in the crossfire.", {"killed": 8}),
    (
        "Three soldiers were killed in the ambush. Security forces killed four of the attackers.",
        {"killed": 7},
    ),
    ("At least 20 people were killed in the attack. Police shot dead the three gunmen.", {"killed": 23}),
    (
        "Nine people, including three attackers, were killed. The attackers were shot dead by guards.",
        {"killed": 9},
    ),
    (
        "A car bomb killed 12 people in Kabul on Monday. The explosion, which killed 12, was claimed by no group.",
        {"killed": 12},
    ),
    (
        "Twelve people were killed, officials said. Twelve civilians lost their lives and 30 were wounded, said the hospital.",
        {"killed": 12, "injured": 30},
    ),
    (
        "A policeman was killed and three others injured when gunmen, who were riding a motorcycle, opened fire on Tuesday.",
        {"killed": 1, "injured": 3},
    ),
    ("Seven miners who had been trapped since Monday in a flooded shaft were found dead.", {"killed": 7}),
    ("The bodies of 18 migrants were recovered off the coast of Tunisia.", {"killed": 18}),
    ("The bodies of two men were found in a well.", {"killed": 2}),
    ("His body was found in a ditch two days after he had vanished.", {"killed": 1}),
    (
        "At least 27 people drowned when their boat sank; 14 were rescued and 9 are still missing.",
        {"killed": 27, "missing": 9},
    ),
    ("More than 40 people remain missing after the ferry capsized.", {"missing": 40}),
    ("Eleven people are unaccounted for after the dam burst.", {"missing": 11}),
    ("Some 12,000 people fled their homes as the fighting spread.", {"displaced": 12000}),
    ("The floods forced 30,000 people from their homes.", {"displaced": 30000}),
    ("Around 5,000 residents were evacuated.", {"displaced": 5000}),
    ("The quake left 2,500 people homeless.", {"displaced": 2500}),
    ("More than 1,000 families were displaced by the clashes.", {}),
    ("Police rounded up 300 protesters overnight.", {"arrested": 300}),
    ("At least 40 students were taken into custody.", {"arrested": 40}),
    ("Four suspects have been arrested in connection with the killing.", {"arrested": 4}),
    ("Police made 14 arrests.", {"arrested": 14}),
    ("The raid led to the arrest of three men.", {"arrested": 3}),
    ("Gunmen are holding 17 hostages in the church.", {"abducted": 17}),
    ("Twelve people were taken hostage.", {"abducted": 12}),
    ("Two men were hanged at dawn in Karaj prison.", {"executed": 2}),
    ("Iran executed a man convicted of spying on Sunday.", {"executed": 1}),
    ("A court handed death sentences to five protesters.", {"sentenced": 5}),
    ("Nine activists were handed prison terms of up to ten years.", {"sentenced": 9}),
    ("A grand jury indicted six officers over the death.", {"charged": 6}),
    ("Eleven people have been charged over the riots.", {"charged": 11}),
    ("Prosecutors have filed charges against 22 demonstrators.", {"charged": 22}),
    ("The killing and injuring of civilians continued.", {}),
    ("A gunman opened fire on civilians, killing and injuring four.", {}),
    ("The clashes caused dozens of casualties.", {}),
    ("More than 100 people were killed or wounded.", {}),
    ("No deaths or injuries were reported.", {}),
    ("Nobody was hurt and no arrests were made.", {}),
    ("One of the two gunmen was killed and the other fled.", {"killed": 1}),
    ("Of the 14 wounded, three later died.", {"killed": 3}),
    ("Three of the 14 wounded people died in hospital.", {"killed": 3, "injured": 14}),
    (
        "The attacker, who killed four people and wounded six, was later shot dead by police.",
        {"killed": 5, "injured": 6},
    ),
    ("A teenager was stabbed to death and his friend was seriously hurt.", {"killed": 1, "injured": 1}),
    ("Two Israeli women and a Palestinian gunman were killed.", {"killed": 3}),
    ("A roadside bomb killed a district governor, his driver and two bodyguards.", {"killed": 4}),
    (
        "An Afghan soldier turned his weapon on foreign troops, killing two Americans before being shot dead.",
        {"killed": 3},
    ),
    ("The bomber blew himself up at the gate, killing three guards.", {"killed": 3}),
    ("A bomber killed himself and 14 others.", {"killed": 15}),
    (
        "The crash claimed 16 lives and left 23 injured, four of them critically.",
        {"killed": 16, "injured": 23},
    ),
    ("Eight died on the spot while two others succumbed to injuries in hospital.", {"killed": 10}),
    ("9 more people were killed when a shell hit a queue for bread.", {"killed": 9}),
    ("As many as 30 people may have been killed.", {}),
    ("Up to 30 people were killed.", {"killed": 30}),
    ("Hospital staff counted 17 dead and 80 wounded.", {"killed": 17, "injured": 80}),
    ("The number of dead stood at 61 and that of injured at 240.", {"killed": 61, "injured": 240}),
    (
        "Officials put the death toll at 45, with 200 injured and 12 missing.",
        {"killed": 45, "injured": 200, "missing": 12},
    ),
    ("The toll has risen from 12 to 17.", {"killed": 17}),
    ("Three policemen and five civilians were killed, officials said.", {"killed": 8}),
    ("Officials said three policemen and five civilians were killed.", {"killed": 8}),
    ("HRANA said three policemen and five civilians were killed.", {"killed": 8}),
    ("A total of 158 inmates escaped, while five others were killed.", {"killed": 5}),
    (
        "Sixteen people were killed in the attack, including the bomber. Sixty-four others were injured.",
        {"killed": 16, "injured": 64},
    ),
    ("Two people were killed and 15 wounded, three of them seriously.", {"killed": 2, "injured": 15}),
    ("Six people were shot, two of them fatally.", {"killed": 2}),
    ("Ten people were shot, two fatally, at a block party.", {"killed": 2}),
    ("Gunmen killed Hassan Karimi, his brother and three others.", {"killed": 5}),
    ("Hafeez, Shamsul, Wajahat and Abdullah were killed.", {"killed": 4}),
    ("Ali Hassan and two others were killed in a car.", {"killed": 3}),
    ("Captain Juan Torres died in the explosion.", {"killed": 1}),
    ("Unknown gunmen shot dead Karim Noori, a tribal elder, outside his home.", {"killed": 1}),
    ("Police condemned the murder of Maria Gomez, a lawyer.", {"killed": 1}),
    ("Fifteen were wounded, the hospital said; four had died.", {"injured": 15, "killed": 4}),
    ("Fighting broke out, with 4 soldiers killed and 6 wounded.", {"killed": 4, "injured": 6}),
    ("A bus fell into a gorge; 22 passengers died, 13 survived.", {"killed": 22}),
    ("Attack leaves 3 dead, 5 hurt, 2 missing", {"killed": 3, "injured": 5, "missing": 2}),
    ("3 dead, 5 injured as bus overturns", {"killed": 3, "injured": 5}),
    ("Death toll in Sumy strike climbs to 35; 119 injured", {"killed": 35, "injured": 119}),
    ("Gunman kills 4 at Texas mall, then self", {"killed": 4}),
    ("Two killed as Russian drones hit Kharkiv", {"killed": 2}),
    ("Blast in Lahore: five killed", {"killed": 5}),
    ("Man shot dead in Derry", {"killed": 1}),
    ("Woman, 34, killed in crash", {"killed": 1}),
    ("Boy, 6, and mother killed in Gaza strike", {"killed": 2}),
    ("Police officer stabbed to death in Paris", {"killed": 1}),
    ("Teen dies after shooting in Oakland", {"killed": 1}),
    ("Two teens arrested over arson", {"arrested": 2}),
    ("Police arrest three over market blast", {"arrested": 3}),
    ("Gunmen kidnap 12 in northern Nigeria", {"abducted": 12}),
    ("Court jails 14 over protest", {"sentenced": 14}),
    ("Thousands flee as volcano erupts", {"displaced": 1000}),
]

TRAPS = [
    "United killed off the tie 3-1 with two late goals.",
    "The film, in which a killer murders 12 women, opens on Friday.",
    "Singer dies at 80 after a long illness.",
    "He was a dead ringer for the minister, and 12 people took his photo.",
    "The former president died peacefully at his home, surrounded by his 12 grandchildren.",
    "On the 30th anniversary of the bombing, 400 people gathered.",
    "Bank to slash 12,000 jobs, killing off two brands.",
    "400 sheep were killed by the storm.",
    "Hunters killed 12 wolves.",
    "The disease killed 20,000 birds and 300 cattle.",
    "She shot 12 photos of the dead tree.",
    "In the video game the player has killed 40 zombies.",
    "The 12-time champion retires injured.",
    "The team has five injured players for Saturday's match.",
    "They were beaten 4-0 and buried under an avalanche of goals.",
    "The deadline killed 12 projects.",
    "A bill that would have killed 30 amendments died in committee.",
    "12 years after the murder, the case is dead.",
    "He faces 20 years in prison on murder charges.",
    "Three men charged 20 dollars for water.",
    "Dead Sea falls 12 metres.",
    "The killer whale gave birth to two calves.",
    "Smoking could kill millions by 2050, study warns.",
    "Two dead languages are taught at the school.",
    "The 400 executive jobs were executed flawlessly.",
    "They executed 12 trades in a minute.",
    "Police seized 12 rifles and 400 rounds.",
    "He missed 12 games with injury.",
    "Two players are missing from the squad.",
    "Her 12th book, Dead at Seventeen, is out.",
    "The pandemic killed demand for 300 planes.",
    "He has survived 12 assassination attempts.",
    "Nobody was killed when 40 houses burned down.",
    "The bomb failed to explode, and none of the 300 passengers was hurt.",
    "Drills simulated an attack in which 50 people were killed.",
    "The suspect planned to kill 20 people.",
    "He denied killing three women.",
    "Firefighters rescued 12 people from the burning block.",
    "All 180 passengers escaped unhurt.",
    "The minister resigned after 12 days; two aides were sacked.",
    "Some 3,000 people attended the funeral of the slain singer.",
    "The storm killed power to 40,000 people.",
    "Two goals in the dying minutes left fans stunned.",
    "A dozen MPs are dying to speak.",
]

INCIDENTS = [*NOTES, *DATABASE, *WIRE]


@pytest.mark.parametrize(("text", "totals"), INCIDENTS)
def test_an_incident_is_totalled_as_a_careful_reader_totals_it(
    read: Read, text: str, totals: dict[str, int]
) -> None:
    assert {metric: total for metric, total in read(text).totals.items() if total} == totals


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_sounds_like_casualties_is_no_figure(read: Read, text: str) -> None:
    assert [(figure.metric, figure.low, figure.quote) for figure in read(text).figures] == []
