"""What is stored, as a person asks for it: frozen rows for tables, JSON and CSV.

Reads only, one consistent view a call, no join that a page of rows does not need.  Titles and
names live in the configuration, not here; what an alert needed of them is in its explanation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    RowMapping,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    select,
    tuple_,
)

from monitor.adapters.rows import (
    alert_from_row,
    delivery_from_row,
    entry_from_row,
    figure_from_row,
    poll_state_from_row,
    series_from_row,
    silence_from_row,
    value_from_row,
    verdicts_from_json,
)
from monitor.adapters.schema import (
    acknowledgements,
    alerts,
    claims,
    deliveries,
    dockets,
    entries,
    figures,
    notices,
    poll_states,
    rulings,
    silences,
    told,
)
from monitor.adapters.store import Past, SqlStore, past_from_row, telling
from monitor.errors import UsageError
from monitor.model import (
    Acknowledgement,
    Alert,
    Delivery,
    DeliveryState,
    Entry,
    Figure,
    PollState,
    Series,
    Silence,
    Value,
    Verdict,
)

_OPEN = (DeliveryState.PENDING.value, DeliveryState.LEASED.value, DeliveryState.HELD.value)


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert, how many of its deliveries were sent, are still open, were given up, and who has seen it."""

    alert: Alert
    sent: int
    open: int
    dead: int
    seen: tuple[Acknowledgement, ...] = ()

    @property
    def id(self) -> str:
        return self.alert.id


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series: the value stated last, and what was last told (None: nothing yet).

    The value stated last is just that; what a claimant stands by is for `core.reconcile` to say.
    `claims` counts figures, `outlets` the sources that printed them.
    """

    series: Series
    value: Value
    stated_at: datetime
    told: Value | None
    told_at: datetime | None
    claims: int
    outlets: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What became of one source that the daemon has met: its poll state, and how much is stored of it."""

    state: PollState
    entries: int
    figures: int

    @property
    def source_id(self) -> str:
        return self.state.source_id


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery, with what its alert is about; a notice is about no series, but has a subject.

    `subject` is a source's id, «topic …», «source …» or «rule …».
    """

    delivery: Delivery
    series: Series | None
    subject: str | None
    condition: str
    severity: str
    decided_at: datetime

    @property
    def id(self) -> str:
        return self.delivery.id


@dataclass(frozen=True, slots=True)
class RulingRow:
    """What was decided about one claim of a figure, or that it still waits (`due_at`)."""

    series: Series
    outcome: str
    verdicts: tuple[Verdict, ...]
    decided_at: datetime
    alert_id: str | None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One claim of a figure that waits on its docket."""

    series: Series
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored; a summary line.  `sources` are those that were ever polled, `failing` those that fail now."""

    sources: int
    failing: int
    entries: int
    figures: int
    background: int
    claims: int
    series: int
    alerts: int
    sent: int
    open: int
    dead: int


# ── lists ───────────────────────────────────────────────────────────────────────────────────


def list_alerts(
    store: SqlStore, limit: int, topic: str | None = None, since: datetime | None = None
) -> list[AlertRow]:
    """The newest alerts first, at most `limit`; of one topic, decided at or after `since`."""
    query = select(alerts).order_by(alerts.c.seq.desc()).limit(limit)
    if topic is not None:
        query = query.where(alerts.c.topic == topic)
    if since is not None:
        query = query.where(alerts.c.decided_at >= since)
    with store.reading() as connection:
        found = [alert_from_row(row) for row in connection.execute(query).mappings()]
        ids = [alert.id for alert in found]
        states, seen = _delivery_counts(connection, ids), _seen(connection, ids)
    return [
        AlertRow(alert, *states.get(alert.id, (0, 0, 0)), tuple(seen.get(alert.id, ()))) for alert in found
    ]


def list_series(store: SqlStore, topic: str | None = None) -> list[SeriesRow]:
    """Every series that has a claim, by topic and metric, within them the last stated first."""
    latest = _newest(claims, claims.c.stated_at.desc(), claims.c.seq.desc())
    last_told = _newest(told, told.c.seq.desc())
    totals = (
        select(
            claims.c.series_key,
            func.count().label("claims"),
            func.count(claims.c.source_id.distinct()).label("outlets"),
        )
        .group_by(claims.c.series_key)
        .subquery()
    )
    query = (
        select(
            latest,
            totals.c.claims,
            totals.c.outlets,
            last_told.c.low.label("told_low"),
            last_told.c.high.label("told_high"),
            last_told.c.bound.label("told_bound"),
            last_told.c.told_at,
        )
        .join(totals, totals.c.series_key == latest.c.series_key)
        .outerjoin(last_told, and_(last_told.c.series_key == latest.c.series_key, last_told.c.rank == 1))
        .where(latest.c.rank == 1)
        .order_by(latest.c.topic, latest.c.metric, latest.c.stated_at.desc(), latest.c.seq)
    )
    if topic is not None:
        query = query.where(latest.c.topic == topic)
    return [_series_row(row) for row in _rows(store, query)]


def list_sources(store: SqlStore) -> list[SourceRow]:
    """Every source that was ever polled or is about to be, by id."""
    with_figures = entries.join(figures, figures.c.entry_id == entries.c.id)
    entry_counts = _counted(select(entries.c.source_id, func.count().label("number")), entries.c.source_id)
    figure_counts = _counted(
        select(entries.c.source_id, func.count().label("number")).select_from(with_figures),
        entries.c.source_id,
    )
    query = (
        select(
            poll_states,
            func.coalesce(entry_counts.c.number, 0).label("entries"),
            func.coalesce(figure_counts.c.number, 0).label("figures"),
        )
        .outerjoin(entry_counts, entry_counts.c.source_id == poll_states.c.source_id)
        .outerjoin(figure_counts, figure_counts.c.source_id == poll_states.c.source_id)
        .order_by(poll_states.c.source_id)
    )
    return [
        SourceRow(poll_state_from_row(row), row["entries"], row["figures"]) for row in _rows(store, query)
    ]


def list_deliveries(
    store: SqlStore,
    state: DeliveryState | None = None,
    limit: int | None = None,
    destination: str | None = None,
) -> list[DeliveryRow]:
    """The newest deliveries first, of alerts and of notices; in one state, to one destination, at most `limit`."""
    about = [column.label(f"about_{column.name}") for column in alerts.c if column.name != "explanation"]
    noted = [column.label(f"notice_{column.name}") for column in notices.c]
    query = (
        select(deliveries, *about, *noted)
        .outerjoin(alerts, alerts.c.id == deliveries.c.alert_id)
        .outerjoin(notices, notices.c.id == deliveries.c.alert_id)
        .order_by(deliveries.c.seq.desc())
        .limit(limit)
    )
    if state is not None:
        query = query.where(deliveries.c.state == state.value)
    if destination is not None:
        query = query.where(deliveries.c.destination_id == destination)
    return [_delivery_row(row) for row in _rows(store, query)]


def list_recipients(store: SqlStore) -> list[str]:
    """The ids of the destinations that anything was ever to be sent to."""
    query = select(deliveries.c.destination_id).distinct().order_by(deliveries.c.destination_id)
    return [row["destination_id"] for row in _rows(store, query)]


def count(store: SqlStore) -> Counts:
    """How much is stored, in one view of the database."""
    table_of = {
        "entries": entries,
        "figures": figures,
        "claims": claims,
        "alerts": alerts,
    }
    numbers: dict[str, ColumnElement[int]] = {name: _number(table) for name, table in table_of.items()}
    numbers["sources"] = _number(poll_states, poll_states.c.last_polled_at.is_not(None))
    numbers["failing"] = _number(poll_states, poll_states.c.failures > 0)
    numbers["background"] = _number(figures, figures.c.background)
    numbers["series"] = select(func.count(claims.c.series_key.distinct())).scalar_subquery()
    numbers["sent"] = _number(deliveries, deliveries.c.state == DeliveryState.SENT.value)
    numbers["open"] = _number(deliveries, deliveries.c.state.in_(_OPEN))
    numbers["dead"] = _number(deliveries, deliveries.c.state == DeliveryState.DEAD.value)
    (row,) = _rows(store, select(*(number.label(name) for name, number in numbers.items())))
    return Counts(**row)


def history(
    store: SqlStore, tongues: str, rules: Collection[str], page: int = 1_000
) -> Iterator[tuple[Past, ...]]:
    """The entries that say something, or may by these rules, in the order in which they were seen, by pages.

    No view is held open in between.  `tongues` and `rules` are hashes of `core.edition`.
    """
    place = (entries.c.seen_at, entries.c.seq)
    query = telling(tongues, rules).order_by(*place).limit(page)
    after: tuple[datetime, int] | None = None
    while True:
        rows = _rows(store, query.where(tuple_(*place) > after) if after else query)
        if not rows:
            return
        yield tuple(past_from_row(row) for row in rows)
        after = rows[-1]["seen_at"], rows[-1]["seq"]


def count_history(store: SqlStore, tongues: str, rules: Collection[str]) -> int:
    """How many entries `history` has."""
    [row] = _rows(store, select(func.count().label("n")).select_from(telling(tongues, rules).subquery()))
    return int(row["n"])


def list_silences(store: SqlStore) -> list[Silence]:
    """Every silence, the one that ends last first."""
    query = select(silences).order_by(silences.c.until.desc(), silences.c.seq)
    return [silence_from_row(row) for row in _rows(store, query)]


# ── one by its id ───────────────────────────────────────────────────────────────────────────


def find_alert(store: SqlStore, prefix: str) -> Alert:
    """The alert whose id begins so.  Raises UsageError for none and for several."""
    return alert_from_row(_find(store, "alert", prefix, alerts))


def find_told(store: SqlStore, prefix: str) -> str:
    """The full id of the alert or the notice whose id begins so.  Raises UsageError for none and for several."""
    return str(_find(store, "alert or notice", prefix, alerts, notices)["id"])


def find_entry(store: SqlStore, prefix: str) -> Entry:
    """The entry whose id begins so.  Raises UsageError for none and for several."""
    return entry_from_row(_find(store, "entry", prefix, entries))


def find_figure(store: SqlStore, prefix: str) -> Figure:
    """The figure whose id begins so.  Raises UsageError for none and for several."""
    return figure_from_row(_find(store, "figure", prefix, figures))


def find_delivery(store: SqlStore, prefix: str) -> Delivery:
    """The delivery whose id begins so.

    Raises UsageError for several, and for none; that one names the ids that may be meant: those of an alert or a
    notice whose id begins so, else the nearest of what waits or was given up.
    """
    try:
        return delivery_from_row(_find(store, "delivery", prefix, deliveries))
    except UsageError as error:
        near = _near_deliveries(store, prefix.strip().lower()) if str(error).startswith("no ") else ()
        if not near:
            raise
        raise UsageError(f"{error}; did you mean {' or '.join(near)}?") from None


def _near_deliveries(store: SqlStore, wanted: str) -> list[str]:
    if wanted.isalnum() and wanted.isascii():
        told = deliveries.c.alert_id.between(wanted, wanted + "g")
        query = select(deliveries.c.id).where(told).order_by(deliveries.c.seq.desc()).limit(3)
        if found := [str(row["id"]) for row in _rows(store, query)]:
            return found
    not_done = deliveries.c.state.not_in([DeliveryState.SENT.value, DeliveryState.ACKNOWLEDGED.value])
    query = select(deliveries.c.id).where(not_done).order_by(deliveries.c.seq.desc()).limit(1000)
    ids = {str(row["id"])[: max(len(wanted), 4)]: str(row["id"]) for row in _rows(store, query)}
    return [ids[short] for short in get_close_matches(wanted, ids, n=3, cutoff=0.6)]


def find_silence(store: SqlStore, prefix: str) -> Silence:
    """The silence whose id begins so.  Raises UsageError for none and for several."""
    return silence_from_row(_find(store, "silence", prefix, silences))


def figures_of(store: SqlStore, entry_id: str) -> list[Figure]:
    """The figures of one entry, in order of its title and text; `entry_id` in full."""
    query = (
        select(figures)
        .where(figures.c.entry_id == entry_id)
        .order_by(case((figures.c.field == "title", 0), else_=1), figures.c.span_start, figures.c.seq)
    )
    return [figure_from_row(row) for row in _rows(store, query)]


def deliveries_of(store: SqlStore, alert_id: str) -> list[Delivery]:
    """The deliveries of one alert, in order of its destinations; `alert_id` in full."""
    query = select(deliveries).where(deliveries.c.alert_id == alert_id).order_by(deliveries.c.seq)
    return [delivery_from_row(row) for row in _rows(store, query)]


def acknowledgements_of(store: SqlStore, alert_id: str) -> list[Acknowledgement]:
    """Who said to have seen an alert or a notice, in order of time; `alert_id` in full."""
    with store.reading() as connection:
        return _seen(connection, [alert_id]).get(alert_id, [])


def series_of(store: SqlStore, figure_id: str) -> list[Series]:
    """The series that a figure is a claim in; `figure_id` in full."""
    query = select(claims).where(claims.c.figure_id == figure_id).order_by(claims.c.seq)
    return [series_from_row(row) for row in _rows(store, query)]


def rulings_of(store: SqlStore, figure_id: str) -> list[RulingRow]:
    """What was decided about a figure's claims, in order of time; `figure_id` in full."""
    same = and_(claims.c.series_key == rulings.c.series_key, claims.c.figure_id == rulings.c.figure_id)
    columns = [claims.c[name] for name in ("topic", "metric", "claimant", "subject", "basis")]
    query = (
        select(rulings, *columns)
        .join(claims, same)
        .where(rulings.c.figure_id == figure_id)
        .order_by(rulings.c.seq)
    )
    return [
        RulingRow(
            series=series_from_row(row),
            outcome=row["outcome"],
            verdicts=verdicts_from_json(row["verdicts"]),
            decided_at=row["decided_at"],
            alert_id=row["alert_id"],
        )
        for row in _rows(store, query)
    ]


