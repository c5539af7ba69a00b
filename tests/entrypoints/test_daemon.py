"""The daemon as a process: signals, reload, health, logs; and as an object: what is due, what is held back."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sqlite3
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.adapters.together import Together
from monitor.app import Desk
from monitor.core.book import Book
from monitor.core.specs import Polling, Settings
from monitor.entrypoints.daemon import HOLD, Daemon, Desks
from monitor.entrypoints.door import bug_line
from monitor.entrypoints.gathering import MOMENT
from monitor.entrypoints.waiting import LEFT
from monitor.errors import StoreError
from monitor.model import Due, FetchFailed, Polled, PollResult, PollState, Source
from monitor.ports import Ports
from tests.entrypoints.command import started, tollwatch

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><link>https://f.example/</link>
<description>f</description><item><guid>{guid}</guid><title>Iran protests</title><link>https://f.example/{guid}</link>
<pubDate>Wed, 14 Jan 2026 06:00:00 GMT</pubDate><description>{text}</description></item></channel></rss>"""


# ── the daemon as an object ─────────────────────────────────────────────────────────────────


def source(name: str, host: str = "", **more: Any) -> Source:
    return Source(name, name.title(), f"http://{host or name}.example/{name}", "B2", **more)


def book_of(*sources: Source, concurrency: int = 4) -> Book:
    """A book of sources only; what polls have to know beyond them is not asked here."""
    settings = Settings(polling=Polling(concurrency=concurrency))
    return Book(settings, {one.id: one for one in sources}, {}, {}, {}, {}, SimpleNamespace(), {})  # type: ignore[arg-type]


@dataclass
class Shelf:
    """A store that remembers poll states in memory and can be told to refuse."""

    states: dict[str, PollState] = field(default_factory=dict)
    refusing: bool = False

    def poll_states(self) -> dict[str, PollState]:
        return dict(self.states)

    def due_polls(self, now: datetime) -> tuple[Due, ...]:
        due = (
            Due(one.source_id, one.due_at, one.moved_to) for one in self.states.values() if one.due_at <= now
        )
        return tuple(sorted(due, key=lambda one: one.due_at))

    def recall(self, source_ids: Sequence[str]) -> list[PollState | None]:
        if self.refusing:
            raise StoreError("the disk is full")
        return [self.states.get(source_id) for source_id in source_ids]

    def settle(self, polls: Sequence[Polled]) -> list[None]:
        self.states.update({one.after.source_id: one.after for one in polls})
        return [None for _ in polls]

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        yield SimpleNamespace(
            found=lambda keys: {},
            remember=list,
            claims=lambda *key: (),
            told=lambda *key: (),
            add_entries=list,
            add_figures=list,
            keep=list,
            add_claims=list,
            add_told=list,
            settle=lambda *polls: self.settle(polls),
            settle_poll=lambda *states: self.states.update({state.source_id: state for state in states}),
        )


@dataclass
class Street:
    """A network that fails at once, or holds every fetch until it is let go; counts what runs side by side.

    What is in `open` is never held.
    """

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    two_came: asyncio.Event = field(default_factory=asyncio.Event)
    open: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    urls: dict[str, list[str]] = field(default_factory=dict)
    running: int = 0
    most: int = 0

    async def __call__(self, one: Source, validators: Any) -> FetchFailed:
        self.fetched.append(one.id)
        self.urls.setdefault(one.id, []).append(one.url)
        self.running += 1
        if self.running == 2:
            self.two_came.set()
        self.most = max(self.most, self.running)
        if one.id not in self.open:
            await self.gate.wait()
        self.running -= 1
        return FetchFailed("nobody there")


@dataclass
class Slow:
    """Runs what blocks at once, but the writing of polls when it is let; or refuses that."""

    shelf: Shelf
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    written: list[Sequence[Polled]] = field(default_factory=list)
    refusing: bool = False

    async def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if function == self.shelf.settle:
            self.written.append(*arguments)
            self.came.set()
            await self.gate.wait()
            if self.refusing:
                raise StoreError("the disk is full")
        return function(*arguments)


