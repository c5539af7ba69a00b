"""Feeds that others wrote, through fetch and parse over loopback: nothing may crash, and both readers must agree.

    python bench/fidelity.py [--quick] [--show N] DIR…

Nothing of these directories is part of this project: name what you have checked out, the tests of
kurtmckee/feedparser, the test cases of rubys/feedvalidator, the testdata of mmcdole/gofeed, recorded
feeds.  Each file is served by a server on loopback, with the headers that a `Header:` comment in it asks for,
fetched by HttpFetcher, and read by the quick reader (`monitor/core/quick.py`) and by feedparser.

A feed is *quick* if the quick reader read it; then feedparser must have read the same Feed, or it is
*different*.  An *expectation* is a comparison in an `Expect:` comment of feedparser's tests about
something that we keep (an entry's title, link, id, dates, text; the feed's title): it is *held* if our entry
says what feedparser's would, once HTML is reduced to text; why the others are not is printed, by kind.

The last line is one JSON object.  `--quick` takes every third file.  The exit code is 1 if anything
crashed or was different.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from monitor.adapters.http import HttpFetcher
from monitor.core.markup import one_line, plain
from monitor.core.parse import moment_of, parse, quick_parse
from monitor.errors import NotAFeed
from monitor.model import Entry, Feed, Fetched, Source, Validators

SUFFIXES = {".xml", ".rss", ".atom", ".rdf", ".cdf", ""}
SEEN_AT = datetime(2100, 1, 1, tzinfo=UTC)
"""Later than every date in a test: a date in the future would be left out."""

AT_ONCE = 16


# ── the files ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Specimen:
    """One file, as it is served: at a host of its own, since a host is asked for one thing at a time."""

    number: int
    path: Path
    place: str
    body: bytes
    headers: Mapping[str, str]

    def url(self, port: int) -> str:
        house, door = divmod(self.number, 250)
        return f"http://127.{1 + house // 250}.{house % 250}.{1 + door}:{port}{self.place}"


def specimens(directories: Iterable[Path]) -> Iterator[Specimen]:
    """All feeds below the directories, in order of their names."""
    number = 0
    for directory in directories:
        for path in sorted(path for path in directory.rglob("*") if path.is_file()):
            body = path.read_bytes()
            is_json = path.suffix == ".json" and b"jsonfeed.org/version" in body
            if is_json or path.suffix in SUFFIXES:
                headers = _headers(body, "application/feed+json" if is_json else "application/xml")
                place = f"/{directory.name}/{path.relative_to(directory).as_posix()}"
                yield Specimen(number, path, place, body, headers)
                number += 1


def _headers(body: bytes, usual: str) -> dict[str, str]:
    said = re.findall(r"^Header:[ \t]+([^:\n]+):(.*)$", _comments(body), re.MULTILINE)
    headers = {name.strip().title(): value.strip() for name, value in said}
    return {"Content-Type": usual, **headers}


def _comments(body: bytes) -> str:
    """The text of a file as its comments are written: ASCII, in whatever encoding."""
    return body.replace(b"\x00", b"").decode("utf-8", "replace").replace("\r\n", "\n")


@asynccontextmanager
async def served(shown: Sequence[Specimen]) -> Any:
    """A server that answers every GET with one of the files; gives its port."""
    by_place = {one.place: one for one in shown}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        one = by_place[request.split(b" ", 2)[1].decode()]
        head = "".join(f"{name}: {value}\r\n" for name, value in one.headers.items())
        writer.write(
            f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(one.body)}\r\n{head}\r\n".encode()
        )
        writer.write(one.body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1000)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


# ── both readers ───────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Score:
    """What came of all files; `notes` are for the reader of the output."""

    counts: Counter[str] = field(default_factory=Counter)
    expectations: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


async def pass_through(shown: Sequence[Specimen], score: Score) -> None:
    """Fetch and read all of them."""
    at_once = asyncio.Semaphore(AT_ONCE)
    async with served(shown) as port, HttpFetcher(allow_private=True, concurrency=AT_ONCE) as fetch:

        async def one(specimen: Specimen) -> None:
            source = Source(id="x", title="x", url=specimen.url(port), grade="F6")
            async with at_once:
                answer = await fetch(source, Validators())
            score.counts["feeds"] += 1
            if not isinstance(answer, Fetched):
                score.counts["refused"] += 1
                score.notes.append(f"refused: {specimen.path}: {getattr(answer, 'reason', answer)}")
                return
            try:
                read = _read(answer, source, specimen, score)
            except Exception as error:
                score.counts["crashed"] += 1
                score.notes.append(f"CRASHED: {specimen.path}: {type(error).__name__}: {error}")
                return
            if read is not None:
                _expect(specimen, source, read, score)

        await asyncio.gather(*map(one, shown))


def _read(answer: Fetched, source: Source, specimen: Specimen, score: Score) -> Feed | None:
    said = (answer.body, answer.content_type, source, SEEN_AT)
    begun = time.process_time()
    quickly = quick_parse(*said)
    between = time.process_time()
    try:
        whole = parse(*said)
    except NotAFeed:
        whole = None
    score.counts["quick" if quickly else "declined"] += 1
    if quickly is None:
        score.counts["not_a_feed"] += whole is None
    elif quickly == whole:
        score.counts["equal"] += 1
        score.counts["quick_us"] += round((between - begun) * 1e6)
        score.counts["feedparser_us"] += round((time.process_time() - between) * 1e6)
    else:
        score.counts["different"] += 1
        score.notes.append(f"DIFFERENT: {specimen.path}")
    return quickly or whole


# ── what feedparser's own tests expect ─────────────────────────────────────────────────────

KEPT = {"title", "title_detail", "link", "id", "guid", "language"}
TEXTS = {"description", "summary", "summary_detail", "content"}
DATES = {"published", "updated", "created", "published_parsed", "updated_parsed", "created_parsed"}


def _expect(specimen: Specimen, source: Source, feed: Feed, score: Score) -> None:
    """Hold the entries against the comparisons of the file that are about what we keep."""
    found = re.search(r"^\s*Expect:\s*(.*?)\s*-->", _comments(specimen.body), re.MULTILINE | re.DOTALL)
    try:
        tree = ast.parse(found[1], mode="eval").body if found else None
    except SyntaxError:
        tree = None
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for left, expected in _comparisons(parts):
        score.expectations["about what we keep"] += 1
        if isinstance(expected, str):
            expected = expected.replace("http://127.0.0.1:8097", source.url.rpartition(specimen.place)[0])
        why = _why_not(
            left, expected, feed if feed.entries else _with_titles(specimen, source), specimen, source.url
        )
        score.expectations[why or "held"] += 1
        if why:
            score.notes.append(f"{why}: {specimen.path}: expects {'.'.join(map(str, left))} == {expected!r}")


def _with_titles(specimen: Specimen, source: Source) -> Feed:
    """The feed, its items with a title as their last word: we leave out an item that says nothing."""
    body = re.sub(rb"(?=</(?:item|entry)>)", b"<title>-</title>", specimen.body)
    return parse(body, specimen.headers["Content-Type"], source, SEEN_AT)


def _comparisons(parts: Iterable[ast.expr | None]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for part in parts:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq):
            try:
                path, expected = tuple(_path(part.left)), ast.literal_eval(part.comparators[0])
            except ValueError:
                continue
            if _is_kept(path):
                yield path, expected


def _path(node: ast.expr) -> Iterator[str | int]:
    """entries[0]['title_detail'].value → entries, 0, title_detail, value."""
    match node:
        case ast.Name():
            yield node.id
        case ast.Attribute():
            yield from _path(node.value)
            yield node.attr
        case ast.Subscript():
            yield from _path(node.value)
            yield ast.literal_eval(node.slice)
        case _:
            raise ValueError("not an access")


def _is_kept(path: tuple[str | int, ...]) -> bool:
    if path[0] == "feed":
        return path[1:] in (("title",), ("title_detail", "value"))
    if path[0] != "entries" or len(path) < 3:
        return False
    key, rest = path[2], path[3:]
    if key in ("title_detail", "summary_detail"):
        return rest == ("value",)
    return (key == "content" and rest[1:] == ("value",)) or (key in KEPT | TEXTS | DATES and not rest)


def _why_not(
    path: tuple[str | int, ...], expected: Any, feed: Feed, specimen: Specimen, url: str
) -> str | None:
    """None if our feed says so too; else the kind of difference."""
    if path[0] == "feed":
        return None if feed.title == one_line(str(expected)) else _known(specimen)
    place, key = int(path[1]), str(path[2])
    if not -len(feed.entries) <= place < len(feed.entries):
        return "an item that says nothing, or is there twice, is left out"
    entry = feed.entries[place]
    if entry.title == "-" and key in ("title", "title_detail"):
        return None if not one_line(expected) else "unexplained"
    return None if _says(entry, key, expected) else _difference(entry, key, expected, specimen, url)


def _says(entry: Entry, key: str, expected: Any) -> bool:
    if key in ("title", "title_detail"):
        return entry.title == one_line(expected)
    if key in TEXTS:
        return entry.text == plain(expected)
    if key == "link":
        return entry.url == expected
    if key in ("id", "guid"):
        return entry.guid == expected
    if key == "language":
        return entry.language == expected[:2].lower()
    moment = moment_of(expected) if isinstance(expected, str) else datetime(*expected[:6], tzinfo=UTC)
    return entry.published_at == moment


def _difference(entry: Entry, key: str, expected: Any, specimen: Specimen, url: str) -> str:
    if key in TEXTS and len(entry.text) > len(plain(expected)):
        return "another text of the item is longer: that one is kept"
    if key in DATES and entry.published_at is not None:
        return "another date of the item comes first, or is read otherwise"
    if key in DATES:
        return "a date that says no zone that we trust, or cannot be true"
    if key == "link" and not expected.startswith(("http://", "https://")):
        return "a link that a browser should not follow is not kept"
    if key in ("id", "guid") and entry.guid == urljoin(url, expected):
        return "an id that is an address is absolute, as links are"
    if key == "link" and not entry.url:
        return "a link that is none"
    return _known(specimen)


def _known(specimen: Specimen) -> str:
    if re.search(rb"(?:<|&lt;)(?:object|iframe)", specimen.body):
        return "what stands in an object or a frame is not seen"
    if re.search(rb"(?:<|&lt;)!", specimen.body.partition(b"-->")[2]):
        return "a declaration or a comment inside HTML is not seen"
    if "Content-Location" in specimen.headers:
        return "a Content-Location is not believed: relative links are the feed's"
    return "unexplained"


# ── in all ─────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    """Pass the feeds through, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="every third file")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="of each kind of note so many")
    arguments = parser.parse_args()
    shown = list(specimens(arguments.directories))[:: 3 if arguments.quick else 1]
    score, begun = Score(), time.monotonic()
    asyncio.run(pass_through(shown, score))
    kinds: Counter[str] = Counter()
    for note in score.notes:
        kind = note.partition(":")[0]
        kinds[kind] += 1
        if kinds[kind] <= arguments.show:
            print(note)
    for why, times in score.expectations.most_common():
        print(f"{times:6} {why}")
    counts = {
        name: score.counts[name] for name in ("feeds", "quick", "equal", "declined", "different", "crashed")
    }
    counts |= {name: score.counts[name] for name in ("not_a_feed", "refused")}
    kept, held = score.expectations["about what we keep"], score.expectations["held"]
    ratio = score.counts["feedparser_us"] / max(1, score.counts["quick_us"])
    print(
        json.dumps(
            {
                **counts,
                "expectations": kept,
                "held": held,
                "unexplained": score.expectations["unexplained"],
                "cpu_ratio": round(ratio, 1),
                "seconds": round(time.monotonic() - begun, 1),
            }
        )
    )
    sys.exit(1 if counts["crashed"] or counts["different"] else 0)


if __name__ == "__main__":
    main()
