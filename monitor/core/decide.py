"""Claims to alerts: one class a condition, each with a reason, also for «no».

A claim is compared with what readers were last *told*: of its claimant's own series, or, for a
claimant who is new or not named, with the highest that was told of the topic and metric.  Only
totals of all victims move a condition; incidents, increments, subsets and counts of one group
are stored and shown.  docs/alerting.md explains each condition with an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from fractions import Fraction
from math import ceil
from typing import Annotated, ClassVar, Protocol

from pydantic import Field, TypeAdapter, ValidationError

from monitor.core.assign import UNSORTED
from monitor.core.book import Book, Claimant, MetricSpec, Topic
from monitor.core.reconcile import (
    UNATTRIBUTED,
    Stated,
    across,
    counts_all,
    highest,
    latest,
    most,
    recalls,
    same_number,
    standings,
)
from monitor.core.render import count, spoken
from monitor.core.rules import Fault
from monitor.model import (
    Alert,
    Bound,
    Claim,
    Entry,
    Explanation,
    Figure,
    Severity,
    Source,
    Standing,
    Told,
    Value,
    Verdict,
)

MOST_IN_SUMMARY = 4
"""Series that a seed summary names before it only counts them."""


# ── what is asked, and what comes of it ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of one topic and metric: every claim, and what was last told of each series."""

    claims: tuple[Claim, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """A condition's answer about one claim, kept also when it is «no»."""

    claim: Claim
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of an entry: alerts, what they tell, the ledgers with the entry's claims, every answer."""

    alerts: tuple[Alert, ...]
    told: tuple[Told, ...]
    ledgers: Mapping[tuple[str, str], Ledger]
    verdicts: tuple[Considered, ...]


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
        return _name(self.claim.series.claimant, self.claimants)

    def name_of(self, told: Told) -> str:
        """Whose number a told value was."""
        return _name(told.series.claimant, self.claimants)

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
        known = _told_unattributed(question)
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


# ── judging an entry ────────────────────────────────────────────────────────────────────────


def judge(
    entry: Entry,
    source: Source,
    figures: Sequence[Figure],
    claims: Sequence[Claim],
    ledgers: Mapping[tuple[str, str], Ledger],
    book: Book,
    now: datetime,
) -> Judgement:
    """What is to be told of an entry's claims: at most one alert a topic and metric, with all reasons.

    All claims of the entry are compared with what was told before it, so that their order in the
    text is of no account.  Only an alert tells: its claims become what readers were last told.
    One thing more is noted without an alert: a named claimant's first number that lies inside what
    readers were told already becomes that claimant's baseline, or its later rises would be
    measured against somebody else's higher number.
    """
    judged = Judgement((), (), dict(ledgers), ())
    by_key: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_key.setdefault((claim.series.topic, claim.series.metric), []).append(claim)
    for key, group in by_key.items():
        case = _Case(entry, source, {figure.id: figure for figure in figures}, tuple(group), book, now)
        judged = _joined(judged, key, case.decide(judged.ledgers.get(key, Ledger())))
    return judged


def seed(claims: Sequence[Claim], ledgers: Mapping[tuple[str, str], Ledger], now: datetime) -> Judgement:
    """Takes the claims of a source's first poll as known, without an alert.

    Fills a baseline that nobody was told, and raises one that was itself only seeded; never lowers
    any, and never moves what readers really were told: a number above that is still news, and is
    told when it is next stated.
    """
    judged = Judgement((), (), dict(ledgers), ())
    by_key: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_key.setdefault((claim.series.topic, claim.series.metric), []).append(claim)
    for key, group in by_key.items():
        ledger = judged.ledgers.get(key, Ledger())
        everything = ledger.claims + tuple(group)
        known = tuple(_seeded(group, everything, ledger.told, now)) if key[0] != UNSORTED else ()
        after = Ledger(everything, _newest(ledger.told + known))
        judged = _joined(judged, key, Judgement((), known, {key: after}, ()))
    return judged


def seed_summary(
    claims: Sequence[Claim], book: Book, source_id: str | None = None, entries: int | None = None
) -> str:
    """One line about a first poll: «seeded hrana-en: 10 entries, 4 figures (killed 544 HRANA)»."""
    source = source_id or next((claim.source_id for claim in claims), "source")
    figures = len({claim.figure_id for claim in claims})
    read = "" if entries is None else f"{entries} {'entry' if entries == 1 else 'entries'}, "
    line = f"seeded {source}: {read}{figures} figure{'' if figures == 1 else 's'}"
    totals = latest([claim for claim in claims if counts_all(claim)])
    named = [
        f"{claim.series.metric.replace('_', ' ')} {spoken(claim)} {_name(claim.series.claimant, book.claimants)}"
        for claim in totals[:MOST_IN_SUMMARY]
    ]
    more = [f"{len(totals) - MOST_IN_SUMMARY} more"] if len(totals) > MOST_IN_SUMMARY else []
    return f"{line} ({', '.join(named + more)})" if named else line


def _seeded(
    group: Sequence[Claim], everything: Sequence[Claim], told: Sequence[Told], now: datetime
) -> Iterator[Told]:
    fresh = {claim.series for claim in group}
    alerted = highest(row for row in told if row.alert_id is not None)
    last = {row.series: row for row in told}
    for present in latest(claim for claim in everything if claim.series in fresh and counts_all(claim)):
        before = last.get(present.series)
        raised = before is None or (before.alert_id is None and most(present) > most(before))
        if raised and (alerted is None or most(present) <= most(alerted)):
            yield _after(before, _known(present, None, now))


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question and what every condition of the policy said to it."""

    question: Question
    verdicts: tuple[Verdict, ...]

    @property
    def fired(self) -> tuple[Verdict, ...]:
        """The conditions that are met, the most severe first."""
        met = (verdict for verdict in self.verdicts if verdict.fires)
        return tuple(sorted(met, key=lambda verdict: -verdict.severity.rank))

    @property
    def weight(self) -> tuple[int, int]:
        """Which of several leads: the most severe, then the largest number."""
        return max(verdict.severity.rank for verdict in self.fired), most(self.question.claim)


@dataclass(frozen=True, slots=True)
class _Case:
    """One entry's claims on one topic and metric, about to be decided."""

    entry: Entry
    source: Source
    figures: Mapping[str, Figure]
    claims: tuple[Claim, ...]
    book: Book
    now: datetime

    @property
    def topic(self) -> str:
        return self.claims[0].series.topic

    @property
    def metric(self) -> str:
        return self.claims[0].series.metric

    def decide(self, ledger: Ledger) -> Judgement:
        """The alert if any, what it tells, and every answer that was given."""
        answered = [self._answer(claim, ledger) for claim in self.claims if not self._excluded(claim)]
        leading = _leading(answered)
        alert = self._alert(leading, ledger) if leading else None
        told = [_told(one.question, alert.id, self.now) for one in leading] if alert else []
        told += [_told(question, None, self.now) for question in _known_without(answered, leading)]
        after = Ledger(ledger.claims + self.claims, _newest((*ledger.told, *told)))
        return Judgement(
            alerts=(alert,) if alert else (),
            told=tuple(told),
            ledgers={(self.topic, self.metric): after},
            verdicts=tuple(self._considered(answered)),
        )

    def _excluded(self, claim: Claim) -> str:
        """Why no condition looks at a claim; empty where they do."""
        if self.topic not in self.book.policies:
            return "the entry fits no topic that is watched" if self.topic == UNSORTED else "no such topic"
        if not counts_all(claim):
            what = f"a count of {claim.series.subject}" if claim.series.subject else f"{claim.series.basis}"
            return f"only totals of all victims alert, and this is: {what}"
        return ""

    def _answer(self, claim: Claim, ledger: Ledger) -> _Answered:
        question = self._question(claim, ledger)
        conditions = self.book.policies[self.topic]
        watching = (c for c in conditions if not c.metrics or self.metric in c.metrics)
        return _Answered(question, tuple(condition.judge(question) for condition in watching))

    def _question(self, claim: Claim, ledger: Ledger) -> Question:
        return Question(
            claim=claim,
            told=next((row for row in ledger.told if row.series == claim.series), None),
            told_by_all=ledger.told,
            past=ledger.claims,
            beside=self.claims,
            titled=frozenset(c.figure_id for c in self.claims if self.figures[c.figure_id].field == "title"),
            own=self.source.claimant is not None and self.source.claimant == claim.series.claimant,
            min_step=self.book.metrics[self.metric].min_step,
            claimants=self.book.claimants,
            voices=self._voices,
        )

    @property
    def _voices(self) -> Mapping[str, str | None]:
        configured = {source.id: source.claimant for source in self.book.sources.values()}
        return configured | {self.source.id: self.source.claimant}

    def _considered(self, answered: Iterable[_Answered]) -> Iterator[Considered]:
        for one in answered:
            yield from (Considered(one.question.claim, verdict) for verdict in one.verdicts)
        for claim in self.claims:
            if why := self._excluded(claim):
                yield Considered(claim, Verdict(condition="scope", fires=False, reason=why))

    def _alert(self, leading: Sequence[_Answered], ledger: Ledger) -> Alert:
        """One alert of everything that fired: the first of `leading` gives the numbers, all give reasons."""
        lead, question = leading[0].fired[0], leading[0].question
        claim, before = question.claim, question.baseline
        return Alert(
            policy=self.topic,
            series=claim.series,
            condition=lead.condition,
            level=lead.level,
            severity=lead.severity,
            before=Value(before.low, before.high, before.bound) if before else None,
            after=Value(claim.low, claim.high, claim.bound),
            figure_id=claim.figure_id,
            entry_id=self.entry.id,
            decided_at=self.now,
            explanation=self._explanation(leading, ledger),
        )

    def _explanation(self, leading: Sequence[_Answered], ledger: Ledger) -> Explanation:
        question = leading[0].question
        figure, before = self.figures[question.claim.figure_id], question.baseline
        claimant = self.book.claimants.get(question.claim.series.claimant or "")
        rows = standings(ledger.claims + self.claims, self.book.claimants, self._voices)
        return Explanation(
            topic_title=self.book.topics[self.topic].title,
            metric_title=self.book.metrics[self.metric].title,
            claimant_name=question.name,
            claimant_class=claimant.class_ if claimant else None,
            claimant_grade=claimant.grade if claimant else None,
            via=_name(figure.via, self.book.claimants) if figure.via else None,
            outlet=self.source.title,
            url=self.entry.url,
            entry_title=self.entry.title,
            quote=figure.quote,
            published_at=self.entry.published_at,
            seen_at=self.entry.seen_at,
            rule_id=figure.rule_id,
            reasons=_reasons(leading),
            standings=rows,
            estimate=across(rows),
            next_triggers=self._triggers(leading, ledger),
            before_name=question.name_of(before) if before else None,
            before_told_at=before.told_at if before else None,
            before_silent=before is not None and before.alert_id is None,
        )

    def _triggers(self, leading: Sequence[_Answered], ledger: Ledger) -> tuple[str, ...]:
        """What would make the next alert, once this one is out."""
        fresh = [_told(one.question, None, self.now) for one in leading]
        question = leading[0].question
        outlook = Outlook(
            claimant=None if question.anybody else question.claim.series.claimant,
            name=question.name,
            told=fresh[0],
            highest=highest(_newest((*ledger.told, *fresh))) or fresh[0],
            min_step=question.min_step,
        )
        watching = (c for c in self.book.policies[self.topic] if not c.metrics or self.metric in c.metrics)
        return tuple(dict.fromkeys(words for c in watching for words in c.triggers(outlook)))


def _leading(answered: Iterable[_Answered]) -> tuple[_Answered, ...]:
    """Of each series the claim that weighs most, of those that fired; the weightiest first."""
    fired = sorted((one for one in answered if one.fired), key=lambda one: one.weight, reverse=True)
    return tuple({one.question.claim.series: one for one in reversed(fired)}.values())[::-1]


def _reasons(leading: Sequence[_Answered]) -> tuple[Verdict, ...]:
    """Every reason of every claim, the leading one first."""
    reasons = [verdict for one in leading for verdict in one.fired]
    return tuple(sorted(reasons, key=lambda verdict: -verdict.severity.rank))


def _known_without(answered: Iterable[_Answered], leading: Sequence[_Answered]) -> Iterator[Question]:
    """Claims that become a baseline though they made no alert: they say nothing readers have not heard."""
    done = {one.question.claim.series for one in leading}
    for one in sorted(answered, key=lambda one: -most(one.question.claim)):
        claim = one.question.claim
        if claim.series not in done and _is_known(one.question):
            done.add(claim.series)
            yield one.question


def _is_known(question: Question) -> bool:
    """Whether a named claimant's first number lies inside what was told, or was told without a name."""
    claim, top = question.claim, question.highest
    if question.anybody or claim.low is None or claim.bound is Bound.VAGUE or top is None:
        return False
    if question.told is None:
        return most(claim) <= most(top)
    return _told_unattributed(question) is not None


def _told_unattributed(question: Question) -> Told | None:
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


# ── small words ─────────────────────────────────────────────────────────────────────────────


def _joined(judged: Judgement, key: tuple[str, str], one: Judgement) -> Judgement:
    return Judgement(
        alerts=judged.alerts + one.alerts,
        told=judged.told + one.told,
        ledgers={**judged.ledgers, key: one.ledgers[key]},
        verdicts=judged.verdicts + one.verdicts,
    )


def _newest(told: Iterable[Told]) -> tuple[Told, ...]:
    """The row told last of each series; of equals the later in order."""
    return tuple({row.series: row for row in sorted(told, key=lambda row: row.told_at)}.values())


def _told(question: Question, alert_id: str | None, now: datetime) -> Told:
    """What readers know from now on; see `_after` for its times."""
    return _after(question.told, _known(question.claim, alert_id, now))


def _after(before: Told | None, row: Told) -> Told:
    """The row, never dated before the one it replaces: feeds misstate their dates, clocks are set back."""
    if before is None:
        return row
    stated_at, told_at = max(row.stated_at, before.stated_at), max(row.told_at, before.told_at)
    return replace(row, stated_at=stated_at, told_at=told_at)


def _known(claim: Claim, alert_id: str | None, now: datetime) -> Told:
    return Told(
        series=claim.series,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        figure_id=claim.figure_id,
        alert_id=alert_id,
        told_at=now,
        stated_at=claim.stated_at,
    )


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


def _name(claimant: str | None, claimants: Mapping[str, Claimant]) -> str:
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
