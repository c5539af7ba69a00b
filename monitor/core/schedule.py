"""Decisions about time and readers: when something is decided, the next attempt, which destinations hear of an alert.

Everything is computed from `now` and a `jitter` in 0…1 that come in.  Nothing here waits, and
nothing depends on clocks agreeing: a wait is never longer than a day.  When a source is polled: `polls`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.core.book import Book
from monitor.core.reconcile import most
from monitor.core.specs import Delivering, Quiet, Route, Settings, Timing, Topic
from monitor.model import (
    Alert,
    Claim,
    Delivery,
    DeliveryState,
    Destination,
    Lane,
    Notice,
    OnUnknown,
    Outcome,
    Sent,
    Severity,
    Told,
)

TERMINAL = "terminal"
"""The destination of last resort: alerts are printed where the daemon runs."""

SPREAD = 0.1
"""A retry comes up to this share later than planned, so that deliveries drift apart."""

LONGEST_RETRY_AFTER = timedelta(hours=24)
"""A receiver's Retry-After is honoured up to here; some say a year."""

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)

PACES = {
    **dict.fromkeys(("mailto", "mailtos"), timedelta(seconds=2)),  # Exchange Online: 30 a minute
    **dict.fromkeys(("slack", "https"), timedelta(seconds=1)),  # Slack: one a second a webhook
    "discord": timedelta(seconds=2),  # 30 a minute a webhook
    "tgram": timedelta(seconds=3),  # 20 a minute to a group
    **dict.fromkeys(("ntfy", "ntfys"), timedelta(seconds=5)),  # ntfy.sh: 60 at once, then one in 5 s
}
"""What services take, by the scheme of their URL; one that is not named here is not paced."""


# ── decisions ───────────────────────────────────────────────────────────────────────────────


def settled_at(timing: Timing, now: datetime) -> datetime:
    """When what came in now is decided, if nothing waits for it already."""
    return now + timing.settle


def cooled_at(
    told: Told | None, claim: Claim, severity: Severity, timing: Timing, now: datetime
) -> datetime | None:
    """When a claim that is to be told may be told; None where that is now.

    A series that told something rests for `cooldown`; what is graver than that, twice or half the
    number is not kept waiting.  A moment of telling that lies in the future is no reason to wait:
    the clock was set back.
    """
    if told is None or told.severity is None or told.told_at > now:
        return None
    doubled = (claim.low or 0) >= 2 * most(told)
    halved = claim.high is not None and 2 * claim.high <= (told.low or 0)
    if severity.rank > told.severity.rank or doubled or halved:
        return None
    until = told.told_at + timing.cooldown
    return until if until > now else None


def waits_until(moment: datetime, now: datetime) -> datetime:
    """The moment, or a day from now where that is sooner: what waits long is looked at daily."""
    return min(moment, now + timedelta(days=1))


# ── deliveries ──────────────────────────────────────────────────────────────────────────────


def after_attempt(
    delivery: Delivery,
    sent: Sent,
    delivering: Delivering,
    now: datetime,
    jitter: float,
    on_unknown: OnUnknown = OnUnknown.REPEAT,
) -> Delivery:
    """The delivery after an attempt: sent, dead, held, or pending again with its next due time.

    The attempt itself was counted when the delivery was leased.  An unknown outcome (a time-out:
    the message may have arrived) is tried again and marked as a possible repeat, or held.  It is
    given up when the waits so far would pass `give_up_after`; they are summed, not read from a clock,
    so that neither a clock step nor a night switched off kills it.
    """
    tried = replace(delivery, lease_until=None, error=sent.error)
    attempts = tried.attempts - tried.forgiven
    if sent.outcome is Outcome.SENT:
        return replace(tried, state=DeliveryState.SENT)
    if sent.outcome is Outcome.UNKNOWN:
        tried = replace(tried, possible_repeat=True)
        if on_unknown is OnUnknown.HOLD:
            return replace(tried, state=DeliveryState.HELD)
    if sent.outcome is Outcome.PERMANENT or _waited(attempts) > delivering.give_up_after:
        return replace(tried, state=DeliveryState.DEAD)
    wait = max(_spread(_retry(attempts), jitter), _asked(sent))
    return replace(tried, state=DeliveryState.PENDING, due_at=now + wait)


