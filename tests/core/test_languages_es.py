"""Spanish: sentences in the manner of agencies, monitors and ministries, and what each must be read as."""

from __future__ import annotations

import pytest

from tests.core.conftest import Read
from tests.core.notation import differences

CASES = [
    (
        "Al menos 27 personas han perdido la vida y otras 80 han resultado heridas en un bombardeo ruso contra un mercado de Járkov, según ha informado el gobernador, Oleg Siniegúbov.",
        "killed >=27 @governor; injured 80 @governor",
    ),
    (
        "Un total de 14 reclusos fallecieron y 60 resultaron lesionados durante un motín en la cárcel de Guayaquil.",
        "killed 14 prisoners; injured 60",
    ),
    (
        "La cifra oficial de víctimas mortales por el terremoto de Myanmar supera ya las 3.000.",
        "killed >3000 total",
    ),
    (
        "No menos de 40 civiles perecieron en los enfrentamientos, de acuerdo con Médicos Sin Fronteras (MSF).",
        "killed >=40 civilians @msf",
    ),
    (
        "El Ministerio de Sanidad de Gaza cifra en 46.707 los palestinos muertos desde el inicio de la ofensiva israelí.",
        "killed 46707 total @gaza-health-ministry",
    ),
    (
        "El balance provisional es de 17 muertos y medio centenar de heridos, tres de ellos en estado crítico.",
        "killed 17 total; injured ~50 total; injured 3 subset",
    ),
    (
        "Asciende a 73 la cifra de fallecidos tras el derrumbe de una discoteca en Santo Domingo.",
        "killed 73 total",
    ),
    (
        "Cinco muertos, entre ellos dos niños, en un ataque con drones en Sumy",
        "killed 5; killed 2 subset children",
    ),
    (
        "Tres policías y un civil mueren en una emboscada en el Cauca",
        "killed 3 security forces; killed 1 civilians",
    ),
    (
        "Un periodista palestino murió por disparos de las fuerzas israelíes en Yenín.",
        "killed 1 journalists @israeli-military",
    ),
    (
        "El periodista Ahmed Mansur murió este martes a causa de las quemaduras sufridas en el bombardeo.",
        "killed 1 journalists",
    ),
    (
        "Una explosión de gas deja seis muertos y más de 90 heridos en Ciudad de México",
        "killed 6; injured >90",
    ),
    (
        "El ataque se cobró la vida de al menos 21 personas, entre ellas siete menores.",
        "killed >=21; killed 7 subset children",
    ),
    (
        "La ONG Hengaw ha documentado la muerte de 51 manifestantes, nueve de ellos menores de edad.",
        "killed 51 total protesters @hengaw; killed 9 subset @hengaw",
    ),
    (
        "Un joven de 19 años fue asesinado a puñaladas en Sabadell.",
        "killed 1",
    ),
    (
        "Hallan 12 cadáveres en una fosa clandestina en Jalisco",
        "killed 12",
    ),
    (
        "El Ejército abatió a 14 guerrilleros del ELN en Norte de Santander.",
        "killed 14 militants",
    ),
    (
        "El número de víctimas mortales del incendio se elevó este viernes a 128, informó la Policía.",
        "killed 128 total @police",
    ),
    (
        "Decenas de personas murieron aplastadas en una estampida.",
        "killed 10+",
    ),
    (
        "Más de un centenar de migrantes murieron ahogados frente a las costas de Mauritania.",
        "killed >100",
    ),
    (
        "La represión ha dejado cerca de 6.000 muertos, según Iran Human Rights, con sede en Noruega.",
        "killed ~6000 total @ihrngo",
    ),
    (
        "El tiroteo, en el que murieron 10 personas además del atacante, se produjo en una escuela de Örebro.",
        "killed 10",
    ),
    (
        "Seis soldados colombianos fueron asesinados y otros tres están desaparecidos tras un ataque con explosivos.",
        "killed 6 security forces; missing 3",
    ),
    (
        "El atacante mató a ocho personas antes de suicidarse.",
        "killed 8",
    ),
    (
        "Se estima que unas 400.000 personas han sido desplazadas por la violencia en el este de la RDC, según ACNUR.",
        "displaced ~400000 total @unhcr",
    ),
    (
        "Al menos 1.200 personas fueron arrestadas en las protestas, según la ONG Foro Penal.",
        "arrested >=1200 total @foro-penal",
    ),
    (
        "La policía detuvo a más de 300 manifestantes en Estambul.",
        "arrested >300 protesters",
    ),
    (
        "Detenidas 23 personas en una operación contra el narcotráfico en Algeciras",
        "arrested 23",
    ),
    (
        "Arrestan a 37 presuntos miembros del Tren de Aragua en Chile",
        "arrested 37",
    ),
    (
        "Foro Penal contabiliza 1.687 presos políticos en Venezuela.",
        "arrested 1687 total prisoners @foro-penal",
    ),
    (
        "Más de un millar de personas han sido detenidas en Rusia por protestar contra la guerra, según OVD-Info.",
        "arrested >1000 total @ovd-info",
    ),
    (
        "Cuatro hombres fueron ahorcados este domingo en la prisión de Karaj tras ser condenados por espionaje.",
        "executed 4",
    ),
    (
        "Arabia Saudí ejecuta a ocho personas en un solo día",
        "executed 8",
    ),
    (
        "Un tribunal condenó a cadena perpetua a cinco exmilitares por la masacre.",
        "sentenced 5",
    ),
    (
        "Doce personas fueron condenadas a penas de entre 10 y 25 años de prisión.",
        "sentenced 12",
    ),
    (
        "La Fiscalía imputó cargos a 18 policías por la muerte de los manifestantes.",
        "charged 18 security forces",
    ),
    (
        "Hombres armados secuestran a 25 niñas en una escuela del noroeste de Nigeria",
        "abducted 25 children",
    ),
    (
        "Un total de 303 alumnos y 12 profesores fueron secuestrados en el estado de Níger.",
        "abducted 303 total children; abducted 12 total",
    ),
    (
        "Continúan en cautiverio 50 rehenes, de los que Israel cree que una veintena siguen con vida.",
        "abducted 50; abducted ~20 subset",
    ),
    (
        "Al menos 43 personas siguen desaparecidas tras el naufragio de una patera.",
        "missing >=43",
    ),
    (
        "Se desconoce el paradero de 13 estudiantes.",
        "missing 13 students",
    ),
    (
        "Tres personas continúan desaparecidas bajo los escombros.",
        "missing 3",
    ),
    (
        "Unas 12.000 personas han tenido que abandonar sus hogares por los combates en el Catatumbo.",
        "displaced ~12000 total",
    ),
    (
        "El huracán dejó sin hogar a 25.000 personas.",
        "displaced 25000",
    ),
    (
        "HRANA tiene bajo revisión otras 579 muertes.",
        "under_investigation 579 total",
    ),
    (
        "Los disturbios se saldaron con 30 heridos leves y 12 detenidos.",
        "injured 30; arrested 12",
    ),
    (
        "El accidente de autobús se salda con 9 muertos y 35 heridos, cinco de ellos graves",
        "killed 9; injured 35; injured 5 subset",
    ),
    (
        "Un muerto y cuatro heridos en un tiroteo en Marsella",
        "killed 1; injured 4",
    ),
    (
        "Muere una mujer y resultan heridos sus dos hijos en un accidente de tráfico en Lugo",
        "killed 1 women; injured 2",
    ),
    (
        '"Hemos confirmado la muerte de 16 personas y 40 heridos", declaró a la AFP el portavoz de la Defensa Civil de Gaza, Mahmud Basal.',
        "killed 16 @gaza-civil-defence /afp; injured 40 @gaza-civil-defence /afp",
    ),
    (
        "El Ministerio de Salud de Gaza informó este domingo que el número de muertos por los ataques israelíes asciende a 71.266 desde octubre de 2023.",
        "killed 71266 total @gaza-health-ministry",
    ),
    (
        "Según la Oficina de Naciones Unidas para los Derechos Humanos, al menos 798 personas han sido asesinadas cuando buscaban ayuda.",
        "killed >=798 total @united-nations",
    ),
    (
        "La ONU verificó la muerte de 13.883 civiles en Ucrania desde el comienzo de la invasión rusa.",
        "killed 13883 total civilians @united-nations",
    ),
    (
        "El Observatorio Sirio de los Derechos Humanos elevó a 1.426 los muertos en los enfrentamientos de Sueida.",
        "killed 1426 total @sohr",
    ),
    (
        '"Tenemos 12 fallecidos", dijo el alcalde de la localidad, Juan Pérez, a Radio Nacional.',
        "killed 12 @governor",
    ),
    (
        "El director del hospital Al Shifa, Mohamed Abu Salmiya, informó de la llegada de 24 cadáveres.",
        "killed 24 @hospital",
    ),
    (
        "El presidente Gustavo Petro aseguró que 14 soldados murieron en el ataque.",
        "killed 14 security forces",
    ),
    (
        "La agencia estatal IRNA cifró en 12 los muertos, mientras que la ONG HRANA habla de 34.",
        "killed 12 total @irna; killed 34 total @hrana",
    ),
    (
        "Fuentes de seguridad dijeron a EFE que cinco personas murieron y 12 resultaron heridas.",
        "killed 5 @security-forces /efe; injured 12 @security-forces /efe",
    ),
    (
        "La Fiscalía mexicana confirmó el hallazgo de 17 cuerpos en una fosa.",
        "killed 17 @judiciary",
    ),
    (
        "El Ministerio de Defensa ruso aseguró que sus fuerzas abatieron a 320 soldados ucranianos en las últimas 24 horas.",
        "killed 320 increment security forces @russia-defence-ministry",
    ),
    (
        "Amnistía Internacional documentó al menos 28 muertes entre el 31 de diciembre y el 3 de enero.",
        "killed >=28 @amnesty",
    ),
    (
        "La organización precisó que 9 de las víctimas eran menores.",
        "killed 9 subset",
    ),
    (
        "El grupo añadió que otras 579 muertes están siendo investigadas.",
        "under_investigation 579 total",
    ),
    (
        "Según datos de ACNUR, más de cuatro millones de sudaneses han huido a países vecinos.",
        "displaced >4000000 total @unhcr",
    ),
    (
        "El Gobierno libanés elevó a 3.823 los muertos y a 15.859 los heridos desde octubre de 2023.",
        "killed 3823 total @government; injured 15859 total @government",
    ),
    (
        "Save the Children denunció que 74 niños murieron en la primera semana del año.",
        "killed 74 total children @save-the-children",
    ),
    (
        '"Han muerto 2.000 personas, incluidos miembros de las fuerzas de seguridad", dijo un funcionario iraní a la agencia Reuters, que culpó a "terroristas".',
        "killed 2000 total @iranian-official /reuters",
    ),
    (
        "La cadena Iran International asegura que al menos 12.000 personas murieron, una cifra que AFP no ha podido verificar.",
        "killed >=12000 total @iran-international",
    ),
    (
        "El Servicio Geológico no reportó víctimas, aunque Protección Civil informó de tres muertos.",
        "killed 3 @rescue-services",
    ),
    (
        "Las Fuerzas de Defensa de Israel dijeron haber eliminado a 20 terroristas.",
        "killed 20 militants @israeli-military",
    ),
    (
        'El líder supremo, Alí Jameneí, admitió que "varios miles" de personas murieron en las protestas.',
        "killed 3000+ total @iran-supreme-leader",
    ),
    (
        "Médicos consultados por la revista Time estiman que hasta 30.000 personas murieron en dos días.",
        "killed <=30000 total @doctors",
    ),
    (
        "De acuerdo con cifras oficiales, 3.117 personas murieron, de las que 2.427 eran civiles y miembros de las fuerzas de seguridad.",
        "killed 3117 total; killed 2427 subset",
    ),
    (
        "Caminando Fronteras calcula que 10.457 personas murieron intentando llegar a España.",
        "killed 10457 total @walking-borders",
    ),
    (
        "Salvamento Marítimo rescató a 180 personas y recuperó tres cadáveres.",
        "killed 3",
    ),
    (
        "El balance, facilitado por la Dirección Nacional de Defensa Civil, habla también de 26 desaparecidos.",
        "missing 26 total @rescue-services",
    ),
    (
        "El ELN se atribuyó el secuestro de tres soldados.",
        "abducted 3 security forces @eln-farc",
    ),
    (
        "Ucrania denuncia que 9 civiles murieron en Kostiantínivka",
        "killed 9 civilians",
    ),
    (
        "Las Fuerzas de Defensa de Israel dijeron haber eliminado a 20 terroristas.",
        "killed 20 militants @israeli-military",
    ),
    (
        "Detenido un hombre de 45 años por estafar a 30 ancianos",
        "arrested 1",
    ),
    (
        "Un incendio calcina 1.200 hectáreas y obliga a desalojar a 300 vecinos",
        "displaced 300 civilians",
    ),
    (
        "Los 176 muertos del avión ucraniano derribado en 2020 siguen sin justicia",
        "killed 176 bg",
    ),
    (
        "Tres años después, las familias de los 43 desaparecidos de Ayotzinapa exigen verdad",
        "missing 43 bg",
    ),
    (
        "Fallecen cuatro miembros de una misma familia por inhalación de monóxido",
        "killed 4",
    ),
    (
        "Un ataque con coche bomba mata a 5 soldados y deja 19 heridos en Cali",
        "killed 5 security forces; injured 19",
    ),
    (
        "La mina colapsó con 49 trabajadores dentro: hay 32 muertos",
        "killed 32",
    ),
    (
        "El número de muertos sube a 102 en Texas, con 41 desaparecidos",
        "killed 102 total; missing 41 total",
    ),
    (
        "Turquía: más de 1.100 detenidos en cinco días de protestas",
        "arrested >1100 total",
    ),
    (
        "Un juez absuelve a 12 policías acusados de matar a 5 manifestantes",
        "killed 5 protesters",
    ),
    (
        "Cinco condenados por la muerte de 7 trabajadores",
        "sentenced 5; killed 7",
    ),
    (
        "Violencia machista: 47 mujeres asesinadas en lo que va de año",
        "killed 47 total women",
    ),
    (
        "Choque de trenes en Adamuz deja 39 fallecidos y 152 heridos",
        "killed 39; injured 152",
    ),
    (
        "Hieren de bala a dos periodistas en Tijuana",
        "injured 2 journalists",
    ),
    (
        "Un sismo de 7,7 deja más de 1.000 muertos y 2.376 heridos en Birmania",
        "killed >1000; injured 2376",
    ),
    (
        "Más de 50.000 palestinos han muerto y otros 113.000 han resultado heridos",
        "killed >50000 total; injured 113000 total",
    ),
    (
        "Ataque ruso mata a 4, incluidos 2 niños, e hiere a 27",
        "killed 4; killed 2 subset children; injured 27",
    ),
    (
        "EEUU: cuatro muertos y ocho heridos en tiroteo en un bar de Carolina del Sur",
        "killed 4; injured 8",
    ),
    (
        "El balance de la represión: 544 muertos, 10.681 detenidos",
        "killed 544 total; arrested 10681 total",
    ),
    (
        "Israel mata al menos a 31 personas, entre ellas seis niños, en una jornada",
        "killed >=31; killed 6 subset children",
    ),
    (
        "Nuestros equipos atendieron a 125 heridos de bala en una sola noche en Kinshasa.",
        "injured 125",
    ),
    (
        "El hospital recibió 46 heridos y 12 cadáveres.",
        "injured 46; killed 12",
    ),
    (
        "En el hospital Nasser recibimos 74 heridos y diez personas llegaron ya sin vida.",
        "injured 74; killed 10",
    ),
    (
        "Al menos 17 trabajadores humanitarios han sido secuestrados este año.",
        "abducted >=17 total aid workers",
    ),
    (
        "Han sido asesinados 31 periodistas este año, según la FIP.",
        "killed 31 total journalists @ifj",
    ),
    (
        "Entre las víctimas hay 4 médicos, 7 enfermeras y un conductor de ambulancia.",
        "killed 4 subset medics; killed 7 subset medics; killed 1 subset civilians",
    ),
    (
        "Rondan los 200 los fallecidos",
        "killed ~200 total",
    ),
    (
        "Son ya más de medio millar los muertos.",
        "killed >500 total",
    ),
    (
        "No llegan a veinte los heridos.",
        "injured <=20 total",
    ),
    (
        "Han muerto casi una veintena de personas.",
        "killed ~20 total",
    ),
    (
        "El total de detenidos se acerca a los 20.000.",
        "arrested ~20000 total",
    ),
    (
        "Van 7 muertos y 21 heridos.",
        "killed 7 total; injured 21 total",
    ),
    (
        "Suman 7 muertos por dengue en Córdoba",
        "killed 7 total",
    ),
    (
        "Hay que lamentar 95 víctimas mortales.",
        "killed 95",
    ),
    (
        "Se han recuperado 95 cuerpos.",
        "killed 95",
    ),
    (
        "Se confirma el fallecimiento de 95 personas.",
        "killed 95",
    ),
    (
        "95 personas han fallecido a causa de la dana.",
        "killed 95",
    ),
    (
        "El desplazamiento de más de 50.000 personas en el Catatumbo",
        "displaced >50000",
    ),
    (
        "Al cierre de esta edición se contabilizaban 12 muertos.",
        "killed 12",
    ),
    (
        "Otros tres cadáveres fueron hallados entre los escombros.",
        "killed 3 increment",
    ),
    (
        "Cuatro cuerpos más aparecieron este viernes en la playa.",
        "killed 4",
    ),
    (
        "Asesinan a balazos a dos mujeres en Guanajuato",
        "killed 2 women",
    ),
    (
        "Matan a golpes a un joven en Rosario",
        "killed 1",
    ),
    (
        "Sicarios asesinan a siete personas en un bar de Guayaquil",
        "killed 7",
    ),
    (
        "Encuentran sin vida a cinco mineros",
        "killed 5",
    ),
    (
        "Cinco personas resultaron muertas y 12 heridas",
        "killed 5; injured 12",
    ),
    (
        "Tres individuos fueron detenidos por su presunta participación en el crimen.",
        "arrested 3",
    ),
    (
        "Se practicaron 45 detenciones.",
        "arrested 45",
    ),
    (
        "La Policía practicó 45 detenciones y se incautó de 200 kilos de cocaína.",
        "arrested 45",
    ),
    (
        "La Guardia Civil detiene a 12 personas e investiga a otras 7 por estafa.",
        "arrested 12",
    ),
    (
        "Encarcelan a 15 opositores en Nicaragua",
        "arrested 15",
    ),
    (
        "Prisión preventiva para 11 militares",
        "arrested 11 security forces",
    ),
    (
        "Dictan prisión para cuatro implicados",
        "arrested 4",
    ),
    (
        "Un juez dicta prisión provisional para los seis detenidos",
        "arrested 6",
    ),
    (
        "Irán condena a muerte a cuatro manifestantes",
        "sentenced 4 protesters",
    ),
    (
        "Cuatro kurdos, condenados a la horca",
        "sentenced 4",
    ),
    (
        "Los cuatro fueron ejecutados al amanecer.",
        "executed 4",
    ),
    (
        "Secuestrados al menos 50 alumnos en Nigeria",
        "abducted >=50 children",
    ),
    (
        "El grupo armado mantiene secuestradas a 18 personas.",
        "abducted 18 @militants",
    ),
    (
        "Boko Haram rapta a más de cien niñas",
        "abducted >100 children",
    ),
    (
        "Hay 25 personas en paradero desconocido.",
        "missing 25",
    ),
    (
        "Dan por desaparecidas a 16 personas tras el alud",
        "missing 16",
    ),
    (
        "Buscan a 16 desaparecidos",
        "missing 16",
    ),
    (
        "La búsqueda de los 8 desaparecidos continúa.",
        "missing 8",
    ),
    (
        "El ciclón obliga a evacuar a 750.000 personas",
        "displaced 750000 total",
    ),
    (
        "Un total de 6.600 personas tuvieron que ser desalojadas.",
        "displaced 6600 total",
    ),
    (
        "Casi 700.000 personas permanecen desplazadas, según la OIM.",
        "displaced ~700000 total @iom",
    ),
    (
        "Procesan a nueve policías por tortura",
        "charged 9 security forces",
    ),
    (
        "Imputados tres directivos por la muerte de 12 trabajadores",
        "charged 3; killed 12",
    ),
    (
        "La Fiscalía presentó cargos contra 24 personas.",
        "charged 24",
    ),
    (
        "Otros 21 casos están pendientes de verificación.",
        "under_investigation 21 total",
    ),
    (
        "Actualización 14.30: ya son 7 los muertos confirmados y 33 los heridos.",
        "killed 7 total; injured 33 total",
    ),
    (
        "Hasta el martes se habían confirmado 3.428 muertes.",
        "killed 3428 total 2026-01-13",
    ),
    (
        "Con corte al 31 de diciembre, 1.242 personas permanecían desaparecidas.",
        "missing 1242 total 2025-12-31",
    ),
    (
        "Hasta las 18:00 del lunes, las autoridades reportaban 22 muertos.",
        "killed 22 total 2026-01-12",
    ),
    (
        "Entre los detenidos figuran 169 menores y 12 periodistas.",
        "arrested 169 subset children; arrested 12 subset journalists",
    ),
    (
        "De los 46.000 muertos, más de 17.000 son niños.",
        "killed 46000 total; killed >17000 subset",
    ),
    (
        "Murieron 12 personas, 8 de ellas mujeres.",
        "killed 12; killed 8 subset",
    ),
    (
        "Murieron 12 personas: ocho hombres, tres mujeres y un niño.",
        "killed 12; killed 8 subset; killed 3 subset women; killed 1 subset children",
    ),
    (
        "Siete de los fallecidos eran menores.",
        "killed 7 subset",
    ),
    (
        "Al menos 10 muertos, tres de ellos policías, y 20 heridos en un atentado en Cali",
        "killed >=10; killed 3 subset; injured 20",
    ),
    (
        "Otras 28 personas fueron detenidas el miércoles.",
        "arrested 28 increment",
    ),
    (
        "En las últimas 24 horas murieron 45 personas, con lo que el total asciende a 1.200.",
        "killed 45 increment; killed 1200 total",
    ),
    (
        "El ataque del sábado, en el que murieron 11 soldados, fue condenado por la ONU.",
        "killed 11 security forces",
    ),
    (
        "En 2019, la represión dejó 304 muertos, según Amnistía Internacional.",
        "killed 304 @amnesty bg",
    ),
    (
        "El ataque más mortífero desde 2015, cuando murieron 130 personas en París.",
        "killed 130 bg",
    ),
    (
        "El terremoto de 1985 causó más de 10.000 muertos.",
        "killed >10000 total bg",
    ),
    (
        "A diferencia de 2022, cuando murieron 551 manifestantes, esta vez hay miles de muertos.",
        "killed 551 protesters bg; killed 1000+ total bg",
    ),
    (
        "Una persona murió y otras dos resultaron heridas.",
        "killed 1; injured 2",
    ),
    (
        "Tres muertos, entre ellos el presunto atacante",
        "killed 3; killed 1 subset militants",
    ),
    (
        "La tragedia, que costó la vida a 72 personas, ocurrió en 2017.",
        "killed 72 bg",
    ),
    (
        "Una fuente de seguridad confirmó a la AFP la muerte de 12 soldados.",
        "killed 12 security forces @security-forces /afp",
    ),
    (
        "Cuatro detenidos, según fuentes policiales",
        "arrested 4 @police",
    ),
    (
        "Amnistía Internacional afirma que el Ejército ejecutó al menos a 23 civiles.",
        "killed >=23 total civilians @amnesty",
    ),
    (
        "El CICR registra 5.000 personas desaparecidas desde 2019.",
        "missing 5000 total @icrc",
    ),
    (
        "Según la OCHA, 4,5 millones de personas han sido desplazadas desde abril de 2023.",
        "displaced 4500000 total @ocha",
    ),
    (
        "El presidente Emmanuel Macron anunció la muerte de dos soldados franceses.",
        "killed 2 security forces",
    ),
    (
        'La Guardia Revolucionaria anunció la detención de 40 "alborotadores".',
        "arrested 40 @irgc",
    ),
    (
        "La televisión estatal iraní informó de que ocho miembros de las fuerzas de seguridad murieron.",
        "killed 8 security forces @iran-state-tv",
    ),
    (
        "La agencia Fars informó de 250 policías y 45 basijis heridos.",
        "injured 250 security forces @fars-news; injured 45 @fars-news",
    ),
    (
        "Reuters, que cita a un funcionario iraní, da la cifra de 2.000 muertos.",
        "killed 2000 total @iranian-official /reuters",
    ),
    (
        'El Ejército israelí dice haber "eliminado" a 20 terroristas.',
        "killed 20 militants @israeli-military",
    ),
    (
        "El gobernador de Dnipropetrovsk, Vladislav Haivanenko, informó de cuatro muertos y diez heridos.",
        "killed 4 @governor; injured 10 @governor",
    ),
    (
        "El ministro de Salud, Juan García, dijo a la cadena Al Jazeera que 60 personas murieron.",
        "killed 60 @health-ministry /al-jazeera",
    ),
    (
        "El informe de HRW documenta la muerte de 70 personas en protestas en Mozambique.",
        "killed 70 total @hrw",
    ),
    (
        "El secretario general de la ONU, António Guterres, condenó la muerte de 12 cascos azules.",
        "killed 12 security forces",
    ),
    (
        "Uno de los heridos murió en el hospital.",
        "killed 1",
    ),
    (
        "El conductor falleció en el acto y su acompañante resultó herido.",
        "killed 1 civilians; injured 1",
    ),
    (
        "Una niña de siete años murió y su madre está en estado crítico.",
        "killed 1 children; injured 1 women",
    ),
    (
        "El agresor fue abatido por la policía.",
        "killed 1 militants",
    ),
    (
        "Dos hermanos de 12 y 15 años murieron ahogados en un río.",
        "killed 2",
    ),
    (
        "Un policía y dos civiles murieron; otras tres personas resultaron heridas.",
        "killed 1 security forces; killed 2 civilians; injured 3",
    ),
    (
        "El alcalde de Uruapan, Carlos Manzo, fue asesinado a tiros durante el Día de Muertos.",
        "killed 1",
    ),
    (
        "Murió el concejal Juan Ruiz, baleado el sábado.",
        "killed 1",
    ),
    (
        "Una mujer embarazada y su bebé perdieron la vida.",
        "killed 1 women; killed 1 children",
    ),
    (
        "Asesinaron a un líder indígena en el Cauca.",
        "killed 1",
    ),
    (
        "Los dos atacantes fueron abatidos.",
        "killed 2 militants",
    ),
    (
        "El tirador, de 24 años, se suicidó después de matar a cuatro personas.",
        "killed 4",
    ),
    (
        "Perdió la vida un brigadista que combatía el fuego.",
        "killed 1",
    ),
    (
        "Un soldado israelí muerto y tres heridos en el sur del Líbano",
        "killed 1 security forces; injured 3",
    ),
    (
        "Muerto a tiros un joven en Málaga",
        "killed 1",
    ),
    (
        "Hallado muerto un senderista en los Pirineos",
        "killed 1",
    ),
    (
        "Encuentran el cuerpo de la joven desaparecida",
        "killed 1",
    ),
    (
        "Fueron hallados los cuerpos de cuatro jóvenes en una camioneta",
        "killed 4",
    ),
    (
        "Cuatro jóvenes aparecieron muertos en una camioneta.",
        "killed 4",
    ),
    (
        "El ataque dejó como saldo a tres personas fallecidas y una lesionada.",
        "killed 3; injured 1",
    ),
    (
        "El saldo del enfrentamiento es de cinco presuntos delincuentes abatidos y un militar herido.",
        "killed 5; injured 1",
    ),
    (
        "Dejan cinco cuerpos en bolsas en Culiacán",
        "killed 5",
    ),
    (
        "Unos 4.000 vecinos fueron desalojados de sus casas por la erupción.",
        "displaced ~4000 total civilians",
    ),
    (
        "Al menos 13 personas murieron y unas 70 desaparecieron tras el hundimiento de un ferri.",
        "killed >=13; missing ~70",
    ),
    (
        "Trece muertos y más de 70 desaparecidos al hundirse un ferri",
        "killed 13; missing >70",
    ),
    (
        "Un ataque deja 11 muertos, 6 de ellos niños, y 38 heridos, 3 graves.",
        "killed 11; killed 6 subset; injured 38; injured 3 subset",
    ),
    (
        "La explosión, que mató a 11 personas e hirió a otras 38, ocurrió a las 9:40.",
        "killed 11; injured 38",
    ),
    (
        "Murieron 11 personas, seis de ellas menores, y otras 38 sufrieron heridas de diversa consideración.",
        "killed 11; killed 6 subset; injured 38",
    ),
    (
        "Tres agentes fallecidos y otros cinco lesionados dejó una emboscada en Michoacán.",
        "killed 3 security forces; injured 5",
    ),
    (
        "Una emboscada en Michoacán cobra la vida de tres agentes.",
        "killed 3 security forces",
    ),
    (
        "Tres agentes perdieron la vida en una emboscada; cinco más están hospitalizados.",
        "killed 3 security forces; injured 5",
    ),
    (
        "La emboscada se saldó con la muerte de tres agentes.",
        "killed 3 security forces",
    ),
    (
        "Autoridades confirman tres muertos y cinco heridos por emboscada",
        "killed 3 @official; injured 5 @official",
    ),
    (
        "Confirman la muerte de tres agentes",
        "killed 3 security forces",
    ),
    (
        "Reportan tres muertos por emboscada en Michoacán",
        "killed 3",
    ),
    (
        "Suman ya 12 los feminicidios en Puebla",
        "killed 12 total",
    ),
    (
        "El tifón Kalmaegi ha dejado 188 muertos y 135 desaparecidos en Filipinas",
        "killed 188; missing 135",
    ),
    (
        "El tifón causa al menos 188 fallecidos",
        "killed >=188",
    ),
    (
        "Se elevan a 188 los muertos por el tifón, que avanza hacia Vietnam",
        "killed 188 total",
    ),
    (
        "Ascienden a 188 los fallecidos y a 135 los desaparecidos por el tifón",
        "killed 188 total; missing 135 total",
    ),
    (
        "Filipinas: 188 muertos, 135 desaparecidos y 96 heridos por el tifón",
        "killed 188; missing 135; injured 96",
    ),
    (
        "La cifra preliminar es de 188 víctimas fatales.",
        "killed 188 total",
    ),
    (
        "188 personas han perdido la vida y 135 continúan desaparecidas, según la Oficina de Defensa Civil.",
        "killed 188 total @rescue-services; missing 135 total @rescue-services",
    ),
    (
        "Entre los muertos hay tres niños y una mujer embarazada.",
        "killed 3 subset children; killed 1 subset women",
    ),
    (
        "Tres de los muertos eran niños.",
        "killed 3 subset",
    ),
    (
        "A los 188 muertos se suman 135 desaparecidos.",
        "killed 188 total; missing 135 total",
    ),
    (
        "Un tribunal ruso condena a 15 soldados ucranianos a penas de hasta 21 años",
        "sentenced 15 security forces",
    ),
    (
        "Irán ejecuta a 17 presos en tres días",
        "executed 17 prisoners",
    ),
    (
        "Irán cuelga a cinco reos por narcotráfico",
        "executed 5 prisoners",
    ),
    (
        "La Justicia de Túnez condena a 40 opositores a penas de hasta 66 años",
        "sentenced 40",
    ),
    (
        "Un juez procesa a 29 exmilitares por crímenes de lesa humanidad",
        "charged 29",
    ),
    (
        "La ONU denuncia el secuestro de 59 de sus empleados por los hutíes",
        "abducted 59 @united-nations",
    ),
    (
        "Las inundaciones desplazaron a más de 2,3 millones de personas en Pakistán",
        "displaced >2300000 total",
    ),
    (
        "El incendio obligó a evacuar a 9.000 vecinos de tres municipios",
        "displaced 9000 civilians",
    ),
    (
        "Según la agencia, van “12 civiles” y “un soldado” muertos en dos días de combates.",
        "killed 12 civilians; killed 1 security forces",
    ),
    (
        "La organización ha registrado 2.310 «detenciones arbitrarias» y 901 «presos políticos».",
        "arrested 2310; arrested 901",
    ),
    (
        "En las cárceles se contabilizan 640 personas privadas de libertad por motivos políticos.",
        "arrested 640",
    ),
    (
        "Del total de detenidos, 410 son hombres y 37 mujeres.",
        "arrested 410 subset; arrested 37 subset women",
    ),
    ("El informe registraba el 9 de mayo 312 muertos y 45 desaparecidos.", "killed 312; missing 45"),
    (
        "El Gobierno fijó el viernes en 208 las víctimas mortales y redujo a 31 la cifra de desaparecidos.",
        "killed 208 total @government; missing 31 total",
    ),
    ("El número de fallecidos en el alud del 4 de marzo subió en las últimas horas a 67.", "killed 67 total"),
    (
        "Los muertos por los bombardeos en Jartum superan los 300 y los heridos son más de 1.100.",
        "killed >300 total; injured >1100 total",
    ),
    ("El ministerio volvió a cifrar en 940 el número de heridos.", "injured 940 total"),
    ("Las tropas mantienen arrestados a 14 médicos.", "arrested 14 medics"),
    ("La policía recibió 85 informes de personas desaparecidas.", "missing 85"),
    (
        "Ya murieron 9 personas: 4 murieron en Tumaco, 3 en Cali y dos en Popayán.",
        "killed 9; killed 4; killed 3; killed 2",
    ),
    (
        "Al menos 22 personas ya murieron a manos de la policía, según la ONG Iran Human Rights.",
        "killed >=22 @ihrngo",
    ),
    ("Al menos 31 presos han muerto en manos de las fuerzas de seguridad.", "killed >=31 prisoners @-"),
    ("Según el último balance de la ONG 'HRANA', 90 personas han muerto.", "killed 90 @hrana"),
    ("La cifra, según el Gobierno, es de 18 muertos y supera la de Foro Penal.", "killed 18 @government"),
    ("Más de 200 personas murieron, según un balance oficial.", "killed >200 @official"),
    (
        "«La cifra asciende a 61 muertos», informó este martes 13 de enero el portavoz del Ministerio gazatí de Sanidad.",
        "killed 61 @gaza-health-ministry",
    ),
    (
        "Al menos 12 personas, según la Fiscalía de Guayas, fueron asesinadas en una gallera.",
        "killed >=12 @judiciary",
    ),
    ("Durante las últimas 24 horas murieron 33 personas.", "killed 33 increment"),
    ("Al menos 19 personas han muerto en el marco de las protestas.", "killed >=19 total"),
    ("Detienen en Barcelona a tres yihadistas", "arrested 3 militants"),
    ("Masacre en Manabí: ultiman a nueve personas en una gallera", "killed 9"),
    ("Sicarios acribillan a cuatro policías en Durán", "killed 4 security forces"),
    ("Los atacantes tomaron 240 rehenes, de los que 101 siguen en Gaza", "abducted 240; abducted 101 subset"),
    ("Las inundaciones mantienen a 30 personas desaparecidas", "missing 30"),
    ("Del total de heridos, 15 permanecen hospitalizados.", "injured 15 subset"),
    (
        "Se contabilizan 3 menores entre los fallecidos y 11 entre los heridos.",
        "killed 3 subset children; injured 11",
    ),
    ("Unas 300.000 personas han abandonado sus hogares.", "displaced ~300000"),
    (
        "Teherán admite 3.117 víctimas; la relatora de la ONU cree que superan las 20.000.",
        "killed 3117; killed >20000",
    ),
    ("El atentado, el más letal desde 2014, causó 31 víctimas mortales.", "killed 31 now"),
    ("Muere apuñalada una mujer en Málaga", "killed 1 women"),
    (
        "La Policía cifra en 40 los heridos; los organizadores los elevan a 300.",
        "injured 40 @police; injured 300 @-",
    ),
]

