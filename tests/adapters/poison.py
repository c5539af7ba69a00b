"""Bodies that cost a feed parser minutes, gigabytes or its life, and what they are called.

All were found by measuring feedparser 6.0.14, expat, libxml2 and json; every one is a body that a stranger can send.
"""

from __future__ import annotations

import json
from collections.abc import Callable

_HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Poison</title>'
_TAIL = b"</channel></rss>"


def _item(title: bytes = b"t", description: bytes = b"d", more: bytes = b"") -> bytes:
    return (
        b"<item><title>"
        + title
        + b"</title><description>"
        + description
        + b"</description>"
        + more
        + b"</item>"
    )


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
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "'
        + b"x" * length
        + b'">]>'
        + _rss(_item(b"&a;" * times)).removeprefix(b'<?xml version="1.0"?>')
    )


def _external(address: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">'
        f'<!ENTITY % y SYSTEM "{address}"> %y;]>'
    ).encode() + _rss(_item(b"a &x; b")).removeprefix(b'<?xml version="1.0"?>')


POISON: dict[str, Callable[[int], bytes]] = {
    "nested tags": lambda n: _HEAD + b"<item><description>" + b"<b>" * (200 * n),
    "attributes": lambda n: _HEAD + b"<item " + b" ".join(b'a%d="1"' % each for each in range(300 * n)) + b"/>" + _TAIL,
    "attributes of one name": lambda n: _HEAD + b"<item " + b'a="1" ' * (180 * n) + b"/>" + _TAIL,
    "namespaces": lambda n: _HEAD + b"<item " + b" ".join(b'xmlns:a%d="u:%d"' % (each, each) for each in range(100 * n)) + b"/>" + _TAIL,
    "tags": lambda n: _HEAD + b"<br>" + b"<a/>" * (2_000 * n) + _TAIL,
    "opening brackets": lambda n: _rss(_item(b"<![CDATA[" + b"<" * (100 * n) + b"]]>", b"<" * (100 * n))),
    "entities of entities": lambda n: _entities(9, 10),
    "a long entity, often": lambda n: _long_entity(100 * n, 5 * n),
    "a million items": lambda n: _rss(b"<br>" + b"<item><title>a</title></item>" * (330 * n)),
    "a long text": lambda n: _rss(_item(b"t", b"<![CDATA[" + b"<p>word " * (1_100 * n) + b"]]><br>")),
    "nested JSON": lambda n: b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * (5_000 * n),
    "empty JSON objects": lambda n: b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"{}," * (3_000 * n) + b"{}]}",
    "NULs": lambda n: _rss(_item(b"a\0b" * n)) + b"\0" * (9_000 * n),
}  # fmt: skip
"""What costs time or memory, of a size: with 1,000 as docs/polling.md tells of it, with 100 a tenth of that."""

ODD: dict[str, bytes] = {
    "a path": b"/etc/passwd",
    "an address": b"http://127.0.0.1:9/feed",
    "an external entity": _external("file:///etc/passwd"),
    "an external entity of the network": _external("http://127.0.0.1:9/"),
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?>' + _rss(_item(b"+ADw-script+AD4-")),
    "a codec that is none": b'<?xml version="1.0" encoding="zip"?>' + _rss(_item()),
    "UTF-16 without an end": _rss(_item()).decode().encode("utf-16")[:-1],
    "dates": _rss(*(_item(more=b"<pubDate>" + date + b"</pubDate>") for date in (b"9" * 5_000, b"0000-00-00", b"1/0", b"Mon, 99 Foo 99999999999 99:99:99 +9999"))),
    "JSON numbers": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 10**4_000, "title": "t"}]}).encode(),
    "half a declaration": b"<?xml version='1.0' encoding='",
}  # fmt: skip
"""What is only odd: it costs nothing, and must do nothing."""
