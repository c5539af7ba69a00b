"""An HTML page → what CSS selectors find on it: the items of a listing, or the page itself as one text.

For organisations without a feed.  A selector that finds nothing is an error and never an empty
page: a site that was rebuilt must not fall silent.  lxml reads the page and cssselect turns a
selector into XPath, so that what a selector cannot say is known when the configuration is loaded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import urljoin

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html

from monitor.core.channel import Channel, Item
from monitor.core.hiding import without_keys
from monitor.core.markup import one_line, plain
from monitor.errors import NotAFeed
from monitor.model import Layout

_HEAD = 4096
"""Bytes in which a page says its encoding; HTML wants it in the first 1,024."""


def read(body: bytes, content_type: str, page: Layout, url: str) -> Channel:
    """What the selectors find, in the page's order, each link once; its texts are HTML as in a feed.

    Links are resolved against `url` and the page's own <base>.  A page without `items` is itself the
    one item, and `url` (without keys) its link.  Raises NotAFeed where a selector finds nothing, or no item has both
    a link and a title.
    """
    root = tree(body, content_type)
    if root is None:
        raise NotAFeed("no HTML that can be read")
    return Channel(_listing(root, page, url) if page.items else (_article(root, page, url),))


def selector_fault(selector: str) -> str | None:
    """What is wrong with a CSS selector, in a few words; None if it can be used."""
    try:
        _xpath(selector)(html.document_fromstring("<p>"))
    except (SelectorError, etree.XPathError) as error:
        said = str(error).rstrip(".") or "it cannot be read"
        return said[0].lower() + said[1:]
    return None


def tree(body: bytes, content_type: str) -> Any | None:
    """The page as lxml's tree; None where it holds nothing.  Trusts the header's charset, then the page's."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    text = _CONTROLS.sub(" ", _decoded(body, content_type))
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


# ── a listing ──────────────────────────────────────────────────────────────────────────────


def _listing(root: Any, page: Layout, url: str) -> tuple[Item, ...]:
    items = _all(root, page.items)
    if not items:
        raise NotAFeed(f"the selector `{page.items}` finds nothing on the page")
    for name in ("link", "title", "text", "date"):
        selector = getattr(page, name)
        if selector and not any(_all(item, selector) for item in items):
            raise NotAFeed(f"`{name}: {selector}` finds nothing in any of the {len(items)} items")
    base = _base(root, url)
    found: dict[str, Item] = {}
    for item in items:
        one = _item(item, page, base)
        if one is not None:
            found.setdefault(one.link, one)
    if not found:
        raise NotAFeed(f"none of the {len(items)} items of `{page.items}` has a link with a title")
    return tuple(found.values())


def _item(item: Any, page: Layout, base: str) -> Item | None:
    """One item; None where it has no link or no title (a picture beside the headline)."""
    link = _first(item, page.link or "a[href]")
    url = "" if link is None else _joined(base, _href(link))
    if link is None or not url.startswith(("http://", "https://")):
        return None
    heading = _first(item, page.title) if page.title else None
    heading = link if heading is None else heading
    title = one_line(_markup(heading)) or one_line(_escaped(link.get("title") or ""))
    date = _first(item, page.date or "time[datetime]")
    # «2 hours ago» is another text at every poll; where the text is chosen, it is what was chosen.
    text = _words(item, page.text) if page.text else plain(_markup(item, without=(heading, date)))
    return _made(url, title, text, date, item) if title else None


def _href(link: Any | None) -> str:
    """Where a link leads; that of the first link inside where the element is none itself."""
    if link is None:
        return ""
    if not link.get("href"):
        link = _first(link, "a[href]")
    href = "" if link is None else str(link.get("href")).strip()
    return "" if href == "#" else href


# ── a page that is rewritten ───────────────────────────────────────────────────────────────


