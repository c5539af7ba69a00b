"""What makes an alert: one class a condition, each with a reason, also for «no».

A claim is compared with what readers were last *told*: of its claimant's own series, or, for a
claimant who is new or not named, with the highest that was told of the topic and metric.  Here
one claim is asked about; what comes of an entry's claims is put together in `decide`.
docs/alerting.md explains each condition with an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from fractions import Fraction
from math import ceil
from typing import Annotated, ClassVar, Protocol

from pydantic import Field, TypeAdapter, ValidationError

from monitor.core.faults import Fault
from monitor.core.reconcile import (
    UNATTRIBUTED,
    Stated,
    counts_all,
    highest,
    most,
    recalls,
    same_number,
    standings,
)
from monitor.core.render import count, spoken
from monitor.core.specs import Claimant, MetricSpec, Topic
from monitor.model import Claim, Severity, Standing, Told, Verdict

# ── what is asked ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Question:
    """One claim beside everything a condition may compare it with.

    `told` is what was last told of the claim's own series, `told_by_all` of every series of the
    topic's metric.  `past` are the stored claims of the topic's metric, `beside` all
    claims of the entry on it, `titled` the ids of the figures that stand in its title.  `own` says
    that the claimant's own feed speaks.  `min_step` is the metric's, in people.
    """

    claim: Claim
    told: Told | None
    told_by_all: tuple[Told, ...]
    past: tuple[Claim, ...]
    beside: tuple[Claim, ...]
    titled: frozenset[str]
    own: bool
    min_step: int
    claimants: Mapping[str, Claimant]
    voices: Mapping[str, str | None]

    @property
    def name(self) -> str:
        """The claimant's name as readers know it."""
        return called(self.claim.series.claimant, self.claimants)

    def name_of(self, told: Told) -> str:
        """Whose number a told value was."""
        return called(told.series.claimant, self.claimants)

    @property
    def anybody(self) -> bool:
        """Whether the number may be anyone's: nobody is named, or only «activists», «rights groups»."""
        return _nameless(self.claim.series.claimant, self.claimants)

    @property
    def highest(self) -> Told | None:
        """The most that was told of the topic's metric by anybody, named or not."""
        return highest(self.told_by_all)

    @property
    def baseline(self) -> Told | None:
        """What a rise is measured from: the claimant's own last told value, else the highest told.

        For a number that nobody in particular is named for always the highest: it has to exceed everyone.
        """
        if self.anybody:
            return self.highest
        return self.told or self.highest

    def former(self, told: Told) -> tuple[Claim, ...]:
        """The claims that were stated, or on record, before something was told that this claim departs from.

        Those of the claim's own series; for a number that nobody is named for, those of everybody.
        Only those on the claim's side of what was told: a rise recalls what was higher, a fall what
        was lower.
        """
        anybody, above = self.anybody, most(self.claim) > most(told)
        return tuple(
            claim
            for claim in self.past
            if (most(claim) > most(told) if above else most(claim) < most(told))
            and (claim.stated_at < told.stated_at or claim.seen_at <= told.told_at)
            and (claim.series == self.claim.series or (anybody and counts_all(claim)))
        )

    def printed(self, told: Told) -> bool:
        """Whether the outlet of this claim has itself printed what was told."""
        return any(
            claim.source_id == self.claim.source_id
            and claim.series == told.series
            and same_number(claim, told)
            for claim in self.past
        )

    def rivals(self, within: timedelta) -> tuple[Standing, ...]:
        """Where every other named claimant stands, by what was stated that recently."""
        since = self.claim.stated_at - within
        recent = (
            claim
            for claim in self.past + self.beside
            if claim.stated_at >= since
            and claim.series.claimant != self.claim.series.claimant
            and not _nameless(claim.series.claimant, self.claimants)
        )
        return standings(recent, self.claimants, self.voices)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What readers have been told once an alert is out: the ground of the next one.

    `claimant` is the one the alert is about, None if nobody in particular is named; `told` is its
    value, `highest` the most told by anybody.
    """

    claimant: str | None
    name: str
    told: Told
    highest: Told
    min_step: int


class Condition(Protocol):
    """One reason to alert.  Frozen, tuned by the topic's YAML, without any memory of its own."""

    name: ClassVar[str]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics it watches; empty means all of the topic's."""

    def judge(self, question: Question) -> Verdict:
        """Yes or no, with the reason and the arithmetic for both."""

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        """In a reader's words, what would make it fire next."""


