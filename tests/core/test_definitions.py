"""Those who are identified are another count than those who are reported: read so in every language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Basis, Figure

Figures = Callable[..., tuple[Figure, ...]]

IDENTIFIED = [
    ("en", "PMOI/MEK said 504 identified victims were killed in the protests."),
    ("en", "The number of identified dead has reached 504, HRANA said."),
    ("en", "HRANA said it had confirmed the identities of 504 people killed."),
    ("en", "HRANA has published the names of 504 people killed in the protests."),
    ("en", "Iran Human Rights said it had identified 504 people who were killed since the protests began."),
    ("en", "HRANA said the identities of 504 people killed in the protests have been confirmed."),
    ("fa", "هرانا اعلام کرد که هویت ۵۰۴ کشته‌شده اعتراضات تاکنون احراز شده است."),
    ("fa", "هرانا هویت ۵۰۴ نفر از جان‌باختگان اعتراضات ایران را تأیید کرده است."),
    ("ar", "قالت وكالة هرانا إنها وثقت هوية 504 قتلى منذ بدء الاحتجاجات."),
    ("ar", "نشرت وزارة الصحة أسماء 504 أشخاص قتلوا منذ بداية الحرب."),
    ("fr", "L'ONG HRANA a identifié 504 personnes tuées depuis le début des manifestations."),
    ("fr", "Le ministère a publié les noms de 504 personnes tuées depuis le début de la guerre."),
    ("es", "La ONG HRANA ha identificado a 504 personas muertas desde el inicio de las protestas."),
    ("es", "El ministerio publicó los nombres de 504 personas muertas desde el inicio de la guerra."),
    ("de", "HRANA hat die Namen von 504 Getöteten seit Beginn der Proteste veröffentlicht."),
    ("de", "Seit Beginn der Proteste wurden nach Angaben von HRANA 504 identifizierte Tote gezählt."),
    ("tr", "HRANA, protestoların başından bu yana öldürülen 504 kişinin kimliğini doğruladı."),
    ("ru", "HRANA установила имена 504 погибших с начала протестов."),
    ("uk", "Встановлено імена 504 загиблих від початку війни, повідомила HRANA."),
    ("he", "HRANA פרסם את שמותיהם של 504 הרוגים מתחילת המלחמה."),
]


@pytest.mark.parametrize(("language", "text"), IDENTIFIED, ids=[text for _, text in IDENTIFIED])
def test_a_running_count_of_those_identified_is_a_series_of_its_own(
    figures: Figures, language: str, text: str
) -> None:
    [figure] = figures(text, language=language)
    assert (figure.low, figure.basis, figure.subject) == (504, Basis.TOTAL, "identified")


OTHERS = [
    "Police said 504 people were killed in the attack on Monday and three have been identified.",
    "Police on Friday identified two men killed in a shooting on Monday.",
    "Police said 12 people were killed on Monday; the gunman was identified as a 24-year-old man.",
    "Five people were killed in the attack on Monday, four of whom have been identified, police said.",
    "More than 1,500 people were killed, 504 of them identified by name, the PMOI/MEK said.",
    "HRANA said it had confirmed 544 deaths since the protests began.",
    "Since the protests began 544 people have been killed by unidentified gunmen, HRANA said.",
]


@pytest.mark.parametrize("text", OTHERS)
def test_who_was_killed_in_one_incident_and_a_part_of_a_count_are_of_no_definition(
    figures: Figures, text: str
) -> None:
    read = figures(text)
    assert read
    assert {figure.subject for figure in read} <= {None, "men"}


def test_the_same_number_is_of_one_definition_throughout_an_article(figures: Figures) -> None:
    read = figures(
        "HRANA said that 504 people had been killed since the protests began.",
        title="HRANA publishes names of 504 people killed in Iran protests",
    )
    assert [(figure.low, figure.subject) for figure in read] == [(504, "identified")] * 2
