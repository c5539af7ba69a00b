"""The store: facts are added once, in full or not at all, and what was acknowledged stays."""

from __future__ import annotations

import fcntl
import inspect
import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from monitor import ports
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.queries import count, find_alert, find_entry, find_figure
from monitor.adapters.rows import explanation_from_json, explanation_to_json
from monitor.adapters.store import SqlFacts, SqlStore, open_store
from monitor.core.identity import sight
from monitor.errors import StoreError, UsageError
from monitor.model import Bound, Explanation, Kept, Passage, PollState
from tests.adapters.parcels import contents
from tests.adapters.statements import statements

if TYPE_CHECKING:
    from tests.adapters.conftest import Line, Postgres

Open = Callable[..., SqlStore]


# ── what the line asks for ──────────────────────────────────────────────────────────────────


def as_the_line_sees_them(store: SqlStore, facts: SqlFacts, outbox: SqlOutbox) -> None:
    """Never called: mypy checks here that the Protocols of the line are met."""
    _store: ports.Store = store
    _facts: ports.Facts = facts
    _outbox: ports.Outbox = outbox


@pytest.mark.parametrize(
    ("promised", "kept"),
    [(ports.Store, SqlStore), (ports.Facts, SqlFacts), (ports.Outbox, SqlOutbox)],
)
def test_what_the_line_calls_is_there_under_the_same_names(promised: type, kept: type) -> None:
    for name, method in vars(promised).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            assert list(inspect.signature(getattr(kept, name)).parameters) == list(
                inspect.signature(method).parameters
            )


# ── who is known ────────────────────────────────────────────────────────────────────────────


def test_keys_are_found_with_all_their_threads(store: SqlStore) -> None:
    largest = 2**63 - 1
    with store.transaction() as facts:
        facts.remember("outlet", [(1, 10), (2, 10), (2, 20), (-largest, largest)])
        facts.remember("outlet", [(2, 20), (3, 30)])
    with store.transaction() as facts:
        assert facts.found("outlet", [1, 2, 4, -largest]) == {1: {10}, 2: {10, 20}, -largest: {largest}}
        assert facts.found("outlet", []) == {}
        assert facts.knows("outlet")
        assert not facts.knows("other")


def test_a_feed_is_recognised_in_one_query_and_a_huge_one_in_a_few(store: SqlStore, line: Line) -> None:
    """735 items is the longest real feed that is known of; each has some six keys."""
    feeds = [[sight(line.entry(str(number))) for number in range(size)] for size in (735, 12_000)]
    with store.transaction() as facts:
        facts.remember("outlet", ((key, 1) for one in feeds[0] for key in one.keys))
    for feed, queries in zip(feeds, (1, 2), strict=True):
        keys = {key for one in feed for key in one.keys}
        with store.transaction() as facts, statements() as said:
            found = facts.found("outlet", keys)
        assert (len(said), len(found)) == (queries, len({key for one in feeds[0] for key in one.keys}))


def test_the_former_revision_is_the_one_that_was_stored_last_with_its_reading(
    store: SqlStore, line: Line
) -> None:
    entries = [line.entry(text=text) for text in ("one", "two", "three")]
    other = line.entry("b")
    kept = Kept(entries[2].id, "en", "tongues", "rules", "", ())
    with store.transaction() as facts:
        for entry in (*entries, other):
            facts.add_entries([entry])
        facts.keep([kept])
    with store.transaction() as facts:
        assert facts.former("outlet", [entries[0].thread, other.thread, 7]) == {
            other.thread: (other, None),
            entries[0].thread: (entries[2], kept),
        }


def test_what_stood_before_comes_back(store: SqlStore, line: Line) -> None:
    entry = line.entry(edited=True, stood=(Passage("title", 0, 5), Passage("text", 3, 20)))
    with store.transaction() as facts:
        facts.add_entries([entry])
    assert find_entry(store, entry.id) == entry


# ── values in, values out ───────────────────────────────────────────────────────────────────


