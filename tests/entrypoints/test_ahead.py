"""States are read ahead, many at a time, and are not believed for long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from monitor.entrypoints.ahead import FRESH, Ahead
from monitor.errors import StoreError
from monitor.model import PollState

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)


class Shelf:
    """States of which each is another whenever it is read, and a queue of who comes next."""

    def __init__(self) -> None:
        self.queue: list[str] = []
        self.reads: list[list[str]] = []
        self.refusing = False
        self.now = 0.0
        self.ahead = Ahead(self.recall, lambda most: self.queue[:most], lambda: self.now)

    async def recall(self, names: Sequence[str]) -> list[PollState | None]:
        self.reads.append(sorted(names))
        await asyncio.sleep(0)
        if self.refusing:
            raise StoreError("the disk is full")
        return [PollState(name, NOW, failures=len(self.reads)) for name in names]

    async def of(self, *names: str) -> list[int]:
        """Which reading the state of each is of."""
        return [state.failures for state in await asyncio.gather(*map(self.ahead, names)) if state]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


async def test_who_asks_brings_the_others_along_that_ask_and_that_come_next(shelf: Shelf) -> None:
    shelf.queue = ["c", "d"]
    assert await shelf.of("a", "b") == [1, 1]
    assert await shelf.of("c", "d") == [1, 1]
    assert shelf.reads == [["a", "b", "c", "d"]]


async def test_who_asks_while_others_are_read_is_read_next(shelf: Shelf) -> None:
    first = asyncio.create_task(shelf.of("a"))
    while not shelf.reads:
        await asyncio.sleep(0)
    assert await asyncio.gather(first, shelf.of("b", "c")) == [[1], [2, 2]]
    assert shelf.reads == [["a"], ["b", "c"]]


async def test_a_state_is_given_once_and_then_read_anew(shelf: Shelf) -> None:
    assert [await shelf.of("a"), await shelf.of("a")] == [[1], [2]]


async def test_a_state_that_was_read_too_long_ago_is_read_anew(shelf: Shelf) -> None:
    shelf.queue = ["b", "c", "d"]
    await shelf.of("a")
    shelf.now = FRESH
    assert await shelf.of("b") == [1]
    shelf.now += 1
    shelf.queue = ["d"]
    assert await shelf.of("c", "d") == [2, 2]


async def test_who_cannot_be_read_is_told_so_and_the_next_asks_again(shelf: Shelf) -> None:
    shelf.refusing = True
    came = await asyncio.gather(shelf.ahead("a"), shelf.ahead("b"), return_exceptions=True)
    assert [type(one) for one in came] == [StoreError, StoreError]
    shelf.refusing = False
    assert await shelf.of("a") == [2]


async def test_who_is_cancelled_disturbs_no_other_that_waits_for_the_same_reading(shelf: Shelf) -> None:
    leaving, staying = (asyncio.create_task(shelf.ahead(name)) for name in "ab")
    while not shelf.reads:
        await asyncio.sleep(0)
    leaving.cancel()
    state = await staying
    assert state is not None
    assert state.failures == 1
