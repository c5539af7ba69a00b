"""The conditions about one number in time: a first one, a rise, a fall, a passed band.

Each is one class with a reason, also for «no».  docs/alerting.md explains each with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import ceil, log
from statistics import median
from typing import Annotated, ClassVar

from pydantic import Field

from monitor.core.question import (
    Outlook,
    Question,
    difference,
    exact,
    heard,
    level,
    no,
    repeated,
    superseded,
    told_otherwise,
)
from monitor.core.reconcile import course, highest, is_total, most
from monitor.core.words import count, spoken
from monitor.model import DEFINITIONS, Basis, Bound, Claim, Series, Severity, Told, Verdict

Ratio = Annotated[float, Field(gt=1, le=1000, strict=True)]
Share = Annotated[float, Field(gt=0, lt=1, strict=True)]
Step = Annotated[int, Field(ge=0, strict=True)]
Days = Annotated[int, Field(ge=1, strict=True)]

STRICT = {"extra": "forbid"}


# ── first figures ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class First:
    """Nothing was told yet of this topic and metric."""

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "first"
    basis: ClassVar[Basis] = Basis.TOTAL

    def judge(self, question: Question) -> Verdict:
        if question.highest is not None:
            return no(self, f"{heard(question, question.highest)} already")
        number = spoken(question.claim)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"the first figure, {number} ({question.name})",
            severity=Severity.HIGH,
            level="first",
            arithmetic=f"nothing told before; now {number}",
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class FirstOfficial:
    """The first figure that an official or a state body gives, whatever others said before.

    That it says less than others is news too.  `first_un` is the same of another class.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "first_official"
    basis: ClassVar[Basis] = Basis.TOTAL
    class_: ClassVar[str] = "official"
    whom: ClassVar[str] = "an official"

    def judge(self, question: Question) -> Verdict:
        claimant, number = question.claimant, spoken(question.claim)
        if claimant is None or claimant.class_ != self.class_ or question.anybody:
            return no(self, f"{question.name} is not {self.whom}")
        for told in question.ledger.told.values():
            former = question.claimants.get(told.series.claimant or "")
            if former is not None and former.class_ == self.class_ and is_total(told.series):
                return no(self, f"{heard(question, told)} already")
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"the first figure of {self.whom}, {number} ({question.name})",
            severity=Severity.NOTICE,
            level="first",
            arithmetic=f"nothing told of {self.whom} before; now {number}",
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class FirstUn(FirstOfficial):
    """The first figure that a body of the United Nations gives, whatever others said before."""

    name: ClassVar[str] = "first_un"
    class_: ClassVar[str] = "un"
    whom: ClassVar[str] = "a UN body"


