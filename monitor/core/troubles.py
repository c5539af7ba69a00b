"""What is said of single sources: in trouble, empty, stale, moved, back.  One notice on a change of state.

What does not answer as it should is told after some failures in a row, then daily until somebody
acknowledges it; a feed that is gone, empty or stale, once.  Flapping is damped: a source that came
back and fails again within a day is told of only once that has lasted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from monitor.core.book import Book
from monitor.core.polls import TROUBLES
from monitor.model import Health, Notice, PollState, Severity, Source

DOWN = tuple(f"source_{health}" for health in TROUBLES)
"""The conditions of a source that does not answer as it should, the gravest last."""

STILL = ("source_empty", "source_stale")
"""Those of a source that answers and brings nothing."""

CONDITIONS = (*DOWN, *STILL, "source_moved", "source_recovered")

RELAPSE = timedelta(hours=6)
"""How long a source must be down that was told to be back less than a day before."""

EMPTY_FOR = timedelta(days=1)
"""How long a feed must be empty: some are, between two entries."""

EMPTY_AGAIN = timedelta(days=30)
"""An empty feed is told of at most this often."""

Last = Mapping[tuple[str, str], Notice]
"""(condition, subject) → the last notice of it."""


def source_notices(
    book: Book, states: Mapping[str, PollState], last: Last, now: datetime
) -> Iterator[Notice]:
    """What is to be said now of every enabled source that was polled."""
    for source in book.sources.values():
        state = states.get(source.id)
        if not source.enabled or state is None:
            continue
        told = {
            condition: last[condition, source.id]
            for condition in CONDITIONS
            if (condition, source.id) in last
        }
        found = (_down(book, source, state, told, now), _still(source, state, told, now))
        yield from filter(
            None, (*found, _moved(book, source, state, told, now), _back(source, state, told, now))
        )


def within_a_day(notice: Notice, now: datetime) -> bool:
    """Whether a notice was decided less than a day ago; not if that lies in the future: the clock was set back."""
    return timedelta(0) <= now - notice.decided_at < timedelta(days=1)


# ── it does not answer ──────────────────────────────────────────────────────────────────────


def _down(
    book: Book, source: Source, state: PollState, told: Mapping[str, Notice], now: datetime
) -> Notice | None:
    health = state.health if state.health in TROUBLES else Health.FAILING
    if state.failures < book.settings.watching.failures and health is not Health.GONE:
        return None
    condition = f"source_{health}"
    same = [told[one] for one in DOWN if one in told and told[one].since == state.last_ok_at]
    due = _worth_saying(condition, same, now) if same else not _relapsed(state, told, now)
    if not due:
        return None
    good = (
        f"last good poll {state.last_ok_at:%d %b %Y %H:%M} UTC" if state.last_ok_at else "never polled well"
    )
    times = f"{state.failures} times in a row, {good}: {state.last_error}"
    reason = {
        Health.FAILING: f"{source.title} has failed {times}",
        Health.BLOCKED: f"{source.title} does not let us in, {times}",
        Health.GONE: f"{source.title} is gone and asked once a day from now on, {times}; "
        f"its address stands in {_place(book, source)}",
    }[health]
    return Notice(condition, source.id, reason, Severity.HIGH, state.last_ok_at, now)


def _worth_saying(condition: str, same: list[Notice], now: datetime) -> bool:
    """Whether a trouble that was told is told again: where it grew graver, else daily, until somebody has seen it."""
    gravest = max(DOWN.index(notice.condition) for notice in same)
    if DOWN.index(condition) > gravest:
        return True
    if condition == "source_gone" or any(notice.acknowledged for notice in same):
        return False
    return not within_a_day(max(same, key=lambda notice: notice.decided_at), now)


def _relapsed(state: PollState, told: Mapping[str, Notice], now: datetime) -> bool:
    """Whether it is down again shortly after it was told to be back, and not for long yet."""
    back = told.get("source_recovered")
    if back is None or state.last_ok_at is None or not within_a_day(back, now):
        return False
    return timedelta(0) <= now - state.last_ok_at < RELAPSE


# ── it answers, and brings nothing ──────────────────────────────────────────────────────────


def _still(source: Source, state: PollState, told: Mapping[str, Notice], now: datetime) -> Notice | None:
    if state.health is Health.EMPTY:
        return _empty(source, state, told.get("source_empty"), now)
    if state.health is Health.STALE:
        return _stale(source, state, told.get("source_stale"), now)
    return None


def _empty(source: Source, state: PollState, former: Notice | None, now: datetime) -> Notice | None:
    if state.health_since is None or state.last_ok_at is None:
        return None
    recent = former is not None and timedelta(0) <= now - former.decided_at < EMPTY_AGAIN
    if recent or state.last_ok_at - state.health_since < EMPTY_FOR:
        return None
    since = f"{state.health_since:%d %b %Y %H:%M} UTC"
    reason = f"{source.title} answers with a feed that has had no entry in it since {since}"
    return Notice("source_empty", source.id, reason, Severity.NOTICE, state.health_since, now)


def _stale(source: Source, state: PollState, former: Notice | None, now: datetime) -> Notice | None:
    if former is not None and former.since == state.news_at:
        return None
    usual = f"; its usual longest silence is {span(state.gap)}" if state.gap else ""
    reason = (
        f"{source.title} answers, and its newest entry is of {state.news_at:%d %b %Y}{usual}: "
        "it may have been given up, or live at another address"
    )
    return Notice("source_stale", source.id, reason, Severity.NOTICE, state.news_at, now)


# ── it is elsewhere, or back ────────────────────────────────────────────────────────────────


def _moved(
    book: Book, source: Source, state: PollState, told: Mapping[str, Notice], now: datetime
) -> Notice | None:
    former = told.get("source_moved")
    seen = former is not None and (former.since == state.moved_at or within_a_day(former, now))
    if state.moved_to is None or seen:
        return None
    reason = (
        f"{source.title} has moved for good to {state.moved_to} and is polled there; "
        f"write this URL into {_place(book, source)}"
    )
    return Notice("source_moved", source.id, reason, Severity.NOTICE, state.moved_at, now)


def _back(source: Source, state: PollState, told: Mapping[str, Notice], now: datetime) -> Notice | None:
    """That it is back: once, of the last trouble that was told, when that is over."""
    troubles = [told[condition] for condition in (*DOWN, *STILL) if condition in told]
    if not troubles or state.failures or state.last_ok_at is None:
        return None
    last = max(troubles, key=lambda notice: notice.decided_at)
    before = told.get("source_recovered")
    over = last.condition in DOWN or state.health is Health.OK
    if not over or (before is not None and before.decided_at >= last.decided_at):
        return None
    since = f"{last.since:%d %b %Y %H:%M} UTC" if last.since else "its first poll"
    what = f"it had failed since {since}" if last.condition in DOWN else "it brings entries again"
    return Notice(
        "source_recovered", source.id, f"{source.title} is back; {what}", Severity.NOTICE, last.since, now
    )


def _place(book: Book, source: Source) -> str:
    """Where the source's URL is written."""
    return book.places.get(source.id, "its file in config/sources/")


def span(gap: timedelta) -> str:
    """A length of time in days or hours."""
    hours = gap.total_seconds() / 3600
    return f"{hours / 24:.0f} d" if hours >= 48 else f"{max(hours, 1):.0f} h"
