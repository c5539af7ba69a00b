"""The outbox: of many workers one has a delivery, and what may have been sent says so when it goes again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.queries import deliveries_of
from monitor.adapters.schema import deliveries
from monitor.adapters.store import SqlStore
from monitor.model import Delivery, DeliveryState
from tests.adapters.parcels import contents

if TYPE_CHECKING:
    from tests.adapters.conftest import Line, Postgres

LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


@pytest.fixture
def outbox(store: SqlStore) -> SqlOutbox:
    return SqlOutbox(store)


def lease_one(outbox: SqlOutbox, line: Line, after: timedelta = timedelta()) -> Delivery:
    """The one delivery that is due some time after noon."""
    now = line.now + after
    ((delivery, _),) = contents(outbox.lease(now, now + LEASE, 10))
    return delivery


def test_a_lease_gives_the_delivery_with_its_alert_and_counts_the_attempt(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    alert = line.alerted(store, "editors")
    leased = contents(outbox.lease(line.now, line.now + LEASE, 10))
    assert leased == [
        (
            Delivery(
                alert.id, "editors", DeliveryState.LEASED, 1, line.now, line.now + LEASE, tried_at=line.now
            ),
            alert,
        ),
    ]
    assert deliveries_of(store, alert.id) == [leased[0][0]]


def test_nothing_is_leased_before_it_is_due(store: SqlStore, outbox: SqlOutbox, line: Line) -> None:
    line.alerted(store, "editors")
    assert outbox.lease(line.now - SECOND, line.now + LEASE, 10) == ()


def test_an_empty_outbox_leases_nothing(outbox: SqlOutbox, line: Line) -> None:
    assert outbox.lease(line.now, line.now + LEASE, 10) == ()


def test_the_longest_due_destination_goes_first_and_no_more_than_asked_for(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    for minutes in (5, 1, 9, 3):
        line.alerted(
            store, f"desk-{minutes}", level=str(minutes), decided_at=line.now + timedelta(minutes=minutes)
        )
    now = line.now + timedelta(hours=1)
    first, second = outbox.lease(now, now + LEASE, 3), outbox.lease(now, now + LEASE, 3)
    assert [alert.level for _, alert in contents(first)] == ["1", "3", "5"]
    assert [alert.level for _, alert in contents(second)] == ["9"]


def test_a_destination_gets_one_message_at_a_time_the_longest_due_first(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    for minutes in (5, 1, 9):
        line.alerted(store, "editors", level=str(minutes), decided_at=line.now + timedelta(minutes=minutes))
    now = line.now + timedelta(hours=1)
    leases = [contents(outbox.lease(now, now + LEASE, 10)) for _ in range(4)]
    assert [[alert.level for _, alert in one] for one in leases] == [["1"], ["5"], ["9"], []]


def test_what_is_leased_is_left_alone_until_the_lease_has_run_out(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    lease_one(outbox, line)
    assert outbox.lease(line.now + LEASE, line.now + 2 * LEASE, 10) == ()


def test_a_lease_that_ran_out_is_taken_again_as_a_possible_repeat(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    assert not lease_one(outbox, line).possible_repeat
    again = lease_one(outbox, line, after=LEASE + SECOND)
    assert (again.attempts, again.possible_repeat) == (2, True)


def test_a_possible_repeat_stays_one_through_later_failures(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    lease_one(outbox, line)
    again = lease_one(outbox, line, after=2 * LEASE)
    assert outbox.settle(replace(again, state=DeliveryState.PENDING, error="refused"))
    assert lease_one(outbox, line, after=2 * LEASE).possible_repeat


def test_what_was_sent_or_given_up_is_never_leased_again(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors", "desk")
    leased = outbox.lease(line.now, line.now + LEASE, 10)
    for (delivery, _), state in zip(contents(leased), (DeliveryState.SENT, DeliveryState.DEAD), strict=True):
        assert outbox.settle(replace(delivery, state=state))
    assert outbox.lease(line.now + timedelta(days=1), line.now + timedelta(days=2), 10) == ()


def test_a_failed_attempt_comes_back_when_it_is_due_and_not_as_a_repeat(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    alert = line.alerted(store, "editors")
    later = line.now + timedelta(minutes=10)
    failed = replace(
        lease_one(outbox, line), state=DeliveryState.PENDING, due_at=later, error="451 try later"
    )
    assert outbox.settle(failed)
    assert deliveries_of(store, alert.id) == [replace(failed, lease_until=None)]
    assert outbox.lease(later - SECOND, later, 10) == ()
    again = lease_one(outbox, line, after=timedelta(minutes=10))
    assert (again.attempts, again.possible_repeat, again.error) == (2, False, "451 try later")


def test_a_lost_lease_cannot_be_settled(store: SqlStore, outbox: SqlOutbox, line: Line) -> None:
    alert = line.alerted(store, "editors")
    slow = lease_one(outbox, line)
    quick = lease_one(outbox, line, after=2 * LEASE)
    assert not outbox.settle(replace(slow, state=DeliveryState.PENDING, error="too late"))
    assert deliveries_of(store, alert.id) == [quick]
    assert outbox.settle(replace(quick, state=DeliveryState.SENT))


def test_a_late_answer_counts_as_long_as_nobody_else_has_the_lease(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    sent = replace(lease_one(outbox, line), state=DeliveryState.SENT)
    assert outbox.settle(sent)
    assert not outbox.settle(sent), "the second time there is no lease any more"


def test_a_delivery_that_does_not_exist_cannot_be_settled(outbox: SqlOutbox, line: Line) -> None:
    assert not outbox.settle(Delivery("nothing", "editors", DeliveryState.SENT, 1, line.now))


def test_workers_on_two_machines_never_share_a_delivery(
    database_url: str, opened: Callable[..., SqlStore], line: Line
) -> None:
    """Six threads on two stores empty an outbox of 120, seven at a time."""
    stores = [opened(database_url), opened(database_url)]
    alert = line.alerted(stores[0], *(f"desk-{number}" for number in range(120)))

    def work(number: int) -> list[str]:
        outbox, mine = SqlOutbox(stores[number % 2]), []
        while leased := outbox.lease(line.now, line.now + LEASE, 7):
            mine += [delivery.id for delivery, _ in contents(leased)]
            assert all(
                outbox.settle(replace(delivery, state=DeliveryState.SENT)) for delivery, _ in contents(leased)
            )
        return mine

    with ThreadPoolExecutor(6) as threads:
        taken = [id_ for mine in threads.map(work, range(6)) for id_ in mine]
    # On PostgreSQL a worker may find all that is due locked by others and stop early; nothing is left all the same.
    taken += work(0)
    assert sorted(taken) == sorted(delivery.id for delivery in deliveries_of(stores[0], alert.id))


def test_on_postgresql_a_worker_passes_by_what_another_one_is_taking(
    postgres: Postgres, opened: Callable[..., SqlStore], line: Line
) -> None:
    store = opened(postgres.new_database(), patience=0.5)
    line.alerted(store, "editors", "desk")
    held = select(deliveries.c.id).where(deliveries.c.destination_id == "editors").with_for_update()
    with store.writing() as connection:
        connection.execute(held)
        leased = SqlOutbox(store).lease(line.now, line.now + LEASE, 10)
    assert [delivery.destination_id for delivery, _ in contents(leased)] == ["desk"]


def test_deliveries_go_on_while_a_poll_is_being_written_on_postgresql(
    postgres: Postgres, opened: Callable[..., SqlStore], line: Line
) -> None:
    store = opened(postgres.new_database(), patience=0.5)
    line.alerted(store, "editors")
    with store.transaction():
        assert SqlOutbox(store).settle(replace(lease_one(SqlOutbox(store), line), state=DeliveryState.SENT))


# ── what a person does ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", [DeliveryState.DEAD, DeliveryState.HELD, DeliveryState.DROPPED])
def test_what_was_given_up_is_due_again_when_somebody_retries_it(
    store: SqlStore, outbox: SqlOutbox, line: Line, state: DeliveryState
) -> None:
    """Its attempts go on counting: an old sender's number never comes back."""
    line.alerted(store, "editors")
    given_up = replace(lease_one(outbox, line), state=state, error="HTTP 403")
    assert outbox.settle(given_up)
    assert outbox.lease(line.now + LEASE, line.now + 2 * LEASE, 10) == ()
    assert outbox.retry([given_up.id, "elsewhere"], line.now) == (given_up.id,)
    assert lease_one(outbox, line).attempts == 2


