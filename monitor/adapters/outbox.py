"""The outbox: deliveries are leased, sent by somebody else, then settled.

    pending ──lease──▶ leased ──settle──▶ sent | pending (again later) | dead
                         └─ the lease runs out ─▶ leased again, as a possible repeat

Every step is a compare-and-set on (state, attempts): of two workers one wins, and who lost a
lease cannot settle it.  Does not send, and does not decide when to try again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, or_, select, update

from monitor.adapters.rows import alert_from_row, delivery_from_row
from monitor.adapters.schema import alerts, deliveries
from monitor.adapters.store import SqlStore
from monitor.model import Alert, Delivery, DeliveryState


class SqlOutbox:
    """The deliveries of a store (`pipeline.Outbox`); safe to use from many threads and processes."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def lease(self, now: datetime, until: datetime, limit: int) -> tuple[tuple[Delivery, Alert], ...]:
        """Take up to `limit` due deliveries until a moment, the longest due first; counts the attempt.

        Due is what is pending with `due_at` ≤ now, and what was leased until before now: that one may
        have been sent, and is marked as a possible repeat for good.
        """
        # SKIP LOCKED lets workers on PostgreSQL pass each other; on SQLite only one of them is here.
        due = (
            select(deliveries.c.id)
            .where(_due(now))
            .order_by(deliveries.c.due_at, deliveries.c.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._store.writing() as connection:
            ids = connection.execute(due).scalars().all()
            if not ids:
                return ()
            connection.execute(_take(now, until).where(deliveries.c.id.in_(ids)))
            taken = connection.execute(
                select(deliveries)
                .where(deliveries.c.id.in_(ids))
                .order_by(deliveries.c.due_at, deliveries.c.seq)
            ).mappings()
            leased = [delivery_from_row(row) for row in taken]
            wanted = {delivery.alert_id for delivery in leased}
            rows = connection.execute(select(alerts).where(alerts.c.id.in_(wanted))).mappings()
            found = {row["id"]: alert_from_row(row) for row in rows}
        return tuple((delivery, found[delivery.alert_id]) for delivery in leased)

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


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.due_at <= now),
        and_(deliveries.c.state == DeliveryState.LEASED.value, deliveries.c.lease_until < now),
    )


def _take(now: datetime, until: datetime) -> Update:
    ran_out = deliveries.c.state == DeliveryState.LEASED.value
    return (
        update(deliveries)
        .where(_due(now))
        .values(
            state=DeliveryState.LEASED.value,
            attempts=deliveries.c.attempts + 1,
            lease_until=until,
            possible_repeat=or_(deliveries.c.possible_repeat, ran_out),
        )
    )
