"""The line: one entry travels in one direction, twice.

    fetch | parse | (recognise | articles) | extract | assign | file   … what a poll brings, put on the dockets
    docket | decide | record                                  … once it has settled
    lease | render | send | settle                            … what is to be sent

`fetch` and `send` touch the network.  In between there are short transactions around pure
functions.  `ports` has all that it knows of the world.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.assign import UNSORTED, assign
from monitor.core.book import Book
from monitor.core.chart import alt, draw
from monitor.core.decide import Decision, decide, may_seed, seed, seed_summary
from monitor.core.edition import read
from monitor.core.full_text import MOST, chosen, newest, reasons, unread, with_article
from monitor.core.identity import Seen, recognise, sight, stories_of_the_rest, told_apart
from monitor.core.ledger import Ledger, by_docket
from monitor.core.plot import RECENT, plot
from monitor.core.polls import after_poll, arranged, asked_at, remembered
from monitor.core.render import render, render_digest, render_notices
from monitor.core.revision import stood, without_what_moved
from monitor.core.rhythm import Rhythm, rhythm
from monitor.core.schedule import (
    after_attempt,
    delayed_by,
    deliveries_of,
    notice_deliveries,
    rests_until,
    settled_at,
)
from monitor.core.watch import broken, perhaps_silent, undelivered, watch
from monitor.errors import FeedError
from monitor.model import (
    Alert,
    Claim,
    Decided,
    Destination,
    Entry,
    Feed,
    Fetched,
    FetchFailed,
    FetchResult,
    Figure,
    Filed,
    Kept,
    Message,
    Notice,
    OnUnknown,
    Outcome,
    Parcel,
    Picture,
    Polled,
    PollResult,
    PollState,
    Sent,
    Settled,
    Source,
    Unchanged,
)
from monitor.ports import Articles, Facts, Past, Ports, Store


async def poll(source: Source, book: Book, ports: Ports, now: datetime, jitter: float = 0.0) -> PollResult:
    """Take one source from its feed to the dockets; what it says is decided once it has settled."""
    stored = await ports.together(ports.store.recall, source.id)
    result, polled = await ask(source, stored, book, ports, now, jitter)
    if polled is not None:
        await ports.together(ports.store.settle, polled)
    return result


async def ask(
    source: Source, stored: PollState | None, book: Book, ports: Ports, now: datetime, jitter: float
) -> tuple[PollResult, Polled | None]:
    """As `poll`, of a source whose stored state is at hand; what brought nothing is left to be settled with others."""
    state = remembered(stored, source, now)
    answer = await ports.fetch(asked_at(state, source), state.validators)
    feed = Feed()
    if isinstance(answer, Fetched):
        feed, answer = await _parse(source, answer, ports, now)
    read = await _articles(source, state, feed, answer, ports, now)
    if read or isinstance(answer, Fetched):
        long = await _read_ahead(source, book, feed, read, ports)
        brought = _Brought(source, book, ports.store, stored, feed, read, long, answer, now, jitter)
        recorded = await ports.together(_record, brought)
        if isinstance(recorded, Exception):
            raise recorded
        return recorded, None
    settled = after_poll(state, source, answer, book.settings.polling, now, jitter)
    return _report(source, book, settled, answer, feed, (), first_poll=False), Polled(stored, settled)


async def arrange(book: Book, ports: Ports, now: datetime) -> int:
    """Let a configuration count at once: new and edited sources are due, others move; how many that are."""
    return await ports.offload(_arrange, book, ports.store, now)


async def conclude(topic: str, metric: str, book: Book, ports: Ports, now: datetime) -> Decided:
    """Decide what waits on the docket of a topic's metric, and record what is to be told of it."""
    return await ports.offload(_conclude, topic, metric, book, ports.store, now)


async def reread(book: Book, ports: Ports, now: datetime, page: int = 500) -> int:
    """Read what is stored with rules and topics that are new, and take what it says as known; how many claims.

    An edited configuration is like a new source: its past is no news.  Does nothing where all was
    read with the same rules and topics already.  What is new is written in one transaction at the
    end, so that after a crash all of it is still new.
    """
    if await ports.offload(ports.store.was_read_with, book.reading):
        return 0
    found: list[Claim] = []
    place = 0
    while True:
        claims, further = await ports.offload(_read_past, book, ports.store, place, page)
        if further == place:
            break
        found += claims
        place = further
    return await ports.offload(_take_as_known, found, book, ports.store, now)


