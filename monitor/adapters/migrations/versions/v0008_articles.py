"""Which entries wait for the article that they link to, or will never have it, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table; what is stored waits for nothing."""
    op.create_table(
        "articles",
        sa.Column("thread", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("thread", name="articles_pk"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="articles_entry_id_fk", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("articles_due", "articles", ["source_id", "due_at"])
