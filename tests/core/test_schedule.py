"""The next poll, the next attempt, and who hears of an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.schedule import after_attempt, after_poll, is_due, lanes, rests_until, route_of
from monitor.core.specs import Delivering, Polling, Route, Settings, Topic, Window
from monitor.model import (
    Alert,
    Delivery,
    DeliveryState,
    Destination,
    Fetched,
    FetchFailed,
    FetchResult,
    Lane,
    OnUnknown,
    Outcome,
    PollState,
    Sent,
    Severity,
    Source,
    Unchanged,
    Validators,
    content_id,
)
from tests.core.desk import Desk

NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
POLLING = Polling(every=timedelta(minutes=15))
SOURCE = Source("wire", "The Wire", "https://wire.example/feed", "C")
FRESH = PollState("wire", NOW)
VALIDATORS = Validators(etag="abc")
BODY = Fetched(b"<rss/>", "text/xml", SOURCE.url, VALIDATORS)
MINUTES = timedelta(minutes=1)

jitters = st.floats(0, 1)


def polled(
    answer: FetchResult, state: PollState = FRESH, jitter: float = 0, source: Source = SOURCE
) -> PollState:
    return after_poll(state, source, answer, POLLING, NOW, jitter)


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


def test_a_source_has_its_own_interval() -> None:
    assert polled(
        Unchanged(VALIDATORS), source=replace(SOURCE, every=timedelta(hours=8))
    ).due_at == NOW + timedelta(hours=8)


@given(jitters)
def test_jitter_only_ever_delays_a_poll_and_by_a_tenth_at_most(jitter: float) -> None:
    wait = polled(BODY, jitter=jitter).due_at - NOW
    assert 15 * MINUTES <= wait <= 16.5 * MINUTES


def test_failures_double_the_wait_up_to_six_hours_and_never_end() -> None:
    state, waits = FRESH, []
    for _ in range(100):
        state = polled(FetchFailed("no answer"), state)
        waits.append((state.due_at - NOW) / MINUTES)
    assert waits[:5] == [30, 60, 120, 240, 360]
    assert set(waits[5:]) == {360}
    assert (state.failures, state.last_error) == (100, "no answer")


def test_a_source_polled_once_a_day_does_not_fail_faster_than_that() -> None:
    daily = replace(SOURCE, every=timedelta(days=1))
    assert polled(FetchFailed("no answer"), source=daily).due_at == NOW + timedelta(days=1)


def test_a_failure_keeps_the_validators_and_a_success_forgets_the_failures() -> None:
    failed = polled(FetchFailed("no answer"), polled(BODY))
    assert failed.validators == VALIDATORS
    assert failed.last_ok_at == NOW
    recovered = polled(Unchanged(VALIDATORS), failed)
    assert (recovered.failures, recovered.last_error) == (0, None)


@pytest.mark.parametrize(
    ("asked", "hours"),
    [(timedelta(seconds=1), 0.5), (timedelta(hours=3), 3), (timedelta(days=365), 24)],
)
def test_retry_after_is_honoured_up_to_a_day(asked: timedelta, hours: float) -> None:
    assert polled(FetchFailed("429", asked)).due_at == NOW + timedelta(hours=hours)


def test_a_source_is_due_at_its_time() -> None:
    state = replace(polled(BODY), due_at=NOW + MINUTES)
    assert not is_due(state, NOW)
    assert is_due(state, NOW + MINUTES)


@pytest.mark.parametrize(
    "step", [timedelta(hours=1), timedelta(days=1), NOW - datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_a_clock_that_is_set_back_freezes_nothing(step: timedelta) -> None:
    """One poll at once, and from then on by the new clock."""
    state = polled(BODY)
    early = NOW - step
    assert is_due(state, early)
    after = after_poll(state, SOURCE, BODY, POLLING, early, 0)
    assert after.due_at == early + 15 * MINUTES
    assert not is_due(after, early + MINUTES)


# ── deliveries ──────────────────────────────────────────────────────────────────────────────

LEASED = Delivery("alert", "desk", DeliveryState.LEASED, 1, NOW, lease_until=NOW + 2 * MINUTES)


def attempted(sent: Sent, delivery: Delivery = LEASED, jitter: float = 0) -> Delivery:
    return after_attempt(delivery, sent, Delivering(), NOW, jitter)


def test_a_message_that_was_sent_is_settled() -> None:
    settled = attempted(Sent(Outcome.SENT))
    assert (settled.state, settled.attempts, settled.lease_until) == (DeliveryState.SENT, 1, None)


def test_retries_wait_half_a_minute_and_double_up_to_an_hour() -> None:
    waits = []
    for attempts in range(1, 12):
        settled = attempted(Sent(Outcome.RETRY, "421"), replace(LEASED, attempts=attempts))
        assert settled.state is DeliveryState.PENDING
        waits.append((settled.due_at - NOW).total_seconds())
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-3:] == [3600, 3600, 3600]


@given(st.integers(1, 30), jitters)
def test_a_retry_is_never_early_and_a_tenth_late_at_most(attempts: int, jitter: float) -> None:
    plain = attempted(Sent(Outcome.RETRY), replace(LEASED, attempts=attempts))
    spread = attempted(Sent(Outcome.RETRY), replace(LEASED, attempts=attempts), jitter)
    assert plain.due_at <= spread.due_at <= plain.due_at + (plain.due_at - NOW) * 0.11


def test_a_message_is_given_up_after_a_day_of_waiting_and_not_before() -> None:
    attempts, waited, delivery = 1, timedelta(0), LEASED
    while delivery.state is not DeliveryState.DEAD:
        delivery = attempted(Sent(Outcome.RETRY, "421"), replace(LEASED, attempts=attempts))
        waited += delivery.due_at - NOW
        attempts += 1
    assert timedelta(hours=23) < waited <= timedelta(hours=24)
    assert delivery.error == "421"


def test_a_permanent_refusal_ends_it_at_once() -> None:
    settled = attempted(Sent(Outcome.PERMANENT, "550 no such user"))
    assert (settled.state, settled.error) == (DeliveryState.DEAD, "550 no such user")


def test_an_unknown_outcome_is_tried_again_as_a_possible_repeat() -> None:
    settled = attempted(Sent(Outcome.UNKNOWN, "no answer in 30 s"))
    assert (settled.state, settled.possible_repeat) == (DeliveryState.PENDING, True)
    assert attempted(Sent(Outcome.RETRY), settled).possible_repeat


@pytest.mark.parametrize(("asked", "hours"), [(timedelta(hours=2), 2), (timedelta(days=9), 24)])
def test_a_receiver_that_asks_for_time_gets_it_up_to_a_day(asked: timedelta, hours: int) -> None:
    settled = attempted(Sent(Outcome.RETRY, "429", asked))
    assert settled.due_at == NOW + timedelta(hours=hours)


def test_a_destination_rests_as_long_as_it_asks_up_to_a_day_and_else_not_at_all() -> None:
    assert rests_until(Sent(Outcome.RETRY, "503"), NOW) is None
    assert rests_until(Sent(Outcome.RETRY, "429", 5 * MINUTES), NOW) == NOW + 5 * MINUTES
    assert rests_until(Sent(Outcome.RETRY, "429", timedelta(days=9)), NOW) == NOW + timedelta(hours=24)


def test_where_nobody_must_hear_twice_an_unknown_outcome_is_held_and_only_that() -> None:
    def outcome(sent: Sent) -> DeliveryState:
        return after_attempt(LEASED, sent, Delivering(), NOW, 0, OnUnknown.HOLD).state

    assert outcome(Sent(Outcome.UNKNOWN, "no answer")) is DeliveryState.HELD
    assert outcome(Sent(Outcome.RETRY, "421")) is DeliveryState.PENDING
    assert outcome(Sent(Outcome.SENT)) is DeliveryState.SENT


def test_attempts_before_a_persons_retry_weigh_no_more() -> None:
    settled = attempted(Sent(Outcome.RETRY, "421"), replace(LEASED, attempts=40, forgiven=39))
    assert (settled.state, settled.due_at) == (DeliveryState.PENDING, NOW + timedelta(seconds=30))
    assert attempted(Sent(Outcome.RETRY), replace(LEASED, attempts=40)).state is DeliveryState.DEAD


def test_a_destination_has_its_services_pace_unless_it_says_its_own() -> None:
    destinations = (
        Destination("slack", "slack://T/B/C"),
        Destination("mail", "MAILTOS://smtp.example?to=a@b.example"),
        Destination("hook", "json://desk.example"),
        Destination("own", "slack://T/B/C", pace=timedelta(0)),
        Destination("sirens", "json://sirens.example", pace=MINUTES, on_unknown=OnUnknown.HOLD),
    )
    second = timedelta(seconds=1)
    assert lanes(Settings(destinations=destinations)) == (
        Lane("slack", second),
        Lane("mail", 2 * second),
        Lane("hook"),
        Lane("own"),
        Lane("sirens", MINUTES, holds=True),
    )


# ── routes ──────────────────────────────────────────────────────────────────────────────────

DESK = Destination("desk", "json://desk.example")
EDITORS = Destination("editors", "json://editors.example")


def rise() -> Alert:
    """Killed of the protests: critical, led by `band`, with `up` as another reason."""
    desk = Desk()
    desk.reads("500")
    [alert] = desk.reads("1200")
    return alert


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ([], ("desk", "editors")),
        ([Route(("desk",))], ("desk",)),
        ([Route(("desk", "desk"))], ("desk",)),
        ([Route(("desk",), topics=("elsewhere",)), Route(("editors",))], ("editors",)),
        ([Route(("desk",), metrics=("killed",)), Route(("editors",))], ("desk",)),
        ([Route(("desk",), metrics=("arrested",)), Route(("editors",))], ("editors",)),
        ([Route(("desk",), conditions=("band",))], ("desk",)),
        ([Route(("desk",), conditions=("up",))], ("desk",)),  # one of the reasons is enough
        ([Route(("desk",), conditions=("first",))], ()),
        ([Route(("desk",), min_severity=Severity.CRITICAL)], ("desk",)),
    ],
)
def test_the_first_route_that_matches_names_the_destinations(
    routes: list[Route], expected: tuple[str, ...]
) -> None:
    settings = Settings(destinations=(DESK, EDITORS), routes=tuple(routes))
    assert route_of(rise(), settings, None).to == expected


def test_a_route_can_ask_for_a_minimum_of_severity() -> None:
    settings = Settings(destinations=(DESK,), routes=(Route(("desk",), min_severity=Severity.CRITICAL),))
    [first] = Desk().reads("500")
    assert first.severity is Severity.HIGH
    assert route_of(first, settings, None).to == ()


def test_without_destinations_the_terminal_hears_of_it() -> None:
    assert route_of(rise(), Settings(), None).to == ("terminal",)


def test_a_route_can_ask_for_a_country_of_the_topic() -> None:
    """What is of no country goes on to the next route."""
    routes = (Route(("desk",), countries=("IR", "IQ")), Route(("editors",)))
    settings = Settings(destinations=(DESK, EDITORS), routes=routes)
    topic = Topic("riots", "Riots", Window(date(2026, 1, 1)), {}, {})
    assert route_of(rise(), settings, replace(topic, countries=("SY", "IQ"))).to == ("desk",)
    assert route_of(rise(), settings, replace(topic, countries=("SY",))).to == ("editors",)
    assert route_of(rise(), settings, topic).to == ("editors",)
    assert route_of(rise(), settings, None).to == ("editors",)


def test_a_route_without_countries_keeps_the_key_it_always_had() -> None:
    """Else an upgrade would forget what the route has sent within the hour."""
    assert Route(("desk",)).key == content_id("desk", "|", "|", "|", "notice")
    assert Route(("desk",), countries=("IR",)).key != Route(("desk",)).key
