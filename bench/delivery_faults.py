"""Whether a message can be lost or told twice: senders are killed, receivers behave badly, the disk is full.

    python bench/delivery_faults.py [--quick] [--kills N] [--alerts N] [--titles N]

Everything is real but the clock and the network beyond loopback: the daemon's delivery loop, store,
outbox, apprise, a receiver of JSON and a mail server that write down what arrived.

    kills      a sender is killed (-9) at a random moment between lease, send and settle, again and again;
               then one more empties the outbox.  Lost is what was recorded and never arrived.
    control    the same with an outbox that marks a message as sent before it is: the harness must find losses
    faults     so many alerts to each of a dozen receivers that refuse, answer 429, 500, 451 …, are slow, break
               the connection, redirect, hang, each until it has had twice as many; the time between two
               attempts is not waited for
    beside     a healthy receiver beside three that hang, by the real clock
    store      the disk is full, or the database's server hangs up, at every other write of the outbox
    titles     titles as hypothesis invents them, through six kinds of receivers (`bench/titles.py`)

The last line is one JSON object.  `kills`, `lost`, `duplicate_alerts` (rows, and messages of one alert under two
keys), `repeats` (messages that arrived again after a kill), `unmarked_repeats` (those that do not say so; must
be 0), `control_lost`; the rest is in `faults` (a row a receiver), `beside`, `store` and `titles`.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import logging
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
)
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bench.receivers import Closed, House, Mood, Receipt, receivers
from bench.store_kill import MEMORY, START, Mouth, a_trip, one_life, record, stored
from bench.titles import deliver as deliver_titles
from monitor.adapters.notify import TerminalSender
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.schema import alerts, deliveries
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk, open_desk
from monitor.core.book import Book
from monitor.core.rules import compile_rules
from monitor.core.specs import Delivering, Settings
from monitor.entrypoints.daemon import Daemon
from monitor.errors import StoreError
from monitor.model import Delivery, DeliveryState, Destination, Outcome, Parcel, Picture, Settled
from tests.adapters.conftest import Postgres

WORDS, LONGEST = 6, 0.03
"""A sender is killed after one to so many words of its own (stored, alerted, settled), and at most so many seconds."""

READERS = ("program", "mailbox")
"""The destinations of the kills: a receiver of JSON, a mailbox."""


def main() -> None:
    """Run the whole campaign and print its verdict."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, help="1000; 100 with --quick")
    parser.add_argument("--alerts", type=int, help="for each bad receiver: 200; 4 with --quick")
    parser.add_argument("--titles", type=int, help="10000; 30 with --quick")
    parser.add_argument("--quick", action="store_true", help="a small campaign, in under 45 s")
    parser.add_argument("--only", default=",".join(PARTS), help="some of the parts, with commas between")
    chosen = parser.parse_args()
    size = QUICK if chosen.quick else FULL
    size = Size(
        *(
            standard if asked is None else asked
            for asked, standard in zip(
                (chosen.kills, chosen.alerts, chosen.titles), astuple(size), strict=True
            )
        )
    )
    verdict: dict[str, Any] = {}
    # Nobody speaks TLS here, and apprise reads all roots for each mail, which takes most of its time.
    os.environ["SSL_CERT_FILE"] = os.devnull
    logging.lastResort = logging.NullHandler()  # failures are wanted here, by the thousand
    with tempfile.TemporaryDirectory(prefix="tollwatch-faults-", dir=MEMORY) as directory:
        asyncio.run(one_of_each(f"sqlite:///{Path(directory) / 'first'}.db"))
        for name, part in PARTS.items():
            if name in chosen.only.split(","):
                began, worked = time.monotonic(), cpu()
                found = part(f"sqlite:///{Path(directory) / name}.db", size)
                verdict |= found
                took = f"{time.monotonic() - began:.0f} s, {cpu() - worked:.0f} s of a processor"
                print(f"{name}: {took}: {json.dumps(found)}", file=sys.stderr, flush=True)
    print(json.dumps(verdict))


