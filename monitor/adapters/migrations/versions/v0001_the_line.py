"""The tables of the line: entries, figures, claims, told, alerts, deliveries, poll states, heartbeats."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table of the first version, on an empty database."""
    _poll_states()
    _entries()
    _figures()
    _claims()
    _alerts()
    _told()
    _deliveries()
    op.create_table(
        "heartbeats",
        sa.Column("daemon_id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("daemon_id", name="heartbeats_pk"),
    )


def _poll_states() -> None:
    op.create_table(
        "poll_states",
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("body_hash", sa.Text),
        sa.Column("last_polled_at", MOMENT),
        sa.Column("last_ok_at", MOMENT),
        sa.Column("seeded_at", MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("source_id", name="poll_states_pk"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        *_keys("entries"),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("revision", sa.String(20), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("published_at", MOMENT),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("entries_source_id", "entries", ["source_id"])


def _figures() -> None:
    op.create_table(
        "figures",
        *_keys("figures"),
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        *_value(),
        sa.Column("basis", sa.String(16), nullable=False),
        sa.Column("rule_id", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("span_start", sa.Integer, nullable=False),
        sa.Column("span_end", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("claimant", sa.Text),
        sa.Column("via", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("as_of", sa.Date),
        sa.Column("background", sa.Boolean, nullable=False),
        _reference("figures", "entry_id", "entries"),
        sa.UniqueConstraint(
            "entry_id", "field", "span_start", "span_end", "metric", name="figures_span_unique"
        ),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        _seq(),
        *_series(),
        sa.Column("figure_id", sa.String(20), nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        *_value(),
        sa.Column("stated_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="claims_pk"),
        _reference("claims", "figure_id", "figures"),
        sa.UniqueConstraint("series_key", "figure_id", name="claims_series_key_figure_id_unique"),
    )
    op.create_index("claims_figure_id", "claims", ["figure_id"])
    op.create_index("claims_topic_metric", "claims", ["topic", "metric", "stated_at", "seq"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        *_keys("alerts"),
        sa.Column("policy", sa.Text, nullable=False),
        *_series(),
        sa.Column("condition", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        *_value("before_", nullable=True),
        *_value("after_"),
        sa.Column("figure_id", sa.String(20), nullable=False),
        sa.Column("entry_id", sa.String(20), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        _reference("alerts", "figure_id", "figures"),
        _reference("alerts", "entry_id", "entries"),
        sa.UniqueConstraint("policy", "series_key", "condition", "level", name="alerts_decision_unique"),
    )


def _told() -> None:
    op.create_table(
        "told",
        _seq(),
        *_series(),
        *_value(),
        sa.Column("figure_id", sa.String(20), nullable=False),
        sa.Column("alert_id", sa.String(20)),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("stated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="told_pk"),
        _reference("told", "figure_id", "figures"),
        _reference("told", "alert_id", "alerts"),
        sa.UniqueConstraint("series_key", "figure_id", name="told_series_key_figure_id_unique"),
    )
    op.create_index("told_topic_metric", "told", ["topic", "metric", "series_key", "seq"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        *_keys("deliveries"),
        sa.Column("alert_id", sa.String(20), nullable=False),
        sa.Column("destination_id", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("error", sa.Text),
        sa.Column("possible_repeat", sa.Boolean, nullable=False),
        _reference("deliveries", "alert_id", "alerts"),
        sa.UniqueConstraint("alert_id", "destination_id", name="deliveries_alert_id_destination_id_unique"),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "due_at"])


def _seq() -> sa.Column[Any]:
    return sa.Column(
        "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False
    )


def _keys(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        _seq(),
        sa.Column("id", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=f"{table}_pk"),
        sa.UniqueConstraint("id", name=f"{table}_id_unique"),
    )


def _series() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("series_key", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("claimant", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("basis", sa.String(16), nullable=False),
    )


def _value(prefix: str = "", nullable: bool = False) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(f"{prefix}low", sa.BigInteger),
        sa.Column(f"{prefix}high", sa.BigInteger),
        sa.Column(f"{prefix}bound", sa.String(16), nullable=nullable),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"{table}_{column}_fk", deferrable=True, initially="DEFERRED"
    )