def test_every_value_comes_back_as_it_was(store: SqlStore, line: Line) -> None:
    entry = line.entry(title="کشته‌شدگان", language=None, published_at=None)
    figure = line.figure(
        entry,
        high=700,
        bound=Bound.RANGE,
        subject="protesters",
        via="reuters",
        place="Rasht",
        as_of=date(2026, 1, 9),
        background=True,
    )
    alert = line.alert(figure)
    claim, told = line.claim(figure), line.told(figure, alert)
    with store.transaction() as facts:
        facts.add_entries([entry])
        facts.add_figures([figure])
        facts.add_claims([claim])
        facts.add_alert(alert, [])
        facts.add_told([told])
    with store.transaction() as facts:
        assert facts.claims("uprising", "killed") == (claim,)
        assert facts.told("uprising", "killed") == (told,)
    assert find_entry(store, entry.id) == entry
    assert find_figure(store, figure.id) == figure
    assert find_alert(store, alert.id) == alert


def test_an_alert_without_a_before_has_none_when_it_comes_back(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, before=None)
    assert find_alert(store, alert.id).before is None


@pytest.mark.parametrize("hours", [-8, 0, 3.5])
def test_moments_come_back_as_the_same_moment_in_utc(store: SqlStore, line: Line, hours: float) -> None:
    there = timezone(timedelta(hours=hours))
    entry = line.entry(seen_at=datetime(2026, 1, 14, 1, 2, 3, 456789, tzinfo=there))
    with store.transaction() as facts:
        facts.add_entries([entry])
    seen_at = find_entry(store, entry.id).seen_at
    assert seen_at == entry.seen_at
    assert seen_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(store: SqlStore, line: Line) -> None:
    naive = datetime(2026, 1, 14)  # noqa: DTZ001
    with pytest.raises(StoreError, match="without a time zone"), store.transaction() as facts:
        facts.add_entries([line.entry(seen_at=naive)])


def test_an_explanation_may_quote_characters_that_no_database_takes(store: SqlStore, line: Line) -> None:
    alert = line.alerted(store, explanation=line.explanation(quote="12\ud83d \x00 کشته"))
    assert find_alert(store, alert.id).explanation.quote == "12\ufffd \x00 کشته"


def test_characters_that_no_database_takes_are_replaced_one_for_one(store: SqlStore, line: Line) -> None:
    entry = line.entry("g\x00", title="12\ud83d killed", text="a\x00b")
    with store.transaction() as facts:
        facts.add_entries([entry])
    stored = find_entry(store, entry.id)
    assert (stored.guid, stored.title, stored.text) == ("g\ufffd", "12\ufffd killed", "a\ufffdb")


def test_a_guid_of_any_length_is_a_key(store: SqlStore, line: Line) -> None:
    entry = line.entry(os.urandom(8_000).hex())
    with store.transaction() as facts:
        facts.add_entries([entry])
    assert find_entry(store, entry.id).guid == entry.guid


# ── added once, in full or not at all ───────────────────────────────────────────────────────


def test_every_step_can_be_repeated_and_changes_nothing(store: SqlStore, line: Line) -> None:
    entry = line.entry()
    figure = line.figure(entry)
    alert = line.alert(figure)
    counted = []
    for _ in range(2):
        with store.transaction() as facts:
            facts.add_entries([entry, entry])
            facts.add_figures([figure, figure])
            facts.add_claims([line.claim(figure)] * 2)
            facts.add_alert(alert, line.pending(alert, "editors"))
            facts.add_told([line.told(figure, alert)] * 2)
            told = facts.told("uprising", "killed")
        counted.append((count(store), told))
    assert counted[0] == counted[1]
    assert counted[0][0].entries == 1


def test_facts_of_one_transaction_may_come_in_any_order(store: SqlStore, line: Line) -> None:
    figure = line.figure(line.entry())
    alert = line.alert(figure)
    with store.transaction() as facts:
        facts.add_told([line.told(figure, alert)])
        facts.add_alert(alert, line.pending(alert, "editors"))
        facts.add_figures([figure])
        facts.add_entries([line.entry()])
    assert count(store).alerts == 1