def test_what_is_leased_is_neither_retried_nor_dropped(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    leased = lease_one(outbox, line)
    assert outbox.retry([leased.id], line.now) == ()
    assert outbox.drop([leased.id], "dropped by ana") == ()
    assert outbox.settle(replace(leased, state=DeliveryState.SENT))
    assert outbox.retry([leased.id], line.now) == ()
    assert outbox.drop([leased.id], "dropped by ana") == ()


def test_what_is_dropped_is_never_leased_and_keeps_who_why_and_the_last_error(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    alert = line.alerted(store, "editors", "archive")
    first = {delivery.destination_id: delivery for delivery in deliveries_of(store, alert.id)}
    one = next(d for d, _ in contents(outbox.lease(line.now, line.now + LEASE, 1)))
    assert outbox.settle(replace(one, state=DeliveryState.DEAD, error="HTTP 403"))
    ids = [delivery.id for delivery in first.values()]
    assert set(outbox.drop(ids, "dropped by ana: told by phone")) == set(ids)
    assert outbox.lease(line.now + LEASE, line.now + 2 * LEASE, 10) == ()
    kept = {delivery.id: (delivery.state, delivery.error) for delivery in deliveries_of(store, alert.id)}
    assert kept.pop(one.id) == (
        DeliveryState.DROPPED,
        "dropped by ana: told by phone; before that: HTTP 403",
    )
    assert list(kept.values()) == [(DeliveryState.DROPPED, "dropped by ana: told by phone")]
