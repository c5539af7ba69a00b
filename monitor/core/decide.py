"""Claims to alerts: the conditions are asked about each claim, and what they say becomes one alert.

Only totals of all victims move a condition (see `conditions`); incidents, increments, subsets and
counts of one group are stored and shown.  What an alert tells is what readers know from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.assign import UNSORTED
from monitor.core.book import Book
from monitor.core.conditions import Outlook, Question, called, told_unattributed
from monitor.core.reconcile import across, counts_all, highest, latest, most, standings
from monitor.core.render import spoken
from monitor.model import Alert, Bound, Claim, Entry, Explanation, Figure, Source, Told, Value, Verdict

MOST_IN_SUMMARY = 4
"""Series that a seed summary names before it only counts them."""


# ── what comes of an entry ──────────────────────────────────────────────────────────────────


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
        f"{claim.series.metric.replace('_', ' ')} {spoken(claim)} {called(claim.series.claimant, book.claimants)}"
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
            via=called(figure.via, self.book.claimants) if figure.via else None,
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
    return told_unattributed(question) is not None


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