@dataclass
class Rig:
    """A daemon with its clock, store and network in the test's hand."""

    daemon: Daemon
    shelf: Shelf
    street: Street
    heard: list[PollResult]
    now: datetime = NOW


async def _here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    shelf, street, heard = Shelf(), Street(), list[PollResult]()
    street.gate.set()
    outbox: Any = SimpleNamespace(lease=lambda now, until, limit: ())
    ports = Ports(street, None, street, shelf, outbox, _here, None, Together(_here), None, _here)  # type: ignore[arg-type]
    desk = Desk(book_of(source("a"), source("b"), source("c"), concurrency=2), ports)
    rigs: list[Rig] = []
    daemon = Daemon(desk, lambda: rigs[0].now, lambda: 0.0, heard.append)
    rigs.append(Rig(daemon, shelf, street, heard))
    yield rigs[0]
    street.gate.set()
    await daemon.stop(timedelta(seconds=5))


async def test_polls_run_side_by_side_up_to_the_configured_number(rig: Rig) -> None:
    rig.street.gate.clear()
    await rig.daemon.poll_due()
    await rig.street.two_came.wait()
    rig.street.gate.set()
    await rig.daemon.settled()
    assert (rig.street.most, sorted(rig.street.fetched)) == (2, ["a", "b", "c"])


async def test_a_host_with_many_feeds_that_hangs_takes_one_place_and_the_others_go_on(rig: Rig) -> None:
    """Sixteen feeds of one slow host filled all sixteen places before."""
    slow = [source(f"slow-{n}", "slow") for n in range(5)]
    at_other_hosts = [source(name) for name in ("x", "y", "z")]
    book = book_of(*slow, *at_other_hosts, concurrency=2)
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    rig.street.gate.clear()
    rig.street.open.update("xyz")
    await rig.daemon.poll_due()
    while len(rig.heard) < 3:
        await asyncio.sleep(0)
    assert rig.street.fetched == ["slow-0", "x", "y", "z"]
    rig.street.gate.set()
    await rig.daemon.settled()
    assert rig.street.fetched[4:] == ["slow-1", "slow-2", "slow-3", "slow-4"]


async def test_the_longest_overdue_is_polled_first(rig: Rig) -> None:
    rig.daemon.take_over(replace(rig.daemon.desk, book=book_of(*map(source, "abc"), concurrency=1)))
    for name, late in (("a", 1), ("b", 30), ("c", 2)):
        rig.shelf.states[name] = PollState(name, NOW - late * MINUTE, last_polled_at=NOW - 60 * MINUTE)
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert rig.street.fetched == ["b", "c", "a"]


async def test_a_disabled_source_is_not_polled(rig: Rig) -> None:
    rig.daemon.take_over(replace(rig.daemon.desk, book=book_of(source("a", enabled=False), source("b"))))
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert rig.street.fetched == ["b"]


async def test_a_look_at_what_is_due_that_a_poll_overtakes_does_not_poll_it_again(rig: Rig) -> None:
    await rig.daemon.poll_due()
    stale = rig.shelf.due_polls(rig.now)

    async def ends_meanwhile() -> tuple[Due, ...]:
        await rig.daemon.settled()
        return stale

    loop = asyncio.get_running_loop()
    rig.shelf.due_polls = lambda now: asyncio.run_coroutine_threadsafe(ends_meanwhile(), loop).result()  # type: ignore[method-assign]
    assert not await rig.daemon.poll_due()
    assert sorted(rig.street.fetched) == ["a", "b", "c"]


async def test_an_edited_address_counts_at_once_also_while_the_source_is_being_polled(rig: Rig) -> None:
    rig.street.gate.clear()
    await rig.daemon.poll_due()
    await rig.street.two_came.wait()
    edited = replace(rig.daemon.desk.book.sources["a"], url="http://elsewhere.example/a")
    book = replace(rig.daemon.desk.book, sources={"a": edited})
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    rig.street.gate.set()
    await rig.daemon.settled()
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert rig.street.urls["a"] == ["http://a.example/a", "http://elsewhere.example/a"]


