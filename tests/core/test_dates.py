"""The day a count stands at, and years that are long gone."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.dates import Calendar, is_long_gone

WEDNESDAY = date(2026, 1, 14)
ENGLISH = Calendar.of(
    "as of|by",
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
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
    ],
)
def test_a_day_is_resolved_backwards_from_publication(text: str, day: date | None) -> None:
    assert ENGLISH.as_of(text, WEDNESDAY) == day


def test_without_publication_no_day_is_guessed() -> None:
    assert ENGLISH.as_of("as of Monday", None) is None


@pytest.mark.parametrize(
    ("year", "day", "gone"),
    [(2019, WEDNESDAY, True), (2025, WEDNESDAY, False), (2026, WEDNESDAY, False), (2025, date(2026, 12, 1), True),
     (2019, None, False)],
)  # fmt: skip
def test_a_year_is_long_gone_half_a_year_after_its_end(year: int, day: date | None, gone: bool) -> None:
    assert is_long_gone(year, day) is gone
