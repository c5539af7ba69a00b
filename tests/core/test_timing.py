"""When a claim may be told, and when a message is sent: cooling down, quiet hours, digests, storms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.schedule import delayed_by, deliveries_of, in_quiet, next_local
from monitor.core.specs import Digest, Quiet, Route, Settings, Timing
from monitor.model import Alert, Delivery, Destination, Severity, Silence
from tests.core.desk import START, TOPIC, Desk, conditions, figure

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HOURLY = Timing(settle=2 * MINUTE, cooldown=HOUR)
NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
BERLIN = "Europe/Berlin"


# ── settling and cooling down ───────────────────────────────────────────────────────────────


def cooling(*numbers: str) -> Desk:
    """A desk that told each number, with a cooldown of an hour; ten minutes pass after the last."""
    desk = Desk(timing=HOURLY)
    for number in numbers:
        desk.reads(number)
    desk.now += 10 * MINUTE
    return desk


@pytest.mark.parametrize(
    ("number", "told"),
    [("130", False), ("199", False), ("200", True), ("50", True), ("80", False)],
)
def test_a_series_that_told_rests_unless_the_number_doubles_or_halves(number: str, told: bool) -> None:
    desk = cooling("100")
    assert bool(desk.reads(number, at=desk.now)) is told
    assert desk.held_until == (None if told else START + 2 * HOUR)


def test_what_is_graver_does_not_wait() -> None:
    desk = cooling("100", "900")
    [alert] = desk.reads("1000", at=desk.now)
    assert alert.severity is Severity.CRITICAL


def test_what_waited_is_merged_and_told_with_every_reason() -> None:
    desk = cooling("100")
    for number in ("130", "140", "160"):
        assert desk.reads(number, at=desk.now, on=f"outlet-{number[1]}") == []
    [alert] = desk.decides(at=START + 2 * HOUR)
    assert (alert.before.low if alert.before else None, alert.after.low) == (100, 160)
    assert [ruling.outcome for ruling in desk.last] == ["told"] * 3


def test_what_another_series_may_tell_takes_along_what_waits() -> None:
    desk = cooling("1000")
    assert desk.reads("1300", at=desk.now) == []
    [alert] = desk.reads("400", by="mek", at=desk.now)
    assert {move.claimant for move in alert.explanation.also} | {alert.series.claimant} == {"hrana", "mek"}


def test_a_claim_taken_back_while_it_settles_is_not_told() -> None:
    desk = Desk(timing=HOURLY)
    desk.reads("544")
    desk.files("5440", at=START + 3 * HOUR)
    desk.files("545", at=START + 3 * HOUR + MINUTE)
    assert desk.decides() == []
    assert "replaced by 545" in desk.reasons("settle")


@given(
    st.permutations(
        [
            ("hrana", "544", 0),
            ("official", "2000+", 1),
            ("mek", "3000+", 2),
            ("hrana", "600", 3),
            (None, "700", 4),
        ]
    )
)
def test_the_order_of_arrival_while_it_settles_is_of_no_account(
    order: list[tuple[str | None, str, int]],
) -> None:
    desk = Desk({"corroborated": False})
    desk.reads("300")
    for by, said, outlet in order:
        desk.files(said, by=by, on=f"outlet-{outlet}", at=START + 2 * HOUR)
    [alert] = desk.decides()
    assert (alert.series.claimant, alert.after.low) == ("mek", 3000)
    told = {series.claimant: row.low for series, row in desk.ledgers[TOPIC, "killed"].told.items()}
    assert told == {"hrana": 600, "official": 2000, "mek": 3000, None: 700}


@given(st.lists(st.integers(101, 3000), min_size=1, max_size=8))
def test_merging_never_loses_the_highest_severity(numbers: list[int]) -> None:
    """Whatever waits: the update is at least as grave as each of its parts would have been."""
    alone = []
    for number in numbers:
        desk = Desk()
        desk.reads("100")
        alone += [alert.severity.rank for alert in desk.reads(str(number), on="outlet-3")]
    desk = Desk(timing=HOURLY)
    desk.reads("100")
    for index, number in enumerate(numbers):
        desk.files(str(number), on=f"outlet-{index}", at=START + 2 * HOUR)
    merged = [alert.severity.rank for alert in desk.decides()]
    assert max(merged, default=-1) == max(alone, default=-1)


def test_a_silenced_alert_is_kept_tells_nobody_and_is_decided_anew() -> None:
    hush = Silence("hush", {"metric": "killed"}, START + 5 * HOUR, "desk", "known", START)
    desk = Desk(silences=(hush,))
    assert desk.reads("544") == []
    assert [ruling.outcome for ruling in desk.last] == ["silenced"]
    assert desk.held_until == START + 5 * HOUR
    assert conditions(desk.reads(figure("600", metric="arrested"))) == ["first"]
    assert conditions(desk.decides(at=START + 5 * HOUR)) == ["first"]


# ── one message a destination ───────────────────────────────────────────────────────────────


def alert(severity: Severity = Severity.NOTICE) -> Alert:
    [made] = Desk().reads("100")
    return replace(made, severity=severity)


def sent(told: Alert, now: datetime = NOON, recent: tuple[datetime, ...] = (), **route: Any) -> Delivery:
    settings = Settings(destinations=(Destination("desk", ""),), routes=(Route(("desk",), **route),))
    [delivery] = deliveries_of(told, replace(Desk().book, settings=settings), lambda *_: recent, now)
    return delivery


def test_a_message_is_due_at_once() -> None:
    delivery = sent(alert())
    assert (delivery.due_at, delivery.bundle, delivery.why) == (NOON, None, None)


def test_a_digest_takes_everything_but_the_gravest() -> None:
    digest = Digest("08:00", BERLIN)
    assert sent(alert(), digest=digest).due_at == datetime(2026, 1, 15, 7, tzinfo=UTC)
    assert sent(alert(Severity.HIGH), digest=digest).why == "digest"
    assert sent(alert(Severity.CRITICAL), digest=digest).due_at == NOON


def test_what_goes_into_one_digest_is_one_bundle() -> None:
    digest = Digest("08:00", BERLIN)
    bundles = {sent(alert(), NOON + hours * HOUR, digest=digest).bundle for hours in (0, 5, 18)}
    assert len(bundles) == 1
    assert sent(alert(), NOON + 20 * HOUR, digest=digest).bundle not in bundles


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59", False), ("22:00", True), ("03:00", True), ("06:59", True), ("07:00", False), ("12:00", False)],
)
def test_quiet_hours_that_begin_in_the_evening_end_in_the_morning(clock: str, quiet: bool) -> None:
    now = datetime.fromisoformat(f"2026-01-14T{clock}+00:00")
    assert in_quiet(Quiet("22:00", "07:00"), now) is quiet


def test_quiet_hours_let_the_gravest_through() -> None:
    night = datetime(2026, 1, 14, 23, tzinfo=UTC)
    quiet = Quiet("22:00", "07:00", min_severity=Severity.HIGH)
    assert sent(alert(), night, quiet=quiet).due_at == datetime(2026, 1, 15, 7, tzinfo=UTC)
    assert sent(alert(Severity.HIGH), night, quiet=quiet).due_at == night


def test_after_six_messages_in_an_hour_the_rest_is_one() -> None:
    busy = tuple(NOON - (55 - 10 * n) * MINUTE for n in range(6))
    assert sent(alert(), recent=busy[:5]).due_at == NOON
    assert (sent(alert(), recent=busy).due_at, sent(alert(), recent=busy).why) == (NOON + 5 * MINUTE, "storm")


def test_a_local_time_follows_summer_time() -> None:
    """Berlin goes from UTC+1 to UTC+2 on 29 March 2026 at two, and back on 25 October at three."""
    assert next_local("08:00", BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(
        2026, 3, 29, 6, tzinfo=UTC
    )
    skipped = next_local("02:30", BERLIN, datetime(2026, 3, 29, 0, tzinfo=UTC))
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = next_local("02:30", BERLIN, datetime(2026, 10, 24, 23, tzinfo=UTC))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


ZONES = [BERLIN, "Asia/Tehran", "America/New_York", "UTC", "Pacific/Apia"]


@given(st.integers(0, 2 * 365 * 1440), st.integers(0, 1439), st.sampled_from(ZONES))
def test_a_local_time_is_always_ahead_and_never_further_than_a_day_and_an_hour(
    minutes: int, minute: int, zone: str
) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + minutes * MINUTE
    coming = next_local(f"{minute // 60:02}:{minute % 60:02}", zone, now)
    assert timedelta(0) < coming - now <= timedelta(hours=25)


def test_a_message_that_comes_late_says_by_how_much() -> None:
    delivery = sent(alert())
    assert delayed_by(delivery, NOON + 9 * MINUTE) is None
    assert delayed_by(delivery, NOON + 3 * HOUR) == 3 * HOUR
    assert delayed_by(replace(delivery, due_at=NOON + 3 * HOUR), NOON + 3 * HOUR) == 3 * HOUR
