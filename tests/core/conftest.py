"""What the tests of the core share: the shipped configuration, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.book import Book
from monitor.core.extract import Reading, extract
from monitor.model import Entry, Figure

PUBLISHED = datetime(2026, 1, 14, 12, tzinfo=UTC)  # a Wednesday

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def shipped() -> Book:
    """The configuration in the repository; its rules are proven by a test of their own."""
    return load(Path(__file__).parents[2] / "config", {}, wait=True)


@pytest.fixture(scope="session")
def read(shipped: Book) -> Read:
    """Reads a text as an entry published on Wednesday 14 January 2026."""

    def reader(
        text: str,
        title: str = "",
        language: str | None = "en",
        own: str | None = None,
        published: datetime | None = PUBLISHED,
    ) -> Reading:
        entry = Entry("desk", "1", "", title, text, language, published, PUBLISHED)
        return extract(entry, shipped.rulebook, own)

    return reader


@pytest.fixture(scope="session")
def figures(read: Read) -> Callable[..., tuple[Figure, ...]]:
    """Only the figures of a reading."""
    return lambda text, **how: read(text, **how).figures
