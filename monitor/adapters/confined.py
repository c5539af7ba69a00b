"""Reads feeds in processes of their own, so that no feed can hurt the others.

    body ─▶ lane ─▶ process ─▶ Feed        the process is `adapters.cell`: shut in, its call counted
              │        └─ over its budget: killed, replaced; the call ends with TooCostly
              └─ over a tenth of its time: again, in the lane of the slow, and next time there at once

A feed parser is a large surface (expat, a tag soup parser, libxml2) that strangers write the input
of; some short inputs take it minutes or gigabytes.  Here such an input costs one call: processor
time, memory, wall time and the size of the answer are bounded, and what was exceeded is named.
Two lanes, so that what is slow queues behind what is slow.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import pickle
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from monitor import errors
from monitor.adapters import cell
from monitor.errors import FeedError, NotAFeed, TooCostly
from monitor.model import Entry, Feed, Source

QUICK_SHARE = 10
"""A call gets this part of its time in the quick lane; what needs more is begun again in the slow one."""

QUICK_PROCESSES, SLOW_PROCESSES = 2, 1

LOOK = 0.1
"""Seconds between two looks at the memory of a process that is reading."""

START = 30.0
"""Seconds after which a process that is not ready will not be."""

REMEMBERED = timedelta(hours=24)
"""How long bytes that were too costly are not tried again."""

_NO_START = "the process that reads feeds does not start"

_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All of our environment that a process gets, for a Python that needs it to start: the rest may hold secrets."""

_GIVES_BACK = {"MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072"}
"""Has glibc give memory back after a large feed, instead of keeping it for the next one (mallopt(3))."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A FeedError as it travels."""

    kind: str
    reason: str
    links: tuple[tuple[str, str], ...] = ()


_FEED, _REFUSAL = TypeAdapter(Feed), TypeAdapter(_Refusal)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take, and what the processes are allowed in between.

    `time` is processor time; a call may last three times that and `patience`, on a machine that has other
    things to do.  `memory` is a process's, `answer` the length of what it says, both in bytes.  A process that
    holds more than `grown` after a call is replaced by a fresh one; one that has nothing to do for
    `idle` ends.  `queue` calls may wait in the lane of the slow: each holds a body and the place of a poll.
    """

    time: timedelta = timedelta(seconds=10)
    memory: int = 256_000_000
    answer: int = 20_000_000
    patience: timedelta = timedelta(seconds=10)
    grown: int = 60_000_000
    idle: timedelta = timedelta(minutes=1)
    queue: int = 4

    @property
    def wall(self) -> timedelta:
        """How long a call may last."""
        return 3 * self.time + self.patience


@dataclass(frozen=True, slots=True)
class _Costly:
    """A body that went over its budget, by its hash."""

    digest: bytes
    reason: str
    until: float


class ConfinedParser:
    """`parse`, called in another process: an async context manager, then `await parser(body, …)`.

    `parse` is a function at the top of a module, (body, content_type, source, seen_at, *more) → Feed,
    which raises FeedError; or `module:name` of one, where we do not want to import it ourselves.
    Processes start when they are needed and end when they are not; leaving the context ends them at
    once.  Whatever the body is, the call raises FeedError and nothing else.
    """

    def __init__(self, parse: Callable[..., Feed] | str, *more: Any, limits: Limits | None = None) -> None:
        function = parse if isinstance(parse, str) else f"{parse.__module__}:{parse.__qualname__}"
        self._more = more
        self._limits = limits or Limits()
        short = replace(self._limits, time=self._limits.time / QUICK_SHARE)
        self._quick = _Lane(function, QUICK_PROCESSES, short)
        self._slow = _Lane(function, SLOW_PROCESSES, self._limits)
        self._are_slow: set[str] = set()
        self._costly: dict[str, _Costly] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._quick.close()
        await self._slow.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that are there now."""
        return (*self._quick.processes, *self._slow.processes)

    async def __call__(self, body: bytes, content_type: str, source: Source, seen_at: datetime) -> Feed:
        """What the body says.  Raises TooCostly, and the FeedError that `parse` raised."""
        self._refuse_again(source.id, body)
        told = replace(source, headers={}, proxy=None)  # may hold keys, and nothing in a body depends on them
        request = pickle.dumps((body, content_type, told, seen_at, *self._more), pickle.HIGHEST_PROTOCOL)
        try:
            said = await self._ask(source.id, request)
        except _Exceeded as exceeded:
            self._costly[source.id] = _remembered(body, str(exceeded))
            raise
        self._costly.pop(source.id, None)
        return await _feed(said, seen_at)

    async def _ask(self, name: str, request: bytes) -> bytes:
        """Ask in the quick lane, and in the slow one where the call takes its time."""
        if name not in self._are_slow:
            try:
                return await self._quick.ask(request)
            except _OutOfTime:
                self._are_slow.add(name)
        if self._slow.waiting >= self._limits.queue:
            raise TooCostly("reading it takes long, and too many others that take long are waiting")
        began = time.monotonic()
        said = await self._slow.ask(request)
        if time.monotonic() - began < self._limits.time.total_seconds() / QUICK_SHARE / 2:
            self._are_slow.discard(name)
        return said

    def _refuse_again(self, name: str, body: bytes) -> None:
        """Raise for bytes that were too costly already; others of the source may be better."""
        known = self._costly.get(name)
        if known and time.monotonic() < known.until and hashlib.sha256(body).digest() == known.digest:
            raise TooCostly(f"{known.reason}; the same bytes came again and were not read")


