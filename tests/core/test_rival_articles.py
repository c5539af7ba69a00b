"""Full articles with rival estimates, and headlines that count nobody: what a number counts, and of which event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Figure

Figures = Callable[..., tuple[Figure, ...]]


def read(figures: Figures, text: str) -> list[tuple[str, int | None, str]]:
    """Metric, number and basis of each figure; «background» in place of the basis of another event's."""
    return [
        (one.metric, one.low, "background" if one.background else str(one.basis.value))
        for one in figures(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "More than 40,000 people have been killed in Gaza since the 7 October attack, the health ministry says.",
            [("killed", 40000, "total")],
        ),
        (
            "At least 2,200 people have been killed in El Fasher since fighters seized the city.",
            [("killed", 2200, "total")],
        ),
        ("At least 478 people have been put to death since 1 January.", [("executed", 478, "total")]),
        (
            "Israeli strikes killed 40 people across Gaza on Monday, local medics said.",
            [("killed", 40, "incident")],
        ),
        (
            "The ministry said 37,598 people had been killed. In the past 24 hours, 47 bodies were brought in.",
            [("killed", 37598, "total"), ("killed", 47, "increment")],
        ),
        (
            "The group said 3,785 people had been killed. Of the total death toll, 1,524 were children.",
            [("killed", 3785, "total"), ("killed", 1524, "subset")],
        ),
        (
            "Officials acknowledged 3,117 deaths. Of that total, 2,427 were listed as martyrs.",
            [("killed", 3117, "total"), ("killed", 2427, "subset")],
        ),
        (
            "SOHR said 1,000 people were killed. It said 336 of the victims were fighters.",
            [("killed", 1000, "total"), ("killed", 336, "subset")],
        ),
        (
            "On the border 16 people, three women and five children among them, were killed by shells.",
            [("killed", 16, "incident"), ("killed", 3, "subset"), ("killed", 5, "subset")],
        ),
        (
            "HRANA put the toll at 5,848, with 17,091 fatalities still under investigation.",
            [("killed", 5848, "total"), ("under_investigation", 17091, "total")],
        ),
        (
            "The estimate of 3,000 deaths in 2014, compared with 700 in 2013, was too low.",
            [("killed", 3000, "background"), ("killed", 700, "background")],
        ),
        (
            "Six months after quake that killed 2,200, survivors wait for tents",
            [("killed", 2200, "background")],
        ),
    ],
)
def test_what_a_number_of_a_rival_article_counts(
    figures: Figures, text: str, wanted: list[tuple[str, int | None, str]]
) -> None:
    assert read(figures, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A court sentenced to death 75 people.", [("sentenced", 75)]),
        (
            "Three people were sentenced to death and 47 to life in prison.",
            [("sentenced", 3), ("sentenced", 47)],
        ),
        ("The court handed down 25-year sentences against 229 others.", [("sentenced", 229)]),
        ("Sentenced to 25 years: man who killed 2", [("killed", 2)]),
        ("Approximately 287 children remained captive with the kidnappers.", [("abducted", 287)]),
        ("As of May, a total of (10,716) people were detained.", [("arrested", 10716)]),
        ("Bomber kills himself, 4 others in Kabul", [("killed", 1), ("killed", 4)]),
        ("The group documented 194 summary executions.", [("killed", 194)]),
    ],
)
def test_courts_captives_and_counts_in_brackets(
    figures: Figures, text: str, wanted: list[tuple[str, int]]
) -> None:
    assert [(one.metric, one.low) for one in figures(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The army said 137 hostages had been freed.",
        "Army: 20 hostages freed in Mali",
        "Gunmen on Saturday released 42 people who were kidnapped last week.",
        "Iran to execute 3 protesters",
        "Prosecutors failed to secure criminal charges against six lawmakers.",
        "He fears a flood of 10-figure lawsuits and criminal prosecutions.",
        "Five of the travellers were picked up by another boat.",
        "Not a single security official has been held to account.",
        "One machine is dead and will not come back.",
        "Police officer shot, killed 3 weeks after wedding",
        "12 Dead Sea fragments found",
        "Ali Rad (45) was a killer of time.",
    ],
)
def test_what_counts_nobody_is_no_figure(figures: Figures, text: str) -> None:
    assert [one for one in figures(text) if one.low != 1] == []
