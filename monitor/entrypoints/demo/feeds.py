"""The demo's feeds over real HTTP: RSS, Atom and JSON Feed with ETag, on loopback only."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from datetime import datetime
from email.utils import format_datetime
from html import escape

from monitor.entrypoints.demo.timeline import Feed, Item

Clock = Callable[[], datetime]


def rss(feed: Feed, items: tuple[Item, ...]) -> bytes:
    """RSS 2.0."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{escape(item.guid)}</guid><link>{_link(feed, item)}</link>"
        f"<title>{escape(item.title)}</title><pubDate>{format_datetime(item.at)}</pubDate>"
        f"<description>{escape(_paragraph(item))}</description></item>"
        for item in items
    )
    head = f"<title>{escape(feed.block['title'])}</title><link>{_site(feed)}</link><description>demo</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{entries}</channel></rss>'.encode()


def atom(feed: Feed, items: tuple[Item, ...]) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f"<entry><id>{_link(feed, item)}</id><link href='{_link(feed, item)}'/><title>{escape(item.title)}</title>"
        f"<published>{item.at.isoformat()}</published><updated>{item.at.isoformat()}</updated>"
        f"<content type='html'>{escape(_paragraph(item))}</content></entry>"
        for item in items
    )
    updated = items[0].at.isoformat() if items else ""
    head = f"<id>{_site(feed)}</id><title>{escape(feed.block['title'])}</title><updated>{updated}</updated>"
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode()
    )


def json_feed(feed: Feed, items: tuple[Item, ...]) -> bytes:
    """JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.block["title"],
        "home_page_url": _site(feed),
        "items": [
            {
                "id": item.guid,
                "url": _link(feed, item),
                "title": item.title,
                "content_html": _paragraph(item),
                "date_published": item.at.isoformat(),
            }
            for item in items
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode()


FORMATS = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}


@asynccontextmanager
async def served(feeds: Mapping[str, Feed], clock: Clock) -> AsyncIterator[str]:
    """Serve every feed as it stands at the clock's moment; yields the base URL, a feed is at base/ID."""

    def answer(path: str, known: str | None) -> bytes:
        feed = feeds.get(path.removeprefix("/"))
        if feed is None:
            return _http("404 Not Found")
        write, content_type = FORMATS[feed.format]
        body = write(feed, feed.at(clock()))
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if known == etag:
            return _http("304 Not Modified", ETag=etag)
        return _http("200 OK", body, ETag=etag, Content_Type=content_type)

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
            }
            _, path, _ = first.split(" ")
            writer.write(answer(path, headers.get("if-none-match")))
            await writer.drain()

    server = await asyncio.start_server(attend, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """One answer, after which the connection is closed."""
    fields = {"Content_Length": str(len(body)), "Connection": "close", **headers}
    if status.startswith("304"):
        del fields["Content_Length"]
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def _paragraph(item: Item) -> str:
    return f"<p>{escape(item.text)}</p>"


def _site(feed: Feed) -> str:
    return f"https://{feed.id}.example/"


def _link(feed: Feed, item: Item) -> str:
    return f"{_site(feed)}{item.guid}"
