"""What is stored, as JSON documents: the one shape that lists, the demo and scripts see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.adapters.queries import AlertRow, DeliveryRow, RulingRow, SeriesRow, SourceRow
from monitor.model import Acknowledgement, Alert, Move, Series, Silence, Source, Standing, Value, Verdict

Document = dict[str, Any]


def alert_document(alert: Alert) -> Document:
    """An alert with its whole explanation; the same for `demo`, `alerts` and `alerts ID`.

    id, decided_at, severity, condition, policy, series fields (topic, metric, claimant, subject,
    basis), claimant_name/class/grade, before and after ({low, high, bound}, before null for a first
    figure), reasons, quote, outlet, url, entry_title, published_at, seen_at, via, rule, standings,
    estimate, next_triggers, also (the other series it tells), printed_by, silenced (a silence's id or
    null), figure_id, entry_id.
    """
    why = alert.explanation
    return {
        "id": alert.id,
        "decided_at": alert.decided_at.isoformat(),
        "severity": alert.severity.value,
        "condition": alert.condition,
        "policy": alert.policy,
        **series_fields(alert.series),
        "topic_title": why.topic_title,
        "claimant_name": why.claimant_name,
        "claimant_class": why.claimant_class,
        "claimant_grade": why.claimant_grade,
        "before": value_document(alert.before),
        "after": value_document(alert.after),
        "reasons": [_reason(verdict) for verdict in why.reasons],
        "quote": why.quote,
        "outlet": why.outlet,
        "url": why.url,
        "entry_title": why.entry_title,
        "published_at": why.published_at.isoformat() if why.published_at else None,
        "seen_at": why.seen_at.isoformat(),
        "via": why.via,
        "printed_by": [{"outlet": printed.outlet, "url": printed.url} for printed in why.printed_by],
        "also": [_move(move) for move in why.also],
        "rule": why.rule_id,
        "rule_version": why.rule_version,
        "standings": [_standing(standing) for standing in why.standings],
        "estimate": {"low": why.estimate.low, "best": why.estimate.best, "high": why.estimate.high}
        if why.estimate
        else None,
        "next_triggers": list(why.next_triggers),
        "silenced": alert.silence_id,
        "figure_id": alert.figure_id,
        "entry_id": alert.entry_id,
    }


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


def source_document(source: Source, row: SourceRow | None) -> Document:
    """A configured source and its poll state; times are null and counts 0 before its first poll."""
    return {
        "id": source.id,
        "title": source.title,
        "language": source.language,
        "grade": source.grade,
        "enabled": source.enabled,
        "last_polled_at": row.last_polled_at.isoformat() if row and row.last_polled_at else None,
        "last_ok_at": row.last_ok_at.isoformat() if row and row.last_ok_at else None,
        "due_at": row.due_at.isoformat() if row else None,
        "failures": row.failures if row else 0,
        "last_error": row.last_error if row else None,
        "entries": row.entries if row else 0,
        "figures": row.figures if row else 0,
        "url": _without_password(source.url),
    }


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
        **series_fields(row.series),
        "outcome": row.outcome,
        "decided_at": row.decided_at.isoformat(),
        "alert_id": row.alert_id,
        "verdicts": [
            {
                "condition": verdict.condition,
                "fires": verdict.fires,
                "reason": verdict.reason,
                "arithmetic": verdict.arithmetic,
            }
            for verdict in row.verdicts
        ],
    }


def series_fields(series: Series) -> Document:
    """topic, metric, claimant, subject, basis: by ids of the configuration, null for nobody and nothing."""
    return {
        "topic": series.topic,
        "metric": series.metric,
        "claimant": series.claimant,
        "subject": series.subject,
        "basis": series.basis.value,
    }


def value_document(value: Value | None) -> Document | None:
    """A number with its bound, or null."""
    return None if value is None else {"low": value.low, "high": value.high, "bound": value.bound.value}


def _reason(verdict: Verdict) -> Document:
    return {
        "condition": verdict.condition,
        "severity": verdict.severity.value,
        "reason": verdict.reason,
        "arithmetic": verdict.arithmetic,
    }


def _move(move: Move) -> Document:
    return {
        "claimant": move.claimant,
        "name": move.name,
        "subject": move.subject,
        "before": value_document(move.before),
        "after": value_document(move.after),
    }


def _standing(standing: Standing) -> Document:
    return {
        "claimant": standing.claimant,
        "name": standing.name,
        "grade": standing.grade,
        "low": standing.low,
        "high": standing.high,
        "bound": standing.bound.value,
        "stated_at": standing.stated_at.isoformat(),
    }


def _without_password(url: str) -> str:
    """An address without the name and password that may stand before its host."""
    return re.sub(r"(?<=://)[^/\s]*@", "***@", url)
