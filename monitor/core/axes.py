"""The axes of a chart: which part of the numbers and of time is shown, and where the ticks stand.

Numbers are people, times are UTC; places on an axis are shares from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count as counting
from math import ceil, floor, log10

LOG_FROM = 20
"""Largest over smallest number from which the scale is logarithmic.

On a linear one whoever counts less than a twentieth of the most stands within the lowest tenth of a
mail's chart, a dozen pixels high, and none of its steps can be seen.
"""

CLOSE = 2 / 3
"""Smallest over largest number from which a linear scale need not begin at zero: a step from 30,000 to
30,500 would be half a pixel.  The chart says that it begins elsewhere."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers between `low` and `high`, with ticks at round ones."""

    low: int
    high: int
    logarithmic: bool
    ticks: tuple[int, ...]

    def share(self, number: int) -> float:
        """Where a number stands, 0 at the foot and 1 at the head; what is outside stands at the edge."""
        if self.logarithmic:
            least, most = log10(self.low), log10(self.high)
            place = (log10(max(number, 1)) - least) / (most - least)
        else:
            place = (number - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, place))


def scale(numbers: Sequence[int], most_ticks: int) -> Scale:
    """The scale on which numbers (0 or more) are shown, with at most so many ticks; 0 to 1 of nothing."""
    top = max(numbers, default=0)
    counted = [number for number in numbers if number > 0]
    if counted and top / min(counted) >= LOG_FROM:
        return _logarithmic(min(counted), top, most_ticks)
    least = min(numbers, default=0)
    return _linear(least if top and least >= CLOSE * top and least < top else 0, top, most_ticks)


def _linear(least: int, top: int, most_ticks: int) -> Scale:
    for step in _round_numbers():
        low, high = floor(least / step) * step, ceil(max(top, 1) / step) * step
        if (high - low) // step < most_ticks:
            return Scale(low, high, False, tuple(range(low, high + 1, step)))
    raise AssertionError("round numbers have no end")


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 …"""
    return (digit * 10**power for power in counting() for digit in (1, 2, 5))


def _logarithmic(least: int, top: int, most_ticks: int) -> Scale:
    rounds: list[int] = []
    for number in _round_numbers():
        rounds.append(number)
        if number >= top:
            break
    low = max(number for number in rounds if number <= least)
    high = rounds[-1]
    within = tuple(number for number in rounds if low <= number <= high)
    decades = [number for number in within if str(number).strip("0") == "1"]
    thinner = (within, *(tuple(decades[::every]) for every in range(1, len(decades) + 1)))
    ticks = next((ticks for ticks in thinner if len(ticks) <= most_ticks), thinner[-1])
    return Scale(low, high, True, ticks)


# ── time ────────────────────────────────────────────────────────────────────────────────────

Tick = tuple[datetime, str]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 4, 7, 14)
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 500, 1000)


def time_ticks(begins: datetime, ends: datetime, most_ticks: int) -> tuple[Tick, ...]:
    """Round moments from `begins` to `ends` (UTC), at most so many, closest together, each as it is written."""
    begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    for ticks in _rhythms(begins, ends):
        found: list[Tick] = []
        for at, label in ticks:
            if at > ends or len(found) > most_ticks:
                break
            if at >= begins:
                found.append((at, label))
        if len(found) <= most_ticks:
            return tuple(found)
    return ()


def _rhythms(begins: datetime, ends: datetime) -> Iterator[Iterator[Tick]]:
    """Ticks every hour, every other hour … every thousand years; those that are far too many left out."""
    midnight = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    if ends - begins < 100 * DAY:
        yield from (_every(midnight, hours * HOUR, _hour) for hours in _HOURS)
        yield from (_every(midnight, days * DAY, _day) for days in _DAYS)
    yield from (_months(begins.year, every, _month) for every in _MONTHS)
    yield from (_months(begins.year // every * every, 12 * every, _year) for every in _YEARS)


def _every(start: datetime, step: timedelta, label: Callable[[datetime], str]) -> Iterator[Tick]:
    at = start
    while True:
        yield at, label(at)
        try:
            at += step
        except OverflowError:
            return


def _months(year: int, every: int, label: Callable[[datetime], str]) -> Iterator[Tick]:
    for months in counting(0, every):
        at_year = year + months // 12
        if not 1 <= at_year <= 9999:
            return
        at = datetime(at_year, months % 12 + 1, 1, tzinfo=UTC)
        yield at, label(at)


def _hour(at: datetime) -> str:
    return f"{at:%H:%M}" if at.hour else _day(at)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _month(at: datetime) -> str:
    return f"{at:%b} {at.year}"


def _year(at: datetime) -> str:
    return str(at.year)


def between(begins: datetime, ends: datetime) -> str:
    """A length of time in days: «14 Jan 2026», «9–26 Jan 2026», «9 Jan – 3 Feb 2026»."""
    first, last = begins.astimezone(UTC).date(), ends.astimezone(UTC).date()
    whole = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return whole
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{whole}"
    return f"{first.day} {first:%b}{f' {first.year}' if first.year != last.year else ''} – {whole}"


# ── labels side by side ─────────────────────────────────────────────────────────────────────


def spread(wanted: Sequence[float], room: float, first: float, last: float) -> list[float]:
    """Places for labels as near as can be to where they are wanted, `room` apart, from `first` to `last`.

    Keeps the order of what is wanted (ascending).  Where there is too little room for all they are
    spaced evenly.
    """
    if not wanted:
        return []
    if room * (len(wanted) - 1) > last - first:
        room = (last - first) / max(1, len(wanted) - 1)
    # Pool those that would overlap: each block stands at the mean of what its members want.
    blocks: list[list[float]] = []  # [sum of wishes of the first member, members]
    for place, wish in enumerate(wanted):
        blocks.append([wish - place * room, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, members = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += members
    starts = [total / members for total, members in blocks for _ in range(int(members))]
    highest = last - (len(wanted) - 1) * room
    return [min(max(start, first), highest) + place * room for place, start in enumerate(starts)]


def thinned(places: Sequence[float], apart: float) -> list[int]:
    """The positions of those places (ascending) that are kept so that none stand closer; the last one always is."""
    kept: list[int] = []
    for position in range(len(places) - 1, -1, -1):
        if not kept or places[kept[-1]] - places[position] >= apart:
            kept.append(position)
    return kept[::-1]
