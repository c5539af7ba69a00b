"""A fast reader of well-formed feeds: what feedparser reads in them, or nothing at all.

feedparser reads 5 MB/s, expat over 200.  This walks through the events of the same expat and does
with each element what feedparser's strict parser does, as far as what we keep depends on it; where
a feed holds anything whose reading is not written down here, it is declined, and feedparser reads it.
`bench/fidelity.py` compares both over directories of feeds.

The order of the steps, and what looks odd in them (a second description is content; a guid is a link;
text that was encoded twice is decoded), is feedparser's, and has to stay so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from monitor.core.channel import Channel, Item
from monitor.core.charset import document
from monitor.core.habits import (
    ABSOLUTE,
    KINDS,
    READ,
    as_link,
    joined,
    leads_to_the_page,
    repaired,
    settled,
    without_its_div,
)
from monitor.core.vocabulary import ROLES, Declined, Names, Role

DEEPEST = 64
"""Elements inside one another; the feeds that people read have eight."""

ATTRIBUTES = 64
"""Attributes of one element, likewise."""


def read(body: bytes, content_type: str, url: str) -> Channel | None:
    """Read a feed as feedparser would, with links resolved against its `url`; None if it is to be asked itself."""
    xml = document(body, content_type)
    if xml is None or _has_definitions(xml):
        return None
    try:
        return _Reader(url).read(xml)
    except (Declined, expat.ExpatError):
        return None


def _has_definitions(xml: bytes) -> bool:
    """Whether entities may be defined: only before the first element, where feedparser has its own rules."""
    root = re.search(rb"<\w", xml)
    head = xml[: root.start()] if root else xml
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


class _Reader:
    """The state between two events; `entry` and `about` are what is known of the item and of the feed."""

    def __init__(self, url: str) -> None:
        self.base = settled(url)
        self.language: str | None = None
        self.depth = 0
        self.scopes: list[tuple[int, str, str | None]] = []  # what `base` and `language` go back to
        self.names = Names()
        self.roles: dict[str, Role] = {}
        self.attribute_names: dict[str, tuple[str, ...]] = {}
        self.harmless: set[str] = set()  # attributes that mean nothing on an element that means nothing
        self.root = ""
        self.in_feed = False
        self.about: dict[str, str] = {}
        self.entries: list[dict[str, Any]] = []
        self.entry: dict[str, Any] | None = None
        self.levels: dict[str, int] = {}  # how deep in the item each of its texts stood
        self.title_level = -1
        self.has_content = False
        self.inside = 0  # the level of the image, text input or source that we are in
        self.within: frozenset[str] = frozenset()  # what may stand there
        self.source = False
        # The one element whose text is being read.
        self.open: Role | None = None
        self.name = ""
        self.level = 0
        self.attributes: dict[str, str] = {}
        self.as_content = False
        self.marked_up = False
        self.pieces: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")

    def read(self, xml: bytes) -> Channel:
        parser = self.parser
        parser.buffer_text = True
        parser.buffer_size = 65536
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.StartNamespaceDeclHandler = self.names.declare
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.pieces.append
        parser.StartDoctypeDeclHandler = _decline
        try:
            parser.Parse(b"<?xml version='1.0' encoding='utf-8'?>", False)
            parser.Parse(xml, True)
        finally:
            del self.parser  # it holds us, and we it: neither should have to wait for the collector
        if self.root == "rdf_rdf" and not self.entries:
            raise Declined("RDF without items")
        language = self.about.get("language", "")
        return Channel(
            items=tuple(_item(entry, language) for entry in self.entries),
            title=self.about.get("title", ""),
            ttl=self.about.get("ttl", ""),
            period=self.about.get("sy_updateperiod", ""),
            frequency=self.about.get("sy_updatefrequency", ""),
        )

    # ── the events ─────────────────────────────────────────────────────────────────────────

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Declined("elements inside elements inside elements")
        role = self.roles.get(name) or self._role(name)
        if attributes or self.inside or self.open is not None:
            self._start_closely(role, name, attributes)
        elif role in _TEXTS:
            self._open(role, _NONE)
        elif role is not Role.NOTHING:
            self._STARTS[role](self, name, _NONE)

    def _start_closely(self, role: Role, name: str, attributes: list[str]) -> None:
        found = _NONE if self._is_harmless(role, attributes) else self._attributes(attributes)
        if self.open is not None:
            self._start_markup(name, found)
            return
        if found and not _SCOPED.isdisjoint(found):
            self._enter_scope(found)
        if self.inside and self.names.element(name) not in self.within:
            raise Declined("an element where none is expected")
        if role is not Role.NOTHING:
            self._STARTS[role](self, name, found)

    def end(self, name: str) -> None:
        if self.open is not None:
            if self.depth > self.level:
                self.pieces.append(f"</{name.split(' ')[1].lower()}>")
            else:
                finish, self.open = self._ENDS[self.open], None
                finish(self)
        else:
            role = self.roles[name]
            if role in _FRAME:
                self._close(role)
        if self.scopes and self.scopes[-1][0] == self.depth:
            _, self.base, self.language = self.scopes.pop()
        self.depth -= 1

    def text_in_markup(self, text: str) -> None:
        self.pieces.append(escape(text))

    # ── names ──────────────────────────────────────────────────────────────────────────────

    def _role(self, name: str) -> Role:
        role = ROLES.get(self.names.element(name), Role.NOTHING)
        if not self.root and role is not Role.ROOT:
            raise Declined("no feed")
        self.roles[name] = role
        return role

    def _is_harmless(self, role: Role, attributes: Sequence[str]) -> bool:
        """Whether the attributes need no look: those of an element that means nothing, outside of content."""
        return not attributes or (
            role is Role.NOTHING and self.open is None and self.harmless.issuperset(attributes[::2])
        )

    def _attributes(self, attributes: Sequence[str]) -> dict[str, str]:
        """The attributes by the names that feedparser finds them under."""
        if len(attributes) > 2 * ATTRIBUTES:
            raise Declined("too many attributes")
        found: dict[str, str] = {}
        again: dict[str, str] = {}
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            names = self.attribute_names.get(name) or self._attribute_names(name)
            first = names[0]
            found[first] = value.lower() if first in ("rel", "type") else value
            if len(names) > 1:
                again.update((other, value) for other in names[1:])
        return found | again if again else found

    def _attribute_names(self, name: str) -> tuple[str, ...]:
        names = self.names.attribute(name)
        if len(names) > 1 and names[0] in _MEANT:
            raise Declined("a meant attribute in another namespace")
        self.attribute_names[name] = names
        if _SCOPED.isdisjoint(names):
            self.harmless.add(name)
        return names

    def _enter_scope(self, attributes: dict[str, str]) -> None:
        self.scopes.append((self.depth, self.base, self.language))
        base = attributes.get("xml:base", attributes.get("base"))
        if base:
            self.base = settled(joined(self.base, base))
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None:
            self.language = language or None

    # ── the frame ──────────────────────────────────────────────────────────────────────────

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if self.root:
            raise Declined("a feed in a feed")
        self.root = self.names.element(name)
        if self.root == "rss" and not self.names.version.startswith("rss"):
            self.names.version = "rss"
        elif self.root == "feed":
            self.names.version = self.names.version or "atom"
        self.in_feed = self.root == "feed"
        if self.root != "rdf_rdf" and self.language:
            self.about["language"] = self.language.replace("_", "-")

    def _start_channel(self, name: str, attributes: dict[str, str]) -> None:
        if self.root == "feed" or self.entry is not None or "lastmod" in attributes or "href" in attributes:
            raise Declined("an unusual channel")
        self.in_feed = True

    def _start_item(self, name: str, attributes: dict[str, str]) -> None:
        if self.entry is not None or "lastmod" in attributes or "href" in attributes:
            raise Declined("an unusual item")
        self.entry = {}
        self.entries.append(self.entry)
        self.levels = {}
        self.title_level = -1
        if attributes.get("rdf:about"):
            self.entry["id"] = attributes["rdf:about"]

    def _start_source(self, name: str, attributes: dict[str, str]) -> None:
        if self.entry is None:
            raise Declined("a source outside of items")
        self.source = True
        self.title_level = -1
        self.inside, self.within = self.depth, _OF_SOURCES

    def _start_picture(self, name: str, attributes: dict[str, str]) -> None:
        self.title_level = -1
        self.inside = self.depth
        self.within = _OF_PICTURES[self.names.element(name)] if self.entry is None else frozenset()

    def _close(self, role: Role) -> None:
        if role is Role.ITEM:
            self.entry = None
            self.has_content = False
        elif role is Role.CHANNEL:
            self.in_feed = False
        elif role in (Role.SOURCE, Role.PICTURE):
            self.inside = 0
            self.source = False

    # ── what is kept ───────────────────────────────────────────────────────────────────────

    def _open(self, role: Role, attributes: dict[str, str]) -> None:
        self.open, self.level, self.attributes = role, self.depth, attributes
        self.pieces.clear()

    def _value(self) -> str:
        text = "".join(self.pieces).strip()
        return text if text.isascii() else repaired(text)

    def _keep(self, key: str, value: str) -> None:
        """Of several texts of one kind the last, unless it stood deeper than one before."""
        if self.source or self.inside:
            return
        if self.entry is None:
            if self.in_feed:
                self.about[key] = value
        elif self.level <= self.levels.get(key, self.level):
            self.levels[key] = self.level
            self.entry[key] = value

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        self._open(self.roles[name], attributes)

    def _start_content(self, role: Role, attributes: dict[str, str], default: str) -> None:
        """An element of text or of markup; its type says which."""
        kind = attributes.get("type", default)
        kind = KINDS.get(kind, kind)
        if attributes.get("mode") == "base64" or kind not in READ:
            raise Declined("content of another type")
        self._open(role, attributes)
        if kind == "application/xhtml+xml":
            self.marked_up = True
            self.parser.CharacterDataHandler = self.text_in_markup

    def _content(self) -> str:
        if not self.marked_up:
            return self._value()
        self._end_aside()
        pieces = without_its_div(self.pieces) if self.names.version == "atom10" else self.pieces
        return repaired("".join(pieces).strip())

    def _start_markup(self, name: str, attributes: dict[str, str]) -> None:
        """An element inside content: feedparser writes it down again, as HTML."""
        if not self.marked_up or not name.startswith(_XHTML) or self.names.links:
            raise Declined("an element in a text")
        local = name.split(" ")[1].lower()
        if local in ("body", "svg", "math"):
            raise Declined("markup that feedparser treats in its own way")
        written = "".join(f' {key}="{escape(value, _QUOTE)}"' for key, value in attributes.items())
        self.pieces.append(f"<{local}{written}>")

    def _start_title(self, name: str, attributes: dict[str, str]) -> None:
        self._start_content(self.roles[name], attributes, "text/plain")

    def _end_title(self) -> None:
        value = self._content()
        told = self.entry is not None or self.in_feed or self.source
        if told and not -1 < self.title_level <= self.level:
            self._keep("title", value)
            if self.entry is not None and not self.source:
                self.entry["title_language"] = (self.language or "").replace("_", "-")
        if value:
            self.title_level = self.level

    def _end_media_title(self) -> None:
        level = self.title_level
        self._end_title()
        self.title_level = level

    def _start_link(self, name: str, attributes: dict[str, str]) -> None:
        address = attributes.get("url", attributes.get("uri")) or attributes.get("href")
        if address is None:
            self._open(Role.LINK, attributes)
        elif self.entry is not None and not self.inside and leads_to_the_page(attributes):
            self.entry["link"] = self._resolved(address)

    def _end_link(self) -> None:
        if self.entry is not None and not self.inside:
            self.entry["link"] = as_link(repaired(self._resolved_if_any("".join(self.pieces).strip())))

    def _end_id(self) -> None:
        is_link = self.attributes.get("ispermalink", "true") == "true"
        text = "".join(self.pieces).strip()
        value = repaired(self._resolved_if_any(text) if is_link else text)
        self._keep("id", value)
        if is_link and self.entry is not None and not self.inside:
            self.entry.setdefault("link", value)

    def _resolved(self, address: str) -> str:
        return address if ABSOLUTE.fullmatch(address) else joined(self.base, address)

    def _resolved_if_any(self, address: str) -> str:
        return self._resolved(address) if address else address

    def _end_date(self, key: str) -> None:
        value = self._value()
        if "/" in value:
            raise Declined("a date that feedparser may stumble over")
        self._keep(key, value)

    def _end_published(self) -> None:
        self._end_date("published")

    def _end_updated(self) -> None:
        self._end_date("updated")

    def _end_created(self) -> None:
        self._end_date("created")

    def _end_language(self) -> None:
        self._keep("language", self._value())

    def _start_asked(self, name: str, attributes: dict[str, str]) -> None:
        self.name = self.names.element(name)
        if attributes:
            self.about.update({self.name: ""} if self.entry is None and not self.inside else {})
        else:
            self._open(Role.ASKED, attributes)

    def _end_asked(self) -> None:
        self._keep(self.name, self._value())

    def _has_summary(self) -> bool:
        return "summary" in (self.about if self.entry is None else self.entry)

    def _start_description(self, name: str, attributes: dict[str, str]) -> None:
        self.as_content = self._has_summary() and not self.has_content and not self.inside
        self.has_content |= self.as_content
        self._start_content(Role.DESCRIPTION, attributes, "text/plain" if self.as_content else "text/html")

    def _end_description(self) -> None:
        value = self._content()
        if self.as_content:
            self._keep_content(value)
        elif self.entry is not None:
            self._keep("summary", value)

    def _start_summary(self, name: str, attributes: dict[str, str]) -> None:
        self.as_content = self._has_summary() and not self.has_content
        self.has_content |= self.as_content
        self._start_content(Role.SUMMARY, attributes, "text/plain")

    def _end_summary(self) -> None:
        value = self._content()
        if self.as_content:
            self._keep_content(value)
        else:
            self._keep("summary", value)

    def _start_whole(self, name: str, attributes: dict[str, str]) -> None:
        role = self.roles[name]
        self.has_content = True
        self._start_content(role, attributes, "text/html" if role is Role.ENCODED else "text/plain")

    def _end_whole(self) -> None:
        self._keep_content(self._content())

    def _keep_content(self, value: str) -> None:
        if self.entry is None:
            self.about.setdefault("summary", value)
        else:
            self.entry.setdefault("content", []).append(value)
            self.entry.setdefault("summary", value)

    def _end_aside(self) -> None:
        self.marked_up = False
        self.parser.CharacterDataHandler = self.pieces.append

    def _start_aside(self, name: str, attributes: dict[str, str]) -> None:
        self._start_content(Role.ASIDE, attributes, "text/plain")

    def _start_unknown(self, name: str, attributes: dict[str, str]) -> None:
        raise Declined(name)

    _STARTS: ClassVar = {
        Role.LEAF: _start_text,
        Role.ASIDE: _start_aside,
        Role.ROOT: _start_root,
        Role.CHANNEL: _start_channel,
        Role.ITEM: _start_item,
        Role.SOURCE: _start_source,
        Role.PICTURE: _start_picture,
        Role.TITLE: _start_title,
        Role.MEDIA_TITLE: _start_title,
        Role.LINK: _start_link,
        Role.ID: _start_text,
        Role.PUBLISHED: _start_text,
        Role.UPDATED: _start_text,
        Role.CREATED: _start_text,
        Role.LANGUAGE: _start_text,
        Role.DESCRIPTION: _start_description,
        Role.SUMMARY: _start_summary,
        Role.CONTENT: _start_whole,
        Role.ENCODED: _start_whole,
        Role.ASKED: _start_asked,
        Role.UNKNOWN_HERE: _start_unknown,
    }
    _ENDS: ClassVar = {
        Role.LEAF: _end_aside,
        Role.ASIDE: _end_aside,
        Role.TITLE: _end_title,
        Role.MEDIA_TITLE: _end_media_title,
        Role.LINK: _end_link,
        Role.ID: _end_id,
        Role.PUBLISHED: _end_published,
        Role.UPDATED: _end_updated,
        Role.CREATED: _end_created,
        Role.LANGUAGE: _end_language,
        Role.DESCRIPTION: _end_description,
        Role.SUMMARY: _end_summary,
        Role.CONTENT: _end_whole,
        Role.ENCODED: _end_whole,
        Role.ASKED: _end_asked,
    }


_NONE: dict[str, str] = {}

_TEXTS = frozenset(
    Role[name] for name in "LEAF ASIDE TITLE MEDIA_TITLE LINK ID PUBLISHED UPDATED CREATED LANGUAGE".split()
)
"""What, without attributes, is a text of which nothing is to be seen before its end."""

_FRAME = frozenset((Role.ITEM, Role.CHANNEL, Role.SOURCE, Role.PICTURE))

_OF_SOURCES = frozenset(
    "title id link updated published author name email uri category generator icon logo rights subtitle".split()
)
_OF_PICTURES = {
    "image": frozenset("title link description url width height".split()),
    "textinput": frozenset("title link description name".split()),
}

_SCOPED = frozenset(("xml:base", "base", "xml:lang", "lang"))
_MEANT = frozenset("rel type href url uri base lang ispermalink mode src lastmod".split())
_XHTML = "http://www.w3.org/1999/xhtml "
_QUOTE = {'"': "&quot;"}


def _decline(*_: object) -> NoReturn:
    raise Declined("a document type")


def _item(entry: dict[str, Any], language: str) -> Item:
    return Item(
        id=entry.get("id", ""),
        link=entry.get("link", ""),
        title=entry.get("title", ""),
        texts=(*entry.get("content", ()), entry.get("summary", "")),
        dates=(entry.get("published", ""), entry.get("updated", ""), entry.get("created", "")),
        language=entry.get("language") or entry.get("title_language") or language,
    )
