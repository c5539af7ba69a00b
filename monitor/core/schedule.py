"""All decisions about time: the next poll, the next attempt, and which destinations hear of an alert.

Everything is computed from `now` and a `jitter` in 0…1 that come in.  Nothing here waits, and
nothing depends on clocks agreeing: a wait is never longer than a day, and `is_due` notices a clock
that was set back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.specs import Delivering, Polling, Route, Settings
from monitor.model import (
    Alert,
    Delivery,
    DeliveryState,
    Fetched,
    FetchFailed,
    FetchResult,
    Outcome,
    PollState,
    Sent,
    Source,
)

TERMINAL = "terminal"
"""The destination of last resort: alerts are printed where the daemon runs."""

SPREAD = 0.1
"""A poll comes up to this share later than asked, so that sources drift apart."""

LONGEST_BACKOFF = timedelta(hours=6)
"""A failing source is asked at least this often, for ever: a feed that comes back must be noticed."""

LONGEST_RETRY_AFTER = timedelta(hours=24)
"""A server's Retry-After is honoured up to here; some say a year."""

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)


# ── polls ───────────────────────────────────────────────────────────────────────────────────


def after_poll(
    state: PollState, source: Source, answer: FetchResult, polling: Polling, now: datetime, jitter: float
) -> PollState:
    """The source's state after an answer: when to ask next, with which validators, how many failures.

    A failure keeps the validators and doubles the wait each time; the first body received marks
    the source as seeded.  Does not judge what the body holds: a body that is no feed is passed in
    as `FetchFailed`.
    """
    every = source.every or polling.every
    if isinstance(answer, FetchFailed):
        wait = _backoff(every, state.failures + 1, answer.retry_after)
        return replace(
            state,
            due_at=now + _spread(wait, jitter),
            last_polled_at=now,
            failures=state.failures + 1,
            last_error=answer.reason,
        )
    return replace(
        state,
        due_at=now + _spread(every, jitter),
        validators=answer.validators,
        last_polled_at=now,
        last_ok_at=now,
        seeded_at=state.seeded_at or (now if isinstance(answer, Fetched) else None),
        failures=0,
        last_error=None,
    )


def is_due(state: PollState, now: datetime) -> bool:
    """Whether a source is to be polled now.

    Also when its last poll lies in the future: the clock was set back, and the due time, taken
    from the old clock, would freeze the source until the new one catches up.
    """
    set_back = state.last_polled_at is not None and state.last_polled_at > now
    return state.due_at <= now or set_back


def _backoff(every: timedelta, failures: int, retry_after: timedelta | None) -> timedelta:
    # A million intervals are beyond any cap; a larger exponent would only overflow timedelta.
    doubled = min(every * (1 << min(failures, 20)), max(LONGEST_BACKOFF, every))
    return max(doubled, min(retry_after or timedelta(0), LONGEST_RETRY_AFTER))


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + SPREAD * jitter)


# ── deliveries ──────────────────────────────────────────────────────────────────────────────


def after_attempt(
    delivery: Delivery, sent: Sent, delivering: Delivering, now: datetime, jitter: float
) -> Delivery:
    """The delivery after an attempt: sent, dead, or pending again with its next due time.

    The attempt itself was counted when the delivery was leased.  An unknown outcome (a time-out:
    the message may have arrived) is tried again and marked as a possible repeat.  It is given up
    when the waits so far would pass `give_up_after`; they are summed, not read from a clock, so
    that neither a clock step nor a night switched off kills it.
    """
    tried = replace(delivery, lease_until=None, error=sent.error)
    if sent.outcome is Outcome.SENT:
        return replace(tried, state=DeliveryState.SENT)
    if sent.outcome is Outcome.UNKNOWN:
        tried = replace(tried, possible_repeat=True)
    if sent.outcome is Outcome.PERMANENT or _waited(tried.attempts) > delivering.give_up_after:
        return replace(tried, state=DeliveryState.DEAD)
    asked = min(sent.retry_after or timedelta(0), LONGEST_RETRY_AFTER)
    wait = max(_spread(_retry(tried.attempts), jitter), asked)
    return replace(tried, state=DeliveryState.PENDING, due_at=now + wait)


def _retry(attempts: int) -> timedelta:
    """The wait after so many attempts: 30 s, 1 min, 2 min … up to an hour."""
    return min(FIRST_RETRY * (1 << min(max(attempts - 1, 0), 20)), LONGEST_RETRY)


def _waited(attempts: int) -> timedelta:
    """All waits up to and with the one that follows the attempt."""
    return sum((_retry(attempt) for attempt in range(1, attempts + 1)), timedelta(0))


def destinations_for(alert: Alert, settings: Settings) -> tuple[str, ...]:
    """The ids of the destinations that hear of an alert: those of the first route that matches.

    Without routes every destination hears of it; without destinations the terminal does.  Where
    routes exist and none matches, nobody is messaged: the alert stays visible in the list.
    """
    if not settings.destinations:
        return (TERMINAL,)
    if not settings.routes:
        return tuple(destination.id for destination in settings.destinations)
    matching = (route.to for route in settings.routes if _matches(route, alert))
    return tuple(dict.fromkeys(next(matching, ())))


def _matches(route: Route, alert: Alert) -> bool:
    """Whether a route is meant for an alert; any of its reasons will do, not only the leading one."""
    reasons = {alert.condition, *(reason.condition for reason in alert.explanation.reasons)}
    return (
        (not route.topics or alert.series.topic in route.topics)
        and (not route.metrics or alert.series.metric in route.metrics)
        and (not route.conditions or not reasons.isdisjoint(route.conditions))
        and alert.severity.rank >= route.min_severity.rank
    )
