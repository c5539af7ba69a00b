"""Figures: value, bound, metric, basis, subject, background; totals; and what is no figure at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract import Reading
from monitor.model import Basis, Bound, Figure

Read = Callable[..., Reading]
Figures = Callable[..., tuple[Figure, ...]]


def brief(figure: Figure) -> tuple[str, int | None, int | None, str, str]:
    return figure.metric, figure.low, figure.high, figure.bound, figure.basis


@pytest.mark.parametrize(
    ("text", "metric", "low", "high", "bound"),
    [
        ("Blast kills 12, wounds 30", "killed", 12, 12, Bound.EXACT),
        ("Death toll rises to 34", "killed", 34, 34, Bound.EXACT),
        ("The storm claimed the lives of 41 workers.", "killed", 41, 41, Bound.EXACT),
        ("The quake left 7 people dead.", "killed", 7, 7, Bound.EXACT),
        ("That brought the number of identified protesters killed to 504.", "killed", 504, 504, Bound.EXACT),
        ("A farmer was shot dead.", "killed", 1, 1, Bound.EXACT),
        ("Six of the passengers succumbed to their injuries.", "killed", 6, 6, Bound.EXACT),
        ("At least 18,470 people were taken into custody.", "arrested", 18470, None, Bound.AT_LEAST),
        ("Troops rounded up dozens of students.", "arrested", 12, None, Bound.VAGUE),
        ("Some 40 people remain unaccounted for.", "missing", 40, 40, Bound.ABOUT),
        ("Between 20 and 25 people were wounded.", "injured", 20, 25, Bound.RANGE),
        ("Up to 90 people were injured.", "injured", None, 90, Bound.AT_MOST),
        ("A court sentenced 14 activists to prison.", "sentenced", 14, 14, Bound.EXACT),
        ("Gunmen abducted 39 schoolgirls.", "abducted", 39, 39, Bound.EXACT),
        ("More than 1.2 million people have been displaced.", "displaced", 1_200_000, None, Bound.MORE_THAN),
        ("The state executed eleven prisoners.", "executed", 11, 11, Bound.EXACT),
    ],
)
def test_a_figure_is_read_in_every_grammar(
    figures: Figures, text: str, metric: str, low: int | None, high: int | None, bound: Bound
) -> None:
    read = [figure for figure in figures(text) if figure.metric == metric]
    assert [(figure.low, figure.high, figure.bound) for figure in read] == [(low, high, bound)]


@pytest.mark.parametrize(
    "text",
    [
        "The singer dies at 80.",
        "He is a dead ringer for the minister.",
        "Talks are in deadlock as inflation hits 7 per cent.",
        "The state offered a $1.4m reward over the deadly attack.",
        "He was jailed for 12 years.",
        "No one was killed in the blast.",
        "The drone could kill thousands of people.",
        "The army threatened to execute 500 prisoners.",
        "The ministry denied that 200 people were killed.",
        "Protests went on in 191 cities and all 31 provinces on day 16.",
        "The striker scored in a 3-2 win that killed off their hopes.",
        "Lawmaker No. 10 on the list was arrested by nobody.",
    ],
)
def test_a_trap_gives_no_figure(figures: Figures, text: str) -> None:
    assert [brief(figure) for figure in figures(text)] == []


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("The death toll stands at 544.", [Basis.TOTAL]),
        ("A bomb killed 12 people in the market.", [Basis.INCIDENT]),
        ("Another 28 people were killed.", [Basis.INCREMENT]),
        ("In all 544 people have been killed, including 65 children.", [Basis.TOTAL, Basis.SUBSET]),
        ("Of those killed, 130 were members of the security forces.", [Basis.SUBSET]),
        ("A raid killed 12 people, including 2 children, and injured 9 others.",
         [Basis.INCIDENT, Basis.SUBSET, Basis.INCIDENT]),
    ],
)  # fmt: skip
def test_what_is_counted_is_told_apart(figures: Figures, text: str, bases: list[Basis]) -> None:
    assert [figure.basis for figure in figures(text)] == bases


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen killed three policemen and five civilians.", 8),
        ("A villager was shot dead.", 1),
        ("40 people, 6 officers and 34 civilians, were killed.", 40),
        ("A blast killed 12 people. Twelve people were killed, police said.", 12),
        ("A blast killed 12 people, including 2 children.", 12),
        ("The attacker and six passengers were killed.", 7),
        ("Nothing happened.", 0),
        ("Two people were killed on Monday. The death toll has now reached 34.", 34),
    ],
)
def test_a_text_reports_one_total(read: Read, text: str, killed: int) -> None:
    assert read(text).totals["killed"] == killed


def test_totals_name_every_metric(read: Read) -> None:
    assert read("Nothing happened.").totals == dict.fromkeys(read("").totals, 0)
    assert {"killed", "injured", "arrested", "under_investigation"} <= set(read("").totals)


@pytest.mark.parametrize(
    "text",
    [
        "In November 2019 at least 304 people were killed.",
        "Last year's crackdown killed 1,500 people.",
        "The 1988 massacre killed thousands of prisoners.",
        "Flight PS752 was shot down near Tehran, killing all 176 people aboard.",
        "An earthquake killed 31 people in the same province a decade ago.",
        "At least 86 people died in the 2019 floods.",
    ],
)
def test_an_earlier_or_another_event_is_background(figures: Figures, text: str) -> None:
    read = figures(text)
    assert read and all(figure.background for figure in read)


def test_a_wreck_is_another_event_where_the_text_has_told_of_its_own(figures: Figures) -> None:
    """Where it stands alone, it is the event."""
    alone, *_ = figures("All 176 people aboard the airliner were killed.")
    read = figures("Police killed 12 protesters in Izeh. All 176 people aboard the airliner were killed.")
    assert not alone.background
    assert [figure.background for figure in read] == [False, True]


def test_this_years_event_is_no_background(figures: Figures) -> None:
    read = figures("In January 2026 at least 544 people were killed.")
    assert [figure.background for figure in read] == [False]


def test_a_year_alone_is_no_background_where_publication_is_unknown(figures: Figures) -> None:
    read = figures("In March 2017 gunmen killed 5 people.", published=None)
    assert [figure.background for figure in read] == [False]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of Monday, 544 people had been killed.", date(2026, 1, 12)),
        ("By 11 January, 544 people had been killed.", date(2026, 1, 11)),
        ("As of 6 p.m. on Tuesday, 544 people had been killed.", date(2026, 1, 13)),
        ("As of 0600 GMT Tuesday 544 people had been killed.", date(2026, 1, 13)),
        ("By December 30, 44 people had been killed.", date(2025, 12, 30)),
        ("544 people had been killed.", None),
    ],
)
def test_the_day_of_a_count_is_resolved_by_publication(figures: Figures, text: str, day: date | None) -> None:
    assert [figure.as_of for figure in figures(text)] == [day]


def test_deaths_under_investigation_are_never_killed(figures: Figures) -> None:
    read = figures("HRANA confirmed 5,002 deaths; 9,787 more cases are under investigation.")
    assert [(figure.metric, figure.low) for figure in read] == [
        ("killed", 5002),
        ("under_investigation", 9787),
    ]


def test_offsets_point_into_the_stored_text(figures: Figures) -> None:
    text = "pro\u00adtest: at\u00a0least ５４４ people were killed \u200f(12\u00a0000 arrested)"
    spans = [text[figure.start : figure.end] for figure in figures(text)]
    assert spans == ["at\u00a0least ５４４", "12\u00a0000"]


def test_a_headline_and_a_body_are_both_read(figures: Figures) -> None:
    read = figures("The toll reached 2,677, activists said.", title="Death toll 3,090")
    assert [(figure.field, figure.low) for figure in read] == [("title", 3090), ("text", 2677)]


UNRELATED = [
    "The weather was mild.",
    "Shares fell by 3 per cent on 12 May.",
    "The talks in 5 cities went on for two days.",
]


@pytest.mark.parametrize("sentence", UNRELATED)
@pytest.mark.parametrize(
    "text", ["HRANA said 544 people had been killed.", "A raid killed 12 people in the town."]
)
def test_an_unrelated_sentence_changes_no_figure(figures: Figures, text: str, sentence: str) -> None:
    assert [brief(one) for one in figures(f"{text} {sentence}")] == [brief(one) for one in figures(text)]


def test_the_same_text_is_always_read_the_same(read: Read) -> None:
    text = "HRANA said 544 people had been killed, among them 47 officers, and 10,681 arrested."
    assert read(text) == read(text)


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("0123456789,. -ab killed deadpeople\n۱٢و\u200f“")) | st.text())
def test_no_text_makes_it_stumble_and_spans_stay_inside(read: Read, text: str) -> None:
    for figure in read(text).figures:
        assert 0 <= figure.start < figure.end <= len(text)


@pytest.mark.parametrize(
    "text", ["9" * 200_000, "killed 5 " * 20_000, "\x00\x01\x04" * 10_000, "kill " * 40_000]
)
def test_rubbish_of_any_size_is_survived(read: Read, text: str) -> None:
    assert read(text, published=datetime(2026, 1, 1, tzinfo=UTC)).language
