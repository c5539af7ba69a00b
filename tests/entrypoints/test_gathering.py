"""What comes within a moment, or while others are written, is written in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from monitor.entrypoints.gathering import Gathering


class Desk:
    """Writes what is gathered when it is let, and remembers what went together."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.written: list[dict[str, int]] = []
        self.gathering = Gathering(self.write)

    async def write(self, many: Mapping[str, int]) -> None:
        self.written.append(dict(many))
        await self.gate.wait()

    async def done(self) -> None:
        self.gate.set()
        while self.gathering.task:
            await self.gathering.task


@pytest.fixture
async def desk() -> Desk:
    return Desk()


async def test_what_comes_within_a_moment_goes_together(desk: Desk) -> None:
    desk.gathering.put("a", 1)
    await asyncio.sleep(0.001)
    desk.gathering.put("b", 2)
    assert "a" in desk.gathering
    assert desk.written == []
    await desk.done()
    assert desk.written == [{"a": 1, "b": 2}]
    assert "a" not in desk.gathering


async def test_nobody_waits_when_it_is_enough(desk: Desk) -> None:
    desk.gathering.enough()  # nothing is there yet, and this is forgotten
    desk.gathering.put("a", 1)
    await asyncio.sleep(0.001)
    assert desk.written == []
    desk.gathering.enough()
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.written == [{"a": 1}]
    await desk.done()


async def test_what_comes_while_others_are_written_goes_after_them(desk: Desk) -> None:
    desk.gathering.put("a", 1)
    desk.gathering.enough()
    while not desk.written:
        await asyncio.sleep(0)
    desk.gathering.put("b", 2)
    desk.gathering.put("c", 3)
    await asyncio.sleep(0.001)
    desk.gathering.enough()
    await desk.done()
    assert desk.written == [{"a": 1}, {"b": 2, "c": 3}]
