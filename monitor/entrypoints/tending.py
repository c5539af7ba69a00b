"""`tollwatch ack` and `silence`: what people do about alerts.  Facts stay; only who is told changes."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta

from monitor.adapters import queries
from monitor.adapters.store import open_store
from monitor.config.shapes import duration
from monitor.entrypoints.backtesting import moment
from monitor.entrypoints.documents import silence_document
from monitor.entrypoints.options import ListFormat
from monitor.entrypoints.tables import Column, Document, Listing, emit
from monitor.entrypoints.tables import moment as shown
from monitor.entrypoints.telemetry import plural
from monitor.errors import UsageError
from monitor.model import Acknowledgement, Silence, content_id

MATCHERS = ("topic", "metric", "claimant", "condition")
"""What a silence can be kept to."""


def acknowledge(database: str, alert_id: str, author: str | None, note: str) -> int:
    """Write down that an alert or a notice was seen, and by whom; 0.  Raises UsageError for one that is not there."""
    with closing(open_store(database)) as store:
        told = queries.find_told(store, alert_id)
        who = author or getpass.getuser()
        spared = store.acknowledge(Acknowledgement(told, who, note, datetime.now(UTC)))
    rest = f"; {plural(spared, 'message')} of it that waited will not be sent" if spared else ""
    print(f"{told} is acknowledged by {who}{rest}")
    return 0


def silence(
    database: str,
    matchers: Mapping[str, str | None],
    until: str | None,
    lasting: str | None,
    author: str | None,
    reason: str,
) -> int:
    """Keep matching alerts back until a moment; 0.  Raises UsageError for what cannot be meant."""
    now = datetime.now(UTC)
    wanted = {name: value for name, value in matchers.items() if value}
    if not wanted:
        raise UsageError(
            "a silence of everything is not meant: name --topic, --metric, --claimant or --condition"
        )
    ends = _end(until, lasting, now)
    made = Silence(
        id=content_id(json.dumps(wanted, sort_keys=True), ends.isoformat(), now.isoformat()),
        matchers=wanted,
        until=ends,
        author=author or getpass.getuser(),
        reason=reason,
        made_at=now,
    )
    with closing(open_store(database)) as store:
        store.add_silence(made)
    what = ", ".join(f"{name} {value}" for name, value in wanted.items())
    print(
        f"silence {made.id}: {what}, until {ends:%d %b %Y %H:%M} UTC; `tollwatch alerts` shows what it keeps back"
    )
    return 0


def end_silence(database: str, silence_id: str) -> int:
    """End a silence now; what it kept back is decided anew; 0.  Raises UsageError for one that is not there."""
    with closing(open_store(database)) as store:
        found = queries.find_silence(store, silence_id)
        store.end_silence(found.id, datetime.now(UTC))
    print(f"silence {found.id} has ended")
    return 0


def silences(database: str, format: ListFormat) -> int:
    """List the silences, those that hold first; 0."""
    now = datetime.now(UTC)
    with closing(open_store(database)) as store:
        rows = queries.list_silences(store)
    emit(SILENCES, [silence_document(row, now) for row in rows], format)
    return 0


def _end(until: str | None, lasting: str | None, now: datetime) -> datetime:
    if (until is None) == (lasting is None):
        raise UsageError("say how long: --for 1d or --until 2026-01-31T18:00")
    length = duration(lasting) if lasting else None
    if lasting and length is None:
        raise UsageError(f"--for {lasting}: expected a length of time such as 30m, 6h or 2d")
    ends = now + (length or timedelta(0)) if lasting else moment(until or "")
    if ends <= now:
        raise UsageError(f"a silence until {ends:%Y-%m-%d %H:%M} UTC would be over already")
    return ends


def _matchers(document: Document) -> str:
    return ", ".join(f"{name} {value}" for name, value in document["matchers"].items() if value)


SILENCES = Listing(
    columns=(
        Column("id", lambda document: document["id"][:8]),
        Column("keeps back", _matchers),
        Column("until (UTC)", lambda document: shown(document["until"])),
        Column("by", lambda document: str(document["author"]), spare=1),
        Column("why", lambda document: str(document["reason"]), spare=2),
        Column("", lambda document: "holds" if document["holds"] else "over"),
    ),
    csv_fields=(
        "id",
        *(f"matchers.{name}" for name in MATCHERS),
        "until",
        "author",
        "reason",
        "made_at",
        "holds",
    ),
    nothing="no silences",
)
