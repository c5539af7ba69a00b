"""The shipped rules, words, claimants and topics, loaded once: acceptance is about what a user gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.book import Book
from tests.acceptance.newsroom import Newsroom, newsroom


@pytest.fixture(scope="session")
def shipped_book(project: Path) -> Book:
    """The shipped configuration; its examples are proven elsewhere."""
    return load(project / "config", {}, wait=True)


@pytest.fixture
async def room(shipped_book: Book, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom that has just begun; nothing has been polled."""
    async with newsroom(shipped_book, tmp_path) as opened:
        yield opened
