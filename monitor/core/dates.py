"""Days that a sentence names: as-of dates, and years that show another event.

Month and weekday names, and the words that tie a count to a day, come from the language's tables.
Only what the publication date can resolve is resolved; everything else is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitor.core.pattern import Pattern, Refused, escape
from monitor.core.screen import Screen, Words

# An event is called by its year for months after; the turn of a year makes no other event.
_RECENT = timedelta(days=200)
_NOTHING = r"[^\s\S]"

DAY = "\x07"
"""Stands for a day in a pattern, until `Calendar.of` puts the language's days in its place."""


def is_long_gone(year: int, day: date | None) -> bool:
    """Whether the year ended long before the day; not known, so no, without a day."""
    return day is not None and year < day.year and day - date(year, 12, 31) > _RECENT


def variants(name: str) -> tuple[str, ...]:
    """The forms of one entry of a list of names: «january|jan» has two."""
    return tuple(form.strip() for form in name.split("|") if form.strip())


def any_of(names: Sequence[str]) -> str:
    """A pattern for every form of every name, the longest first; matches nothing if there is none."""
    forms = sorted({form for name in names for form in variants(name)}, key=lambda form: (-len(form), form))
    return "|".join(escape(form).replace(r"\ ", r"\s+") for form in forms) or _NOTHING


