"""A newsstand: some thousand feeds of news that nobody wrote, each on a loopback address of its own.

    python bench/newsstand.py --feeds 2000            one JSON object a line in, one out

Feed 7 is http://127.1.0.8:PORT/7.xml: one host a feed, as in life, since a polite poller asks a host for
one thing at a time.  A feed has twenty items of some 3 kB of prose, 75 kB in all: RSS as WordPress writes it,
one in seven Atom, the article as HTML in CDATA or escaped.  Two in a hundred articles report a conflict;
the rest are the ordinary news of `bench/prose.py`.  All is made from the feed's number, so that
a feed is the same in every run.

Its commands, each an object with `do`:

    mode     `validators`: send ETag and Last-Modified and answer 304 to who has them (true at first);
             `edition`: how many new items every twentieth feed has got (0 at first);
             `drift`: one in so many feeds has a new item whenever somebody asks (0: none)
    publish  put an item with `title` and `text` into feed `feed`
    cpu      the CPU seconds of this process, and what it has answered so far
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import html
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.prose import AROUND_CONFLICT, CONFLICT, ELSEWHERE, ORDINARY, sentence, typeset

ROOT = Path(__file__).parent.parent
ITEMS = 20
ARTICLE = 2_350
"""Characters of prose an item: with its markup a feed is of 75 kB, the median of news feeds with full texts."""

CONFLICT_SHARE = 0.02
CHANGED_EVERY = 20
"""Of an edition's feeds one in so many has a new item."""

NEWEST = datetime(2026, 1, 15, 12, tzinfo=UTC)
_VARIANTS = 30  # of each sentence


def address(feed: int) -> str:
    """A feed's own address: 127.1.0.1 and on."""
    return f"127.{1 + feed // 65_025}.{feed % 65_025 // 255}.{1 + feed % 255}"


def url(feed: int, port: int) -> str:
    """Where a feed is."""
    return f"http://{address(feed)}:{port}/{feed}.xml"


# ── feeds ───────────────────────────────────────────────────────────────────────────────────


