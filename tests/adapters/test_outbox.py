"""The outbox: of many workers one has a delivery, and what may have been sent says so when it goes again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from monitor.adapters.outbox import EVER, UNREADABLE, SqlOutbox
from monitor.adapters.queries import deliveries_of
from monitor.adapters.schema import alerts, deliveries
from monitor.adapters.store import SqlStore
from monitor.model import Alert, Delivery, DeliveryState, Lane
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


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"series": 7}', "{}"])
def test_what_cannot_be_read_is_dead_and_keeps_nobody_waiting(
    store: SqlStore, outbox: SqlOutbox, line: Line, damage: str
) -> None:
    """Until a version comes that can read it."""
    bad, _ = (line.alerted(store, "editors", "desk", level=level) for level in ("bad", "good"))
    whole = update(alerts).where(alerts.c.id == bad.id).returning(alerts.c.explanation)
    with store.writing() as connection:
        before = connection.execute(select(alerts.c.explanation).where(alerts.c.id == bad.id)).scalar_one()
        connection.execute(whole.values(explanation=damage))
    leases = [contents(outbox.lease(line.now, line.now + LEASE, 10)) for _ in range(3)]
    assert [[alert.level for _, alert in one] for one in leases] == [[], ["good", "good"], []]
    buried = deliveries_of(store, bad.id)
    assert [(one.state, one.error) for one in buried] == [(DeliveryState.DEAD, UNREADABLE)] * 2
    with store.writing() as connection:
        connection.execute(whole.values(explanation=before))
    assert outbox.retry([one.id for one in buried], line.now)
    assert [alert for _, alert in contents(outbox.lease(line.now, line.now + LEASE, 10))] == [bad, bad]


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


WORKER = """
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.store import open_store
from monitor.model import DeliveryState

store = open_store(sys.argv[1])
outbox, now = SqlOutbox(store), datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
empty = 0
while empty < 20:  # all that is due may be locked by the other one for a moment
    leased = outbox.lease(now, now + timedelta(minutes=2), 2)
    empty = 0 if leased else empty + 1
    for parcel in leased:
        for delivery, _ in parcel.contents:
            print(delivery.id, delivery.possible_repeat)
            assert outbox.settle(replace(delivery, state=DeliveryState.SENT))