def test_a_figure_without_its_entry_is_refused(store: SqlStore, line: Line) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"), store.transaction() as facts:
        facts.add_figures([line.figure(line.entry())])
    assert count(store).figures == 0


def test_a_row_that_lacks_something_is_refused_not_ignored(store: SqlStore, line: Line) -> None:
    with pytest.raises(StoreError, match=r"(?i)not.null"), store.transaction() as facts:
        facts.add_entries([line.entry(title=None)])


def test_what_is_raised_inside_leaves_nothing_behind_and_passes_unchanged(
    store: SqlStore, line: Line
) -> None:
    def fail() -> None:
        with store.transaction() as facts:
            facts.add_entries([line.entry()])
            facts.settle_poll(PollState("outlet", line.now))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert count(store).entries == 0
    assert store.poll_state("outlet") is None


def test_a_store_that_refused_goes_on_working(store: SqlStore, line: Line) -> None:
    for _ in range(3):
        with pytest.raises(StoreError), store.transaction() as facts:
            facts.add_entries([line.entry(title=None)])
    line.stored(store)
    assert count(store).entries == 1


def test_transactions_run_one_at_a_time_in_all_processes(database_url: str, opened: Open, line: Line) -> None:
    """Eight threads on two stores, as two processes would open them; each entry is new to exactly one."""
    stores = [opened(database_url), opened(database_url)]
    entries = [line.entry(str(number)) for number in range(10)]

    def take(number: int) -> int:
        new = 0
        for entry in entries:
            with stores[number % 2].transaction() as facts:
                if facts.found("outlet", [entry.name]):
                    continue
                facts.add_entries([entry])
                facts.remember("outlet", [(entry.name, entry.thread)])
                new += 1
        return new

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(8))) == len(entries)


