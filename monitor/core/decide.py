"""Claims to alerts: what waits on a docket is decided together, and becomes at most one alert.

    filed ──settle──▶ decide ─┬─▶ told       an alert, with all the reasons
                              ├─▶ held       until the series has cooled down, then merged with what came since
                              ├─▶ silenced   an alert that is kept and sent to nobody; told when the silence ends
                              └─▶ not told   with the reason for «no», kept for a while

Only an alert tells: its claims become what readers were last told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.account import Ground, explanation
from monitor.core.assign import UNSORTED
from monitor.core.book import Book
from monitor.core.ledger import Ledger
from monitor.core.question import Question, called, told_otherwise
from monitor.core.reconcile import highest, is_total, latest, most, speaks_for
from monitor.core.schedule import cooled_at, waits_until
from monitor.core.specs import Timing
from monitor.core.words import spoken
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Claim,
    Filed,
    Ruling,
    Silence,
    Told,
    Value,
    Verdict,
)

MOST_IN_SUMMARY = 4
"""Series that a seed summary names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a docket: at most one alert, what it tells, what stays on the docket, and why.

    `held` stays until `held_until`; everything else leaves the docket.
    """

    alert: Alert | None
    told: tuple[Told, ...]
    rulings: tuple[Ruling, ...]
    held: tuple[Claim, ...] = ()
    held_until: datetime | None = None


def decide(
    docket: Sequence[Filed],
    ledger: Ledger,
    book: Book,
    now: datetime,
    silences: Sequence[Silence] = (),
) -> Decision:
    """What is to be told of the claims on the docket of one topic and metric.

    All of them are compared with what was told and known before (`ledger`, without the docket), so
    that the order in which they came in is of no account.  One thing more is noted without an
    alert: a named claimant's first number that lies inside what readers were told already becomes
    that claimant's baseline, or its later rises would be measured against somebody else's number.
    """
    if not docket:
        return Decision(None, (), ())
    voices = {source.id: source.claimant for source in book.sources.values()}
    case = _Case(tuple(docket), ledger, book, now, voices)
    answered = tuple(case.answers())
    leading = _leading(answered)
    known = tuple(_note(one.question, now) for one in _known_without(answered, leading))
    if not leading:
        return Decision(None, known, tuple(case.rulings(answered, "not told", None)))
    cool = case.cooled_at(leading)
    if cool is not None:
        return case.hold(answered, known, cool, "held", None)
    alert = case.alert(leading)
    silence = next((one for one in silences if one.holds(alert, now)), None)
    if silence is not None:
        # Another id: the same decision is made again, and told, when the silence ends.
        hushed = replace(alert, silence_id=silence.id, level=f"{alert.level} silenced {silence.id}")
        return case.hold(answered, known, waits_until(silence.until, now), "silenced", hushed)
    told = tuple(_telling(one.question, alert, now) for one in leading)
    return Decision(alert, told + known, tuple(case.rulings(answered, "told", alert)))


def seed(claims: Sequence[Claim], ledger: Ledger, now: datetime) -> tuple[Told, ...]:
    """What is taken as known of a source's first poll, or of history read by a new rule, without an alert.

    Fills a baseline that nobody was told, and raises one that was itself only seeded; never lowers
    any, and never moves what readers really were told: a number above that is still news, and is
    told when it is next stated.
    """
    fresh = {claim.series for claim in claims if claim.series.topic != UNSORTED and is_total(claim.series)}
    alerted = highest(row for row in ledger.told.values() if row.alert_id is not None)
    everything = ledger.and_(claims)
    known: list[Told] = []
    for series in dict.fromkeys(claim.series for claim in claims if claim.series in fresh):
        [present] = latest(everything.claims_of(series))
        before = ledger.told.get(series)
        raised = before is None or (before.alert_id is None and most(present) > most(before))
        if raised and (alerted is None or most(present) <= most(alerted)):
            known.append(_after(before, _known(present, now)))
    return tuple(known)


def may_seed(claims: Iterable[Claim]) -> bool:
    """Whether any of the claims can be taken as known: what fits no topic, and what is no total, is never compared."""
    return any(claim.series.topic != UNSORTED and is_total(claim.series) for claim in claims)


def seed_summary(
    claims: Sequence[Claim], book: Book, source_id: str | None = None, entries: int | None = None
) -> str:
    """One line about a first poll: «seeded hrana-en: 10 entries, 4 figures (killed 544 HRANA)»."""
    source = source_id or next((claim.source_id for claim in claims), "source")
    figures = len({claim.figure_id for claim in claims})
    read = "" if entries is None else f"{entries} {'entry' if entries == 1 else 'entries'}, "
    line = f"seeded {source}: {read}{figures} figure{'' if figures == 1 else 's'}"
    totals = latest([claim for claim in claims if is_total(claim.series)])
    named = [
        f"{claim.series.metric.replace('_', ' ')} {spoken(claim)} {called(claim.series.claimant, book.claimants)}"
        for claim in totals[:MOST_IN_SUMMARY]
    ]
    more = [f"{len(totals) - MOST_IN_SUMMARY} more"] if len(totals) > MOST_IN_SUMMARY else []
    return f"{line} ({', '.join(named + more)})" if named else line


# ── one case ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question and what every condition of the policy said to it; put `aside`, none was asked."""

    filed: Filed
    question: Question
    verdicts: tuple[Verdict, ...]
    aside: bool = False

    @property
    def fired(self) -> tuple[Verdict, ...]:
        """The conditions that are met, the most severe first."""
        met = (verdict for verdict in self.verdicts if verdict.fires)
        return tuple(sorted(met, key=lambda verdict: -verdict.severity.rank))

    @property
    def weight(self) -> tuple[int, int, datetime, str]:
        """Which of several leads: the most severe, then the largest number, then the first that stated it."""
        claim = self.question.claim
        return -self.fired[0].severity.rank, -most(claim), claim.stated_at, claim.figure_id


