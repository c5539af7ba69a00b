"""Full articles with rival counts: who says each number, what it counts, where it happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Basis, Figure

Figures = Callable[..., tuple[Figure, ...]]


def bases(read: tuple[Figure, ...]) -> list[tuple[int | None, str]]:
    """Low and basis of each figure."""
    return [(figure.low, figure.basis.value) for figure in read]


def speakers(read: tuple[Figure, ...]) -> list[tuple[int | None, str | None]]:
    """Low and claimant of each figure."""
    return [(figure.low, figure.claimant) for figure in read]


# ── what a number counts that does not say so ───────────────────────────────────────────────


def test_an_article_that_leads_with_a_running_toll_speaks_of_running_tolls(figures: Figures) -> None:
    read = figures(
        "At least 700 people have been killed since the vote, the opposition said. "
        "Amnesty International said that at least 240 people had died."
    )
    assert bases(read) == [(700, "total"), (240, "total")]


def test_an_article_that_leads_with_one_incident_speaks_of_its_toll(figures: Figures) -> None:
    read = figures(
        "A bomb killed 91 people at a market in Kano on Sunday, police said. "
        "A hospital put the toll at 98. The number of injured stands at 40, the governor said."
    )
    assert bases(read) == [(91, "incident"), (98, "incident"), (40, "incident")]


def test_a_toll_many_times_the_incidents_is_no_rival_of_it(figures: Figures) -> None:
    read = figures("A blast killed 3 policemen on Monday. HRANA's count of the dead stands at 646.")
    assert bases(read) == [(3, "incident"), (646, "total")]


def test_a_headline_counts_what_the_same_number_counts_in_the_text(figures: Figures) -> None:
    read = figures(
        "A total of 133 people have died in the unrest so far, officials said.", title="133 people killed"
    )
    assert [figure.basis for figure in read] == [Basis.TOTAL, Basis.TOTAL]


def test_a_number_without_a_verb_counts_what_the_one_before_it_counts(figures: Figures) -> None:
    read = figures("The death toll has risen to 30 people, up from 19 on Monday night.")
    assert bases(read) == [(30, "total"), (19, "total")]


def test_what_brings_a_total_up_comes_on_top(figures: Figures) -> None:
    read = figures("Police arrested eight people on Friday, bringing the number of arrests to 11.")
    assert bases(read) == [(8, "increment"), (11, "total")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said 24 more people were killed on the ground.", [(24, "increment")]),
        ("Police said 28 more were killed.", [(28, "increment")]),
        ("Twelve people were killed and 30 more people were injured.", [(12, "incident"), (30, "incident")]),
        ("More than 24 people were killed by a bomb.", [(24, "incident")]),
    ],
)
def test_more_people_come_on_top_of_a_count(
    figures: Figures, text: str, expected: list[tuple[int, str]]
) -> None:
    assert bases(figures(text)) == expected


def test_what_happens_at_a_memorial_is_no_old_event(figures: Figures) -> None:
    read = figures(
        "Two blasts killed 95 people at a ceremony in Kerman marking the anniversary of his death."
    )
    assert [figure.background for figure in read] == [False]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Iran says 100 people were killed in two blasts.", "iranian-official"),
        ("Israel said that 40 people had been killed.", "israeli-officials"),
        ("Saudi Arabia said on Sunday that 1,301 people had died.", "saudi-arabia-officials"),
        ("Michael Jordan said that 4 people had been killed.", None),
    ],
)
def test_where_a_country_speaks_its_officials_do(figures: Figures, text: str, claimant: str | None) -> None:
    assert [figure.claimant for figure in figures(text)] == [claimant]


def test_an_acronym_is_nobody_with_a_longer_name(figures: Figures) -> None:
    read = figures(
        "The UN's children's agency said 35 children were killed. The war has killed 4,000 people, the UN said."
    )
    assert [figure.claimant for figure in read] == ["unicef", "united-nations"]


def test_what_makes_an_incident_the_worst_since_some_day_is_no_count_since_then(figures: Figures) -> None:
    read = figures("An air strike killed 15 people on Sunday, the deadliest attack since the war began.")
    assert bases(read) == [(15, "incident")]


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("It was the worst attack since 1978, when 400 people died in a fire.", [True]),
        ("Since 2022 at least 14,000 civilians have been killed.", [False]),
        ("At least 478 people have been executed, a rise on the same period of last year.", [False]),
        ("At least 478 people were executed, compared with 273 people executed last year.", [False, True]),
        ("Police killed 3 people on Friday, while 1,500 people were killed in November 2019.", [False, True]),
    ],
)
def test_another_events_year_says_nothing_of_this_one(
    figures: Figures, text: str, background: list[bool]
) -> None:
    assert [figure.background for figure in figures(text)] == background


# ── who says so ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        (
            "A U.S.-based rights group, HRANA, had on Monday put the toll at 646 dead. Of these, 505 were protesters.",
            [(646, "hrana"), (505, "hrana")],
        ),
        (
            "At least 544 people have been killed, said the U.S.-based HRANA, which has been accurate before. "
            "It said 496 of the dead were protesters.",
            [(544, "hrana"), (496, "hrana")],
        ),
        (
            "Activists said that 544 people had been killed. HRANA, which gave the toll, has a network in Iran.",
            [(544, "hrana")],
        ),
        (
            "More than 300 people have been killed, according to a count by AFP based on reports from police and doctors.",
            [(300, "afp")],
        ),
        (
            "The U.N. human rights office, citing credible reports, said 10 people were killed by security forces.",
            [(10, "ohchr")],
        ),
        (
            "SOHR said 27 people were executed by members of the defence and interior ministries.",
            [(27, "sohr")],
        ),
        (
            "Five Al Jazeera journalists were killed on Sunday, the broadcaster said.",
            [(5, "al-jazeera")],
        ),
        (
            "Gunmen killed 12 people in Kano on Monday, the governor said. Fourteen people were wounded.",
            [(12, "governor"), (14, "governor")],
        ),
        (
            "Gunmen killed 12 people in Kano on Monday, the governor said. Residents had counted 30 dead there. "
            "Soldiers shot dead three of them.",
            [(12, "governor"), (30, "residents"), (3, "residents")],
        ),
    ],
)
def test_the_one_who_counted_is_found(
    figures: Figures, text: str, claimants: list[tuple[int, str | None]]
) -> None:
    assert speakers(figures(text)) == claimants


@pytest.mark.parametrize("hedge", ["An estimated", "Estimated", "Nearly"])
def test_a_hedge_before_a_number_is_nobody_who_speaks(figures: Figures, hedge: str) -> None:
    read = figures(f"{hedge} 1,500 people have been killed in the protests in Iran, HRANA said.")
    assert speakers(read) == [(1500, "hrana")]


def test_common_words_in_a_count_are_no_it(figures: Figures) -> None:
    read = figures(
        "SOHR put the toll at 1,093 dead. In all 231 members of the security forces have died, it said."
    )
    assert [figure.claimant for figure in read] == ["sohr", "sohr"]


def test_an_official_of_the_headline_is_the_one_of_the_text(figures: Figures) -> None:
    read = figures(
        "About 2,000 people have been killed in the protests, an Iranian official said on Tuesday.",
        title="At least 2,000 killed, official tells Reuters",
    )
    assert [(figure.claimant, figure.via) for figure in read] == [("iranian-official", "reuters")] * 2


def test_an_outlet_that_was_told_something_else_is_no_via(figures: Figures) -> None:
    read = figures(
        "The army said that 46,000 soldiers had been killed; it later told NBC News that 380,000 were wounded."
    )
    assert [figure.via for figure in read] == [None, "nbc-news"]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "A strike killed 5 people in southern Lebanon, the health ministry said.",
            "lebanon-health-ministry",
        ),
        (
            "An Israeli strike killed 5 people in Lebanon on Sunday, the health ministry said.",
            "lebanon-health-ministry",
        ),
        ("A strike killed 5 people, the health ministry said.", "health-ministry"),
        ("Israel bombed Syria; 5 people were killed, the health ministry said.", "health-ministry"),
    ],
)
def test_a_ministry_is_that_of_the_country_where_it_happened(
    figures: Figures, text: str, claimant: str
) -> None:
    assert [figure.claimant for figure in figures(text)] == [claimant]


# ── where ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gunmen killed 12 people in the northern city of Mosul on Monday.", ["Mosul"]),
        ("A blast near Mashhad killed 3 people.", ["Mashhad"]),
        ("Bandits killed 40 villagers in Nigeria's Benue state, police said.", ["Benue"]),
        ("Officials in Tehran said 3 people had been killed.", [None]),
        ("12 people were killed in Gaza, while 2 people were killed in Jenin.", ["Gaza", "Jenin"]),
        ("HRANA, based in Virginia, said 3 people had been killed.", [None]),
        ("The death toll in the Iran protests has reached 544, HRANA said.", ["Iran"]),
        ("Lebanon: 46 killed in a day", ["Lebanon"]),
        ("A strike on Tehran's Evin prison left 71 people dead.", ["Tehran"]),
        ("Five people were killed in an Israeli strike in Gaza City.", ["Gaza City"]),
        ("Fire at a nightclub in Goa kills 25 people", ["Goa"]),
        ("Militants attacked a post near Sollé (Loroum province), killing 4 soldiers.", ["Sollé"]),
        ("It was the worst fire in Iran; 400 people died in a cinema in Abadan.", ["Abadan"]),
        ("In Kano 12 people were killed, including 3 children.", ["Kano", "Kano"]),
        ("A turkey farmer was killed.", [None]),
    ],
)
def test_a_figure_has_the_place_that_its_clause_names(
    figures: Figures, text: str, places: list[str | None]
) -> None:
    assert [figure.place for figure in figures(text)] == places