def _remembered(body: bytes, reason: str) -> _Costly:
    return _Costly(hashlib.sha256(body).digest(), reason, time.monotonic() + REMEMBERED.total_seconds())


# ── what is exceeded ───────────────────────────────────────────────────────────────────────


class _Exceeded(TooCostly):
    """A budget was exceeded, by what the body is and not by what the machine is doing."""


class _OutOfTime(_Exceeded):
    """The budget of processor time."""


class _GoneBefore(TooCostly):
    """The process ended of itself, as it does where nothing comes for a while: perhaps just before this came."""


def _death_of(code: int, limits: Limits) -> TooCostly:
    """What the exit code of a process that did not answer means."""
    if code == -signal.SIGPROF:
        return _OutOfTime(f"reading it took more than {limits.time.total_seconds():g} s of processor time")
    if code == -signal.SIGKILL:
        return TooCostly("the process that read it was killed from outside (is the machine out of memory?)")
    if code < 0:
        return _Exceeded(f"reading it crashed the reader ({_name(-code)})")
    gone = _GoneBefore if code == 0 else TooCostly
    return gone(f"the process that read it ended without an answer (exit code {code})")


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _over_memory(limits: Limits) -> _Exceeded:
    return _Exceeded(f"reading it took more than {limits.memory // 1_000_000:,} MB of memory")


# ── a lane: a queue and its processes ──────────────────────────────────────────────────────


class _Lane:
    """So many calls at a time, each with the same budget; a process for each, started when it is needed."""

    def __init__(self, function: str, size: int, limits: Limits) -> None:
        self.waiting = 0
        self._limits = limits
        self._function = function
        self._turns = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    @property
    def processes(self) -> tuple[int, ...]:
        return tuple(worker.pid for worker in (*self._idle, *self._busy) if worker.lives)

    async def ask(self, request: bytes) -> bytes:
        """The answer to a request, when its turn has come."""
        self.waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self.waiting -= 1
        try:
            with suppress(_GoneBefore):
                return await self._ask_one(request)
            return await self._ask_one(request)
        finally:
            self._turns.release()

    async def close(self) -> None:
        """End every process at once; there will be no other."""
        self._closed = True
        for worker in (*self._idle, *self._busy):
            await worker.end()
        self._idle.clear()

    async def _ask_one(self, request: bytes) -> bytes:
        worker = await self._worker()
        self._busy.add(worker)
        try:
            answer = await worker.ask(request, self._limits)
        except BaseException:  # a cancelled call too leaves a process that still reads
            await asyncio.shield(worker.end())
            raise
        finally:
            self._busy.discard(worker)
        if worker.holds > self._limits.grown:
            await worker.end()
        else:
            self._idle.append(worker)
        return answer

    async def _worker(self) -> _Worker:
        """The process that was used last, so that the others may end; a new one where there is none."""
        while self._idle:
            if (worker := self._idle.pop()).lives:
                return worker
        worker = await _Worker.start(self._function, self._limits)
        if self._closed:
            await worker.end()
            raise FeedError("what reads feeds is being closed")
        return worker


# ── one process ────────────────────────────────────────────────────────────────────────────


