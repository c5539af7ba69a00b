"""The day a count stands at, and years that are long gone."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.dates import DAY, Calendar, DayNames, is_long_gone

WEDNESDAY = date(2026, 1, 14)
ENGLISH = Calendar.of(
    DayNames(
        months=("january|jan", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december|dec"),
        weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        days={"today": 0, "yesterday": 1},
        ordinal="st|nd|rd|th",
        link="of",
    ),
    openers="as of|by",
    sayings=(f"toll on {DAY}",),
)  # fmt: skip
PERSIAN = Calendar.of(
    DayNames(
        weekdays=("دوشنبه", "سه شنبه|سهشنبه"),
        solar_months=("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "ابان", "اذر", "دی", "بهمن",
                      "اسفند"),
    ),
    openers="تا",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of Monday, 544 were dead.", date(2026, 1, 12)),
        ("as of wednesday", WEDNESDAY),
        ("by Thursday", date(2026, 1, 8)),
        ("By 11 January 544 were dead.", date(2026, 1, 11)),
        ("by December 30th", date(2025, 12, 30)),
        ("by 30 February", None),
        ("standby Monday", None),
        ("on Monday", None),
        ("as of Jan. 11", date(2026, 1, 11)),
        ("as of 11th of January 2026", date(2026, 1, 11)),
        ("by Monday, 29 December", date(2025, 12, 29)),
        ("by yesterday", date(2026, 1, 13)),
        ("as of 2026-01-12", date(2026, 1, 12)),
        ("as of 12.01.2026", date(2026, 1, 12)),
        ("as of 1/13/2026", date(2026, 1, 13)),
        ("as of 1/2/2026", None),
        ("the toll on Sunday", date(2026, 1, 11)),
    ],
)
def test_a_day_is_resolved_backwards_from_publication(text: str, day: date | None) -> None:
    assert ENGLISH.as_of(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("تا 21 دی", date(2026, 1, 11)),
        ("تا 1 فروردین", date(2025, 3, 21)),
        ("تا 30 اسفند 1403", date(2025, 3, 20)),
        ("تا 30 اسفند 1404", None),
        ("تا 24 ابان 1398", date(2019, 11, 15)),
        ("تا سه شنبه", date(2026, 1, 13)),
    ],
)
def test_days_of_the_iranian_calendar_are_days_of_ours(text: str, day: date | None) -> None:
    assert PERSIAN.as_of(text, WEDNESDAY) == day


def test_without_publication_no_day_is_guessed() -> None:
    assert ENGLISH.as_of("as of Monday", None) is None


@pytest.mark.parametrize(
    ("year", "day", "gone"),
    [(2019, WEDNESDAY, True), (2025, WEDNESDAY, False), (2026, WEDNESDAY, False), (2025, date(2026, 12, 1), True),
     (2019, None, False)],
)  # fmt: skip
def test_a_year_is_long_gone_half_a_year_after_its_end(year: int, day: date | None, gone: bool) -> None:
    assert is_long_gone(year, day) is gone