def rests_until(sent: Sent, now: datetime) -> datetime | None:
    """Until when a destination asked to be left alone, whatever is to be sent; None if it did not."""
    return now + _asked(sent) if sent.retry_after else None


def _asked(sent: Sent) -> timedelta:
    return min(sent.retry_after or timedelta(0), LONGEST_RETRY_AFTER)


def lanes(settings: Settings) -> tuple[Lane, ...]:
    """What the outbox must know of the destinations."""
    return tuple(Lane(one.id, _pace(one), one.on_unknown is OnUnknown.HOLD) for one in settings.destinations)


def _pace(destination: Destination) -> timedelta:
    if destination.pace is not None:
        return destination.pace
    return PACES.get(destination.url.strip().partition("://")[0].lower(), timedelta(0))


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + SPREAD * jitter)


def _retry(attempts: int) -> timedelta:
    """The wait after so many attempts: 30 s, 1 min, 2 min … up to an hour."""
    return min(FIRST_RETRY * (1 << min(max(attempts - 1, 0), 20)), LONGEST_RETRY)


def _waited(attempts: int) -> timedelta:
    """All waits up to and with the one that follows the attempt."""
    return sum((_retry(attempt) for attempt in range(1, attempts + 1)), timedelta(0))


# ── which message when ──────────────────────────────────────────────────────────────────────

STORM = timedelta(hours=1)
"""The time in which a route sends at most its `storm_cap` messages to each of its destinations."""

LONGEST_WAIT = timedelta(hours=25)
"""No message and no claim ever waits longer for its time: whatever would was dated by a wrong clock."""


Recent = Callable[[str, str, datetime, datetime], Sequence[datetime]]
"""(route's key, destination, after, until) → when each message of the one to the other was or is due, oldest first."""


def deliveries_of(alert: Alert, book: Book, recent: Recent, now: datetime) -> tuple[Delivery, ...]:
    """The deliveries of an alert, each with its time: at once, with a digest, after quiet hours or a storm."""
    topic = book.topics.get(alert.series.topic)
    route = route_of(alert, book.settings, topic)
    return tuple(_delivery(alert, destination, route, topic, recent, now) for destination in route.to)


def route_of(alert: Alert, settings: Settings, topic: Topic | None) -> Route:
    """The first route that matches an alert.

    Without routes every destination hears of it; without destinations the terminal does.  Where
    routes exist and none matches, nobody is messaged: the alert stays visible in the list.
    """
    if not settings.destinations:
        return Route((TERMINAL,))
    if not settings.routes:
        return Route(tuple(destination.id for destination in settings.destinations))
    found = next((route for route in settings.routes if _matches(route, alert, topic)), Route(()))
    return replace(found, to=tuple(dict.fromkeys(found.to)))


def notice_deliveries(
    notices: Sequence[Notice], settings: Settings, now: datetime, broken: Collection[str] = ()
) -> tuple[Delivery, ...]:
    """The deliveries of notices: to the system's destinations, else to all, else to the terminal; as one message.

    That a destination does not get its messages is told elsewhere, best where nothing is `broken`.
    """
    return tuple(
        Delivery(
            alert_id=notice.id,
            destination_id=destination,
            state=DeliveryState.PENDING,
            attempts=0,
            due_at=now,
            bundle=f"system {now.isoformat()}",
            planned_at=now,
        )
        for notice in notices
        for destination in dict.fromkeys(_hearers(notice, settings, broken))
    )


