"""A source has a state, a rhythm and perhaps another address; what is due is found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what poll states know more; what fails is failing, of the rest the next poll tells."""
    for name, kind in (
        ("asked", sa.Text),
        ("health_since", _MOMENT),
        ("configured", sa.String(20)),
        ("rate", sa.Double),
        ("gap", sa.Double),
        ("news_at", _MOMENT),
        ("holds", sa.Integer),
        ("feed_asks", sa.Double),
        ("server_asks", sa.Double),
        ("interval", sa.Double),
        ("moved_to", sa.Text),
        ("moved_at", _MOMENT),
        ("pointed_to", sa.Text),
    ):
        op.add_column("poll_states", sa.Column(name, kind))
    op.add_column("poll_states", sa.Column("health", sa.String(16), nullable=False, server_default="ok"))
    op.add_column("poll_states", sa.Column("pointed", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE poll_states SET health = 'failing' WHERE failures > 0")
    op.create_index("poll_states_due", "poll_states", ["due_at", "source_id"])
    op.create_index("poll_states_polled", "poll_states", ["last_polled_at"])