@dataclass(frozen=True, slots=True)
class DefinitionChanged:
    """A claimant counts by another definition than what was told of it: reported → identified, estimate → count.

    A count of those who are identified is neither a fall nor a rise; it begins a series of its own.
    Where both definitions give about the same number (within `ratio`), they are only other words.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "definition_changed"
    basis: ClassVar[Basis] = Basis.TOTAL

    ratio: Share = 0.9

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.told
        if question.anybody:
            return no(self, "nobody in particular is named who could have changed a definition")
        now = _definition(claim.series)
        former = told or highest(row for row in question.told_of_claimant if _definition(row.series) != now)
        if former is None:
            return no(self, f"nothing was told of {question.name} by another definition")
        if told is not None and not self._counted(question, told):
            return no(self, f"{question.name} was told as {now} before")
        before = _definition(former.series) if told is None else "an estimate"
        arithmetic = f"{difference(most(former), most(claim))}; needed a difference of {1 - self.ratio:.0%}"
        if self._near(claim, former):
            return no(self, f"{spoken(claim)} {now} is about what was told as {before}", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} now gives {spoken(claim)} {now if told is None else 'counted'}; "
            f"told before: {spoken(former)}, {before}",
            severity=Severity.NOTICE,
            level=level(question),
            arithmetic=arithmetic,
        )

    def _counted(self, question: Question, told: Told) -> bool:
        """Whether a claimant who had only estimated has counted since, and found fewer."""
        claim = question.claim
        estimated = told.bound in (Bound.ABOUT, Bound.VAGUE)
        fewer = told.low is not None and claim.high is not None and claim.high < told.low
        later = claim.stated_at > told.stated_at and not superseded(question, told)
        return estimated and claim.bound is Bound.EXACT and fewer and later

    def _near(self, claim: Claim, former: Told) -> bool:
        larger, smaller = max(most(claim), most(former)), min(most(claim), most(former))
        return smaller >= exact(self.ratio) * larger

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()


def _definition(series: Series) -> str:
    return series.subject if series.subject in DEFINITIONS else "reported"


# ── one incident ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident counts `at_least` people (twice the metric's minimum step where that is not given).

    Told once: a number within `within_days` that is less than `ratio` times one that was told, of
    the same place or where a place is not given, is taken for the same incident.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "incident"
    basis: ClassVar[Basis] = Basis.INCIDENT

    at_least: Annotated[int, Field(ge=1, strict=True)] | None = None
    ratio: Ratio = 1.25
    within_days: Days = 3

    def judge(self, question: Question) -> Verdict:
        claim = question.claim
        least = self.at_least or 2 * max(question.min_step, 1)
        if claim.low is None or claim.low < least:
            return no(self, f"{spoken(claim)} in one incident, needed {count(least)}")
        known = next((row for row in question.ledger.told.values() if self._same(question, row)), None)
        if known is not None:
            return no(self, f"taken for the incident of {heard(question, known)}")
        where = f" in {claim.place}" if claim.place else ""
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{spoken(claim)} in one incident{where} ({question.name})",
            severity=Severity.HIGH if claim.low >= 10 * least else Severity.NOTICE,
            level=f"{level(question)}{where}",
            arithmetic=f"{count(claim.low)}, needed {count(least)}",
        )

    def _same(self, question: Question, told: Told) -> bool:
        claim = question.claim
        apart = abs(claim.stated_at - told.stated_at)
        elsewhere = None not in (claim.place, told.place) and claim.place != told.place
        return (
            told.series.basis is Basis.INCIDENT
            and apart <= timedelta(days=self.within_days)
            and not elsewhere
            and (claim.low or 0) < exact(self.ratio) * most(told)
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()


# ── rises ───────────────────────────────────────────────────────────────────────────────────


def _threshold(ratio: float, step: int, reference: int) -> int:
    """The smallest number that is a rise from `reference`."""
    return max(ceil(exact(ratio) * reference), reference + max(step, 1))


def _rise(condition: Up | UpClaimant, question: Question, told: Told, words: str) -> Verdict:
    """Whether a claim's floor is a rise from what was told, and why not where it is none."""
    claim, step = question.claim, condition.step(question.min_step)
    if claim.low is None:
        return no(condition, f"{spoken(claim)} has no floor that could have risen")
    needed = _threshold(condition.ratio, step, most(told))
    arithmetic = f"{difference(most(told), claim.low)}; a rise begins at {count(needed)}"
    if claim.low < needed:
        return no(condition, f"{spoken(claim)} is no rise from {heard(question, told)}", arithmetic)
    known = told_otherwise(question)
    if known is not None:
        return no(condition, f"{heard(question, known)} already", arithmetic)
    if superseded(question, told):
        return no(condition, repeated(question), arithmetic)
    return Verdict(
        condition=condition.name,
        fires=True,
        reason=f"{question.name} {words} {spoken(claim)}",
        severity=Severity.HIGH if claim.low >= 2 * most(told) else Severity.NOTICE,
        level=level(question),
        arithmetic=arithmetic,
    )


