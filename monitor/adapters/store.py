"""The store: what the line writes down, in SQLite or PostgreSQL, and what it remembers between polls.

Facts are only ever added, and adding one again changes nothing, so that after a crash or a lost
connection every step can simply be done again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    inspect,
    select,
    update,
)

from monitor.adapters import schema
from monitor.adapters.database import PATIENCE, Database, connect
from monitor.adapters.inserts import add_rows, change_rows, insert_into, keep_rows, replace_rows
from monitor.adapters.rows import (
    Row,
    alert_to_row,
    change_to_row,
    claim_from_row,
    claim_to_row,
    delivery_to_row,
    docket_to_row,
    entry_from_row,
    entry_to_row,
    figure_from_row,
    figure_to_row,
    kept_from_row,
    kept_to_row,
    notice_from_row,
    notice_to_row,
    poll_state_of,
    poll_state_to_row,
    ruling_to_row,
    shelf_of,
    silence_from_row,
    silence_to_row,
    told_from_row,
    told_to_row,
)
from monitor.adapters.unread import forget, rows_of, waiting
from monitor.model import (
    Acknowledgement,
    Alert,
    Claim,
    Delivery,
    DeliveryState,
    Due,
    Entry,
    Figure,
    Filed,
    Kept,
    Notice,
    Polled,
    PollState,
    Ruling,
    Silence,
    Stuck,
    Told,
    Unread,
)

T = TypeVar("T")

_CHUNK = 5_000
"""Ids in one IN query: well under the 32,766 parameters that SQLite takes."""

_KEYS = 30_000
"""Keys in one IN query: those of a feed of thousands of items."""


def open_store(url: str, patience: float = PATIENCE) -> SqlStore:
    """The store behind a URL, its tables brought up to date first (one process at a time does that).

    A writer waits up to `patience` seconds for another one, then raises StoreError.
    Raises UsageError for a URL that cannot work and for a database that is newer than this code or
    holds somebody else's tables; StoreError where the database cannot be reached or written.
    """
    database = connect(url, patience)
    try:
        if not _is_current(database):
            # Alembic takes 0.16 s to import, and is needed once an upgrade.
            from monitor.adapters.migrations import upgrade  # noqa: PLC0415

            with database.alone() as connection:
                upgrade(connection, database.name)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


def _is_current(database: Database) -> bool:
    with database.reading() as connection:
        if not inspect(connection).has_table(schema.VERSION_TABLE):
            return False
        version = connection.exec_driver_sql(f"SELECT version_num FROM {schema.VERSION_TABLE}").scalar()
        return bool(version == schema.REVISION)


Past = tuple[Entry, Kept | None]
"""A stored entry, and how it was read; None where that is not known."""


def telling(tongues: str, rules: Collection[str]) -> Select[Any]:
    """The entries in which something was read, or may be now: the rest was read with the same rules, and said nothing.

    `tongues` and `rules` are hashes of `core.edition`.
    """
    table, kept = schema.entries, schema.kept
    silent = kept.c.figures.is_(None) & (kept.c.tongues == tongues) & kept.c.rules.in_(list(rules))
    return (
        select(table, *_kept_columns())
        .outerjoin(kept, kept.c.entry_seq == table.c.seq)
        .where(kept.c.entry_seq.is_(None) | ~silent)
    )


def _kept_columns() -> Iterator[ColumnElement[Any]]:
    """The columns of a reading beside those of its entry: both have a language."""
    for column in schema.kept.c:
        yield column.label("kept_language") if column.name == "language" else column


def past_from_row(row: RowMapping) -> Past:
    """An entry with its reading, of a row of `telling`."""
    return entry_from_row(row), None if row["entry_seq"] is None else kept_from_row(row)


class SqlStore:
    """The database behind the line (`ports.Store`); safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __repr__(self) -> str:
        return f"SqlStore({self._database.name})"

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[SqlFacts]:
        """One write transaction: all or nothing, one at a time in all processes that share the database."""
        with self._database.alone() as connection:
            yield SqlFacts(connection)

    @contextmanager
    def looking(self) -> Iterator[SqlFacts]:
        """A consistent view to read facts in; keeps nobody out, and must not be written in."""
        with self._database.reading() as connection:
            yield SqlFacts(connection)

    def writing(self) -> AbstractContextManager[Connection]:
        """A write transaction that does not keep others out on PostgreSQL, for rows that are claimed one by one."""
        return self._database.writing()

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view for `queries`."""
        return self._database.reading()

    def poll_state(self, source_id: str) -> PollState | None:
        """What is remembered of a source; None before its first poll."""
        return self.recall([source_id])[0]

    def recall(self, source_ids: Sequence[str]) -> list[PollState | None]:
        """What is remembered of each of the sources; None before its first poll."""
        with self.reading() as connection:
            rows = connection.execute(_REMEMBERED, {"source_ids": source_ids}).all()
        known = {row[0]: poll_state_of(row) for row in rows}
        return [known.get(source_id) for source_id in source_ids]

    def settle(self, polls: Sequence[Polled]) -> list[None]:
        """Write down the states after polls that brought nothing, in one transaction."""
        with self.transaction() as facts:
            facts.settle(*polls)
        return [None] * len(polls)

    def poll_states(self) -> dict[str, PollState]:
        """What is remembered of every source that was ever polled, by its id."""
        with self.reading() as connection:
            rows = connection.execute(select(schema.poll_states)).all()
        return {row[0]: poll_state_of(row) for row in rows}

    def due_polls(self, now: datetime) -> tuple[Due, ...]:
        """The sources that are to be polled now, the longest overdue first.

        Also what was polled in the future: the clock was set back, and a due time of the old clock would freeze
        the source until the new one catches up.  Costs what is due, not what there is.
        """
        with self.reading() as connection:
            rows = [row for query in (_DUE, _AHEAD) for row in connection.execute(query, {"now": now}).all()]
        return tuple(Due(*row) for row in sorted(rows, key=lambda row: row[1]))

    def chronicle(self, topic: str, metric: str) -> tuple[tuple[Claim, ...], tuple[Told, ...]]:
        """The decided claims of a topic's metric, and all that alerts told of it, oldest first; one view of both."""
        with self.looking() as facts:
            return facts.claims(topic, metric), facts.told_by_alerts(topic, metric)

    def due_dockets(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """The (topic, metric) of which something is to be decided now, the longest due first.

        Also what was filed in the future: the clock was set back, and would have it wait too long.
        """
        with self.reading() as connection:
            return tuple((topic, metric) for topic, metric in connection.execute(_SETTLED, {"now": now}))

    def was_read_with(self, digest: str) -> bool:
        """Whether all that is stored was read with the rules and topics of this hash."""
        with self.reading() as connection:
            table = schema.readings
            newest = connection.execute(select(table.c.digest).order_by(table.c.at.desc()).limit(1)).scalar()
        return newest == digest

    def past(
        self, tongues: str, rules: Collection[str], after: int, limit: int
    ) -> tuple[tuple[Past, ...], int]:
        """The next entries that say something, or may by these rules, in order of storing; the last one's place."""
        place = schema.entries.c.seq
        query = telling(tongues, rules).where(place > after).order_by(place).limit(limit)
        with self.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(past_from_row(row) for row in rows), rows[-1]["seq"] if rows else after

    def beat(self, at: datetime, daemon_id: str = "daemon") -> None:
        """Write down that a daemon was alive at a moment."""
        with self.writing() as connection:
            replace_rows(connection, schema.heartbeats, [{"daemon_id": daemon_id, "at": at}])

    def acknowledge(self, acknowledgement: Acknowledgement) -> int:
        """Write down that somebody has seen an alert or a notice, once a person; how many messages that spares.

        Those that were kept back for a digest and the like, and those that would be sent a second
        time; a first message that is on its way goes out.
        """
        row = {
            "alert_id": acknowledgement.alert_id,
            "author": acknowledgement.author,
            "note": acknowledgement.note,
            "at": acknowledgement.at,
        }
        table = schema.deliveries
        spared = (
            update(table)
            .where(table.c.alert_id == acknowledgement.alert_id, table.c.state == DeliveryState.PENDING.value)
            .where(table.c.why.is_not(None) | table.c.possible_repeat)
            .values(state=DeliveryState.ACKNOWLEDGED.value)
        )
        with self.writing() as connection:
            connection.execute(
                insert_into(connection.dialect, schema.acknowledgements).on_conflict_do_nothing(), [row]
            )
            return connection.execute(spared).rowcount

    def add_silence(self, silence: Silence) -> None:
        """Write down a silence."""
        with self.writing() as connection:
            connection.execute(
                insert_into(connection.dialect, schema.silences).on_conflict_do_nothing(),
                [silence_to_row(silence)],
            )

    def end_silence(self, silence_id: str, now: datetime) -> None:
        """Let a silence end now, and decide at once what waited because of it."""
        with self._database.alone() as connection:
            connection.execute(
                update(schema.silences).where(schema.silences.c.id == silence_id).values(until=now)
            )
            connection.execute(update(schema.dockets).where(schema.dockets.c.due_at > now).values(due_at=now))

    def forget_rulings(self, before: datetime) -> int:
        """Delete the rulings made before a moment; how many those were."""
        with self.writing() as connection:
            table = schema.rulings
            return connection.execute(delete(table).where(table.c.decided_at < before)).rowcount

    def last_beat(self, daemon_id: str | None = None) -> datetime | None:
        """When a daemon, or any daemon, was last alive; None if never."""
        table = schema.heartbeats
        query = select(func.max(table.c.at, type_=table.c.at.type))
        if daemon_id is not None:
            query = query.where(table.c.daemon_id == daemon_id)
        with self.reading() as connection:
            return connection.execute(query).scalar()


class SqlFacts:
    """What one transaction reads and writes (`ports.Facts`).  Not to be used after it ended."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mark = "?" if connection.dialect.name == "sqlite" else "%s"

    def knows(self, source_id: str) -> bool:
        """Whether any entry of a source is known, or of one on the same shelf."""
        query = f"SELECT 1 FROM entry_keys WHERE shelf = {self._mark} LIMIT 1"
        return self._connection.exec_driver_sql(query, (shelf_of(source_id),)).first() is not None

    def found(self, source_id: str, keys: Collection[int]) -> dict[int, set[int]]:
        """Those keys of a source that are known, each with the threads that it belongs to; one query a feed."""
        found: dict[int, set[int]] = {}
        wanted, shelf = list(keys), shelf_of(source_id)
        for start in range(0, len(wanted), _KEYS):
            # Not by SQLAlchemy's IN, which takes longer to bind a hundred keys than SQLite to find them.
            some = wanted[start : start + _KEYS]
            listed = ",".join([self._mark] * len(some))
            query = f"SELECT key, thread FROM entry_keys WHERE shelf = {self._mark} AND key IN ({listed})"
            for key, thread in self._connection.exec_driver_sql(query, (shelf, *some)).all():
                found.setdefault(key, set()).add(thread)
        return found

    def former(self, source_id: str, threads: Collection[int]) -> dict[int, Past]:
        """The newest revision of each thread of a source, and how it was read."""
        table, heads, kept = schema.entries, schema.threads, schema.kept
        found: dict[int, Past] = {}
        wanted = list(threads)
        for start in range(0, len(wanted), _CHUNK):
            query = (
                select(heads.c.thread, table, *_kept_columns())
                .join(table, table.c.id == heads.c.entry_id)
                .outerjoin(kept, kept.c.entry_seq == table.c.seq)
                .where(heads.c.shelf == shelf_of(source_id))
                .where(heads.c.thread.in_(wanted[start : start + _CHUNK]))
            )
            rows = self._connection.execute(query).mappings()
            found |= {row[heads.c.thread]: past_from_row(row) for row in rows}
        return found

    def claims(self, topic: str, metric: str) -> tuple[Claim, ...]:
        """The decided claims of a topic's metric, oldest stated first, then in order of arrival.

        Of each number of a series and each outlet the first and the last: those in between say
        nothing more.  What waits on the docket is not among them.
        """
        table = schema.claims
        number = (table.c.series_key, table.c.low, table.c.high, table.c.bound, table.c.source_id)
        order = (table.c.stated_at, table.c.seen_at, table.c.seq)
        ranked = (
            select(
                table.c.seq,
                func.row_number().over(partition_by=number, order_by=order).label("first"),
                func.row_number()
                .over(partition_by=number, order_by=[column.desc() for column in order])
                .label("last"),
            )
            .where(table.c.topic == topic, table.c.metric == metric)
            .where(~_on_docket(table))
            .subquery()
        )
        query = (
            _claims_with_figures()
            .join(ranked, ranked.c.seq == table.c.seq)
            .where((ranked.c.first == 1) | (ranked.c.last == 1))
            .order_by(table.c.stated_at, table.c.seq)
        )
        return tuple(claim_from_row(row) for row in self._connection.execute(query).mappings())

    def docket(self, topic: str, metric: str) -> tuple[Filed, ...]:
        """The claims of a topic's metric that wait to be decided, in order of arrival, with figure and entry."""
        table, waiting = schema.claims, schema.dockets
        query = (
            _claims_with_figures()
            .join(
                waiting,
                (waiting.c.series_key == table.c.series_key) & (waiting.c.figure_id == table.c.figure_id),
            )
            .where(waiting.c.topic == topic, waiting.c.metric == metric)
            .order_by(waiting.c.seq)
        )
        claims = [claim_from_row(row) for row in self._connection.execute(query).mappings()]
        figures = self._by_id(schema.figures, figure_from_row, {claim.figure_id for claim in claims})
        entries = self._by_id(schema.entries, entry_from_row, {claim.entry_id for claim in claims})
        return tuple(Filed(claim, figures[claim.figure_id], entries[claim.entry_id]) for claim in claims)

    def told(self, topic: str, metric: str) -> tuple[Told, ...]:
        """The newest row of each series of a topic's metric: newest by order of insertion, not by any clock."""
        table = schema.told
        newest = (
            select(func.max(table.c.seq))
            .where(table.c.topic == topic, table.c.metric == metric)
            .group_by(table.c.series_key)
        )
        return self._told(table.c.seq.in_(newest))

    def told_by_alerts(self, topic: str, metric: str) -> tuple[Told, ...]:
        """Every row of a topic's metric that came of an alert, oldest first; not what was taken as known."""
        table = schema.told
        return self._told(table.c.topic == topic, table.c.metric == metric, table.c.alert_id.is_not(None))

    def _told(self, *which: ColumnElement[bool]) -> tuple[Told, ...]:
        table, alerts, figures = schema.told, schema.alerts, schema.figures
        query = (
            select(table, alerts.c.severity, figures.c.place)
            .outerjoin(alerts, alerts.c.id == table.c.alert_id)
            .join(figures, figures.c.id == table.c.figure_id)
            .where(*which)
            .order_by(table.c.seq)
        )
        return tuple(told_from_row(row) for row in self._connection.execute(query).mappings())

    def silences(self, now: datetime) -> tuple[Silence, ...]:
        """The silences that hold at a moment, the oldest first."""
        table = schema.silences
        query = select(table).where(table.c.until > now).order_by(table.c.seq)
        return tuple(silence_from_row(row) for row in self._connection.execute(query).mappings())

    def recent(self, route: str, destination: str, since: datetime, until: datetime) -> tuple[datetime, ...]:
        """When each message of a route to a destination was or is due in (since, until]; a bundle is one message."""
        table = schema.deliveries
        message = func.coalesce(table.c.bundle, table.c.id)
        query = (
            select(func.min(table.c.due_at, type_=table.c.due_at.type))
            .where(table.c.destination_id == destination, table.c.due_at > since, table.c.due_at <= until)
            .where(table.c.route == route)
            .group_by(message)
            .order_by(func.min(table.c.due_at))
        )
        return tuple(self._connection.execute(query).scalars())

    def waiting(self, source_id: str, now: datetime, limit: int) -> tuple[tuple[Entry, Unread], ...]:
        """The entries of a source whose article is to be tried again, the longest due first."""
        return waiting(self._connection, source_id, now, limit)

    def put_off(self, entries: Sequence[tuple[Entry, Unread | None]]) -> None:
        """Write down that entries have no article, in the place of what was known of their revisions; None: they do."""
        forget(self._connection, [entry for entry, _ in entries])
        self._add(schema.articles, rows_of(entries))

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Store entries; each is the newest revision of its thread from now on."""
        new = [(entry, entry_to_row(entry)) for entry in entries]
        self._add(schema.entries, [row for _, row in new])
        shelves = {source_id: shelf_of(source_id) for source_id in {entry.source_id for entry, _ in new}}
        heads = {
            thread: {"shelf": shelves[entry.source_id], "thread": thread, "entry_id": row["id"]}
            for entry, row in new
            for thread in (entry.thread,)
        }
        replace_rows(self._connection, schema.threads, list(heads.values()))

    def remember(self, source_id: str, keys: Iterable[tuple[int, int]]) -> None:
        """Write down that keys belong to threads of a source: (key, thread)."""
        shelf = shelf_of(source_id)
        self._add(schema.entry_keys, ({"shelf": shelf, "key": key, "thread": thread} for key, thread in keys))

    def keep(self, readings: Iterable[Kept]) -> None:
        """Keep how stored entries were read, each in the place of its former reading."""
        keep_rows(self._connection, list(map(kept_to_row, readings)))

    def add_figures(self, figures: Iterable[Figure]) -> None:
        self._add(schema.figures, map(figure_to_row, figures))

    def add_claims(self, claims: Iterable[Claim]) -> None:
        self._add(schema.claims, map(claim_to_row, claims))

    def add_told(self, told: Iterable[Told]) -> None:
        self._add(schema.told, map(told_to_row, told))

    def add_rulings(self, rulings: Iterable[Ruling]) -> None:
        rows = [ruling_to_row(ruling) for ruling in rulings]
        if rows:
            self._connection.execute(schema.rulings.insert(), rows)

    def file(self, claims: Iterable[Claim], now: datetime, due_at: datetime) -> None:
        """Put claims on the docket until a moment; one that is there already waits until then from now on."""
        rows = [docket_to_row(claim, now, due_at) for claim in claims]
        if rows:
            insert = insert_into(self._connection.dialect, schema.dockets)
            key = ["series_key", "figure_id"]
            later = {name: insert.excluded[name] for name in ("filed_at", "due_at")}
            self._connection.execute(insert.on_conflict_do_update(index_elements=key, set_=later), rows)

    def unclaimed(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Those that are not stored yet."""
        table = schema.claims
        ids = list({claim.figure_id for claim in claims})
        known: set[tuple[str, str]] = set()
        for start in range(0, len(ids), _CHUNK):
            query = select(table.c.series_key, table.c.figure_id)
            query = query.where(table.c.figure_id.in_(ids[start : start + _CHUNK]))
            known.update((key, figure_id) for key, figure_id in self._connection.execute(query))
        return tuple(claim for claim in claims if (claim.series.key, claim.figure_id) not in known)

    def mark_read(self, digest: str, now: datetime) -> None:
        """Write down that all that is stored was read with the rules and topics of this hash."""
        replace_rows(self._connection, schema.readings, [{"digest": digest, "at": now}])

    def strike(self, claims: Iterable[Claim]) -> None:
        """Take claims off the docket: they are decided."""
        table = schema.dockets
        for claim in claims:
            here = (table.c.series_key == claim.series.key) & (table.c.figure_id == claim.figure_id)
            self._connection.execute(delete(table).where(here))

    def add_notices(self, notices: Sequence[Notice], deliveries: Sequence[Delivery]) -> None:
        """Store notices with their pending deliveries."""
        self._add(schema.notices, map(notice_to_row, notices))
        self._add(schema.deliveries, map(delivery_to_row, deliveries))

    def last_notices(self) -> tuple[Notice, ...]:
        """The newest notice of each condition and subject, and whether somebody has seen that trouble."""
        table = schema.notices
        newest = select(func.max(table.c.seq)).group_by(table.c.condition, table.c.subject)
        same, seen = table.alias(), schema.acknowledgements
        acknowledged = (
            select(seen.c.seq)
            .join(same, same.c.id == seen.c.alert_id)
            .where(same.c.condition == table.c.condition, same.c.subject == table.c.subject)
            .where(same.c.since.is_not_distinct_from(table.c.since))
            .exists()
        )
        query = select(table, acknowledged.label("acknowledged")).where(table.c.seq.in_(newest))
        rows = self._connection.execute(query.order_by(table.c.seq)).mappings()
        return tuple(replace(notice_from_row(row), acknowledged=bool(row["acknowledged"])) for row in rows)

    def stuck(self) -> tuple[Stuck, ...]:
        """The messages that are dead or held and of which nobody was told, by destination and state."""
        table = schema.deliveries
        about = (table.c.destination_id, table.c.state)
        found = (
            select(*about, func.count().label("messages"), func.max(table.c.seq).label("last"))
            .where(_stuck())
            .group_by(*about)
            .subquery()
        )
        query = select(found, table.c.error).join(table, table.c.seq == found.c.last).order_by(found.c.last)
        return tuple(
            Stuck(row["destination_id"], DeliveryState(row["state"]), row["messages"], row["error"])
            for row in self._connection.execute(query).mappings()
        )

    def mark_announced(self, stuck: Iterable[Stuck]) -> None:
        """Somebody was told of these."""
        table = schema.deliveries
        for one in stuck:
            theirs = (table.c.destination_id == one.destination_id) & (table.c.state == one.state.value)
            self._connection.execute(update(table).where(_stuck(), theirs).values(announced=True))

    def entry_times(self, each: int, source_ids: Sequence[str]) -> dict[str, list[datetime]]:
        """When the last `each` entries of these sources were published, or seen where they do not say."""
        table = schema.entries
        at = func.coalesce(table.c.published_at, table.c.seen_at, type_=table.c.seen_at.type)
        times: dict[str, list[datetime]] = {}
        for start in range(0, len(source_ids), _CHUNK):
            theirs = table.c.source_id.in_(source_ids[start : start + _CHUNK])
            times |= self._times(table.c.source_id, at, table, table.c.seq, each, theirs)
        return times

    def hit_times(self, each: int) -> dict[str, list[datetime]]:
        """When the entries of the last `each` figures of every rule were seen."""
        table, entries = schema.figures, schema.entries
        joined = table.join(entries, entries.c.id == table.c.entry_id)
        return self._times(table.c.rule_id, entries.c.seen_at, joined, table.c.seq, each)

    def _times(
        self,
        by: ColumnElement[str],
        at: ColumnElement[datetime],
        of: FromClause,
        seq: ColumnElement[int],
        each: int,
        which: ColumnElement[bool] | None = None,
    ) -> dict[str, list[datetime]]:
        rank = func.row_number().over(partition_by=by, order_by=seq.desc())
        moments = select(by.label("name"), at.label("at"), rank.label("rank")).select_from(of)
        ranked = (moments if which is None else moments.where(which)).subquery()
        times: dict[str, list[datetime]] = {}
        query = select(ranked.c.name, ranked.c.at).where(ranked.c.rank <= each)
        for name, moment in self._connection.execute(query):
            times.setdefault(name, []).append(moment)
        return times

    def add_alert(self, alert: Alert, deliveries: Sequence[Delivery]) -> bool:
        """Store an alert with its pending deliveries; False if it was there already."""
        table = schema.alerts
        insert = insert_into(self._connection.dialect, table).on_conflict_do_nothing().returning(table.c.id)
        if self._connection.execute(insert, alert_to_row(alert)).first() is None:
            return False
        self._add(schema.deliveries, map(delivery_to_row, deliveries))
        return True

    def settle(self, *polls: Polled) -> None:
        """Write down what polls changed of their sources' states, where these are still as they were before.

        What another process wrote meanwhile – its own poll, an edited configuration – was made of what we had
        made ours of, and so is not undone.
        """
        self._add(schema.poll_states, (poll_state_to_row(one.after) for one in polls if one.before is None))
        changes: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
        for before, after in ((one.before, one.after) for one in polls):
            if before is not None and (changed := change_to_row(before, after)):
                changes[tuple(changed)].append({**changed, **_as_before(before)})
        for rows in changes.values():
            change_rows(self._connection, _CHANGED, rows)

    def settle_poll(self, *states: PollState) -> None:
        """Replace the sources' poll states."""
        if states:
            replace_rows(self._connection, schema.poll_states, list(map(poll_state_to_row, states)))

    def _by_id(self, table: Table, made: Callable[[RowMapping], T], ids: Collection[str]) -> dict[str, T]:
        found: dict[str, T] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _CHUNK):
            query = select(table).where(table.c.id.in_(wanted[start : start + _CHUNK]))
            found |= {row["id"]: made(row) for row in self._connection.execute(query).mappings()}
        return found

    def _add(self, table: Table, rows: Iterable[Row]) -> None:
        add_rows(self._connection, table, list(rows))


