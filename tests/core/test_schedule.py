"""The next attempt, and who hears of an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.schedule import after_attempt, lanes, rests_until, route_of
from monitor.core.specs import Delivering, Route, Settings, Topic, Window
from monitor.model import (
    Alert,
    Delivery,
    DeliveryState,
    Destination,
    Lane,
    OnUnknown,
    Outcome,
    Sent,
    Severity,
    content_id,
)
from tests.core.desk import Desk

NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=1)

jitters = st.floats(0, 1)


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