async def inspect(book: Book, ports: Ports, now: datetime) -> tuple[Notice, ...]:
    """Look whether the watch itself is well, and record what is to be told of it."""
    return await ports.offload(_inspect, book, ports.store, now)


async def deliver(
    parcel: Parcel, book: Book, ports: Ports, now: datetime, jitter: float = 0.0
) -> tuple[Settled, ...]:
    """Send one leased parcel and settle what came of it; a destination that is gone ends it."""
    destination = _destination(parcel.delivery.destination_id, book)
    sent, message = await _send(parcel, destination, book, ports, now)
    answered = now + sent.took
    if until := rests_until(sent, answered):
        await ports.offload(ports.outbox.rest, parcel.delivery.destination_id, answered, until)
    on_unknown = destination.on_unknown if destination else OnUnknown.REPEAT
    delivering = book.settings.delivering
    tried = [after_attempt(one, sent, delivering, answered, jitter, on_unknown) for one, _ in parcel.contents]
    kept = [await ports.offload(ports.outbox.settle, one) for one in tried]
    return tuple(Settled(one, sent.outcome, message, was) for one, was in zip(tried, kept, strict=True))


async def announce(book: Book, ports: Ports, now: datetime) -> tuple[Notice, ...]:
    """Tell by other ways which messages are dead or held, each once, of a destination at most once a day."""
    return await ports.offload(_announce, book, ports.store, now)


# ── from a feed to the dockets ──────────────────────────────────────────────────────────────


def _record(brought: Sequence[_Brought]) -> list[PollResult | Exception]:
    """From entries to facts, of polls that ended at the same time; what goes wrong with one is its own."""
    return [done for group in _groups(brought) for done in _record_group(group)]


def _groups(brought: Sequence[_Brought]) -> Iterator[list[_Brought]]:
    """What is written in one transaction, which may not keep others out for longer than one long feed does."""
    group: dict[str, _Brought] = {}
    for one in brought:
        if group and (one.source.id in group or one.size + sum(each.size for each in group.values()) > LONG):
            yield list(group.values())
            group = {}
        group[one.source.id] = one
    yield list(group.values())


def _record_group(group: Sequence[_Brought]) -> list[PollResult | Exception]:
    try:
        with group[0].store.transaction() as facts:
            found = [_find(one, facts) for one in group]
            _write_down(found, facts)
        return [_report_found(one) for one in found]
    except Exception as error:
        if len(group) == 1:
            return [error]
    return [done for one in group for done in _record_group([one])]  # nothing is stored of any of them


def _find(brought: _Brought, facts: Facts) -> _Found:
    """What is new in what a poll brought, and what it says."""
    source, book, feed, now = brought.source, brought.book, brought.feed, brought.now
    articles, state = brought.articles, remembered(brought.stored, source, now)
    before, ahead = brought.long
    first = state.seeded_at is None
    look = before if before and before.holds(source, facts) else _look(source, feed, facts, first)
    seen, former = look.seen, look.former
    new = [one for one in seen if not one.stored]
    polling = book.settings.polling
    settled = after_poll(state, source, brought.answer, polling, now, brought.jitter, feed, len(new))
    fresh = [_with_article(one, articles) for one in new] if articles else new
    if source.full_text and not first:
        _put_off([(one.entry, 0) for one in new], articles, source, facts, now)
        late, told_before = _late(articles, source, facts, now)
        fresh, former = [*fresh, *late], {**former, **told_before}
    work = tuple(_read_anew(one, source, book, former, ahead) for one in fresh)
    return _Found(brought, seen, work, settled, first)


