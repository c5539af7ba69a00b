"""Bodies that cost a feed parser minutes, gigabytes or its life, and what they are called; each is made when asked for.

The first of them were found on feedparser 6.0.14, libxml2 and expat by measuring; every one is a body
that a stranger can send.
"""

from __future__ import annotations

import json
from collections.abc import Callable

_HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Poison</title>'
_TAIL = b"</channel></rss>"


def _item(title: bytes = b"t", description: bytes = b"d", more: bytes = b"") -> bytes:
    return b"<item><title>" + title + b"</title><description>" + description + b"</description>" + more + b"</item>"


def _rss(*items: bytes) -> bytes:
    return _HEAD + b"".join(items) + _TAIL


def _entities(levels: int, times: int) -> bytes:
    """Entities of entities of entities: `times` to the power of `levels` words."""
    chain = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * times}">' for n in range(1, levels + 1))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">{chain}]>'.encode() + _rss(
        _item(f"&e{levels};".encode())
    ).removeprefix(b'<?xml version="1.0"?>')


def _long_entity(length: int, times: int) -> bytes:
    """One long entity, many times: no entity names another."""
    return (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"x" * length + b'">]>'
        + _rss(_item(b"&a;" * times)).removeprefix(b'<?xml version="1.0"?>')
    )


def _external(address: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">'
        f'<!ENTITY % y SYSTEM "{address}"> %y;]>'
    ).encode() + _rss(_item(b"a &x; b")).removeprefix(b'<?xml version="1.0"?>')


POISON: dict[str, Callable[[], bytes]] = {
    "nested tags": lambda: _HEAD + b"<item><description>" + b"<b>" * 200_000,
    "nested elements, closed": lambda: _HEAD + b"<a>" * 100_000 + b"</a>" * 100_000 + _TAIL,
    "attributes": lambda: _HEAD + b"<item " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"/>" + _TAIL,
    "attributes of one name": lambda: _HEAD + b"<item " + b'a="1" ' * 180_000 + b"/>" + _TAIL,
    "namespaces": lambda: _HEAD + b"<item " + b" ".join(b'xmlns:a%d="u:%d"' % (n, n) for n in range(100_000)) + b"/>" + _TAIL,
    "tags": lambda: _HEAD + b"<a/>" * 2_000_000 + _TAIL,
    "opening brackets": lambda: _rss(_item(b"<![CDATA[" + b"<" * 100_000 + b"]]>", b"<" * 100_000)),
    "entities of entities": lambda: _entities(9, 10),
    "a long entity, often": lambda: _long_entity(100_000, 5_000),
    "a million items": lambda: _rss(b"<item><title>a</title></item>" * 330_000),
    "a long text": lambda: _rss(_item(b"t", b"<![CDATA[" + b"word " * 1_900_000 + b"]]>")),
    "markup in a text": lambda: _rss(_item(b"t", b"<![CDATA[" + b"<div><i>x" * 1_000_000 + b"]]>")),
    "nested JSON": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 5_000_000,
    "empty JSON objects": lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"{}," * 3_000_000 + b"{}]}",
    "NULs": lambda: _rss(_item(b"a\0b" * 1_000)) + b"\0" * 9_000_000,
    "an unclosed comment": lambda: _HEAD + b"<!-- " * 500_000,
    "unclosed CDATA": lambda: _HEAD + b"<item><title>" + b"<![CDATA[" * 500_000,
    "declarations": lambda: b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * 300_000 + b"]>" + _rss(_item()),
    "ampersands": lambda: _rss(_item(b"&" * 2_000_000)),
}  # fmt: skip
"""What costs time or memory."""

ODD: dict[str, Callable[[], bytes]] = {
    "a path": lambda: b"/etc/passwd",
    "an address": lambda: b"http://127.0.0.1:9/feed",
    "an external entity": lambda: _external("file:///etc/passwd"),
    "an external entity of the network": lambda: _external("http://127.0.0.1:9/"),
    "UTF-7": lambda: b'<?xml version="1.0" encoding="utf-7"?>' + _rss(_item(b"+ADw-script+AD4-")),
    "a codec that is none": lambda: b'<?xml version="1.0" encoding="zip"?>' + _rss(_item()),
    "UTF-16 without an end": lambda: _rss(_item()).decode().encode("utf-16")[:-1],
    "dates": lambda: _rss(*(_item(more=b"<pubDate>" + date + b"</pubDate>") for date in (b"9" * 5_000, b"0000-00-00", b"1/0", b"Mon, 99 Foo 99999999999 99:99:99 +9999"))),
    "JSON numbers": lambda: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 10**4_000, "title": "t"}]}).encode(),
    "half a declaration": lambda: b"<?xml version='1.0' encoding='",
}  # fmt: skip
"""What is only odd: it costs nothing, and must do nothing."""
