"""The daemon's deliveries: a lane a destination, what hangs, what asks for a pause, what ends, and who hears of that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.adapters import queries
from monitor.adapters.notify import AppriseSender, warm_up
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.picture import picture
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk
from monitor.core.book import Book
from monitor.core.specs import Delivering, Settings
from monitor.entrypoints.daemon import Daemon
from monitor.model import (
    Delivery,
    DeliveryState,
    Destination,
    Message,
    OnUnknown,
    Outcome,
    Parcel,
    Sent,
    Settled,
)
from monitor.pipeline import deliver
from monitor.ports import Ports, Send
from tests.adapters.conftest import NOON, Line
from tests.adapters.servers import WebServer, web

__all__ = ["web"]

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3_600, 86_400))
OK = Sent(Outcome.SENT)
REFUSED = Sent(Outcome.PERMANENT, "the mail server answered SMTP 550")


def desks(*names: str, **more: Any) -> tuple[Destination, ...]:
    return tuple(Destination(name, f"json://127.0.0.1:9/{name}", **more) for name in names)


@dataclass
class Post:
    """The far ends: each answers what it is told to, and all that arrives is kept."""

    answers: dict[str, Sent] = field(default_factory=dict)
    came: list[tuple[str, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        assert destination.id not in self.running, "one message at a time"
        self.running.append(destination.id)
        await asyncio.sleep(0)
        self.running.remove(destination.id)
        self.came.append((destination.id, message.subject))
        self.messages.append(message)
        return self.answers.get(destination.id, OK)


@dataclass
class Office:
    """A daemon that only delivers, with its clock in the test's hand."""

    store: SqlStore
    post: Post
    line: Line
    now: datetime = NOON
    settled: list[Settled] = field(default_factory=list)
    daemon: Daemon = None  # type: ignore[assignment]

    def opens(
        self, destinations: tuple[Destination, ...], send: Send | None = None, clock: Any = None, **other: Any
    ) -> Daemon:
        settings = Settings(destinations=destinations, **other)
        book = Book(settings, {}, {}, {}, {}, {}, SimpleNamespace(), {})  # type: ignore[arg-type]
        outbox = SqlOutbox(self.store)
        ports = Ports(None, None, send or self.post, self.store, outbox, _off, picture, None, None, _off)  # type: ignore[arg-type]
        self.daemon = Daemon(
            Desk(book, ports), clock or (lambda: self.now), lambda: 0.0, heard_delivery=self.settled.append
        )
        return self.daemon

    async def delivers(self, after: timedelta = timedelta(0)) -> list[tuple[str, str]]:
        """Deliver until nothing is due, some time later; what came to whom."""
        self.now += after
        before = len(self.post.came)
        while await self.daemon.deliver_due():
            await self.daemon.settled()
        return self.post.came[before:]

    def states(self, destination: str) -> list[str]:
        """The states of the deliveries to a destination, oldest first."""
        rows = queries.list_deliveries(self.store)[::-1]
        return [row.delivery.state.value for row in rows if row.delivery.destination_id == destination]

    def told(self, *destinations: str, count: int = 1) -> None:
        """So many new alerts, each for all of these."""
        for _ in range(count):
            level = str(len(queries.list_alerts(self.store, 1_000)))
            self.line.alerted(self.store, *destinations, level=level, decided_at=self.now)


