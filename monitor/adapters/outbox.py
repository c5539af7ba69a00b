"""The outbox: deliveries are leased, sent by somebody else, then settled.

    pending ──lease──▶ leased ──settle──▶ sent | pending (again later) | dead
                         └─ the lease runs out ─▶ leased again, as a possible repeat

Every step is a compare-and-set on (state, attempts): of two workers one wins, and who lost a
lease cannot settle it.  Does not send, and does not decide when to try again.

    held | dead | dropped ──retry──▶ pending          pending | held | dead ──drop──▶ dropped

Those two are a person's; they never touch what is leased, because a sender is at it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    Update,
    and_,
    case,
    literal,
    or_,
    select,
    update,
)

from monitor.adapters.rows import alert_from_row, delivery_from_row, notice_from_row
from monitor.adapters.schema import alerts, deliveries, notices
from monitor.adapters.store import SqlStore
from monitor.model import Alert, Delivery, DeliveryState, Notice, Parcel

RETRIABLE = (DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.DROPPED)
DROPPABLE = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.DEAD)

EVER = timedelta(days=36_500)
"""Longer than anything waits."""


class SqlOutbox:
    """The deliveries of a store (`pipeline.Outbox`); safe to use from many threads and processes."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def lease(
        self, now: datetime, until: datetime, limit: int, longest: timedelta = EVER
    ) -> tuple[Parcel, ...]:
        """Take up to `limit` due messages until a moment, the longest due first; counts the attempt.

        Due is what is pending with `due_at` ≤ now, and what was leased until before now: that one may
        have been sent, and is marked as a possible repeat for good.  So is what would wait `longest`
        or more, longer than anything ever does: the clock was set back.  What is due in one bundle
        comes as one parcel.
        """
        # SKIP LOCKED lets workers on PostgreSQL pass each other; on SQLite only one of them is here.
        due = (
            select(deliveries.c.id, deliveries.c.destination_id, deliveries.c.bundle)
            .where(_due(now, longest))
            .order_by(deliveries.c.due_at, deliveries.c.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._store.writing() as connection:
            found = connection.execute(due).all()
            if not found:
                return ()
            ids = {row.id for row in found} | _bundled(connection, found, now, longest)
            connection.execute(_take(now, until, longest).where(deliveries.c.id.in_(ids)))
            taken = connection.execute(
                select(deliveries)
                .where(deliveries.c.id.in_(ids))
                .order_by(deliveries.c.due_at, deliveries.c.seq)
            ).mappings()
            leased = [delivery_from_row(row) for row in taken]
            known = _told(connection, {delivery.alert_id for delivery in leased})
        return _parcels([(delivery, known[delivery.alert_id]) for delivery in leased])

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

    def retry(self, ids: Collection[str], now: datetime) -> tuple[str, ...]:
        """Make deliveries due now that are held, dead or dropped; the ids of those that were.

        Attempts go on counting: a sender that lost its lease long ago can never settle the new attempt.
        """
        with self._store.writing() as connection:
            found = _standing(connection, ids, RETRIABLE)
            again = update(deliveries).where(_these(found, RETRIABLE))
            connection.execute(again.values(state=DeliveryState.PENDING.value, due_at=now, lease_until=None))
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


def _these(ids: Collection[str], states: Collection[DeliveryState]) -> ColumnElement[bool]:
    return deliveries.c.id.in_(ids) & deliveries.c.state.in_([state.value for state in states])


def _standing(
    connection: Connection, ids: Collection[str], states: Collection[DeliveryState]
) -> tuple[str, ...]:
    """Those of the ids whose deliveries are in one of the states, oldest first, locked until the end."""
    query = select(deliveries.c.id).where(_these(ids, states)).order_by(deliveries.c.seq).with_for_update()
    return tuple(connection.execute(query).scalars())


def _told(connection: Connection, ids: set[str]) -> dict[str, Alert | Notice]:
    """The alerts and notices of those ids."""
    found = connection.execute(select(alerts).where(alerts.c.id.in_(ids))).mappings()
    known: dict[str, Alert | Notice] = {row["id"]: alert_from_row(row) for row in found}
    if len(known) < len(ids):
        rest = connection.execute(select(notices).where(notices.c.id.in_(ids - known.keys()))).mappings()
        known |= {row["id"]: notice_from_row(row) for row in rest}
    return known


def _bundled(
    connection: Connection, found: Sequence[Row[Any, Any, Any]], now: datetime, longest: timedelta
) -> set[str]:
    """The ids of what is due in the same bundles."""
    ids: set[str] = set()
    for destination, bundle in {(row.destination_id, row.bundle) for row in found if row.bundle is not None}:
        same = (deliveries.c.destination_id == destination) & (deliveries.c.bundle == bundle)
        query = select(deliveries.c.id).where(same, _due(now, longest)).with_for_update(skip_locked=True)
        ids.update(connection.execute(query).scalars())
    return ids


def _parcels(leased: Sequence[tuple[Delivery, Alert | Notice]]) -> tuple[Parcel, ...]:
    groups: dict[tuple[str, str], list[tuple[Delivery, Alert | Notice]]] = {}
    for delivery, alert in leased:
        key = (delivery.destination_id, delivery.bundle or delivery.id)
        groups.setdefault(key, []).append((delivery, alert))
    return tuple(Parcel(tuple(group)) for group in groups.values())


def _due(now: datetime, longest: timedelta) -> ColumnElement[bool]:
    due_at = deliveries.c.due_at
    return or_(
        and_(deliveries.c.state == DeliveryState.PENDING.value, or_(due_at <= now, due_at > now + longest)),
        and_(
            deliveries.c.state == DeliveryState.LEASED.value,
            or_(deliveries.c.lease_until < now, deliveries.c.lease_until > now + longest),
        ),
    )


def _take(now: datetime, until: datetime, longest: timedelta) -> Update:
    ran_out = deliveries.c.state == DeliveryState.LEASED.value
    return (
        update(deliveries)
        .where(_due(now, longest))
        .values(
            state=DeliveryState.LEASED.value,
            attempts=deliveries.c.attempts + 1,
            lease_until=until,
            possible_repeat=or_(deliveries.c.possible_repeat, ran_out),
        )
    )
