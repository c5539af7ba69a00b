"""Days that a sentence names: as-of dates, and years that show another event.

Month and weekday names come from the language's tables.  Only what the publication date can
resolve is resolved; everything else is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import re2

# An event is called by its year for months after; the turn of a year makes no other event.
_RECENT = timedelta(days=200)


def is_long_gone(year: int, day: date | None) -> bool:
    """Whether the year ended long before the day; not known, so no, without a day."""
    return day is not None and year < day.year and day - date(year, 12, 31) > _RECENT


def as_of(text: str, published: date | None, months: Sequence[str], weekdays: Sequence[str]) -> date | None:
    """The day that figures are said to stand at: «as of Monday», «by 14 January»."""
    if published is None:
        return None
    lowered = text.casefold()
    for index, name in enumerate(weekdays):
        if any(f"{opener} {name}" in lowered for opener in ("as of", "by", "until")):
            return published - timedelta(days=(published.weekday() - index) % 7)
    return _calendar_day(lowered, published, months)


def _calendar_day(text: str, published: date, months: Sequence[str]) -> date | None:
    for index, name in enumerate(months, start=1):
        for pattern in (
            rf"(?:as of|by|until|through) (?:the )?(\d{{1,2}}) {name}",
            rf"(?:as of|by|until|through) {name} (\d{{1,2}})",
        ):
            match = re2.search(pattern, text)
            if match:
                return _latest_before(index, int(match.group(1)), published)
    return None


def _latest_before(month: int, day: int, published: date) -> date | None:
    for year in (published.year, published.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            return None
        if candidate <= published:
            return candidate
    return None