def _hearers(notice: Notice, settings: Settings, broken: Collection[str]) -> tuple[str, ...]:
    """Who hears of a notice; of a destination's own trouble the terminal, where nobody else is left."""
    everyone = tuple(one.id for one in settings.destinations) or (TERMINAL,)
    asked = settings.system or everyone
    if notice.condition not in UNDELIVERED:
        return asked
    for group in (asked, everyone):
        if sound := tuple(one for one in group if one != notice.subject and one not in broken):
            return sound
    others = tuple(one for one in everyone if one != notice.subject)
    return others or tuple({TERMINAL} - {notice.subject})


UNDELIVERED = ("delivery_dead", "delivery_held")
"""The conditions about a destination, which their notice names as its subject."""


def _delivery(
    alert: Alert, destination: str, route: Route, topic: Topic | None, recent: Recent, now: datetime
) -> Delivery:
    digest = route.digest or (topic.digest if topic else None)
    quiet = route.quiet or (topic.quiet if topic else None)
    due_at, why = now, ""
    if digest is not None and alert.severity.rank < digest.min_severity.rank:
        due_at, why = next_local(digest.at, digest.zone, now), "digest"
    elif quiet is not None and alert.severity.rank < quiet.min_severity.rank and in_quiet(quiet, now):
        due_at, why = next_local(quiet.until, quiet.zone, now), "quiet hours"
    else:
        storm = _storm_ends(recent(route.key, destination, now - STORM, now), route.storm_cap)
        if storm is not None:
            due_at, why = storm, "storm"
    return Delivery(
        alert_id=alert.id,
        destination_id=destination,
        state=DeliveryState.PENDING,
        attempts=0,
        due_at=due_at,
        bundle=f"{why} {due_at.isoformat()}" if why else None,
        why=why or None,
        planned_at=due_at,
        route=route.key,
    )


def _storm_ends(sent: Sequence[datetime], cap: int) -> datetime | None:
    """When a route may speak again; None where it may now."""
    return sent[-cap] + STORM if len(sent) >= cap else None


def in_quiet(quiet: Quiet, now: datetime) -> bool:
    """Whether a moment lies in the quiet hours; the first minute does, the last does not."""
    local = now.astimezone(ZoneInfo(quiet.zone)).time().replace(tzinfo=None)
    begins, ends = _time(quiet.from_), _time(quiet.until)
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends


def next_local(at: str, zone: str, now: datetime) -> datetime:
    """The next moment, after now, at which clocks in a zone show a time; UTC.

    A time that a change to summer time skips is taken as the moment it would have been by the old
    clock; one that comes twice is taken the first time.
    """
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), _time(at), tzinfo=ZoneInfo(zone))
    days = (today + timedelta(days=offset) for offset in (0, 1, 2))
    return next(moment.astimezone(UTC) for moment in days if moment.astimezone(UTC) > now)


def _time(at: str) -> time:
    hours, minutes = at.split(":")
    return time(int(hours), int(minutes))


def delayed_by(delivery: Delivery, now: datetime) -> timedelta | None:
    """By how much a message comes later than it was meant to, where that is worth a word."""
    late = now - (delivery.planned_at or delivery.due_at)
    return late if late >= LATE else None


LATE = timedelta(minutes=10)
"""From here on a message says «delayed by»."""


def _matches(route: Route, alert: Alert, topic: Topic | None) -> bool:
    """Whether a route is meant for an alert; any of its reasons will do, not only the leading one."""
    reasons = {alert.condition, *(reason.condition for reason in alert.explanation.reasons)}
    return (
        (not route.topics or alert.series.topic in route.topics)
        and (not route.metrics or alert.series.metric in route.metrics)
        and (not route.countries or not set(route.countries).isdisjoint(topic.countries if topic else ()))
        and (not route.conditions or not reasons.isdisjoint(route.conditions))
        and alert.severity.rank >= route.min_severity.rank
    )
