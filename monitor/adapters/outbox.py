"""The outbox: deliveries are leased, sent by somebody else, then settled.

    pending ──lease──▶ leased ──settle──▶ sent | pending (again later) | dead | held
       └─ cannot be read ─▶ dead
                         └─ the lease runs out ─▶ leased again, as a possible repeat; or held
    held | dead | dropped ──retry──▶ pending          pending | held | dead ──drop──▶ dropped

Every step is a compare-and-set on (state, attempts): of two workers one wins, and who lost a
lease cannot settle it.  `retry` and `drop` are a person's; they never touch what is leased, because
a sender is at it.  A destination has a lane: one message after the other, at its pace, and none
while it asked for a pause.  Does not send, and does not decide when to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    Select,
    Table,
    Text,
    Update,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from monitor.adapters.inserts import insert_into
from monitor.adapters.rows import alert_from_row, delivery_from_row, notice_from_row
from monitor.adapters.schema import alerts, deliveries, lanes, notices
from monitor.adapters.store import SqlStore
from monitor.errors import StoreError
from monitor.model import Alert, Delivery, DeliveryState, Lane, Notice, Parcel

RETRIABLE = (DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.DROPPED)
DROPPABLE = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.DEAD)

EVER = timedelta(days=36_500)
"""Longer than anything waits."""

CLOCKS_APART = timedelta(minutes=5)
"""What was done later than this from now on was done by a clock that has been set back since.

Workers on several machines may differ by less.
"""

UNREADABLE = (
    "what was to be told cannot be read: it was written by another version, or is damaged; "
    "`tollwatch retry` sends it with the version that wrote it"
)

VANISHED = "its sender vanished while sending; it may have arrived"


class SqlOutbox:
    """The deliveries of a store (`ports.Outbox`); safe to use from many threads and processes."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def lease(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        longest: timedelta = EVER,
        lanes: Sequence[Lane] = (),
        busy: Collection[str] = (),
    ) -> tuple[Parcel, ...]:
        """Take up to `limit` due messages until a moment, one a destination, the longest due first.

        Counts the attempt.  Due is what is pending with `due_at` ≤ now, and what was leased until
        before now: that one may have been sent, and is marked as a possible repeat for good, or held
        where its lane says so.  So is what a clock has dated that was set back since; nothing ever
        waits `longest`.  What is due in one bundle, and was tried as often, comes as one parcel.
        """
        due = _due(now, until, longest)
        paces = {lane.destination_id: lane.pace for lane in lanes}
        with self._store.writing() as connection:
            _hold(connection, [lane.destination_id for lane in lanes if lane.holds], due)
            waiting = connection.execute(_waiting(due, busy, now, limit)).scalars().all()
            ids: set[str] = set()
            # In one order in all workers, so that two that enter the same lanes do not wait for each other in a ring.
            for destination in sorted(waiting):
                taken = _next(connection, destination, due)
                if taken and _enter(connection, destination, paces.get(destination), now):
                    ids |= taken
            if not ids:
                return ()
            connection.execute(_take(now, until).where(deliveries.c.id.in_(ids)))
            leased = [delivery_from_row(row) for row in connection.execute(_of(ids)).mappings()]
            known = _told(connection, {delivery.alert_id for delivery in leased})
            _give_up(connection, [one.id for one in leased if one.alert_id not in known])
        return _parcels([(one, known[one.alert_id]) for one in leased if one.alert_id in known])

    def settle(self, delivery: Delivery) -> bool:
        """Write what came of a leased delivery; False, and nothing written, if the lease went to somebody else.

        `attempts` must be what `lease` returned: it says whose lease this is.
        """
        leased = delivery.state is DeliveryState.LEASED
        with self._store.writing() as connection:
            settled = connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.id == delivery.id,
                    deliveries.c.state == DeliveryState.LEASED.value,
                    deliveries.c.attempts == delivery.attempts,
                )
                .values(
                    state=delivery.state.value,
                    due_at=delivery.due_at,
                    lease_until=delivery.lease_until if leased else None,
                    error=delivery.error,
                    possible_repeat=delivery.possible_repeat,
                )
            )
            return settled.rowcount == 1

    def rest(self, destination_id: str, since: datetime, until: datetime) -> None:
        """Leave a destination alone from one moment until another; a longer rest that it has stays."""
        with self._store.writing() as connection:
            shorter = or_(lanes.c.until < until, lanes.c.since > since + CLOCKS_APART)
            _rest(connection, destination_id, since, until, shorter)

    def free_in(self, now: datetime) -> timedelta | None:
        """How long the first of what is due has to wait for its destination to have rested; None if nothing does."""
        waiting = select(deliveries.c.destination_id).where(_due(now, now, EVER))
        query = select(func.min(lanes.c.until)).where(_rests(now), lanes.c.destination_id.in_(waiting))
        with self._store.reading() as connection:
            until: datetime | None = connection.execute(query).scalar()
        return until - now if until else None

    def retry(self, ids: Collection[str], now: datetime) -> tuple[str, ...]:
        """Make deliveries due now that are held, dead or dropped; the ids of those that were.

        Attempts go on counting: a sender that lost its lease long ago can never settle the new attempt.
        Those so far are forgiven, so that a whole day of attempts lies ahead.
        """
        with self._store.writing() as connection:
            found = _standing(connection, ids, RETRIABLE)
            again = update(deliveries).where(_these(found, RETRIABLE))
            connection.execute(
                again.values(
                    state=DeliveryState.PENDING.value,
                    due_at=now,
                    lease_until=None,
                    forgiven=deliveries.c.attempts,
                    announced=False,
                )
            )
        return found

    def drop(self, ids: Collection[str], words: str) -> tuple[str, ...]:
        """Give deliveries up that are pending, held or dead; the ids of those that were.

        `words` say who and why; they stand before the error of the last attempt.
        """
        with self._store.writing() as connection:
            found = _standing(connection, ids, DROPPABLE)
            said = case(
                (deliveries.c.error.is_(None), literal(words)),
                else_=literal(f"{words}; before that: ", Text) + deliveries.c.error,
            )
            given_up = update(deliveries).where(_these(found, DROPPABLE))
            connection.execute(given_up.values(state=DeliveryState.DROPPED.value, error=said))
        return found