@dataclass(frozen=True, slots=True)
class _Case:
    """The docket of one topic and metric, about to be decided."""

    docket: tuple[Filed, ...]
    ledger: Ledger
    book: Book
    now: datetime
    voices: Mapping[str, str | None]

    @property
    def topic(self) -> str:
        return self.docket[0].claim.series.topic

    @property
    def metric(self) -> str:
        return self.docket[0].claim.series.metric

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(filed.claim for filed in self.docket)

    @property
    def timing(self) -> Timing:
        return self.book.timing(self.topic)

    def answers(self) -> Iterator[_Answered]:
        """Every claim with what the conditions say to it; one that is out of scope has one «no»."""
        for filed in self.docket:
            question = self._question(filed.claim)
            aside = self._aside(filed.claim)
            verdicts = (aside,) if aside else self.book.policies[self.topic].ask(question)
            yield _Answered(filed, question, verdicts, aside is not None)

    def _aside(self, claim: Claim) -> Verdict | None:
        """Why no condition looks at a claim; None where they do."""
        if self.topic not in self.book.policies:
            reason = "the entry fits no topic that is watched" if self.topic == UNSORTED else "no such topic"
            return Verdict(condition="scope", fires=False, reason=reason)
        if claim.series.basis not in (Basis.TOTAL, Basis.INCIDENT):
            reason = (
                f"a number that is {_indefinite(claim.series.basis)} is kept and shown, and never compared"
            )
            return Verdict(condition="scope", fires=False, reason=reason)
        later = next((one for one in self.claims if _takes_back(one, claim, self.voices)), None)
        if later is not None:
            reason = f"{spoken(claim)} was replaced by {spoken(later)} before it was told"
            return Verdict(condition="settle", fires=False, reason=reason)
        return None

    def _question(self, claim: Claim) -> Question:
        return Question(
            claim=claim,
            ledger=self.ledger,
            beside=self.claims,
            min_step=self.book.metrics[self.metric].min_step if self.metric in self.book.metrics else 1,
            claimants=self.book.claimants,
            voices=self.voices,
        )

    def cooled_at(self, leading: Sequence[_Answered]) -> datetime | None:
        """When something of this may be told; None where it may be now.

        What one series may tell now takes all the others along: one message instead of two.
        """
        cool = [
            cooled_at(one.question.told, one.question.claim, one.fired[0].severity, self.timing, self.now)
            for one in leading
        ]
        waiting = [moment for moment in cool if moment is not None]
        return min(waiting) if len(waiting) == len(cool) else None

    def alert(self, leading: Sequence[_Answered]) -> Alert:
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
            entry_id=leading[0].filed.entry.id,
            decided_at=self.now,
            explanation=explanation(self._ground(leading), self.book),
        )

    def _ground(self, leading: Sequence[_Answered]) -> Ground:
        return Ground(
            lead=leading[0].filed,
            question=leading[0].question,
            reasons=_reasons(leading),
            filed=self.docket,
            ledger=self.ledger,
            telling={one.question.claim.series: _note(one.question, self.now) for one in leading},
        )

    def hold(
        self,
        answered: Sequence[_Answered],
        known: tuple[Told, ...],
        until: datetime,
        outcome: str,
        alert: Alert | None,
    ) -> Decision:
        """Everything that fired stays on the docket; a silenced alert is kept beside it."""
        held = tuple(one.question.claim for one in answered if one.fired)
        return Decision(alert, known, tuple(self.rulings(answered, outcome, alert)), held, until)

    def rulings(self, answered: Iterable[_Answered], outcome: str, alert: Alert | None) -> Iterator[Ruling]:
        """What was decided about each claim: `outcome` for what fired, «not told» for the rest."""
        for one in answered:
            yield Ruling(
                claim=one.question.claim,
                outcome=outcome if one.fired else "not told",
                verdicts=one.verdicts,
                decided_at=self.now,
                alert_id=alert.id if alert and one.fired else None,
            )