Metrics = tuple[str, ...]
Ratio = Annotated[float, Field(gt=1, le=1000, strict=True)]
Share = Annotated[float, Field(gt=0, lt=1, strict=True)]
Step = Annotated[int, Field(ge=0, strict=True)]

_STRICT = {"extra": "forbid"}


# ── the conditions ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class First:
    """Nothing was told yet of this topic and metric."""

    __pydantic_config__: ClassVar = _STRICT
    name: ClassVar[str] = "first"

    metrics: Metrics = ()

    def judge(self, question: Question) -> Verdict:
        if question.highest is not None:
            return _no(self, f"{_heard(question, question.highest)} already")
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
class Conflict:
    """A claimant far away from every other: `ratio` times above or below the nearest of them.

    Above: what the claimant vouches for (the floor) against the number each other names, also
    where that is open-ended: who says «at least 2,000» has not counted 12,000.  Below: what the
    claimant allows at most against the floor of each other; «at least 500» allows 2,000 and is
    below nobody.  Positions older than `within_days` are no rivals, they are merely old.  Fires
    again for a claimant only when the gap has doubled since it was told.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: ClassVar[str] = "conflict"

    metrics: Metrics = ()
    ratio: Ratio = 2.0
    min_step: Step | None = None
    within_days: Annotated[int, Field(ge=1, strict=True)] = 7

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.told
        if question.anybody:
            return _no(self, "nobody in particular is named for the number, so nobody is contradicted")
        if told is not None and same_number(claim, told):
            return _no(self, f"{_heard(question, told)} already")
        rivals = question.rivals(timedelta(days=self.within_days))
        if not rivals:
            return _no(self, f"no other claimant is on record in the last {self.within_days} days")
        nearest = min(rivals, key=lambda row: (gap(claim, row), row.name))
        return self._answer(question, rivals, nearest)

    def _answer(self, question: Question, rivals: Sequence[Standing], nearest: Standing) -> Verdict:
        claim, told = question.claim, question.told
        wide = gap(claim, nearest)
        known = min(gap(told, row) for row in rivals) if told is not None else Fraction(0)
        needed = 2 * known if known >= _exact(self.ratio) else _exact(self.ratio)
        step = abs(most(claim) - most(nearest))
        least = question.min_step if self.min_step is None else self.min_step
        arithmetic = (
            f"{spoken(claim)} against {spoken(nearest)} ({nearest.name}), the nearest of {len(rivals)}:"
            f" {_times(wide)}, needed {_times(needed)}; difference {count(step)}, needed {count(least)}"
        )
        if wide < needed or step < least:
            return _no(self, f"{question.name} is not far enough from {nearest.name}", arithmetic)
        if told is not None and _superseded(question, told):
            return _no(self, f"an earlier number of {question.name}, printed again elsewhere", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} says {spoken(claim)}, far from everyone else; nearest is {nearest.name}",
            severity=Severity.HIGH,
            level=_level(question),
            arithmetic=arithmetic,
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return ()  # whoever is far above is new or has risen, which `up` announces; below is open


@dataclass(frozen=True, slots=True)
class RevisedDown:
    """A claimant now allows at most less than `ratio` of the least that it had been told for.

    A bound that allows the old number («at least 253» after 359) is no fall.  Nor is a number that
    the series had before, printed again by an outlet that is not the claimant's own feed; nor a
    lower number deep in a text whose title says otherwise.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: ClassVar[str] = "revised_down"

    metrics: Metrics = ()
    ratio: Share = 0.9
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.told
        if question.anybody:
            return _no(self, "nobody in particular is named who could have revised a number")
        if told is None:
            return _no(self, f"nothing was told of {question.name} yet")
        if claim.high is None or told.low is None:
            return _no(self, f"{spoken(claim)} allows {spoken(told)}, told before ({question.name})")
        limit = self.limit(told.low, question.min_step)
        arithmetic = f"{_difference(told.low, claim.high)}; a fall begins at {count(limit)}"
        if claim.high > limit:
            return _no(self, f"{spoken(claim)} is no fall from {spoken(told)} ({question.name})", arithmetic)
        return self._answer(question, told, arithmetic)

    def _answer(self, question: Question, told: Told, arithmetic: str) -> Verdict:
        claim = question.claim
        if claim.stated_at <= told.stated_at and not question.printed(told):
            return _no(self, f"stated before {spoken(told)} was ({question.name})", arithmetic)
        if not question.own and recalls(claim, question.former(told)):
            return _no(self, f"an earlier number of {question.name}, printed again elsewhere", arithmetic)
        if self._title_differs(question, told):
            return _no(self, f"the title of the entry does not say so ({question.name})", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} went down from {spoken(told)} to {spoken(claim)}",
            severity=Severity.HIGH,
            level=_level(question),
            arithmetic=arithmetic,
        )

    def _title_differs(self, question: Question, told: Told) -> bool:
        claim = question.claim
        headed = [c for c in question.beside if c.series == claim.series and c.figure_id in question.titled]
        limit = self.limit(told.low or 0, question.min_step)
        return bool(headed) and not any(c.high is not None and c.high <= limit for c in headed)

    def limit(self, low: int, min_step: int) -> int:
        """The largest number that is a fall from `low`."""
        step = min_step if self.min_step is None else self.min_step
        return min(ceil(_exact(self.ratio) * low) - 1, low - max(step, 1))

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        if outlook.claimant is None or outlook.told.low is None:
            return ()
        limit = self.limit(outlook.told.low, outlook.min_step)
        return (f"{outlook.name} below {count(limit + 1)}",) if limit >= 0 else ()


