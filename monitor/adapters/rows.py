"""Frozen values to rows and back; every pair is an exact round trip.

The columns are those of `schema`; nothing here touches a database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import RowMapping

from monitor.errors import StoreError
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Claim,
    Delivery,
    DeliveryState,
    Entry,
    Explanation,
    Figure,
    Health,
    Kept,
    Notice,
    Passage,
    PollState,
    Ruling,
    Series,
    Severity,
    Silence,
    Told,
    Unread,
    Validators,
    Value,
    Verdict,
    key_of,
)

Row = dict[str, Any]

_KEPT_OF_FIGURE = (
    *("metric", "low", "high", "bound", "basis", "rule_id", "quote", "field", "span_start", "span_end"),
    *("subject", "claimant", "via", "place", "as_of", "background"),
)
_SERIES = ("topic", "metric", "claimant", "subject", "basis")


def shelf_of(source_id: str) -> int:
    """Where what is known of a source's entries stands: a hash of 24 bits, so that it stands together."""
    return key_of("shelf", source_id) >> 40


# ── poll states ─────────────────────────────────────────────────────────────────────────────


def poll_state_to_row(state: PollState) -> Row:
    """The row of a source's poll state."""
    return dict(zip(_POLL_STATE, _values_of(state), strict=True))


def change_to_row(before: PollState, after: PollState) -> Row:
    """Those columns of a source's poll state that are another now, and what they are."""
    pairs = zip(_POLL_STATE, _values_of(before), _values_of(after), strict=True)
    return {name: now for name, was, now in pairs if now is not was and now != was}


def poll_state_from_row(row: RowMapping) -> PollState:
    """The poll state of a row."""
    return poll_state_of([row[name] for name in _POLL_STATE])


def poll_state_of(values: Sequence[Any]) -> PollState:
    """The poll state of the values of a row, in the order of the table's columns."""
    name, due_at, etag, modified, body, polled_at, ok_at, seeded_at, failures, error, asked, health, *rest = (
        values
    )
    validators = Validators(etag, modified, body, asked)
    return PollState(
        name, due_at, validators, polled_at, ok_at, seeded_at, failures, error, Health(health), *rest
    )


_OF_A_POLL_STATE = (
    "health_since",
    "configured",
    "rate",
    "gap",
    "news_at",
    "holds",
    "feed_asks",
    "server_asks",
    "interval",
    "moved_to",
    "moved_at",
    "pointed_to",
    "pointed",
)
"""What a column holds as it is: the last columns of the table, and the last fields of `PollState`, in one order."""

_POLL_STATE = (
    *(
        "source_id",
        "due_at",
        "etag",
        "last_modified",
        "body_hash",
        "last_polled_at",
        "last_ok_at",
        "seeded_at",
    ),
    *("failures", "last_error", "asked", "health"),
    *_OF_A_POLL_STATE,
)
"""All columns of the table, in its order."""

_values_of = attrgetter(
    *("source_id", "due_at", "validators.etag", "validators.last_modified", "validators.body_hash"),
    *(
        "last_polled_at",
        "last_ok_at",
        "seeded_at",
        "failures",
        "last_error",
        "validators.asked",
        "health.value",
    ),
    *_OF_A_POLL_STATE,
)
"""The values of a poll state's row, in the order of the columns."""


# ── facts ───────────────────────────────────────────────────────────────────────────────────


def entry_to_row(entry: Entry) -> Row:
    """The row of an entry, with its revision and id."""
    return {
        "id": entry.id,
        "source_id": entry.source_id,
        "guid": entry.guid,
        "revision": entry.revision,
        "url": entry.url,
        "title": entry.title,
        "text": entry.text,
        "language": entry.language,
        "published_at": entry.published_at,
        "seen_at": entry.seen_at,
        "edited": entry.edited,
        "stood": json.dumps([[one.field, one.start, one.end] for one in entry.stood])
        if entry.stood
        else None,
    }


