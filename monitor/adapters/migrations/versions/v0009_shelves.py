"""What a source's entries are known by, and how they were read, stands together in the file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.model import key_of

revision = "0009"
down_revision = "0008"

MOVED = ("threads", "entry_keys", "kept")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Build threads, keys and readings anew in the new order; every table is gone through once, in SQL.

    No text is looked at: which entry is whose source's is in an index of `entries`, and so is where each entry stands.
    """
    if op.get_bind().dialect.name == "postgresql":
        # What the migrations before wrote is to be checked first, and two tables cannot share a key's name.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in MOVED:
            op.drop_constraint(f"{table}_pk", table)
    for table in MOVED:
        op.rename_table(table, f"former_{table}")
    _make()
    _say_where_threads_stand()
    op.execute(
        "INSERT INTO threads (shelf, thread, entry_id) SELECT p.shelf, t.thread, t.entry_id "
        "FROM former_threads t JOIN places p ON p.thread = t.thread ORDER BY p.shelf, t.thread"
    )
    op.execute(
        "INSERT INTO entry_keys (shelf, key, thread) SELECT p.shelf, k.key, k.thread "
        "FROM former_entry_keys k JOIN places p ON p.thread = k.thread ORDER BY p.shelf, k.key, k.thread"
    )
    read = "language, tongues, rules, names, figures"
    op.execute(
        f"INSERT INTO kept (entry_seq, {read}) SELECT e.seq, k.{read.replace(', ', ', k.')} "
        "FROM former_kept k JOIN entries e ON e.id = k.entry_id ORDER BY e.seq"
    )
    for table in ("places", "seats", "shelves", *(f"former_{table}" for table in MOVED)):
        op.drop_table(table)


def _make() -> None:
    op.create_table(
        "threads",
        sa.Column("shelf", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("shelf", "thread", name="threads_pk"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="threads_entry_id_fk", deferrable=True, initially="DEFERRED"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_keys",
        sa.Column("shelf", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shelf", "key", "thread", name="entry_keys_pk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kept",
        sa.Column("entry_seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("tongues", sa.String(20), nullable=False),
        sa.Column("rules", sa.String(20), nullable=False),
        sa.Column("names", sa.String(20), nullable=False),
        sa.Column("figures", sa.Text),
        sa.PrimaryKeyConstraint("entry_seq", name="kept_pk"),
        sa.ForeignKeyConstraint(
            ["entry_seq"], ["entries.seq"], name="kept_entry_seq_fk", deferrable=True, initially="DEFERRED"
        ),
    )


def _say_where_threads_stand() -> None:
    """The shelf of each thread, in three small tables that are gone afterwards."""
    connection = op.get_bind()
    text = sa.Column("source_id", sa.Text, primary_key=True)
    shelves = op.create_table("shelves", text, sa.Column("shelf", sa.Integer, nullable=False))
    sources = connection.execute(sa.text("SELECT DISTINCT source_id FROM entries")).scalars().all()
    if sources:
        rows = [{"source_id": one, "shelf": key_of("shelf", one) >> 40} for one in sources]
        connection.execute(shelves.insert(), rows)
    op.create_table(
        "seats",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("thread", sa.BigInteger, nullable=False),
    )
    op.execute(
        "INSERT INTO seats (seq, thread) SELECT e.seq, t.thread "
        "FROM former_threads t JOIN entries e ON e.id = t.entry_id ORDER BY e.seq"
    )
    op.create_table(
        "places",
        sa.Column("thread", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("shelf", sa.Integer, nullable=False),
    )
    op.execute(
        "INSERT INTO places (thread, shelf) SELECT s.thread, h.shelf "
        "FROM entries e JOIN seats s ON s.seq = e.seq JOIN shelves h ON h.source_id = e.source_id "
        "ORDER BY s.thread"
    )
