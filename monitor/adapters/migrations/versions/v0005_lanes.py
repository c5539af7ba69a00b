"""Destinations rest; a delivery knows when it was tried, what a person forgave, and whether its end was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add lanes and what deliveries know more; what is dead already is told once, at the first look."""
    op.create_table(
        "lanes",
        sa.Column("destination_id", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("destination_id", name="lanes_pk"),
    )
    op.add_column("deliveries", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.add_column("deliveries", sa.Column("forgiven", sa.Integer, nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("announced", sa.Boolean, nullable=False, server_default=sa.false()))
