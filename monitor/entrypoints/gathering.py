"""What is to be written down, many at a time: a transaction costs as much for one as for twenty.

put … put … put ─▶ write(all of them)      after a moment, or when somebody says that it is `enough`
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

One = TypeVar("One")

MOMENT = 0.05
"""Seconds that the first waits for others: what a crash repeats, and what a poll that is alone need not wait."""


class Gathering(Generic[One]):
    """Gathers things by name while others are written; `write` must not raise."""

    def __init__(self, write: Callable[[Mapping[str, One]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: dict[str, One] = {}
        self._enough = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._waiting

    def put(self, name: str, one: One) -> None:
        """Have one written with the next that are."""
        self._waiting[name] = one
        self.task = self.task or asyncio.create_task(self._work_off())

    def enough(self) -> None:
        """Wait for no others, if any wait."""
        if self._waiting:
            self._enough.set()

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._enough.wait(), MOMENT)
                self._enough.clear()
                many, self._waiting = self._waiting, {}
                await self._write(many)
        finally:
            self.task = None
