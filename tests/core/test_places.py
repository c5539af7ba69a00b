"""Where it happened, in several languages: the text's own words, or nothing."""

from __future__ import annotations

import pytest

from tests.core.conftest import Read

PLACES = [
    ("es", "Al menos seis muertos tras un deslave en El Salvador", ["El Salvador"]),
    ("es", "Siete personas murieron en el poblado de Chirilagua.", ["Chirilagua"]),
    ("es", "Seis personas fueron asesinadas en la mancha urbana de Monterrey.", ["Monterrey"]),
    ("es", "Ocho mujeres murieron en un bar de la colonia Las Flores, de Celaya.", [None]),
    ("es", "Ocho mujeres murieron en la colonia Las Flores, de Celaya.", ["Celaya"]),
    ("es", "Número de muertos en protestas en Irán sube a 83", ["Irán"]),
    ("es", "Irán.- Al menos 31 personas perdieron la vida en choques.", ["Irán"]),
    ("es", "Gaza: 40 muertos en un bombardeo", ["Gaza"]),
    ("es", "Nueve personas murieron en Los Ángeles.", ["Los Ángeles"]),
    ("fr", "Burkina Faso : douze morts dans une attaque", ["Burkina Faso"]),
    ("fr", "Le bilan s'alourdit au Venezuela : une vingtaine de morts", ["Venezuela"]),
    ("fr", "Un engin a explosé à Butembo : 12 civils ont été blessés.", ["Butembo"]),
    ("fr", "Trois personnes ont été tuées à Gaza-ville (nord).", ["Gaza-ville"]),
    ("fr", "Une chapelle dédiée à Marie a fait 12 morts en s'effondrant.", [None]),
    ("fr", "L'attaque commise à Mapasana, près de Mbingi, a fait cinq morts.", ["Mapasana"]),
    ("fr", "Le bilan de l'incendie de Crans-Montana passe à 40 morts.", ["Crans-Montana"]),
    ("fr", "Des hommes armés enlèvent 300 élèves dans une école catholique du Nigeria", ["Nigeria"]),
    ("es", "El ataque en Nejapa, cerca de Apopa, dejó cinco muertos.", ["Nejapa"]),
    ("es", "El terremoto que sacudió Birmania causó 3.700 muertes.", ["Birmania"]),
    ("es", "Rusia lanza 500 drones sobre Ucrania y deja 6 muertos", ["Ucrania"]),
    ("de", "In Phnom Penh sind zwei Ärzte gestorben.", ["Phnom Penh"]),
    ("de", "Bei einem Busunglück in Südindien sind 21 Pilger ums Leben gekommen.", ["Südindien"]),
    ("ru", "В Белгородской области погибли двое мирных жителей.", ["Белгородской области"]),
    ("ru", "Трое пострадали в хуторе Кургашки Белгородской области.", ["Кургашки"]),
    ("ru", "На окраине Белгорода погибли три человека.", ["Белгорода"]),
    ("ru", "В результате удара дрона по Грайворону погиб человек.", ["Грайворону"]),
    ("ru", "На Украине погибли 12 человек.", ["Украине"]),
    ("ru", "В Минобороны сообщили, что погибли 12 человек.", [None]),
    ("uk", "У Степногірській громаді Запорізької області загинули двоє людей.", ["Степногірській громаді"]),
    ("uk", "На Харківщині загинули чотири людини.", ["Харківщині"]),
    ("uk", "Рятувальники дістали тіла трьох людей у Краматорську.", ["Краматорську"]),
    ("tr", "Çanakkale'nin Kumkale mevkiinde üç kişi öldü.", ["Kumkale"]),
    # What has no place of its own is where the lead is, if it names one place only.
    ("es", "Al menos seis personas murieron en Nejapa. Otras 30 siguen desaparecidas.", ["Nejapa", "Nejapa"]),
    (
        "es",
        "Seis personas murieron en Nejapa y dos en Apopa. Nueve niños siguen desaparecidos.",
        ["Nejapa", "Apopa", None],
    ),
    ("en", "A bomb killed 12 people in Kabul. Another 30 were wounded.", ["Kabul", "Kabul"]),
    ("en", "A bomb killed 12 people. A blast wounded 30 people in Kabul.", [None, "Kabul"]),
    ("en", "A bomb killed 12 people in Kabul. In 2019, a bombing killed 30 people.", ["Kabul", None]),
]


@pytest.mark.parametrize(("language", "text", "places"), PLACES)
def test_the_place_is_what_the_text_names(
    read: Read, language: str, text: str, places: list[str | None]
) -> None:
    assert [figure.place for figure in read(text, language=language).figures] == places