@dataclass(frozen=True, slots=True)
class Size:
    """How large a campaign is."""

    kills: int
    alerts: int
    titles: int


FULL = Size(1000, 200, 10_000)
QUICK = Size(100, 4, 30)

PARTS: Mapping[str, Callable[[str, Size], dict[str, Any]]] = {
    "kills": lambda url, size: kill_campaign(url, size.kills, hasty=False),
    "control": lambda url, size: {
        "control_lost": kill_campaign(url, max(size.kills // 10, 10), hasty=True)["lost"]
    },
    "faults": lambda url, size: {"faults": asyncio.run(fault_campaign(url, size.alerts))},
    "beside": lambda url, size: {"beside": asyncio.run(beside_hanging(url, size.alerts))},
    "store": lambda url, size: {"store": asyncio.run(store_campaign(url, min(size.alerts, 50)))},
    "titles": lambda url, size: {"titles": deliver_titles(size.titles)},
}


def cpu() -> float:
    """Seconds of a processor that this process and its dead children have had."""
    return sum(os.times()[:4])


def a_book(destinations: Sequence[Destination], system: Sequence[str] = (), **delivering: Any) -> Book:
    """A configuration that only says where messages go."""
    settings = Settings(
        destinations=tuple(destinations), delivering=Delivering(**delivering), system=tuple(system)
    )
    return Book(settings, {}, {}, {}, {}, {}, compile_rules([], [], [])[0], {})


@asynccontextmanager
async def quick_desk(book: Book, store: SqlStore, draws: bool = False) -> AsyncIterator[Desk]:
    """The world as `run` wires it; but a chart, which costs a third of a second, is a dot unless it `draws`."""
    async with open_desk(book, store, TerminalSender(io.StringIO())) as desk:
        yield desk if draws else replace(desk, ports=replace(desk.ports, picture=a_dot))


def a_dot(name: str, svg: str, alt: str) -> Picture:
    """The smallest PNG."""
    return Picture(name, base64.b64decode(DOT), alt)


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


async def one_of_each(url: str) -> None:
    """Send one message to a program and to a mailbox: what a first one loads, every child has from its parent."""
    arrived: list[Receipt] = []
    async with AsyncExitStack() as opened:
        house = await opened.enter_async_context(receivers(arrived.append))
        store = opened.enter_context(closing(open_store(url)))
        put_alerts(store, 1, READERS)
        book = a_book(readers_of(house))
        desk = await opened.enter_async_context(quick_desk(book, store, draws=True))
        daemon = Daemon(desk, HandClock(), heard_delivery=lambda _: None)
        await daemon.deliver_due()
        await daemon.settled()
    if len(arrived) < len(READERS):
        sys.exit("not even a healthy receiver got its message: nothing can be proved")


def readers_of(house: House) -> list[Destination]:
    """The destinations of the kills."""
    program, mailbox = READERS
    return [Destination(program, house.json_url(program)), a_mailbox(mailbox, house.mail_url(mailbox))]


# ── kill -9 ─────────────────────────────────────────────────────────────────────────────────


def kill_campaign(url: str, kills: int, hasty: bool) -> dict[str, Any]:
    """As many senders, each killed while it works, and one that empties the outbox; then what arrived is counted."""
    ledger = Path(url.removeprefix("sqlite:///")).with_suffix(".ledger")
    open_store(url).close()
    said: list[str] = []
    caught: Counter[str] = Counter()
    with receivers_apart(ledger) as (web_port, mail_port):
        house = House(None, None, web_port, mail_port)  # type: ignore[arg-type]
        book = a_book(readers_of(house))
        for life in range(kills):
            before = len(read_ledger(ledger))
            said += one_life(
                partial(a_sender, url, book, max(0, stored(said) - 2), life, hasty),
                LONGEST,
                random.randint(1, WORDS),
            )
            time.sleep(0.01)  # what left the sender before its end arrives
            caught[caught_in(url, read_ledger(ledger)[before:])] += 1
        in_a_child(partial(the_last_sender, url, book, kills, hasty))
        return counted(url, said, read_ledger(ledger)) | {"kills": kills, "caught": dict(caught)}


def a_sender(url: str, book: Book, first: int, life: int, hasty: bool, descriptor: int) -> None:
    """What a child does until it is killed: decide, deliver, decide …; its clock is an hour later each life."""
    mouth = Mouth(descriptor, hasty)

    async def work() -> None:
        async with a_daemon(url, book, life, mouth) as (daemon, store, clock):
            for number in count(first):
                trip = a_trip(number, clock())
                with store.transaction() as facts:
                    new = record(facts, trip, clock(), READERS)
                mouth.say(trip.stored, *([f"alerted {trip.alert.id}"] if new else []))
                await daemon.deliver_due()
                await daemon.settled()

    asyncio.run(work())


def the_last_sender(url: str, book: Book, life: int, hasty: bool) -> None:
    """Deliver until nothing is left; never killed."""

    async def work() -> None:
        mouth = Mouth(os.open(os.devnull, os.O_WRONLY), hasty)
        async with a_daemon(url, book, life, mouth) as (daemon, store, _):
            while waiting(store):
                await daemon.deliver_due()
                await daemon.settled()

    asyncio.run(work())


@asynccontextmanager
async def a_daemon(url: str, book: Book, life: int, mouth: Mouth) -> Any:
    """The daemon as `run` makes it, with a clock that is an hour later each life."""
    began = time.monotonic()

    def clock() -> datetime:
        return START + timedelta(hours=life, seconds=time.monotonic() - began)

    def heard(settled: Settled) -> None:
        if settled.kept and settled.delivery.state is DeliveryState.SENT:
            mouth.say(f"settled {settled.delivery.id}")

    with closing(open_store(url)) as store:
        async with quick_desk(book, store, draws=life % 10 == 9) as desk:
            if mouth.hasty:
                desk = replace(desk, ports=replace(desk.ports, outbox=MarksFirst(store)))
            yield Daemon(desk, clock, heard_delivery=heard), store, clock


class MarksFirst(SqlOutbox):
    """The negative control: an outbox that calls a message sent when it hands it out."""

    def lease(self, *arguments: Any, **named: Any) -> tuple[Parcel, ...]:
        """Lease, and mark at once."""
        leased = super().lease(*arguments, **named)
        for parcel in leased:
            for delivery, _ in parcel.contents:
                super().settle(replace(delivery, state=DeliveryState.SENT))
        return leased

    def settle(self, delivery: Delivery) -> bool:
        """There is nothing left to write."""
        return True


def waiting(store: SqlStore) -> int:
    """How many deliveries are neither sent nor dead."""
    open_states = (DeliveryState.PENDING.value, DeliveryState.LEASED.value)
    query = select(func.count()).where(deliveries.c.state.in_(open_states))
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def caught_in(url: str, arrived: Sequence[Receipt]) -> str:
    """What a sender was doing when it was killed: nothing, or leasing and sending, or settling what had arrived."""
    query = select(deliveries.c.alert_id, deliveries.c.destination_id).where(
        deliveries.c.state == DeliveryState.LEASED.value
    )
    with closing(open_store(url)) as store, store.reading() as connection:
        leased = {(row.alert_id, row.destination_id) for row in connection.execute(query)}
    seen = {(one.alert, one.destination) for one in arrived}
    if not leased:
        return "nothing leased"
    return "arrived, not settled" if leased & seen else "leased, not arrived"


def counted(url: str, said: Sequence[str], arrived: Sequence[Receipt]) -> dict[str, Any]:
    """What was lost, doubled and repeated, of all that was recorded."""
    with closing(open_store(url)) as store, store.reading() as connection:
        rows = connection.execute(select(deliveries.c.alert_id, deliveries.c.destination_id)).all()
        levels = connection.execute(select(func.count(), func.count(alerts.c.level.distinct()))).one()
    promised = {line.split()[3] for line in said if line.startswith("stored ")}
    expected = {(row.alert_id, row.destination_id) for row in rows}
    expected |= {(alert, reader) for alert in promised for reader in READERS}
    alerted = Counter(line for line in said if line.startswith("alerted "))
    return {
        "alerts": len(promised),
        "messages": len(expected),
        "lost": len(expected - {(one.alert, one.destination) for one in arrived}),
        "duplicate_alerts": levels[0] - levels[1] + sum(alerted.values()) - len(alerted) + two_keys(arrived),
        **repeated(arrived),
    }


def two_keys(arrived: Sequence[Receipt]) -> int:
    """Messages of one alert to one destination under more than one idempotency key."""
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in arrived:
        if one.key:
            keys[one.alert, one.destination].add(one.key)
    return sum(len(each) - 1 for each in keys.values())


def repeated(arrived: Sequence[Receipt]) -> dict[str, int]:
    """How many messages came again, the most that one did, and how many of them do not say so."""
    times = Counter((one.alert, one.destination) for one in arrived)
    first = set()
    unmarked = 0
    for one in arrived:
        name = (one.alert, one.destination)
        unmarked += name in first and not one.repeat
        first.add(name)
    return {
        "repeats": sum(times.values()) - len(times),
        "most_repeats_of_one": max(times.values(), default=1) - 1,
        "unmarked_repeats": unmarked,
    }


# ── receivers in a process of their own, which outlives the senders ─────────────────────────


@contextmanager
def receivers_apart(ledger: Path) -> Iterator[tuple[int, int]]:
    """A receiver of JSON and a mail server in a child; their ports.  What arrives is a line in `ledger` each."""
    campaign = os.getpid()
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_receive(ledger, mouth, campaign))
        finally:
            os._exit(1)
    os.close(mouth)
    with os.fdopen(ear) as heard:
        web_port, mail_port = map(int, heard.readline().split())
        try:
            yield web_port, mail_port
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


async def _receive(ledger: Path, mouth: int, campaign: int) -> None:
    descriptor = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(receipt: Receipt) -> None:
        os.write(descriptor, (json.dumps(asdict(receipt)) + "\n").encode())

    async with receivers(write) as house:
        os.write(mouth, f"{house.web_port} {house.mail_port}\n".encode())
        while os.getppid() == campaign:  # noqa: ASYNC110 – nobody tells it; it ends with the campaign
            await asyncio.sleep(0.5)


def read_ledger(ledger: Path) -> list[Receipt]:
    """What has arrived so far, in order."""
    if not ledger.exists():
        return []
    return [Receipt(**json.loads(line)) for line in ledger.read_text().splitlines()]


def in_a_child(work: Callable[[], None]) -> None:
    """Do it in a process of its own and wait for its end; ends the run if it fails."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            os.write(2, f"the child failed: {error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit("the last sender failed: nothing was proved")


# ── receivers that behave badly ─────────────────────────────────────────────────────────────

TIMEOUT = timedelta(seconds=0.4)
"""What one attempt may take here; 30 s in life, which is 75 times as long."""

SLOW = (4 / 75, 60 / 75)
"""How long the slow receiver takes, in seconds: 4 to 60 s, as much shorter as the time-out is."""

TRIES = 2
"""A bad receiver is so for as many messages as twice those that it is to get: each of them meets its fault."""

RETRY_AFTER = timedelta(minutes=1)

WEB_FAULTS = (
    Mood("refuses"),
    Mood("says 429", 429, {"Retry-After": f"{RETRY_AFTER.total_seconds():.0f}"}),
    Mood("says 500", 500),
    Mood("redirects", 302, {"Location": "/elsewhere"}),
    Mood("is slow", 200, keeps=True, delay=SLOW),
    Mood("resets after the body", ends="reset", keeps=True),
    Mood("hangs", ends="hang"),
)
MAIL_FAULTS = (
    Mood("says 451", reply="451 try later"),
    Mood("says 421", reply="421 too busy", at="recipient"),
    Mood("says 550", reply="550 no such user", at="recipient"),
    Mood("says 535", reply="535 wrong password", at="login"),
    Mood("breaks after DATA", ends="reset", keeps=True),
)


class HandClock:
    """A clock that goes as every clock does, and is set forward by hand."""

    def __init__(self) -> None:
        self._ahead = START - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def waits_until(self, moment: datetime) -> None:
        """Be there at once."""
        self._ahead += max(moment - self(), timedelta(0))


@dataclass
class Watch:
    """What was seen of one destination."""

    arrived: list[Receipt] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    tried: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    states: Counter[str] = field(default_factory=Counter)

    def too_early(self, pause: timedelta) -> int:
        """Attempts that came before a pause that the receiver had asked for was over."""
        pairs = [pair for times in self.tried.values() for pair in pairwise(times)]
        return sum(later - earlier < pause for earlier, later in pairs)


async def fault_campaign(url: str, each: int) -> dict[str, Any]:
    """So many alerts to each bad receiver and to a good one; time goes on until nothing waits any more."""
    clock = HandClock()
    watches: dict[str, Watch] = defaultdict(Watch)
    moods = {slug(mood.name): mood for mood in (*WEB_FAULTS, *MAIL_FAULTS)}

    def mood_of(name: str) -> Mood | None:
        ill = sum(watches[name].outcomes.values()) < TRIES * each
        return moods.get(name) if ill else None

    async with AsyncExitStack() as opened:
        house = await opened.enter_async_context(
            receivers(lambda receipt: watches[receipt.destination].arrived.append(receipt), mood_of)
        )
        closed = Closed()
        book = a_book(destinations_of(house, closed), ["well"], timeout=TIMEOUT)
        store = opened.enter_context(closing(open_store(url)))
        desk = await opened.enter_async_context(quick_desk(book, store))

        def heard(settled: Settled) -> None:
            watch = watches[settled.delivery.destination_id]
            watch.outcomes[settled.outcome.value] += 1

        async def opens() -> None:
            if mood_of("refuses") is None and not closed.is_open:
                opened.callback((await closed.opens(house.web)).close)

        house.web.tried = lambda name, key: watches[name].tried[key].append(clock())
        daemon = Daemon(desk, clock, heard_delivery=heard)
        names = [destination.id for destination in book.settings.destinations]
        wanted = put_alerts(store, each, names)
        began = time.monotonic()
        await until_quiet(daemon, store, clock, opens)
        given_up = dead_of(store)
        for _ in range(TRIES):
            bring_back(store, clock())
            await until_quiet(daemon, store, clock, opens)
    rows = {name: row_of(watches[name], wanted, given_up[name]) for name in names}
    rows["says-429"]["too_early"] = watches["says-429"].too_early(RETRY_AFTER)
    return {
        "alerts": each,
        "lost": sum(row["lost"] for row in rows.values()),
        "unmarked_repeats": sum(row["unmarked_repeats"] for row in rows.values()),
        "hours": round((clock() - START) / timedelta(hours=1), 1),
        "seconds": round(time.monotonic() - began),
        "receivers": rows,
    }


def destinations_of(house: House, closed: Closed) -> list[Destination]:
    """A destination for every fault, and the well one."""
    ports = {"refuses": closed.port}
    programs = [
        Destination(slug(mood.name), house.json_url(slug(mood.name), ports.get(mood.name, 0)))
        for mood in WEB_FAULTS
    ]
    mailboxes = [
        a_mailbox(slug(mood.name), house.mail_url(slug(mood.name), login=mood.at == "login"))
        for mood in MAIL_FAULTS
    ]
    return [*programs, *mailboxes, Destination("well", house.json_url("well"))]


def a_mailbox(name: str, url: str) -> Destination:
    """A mailbox that takes as many mails as come; real ones are paced."""
    return Destination(name, url, pace=timedelta(0))


def slug(name: str) -> str:
    """A fault's name as the id of the destination that has it."""
    return name.lower().replace(" ", "-")


def put_alerts(store: SqlStore, number: int, destinations: Sequence[str]) -> set[str]:
    """So many alerts, each with a delivery a destination, due at once; their ids."""
    trips = [a_trip(one, START) for one in range(number)]
    with store.transaction() as facts:
        for trip in trips:
            record(facts, trip, START, destinations)
    return {trip.alert.id for trip in trips}


async def until_quiet(
    daemon: Daemon,
    store: SqlStore,
    clock: HandClock,
    between: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Deliver what is due, set the clock to when more is, and so on until nothing waits."""
    while True:
        try:
            leased = await daemon.deliver_due()
        except StoreError:  # the clockwork reports it, and comes again at the next tick
            continue
        await daemon.settled()
        if between is not None:
            await between()
        if leased:
            continue
        moment = next_due(store, clock())
        if moment is None:
            return
        clock.waits_until(moment)


def next_due(store: SqlStore, now: datetime) -> datetime | None:
    """When more can be sent: a delivery falls due, a lease runs out, a destination has rested; None for never."""
    pending = deliveries.c.state == DeliveryState.PENDING.value
    leased = deliveries.c.state == DeliveryState.LEASED.value
    later = select(func.min(deliveries.c.due_at)).where(pending, deliveries.c.due_at > now)
    ends = select(func.min(deliveries.c.lease_until)).where(leased)
    with store.reading() as connection:
        due, ending = connection.execute(later).scalar_one(), connection.execute(ends).scalar_one()
    rested = SqlOutbox(store).free_in(now)
    moments = (due, ending and ending + timedelta(seconds=1), None if rested is None else now + rested)
    return min((one for one in moments if one is not None), default=None)


def dead_of(store: SqlStore) -> Counter[str]:
    """How many messages were given up, a destination."""
    dead = deliveries.c.state == DeliveryState.DEAD.value
    query = select(deliveries.c.destination_id).where(dead)
    with store.reading() as connection:
        return Counter(connection.execute(query).scalars())


def bring_back(store: SqlStore, now: datetime) -> None:
    """Say `tollwatch retry` to everything that is dead."""
    dead = deliveries.c.state == DeliveryState.DEAD.value
    with store.reading() as connection:
        ids = list(connection.execute(select(deliveries.c.id).where(dead)).scalars())
    SqlOutbox(store).retry(ids, now)


def row_of(watch: Watch, wanted: set[str], dead: int) -> dict[str, Any]:
    """What came of one destination's messages."""
    ours = [one for one in watch.arrived if one.alert in wanted]
    return {
        "lost": len(wanted - {one.alert for one in ours}),
        "attempts": sum(watch.outcomes.values()),
        "unknown": watch.outcomes[Outcome.UNKNOWN.value],
        **repeated(ours),
        "duplicates": two_keys(ours),
        "dead_until_retried": dead,
        "other_messages": len(watch.arrived) - len(ours),
    }


# ── a healthy receiver beside three that hang ───────────────────────────────────────────────

HANGING = ("hangs-1", "hangs-2", "hangs-3")


async def beside_hanging(url: str, each: int) -> dict[str, Any]:
    """How late the healthy one is, in seconds of the real clock: alone, and when as much waits for three that hang."""
    alone = await healthy_one(f"{url}-alone", each, ())
    return {**await healthy_one(url, each, HANGING), "alone_all_after_s": alone["all_after_s"]}


async def healthy_one(url: str, each: int, hanging: Sequence[str]) -> dict[str, Any]:
    """When a healthy receiver had its messages."""
    arrived: list[float] = []
    began = time.monotonic()

    def well(receipt: Receipt) -> None:
        arrived.append(time.monotonic() - began)

    hangs = Mood("hangs", ends="hang")
    async with AsyncExitStack() as opened:
        house = await opened.enter_async_context(
            receivers(well, lambda name: hangs if name in hanging else None)
        )
        # The ones that hang come first, so that their messages are the longest due.
        names = (*hanging, "well")
        book = a_book([Destination(name, house.json_url(name)) for name in names])
        store = opened.enter_context(closing(open_store(url)))
        put_alerts(store, each, names)
        desk = await opened.enter_async_context(quick_desk(book, store))
        began = time.monotonic()
        daemon = Daemon(
            desk,
            lambda: START + timedelta(seconds=time.monotonic() - began),
            heard_delivery=lambda _: None,
        )
        while len(arrived) < each and time.monotonic() - began < 60:
            await daemon.deliver_due()
            await asyncio.sleep(0.02)
        await daemon.stop(timedelta(0))
    return {
        "alerts": each,
        "arrived": len(arrived),
        "first_after_s": round(min(arrived, default=-1), 2),
        "all_after_s": round(max(arrived, default=-1), 2),
    }


# ── a full disk and a lost database while settling ──────────────────────────────────────────

Mishap = Callable[[SqlStore], AbstractContextManager[Connection]]

_ONE_FULL_DISK = threading.Lock()  # the limit is the process's: two threads would restore each other's


@contextmanager
def on_a_full_disk(store: SqlStore) -> Iterator[Connection]:
    """No file may grow: the kernel refuses every write to one, in the place where a full disk does."""
    with _ONE_FULL_DISK:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            with store.writing() as connection:
                yield connection
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def cut_off(admin: SqlStore, store: SqlStore) -> Iterator[Connection]:
    """The server ends the connection: before the first statement, or between the last one and the commit."""
    with store.writing() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()

        def cut() -> None:
            with admin.reading() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")

        early = random.random() < 0.5
        if early:
            cut()
        yield connection
        if not early:
            cut()


class Wobbly:
    """A store whose writing fails every other time."""

    def __init__(self, store: SqlStore, mishap: Mishap) -> None:
        self._store = store
        self._mishap = mishap
        self.refused = 0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, or a mishap."""
        try:
            with self._mishap(self._store) if random.random() < 0.5 else self._store.writing() as connection:
                yield connection
        except StoreError:
            self.refused += 1
            raise


async def store_campaign(url: str, each: int) -> dict[str, Any]:
    """Alerts to a healthy receiver over a disk that is often full, and over a server that often hangs up."""
    with closing(open_store(url)) as store:
        found = {"full_disk": await wobbling(store, on_a_full_disk, each)}
    with tempfile.TemporaryDirectory(prefix="tollwatch-pg-") as directory:
        os.chmod(directory, 0o755)
        with stopping(Postgres(Path(directory))) as server:
            here = server.new_database()
            with closing(open_store(here)) as store, closing(open_store(here)) as admin:
                found["lost_database"] = await wobbling(store, partial(cut_off, admin), each)
    return found


@contextmanager
def stopping(server: Postgres) -> Iterator[Postgres]:
    """Stop a server at the end."""
    try:
        yield server
    finally:
        server.stop()


async def wobbling(store: SqlStore, mishap: Mishap, each: int) -> dict[str, Any]:
    """So many alerts through an outbox that cannot write every other time; what arrived."""
    clock = HandClock()
    arrived: list[Receipt] = []
    wobbly = Wobbly(store, mishap)
    async with AsyncExitStack() as opened:
        house = await opened.enter_async_context(receivers(arrived.append))
        book = a_book([Destination("well", house.json_url("well"))])
        wanted = put_alerts(store, each, ["well"])
        desk = await opened.enter_async_context(quick_desk(book, store))
        outbox: Any = SqlOutbox(wobbly)  # type: ignore[arg-type]
        desk = replace(desk, ports=replace(desk.ports, outbox=outbox))
        await until_quiet(Daemon(desk, clock, heard_delivery=lambda _: None), store, clock)
    return {
        "alerts": each,
        "refused": wobbly.refused,
        "lost": len(wanted - {one.alert for one in arrived}),
        **repeated(arrived),
    }


if __name__ == "__main__":
    main()
