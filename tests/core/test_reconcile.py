"""What each claimant says now, and the range across claimants."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reconcile import across, incompatible, latest, most, recalls, same_number, standings
from monitor.model import Basis, Claim, Series
from tests.core.desk import CLAIMANTS, START, TOPIC, value

VOICES = {"hrana-en": "hrana"}


def claim(
    said: str, hours: float = 0, by: str | None = "hrana", on: str = "wire", subject: str | None = None
) -> Claim:
    number = value(said)
    return Claim(
        series=Series(TOPIC, "killed", by, subject, Basis.TOTAL),
        figure_id=f"{by}-{said}-{on}-{hours}",
        source_id=on,
        low=number.low,
        high=number.high,
        bound=number.bound,
        stated_at=START + timedelta(hours=hours),
        seen_at=START + timedelta(hours=hours),
    )


# what was said in turn, and what holds in the end
ROWS = [
    ("the later number holds", ["544", "2615"], "2615"),
    ("a floor below the number changes nothing", ["530", "≥500"], "530"),
    ("a number agrees with the floor before it and is sharper", ["3000+", "3400"], "3400"),
    ("a floor below a number that satisfies it changes nothing", ["3400", "3000+"], "3400"),
    ("a higher floor raises", ["530", "≥600"], "≥600"),
    ("a ceiling above changes nothing", ["530", "..800"], "530"),
    ("a ceiling below lowers", ["530", "..400"], "..400"),
    ("a lower number revises", ["359", "~253"], "~253"),
    ("an older number again, in another outlet, changes nothing", ["2615", "5002", "2615"], "5002"),
    ("nor does its rounding", ["5002", "6126", "5000"], "6126"),
    ("nor a higher one that was revised", ["359", "~253", "359"], "~253"),
    ("a slip in one outlet changes nothing", ["26852", "26752"], "26852"),
    ("a number inside a range is sharper", ["40-50", "45"], "45"),
    ("a range that overlaps is the later statement", ["40-50", "45-60"], "45-60"),
    ("nothing said twice is two statements", ["544", "544"], "544"),
]


@pytest.mark.parametrize(("said", "holds"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_one_claimant_says_now(said: list[str], holds: str) -> None:
    claims = [claim(text, hours, on=f"outlet-{hours}") for hours, text in enumerate(said)]
    [present] = latest(claims)
    expected = value(holds)
    assert (present.low, present.high) == (expected.low, expected.high)


def test_the_claimants_own_feed_is_never_a_repetition() -> None:
    claims = [claim("359", 0), claim("253", 1, on="other"), claim("359", 2, on="hrana-en")]
    assert latest(claims, VOICES)[0].low == 359
    assert latest(claims)[0].low == 253


def test_an_outlet_may_take_its_own_lower_number_back() -> None:
    claims = [claim("3308", 0, on="a"), claim("1308", 1, on="b"), claim("3308", 2, on="b")]
    assert latest(claims)[0].low == 3308


def test_of_two_numbers_in_one_breath_the_larger_stands() -> None:
    assert latest([claim("544"), claim("116")])[0].low == 544


def test_each_series_has_its_own_present() -> None:
    claims = [claim("544"), claim("2000+", by="official"), claim("65", subject="children")]
    assert [(c.series.claimant, c.series.subject, c.low) for c in latest(claims)] == [
        ("hrana", None, 544),
        ("official", None, 2000),
        ("hrana", "children", 65),
    ]


@given(st.permutations([("100", 0), ("≥90", 1), ("250", 2), ("100", 3), ("180", 4), ("..500", 5)]))
def test_the_order_in_which_claims_arrive_is_of_no_account(order: list[tuple[str, int]]) -> None:
    """Only the order in which they were stated is."""
    [present] = latest(claim(said, hours, on=f"outlet-{hours}") for said, hours in order)
    assert present.low == 180


@given(st.lists(st.integers(5, 50_000), min_size=1, max_size=15))
def test_floors_only_ever_raise(floors: list[int]) -> None:
    [present] = latest(claim(f"≥{low}", hours, on=f"o{hours}") for hours, low in enumerate(floors))
    assert present.low == max(floors)


def test_standings_show_who_says_what_and_which_outlets_printed_it() -> None:
    rows = standings(
        [
            claim("544", 0, on="a"),
            claim("544", 1, on="b"),
            claim("3000+", 1, by="mek"),
            claim("700", 2, by=None),
            claim("12", 2, by="unlisted"),
        ],
        CLAIMANTS,
    )
    assert [(row.name, row.grade, most(row)) for row in rows] == [
        ("PMOI/MEK", "D3", 3000),
        ("HRANA", "B2", 544),
        ("unlisted", None, 12),
        ("not attributed", None, 700),
    ]
    assert rows[1].outlets == ("a", "b")
    assert rows[1].figure_id == "hrana-544-a-0"


def test_the_range_of_the_thirteenth_of_january() -> None:
    """FIELD.md: 500 to 12,000; best is the median of the monitors, who are graded highest."""
    rows = standings(
        [
            claim("544"),
            claim("~650", by="groups"),
            claim("≥2000", by="official"),
            claim("3000+", by="mek"),
            claim("~6000", by="ihrngo"),
            claim("≥12000", by="intl"),
            claim("90000", by=None),
        ],
        CLAIMANTS,
    )
    estimate = across(rows)
    assert estimate is not None
    assert (estimate.low, estimate.best, estimate.high) == (544, 544, 12000)
    assert estimate.method == "median of Iran Human Rights, HRANA (grade B2)"
    assert len(estimate.figure_ids) == 6


def test_a_range_of_what_nobody_is_named_for_is_better_than_none() -> None:
    estimate = across(standings([claim("..20", by=None)], CLAIMANTS))
    assert estimate is not None
    assert (estimate.low, estimate.best, estimate.high) == (None, 20, 20)
    assert estimate.method == "median of not attributed (no grades)"
    assert across(()) is None


@given(st.dictionaries(st.sampled_from(sorted(CLAIMANTS)), st.integers(1, 10**6), min_size=1))
def test_best_lies_in_the_range_and_somebody_stated_it(said: dict[str, int]) -> None:
    estimate = across(standings([claim(str(n), by=by) for by, n in said.items()], CLAIMANTS))
    assert estimate is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.best <= estimate.high
    assert estimate.best in said.values()


@pytest.mark.parametrize(
    ("now", "before", "recalled"),
    [
        ("5002", "5002", True),
        ("5000", "5002", True),
        ("≥5000", "5002", True),
        ("5000", "5400", False),  # nobody rounds 5,400 to 5,000
        ("5001", "5002", False),
        ("500", "..500", False),  # a ceiling stated no number
        ("9", "9", True),
        ("10", "9", False),
    ],
)
def test_a_number_recalls_an_earlier_one_or_its_rounding(now: str, before: str, recalled: bool) -> None:
    assert recalls(value(now), [value(before)]) is recalled


def test_a_floor_and_its_number_are_the_same_people_a_ceiling_is_not() -> None:
    assert same_number(value("≥500"), value("500"))
    assert not same_number(value("..500"), value("500"))


def test_the_best_estimate_is_found_as_the_topic_says() -> None:
    rows = standings([claim("544"), claim("~6000", by="ihrngo"), claim("3000+", by="mek")], CLAIMANTS)
    found = {way: across(rows, way) for way in ("graded", "median", "highest", "mek", "official")}
    best = {way: estimate.best for way, estimate in found.items() if estimate}
    assert best == {"graded": 544, "median": 3000, "highest": 6000, "mek": 3000, "official": 544}
    assert found["mek"] is not None
    assert found["mek"].method == "number of PMOI/MEK"


def test_pairs_that_cannot_both_be_right_are_named_the_widest_apart_first() -> None:
    rows = standings(
        [claim("544"), claim("~6000", by="ihrngo"), claim("3000+", by="mek"), claim("≥400", by="official")],
        CLAIMANTS,
    )
    pairs = [(one.claimant, other.claimant) for one, other in incompatible(rows)]
    assert pairs == [("ihrngo", "hrana"), ("mek", "hrana")]
