"""Deliveries know their route; what is acknowledged may be a notice as well as an alert."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what a cap per route needs, and let go of the reference that only alerts fulfil."""
    op.add_column("deliveries", sa.Column("route", sa.String(20)))
    with op.batch_alter_table("acknowledgements") as table:
        table.drop_constraint("acknowledgements_alert_id_fk", type_="foreignkey")