@dataclass(frozen=True, slots=True)
class Up:
    """A claimant's floor has reached `ratio` times what was last told of it, and a minimum step more.

    A claimant who is new, or not named, is measured against the highest told by anybody.  A number
    that a later, lower one had replaced is no rise when another outlet prints it again.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: ClassVar[str] = "up"

    metrics: Metrics = ()
    ratio: Ratio = 1.25
    min_step: Step | None = None

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.baseline
        if told is None:
            return _no(self, "nothing was told yet to rise from")
        if claim.low is None:
            return _no(self, f"{spoken(claim)} has no floor that could have risen")
        needed = self.threshold(most(told), question.min_step)
        arithmetic = f"{_difference(most(told), claim.low)}; a rise begins at {count(needed)}"
        if claim.low < needed:
            return _no(self, f"{spoken(claim)} is no rise from {_heard(question, told)}", arithmetic)
        return self._answer(question, told, claim.low, arithmetic)

    def _answer(self, question: Question, told: Told, low: int, arithmetic: str) -> Verdict:
        claim = question.claim
        known = told_unattributed(question)
        if known is not None:
            return _no(self, f"{_heard(question, known)} already", arithmetic)
        if _superseded(question, told):
            return _no(self, f"an earlier number of {question.name}, printed again elsewhere", arithmetic)
        rise = told.series == claim.series and not question.anybody
        words = f"rose from {spoken(told)} to" if rise else f"above {_heard(question, told)}, says"
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"{question.name} {words} {spoken(claim)}",
            severity=Severity.HIGH if low >= 2 * most(told) else Severity.NOTICE,
            level=_level(question),
            arithmetic=arithmetic,
        )

    def threshold(self, reference: int, min_step: int) -> int:
        """The smallest number that is a rise from `reference`."""
        step = min_step if self.min_step is None else self.min_step
        return max(ceil(_exact(self.ratio) * reference), reference + max(step, 1))

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        anyone = f"any new claimant ≥ {count(self.threshold(most(outlook.highest), outlook.min_step))}"
        if outlook.claimant is None:
            return (anyone,)
        own = f"{outlook.name} ≥ {count(self.threshold(most(outlook.told), outlook.min_step))}"
        return (own, anyone)


@dataclass(frozen=True, slots=True)
class Band:
    """The highest number that somebody is named for passes 10, 30, 100, 300, 1,000 … upward.

    Measured from the highest told by anybody, so that a band which readers saw passed is not
    announced again.  Silent on a first figure: `first` says it.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: ClassVar[str] = "band"

    metrics: Metrics = ()
    critical_from: Step = 1000

    def judge(self, question: Question) -> Verdict:
        claim, told = question.claim, question.highest
        if question.anybody:
            return _no(self, "nobody in particular is named for the number")
        if told is None:
            return _no(self, "a first figure passes no band")
        if claim.low is None:
            return _no(self, f"{spoken(claim)} has no floor that could have passed a band")
        reached = band(claim.low)
        arithmetic = (
            f"band of {spoken(claim)}: {count(reached)}; of {spoken(told)}: {count(band(most(told)))}"
        )
        if reached <= band(most(told)):
            return _no(self, f"no band above {_heard(question, told)}", arithmetic)
        if _superseded(question, question.told or told):
            return _no(self, f"an earlier number of {question.name}, printed again elsewhere", arithmetic)
        return Verdict(
            condition=self.name,
            fires=True,
            reason=f"the highest attributed number passed {count(reached)}: {spoken(claim)} ({question.name})",
            severity=Severity.CRITICAL if reached >= self.critical_from else Severity.NOTICE,
            level=_level(question),
            arithmetic=arithmetic,
        )

    def triggers(self, outlook: Outlook) -> tuple[str, ...]:
        return (f"any named claimant ≥ {count(band_above(most(outlook.highest)))}",)


