"""The tables, as SQLAlchemy Core sees them; migrations/ builds the same tables step by step.

Facts (entries, figures, claims, told, alerts, acknowledgements) are only ever added.  Mutable are
poll_states, threads, articles, dockets, deliveries, lanes, silences (they may end earlier), kept, heartbeats;
rulings are kept for a while.  Every fact has two keys: `seq`, the order of insertion on which
nothing depends that a clock could upset, and a unique key of content, which makes every write safe
to repeat.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

REVISION = "0009"
"""The newest migration: what a database must be at for this code to use it."""

VERSION_TABLE = "tollwatch_version"
"""Our own name for Alembic's table, so that a shared PostgreSQL database keeps both applications apart."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always timezone-aware UTC on the way out.  Does not accept a naive one on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC)

    # SQLite has no moments, only texts.  SQLAlchemy writes and reads the same ones, four times as slowly, and every
    # row that a poll touches has seven of them.

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _moment_to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _moment_of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment_to_text(moment: datetime | None) -> str | None:
    """`2026-01-16 09:30:00.000000`, of the moment in UTC.  Raises ValueError for one without a time zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone cannot be stored: {moment.isoformat()}")
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _moment_of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Words(TypeDecorator[str]):
    """Text from outside, in which a database may refuse characters: NUL and lone surrogates become U+FFFD.

    One character for one, so that offsets into the text still hold.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return _storable(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _storable  # every text of every entry goes through here


def _storable(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        value.encode()  # refuses lone surrogates, and is done with a text before a pattern has begun
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("\ufffd", value)
    return value.replace("\0", "\ufffd")


class Seconds(TypeDecorator[timedelta]):
    """A length of time, kept as seconds."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
    }
)


def _seq() -> Column[int]:
    return Column("seq", BigInteger().with_variant(Integer(), "sqlite"), Identity(), primary_key=True)


def _id() -> Column[str]:
    return Column("id", String(20), nullable=False, unique=True)


_DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def _reference(name: str, target: str, **options: Any) -> Column[str]:
    # Deferred to the commit: within one transaction facts may arrive in any order.
    return Column(name, String(20), ForeignKey(target, **_DEFERRED), **options)


def _series() -> tuple[Column[Any], ...]:
    return (
        Column("series_key", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("metric", Text, nullable=False),
        Column("claimant", Text),
        Column("subject", Text),
        Column("basis", String(16), nullable=False),
    )


def _value(prefix: str = "", nullable: bool = False) -> tuple[Column[Any], ...]:
    return (
        Column(f"{prefix}low", BigInteger),
        Column(f"{prefix}high", BigInteger),
        Column(f"{prefix}bound", String(16), nullable=nullable),
    )


poll_states = Table(
    "poll_states",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Words),
    Column("last_polled_at", UtcDateTime),
    Column("last_ok_at", UtcDateTime),
    Column("seeded_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("last_error", Words),
    Column("asked", Text),
    Column("health", String(16), nullable=False, server_default="ok"),
    Column("health_since", UtcDateTime),
    Column("configured", String(20)),
    Column("rate", Double),
    Column("gap", Seconds),
    Column("news_at", UtcDateTime),
    Column("holds", Integer),
    Column("feed_asks", Seconds),
    Column("server_asks", Seconds),
    Column("interval", Seconds),
    Column("moved_to", Words),
    Column("moved_at", UtcDateTime),
    Column("pointed_to", Words),
    Column("pointed", Integer, nullable=False, server_default="0"),
    Index("poll_states_due", "due_at", "source_id"),
    Index("poll_states_polled", "last_polled_at"),
)

# `id` is the hash of (source_id, guid, revision) and so their unique key.  A constraint on the
# three columns themselves would fail on PostgreSQL for guids over 2.7 kB, which feeds do have.
entries = Table(
    "entries",
    metadata,
    _seq(),
    _id(),
    Column("source_id", Text, nullable=False, index=True),
    Column("guid", Words, nullable=False),
    Column("revision", String(20), nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("language", Text),
    Column("published_at", UtcDateTime),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("edited", Boolean, nullable=False, server_default=false()),
    Column("stood", Text),
    Index("entries_seen_at", "seen_at", "seq"),
)


def _shelf() -> Column[int]:
    # A hash of the source (`rows.shelf_of`).  The rest of the key is random: without it, every row that a feed looks
    # for or writes lies on another page of the file.  Two sources on one shelf do no harm.
    return Column("shelf", Integer, primary_key=True, autoincrement=False)


# One entry in all its revisions, and which is the newest.
threads = Table(
    "threads",
    metadata,
    _shelf(),
    Column("thread", BigInteger, primary_key=True, autoincrement=False),
    _reference("entry_id", "entries.id", nullable=False),
    sqlite_with_rowid=False,
)

# What threads are known by (`core.identity`): hashes that hold the source.
entry_keys = Table(
    "entry_keys",
    metadata,
    _shelf(),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("thread", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The entries whose article is not read: one row an entry in all its revisions, `due_at` NULL where it never will be.
articles = Table(
    "articles",
    metadata,
    Column("thread", BigInteger, primary_key=True, autoincrement=False),
    _reference("entry_id", "entries.id", nullable=False),
    Column("source_id", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("reason", Words),
    Index("articles_due", "source_id", "due_at"),
)

# How each entry was read last, in the order of the entries; `figures` is JSON, NULL where there was none.
kept = Table(
    "kept",
    metadata,
    Column(
        "entry_seq",
        BigInteger().with_variant(Integer(), "sqlite"),
        ForeignKey("entries.seq", **_DEFERRED),
        primary_key=True,
        autoincrement=False,
    ),
    Column("language", Text, nullable=False),
    Column("tongues", String(20), nullable=False),
    Column("rules", String(20), nullable=False),
    Column("names", String(20), nullable=False),
    Column("figures", Words),
)

figures = Table(
    "figures",
    metadata,
    _seq(),
    _id(),
    _reference("entry_id", "entries.id", nullable=False),
    Column("metric", Text, nullable=False),
    *_value(),
    Column("basis", String(16), nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("quote", Words, nullable=False),
    Column("field", String(16), nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("subject", Text),
    Column("claimant", Text),
    Column("via", Text),
    Column("place", Words),
    Column("as_of", Date),
    Column("background", Boolean, nullable=False),
    UniqueConstraint("entry_id", "field", "span_start", "span_end", "metric", name="figures_span_unique"),
)

claims = Table(
    "claims",
    metadata,
    _seq(),
    *_series(),
    _reference("figure_id", "figures.id", nullable=False, index=True),
    Column("source_id", Text, nullable=False),
    *_value(),
    Column("stated_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("series_key", "figure_id"),
    Index("claims_topic_metric", "topic", "metric", "stated_at", "seq"),
)

told = Table(
    "told",
    metadata,
    _seq(),
    *_series(),
    *_value(),
    _reference("figure_id", "figures.id", nullable=False),
    _reference("alert_id", "alerts.id"),
    Column("told_at", UtcDateTime, nullable=False),
    Column("stated_at", UtcDateTime, nullable=False),
    UniqueConstraint("series_key", "figure_id"),
    Index("told_topic_metric", "topic", "metric", "series_key", "seq"),
)

alerts = Table(
    "alerts",
    metadata,
    _seq(),
    _id(),
    Column("policy", Text, nullable=False),
    *_series(),
    Column("condition", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    *_value("before_", nullable=True),
    *_value("after_"),
    _reference("figure_id", "figures.id", nullable=False),
    _reference("entry_id", "entries.id", nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("explanation", Words, nullable=False),
    Column("silence_id", String(20)),
    UniqueConstraint("policy", "series_key", "condition", "level", name="alerts_decision_unique"),
)

notices = Table(
    "notices",
    metadata,
    _seq(),
    _id(),
    Column("condition", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("since", UtcDateTime),
    Column("decided_at", UtcDateTime, nullable=False),
    Index("notices_condition_subject", "condition", "subject", "seq"),
)

# `alert_id` names an alert or a notice; ids are hashes, so that no two facts share one.
deliveries = Table(
    "deliveries",
    metadata,
    _seq(),
    _id(),
    Column("alert_id", String(20), nullable=False),
    Column("destination_id", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("error", Words),
    Column("possible_repeat", Boolean, nullable=False),
    Column("bundle", Text),
    Column("why", Text),
    Column("planned_at", UtcDateTime),
    Column("route", String(20)),
    Column("tried_at", UtcDateTime),
    Column("forgiven", Integer, nullable=False, server_default="0"),
    Column("announced", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("alert_id", "destination_id"),
    Index("deliveries_due", "state", "due_at"),
    Index("deliveries_bundle", "destination_id", "bundle"),
    Index("deliveries_destination_due", "destination_id", "due_at"),
)

# A destination rests from `since` until `until`: its own pace, or because it asked for a pause.
lanes = Table(
    "lanes",
    metadata,
    Column("destination_id", Text, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

dockets = Table(
    "dockets",
    metadata,
    _seq(),
    Column("series_key", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("metric", Text, nullable=False),
    _reference("figure_id", "figures.id", nullable=False),
    Column("filed_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    UniqueConstraint("series_key", "figure_id"),
    Index("dockets_due", "due_at", "topic", "metric"),
)

rulings = Table(
    "rulings",
    metadata,
    _seq(),
    Column("series_key", Text, nullable=False),
    _reference("figure_id", "figures.id", nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("verdicts", Words, nullable=False),
    Column("alert_id", String(20)),
    Column("decided_at", UtcDateTime, nullable=False, index=True),
)

silences = Table(
    "silences",
    metadata,
    _seq(),
    _id(),
    Column("matchers", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

# `alert_id` names an alert or a notice here too.
acknowledgements = Table(
    "acknowledgements",
    metadata,
    _seq(),
    Column("alert_id", String(20), nullable=False),
    Column("author", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("alert_id", "author"),
)

readings = Table(
    "readings",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("daemon_id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
