"""An alert's account of itself: everything that a desk needs to defend it, gathered as data.

Nothing is decided here, and nothing rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.book import Book
from monitor.core.ledger import Ledger, Numbers
from monitor.core.question import Outlook, Question, called
from monitor.core.reconcile import (
    across,
    alike,
    disjoint,
    highest,
    incompatible,
    is_total,
    position,
    ranked,
    same_number,
    standing,
)
from monitor.core.words import spoken
from monitor.model import (
    Claim,
    Entry,
    Explanation,
    Filed,
    Move,
    Printed,
    Series,
    Standing,
    Told,
    Value,
    Verdict,
    content_id,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an alert stands on: its leading claim as filed, all that was filed with it, and what was known.

    `telling` is what readers know once the alert is out.
    """

    lead: Filed
    question: Question
    reasons: tuple[Verdict, ...]
    filed: Sequence[Filed]
    ledger: Ledger
    telling: Mapping[Series, Told]


def explanation(ground: Ground, book: Book) -> Explanation:
    """The whole account, as it is stored with the alert."""
    lead, question = ground.lead, ground.question
    claimant, before = question.claimant, question.baseline
    rows = _standings(ground, book)
    return Explanation(
        topic_title=book.topics[lead.claim.series.topic].title,
        metric_title=book.metrics[lead.claim.series.metric].title,
        claimant_name=question.name,
        claimant_class=claimant.class_ if claimant else None,
        claimant_grade=claimant.grade if claimant else None,
        via=called(lead.figure.via, book.claimants) if lead.figure.via else None,
        outlet=_outlet(lead.entry, book),
        url=lead.entry.url,
        entry_title=lead.entry.title,
        quote=lead.figure.quote,
        published_at=lead.entry.published_at,
        seen_at=lead.entry.seen_at,
        rule_id=lead.figure.rule_id,
        reasons=ground.reasons,
        standings=rows,
        estimate=across(rows, book.topics[lead.claim.series.topic].best),
        next_triggers=_triggers(ground, book),
        before_name=question.name_of(before) if before else None,
        before_told_at=before.told_at if before else None,
        before_silent=before is not None and before.alert_id is None,
        printed_by=_printed_by(ground, book),
        disagreements=tuple(
            f"{one.name} ({spoken(one)}) and {other.name} ({spoken(other)})"
            for one, other in incompatible(rows)
        ),
        headline_differs=_headline_differs(ground),
        rule_version=_version(lead.figure.rule_id, book),
        also=tuple(
            _move(row, ground, book) for row in ground.telling.values() if row.series != lead.claim.series
        ),
    )


def _standings(ground: Ground, book: Book) -> tuple[Standing, ...]:
    """Where everybody stands on the victims that the alert is about, what is on the docket included."""
    own, voices = ground.lead.claim.series, ground.question.voices
    fresh: dict[Series, list[Claim]] = {}
    for one in ground.filed:
        fresh.setdefault(one.claim.series, []).append(one.claim)
    rows = []
    for series in dict.fromkeys([*ground.ledger.series, *fresh]):
        if not alike(series, own):
            continue
        if series in fresh:
            held = position([*ground.ledger.claims_of(series), *fresh[series]], voices)
        else:
            feeds = frozenset(source for source, who in voices.items() if who == series.claimant)
            held = _known_position(ground.ledger.numbers(series), feeds)
        rows.append(standing(*held, book.claimants))
    return ranked(rows)


@lru_cache(maxsize=64)
def _known_position(numbers: Numbers, feeds: frozenset[str]) -> tuple[Claim, tuple[str, ...]]:
    """Where a series stands by what is known: the same until something more is, however many alerts there are.

    `feeds` are the claimant's own.
    """
    claims = [claim for point in numbers.points.values() for claim in point.claims]
    return position(claims, dict.fromkeys(feeds, claims[0].series.claimant))


def _printed_by(ground: Ground, book: Book) -> tuple[Printed, ...]:
    """The other outlets of the leading number, in the order in which they came in."""
    lead = ground.lead
    others = (
        Printed(_outlet(one.entry, book), one.entry.url)
        for one in ground.filed
        if one.claim.series == lead.claim.series
        and same_number(one.claim, lead.claim)
        and one.entry.source_id != lead.entry.source_id
    )
    return tuple(dict.fromkeys(others))


def _headline_differs(ground: Ground) -> str:
    """What the headline says where it and the text of the leading entry cannot both be right."""
    lead = ground.lead.claim
    same = [
        one.claim
        for one in ground.filed
        if one.claim.series == lead.series and one.claim.entry_id == lead.entry_id
    ]
    for headed in (claim for claim in same if claim.titled):
        for below in (claim for claim in same if not claim.titled):
            if disjoint(headed, below):
                return f"the headline says {spoken(headed)}, the text {spoken(below)}"
    return ""


def _version(rule_id: str, book: Book) -> str:
    """A short hash of the rule as it was: another one means that somebody edited it."""
    for rule in book.rules():
        if rule.id == rule_id:
            return content_id(rule)[:6]
    return ""


def _move(told: Told, ground: Ground, book: Book) -> Move:
    before = ground.ledger.told.get(told.series)
    return Move(
        claimant=told.series.claimant,
        name=called(told.series.claimant, book.claimants),
        subject=told.series.subject,
        before=Value(before.low, before.high, before.bound) if before else None,
        after=Value(told.low, told.high, told.bound),
    )


def _triggers(ground: Ground, book: Book) -> tuple[str, ...]:
    """What would make the next alert, once this one is out."""
    question, series = ground.question, ground.lead.claim.series
    told = {**ground.ledger.told, **ground.telling}
    outlook = Outlook(
        claimant=None if question.anybody else series.claimant,
        name=question.name,
        told=told[series],
        highest=highest(row for row in told.values() if is_total(row.series)) or told[series],
        min_step=question.min_step,
    )
    grade = question.claimant.grade if question.claimant else None
    return book.policies[series.topic].triggers(outlook, series, grade)


def _outlet(entry: Entry, book: Book) -> str:
    source = book.sources.get(entry.source_id)
    return source.title if source else entry.source_id