# ── what is due ─────────────────────────────────────────────────────────────────────────────


def _due(now: datetime, until: datetime, longest: timedelta) -> ColumnElement[bool]:
    """What is to be sent now.

    Moments that no clock going forward could have written make a row due at once: a step back would
    hold it up by as much.
    """
    due_at, lease_until, tried_at = deliveries.c.due_at, deliveries.c.lease_until, deliveries.c.tried_at
    ahead = now + CLOCKS_APART
    prompt = and_(deliveries.c.attempts == 0, deliveries.c.why.is_(None))  # due when it was decided
    wrong = or_(due_at > now + longest, tried_at > ahead, and_(prompt, due_at > ahead))
    ran_out = or_(lease_until < now, lease_until > until + (until - now) + CLOCKS_APART)
    return or_(
        and_(_in(DeliveryState.PENDING), or_(due_at <= now, wrong)), and_(_in(DeliveryState.LEASED), ran_out)
    )


def _in(*states: DeliveryState) -> ColumnElement[bool]:
    return deliveries.c.state.in_([state.value for state in states])


def _rests(now: datetime) -> ColumnElement[bool]:
    """Whether a lane is to be left alone; not because of a clock that was set back since."""
    return and_(lanes.c.until > now, lanes.c.since <= now + CLOCKS_APART)


def _waiting(due: ColumnElement[bool], busy: Collection[str], now: datetime, limit: int) -> Select[str]:
    """The destinations to which something may be sent, the longest due first."""
    resting = select(lanes.c.destination_id).where(_rests(now))
    destination = deliveries.c.destination_id
    return (
        select(destination)
        .where(due, destination.not_in(busy), destination.not_in(resting))
        .group_by(destination)
        .order_by(func.min(deliveries.c.due_at), func.min(deliveries.c.seq))
        .limit(limit)
    )


# ── one message of one destination ──────────────────────────────────────────────────────────


def _next(connection: Connection, destination: str, due: ColumnElement[bool]) -> set[str]:
    """The ids of the message to a destination that is the longest due; none if others are taking all there is."""
    # SKIP LOCKED lets workers on PostgreSQL pass each other; on SQLite only one of them is here.
    mine = select(deliveries).where(deliveries.c.destination_id == destination, due)
    longest = mine.order_by(deliveries.c.due_at, deliveries.c.seq).limit(1)
    first = connection.execute(longest.with_for_update(skip_locked=True)).first()
    return set() if first is None else {first.id} | _bundled(connection, first, mine)


