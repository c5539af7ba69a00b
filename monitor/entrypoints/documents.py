"""What is stored, as JSON documents: what lists and scripts see beside `core.documents`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.adapters.queries import AlertRow, DeliveryRow, RulingRow, SeriesRow, SourceRow
from monitor.core.documents import Document, alert_document, series_fields, value_document
from monitor.core.hiding import without_keys
from monitor.core.polls import NEVER, interval
from monitor.core.specs import Polling
from monitor.model import Acknowledgement, Health, PollState, Ruling, Series, Silence, Source


def alert_row_document(row: AlertRow) -> Document:
    """An alert, how its deliveries stand, and who has seen it."""
    return {
        **alert_document(row.alert),
        "sent": row.sent,
        "open": row.open,
        "dead": row.dead,
        "acknowledged": acknowledged_document(row.seen),
    }


def acknowledged_document(seen: Sequence[Acknowledgement]) -> list[Document]:
    """Who has seen an alert, in order of time."""
    return [{"author": one.author, "note": one.note, "at": one.at.isoformat()} for one in seen]


def series_document(row: SeriesRow) -> Document:
    """A series: its fields, the value stated last, the value told last (null: none), how often it was printed."""
    return {
        **series_fields(row.series),
        "stated": value_document(row.value),
        "stated_at": row.stated_at.isoformat(),
        "told": value_document(row.told),
        "told_at": row.told_at.isoformat() if row.told_at else None,
        "claims": row.claims,
        "outlets": row.outlets,
    }


def source_document(source: Source, row: SourceRow | None, polling: Polling) -> Document:
    """A configured source, how it is, and how it is polled; times are null and counts 0 before its first poll."""
    state = row.state if row else PollState(source.id, NEVER)
    return {
        "id": source.id,
        "title": source.title,
        "language": source.language,
        "grade": source.grade,
        "enabled": source.enabled,
        "state": source_state(source, state),
        "state_since": _iso(state.health_since),
        "last_polled_at": _iso(state.last_polled_at),
        "last_ok_at": _iso(state.last_ok_at),
        "due_at": None if state.due_at == NEVER else _iso(state.due_at),
        "interval_s": round(interval(state, source, polling).total_seconds(), 3),
        "newest_at": _iso(state.news_at),
        "failures": state.failures,
        "last_error": state.last_error,
        "entries": row.entries if row else 0,
        "figures": row.figures if row else 0,
        "url": without_keys(source.url),
        "moved_to": without_keys(state.moved_to) if state.moved_to else None,
    }


SOURCE_STATES = (*(health.value for health in Health), "new", "off")
"""What `source_state` may be."""


def source_state(source: Source, state: PollState) -> str:
    """How a source is: off, new (not polled yet), or what its last polls say."""
    if not source.enabled:
        return "off"
    return state.health.value if state.last_polled_at else "new"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def delivery_document(row: DeliveryRow) -> Document:
    """A delivery and what its alert is about; for a notice `notice` names what, and the series' fields are null."""
    delivery = row.delivery
    return {
        "id": delivery.id,
        "alert_id": delivery.alert_id,
        "destination": delivery.destination_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at.isoformat(),
        "why": delivery.why,
        "possible_repeat": delivery.possible_repeat,
        "error": delivery.error,
        "condition": row.condition,
        "severity": row.severity,
        "decided_at": row.decided_at.isoformat(),
        "notice": row.subject,
        **(series_fields(row.series) if row.series else dict.fromkeys(_SERIES_FIELDS)),
    }


_SERIES_FIELDS = ("topic", "metric", "claimant", "subject", "basis")


def silence_document(silence: Silence, now: datetime) -> Document:
    """A silence, and whether it still holds; `matchers` has every key, null where anything matches."""
    matchers = {name: silence.matchers.get(name) for name in ("topic", "metric", "claimant", "condition")}
    return {
        "id": silence.id,
        "matchers": matchers,
        "until": silence.until.isoformat(),
        "author": silence.author,
        "reason": silence.reason,
        "made_at": silence.made_at.isoformat(),
        "holds": now < silence.until,
    }


def ruling_document(row: RulingRow) -> Document:
    """What was decided about one claim of a figure, by which conditions and why."""
    return {
        **said_document(row.series, row),
        "decided_at": row.decided_at.isoformat(),
        "alert_id": row.alert_id,
    }


def said_document(series: Series, ruled: Ruling | RulingRow) -> Document:
    """What the conditions said to a claim of a series, and what came of it."""
    return {
        **series_fields(series),
        "outcome": ruled.outcome,
        "verdicts": [
            {
                "condition": verdict.condition,
                "fires": verdict.fires,
                "reason": verdict.reason,
                "arithmetic": verdict.arithmetic,
            }
            for verdict in ruled.verdicts
        ],
    }