CONDITIONS: tuple[type[First] | type[Conflict] | type[RevisedDown] | type[Up] | type[Band], ...] = (
    First,
    Conflict,
    Up,
    RevisedDown,
    Band,
)
"""Every condition; of reasons equally severe the earlier one leads an alert."""


def gap(one: Stated, other: Stated) -> Fraction:
    """How many times apart two positions are; 0 where they agree or one allows the other."""
    above = Fraction(one.low, max(most(other), 1)) if one.low is not None else Fraction(0)
    below = (
        Fraction(other.low, max(one.high, 1))
        if one.high is not None and other.low is not None
        else Fraction(0)
    )
    return max((times for times in (above, below) if times > 1), default=Fraction(0))


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


# ── what is asked by several ────────────────────────────────────────────────────────────────


def told_unattributed(question: Question) -> Told | None:
    """What was told of the same number when nobody in particular was named for it, since the claimant's last."""
    claim, told = question.claim, question.told
    return next(
        (
            row
            for row in question.told_by_all
            if not question.anybody
            and _nameless(row.series.claimant, question.claimants)
            and claim.series == replace(row.series, claimant=claim.series.claimant)
            and same_number(claim, row)
            and (told is None or row.told_at > told.told_at)
        ),
        None,
    )


def _superseded(question: Question, told: Told) -> bool:
    """Whether a number was on record before what was told replaced it, and is only printed again.

    Not where the claimant's own feed says it, nor where an outlet that printed the newer number
    goes back to the older one: both know what they do.  Dates alone decide nothing here: a
    cumulative count that is higher is later, whatever date its feed gives.
    """
    named = not question.anybody
    if named and told.series != question.claim.series:
        return False  # measured against somebody else, there is no earlier number of its own
    if named and (question.own or question.printed(told)):
        return False
    return recalls(question.claim, question.former(told))


