"""The demo's feeds over real HTTP: RSS, Atom and JSON Feed with ETag, on loopback only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web

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

    async def answer(request: web.Request) -> web.Response:
        feed = feeds.get(request.match_info["feed"])
        if feed is None:
            raise web.HTTPNotFound
        write, content_type = FORMATS[feed.format]
        body = write(feed, feed.at(clock()))
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type=content_type, headers={"ETag": etag})

    application = web.Application()
    application.router.add_get("/{feed}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def _paragraph(item: Item) -> str:
    return f"<p>{escape(item.text)}</p>"


def _site(feed: Feed) -> str:
    return f"https://{feed.id}.example/"


def _link(feed: Feed, item: Item) -> str:
    return f"{_site(feed)}{item.guid}"
