"""What is known of one topic and metric: every number of every series, and what readers were last told.

Wire copies, edits and re-citations of a number add an outlet to it, not a point: so that a ledger
grows with what is said, not with how often it is printed.  Nothing is compared here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from monitor.core.reconcile import most
from monitor.model import Bound, Claim, Series, Told

T = TypeVar("T")

Number = tuple[int | None, int | None, Bound]
"""A value as a key: low, high, bound."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a series, and of each outlet that printed it the first and the last claim.

    `stated_at` and `seen_at` are the earliest of all, `restated_at` is the latest.
    """

    outlets: Mapping[str, tuple[Claim, Claim]]
    stated_at: datetime
    seen_at: datetime
    restated_at: datetime

    @property
    def claim(self) -> Claim:
        """Any of its claims: they all state the same number."""
        return next(iter(self.outlets.values()))[0]

    @property
    def claims(self) -> Iterator[Claim]:
        """The first claim of each outlet, and the last where there is more than one."""
        for first, last in self.outlets.values():
            yield first
            if last is not first:
                yield last

    def and_(self, claim: Claim) -> Point:
        """The point with one claim of its number more."""
        first, last = self.outlets.get(claim.source_id, (claim, claim))
        first = claim if _time(claim) < _time(first) else first
        last = claim if _time(claim) > _time(last) else last
        return Point(
            outlets={**self.outlets, claim.source_id: (first, last)},
            stated_at=min(self.stated_at, claim.stated_at),
            seen_at=min(self.seen_at, claim.seen_at),
            restated_at=max(self.restated_at, claim.stated_at),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Every number of one series; a value: `and_` returns another one.

    Found by what it says and by when it was last stated: a series of a long war has a thousand numbers,
    and every claim of it is compared with those few that are near.  `ascending` are the numbers that are
    said, `saying` the points that say each, `restated` every point with its `restated_at`, oldest first.
    """

    points: Mapping[Number, Point] = field(default_factory=dict)
    ascending: Sequence[int] = ()
    saying: Mapping[int, tuple[Number, ...]] = field(default_factory=dict)
    restated: Sequence[tuple[datetime, str, Number]] = ()

    def and_(self, claims: Iterable[Claim]) -> Numbers:
        """The numbers with some claims of the series more."""
        points, saying = dict(self.points), dict(self.saying)
        ascending, restated = list(self.ascending), list(self.restated)
        for claim in claims:
            number = number_of(claim)
            known = points.get(number)
            point = points[number] = known.and_(claim) if known else _first(claim)
            if known is None:
                said = most(claim)
                if said not in saying:
                    insort(ascending, said)
                saying[said] = (*saying.get(said, ()), number)
            elif known.restated_at != point.restated_at:
                del restated[bisect_left(restated, _place(known.restated_at, number))]
            if known is None or known.restated_at != point.restated_at:
                insort(restated, _place(point.restated_at, number))
        return Numbers(points, ascending, saying, restated)

    def between(self, least: int, largest: int) -> Iterator[Point]:
        """The points whose number lies within, both ends included, the smallest first."""
        begin, end = bisect_left(self.ascending, least), bisect_right(self.ascending, largest)
        return (self.points[number] for said in self.ascending[begin:end] for number in self.saying[said])

    def around(self, number: int) -> Iterator[int]:
        """The number itself if it is said, else the nearest that are, below and above."""
        place = bisect_left(self.ascending, number)
        first = place if number in self.saying else max(place - 1, 0)
        yield from self.ascending[first : place + 1]

    def since(self, moment: datetime) -> Iterator[Claim]:
        """The claims that were stated at or after a moment."""
        for _, _, number in self.restated[bisect_left(self.restated, (moment,)) :]:
            yield from (claim for claim in self.points[number].claims if claim.stated_at >= moment)


NONE = Numbers()
"""The numbers of a series that nothing is known of."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of one topic and metric; a value: `and_` and `telling` return another one."""

    series: Mapping[Series, Numbers] = field(default_factory=dict)
    told: Mapping[Series, Told] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim], told: Iterable[Told] = ()) -> Ledger:
        """The ledger of stored rows; `told` in the order in which they were told."""
        return cls().and_(claims).telling(told)

    def and_(self, claims: Iterable[Claim]) -> Ledger:
        """The ledger with some claims more."""
        groups: dict[Series, list[Claim]] = {}
        for claim in claims:
            groups.setdefault(claim.series, []).append(claim)
        more = {series: self.numbers(series).and_(group) for series, group in groups.items()}
        return replace(self, series={**self.series, **more})

    def numbers(self, series: Series) -> Numbers:
        """Every number of a series."""
        return self.series.get(series, NONE)

    def telling(self, told: Iterable[Told]) -> Ledger:
        """The ledger after readers were told some values more: the later one of a series holds.

        Later by order, not by any clock: clocks are set back.
        """
        return replace(self, told={**self.told, **{row.series: row for row in told}})

    def claims(self) -> Iterator[Claim]:
        """The claims of all series."""
        for series in self.series:
            yield from self.claims_of(series)

    def claims_of(self, series: Series, since: datetime | None = None) -> Iterator[Claim]:
        """The claims of one series, those only that were stated at or after a moment."""
        numbers = self.numbers(series)
        if since is not None:
            yield from numbers.since(since)
        else:
            for point in numbers.points.values():
                yield from point.claims


def by_docket(items: Iterable[T], series: Callable[[T], Series]) -> dict[tuple[str, str], list[T]]:
    """The items by topic and metric, which are decided together; both in the order in which they come."""
    groups: dict[tuple[str, str], list[T]] = {}
    for item in items:
        groups.setdefault((series(item).topic, series(item).metric), []).append(item)
    return groups


def number_of(claim: Claim) -> Number:
    """The number that a claim states, bound and all."""
    return claim.low, claim.high, claim.bound


def _first(claim: Claim) -> Point:
    return Point(
        {claim.source_id: (claim, claim)},
        stated_at=claim.stated_at,
        seen_at=claim.seen_at,
        restated_at=claim.stated_at,
    )


def _place(moment: datetime, number: Number) -> tuple[datetime, str, Number]:
    return moment, str(number), number


def _time(claim: Claim) -> tuple[datetime, datetime]:
    return claim.stated_at, claim.seen_at