# ── from the configuration ──────────────────────────────────────────────────────────────────


def conditions_of(
    topic: Topic, metrics: Mapping[str, MetricSpec]
) -> tuple[tuple[Condition, ...], tuple[Fault, ...]]:
    """The topic's conditions, tuned as its YAML says, and every mistake in that.

    A condition that the YAML does not name has its defaults; `false` switches it off.
    """
    known = {kind.name: kind for kind in CONDITIONS}
    conditions: list[Condition] = []
    faults = [_unknown(topic, (name,), name, known) for name in topic.conditions if name not in known]
    for name, kind in known.items():
        given = topic.conditions.get(name, True)
        if given is False:
            continue
        built, wrong = _build(kind, {} if given is True else dict(given), topic, metrics)
        faults += wrong
        conditions += built
    return tuple(conditions), tuple(faults)


def _build(
    kind: type[Condition], given: Mapping[str, object], topic: Topic, metrics: Mapping[str, MetricSpec]
) -> tuple[list[Condition], list[Fault]]:
    try:
        condition = TypeAdapter(kind).validate_python(dict(given))
    except ValidationError as wrong:
        return [], [_misfit(kind, topic, problem["loc"], problem["msg"]) for problem in wrong.errors()]
    strangers = [name for name in condition.metrics if name not in metrics]
    return [condition], [_unknown(topic, (kind.name, "metrics"), name, metrics) for name in strangers]


def _misfit(kind: type[Condition], topic: Topic, loc: Sequence[int | str], message: str) -> Fault:
    parameters = [name for name in kind.__annotations__ if name not in ("name", "__pydantic_config__")]
    parameter = str(loc[0]) if loc else ""
    if parameter not in parameters:
        return _unknown(topic, (kind.name, parameter), parameter, parameters)
    return Fault(
        where=("topics", topic.id, "conditions", kind.name, parameter),
        what=f"{parameter} of condition {kind.name} cannot be used",
        expected=message[:1].lower() + message[1:],
    )


def _unknown(topic: Topic, where: Sequence[str], name: str, known: Iterable[str]) -> Fault:
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    return Fault(
        where=("topics", topic.id, "conditions", *where),
        what=f"{name} is unknown here",
        expected=f"one of {', '.join(names)}",
        hint=f"did you mean {near[0]}?" if near else "",
    )


# ── small words ─────────────────────────────────────────────────────────────────────────────


def _level(question: Question) -> str:
    # With what was last told of the series, which every alert replaces: the same number reached
    # again after a fall is another decision, though what it is compared with may be the same.
    told = question.told
    return f"{most(question.claim)}@{told.id if told else 'nothing'}"


def _no(condition: Condition, reason: str, arithmetic: str = "") -> Verdict:
    return Verdict(condition=condition.name, fires=False, reason=reason, arithmetic=arithmetic)


def _nameless(claimant: str | None, claimants: Mapping[str, Claimant]) -> bool:
    known = claimants.get(claimant or "")
    return claimant is None or (known is not None and not known.named)


def called(claimant: str | None, claimants: Mapping[str, Claimant]) -> str:
    """A claimant's name as readers know it."""
    if claimant is None:
        return UNATTRIBUTED
    known = claimants.get(claimant)
    return known.name if known else claimant


def _heard(question: Question, told: Told) -> str:
    verb = "told" if told.alert_id else "known"
    return f"{spoken(told)} ({question.name_of(told)}), {verb} on {told.told_at:%Y-%m-%d}"


def _exact(ratio: float) -> Fraction:
    # By its decimal spelling: 1.1 × 10 is 11, which binary floats do not say.
    return Fraction(str(ratio))


def _times(ratio: Fraction) -> str:
    return f"{float(ratio):.3g} ×"


def _difference(before: int, after: int) -> str:
    share = f" ({(after - before) * 100 / before:+.1f} %)" if before else ""
    return f"{count(before)} → {count(after)}: {after - before:+,}{share}"