def _write_down(found: Sequence[_Found], facts: Facts) -> None:
    """What polls found; the schedule moves with it, so that a crash repeats the polls, not their effects."""
    work = [read for one in found for read in one.work]
    facts.add_entries(read.entry for read in work)
    facts.keep(read.kept for read in work)
    facts.add_figures(figure for read in work for figure in read.figures)
    for one in found:
        facts.remember(one.brought.source.id, ((key, who.thread) for who in one.seen for key in who.remember))
        if one.first:
            _seed(one.claims, facts, one.brought.now)
        facts.add_claims(one.claims)
        if not one.first:
            _file(one.claims, one.brought.book, facts, one.brought.now)
    facts.settle(*(Polled(one.brought.stored, one.settled) for one in found))


def _report_found(found: _Found) -> PollResult:
    brought, articles = found.brought, found.brought.articles
    report = _report(
        brought.source, brought.book, found.settled, brought.answer, brought.feed, found.work, found.first
    )
    return replace(
        report, articles=sum(bool(one.text) for one in articles.values()), unread=reasons(articles)
    )


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a poll brought, before it is stored."""

    source: Source
    book: Book
    store: Store
    stored: PollState | None
    feed: Feed
    articles: Articles
    long: _Long
    answer: FetchResult
    now: datetime
    jitter: float

    @property
    def size(self) -> int:
        """Characters that are read."""
        return _length(self.feed) + sum(len(one.text) for one in self.articles.values())


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be stored of a poll; `first` says that it was the source's first good one."""

    brought: _Brought
    seen: Sequence[Seen]
    work: Sequence[_Read]
    settled: PollState
    first: bool

    @property
    def claims(self) -> list[Claim]:
        return [claim for read in self.work for claim in read.claims]


LONG = 200_000
"""Characters of a feed from which on it is read before the store is locked, for that may take seconds."""

_Long = tuple["_Look | None", Mapping[str, Kept]]
"""Who the items of a long feed are, and how the new ones read, by their ids; nothing of a short one."""


async def _read_ahead(source: Source, book: Book, feed: Feed, articles: Articles, ports: Ports) -> _Long:
    """Read a long feed, so that nobody has to wait for the store meanwhile."""
    if _length(feed) < LONG:
        return None, {}
    return await ports.alone(_read_long, source, book, feed, articles, ports.store)


def _length(feed: Feed) -> int:
    return sum(len(entry.text) for entry in feed.entries)


def _read_long(source: Source, book: Book, feed: Feed, articles: Articles, store: Store) -> _Long:
    with store.looking() as facts:
        look = _look(source, feed, facts)
    fresh = (with_article(one.entry, articles.get(one.entry.url)) for one in look.seen if not one.stored)
    return look, {entry.id: read(entry, book.rulebook, book.edition, source.claimant) for entry in fresh}


def _with_article(seen: Seen, articles: Articles) -> Seen:
    return replace(seen, entry=with_article(seen.entry, articles.get(seen.entry.url)))


def _late(
    articles: Articles, source: Source, facts: Facts, now: datetime
) -> tuple[list[Seen], Mapping[int, Past]]:
    """The entries whose article came at last, each as an edit of what is stored of it."""
    waiting = facts.waiting(source.id, now, MOST)
    _put_off([(entry, one.tries) for entry, one in waiting], articles, source, facts, now)
    pairs = [(entry, with_article(entry, articles.get(entry.url), late=True)) for entry, _ in waiting]
    come = [replace(late, edited=True) for entry, late in pairs if late is not entry]
    former = facts.former(source.id, [entry.thread for entry in come]) if come else {}
    return [Seen(entry, entry.thread, True, False, ()) for entry in come], former


def _put_off(
    entries: Sequence[tuple[Entry, int]], articles: Articles, source: Source, facts: Facts, now: datetime
) -> None:
    """Write down which entries have no article yet, or never will, after so many tries; and which have."""
    facts.put_off(
        [(entry, unread(entry, source, articles.get(entry.url), now, tries)) for entry, tries in entries]
    )


def _arrange(book: Book, store: Store, now: datetime) -> int:
    with store.transaction() as facts:
        changed = arranged(book, store.poll_states(), now)
        facts.settle_poll(*changed)
    return len(changed)