@dataclass(frozen=True, slots=True)
class Up:
    """A floor has reached `ratio` times the highest that was told of anybody, and a minimum step more.

    A number that a later, lower one had replaced is no rise when another outlet prints it again.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "up"
    basis: ClassVar[Basis] = Basis.TOTAL

    ratio: Ratio = 1.25
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        told, own = question.highest, question.told
        if told is None:
            return no(self, "nothing was told yet to rise from")
        if own is not None and not question.anybody and most(own) == most(told):
            return _rise(self, question, own, f"rose from {spoken(own)} to")
        return _rise(self, question, told, f"above {heard(question, told)}, says")

    def step(self, of_metric: int) -> int:
        """The minimum step in people."""
        return of_metric if self.min_step is None else self.min_step

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        needed = count(_threshold(self.ratio, self.step(outlook.min_step), most(outlook.highest)))
        own = outlook.claimant is not None and most(outlook.told) == most(outlook.highest)
        return (*([f"{outlook.name} ≥ {needed}"] if own else []), f"any new claimant ≥ {needed}")


@dataclass(frozen=True, slots=True)
class UpClaimant:
    """A claimant's floor has reached `ratio` times what was last told of it, below what others said.

    Without it a single high number would silence everybody else's growth.  Where the claimant's
    own number is the highest told, its rise is `up`.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "up_claimant"
    basis: ClassVar[Basis] = Basis.TOTAL

    ratio: Ratio = 1.25
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        told, top = question.told, question.highest
        if question.anybody:
            return no(self, "nobody in particular is named who could have raised a number")
        if told is None or top is None:
            return no(self, f"nothing was told of {question.name} yet")
        if most(told) == most(top):
            return no(self, f"{spoken(told)} ({question.name}) is the highest told: `up` watches it")
        return _rise(self, question, told, f"rose from {spoken(told)} to")

    def step(self, of_metric: int) -> int:
        """The minimum step in people."""
        return of_metric if self.min_step is None else self.min_step

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        if outlook.claimant is None or most(outlook.told) == most(outlook.highest):
            return ()
        needed = _threshold(self.ratio, self.step(outlook.min_step), most(outlook.told))
        return (f"{outlook.name} ≥ {count(needed)}",)


