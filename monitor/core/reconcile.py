"""Many claims to one position: what each claimant says now, and the range across claimants.

A wire copy, an edit or a re-citation of a claim adds an outlet to it, not a point.  Here nothing
is alerted; `decide` uses these readings.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from statistics import median_low
from typing import Protocol, TypeVar

from monitor.core.specs import Claimant
from monitor.model import Basis, Bound, Claim, Estimate, Series, Standing

UNATTRIBUTED = "not attributed"
"""What a position is called that nobody is named for."""

TYPO = 0.1
"""A number lower by less than this share, in another outlet, is a slip or an older count (FIELD.md: 26,752)."""

ROUNDING = 20
"""A round number recalls an earlier one when it lies within 1/20 of it: «5,000» for 5,002."""

NOBODY: Mapping[str, str | None] = {}
"""No source speaks for a claimant."""


class Stated(Protocol):
    """A number with its bound: a claim, a told value, a standing.  None is an open end."""

    @property
    def low(self) -> int | None: ...
    @property
    def high(self) -> int | None: ...
    @property
    def bound(self) -> Bound: ...


Numbered = TypeVar("Numbered", bound=Stated)


# ── reading one number ──────────────────────────────────────────────────────────────────────


def most(value: Stated) -> int:
    """The most that is said in so many words: 50 of «40–50», 500 of «at least 500», 20 of «up to 20»."""
    return value.high if value.high is not None else value.low or 0


def same_number(one: Stated, other: Stated) -> bool:
    """Whether both name the same people; «at least 500» and «500» do, bounds are not compared."""
    return most(one) == most(other) and (one.low is None) == (other.low is None)


def highest(values: Iterable[Numbered]) -> Numbered | None:
    """The value that names most people, the first of equals; None of nothing."""
    return max(values, key=most, default=None)


def recalls(value: Stated, earlier: Iterable[Stated]) -> bool:
    """Whether a number is one that was stated before, or a rounding of it («5,000» for 5,002).

    A ceiling («up to 800») states no number that could be recalled.
    """
    number, slack = most(value), rounding(value)
    return any(abs(most(former) - number) <= slack for former in earlier if former.low is not None)


def _recalls_of(value: Stated, earlier: Sequence[int], above: int = -1) -> bool:
    """As `recalls`, of ascending numbers, those only that are above one: in time that hardly grows with them."""
    number, slack = most(value), rounding(value)
    place = bisect_left(earlier, max(number - slack, above + 1))
    return place < len(earlier) and earlier[place] <= number + slack


def rounding(value: Stated) -> int:
    """How far a number may be from one that it rounds: 50 for 12,300, 0 for 12,345."""
    number = most(value)
    return min(_unit(number) // 2, number // ROUNDING)


# ── one claimant in time ────────────────────────────────────────────────────────────────────


def latest(claims: Iterable[Claim], voices: Mapping[str, str | None] = NOBODY) -> tuple[Claim, ...]:
    """The claim that holds at present for each series, in the order in which the series came up.

    Claims are read in the order they were stated in.  A bound that the present value satisfies
    changes nothing («at least 500» after 530; «more than 3,000» after 3,400).  An earlier value
    that another outlet repeats never moves the present.  `voices` maps a source to the claimant
    whose own feed it is: what that feed says of itself is never taken for a repetition.
    """
    return tuple(course(group, voices)[-1] for group in _by_series(claims).values())


def _by_series(claims: Iterable[Claim]) -> dict[Series, list[Claim]]:
    groups: dict[Series, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.series, []).append(claim)
    return groups


def course(claims: Iterable[Claim], voices: Mapping[str, str | None] = NOBODY) -> list[Claim]:
    """The claims of one series that moved its present value, oldest stated first; the last one holds."""
    # Of two numbers in one breath the larger one stands: «116 … rose to 544».
    history = sorted(claims, key=lambda c: (c.stated_at, c.seen_at, most(c), c.figure_id))
    held = history[:1]
    earlier: list[int] = []  # each number once, ascending: wire copies are many
    stated: set[int] = set()
    for claim in history:
        if _replaces(claim, held[-1], earlier, voices):
            held.append(claim)
        number = most(claim)
        if claim.low is not None and number not in stated:
            stated.add(number)
            insort(earlier, number)
    return held


def _replaces(claim: Claim, present: Claim, earlier: Sequence[int], voices: Mapping[str, str | None]) -> bool:
    """Whether a later claim of the series moves its present value."""
    if claim.low == present.low and claim.high == present.high:
        return False
    if claim.low is not None and claim.low > most(present):
        took_back = claim.source_id == present.source_id and claim.seen_at > present.seen_at
        # What it was revised down from, printed again elsewhere, is no rise.
        return took_back or speaks_for(claim, voices) or not _recalls_of(claim, earlier, most(present))
    if claim.high is None or (claim.low is None and claim.high >= (present.low or 0)):
        return False  # a bound that the present value satisfies
    if present.low is not None and claim.high < present.low:
        return _lowers(claim, present, earlier, voices)
    return True


def _lowers(claim: Claim, present: Claim, earlier: Sequence[int], voices: Mapping[str, str | None]) -> bool:
    if claim.source_id == present.source_id or speaks_for(claim, voices):
        return True
    slip = most(claim) > (1 - TYPO) * most(present)
    return not slip and not _recalls_of(claim, earlier)


def speaks_for(claim: Claim, voices: Mapping[str, str | None]) -> bool:
    """Whether the claim stands in its claimant's own feed."""
    own = voices.get(claim.source_id)
    return own is not None and own == claim.series.claimant


