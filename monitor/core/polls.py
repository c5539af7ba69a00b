"""All decisions about polling: when a source is asked next, at which address, and how it is.

Everything is computed from `now` and a `jitter` in 0…1 that come in.  Nothing here waits, and no
wait is longer than a day unless the configuration says so.  docs/polling.md says what holds before what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.core.book import Book
from monitor.core.hiding import is_key, without_keys
from monitor.core.rhythm import LEAST_TIMES, rhythm
from monitor.core.specs import Polling
from monitor.model import (
    Entry,
    Feed,
    Fetched,
    FetchFailed,
    FetchResult,
    Health,
    PollState,
    Source,
    Trouble,
    Unchanged,
    content_id,
)

SPREAD = 0.1
"""A poll of a source in trouble comes up to this share later than asked, so that sources drift apart."""

DRIFT = timedelta(seconds=3)
"""A good source's poll comes at most so much later: that parts sources in an hour, and news waits for no jitter."""

SHARE = 0.5
"""Of the time between two entries that is waited: what is new is then seen after a quarter of it on average."""

MEMORY = timedelta(days=1)
"""How long a rhythm is remembered: what came a day ago weighs 1/e of what comes now."""

RECENT = 20
"""Entries of a first body that its rhythm is taken from."""

DAY = timedelta(days=1)

LONGEST_RETRY_AFTER = timedelta(hours=24)
"""A server's Retry-After is honoured up to here; some say a year."""

LONGEST_BACKOFF = {
    Health.FAILING: timedelta(hours=6),
    Health.BLOCKED: timedelta(hours=24),
    Health.GONE: timedelta(hours=24),
}
"""A source in trouble is asked at least this often, for ever: a feed that comes back must be noticed."""

GONE_AFTER = 3
"""So many polls in a row must have failed before «gone» is believed: some servers say it by mistake."""

MOVED_AFTER = 2
"""So many good polls in a row must have been redirected to one address before it is polled directly."""

STALE_AFTER = timedelta(days=14)
STALE_GAPS = 5
"""A source is stale when its newest entry is older than both: two weeks, and five of its usual longest gaps."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a source is due that is switched off, or in no file any more."""

TROUBLES = (Health.FAILING, Health.BLOCKED, Health.GONE)
"""The states in which a source does not answer as it should."""


# ── after a poll ────────────────────────────────────────────────────────────────────────────


def after_poll(
    state: PollState,
    source: Source,
    answer: FetchResult,
    polling: Polling,
    now: datetime,
    jitter: float,
    feed: Feed | None = None,
    fresh: int = 0,
) -> PollState:
    """The source's state after an answer: how it is, and when and where to ask next.

    `state` is as it was `remembered`, `feed` is what a new body says, `fresh` how many of its entries were not
    known.  A failure keeps the validators, so that a page in the place of a feed changes nothing of what is
    known of the feed.  Does not judge what the body holds: a body that is no feed is passed in as `FetchFailed`.
    """
    if isinstance(answer, FetchFailed):
        return _after_failure(state, source, answer, polling, now, jitter)
    known = _learned(state, answer, polling, now, feed or Feed(), fresh)
    wait = interval(known, source, polling)
    health = _health(known, now)
    at = _moved(state, source, answer, now)
    return replace(
        state,
        due_at=now + wait + min(SPREAD * wait, DRIFT) * jitter,
        validators=answer.validators,
        last_polled_at=now,
        last_ok_at=now,
        seeded_at=state.seeded_at or (now if isinstance(answer, Fetched) else None),
        failures=0,
        last_error=None,
        health=health,
        health_since=_since(state, health, now),
        rate=known.rate,
        gap=known.gap,
        news_at=known.news_at,
        holds=known.holds,
        feed_asks=known.feed_asks,
        server_asks=known.server_asks,
        interval=wait,
        moved_to=at.moved_to,
        moved_at=at.moved_at,
        pointed_to=at.pointed_to,
        pointed=at.pointed,
    )


def _after_failure(
    state: PollState, source: Source, answer: FetchFailed, polling: Polling, now: datetime, jitter: float
) -> PollState:
    failures = state.failures + 1
    health = _trouble(answer, failures)
    every = interval(state, source, polling)
    wait = _backoff(every, failures, health, answer.retry_after)
    return replace(
        state,
        due_at=now + _spread(wait, jitter),
        interval=every,
        last_polled_at=now,
        failures=failures,
        last_error=answer.reason,
        health=health,
        health_since=_since(state, health, now),
        pointed_to=None,
        pointed=0,
    )


def _trouble(answer: FetchFailed, failures: int) -> Health:
    if answer.trouble is Trouble.BLOCKED:
        return Health.BLOCKED
    gone = answer.trouble is Trouble.GONE and failures >= GONE_AFTER
    return Health.GONE if gone else Health.FAILING


def _backoff(every: timedelta, failures: int, health: Health, retry_after: timedelta | None) -> timedelta:
    # A million intervals are beyond any cap; a larger exponent would only overflow timedelta.
    longest = max(LONGEST_BACKOFF[health], every)
    doubled = longest if health is Health.GONE else min(every * (1 << min(failures, 20)), longest)
    return max(doubled, min(retry_after or timedelta(0), LONGEST_RETRY_AFTER))


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + SPREAD * jitter)