def waiting_of(store: SqlStore, figure_id: str) -> list[WaitingRow]:
    """The claims of a figure that wait to be decided; `figure_id` in full."""
    same = and_(claims.c.series_key == dockets.c.series_key, claims.c.figure_id == dockets.c.figure_id)
    query = select(claims, dockets.c.due_at).join(claims, same).where(dockets.c.figure_id == figure_id)
    return [WaitingRow(series_from_row(row), row["due_at"]) for row in _rows(store, query)]


# ── how it is asked ─────────────────────────────────────────────────────────────────────────


def _rows(store: SqlStore, query: Executable) -> Sequence[RowMapping]:
    with store.reading() as connection:
        return connection.execute(query).mappings().all()


def _find(store: SqlStore, noun: str, prefix: str, *tables: Table) -> RowMapping:
    # Ids are lower-case hexadecimal, so that everything with a prefix lies between it and it + «g».
    wanted = prefix.strip().lower()
    found: list[RowMapping] = []
    if wanted.isalnum() and wanted.isascii():
        for table in tables:
            query = select(table).where(table.c.id.between(wanted, wanted + "g")).order_by(table.c.id)
            found += _rows(store, query.limit(4))
    if not found:
        raise UsageError(f"no {noun} has an id that begins with {prefix!r}")
    if len(found) > 1:
        some = ", ".join(row["id"] for row in found[:3]) + (", …" if len(found) > 3 else "")
        raise UsageError(f"several ids begin with {prefix!r}: {some}; give more of the {noun}'s id")
    return found[0]