def _look(source: Source, feed: Feed, facts: Facts, first: bool = False) -> _Look:
    """Who each item of a feed is, and the newest stored revision of each that was edited.

    At the `first` poll of a source nobody is looked for, unless something is known of it all the same.
    """
    sightings = [sight(entry) for entry in feed.entries]
    keys = {key for one in sightings for key in one.keys}
    if first and not facts.knows(source.id):
        return _Look(recognise(sightings, {}), {}, keys, {})
    found = facts.found(source.id, keys)
    seen = recognise(sightings, found)
    more = stories_of_the_rest(sightings, seen)
    if told_before := facts.found(source.id, more) if more else {}:
        found = {**found, **told_before}
        seen = recognise(sightings, found)
    edited = {one.thread for one in seen if one.is_edited}
    former = facts.former(source.id, edited) if edited else {}
    told = tuple(told_apart(one, former[one.thread][0]) if one.is_edited else one for one in seen)
    return _Look(told, former, keys | more, found)


def _seed(claims: Sequence[Claim], facts: Facts, now: datetime) -> None:
    """Take the claims of a first poll, or of history read by a new rule, as known, without an alert."""
    for (topic, metric), group in by_docket(claims, lambda claim: claim.series).items():
        if may_seed(group):
            facts.add_told(seed(group, _known(topic, metric, facts), now))


def _known(topic: str, metric: str, facts: Facts) -> Ledger:
    """What was said and told of a topic's metric; nothing of what fits no topic: that is compared with nothing."""
    return (
        Ledger() if topic == UNSORTED else Ledger.of(facts.claims(topic, metric), facts.told(topic, metric))
    )


def _file(claims: Sequence[Claim], book: Book, facts: Facts, now: datetime) -> None:
    """Put claims on the dockets of their topics, to be decided once they have settled."""
    for (topic, _), group in by_docket(claims, lambda claim: claim.series).items():
        facts.file(group, now, settled_at(book.timing(topic), now))


def _read_past(book: Book, store: Store, place: int, page: int) -> tuple[tuple[Claim, ...], int]:
    """The claims of the next stored entries that are new, and the place of the last; keeps how they read."""
    edition = book.edition
    entries, further = store.past(edition.tongues, edition.all_rules, place, page)
    known = [
        (entry, kept, book.sources[entry.source_id])
        for entry, kept in entries
        if entry.source_id in book.sources
    ]
    work = [(kept, _read(entry, source, book, kept)) for entry, kept, source in known]
    anew = [read for kept, read in work if read.kept is not kept]
    with store.transaction() as facts:
        facts.keep(read.kept for read in anew)
        facts.add_figures(figure for read in anew for figure in read.figures)
        return facts.unclaimed([claim for _, read in work for claim in read.claims]), further


def _take_as_known(found: Sequence[Claim], book: Book, store: Store, now: datetime) -> int:
    with store.transaction() as facts:
        claims = facts.unclaimed(found)  # a poll may have brought some of them in the meantime
        facts.add_claims(claims)
        _seed(claims, facts, now)
        facts.mark_read(book.reading, now)
    return len(claims)


# ── from a docket to an alert ───────────────────────────────────────────────────────────────


def _conclude(topic: str, metric: str, book: Book, store: Store, now: datetime) -> Decided:
    with store.transaction() as facts:
        docket = facts.docket(topic, metric)
        decision = decide(docket, _known(topic, metric, facts), book, now, facts.silences(now))
        stored = _write(decision, docket, book, facts, now)
    return Decided(
        topic=topic,
        metric=metric,
        alert=decision.alert if stored else None,
        claims=len(docket),
        held=len(decision.held),
        held_until=decision.held_until,
    )


def _write(decision: Decision, docket: Sequence[Filed], book: Book, facts: Facts, now: datetime) -> bool:
    """Record a decision; whether its alert is a new one that somebody is told of."""
    alert = decision.alert
    deliveries = deliveries_of(alert, book, facts.recent, now) if alert and alert.silence_id is None else ()
    stored = alert is not None and facts.add_alert(alert, deliveries)
    facts.add_told(decision.told)
    facts.add_rulings(decision.rulings)
    held = {(claim.series, claim.figure_id) for claim in decision.held}
    claims = [filed.claim for filed in docket]
    facts.strike(claim for claim in claims if (claim.series, claim.figure_id) not in held)
    if decision.held_until is not None:
        facts.file(decision.held, now, decision.held_until)
    return stored