def _since(state: PollState, health: Health, now: datetime) -> datetime:
    """Since when a source is in that health: since now, if it was in another."""
    return state.health_since if health is state.health and state.health_since is not None else now


def _health(known: _Known, now: datetime) -> Health:
    """How a source is that answered well."""
    if known.holds == 0:
        return Health.EMPTY
    longest = max(STALE_AFTER, STALE_GAPS * (known.gap or timedelta(0)))
    if known.news_at is not None and now - known.news_at > longest:
        return Health.STALE
    return Health.OK


# ── the rhythm of a source ──────────────────────────────────────────────────────────────────


class _Known(NamedTuple):
    """What is known of a source's rhythm and of its wishes, as in `PollState`."""

    rate: float | None
    gap: timedelta | None
    news_at: datetime | None
    holds: int | None
    feed_asks: timedelta | None
    server_asks: timedelta | None


def interval(known: PollState | _Known, source: Source, polling: Polling) -> timedelta:
    """The time between two good polls of a source, without the jitter.

    Its own `every` is obeyed to the letter.  Else half the time between two entries; longer where feed or
    server ask for it, up to the whole time between two entries, for a feed that says «ask me hourly»
    and brings news every ten minutes is not meant so; and all of it within the limits of the configuration.
    """
    if source.every is not None:
        return source.every
    least, most = limits(polling)
    between = _between(known.rate, polling)
    asked = max(known.feed_asks or timedelta(0), known.server_asks or timedelta(0))
    return min(max(SHARE * between, min(asked, between), least), most)


def limits(polling: Polling) -> tuple[timedelta, timedelta]:
    """The shortest and the longest interval that a source's rhythm may lead to."""
    return polling.min or polling.every / 3, polling.max or polling.every * 2


def _between(rate: float | None, polling: Polling) -> timedelta:
    """The time between two entries; of a source whose rhythm is not known, what leads to `every`."""
    if rate is None:
        return polling.every / SHARE
    return DAY / max(rate, 0.001)


def _learned(
    state: PollState, answer: Fetched | Unchanged, polling: Polling, now: datetime, feed: Feed, fresh: int
) -> _Known:
    """What is known after an answer."""
    if not isinstance(answer, Fetched):
        return _Known(
            rate=_rate(state, polling, now, 0),
            gap=state.gap,
            news_at=state.news_at,
            holds=state.holds,
            feed_asks=state.feed_asks,
            server_asks=answer.fresh_for,
        )
    moments = sorted(_dates(feed.entries, now))
    dated = rhythm(moments[-50:])
    return _Known(
        rate=_first_rate(moments, now) if state.seeded_at is None else _rate(state, polling, now, fresh),
        gap=dated.gap if dated and dated.times >= LEAST_TIMES else state.gap,
        news_at=_news_at(state, moments, feed, now, fresh),
        holds=len(feed.entries) + feed.left_out,
        feed_asks=feed.every,
        server_asks=answer.fresh_for,
    )


def _rate(state: PollState, polling: Polling, now: datetime, fresh: int) -> float | None:
    """Entries a day, averaged over the time since the last good poll and, fading, all before it."""
    if state.last_ok_at is None or now <= state.last_ok_at:
        return state.rate
    passed = (now - state.last_ok_at) / DAY
    fading = exp(-passed * DAY / MEMORY)
    before = DAY / _between(state.rate, polling)
    return fading * before + (1 - fading) * fresh / passed


def _first_rate(moments: list[datetime], now: datetime) -> float | None:
    """Entries a day by the dates of a first body, its silence until now included; None where they do not tell."""
    recent = sorted(set(moments))[-RECENT:]
    if len(recent) < 3:
        return None
    return (len(recent) - 1) * DAY / (now - recent[0])


def _dates(entries: tuple[Entry, ...], now: datetime) -> list[datetime]:
    return [entry.published_at for entry in entries if entry.published_at and entry.published_at <= now]


def _news_at(
    state: PollState, moments: list[datetime], feed: Feed, now: datetime, fresh: int
) -> datetime | None:
    """When something new came last: by our own eyes, else by the newest date; undated entries are as of now."""
    if fresh and state.seeded_at is not None:
        return now
    newest = moments[-1] if moments else None
    if newest is None and state.news_at is None:
        return now if feed.entries else None
    return max(moment for moment in (newest, state.news_at) if moment is not None)


# ── where a source is ───────────────────────────────────────────────────────────────────────


def asked_at(state: PollState, source: Source) -> Source:
    """The source as it is asked now: at the address that it moved to, and after a failure there at its own.

    Its own headers may hold a key: they go to nobody else, as where redirects are followed.
    """
    if state.moved_to is None or state.failures % 2:
        return source
    headers = source.headers if _same_server(source.url, state.moved_to) else {}
    return replace(source, url=state.moved_to, headers=headers)