def _claims_with_figures() -> Select[Any]:
    """Claims with what their figures know beside them."""
    table, figures = schema.claims, schema.figures
    return select(table, figures.c.entry_id, figures.c.field, figures.c.place).join(
        figures, figures.c.id == table.c.figure_id
    )


def _stuck() -> ColumnElement[bool]:
    """Whether a delivery needs a person who has not been told yet."""
    table = schema.deliveries
    ended = (DeliveryState.DEAD.value, DeliveryState.HELD.value)
    return table.c.state.in_(ended) & table.c.announced.is_(False)


def _on_docket(claims: Table) -> ColumnElement[bool]:
    waiting = schema.dockets
    return exists().where(
        waiting.c.series_key == claims.c.series_key, waiting.c.figure_id == claims.c.figure_id
    )


# Putting a statement together costs SQLAlchemy ten times what SQLite needs to run it: that of every poll is put
# together once.


def _as_before(before: PollState) -> Row:
    """What `_CHANGED` asks of a stored state."""
    return {
        "source": before.source_id,
        "polled_before": before.last_polled_at,
        "configured_before": before.configured,
    }


_CHANGED = update(schema.poll_states).where(
    schema.poll_states.c.source_id == bindparam("source"),
    schema.poll_states.c.last_polled_at.is_not_distinct_from(bindparam("polled_before")),
    schema.poll_states.c.configured.is_not_distinct_from(bindparam("configured_before")),
)
"""To be run with the columns that changed, and with those of `_as_before`."""

_SOURCES = select(schema.poll_states.c.source_id, schema.poll_states.c.due_at, schema.poll_states.c.moved_to)
_DUE = _SOURCES.where(schema.poll_states.c.due_at <= bindparam("now"))
_AHEAD = _SOURCES.where(
    schema.poll_states.c.last_polled_at > bindparam("now"), schema.poll_states.c.due_at > bindparam("now")
)

_SETTLED = (
    select(schema.dockets.c.topic, schema.dockets.c.metric)
    .where((schema.dockets.c.due_at <= bindparam("now")) | (schema.dockets.c.filed_at > bindparam("now")))
    .group_by(schema.dockets.c.topic, schema.dockets.c.metric)
    .order_by(func.min(schema.dockets.c.due_at))
)

_REMEMBERED = select(schema.poll_states).where(
    schema.poll_states.c.source_id.in_(bindparam("source_ids", expanding=True))
)
