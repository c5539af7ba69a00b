"""Whose turn it is: one request at a time per host, so many in all."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType

LATELY = 5.0
"""Seconds for which a host is remembered: who is asked again within them is likely to be asked a third time."""


class HostTurns:
    """Lets one request at a time go to a host, and `at_once` in all.

    Whoever has a turn must not wait for another: that is why redirects give theirs back first.  A
    host that nobody wants anything of is forgotten, after some seconds.
    """

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}
        self._lately: dict[str, float] = {}

    def __len__(self) -> int:
        """How many hosts somebody wants something of."""
        return len(self._hosts)

    def at(self, name: str) -> Turn:
        """A turn at a host, to be taken with `async with`; names that differ in case or in a last dot are one."""
        return Turn(self, name.lower().rstrip("."))

    async def take(self, name: str) -> bool:
        """Wait until the host is free, and only then for a slot, so that a busy host takes just one.

        True if the host was asked a moment ago, or somebody waits for it.
        """
        host = self._hosts.setdefault(name, _Host())
        again = host.wanted > 0 or self._lately.get(name, 0) > time.monotonic() - LATELY
        host.wanted += 1
        try:
            await host.lock.acquire()
            try:
                await self._slots.acquire()
            except BaseException:
                host.lock.release()
                raise
        except BaseException:
            self._leave(name, host)
            raise
        return again or host.wanted > 1

    def give_back(self, name: str) -> None:
        """End a turn."""
        host = self._hosts[name]
        self._slots.release()
        host.lock.release()
        self._leave(name, host)
        self._remember(name)

    def _leave(self, name: str, host: _Host) -> None:
        host.wanted -= 1
        if not host.wanted:
            del self._hosts[name]

    def _remember(self, name: str) -> None:
        """Keep the hosts of the last seconds, in order of time."""
        now = time.monotonic()
        self._lately.pop(name, None)
        self._lately[name] = now
        while (oldest := next(iter(self._lately))) and self._lately[oldest] < now - LATELY:
            del self._lately[oldest]


class _Host:
    """One host while somebody wants something of it."""

    __slots__ = ("lock", "wanted")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.wanted = 0


class Turn:
    """The turn of one request; gives whether its host is worth a connection that is kept."""

    __slots__ = ("_name", "_turns")

    def __init__(self, turns: HostTurns, name: str) -> None:
        self._turns = turns
        self._name = name

    async def __aenter__(self) -> bool:
        return await self._turns.take(self._name)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.give_back(self._name)