@cache
def _sentences(kind: str) -> Sequence[str]:
    """The sentences of a kind of news, their blanks filled in in many ways."""
    patterns = {"conflict": AROUND_CONFLICT + CONFLICT, "elsewhere": ELSEWHERE}.get(kind)
    patterns = patterns or ORDINARY[int(kind)]
    chance = random.Random(kind)
    return [typeset(sentence(chance, pattern)) for pattern in patterns for _ in range(_VARIANTS)]


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a feed: number 0 is the oldest."""

    feed: int
    number: int
    title: str
    paragraphs: tuple[str, ...]

    newest: datetime = NEWEST

    @property
    def at(self) -> datetime:
        return self.newest + timedelta(minutes=37 * (self.number - ITEMS), seconds=self.feed % 60)

    @property
    def link(self) -> str:
        return f"https://news{self.feed}.example/2026/01/{self.number}-{self.feed * 31 + self.number}/"


def article(feed: int, number: int) -> Item:
    """The item of that number, the same each time."""
    chance = random.Random(feed * 1_000_003 + number)
    conflict = chance.random() < CONFLICT_SHARE
    usual = _sentences("conflict" if conflict else str(chance.randrange(len(ORDINARY))))
    rare = _sentences("elsewhere")
    told: list[str] = []
    size = 0
    while size < ARTICLE:
        told.append(chance.choice(rare if chance.random() < 0.07 else usual))
        size += len(told[-1])
    paragraphs = (" ".join(told[start : start + 3]) for start in range(1, len(told), 3))
    return Item(feed, number, told[0].rstrip("."), tuple(paragraphs))


def _page(item: Item) -> str:
    """An article as the HTML of a content management system."""
    link = html.escape(item.link)
    first, *rest = item.paragraphs
    picture = (
        f'<figure class="wp-block-image size-large"><img loading="lazy" width="1024" height="683" src="{link}lead.jpg"'
        f' alt="" srcset="{link}lead.jpg 1024w, {link}lead-300x200.jpg 300w" sizes="(max-width: 1024px) 100vw" />'
        f"<figcaption>{html.escape(item.title, quote=False)}</figcaption></figure>"
    )
    body = "\n".join(
        f"<h2>{one.split('.')[0]}</h2>\n<p>{one}</p>"
        if n == 3
        else f'<p>{one} <a href="{link}?a={n}">More</a></p>'
        if n == 5
        else f"<p>{one}</p>"
        for n, one in enumerate(html.escape(text, quote=False) for text in rest)
    )
    return f"{picture}\n<p><strong>{html.escape(first, quote=False)}</strong></p>\n{body}"


def rss(feed: int, items: Sequence[Item]) -> str:
    """A feed as WordPress writes it; every third escapes its HTML instead of putting it into CDATA."""
    shown = "".join(_rss_item(item, escaped=feed % 3 == 0) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n'
        '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n\txmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '\txmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<channel>\n\t<title>News {feed}</title>\n\t<link>https://news{feed}.example</link>\n"
        f'\t<atom:link href="https://news{feed}.example/feed/" rel="self" type="application/rss+xml" />\n'
        f"\t<description>All that happens in district {feed}</description>\n"
        f"\t<lastBuildDate>{format_datetime(items[0].at)}</lastBuildDate>\n\t<language>en-US</language>\n"
        f"\t<generator>https://wordpress.org/?v=6.7.1</generator>\n{shown}</channel>\n</rss>\n"
    )


def _rss_item(item: Item, escaped: bool) -> str:
    def kept(markup: str) -> str:
        return html.escape(markup, quote=False) if escaped else f"<![CDATA[{markup}]]>"

    return (
        f"\t<item>\n\t\t<title>{html.escape(item.title, quote=False)}</title>\n\t\t<link>{item.link}</link>\n"
        f"\t\t<dc:creator>{kept(f'Desk {item.number % 7}')}</dc:creator>\n"
        f"\t\t<pubDate>{format_datetime(item.at)}</pubDate>\n\t\t<category>{kept('World')}</category>\n"
        f'\t\t<guid isPermaLink="false">https://news{item.feed}.example/?p={item.number}</guid>\n'
        f"\t\t<description>{kept(f'<p>{html.escape(item.paragraphs[0], quote=False)} [&#8230;]</p>')}</description>\n"
        f"\t\t<content:encoded>{kept(_page(item))}</content:encoded>\n\t</item>\n"
    )


def atom(feed: int, items: Sequence[Item]) -> str:
    """The same as an Atom feed."""
    shown = "".join(
        f"<entry>\n<title>{html.escape(item.title, quote=False)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{item.link}"/>\n'
        f"<id>tag:news{item.feed}.example,2026:{item.number}</id>\n"
        f"<published>{item.at.isoformat()}</published>\n<updated>{item.at.isoformat()}</updated>\n"
        f'<summary type="text">{html.escape(item.paragraphs[0], quote=False)}</summary>\n'
        f'<content type="html">{html.escape(_page(item), quote=False)}</content>\n</entry>\n'
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>News {feed}</title>\n<id>tag:news{feed}.example,2026:feed</id>\n"
        f"<updated>{items[0].at.isoformat()}</updated>\n"
        f'<link rel="self" href="https://news{feed}.example/feed.atom"/>\n{shown}</feed>\n'
    )


# ── the server ──────────────────────────────────────────────────────────────────────────────


MODIFIED = "Thu, 15 Jan 2026 12:00:00 GMT"
"""What every feed gives as its Last-Modified."""


def etag(feed: int, version: int) -> str:
    """The ETag of a feed to which so many items were added."""
    return f'"{hashlib.blake2s(f"{feed}/{version}".encode(), digest_size=8).hexdigest()}"'


@dataclass(slots=True)
class Stand:
    """What all feeds say at the moment."""

    keep: bool
    zipped: bool
    validators: bool = True
    edition: int = 0
    drift: int = 0
    newest: datetime = NEWEST
    added: Counter[int] = field(default_factory=Counter)
    published: dict[int, list[Item]] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    _kept: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def version(self, feed: int) -> int:
        """How many items were added to a feed since the beginning."""
        return self.added[feed] + (self.edition if feed % CHANGED_EVERY == 7 else 0)

    def body(self, feed: int) -> bytes:
        """The feed as it is now, compressed if that is asked for."""
        version = self.version(feed)
        if feed in self._kept and self._kept[feed][0] == version:
            return self._kept[feed][1]
        body = self.written(feed)
        body = gzip.compress(body, 6, mtime=0) if self.zipped else body
        if self.keep:
            self._kept[feed] = (version, body)
        return body

    def written(self, feed: int) -> bytes:
        """The feed as it is now, as a document."""
        version = self.version(feed)
        special = {item.number: item for item in self.published.get(feed, ())}
        numbers = range(ITEMS + version - 1, version - 1, -1)
        items = [special.get(number) or article(feed, number) for number in numbers]
        items = [replace(item, newest=self.newest) for item in items]
        return (atom if feed % 7 == 4 else rss)(feed, items).encode()

    def publish(self, feed: int, title: str, text: str) -> None:
        """Put an article of somebody else's words on top of a feed."""
        number = ITEMS + self.version(feed)
        self.added[feed] += 1
        item = Item(feed, number, title, tuple(text.split("\n")))
        self.published.setdefault(feed, []).append(item)

    def answer(self, request: bytes) -> bytes:
        """The answer to a GET of one feed."""
        feed = int(request[5 : request.index(b".", 5)])
        if self.drift and feed % self.drift == 0:
            self.added[feed] += 1
        known = etag(feed, self.version(feed)).encode()
        validators = b""
        if self.validators:
            validators = b"ETag: %b\r\nLast-Modified: %b\r\n" % (known, MODIFIED.encode())
            if known in request:
                self.answered["304"] += 1
                return b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % validators
        self.answered["200"] += 1
        body = self.body(feed)
        kind = b"application/atom+xml" if feed % 7 == 4 else b"application/rss+xml"
        encoding = b"Content-Encoding: gzip\r\n" if self.zipped else b""
        return (
            b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: %b; charset=utf-8\r\n%b%bContent-Length: %d\r\n\r\n%b"
            % (kind, encoding, validators, len(body), body)
        )