TRAPS = [
    "Fallece el actor a los 87 años",
    "Miles de personas podrían morir de hambre si no llega la ayuda.",
    "No hay que lamentar víctimas mortales, pero 15 personas fueron atendidas por inhalación de humo.",
    "Condenado a 23 años de cárcel por matar a su pareja",
    "El Real Madrid gana 3-1 al Betis con dos goles de Vinicius",
    "La inflación mata: los precios suben un 45 %",
    "Muere a los 91 años el poeta que cantó a la guerra",
    "Día 14 de protestas en Irán: 191 ciudades y 31 provincias",
    "La policía busca a los 3 autores del robo",
    "El régimen amenaza con ejecutar a 800 detenidos",
    "El Gobierno niega que haya 200 muertos en las protestas",
    "La ONU teme que hasta 300.000 personas mueran de hambre",
    "Un terremoto de magnitud 6,4 sacude el sur de Perú sin causar víctimas",
    "Rescatan con vida a 33 mineros tras 69 días bajo tierra",
    "Un avión con 67 personas a bordo se estrella en Washington; no hay supervivientes",
    "Hamás libera a 20 rehenes e Israel excarcela a 1.968 presos",
    "Rusia y Ucrania intercambian 300 prisioneros",
    "El CICR facilitó la liberación de 80 rehenes.",
    "Los muertos podrían ser cientos, advierte la ONU.",
    "Piden 20 años de cárcel para los tres acusados",
    "La mitad de las víctimas son mujeres y niños.",
    "El ministro desmintió que haya 500 muertos.",
    "Se esperaba que murieran más de mil personas.",
    "Un juez ordenó liberar a 43 manifestantes.",
    "El avión llevaba 72 pasajeros y cuatro tripulantes.",
    "Ninguno de los 150 pasajeros resultó herido.",
    "Cuatro de cada diez víctimas son menores.",
    "La tasa de homicidios fue de 19 por cada 100.000 habitantes.",
    "Murió el número dos de Hamás.",
    "Las 200 personas evacuadas del hotel están a salvo.",
    "El caballero murió en la batalla del 412.",
    "Se trata de 24 informes sobre desapariciones antiguas.",
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_sentence_gives_its_figures(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text, language="es").figures) == []


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_gives_none(read: Read, text: str) -> None:
    assert differences("", read(text, language="es").figures) == []
