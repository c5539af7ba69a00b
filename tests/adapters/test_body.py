"""Bodies: what gzip may be, and the bombs that it may not be."""

from __future__ import annotations

import gzip
import resource
import tracemalloc
import zlib
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from monitor.adapters.body import MAX_MEMBERS, Gunzip
from monitor.adapters.http import HttpFetcher
from monitor.errors import FeedError, Refused, TooLarge, Unreachable
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Validators
from tests.adapters.servers import WebServer, web

__all__ = ["web"]

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
# Without the time of day that gzip writes otherwise: the same bytes in every run and every worker.
PACKED = gzip.compress(FEED, mtime=0)


async def fetch(url: str, **options: Any) -> FetchResult:
    async with HttpFetcher(timeout=timedelta(seconds=5), allow_private=True, **options) as fetcher:
        return await fetcher(Source(id="s", title="A source", url=url, grade="B2"), Validators())


def unpacked(packed: bytes, pieces: int = 1, max_bytes: int = 10_000_000) -> bytes:
    """What becomes of a body that comes in pieces of so many bytes."""
    into = Gunzip(max_bytes)
    for start in range(0, len(packed), pieces):
        if not into.full:
            into.take(packed[start : start + pieces])
    return into.end()


# ── what servers send ──


@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip"])
async def test_gzip_is_undone(web: WebServer, encoding: str) -> None:
    result = await fetch(web.compress("/feed", FEED, encoding))
    assert isinstance(result, Fetched)
    assert result.body == FEED


@pytest.mark.parametrize("encoding", ["UTF-8", "none", "identity", ""])
async def test_what_is_not_compressed_is_taken_whatever_it_calls_itself(
    web: WebServer, encoding: str
) -> None:
    assert isinstance(await fetch(web.serve("/feed", FEED, headers={"Content-Encoding": encoding})), Fetched)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "compress", "gzip, gzip", "gzip, br"])
async def test_a_compression_that_we_did_not_ask_for_is_refused(web: WebServer, encoding: str) -> None:
    """Brotli makes 1 GiB of 1.6 kB; nobody who was told what we take needs it."""
    url = web.serve("/feed", b"\x8b\x03\x80" + FEED, headers={"Content-Encoding": encoding})
    answer = await fetch(url)
    assert isinstance(answer, FetchFailed)
    assert "did not ask for" in answer.reason


@pytest.mark.parametrize("pieces", [1, 2, 7, 100_000])
@pytest.mark.parametrize(
    ("packed", "body"),
    [
        (PACKED, FEED),
        (PACKED + gzip.compress(b"more"), FEED + b"more"),
        (PACKED + gzip.compress(b"") * 3 + PACKED, FEED + FEED),
        (PACKED + b"\0" * 512, FEED),
        (PACKED + b"<!-- added by a proxy -->", FEED),
        (PACKED + b"\x1f", FEED),
        (PACKED + b"\x1fx" + PACKED, FEED),
        (gzip.compress(b"x" * 900_000), b"x" * 900_000),
        (b"", b""),
    ],
    ids="whole parts empty-parts zeros rubbish half-a-mark mark-and-rubbish dense nothing".split(),
)
def test_a_body_in_parts_or_with_rubbish_behind_it_is_taken(packed: bytes, body: bytes, pieces: int) -> None:
    assert unpacked(packed, pieces) == body


@pytest.mark.parametrize("pieces", [1, 100_000])
@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (FEED, "not compressed as it says"),
        (PACKED[:-9], "ended too early"),
        (PACKED[:5], "ended too early"),
        (PACKED + PACKED[:20], "ended too early"),
        (PACKED[:-8] + b"\0" * 8, "not compressed as it says"),
        (PACKED[:20] + b"\xff" * 20 + PACKED[40:], "not compressed as it says"),
    ],
    ids="plain no-end head-only next-without-end wrong-sum damaged".split(),
)
def test_a_body_that_is_broken_is_a_failure(packed: bytes, says: str, pieces: int) -> None:
    with pytest.raises(Unreachable, match=says):
        unpacked(packed, pieces)


