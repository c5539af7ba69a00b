"""`tollwatch why`: what was decided about an entry or a figure, and by which arithmetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from monitor.adapters import queries
from monitor.adapters.store import SqlStore, open_store
from monitor.core.documents import series_fields
from monitor.core.words import spoken
from monitor.entrypoints.documents import ruling_document
from monitor.errors import UsageError
from monitor.model import Entry, Figure


def why(database: str, prefix: str, as_json: bool) -> int:
    """Print what became of every figure of an entry, or of one figure, by id or the beginning of it; 0.

    Raises UsageError for an id that neither has.
    """
    with closing(open_store(database)) as store:
        entry, figures = _asked_for(store, prefix)
        documents = [_document(store, entry, figure) for figure in figures]
    if as_json:
        print(json.dumps({"entry": entry.id, "title": entry.title, "figures": documents}, ensure_ascii=False))
        return 0
    print(
        f"{entry.title or '(no title)'}\n{entry.url}\nseen {entry.seen_at:%d %b %Y %H:%M} UTC, entry {entry.id}"
    )
    if not figures:
        print("\nno figure was read in it; `tollwatch extract --explain TEXT` says why not")
    for document in documents:
        print("\n" + "\n".join(_lines(document)))
    return 0


def _asked_for(store: SqlStore, prefix: str) -> tuple[Entry, list[Figure]]:
    try:
        entry = queries.find_entry(store, prefix)
    except UsageError:
        figure = _figure(store, prefix)
        return queries.find_entry(store, figure.entry_id), [figure]
    return entry, queries.figures_of(store, entry.id)


def _figure(store: SqlStore, prefix: str) -> Figure:
    try:
        return queries.find_figure(store, prefix)
    except UsageError as error:
        raise UsageError(f"{error}; nor has an entry one") from None


def _document(store: SqlStore, entry: Entry, figure: Figure) -> dict[str, Any]:
    rulings = queries.rulings_of(store, figure.id)
    waiting = queries.waiting_of(store, figure.id)
    ruled = {row.series for row in rulings} | {row.series for row in waiting}
    return {
        "id": figure.id,
        "number": f"{figure.metric.replace('_', ' ')} {spoken(figure)}",
        "quote": figure.quote,
        "rule": figure.rule_id,
        "background": figure.background,
        "stood": entry.stood_before(figure),
        "rulings": [ruling_document(row) for row in rulings],
        "waiting": [{**series_fields(row.series), "due_at": row.due_at.isoformat()} for row in waiting],
        "known": [series_fields(one) for one in queries.series_of(store, figure.id) if one not in ruled],
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['number']}   figure {document['id']}, rule {document['rule']}"
    yield f"  “{document['quote']}”"
    if document["background"]:
        yield "  background: a number of another event is stored and never told"
    if document["stood"]:
        yield "  stood in the revision before: it is no new claim"
    for ruling in document["rulings"]:
        alert = f", alert {ruling['alert_id']}" if ruling["alert_id"] else ""
        yield f"  {_series(ruling)}: {ruling['outcome']}{alert} ({ruling['decided_at'][:16]} UTC)"
        for verdict in ruling["verdicts"]:
            arithmetic = f" [{verdict['arithmetic']}]" if verdict["arithmetic"] else ""
            mark = "yes" if verdict["fires"] else "no"
            yield f"    {verdict['condition']}: {mark}: {verdict['reason']}{arithmetic}"
    for waiting in document["waiting"]:
        yield f"  {_series(waiting)}: waits until {waiting['due_at'][:16]} UTC"
    for known in document["known"]:
        yield f"  {_series(known)}: taken as known without an alert, or decided too long ago to say why"
    if not any(document[key] for key in ("background", "stood", "rulings", "waiting", "known")):
        yield "  no claim: its topic does not watch this metric"


def _series(document: dict[str, Any]) -> str:
    who = document["claimant"] or "not attributed"
    parts = [document["topic"], document["metric"], who, document["subject"] or "", document["basis"]]
    return "/".join(part for part in parts if part)