# ── from the watch itself ───────────────────────────────────────────────────────────────────


TIMES = 50
"""Entries of a source and hits of a rule that its rhythm is taken from."""


def _inspect(book: Book, store: Store, now: datetime) -> tuple[Notice, ...]:
    states = store.poll_states()
    with store.looking() as facts:
        sources = _rhythms(facts.entry_times(TIMES, perhaps_silent(book, states)))
        rules, before = _rhythms(facts.hit_times(TIMES)), facts.last_notices()
    notices = watch(book, states, sources, rules, before, now)
    if notices:
        with store.transaction() as facts:
            facts.add_notices(notices, notice_deliveries(notices, book.settings, now))
    return notices


def _announce(book: Book, store: Store, now: datetime) -> tuple[Notice, ...]:
    with store.transaction() as facts:
        stuck, before = facts.stuck(), facts.last_notices()
        notices = undelivered(stuck, book, before, now)
        in_trouble = broken(notices, before, now)
        facts.add_notices(notices, notice_deliveries(notices, book.settings, now, in_trouble))
        told = {(notice.condition, notice.subject) for notice in notices}
        facts.mark_announced(one for one in stuck if (one.condition, one.destination_id) in told)
    return notices


def _rhythms(times: Mapping[str, Sequence[datetime]]) -> dict[str, Rhythm]:
    found = ((name, rhythm(moments)) for name, moments in times.items())
    return {name: known for name, known in found if known is not None}


# ── from the outbox to a reader ─────────────────────────────────────────────────────────────


CHART_PATIENCE = 10.0
"""Seconds that a message waits for its chart; it takes some tenths of one."""


async def _send(
    parcel: Parcel, destination: Destination | None, book: Book, ports: Ports, now: datetime
) -> tuple[Sent, Message | None]:
    """What came of it, and what was sent; a message that cannot be written is tried again like any other."""
    if destination is None:
        return _GONE, None
    try:
        message = await _message(parcel, book, ports, now)
    except Exception as bug:  # else its lease would run out, again and again, and nobody would hear of it
        return Sent(Outcome.RETRY, f"a bug: the message could not be written ({type(bug).__name__})"), None
    return await ports.send(destination, message, parcel.delivery), message


async def _message(parcel: Parcel, book: Book, ports: Ports, now: datetime) -> Message:
    """What is sent: with a chart where it tells one alert; whatever goes wrong with that, the message goes out."""
    message = _written(parcel, now)
    if len(parcel.contents) > 1 or not parcel.alerts or parcel.delivery.destination_id == TERMINAL.id:
        return message
    try:
        drawn = ports.offload(_chart, parcel.alerts[0], book, ports)
        return replace(message, chart=await asyncio.wait_for(drawn, CHART_PATIENCE))
    except TimeoutError:
        return replace(message, chart_error=f"it took more than {CHART_PATIENCE:g} s")
    except Exception as error:
        return replace(message, chart_error=f"{type(error).__name__}: {error}")


def _chart(alert: Alert, book: Book, ports: Ports) -> Picture:
    """The recent history of the alert's series, up to the alert."""
    claims, told = ports.store.chronicle(alert.series.topic, alert.series.metric)
    until = alert.decided_at
    shown = plot(alert.series, claims, told, book, until, alert, since=until - RECENT)
    return ports.picture("chart.png", draw(shown), alt(shown))


def _written(parcel: Parcel, now: datetime) -> Message:
    delivery = parcel.delivery
    late = delayed_by(delivery, now)
    if parcel.notices:
        return render_notices(parcel.notices, delivery.possible_repeat, late)
    if len(parcel.alerts) == 1:
        return render(parcel.alerts[0], delivery.possible_repeat, late)
    return render_digest(parcel.alerts, delivery.why or "digest", delivery.possible_repeat, late)


_GONE = Sent(Outcome.PERMANENT, "this destination is no longer configured")


# ── the steps ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Look:
    """Who the items of a feed are, by what was `found` of their `keys`."""

    seen: tuple[Seen, ...]
    former: Mapping[int, Past]
    keys: Collection[int]
    found: Mapping[int, Collection[int]]

    def holds(self, source: Source, facts: Facts) -> bool:
        """Whether it would be the same now; what is stored stays so, and is not asked for again."""
        return all(one.stored for one in self.seen) or facts.found(source.id, self.keys) == self.found


