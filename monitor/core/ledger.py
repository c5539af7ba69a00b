"""What is known of one topic and metric: every number of every series, and what readers were last told.

Wire copies, edits and re-citations of a number add an outlet to it, not a point: so that a ledger
grows with what is said, not with how often it is printed.  Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

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


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of one topic and metric; a value: `and_` and `telling` return another one."""

    points: Mapping[Series, Mapping[Number, Point]] = field(default_factory=dict)
    told: Mapping[Series, Told] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim], told: Iterable[Told] = ()) -> Ledger:
        """The ledger of stored rows; `told` in the order in which they were told."""
        return cls().and_(claims).telling(told)

    def and_(self, claims: Iterable[Claim]) -> Ledger:
        """The ledger with some claims more."""
        points = dict(self.points)
        opened: dict[Series, dict[Number, Point]] = {}
        for claim in claims:
            series = opened.get(claim.series)
            if series is None:
                series = points[claim.series] = opened[claim.series] = dict(points.get(claim.series, {}))
            number = number_of(claim)
            known = series.get(number)
            series[number] = known.and_(claim) if known else _first(claim)
        return replace(self, points=points)

    def telling(self, told: Iterable[Told]) -> Ledger:
        """The ledger after readers were told some values more: the later one of a series holds.

        Later by order, not by any clock: clocks are set back.
        """
        return replace(self, told={**self.told, **{row.series: row for row in told}})

    def claims(self, since: datetime | None = None) -> Iterator[Claim]:
        """The claims of all series, those only that were stated at or after a moment."""
        for series in self.points:
            yield from self.claims_of(series, since)

    def claims_of(self, series: Series, since: datetime | None = None) -> Iterator[Claim]:
        """The claims of one series, those only that were stated at or after a moment."""
        for point in self.points.get(series, {}).values():
            if since is None or point.restated_at >= since:
                yield from (one for one in point.claims if since is None or one.stated_at >= since)


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


def _time(claim: Claim) -> tuple[datetime, datetime]:
    return claim.stated_at, claim.seen_at
