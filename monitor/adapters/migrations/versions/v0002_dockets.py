"""Dockets, rulings, silences, acknowledgements; alerts that are silenced, deliveries that are sent together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what settling, silencing and explaining need; what is stored stays as it is."""
    _dockets()
    _rulings()
    _silences()
    _acknowledgements()
    _notices()
    op.create_table(
        "readings",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="readings_pk"),
    )
    op.add_column("alerts", sa.Column("silence_id", sa.String(20)))
    op.add_column("deliveries", sa.Column("bundle", sa.Text))
    op.add_column("deliveries", sa.Column("why", sa.Text))
    op.add_column("deliveries", sa.Column("planned_at", MOMENT))
    op.create_index("deliveries_bundle", "deliveries", ["destination_id", "bundle"])
    op.create_index("deliveries_destination_due", "deliveries", ["destination_id", "due_at"])


def _dockets() -> None:
    op.create_table(
        "dockets",
        _seq(),
        sa.Column("series_key", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("figure_id", sa.String(20), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="dockets_pk"),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figures.id"], name="dockets_figure_id_fk", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("series_key", "figure_id", name="dockets_series_key_figure_id_unique"),
    )
    op.create_index("dockets_due", "dockets", ["due_at", "topic", "metric"])


def _rulings() -> None:
    op.create_table(
        "rulings",
        _seq(),
        sa.Column("series_key", sa.Text, nullable=False),
        sa.Column("figure_id", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("verdicts", sa.Text, nullable=False),
        sa.Column("alert_id", sa.String(20)),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="rulings_pk"),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figures.id"], name="rulings_figure_id_fk", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("rulings_figure_id", "rulings", ["figure_id"])
    op.create_index("rulings_decided_at", "rulings", ["decided_at"])


def _silences() -> None:
    op.create_table(
        "silences",
        _seq(),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("matchers", sa.Text, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="silences_pk"),
        sa.UniqueConstraint("id", name="silences_id_unique"),
    )


def _acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        _seq(),
        sa.Column("alert_id", sa.String(20), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="acknowledgements_pk"),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alerts.id"],
            name="acknowledgements_alert_id_fk",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.UniqueConstraint("alert_id", "author", name="acknowledgements_alert_id_author_unique"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        _seq(),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("condition", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("since", MOMENT),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="notices_pk"),
        sa.UniqueConstraint("id", name="notices_id_unique"),
    )
    op.create_index("notices_condition_subject", "notices", ["condition", "subject", "seq"])
    # A delivery brings an alert or a notice from now on.
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint("deliveries_alert_id_fk", type_="foreignkey")


def _seq() -> sa.Column[int]:
    return sa.Column(
        "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False
    )
