"""Days that a sentence names: as-of dates, and years that show another event.

Month and weekday names, and the words that tie a count to a day, come from the language's tables.
Only what the publication date can resolve is resolved; everything else is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import re2

from monitor.core.screen import options

# An event is called by its year for months after; the turn of a year makes no other event.
_RECENT = timedelta(days=200)


def is_long_gone(year: int, day: date | None) -> bool:
    """Whether the year ended long before the day; not known, so no, without a day."""
    return day is not None and year < day.year and day - date(year, 12, 31) > _RECENT


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language says that a count stands as of a day; names are folded and in small letters."""

    pattern: re2._Regexp
    months: Mapping[str, int]
    weekdays: Mapping[str, int]

    @classmethod
    def of(cls, openers: str, months: Sequence[str], weekdays: Sequence[str]) -> Calendar:
        """Compile `openers` («as of», «by»; a pattern) before a weekday, «14 January» or «January 14»."""
        month, weekday = (
            "|".join(re2.escape(name) for name in names) or r"[^\s\S]" for names in (months, weekdays)
        )
        ordinal = "(?:st|nd|rd|th)?"
        before = rf"(?P<day>\d{{1,2}}){ordinal}\s+(?P<month>{month})"
        after = rf"(?P<month2>{month})\s+(?P<day2>\d{{1,2}}){ordinal}"
        pattern = re2.compile(
            rf"(?i)(?:^|[^\p{{L}}\p{{N}}])(?:{openers})\s+(?:(?P<weekday>{weekday})|{before}|{after})(?:[^\p{{L}}\p{{N}}]|$)",
            options(),
        )
        numbered = {name: index for index, name in enumerate(months, start=1)}
        return cls(pattern, numbered, {name: index for index, name in enumerate(weekdays)})

    def as_of(self, text: str, published: date | None) -> date | None:
        """The day that the figures of a folded sentence are said to stand at, resolved by publication."""
        match = self.pattern.search(text) if published is not None else None
        if match is None or published is None:
            return None
        weekday = match.group("weekday")
        if weekday:
            return published - timedelta(days=(published.weekday() - self.weekdays[weekday.casefold()]) % 7)
        month, day = match.group("month") or match.group("month2"), match.group("day") or match.group("day2")
        return _latest_before(self.months[month.casefold()], int(day), published)


def _latest_before(month: int, day: int, published: date) -> date | None:
    for year in (published.year, published.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            return None
        if candidate <= published:
            return candidate
    return None
