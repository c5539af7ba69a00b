"""`tollwatch retry` and `drop`: what people do about messages that were not delivered.

Both work beside a running daemon: each is one transaction, and what is being sent is left alone.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

from monitor.adapters import queries
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.store import SqlStore, open_store
from monitor.config.shapes import near_miss
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.telemetry import listed, plural
from monitor.errors import UsageError
from monitor.model import Delivery, DeliveryState

_WHY_NOT = {
    DeliveryState.PENDING: "waits already, and is tried when it is due",
    DeliveryState.LEASED: "is being sent right now",
    DeliveryState.SENT: "was sent",
    DeliveryState.ACKNOWLEDGED: "was seen by somebody, so it is not sent any more",
    DeliveryState.HELD: "is held",
    DeliveryState.DEAD: "is dead",
    DeliveryState.DROPPED: "was dropped before",
}


def retry(database: str, ids: Sequence[str], dead: bool, destination: str | None) -> int:
    """Make messages due that were held, given up or dropped; 0 if all of those named are, else 1.

    With `dead`, every dead one, or every dead one of a destination.  Raises UsageError for an id that is not
    there; then nothing is changed.
    """
    _one_way(ids, dead, destination)
    with closing(open_store(database)) as store:
        meant = _dead(store, destination) if dead else _named(store, ids)
        done = SqlOutbox(store).retry([one.id for one in meant], datetime.now(UTC))
        left = _left(store, meant, done)
    for one in meant:
        if one.id in done:
            again = ", marked as a possible repeat" if one.possible_repeat else ""
            print(f"{one.id} to {one.destination_id}: due again{again}")
    if dead and not meant:
        print("nothing is dead" + (f" for {destination}" if destination else ""))
    return _told(left)


def drop(database: str, ids: Sequence[str], author: str | None, reason: str) -> int:
    """Give messages up for good, with who did so and why; 0 if all of those named are, else 1.

    Raises UsageError for an id that is not there; then nothing is changed.
    """
    who = author or getpass.getuser()
    words = f"dropped by {who}" + (f": {reason.strip()}" if reason.strip() else "")
    with closing(open_store(database)) as store:
        meant = _named(store, ids)
        done = SqlOutbox(store).drop([one.id for one in meant], words)
        left = _left(store, meant, done)
    for one in meant:
        if one.id in done:
            print(f"{one.id} to {one.destination_id}: {words}")
    return _told(left)


def known_recipient(store: SqlStore, destination: str | None) -> None:
    """Raise UsageError for a destination that nothing was ever to be sent to."""
    there = queries.list_recipients(store) if destination else []
    if destination and destination not in there:
        hint = near_miss(destination, there) or (f"there is {listed(there)}" if there else "")
        raise UsageError(f"nothing was ever sent to `{destination}`" + (f"; {hint}" if hint else ""))


def _one_way(ids: Sequence[str], dead: bool, destination: str | None) -> None:
    if dead and ids:
        raise UsageError("name ids or --dead, not both")
    if not dead and destination:
        raise UsageError("--destination goes with --dead; an id has its destination already")
    if not dead and not ids:
        raise UsageError("name ids, or --dead for all; `tollwatch deliveries --dead` lists them")


def _named(store: SqlStore, ids: Sequence[str]) -> list[Delivery]:
    found = [queries.find_delivery(store, one) for one in ids]
    return list({one.id: one for one in found}.values())


def _dead(store: SqlStore, destination: str | None) -> list[Delivery]:
    known_recipient(store, destination)
    rows = queries.list_deliveries(store, DeliveryState.DEAD, destination=destination)
    return [row.delivery for row in reversed(rows)]


def _left(store: SqlStore, meant: Sequence[Delivery], done: Sequence[str]) -> list[Delivery]:
    """Those that nothing was done about, as they stand now."""
    return [queries.find_delivery(store, one.id) for one in meant if one.id not in done]


def _told(left: Sequence[Delivery]) -> int:
    for one in left:
        print(f"{one.id} to {one.destination_id}: {_WHY_NOT[one.state]}", file=sys.stderr)
    if left:
        print(f"tollwatch: {plural(len(left), 'message')} left as before", file=sys.stderr)
    return EXIT_FAILED if left else 0