async def _off(function: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.to_thread(function, *arguments)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    store = open_store(f"sqlite:///{tmp_path / 'tollwatch.db'}")
    office = Office(store, Post(), Line())
    yield office
    await office.daemon.stop(timedelta(seconds=0.1))
    await asyncio.sleep(0)  # what was cut ends
    store.close()


# ── one lane a destination ──────────────────────────────────────────────────────────────────


async def test_what_waits_for_a_destination_goes_one_after_the_other_without_waiting_for_a_tick(
    office: Office,
) -> None:
    office.opens(desks("editors", "desk"))
    office.told("editors", "desk", count=5)
    assert await office.daemon.deliver_due()
    await office.daemon.settled()
    assert len(office.post.came) == 10
    assert not await office.daemon.deliver_due()


async def test_twenty_hanging_destinations_delay_a_healthy_one_by_less_than_five_seconds(
    office: Office, web: WebServer
) -> None:
    """Real sockets that take a message and never answer; and the healthy one has five messages."""
    await asyncio.to_thread(warm_up)
    hung = [Destination(f"hung-{n}", web.hang(f"/{n}").replace("http", "json")) for n in range(20)]
    fine = Destination("fine", web.accept("/fine").replace("http", "json"))
    office.opens(
        (*hung, fine),
        AppriseSender(timeout=timedelta(seconds=20)),
        lambda: datetime.now(UTC),
        delivering=Delivering(timeout=timedelta(seconds=20), lease=MINUTE),
    )
    office.told(*(one.id for one in hung), "fine", count=5)
    begun = asyncio.get_running_loop().time()
    await office.daemon.deliver_due()
    async with asyncio.timeout(5):
        while sum(request.path == "/fine" for request in web.requests) < 5:
            await asyncio.sleep(0.01)
    assert asyncio.get_running_loop().time() - begun < 5
    assert len(office.daemon.under_way) >= 20, "the others still hang"
    assert max(sum(request.path == f"/{n}" for request in web.requests) for n in range(20)) == 1


async def test_the_first_answer_of_too_many_stops_all_that_wait_for_that_destination(office: Office) -> None:
    """One of five is asked to wait a minute; the four others are not even tried before."""
    office.opens(desks("slack", "editors"))
    office.post.answers["slack"] = Sent(Outcome.RETRY, "the service answered HTTP 429", MINUTE)
    office.told("slack", count=5)
    office.told("editors")
    came = [name for name, _ in await office.delivers()]
    assert sorted(came) == ["editors", "slack"]
    office.post.answers.clear()
    assert await office.delivers(59 * SECOND) == []
    assert len(await office.delivers(SECOND)) == 5


async def test_an_attempt_is_planned_from_the_end_of_the_last(office: Office) -> None:
    office.opens(desks("editors"))
    office.post.answers["editors"] = Sent(Outcome.RETRY, "no", took=20 * SECOND)
    office.told("editors")
    assert len(await office.delivers()) == 1
    assert await office.delivers(49 * SECOND) == []
    assert len(await office.delivers(SECOND)) == 1


async def test_a_pace_of_its_own_spreads_a_destinations_messages(office: Office) -> None:
    office.opens(desks("slack", pace=2 * SECOND))
    office.told("slack", count=3)
    assert [len(await office.delivers(step)) for step in (0 * SECOND, SECOND, SECOND, SECOND, SECOND)] == [
        1,
        0,
        1,
        0,
        1,
    ]


# ── what ends without having arrived ────────────────────────────────────────────────────────


async def test_a_lasting_no_is_dead_at_once_and_told_elsewhere_once(office: Office) -> None:
    office.opens(desks("mail", "slack"))
    office.post.answers["mail"] = REFUSED
    office.told("mail", count=3)
    came = await office.delivers()
    assert [name for name, _ in came].count("mail") == 3
    ((_, subject),) = [one for one in came if one[0] == "slack"]
    assert "mail could not be delivered: the mail server answered SMTP 550" in subject
    assert office.states("mail") == ["dead"] * 3
    await office.daemon.inspect()
    assert await office.delivers(HOUR) == []


async def test_a_message_that_cannot_be_written_is_tried_again_like_any_other(
    office: Office,
) -> None:
    """Else its lease would run out for ever, and nobody would ever hear of that alert."""
    office.opens(desks("mail", "slack"))
    office.told("mail")
    desk = office.daemon.desk
    (leased,) = desk.ports.outbox.lease(NOON, NOON + MINUTE, 1, DAY)
    parcel = Parcel(((leased.delivery, replace(leased.alerts[0], after=None)),))  # type: ignore[arg-type]
    (settled,) = await deliver(parcel, desk.book, desk.ports, NOON)
    assert (settled.delivery.state, settled.kept) == (DeliveryState.PENDING, True)
    assert settled.delivery.error is not None and "could not be written (" in settled.delivery.error
    assert office.post.came == []


async def test_it_is_told_again_after_a_day_only_if_it_goes_on(office: Office) -> None:
    office.opens(desks("mail", "slack"))
    office.post.answers["mail"] = REFUSED
    office.told("mail")
    await office.delivers()
    office.told("mail", count=2)
    assert [name for name, _ in await office.delivers(HOUR)] == ["mail", "mail"]
    office.now += DAY
    await office.daemon.inspect()
    ((name, subject),) = await office.delivers()
    assert (name, "2 messages to mail could not be delivered" in subject) == ("slack", True)
    office.now += DAY
    await office.daemon.inspect()
    assert await office.delivers() == [], "nothing new died"


async def test_the_end_of_a_day_of_attempts_is_told_too(office: Office) -> None:
    office.opens(desks("mail", "slack"), delivering=Delivering(give_up_after=MINUTE))
    office.post.answers["mail"] = Sent(Outcome.RETRY, "connection refused")
    office.told("mail")
    came = [await office.delivers(after) for after in (0 * SECOND, 30 * SECOND)]
    assert office.states("mail") == ["dead"]
    assert [name for name, _ in came[-1]] == ["mail", "slack"]


@pytest.mark.parametrize(
    ("names", "system", "hears"),
    [
        (("mail", "slack", "archive"), ("archive",), ["archive"]),
        (("mail", "slack", "archive"), ("mail",), ["archive", "slack"]),
        (("mail",), (), ["terminal"]),
        (("mail", "slack"), ("mail", "slack"), ["slack"]),
    ],
)
async def test_who_hears_of_the_dead(
    office: Office, names: tuple[str, ...], system: tuple[str, ...], hears: list[str]
) -> None:
    """The system's destinations, but never the one that it is about; else the others; else the terminal."""
    office.opens(desks(*names), system=system)
    office.post.answers["mail"] = REFUSED
    office.told("mail")
    assert sorted(name for name, _ in await office.delivers() if name != "mail") == hears


async def test_two_that_are_broken_are_not_told_of_each_other(office: Office) -> None:
    office.opens(desks("mail", "slack", "archive"))
    office.post.answers |= {"mail": REFUSED, "slack": REFUSED}
    office.told("mail", "slack")
    came = await office.delivers()
    await office.daemon.inspect()
    came += await office.delivers(HOUR)
    heard = "".join(
        message.text
        for (name, _), message in zip(came, office.post.messages, strict=True)
        if name == "archive"
    )
    assert "a message to mail could not" in heard
    assert "a message to slack could not" in heard
    assert len(came) <= 6, "and nothing goes round in circles"


async def test_a_destination_taken_out_of_the_configuration_ends_its_messages_and_says_so(
    office: Office,
) -> None:
    office.opens(desks("slack"))
    office.told("mail")
    ((name, subject),) = await office.delivers()
    assert (name, "no longer configured" in subject) == ("slack", True)


async def test_what_may_have_arrived_is_held_and_told_and_goes_when_a_person_says_so(office: Office) -> None:
    office.opens((*desks("sirens", on_unknown=OnUnknown.HOLD), *desks("slack")))
    office.post.answers["sirens"] = Sent(Outcome.UNKNOWN, "no answer within 30 s")
    office.told("sirens")
    came = await office.delivers()
    assert [name for name, _ in came] == ["sirens", "slack"]
    assert "may have arrived and waits for your word" in came[1][1]
    assert office.states("sirens") == ["held"]
    assert await office.delivers(DAY) == []
    office.post.answers.clear()
    held = queries.list_deliveries(office.store, DeliveryState.HELD)
    SqlOutbox(office.store).retry([row.delivery.id for row in held], office.now)
    ((name, subject),) = await office.delivers()
    assert (name, "possible repeat" in subject) == ("sirens", True)
    assert office.states("sirens") == ["sent"]


async def test_elsewhere_it_goes_again_with_the_same_key_and_says_possible_repeat(office: Office) -> None:
    office.opens(desks("editors"))
    office.post.answers["editors"] = Sent(Outcome.UNKNOWN, "no answer within 30 s")
    office.told("editors")
    ((_, first),) = await office.delivers()
    office.post.answers.clear()
    ((_, again),) = await office.delivers(MINUTE)
    assert "possible repeat" not in first
    assert "possible repeat" in again
    one, two = (settled.delivery for settled in office.settled)
    assert one.id == two.id