def _article(root: Any, page: Layout, url: str) -> Item:
    """The page itself as one item."""
    for name in ("text", "title", "date"):
        selector = getattr(page, name)
        if selector and not _all(root, selector):
            raise NotAFeed(f"the selector `{selector}` finds nothing on the page")
    heading = _first(root, page.title or "h1")
    heading = _first(root, "title") if heading is None else heading
    title = one_line(_escaped(heading.text_content())) if heading is not None else ""
    text = _words(root, page.text)
    if not text:
        raise NotAFeed(f"what the selector `{page.text}` finds holds no text")
    date = _first(root, page.date) if page.date else None
    return _made(without_keys(url), title, text, date, root)


def _made(link: str, title: str, text: str, date: Any | None, element: Any) -> Item:
    """An item of plain text, a line a paragraph, as the feeds have theirs: in HTML."""
    paragraphs = _escaped(text).replace("\n", "\n\n")
    return Item("", link, _escaped(title), (paragraphs,), (_moment(date),), _language(element))


# ── elements ───────────────────────────────────────────────────────────────────────────────


@cache
def _xpath(selector: str) -> Any:
    """The selector, for an element and everything in it."""
    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))


def _all(element: Any, selector: str) -> Sequence[Any]:
    found: Sequence[Any] = _xpath(selector)(element)
    return found


def _first(element: Any, selector: str) -> Any | None:
    return next(iter(_all(element, selector)), None)


def _words(element: Any, selector: str) -> str:
    """The text of all that a selector finds, each part once, a line a part."""
    found = _all(element, selector)
    inner = {below for one in found for below in one.iterdescendants()}
    return "\n".join(filter(None, (plain(_markup(one)) for one in found if one not in inner)))


def _markup(element: Any, without: Sequence[Any] = ()) -> str:
    """An element as HTML of its own; without some of its elements, whose place stays empty."""
    if not without:
        return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return "".join(_pieces(element, [one for one in without if one is not None]))


def _pieces(element: Any, without: Sequence[Any]) -> Iterator[str]:
    """The text of an element and its descendants as HTML, a block's edges kept, some elements left out."""
    left_out = {below for one in without for below in one.iter()}
    for event, here in etree.iterwalk(element, events=("start", "end")):
        if here in left_out:
            if event == "end" and here in without and here is not element:
                yield _escaped(here.tail or "")
        elif event == "start":
            yield f"<{here.tag}>{_escaped(here.text or '')}"
        else:
            yield f"</{here.tag}>" + (_escaped(here.tail or "") if here is not element else "")


def _moment(element: Any | None) -> str:
    """A date as the page has it for machines (`<time datetime>`, `<meta content>`), else as it is printed."""
    if element is None:
        return ""
    return str(element.get("datetime") or element.get("content") or element.text_content()).strip()


def _language(element: Any) -> str:
    """What the page says the language is, here or further out."""
    said = (one.get("lang") for one in (element, *element.iterancestors()))
    return next(filter(None, said), "")


def _base(root: Any, url: str) -> str:
    base = _first(root, "base[href]")
    return _joined(url, base.get("href")) if base is not None else url


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()) if link else ""
    except ValueError:
        return ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# ── bytes → text ───────────────────────────────────────────────────────────────────────────

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def _decoded(body: bytes, content_type: str) -> str:
    """The page's text: by its mark, the header's charset, its own word, UTF-8 if it is that, else windows-1252."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    said = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    written = re.search(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", body[:_HEAD], re.IGNORECASE)
    names = (said[1] if said else "", written[1].decode("ascii", "replace") if written else "")
    codec = next(filter(None, map(_codec, names)), None)
    if codec is None:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            codec = "cp1252"
    return body.decode(codec, "replace")


def _codec(name: str) -> str | None:
    """Python's name of a charset, if it is one for text; browsers read Latin-1 as windows-1252, and so do we."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in _NOT_FOR_PAGES:
        return None
    return "cp1252" if found.name in ("iso8859-1", "ascii") else found.name


_NOT_FOR_PAGES = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
