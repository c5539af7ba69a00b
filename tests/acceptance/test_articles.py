"""Pages and whole articles through the real daemon: what is alerted, what is fetched, and what never is twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from monitor.adapters import schema
from monitor.core.book import Book
from monitor.core.full_text import MOST, TRIES
from monitor.core.specs import Polling
from monitor.model import Layout, PollResult, Source
from tests.acceptance.newsroom import BEGINS, HOUR, Newsroom
from tests.adapters.servers import WebServer, web  # noqa: F401

FILLER = (
    "The protests went on in many cities on Tuesday, and shops stayed closed in the bazaar of the capital. "
)
HTML = "text/html; charset=utf-8"


def toll(number: int) -> str:
    return f"At least {number:,} people have been killed in the protests in Iran, HRANA said."


@dataclass
class Site:
    """A paper's site: a feed of teasers, and the articles that they link to."""

    server: WebServer
    room: Newsroom
    items: list[tuple[str, str]]

    def publishes(
        self, name: str, article: str | None, teaser: str = "A count of the protests in Iran."
    ) -> str:
        """Put a teaser into the feed, an edit of it where it is there already, and its article behind it."""
        self.items = [(name, teaser), *(item for item in self.items if item[0] != name)]
        if article is not None:
            page = f"<html><body><nav><a href=/>Home</a></nav><article><h1>Iran protests</h1><p>{FILLER}</p><p>{article}</p><p>{FILLER}</p></article></body></html>"
            self.server.serve(f"/{name}", page, HTML)
        self.serve()
        return f"/{name}"

    def serve(self) -> None:
        parts = (
            f"<item><guid>{name}</guid><link>{self.server.url(f'/{name}')}</link><title>Iran protests</title>"
            f"<pubDate>{format_datetime(self.room.now)}</pubDate><description>{escape(teaser)}</description></item>"
            for name, teaser in self.items
        )
        self.server.serve(
            "/feed", f"<rss version='2.0'><channel><title>P</title>{''.join(parts)}</channel></rss>"
        )

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.server.requests)


@asynccontextmanager
async def watching(book: Book, directory: Path, source: Source) -> AsyncIterator[Newsroom]:
    settings = replace(book.settings, polling=Polling(allow_private=True))
    room = Newsroom(
        replace(book, sources={source.id: source}, settings=settings), f"sqlite:///{directory}/a.db", {}
    )
    await room.begins()
    try:
        yield room
    finally:
        await room.ends()


@pytest.fixture
async def site(shipped_book: Book, tmp_path: Path, web: WebServer) -> AsyncIterator[Site]:  # noqa: F811
    """A site whose feed was polled once and held an old teaser; its robots.txt is not there."""
    source = Source("post", "The Post", web.url("/feed"), "B2", "en", every=HOUR, full_text=True)
    async with watching(shipped_book, tmp_path, source) as room:
        site = Site(web, room, [])
        site.publishes("old", "Prices rose again.", "Prices.")
        await room.round()
        yield site


async def polled(site: Site) -> PollResult:
    [result] = await site.room.hours(1.2)
    return result


def texts(room: Newsroom) -> list[str]:
    with room.store.reading() as connection:
        rows = connection.execute(schema.entries.select().order_by(schema.entries.c.seq))
        return [row.text for row in rows]


def put_off(room: Newsroom) -> list[tuple[int, bool, str | None]]:
    """(tries, whether it is tried again, reason) of every entry without its article."""
    with room.store.reading() as connection:
        rows = connection.execute(schema.articles.select())
        return [(row.tries, row.due_at is not None, row.reason) for row in rows]


# ── whole articles ─────────────────────────────────────────────────────────────────────────


async def test_a_figure_that_stands_in_the_article_only_is_told(site: Site) -> None:
    site.publishes("toll", toll(544))
    result = await polled(site)
    assert site.room.told == [("hrana", 544)]
    assert (result.articles, result.unread) == (1, ())
    assert "Home" not in texts(site.room)[-1]


