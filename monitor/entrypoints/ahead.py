"""What is remembered of sources, read for many at a time just before their turns.

A query for twenty states costs little more than one for one.  So who asks for the state of a source brings those
of the sources behind it along.  They are good for some seconds: an older one would do no harm, since
nobody can write over what came after it, but a server might be asked in vain.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from monitor.model import PollState

MANY = 64
"""States that are brought along: beyond that a query costs what they cost."""

FRESH = 5.0
"""Seconds for which they are good."""


class Ahead:
    """Gives the states of sources.  `recall` reads many, `upcoming` names who will probably be asked for next."""

    def __init__(
        self,
        recall: Callable[[Sequence[str]], Awaitable[Sequence[PollState | None]]],
        upcoming: Callable[[int], Sequence[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._recall = recall
        self._upcoming = upcoming
        self._clock = clock
        self._known: dict[str, tuple[float, PollState | None]] = {}
        self._asked: set[str] = set()
        self._reading: asyncio.Task[None] | None = None

    async def __call__(self, source_id: str) -> PollState | None:
        """What is remembered of a source, as it was read at most FRESH ago.  Raises what reading raises."""
        while (known := self._known.pop(source_id, None)) is None or self._is_old(known):
            self._asked.add(source_id)
            self._reading = self._reading or asyncio.create_task(self._read())
            await asyncio.shield(self._reading)  # others wait for it, too
        return known[1]

    async def _read(self) -> None:
        self._known = {name: known for name, known in self._known.items() if not self._is_old(known)}
        names = [*self._asked, *(name for name in self._upcoming(MANY) if name not in self._known)]
        self._asked.clear()
        read_at = self._clock()
        try:
            states = await self._recall(names)
        finally:
            self._reading = None
        self._known.update((name, (read_at, state)) for name, state in zip(names, states, strict=True))

    def _is_old(self, known: tuple[float, PollState | None]) -> bool:
        return self._clock() > known[0] + FRESH