@dataclass(frozen=True, slots=True)
class Band:
    """The highest number that somebody is named for passes 10, 30, 100, 300, 1,000 … upward.

    Measured from the highest told by anybody, so that a band which readers saw passed is not
    announced again.  Silent on a first figure: `first` says it.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "band"
    basis: ClassVar[Basis] = Basis.TOTAL

    critical_from: Step = 1000

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.highest
        if question.anybody:
            return no(self, "nobody in particular is named for the number")
        if told is None:
            return no(self, "a first figure passes no band")
        if claim.low is None:
            return no(self, f"{spoken(claim)} has no floor that could have passed a band")
        reached = band(claim.low)
        arithmetic = (
            f"band of {spoken(claim)}: {count(reached)}; of {spoken(told)}: {count(band(most(told)))}"
        )
        if reached <= band(most(told)):
            return no(self, f"no band above {heard(question, told)}", arithmetic)
        if superseded(question, question.told or told):
            return no(self, repeated(question), arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"the highest attributed number passed {count(reached)}: {spoken(claim)} ({question.name})",
            severity=Severity.CRITICAL if reached >= self.critical_from else Severity.NOTICE,
            level=level(question),
            arithmetic=arithmetic,
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return (f"any named claimant ≥ {count(band_above(most(outlook.highest)))}",)


def band(number: int) -> int:
    """The highest of 10, 30, 100, 300 … that a number has reached; 0 below 10."""
    reached = 0
    while (following := band_above(reached)) <= number:
        reached = following
    return reached


def band_above(number: int) -> int:
    """The lowest of 10, 30, 100, 300 … that a number has not reached."""
    step = 10
    while step <= number:
        step = step * 3 if str(step).startswith("1") else step // 3 * 10
    return step


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A number moved, up or down, far more than it usually does: a robust z of at least `score`.

    A move is the logarithm of one value by the one before it; z is its distance from the median move
    in units of the median absolute deviation, × 0.6745 (Iglewicz and Hoaglin 1993, who call 3.5 an
    outlier).  A deviation below `spread` is taken for that: a series that grew by the same share
    every day is not upset by a little more.  Asked only after `updates` moves of the series.  Off
    unless a topic names it.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "anomaly"
    basis: ClassVar[Basis] = Basis.TOTAL
    optional: ClassVar[bool] = True

    score: Annotated[float, Field(gt=0, strict=True)] = 3.5
    updates: Annotated[int, Field(ge=8, strict=True)] = 8
    spread: Share = 0.01
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        claim, name = question.claim, question.name
        if question.anybody or claim.low is None or claim.low == 0:
            return no(self, "only what a named claimant vouches for has a course")
        known = list(question.ledger.claims_of(claim.series))
        values = [most(one) for one in course(known, question.voices) if most(one) > 0]
        if len(values) <= self.updates:
            return no(self, f"{max(len(values) - 1, 0)} updates are too few to know what is usual")
        if course([*known, claim], question.voices)[-1] is not claim:
            return no(self, f"{spoken(claim)} does not move where {name} stands, {count(values[-1])}")
        moves = [log(after / before) for before, after in pairwise(values)]
        z = self._robust_z(log(most(claim) / values[-1]), moves)
        least = question.min_step if self.min_step is None else self.min_step
        arithmetic = (
            f"{difference(values[-1], most(claim))}, needed {count(least)}; "
            f"robust z over {len(moves)} updates {z:.1f}, needed {self.score:g}"
        )
        if z < self.score or abs(most(claim) - values[-1]) < least:
            return no(self, f"{spoken(claim)} is within what is usual of {name}", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{name} moved far more than it usually does, to {spoken(claim)}",
            severity=Severity.NOTICE,
            level=level(question),
            arithmetic=arithmetic,
        )

    def _robust_z(self, move: float, usual: Sequence[float]) -> float:
        middle = median(usual)
        spread = median(abs(one - middle) for one in usual)
        return 0.6745 * abs(move - middle) / max(spread, self.spread)

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()


# ── falls ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RevisedDown:
    """A claimant now allows at most less than `ratio` of the least that it had been told for.

    A bound that allows the old number («at least 253» after 359) is no fall.  Nor is a number that
    the series had before, printed again by an outlet that is not the claimant's own feed; nor a
    lower number deep in a text whose title says otherwise.
    """

    __pydantic_config__: ClassVar = STRICT
    name: ClassVar[str] = "revised_down"
    basis: ClassVar[Basis] = Basis.TOTAL

    ratio: Share = 0.9
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.told
        if question.anybody:
            return no(self, "nobody in particular is named who could have revised a number")
        if told is None:
            return no(self, f"nothing was told of {question.name} yet")
        if claim.high is None or told.low is None:
            return no(self, f"{spoken(claim)} allows {spoken(told)}, told before ({question.name})")
        limit = self.limit(told.low, question.min_step)
        arithmetic = f"{difference(told.low, claim.high)}; a fall begins at {count(limit)}"
        if claim.high > limit:
            return no(self, f"{spoken(claim)} is no fall from {spoken(told)} ({question.name})", arithmetic)
        return self._answer(question, told, arithmetic)

    def _answer(self, question: Question, told: Told, arithmetic: str) -> Verdict:
        claim = question.claim
        if claim.stated_at <= told.stated_at and not question.printed(told):
            return no(self, f"stated before {spoken(told)} was ({question.name})", arithmetic)
        if not question.own and question.recalls(told):
            return no(self, repeated(question), arithmetic)
        if self._title_differs(question, told):
            return no(self, f"the title of the entry does not say so ({question.name})", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} went down from {spoken(told)} to {spoken(claim)}",
            severity=Severity.HIGH,
            level=level(question),
            arithmetic=arithmetic,
        )

    def _title_differs(self, question: Question, told: Told) -> bool:
        headed = question.headed
        limit = self.limit(told.low or 0, question.min_step)
        return bool(headed) and not any(c.high is not None and c.high <= limit for c in headed)

    def limit(self, low: int, min_step: int) -> int:
        """The largest number that is a fall from `low`."""
        step = min_step if self.min_step is None else self.min_step
        return min(ceil(exact(self.ratio) * low) - 1, low - max(step, 1))

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        if outlook.claimant is None or outlook.told.low is None:
            return ()
        limit = self.limit(outlook.told.low, outlook.min_step)
        return (f"{outlook.name} below {count(limit + 1)}",) if limit >= 0 else ()
