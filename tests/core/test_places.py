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
]


@pytest.mark.parametrize(("language", "text", "places"), PLACES)
def test_the_place_is_what_the_text_names(
    read: Read, language: str, text: str, places: list[str | None]
) -> None:
    assert [figure.place for figure in read(text, language=language).figures] == places
