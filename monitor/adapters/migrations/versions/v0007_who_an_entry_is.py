"""Threads, and the keys that they are known by; which passages of an edit stood before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.model import key_of

revision = "0007"
down_revision = "0006"

PAGE = 10_000  # entries: a store of years is gone through in pieces

ENTRIES = sa.table(
    "entries",
    sa.column("seq", sa.BigInteger),
    sa.column("id", sa.String),
    sa.column("source_id", sa.Text),
    sa.column("guid", sa.Text),
    sa.column("revision", sa.String),
)


def upgrade() -> None:
    """Add the tables, and give to what is stored the keys that it was known by until now: guid and words.

    Its links and dates are remembered when a feed brings it again.
    """
    op.add_column("entries", sa.Column("stood", sa.Text))
    op.create_table(
        "threads",
        sa.Column("thread", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("thread", name="threads_pk"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="threads_entry_id_fk", deferrable=True, initially="DEFERRED"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_keys",
        sa.Column("key", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "thread", name="entry_keys_pk"),
        sqlite_with_rowid=False,
    )
    for page in _pages():
        _fill(page)


def _pages() -> Iterator[Sequence[sa.Row[Any]]]:
    after = 0
    while True:
        query = sa.select(ENTRIES).where(ENTRIES.c.seq > after).order_by(ENTRIES.c.seq).limit(PAGE)
        page = op.get_bind().execute(query).all()
        if not page:
            return
        yield page
        after = page[-1].seq


def _fill(page: Sequence[sa.Row[Any]]) -> None:
    """The threads and keys of some entries, in the order in which they were stored: the last one is the newest."""
    heads: dict[int, str] = {}
    known: dict[tuple[int, int], None] = {}
    for entry in page:
        thread = key_of("thread", entry.source_id, entry.guid)
        heads[thread] = entry.id
        known[key_of("guid", entry.source_id, entry.guid), thread] = None
        known[key_of("words", entry.source_id, entry.revision), thread] = None
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO threads (thread, entry_id) VALUES (:thread, :entry_id) "
            "ON CONFLICT (thread) DO UPDATE SET entry_id = excluded.entry_id"
        ),
        [{"thread": thread, "entry_id": id_} for thread, id_ in heads.items()],
    )
    connection.execute(
        sa.text("INSERT INTO entry_keys (key, thread) VALUES (:key, :thread) ON CONFLICT DO NOTHING"),
        [{"key": key, "thread": thread} for key, thread in known],
    )
