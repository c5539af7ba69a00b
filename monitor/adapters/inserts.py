"""Rows in, many at once: added, put in the place of others, changed, or kept with their entry.

A new feed is two hundred rows.  SQLAlchemy puts each statement together once, and says how its types
are written; each row then is a tuple that goes straight to the driver, since its own way with a row takes
longer than SQLite's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, Update, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from monitor.adapters import schema

Row = dict[str, Any]


def insert_into(dialect: Dialect, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, in a dialect."""
    # «INSERT OR IGNORE» would swallow a missing value too; ON CONFLICT ignores a repeated key only.
    return (sqlite if dialect.name == "sqlite" else postgresql).insert(table)


def add_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add those rows that are not there yet.  All have the same columns."""
    if rows:
        _adding(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def replace_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows, each in the place of the one with its primary key.  All have the same columns."""
    if rows:
        _replacing(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def change_rows(connection: Connection, update: Update, rows: Sequence[Row]) -> None:
    """Change a row each: its columns are the values that an UPDATE lacks, and what it asks for by name."""
    if rows:
        _changing(connection.dialect, update, tuple(rows[0])).run(connection, rows)


def keep_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep how entries were read, each by the place of its entry, of which the row has the id."""
    if rows:
        _keeping(connection.dialect, tuple(rows[0])).run(connection, rows)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement in a dialect's words, and how each of its values is written; it has two values or more."""

    sql: str
    names: tuple[str, ...]
    writers: tuple[tuple[int, Callable[[Any], Any]], ...]
    positional: bool

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        try:
            values = list(self._values(rows))
        except ValueError as error:  # as SQLAlchemy itself does with a value that a type refuses
            raise StatementError(str(error), self.sql, None, error) from error
        connection.exec_driver_sql(
            self.sql,
            values if self.positional else [dict(zip(self.names, one, strict=True)) for one in values],
        )

    def _values(self, rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
        for row in map(itemgetter(*self.names), rows):
            if not self.writers:
                yield row
                continue
            values = list(row)
            for at, write in self.writers:
                values[at] = write(values[at])
            yield tuple(values)


# Dialects are few: one for each database that is open.


@lru_cache(maxsize=128)
def _adding(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(insert_into(dialect, table).on_conflict_do_nothing(), dialect, names)


@lru_cache(maxsize=128)
def _replacing(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(_in_its_place(insert_into(dialect, table), table, names), dialect, names)


@lru_cache(maxsize=128)
def _changing(dialect: Dialect, update: Update, names: tuple[str, ...]) -> _Prepared:
    return _prepared(update, dialect, names)


@lru_cache(maxsize=8)
def _keeping(dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    table, entries = schema.kept, schema.entries
    rest = [name for name in names if name != "entry_id"]
    read = (bindparam(name, type_=table.c[name].type) for name in rest)
    entry = select(entries.c.seq, *read).where(entries.c.id == bindparam("entry_id"))
    insert = insert_into(dialect, table).from_select(["entry_seq", *rest], entry)
    return _prepared(_in_its_place(insert, table, rest), dialect, None)


def _in_its_place(insert: Any, table: Table, names: Sequence[str]) -> Any:
    key = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in names if name not in key}
    return insert.on_conflict_do_update(index_elements=key, set_=rest)


def _prepared(statement: Any, dialect: Dialect, names: Sequence[str] | None) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    order = tuple(compiled.positiontup or compiled.binds)
    types = (compiled.binds[name].type.dialect_impl(dialect) for name in order)
    writers = ((at, kind.bind_processor(dialect)) for at, kind in enumerate(types))
    needed = tuple((at, write) for at, write in writers if write is not None)
    return _Prepared(compiled.string, order, needed, compiled.positional)
