"""Calls that come at the same time go as one: a transaction costs the same for a poll as for sixteen.

    await together(store.settle, state)   … many of them, each waits for its own

A call that comes while one of the same function is under way waits for it; then all that wait go
together.  Nobody waits for others to come: alone, a call goes at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")

Many = Callable[[Sequence[Asked]], Sequence[Given]]
"""A blocking function of many, that gives one for each in their order."""


class Together:
    """Runs blocking functions of many off the event loop, each once at a time.  `offload` runs a function there."""

    def __init__(self, offload: Callable[..., Awaitable[Any]]) -> None:
        self._offload = offload
        self._waiting: dict[Many[Any, Any], list[tuple[Any, asyncio.Future[Any]]]] = {}
        self._running: dict[Many[Any, Any], asyncio.Task[None]] = {}

    async def __call__(self, work: Many[Asked, Given], one: Asked) -> Given:
        """What `work` gives for one.  Raises what it raises, to all that went with it."""
        answer: asyncio.Future[Given] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(work, []).append((one, answer))
        if work not in self._running:
            self._running[work] = asyncio.create_task(self._work_off(work))
        return await answer

    async def _work_off(self, work: Many[Any, Any]) -> None:
        try:
            while batch := self._waiting.pop(work, []):
                await self._go(work, batch)
        finally:
            del self._running[work]

    async def _go(self, work: Many[Any, Any], batch: Sequence[tuple[Any, asyncio.Future[Any]]]) -> None:
        answers = [answer for _, answer in batch]
        try:
            given = await self._offload(work, [one for one, _ in batch])
        except asyncio.CancelledError:
            for answer in answers:
                answer.cancel()
            raise
        except Exception as error:
            for answer in _still_awaited(answers):
                answer.set_exception(error)
        else:
            for answer, one in zip(answers, given, strict=True):
                if not answer.done():
                    answer.set_result(one)


def _still_awaited(answers: Sequence[asyncio.Future[Any]]) -> list[asyncio.Future[Any]]:
    """Those whose caller has not been cancelled in the meantime."""
    return [answer for answer in answers if not answer.done()]