@dataclass(frozen=True, slots=True)
class _Read:
    """One entry with what was read of it."""

    entry: Entry
    kept: Kept
    claims: tuple[Claim, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.kept.figures


async def _parse(source: Source, answer: Fetched, ports: Ports, now: datetime) -> tuple[Feed, FetchResult]:
    """What a new body says; a body that is no feed becomes a failure like any other."""
    try:
        # Links are relative to where they came from; a page that is rewritten is called by its own address.
        rewritten = source.kind == "page" and not (source.page and source.page.items)
        here = source if rewritten else replace(source, url=answer.url)
        return await ports.parse(answer.body, answer.content_type, here, now), answer
    except FeedError as error:
        return Feed(), FetchFailed(str(error))


async def _articles(
    source: Source, state: PollState, feed: Feed, answer: FetchResult, ports: Ports, now: datetime
) -> Articles:
    """The articles of what is new, and of what waits for its own, by their address; of a first poll the newest."""
    if not source.full_text or isinstance(answer, FetchFailed):
        return {}
    new, waiting = await ports.offload(_without_article, source, feed, ports.store, now)
    wanted = chosen(new if state.seeded_at else newest(new), waiting, source)
    return await ports.articles(wanted, source, now) if wanted else {}


def _without_article(
    source: Source, feed: Feed, store: Store, now: datetime
) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """What is new in a feed, and what is stored and waits for its article."""
    with store.looking() as facts:
        seen = _look(source, feed, facts).seen
        waiting = facts.waiting(source.id, now, MOST)
    return [one.entry for one in seen if not one.stored], [entry for entry, _ in waiting]


def _read_anew(
    seen: Seen, source: Source, book: Book, former: Mapping[int, Past], ahead: Mapping[str, Kept]
) -> _Read:
    """What a new entry says, or what an edit says that its former revision did not; some were read ahead."""
    if not seen.is_edited:
        return _read(seen.entry, source, book, ahead.get(seen.entry.id))
    before, kept_before = former[seen.thread]
    entry = replace(seen.entry, stood=stood(seen.entry, before))
    kept = read(entry, book.rulebook, book.edition, source.claimant, ahead.get(entry.id))
    kept_before = read(before, book.rulebook, book.edition, source.claimant, kept_before)
    entry = replace(entry, stood=without_what_moved(entry, kept.figures, kept_before.figures))
    return _Read(entry, kept, assign(entry, kept.figures, source, book.topics.values()))


def _read(entry: Entry, source: Source, book: Book, before: Kept | None = None) -> _Read:
    kept = read(entry, book.rulebook, book.edition, source.claimant, before)
    return _Read(entry, kept, assign(entry, kept.figures, source, book.topics.values()))


def _report(
    source: Source,
    book: Book,
    state: PollState,
    answer: FetchResult,
    feed: Feed,
    work: Sequence[_Read],
    first_poll: bool,
) -> PollResult:
    seeded = first_poll and isinstance(answer, Fetched)
    claims = [claim for read in work for claim in read.claims]
    return PollResult(
        source_id=source.id,
        polled_at=state.last_polled_at or state.due_at,
        due_at=state.due_at,
        outcome="failed"
        if isinstance(answer, FetchFailed)
        else "unchanged"
        if isinstance(answer, Unchanged)
        else "ok",
        error=answer.reason if isinstance(answer, FetchFailed) else None,
        entries=len(feed.entries),
        fresh=len(work),
        figures=sum(len(read.figures) for read in work),
        claims=len(claims),
        seeded=seeded,
        seed_summary=seed_summary(claims, book, source.id, len(work)) if seeded else None,
        left_out=feed.left_out,
    )


TERMINAL = Destination("terminal", "", "this terminal")
"""Where alerts go while no destination is configured."""


def _destination(destination_id: str, book: Book) -> Destination | None:
    if destination_id == TERMINAL.id:
        return TERMINAL
    return next((one for one in book.settings.destinations if one.id == destination_id), None)