class _Worker:
    """One process and its two pipes; one call at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._held = _Memory()

    @classmethod
    async def start(cls, function: str, limits: Limits) -> _Worker:
        """Start a process and wait until it is ready.  Raises FeedError if it does not come to that."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", "-B", "-c", cell.BEGIN),
                *(
                    function,
                    str(os.getpid()),
                    str(limits.memory),
                    str(limits.idle.total_seconds()),
                    _places(),
                ),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,  # what a crash has to say there may hold the words of an article
                env=_GIVES_BACK | {name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                start_new_session=True,  # Ctrl-C is for us alone
                limit=2**20,
            )
        except OSError as error:  # no process, file or memory to be had
            raise FeedError(f"{_NO_START}: {(error.strerror or 'the system refused').lower()}") from None
        worker = cls(process)
        try:
            async with asyncio.timeout(START):
                kind, said = await worker._hear(2**16)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            kind, said = cell.FAILED, b"it ended or hung before it was ready"
        except BaseException:
            await asyncio.shield(worker.end())
            raise
        if kind != cell.READY:
            await worker.end()
            raise FeedError(f"{_NO_START}: {said.decode('utf-8', 'replace')}")
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process.returncode is None

    @property
    def holds(self) -> int:
        """The bytes of memory that it held after its last call."""
        return self._held.now

    async def ask(self, request: bytes, limits: Limits) -> bytes:
        """What the function returned, as JSON.  Raises FeedError, and _GoneBefore if it was not there any more.

        Whatever it raises, the process is of no more use.
        """
        exchange = asyncio.ensure_future(self._exchange(request, limits))
        ends = time.monotonic() + limits.wall.total_seconds()
        try:
            while not (await asyncio.wait({exchange}, timeout=LOOK))[0]:
                self._look(limits)
                if time.monotonic() > ends:
                    raise TooCostly(f"reading it did not end within {limits.wall.total_seconds():g} s")
        finally:
            exchange.cancel()
        kind, said = exchange.result()
        self._look(limits)
        if kind == cell.OUT_OF_MEMORY:
            raise _over_memory(limits)
        if kind == cell.SAID:
            return said
        raise _refusal(said) if kind == cell.REFUSED else _bug(said)

    def _look(self, limits: Limits) -> None:
        self._held = _memory(self.pid)
        if self._held.most > limits.memory:
            raise _over_memory(limits)

    async def _exchange(self, request: bytes, limits: Limits) -> tuple[bytes, bytes]:
        writing = self._process.stdin
        assert writing is not None
        try:
            writing.write(cell.REQUEST.pack(len(request), limits.time.total_seconds()))
            writing.write(request)
            await writing.drain()
            return await self._hear(limits.answer)
        except (OSError, asyncio.IncompleteReadError):
            raise _death_of(await self._process.wait(), limits) from None

    async def _hear(self, most: int) -> tuple[bytes, bytes]:
        reading = self._process.stdout
        assert reading is not None
        kind, length = cell.ANSWER.unpack(await reading.readexactly(cell.ANSWER.size))
        if length > most:
            raise _Exceeded(f"what it says is larger than {most:,} bytes")
        return kind, await reading.readexactly(length)

    async def end(self) -> None:
        """Kill the process, and wait until nothing is left of it."""
        if self.lives:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
            with suppress(OSError):  # asked for, or asyncio reports what could not be written as our mistake
                await self._process.stdin.wait_closed()


@dataclass(frozen=True, slots=True)
class _Memory:
    """Bytes that a process holds, and the most that it ever held."""

    now: int = 0
    most: int = 0


def _memory(pid: int) -> _Memory:
    """Nothing where the system has no /proc, or no such process; the process's own cap holds there."""
    try:
        with open(f"/proc/{pid}/status", "rb") as status:
            fields = dict(line.split(b":", 1) for line in status if line.startswith(b"Vm"))
    except OSError:
        return _Memory()
    now, most = (int(fields.get(name, b"0").split()[0]) * 1024 for name in (b"VmRSS", b"VmHWM"))
    return _Memory(now, most)


def _places() -> str:
    """Where our modules are found, for a process that may start anywhere."""
    return json.dumps([os.path.abspath(place) for place in sys.path])


# ── what came back ─────────────────────────────────────────────────────────────────────────


async def _feed(said: bytes, seen_at: datetime) -> Feed:
    """The feed of an answer, checked as any data from outside is."""
    try:
        if len(said) < 2**18:
            return _checked(said, seen_at)
        return await asyncio.to_thread(_checked, said, seen_at)
    except ValidationError as error:
        raise FeedError(f"the reader's answer is no feed ({error.error_count()} mistakes)") from None


def _checked(said: bytes, seen_at: datetime) -> Feed:
    feed = _FEED.validate_json(said)
    return replace(feed, entries=tuple(_in_utc(entry, seen_at) for entry in feed.entries))


def _in_utc(entry: Entry, seen_at: datetime) -> Entry:
    published = entry.published_at.astimezone(UTC) if entry.published_at else None
    return replace(entry, published_at=published, seen_at=seen_at)


def _refusal(said: bytes) -> FeedError:
    """The FeedError that was raised there; one of a kind that is not known here keeps its reason alone."""
    try:
        refusal = _REFUSAL.validate_json(said)
    except ValidationError:
        return FeedError("the reader refused it, and did not say why")
    if refusal.kind == NotAFeed.__name__:
        return NotAFeed(refusal.reason, refusal.links)
    kind = getattr(errors, refusal.kind, FeedError)
    return kind(refusal.reason) if kind in FeedError.__subclasses__() else FeedError(refusal.reason)


def _bug(said: bytes) -> FeedError:
    return FeedError(f"the reader failed on it: {said[:200].decode('utf-8', 'replace')}")