async def test_a_source_that_is_being_polled_is_not_polled_again_beside_it(rig: Rig) -> None:
    rig.street.gate.clear()
    await rig.daemon.poll_due()
    assert not await rig.daemon.poll_due()
    rig.street.gate.set()
    await rig.daemon.settled()
    assert sorted(rig.street.fetched) == ["a", "b", "c"]


async def test_a_poll_that_could_not_be_stored_is_tried_again_later_and_not_at_each_tick(rig: Rig) -> None:
    rig.shelf.refusing = True
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert rig.heard == []
    rig.shelf.refusing = False
    assert not await rig.daemon.poll_due()
    rig.now += HOLD
    assert await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert sorted(result.source_id for result in rig.heard) == ["a", "b", "c"]


@asynccontextmanager
async def written_slowly(rig: Rig) -> AsyncIterator[Slow]:
    """The rig with a store that writes polls down when it is let."""
    slow = Slow(rig.shelf)
    ports = replace(rig.daemon.desk.ports, offload=slow)
    rig.daemon.take_over(replace(rig.daemon.desk, ports=ports))
    yield slow
    slow.gate.set()
    await rig.daemon.settled()


async def test_what_was_answered_holds_no_place_while_it_is_written_down_but_its_host(rig: Rig) -> None:
    book = book_of(source("a1", "a"), source("a2", "a"), *map(source, "bcd"), concurrency=1)
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    async with written_slowly(rig) as slow:
        await rig.daemon.poll_due()
        await slow.came.wait()
        async with asyncio.timeout(5):
            while len(rig.street.fetched) < 4:
                await asyncio.sleep(0)
        assert rig.street.most == 1
        assert (rig.street.fetched, rig.heard) == (["a1", "b", "c", "d"], [])
        assert not await rig.daemon.poll_due(), "all of them still wait or are not over"
    assert rig.street.fetched[4:] == ["a2"]
    assert len(rig.heard) == 5


async def test_what_is_answered_within_a_moment_is_written_down_in_one_go(rig: Rig) -> None:
    names = [f"s{number}" for number in range(20)]
    book = book_of(source("hangs"), *map(source, names), concurrency=4)
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    rig.street.gate.clear()
    rig.street.open.update(names)
    async with written_slowly(rig) as slow:
        slow.gate.set()
        await rig.daemon.poll_due()
        await slow.came.wait()
        assert [len(one) for one in slow.written] == [20]
        rig.street.gate.set()
    assert [len(one) for one in slow.written] == [20, 1]


async def test_who_is_alone_or_has_others_behind_him_at_his_host_is_written_down_at_once(rig: Rig) -> None:
    """Else each of them would wait the moment in which others may come."""
    begun = asyncio.get_running_loop().time()
    queue = [source(f"a{number}", "a") for number in range(30)]
    rig.daemon.take_over(replace(rig.daemon.desk, book=book_of(source("hangs"), *queue, concurrency=2)))
    rig.street.gate.clear()
    rig.street.open.update(one.id for one in queue)
    await rig.daemon.poll_due()
    while len(rig.heard) < 29:
        await asyncio.sleep(0.001)
    rig.street.gate.set()
    await rig.daemon.settled()
    for _ in range(30):
        rig.now += timedelta(days=1)
        await rig.daemon.poll_due()
        await rig.daemon.settled()
    assert asyncio.get_running_loop().time() - begun < 30 * MOMENT
    assert len(rig.heard) == 31 * 31


async def test_while_the_store_hangs_not_everything_is_polled_in_vain(rig: Rig) -> None:
    many = [source(f"s{number}") for number in range(LEFT + 50)]
    rig.daemon.take_over(replace(rig.daemon.desk, book=book_of(*many, concurrency=2)))
    async with written_slowly(rig) as slow:
        await rig.daemon.poll_due()
        await slow.came.wait()
        for _ in range(3000):
            await asyncio.sleep(0)
        assert LEFT <= len(rig.street.fetched) <= LEFT + 2
    assert len(rig.heard) == len(many)


