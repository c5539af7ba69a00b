"""The store: what the line writes down, in SQLite or PostgreSQL, and what it remembers between polls.

Facts are only ever added, and adding one again changes nothing, so that after a crash or a lost
connection every step can simply be done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.adapters import schema
from monitor.adapters.database import PATIENCE, Database, connect
from monitor.adapters.rows import (
    Row,
    alert_to_row,
    claim_from_row,
    claim_to_row,
    delivery_to_row,
    entry_to_row,
    figure_to_row,
    poll_state_from_row,
    poll_state_to_row,
    told_from_row,
    told_to_row,
)
from monitor.model import (
    Alert,
    Claim,
    Delivery,
    DeliveryState,
    Entry,
    Figure,
    PollState,
    Told,
)

_CHUNK = 5_000
"""Ids in one IN query: well under the 32,766 parameters that SQLite takes."""


def open_store(url: str, patience: float = PATIENCE) -> SqlStore:
    """The store behind a URL, its tables brought up to date first (one process at a time does that).

    A writer waits up to `patience` seconds for another one, then raises StoreError.
    Raises UsageError for a URL that cannot work and for a database that is newer than this code or
    holds somebody else's tables; StoreError where the database cannot be reached or written.
    """
    database = connect(url, patience)
    try:
        if not _is_current(database):
            # Alembic takes 0.16 s to import, and is needed once an upgrade.
            from monitor.adapters.migrations import upgrade  # noqa: PLC0415

            with database.alone() as connection:
                upgrade(connection, database.name)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


def _is_current(database: Database) -> bool:
    with database.reading() as connection:
        if not inspect(connection).has_table(schema.VERSION_TABLE):
            return False
        version = connection.exec_driver_sql(f"SELECT version_num FROM {schema.VERSION_TABLE}").scalar()
        return bool(version == schema.REVISION)


class SqlStore:
    """The database behind the line (`pipeline.Store`); safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return f"SqlStore({self._database.name})"

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[SqlFacts]:
        """One write transaction: all or nothing, one at a time in all processes that share the database."""
        with self._database.alone() as connection:
            yield SqlFacts(connection)

    def writing(self) -> AbstractContextManager[Connection]:
        """A write transaction that does not keep others out on PostgreSQL, for rows that are claimed one by one."""
        return self._database.writing()

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view for `queries`."""
        return self._database.reading()

    def poll_state(self, source_id: str) -> PollState | None:
        """What is remembered of a source; None before its first poll."""
        table = schema.poll_states
        with self.reading() as connection:
            row = connection.execute(select(table).where(table.c.source_id == source_id)).mappings().first()
        return poll_state_from_row(row) if row else None

    def poll_states(self) -> dict[str, PollState]:
        """What is remembered of every source that was ever polled, by its id."""
        with self.reading() as connection:
            rows = connection.execute(select(schema.poll_states)).mappings().all()
        return {row["source_id"]: poll_state_from_row(row) for row in rows}

    def beat(self, at: datetime, daemon_id: str = "daemon") -> None:
        """Write down that a daemon was alive at a moment."""
        with self.writing() as connection:
            _replace(connection, schema.heartbeats, {"daemon_id": daemon_id, "at": at})

    def last_beat(self, daemon_id: str | None = None) -> datetime | None:
        """When a daemon, or any daemon, was last alive; None if never."""
        table = schema.heartbeats
        query = select(func.max(table.c.at, type_=table.c.at.type))
        if daemon_id is not None:
            query = query.where(table.c.daemon_id == daemon_id)
        with self.reading() as connection:
            return connection.execute(query).scalar()


class SqlFacts:
    """What one transaction reads and writes (`pipeline.Facts`).  Not to be used after it ended."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unseen(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those whose (source, guid, revision) is not stored yet, in the order given, each once.

        One whose guid is stored in another revision comes back marked as edited.
        """
        offered: dict[str, Entry] = {}
        for entry in entries:
            offered.setdefault(entry.id, entry)
        known = self._known(list(offered))
        fresh = [entry for id_, entry in offered.items() if id_ not in known]
        former = self._guids(fresh)
        return tuple(replace(entry, edited=(entry.source_id, entry.guid) in former) for entry in fresh)

    def claims(self, topic: str, metric: str) -> tuple[Claim, ...]:
        """All claims of a topic's metric, oldest stated first, then in order of arrival."""
        table = schema.claims
        query = (
            select(table)
            .where(table.c.topic == topic, table.c.metric == metric)
            .order_by(table.c.stated_at, table.c.seq)
        )
        return tuple(claim_from_row(row) for row in self._connection.execute(query).mappings())

    def told(self, topic: str, metric: str) -> tuple[Told, ...]:
        """The newest row of each series of a topic's metric: newest by order of insertion, not by any clock."""
        table = schema.told
        newest = (
            select(func.max(table.c.seq))
            .where(table.c.topic == topic, table.c.metric == metric)
            .group_by(table.c.series_key)
        )
        query = select(table).where(table.c.seq.in_(newest)).order_by(table.c.seq)
        return tuple(told_from_row(row) for row in self._connection.execute(query).mappings())

    def add_entries(self, entries: Iterable[Entry]) -> None:
        self._add(schema.entries, map(entry_to_row, entries))

    def add_figures(self, figures: Iterable[Figure]) -> None:
        self._add(schema.figures, map(figure_to_row, figures))

    def add_claims(self, claims: Iterable[Claim]) -> None:
        self._add(schema.claims, map(claim_to_row, claims))

    def add_told(self, told: Iterable[Told]) -> None:
        self._add(schema.told, map(told_to_row, told))

    def add_alert(self, alert: Alert, destinations: Sequence[str]) -> bool:
        """Store an alert with a pending delivery a destination, due at once; False if it was there already."""
        table = schema.alerts
        insert = _insert(self._connection, table).on_conflict_do_nothing().returning(table.c.id)
        if self._connection.execute(insert, alert_to_row(alert)).first() is None:
            return False
        deliveries = (
            Delivery(alert.id, destination, DeliveryState.PENDING, attempts=0, due_at=alert.decided_at)
            for destination in destinations
        )
        self._add(schema.deliveries, map(delivery_to_row, deliveries))
        return True

    def settle_poll(self, state: PollState) -> None:
        """Replace the source's poll state."""
        _replace(self._connection, schema.poll_states, poll_state_to_row(state))

    def _known(self, ids: Sequence[str]) -> set[str]:
        column = schema.entries.c.id
        known: set[str] = set()
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            known.update(self._connection.execute(select(column).where(column.in_(chunk))).scalars())
        return known

    def _guids(self, entries: Sequence[Entry]) -> set[tuple[str, str]]:
        """The (source, guid) of those entries that are stored in whatever revision."""
        table = schema.entries.c
        found: set[tuple[str, str]] = set()
        for source in {entry.source_id for entry in entries}:
            guids = [entry.guid for entry in entries if entry.source_id == source]
            for start in range(0, len(guids), _CHUNK):
                chunk = guids[start : start + _CHUNK]
                query = select(table.guid).where(table.source_id == source, table.guid.in_(chunk))
                found.update((source, guid) for guid in self._connection.execute(query).scalars())
        return found

    def _add(self, table: Table, rows: Iterable[Row]) -> None:
        new = list(rows)
        if new:
            self._connection.execute(_insert(self._connection, table).on_conflict_do_nothing(), new)


def _insert(connection: Connection, table: Table) -> Any:
    # «INSERT OR IGNORE» would swallow a missing value too; ON CONFLICT ignores a repeated key only.
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def _replace(connection: Connection, table: Table, row: Row) -> None:
    insert = _insert(connection, table)
    key = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in row if name not in key}
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=rest), [row])
