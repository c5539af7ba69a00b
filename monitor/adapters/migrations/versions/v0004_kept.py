"""Readings are kept beside their entries; an entry knows whether it was an edit; entries by when they were seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what a backtest needs to be quick; what is stored stays as it is, and counts as not read yet."""
    op.create_table(
        "kept",
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("tongues", sa.String(20), nullable=False),
        sa.Column("rules", sa.String(20), nullable=False),
        sa.Column("names", sa.String(20), nullable=False),
        sa.Column("figures", sa.Text),
        sa.PrimaryKeyConstraint("entry_id", name="kept_pk"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="kept_entry_id_fk", deferrable=True, initially="DEFERRED"
        ),
    )
    op.add_column("entries", sa.Column("edited", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("entries_seen_at", "entries", ["seen_at", "seq"])
