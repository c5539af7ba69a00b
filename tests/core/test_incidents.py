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
    ("Of the 14 wounded, three later died.", {"killed": 3, "injured": 14}),
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
    ("As many as 30 people could have been killed had the bomb gone off.", {}),
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
    ("Gunman kills 4 at Texas mall, then self", {"killed": 5}),
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

MORE = [  # grammars met one by one
    (
        "Russian forces shelled Kherson on Tuesday, killing a 62-year-old woman and injuring her husband.",
        {"killed": 1, "injured": 1},
    ),
    ("A 17-year-old Palestinian was shot dead by Israeli forces in Nablus.", {"killed": 1}),
    (
        "Israeli strikes on Gaza killed at least 43 people overnight, including 12 children, health officials said.",
        {"killed": 43},
    ),
    (
        "At least 11 people have been killed and dozens wounded after an overcrowded ferry capsized.",
        {"killed": 11, "injured": 12},
    ),
    (
        "Seven people, including two police officers, were killed in clashes between protesters and security forces in Nairobi.",
        {"killed": 7},
    ),
    ("Police fired live rounds at the crowd, killing one person.", {"killed": 1}),
    ("Two suspected militants were neutralised in an operation in Diyarbakir.", {"killed": 2}),
    ("The army said it had eliminated 14 terrorists in Sinai.", {"killed": 14}),
    (
        "Three soldiers were martyred and two terrorists were killed in an exchange of fire in North Waziristan.",
        {"killed": 5},
    ),
    ("Security forces killed four terrorists in an intelligence-based operation.", {"killed": 4}),
    ("An exchange of fire left two policemen martyred and a robber dead.", {"killed": 3}),
    ("A policeman embraced martyrdom while four others sustained injuries.", {"killed": 1, "injured": 4}),
    (
        "Unidentified gunmen opened fire on a vehicle, killing a man, his wife and their two children.",
        {"killed": 4},
    ),
    ("Two brothers were gunned down over a land dispute in Larkana.", {"killed": 2}),
    (
        "The explosion killed one child and wounded four others, two of whom are in critical condition.",
        {"killed": 1, "injured": 4},
    ),
    ("A drone strike killed the commander and two of his bodyguards.", {"killed": 3}),
    ("Five members of the same family were killed when a roof collapsed.", {"killed": 5}),
    ("Four children from one family died in a fire.", {"killed": 4}),
    (
        "A migrant worker was killed and several others were injured when scaffolding collapsed.",
        {"killed": 1, "injured": 3},
    ),
    (
        "Six people lost their lives and 18 others sustained injuries in road accidents.",
        {"killed": 6, "injured": 18},
    ),
    (
        "Residents reported that bandits killed 11 and abducted scores of others, mostly women.",
        {"killed": 11, "abducted": 20},
    ),
    ("The insurgents also abducted three girls.", {"abducted": 3}),
    ("ADF rebels hacked 13 farmers to death and kidnapped an unknown number of people.", {"killed": 13}),
    ("M23 fighters executed at least 10 civilians in Kishishe.", {"killed": 10}),
    (
        "CODECO militiamen killed at least 35 people, most of them women and children, at a displacement site.",
        {"killed": 35},
    ),
    (
        "Protesters clashed with police; 12 officers and 30 demonstrators were hurt and 57 people were arrested.",
        {"injured": 42, "arrested": 57},
    ),
    ("No casualties were reported but several houses were burned.", {}),
    ("The attack did not cause any casualties.", {}),
    ("There were no immediate reports of deaths or injuries.", {}),
    ("It was not immediately clear how many people had been killed.", {}),
    ("At least one person was killed.", {"killed": 1}),
    ("One dead, two hurt in shooting near school", {"killed": 1, "injured": 2}),
    ("Two dead after light aircraft crashes in Kent", {"killed": 2}),
    ("Suicide attack kills 23 soldiers in Dera Ismail Khan", {"killed": 23}),
    ("Boat accident claims 14 lives in Niger State", {"killed": 14}),
    ("22 killed, 60 injured as fire engulfs mall", {"killed": 22, "injured": 60}),
    ("Landslide buries 30", {}),
    ("Gunman who killed three in Prague identified", {"killed": 3}),
    ("Hundreds feared dead after dam collapse", {"killed": 100}),
    ("Up to 200 feared drowned off Libya", {"killed": 200}),
    ("Bodies of 12 migrants found in truck", {"killed": 12}),
    ("Body of missing journalist found", {"killed": 1}),
    ("Toll in Kerala landslides crosses 150", {"killed": 150}),
    ("Toll rises to 9 as two more succumb", {"killed": 9}),
    ("Police kill two suspected robbers in Lagos", {"killed": 2}),
    ("Four climbers die in avalanche on Mont Blanc", {"killed": 4}),
    ("Seven bodies recovered from collapsed mine", {"killed": 7}),
    ("Rescuers pulled out nine bodies and 14 survivors.", {"killed": 9}),
    ("The helicopter went down with 14 people on board. There were no survivors.", {}),
    ("All 14 people aboard were killed.", {"killed": 14}),
    ("Three of the hostages were killed and the remaining nine were freed.", {"killed": 3}),
    ("A military court sentenced 14 soldiers to death and jailed 9 others.", {"sentenced": 23}),
    ("Three men have been charged with murder.", {"charged": 3}),
    ("A 45-year-old man has been charged with arson.", {"charged": 1}),
    ("Authorities detained more than 150 people, including 17 journalists.", {"arrested": 150}),
    (
        "Nearly 1,300 people have been detained in anti-war protests across Russia, OVD-Info said.",
        {"arrested": 1300},
    ),
    ("Police said 12 suspects were in custody.", {"arrested": 12}),
    ("The opposition leader was arrested on Friday along with three aides.", {"arrested": 4}),
    ("Ten people are missing, feared dead.", {"missing": 10}),
    ("The fate of 43 students remains unknown.", {"missing": 43}),
    ("Fourteen fishermen went missing in the storm.", {"missing": 14}),
    ("The conflict has uprooted over 10 million people.", {"displaced": 10000000}),
    ("About 800,000 people were ordered to evacuate.", {}),
    ("More than 2,000 households were displaced.", {}),
    ("Saudi Arabia executed 81 men in a single day.", {"executed": 81}),
    ("The three brothers were hanged on 20 January.", {"executed": 3}),
    ("Amnesty recorded 853 executions in Iran.", {"executed": 853}),
    (
        "On Thursday morning a bus hit a landmine in Mopti region. Ten passengers died at once and four more in hospital.",
        {"killed": 14},
    ),
    ("A first blast killed two people. A second, minutes later, killed three rescuers.", {"killed": 5}),
    ("Gunmen attacked two villages, killing nine people in Gana and six in Dole.", {"killed": 15}),
    (
        "The Taliban said six of its fighters were killed. The Afghan defence ministry put the number of dead Taliban at 30.",
        {"killed": 30},
    ),
    ("Israel said it had killed a senior Hamas commander.", {"killed": 1}),
    ("Hezbollah announced the deaths of two of its members.", {"killed": 2}),
    ("Clashes between farmers and herders claimed at least 86 lives.", {"killed": 86}),
    ("The ministry said that 35 people had died of cholera.", {"killed": 35}),
    ("The hospital received the bodies of nine people and treated 40 wounded.", {"killed": 9, "injured": 40}),
    ("A baby and his grandmother were among the dead.", {}),
    ("Fire killed 3 people; one of them was a firefighter.", {"killed": 3}),
    (
        "A Reuters journalist was killed and six others from Al Jazeera and AFP were wounded.",
        {"killed": 1, "injured": 6},
    ),
    ("An armed man took a couple hostage.", {"abducted": 2}),
    ("Three people, a woman and two children, were injured.", {"injured": 3}),
    ("Shelling killed two and wounded five, among them three children.", {"killed": 2, "injured": 5}),
]

