"""What feeds bring at the same time is stored together: as if it had been stored one by one, and each on its own account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.adapters import schema
from monitor.adapters.queries import count
from monitor.adapters.store import SqlStore, open_store
from monitor.app import open_desk
from monitor.core.book import Book
from monitor.errors import StoreError
from monitor.model import Entry, Feed, Fetched, PollResult, Source, Validators
from monitor.pipeline import LONG, poll
from monitor.ports import Ports
from tests.acceptance.newsroom import Tray
from tests.adapters.statements import statements

NOW = datetime(2026, 1, 11, 6, tzinfo=UTC)
PAPERS = [
    Source(name, name.title(), f"https://{name}.example/rss", "B", "en") for name in ("post", "sun", "times")
]
TOLL = "At least {} people have been killed in the protests in Iran, HRANA said."


@dataclass
class Assembled:
    """Waits until so many polls are there, then has the work done for all of them at once."""

    number: int
    waiting: dict[Any, list[tuple[Any, asyncio.Future[Any]]]] = field(default_factory=dict)

    async def __call__(self, work: Callable[[Sequence[Any]], Sequence[Any]], one: Any) -> Any:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        there = self.waiting.setdefault(work, [])
        there.append((one, answer))
        if len(there) == self.number:
            try:
                for (_, done), given in zip(there, work([one for one, _ in there]), strict=True):
                    done.set_result(given)
            except Exception as error:
                for _, done in there:
                    done.set_exception(error)
            there.clear()
            await asyncio.sleep(0)  # those that came before go on before
        return await answer


@dataclass
class Kiosk:
    """Papers whose feeds are what a test makes them, polled at once."""

    store: SqlStore
    book: Book
    ports: Ports

    async def polled(
        self,
        said: Mapping[str, Entry],
        now: datetime,
        together: int = len(PAPERS),
        papers: Sequence[Source] = PAPERS,
    ) -> list[PollResult | BaseException]:
        async def fetch(source: Source, _: Validators) -> Fetched:
            return Fetched(str(now).encode(), "text/plain", source.url, Validators())

        async def parse(_body: bytes, _type: str, source: Source, _at: datetime) -> Feed:
            return Feed((said[source.id],))

        ports = replace(self.ports, fetch=fetch, parse=parse, together=Assembled(together))
        polls = (poll(paper, self.book, ports, now) for paper in papers)
        if together == 1:
            return [await one for one in polls]
        return await asyncio.gather(*polls, return_exceptions=True)

    def rows(self) -> dict[str, list[Any]]:
        with self.store.reading() as connection:
            return {
                name: [tuple(row) for row in connection.execute(select(table))]
                for name, table in schema.metadata.tables.items()
            }


@asynccontextmanager
async def kiosk(book: Book, database: Path, patience: float = 30) -> AsyncIterator[Kiosk]:
    with closing(open_store(f"sqlite:///{database}", patience)) as store:
        async with open_desk(book, store, Tray([])) as desk:
            yield Kiosk(store, book, desk.ports)


def entries(text: str, guid: str = "a", **more: Any) -> dict[str, Entry]:
    """An entry for each paper; its number differs."""
    return {
        paper.id: Entry(
            **{
                "source_id": paper.id,
                "guid": guid,
                "url": f"https://{paper.id}.example/2026/{guid}",
                "title": f"Protests {guid}",
                "text": text.format(540 + number),
                "language": "en",
                "published_at": NOW,
                "seen_at": NOW,
                **more,
            }
        )
        for number, paper in enumerate(PAPERS)
    }


def begun(said: Sequence[str]) -> int:
    return sum(one.startswith("BEGIN IMMEDIATE") for one in said)


async def test_together_the_same_is_stored_as_one_by_one_in_one_transaction(
    shipped_book: Book, tmp_path: Path
) -> None:
    """A first poll, which is taken as known, then new entries and an edit."""
    brought = [entries(TOLL), entries(TOLL + " More will be known tomorrow.", "b"), entries("In all " + TOLL)]
    stored = []
    for number, transactions in ((1, 3), (len(PAPERS), 1)):
        async with kiosk(shipped_book, tmp_path / f"{number}.db") as it:
            for hour, said in enumerate(brought):
                with statements() as sent:
                    results = await it.polled(said, NOW + timedelta(hours=hour), number)
                assert [one.fresh for one in results if isinstance(one, PollResult)] == [1, 1, 1]
                assert begun(sent) == transactions
            stored.append(it.rows())
    assert len(stored[0]["claims"]) == 9
    assert stored[0] == stored[1]


async def test_what_the_database_refuses_of_one_takes_no_other_along(
    shipped_book: Book, tmp_path: Path
) -> None:
    said = entries(TOLL)
    said["sun"] = replace(said["sun"], edited=None)  # type: ignore[arg-type]
    async with kiosk(shipped_book, tmp_path / "t.db") as it:
        post, sun, times = await it.polled(said, NOW)
        assert isinstance(sun, StoreError)
        assert "NOT NULL" in str(sun)
        assert [one.fresh for one in (post, times) if isinstance(one, PollResult)] == [1, 1]
        assert set(it.store.poll_states()) == {"post", "times"}
        assert count(it.store).entries == 2


async def test_a_bug_that_one_entry_meets_takes_no_other_along(shipped_book: Book, tmp_path: Path) -> None:
    said = entries(TOLL)
    said["post"] = replace(said["post"], url=None)  # type: ignore[arg-type]
    async with kiosk(shipped_book, tmp_path / "t.db") as it:
        post, *others = await it.polled(said, NOW)
        assert isinstance(post, Exception)
        assert not isinstance(post, StoreError)
        assert [one.fresh for one in others if isinstance(one, PollResult)] == [1, 1]


async def test_while_the_store_is_locked_nothing_is_stored_and_everybody_is_told(
    shipped_book: Book, tmp_path: Path
) -> None:
    async with kiosk(shipped_book, tmp_path / "t.db", patience=0.01) as it:
        with it.store.transaction():
            refused = await it.polled(entries(TOLL), NOW)
        assert [type(one) for one in refused] == [StoreError] * 3
        assert count(it.store).entries == 0
        assert [one.fresh for one in await it.polled(entries(TOLL), NOW) if isinstance(one, PollResult)] == [
            1,
            1,
            1,
        ]


@pytest.mark.parametrize(("share", "transactions"), [(0.3, 1), (0.6, 3)])
async def test_no_transaction_reads_more_than_a_long_feed_holds(
    shipped_book: Book, tmp_path: Path, share: float, transactions: int
) -> None:
    said = entries("x" * int(LONG * share))
    async with kiosk(shipped_book, tmp_path / "t.db") as it:
        with statements() as sent:
            await it.polled(said, NOW)
        assert begun(sent) == transactions
        assert count(it.store).entries == 3


async def test_of_two_first_polls_of_a_source_the_second_finds_what_the_first_stored(
    shipped_book: Book, tmp_path: Path
) -> None:
    async with kiosk(shipped_book, tmp_path / "t.db") as it:
        done = await it.polled(entries(TOLL.format(544)), NOW, together=2, papers=PAPERS[:1] * 2)
        assert [one.fresh for one in done if isinstance(one, PollResult)] == [1, 0]
