"""What is remembered of sources between polls: what is due is found, and no poll undoes another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.adapters.store import SqlStore
from monitor.model import Due, Health, Polled, PollState, Validators
from tests.adapters.statements import statements

if TYPE_CHECKING:
    from tests.adapters.conftest import Line

Open = Callable[..., SqlStore]
MOMENT = datetime(2026, 1, 14, 12, 30, tzinfo=UTC)


def full_state(now: datetime) -> PollState:
    """A state that has something in every column."""
    return PollState(
        "outlet",
        due_at=now,
        validators=Validators('"etag"', "Wed, 14 Jan 2026 12:00:00 GMT", "hash", "asked"),
        last_polled_at=now,
        last_ok_at=now,
        seeded_at=now,
        failures=2,
        last_error="time-out",
        health=Health.BLOCKED,
        health_since=now,
        configured="manner",
        rate=1 / 3,
        gap=timedelta(days=3, microseconds=1),
        news_at=now,
        holds=735,
        feed_asks=timedelta(hours=1),
        server_asks=timedelta(seconds=90),
        interval=timedelta(minutes=7.1),
        moved_to="https://outlet.example/new",
        moved_at=now,
        pointed_to="https://outlet.example/newer",
        pointed=1,
    )


def test_a_poll_state_is_replaced_as_a_whole(store: SqlStore, line: Line) -> None:
    first = full_state(line.now)
    second = PollState("outlet", due_at=line.now + timedelta(minutes=15))
    for state in (first, second):
        with store.transaction() as facts:
            facts.settle_poll(state)
        assert store.poll_state("outlet") == state
        assert store.poll_states() == {"outlet": state}


def test_what_is_due_comes_longest_overdue_first_and_nothing_else_does(store: SqlStore, line: Line) -> None:
    hour = timedelta(hours=1)
    states = (
        PollState("late", line.now - hour, last_polled_at=line.now - 2 * hour, moved_to="https://b.example/"),
        PollState("now", line.now, last_polled_at=line.now - hour),
        PollState("later", line.now + hour, last_polled_at=line.now - hour),
        PollState("latest", line.now - 9 * hour),
        PollState("of another clock", line.now + 2 * hour, last_polled_at=line.now + hour),
    )
    with store.transaction() as facts:
        facts.settle_poll(*states)
    assert store.due_polls(line.now) == (
        Due("latest", line.now - 9 * hour),
        Due("late", line.now - hour, "https://b.example/"),
        Due("now", line.now),
        Due("of another clock", line.now + 2 * hour),
    )


def test_what_is_due_is_found_by_an_index(sqlite_url: str, opened: Open) -> None:
    with opened(sqlite_url).reading() as connection:
        for condition in ("due_at <= '2026'", "last_polled_at > '2026' AND due_at > '2026'"):
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT * FROM poll_states WHERE {condition}"
            )
            assert "USING INDEX poll_states_" in str(plan.all())


def test_a_source_that_was_never_polled_has_no_state(store: SqlStore) -> None:
    assert store.poll_state("outlet") is None
    assert store.poll_states() == {}


def test_polls_that_brought_nothing_are_settled_and_recalled_together(store: SqlStore, line: Line) -> None:
    states = [PollState(name, due_at=line.now, failures=len(name)) for name in ("outlet", "agency", "post")]
    store.settle([Polled(None, state) for state in states[:2]])
    later = replace(states[1], failures=0)
    store.settle([Polled(states[1], later), Polled(None, states[2])])
    assert store.recall(["post", "nobody", "agency"]) == [states[2], None, later]
    assert set(store.poll_states()) == {"outlet", "agency", "post"}


def test_all_that_a_poll_changes_of_a_state_is_written_down_and_nothing_else(
    store: SqlStore, line: Line
) -> None:
    state = bare = PollState("outlet", due_at=line.now - timedelta(hours=1))
    store.settle([Polled(None, bare)])
    full = full_state(line.now)
    for name in (one.name for one in fields(PollState)):
        after = replace(state, **{name: getattr(full, name)})
        with statements() as said:
            store.settle([Polled(state, after)])
        assert store.poll_state("outlet") == after
        state = after
        written = sum(one.partition("WHERE")[0].count("=") for one in said if one.startswith("UPDATE"))
        assert written == {"source_id": 0, "validators": 4}.get(name, 1)
    assert state == full
    store.settle([Polled(full, replace(bare, due_at=line.now))])
    assert store.poll_state("outlet") == replace(bare, due_at=line.now)


@pytest.mark.parametrize(
    "meanwhile",
    [{"last_polled_at": MOMENT}, {"configured": "another"}, {"last_polled_at": MOMENT, "failures": 3}],
)
def test_a_poll_does_not_undo_what_another_wrote_after_it_began(
    store: SqlStore, line: Line, meanwhile: dict[str, Any]
) -> None:
    """`tollwatch poll` beside the daemon, or a configuration that was taken over while the poll was under way."""
    for begun in (PollState("outlet", line.now), full_state(line.now)):
        stands = replace(begun, due_at=line.now + timedelta(hours=9), **meanwhile)
        with store.transaction() as facts:
            facts.settle_poll(stands)
        ours = Polled(begun, replace(begun, due_at=line.now, last_polled_at=line.now + timedelta(seconds=1)))
        store.settle([ours, Polled(None, PollState("other", line.now)), Polled(None, ours.after)])
        assert store.recall(["outlet", "other"]) == [stands, PollState("other", line.now)]