def _bundled(connection: Connection, first: Row[Any], mine: Select[Any]) -> set[str]:
    """What goes with it.  Only what was tried as often: a repeat has the same contents under the same key."""
    if first.bundle is None:
        return set()
    same = (deliveries.c.bundle == first.bundle) & (deliveries.c.attempts == first.attempts)
    rows = connection.execute(mine.where(same).with_for_update(skip_locked=True))
    return {row.id for row in rows}


def _enter(connection: Connection, destination: str, pace: timedelta | None, now: datetime) -> bool:
    """Begin a message at the pace of a destination; False if another worker just did."""
    return not pace or _rest(connection, destination, now, now + pace, ~_rests(now))


def _rest(
    connection: Connection, destination: str, since: datetime, until: datetime, where: ColumnElement[bool]
) -> bool:
    """Let a lane rest, if it is as described; one that was never used does not rest."""
    fresh = {"destination_id": destination, "since": since, "until": since}
    connection.execute(insert_into(connection.dialect, lanes).on_conflict_do_nothing(), fresh)
    its = lanes.c.destination_id == destination
    return connection.execute(update(lanes).where(its, where).values(since=since, until=until)).rowcount == 1


def _hold(connection: Connection, destinations: Sequence[str], due: ColumnElement[bool]) -> None:
    """What may have been sent waits for a person where a second time would do harm."""
    if destinations:
        connection.execute(
            update(deliveries)
            .where(deliveries.c.destination_id.in_(destinations), _in(DeliveryState.LEASED), due)
            .values(state=DeliveryState.HELD.value, lease_until=None, possible_repeat=True, error=VANISHED)
        )


def _take(now: datetime, until: datetime) -> Update:
    ran_out = _in(DeliveryState.LEASED)
    return update(deliveries).values(
        state=DeliveryState.LEASED.value,
        attempts=deliveries.c.attempts + 1,
        lease_until=until,
        tried_at=now,
        possible_repeat=case((ran_out, True), else_=deliveries.c.possible_repeat),
    )


def _of(ids: Collection[str]) -> Select[Any]:
    return select(deliveries).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.due_at, deliveries.c.seq)


def _told(connection: Connection, ids: set[str]) -> dict[str, Alert | Notice]:
    """The alerts and notices of those ids, as far as they can be read."""
    known: dict[str, Alert | Notice] = {}
    tables: tuple[tuple[Table, Callable[[RowMapping], Alert | Notice]], ...] = (
        (alerts, alert_from_row),
        (notices, notice_from_row),
    )
    for table, from_row in tables:
        if rest := ids - known.keys():
            for row in connection.execute(select(table).where(table.c.id.in_(rest))).mappings():
                with suppress(StoreError, ValueError, TypeError, LookupError):
                    known[row["id"]] = from_row(row)
    return known


def _give_up(connection: Connection, ids: Collection[str]) -> None:
    """What nobody can read keeps nobody waiting: it is dead, which is told by other ways."""
    if ids:
        unread = update(deliveries).where(deliveries.c.id.in_(ids))
        connection.execute(unread.values(state=DeliveryState.DEAD.value, lease_until=None, error=UNREADABLE))


def _parcels(leased: Sequence[tuple[Delivery, Alert | Notice]]) -> tuple[Parcel, ...]:
    groups: dict[str, list[tuple[Delivery, Alert | Notice]]] = {}
    for delivery, alert in leased:
        groups.setdefault(delivery.destination_id, []).append((delivery, alert))
    return tuple(Parcel(tuple(group)) for group in groups.values())


# ── what a person decides ──────────────────────────────────────────────────────────────────


def _these(ids: Collection[str], states: Collection[DeliveryState]) -> ColumnElement[bool]:
    return deliveries.c.id.in_(ids) & deliveries.c.state.in_([state.value for state in states])


def _standing(
    connection: Connection, ids: Collection[str], states: Collection[DeliveryState]
) -> tuple[str, ...]:
    """Those of the ids whose deliveries are in one of the states, oldest first, locked until the end."""
    query = select(deliveries.c.id).where(_these(ids, states)).order_by(deliveries.c.seq).with_for_update()
    return tuple(connection.execute(query).scalars())
