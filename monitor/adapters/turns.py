"""Whose turn it is: one request at a time per host, so many in all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets one request at a time go to a host, and `at_once` in all.

    Whoever has a turn must not wait for another: that is why redirects give theirs back first.
    """

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    def __len__(self) -> int:
        """How many hosts somebody wants something of."""
        return len(self._hosts)

    @asynccontextmanager
    async def at(self, name: str) -> AsyncIterator[None]:
        """Wait until the host is free, and only then for a slot, so that a busy host takes just one.

        Names that differ in case or in a dot at their end are one host; a host that nobody waits for
        is forgotten.
        """
        name = name.lower().rstrip(".")
        host = self._hosts.setdefault(name, _Host())
        host.wanted += 1
        try:
            async with host.lock, self._slots:
                yield
        finally:
            host.wanted -= 1
            if not host.wanted:
                del self._hosts[name]


class _Host:
    """One host while somebody wants something of it."""

    __slots__ = ("lock", "wanted")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.wanted = 0