def entry_from_row(row: RowMapping) -> Entry:
    """The entry of a row, known by the revision that it was stored under."""
    return Entry(
        source_id=row["source_id"],
        guid=row["guid"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        language=row["language"],
        published_at=row["published_at"],
        seen_at=row["seen_at"],
        edited=row["edited"],
        stood=tuple(Passage(*one) for one in json.loads(row["stood"])) if row["stood"] else (),
        known_as=row["revision"],
    )


def unread_to_row(entry: Entry, unread: Unread) -> Row:
    """The row of an entry without its article."""
    return {
        "thread": entry.thread,
        "entry_id": unread.entry_id,
        "source_id": unread.source_id,
        "tries": unread.tries,
        "due_at": unread.due_at,
        "reason": unread.reason,
    }


def unread_from_row(row: RowMapping) -> Unread:
    """What the row says of an entry's article."""
    return Unread(row["id"], row["source_id"], row["tries"], row["due_at"], row["reason"])


def kept_to_row(kept: Kept) -> Row:
    """The row of a reading that is kept."""
    return {
        "entry_id": kept.entry_id,
        "language": kept.language,
        "tongues": kept.tongues,
        "rules": kept.rules,
        "names": kept.names,
        "figures": json.dumps([_figure_to_list(one) for one in kept.figures], ensure_ascii=False)
        if kept.figures
        else None,
    }


def kept_from_row(row: RowMapping) -> Kept:
    """The reading of a row of an entry that has an `entry_seq`."""
    written = row["figures"]
    return Kept(
        entry_id=row["id"],
        language=row["kept_language"],
        tongues=row["tongues"],
        rules=row["rules"],
        names=row["names"],
        figures=tuple(_figure_from_list(row["id"], one) for one in json.loads(written)) if written else (),
    )


def _figure_to_list(figure: Figure) -> list[Any]:
    row = figure_to_row(figure)
    return [_plain(row[name]) for name in _KEPT_OF_FIGURE]


def _figure_from_list(entry_id: str, values: list[Any]) -> Figure:
    row = dict(zip(_KEPT_OF_FIGURE, values, strict=True))
    day = row["as_of"]
    return figure_from_row({**row, "entry_id": entry_id, "as_of": date.fromisoformat(day) if day else None})


def figure_to_row(figure: Figure) -> Row:
    """The row of a figure, with its id."""
    return {
        "id": figure.id,
        "entry_id": figure.entry_id,
        "metric": figure.metric,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound.value,
        "basis": figure.basis.value,
        "rule_id": figure.rule_id,
        "quote": figure.quote,
        "field": figure.field,
        "span_start": figure.start,
        "span_end": figure.end,
        "subject": figure.subject,
        "claimant": figure.claimant,
        "via": figure.via,
        "place": figure.place,
        "as_of": figure.as_of,
        "background": figure.background,
    }


def figure_from_row(row: RowMapping | Row) -> Figure:
    """The figure of a row."""
    return Figure(
        entry_id=row["entry_id"],
        metric=row["metric"],
        low=row["low"],
        high=row["high"],
        bound=Bound(row["bound"]),
        basis=Basis(row["basis"]),
        rule_id=row["rule_id"],
        quote=row["quote"],
        field=row["field"],
        start=row["span_start"],
        end=row["span_end"],
        subject=row["subject"],
        claimant=row["claimant"],
        via=row["via"],
        place=row["place"],
        as_of=row["as_of"],
        background=row["background"],
    )


def _series_to_row(series: Series) -> Row:
    return {
        "series_key": series.key,
        "topic": series.topic,
        "metric": series.metric,
        "claimant": series.claimant,
        "subject": series.subject,
        "basis": series.basis.value,
    }


def series_from_row(row: RowMapping, prefix: str = "") -> Series:
    """The series that a row of claims, told or alerts belongs to."""
    topic, metric, claimant, subject, basis = (row[f"{prefix}{name}"] for name in _SERIES)
    return Series(topic, metric, claimant, subject, Basis(basis))


def value_from_row(row: RowMapping, prefix: str = "") -> Value | None:
    """The value in a row's columns low, high, bound; None where the bound is null."""
    bound = row[f"{prefix}bound"]
    return None if bound is None else Value(row[f"{prefix}low"], row[f"{prefix}high"], Bound(bound))


def _value_to_row(value: Value | None, prefix: str) -> Row:
    return {
        f"{prefix}low": value.low if value else None,
        f"{prefix}high": value.high if value else None,
        f"{prefix}bound": value.bound.value if value else None,
    }


def claim_to_row(claim: Claim) -> Row:
    """The row of a claim."""
    return {
        **_series_to_row(claim.series),
        "figure_id": claim.figure_id,
        "source_id": claim.source_id,
        "low": claim.low,
        "high": claim.high,
        "bound": claim.bound.value,
        "stated_at": claim.stated_at,
        "seen_at": claim.seen_at,
    }


def claim_from_row(row: RowMapping) -> Claim:
    """The claim of a row."""
    return Claim(
        series=series_from_row(row),
        figure_id=row["figure_id"],
        source_id=row["source_id"],
        low=row["low"],
        high=row["high"],
        bound=Bound(row["bound"]),
        stated_at=row["stated_at"],
        seen_at=row["seen_at"],
        entry_id=row["entry_id"],
        titled=row["field"] == "title",
        place=row["place"],
    )


def docket_to_row(claim: Claim, filed_at: datetime, due_at: datetime) -> Row:
    """The row of a claim that waits to be decided."""
    return {
        "series_key": claim.series.key,
        "topic": claim.series.topic,
        "metric": claim.series.metric,
        "figure_id": claim.figure_id,
        "filed_at": filed_at,
        "due_at": due_at,
    }


def ruling_to_row(ruling: Ruling) -> Row:
    """The row of a ruling; its verdicts as JSON."""
    return {
        "series_key": ruling.claim.series.key,
        "figure_id": ruling.claim.figure_id,
        "outcome": ruling.outcome,
        "verdicts": json.dumps(_plain(ruling.verdicts), ensure_ascii=False, separators=(",", ":")),
        "alert_id": ruling.alert_id,
        "decided_at": ruling.decided_at,
    }


def verdicts_from_json(text: str) -> tuple[Verdict, ...]:
    """The verdicts of a stored ruling."""
    return tuple(_typed(Verdict, one) for one in json.loads(text))


def told_to_row(told: Told) -> Row:
    """The row of what was told."""
    return {
        **_series_to_row(told.series),
        "low": told.low,
        "high": told.high,
        "bound": told.bound.value,
        "figure_id": told.figure_id,
        "alert_id": told.alert_id,
        "told_at": told.told_at,
        "stated_at": told.stated_at,
    }


def told_from_row(row: RowMapping) -> Told:
    """What a row says was told, with its alert's severity and its figure's place."""
    return Told(
        series=series_from_row(row),
        low=row["low"],
        high=row["high"],
        bound=Bound(row["bound"]),
        figure_id=row["figure_id"],
        alert_id=row["alert_id"],
        told_at=row["told_at"],
        stated_at=row["stated_at"],
        severity=Severity(row["severity"]) if row["severity"] else None,
        place=row["place"],
    )


# ── alerts and deliveries ───────────────────────────────────────────────────────────────────


def alert_to_row(alert: Alert) -> Row:
    """The row of an alert, with its id; the explanation as JSON."""
    return {
        "id": alert.id,
        "policy": alert.policy,
        **_series_to_row(alert.series),
        "condition": alert.condition,
        "level": alert.level,
        "severity": alert.severity.value,
        **_value_to_row(alert.before, "before_"),
        **_value_to_row(alert.after, "after_"),
        "figure_id": alert.figure_id,
        "entry_id": alert.entry_id,
        "decided_at": alert.decided_at,
        "explanation": explanation_to_json(alert.explanation),
        "silence_id": alert.silence_id,
    }


def alert_from_row(row: RowMapping) -> Alert:
    """The alert of a row."""
    return Alert(
        policy=row["policy"],
        series=series_from_row(row),
        condition=row["condition"],
        level=row["level"],
        severity=Severity(row["severity"]),
        before=value_from_row(row, "before_"),
        after=Value(row["after_low"], row["after_high"], Bound(row["after_bound"])),
        figure_id=row["figure_id"],
        entry_id=row["entry_id"],
        decided_at=row["decided_at"],
        explanation=explanation_from_json(row["explanation"]),
        silence_id=row["silence_id"],
    )


def notice_to_row(notice: Notice) -> Row:
    """The row of a notice, with its id."""
    return {
        "id": notice.id,
        "condition": notice.condition,
        "subject": notice.subject,
        "reason": notice.reason,
        "severity": notice.severity.value,
        "since": notice.since,
        "decided_at": notice.decided_at,
    }


def notice_from_row(row: RowMapping) -> Notice:
    """The notice of a row."""
    return Notice(
        condition=row["condition"],
        subject=row["subject"],
        reason=row["reason"],
        severity=Severity(row["severity"]),
        since=row["since"],
        decided_at=row["decided_at"],
    )


def delivery_to_row(delivery: Delivery) -> Row:
    """The row of a delivery, with its id."""
    return {
        "id": delivery.id,
        "alert_id": delivery.alert_id,
        "destination_id": delivery.destination_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at,
        "lease_until": delivery.lease_until,
        "error": delivery.error,
        "possible_repeat": delivery.possible_repeat,
        "bundle": delivery.bundle,
        "why": delivery.why,
        "planned_at": delivery.planned_at,
        "route": delivery.route,
        "tried_at": delivery.tried_at,
        "forgiven": delivery.forgiven,
    }


def delivery_from_row(row: RowMapping) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        alert_id=row["alert_id"],
        destination_id=row["destination_id"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        lease_until=row["lease_until"],
        error=row["error"],
        possible_repeat=row["possible_repeat"],
        bundle=row["bundle"],
        why=row["why"],
        planned_at=row["planned_at"],
        route=row["route"],
        tried_at=row["tried_at"],
        forgiven=row["forgiven"],
    )


# ── silences ────────────────────────────────────────────────────────────────────────────────


def silence_to_row(silence: Silence) -> Row:
    """The row of a silence; its matchers as JSON."""
    return {
        "id": silence.id,
        "matchers": json.dumps(dict(silence.matchers), ensure_ascii=False, sort_keys=True),
        "until": silence.until,
        "author": silence.author,
        "reason": silence.reason,
        "made_at": silence.made_at,
    }


def silence_from_row(row: RowMapping) -> Silence:
    """The silence of a row."""
    return Silence(
        id=row["id"],
        matchers=json.loads(row["matchers"]),
        until=row["until"],
        author=row["author"],
        reason=row["reason"],
        made_at=row["made_at"],
    )


# ── explanations as JSON ────────────────────────────────────────────────────────────────────


def explanation_to_json(explanation: Explanation) -> str:
    """An explanation as one line of JSON, which a person can read too.

    Dates are ISO 8601, enums their values, tuples arrays.  Does not name the classes: the
    annotations in `model` say how it is read back.
    """
    return json.dumps(_plain(explanation), ensure_ascii=False, separators=(",", ":"))


def explanation_from_json(text: str) -> Explanation:
    """The explanation that was stored, also by an older version: a field that is new takes its default.

    Raises StoreError where a field is missing that has none.  Fields that are no more are ignored.
    """
    explanation: Explanation = _typed(Explanation, json.loads(text))
    return explanation


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"what is kept as JSON cannot hold a {type(value).__name__}")


def _typed(kind: Any, plain: Any) -> Any:
    if NoneType in get_args(kind):
        if plain is None:
            return None
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], item) for item in plain)
    if is_dataclass(kind):
        return _dataclass(kind, plain)
    if issubclass(kind, date):
        return kind.fromisoformat(plain)
    return kind(plain) if issubclass(kind, Enum) else plain


def _dataclass(kind: Any, plain: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = {name: _typed(hint, plain[name]) for name, hint in hints.items() if name in plain}
    absent = [
        field.name
        for field in fields(kind)
        if field.name not in known and field.default is MISSING and field.default_factory is MISSING
    ]
    if absent:
        raise StoreError(
            f"a stored {kind.__name__} lacks {', '.join(absent)}: it was written by another version"
        )
    return kind(**known)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: hint for name, hint in get_type_hints(kind).items() if name in names}
