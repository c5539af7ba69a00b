"""What a chart of a topic's metric shows: the course of each claimant, what was told of it, the range.

Claims and what was told go in, a `Plot` comes out: values only, nothing of how it is drawn (`chart`
does that).  It shows what was known at one moment, so that the same alert is drawn the same again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.core.book import Book
from monitor.core.reconcile import UNATTRIBUTED, course, most
from monitor.core.specs import Claimant
from monitor.core.words import shortened
from monitor.model import Alert, Basis, Bound, Claim, Series, Told

MOST_LINES = 8
"""Claimants of one chart: as many as colours that a colour-blind reader tells apart; the rest is counted."""

NAME = 60
"""Characters of a claimant's name that are kept; how many of them fit is the drawing's business."""

TITLE = 120
"""The same of a title."""

RECENT = timedelta(days=180)
"""How far back an alert's chart goes: in the years of a long crisis the move that is told could not be seen."""


@dataclass(frozen=True, slots=True)
class Step:
    """A number from a moment on; None is an open end, as everywhere."""

    at: datetime
    low: int | None
    high: int | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Line:
    """What one claimant said: `steps` are the numbers that moved its position, oldest first.

    `told` are those of its numbers that an alert told to readers.  `named` is false for what nobody is
    named for; `leads` marks the claimant of the alert that the chart goes with.
    """

    name: str
    steps: tuple[Step, ...]
    told: tuple[Step, ...] = ()
    named: bool = True
    leads: bool = False

    @property
    def last(self) -> Step:
        """Where it stands."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, the range across all claimants: the lowest floor and the highest number."""

    at: datetime
    low: int | None
    high: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that a chart shows, in the order in which claimants came up; `more` counts those left out.

    `running` is false for single incidents and additions: those are points, and no number holds until
    the next one.  `alert` is the number that is told with the chart.
    """

    topic: str
    metric: str
    about: str
    begins: datetime
    ends: datetime
    lines: tuple[Line, ...]
    spans: tuple[Span, ...] = ()
    alert: Step | None = None
    more: int = 0
    running: bool = True


def plot(
    series: Series,
    claims: Iterable[Claim],
    told: Iterable[Told],
    book: Book,
    until: datetime,
    alert: Alert | None = None,
    since: datetime | None = None,
) -> Plot:
    """The courses of all claimants in what a series is about (same basis, same victims), up to a moment.

    With an alert: as it was when that was decided.  What came in later is left out.  What held when the
    time that is shown began holds from there on.
    """
    known = [claim for claim in claims if _same(claim.series, series) and _was_known(claim, until, alert)]
    told = [row for row in told if _same(row.series, series) and row.alert_id and row.told_at <= until]
    running = series.basis not in (Basis.INCIDENT, Basis.INCREMENT)
    lines = {who: _line(who, group, told, book, until, alert, running) for who, group in _groups(known)}
    if since is not None:
        lines = {who: cut for who, line in lines.items() if (cut := _cut(line, since, running)) is not None}
    shown = _shown(lines, book.claimants)
    topic, metric = book.topics.get(series.topic), book.metrics.get(series.metric)
    now = _alerted(known, until, alert)
    return Plot(
        topic=shortened(topic.title if topic else series.topic, TITLE),
        metric=shortened(metric.title if metric else series.metric, TITLE),
        about=_about(series),
        begins=min((line.steps[0].at for line in lines.values()), default=until),
        ends=until,
        lines=tuple(lines[who] for who in shown),
        spans=spans(line for line in lines.values() if line.named) if running else (),
        alert=now,
        more=len(lines) - len(shown),
        running=running,
    )


def _same(one: Series, other: Series) -> bool:
    return (one.basis, one.subject) == (other.basis, other.subject)


def _was_known(claim: Claim, until: datetime, alert: Alert | None) -> bool:
    """Whether a claim had come in by then; that of the alert had, whatever a clock says."""
    return claim.seen_at <= until or (alert is not None and claim.figure_id == alert.figure_id)


def _about(series: Series) -> str:
    """Whom or what is counted, where it is not all victims of the whole crisis."""
    basis = {Basis.INCIDENT: "single incidents", Basis.INCREMENT: "additions", Basis.SUBSET: "parts"}
    return ", ".join(part for part in (series.subject, basis.get(series.basis)) if part)


def _groups(claims: Iterable[Claim]) -> Iterable[tuple[str | None, list[Claim]]]:
    """The claims by claimant, in the order in which claimants came up: so each keeps its colour."""
    groups: dict[str | None, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.seen_at, claim.stated_at)):
        groups.setdefault(claim.series.claimant, []).append(claim)
    return groups.items()


def _line(
    who: str | None,
    claims: Sequence[Claim],
    told: Iterable[Told],
    book: Book,
    until: datetime,
    alert: Alert | None,
    running: bool,
) -> Line:
    claimant = book.claimants.get(who) if who else None
    voices = {source.id: source.claimant for source in book.sources.values()}
    steps = course(claims, voices) if running else claims
    return Line(
        name=shortened(claimant.name if claimant else who or UNATTRIBUTED, NAME),
        steps=tuple(sorted((_step(claim, until) for claim in steps), key=lambda step: step.at)),
        told=tuple(_step(row, until) for row in told if row.series.claimant == who),
        named=who is not None,
        leads=alert is not None and alert.series.claimant == who,
    )


def _cut(line: Line, since: datetime, running: bool) -> Line | None:
    """A line from a moment on; None of one that has nothing to show from then on."""
    later = tuple(step for step in line.steps if step.at >= since)
    begins = running and not (later and later[0].at == since)
    before = [step for step in line.steps if step.at < since] if begins else []
    steps = (*(replace(step, at=since) for step in before[-1:]), *later)
    return (
        replace(line, steps=steps, told=tuple(step for step in line.told if step.at >= since))
        if steps
        else None
    )


def _step(said: Claim | Told, until: datetime) -> Step:
    """What was said; a date that lies ahead is a slip, and must not stretch the axis."""
    return Step(min(said.stated_at, until), said.low, said.high, said.bound)


def _alerted(claims: Iterable[Claim], until: datetime, alert: Alert | None) -> Step | None:
    """The number that the alert tells, at the moment for which it was stated."""
    if alert is None:
        return None
    stated = [claim.stated_at for claim in claims if claim.figure_id == alert.figure_id]
    after = alert.after
    return Step(min([*stated, until]), after.low, after.high, after.bound)


def _shown(lines: Mapping[str | None, Line], claimants: Mapping[str, Claimant]) -> list[str | None]:
    """The claimants that are drawn, in their order: the alert's, then those with the highest grades."""

    def rank(who: str | None) -> tuple[bool, bool, str, int]:
        claimant = claimants.get(who) if who else None
        # The Admiralty code sorts as text: A1 before A2 before B1; no grade comes last.
        grade = (claimant.grade if claimant else None) or "~"
        return not lines[who].leads, who is None, grade, -most(lines[who].last)

    chosen = set(sorted(lines, key=rank)[:MOST_LINES])
    return [who for who in lines if who in chosen]


def spans(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The range across claimants from when there are two of them, as `reconcile.across` has it."""
    events = sorted(
        ((step.at, number, step) for number, line in enumerate(lines) for step in line.steps),
        key=lambda event: event[0],
    )
    present: dict[int, Step] = {}
    spans: list[Span] = []
    for at, who, step in events:
        present[who] = step
        if len(present) < 2:
            continue
        low = min((one.low for one in present.values() if one.low is not None), default=None)
        span = Span(at, low, max(most(one) for one in present.values()))
        if spans and spans[-1].at == at:
            spans[-1] = span
        elif not spans or spans[-1] != replace(span, at=spans[-1].at):
            spans.append(span)
    return tuple(spans)