def test_a_transaction_keeps_other_programs_out_from_its_first_moment(tmp_path: Path, opened: Open) -> None:
    """What was unseen at the beginning is unseen at the end, though they know nothing of our lock."""
    path = tmp_path / "tollwatch.db"
    with (
        opened(f"sqlite:///{path}").transaction(),
        closing(sqlite3.connect(path, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_the_lock_file_keeps_other_daemons_from_the_log_as_well(
    tmp_path: Path, opened: Open, line: Line
) -> None:
    """SQLite's own lock would let two of them into a checkpoint, which before 3.51.3 can spoil the file."""
    store = opened(f"sqlite:///{tmp_path / 'tollwatch.db'}", patience=0.05)
    with (tmp_path / "tollwatch.db.lock").open("ab") as held:
        with store.transaction(), pytest.raises(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match=r"tollwatch\.db\.lock has been locked for 0\.05 s"):
            store.beat(line.now)
    store.beat(line.now)


def test_a_reader_does_not_wait_for_a_writer(store: SqlStore, line: Line) -> None:
    with store.transaction() as facts:
        facts.settle_poll(PollState("outlet", line.now))
        assert store.poll_states() == {}
    assert list(store.poll_states()) == ["outlet"]


def test_a_reader_cannot_write(store: SqlStore) -> None:
    with pytest.raises(StoreError, match=r"(?i)read.?only"), store.reading() as connection:
        connection.execute(text("DELETE FROM entries"))


# ── claims and told ─────────────────────────────────────────────────────────────────────────


def test_claims_are_of_one_topic_and_metric_and_the_oldest_stated_comes_first(
    store: SqlStore, line: Line
) -> None:
    figures = [line.stored(store, guid) for guid in "abcd"]
    late = line.claim(figures[0], stated_at=line.now)
    early = line.claim(figures[1], stated_at=line.now - timedelta(days=1))
    elsewhere = line.claim(figures[2], series=replace(line.series, topic="november"))
    injured = line.claim(figures[3], series=replace(line.series, metric="injured"))
    with store.transaction() as facts:
        facts.add_claims([late, early, elsewhere, injured])
        assert facts.claims("uprising", "killed") == (early, late)
        assert facts.claims("uprising", "missing") == ()


def test_one_figure_may_be_claimed_in_two_topics(store: SqlStore, line: Line) -> None:
    figure = line.stored(store)
    with store.transaction() as facts:
        facts.add_claims(
            [line.claim(figure), line.claim(figure, series=replace(line.series, topic="november"))]
        )
        assert len(facts.claims("uprising", "killed") + facts.claims("november", "killed")) == 2


def test_what_was_told_last_is_what_was_written_last_whatever_the_clock_said(
    store: SqlStore, line: Line
) -> None:
    before, after = line.stored(store, "a"), line.stored(store, "b", low=700)
    with store.transaction() as facts:
        facts.add_told([line.told(before, told_at=line.now)])
    with store.transaction() as facts:
        facts.add_told([line.told(after, told_at=line.now - timedelta(days=1))])
        assert [told.low for told in facts.told("uprising", "killed")] == [700]


def test_each_series_has_its_own_last_told(store: SqlStore, line: Line) -> None:
    figure = line.stored(store)
    nobody = replace(line.series, claimant=None)
    children = replace(line.series, subject="children")
    elsewhere = replace(line.series, topic="november")
    with store.transaction() as facts:
        facts.add_told(line.told(figure, series=series) for series in (nobody, children, elsewhere))
        assert {told.series for told in facts.told("uprising", "killed")} == {nobody, children}


def test_a_chart_gets_every_claim_and_all_that_alerts_told_in_order(store: SqlStore, line: Line) -> None:
    known, first, second = (
        line.stored(store, guid, low=low) for guid, low in zip("abc", (40, 544, 700), strict=True)
    )
    alerts = [line.alert(first, "544"), line.alert(second, "700")]
    claims = [
        line.claim(figure, stated_at=line.now - timedelta(days=days))
        for days, figure in ((9, known), (5, first), (2, second))
    ]
    told = [line.told(first, alerts[0]), line.told(second, alerts[1])]
    with store.transaction() as facts:
        for alert in alerts:
            facts.add_alert(alert, ())
        facts.add_claims(claims)
        facts.add_told([line.told(known), *told])
    assert store.chronicle("uprising", "killed") == (tuple(claims), tuple(told))
    assert store.chronicle("uprising", "injured") == ((), ())


# ── alerts ──────────────────────────────────────────────────────────────────────────────────


def test_an_alert_brings_one_delivery_a_destination_due_at_once(store: SqlStore, line: Line) -> None:
    alert = line.alert(line.stored(store))
    with store.transaction() as facts:
        assert facts.add_alert(alert, line.pending(alert, "editors", "desk", "editors"))
    leased = SqlOutbox(store).lease(line.now, line.now + timedelta(minutes=2), 10)
    assert [(delivery.destination_id, delivery.due_at) for delivery, _ in contents(leased)] == [
        ("editors", line.now),
        ("desk", line.now),
    ]


def test_the_same_decision_again_adds_neither_alert_nor_delivery(store: SqlStore, line: Line) -> None:
    line.alerted(store, "editors")
    again = line.alert(line.stored(store, "b"), decided_at=line.now + timedelta(days=1))
    with store.transaction() as facts:
        assert not facts.add_alert(again, line.pending(again, "editors", "desk"))
    assert (count(store).alerts, count(store).open) == (1, 1)


def test_another_level_is_another_alert(store: SqlStore, line: Line) -> None:
    line.alerted(store, "editors", level="544")
    line.alerted(store, "editors", level="2615")
    assert count(store).alerts == 2


# ── heartbeats, and what was published when ─────────────────────────────────────────────────


def test_entry_times_are_the_last_of_those_sources_only(store: SqlStore, line: Line) -> None:
    dated = [line.entry(str(n), published_at=line.now - timedelta(days=n)) for n in range(3)]
    undated = line.entry("undated", source_id="agency", published_at=None)
    with store.transaction() as facts:
        facts.add_entries([*dated, undated, line.entry("x", source_id="elsewhere")])
    with store.looking() as facts:
        times = facts.entry_times(2, ["outlet", "agency", "nowhere"])
    assert {name: sorted(moments) for name, moments in times.items()} == {
        "outlet": [line.now - timedelta(days=2), line.now - timedelta(days=1)],
        "agency": [undated.seen_at],
    }


def test_a_heartbeat_replaces_the_one_before(store: SqlStore, line: Line) -> None:
    assert store.last_beat() is None
    store.beat(line.now)
    store.beat(line.now - timedelta(hours=1))
    assert store.last_beat() == line.now - timedelta(hours=1)


def test_two_daemons_have_a_heartbeat_each(store: SqlStore, line: Line) -> None:
    store.beat(line.now, "one")
    store.beat(line.now + timedelta(seconds=5), "two")
    assert store.last_beat("one") == line.now
    assert store.last_beat() == line.now + timedelta(seconds=5)
    assert store.last_beat("three") is None


# ── explanations ────────────────────────────────────────────────────────────────────────────

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(0, 10**12),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotated kind; fails for a kind that the JSON was never asked to hold."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: anything(hints[field.name]) for field in fields(kind)})
    if get_origin(kind) is tuple:
        return st.lists(anything(get_args(kind)[0]), max_size=3).map(tuple)
    if get_args(kind):
        return st.one_of(*map(anything, get_args(kind)))
    return PLAIN[kind] if kind in PLAIN else st.sampled_from(kind)


@given(anything(Explanation))
def test_an_explanation_survives_json_exactly(explanation: Explanation) -> None:
    written = explanation_to_json(explanation)
    assert "\x00" not in written, "PostgreSQL takes none"
    assert explanation_from_json(written) == explanation


def test_an_explanation_of_an_older_version_takes_the_defaults_of_what_is_new(line: Line) -> None:
    document = json.loads(explanation_to_json(line.explanation()))
    del document["reasons"][0]["arithmetic"]
    document["a field that is no more"] = 1
    read = explanation_from_json(json.dumps(document))
    assert read.reasons[0].arithmetic == ""


def test_an_explanation_that_lacks_what_it_needs_is_named(line: Line) -> None:
    document = json.loads(explanation_to_json(line.explanation()))
    del document["quote"]
    with pytest.raises(StoreError, match="Explanation lacks quote"):
        explanation_from_json(json.dumps(document))


# ── when the database says no ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "state/tollwatch.db",
        "",
        "mysql://ada:canary-pw@db.example/toll",
        "postgresql+asyncpg://ada:canary-pw@db.example/toll",
        "postgresql://ada:canary-pw@db.example:port/toll",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:canary-pw?mode=memory&uri=true",
        "sqlite://state/tollwatch.db",
        "sqlite:///state/tollwatch.db?password=canary-pw",
    ],
)
def test_a_url_that_cannot_work_is_refused_with_one_that_can(url: str) -> None:
    with pytest.raises(UsageError, match=r"sqlite:///state/tollwatch\.db") as refused:
        open_store(url)
    assert "canary-pw" not in str(refused.value)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"ada@127.0.0.1:1/toll.*start the server") as refused:
        open_store("postgresql://ada:canary-pw@127.0.0.1:1/toll?sslpassword=canary-pw")
    assert "canary-pw" not in str(refused.value)
    assert refused.value.__cause__ is None, "a traceback would print the driver's words"
    assert refused.value.__suppress_context__


