"""Polling: when a source is asked next, at which address, and how it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.polls import (
    DRIFT,
    NEVER,
    after_poll,
    arranged,
    asked_at,
    interval,
    limits,
    manner,
    remembered,
)
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
    Validators,
)
from tests.core.desk import book

NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
MINUTES, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLLING = Polling(every=15 * MINUTES, max=HOUR)
SOURCE = Source("wire", "The Wire", "https://wire.example/feed", "C")
FRESH = PollState("wire", NOW)
VALIDATORS = Validators(etag="abc")
BODY = Fetched(b"<rss/>", "text/xml", SOURCE.url, VALIDATORS)
SAME = Unchanged(VALIDATORS)
NEW_HOME = "https://wire.example/new/feed"

jitters = st.floats(0, 1)


def feed(*ages: timedelta, now: datetime = NOW, **more: Any) -> Feed:
    """A feed with an entry of each age."""
    entries = (
        Entry("wire", str(age), "", "Toll", str(age), "en", published_at=now - age, seen_at=now)
        for age in ages
    )
    return Feed(tuple(entries), **more)


ALIVE = feed(HOUR)


def polled(
    answer: FetchResult,
    state: PollState = FRESH,
    jitter: float = 0,
    source: Source = SOURCE,
    now: datetime = NOW,
    says: Feed = ALIVE,
    fresh: int = 0,
    polling: Polling = POLLING,
) -> PollState:
    as_remembered = replace(state, configured=manner(source))
    return after_poll(as_remembered, source, answer, polling, now, jitter, says, fresh)


# ── when next ───────────────────────────────────────────────────────────────────────────────


def test_a_body_is_asked_for_again_after_the_interval() -> None:
    state = polled(BODY)
    assert state.due_at == NOW + 15 * MINUTES
    assert (state.validators, state.last_ok_at, state.failures) == (VALIDATORS, NOW, 0)


def test_the_first_body_marks_the_source_as_seeded_and_later_ones_keep_that() -> None:
    first = polled(BODY)
    assert first.seeded_at == NOW
    earlier = replace(first, seeded_at=NOW - timedelta(days=9))
    assert polled(BODY, earlier).seeded_at == NOW - timedelta(days=9)
    assert polled(FetchFailed("no answer")).seeded_at is None


def test_a_source_with_an_interval_of_its_own_is_asked_at_that_whatever_it_brings_or_asks_for() -> None:
    own = replace(SOURCE, every=8 * HOUR)
    assert polled(SAME, source=own).due_at == NOW + 8 * HOUR
    busy = replace(FRESH, rate=1000.0, server_asks=9 * DAY, feed_asks=9 * DAY)
    assert polled(replace(SAME, fresh_for=9 * DAY), busy, source=own).due_at == NOW + 8 * HOUR


@given(jitters)
def test_jitter_only_ever_delays_a_poll_and_by_a_few_seconds_at_most(jitter: float) -> None:
    wait = polled(BODY, jitter=jitter).due_at - NOW
    assert 15 * MINUTES <= wait <= 15 * MINUTES + DRIFT


@pytest.mark.parametrize(
    ("rate", "minutes"),
    [(None, 15), (1e9, 5), (144, 5), (72, 10), (24, 30), (12, 60), (0.1, 60), (0, 60)],
)
def test_a_source_is_asked_twice_as_often_as_it_brings_something_within_the_limits(
    rate: float | None, minutes: int
) -> None:
    assert interval(replace(FRESH, rate=rate), SOURCE, POLLING) == minutes * MINUTES


def test_the_limits_follow_the_interval_to_begin_with_unless_they_are_said() -> None:
    assert limits(Polling(every=15 * MINUTES)) == (5 * MINUTES, 30 * MINUTES)
    assert limits(Polling(min=MINUTES, max=DAY)) == (MINUTES, DAY)


def test_a_first_body_tells_its_rhythm_by_its_dates_and_the_silence_until_now() -> None:
    every_20_minutes = [n * 20 * MINUTES for n in range(12)]
    assert polled(BODY, says=feed(*every_20_minutes)).interval == 10 * MINUTES
    silent_since = [6 * HOUR + age for age in every_20_minutes]
    assert polled(BODY, says=feed(*silent_since)).interval > 20 * MINUTES


def test_dates_that_tell_nothing_leave_the_interval_to_begin_with() -> None:
    """All of one moment, of the future, or none."""
    for says in (feed(HOUR, HOUR, HOUR), feed(-HOUR, -2 * HOUR, -3 * HOUR), feed()):
        assert polled(BODY, says=says).interval == 15 * MINUTES


def days_of(gap: timedelta, days: float, state: PollState) -> PollState:
    """Polled for so many days while something new comes once in a `gap`; half way to the next at the end."""
    now, ends = state.last_polled_at or NOW, (state.last_polled_at or NOW) + days * DAY
    begun = now
    while (now := max(state.due_at, now + MINUTES)) < ends:
        before = state.last_polled_at or begun
        fresh = (now - begun) // gap - (before - begun) // gap
        state = polled(BODY if fresh else SAME, state, now=now, says=feed(MINUTES, now=now), fresh=fresh)
    return state


def test_what_comes_from_day_to_day_moves_the_interval() -> None:
    busy = days_of(20 * MINUTES, 4, polled(BODY))
    assert busy.interval is not None
    assert 9 * MINUTES < busy.interval < 11.5 * MINUTES
    quiet = days_of(12 * HOUR, 4, busy)
    assert quiet.interval == HOUR
    assert days_of(20 * MINUTES, 1, quiet).interval < 20 * MINUTES  # type: ignore[operator]


def test_a_burst_is_followed_within_the_hour() -> None:
    slow = replace(polled(BODY), rate=24.0)
    burst = polled(BODY, slow, now=NOW + 30 * MINUTES, fresh=30)
    assert burst.interval is not None
    assert burst.interval < 15 * MINUTES


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 1000)), max_size=30))
def test_whatever_comes_the_interval_stays_within_the_limits(history: list[tuple[int, int]]) -> None:
    state, now = polled(BODY), NOW
    for seconds, fresh in history:
        now += timedelta(seconds=seconds)
        state = polled(BODY, state, now=now, fresh=fresh)
        assert 5 * MINUTES <= state.due_at - now <= HOUR


@pytest.mark.parametrize(
    ("rate", "ttl", "minutes"),
    [
        (None, 20, 20),  # what it asks for
        (None, 90, 30),  # not more than twice what its rhythm says
        (144, 60, 10),  # «hourly», and news every ten minutes: it does not mean it
        (24, 45, 45),
        (24, 60, 60),
        (1, 24 * 60, 60),  # a newsroom cannot wait a day because a template says so
        (1e9, 3, 5),
    ],
)
def test_what_feed_or_server_ask_for_makes_a_wait_longer_as_far_as_it_can_be_meant(
    rate: float | None, ttl: int, minutes: int
) -> None:
    for name in ("feed_asks", "server_asks"):
        state = replace(FRESH, rate=rate, **{name: ttl * MINUTES})
        assert interval(state, SOURCE, POLLING) == minutes * MINUTES


def test_a_feed_that_does_not_change_still_asks_for_what_it_asked_for() -> None:
    first = polled(replace(BODY, fresh_for=2 * MINUTES), says=replace(ALIVE, every=25 * MINUTES))
    assert first.interval == 25 * MINUTES
    assert polled(SAME, first).interval == 25 * MINUTES
    assert polled(replace(SAME, fresh_for=28 * MINUTES), first).interval == 28 * MINUTES
    assert polled(BODY, first).interval == 15 * MINUTES


# ── failures ────────────────────────────────────────────────────────────────────────────────


def test_failures_double_the_wait_up_to_six_hours_and_never_end() -> None:
    state, waits = FRESH, []
    for _ in range(100):
        state = polled(FetchFailed("no answer"), state)
        waits.append((state.due_at - NOW) / MINUTES)
    assert waits[:5] == [30, 60, 120, 240, 360]
    assert set(waits[5:]) == {360}
    assert (state.failures, state.last_error) == (100, "no answer")


def test_who_does_not_want_us_is_left_alone_for_longer_and_asked_daily_for_ever() -> None:
    state, waits = FRESH, []
    for _ in range(30):
        state = polled(FetchFailed("403", trouble=Trouble.BLOCKED), state)
        assert state.health is Health.BLOCKED
        waits.append((state.due_at - NOW) / HOUR)
    assert waits[:4] == [0.5, 1, 2, 4]
    assert set(waits[7:]) == {24}


def test_gone_is_believed_the_third_time_and_then_asked_daily_for_ever() -> None:
    state, seen = FRESH, []
    for _ in range(30):
        state = polled(FetchFailed("410", trouble=Trouble.GONE), state)
        seen.append((state.health, (state.due_at - NOW) / HOUR))
    assert seen[:3] == [(Health.FAILING, 0.5), (Health.FAILING, 1), (Health.GONE, 24)]
    assert set(seen[3:]) == {(Health.GONE, 24)}
    assert polled(FetchFailed("503"), state).health is Health.FAILING


def test_a_source_polled_once_a_day_does_not_fail_faster_than_that() -> None:
    daily = replace(SOURCE, every=timedelta(days=1))
    assert polled(FetchFailed("no answer"), source=daily).due_at == NOW + timedelta(days=1)


def test_a_failure_keeps_the_validators_and_a_success_forgets_the_failures() -> None:
    failed = polled(FetchFailed("no answer"), polled(BODY))
    assert failed.validators == VALIDATORS
    assert failed.last_ok_at == NOW
    recovered = polled(SAME, failed)
    assert (recovered.failures, recovered.last_error) == (0, None)


@pytest.mark.parametrize(
    ("asked", "hours"),
    [(timedelta(seconds=1), 0.5), (timedelta(hours=3), 3), (timedelta(days=365), 24)],
)
def test_retry_after_is_honoured_up_to_a_day(asked: timedelta, hours: float) -> None:
    assert polled(FetchFailed("429", asked)).due_at == NOW + timedelta(hours=hours)


# ── how it is ───────────────────────────────────────────────────────────────────────────────


def test_a_source_that_answers_with_entries_is_ok_and_since_when_is_kept() -> None:
    first = polled(BODY)
    assert (first.health, first.health_since) == (Health.OK, NOW)
    later = polled(SAME, first, now=NOW + HOUR)
    assert (later.health, later.health_since) == (Health.OK, NOW)


def test_a_feed_without_entries_is_empty_until_it_has_some() -> None:
    empty = polled(BODY, says=feed())
    assert empty.health is Health.EMPTY
    unchanged = polled(SAME, polled(FetchFailed("503"), empty), now=NOW + HOUR)
    assert unchanged.health is Health.EMPTY, "the same body is as empty as before"
    assert polled(BODY, unchanged).health is Health.OK
    assert polled(BODY, says=feed(left_out=3)).health is Health.OK


@pytest.mark.parametrize(
    ("ages", "health"),
    [
        ([13 * DAY], Health.OK),
        ([15 * DAY], Health.STALE),
        ([15 * DAY + n * DAY for n in range(10)], Health.STALE),
        ([70 * DAY + n * 30 * DAY for n in range(10)], Health.OK),  # it writes monthly
        ([160 * DAY + n * 30 * DAY for n in range(10)], Health.STALE),
    ],
)
def test_stale_is_what_brought_nothing_for_two_weeks_and_for_five_of_its_longest_silences(
    ages: list[timedelta], health: Health
) -> None:
    assert polled(BODY, says=feed(*ages), fresh=len(ages)).health is health


def test_a_source_becomes_stale_while_it_does_not_change_and_is_ok_with_its_next_entry() -> None:
    first = polled(BODY)
    stale = polled(SAME, first, now=NOW + 15 * DAY)
    assert (stale.health, stale.health_since) == (Health.STALE, NOW + 15 * DAY)
    undated = Feed((replace(ALIVE.entries[0], published_at=None),))
    assert polled(BODY, stale, now=NOW + 16 * DAY, says=undated, fresh=1).health is Health.OK


def test_a_feed_without_dates_is_as_old_as_our_acquaintance() -> None:
    undated = Feed((replace(ALIVE.entries[0], published_at=None),))
    first = polled(BODY, says=undated)
    assert first.health is Health.OK
    assert polled(BODY, first, now=NOW + 15 * DAY, says=undated).health is Health.STALE


# ── where it is ─────────────────────────────────────────────────────────────────────────────


def moved(to: str = NEW_HOME, source: Source = SOURCE, times: int = 2) -> PollState:
    state = FRESH
    for _ in range(times):
        state = polled(replace(BODY, moved_to=to), state, source=source)
    return state


def test_an_address_is_polled_directly_once_a_permanent_redirect_led_there_twice_in_a_row() -> None:
    once = moved(times=1)
    assert asked_at(once, SOURCE) == SOURCE
    twice = moved()
    assert (twice.moved_to, twice.moved_at) == (NEW_HOME, NOW)
    assert asked_at(twice, SOURCE).url == NEW_HOME
    unchanged = polled(replace(SAME, moved_to=NEW_HOME), once)
    assert unchanged.moved_to == NEW_HOME, "a body that did not change came from there too"


@pytest.mark.parametrize("between", [BODY, FetchFailed("503"), replace(BODY, moved_to=NEW_HOME + "2")])
def test_what_comes_between_two_redirects_begins_the_count_anew(between: FetchResult) -> None:
    state = polled(replace(BODY, moved_to=NEW_HOME), polled(between, moved(times=1)))
    assert state.moved_to is None
    assert polled(replace(BODY, moved_to=NEW_HOME), state).moved_to == NEW_HOME


def test_a_new_address_that_fails_falls_back_to_the_configured_one_in_turns() -> None:
    state, asked = moved(), []
    for _ in range(4):
        asked.append(asked_at(state, SOURCE).url)
        state = polled(FetchFailed("no answer"), state)
    assert asked == [NEW_HOME, SOURCE.url, NEW_HOME, SOURCE.url]


def test_a_source_that_is_back_at_its_own_address_is_polled_there() -> None:
    failed = polled(FetchFailed("no answer"), moved())
    back = polled(BODY, failed)
    assert (back.moved_to, back.moved_at) == (None, None)
    still = polled(replace(BODY, moved_to=NEW_HOME), failed)
    assert (still.moved_to, still.moved_at) == (NEW_HOME, NOW)


def test_a_new_address_that_moves_on_is_followed_when_that_was_seen_twice() -> None:
    third = "https://third.example/feed"
    once = polled(replace(BODY, moved_to=third), moved())
    assert asked_at(once, SOURCE).url == NEW_HOME
    assert polled(replace(BODY, moved_to=third), once, now=NOW + HOUR).moved_to == third
    assert polled(BODY, once).moved_to == NEW_HOME


@pytest.mark.parametrize(
    "to",
    [
        "http://wire.example/feed",
        "https://user:word@wire.example/new",
        "https://wire.example/new?token=abc",
        "https://wire.example/k/0a1b2c3d4e5f6a7b8c9d/feed",
        SOURCE.url,
    ],
)
def test_an_address_with_a_key_in_it_or_out_of_https_is_followed_each_time_and_not_kept(to: str) -> None:
    state = moved(to, times=3)
    assert (state.moved_to, state.pointed_to) == (None, None)


@pytest.mark.parametrize(
    "keyed",
    [
        replace(SOURCE, url="https://wire.example/feed?lang=en&key=tangerine"),
        replace(SOURCE, headers={"X-Key": "tangerine", "Accept-Language": "en"}),
    ],
)
def test_an_address_into_which_a_server_wrote_our_own_key_is_not_kept(keyed: Source) -> None:
    assert moved("https://wire.example/u/tangerine/feed", keyed).moved_to is None
    assert moved("https://wire.example/u/en/feed", keyed).moved_to == "https://wire.example/u/en/feed"


def test_a_sources_headers_do_not_move_to_another_host() -> None:
    keyed = replace(SOURCE, headers={"X-Key": "s3cret"})
    assert asked_at(moved(source=keyed), keyed).headers == {"X-Key": "s3cret"}
    assert asked_at(moved("https://other.example/feed", keyed), keyed).headers == {}
    plain = replace(keyed, url="http://wire.example/feed")
    assert asked_at(moved(source=plain), plain).headers == {"X-Key": "s3cret"}
    port = "http://wire.example:8080/feed"
    assert asked_at(moved(port, plain), plain).headers == {}


# ── when the configuration changed ──────────────────────────────────────────────────────────


def changes(
    *states: PollState, polling: Polling = POLLING, now: datetime = NOW, **sources: Source
) -> Mapping[str, PollState]:
    desk = book()
    desk = replace(desk, sources=sources, settings=replace(desk.settings, polling=polling))
    return {one.source_id: one for one in arranged(desk, {one.source_id: one for one in states}, now)}


def test_a_new_source_is_due_at_once_and_one_that_is_known_is_left_as_it_is() -> None:
    known = polled(BODY)
    assert changes(known, wire=SOURCE) == {}
    new = replace(SOURCE, id="new")
    assert changes(known, wire=SOURCE, new=new) == {"new": PollState("new", NOW, configured=manner(new))}


def test_a_source_that_is_switched_off_or_taken_out_is_never_due_and_keeps_its_time_when_it_returns() -> None:
    known = polled(BODY)
    off = changes(known, wire=replace(SOURCE, enabled=False))["wire"]
    assert off == replace(known, due_at=NEVER)
    assert changes(known)["wire"] == off
    assert changes(off) == {}
    assert changes(off, wire=SOURCE)["wire"] == known


@pytest.mark.parametrize(
    "edited",
    [
        replace(SOURCE, url="https://wire.example/elsewhere"),
        replace(SOURCE, headers={"Authorization": "x"}),
    ],
)
def test_a_source_that_is_asked_otherwise_is_due_at_once_and_keeps_what_it_has_said(edited: Source) -> None:
    failing = replace(moved(), failures=7, health=Health.BLOCKED, last_error="403", due_at=NOW + DAY)
    after = changes(failing, wire=edited, now=NOW + HOUR)["wire"]
    assert after.due_at == NOW + HOUR
    assert (after.validators, after.moved_to, after.failures, after.health) == (
        Validators(),
        None,
        0,
        Health.OK,
    )
    assert (after.seeded_at, after.rate, after.last_ok_at) == (
        failing.seeded_at,
        failing.rate,
        failing.last_ok_at,
    )
    assert remembered(failing, edited, NOW + HOUR) == after


def test_another_title_grade_or_topic_changes_nothing() -> None:
    assert (
        changes(polled(BODY), wire=replace(SOURCE, title="A", grade="A", topics=("t",), language="en")) == {}
    )


def test_another_interval_counts_from_the_last_poll_on_and_at_once() -> None:
    known = polled(BODY, jitter=1)
    for minutes in (5, 60):
        after = changes(known, wire=replace(SOURCE, every=minutes * MINUTES))["wire"]
        assert after.due_at == NOW + minutes * MINUTES * (1 + DRIFT / (15 * MINUTES))
    assert changes(known, wire=SOURCE, polling=Polling(every=30 * MINUTES))["wire"].interval == 30 * MINUTES


def test_a_source_in_trouble_keeps_its_time_whatever_the_interval() -> None:
    failing = polled(FetchFailed("429", 9 * HOUR), polled(BODY))
    assert changes(failing, wire=replace(SOURCE, every=MINUTES)) == {}


def test_a_state_of_an_older_version_is_completed_and_not_polled_early() -> None:
    older = replace(polled(BODY), configured=None, interval=None)
    assert changes(older, wire=SOURCE)["wire"] == replace(older, configured=manner(SOURCE))


def test_a_key_that_is_new_in_the_configuration_does_not_change_what_is_asked_until_it_is_used() -> None:
    assert manner(SOURCE) == manner(replace(SOURCE, headers={}, kind="feed", enabled=False))
    assert manner(SOURCE) != manner(replace(SOURCE, kind="page"))


@pytest.mark.parametrize("step", [HOUR, DAY, NOW - datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_clock_that_is_set_back_is_polled_by_from_then_on(step: timedelta) -> None:
    state = polled(BODY)
    after = polled(BODY, state, now=NOW - step)
    assert after.due_at == NOW - step + 15 * MINUTES
    assert after.health is Health.OK