async def test_polls_that_cannot_be_written_down_are_tried_again_later_and_told_in_one_line(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    async with written_slowly(rig) as slow:
        slow.refusing = True
        slow.gate.set()
        await rig.daemon.poll_due()
        await rig.daemon.settled()
        assert rig.heard == []
        assert [one.getMessage() for one in caplog.records] == [
            "3 polls: the disk is full; trying again later"
        ]
        slow.refusing = False
        assert not await rig.daemon.poll_due()
        rig.now += HOLD
        assert await rig.daemon.poll_due()
    assert sorted(result.source_id for result in rig.heard) == ["a", "b", "c"]


async def test_stopping_writes_down_what_was_answered(rig: Rig) -> None:
    rig.street.gate.clear()
    rig.street.open.add("a")
    await rig.daemon.poll_due()
    await rig.street.two_came.wait()
    assert not await rig.daemon.stop(timedelta(seconds=0.05))
    assert [result.source_id for result in rig.heard] == ["a"]
    assert rig.shelf.states["a"].last_polled_at == NOW


async def test_the_states_of_many_are_read_with_one_query(rig: Rig) -> None:
    book = book_of(*(source(f"s{number}") for number in range(20)), concurrency=2)
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    asked: list[Sequence[str]] = []
    recall = rig.shelf.recall

    def counted(source_ids: Sequence[str]) -> list[PollState | None]:
        asked.append(source_ids)
        return recall(source_ids)

    rig.shelf.recall = counted  # type: ignore[method-assign]
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert [len(names) for names in asked] == [20]
    assert len(rig.heard) == 20


async def test_a_source_removed_from_the_configuration_is_not_polled_any_more(rig: Rig) -> None:
    book = replace(rig.daemon.desk.book, sources={"a": source("a")})
    rig.daemon.take_over(replace(rig.daemon.desk, book=book))
    await rig.daemon.poll_due()
    await rig.daemon.settled()
    assert rig.street.fetched == ["a"]


async def test_stopping_waits_for_what_is_under_way_and_begins_nothing(rig: Rig) -> None:
    rig.street.gate.clear()
    await rig.daemon.poll_due()
    await rig.street.two_came.wait()
    asyncio.get_running_loop().call_soon(rig.street.gate.set)
    assert await rig.daemon.stop(timedelta(seconds=5))
    assert len(rig.street.fetched) == len(rig.heard) == 2, "the third was waiting for its turn"


async def test_stopping_cuts_what_takes_too_long(rig: Rig) -> None:
    rig.street.gate.clear()
    await rig.daemon.poll_due()
    await rig.street.two_came.wait()
    assert not await rig.daemon.stop(timedelta(seconds=0.05))


async def test_a_reload_closes_the_desk_before_once_nothing_is_under_way_there(rig: Rig) -> None:
    """Else each reload would leave a session and a process behind."""
    closed: list[Book] = []

    @asynccontextmanager
    async def open_one(book: Book) -> AsyncIterator[Desk]:
        yield Desk(book, rig.daemon.desk.ports)
        closed.append(book)

    first, second = book_of(source("a"), source("b")), book_of(source("c"))
    async with Desks(open_one) as desks:
        rig.daemon.take_over(await desks.open(first))
        rig.street.gate.clear()
        await rig.daemon.poll_due()
        await rig.street.two_came.wait()
        await desks.hand_over(rig.daemon, second)
        await asyncio.sleep(0.01)
        assert (rig.daemon.desk.book, closed) == (second, [])
        gc.unfreeze()
        rig.street.gate.set()
        await rig.daemon.settled()
        await asyncio.sleep(0.01)
        assert closed == [first]
        assert gc.get_freeze_count() > 0, "what the new one holds is set aside, the former is freed"
        gc.unfreeze()
    assert closed == [first, second]


def test_a_bug_is_told_by_its_kind_and_place_and_never_by_its_message() -> None:
    try:
        bug_line(None)  # type: ignore[arg-type]
    except AttributeError as bug:
        line = bug_line(bug)
    assert "AttributeError at monitor/entrypoints/door.py:" in line
    assert "traceback" in line.lower()
    assert "NoneType" not in line


# ── the daemon as a process ─────────────────────────────────────────────────────────────────


class Site:
    """A web server that says what it is told, and remembers who asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.feeds: dict[str, str] = {}
        self.came = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body = site.feeds.get(self.path, FEED.format(guid="old", text="Prices rose.")).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                site.came.set()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


def sources_of(site: Site, *names: str) -> str:
    """A sources file with a feed of that name each, polled each second."""
    blocks = (
        f'  - {{id: {n}, title: {n}, url: "{site.url}/{n}", language: en, grade: B2, every: 1s}}'
        for n in names
    )
    return "\n".join(["sources:", *blocks, ""])


def log_lines(
    process: subprocess.Popen[str], until: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """The daemon's JSON log up to the first line that fits; fails if the log ends before."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(json.loads(line))
        if until(lines[-1]):
            return lines
    raise AssertionError(f"the daemon ended before; it said {lines}")


def event(name: str, **fields: Any) -> Callable[[dict[str, Any]], bool]:
    """Whether a log line is of that event and has those fields."""
    return lambda line: line["event"] == name and all(line.get(key) == value for key, value in fields.items())


@contextmanager
def running(place: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A daemon that logs JSON; killed at the end if it still runs."""
    with (place / "stdout").open("a") as out:
        process = started("run", "--log-format", "json", *arguments, cwd=place, stdout=out.fileno())
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def test_a_day_of_the_daemon(place: Path, site: Site) -> None:
    """Seed, tell, be asked for health, reload good and bad, end on SIGTERM; one process, for starting takes long."""
    sources = place / "config" / "sources" / "some.yaml"
    sources.write_text(sources_of(site, "one"))
    with running(place) as process:
        log_lines(process, event("polled", source="one", seeded=True))

        site.feeds["/one"] = FEED.format(
            guid="toll", text="HRANA said 544 people were killed in the protests in Iran."
        )
        log_lines(process, event("delivered", state="sent"))
        assert "544" in (place / "stdout").read_text()

        health = tollwatch("health", cwd=place)
        assert (health.returncode, "alive" in health.stdout) == (0, True)

        sources.write_text(sources_of(site, "one").replace("grade: B2", "grade: Z9"))
        said = log_lines(process, event("configuration_kept"))
        (mistake,) = [line for line in said if line["event"] == "bad_configuration"]
        assert (mistake["file"], mistake["line"]) == ("config/sources/some.yaml", 2)
        log_lines(process, event("polled", source="one"))

        sources.write_text(sources_of(site, "two"))
        log_lines(process, event("configuration_taken"))
        log_lines(process, event("polled", source="two", seeded=True))

        process.send_signal(signal.SIGHUP)
        log_lines(process, event("configuration_taken"))

        process.send_signal(signal.SIGTERM)
        log_lines(process, event("stopped"))
        assert process.wait(timeout=10) == 0
    assert (place / "stdout").read_text().count("544 (HRANA)") >= 1


def test_a_restarted_daemon_polls_nothing_early(place: Path, site: Site) -> None:
    sources = place / "config" / "sources" / "some.yaml"
    sources.write_text(sources_of(site, "one").replace("1s", "1h"))
    for _ in range(2):
        with running(place) as process:
            log_lines(process, event("started") if site.asked else event("polled", source="one"))
            process.send_signal(signal.SIGINT)
            log_lines(process, event("stopped"))
            assert process.wait(timeout=10) == 0
    assert site.asked == ["/one"]


def test_a_locked_database_neither_ends_the_daemon_nor_keeps_it_from_ending(place: Path, site: Site) -> None:
    (place / "config" / "sources" / "some.yaml").write_text(sources_of(site, "one"))
    with running(place) as process:
        log_lines(process, event("polled", source="one"))
        holder = sqlite3.connect(place / "state" / "tollwatch.db", isolation_level=None)
        try:
            holder.execute("BEGIN IMMEDIATE")
            site.came.clear()
            site.came.wait(timeout=10)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            log_lines(process, event("stopped"))
            assert process.wait(timeout=10) == 0
        finally:
            holder.close()


def test_a_daemon_without_write_access_to_its_database_says_so(place: Path) -> None:
    if os.geteuid() == 0:
        (place / "state").write_text("a file where a directory should be")
    else:
        (place / "state").mkdir(mode=0o500)
    done = tollwatch("run", cwd=place)
    assert done.returncode == 1
    assert done.stderr.startswith("tollwatch: ")
    assert "Traceback" not in done.stderr
