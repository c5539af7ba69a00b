"""Who says so: canonical claimants, the one who counted, or nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Figure

Figures = Callable[..., tuple[Figure, ...]]


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        ("HRANA said 544 people had been killed.", ["hrana"]),
        ("At least 544 people had been killed, according to HRANA.", ["hrana"]),
        ("According to the Human Rights Activists News Agency, 544 people were killed.", ["hrana"]),
        ("HRANA counted 544 deaths. The group said 10,681 people were arrested.", ["hrana", "hrana"]),
        ("HRANA counted 544 deaths. It said 10,681 people were arrested.", ["hrana", "hrana"]),
        (
            "HRANA said 544 people had been killed. The rights group said 47 officers were killed.",
            ["hrana", "hrana"],
        ),
        ("“More than 3,000 people were killed,” the PMOI said in a statement.", ["pmoi"]),
        ("Iran Human Rights has documented the deaths of 3,428 protesters.", ["ihrngo"]),
        ("Amnesty International recorded the killing of at least 304 protesters.", ["amnesty"]),
        ("HRANA's latest count put the toll at 2,615.", ["hrana"]),
        ("544 people had been killed.", [None]),
        ("HRANA was founded in Tehran. A bomb killed 12 people.", [None]),
    ],
)
def test_the_claimant_is_named_or_nobody_is(figures: Figures, text: str, claimants: list[str | None]) -> None:
    assert [figure.claimant for figure in figures(text)] == claimants


def test_the_outlet_that_was_told_is_via(figures: Figures) -> None:
    (figure,) = figures("An Iranian official told Reuters that at least 2,000 people had been killed.")
    assert (figure.claimant, figure.via) == ("iranian-official", "reuters")


def test_a_confirmation_names_both(figures: Figures) -> None:
    (figure,) = figures("Reuters confirmed the 1,500 deaths announced by the PMOI.")
    assert (figure.claimant, figure.via) == ("pmoi", "reuters")


def test_who_cites_is_via_and_who_is_cited_counted(figures: Figures) -> None:
    (figure,) = figures("The New York Times, citing the PMOI, reported that 3,000 people had been killed.")
    assert (figure.claimant, figure.via) == ("pmoi", "nyt")


def test_a_headline_without_room_for_a_hedge_is_the_texts(figures: Figures) -> None:
    read = figures(
        "At least 31 people were killed, Gaza's civil defence agency said.", title="Strikes kill 31 in Gaza"
    )
    assert {figure.claimant for figure in read} == {"gaza-civil-defence"}


def test_two_speakers_in_one_sentence_keep_their_own_numbers(figures: Figures) -> None:
    read = figures("HRANA said 544 people had been killed, while Iran Human Rights said 648 had been killed.")
    assert [(figure.low, figure.claimant) for figure in read] == [(544, "hrana"), (648, "ihrngo")]


def test_an_organisations_own_feed_speaks_for_it(figures: Figures) -> None:
    (figure,) = figures("At least 2,615 people have been killed.", own="hrana")
    assert figure.claimant == "hrana"


def test_somebody_else_named_in_an_own_feed_is_believed(figures: Figures) -> None:
    (figure,) = figures("The health ministry said 40 people had been killed.", own="hrana")
    assert figure.claimant == "health-ministry"


def test_a_headline_has_the_claimant_of_the_body_that_repeats_it(figures: Figures) -> None:
    read = figures("HRANA said 2,615 people had been killed.", title="2,615 killed in protests")
    assert [figure.claimant for figure in read] == ["hrana", "hrana"]


def test_victims_are_no_witnesses(figures: Figures) -> None:
    (figure,) = figures("Gunmen killed 12 police officers.")
    assert figure.claimant is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "A US-based rights group said nearly 6,000 people had been killed. Human Rights Activists News Agency"
            " (HRANA) said it had confirmed 5,848 deaths.",
            [(6000, "hrana"), (5848, "hrana")],
            id="a body that is named in the next sentence",
        ),
        pytest.param(
            "A medical group accused the paramilitary RSF of killing 38 civilians. The Sudan Doctors Network said"
            " the village was burnt.",
            [(38, "sudan-doctors-network")],
            id="and it is none that the sentence names",
        ),
        pytest.param(
            "HRANA counted 544 deaths. It said the number of documented arrests stood at 10,681.",
            [(544, "hrana"), (10681, "hrana")],
            id="documented arrests are no speaker",
        ),
        pytest.param(
            "The coast guard recovered six bodies, and survivors said more than 60 people were missing.",
            [(6, None), (60, "survivors")],
            id="who speaks behind «and» counted nothing before it",
        ),
        pytest.param(
            "Survivors of a shipwreck off the coast of Libya said that 90 migrants had drowned.",
            [(90, "survivors")],
            id="a coast does not speak",
        ),
        pytest.param(
            "The judiciary said 71 people were killed. Thirty more were injured, its spokesman said.",
            [(71, "judiciary"), (30, "judiciary")],
            id="its spokesman",
        ),
        pytest.param(
            "Army officials said 15 civilians were dead and 43 injured.",
            [(15, "military"), (43, "military")],
            id="officials of the body before them",
        ),
        pytest.param(
            "HRANA, which is registered abroad, had by Sunday evening recorded 544 fatalities.",
            [(544, "hrana")],
            id="a day between «had» and the verb",
        ),
        pytest.param(
            "The mayor's office put the number of residents killed at more than 2,500.",
            [(2500, "governor")],
            id="those who were counted did not count",
        ),
        pytest.param(
            "“They shot at us,” said Ali Rad, who says three neighbours were killed by fire from security forces.",
            [(3, None)],
            id="a witness without a name of note silences those he blames",
        ),
        pytest.param(
            "Israeli air strikes killed 25 people in Gaza, medics said, and the military said two of its soldiers"
            " were killed.",
            [(25, "hospital"), (2, "israeli-military")],
            id="the military of the country that the text names",
        ),
    ],
)
def test_whose_a_number_is_over_clauses_and_sentences(
    figures: Figures, text: str, told: list[tuple[int, str | None]]
) -> None:
    assert [(figure.low, figure.claimant) for figure in figures(text)] == told


def test_an_official_whom_an_agency_quotes_counted_and_the_agency_was_told(figures: Figures) -> None:
    (figure,) = figures("An official quoted by IRNA said 15 protesters were arrested in Shiraz.")
    assert (figure.claimant, figure.via) == ("official", "irna")


def test_an_outlet_behind_its_country_was_told(figures: Figures) -> None:
    (figure,) = figures(
        "A spokesperson for the regional government told Russia's Sputnik agency that 20 had died."
    )
    assert (figure.claimant, figure.via) == ("government", "sputnik")
