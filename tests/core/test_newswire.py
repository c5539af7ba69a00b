"""Newswire sentences and headlines: the figures themselves, metric, bound, subject and parts, and what is no figure.

Every sentence is written for this test in the style of its kind; places are real, numbers and events invented or common knowledge.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.extract import Reading
from tests.core.notation import differences

Read = Callable[..., Reading]

PARTS = [  # parts of a count, with a verb or without
    (
        "Israeli strikes on Khan Younis killed 34 Palestinians, 12 of them children, medics said.",
        "killed 34; killed 12 subset children",
    ),
    (
        "At least 21 people were killed in the strike, most of them women and children, health officials said.",
        "killed >=21",
    ),
    ("The blaze killed 16, three of them firefighters, the mayor said.", "killed 16; killed 3 subset"),
    (
        "A total of 47 people, nine of whom were children, died when the ferry sank.",
        "killed 47; killed 9 subset children",
    ),
    (
        "The ministry counted 1,204 dead, 391 of them children and 260 women.",
        "killed 1204; killed 391 subset children; killed 260 subset women",
    ),
    (
        "Police arrested 86 people, 11 of them minors, after the rally.",
        "arrested 86; arrested 11 subset children",
    ),
    (
        "The group verified 806 political prisoners, 175 of them military personnel and 105 women.",
        "arrested 806; arrested 175 subset; arrested 105 subset women",
    ),
    (
        "Eighteen fishermen drowned off Senegal, among them four teenagers.",
        "killed 18; killed 4 subset children",
    ),
    ("A dozen miners were hurt, two critically.", "injured 12; injured 2 subset"),
    (
        "At least 40 people were wounded, six of them seriously, the governor wrote on Telegram.",
        "injured >=40; injured 6 subset",
    ),
    ("Fifty-three people, half of them children, were killed in the raid.", "killed 53"),
    ("More than 300 pupils were abducted, 50 of whom later escaped.", "abducted >300; abducted 50 subset"),
    (
        "The crash left 29 people dead – 20 passengers, six crew and three people on the ground.",
        "killed 29; killed 20 subset; killed 6 subset; killed 3 subset",
    ),
    ("Twenty-two people died, all but three of them foreigners.", "killed 22"),
    (
        "The strike killed five journalists, including two from Al Jazeera, and a medic.",
        "killed 5 journalists; killed 2 subset; killed 1",
    ),
    (
        "At least 14 people were killed, at least five of them police officers, in the ambush.",
        "killed >=14; killed >=5 subset security forces",
    ),
    (
        "Iran Human Rights said 975 people were executed in 2024, 31 of them women.",
        "executed 975; executed 31 subset women",
    ),
    ("Among the dead were two toddlers and their grandmother.", "killed 2 subset children; killed 1 subset"),
    ("The dead include a 6-year-old girl, hospital staff said.", "killed 1 subset children"),
    (
        "Four of the dead were soldiers and one was a doctor.",
        "killed 4 subset security forces; killed 1 subset medics",
    ),
    ("Three of the injured are in critical condition.", "injured 3 subset"),
    ("Seven of those killed were members of one family.", "killed 7 subset"),
    ("Some 1,100 people, two-thirds of them women, have been displaced by the clashes.", "displaced ~1100"),
]

HURT = [  # people hurt, in every wording of hospitals
    (
        "Thirty-one people were taken to hospital, four of them with burns, firefighters said.",
        "injured 31; injured 4 subset",
    ),
    ("Nine people were rushed to hospitals after the gas leak.", "injured 9"),
    ("More than 60 people needed hospital treatment after the stampede.", "injured >60"),
    ("Two dozen passengers were treated at the scene and 11 hospitalised.", "injured 24; injured 11"),
    ("At least 17 people have been admitted to hospital with gunshot wounds.", "injured >=17"),
    ("Six people remain in hospital, two in intensive care.", "injured 6; injured 2 subset"),
    ("The hospital received 42 wounded, its director said.", "injured 42"),
    (
        "The hospital said it had received the bodies of 27 people and treated 90 others.",
        "killed 27; injured 90",
    ),
    ("Dr Salim said his clinic had received 19 bodies and 54 injured people.", "killed 19; injured 54"),
    ("Al-Aqsa hospital said it received 11 bodies.", "killed 11"),
    ("A man in his 30s was airlifted to hospital in a critical condition.", "injured 1"),
    ("Paramedics evacuated 14 casualties to Soroka hospital.", "injured 14"),
    ("Fifteen people suffered smoke inhalation.", "injured 15"),
    ("Eight soldiers sustained injuries ranging from moderate to severe.", "injured 8 security forces"),
    ("Five crew members escaped with minor injuries.", "injured 5"),
    ("At least three people were shot and wounded outside the court.", "injured >=3"),
    ("Twelve people were left with life-changing injuries.", "injured 12"),
    ("The attack wounded more than 120 others, some of them critically.", "injured >120"),
    ("Ambulance crews transported 38 people to hospitals across Manila.", "injured 38"),
    ("Another 25 were being treated for their injuries in hospital.", "injured 25"),
]

DISPLACED = [  # people who left their homes
    ("Around 12,000 people lost their homes in the quake.", "displaced ~12000"),
    ("The fire left nearly 3,000 people without shelter.", "displaced ~3000"),
    ("Floods have forced more than 230,000 people to flee their homes in Mozambique.", "displaced >230000"),
    ("The UN refugee agency said 58,000 people had crossed into Burundi since Friday.", "displaced 58000"),
    ("Over 1.4 million people have been uprooted by the fighting, IOM said.", "displaced >1400000"),
    ("At least 7,300 villagers have fled across the border into Uganda.", "displaced >=7300"),
    ("Authorities evacuated about 60,000 residents ahead of the typhoon.", "displaced ~60000"),
    ("Thousands fled to the countryside as shells fell.", "displaced 1000+"),
    ("The IOM recorded the displacement of 16,200 people from Babanusa.", "displaced 16200"),
    ("An estimated 90,000 people were driven from their homes by the offensive.", "displaced ~90000"),
    ("Tens of thousands have been made homeless by the cyclone.", "displaced 10000+"),
    ("Fighting in Goma has displaced hundreds of thousands of people.", "displaced 100000+"),
    ("The clashes sent 20,000 people fleeing toward the border.", "displaced 20000"),
    ("Up to 100,000 people have fled Rafah since Monday, UNRWA said.", "displaced <=100000"),
    ("About 2,500 people are living in makeshift shelters after the eruption.", "displaced ~2500"),
    ("More than 1,200 people took shelter in schools.", "displaced >1200"),
    ("Nearly 700,000 Rohingya fled Myanmar.", "displaced ~700000"),
    ("The landslide buried 40 homes and displaced 312 people.", "displaced 312"),
    ("Wildfire displaces 5,000 in northern Greece", "displaced 5000"),
    ("Cyclone leaves 30,000 homeless in Madagascar", "displaced 30000"),
    ("Some 1,500 people are sheltering in churches after gunmen burned their villages.", "displaced ~1500"),
]

MISSING = [  # people nobody has found
    ("The fate of 23 others was unknown.", "missing 23"),
    ("The whereabouts of 61 passengers remain unknown.", "missing 61"),
    ("At least 150 migrants remain unaccounted for after their boat capsized off Yemen.", "missing >=150"),
    ("Another 45 people were still unaccounted for on Sunday.", "missing 45"),
    ("Rescuers are still looking for 11 miners trapped underground.", "missing 11"),
    ("Rescue teams are searching for at least 30 people believed buried under the mud.", "missing >=30"),
    ("Seven sailors are missing and presumed dead after the collision.", "missing 7"),
    ("Landslide in Kerala: 12 dead, more than 100 feared trapped", "killed 12; missing >100"),
    ("Four climbers went missing on K2.", "missing 4"),
    ("Search continues for two missing teenagers in Derna", "missing 2"),
    ("There was no word on the fate of the other 19 crew.", "missing 19"),
    ("Boat sinks off Libya, 50 migrants missing", "missing 50"),
    ("Five fishermen were reported missing on Tuesday.", "missing 5"),
    ("The number of people missing after the floods has fallen to 84.", "missing 84"),
    ("According to the police, 37 persons are still missing.", "missing 37"),
    ("More than 100,000 people have disappeared in Mexico since 2006.", "missing >100000"),
    ("Rights groups say at least 600 people were forcibly disappeared under Hasina.", "missing >=600"),
    ("Nine people were swept away by floodwaters and have not been found.", "missing 9"),
    ("The coast guard suspended the search for the 13 missing crew members.", "missing 13"),
    ("A 9-year-old boy is missing after the dam burst.", "missing 1"),
    ("Hope fades for 14 missing in Java landslide", "missing 14"),
]

KILLED = [  # deaths: leads, tolls and headlines
    (
        "Gunmen on motorcycles opened fire on a market in Niger's Tillaberi region, leaving 44 villagers dead.",
        "killed 44 civilians",
    ),
    (
        "A suicide car bomber rammed a police convoy in Quetta, killing at least nine officers and wounding 30, officials said.",
        "killed >=9 security forces; injured 30",
    ),
    ("The toll from the landslides in Wayanad has climbed past 200.", "killed >200"),
    (
        "The death toll from Cyclone Chido in Mozambique rose to 94 on Sunday, with 768 injured.",
        "killed 94; injured 768",
    ),
    ("Nigeria: death toll in Plateau attacks now 113", "killed 113"),
    ("Death toll in Texas floods tops 100", "killed >100"),
    ("Hong Kong fire toll revised down to 146", "killed 146"),
    ("Toll from Bangladesh jet crash rises to 31; 165 hurt", "killed 31; injured 165"),
    ("The quake has claimed at least 2,205 lives, the Taliban administration said.", "killed >=2205"),
    ("The accident took the lives of 11 schoolchildren.", "killed 11 children"),
    ("Officials put the number of dead at 87.", "killed 87"),
    ("The confirmed death count stood at 1,719 on Friday.", "killed 1719"),
    (
        "The plane, carrying 67 people, crashed shortly after take-off, killing everyone on board.",
        "killed 67",
    ),
    ("All 62 people on board died when the plane came down in Vinhedo.", "killed 62"),
    ("None of the 14 people on board survived.", "killed 14"),
    (
        "A stampede at the Kumbh Mela in northern India has killed at least 30 people and left many more injured.",
        "killed >=30",
    ),
    (
        "Russian glide bombs hit Zaporizhzhia, killing two and injuring 28, including a one-year-old boy.",
        "killed 2; injured 28; injured 1 subset children",
    ),
    (
        "Two people died and 11 were hurt in the shelling of Kherson over the past day, Prokudin said.",
        "killed 2; injured 11",
    ),
    (
        "One person was killed and four others were wounded when a drone hit a minibus in Nikopol.",
        "killed 1; injured 4",
    ),
    ("Four-year-old twins and their mother were among seven killed overnight.", "killed 7"),
    ("At least six bodies were recovered from the river.", "killed >=6"),
    ("Rescuers have pulled 33 bodies from the rubble of a collapsed school in Sidoarjo.", "killed 33"),
    ("Workers found a mass grave holding the remains of at least 65 migrants.", "killed >=65"),
    ("Troops killed 17 insurgents in a raid in Lakki Marwat, the military said.", "killed 17 militants"),
    (
        "The Houthis said 38 people had been killed and 102 wounded in US strikes on Ras Isa.",
        "killed 38; injured 102",
    ),
    (
        "Israel's war on Gaza has killed at least 67,160 people and wounded 169,679 since October 2023.",
        "killed >=67160; injured 169679",
    ),
    (
        "More than two years of war have left over 40,000 dead and 14 million displaced.",
        "killed >40000; displaced 14000000",
    ),
    ("The clashes have killed upwards of 1,400, UN experts say.", "killed >1400"),
    ("At least three dead as storm lashes Portugal", "killed >=3"),
    ("Avalanche in Austrian Alps claims five", "killed 5"),
    ("Gunman kills three at Bangkok market before taking own life", "killed 3"),
    ("Bus plunges into ravine in Peru; 37 dead, 26 injured", "killed 37; injured 26"),
    ("Building collapse in Karachi: toll hits 27", "killed 27"),
    ("Kenya protests: 16 killed, 400 hurt - Amnesty", "killed 16; injured 400"),
    ("Blast at Tennessee explosives plant leaves 18 missing, presumed dead", "missing 18"),
    ("Six die in Portugal wildfire", "killed 6"),
    ("Ten perish as boat overturns in Kebbi", "killed 10"),
    ("Mine collapse kills dozens in eastern Congo", "killed 12+"),
    ("Hundreds feared dead after boat capsizes in Mediterranean", "killed 100+"),
    ("Scores of civilians slaughtered in Darfur hospital", "killed 20+ civilians"),
    (
        "The bombing, which killed 13 and wounded more than 20, was claimed by a Pakistani Taliban faction.",
        "killed 13; injured >20",
    ),
    (
        "An explosion at a firecracker factory killed 21 workers and their relatives, police said.",
        "killed 21",
    ),
    ("Thirteen people lost their lives and 25 sustained injuries in the pile-up.", "killed 13; injured 25"),
    ("The fire, in which 63 people perished, broke out at 2 a.m.", "killed 63"),
    (
        "The attack, in which three soldiers lost their lives, took place near Arbinda.",
        "killed 3 security forces",
    ),
    (
        "Sixteen people, among them eight children, burned to death in a bus in Telangana.",
        "killed 16; killed 8 subset children",
    ),
    ("He was one of 11 people shot dead by police that day.", "killed 11"),
    ("The rebels executed 12 farmers near Oicha, a local chief said.", "killed 12 civilians"),
    ("Jihadists beheaded 70 Christians in a church in Lubero.", "killed 70"),
    ("At least 22 people have been confirmed dead.", "killed >=22"),
    ("Israel says it has killed 20,000 Hamas fighters.", "killed 20000 militants"),
    ("The UN has verified 5,400 killings by gangs in Haiti last year.", "killed 5400"),
    ("About 150 soldiers are thought to have been killed.", "killed ~150 security forces"),
    ("As many as 1,000 people may have died in the landslide in Jebel Marra.", "killed <=1000"),
    ("Some 50 migrants may have drowned.", "killed ~50"),
    ("Police in Lima shot dead a 32-year-old rapper during the protest.", "killed 1"),
]

ARRESTED = [  # people held by a state
    ("Turkish police detained 158 suspects in dawn raids.", "arrested 158"),
    ("At least 2,000 people have been detained since the protests began.", "arrested >=2000"),
    ("Police made 47 arrests at the march.", "arrested 47"),
    ("More than 470 people were arrested in London for backing Palestine Action.", "arrested >470"),
    ("Georgia arrests five opposition leaders", "arrested 5"),
    ("Police say 14 people are in custody.", "arrested 14"),
    ("Russian police detained a man suspected of planting the bomb.", "arrested 1"),
    ("Authorities have rounded up hundreds of activists.", "arrested 100+"),
    ("Some 700 supporters were picked up overnight, the party said.", "arrested ~700"),
    ("Four suspects were apprehended in Bamako.", "arrested 4"),
    ("The agency said it had taken 12 people into custody.", "arrested 12"),
    ("Twenty-three people were held on suspicion of arson.", "arrested 23"),
    ("The number of those detained has passed 19,000.", "arrested >19000"),
    ("The rights group OVD-Info said at least 113 people were detained in 20 cities.", "arrested >=113"),
    ("Iran arrests 21,000 'suspects' during 12-day war", "arrested 21000"),
    ("Six men arrested over Louvre heist", "arrested 6"),
    ("ICE agents arrested 475 people, most of them South Koreans, at a Hyundai plant.", "arrested 475"),
    ("A total of 361 journalists were behind bars as of 1 December, CPJ said.", "arrested 361 journalists"),
    ("China was holding 50 reporters, the CPJ said.", "arrested 50 journalists"),
    ("At least 26 journalists remain jailed in Turkey.", "arrested >=26 journalists"),
    ("More than 9,300 Palestinians are being held in Israeli prisons.", "arrested >9300"),
    ("The army captured 40 fighters.", "arrested 40 militants"),
    ("Two teenagers have been arrested on suspicion of murder.", "arrested 2"),
    ("Tunisia jails 40 opponents on conspiracy charges", "arrested 40"),
    ("Police used water cannon and detained around 100 protesters in Tbilisi.", "arrested ~100 protesters"),
    ("Security forces raided homes in Mahabad and took away nine young men.", "arrested 9"),
    ("Over 3,000 people have been thrown into jail.", "arrested >3000"),
    ("Among those arrested were three lawyers and a doctor.", "arrested 3 subset; arrested 1 subset medics"),
]

COURTS = [  # trials, sentences, executions
    ("A court in Tunis handed prison terms of up to 66 years to 40 defendants.", "sentenced 40"),
    ("A Hong Kong court jailed 45 democracy activists for up to ten years.", "sentenced 45"),
    (
        "Three men were sentenced to death over the killing of a Basij member.",
        "sentenced 3; killed 1 security forces",
    ),
    ("Iran's Supreme Court upheld the death sentences of six Arab prisoners.", "sentenced 6 prisoners"),
    ("At least 54 people are on death row for taking part in the protests.", "sentenced >=54"),
    ("The judge sentenced four of the defendants to life in prison.", "sentenced 4"),
    ("Two bloggers were given eight-year jail terms.", "sentenced 2"),
    ("The tribunal convicted 24 of the accused and acquitted three.", "sentenced 24"),
    ("Five officers were found guilty of torturing a detainee.", "sentenced 5 security forces"),
    ("An Egyptian court condemned 75 people to death.", "sentenced 75"),
    ("Court sentences 12 to death in Congo over plot", "sentenced 12"),
    ("Iran hanged eight men in Ghezel Hesar prison at dawn on Wednesday, IHRNGO said.", "executed 8"),
    ("Saudi Arabia put to death 37 people on terrorism charges.", "executed 37"),
    ("Saudi Arabia has executed at least 300 people this year, a record.", "executed >=300"),
    ("Seventeen men and a woman were hanged in Shiraz.", "executed 17; executed 1 women"),
    ("Singapore hangs two drug traffickers", "executed 2"),
    ("A Kurdish prisoner was executed in Urmia.", "executed 1 prisoners"),
    ("At least 1,500 executions were carried out in Iran in 2025.", "executed >=1500"),
    ("Executions in Saudi Arabia hit 345 in 2024", "executed 345"),
    ("The number of executions rose to 1,153.", "executed 1153"),
    ("The Houthis executed nine men by firing squad in Sanaa.", "executed 9"),
    ("Prosecutors charged 68 people over the riot.", "charged 68"),
    (
        "Eleven people have been charged in connection with the collapse of the Novi Sad station.",
        "charged 11",
    ),
    ("A grand jury indicted five former officers.", "charged 5 security forces"),
    ("Prosecutors are seeking the death penalty for 48 defendants.", "charged 48"),
    ("Terror charges were brought against 22 activists.", "charged 22"),
    (
        "Twelve soldiers will stand trial over the disappearance of four boys.",
        "charged 12 security forces; missing 4 children",
    ),
    ("Forty-two people went on trial in Ankara.", "charged 42"),
    ("Police charged a 19-year-old man with murder.", "charged 1"),
    ("Six journalists face charges of espionage.", "charged 6 journalists"),
    ("A further 15 people face prosecution.", "charged 15"),
]

ABDUCTED = [  # people taken by others than a state
    (
        "Gunmen seized 303 pupils and 12 teachers from a Catholic school in Niger State.",
        "abducted 303; abducted 12",
    ),
    ("More than 200 schoolchildren were abducted in Papiri.", "abducted >200"),
    ("Bandits kidnap 25 schoolgirls in Kebbi", "abducted 25"),
    (
        "Armed men stormed a church in Kwara, killing two and taking 35 worshippers hostage.",
        "killed 2; abducted 35",
    ),
    (
        "Hamas still holds 48 hostages, 20 of whom are believed to be alive.",
        "abducted 48; abducted 20 subset",
    ),
    ("At least 251 people were taken hostage.", "abducted >=251"),
    ("Eight aid workers were kidnapped in Malakal.", "abducted 8 aid workers"),
    ("Fifty of the pupils escaped, while 253 remain in captivity.", "abducted 253"),
    (
        "An Irish missionary and seven others were abducted from an orphanage near Port-au-Prince.",
        "abducted 1; abducted 7",
    ),
    ("Three Indian nationals were kidnapped in Mali by jihadists.", "abducted 3"),
    ("Pirates took five sailors off a tanker in the Gulf of Guinea.", "abducted 5"),
    ("JNIM fighters carried off 20 women from the village.", "abducted 20 women"),
    ("Islamist rebels abducted about a hundred people in Ituri.", "abducted ~100"),
    ("The kidnapping of 276 girls from Chibok drew global outrage.", "abducted 276 children"),
    ("The group is still holding 11 captives.", "abducted 11"),
]

UNDER_INVESTIGATION = [  # deaths not yet confirmed
    ("HRANA said 17,031 further deaths remained under investigation.", "under_investigation 17031"),
    (
        "It had confirmed 5,459 deaths and was investigating 17,031 more.",
        "killed 5459; under_investigation 17031",
    ),
    ("The group said it was reviewing a further 3,200 reported deaths.", "under_investigation 3200"),
    ("Another 9,049 cases are still being examined.", "under_investigation 9049"),
    ("Some 4,884 deaths have yet to be verified, it said.", "under_investigation ~4884"),
    ("The cases of 11,280 others are under review.", "under_investigation 11280"),
    (
        "2,403 protesters are dead, and 779 other deaths are under investigation.",
        "killed 2403 protesters; under_investigation 779",
    ),
    ("Reports of 600 more killings are being verified.", "under_investigation 600"),
    ("It is checking 1,850 other reports of deaths.", "under_investigation 1850"),
    ("Police are investigating the deaths of two women.", "killed 2 women"),
]

LEADS = [  # leads and headlines of every kind
    (
        "MAIDUGURI, Nigeria (Reuters) - Suspected Boko Haram fighters killed at least 23 farmers and fishermen near Lake Chad, a militia leader and residents said on Friday.",
        "killed >=23 civilians",
    ),
    (
        "KABUL (AP) - A powerful quake has killed more than 800 people and injured over 2,500 in eastern Afghanistan, Taliban officials said Monday.",
        "killed >800; injured >2500",
    ),
    (
        "PORT-AU-PRINCE - Gang members stormed the town of Cabaret at dawn, killing more than 40 people and setting dozens of homes ablaze.",
        "killed >40",
    ),
    ("Nearly 500 civilians were slain in the hospital, according to the WHO.", "killed ~500 civilians"),
    (
        "The two-day assault claimed the lives of 17 soldiers and four civilian contractors.",
        "killed 17 security forces; killed 4",
    ),
    ("Officials said 14 had died, 11 of them at the scene.", "killed 14; killed 11 subset"),
    ("Fighting between rival clans in Galmudug has left 30 dead and twice as many wounded.", "killed 30"),
    (
        "Thailand said 15 people, 14 of them civilians, had been killed and 46 wounded.",
        "killed 15; killed 14 subset civilians; injured 46",
    ),
    (
        "More than 60 inmates escaped and three guards were killed in the jailbreak.",
        "killed 3 security forces",
    ),
    ("A bus carrying pilgrims fell into a gorge, killing all 21 on board.", "killed 21"),
    (
        "The army said it had lost 12 men in the ambush while 30 attackers had been neutralised.",
        "killed 12; killed 30 militants",
    ),
    (
        "Amnesty said it had documented the killing of 27 demonstrators, among them two girls aged 12 and 15.",
        "killed 27 protesters; killed 2 subset children",
    ),
    ("At least 10,000 have been put behind bars since the coup, according to AAPP.", "arrested >=10000"),
    (
        "The AAPP says 7,738 people have been killed by the junta and 22,797 remain in detention.",
        "killed 7738; arrested 22797",
    ),
    ("Thirty of the hostages have been freed, while 12 are still being held.", "abducted 12"),
    ("Police said they had made more than 300 arrests by nightfall.", "arrested >300"),
    ("Two opposition MPs were among 15 people taken into custody.", "arrested 15"),
    ("The court acquitted three defendants and convicted nine others of treason.", "sentenced 9"),
    (
        "Three Baluch prisoners were hanged at dawn in Zahedan, the Halvash site reported.",
        "executed 3 prisoners",
    ),
    ("So far this year at least 1,000 people have gone to the gallows in Iran.", "executed >=1000"),
    ("China executes 11 members of Myanmar scam gang", "executed 11"),
    ("Kuwait puts seven people to death in mass execution", "executed 7"),
    ("Egypt's top court upholds death sentences for 12 Brotherhood figures", "sentenced 12"),
    ("Prosecutors have brought terrorism charges against 33 people.", "charged 33"),
    ("The storm has forced the evacuation of 1.2 million people in the Philippines.", "displaced 1200000"),
    ("Some 82,000 people have been newly displaced in North Darfur, IOM said.", "displaced ~82000"),
    ("As many as 4 lakh people took refuge in relief camps in Assam.", "displaced <=400000"),
    ("Hospitals in Port Sudan received 34 wounded on Sunday.", "injured 34"),
    ("A total of 1,182 people have been treated for burns.", "injured 1182"),
    ("The landslide swept away 27 labourers, eight of whom have been found dead.", "killed 8"),
    ("Rescuers have recovered 14 bodies and fear another 20 people are buried.", "killed 14; missing 20"),
    (
        "It brings the number of journalists killed in Gaza since the war began to 247.",
        "killed 247 journalists",
    ),
    ("That takes to 19 the number of people killed in US strikes on boats.", "killed 19"),
    ("Sunday's strikes bring the death toll since the truce to over 360.", "killed >360"),
    ("Casualties: 8 killed, 23 wounded, 2 missing.", "killed 8; injured 23; missing 2"),
    ("Of 41 people killed, 17 were minors, HRANA said.", "killed 41; killed 17 subset children"),
    ("Six, including a seven-year-old, perish in Lagos blaze", "killed 6"),
    ("Uganda: 46 dead in multi-vehicle pile-up", "killed 46"),
    ("UPDATE 2-Blast at Indonesian mosque injures 54", "injured 54"),
    ("Suicide attack on Islamabad court kills 12, Pakistani Taliban claims responsibility", "killed 12"),
    ("Congo: over 70 killed as rebels raid villages", "killed >70"),
    ("Two dead, hundreds detained in Angola fuel protests", "killed 2; arrested 100+"),
    ("Libya: mass grave with 28 bodies of migrants found", "killed 28"),
    (
        "Myanmar junta air raid on school leaves 22 dead, including 20 children",
        "killed 22; killed 20 subset children",
    ),
    ("Indian troops kill three suspected rebels in Kashmir", "killed 3 militants"),
    ("Kyiv mourns 32 killed in Russian strike", "killed 32"),
    ("Tens of thousands flee as fire nears Athens", "displaced 10000+"),
    ("At least nine more bodies found, taking toll to 41", "killed >=9; killed 41"),
    ("Nepal avalanche: seven climbers, including five foreigners, killed", "killed 7; killed 5 subset"),
]

MORE = [  # more of them
    (
        "Human Rights Watch documented 14 unlawful killings and 60 arbitrary arrests between March and June.",
        "killed 14; arrested 60",
    ),
    (
        "Since September at least 1,160 people, among them 94 children, have been jailed for joining the rallies, the Viasna centre said.",
        "arrested >=1160; arrested 94 subset children",
    ),
    ("Hengaw has recorded the names of 36 Kurdish citizens killed in the protests.", "killed 36"),
    (
        "Iran Human Rights: At least 152 executions in October, the deadliest month since records began",
        "executed >=152",
    ),
    (
        "OHCHR verified 12,910 civilian casualties – 2,514 killed and 12,142 injured – in Ukraine last year.",
        "killed 2514; injured 12142",
    ),
    (
        "In October alone, 148 civilians were killed and 929 wounded, the UN mission said.",
        "killed 148 civilians; injured 929",
    ),
    (
        "Reporters Without Borders counts 67 journalists killed in 12 months, 29 of them in Gaza.",
        "killed 67 journalists; killed 29 subset",
    ),
    (
        "The monitor put the overall death toll at 14,000, including 5,300 civilians.",
        "killed 14000; killed 5300 subset civilians",
    ),
    (
        "The Syrian Observatory said the death toll had climbed to 1,426, most of them Druze fighters.",
        "killed 1426",
    ),
    (
        "The Sudan Doctors Network said 43 people, 18 of them women and children, were killed when a shell hit a market in El Obeid.",
        "killed 43; killed 18 subset",
    ),
    ("The military said 51 of its soldiers had been killed since January.", "killed 51 security forces"),
    (
        "Four peacekeepers from Tanzania were killed and eight wounded in an ambush near Beni.",
        "killed 4 security forces; injured 8",
    ),
    ("The strike hit a car, killing a father and his three children.", "killed 1; killed 3 children"),
    ("A mother and her newborn were killed.", "killed 1; killed 1"),
    ("An elderly couple died when their house collapsed.", "killed 2"),
    ("Both pilots were killed.", "killed 2"),
    ("Two brothers, aged six and nine, drowned in the Niger river.", "killed 2"),
    (
        "In all, 3,428 protesters have been killed and thousands wounded.",
        "killed 3428 protesters; injured 1000+",
    ),
    (
        '"We have 300 dead and more than 1,000 wounded in our hospital," a doctor told the BBC.',
        "killed 300; injured >1000",
    ),
    ("Doctors at two hospitals said they had counted more than 110 bodies.", "killed >110"),
    ("A morgue worker said 180 to 200 corpses had arrived on Friday night.", "killed 180-200"),
    ("The toll is 29 dead and 61 injured, said the fire chief.", "killed 29; injured 61"),
    ("The latest figures show 1,053 deaths and 4,400 injuries.", "killed 1053; injured 4400"),
    ("Eyewitnesses said 20 or more people had been shot dead.", "killed >=20"),
    ("Twelve people at least were killed.", "killed >=12"),
    ("Upwards of three dozen were arrested.", "arrested >36"),
    ("About half a million people have fled Goma.", "displaced ~500000"),
    ("A hundred or so migrants are thought to have drowned.", "killed ~100"),
    ("No fewer than 34 inmates died in the riot at Machala prison.", "killed >=34 prisoners"),
    ("Fewer than ten people were hurt.", "injured <=10"),
    ("Somewhere between 40 and 60 villagers were massacred.", "killed 40-60 civilians"),
    ("Thirty to 35 people were killed.", "killed 30-35"),
    ("Three or four people were wounded.", "injured 3-4"),
    (
        "The regime has executed 1,922 people so far this year, up from 975 in 2024.",
        "executed 1922; executed 975",
    ),
    ("The number of detainees has doubled to 4,000.", "arrested 4000"),
    ("The death toll rose from 34 to 41 overnight.", "killed 41"),
    ("Police now say 16 people died, revising an earlier toll of 15.", "killed 16; killed 15"),
    ("Officials lowered the death toll from 42 to 36.", "killed 36"),
    ("Rescuers saved 30 miners but 5 died.", "killed 5"),
    ("Two more suspects are wanted; three are in custody.", "arrested 3"),
]

RATES = [  # figures among traps
    ("Smoking kills 8 million people a year", "killed 8000000"),
    ("No injuries were reported after 200 people were evacuated", "displaced 200"),
    ("He got 20 years for killing his wife", "killed 1 women"),
    ("Man, 45, arrested", "arrested 1"),
    ("Life sentences for 3 killers of Ahmaud Arbery", "sentenced 3"),
    ("Police shot and wounded a man holding 2 knives", "injured 1"),
    ("An average of 40 people die on the roads every day", "killed 40"),
]

YEARLY = [  # figures among more traps
    ("Every year 5 million people die of sepsis, WHO says", "killed 5000000"),
]

NO_FIGURES = [  # sport, films, games, markets, animals, threats, averted harm, natural deaths
    "Some 4,000 families lost their homes in the quake.",
    "The IOM recorded the displacement of 3,240 households from Babanusa.",
    "All 242 people aboard but one were killed.",
    "Only two of the 181 people aboard survived.",
    "Belarus frees 52 prisoners",
    "A Russian court jailed him for 14 years.",
    "Florida carries out its 15th execution of the year",
    "Kidnappers released 38 worshippers.",
    "Two French tourists were freed after being held hostage for 70 days.",
    "The minister is under investigation over 12 contracts.",
    "A 19th body was pulled from the wreckage on Tuesday.",
    "Only one of the 176 people on the jet survived.",
    "Indonesian police named 42 people suspects over the riots.",
    "Rebels overran the base, killing or capturing more than 200 soldiers.",
    "There are fears that hundreds more have died.",
    "Nobody among the 48 passengers was injured.",
    "The army denies that any of the 15 medics was executed.",
    "If confirmed, the killing of 20 aid seekers would be the worst such incident in weeks.",
    "The judge may sentence them to death.",
    "Bitcoin crashes below $60,000, leaving thousands of traders wounded",
    "12 injured pride as giants fall in cup",
    "5 acts that killed it at the Grammy awards",
    "The Killers announce 2026 tour with 30 dates",
    "Dead heat: two candidates tied at 48 percent",
    "Top 10 dead celebrities by earnings",
    "The Walking Dead season 12 to air in May",
    "Left 4 Dead remake rumoured for 2027",
    "Route 66 turns 100",
    "Arsenal have five players injured ahead of derby",
    "Liverpool missing six players through injury",
    "United without three injured defenders for the trip to Spurs",
    "Warriors star out with knee injury, has missed 12 games",
    "India bowled out for 212 as Bumrah claims five",
    "Kohli smashes 120 as India kill off Australia's chase",
    "Messi strikes twice as Miami put four past Orlando",
    "Bayern murder Schalke 8-0",
    "Verstappen killed the race in the first 10 laps",
    "Team executes 3 trades before deadline",
    "Microsoft executes 9,000 layoffs",
    "Company kills 1,200 jobs",
    "Layoffs: Intel cuts 15,000 jobs in bloodbath",
    "Heat wave kills 4,000 cattle in Kansas",
    "Bird flu: 1.3 million chickens culled after outbreak killed 300 birds",
    "Over 400 whales die in mass stranding",
    "Wildfire kills 60,000 koalas, WWF says",
    "Two dogs shot dead by police",
    "Some 30 elephants poisoned",
    "Former president dies at 92",
    "Actor, 71, dies after long illness",
    "Nobel laureate dead at 88",
    "10 years on: remembering the Paris attacks",
    "Covid-19 deaths fall for sixth week",
    "Traffic fatalities fell 12% last year",
    "The murder rate was 6.8 per 100,000 people",
    "There were 4.5 homicides per 100,000 inhabitants",
    "A nuclear exchange could kill 90 million in hours, study warns",
    "Officials warn that 50,000 people could be displaced by the dam",
    "The plot aimed to kill up to 30 people at a synagogue",
    "He was convicted of plotting to murder two police officers",
    "Police foil plot to behead five journalists",
    "The drill simulated an attack with 40 casualties",
    "In the film, an assassin kills 77 men over a dog",
    "The novel opens with the murder of three sisters",
    "New Netflix thriller sees 456 players killed one by one",
    "In the game, players can kill up to 20 enemies",
    "There were no reports of casualties among the 140 passengers",
    "Nobody was hurt when the bus with 30 children caught fire",
    "All 155 people on board survived",
    "Ukraine says it shot down 62 of 70 drones",
    "The army destroyed 14 tanks and killed the engine noise",
    "The court sentenced him to 30 lashes",
    "A bus carrying 45 people was hit; the number of casualties was not known",
    "Five-time champion dead wrong on tax, says court",
    "A deadlock between 2 parties",
    "Death of 1,000 cuts for British pubs",
    "The 9/11 attacks changed everything",
    "The Oct. 7 attack prompted the war",
    "Day 12 of the war: what we know",
    "They freed 12 hostages",
    "Iran postpones execution of three men",
    "Sri Lanka bombings: 5 things to know about the dead",
    "The army denied killing 14 civilians",
    "Moscow rejected claims that its troops had massacred 400 residents",
    "Reports that 40 babies were beheaded proved false",
    "The vaccine saved an estimated 14 million lives",
    "More than 100 lives were saved",
    "Two people had a lucky escape",
    "A court charged the company with 346 counts of manslaughter",
    "Fans injured 3 seats",
    "Apple kills 2 apps",
    "US charges 25% tariff on cars",
    "Visitors are charged 5 euros",
    "Each customer is charged $20",
    "The virus has displaced 3 rivals at the top of the charts",
    "Hurricane could leave 100,000 homeless",
    "A 7.8 magnitude quake struck 30 km from Pazarcik",
    "Shooting of new Bond film starts with 12 actors",
    "Striker shot wide from 12 yards",
    "Boxer stops rival in 12 after brutal beating",
    "Kills 99% of germs",
    "The insecticide kills 99.9 per cent of mosquitoes",
    "Thousands of fish found dead in lake",
    "Dozens of birds found dead on beach",
    "Missing: 3 ways to find your phone",
    "Why 40 is the new dead zone in tech",
    "'I nearly died': 7 survivors tell their story",
    "Trump threatens to kill 3 trade deals",
    "The minister survived 4 assassination attempts",
    "Dead Sea resort welcomes 2 million visitors",
    "Deadpool 4 gets release date",
    "Dead man walking: 3 stars in Broadway revival",
    "Killer whales: 5 facts",
    "Sales killed it: 12 million units",
    "Injury crisis: 11 players out for derby",
    "Lakers lose two starters to injury",
    "Stock market bloodbath wipes out $2 trillion",
    "Shares in 12 banks hammered",
    "Brexit killed 40,000 City jobs, report says",
    "Robots could kill off 20 million jobs by 2030",
    "The bill died in committee by 12 votes to 9",
    "The motion was killed 52-48",
    "Google kills 12 more products",
    "Netflix drama about a family of 5 murdered in Spain tops chart",
    "An exhibition recalls the 96 Hillsborough dead",
    "Survivors of the 1986 disaster gather",
    "Vigil held for victims of 7/7 bombings",
    "Half of drivers think they could be killed by 2 drinks",
    "Police seize 12 guns, 400 bullets",
    "Army shoots down 8 drones, destroys 2 tanks",
    "A dose of 2 mg can kill, doctors warn",
    "Rabies kills 12 cows in Devon",
    "Poachers shot dead three rhinos",
    "Avian flu has killed 17,000 elephant seal pups",
    "Wolves kill 30 sheep in Bavaria",
    "Farmer loses 200 chickens in blaze",
    "Asteroid that killed the dinosaurs 66 million years ago",
    "Tanker spill kills thousands of seabirds",
    "Sir Tom dies aged 100",
    "Last survivor of Titanic, 97, dies in sleep",
    "Author of 12 novels dies",
    "He scored 3 and was dead on his feet by full time",
    "One dead end after another for 5 years",
    "The deadline is 5 p.m.",
    "Life expectancy falls by 2 years",
    "Suicide rate falls to 10.4 per 100,000",
    "1 in 5 deaths linked to pollution",
    "Some 20 percent of those detained were released",
    "A prison for 3,000 inmates is planned",
    "The hostage drama ended after 12 hours",
    "The ferry can hold 500 people",
    "The plane was carrying 132 people",
    "The protest drew 20,000 people; there were no arrests",
    "The minister escaped an attempt on his life in which 2 shots were fired",
    "US sanctions 12 officials over killings",
    "EU condemns execution, summons 3 envoys",
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *PARTS,
        *HURT,
        *DISPLACED,
        *MISSING,
        *KILLED,
        *ARRESTED,
        *COURTS,
        *ABDUCTED,
        *UNDER_INVESTIGATION,
        *LEADS,
        *MORE,
        *RATES,
        *YEARLY,
    ],
)
def test_a_newswire_sentence_is_read_as_a_careful_reader_reads_it(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text).figures) == []


@pytest.mark.parametrize("text", NO_FIGURES)
def test_a_headline_that_only_sounds_like_a_toll_is_no_figure(read: Read, text: str) -> None:
    assert [(figure.metric, figure.low, figure.rule_id) for figure in read(text).figures] == []


OTHER_EVENTS = [
    "A quake killed seven people on Monday. In August, a quake killed more than 2,200 people.",
    "A bus crash killed seven people on Monday. In July, 18 people died in a similar accident.",
    "Gunmen killed seven people on Monday. Last month's attack on a market killed 30.",
    "The crash killed seven people. In one of the deadliest accidents of the kind, 43 people died in Soma.",
    "Seven people were killed. Prosecutors say he was convicted of murdering 43 people.",
]


@pytest.mark.parametrize("text", OTHER_EVENTS)
def test_an_earlier_event_at_the_end_of_an_article_is_background(read: Read, text: str) -> None:
    figures = read(text).figures
    assert [figure.background for figure in figures if figure.low == 7] == [False]
    assert {figure.background for figure in figures if figure.low != 7} <= {True}


SPEAKERS = [
    ("A strike killed five people, Kyiv said.", "ukraine-officials"),
    ("Five people were killed in the fire, according to Tehran.", "iranian-official"),
    ("Five people were killed when a wall fell, Red Cross officials said.", "red-cross"),
    ("Five people were killed when a wall fell, a rescue worker told AFP.", "rescue-services"),
    ("The raid killed five people, a tribal elder said.", "community-leaders"),
    ("Michael Jordan said five people were killed.", None),
]


@pytest.mark.parametrize(("text", "claimant"), SPEAKERS)
def test_capitals_and_common_names_speak(read: Read, text: str, claimant: str | None) -> None:
    assert [figure.claimant for figure in read(text).figures] == [claimant]


def test_an_officer_named_in_the_next_sentence_speaks_for_his_office(read: Read) -> None:
    text = "Ukraine's interior minister said on Monday that five people were killed. Ihor Klymenko said 48 were wounded."
    assert {figure.claimant for figure in read(text).figures} == {"ukraine-interior-ministry"}
    stranger = "The interior minister said five people were killed. Ali Rad, a farmer, said 48 were wounded."
    assert read(stranger).figures[-1].claimant is None


WHOLE = [
    (
        "An air strike killed 18 people on Friday. More than 7,600 people have been killed and 30,000 arrested"
        " since the 2021 coup, a monitor says.",
        {"killed": 18},
    ),
    (
        "Nine people were killed in a strike on Sunday. The ministry says 603 people have been killed since the"
        " October ceasefire, bringing the overall death toll to 72,037.",
        {"killed": 9},
    ),
    (
        "At least 60 people were killed in the raid, the resistance committee said. The Sudan Doctors' Network"
        " put the toll at 53.",
        {"killed": 60},
    ),
]


@pytest.mark.parametrize(("text", "totals"), WHOLE)
def test_what_a_war_has_cost_is_no_total_of_one_event(read: Read, text: str, totals: dict[str, int]) -> None:
    assert {metric: total for metric, total in read(text).totals.items() if total} == totals


METRICS = [
    ("Three other staff members were abducted and later released.", "abducted 3"),
    ("On Tuesday a court jailed 10 mayors pending trial.", "arrested 10"),
    ("Two others were jailed for 10 years.", "sentenced 2"),
    ("Dozens were forcibly disappeared.", "missing 12+"),
]


@pytest.mark.parametrize(("text", "wanted"), METRICS)
def test_what_is_done_to_people_decides_the_metric(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text).figures) == []


def test_a_crime_is_another_event_than_its_punishment(read: Read) -> None:
    figures = read(
        "Iran hanged three men convicted of murdering a police officer during the 2022 protests."
    ).figures
    assert [(figure.metric, figure.background) for figure in figures] == [
        ("executed", False),
        ("killed", True),
    ]