# ── across claimants ────────────────────────────────────────────────────────────────────────


def standings(
    claims: Iterable[Claim],
    claimants: Mapping[str, Claimant],
    voices: Mapping[str, str | None] = NOBODY,
) -> tuple[Standing, ...]:
    """Where each claimant stands, the highest first, what nobody is named for last.

    Expects the claims of one topic and metric on the same victims (see `alike`): a total, an
    incident, a subset and a count of one group are different things.
    """
    return ranked(standing(*position(group, voices), claimants) for group in _by_series(claims).values())


def position(
    claims: Sequence[Claim], voices: Mapping[str, str | None] = NOBODY
) -> tuple[Claim, tuple[str, ...]]:
    """The claim of one series that holds at present, and the outlets that print its number."""
    present = course(claims, voices)[-1]
    return present, tuple(dict.fromkeys(claim.source_id for claim in claims if same_number(claim, present)))


def standing(present: Claim, outlets: tuple[str, ...], claimants: Mapping[str, Claimant]) -> Standing:
    """Where a claimant stands, by the claim that holds at present."""
    who = present.series.claimant
    claimant = claimants.get(who) if who else None
    return Standing(
        claimant=who,
        name=claimant.name if claimant else who or UNATTRIBUTED,
        grade=claimant.grade if claimant else None,
        low=present.low,
        high=present.high,
        bound=present.bound,
        stated_at=present.stated_at,
        figure_id=present.figure_id,
        outlets=outlets,
    )


def ranked(rows: Iterable[Standing]) -> tuple[Standing, ...]:
    """The highest first, what nobody is named for last."""
    return tuple(sorted(rows, key=lambda row: (row.claimant is None, -most(row), row.name)))


def alike(one: Series, other: Series) -> bool:
    """Whether two series of one topic and metric are about the same victims: the same basis and group."""
    return one.basis is other.basis and one.subject == other.subject


def is_total(series: Series) -> bool:
    """Whether a series counts the whole crisis, of all victims or of one group of them."""
    return series.basis is Basis.TOTAL


def across(rows: Sequence[Standing], best: str = "graded") -> Estimate | None:
    """Low, best and high across claimants; None where nobody is on record.

    `low` is the lowest floor that a claimant vouches for, `high` the highest number named.  `best`
    is `graded`: the median of the claimants with the highest grade; `median`: of all; `highest`; or
    the number of the claimant with that id, and graded where it has none.  Of two middle ones the
    lower counts, so that it is a number somebody stated.  What nobody is named for counts only if
    there is no other.
    """
    named = [row for row in rows if row.claimant is not None] or list(rows)
    if not named:
        return None
    group, method = _best(named, best)
    return Estimate(
        low=min((row.low for row in named if row.low is not None), default=None),
        best=median_low([most(row) for row in group]),
        high=max(most(row) for row in named),
        method=method,
        figure_ids=tuple(row.figure_id for row in named),
    )


def _best(named: Sequence[Standing], best: str) -> tuple[list[Standing], str]:
    """The positions that the best estimate is the median of, and how to say so."""
    if best == "median":
        return list(named), f"median of all {len(named)}"
    if best == "highest":
        top = max(named, key=most)
        return [top], f"highest, {top.name}"
    chosen = [row for row in named if row.claimant == best]
    if chosen:
        return chosen, f"number of {chosen[0].name}"
    grade, group = _highest_graded(named)
    who = ", ".join(row.name for row in group)
    return group, f"median of {who} ({f'grade {grade}' if grade else 'no grades'})"


def incompatible(rows: Sequence[Standing]) -> tuple[tuple[Standing, Standing], ...]:
    """The pairs of named claimants of whom one is wrong if the other is right, the widest apart first.

    Bounds count: «at least 400» allows 6,000.
    """
    named = [row for row in rows if row.claimant is not None]
    pairs = [(one, other) for index, one in enumerate(named) for other in named[index + 1 :]]
    apart = [(max(_above(one, other), _above(other, one)), one, other) for one, other in pairs]
    ordered = sorted((each for each in apart if each[0] > 1), key=lambda each: -each[0])
    return tuple((one, other) for _, one, other in ordered)


def disjoint(one: Stated, other: Stated) -> bool:
    """Whether two numbers cannot both be right."""
    return _above(one, other) > 0 or _above(other, one) > 0


def _above(one: Stated, other: Stated) -> Fraction:
    """How many times the least of one is above the most that the other allows; 0 where it allows it."""
    if one.low is None or other.high is None or one.low <= other.high:
        return Fraction(0)
    return Fraction(one.low, max(other.high, 1))


def gap(one: Stated, other: Stated) -> Fraction:
    """How many times apart two positions are; 0 where they agree or one allows the other."""
    above = Fraction(one.low, max(most(other), 1)) if one.low is not None else Fraction(0)
    below = (
        Fraction(other.low, max(one.high, 1))
        if one.high is not None and other.low is not None
        else Fraction(0)
    )
    return max((ratio for ratio in (above, below) if ratio > 1), default=Fraction(0))


def _highest_graded(rows: Iterable[Standing]) -> tuple[str, list[Standing]]:
    # The Admiralty code sorts as text: A1 before A2 before B1; no grade comes last.
    by_grade = groupby(sorted(rows, key=lambda row: row.grade or "~"), key=lambda row: row.grade or "")
    grade, group = next(by_grade)
    return grade, list(group)


def _unit(number: int) -> int:
    """The step a number is rounded to, from its trailing zeros: 1,000 of 5,000, 1 of 253."""
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return unit
