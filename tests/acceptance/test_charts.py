"""The chart that goes with a message, through the whole line; and the message that goes without."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.book import Book
from monitor.core.specs import Route
from monitor.errors import PictureError
from monitor.model import Destination, Picture
from tests.acceptance.newsroom import Newsroom, newsroom

SAID = "At least {n} people have been killed in the protests in Iran, HRANA said."


@pytest.fixture
async def desk(shipped_book: Book, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom whose alerts go to one destination."""
    settings = replace(
        shipped_book.settings, destinations=(Destination("desk", "json://127.0.0.1/"),), routes=(Route(("desk",)),)
    )  # fmt: skip
    async with newsroom(replace(shipped_book, settings=settings), tmp_path) as opened:
        yield opened


async def test_a_message_brings_the_chart_of_its_series(desk: Newsroom) -> None:
    await desk.round()
    for number in (544, 2615):
        desk.publishes("wire", f"toll-{number}", SAID.format(n=number))
        await desk.hours(2)
    first, second = [message.chart for _, message, _ in desk.tray.messages]
    assert first and second
    assert second.png.startswith(b"\x89PNG") and second.name == "chart.png"
    assert "HRANA ≥ 544; this alert tells ≥ 544." in first.alt
    assert "HRANA from ≥ 544 to ≥ 2,615; this alert tells ≥ 2,615." in second.alt


async def test_a_chart_that_cannot_be_drawn_stops_no_message(
    desk: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    def torn(name: str, svg: str, alt: str) -> Picture:
        raise PictureError("no ink")

    daemon = desk.daemon
    daemon.take_over(replace(daemon.desk, ports=replace(daemon.desk.ports, picture=torn)))
    await desk.round()
    desk.publishes("wire", "toll", SAID.format(n=544))
    with caplog.at_level(logging.WARNING):
        await desk.hours(2)
    [(_, message, _)] = desk.tray.messages
    assert message.chart is None
    assert "544" in message.text
    assert message.chart_error == "PictureError: no ink"