SUMMARIES = [  # as monitors of conflicts, of attacks on aid and health, and of disasters write them
    (
        "On 14 February 2025, JNIM militants ambushed a FAMa convoy between Niono and Diabaly (Niono, Segou). JNIM claimed to have killed 13 soldiers. FAMa stated that 6 soldiers and 9 militants were killed. At least 15 fatalities.",
        {"killed": 15},
    ),
    (
        "On 3 April 2024, presumed ADF militants attacked Mangodomu (Beni, Nord-Kivu), killing 4 civilians, abducting several others and burning 12 houses. FARDC intervened and neutralized two assailants. 6 fatalities.",
        {"killed": 6, "abducted": 3},
    ),
    (
        "On 21 May 2025, an RSF drone strike targeted a fuel depot in Kosti (White Nile). Two workers were killed, one other wounded.",
        {"killed": 2, "injured": 1},
    ),
    (
        "Property destruction: On 2 June 2025, Israeli settlers set fire to three vehicles in Burqa (Ramallah). No injuries were reported.",
        {},
    ),
    (
        "On 9 March 2025, a Fulani ethnic militia attacked Dungun Muazu village (Sabuwa, Katsina). 7 people killed, including a village head, and 10 others kidnapped.",
        {"killed": 7, "abducted": 10},
    ),
    (
        "On 18 July 2024, rioters attacked a police post in Eldoret; police opened fire and shot two demonstrators dead. Five police officers sustained injuries. 2 fatalities.",
        {"killed": 2, "injured": 5},
    ),
    (
        "On 30 October 2024, Russian forces shelled Kurakhove (Donetsk) with Grad MLRS. A 71-year-old man was killed and his 68-year-old wife was injured.",
        {"killed": 1, "injured": 1},
    ),
    (
        "As reported on 12 August 2025, a decomposed body with gunshot wounds was found near Buenaventura (Valle del Cauca). 1 fatality.",
        {"killed": 1},
    ),
    (
        "On 6 January 2026, two farmers were killed and a third wounded when a landmine exploded in their field in Al Durayhimi district.",
        {"killed": 2, "injured": 1},
    ),
    (
        "On 2 May 2025, unidentified gunmen on a motorcycle shot and killed a former councillor and wounded his bodyguard in Quetta.",
        {"killed": 1, "injured": 1},
    ),
    (
        "Defusal: On 5 June 2025, police discovered and defused an IED weighing 8 kg near a school in Bannu. No casualties.",
        {},
    ),
    (
        "On 27 April 2025, clashes between the Issa and Afar communities left 8 dead (split across two events).",
        {"killed": 8},
    ),
    (
        "On 10 October 2025, an armed group abducted 17 people, including 9 women, from a wedding in Moussodougou. Their whereabouts were unknown.",
        {"abducted": 17},
    ),
    (
        "On 8 December 2025, a suicide bomber detonated his vest at a checkpoint in Dar Sad (Aden). The bomber and three Security Belt soldiers were killed; 11 others were wounded.",
        {"killed": 4, "injured": 11},
    ),
    (
        "Between 3 and 5 March 2025, armed men killed at least 23 people in four villages in Logone.",
        {"killed": 23},
    ),
    (
        "On 17 November 2025, 3 women and 2 children were killed, and an unreported number of people were injured, when a house was shelled in Omdurman.",
        {"killed": 5},
    ),
    (
        "On 22 July 2025, military forces shot and killed two boys (16, 17) in Jenin refugee camp and detained 12 people.",
        {"killed": 2, "arrested": 12},
    ),
    (
        "One national staff member of an INGO was killed and two others were seriously injured when armed men opened fire on their vehicle on the Goma-Butembo road.",
        {"killed": 1, "injured": 2},
    ),
    (
        "4 NGO health workers abducted while travelling to a mobile clinic; all released unharmed after 9 days.",
        {"abducted": 4},
    ),
    (
        "A UN-contracted truck driver was shot dead and his assistant wounded at an illegal checkpoint outside Bentiu.",
        {"killed": 1, "injured": 1},
    ),
    (
        "NGO guesthouse raided by soldiers. Two international staff members were raped and a national staff member was beaten and injured.",
        {"injured": 1},
    ),
    (
        "Airstrike hit an MSF-supported hospital. 2 staff (1 nurse, 1 guard) killed, 5 injured.",
        {"killed": 2, "injured": 5},
    ),
    (
        "A female volunteer of the national Red Cross society was caught in crossfire and died from her wounds the following day.",
        {"killed": 1},
    ),
    (
        "Three INGO staff were kidnapped from their compound at night. One was killed by the kidnappers, and the other two were freed in a rescue operation.",
        {"killed": 1, "abducted": 3},
    ),
    ("A WFP convoy came under fire; no staff were hurt, but a police escort was killed.", {"killed": 1}),
    (
        "UNRWA reports one staff member killed with his wife and three children in an airstrike on their home.",
        {"killed": 5},
    ),
    ("1 INGO staff member injured by shrapnel during shelling of a distribution point.", {"injured": 1}),
    ("National NGO programme manager found dead in his home with stab wounds.", {"killed": 1}),
    (
        "Security guard employed by an INGO died after being beaten by robbers during a break-in.",
        {"killed": 1},
    ),
    (
        "Two drivers arrested at a checkpoint by intelligence officials and held for three weeks without charge.",
        {"arrested": 2},
    ),
    (
        "On 04 June 2025: In Al Fasher city, North Darfur, a hospital was struck by RSF artillery shells, killing a doctor and four patients and injuring three nurses.",
        {"killed": 5, "injured": 3},
    ),
    (
        "In Rakhine state, military aircraft bombed a township hospital. 33 people killed and 76 injured, among them patients, caregivers and health workers.",
        {"killed": 33, "injured": 76},
    ),
    (
        "An ambulance crew was fired upon by an Israeli tank as they tried to reach casualties. A paramedic was killed, the driver lost a leg.",
        {"killed": 1},
    ),
    (
        "Unidentified perpetrators kidnapped a pharmacist and his brother from their home in Zamfara and demanded a ransom.",
        {"abducted": 2},
    ),
    (
        "A vaccination team was attacked by armed men on motorcycles. Two female vaccinators and the policeman guarding them were shot dead.",
        {"killed": 3},
    ),
    (
        "Russian forces launched a second strike on the site after rescuers had arrived. One paramedic died at the scene, and two rescuers were wounded.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Three doctors, two nurses and an ambulance driver were arrested by police at a protest.",
        {"arrested": 6},
    ),
    (
        "A school teacher was shot in the head and killed in front of his pupils; two students were hit by stray bullets.",
        {"killed": 1, "injured": 2},
    ),
    ("At least one health worker was injured and an unspecified number of patients killed.", {"injured": 1}),
    (
        "08/14/2018: Assailants armed with knives and firearms attacked Kaunari village, Borno, Nigeria. At least 19 civilians were killed and an unknown number of people were injured in the attack. Boko Haram was suspected.",
        {"killed": 19},
    ),
    (
        "12/25/2016: An explosive device detonated targeting a police vehicle in Quetta, Pakistan. In addition to the assailant, three officers were killed and 17 people, including civilians and officers, were injured in the blast.",
        {"killed": 4, "injured": 17},
    ),
    (
        "10/10/2017: Security forces discovered and defused a remote-detonated improvised explosive device in Kirkuk, Iraq.",
        {},
    ),
    (
        "07/19/2014: Assailants opened fire on a military checkpoint in Farafra, Egypt. At least 22 soldiers and three assailants were killed and four other soldiers were wounded in the ensuing exchange of fire.",
        {"killed": 25, "injured": 4},
    ),
    (
        "11/03/2018: An assailant opened fire on a yoga studio in Tallahassee, Florida, United States. Three people, including the assailant who killed himself, were killed and five others were injured.",
        {"killed": 3, "injured": 5},
    ),
    (
        "06/15/2013: A female suicide bomber detonated on a bus carrying university students; a second bomber struck the hospital where the wounded were taken. At least 25 people were killed and 19 others were wounded.",
        {"killed": 25, "injured": 19},
    ),
    (
        "02/07/2016: Assailants kidnapped a journalist, his driver, and an interpreter near Sanaa. All three were released on February 20.",
        {"abducted": 3},
    ),
    (
        "09/12/2012: Gunmen shot and wounded a prosecutor in Diyarbakir. The prosecutor died of his injuries four days later.",
        {"killed": 1, "injured": 1},
    ),
    (
        "01/05/2014: A grenade was thrown at a polling station in Dhaka. There were no casualties; however, the building sustained minor damage.",
        {},
    ),
    (
        "04/21/2012: Assailants attacked a convoy carrying the provincial governor, who was unharmed. Two of his guards were killed, and three injured.",
        {"killed": 2, "injured": 3},
    ),
    (
        "Two Border Security Force (BSF) troopers were killed and three sustained injuries when cadres of the Communist Party of India-Maoist (CPI-Maoist) triggered a landmine blast in Malkangiri District on February 10.",
        {"killed": 2, "injured": 3},
    ),
    (
        "Four terrorists of Tehreek-e-Taliban Pakistan (TTP) were killed and two soldiers embraced martyrdom in an intelligence-based operation (IBO) in the Kulachi area of Dera Ismail Khan District on May 3.",
        {"killed": 6},
    ),
    (
        "SFs neutralised five Naxals, including two women cadres with a collective bounty of INR 2.5 million, in Narayanpur District on July 18.",
        {"killed": 5},
    ),
    (
        "Unidentified assailants shot dead a man, identified as Khan Muhammad (45), in the Mastung town of Mastung District.",
        {"killed": 1},
    ),
    (
        "Security Forces arrested 13 militants belonging to different outfits in Imphal East and Bishnupur Districts.",
        {"arrested": 13},
    ),
    (
        "A civilian, identified as Soma Kunjam, was killed by Maoists on suspicion of being a Police informer in Sukma District.",
        {"killed": 1},
    ),
    (
        "At least four persons, including two Levies personnel, were killed and 23 others injured in a bomb blast near a bus stand in Chaman on June 20.",
        {"killed": 4, "injured": 23},
    ),
    (
        "Three militants and an Army Major were killed while two SF personnel were injured in an encounter in Kupwara District.",
        {"killed": 4, "injured": 2},
    ),
    (
        "Ten Maoists, carrying cumulative reward of INR 3.3 million on their heads, surrendered before the Police in Bijapur District.",
        {},
    ),
    ("Police recovered 11 bullet-riddled bodies from the Dasht area of Mastung District.", {"killed": 11}),
    (
        "As many as 21 labourers were killed and seven injured when unidentified militants attacked a coal mine in Duki District.",
        {"killed": 21, "injured": 7},
    ),
    (
        "Heavy rains and flash floods since 14 August have killed 173 people, injured 82 and displaced an estimated 45,000 people across nine provinces, according to local authorities. Some 6,300 houses have been destroyed.",
        {"killed": 173, "injured": 82, "displaced": 45000},
    ),
    (
        "An estimated 12,400 people (2,480 families) fled their homes in Ituri between 3 and 9 June following attacks in which at least 41 civilians lost their lives.",
        {"displaced": 12400, "killed": 41},
    ),
    (
        "On 25 March, two IDPs were killed and seven wounded, including three children, when shells landed in Zamzam camp.",
        {"killed": 2, "injured": 7},
    ),
    (
        "The earthquake left 1,482 people dead and 3,124 injured, while 67 people are still missing.",
        {"killed": 1482, "injured": 3124, "missing": 67},
    ),
    (
        "Local authorities report 14 deaths, 32 injuries and 5 people missing after the landslide.",
        {"killed": 14, "injured": 32, "missing": 5},
    ),
    (
        "More than 31,000 people have been newly displaced by fighting in Cabo Delgado since the start of the month.",
        {"displaced": 31000},
    ),
    (
        "Up to 12 civilians, including between four and six children, were reportedly killed and at least 20 others wounded in an alleged Israeli airstrike on a residential building in Deir al Balah.",
        {"killed": 12, "injured": 20},
    ),
    (
        "Three to five civilians were allegedly killed in a reported US drone strike on a vehicle in Shabwa, according to local media.",
        {"killed": 3},
    ),
    (
        "The victims were named as Ahmad Hassan al-Ali, his wife Fatima and their three children. Eleven others were wounded.",
        {"injured": 11},
    ),
    (
        "A man, his pregnant wife and four children were killed in the strike, and two neighbours were injured.",
        {"killed": 6, "injured": 2},
    ),
    (
        "At least eight members of the al-Masri family were killed, among them five children and two women, when their home was hit.",
        {"killed": 8},
    ),
    (
        "According to local sources, 9 people were killed, while other reports put the death toll at 11.",
        {"killed": 11},
    ),
    (
        "On Tuesday, security forces arrested at least eleven citizens in Mahabad and transferred them to an unknown location.",
        {"arrested": 11},
    ),
    (
        "A kolbar was killed and another injured by direct fire from border guards in Nowsud.",
        {"killed": 1, "injured": 1},
    ),
    (
        "Two prisoners convicted of murder were executed in Ghezel Hesar Prison at dawn on Wednesday.",
        {"executed": 2},
    ),
    (
        "SOHR activists documented the death of a child by a mine explosion in the desert of Deir Ezzor.",
        {"killed": 1},
    ),
    (
        "A woman and her two daughters were injured in indiscriminate gunfire by unknown gunmen in Daraa al-Balad.",
        {"injured": 3},
    ),
    (
        "An ISIS cell attacked a military post with machine guns, killing four members of the SDF and injuring two others with varying severity.",
        {"killed": 4, "injured": 2},
    ),
    ("A young man died under torture in a security branch in Homs, days after his arrest.", {"killed": 1}),
    (
        "Eight Baluch citizens, including a teenager, were detained in raids on houses in Zahedan; two of them were later released on bail.",
        {"arrested": 8},
    ),
    (
        "Hengaw: Kurdish prisoner Rahim Azizi was executed in Urmia Central Prison on drug-related charges.",
        {"executed": 1},
    ),
    (
        "Freelance photographer Omar Saleh was killed by sniper fire on March 9 while covering clashes in Khan Younis.",
        {"killed": 1},
    ),
    (
        "Police beat and detained three journalists covering an opposition rally in Kampala, then released them without charge.",
        {"arrested": 3},
    ),
    (
        "Radio host Danilo Reyes was shot dead by two men on a motorcycle as he left the station in Cebu.",
        {"killed": 1},
    ),
    (
        "Soldiers and allied militiamen summarily executed at least 28 villagers, including two children, in Solhan.",
        {"killed": 28},
    ),
    (
        "A reporter and a cameraman were injured when police fired rubber bullets at demonstrators.",
        {"injured": 2},
    ),
    (
        "Three unidentified men abducted editor Roberto Toledo from his home; his body was found two days later with signs of torture.",
        {"abducted": 1, "killed": 1},
    ),
    (
        "GAZA CITY — Israeli airstrikes killed at least 34 Palestinians, including 12 women and children, across the Gaza Strip on Thursday, health officials said.",
        {"killed": 34},
    ),
    (
        "Two people died and a third is fighting for life after a shooting at a suburban shopping centre.",
        {"killed": 2},
    ),
    (
        "Ten people died, nine of them at the scene, when a minibus collided with a truck near Nakuru.",
        {"killed": 10},
    ),
    (
        "A 9-year-old girl and her grandfather were among five people killed when a drone hit an apartment block in Sumy.",
        {"killed": 5},
    ),
    (
        "Eleven people were killed and 27 taken to hospital after a crowd crush at a religious festival.",
        {"killed": 11, "injured": 27},
    ),
    (
        "The blast killed 18 people on the spot; four more succumbed to their injuries at the district hospital, taking the toll to 22.",
        {"killed": 22},
    ),
    (
        "Gunmen killed at least 50 people and abducted an unknown number of others in an overnight raid on a village in Plateau state, the governor said.",
        {"killed": 50},
    ),
    (
        "A soldier shot dead six of his comrades before turning the gun on himself at a base in southern Russia.",
        {"killed": 7},
    ),
    (
        "A car bomb killed Darya Petrova, the daughter of a nationalist thinker, outside Moscow.",
        {"killed": 1},
    ),
    ("One person was killed and more than a dozen others were wounded.", {"killed": 1, "injured": 12}),
    ("Officials initially said eight people had died but later revised the figure to five.", {"killed": 5}),
    (
        "Police killed three suspected kidnappers and rescued 14 hostages in a forest in Kaduna.",
        {"killed": 3},
    ),
    (
        "No one was killed but 14 passengers were injured, three of them seriously, when the tram derailed.",
        {"injured": 14},
    ),
    (
        "At least 16 migrants drowned and 28 were missing after a boat sank off Djibouti; 30 survivors were rescued.",
        {"killed": 16, "missing": 28},
    ),
    ("Twelve people were shot, four of them fatally, at a birthday party in Stockton.", {"killed": 4}),
    (
        "A Ukrainian drone attack on Belgorod killed a mother and her infant son and wounded the father, the governor said.",
        {"killed": 2, "injured": 1},
    ),
    ("Fourteen schoolgirls and two teachers were kidnapped; one of the girls escaped.", {"abducted": 16}),
    (
        "Israeli forces killed a 15-year-old Palestinian boy and wounded two other people during a raid in Qabatiya.",
        {"killed": 1, "injured": 2},
    ),
    ("The dead included the pilot, his co-pilot and 11 passengers.", {}),
    (
        "Thirty-one people perished when fire swept through a hotel; 50 others were hurt, several of them critically.",
        {"killed": 31, "injured": 50},
    ),
    ("Nine miners were rescued, but two are dead and four remain trapped.", {"killed": 2}),
    (
        "At least 11 people, most of them civilians, have been killed by landmines since January.",
        {"killed": 11},
    ),
    ("The army said it lost five soldiers and killed 20 rebels in the battle.", {"killed": 25}),
    (
        "Between five and ten militants were killed in the raid, the spokesman said, adding that two commandos were wounded.",
        {"killed": 5, "injured": 2},
    ),
    (
        "KILLED: TWO POLICEMEN AND A TAXI DRIVER; FIVE PERSONS WERE WOUNDED IN THE ATTACK, WHICH TOOK PLACE AT 0730.",
        {"killed": 3, "injured": 5},
    ),
    (
        "THE MAYOR OF TOCACHE WAS ASSASSINATED YESTERDAY BY FOUR GUNMEN WHO ALSO KILLED HIS DRIVER AND TWO BODYGUARDS.",
        {"killed": 4},
    ),
    (
        "In Kyiv city, a missile struck a children's hospital, killing two adults, one of them a doctor, and injuring at least 32 others, including eight children.",
        {"killed": 2, "injured": 32},
    ),
    ("1 INGO national staff killed by unknown actors in his home in Bangassou.", {"killed": 1}),
    (
        "While travelling by road, an INGO team was stopped by armed men. The driver was shot and later died in hospital. Two colleagues escaped.",
        {"killed": 1},
    ),
    (
        "Between 8 and 15 people were reported killed when drones hit a compound in Datta Khel. Some sources put the dead at 20.",
        {"killed": 8},
    ),
    (
        "Gunfire erupted at a house party; two teenagers, aged 15 and 17, died and 11 others were hospitalised with gunshot wounds.",
        {"killed": 2, "injured": 11},
    ),
    ("The bodies of 14 men, their hands tied, were discovered in a mass grave near Tarhuna.", {"killed": 14}),
    (
        "A roadside bomb hit a minibus in Badghis. All eleven passengers, including three children, died.",
        {"killed": 11},
    ),
    ("Militants beheaded five fishermen on Lake Chad, residents said Monday.", {"killed": 5}),
    ("The attack claimed three lives and left nine people nursing injuries.", {"killed": 3, "injured": 9}),
    (
        "Police confirmed four fatalities and 19 injuries following the grenade attack at a church.",
        {"killed": 4, "injured": 19},
    ),
    (
        "A 32-year-old Palestinian, Mahmoud Odeh, was shot and killed by a settler near Nablus; his cousin was moderately wounded.",
        {"killed": 1, "injured": 1},
    ),
    (
        "Seven people were killed, five of them members of one family, and four more were hurt when a shell hit a kitchen in Lasjerd.",
        {"killed": 7, "injured": 4},
    ),
    ("ISIS claimed the abduction and execution of two SDF fighters in Deir Ezzor.", {"killed": 2}),
    (
        "Suspected cartel gunmen killed eight people inside a bar in Uruapan. Three women were among the victims. A waiter was wounded.",
        {"killed": 8, "injured": 1},
    ),
    ("A mob lynched two men accused of kidnapping children in Ajalpan.", {"killed": 2}),
    (
        "Al-Shabaab militants executed by firing squad four men accused of spying for the government.",
        {"killed": 4},
    ),
    ("The pilot and co-pilot were killed when an air force trainer crashed near Ankara.", {"killed": 2}),
    (
        "Clashes between gangs at a prison in Guayaquil left at least 31 inmates dead, 27 of them asphyxiated, and 34 injured.",
        {"killed": 31, "injured": 34},
    ),
    (
        "At least 12 dead, including 2 police, and over 60 wounded in twin blasts outside stadium",
        {"killed": 12, "injured": 60},
    ),
    ("A police officer and an assailant died in a shoot-out on Sunday.", {"killed": 2}),
    ("The bomber and seven others were killed.", {"killed": 8}),
    (
        "Eight people, in addition to the two attackers, were killed in the siege of the hotel.",
        {"killed": 10},
    ),
    ("The raid killed six, plus two attackers.", {"killed": 8}),
    ("Besides the gunman, nine worshippers were killed.", {"killed": 10}),
    (
        "A gunman killed 11 people and wounded six before killing himself at a municipal building.",
        {"killed": 12, "injured": 6},
    ),
    ("A mother of four was struck by a stray bullet and died instantly in Port-au-Prince.", {"killed": 1}),
    ("Dozens of villagers were massacred; a local official spoke of 43 bodies.", {"killed": 43}),
    ("Eyewitnesses reported seeing at least 20 corpses on the street.", {"killed": 20}),
    (
        "Two Ukrainian civilians perished and 17 others, including a rescuer, were wounded as Russia pounded Kharkiv with glide bombs.",
        {"killed": 2, "injured": 17},
    ),
    (
        "One child was killed and his brother critically injured by an explosive remnant of war.",
        {"killed": 1, "injured": 1},
    ),
    (
        "The explosion occurred at 14:30 and killed 3 of the 12 workers in the building; the remaining nine were unhurt.",
        {"killed": 3},
    ),
    ("Of the 50 people aboard, 41 drowned and nine were rescued.", {"killed": 41}),
    ("Five of the seven crew members died.", {"killed": 5}),
    ("Two of the five hostages were shot dead and the others released.", {"killed": 2}),
    ("Thirteen people suffered burns, four of whom later died in hospital.", {"killed": 4, "injured": 13}),
    (
        "An airstrike on a school killed 22, most of them children, and wounded about 100, the health ministry said; the army said it had targeted militants.",
        {"killed": 22, "injured": 100},
    ),
    (
        "The army said 17 terrorists were eliminated. Local residents said that those killed were all civilians.",
        {"killed": 17},
    ),
    (
        "At least five miners were found dead; eight others are still trapped underground.",
        {"killed": 5, "missing": 8},
    ),
    ("Nigerian bandits kill 10, kidnap 30 worshippers in church attack", {"killed": 10, "abducted": 30}),
    ("Car bomb in Mogadishu kills MP, four bodyguards", {"killed": 5}),
    ("Blast at firecracker factory kills 6 workers, injures 10 in Tamil Nadu", {"killed": 6, "injured": 10}),
    ("Journalist, two relatives killed in Khan Younis strike", {"killed": 3}),
    ("Suicide bombing in Kabul: 1 dead, 15 hurt", {"killed": 1, "injured": 15}),
    ("Knife attack leaves two dead and attacker shot by police", {"killed": 2}),
    ("Bus plunge kills 16, injures 29 in Peru", {"killed": 16, "injured": 29}),
    ("3 soldiers martyred, 8 terrorists killed in KP operations: ISPR", {"killed": 11}),
    ("Teen shot dead, two wounded in West Bank raid", {"killed": 1, "injured": 2}),
    ("Israel kills three Hezbollah members in south Lebanon", {"killed": 3}),
    ("ICE agent fatally shoots woman in Minneapolis", {"killed": 1}),
    ("U.S. strike on alleged drug boat kills four", {"killed": 4}),
    ("Sudan drone strike kills at least 60 at displacement camp, doctors' group says", {"killed": 60}),
    (
        "A drone dropped an explosive on a pick-up truck, as a result of which a father of three was killed and his colleague suffered a concussion and shrapnel wounds.",
        {"killed": 1, "injured": 1},
    ),
    (
        "As a result of the attack, 6 persons were injured, among them 2 children; there are no fatalities.",
        {"injured": 6},
    ),
    ("Three people were burned alive when gunmen torched a house in Petite-Rivière.", {"killed": 3}),
    (
        "Two civilians were killed on the spot, another died on the way to hospital, and five were wounded.",
        {"killed": 3, "injured": 5},
    ),
    ("A fourth victim died of her burns on Saturday, raising the number of dead to four.", {"killed": 4}),
    ("Eleven soldiers lost their lives and as many were wounded.", {"killed": 11}),
    (
        "The convoy was hit by an IED, killing the district governor, his two sons and three police bodyguards.",
        {"killed": 6},
    ),
    ("Killed in the attack were a pharmacist, her husband and a night watchman.", {"killed": 3}),
    (
        "The victims were identified as a 40-year-old teacher and her two sons, all of whom died at the scene.",
        {"killed": 3},
    ),
    ("Among the wounded were two journalists. In all, nine people were hurt.", {"injured": 9}),
    ("Six Malian soldiers, two gendarmes and an unknown number of assailants were killed.", {"killed": 8}),
    (
        "Gunmen shot at a taxi, wounding the driver and killing all three passengers.",
        {"killed": 3, "injured": 1},
    ),
    ("A bomb exploded under a car, killing both occupants.", {"killed": 2}),
    ("Both the driver and his passenger were killed.", {"killed": 2}),
    ("Neither the judge nor his guards were hurt, but a passer-by was killed.", {"killed": 1}),
    ("None of the 40 children on the bus was hurt; the driver died.", {"killed": 1}),
    ("A hand grenade wounded no fewer than 30 fans; seven are in a critical condition.", {"injured": 30}),
    ("An officer of the National Directorate of Security was assassinated in Lashkar Gah.", {"killed": 1}),
    (
        "Unknown assailants assassinated the deputy mayor of Kabul, Mahbubullah Mohebi, and his secretary with a sticky bomb.",
        {"killed": 2},
    ),
    ("The head of the local election commission was gunned down outside a mosque.", {"killed": 1}),
    (
        "Four Chadian peacekeepers from the UN mission were killed and ten wounded near Aguelhok.",
        {"killed": 4, "injured": 10},
    ),
    ("Some 300 people have been arrested, 60 of whom remain in custody.", {"arrested": 300}),
    (
        "Police fired live ammunition at protesters, killing one and wounding 14; 86 people were detained.",
        {"killed": 1, "injured": 14, "arrested": 86},
    ),
    (
        "Fifty-three people were taken hostage, of whom 12 were killed during the rescue.",
        {"abducted": 53, "killed": 12},
    ),
    ("Militants stormed a boarding school and took away 39 students.", {"abducted": 39}),
    ("The kidnappers released two of the nine captives after a ransom was paid.", {}),
    ("More than 200 schoolgirls remain missing after the attack.", {"missing": 200}),
    ("Eighteen people, including the ship's captain, are unaccounted for.", {"missing": 18}),
    (
        "Floods forced some 200,000 people from their homes and killed 49.",
        {"displaced": 200000, "killed": 49},
    ),
    ("Around 3,500 families have been displaced.", {}),
    ("About 90,000 people have fled to Chad since April.", {"displaced": 90000}),
    ("A landmine killed a boy of nine and injured his two sisters.", {"killed": 1, "injured": 2}),
    ("A 5-month-old baby and her mother were wounded by shrapnel.", {"injured": 2}),
    ("Four people, all male, were killed by shelling.", {"killed": 4}),
    ("Three (3) civilians were killed and seven (7) injured.", {"killed": 3, "injured": 7}),
    ("Killed: 3 (2M, 1F). Injured: 9.", {"killed": 3, "injured": 9}),
    ("Casualties: 5 killed, 11 wounded.", {"killed": 5, "injured": 11}),
    ("2 killed/7 injured in IED blast, Kunduz", {"killed": 2, "injured": 7}),
    ("Civilian casualties: 14 (4 killed, 10 injured).", {"killed": 4, "injured": 10}),
    (
        "A clash between herders and farmers resulted in six deaths and the displacement of 1,200 people.",
        {"killed": 6, "displaced": 1200},
    ),
    (
        "Separatist fighters attacked a checkpoint, resulting in the death of two gendarmes and one fighter.",
        {"killed": 3},
    ),
    (
        "The strike led to the deaths of a woman and three children and the injury of eight others.",
        {"killed": 4, "injured": 8},
    ),
    (
        "This attack caused the death of one paramedic and injuries to two others.",
        {"killed": 1, "injured": 2},
    ),
    ("Shelling of Hlevakha: one dead, a 75-year-old woman; four wounded.", {"killed": 1, "injured": 4}),
    (
        "A market stampede killed eight women as a truck carrying rice was looted; scores sustained injuries.",
        {"killed": 8, "injured": 20},
    ),
    (
        "The militia freed 10 prisoners after killing two guards; a third guard was wounded.",
        {"killed": 2, "injured": 1},
    ),
    (
        "Six bandits were killed while others fled with gunshot wounds; one soldier paid the supreme price.",
        {"killed": 7},
    ),
    ("A total of nine persons including a soldier lost their lives.", {"killed": 9}),
    (
        "The Taliban said they had killed 20 soldiers. The defence ministry said only five were killed.",
        {"killed": 20},
    ),
    ("At least 70 dead in Darfur hospital attack - WHO", {"killed": 70}),
    ("Yemen's Houthis say 31 journalists killed in Israeli strikes on newspaper offices", {"killed": 31}),
    (
        "Ten Palestinians, among them a woman and a child, were killed Tuesday, raising to 39 the number killed this week.",
        {"killed": 39},
    ),
    (
        "The gang killed at least 40 residents, according to a human rights network; the mayor put the toll at 28.",
        {"killed": 28},
    ),
    (
        "A suicide bomber driving a truck packed with 500 kg of explosives attacked a police training centre in Jamrud at around 7.30 am. Nine recruits died on the spot and five more in hospital. Some 28 people, 11 of them in serious condition, are being treated in Peshawar. Two buildings collapsed.",
        {"killed": 14, "injured": 28},
    ),
    (
        "Unidentified armed men attacked an INGO vehicle on National Road 2, about 15 km south of the town. Of the four passengers, two were killed and one was wounded; the fourth escaped into the bush. The attackers stole two phones and USD 300.",
        {"killed": 2, "injured": 1},
    ),
    (
        "Three armed men broke into the NGO compound at 02:00. A guard was beaten and needed hospital treatment. The intruders left with 3 laptops.",
        {"injured": 1},
    ),
    (
        "Israeli aircraft carried out 12 raids on Baalbek. The civil defence said 24 bodies had been recovered so far and that 6 people were still under the rubble. 43 wounded were taken to three hospitals.",
        {"killed": 24, "missing": 6, "injured": 43},
    ),
    (
        "At 11:45, two motorcycle-borne gunmen opened fire on Professor Anwar Shah (52) as he left his house in Swabi. He died on the way to hospital. His gunman and a pedestrian were injured.",
        {"killed": 1, "injured": 2},
    ),
    (
        "A 16-year-old boy was shot in the chest with live ammunition by soldiers during clashes at the entrance to Beita. He was pronounced dead at Rafidia hospital. Four others sustained rubber bullet wounds and 27 suffered from tear gas inhalation.",
        {"killed": 1, "injured": 31},
    ),
    (
        "On the evening of 7 July, a patrol of the 3rd Battalion hit an improvised explosive device 8 km from Ansongo. Three soldiers lost their lives; six, two of them seriously, were injured.",
        {"killed": 3, "injured": 6},
    ),
    (
        "Two car bombs went off within 10 minutes of each other. The first killed five people at a bus station; the second, outside a clinic, killed seven. At least 40 people were injured in all.",
        {"killed": 12, "injured": 40},
    ),
    ("Gunmen attacked Kukawa on Sunday, killing 10 people, and Zurak on Monday, killing 15.", {"killed": 25}),
    (
        "The army said on Friday that it had killed 16 rebels in two days of fighting near Sake and lost three of its own men.",
        {"killed": 19},
    ),
    (
        "In an attack on a wedding party, 14 guests, the groom and the bride's father were killed. 29 guests were wounded.",
        {"killed": 16, "injured": 29},
    ),
    (
        "A man opened fire in a supermarket, killing his former wife and two customers and wounding a cashier, before shooting himself dead.",
        {"killed": 4, "injured": 1},
    ),
    (
        "A mortar round landed in the yard of a house in Nikopol. The owner, a 67-year-old man, was killed. His wife, 64, and a neighbour were hospitalised with shrapnel wounds.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Settlers from Yitzhar attacked farmers in Burin with stones and clubs; three farmers were injured, 60 olive trees were cut down and a car was torched.",
        {"injured": 3},
    ),
    (
        "In total, 35 people were arrested in the raids, of whom 12 were later released. No one was hurt.",
        {"arrested": 35},
    ),
    (
        "Police used water cannon. According to the bar association, 57 demonstrators were detained, among them 9 minors. The interior ministry spoke of 49 detentions.",
        {"arrested": 57},
    ),
    (
        "The collapse of an illegal gold mine in Kamituga claimed at least 50 lives. So far, 13 bodies have been found.",
        {"killed": 50},
    ),
    (
        "The boat, carrying 47 migrants, sank 30 nautical miles off Lampedusa. Twenty-two survivors were rescued; three bodies were recovered; 22 people are missing.",
        {"killed": 3, "missing": 22},
    ),
    (
        "Four people have died and 1,100 have been evacuated because of wildfires in Chios. Twelve firefighters suffered burns.",
        {"killed": 4, "displaced": 1100, "injured": 12},
    ),
    (
        "A 6.1-magnitude earthquake struck Balikesir at 19:53. One person, an 81-year-old woman, died shortly after being pulled from the rubble. 29 people were injured and 16 buildings collapsed.",
        {"killed": 1, "injured": 29},
    ),
    ("The victims, two brothers aged 24 and 27, were found shot dead in their car.", {"killed": 2}),
    (
        "Gunmen in military uniform stopped a bus at Nushki, checked the passengers' identity cards and shot dead nine of them. In a separate incident, two people were killed when their car failed to stop at a roadblock.",
        {"killed": 11},
    ),
    (
        "The clashes, which began on 4 May, have left 62 dead, 118 wounded and 9,000 homeless.",
        {"killed": 62, "injured": 118, "displaced": 9000},
    ),
    ("No deaths were reported, but 19 people were treated for smoke inhalation.", {"injured": 19}),
    ("Five inmates were stabbed, three of them to death, in a fight at Litoral prison.", {"killed": 3}),
    (
        "The Islamic State group claimed to have killed 20 soldiers; the government acknowledged seven dead and five missing.",
        {"killed": 20, "missing": 5},
    ),
    (
        "The hospital's director said 11 bodies were brought in, including those of four children. 35 wounded were admitted.",
        {"killed": 11, "injured": 35},
    ),
    (
        "Bandits ambushed a convoy of Joint Task Force troops at Kankara, killing a captain, a lieutenant and eight soldiers. Nineteen bandits were killed in the exchange.",
        {"killed": 29},
    ),
    (
        "A paramedic, Yusuf Khalil, was killed and two colleagues were injured when an Israeli drone struck an ambulance in Nabatieh. It was the third such attack this week, in which 5 health workers have died.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Armed Fulani herders raided three villages in Bokkos LGA on Christmas Eve. Amnesty International put the number of those killed at 140; the state governor said 115 bodies had been buried.",
        {"killed": 140},
    ),
    (
        "Nineteen people were killed in the crash, including all 14 passengers and two crew members of the aircraft, and three people on the ground.",
        {"killed": 19},
    ),
    (
        "A 45-year-old taxi driver and his two passengers were killed. A third passenger was wounded.",
        {"killed": 3, "injured": 1},
    ),
    (
        "One soldier was killed and another injured in a sniper attack on the outpost at Keran. In retaliatory fire, three infiltrators were killed.",
        {"killed": 4, "injured": 1},
    ),
    ("In the ensuing gun battle two terrorists were shot dead while a third blew himself up.", {"killed": 2}),
    ("A teacher and seven of her pupils were killed when a shell exploded in the playground.", {"killed": 8}),
    (
        "Seven employees of the mining company, six of them foreigners, were kidnapped and their four police guards killed.",
        {"abducted": 7, "killed": 4},
    ),
    (
        "Two health workers – a nurse and a lab technician – were abducted from the clinic. The nurse was found dead two days later; the lab technician is still missing.",
        {"abducted": 2, "killed": 1, "missing": 1},
    ),
    (
        "A drone-dropped grenade wounded a tram driver, 51, and three passengers, one of whom lost an eye.",
        {"injured": 4},
    ),
    ("Eleven people were indicted on Thursday; two of the 11 are abroad.", {"charged": 11}),
    (
        "Rebels shot and killed the village chief, his son and two relatives, then set fire to 17 houses.",
        {"killed": 4},
    ),
    ("Lebanon: four killed, including two children, in Israeli strike on car in Bint Jbeil", {"killed": 4}),
    ("Pakistan army kills 33 'Khwarij' on Afghan border", {"killed": 33}),
    (
        "Ukraine: Russian attack on Ternopil kills 26, including three children; 93 injured, 25 missing",
        {"killed": 26, "injured": 93, "missing": 25},
    ),
    ("Gunmen free 12 hostages, kill three policemen in Haiti", {"killed": 3}),
    ("CIVILIAN KILLED, TWO HURT IN SHELLING OF DONETSK", {"killed": 1, "injured": 2}),
    ("Landslide in Papua New Guinea: more than 670 feared dead, says IOM", {"killed": 670}),
    ("Thirteen killed in Baghdad bombings", {"killed": 13}),
    ("Dozens killed, 200 injured as fire sweeps through Iraqi wedding hall", {"killed": 12, "injured": 200}),
    ("Philippine ferry disaster: Death toll rises to 18, 24 still missing", {"killed": 18, "missing": 24}),
    ("Man kills wife, three children, then himself in Punjab village", {"killed": 5}),
    ("Security guard killed, colleague hurt in robbery at cash depot", {"killed": 1, "injured": 1}),
    ("US airman dies after non-combat incident in Jordan", {"killed": 1}),
    ("An elderly couple and their grandson were crushed to death when their roof gave way.", {"killed": 3}),
    (
        "Around 30 armed men on 15 motorbikes stormed the village; they killed 3 villagers, wounded 2 and took 7 hostages.",
        {"killed": 3, "injured": 2, "abducted": 7},
    ),
    (
        "A total of 5 civilians were killed (3 men, 1 woman and 1 child) and 13 others were injured (8 men, 5 women).",
        {"killed": 5, "injured": 13},
    ),
    (
        "Two explosive devices were found and defused; a third went off, injuring a bomb disposal expert.",
        {"injured": 1},
    ),
    ("Police sources put the number of casualties at 7 dead and 21 wounded.", {"killed": 7, "injured": 21}),
    ("At least 8 people – 5 soldiers, 2 civilians and an attacker – were killed.", {"killed": 8}),
    ("The shelling resulted in 2 deaths (a man and a woman) and 6 injuries.", {"killed": 2, "injured": 6}),
    ("Reported civilian harm: 3–6 killed, 8–10 injured.", {"killed": 3, "injured": 8}),
    (
        "Ten-year-old Salma was killed by a sniper as she fetched water; her brother, 8, survived with a leg wound.",
        {"killed": 1, "injured": 1},
    ),
    ("The militants killed the men and carried off around 20 women and girls.", {"abducted": 20}),
    (
        "The explosion, which occurred 200 metres from the border, killed a customs officer and maimed four traders.",
        {"killed": 1, "injured": 4},
    ),
    (
        "Boko Haram insurgents attacked Gajiganna on 12 May at about 7 pm. Residents counted 38 bodies the next morning. Eleven of the attackers were also said to have died.",
        {"killed": 49},
    ),
    (
        "An MSF logistics supervisor and two drivers were killed on 25 June; their bodies were found a few metres from their vehicle.",
        {"killed": 3},
    ),
    (
        "Two journalists working for a local radio were arrested by the National Guard and freed after 48 hours.",
        {"arrested": 2},
    ),
    (
        "The attack on the Kurdish Red Crescent ambulance killed the nurse on board, wounded its driver and destroyed the vehicle.",
        {"killed": 1, "injured": 1},
    ),
    (
        "An angry crowd beat a Médecins du Monde driver to death after a road accident in which a child was injured.",
        {"killed": 1, "injured": 1},
    ),
    (
        "Police: 2 dead, 4 injured in shooting at Kansas City parade; 3 detained",
        {"killed": 2, "injured": 4, "arrested": 3},
    ),
    ("Four people were shot Saturday night; one of them, a 19-year-old woman, later died.", {"killed": 1}),
    (
        "Jabhat al-Nusra fighters detonated a car bomb at a checkpoint in Zahraa. SOHR: 9 dead, incl. 2 children. State media: at least 6 dead, 37 wounded.",
        {"killed": 9, "injured": 37},
    ),
    (
        "Regime helicopters dropped barrel bombs on Daraya. Local activists reported 3 fatalities from the same family (mother, two sons).",
        {"killed": 3},
    ),
    (
        "A 29-year-old Filipino seafarer lost his life and two of his shipmates were hurt when a missile hit the bulk carrier.",
        {"killed": 1, "injured": 2},
    ),
    (
        "A Dutch tourist was stabbed to death and her husband seriously hurt in Marrakesh.",
        {"killed": 1, "injured": 1},
    ),
    ("Hamas-led militants killed some 1,200 people and took 251 hostage.", {"killed": 1200, "abducted": 251}),
    (
        "Unknown perpetrators threw a grenade into a bar in Bujumbura. Three dead, 12 injured.",
        {"killed": 3, "injured": 12},
    ),
    ("Myanmar junta airstrike on monastery kills 23, wounds dozens", {"killed": 23, "injured": 12}),
    (
        "Two separate landmine explosions killed three children and maimed a farmer.",
        {"killed": 3, "injured": 1},
    ),
    (
        "Colonel Idrissa Keita and his five escorts died when their helicopter was brought down.",
        {"killed": 6},
    ),
    ("The Janjaweed executed 17 men in front of their families and raped 9 women.", {"killed": 17}),
    (
        "Demonstrators and police clashed, leaving 35 officers and about 60 demonstrators injured and one bystander dead.",
        {"killed": 1, "injured": 95},
    ),
    (
        "A prison van was ambushed at a toll booth; two guards died and three were wounded, one of them critically. The prisoner escaped.",
        {"killed": 2, "injured": 3},
    ),
    (
        "The ministry of health announced 3 deaths and 15 hospitalisations due to the chemical attack.",
        {"killed": 3, "injured": 15},
    ),
    (
        "Seven bodies were pulled from the river, bringing to 26 the number of people known to have died.",
        {"killed": 26},
    ),
    ("Out of 18 miners working underground at the time, 11 were killed and seven rescued.", {"killed": 11}),
    ("Nobody was killed in the first blast, but the second killed eight.", {"killed": 8}),
    (
        "Three more victims of Friday's bombing died in hospital, police said on Sunday, taking the toll to 17.",
        {"killed": 17},
    ),
    ("At least 9 killed, dozens wounded in Taliban attack on Kabul guesthouse", {"killed": 9, "injured": 12}),
    (
        "The bomb, hidden in a motorcycle, went off as the bus carrying 40 army cadets passed. Eleven cadets were killed and 24 hurt.",
        {"killed": 11, "injured": 24},
    ),
    (
        "Local police said they killed two and captured five suspected members of the New People's Army.",
        {"killed": 2, "arrested": 5},
    ),
    (
        "Shells killed civilians in Aleppo: 7 in Salaheddine, 3 in Seif al-Dawla and 2 in Bustan al-Qasr.",
        {"killed": 12},
    ),
    ("ISIL killed 4 in Kirkuk and 2 in Diyala.", {"killed": 6}),
    (
        "A lone gunman armed with an AR-15 killed 26 worshippers and wounded 22 at First Baptist Church before he died of a self-inflicted gunshot wound.",
        {"killed": 27, "injured": 22},
    ),
    ("The dead were two adults and three children.", {"killed": 5}),
    ("Five of the dead were children.", {}),
    (
        "Some 40 militants attacked two posts. The FC said that 7 of its men were martyred and that 13 attackers were sent to hell.",
        {"killed": 7},
    ),
    (
        "In Dnipropetrovsk region, a drone attack killed a woman, 58. Two men, 41 and 63, were injured.",
        {"killed": 1, "injured": 2},
    ),
    (
        "During the day, the enemy shelled Kherson 14 times: two people killed, nine injured, including one child.",
        {"killed": 2, "injured": 9},
    ),
    (
        "Over the past day, Russian attacks killed three people in Donetsk region: two in Kostiantynivka and one in Dobropillia. Another 12 were injured.",
        {"killed": 3, "injured": 12},
    ),
    ("The commander of the unit, his deputy and four fighters were killed in an ambush.", {"killed": 6}),
    (
        "A Nigerian Air Force jet mistakenly bombed a camp for displaced people, killing at least 90 people, mostly women and children, and injuring about 120. Six Nigerian Red Cross workers were among the dead.",
        {"killed": 90, "injured": 120},
    ),
    ("Attackers on boats raided an island village; 7 fishermen are missing, presumed dead.", {"missing": 7}),
    (
        "The Israeli army shot dead a Palestinian man it said had tried to run over soldiers near Hebron; no soldiers were hurt.",
        {"killed": 1},
    ),
    ("In one of the deadliest attacks this year, gunmen killed 48 people in Yelwata.", {"killed": 48}),
    (
        "A Pakistani soldier was martyred in cross-border firing from Afghanistan; five terrorists were killed in response.",
        {"killed": 6},
    ),
    ("Fire aboard ferry: 5 dead, 280 rescued, 1 missing", {"killed": 5, "missing": 1}),
    (
        "A police inspector and a constable were suspended after a 22-year-old detainee was found hanged in his cell.",
        {"killed": 1},
    ),
    (
        "Three suspects were arrested in connection with the murder of the two nuns.",
        {"arrested": 3, "killed": 2},
    ),
    (
        "Six members of a mine-clearance team were wounded, one fatally, near Izium.",
        {"injured": 6, "killed": 1},
    ),
    ("Marta Lopez, manager of El Mundo in Medellin, was killed by gunmen.", {"killed": 1}),
    ("On Monday Amir Karimi was killed by a sniper.", {"killed": 1}),
    ("A survivor said about 180 had been aboard; 34 drowned.", {"killed": 34}),
    (
        "Twenty people were killed in the market, four of them at once; in total 20 were killed and 31 were injured.",
        {"killed": 20, "injured": 31},
    ),
    (
        "The bomb killed a candidate running for the assembly, his driver and a guard and injured 3 others.",
        {"killed": 3, "injured": 3},
    ),
    (
        "LIMA, 4 MAR 89 (AFP) -- [TEXT] FOUR POLICEMEN AND TWO CIVILIANS WERE KILLED AND NINE OTHERS WERE WOUNDED WHEN SHINING PATH GUERRILLAS ATTACKED A POLICE STATION IN UCHIZA, THE POLICE REPORTED TODAY.",
        {"killed": 6, "injured": 9},
    ),
    (
        "BOGOTA, 2 JUN 89 (EFE) -- UNIDENTIFIED GUNMEN TODAY MURDERED COUNCILMAN PEDRO RIVAS AND HIS WIFE IN APARTADO.",
        {"killed": 2},
    ),
    (
        "SAN SALVADOR -- AN ARMY SERGEANT DIED AND THREE SOLDIERS WERE WOUNDED WHEN THEY STEPPED ON A MINE.",
        {"killed": 1, "injured": 3},
    ),
    (
        "A married couple in their sixties died when a drone hit their car in Beryslav; their dog survived.",
        {"killed": 2},
    ),
    (
        "Two Palestinians, including a minor, were killed by Israeli fire near Jenin, the Palestinian health ministry said. The Israeli army said it had opened fire on two suspects who threw explosives.",
        {"killed": 2},
    ),
    (
        "Soldiers shot at a car that failed to stop, killing a father of five and wounding his 12-year-old son.",
        {"killed": 1, "injured": 1},
    ),
    (
        "An Afghan refugee was beaten to death by a mob and two of his relatives were hospitalized.",
        {"killed": 1, "injured": 2},
    ),
    (
        "Prison authorities said 21 inmates had died, most of them of suffocation, and 14 guards had been taken hostage.",
        {"killed": 21, "abducted": 14},
    ),
    (
        "The bodies of a local journalist and his cameraman, missing since Tuesday, were discovered in a well.",
        {"killed": 2},
    ),
    (
        "A truck ploughed into a crowd of strikers, killing three and leaving 11 with broken bones.",
        {"killed": 3, "injured": 11},
    ),
    ("Eighteen months after the ceasefire, a landmine killed two demobilised fighters.", {"killed": 2}),
    (
        "Attackers lobbed grenades at a church during Mass, then shot those who fled. The parish priest counted 22 dead and at least 30 wounded.",
        {"killed": 22, "injured": 30},
    ),
    (
        "The governor told reporters that gunmen had abducted 303 students and 12 teachers. Fifty pupils have since escaped.",
        {"abducted": 315},
    ),
    (
        "A stray rocket hit a wedding tent. Seventeen people, the bride among them, lost their lives; 36 were hurt.",
        {"killed": 17, "injured": 36},
    ),
    (
        "Demonstrations in 14 cities left one protester dead and 23 injured; 180 were detained, the rights group said.",
        {"killed": 1, "injured": 23, "arrested": 180},
    ),
    ("In Goma, 13 peacekeepers (9 South Africans, 3 Malawians and a Uruguayan) were killed.", {"killed": 13}),
    (
        "At least nineteen people – among them the deputy minister, two journalists and a nine-year-old girl – were killed in the twin blasts.",
        {"killed": 19},
    ),
    (
        "Police exchanged fire with the gang for 40 minutes. Five suspects and one officer were killed, and an officer was shot in the arm.",
        {"killed": 6, "injured": 1},
    ),
    (
        "An elderly woman was killed in her bed by shrapnel and her granddaughter, 12, lost a leg.",
        {"killed": 1},
    ),
    ("More than two dozen people were killed and many more wounded.", {"killed": 24}),
    ("Hit-and-run attack: policeman dead, colleague critical", {"killed": 1}),
    ("Islamic State claims attack that killed four Shia worshippers in Muscat", {"killed": 4}),
    ("Rocket fire from Lebanon kills 12 children and teens at football pitch in Golan", {"killed": 12}),
    ("Strikes across Ukraine leave at least 7 dead, dozens hurt", {"killed": 7, "injured": 12}),
    ("Iran: 3 Kurdish men hanged, 5 women arrested in Sanandaj", {"executed": 3, "arrested": 5}),
    ("Suspected rebels behead 11 in church raid; 6 missing", {"killed": 11, "missing": 6}),
    ("Kidnappers kill two of seven hostages in Kaduna", {"killed": 2, "abducted": 7}),
    (
        "The number of people who died in the Beirut blast has risen to 218, with 7,000 injured and 300,000 left homeless.",
        {"killed": 218, "injured": 7000, "displaced": 300000},
    ),
    (
        "Officials said that of the 126 on board, 18 had died and 3 were missing.",
        {"killed": 18, "missing": 3},
    ),
    (
        "Clashes over grazing land killed 15 herders and farmers and wounded 10.",
        {"killed": 15, "injured": 10},
    ),
    ("A police patrol hit a mine: a lieutenant was killed, two constables lost their legs.", {"killed": 1}),
    ("Three brothers, aged 9, 11 and 14, were killed while collecting scrap metal.", {"killed": 3}),
    (
        "The attackers killed the village chief and three of his sons and kidnapped his two wives.",
        {"killed": 4, "abducted": 2},
    ),
    (
        "Fighting between the army and FARC dissidents left six guerrillas and a soldier dead, and some 400 people fled their homes.",
        {"killed": 7, "displaced": 400},
    ),
    (
        "A fire in a migrant detention centre killed 38 Guatemalans, Hondurans and Venezuelans and injured 28.",
        {"killed": 38, "injured": 28},
    ),
    (
        "Two militants were killed and three others, including a commander, were arrested in the operation.",
        {"killed": 2, "arrested": 3},
    ),
    (
        "Some 20 houses were hit. One man was killed and five people, of them two children, wounded.",
        {"killed": 1, "injured": 5},
    ),
    ("Six people are dead, including the gunman, after a shooting at a credit union.", {"killed": 6}),
    ("The plane with 50 passengers and four crew exploded in mid-air; none survived.", {}),
    (
        "Seven people were stabbed at a supermarket in Auckland; the attacker was shot dead.",
        {"injured": 7, "killed": 1},
    ),
    ("Two men stormed a hotel in Hurghada, stabbing three tourists from Sweden.", {"injured": 3}),
    (
        "US strikes on two boats killed 11 people on Monday. The campaign has killed at least 145 since September.",
        {"killed": 11},
    ),
    ("On 3 April 2019, gunmen killed 4 people in Kona.", {"killed": 4}),
    (
        "At least 72 people were killed, including 29 children and over 200 others were injured in a bombing.",
        {"killed": 72, "injured": 200},
    ),
    (
        "Two soldiers were killed and 20 people, including two women and three children, were injured.",
        {"killed": 2, "injured": 20},
    ),
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
    "He shot 12 under par to win the Masters.",
    "Nadal killed off Federer in three sets.",
    "She was named among the 100 most influential people.",
    "A jury awarded $12 million over the wrongful death.",
    "The murder mystery sold two million copies.",
    "Two men who were wrongly convicted of murder were freed after 20 years.",
    "Prince Philip died aged 99.",
    "Tributes paid to actor who died after short illness at 72.",
    "Sixty years after Kennedy was assassinated, files are released.",
    "Bird flu: 40,000 chickens culled.",
    "The blast damaged 12 homes but nobody was hurt.",
    "Three people survived after their plane crashed.",
    "The law would execute drug traffickers; 12 senators voted for it.",
    "An earthquake could kill up to 30,000 people in Istanbul, experts warned.",
    "Police prevented an attack that would have killed hundreds.",
    "The vaccine saved 20 million lives.",
    "Some 300 mourners buried the victims.",
    "Two-thirds of the dead were never named.",
    "The company fired 300 workers.",
    "The captain shot two three-pointers.",
    "Trump jokes he would execute 5 generals.",
    "The Arsenal striker has been sidelined with injury for 12 weeks.",
    "Dead on 12 o'clock the bells rang.",
    "They charged 40 euros for parking.",
    "He arrested his fall after 12 metres.",
    "She captured 12 gold medals.",
    "Voters sentenced the party to five years in opposition.",
    "Murder rate falls 12 per cent.",
    "The rocket missed its target by 3 miles.",
    "The 2011 tsunami memorial drew 500 visitors.",
]

INCIDENTS = [*NOTES, *DATABASE, *WIRE, *MORE, *SUMMARIES]


@pytest.mark.parametrize(("text", "totals"), INCIDENTS)
def test_an_incident_is_totalled_as_a_careful_reader_totals_it(
    read: Read, text: str, totals: dict[str, int]
) -> None:
    assert {metric: total for metric, total in read(text).totals.items() if total} == totals


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_sounds_like_casualties_is_no_figure(read: Read, text: str) -> None:
    assert [(figure.metric, figure.low, figure.quote) for figure in read(text).figures] == []