async def test_an_article_is_fetched_once_and_is_no_edit_of_its_teaser(site: Site) -> None:
    path = site.publishes("toll", toll(544))
    await polled(site)
    for _ in range(2):
        site.publishes("toll", toll(2615))  # the page is rewritten, its item is not
        assert (await polled(site)).fresh == 0
    await site.room.restarts()
    site.publishes("more", "Nothing new.")
    assert (await polled(site)).fresh == 1
    assert (site.asked(path), site.asked("/robots.txt")) == (
        1,
        2,
    )  # what robots.txt says is remembered, not stored
    assert site.room.told == [("hrana", 544)]


async def test_an_edited_item_has_its_article_read_again(site: Site) -> None:
    path = site.publishes("toll", toll(544))
    await polled(site)
    site.publishes("toll", toll(2615), "A new count of the protests in Iran.")
    assert (await polled(site)).fresh == 1
    assert site.asked(path) == 2
    assert site.room.told == [("hrana", 544), ("hrana", 2615)]


async def test_a_figure_of_the_teaser_is_not_lost_where_the_article_does_not_repeat_it(site: Site) -> None:
    site.publishes("toll", FILLER, f"{toll(544)} …")
    await polled(site)
    assert site.room.told == [("hrana", 544)]
    assert texts(site.room)[-1].count("HRANA") == 1


async def test_an_article_that_is_not_there_leaves_the_teaser_and_is_tried_some_more(site: Site) -> None:
    path = site.publishes("toll", None, toll(544))
    result = await polled(site)
    assert (result.articles, result.unread) == (0, ("HTTP 404 (Not Found)",))
    assert site.room.told == [("hrana", 544)]
    for _ in range(TRIES + 1):
        await polled(site)
    assert site.asked(path) == TRIES and put_off(site.room) == [(TRIES, False, "HTTP 404 (Not Found)")]


async def test_an_article_that_comes_late_is_told(site: Site) -> None:
    path = site.publishes("toll", None)
    site.server.answer(path, 503)
    await polled(site)
    assert site.room.told == [] and put_off(site.room) == [(1, True, "HTTP 503 (Service Unavailable)")]
    site.server.serve(
        path, f"<html><body><article><p>{FILLER}</p><p>{toll(544)}</p></article></body></html>", HTML
    )
    assert (await polled(site)).articles == 1  # the feed itself is unchanged
    assert site.room.told == [("hrana", 544)] and put_off(site.room) == []
    assert (await polled(site)).fresh == 0
    site.publishes("more", "Nothing new.")
    assert (await polled(site)).fresh == 1
    assert site.asked(path) == 2


async def test_what_is_no_better_than_the_teaser_is_not_taken(site: Site) -> None:
    wall = f"<html><body><article><p>{'Cookies help us; please accept them below. ' * 20}</p></article></body></html>"
    path = site.publishes("toll", None, "Officials counted bodies again, Tehran newspapers wrote.")
    site.server.serve(path, wall, HTML)
    site.publishes("short", "x" * 3, f"{toll(544)} {FILLER * 9}")
    await polled(site)
    assert not any("Cookies" in text for text in texts(site.room))
    assert [again for _, again, _ in put_off(site.room)] == [False, False]
    assert site.room.told == [("hrana", 544)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            lambda server, path: server.redirect(path, "http://169.254.169.254/latest/"),
            "refused to go to 169.254.169.254",
        ),
        (lambda server, path: server.compress(path, b"\0" * 40_000_000), "the body becomes more than"),
        (
            lambda server, path: server.serve(path, b"%PDF-1.7", "application/pdf"),
            "no article can be read: it is a PDF",
        ),
        (
            lambda server, path: server.redirect(path, "/no-robots/x"),
            "robots.txt of 127.0.0.1 does not allow it",
        ),
    ],
    ids=["address", "bomb", "pdf", "robots"],
)
async def test_a_hostile_article_costs_itself_and_nothing_else(
    site: Site, answer: Callable[[WebServer, str], str], reason: str
) -> None:
    site.server.serve("/robots.txt", "User-agent: *\nDisallow: /no-robots/\n", "text/plain")
    site.room.now += timedelta(hours=1)
    await site.room.restarts()
    answer(site.server, site.publishes("bad", None, "A count."))
    site.publishes("good", toll(544))
    result = await polled(site)
    assert result.articles == 1 and [said.startswith(reason) for said in result.unread] == [True]
    assert site.room.told == [("hrana", 544)]
    assert site.asked("/no-robots/x") == 0


