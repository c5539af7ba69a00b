"""OPML, in which feed readers hand on their lists: read (1.0, 1.1, 2.0, and what readers make of them) and written.

http://opml.org/spec2.opml.  What real exports do against it and is read all the same: no `type` (Miniflux),
`type="rss"` on folders (Flym), no `text` (The Old Reader), one feed in several folders (Feedly, FreshRSS), `&` not
escaped in addresses (many), HTML's entities.  expat reads it, which resolves nothing outside of the file; a document
type of one's own, in which entity bombs stand, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

from monitor.core.discover import address_key, web_address
from monitor.core.hiding import without_keys
from monitor.core.markup import one_line

MAX_BYTES = 10_000_000
MAX_FEEDS = 20_000
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list.  `folders` are the names of what it stands in, the outermost first."""

    url: str
    title: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An outline that is no feed to us: its line, its name, and why."""

    line: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """What an OPML file says: its feeds in its order, each address once, and what was left out of it.

    `again` counts outlines of a feed that came before.
    """

    feeds: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...] = ()
    again: int = 0


class NotOpml(ValueError):
    """The bytes are no OPML that can be read; the message says where and why."""


def read_opml(body: bytes) -> FeedList:
    """Read a list of feeds.  Raises NotOpml."""
    if len(body) > MAX_BYTES:
        raise NotOpml(f"it is larger than {MAX_BYTES:,} bytes")
    body = body.lstrip(b" \t\r\n")  # nothing may stand before `<?xml`, and often does
    try:
        outlines = _outlines(body)
    except ExpatError:
        mended = _mended(body)
        try:
            outlines = _outlines(mended)
        except ExpatError as error:
            what = str(error).partition(":")[0]
            raise NotOpml(f"line {error.lineno}: {what}") from None
    feeds: dict[str, Outline] = {}
    left_out: list[LeftOut] = []
    again = 0
    for outline in outlines:
        if isinstance(outline, LeftOut):
            left_out.append(outline)
        elif address_key(outline.url) in feeds:
            again += 1
        else:
            feeds[address_key(outline.url)] = outline
    return FeedList(tuple(feeds.values()), tuple(left_out), again)


def write_opml(title: str, made_at: str, feeds: Iterable[Outline]) -> str:
    """OPML 2.0; `made_at` is a date of RFC 822.  Folders are not written, categories are."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_escaped(title)}</title>",
        f"    <dateCreated>{_escaped(made_at)}</dateCreated>",
        "  </head>",
        "  <body>",
    ]
    for feed in feeds:
        parts = {
            "type": "rss",
            "text": feed.title,
            "title": feed.title,
            "xmlUrl": feed.url,
            "language": feed.language,
            "category": ",".join(feed.categories),
        }
        written = " ".join(f"{name}={quoteattr(_clean(value))}" for name, value in parts.items() if value)
        lines.append(f"    <outline {written}/>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


# ── reading ─────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Open:
    """An outline whose end has not come yet."""

    attributes: dict[str, str]
    line: int


@dataclass(slots=True)
class _Walk:
    """One walk through a file: what is open, and what was found."""

    found: list[Outline | LeftOut] = field(default_factory=list)
    open: list[_Open | None] = field(default_factory=list)


def _outlines(body: bytes) -> Sequence[Outline | LeftOut]:
    """Every outline that is a feed, or should have been.  Raises ExpatError and NotOpml."""
    walk = _Walk()
    parser = ParserCreate()
    parser.buffer_text = True

    def begins(name: str, attributes: dict[str, str]) -> None:
        if not walk.open and name.lower() != "opml":
            raise NotOpml(f"line {parser.CurrentLineNumber}: it begins with <{name[:40]}>, not with <opml>")
        if len(walk.open) > MAX_DEPTH or len(walk.found) > MAX_FEEDS:
            raise NotOpml(
                f"line {parser.CurrentLineNumber}: more than {MAX_DEPTH} levels or {MAX_FEEDS:,} feeds"
            )
        outline = None
        if name.lower() == "outline":
            outline = _Open({key.lower(): one for key, one in attributes.items()}, parser.CurrentLineNumber)
            walk.found += _found_in(outline, [above for above in walk.open if above is not None])
        walk.open.append(outline)

    def ends(name: str) -> None:
        walk.open.pop()

    def doctype(name: str, system: str | None, public: str | None, own: bool) -> None:
        if own:
            raise NotOpml(
                f"line {parser.CurrentLineNumber}: a document type of its own, which no list of feeds needs"
            )

    parser.StartElementHandler = begins
    parser.EndElementHandler = ends
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(body, True)
    return walk.found


def _found_in(outline: _Open, above: Sequence[_Open]) -> Iterator[Outline | LeftOut]:
    """The feed that an outline is, or why it is none; nothing for a folder or a note."""
    said = outline.attributes
    if "xmlurl" in said:
        why = _why_not(said)
        yield LeftOut(outline.line, _name(outline), why) if why else _feed(outline, above)
    elif said.get("frss:opmlurl") or said.get("url") or said.get("type", "").lower() in ("link", "include"):
        why = "a link and no feed: import what it leads to if that is OPML, or `tollwatch sources add` it"
        yield LeftOut(outline.line, _name(outline), why)


def _why_not(said: Mapping[str, str]) -> str:
    """Why an address is not that of a feed; '' if it is."""
    address, kind = said["xmlurl"].strip(), said.get("type", "").lower()
    if not address:
        return "its xmlUrl is empty"
    if "xpath" in kind or kind.startswith("json+"):
        return f"a page that is read by rules of its own ({kind[:20]}), no feed"
    if "${" in address:
        return "its xmlUrl holds ${, which is a variable here"
    if not web_address(address):
        return f"its xmlUrl is no web address: {one_line(without_keys(address[:60]))}"
    return ""


def _feed(outline: _Open, above: Sequence[_Open]) -> Outline:
    said = outline.attributes
    categories = (one_line(name[:200]).strip("/ ") for name in said.get("category", "").split(","))
    return Outline(
        url=web_address(said["xmlurl"]),
        title=_name(outline),
        language=said.get("language", "").strip()[:20],
        categories=tuple(filter(None, categories)),
        folders=tuple(filter(None, map(_name, above))),
        line=outline.line,
    )


def _name(outline: _Open) -> str:
    said = outline.attributes.get("title", "").strip() or outline.attributes.get("text", "").strip()
    return one_line(said[:1000])[:200]


def _mended(body: bytes) -> bytes:
    """The bytes with the two mistakes mended that lists are full of: bare ampersands, and entities of HTML."""

    def escaped(found: re.Match[bytes]) -> bytes:
        name = found[1]
        if name is None:
            return b"&amp;"
        if name in (b"amp", b"lt", b"gt", b"quot", b"apos") or name.startswith(b"#"):
            return found[0]
        signs = html5.get(f"{name.decode()};")
        if signs is None:
            return b"&amp;" + name + b";"
        return b"".join(f"&#{ord(sign)};".encode() for sign in signs)

    return re.sub(rb"&(?:(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?", escaped, body)


# ── writing ─────────────────────────────────────────────────────────────────────────────────

# What XML 1.0 cannot hold in any form.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _escaped(text: str) -> str:
    return _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