def _takes_back(later: Claim, claim: Claim, voices: Mapping[str, str | None]) -> bool:
    """Whether an outlet, or the claimant's own feed, has since stated another number in another entry."""
    return (
        later.series == claim.series
        and later.entry_id != claim.entry_id
        and (later.source_id == claim.source_id or speaks_for(later, voices))
        and (later.stated_at, later.seen_at) > (claim.stated_at, claim.seen_at)
        and (most(later) < (claim.low or 0) if later.high is not None else (later.low or 0) > most(claim))
    )


def _leading(answered: Iterable[_Answered]) -> tuple[_Answered, ...]:
    """Of each series the claim that weighs most, of those that fired; the weightiest first."""
    fired = sorted((one for one in answered if one.fired), key=lambda one: one.weight)
    return tuple({one.question.claim.series: one for one in reversed(fired)}.values())[::-1]


def _reasons(leading: Sequence[_Answered]) -> tuple[Verdict, ...]:
    """Every reason of every claim, the leading one first."""
    reasons = [verdict for one in leading for verdict in one.fired]
    return tuple(sorted(reasons, key=lambda verdict: -verdict.severity.rank))


def _known_without(answered: Iterable[_Answered], leading: Sequence[_Answered]) -> Iterator[_Answered]:
    """Claims that become a baseline though they made no alert: they say nothing readers have not heard."""
    done = {one.question.claim.series for one in leading}
    for one in sorted(answered, key=lambda one: -most(one.question.claim)):
        claim = one.question.claim
        compared = is_total(claim.series) and not one.aside
        if claim.series not in done and compared and _is_known(one.question):
            done.add(claim.series)
            yield one


def _is_known(question: Question) -> bool:
    """Whether a named claimant's first number lies inside what was told, or was told in other words.

    And whatever comes first where a topic does not want to be told of it: there must be a beginning.
    """
    claim, top = question.claim, question.highest
    if claim.low is None or claim.bound is Bound.VAGUE:
        return False
    if top is None:
        return True
    if question.anybody:
        return False
    if question.told is None:
        return most(claim) <= most(top)
    return told_otherwise(question) is not None


# ── what was told ───────────────────────────────────────────────────────────────────────────


def _note(question: Question, now: datetime) -> Told:
    """A claim as readers know it without having been told; see `_after` for its times."""
    return _after(question.told, _known(question.claim, now))


def _telling(question: Question, alert: Alert, now: datetime) -> Told:
    """A claim as an alert tells it."""
    return replace(_note(question, now), alert_id=alert.id, severity=alert.severity)


def _known(claim: Claim, now: datetime) -> Told:
    return Told(
        series=claim.series,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        figure_id=claim.figure_id,
        alert_id=None,
        told_at=now,
        stated_at=claim.stated_at,
        place=claim.place,
    )


def _after(before: Told | None, row: Told) -> Told:
    """The row, never dated before the one it replaces: feeds misstate their dates, clocks are set back."""
    if before is None:
        return row
    stated_at, told_at = max(row.stated_at, before.stated_at), max(row.told_at, before.told_at)
    return replace(row, stated_at=stated_at, told_at=told_at)


def _indefinite(basis: Basis) -> str:
    return {Basis.SUBSET: "a part of another", Basis.INCREMENT: "an addition"}.get(basis, str(basis))