def test_an_option_that_the_server_does_not_know_shows_no_secret() -> None:
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://ada:canary%2Fpw@127.0.0.1:1/toll?sslmode=canary-option")
    assert "canary" not in str(refused.value)


def test_a_database_that_does_not_exist_is_named(postgres: Postgres) -> None:
    url = postgres.new_database().replace("tollwatch_", "nowhere_")
    with pytest.raises(StoreError, match=r"nowhere_\d+.*does not exist; create it"):
        open_store(url)


def test_the_store_says_its_name_without_its_password(store: SqlStore) -> None:
    assert "canary-pw" not in repr(store)
    assert "tollwatch" in repr(store)


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make the directory .*file/state: Not a directory"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'state' / 'tollwatch.db'}")


def test_a_directory_that_must_not_be_written_is_a_clear_error(open_directory: Path, opened: Open) -> None:
    opened(f"sqlite:///{open_directory / 'mine.db'}")
    open_directory.chmod(0o555)
    with unprivileged(), pytest.raises(StoreError, match=r"let this user write the file and its directory"):
        open_store(f"sqlite:///{open_directory / 'theirs.db'}")


def test_a_file_that_must_not_be_written_can_be_read_and_says_so_when_written(
    open_directory: Path, opened: Open, line: Line
) -> None:
    url = f"sqlite:///{open_directory / 'tollwatch.db'}"
    line.stored(opened(url))
    with unprivileged():
        store = open_store(url)
        assert count(store).entries == 1
        with pytest.raises(StoreError, match=r"let this user write the file and its directory"):
            store.beat(line.now)
        store.close()


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom permissions bind; root is not bound by any."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("These are notes of a meeting, and no database at all.\n" * 100)
    with pytest.raises(StoreError, match=r"notes.db said no: file is not a database; name another file"):
        open_store(f"sqlite:///{path}")