async def test_a_truncated_body_is_a_failure(web: WebServer) -> None:
    url = web.serve("/feed", PACKED[:-9], headers={"Content-Encoding": "gzip"})
    assert await fetch(url) == FetchFailed("the body ended too early")


# ── what they must not send ──


def bomb(size: int) -> bytes:
    """So many zeros in a thousandth of their size."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1_000_000)
    return b"".join([packer.compress(block) for _ in range(size // 1_000_000)]) + packer.flush()


BOMBS = {
    "one": ("gzip", bomb(200_000_000)),
    "in parts": ("gzip", bomb(1_000_000) * 200),
    "within another": ("gzip", gzip.compress(bomb(200_000_000))),
    "as br": ("br", bomb(200_000_000)),
    "as deflate": ("deflate", zlib.compress(bytes(100_000_000), 9)),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_takes_no_memory(web: WebServer, name: str) -> None:
    """200 MB in 200 kB; what is allowed is 64 MB, with a feed's usual cap of 10."""
    encoding, packed = BOMBS[name]
    url = web.serve("/feed", packed, headers={"Content-Encoding": encoding})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    answer = await fetch(url)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert most < 32_000_000
    assert grown < 64_000
    if name == "within another":  # to us it is a small body of some bytes, and the parser finds no feed in it
        assert isinstance(answer, Fetched)
        assert len(answer.body) < 1_000_000
    else:
        assert isinstance(answer, FetchFailed)


def test_a_body_far_larger_than_what_was_sent_is_no_feed() -> None:
    """Long before the cap: what costs nothing to send must not cost much to take."""
    with pytest.raises(TooLarge, match="more than 200 times"):
        unpacked(bomb(9_000_000))


def test_a_body_over_the_cap_is_stopped_at_the_cap() -> None:
    body = Random(1).randbytes(2_000_000)
    with pytest.raises(TooLarge, match="larger than 1,000,000 bytes"):
        unpacked(gzip.compress(body), 100_000, max_bytes=1_000_000)
    with pytest.raises(TooLarge, match="larger than 1,000 bytes"):
        unpacked(gzip.compress(b"short words " * 100), max_bytes=1_000)


def test_a_body_that_is_long_and_becomes_nothing_is_stopped_at_the_cap_too() -> None:
    """Empty blocks of deflate: five bytes sent for none."""
    packer = zlib.compressobj(9, wbits=31)
    empty = b"".join(packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(3))
    nothing = empty + b"\x00\x00\x00\xff\xff" * 500
    with pytest.raises(TooLarge, match="larger than 1,000 bytes"):
        unpacked(nothing, 100, max_bytes=1_000)


async def test_a_body_that_does_not_say_how_long_it_is_is_stopped_at_the_cap(web: WebServer) -> None:
    answer = await fetch(web.say("/feed", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000), max_bytes=1_000)
    assert answer == FetchFailed("the body is larger than 1,000 bytes")


async def test_what_follows_a_whole_body_is_not_waited_for(web: WebServer) -> None:
    def answer(handler: Any) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 900\r\n\r\n"
        handler.wfile.write(head + PACKED + b"rubbish")
        handler.rfile.read(1)  # until the other side hangs up

    result = await fetch(web.when("/feed", answer))
    assert isinstance(result, Fetched)
    assert result.body == FEED


async def test_a_body_that_says_that_it_is_too_long_is_not_waited_for(web: WebServer) -> None:
    def answer(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n")
        handler.rfile.read(1)  # until the other side hangs up

    result = await fetch(web.when("/feed", answer), max_bytes=1_000_000)
    assert result == FetchFailed("the body is larger than 1,000,000 bytes")


def test_a_body_of_many_parts_is_refused() -> None:
    """10 MB of empty parts would be half a million, and seconds."""
    assert unpacked(PACKED * MAX_MEMBERS) == FEED * MAX_MEMBERS
    with pytest.raises(Refused, match="more than 1,000 parts"):
        unpacked(PACKED * (MAX_MEMBERS + 1))


def test_every_fault_of_a_body_is_a_feed_error() -> None:
    for spoiled in range(len(PACKED)):
        try:
            unpacked(PACKED[:spoiled] + b"\xa5" + PACKED[spoiled + 1 :])
        except FeedError:
            continue
