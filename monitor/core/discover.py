"""An HTML page → the feeds that it links to, likeliest first; and where a site that names none mostly keeps one.

lxml reads the page, for the same reason as in `markup`: a hostile page costs it no more than an honest one.
What stands in a page is somebody else's text: every address is checked, and none of them is fetched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree, html

from monitor.core.hiding import without_keys
from monitor.core.markup import one_line

MAX_BYTES = 2_000_000
"""What lies behind this in a page is not looked at: feeds are named in its head, mostly."""

MAX_LINKS = 20
"""Feeds of one page; a page that lists more is a catalogue, and its reader knows which one is meant."""

MAX_GUESSES = 6
"""Requests that a site without a named feed is asked for nothing."""

LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page links to; `title` is the page's word for it, and may be empty."""

    url: str
    title: str


def feeds_of(body: bytes, content_type: str, url: str) -> tuple[FeedLink, ...]:
    """The feeds that a page links to, each once, at most MAX_LINKS; never raises.

    What the page declares (`<link rel="alternate">`) comes before what only looks like a feed (`<a href=".../rss">`),
    and feeds of comments come last.  `url` is where the page came from.
    """
    root = _tree(body, content_type)
    if root is None:
        return ()
    base = _base(root, url)
    found = [
        (choice, link) for choice, link in _links(root, base) if address_key(link.url) != address_key(url)
    ]
    ordered = sorted(found, key=lambda pair: (is_of_comments(pair[1]), pair[0]))
    first: dict[str, FeedLink] = {}
    for _, link in ordered:
        first.setdefault(address_key(link.url), link)
    return tuple(first.values())[:MAX_LINKS]


def that_links_to(links: Iterable[tuple[str, str]]) -> str:
    """« that links to the feeds A, B and 3 more», to be put behind what a page is; '' without links.

    `links` are (address, title).  What looks like a key in an address is not shown.
    """
    shown = [_short(without_keys(address)) for address, _ in links]
    if len(shown) > 3:
        shown = [*shown[:2], f"{len(shown) - 2} more"]
    if len(shown) < 2:
        return f" that links to the feed {shown[0]}" if shown else ""
    return f" that links to the feeds {', '.join(shown[:-1])} and {shown[-1]}"


def guesses(url: str) -> tuple[str, ...]:
    """Where a site mostly keeps its feed: to be tried one by one where a page names none; at most MAX_GUESSES."""
    parts = urlsplit(url)
    here = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    paths = [f"{here}feed/", *(f"/{name}" for name in _USUAL)]
    tried = dict.fromkeys(urlunsplit((parts.scheme, parts.netloc, path, "", "")) for path in paths)
    return tuple(tried)[:MAX_GUESSES]


def web_address(text: str) -> str:
    """An http or https address as it can be fetched and written down, '' for anything else.

    `feed:` is how some pages and lists write https.  What is a variable in our configuration (`${NAME}`) means
    nothing in what others wrote: braces are encoded.
    """
    text = re.sub(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]+", "", text[: 2 * LONGEST_ADDRESS])
    text = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", text, flags=re.IGNORECASE)
    text = f"https:{text}" if text.startswith("//") else text
    try:
        parts = urlsplit(text)
        readable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        return ""
    if not readable or len(text) > LONGEST_ADDRESS:
        return ""
    whole = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
    return re.sub(r"[{}\"'<>\\^`|]", lambda sign: f"%{ord(sign[0]):02X}", whole)


def address_key(url: str) -> str:
    """What two addresses of one feed have in common: neither scheme, case of the host, `www.`, nor last slash tell."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url
    own = f":{port}" if port and port not in (80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{own}{parts.path.rstrip('/')}{query}"


def is_of_comments(link: FeedLink) -> bool:
    """Whether it is what readers say: the title says so, or the address as WordPress and Blogger make it."""
    return bool(_COMMENTS.search(link.title) or re.search(r"/comments?[/-]|/comments$", link.url))


# ── the page ────────────────────────────────────────────────────────────────────────────────


def _tree(body: bytes, content_type: str) -> html.HtmlElement | None:
    said = re.search(r"charset=[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    for encoding in (said[1] if said else None, None):
        try:
            parser = html.HTMLParser(
                encoding=encoding, remove_comments=True, remove_pis=True, no_network=True
            )
            return html.document_fromstring(body[:MAX_BYTES], parser=parser)
        except LookupError:
            continue  # a charset that there is not
        except (etree.LxmlError, ValueError):
            break
    return None


def _base(root: html.HtmlElement, url: str) -> str:
    """What relative links of a page are relative to."""
    for element in root.iter("base"):
        if href := element.get("href"):
            return _joined(url, href) or url
    return url


def _links(root: html.HtmlElement, base: str) -> Iterator[tuple[int, FeedLink]]:
    """Every link to a feed with its choice: 0 for one that is declared, 1 and 2 for what is likely one."""
    for element in root.iter("link", "a"):
        href = element.get("href")
        if not href:
            continue
        choice = _declared(element) if element.tag == "link" else None
        address = _joined(base, href) if element.tag == "a" or choice is not None else ""
        if element.tag == "a" and (_type_of(element) in _TYPES or _looks_like_a_feed(address)):
            choice = 2
        if choice is not None and address:
            title = element.get("title") or ("" if element.tag == "link" else _words(element))
            yield choice, FeedLink(address, one_line(title[:1000])[:100])


def _declared(element: html.HtmlElement) -> int | None:
    rel = (element.get("rel") or "").lower().split()
    if "stylesheet" in rel or not {"alternate", "feed"} & set(rel):
        return None
    kind = _type_of(element)
    if kind in _TYPES:
        return 0
    return 1 if (kind in _XML and "alternate" in rel) or ("feed" in rel and not kind) else None


def _type_of(element: html.HtmlElement) -> str:
    return (element.get("type") or "").partition(";")[0].strip().lower()


def _words(element: html.HtmlElement) -> str:
    return str(element.text_content() or "") if len(element) < 10 else ""


def _short(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:119]}…"


def _joined(base: str, href: str) -> str:
    try:
        return web_address(urljoin(base, href.strip()[:LONGEST_ADDRESS]))
    except ValueError:
        return ""


def _looks_like_a_feed(address: str) -> bool:
    if not address:
        return False
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2].lower()
    if "sitemap" in last or "opensearch" in last:
        return False
    return bool(
        last in _NAMES
        or re.search(r"\.(?:rss|atom|rdf|xml)$|^(?:rss|feed)[\w-]{0,20}\.(?:php|aspx?|json)$", last)
        or re.search(r"(?:^|&)(?:feed|format)=(?:rss2?|atom|feed|rdf)(?:&|$)", parts.query, re.IGNORECASE)
        or (parts.hostname or "").startswith(("feeds.", "rss."))
    )


_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
)
_XML = frozenset({"application/xml", "text/xml", "application/x-rss+xml", "text/rss", "application/rss"})
_NAMES = frozenset({"feed", "feeds", "rss", "rss2", "rdf", "atom"})
_COMMENTS = re.compile(
    r"\bcomment|\bkommentar|\bcomentari|\bcommenti|\byorum|коммент|коментар|تعليق|تعلیق|دیدگاه|نظرات|תגוב",
    re.IGNORECASE,
)
_USUAL = ("feed/", "rss.xml", "feed.xml", "atom.xml", "rss", "index.xml")