async def test_no_more_than_some_articles_are_read_at_a_poll_and_none_is_lost(site: Site) -> None:
    count = MOST + 5
    for number in range(count):
        site.publishes(f"n{number}", toll(1000 + number))
    assert (await polled(site)).articles == MOST
    site.items = []  # they leave the feed before their turn
    site.publishes("last", "Nothing new.")
    assert (await polled(site)).articles == 6
    assert put_off(site.room) == []
    assert sum("HRANA" in text for text in texts(site.room)) == count


async def test_a_first_poll_reads_the_newest_articles_as_known_and_the_others_never(
    shipped_book: Book,
    tmp_path: Path,
    web: WebServer,  # noqa: F811
) -> None:
    source = Source("post", "The Post", web.url("/feed"), "B2", "en", every=HOUR, full_text=True)
    async with watching(shipped_book, tmp_path, source) as room:
        site = Site(web, room, [])
        for number in range(735):
            site.items.append((f"n{number}", "A count."))
        for number in range(2):
            site.publishes(f"n{number}", toll(544))
        [first] = await room.round()
        assert (first.fresh, first.seeded) == (735, True)
        assert sum(request.path.startswith("/n") for request in web.requests) == MOST
        assert room.told == [] and put_off(room) == []
        site.publishes("more", toll(544))
        assert (await polled(site)).articles == 1
        assert room.told == []


# ── pages without a feed ───────────────────────────────────────────────────────────────────


async def test_a_page_that_is_rewritten_is_watched(
    shipped_book: Book,
    tmp_path: Path,
    web: WebServer,  # noqa: F811
) -> None:
    url = web.serve("/count", f"<h1>Iran protests</h1><p id=toll>{toll(544)}</p>", HTML)
    page = Source("group", "A group", url, "B2", "en", "page", every=HOUR, page=Layout(text="#toll"))
    async with watching(shipped_book, tmp_path, page) as room:
        await room.round()
        web.serve("/count", f"<h1>Iran protests</h1><p id=toll>{toll(2615)}</p>", HTML)
        await room.hours(1.2)
        assert room.told == [("hrana", 2615)]
        web.serve("/count", f"<h1>Iran protests</h1><p class=toll>{toll(3308)}</p>", HTML)
        [result] = await room.hours(1.2)
        assert result.error == "the selector `#toll` finds nothing on the page; it is XML with the root <h1>"
        web.serve("/count", f"<h1>Iran protests</h1><p id=toll>{toll(3308)}</p>", HTML)
        await room.hours(3)
        assert room.told == [("hrana", 2615), ("hrana", 3308)]


async def test_a_listing_is_watched_and_its_articles_are_read(
    shipped_book: Book,
    tmp_path: Path,
    web: WebServer,  # noqa: F811
) -> None:
    url = web.serve("/news", "<li><a href=/old>Old news</a></li>", HTML)
    page = Source(
        "group", "A group", url, "B2", "en", "page", every=HOUR, page=Layout(items="li"), full_text=True
    )
    async with watching(shipped_book, tmp_path, page) as room:
        await room.round()
        web.serve(
            "/toll", f"<html><body><article><p>{FILLER}</p><p>{toll(544)}</p></article></body></html>", HTML
        )
        web.serve("/news", "<li><a href=toll>Toll in Iran</a></li><li><a href=/old>Old news</a></li>", HTML)
        await room.hours(1.2)
        assert room.told == [("hrana", 544)]
        assert room.alerts[0].explanation.reasons and room.alerts[0].decided_at > BEGINS