def _newest(table: Table, *order: ColumnElement[Any]) -> Subquery:
    rank = func.row_number().over(partition_by=table.c.series_key, order_by=order)
    return select(table, rank.label("rank")).subquery()


def _counted(query: Select[Any], by: ColumnElement[Any]) -> Subquery:
    return query.group_by(by).subquery()


def _number(table: Table, *where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


def _delivery_counts(connection: Connection, alert_ids: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    def number(*states: str) -> ColumnElement[int]:
        return func.count(case((deliveries.c.state.in_(states), 1)))

    query = (
        select(
            deliveries.c.alert_id,
            number(DeliveryState.SENT.value),
            number(*_OPEN),
            number(DeliveryState.DEAD.value),
        )
        .where(deliveries.c.alert_id.in_(alert_ids))
        .group_by(deliveries.c.alert_id)
    )
    return {alert_id: (sent, waiting, dead) for alert_id, sent, waiting, dead in connection.execute(query)}


def _seen(connection: Connection, alert_ids: Sequence[str]) -> dict[str, list[Acknowledgement]]:
    table = acknowledgements
    query = select(table).where(table.c.alert_id.in_(alert_ids)).order_by(table.c.seq)
    seen: dict[str, list[Acknowledgement]] = {}
    for row in connection.execute(query).mappings():
        one = Acknowledgement(row["alert_id"], row["author"], row["note"], row["at"])
        seen.setdefault(one.alert_id, []).append(one)
    return seen


def _series_row(row: RowMapping) -> SeriesRow:
    value = value_from_row(row)
    assert value is not None  # the column is not nullable
    return SeriesRow(
        series=series_from_row(row),
        value=value,
        stated_at=row["stated_at"],
        told=value_from_row(row, "told_"),
        told_at=row["told_at"],
        claims=row["claims"],
        outlets=row["outlets"],
    )


def _delivery_row(row: RowMapping) -> DeliveryRow:
    of_notice = row["about_id"] is None
    what = "notice_" if of_notice else "about_"
    return DeliveryRow(
        delivery=delivery_from_row(row),
        series=None if of_notice else series_from_row(row, "about_"),
        subject=row["notice_subject"],
        condition=row[f"{what}condition"],
        severity=row[f"{what}severity"],
        decided_at=row[f"{what}decided_at"],
    )
