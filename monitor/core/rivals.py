"""The conditions about several claimants: a number far from everybody else's, and one that agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import ClassVar

from monitor.core.movement import STRICT, Days, Ratio, Share, Step
from monitor.core.question import (
    Outlook,
    Question,
    exact,
    heard,
    level,
    nameless,
    no,
    repeated,
    superseded,
    times,
)
from monitor.core.reconcile import Stated, gap, most, same_number
from monitor.core.words import count, spoken
from monitor.model import Basis, Bound, Severity, Standing, Told, Verdict


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claimant far away from every other: `ratio` times above or below the nearest of them.

    Above: what the claimant vouches for (the floor) against the number each other names, also
    where that is open-ended: who says «at least 2,000» has not counted 12,000.  Below: what the
    claimant allows at most against the floor of each other; «at least 500» allows 2,000 and is
    below nobody.  Positions older than `within_days` are no rivals, they are merely old.  Fires
    again for a claimant only when the gap has doubled since it was told.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "conflict"
    basis: ClassVar[Basis] = Basis.TOTAL

    ratio: Ratio = 2.0
    min_step: Step | None = None
    within_days: Days = 7

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.told
        if question.anybody:
            return no(self, "nobody in particular is named for the number, so nobody is contradicted")
        if told is not None and same_number(claim, told):
            return no(self, f"{heard(question, told)} already")
        rivals = question.rivals(timedelta(days=self.within_days))
        if not rivals:
            return no(self, f"no other claimant is on record in the last {self.within_days} days")
        nearest = min(rivals, key=lambda row: (gap(claim, row), row.name))
        return self._answer(question, rivals, nearest)

    def _answer(self, question: Question, rivals: Sequence[Standing], nearest: Standing) -> Verdict:
        claim, told = question.claim, question.told
        wide = gap(claim, nearest)
        known = min(gap(told, row) for row in rivals) if told is not None else Fraction(0)
        needed = 2 * known if known >= exact(self.ratio) else exact(self.ratio)
        step = abs(most(claim) - most(nearest))
        least = question.min_step if self.min_step is None else self.min_step
        arithmetic = (
            f"{spoken(claim)} against {spoken(nearest)} ({nearest.name}), the nearest of {len(rivals)}:"
            f" {times(wide)}, needed {times(needed)}; difference {count(step)}, needed {count(least)}"
        )
        if wide < needed or step < least:
            return no(self, f"{question.name} is not far enough from {nearest.name}", arithmetic)
        if told is not None and superseded(question, told):
            return no(self, repeated(question), arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} says {spoken(claim)}, far from everyone else; nearest is {nearest.name}",
            severity=Severity.HIGH,
            level=level(question),
            arithmetic=arithmetic,
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()  # whoever is far above is new or has risen, which `up` announces; below is open


@dataclass(frozen=True, slots=True)
class Corroborated:
    """A second named claimant, independent of the first, comes within `within` of what was told.

    Fires for the second only: a third who agrees is no news, nor is a claimant whose own number
    was there already.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "corroborated"
    basis: ClassVar[Basis] = Basis.TOTAL

    within: Share = 0.1

    def judge(self, question: Question) -> Verdict:
        claim = question.claim
        if question.anybody or claim.low is None or claim.bound is Bound.VAGUE:
            return no(self, "only a number that a named claimant vouches for can bear out another")
        if question.told is not None and self._near(claim, question.told):
            return no(self, f"{heard(question, question.told)} already")
        near = [row for row in question.ledger.told.values() if self._bears_out(question, row)]
        if not near:
            return no(self, f"no other claimant was told within {float(self.within):.0%}")
        first = max(near, key=lambda row: row.told_at)
        voices = {row.series.claimant for row in near} | self._silent_voices(question, first)
        if len(voices) > 1:
            return no(self, f"{spoken(first)} ({question.name_of(first)}) was borne out before")
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} bears out {question.name_of(first)}: {spoken(claim)} and {spoken(first)}",
            severity=Severity.NOTICE,
            level=level(question),
            arithmetic=f"{count(most(claim))} and {count(most(first))} are within {float(self.within):.0%}",
        )

    def _bears_out(self, question: Question, told: Told) -> bool:
        own = question.claim.series
        alike = (told.series.basis, told.series.subject) == (own.basis, own.subject)
        other = told.series.claimant != own.claimant and self._independent(question, told)
        return alike and other and self._near(question.claim, told)

    def _independent(self, question: Question, told: Told) -> bool:
        """Whether somebody else counted: one arm of a state, or of a party, does not bear out another."""
        if nameless(told.series.claimant, question.claimants):
            return False
        one, other = question.claimant, question.claimants.get(told.series.claimant or "")
        alike = one is not None and other is not None and one.class_ == other.class_
        return not (alike and one is not None and one.class_ in ("official", "security", "party"))

    def _silent_voices(self, question: Question, first: Told) -> set[str | None]:
        """Who else said about the same, though it was never told of them."""
        own = first.series
        return {
            series.claimant
            for series, numbers in question.ledger.series.items()
            if (series.basis, series.subject) == (own.basis, own.subject)
            and series.claimant != question.claim.series.claimant
            and not nameless(series.claimant, question.claimants)
            and any(self._close(number, most(first)) for number in numbers.around(most(first)))
        }

    def _near(self, one: Stated, other: Stated) -> bool:
        return self._close(most(one), most(other))

    def _close(self, one: int, other: int) -> bool:
        within = exact(self.within)
        return abs(one - other) * within.denominator <= within.numerator * max(one, other)

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()