@dataclass(frozen=True, slots=True)
class DayNames:
    """What a language calls its days; folded, in small letters.

    `months` and `weekdays` (Monday first) are the common calendar's, `solar_months` the Iranian one's;
    `days` are words for a day by its distance from publication («yesterday»: 1).  `ordinal` is what is
    written onto a day's number, `link` what may stand between day and month: both patterns.
    """

    months: Sequence[str] = ()
    weekdays: Sequence[str] = ()
    solar_months: Sequence[str] = ()
    days: Mapping[str, int] = field(default_factory=dict)
    ordinal: str = _NOTHING
    link: str = _NOTHING

    def pattern(self) -> str:
        """A day in any of its forms, with the named groups that `Calendar` resolves."""
        weekday, month = any_of(self.weekdays), f"{any_of(self.months)}|{any_of(self.solar_months)}"
        ordinal, link = rf"(?:\s?(?:{self.ordinal}))?", rf"(?:(?:{self.link})\s+)?"
        year = rf"(?:,?\s+{link}(?P<year>\d{{4}}))?"
        before = rf"(?P<day>\d{{1,2}}){ordinal}\s+{link}(?P<month>{month})\.?{year}"
        after = rf"(?P<month2>{month})\.?\s+(?P<day2>\d{{1,2}}){ordinal}{year.replace('year', 'year2')}"
        numeric = r"(?P<iso>\d{4}-\d\d?-\d\d?)|(?P<numeric>\d{1,2}[./]\d{1,2}[./]\d{4})"
        near = any_of(tuple(self.days))
        return (
            rf"(?:{numeric}|(?:(?:{weekday}),?\s+\(?)?(?:{before}|{after})|"
            rf"(?P<weekday>{weekday})|(?P<near>{near}))"
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language says that a count stands as of a day."""

    patterns: Screen
    months: Mapping[str, int]
    solar_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]

    @classmethod
    def of(
        cls,
        names: DayNames,
        openers: str,
        closers: str = _NOTHING,
        sayings: Sequence[str] = (),
        words: Words | None = None,
        refuse: Refused = None,
    ) -> Calendar:
        """Compile what ties a count to a day.

        `openers` stand before it («as of»), `closers` after it («itibarıyla»), `sayings` are patterns with
        a DAY somewhere («toll … on {day}»); `words` is the automaton that screens them.
        """
        day = names.pattern()
        patterns = (rf"(?:{openers})\s+{DAY}", rf"{DAY}\s+(?:{closers})", *sayings)
        return cls(
            Screen(
                [
                    Pattern(
                        rf"(?i)(?:^|[^\p{{L}}\p{{N}}])(?:{pattern.replace(DAY, day)})(?:[^\p{{L}}\p{{N}}]|$)",
                        refuse,
                    )
                    for pattern in patterns
                ],
                words,
            ),
            _numbered(names.months, 1),
            _numbered(names.solar_months, 1),
            _numbered(names.weekdays, 0),
            dict(names.days),
        )

    def as_of(self, text: str, published: date | None) -> date | None:
        """The first day that the figures of a folded sentence are said to stand at, resolved by publication."""
        return next((day for *_, day in self.days_in(text, published)), None)

    def days_in(self, text: str, published: date | None) -> Iterator[tuple[int, int, date]]:
        """Every day that a count of a folded sentence stands at: start and end of the words, the day."""
        for pattern in self.patterns.worth_running(text) if published is not None else ():
            match = pattern.search(text)
            while match is not None and published is not None:
                day = self._resolve({k: v for k, v in match.groupdict().items() if v}, published)
                if day is not None:
                    yield *match.span(), day
                match = pattern.search(text, max(match.end() - 1, match.start() + 1))

    def _resolve(self, said: Mapping[str, str], published: date) -> date | None:
        if "iso" in said or "numeric" in said:
            return _numeric(said)
        if "near" in said:
            return published - timedelta(days=self.days[_squeezed(said["near"])])
        if "weekday" in said:
            number = self.weekdays[_squeezed(said["weekday"])]
            return published - timedelta(days=(published.weekday() - number) % 7)
        month = _squeezed(said.get("month") or said["month2"])
        day, year = int(said.get("day") or said["day2"]), said.get("year") or said.get("year2")
        solar = month in self.solar_months
        number = self.solar_months[month] if solar else self.months[month]
        return _latest(number, day, int(year) if year else None, solar, published)


def _numbered(names: Sequence[str], first: int) -> dict[str, int]:
    return {form: index for index, name in enumerate(names, first) for form in variants(name)}


def _squeezed(words: str) -> str:
    return " ".join(words.casefold().split())


def _numeric(said: Mapping[str, str]) -> date | None:
    """2026-01-14, 14.01.2026; 14/01/2026 or 01/14/2026 where only one of the two can be meant."""
    if "iso" in said:
        year, month, day = map(int, said["iso"].split("-"))
        return _date(year, month, day)
    first, second, year = map(int, said["numeric"].replace("/", ".").split("."))
    if "/" in said["numeric"] and first != second and first <= 12 and second <= 12:
        return None
    return (
        _date(year, first, second) if "/" in said["numeric"] and second > 12 else _date(year, second, first)
    )


# A count stands at no day to come; but a feed may be a few days behind its own words.
_AHEAD = timedelta(days=7)


def _latest(month: int, day: int, year: int | None, solar: bool, published: date) -> date | None:
    """The day of that name: of its year if that is said, else the last one up to publication or just behind it."""
    current = published.year - (621 if solar else 0)  # an Iranian year begins in March
    for candidate_year in (year,) if year else (current, current - 1):
        candidate = (_solar_date if solar else _date)(candidate_year, month, day)
        if candidate is not None and candidate <= published + (timedelta() if year else _AHEAD):
            return candidate
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _solar_date(year: int, month: int, day: int) -> date | None:
    """A day of the Iranian solar calendar; right for the years 1244 to 1472 (the 33-year cycle holds there)."""
    length = 31 if month <= 6 else 30 if month < 12 or (8 * year + 29) % 33 < 8 else 29
    if not (1244 <= year <= 1472 and 1 <= day <= length):
        return None
    passed = 365 * (year - 1404) + (8 * (year - 1) + 29) // 33 - (8 * 1403 + 29) // 33
    before = 31 * (month - 1) - max(month - 7, 0)
    return date(2025, 3, 21) + timedelta(days=passed + before + day - 1)
