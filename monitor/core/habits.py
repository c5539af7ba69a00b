"""What feedparser does with an address or a text before it keeps it, as far as `quick` has to do the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urljoin

from monitor.core.vocabulary import Declined

KINDS = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml"}
READ = ("text/plain", "text/html", "application/xhtml+xml")
"""The types of content that are text."""


def without_its_div(pieces: list[str]) -> list[str]:
    """The content of an Atom text of XHTML without the <div> around it, if there is one around all of it."""
    full = [at for at, piece in enumerate(pieces) if piece.strip()]
    inner = pieces[full[0] : full[-1] + 1] if full else []
    if len(inner) < 2 or not inner[0].startswith(("<div>", "<div ")) or inner[-1] != "</div>":
        return inner
    depth = 0
    for piece in inner[:-1]:
        depth += (
            -1 if piece.startswith("</") else 1 if piece.startswith("<") and not piece.endswith("/>") else 0
        )
        if depth == 0:
            return inner
    return inner[1:-1]


# ── addresses ──────────────────────────────────────────────────────────────────────────────

_HOST = r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?"
ABSOLUTE = re.compile(
    _HOST + r"(?:/[\w.~!$&'()*+,:@%/-]*)?(?:\?[\w.~!$&'()*+,:@%/?=-]+)?(?:#[\w-]+)?", re.ASCII
)
"""Addresses that joining to a base leaves as they are."""

_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)/*")


def joined(base: str, address: str) -> str:
    """An address as seen from a base, with two slashes before its host; '' for what is none."""
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def settled(url: str) -> str:
    """The base that an address comes to; feedparser joins it to itself at every element.  Raises Declined."""
    base = joined(url, url)
    if not base.startswith(("http://", "https://")) or joined(base, base) != base:
        raise Declined("a base that is no address of a page")
    return base


def leads_to_the_page(attributes: Mapping[str, str]) -> bool:
    """Whether a link is to what the item is about."""
    kind = attributes.get("type", "text/html")
    return attributes.get("rel", "alternate") == "alternate" and KINDS.get(kind, kind) in READ[1:]


def as_link(text: str) -> str:
    """The text of a link, in which `&b=` was taken for an entity by somebody."""
    return _ENTITY.sub(r"&\g<1>", text.replace("&amp;", "&")) if "&" in text else text


_ENTITY = re.compile("&([A-Za-z0-9_]+);")

# ── texts ──────────────────────────────────────────────────────────────────────────────────

_CONTROLS = re.compile("[\x80-\x9f]")
_WINDOWS = {
    code: bytes((code,)).decode("cp1252") for code in range(128, 160) if code not in (129, 141, 143, 144, 157)
}


def repaired(text: str) -> str:
    """UTF-8 that was taken for Latin 1 and encoded again, and Windows' signs among the control characters."""
    # What is wrong in either way has a character whose UTF-8 begins with this byte: most texts have none.
    if text.isascii() or b"\xc2" not in text.encode():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_WINDOWS) if _CONTROLS.search(text) else text