class Conversation(asyncio.Protocol):
    """One connection; it stays open, as that of most servers does."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("sockname")[0].startswith("127."):
            transport.abort()  # bound to all addresses, for there is no other way to have all of 127/8

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            request, self._heard = self._heard[:end], self._heard[end + 4 :]
            assert self._transport is not None
            self._transport.write(self._stand.answer(request))


async def serve(stand: Stand, feeds: int) -> None:
    """Make the feeds, open the stand, say where it is, and obey until the input ends."""
    if stand.keep:
        for feed in range(feeds):
            stand.body(feed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(stand), "0.0.0.0", 0, backlog=4096)
    size = sum(len(stand.written(feed)) for feed in range(min(feeds, 50))) // min(feeds, 50)
    _say({"port": server.sockets[0].getsockname()[1], "bytes": size})
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        _say(_obey(stand, json.loads(line), feeds))


def _obey(stand: Stand, command: dict[str, Any], feeds: int) -> dict[str, Any]:
    match command.pop("do"):
        case "mode":
            for name, value in command.items():
                setattr(stand, name, value)
            if stand.keep:
                for feed in range(feeds):
                    stand.body(feed)
        case "publish":
            stand.publish(**command)
    return {"cpu": time.process_time(), **stand.answered}


def _say(words: dict[str, Any]) -> None:
    print(json.dumps(words), flush=True)


# ── from the other side ─────────────────────────────────────────────────────────────────────


class Helper:
    """A Python process that takes a JSON object a line and answers with one."""

    def __init__(self, python: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [python, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def hear(self) -> dict[str, Any]:
        """Its next answer.  Raises RuntimeError if it ended instead."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def tell(self, **command: Any) -> None:
        """Give it a command, without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def ask(self, **command: Any) -> dict[str, Any]:
        """Give it a command and wait for the answer."""
        self.tell(**command)
        return self.hear()

    def close(self) -> None:
        """Let it end, which it does when nobody speaks any more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def newsstand(feeds: int, *arguments: str) -> Iterator[tuple[Helper, dict[str, Any]]]:
    """A stand in a process of its own, and what it says of itself: its port, and the bytes of a feed."""
    stand = Helper(sys.executable, "-m", "bench.newsstand", "--feeds", str(feeds), *arguments)
    try:
        yield stand, stand.hear()
    finally:
        stand.close()


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument(
        "--on-demand", action="store_true", help="make a feed when it is asked for, and keep none"
    )
    parser.add_argument("--today", action="store_true", help="with the dates of today, not of January")
    parser.add_argument("--plain", action="store_true", help="send bodies uncompressed")
    arguments = parser.parse_args()
    stand = Stand(keep=not arguments.on_demand, zipped=not arguments.plain)
    stand.newest = datetime.now(UTC) if arguments.today else NEWEST
    asyncio.run(serve(stand, arguments.feeds))


if __name__ == "__main__":
    main()