class _Place(NamedTuple):
    """Where a source is, as in `PollState`."""

    moved_to: str | None
    moved_at: datetime | None
    pointed_to: str | None = None
    pointed: int = 0


def _moved(state: PollState, source: Source, answer: Fetched | Unchanged, now: datetime) -> _Place:
    """What permanent redirects say: an address is polled directly once it was led to twice in a row."""
    at_home = asked_at(state, source).url == source.url
    to = _acceptable(answer.moved_to, source)
    if to is None and at_home:
        return _Place(None, None)
    if to is None or (at_home and to == state.moved_to):
        return _Place(state.moved_to, state.moved_at)
    times = state.pointed + 1 if to == state.pointed_to else 1
    if times < MOVED_AFTER:
        return _Place(state.moved_to, state.moved_at, to, times)
    return _Place(to, now)


def _acceptable(to: str | None, source: Source) -> str | None:
    """The address, if it may be kept and shown: no key is in it, and it does not lead out of https."""
    if to is None or to == source.url or (source.url.startswith("https:") and not to.startswith("https:")):
        return None
    steps = unquote(urlsplit(to).path).split("/")
    told = any(secret in unquote(to) for secret in _secrets(source))
    return None if told or without_keys(to) != to or any(is_key("", step) for step in steps) else to


def _secrets(source: Source) -> Iterator[str]:
    """What a source is asked with that opens it: a server may write it into where it sends us."""
    yield from (value for value in source.headers.values() if len(value) > 3)
    query = parse_qsl(urlsplit(source.url).query)
    yield from (value for name, value in query if is_key(name, value))


def _same_server(url: str, to: str) -> bool:
    """Whether an address is at the same server, or at the same one by https now."""
    one, other = urlsplit(url), urlsplit(to)
    upgraded = (one.scheme, other.scheme) == ("http", "https") and not (one.port or other.port)
    same = (one.scheme, one.port) == (other.scheme, other.port)
    return one.hostname == other.hostname and (same or upgraded)


def host_of(url: str) -> str:
    """The host of an address: who has his turn with it; '' where none can be read."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


# ── when the configuration changed ──────────────────────────────────────────────────────────


def manner(source: Source) -> str:
    """A hash of how a source is asked and read: another is a source that somebody edited.

    What has its default is left out, so that a key that is new in a later version changes nothing.
    """
    said = [
        (name, _plain(value))
        for name, default in _OF_THE_MANNER
        if (value := getattr(source, name)) != default
    ]
    return content_id(*said)


def _plain(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value


def _default(each: Any) -> object:
    return each.default if each.default_factory is MISSING else each.default_factory()


_NOT_OF_THE_MANNER = ("id", "title", "grade", "language", "topics", "claimant", "every", "enabled")
_OF_THE_MANNER = [
    (each.name, _default(each)) for each in fields(Source) if each.name not in _NOT_OF_THE_MANNER
]
"""What is hashed, each with its default."""


def remembered(state: PollState | None, source: Source, now: datetime) -> PollState:
    """What still holds of what is remembered of a source.

    One that is asked otherwise than before – another URL, other headers – begins anew and is due at once;
    but it is the same source, and what it has said already stays known.
    """
    manner_now = manner(source)
    if state is None:
        return PollState(source.id, now, configured=manner_now)
    if state.configured == manner_now:
        return state
    if state.configured is None:  # of a version that did not write it down
        return replace(state, configured=manner_now)
    return PollState(
        source.id,
        now,
        last_ok_at=state.last_ok_at,
        seeded_at=state.seeded_at,
        configured=manner_now,
        rate=state.rate,
        gap=state.gap,
        news_at=state.news_at,
    )


def arranged(book: Book, states: Mapping[str, PollState], now: datetime) -> tuple[PollState, ...]:
    """The states that a configuration changes: new sources, edited ones, other intervals, sources switched off."""
    wanted = {source.id: source for source in book.sources.values() if source.enabled}
    anew = (
        _arranged(states.get(source.id), source, book.settings.polling, now) for source in wanted.values()
    )
    off = (
        replace(state, due_at=NEVER)
        for state in states.values()
        if state.source_id not in wanted and state.due_at != NEVER
    )
    return tuple(state for state in (*anew, *off) if state != states.get(state.source_id))


def _arranged(state: PollState | None, source: Source, polling: Polling, now: datetime) -> PollState:
    kept = remembered(state, source, now)
    if kept.last_polled_at is None:
        return replace(kept, due_at=min(kept.due_at, now))
    wait = interval(kept, source, polling)
    if kept.due_at == NEVER:
        return replace(kept, due_at=kept.last_polled_at + wait, interval=wait)
    if kept.health in TROUBLES or kept.interval is None or _alike(wait, kept.interval):
        return kept
    lateness = (kept.due_at - kept.last_polled_at) / kept.interval
    return replace(kept, due_at=kept.last_polled_at + wait * min(max(lateness, 1), 1 + SPREAD), interval=wait)


def _alike(one: timedelta, other: timedelta) -> bool:
    return abs(one - other) <= other / 100
