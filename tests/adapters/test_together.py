"""Calls that come at the same time go as one, and each gets its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from monitor.adapters.together import Together
from monitor.errors import StoreError


class Counter:
    """Work off the loop that takes until it is let go, and remembers with what it was called."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.calls: list[list[int]] = []
        self.refusing = False
        self.together = Together(self._offload)

    async def _offload(self, work: Callable[..., Any], many: Sequence[int]) -> Any:
        self.calls.append(list(many))
        await self.gate.wait()
        return work(many)

    def double(self, many: Sequence[int]) -> list[int]:
        if self.refusing:
            raise StoreError("the disk is full")
        return [2 * one for one in many]

    def halve(self, many: Sequence[int]) -> list[int]:
        return [one // 2 for one in many]

    def asked(self, *numbers: int) -> list[asyncio.Task[int]]:
        return [asyncio.create_task(self.together(self.double, number)) for number in numbers]


@pytest.fixture
async def counter() -> Counter:
    return Counter()


async def test_what_comes_while_one_is_under_way_goes_together_after_it(counter: Counter) -> None:
    first = counter.asked(1)
    while not counter.calls:
        await asyncio.sleep(0)
    rest = counter.asked(2, 3, 4)
    await asyncio.sleep(0)
    counter.gate.set()
    assert await asyncio.gather(*first, *rest) == [2, 4, 6, 8]
    assert counter.calls == [[1], [2, 3, 4]]


async def test_two_kinds_of_work_do_not_wait_for_each_other(counter: Counter) -> None:
    first = counter.asked(1)
    other = asyncio.create_task(counter.together(counter.halve, 8))
    while len(counter.calls) < 2:
        await asyncio.sleep(0)
    counter.gate.set()
    assert (await asyncio.gather(*first), await other) == ([2], 4)


async def test_an_error_reaches_all_that_went_with_it_and_nobody_after(counter: Counter) -> None:
    counter.gate.set()
    counter.refusing = True
    came = await asyncio.gather(*counter.asked(1, 2), return_exceptions=True)
    assert [type(one) for one in came] == [StoreError, StoreError]
    assert len(counter.calls) == 1
    counter.refusing = False
    assert await asyncio.gather(*counter.asked(3)) == [6]


async def test_who_is_cancelled_disturbs_no_other(counter: Counter) -> None:
    leaving, staying = counter.asked(1, 2)
    while not counter.calls:
        await asyncio.sleep(0)
    leaving.cancel()
    counter.gate.set()
    assert await staying == 4
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_who_is_cancelled_before_an_error_is_told_nothing_of_it(counter: Counter) -> None:
    counter.refusing = True
    leaving, staying = counter.asked(1, 2)
    while not counter.calls:
        await asyncio.sleep(0)
    leaving.cancel()
    counter.gate.set()
    with pytest.raises(StoreError):
        await staying
    with pytest.raises(asyncio.CancelledError):
        await leaving