def test_a_full_disk_loses_nothing_that_was_acknowledged(sqlite_url: str, opened: Open, line: Line) -> None:
    """The disk's end is a limit on the size of files, which the kernel enforces in the same place."""
    store = opened(sqlite_url)
    acknowledged = 0

    def fill() -> None:
        nonlocal acknowledged
        while True:
            with store.transaction() as facts:
                facts.add_entries([line.entry(str(acknowledged), text="x" * 5_000)])
            acknowledged += 1

    with (
        files_no_larger_than(900_000),
        pytest.raises(StoreError, match="nothing that was acknowledged is lost"),
    ):
        fill()
    assert acknowledged > 10
    assert count(store).entries == acknowledged
    line.stored(store, "there is space again")
    assert count(store).entries == acknowledged + 1


@contextmanager
def files_no_larger_than(limit: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_lost_connection_is_a_clear_error_and_the_next_transaction_works(
    postgres: Postgres, opened: Open, line: Line
) -> None:
    url = postgres.new_database()
    store, other = opened(url), opened(url)
    others = "datname = current_database() AND pid <> pg_backend_pid()"

    def lose_the_connection() -> None:
        with store.transaction() as facts:
            facts.add_entries([line.entry()])
            with other.writing() as connection:
                connection.execute(
                    text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
                )

    with pytest.raises(StoreError):
        lose_the_connection()
    assert count(store).entries == 0
    line.stored(store)
    assert count(store).entries == 1


def test_a_writer_that_waits_too_long_gives_up_and_says_why(
    database_url: str, opened: Open, line: Line
) -> None:
    first, second = opened(database_url), opened(database_url, patience=0.05)
    with (
        first.transaction(),
        pytest.raises(StoreError, match="another process is writing"),
        second.transaction() as facts,
    ):
        facts.add_entries([line.entry()])
    line.stored(second)


def test_threads_of_one_store_wait_for_each_other_too(sqlite_url: str, opened: Open) -> None:
    store = opened(sqlite_url, patience=0.05)
    refused: list[Exception] = []

    def write() -> None:
        try:
            with store.transaction():
                pass
        except StoreError as error:
            refused.append(error)

    with store.transaction():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert "locked" in str(refused[0])


# ── kill -9 ─────────────────────────────────────────────────────────────────────────────────


def kill_campaign(project: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(project / "bench" / "store_kill.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    verdict: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return verdict


def test_kill_9_loses_nothing_that_was_acknowledged_and_repeats_no_alert(project: Path) -> None:
    """What may be repeated is a message that was being sent: at most one a kill, and it says so."""
    verdict = kill_campaign(project, "--kills", "30")
    assert verdict["acknowledged"] >= 30
    clean = dict.fromkeys(("lost", "torn", "duplicate_alerts", "unmarked_repeats"), 0)
    assert clean.items() <= verdict.items()
    assert verdict["repeats"] <= verdict["kills"]


def test_the_same_campaign_finds_the_losses_of_a_store_that_speaks_too_early(project: Path) -> None:
    """The negative control: with promises made before the write, the harness sees what breaks."""
    assert kill_campaign(project, "--kills", "30", "--control")["lost"] > 0