store.close()
"""


def test_two_processes_send_each_message_once(
    database_url: str, opened: Callable[..., SqlStore], line: Line, project: Path
) -> None:
    store = opened(database_url)
    alerts = [line.alerted(store, *(f"desk-{n}" for n in range(12)), level=str(level)) for level in range(5)]
    command = [sys.executable, "-c", WORKER, database_url, line.now.isoformat()]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, cwd=project, **pipes) for _ in range(2)]
    taken = []
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        out, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0
        taken.append(out.split("\n")[:-1])
    ids = [id_ for mine in taken for id_ in mine]
    expected = [f"{one.id} False" for alert in alerts for one in deliveries_of(store, alert.id)]
    assert sorted(ids) == sorted(expected), "each once, and none as a possible repeat"
    assert all(taken), "both had a share"


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


# ── lanes ───────────────────────────────────────────────────────────────────────────────────


def lane_test(store: SqlStore, line: Line, *destinations: str, messages: int = 2) -> None:
    """So many alerts, each to every destination, all due at noon."""
    for level in range(messages):
        line.alerted(store, *destinations, level=str(level))


def leased_to(outbox: SqlOutbox, now: datetime, *lanes: Lane, busy: tuple[str, ...] = ()) -> list[str]:
    return sorted(
        parcel.delivery.destination_id for parcel in outbox.lease(now, now + LEASE, 10, EVER, lanes, busy)
    )


def test_a_destination_that_is_being_served_is_passed_by(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    lane_test(store, line, "editors", "desk")
    assert leased_to(outbox, line.now, busy=("desk",)) == ["editors"]
    assert leased_to(outbox, line.now) == ["desk", "editors"]


def test_a_destination_with_a_pace_rests_after_each_message_and_holds_up_no_other(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    lane_test(store, line, "slack", "editors", messages=3)
    slack = Lane("slack", pace=SECOND)
    assert leased_to(outbox, line.now, slack) == ["editors", "slack"]
    assert leased_to(outbox, line.now, slack) == ["editors"]
    assert outbox.free_in(line.now) == SECOND
    assert leased_to(outbox, line.now + SECOND, slack) == ["editors", "slack"]
    assert leased_to(outbox, line.now + 2 * SECOND - timedelta(milliseconds=1), slack) == []
    assert leased_to(outbox, line.now + 2 * SECOND, slack) == ["slack"]
    assert outbox.free_in(line.now + 2 * SECOND) is None, "nothing waits any more"


def test_a_pause_that_a_destination_asked_for_holds_for_all_its_messages(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    """New ones too, and a shorter pause does not end a longer one."""
    lane_test(store, line, "slack", "editors")
    outbox.rest("slack", line.now, line.now + 10 * SECOND)
    outbox.rest("slack", line.now, line.now + 3 * SECOND)
    assert leased_to(outbox, line.now + 9 * SECOND) == ["editors"]
    assert leased_to(outbox, line.now + 10 * SECOND) == ["editors", "slack"]


def test_two_workers_keep_one_pace(database_url: str, opened: Callable[..., SqlStore], line: Line) -> None:
    """Eight threads on two stores ask for the next message at the same moment: one gets it."""
    stores = [opened(database_url), opened(database_url)]
    lane_test(stores[0], line, "slack", messages=8)
    slack = Lane("slack", pace=SECOND)
    with ThreadPoolExecutor(8) as threads:
        for second in range(4):
            now = line.now + second * SECOND
            leases = threads.map(lambda n, at=now: leased_to(SqlOutbox(stores[n % 2]), at, slack), range(8))
            taken = [name for lease in leases for name in lease]
            # On PostgreSQL the one may have been passed by by all, each while another held its row.
            assert len(taken) <= 1
            assert taken or leased_to(SqlOutbox(stores[0]), now, slack) == ["slack"]


def test_what_may_have_arrived_is_held_where_nobody_must_hear_twice(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    alert = line.alerted(store, "editors", "sirens")
    sirens = Lane("sirens", holds=True)
    assert leased_to(outbox, line.now, sirens) == ["editors", "sirens"]
    later = line.now + LEASE + SECOND
    assert leased_to(outbox, later, sirens) == ["editors"]
    held = next(one for one in deliveries_of(store, alert.id) if one.destination_id == "sirens")
    assert (held.state, held.possible_repeat, held.lease_until) == (DeliveryState.HELD, True, None)
    assert "may have arrived" in (held.error or "")
    assert outbox.retry([held.id], later) == (held.id,)
    assert leased_to(outbox, later, sirens) == ["sirens"], "a person said so"


def test_what_is_retried_has_a_day_of_attempts_before_it(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    delivery = lease_one(outbox, line)
    assert outbox.settle(replace(delivery, state=DeliveryState.DEAD))
    outbox.retry([delivery.id], line.now)
    again = lease_one(outbox, line)
    assert (again.attempts, again.forgiven) == (2, 1)


def test_a_bundle_is_repeated_as_it_was(store: SqlStore, outbox: SqlOutbox, line: Line) -> None:
    """What joins it later goes by itself: under the same key a receiver would take it for known."""
    figure = line.stored(store)
    alerts = [line.alert(figure, str(number)) for number in range(3)]

    def file(*some: Alert) -> None:
        with store.transaction() as facts:
            for alert in some:
                facts.add_alert(alert, line.pending(alert, "editors", bundle="storm 13:00", why="storm"))

    file(*alerts[:2])
    ((first,),) = [outbox.lease(line.now, line.now + LEASE, 10)]
    file(alerts[2])
    again, new = (
        outbox.lease(line.now + 2 * LEASE, line.now + 3 * LEASE, 10)[0],
        outbox.lease(line.now + 2 * LEASE, line.now + 3 * LEASE, 10)[0],
    )
    assert [alert.level for _, alert in contents([again])] == ["0", "1"]
    assert again.delivery.id == first.delivery.id, "the idempotency key"
    assert [alert.level for _, alert in contents([new])] == ["2"]


# ── clocks that are set ─────────────────────────────────────────────────────────────────────

BACK = timedelta(hours=3)


def test_a_clock_that_is_set_back_keeps_nothing_that_is_due(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    """Neither what was decided just before, nor what waits for its next attempt, nor a lease, nor a rest."""
    line.alerted(store, "new", "tried", "leased")
    for name in ("tried", "leased"):
        others = tuple({"new", "tried", "leased"} - {name})
        (parcel,) = outbox.lease(line.now, line.now + LEASE, 10, busy=others)
        if name == "tried":
            waiting = replace(parcel.delivery, state=DeliveryState.PENDING, due_at=line.now + SECOND)
            assert outbox.settle(waiting)
    outbox.rest("new", line.now, line.now + 10 * SECOND)
    assert leased_to(outbox, line.now - BACK) == ["leased", "new", "tried"]
    assert leased_to(outbox, line.now - BACK + SECOND) == [], "by the new clock the leases hold"


def test_a_digest_is_not_early_because_a_clock_was_set_back(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    alert = line.alert(line.stored(store))
    morning = line.now + timedelta(hours=8)
    with store.transaction() as facts:
        facts.add_alert(alert, line.pending(alert, "editors", due_at=morning, why="digest"))
    assert leased_to(outbox, line.now - BACK) == []
    assert leased_to(outbox, morning) == ["editors"]


def test_clocks_of_two_machines_may_differ_a_little(store: SqlStore, outbox: SqlOutbox, line: Line) -> None:
    line.alerted(store, "editors")
    lease_one(outbox, line)
    assert leased_to(outbox, line.now - timedelta(minutes=1)) == [], (
        "the other machine is behind, and not set back"
    )


def test_a_clock_that_is_set_forward_repeats_at_worst_and_says_so(
    store: SqlStore, outbox: SqlOutbox, line: Line
) -> None:
    line.alerted(store, "editors")
    slow = lease_one(outbox, line)
    quick = lease_one(outbox, line, after=BACK)
    assert quick.possible_repeat
    assert not outbox.settle(replace(slow, state=DeliveryState.SENT))


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
