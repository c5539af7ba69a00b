"""Watching the watch: what readers would otherwise never notice, because nothing comes.

A topic that nothing was polled for, a source or a rule that fell silent.  Each is told once, then
daily while it lasts, until somebody acknowledges it.  So are messages that do not get through, at
most daily for a destination.  What is said of how single sources are stands in `troubles`.  Pure: the
poll states and rhythms come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from monitor.core.book import Book
from monitor.core.rhythm import Rhythm
from monitor.core.schedule import UNDELIVERED
from monitor.core.specs import Watching
from monitor.core.troubles import CONDITIONS, source_notices, span, within_a_day
from monitor.model import DeliveryState, Health, Notice, PollState, Severity, Source, Stuck

WATCHED = (*CONDITIONS, "silent", *UNDELIVERED)
"""The conditions about the watch itself."""


def watch(
    book: Book,
    states: Mapping[str, PollState],
    sources: Mapping[str, Rhythm],
    rules: Mapping[str, Rhythm],
    before: Sequence[Notice],
    now: datetime,
) -> tuple[Notice, ...]:
    """What is to be said of the watch itself now.

    `sources` are the rhythms of entries by source, `rules` those of figures by rule, `before` the
    last notice of each condition and subject.
    """
    last = {(notice.condition, notice.subject): notice for notice in before}
    found = [
        *_silent_topics(book, states, now),
        *_silent_sources(book, states, sources, now),
        *_silent_rules(book, states, rules, now),
    ]
    due = [notice for notice in found if _is_due(notice, last.get((notice.condition, notice.subject)), now)]
    said = (*source_notices(book, states, last, now), *due)
    return tuple(notice for notice in said if notice.condition not in book.settings.watching.off)


def perhaps_silent(book: Book, states: Mapping[str, PollState]) -> tuple[str, ...]:
    """The sources of which it is worth to count out whether they are silent, for that looks at all their entries.

    Not those that brought something lately, nor within the usual longest gap that their feed shows.
    """
    least = book.settings.watching.least_silence
    found = ((source.id, states.get(source.id)) for source in _enabled(book))
    return tuple(
        source_id
        for source_id, state in found
        if state is not None
        and state.last_ok_at is not None
        and state.health not in (Health.EMPTY, Health.STALE)
        and (state.news_at is None or state.last_ok_at - state.news_at > max(least, state.gap or least))
    )


def undelivered(
    stuck: Iterable[Stuck], book: Book, before: Sequence[Notice], now: datetime
) -> tuple[Notice, ...]:
    """What is to be said now of messages that do not get through; of a destination at most once a day."""
    titles = {one.id: one.title or one.id for one in book.settings.destinations}
    found = (_undelivered(one, titles.get(one.destination_id, one.destination_id), now) for one in stuck)
    recent = {(notice.condition, notice.subject) for notice in before if within_a_day(notice, now)}
    off = book.settings.watching.off
    return tuple(
        notice
        for notice in found
        if (notice.condition, notice.subject) not in recent and notice.condition not in off
    )


def broken(notices: Iterable[Notice], before: Iterable[Notice], now: datetime) -> frozenset[str]:
    """The destinations that are in trouble by these notices, or were within a day."""
    recent = (notice for notice in before if within_a_day(notice, now))
    return frozenset(one.subject for one in (*notices, *recent) if one.condition in UNDELIVERED)


def _undelivered(stuck: Stuck, title: str, now: datetime) -> Notice:
    dead = stuck.state is DeliveryState.DEAD
    many = f"{stuck.messages} messages" if stuck.messages > 1 else "a message"
    what = "could not be delivered" if dead else "may have arrived and waits for your word"
    what = what if stuck.messages == 1 or dead else "may have arrived and wait for your word"
    return Notice(
        condition=stuck.condition,
        subject=stuck.destination_id,
        reason=f"{many} to {title} {what}: {stuck.error or 'no reason given'}; "
        f"`tollwatch deliveries` lists {'them' if stuck.messages > 1 else 'it'}, "
        "`tollwatch retry` sends again, `tollwatch drop` gives up",
        severity=Severity.CRITICAL if dead else Severity.HIGH,
        since=None,
        decided_at=now,
    )


def _is_due(notice: Notice, former: Notice | None, now: datetime) -> bool:
    """Once, then daily until somebody has seen it: not again within a day of the same trouble."""
    if former is None or former.since != notice.since:
        return True
    if former.acknowledged:
        return False
    return not within_a_day(former, now)


def _silent_topics(book: Book, states: Mapping[str, PollState], now: datetime) -> Iterator[Notice]:
    for topic in book.topics.values():
        feeding = [source for source in _enabled(book) if not source.topics or topic.id in source.topics]
        polled = [states[source.id] for source in feeding if source.id in states]
        since = max((state.last_ok_at for state in polled if state.last_ok_at), default=None)
        if _tried_in_vain(polled, since, book.settings.watching):
            last = f"since {since:%d %b %Y %H:%M} UTC" if since else "ever"
            yield Notice(
                condition="silent",
                subject=f"topic {topic.id}",
                reason=f"{topic.title}: none of its {len(feeding)} sources was polled successfully {last}",
                severity=Severity.CRITICAL,
                since=since,
                decided_at=now,
            )


def _tried_in_vain(polled: Sequence[PollState], since: datetime | None, watching: Watching) -> bool:
    """Whether polls have failed for too long.  Not whether it is long ago: the daemon may have been off."""
    last = max((state.last_polled_at for state in polled if state.last_polled_at), default=None)
    if last is None or since is None:
        return bool(polled) and all(state.failures >= watching.failures for state in polled)
    return last - since > watching.blind_after


def _silent_sources(
    book: Book, states: Mapping[str, PollState], rhythms: Mapping[str, Rhythm], now: datetime
) -> Iterator[Notice]:
    for source in _enabled(book):
        known, state = rhythms.get(source.id), states.get(source.id)
        told_as_such = state is not None and state.health in (Health.EMPTY, Health.STALE)
        answered = state.last_ok_at if state is not None and not told_as_such else None
        if known is not None and answered is not None and known.silent_at(answered, book.settings.watching):
            yield Notice(
                condition="silent",
                subject=f"source {source.id}",
                reason=f"{source.title} answers and has brought nothing new since {known.last:%d %b %Y}; "
                f"its usual longest gap is {span(known.gap)}",
                severity=Severity.NOTICE,
                since=known.last,
                decided_at=now,
            )


def _silent_rules(
    book: Book, states: Mapping[str, PollState], rhythms: Mapping[str, Rhythm], now: datetime
) -> Iterator[Notice]:
    answered = max((state.last_ok_at for state in states.values() if state.last_ok_at), default=None)
    if answered is None:
        return
    known_rules = {rule.id for rule in book.rules()}
    for rule, known in rhythms.items():
        if rule in known_rules and known.silent_at(answered, book.settings.watching):
            yield Notice(
                condition="silent",
                subject=f"rule {rule}",
                reason=f"the rule {rule} used to hit and has read nothing since {known.last:%d %b %Y}; "
                f"its usual longest gap is {span(known.gap)}",
                severity=Severity.NOTICE,
                since=known.last,
                decided_at=now,
            )


def _enabled(book: Book) -> Iterator[Source]:
    return (source for source in book.sources.values() if source.enabled)
