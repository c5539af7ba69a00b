"""What is told as JSON documents: the one shape that lists, the demo, scripts and receivers of JSON see."""

from __future__ import annotations

from typing import Any

from monitor.core.words import QUOTE, shortened, to_acknowledge, to_silence, unverified
from monitor.model import Alert, Estimate, Move, Notice, Series, Standing, Value, Verdict

Document = dict[str, Any]


def alert_document(alert: Alert) -> Document:
    """An alert with its whole explanation; the same for `demo`, `alerts`, `alerts ID` and receivers of JSON.

    id, decided_at, severity, condition, policy, series fields (topic, metric, claimant, subject,
    basis), claimant_name/class/grade, before and after ({low, high, bound}, before null for a first
    figure), before_name, before_told_at, before_silent (taken as known without an alert), reasons,
    unverified (whose words they are), quote (at most 200 characters), outlet, url, entry_title,
    published_at, seen_at, via, rule, rule_version, headline_differs, standings, disagreements,
    estimate, next_triggers, also (the other series it tells), printed_by, to_acknowledge and to_silence
    (commands), silenced (a silence's id or null), figure_id, entry_id.
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
        "before_name": why.before_name,
        "before_told_at": why.before_told_at.isoformat() if why.before_told_at else None,
        "before_silent": why.before_silent,
        "unverified": unverified(why),
        "reasons": [_reason(verdict) for verdict in why.reasons],
        "quote": shortened(why.quote, QUOTE),
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
        "headline_differs": why.headline_differs or None,
        "standings": [_standing(standing) for standing in why.standings],
        "disagreements": list(why.disagreements),
        "estimate": _estimate(why.estimate) if why.estimate else None,
        "next_triggers": list(why.next_triggers),
        "to_acknowledge": to_acknowledge(alert),
        "to_silence": to_silence(alert),
        "silenced": alert.silence_id,
        "figure_id": alert.figure_id,
        "entry_id": alert.entry_id,
    }


def notice_document(notice: Notice) -> Document:
    """A notice about the watch itself; `since` is null where it never was well."""
    return {
        "id": notice.id,
        "condition": notice.condition,
        "subject": notice.subject,
        "severity": notice.severity.value,
        "reason": notice.reason,
        "since": notice.since.isoformat() if notice.since else None,
        "decided_at": notice.decided_at.isoformat(),
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
        "outlets": list(standing.outlets),
    }


def _estimate(estimate: Estimate) -> Document:
    return {
        "low": estimate.low,
        "best": estimate.best,
        "high": estimate.high,
        "method": estimate.method,
    }
