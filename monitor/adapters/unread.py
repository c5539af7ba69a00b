"""The entries without their articles: one row an entry in all its revisions, replaced by what is known last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from monitor.adapters import schema
from monitor.adapters.rows import entry_from_row, unread_from_row, unread_to_row
from monitor.model import Entry, Unread

_CHUNK = 5_000


def waiting(
    connection: Connection, source_id: str, now: datetime, limit: int
) -> tuple[tuple[Entry, Unread], ...]:
    """The entries of a source whose article is to be tried again, the longest due first."""
    table, entries = schema.articles, schema.entries
    query = (
        select(entries, table.c.tries, table.c.due_at, table.c.reason)
        .join(table, table.c.entry_id == entries.c.id)
        .where(table.c.source_id == source_id, table.c.due_at <= now)
        .order_by(table.c.due_at, entries.c.seq)
        .limit(limit)
    )
    rows = connection.execute(query).mappings()
    return tuple((entry_from_row(row), unread_from_row(row)) for row in rows)


def forget(connection: Connection, entries: Sequence[Entry]) -> None:
    """Entries have their articles, or need none."""
    table = schema.articles
    threads = [entry.thread for entry in entries]
    for start in range(0, len(threads), _CHUNK):
        connection.execute(delete(table).where(table.c.thread.in_(threads[start : start + _CHUNK])))


def rows_of(entries: Sequence[tuple[Entry, Unread | None]]) -> list[dict[str, object]]:
    """The rows of those that have no article."""
    return [unread_to_row(entry, one) for entry, one in entries if one is not None]
