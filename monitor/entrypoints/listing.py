"""`tollwatch alerts`, `series`, `sources` and `deliveries`: what is stored, listed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.adapters import queries
from monitor.adapters.store import SqlStore, open_store
from monitor.config import load
from monitor.config.shapes import near_miss
from monitor.core.documents import alert_document
from monitor.core.render import render
from monitor.core.words import spoken
from monitor.entrypoints.dispatching import known_recipient
from monitor.entrypoints.documents import (
    SOURCE_STATES,
    acknowledged_document,
    alert_row_document,
    delivery_document,
    series_document,
    source_document,
)
from monitor.entrypoints.options import ListFormat, existing
from monitor.entrypoints.tables import Column, Document, Listing, emit, moment
from monitor.entrypoints.telemetry import plural, span
from monitor.errors import UsageError
from monitor.model import Bound, DeliveryState, Value

Shown = Callable[[Document], str]


def alerts(database: str, limit: int, format: ListFormat) -> int:
    """List the newest alerts first; 0."""
    with _stored(database) as store:
        rows = queries.list_alerts(store, limit)
    emit(ALERTS, [alert_row_document(row) for row in rows], format)
    return 0


def alert(database: str, alert_id: str, format: ListFormat) -> int:
    """Show one alert in full, by its id or the beginning of it; 0.  Raises UsageError for none and for several."""
    with _stored(database) as store:
        found = queries.find_alert(store, alert_id)
        sent = queries.deliveries_of(store, found.id)
        seen = queries.acknowledgements_of(store, found.id)
    if format is ListFormat.JSON:
        document = {**alert_document(found), "acknowledged": acknowledged_document(seen)}
        print(json.dumps(document, ensure_ascii=False))
        return 0
    print(render(found).text)
    for delivery in sent:
        error = f": {delivery.error}" if delivery.error else ""
        tries = plural(delivery.attempts, "attempt")
        why = f", with others ({delivery.why})" if delivery.why else ""
        print(f"to {delivery.destination_id}: {delivery.state.value} after {tries}{why}{error}")
    if found.silence_id:
        print(f"silenced by {found.silence_id}: nobody was messaged")
    for one in seen:
        print(f"seen by {one.author} on {one.at:%d %b %Y %H:%M} UTC{f': {one.note}' if one.note else ''}")
    return 0


def series(database: str, topic: str | None, format: ListFormat) -> int:
    """List every series, or those of a topic; 0.  Raises UsageError for a topic that nothing is stored of."""
    with _stored(database) as store:
        rows = queries.list_series(store, topic)
        known = sorted({row.series.topic for row in queries.list_series(store)}) if topic and not rows else []
    if known:
        raise UsageError(f"nothing is stored of a topic {topic!r}; there is {', '.join(known)}")
    emit(SERIES, [series_document(row) for row in rows], format)
    return 0


def sources(config: Path, database: str, format: ListFormat, state: str | None = None) -> int:
    """List the configured sources, or those in one state, with how they are and how they are polled; 0.

    Raises UsageError for a state that does not exist.
    """
    if state is not None and state not in SOURCE_STATES:
        raise _no_state(state, SOURCE_STATES)
    book = load(existing(config), os.environ, wait=True)
    with _stored(database) as store:
        rows = {row.source_id: row for row in queries.list_sources(store)}
    polling = book.settings.polling
    documents = [source_document(one, rows.get(one.id), polling) for one in book.sources.values()]
    shown = [document for document in documents if state in (None, document["state"])]
    emit(SOURCES if state is None else replace(SOURCES, nothing=f"no source is {state}"), shown, format)
    return 0


def deliveries(
    database: str, limit: int, format: ListFormat, state: str | None = None, destination: str | None = None
) -> int:
    """List the newest deliveries first, those in one state or to one destination if asked; 0.

    Raises UsageError for a state that does not exist and a destination that nothing ever went to.
    """
    wanted = _state(state)
    with _stored(database) as store:
        known_recipient(store, destination)
        rows = queries.list_deliveries(store, wanted, limit, destination)
    emit(DELIVERIES, [delivery_document(row) for row in rows], format)
    return 0


def _state(word: str | None) -> DeliveryState | None:
    states = [state.value for state in DeliveryState]
    if word is None or word in states:
        return DeliveryState(word) if word else None
    raise _no_state(word, states)


def _no_state(word: str, states: Sequence[str]) -> UsageError:
    hint = near_miss(word, states)
    return UsageError(f"there is no state `{word}`; {hint or 'one of ' + ', '.join(states)}")


@contextmanager
def _stored(database: str) -> Iterator[SqlStore]:
    store = open_store(database)
    try:
        yield store
    finally:
        store.close()


# ── how each kind is shown ──────────────────────────────────────────────────────────────────


def _value(document: Document | None) -> str:
    if document is None:
        return "–"
    return spoken(Value(document["low"], document["high"], Bound(document["bound"])))


def _about(document: Document) -> str:
    if document["metric"] is None:
        return str(document["notice"])
    subject = f" {document['subject']}" if document["subject"] else ""
    basis = "" if document["basis"] == "total" else f" ({document['basis']})"
    return f"{document['metric'].replace('_', ' ')}{subject}{basis}"


def _text(name: str, missing: str = "–") -> Shown:
    def shown(document: Document) -> str:
        value = document[name]
        if value is None:
            return missing
        return f"{value:,}" if isinstance(value, int) else str(value)

    return shown


def _words(name: str) -> Shown:
    return lambda document: str(document[name]).replace("_", " ")


def _when(name: str) -> Shown:
    return lambda document: moment(document[name])


def _heard(document: Document) -> str:
    """What became of an alert: kept back by a silence, or seen by somebody."""
    seen = ", ".join(one["author"] for one in document["acknowledged"])
    return "; ".join((["silenced"] if document["silenced"] else []) + ([f"seen by {seen}"] if seen else []))


_SERIES_FIELDS = ("topic", "metric", "claimant", "subject", "basis")

ALERTS = Listing(
    columns=(
        Column("id", lambda document: document["id"][:8]),
        Column("decided (UTC)", _when("decided_at")),
        Column("severity", _text("severity"), spare=2),
        Column("why", _words("condition"), spare=1),
        Column("what", _about),
        Column("who", _text("claimant_name")),
        Column("before", lambda document: _value(document["before"]), right=True),
        Column("now", lambda document: _value(document["after"]), right=True),
        Column("topic", _text("topic"), spare=3),
        Column("", _heard),
    ),
    csv_fields=(
        "id",
        "decided_at",
        "severity",
        "condition",
        *_SERIES_FIELDS,
        "claimant_name",
        *(f"{side}.{name}" for side in ("before", "after") for name in ("low", "high", "bound")),
        "quote",
        "outlet",
        "url",
        "rule",
        "silenced",
        "sent",
        "open",
        "dead",
    ),
    nothing="no alerts yet",
)
SERIES = Listing(
    columns=(
        Column("topic", _text("topic"), spare=1),
        Column("what", _about),
        Column("who", _text("claimant", "nobody named")),
        Column("stated last", lambda document: _value(document["stated"]), right=True),
        Column("stated (UTC)", _when("stated_at")),
        Column("told last", lambda document: _value(document["told"]), right=True),
        Column("told (UTC)", _when("told_at"), spare=2),
        Column("claims", _text("claims"), right=True, spare=3),
        Column("outlets", _text("outlets"), right=True, spare=4),
    ),
    csv_fields=(
        *_SERIES_FIELDS,
        *(f"stated.{name}" for name in ("low", "high", "bound")),
        "stated_at",
        *(f"told.{name}" for name in ("low", "high", "bound")),
        "told_at",
        "claims",
        "outlets",
    ),
    nothing="no figures yet",
)
SOURCES = Listing(
    columns=(
        Column("source", _text("id")),
        Column("title", _text("title"), spare=7),
        Column("language", _text("language"), spare=6),
        Column("grade", _text("grade"), spare=5),
        Column("state", _text("state")),
        Column("last poll (UTC)", _when("last_polled_at")),
        Column("next (UTC)", lambda document: moment(document["due_at"]) if document["enabled"] else "–"),
        Column("each", lambda document: span(timedelta(seconds=document["interval_s"])), right=True, spare=1),
        Column("entries", _text("entries"), right=True, spare=4),
        Column("figures", _text("figures"), right=True, spare=3),
        Column("failures", _text("failures"), right=True, spare=2),
        Column("moved to", _text("moved_to", ""), optional=True),
        Column("last error", _text("last_error", ""), optional=True),
    ),
    csv_fields=(
        "id",
        "title",
        "language",
        "grade",
        "enabled",
        "last_polled_at",
        "last_ok_at",
        "due_at",
        "failures",
        "last_error",
        "entries",
        "figures",
        "url",
        "state",
        "state_since",
        "interval_s",
        "newest_at",
        "moved_to",
    ),
    nothing="no sources are configured",
)
DELIVERIES = Listing(
    columns=(
        Column("id", lambda document: document["id"][:8]),
        Column("alert", lambda document: document["alert_id"][:8], spare=1),
        Column("to", _text("destination")),
        Column("state", _text("state")),
        Column("attempts", _text("attempts"), right=True),
        Column("due (UTC)", _when("due_at")),
        Column("why", _words("condition"), spare=1),
        Column("topic", _text("topic"), spare=3),
        Column("what", _about, spare=4),
        Column("repeat?", lambda document: "possible" if document["possible_repeat"] else "", spare=2),
        Column("last error", _text("error", "")),
    ),
    csv_fields=(
        "id",
        "alert_id",
        "destination",
        "state",
        "attempts",
        "due_at",
        "possible_repeat",
        "error",
        "condition",
        "severity",
        "decided_at",
        *_SERIES_FIELDS,
        "notice",
    ),
    nothing="no deliveries yet",
)
