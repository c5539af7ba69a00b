"""Bytes → entries; one function a feed format.

feedparser reads RSS, RDF and Atom, however broken (it never raised on 4,400 test feeds, and its
`bozo` is a note, not a failure); JSON Feed is read here.  All HTML is reduced to text on the way
in, so that offsets point into what is stored.
"""

from __future__ import annotations

import io
import json
import re
import xml.sax.expatreader  # noqa: F401  feedparser loads it with its first feed: too late where no file opens
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from monitor.core import page, quick
from monitor.core.channel import Channel, Item
from monitor.core.discover import feeds_of, that_links_to
from monitor.core.markup import longest, one_line
from monitor.core.syndication import asked_every
from monitor.errors import NotAFeed
from monitor.model import Entry, Feed, Layout, Source, content_id

PAGE = "page"
"""The kind of a source that is no feed."""

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web there were no feeds: an earlier date is a placeholder (1970), or a year of another
calendar (1404)."""

FUTURE = timedelta(days=1)
"""How far ahead of our own clock a publisher's date may lie: all time zones, and a little drift."""


QUICK = 1_000_000
"""Bytes up to which a feed may be read quickly in the midst of other work: the reader holds a dozen times as many."""

LONGEST_TEXT = 250_000
"""Characters of an entry's text; no article is as long, and reading figures takes up to 12 µs for each."""

CUT = "\n[…]"
"""The end of a text that was cut."""


def parse(body: bytes, content_type: str, source: Source, seen_at: datetime, most: int | None = None) -> Feed:
    """Read a feed: its entries, in its order, each (guid, revision) once; of more than `most` items the newest.

    A source of the kind `page` is read by its selectors.  `content_type` is the header as the server
    sent it (its charset counts).  A feed without items
    has no entries.  An item with neither title nor text is left out.  Raises NotAFeed, naming what came
    instead.  It does not know which entries are new.
    """
    if source.kind == PAGE:
        return _feed(_page(body, content_type, source), source, seen_at, most)
    json = _looks_like_json(body)
    channel = _json_feed(body, source.url) if json else _xml_feed(body, content_type, source.url)
    return _feed(channel, source, seen_at, most)


def quick_parse(
    body: bytes, content_type: str, source: Source, seen_at: datetime, most: int | None = None
) -> Feed | None:
    """What `parse` says of a well-formed feed, in a tenth of its time and without its dangers; None for all others.

    It takes time and memory in proportion to the bytes, and does not say why it declines: `parse` will.
    Raises NotAFeed only for JSON.
    """
    if source.kind == PAGE:
        return None
    channel = (
        _json_feed(body, source.url) if _looks_like_json(body) else quick.read(body, content_type, source.url)
    )
    return None if channel is None else _feed(channel, source, seen_at, most)


def parse_any(
    body: bytes, content_type: str, source: Source, seen_at: datetime, most: int | None = None
) -> Feed:
    """What `quick_parse` says, or where it declines `parse`; for where time and memory are counted."""
    said = (body, content_type, source, seen_at, most)
    feed = quick_parse(*said)
    return parse(*said) if feed is None else feed


def _feed(channel: Channel, source: Source, seen_at: datetime, most: int | None) -> Feed:
    items = channel.items if most is None else _newest(channel.items, most, seen_at)
    entries: dict[tuple[str, str, str], Entry] = {}
    for item in items:
        entry = _entry(item, source, seen_at)
        if entry.title or entry.text:
            entries.setdefault((entry.guid, entry.title, entry.text), entry)
    left_out = len(channel.items) - len(items)
    return Feed(
        tuple(entries.values()),
        title=one_line(channel.title),
        every=asked_every(channel.ttl, channel.period, channel.frequency),
        left_out=left_out,
    )


def _newest(items: tuple[Item, ...], most: int, seen_at: datetime) -> tuple[Item, ...]:
    """As many items as may be read, in the feed's order: those of the latest dates, which not every feed begins with.

    One without a date counts as new; of those of one date the first are taken.
    """
    if len(items) <= most:
        return items
    moments = [_published(item.dates, seen_at) or seen_at for item in items]
    latest = sorted(range(len(items)), key=moments.__getitem__, reverse=True)[:most]
    return tuple(items[place] for place in sorted(latest))


# ── the formats ────────────────────────────────────────────────────────────────────────────


def _xml_feed(body: bytes, content_type: str, url: str) -> Channel:
    """RSS 0.9x, RSS 1.0 (RDF), RSS 2.0, Atom 0.3 and 1.0, CDF.  Does not trust the content type."""
    # A BytesIO, because feedparser opens a local file when bytes look like its path.  Its sanitiser
    # is off: it costs 2.5–3 times the parsing, and nothing but plain text leaves this module.
    try:
        answer = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": content_type, "content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except MemoryError:  # says nothing of the feed
        raise
    except Exception as error:  # found by fuzzing: a damaged declaration makes it raise almost anything
        raise NotAFeed(f"{what_is(body)}, too damaged to be read ({type(error).__name__})") from None
    if not answer.get("version") and not answer.entries:
        raise _no_feed(body, content_type, url)
    about = answer.feed
    language = _text(about.get("language"))
    return Channel(
        items=tuple(_xml_item(entry, language) for entry in answer.entries),
        title=_text(about.get("title")),
        ttl=_text(about.get("ttl")),
        period=_text(about.get("sy_updateperiod")),
        frequency=_text(about.get("sy_updatefrequency")),
    )


def _xml_item(entry: dict[str, Any], feed_language: str) -> Item:
    """One feedparser entry; any key may be missing and any value may be of another type."""
    contents = [_text(part.get("value")) for part in entry.get("content") or ()]
    detail = entry.get("title_detail") or {}
    return Item(
        id=_text(entry.get("id")),
        link=_text(entry.get("link")),
        title=_text(entry.get("title")),
        texts=(*contents, _text(entry.get("summary"))),
        # dict.get, because feedparser's own gives one date for another, with a warning.
        dates=tuple(_text(dict.get(entry, key)) for key in ("published", "updated", "created")),
        language=_text(entry.get("language")) or _text(detail.get("language")) or feed_language,
    )


def _json_feed(body: bytes, url: str) -> Channel:
    """JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        feed = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        raise NotAFeed("no feed, but something that begins like JSON and cannot be read as such") from None
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in _text(feed.get("version")):
        raise NotAFeed("no feed, but JSON that is no JSON Feed (it names no jsonfeed.org version)")
    items = feed.get("items")
    if not isinstance(items, list):
        raise NotAFeed("a JSON Feed without its list of items")
    base, language = _joined(url, _text(feed.get("home_page_url"))), _text(feed.get("language"))
    return Channel(
        items=tuple(_json_item(item, base, language) for item in items if isinstance(item, dict)),
        title=_escaped(_text(feed.get("title"))),
    )


def _json_item(item: Mapping[str, Any], base: str, feed_language: str) -> Item:
    """One JSON Feed item; content_text is plain, so its `<` and `&` are kept from being markup."""
    link = _text(item.get("url")) or _text(item.get("external_url"))
    return Item(
        id=_text(item.get("id")),
        link=_joined(base, link) if link else "",
        title=_escaped(_text(item.get("title"))),
        texts=(
            _text(item.get("content_html")),
            _escaped(_text(item.get("content_text"))),
            _escaped(_text(item.get("summary"))),
        ),
        dates=(_text(item.get("date_published")), _text(item.get("date_modified"))),
        language=_text(item.get("language")) or feed_language,
    )


def _page(body: bytes, content_type: str, source: Source) -> Channel:
    """An HTML page of an organisation that has no feed: what the source's selectors find on it."""
    try:
        return page.read(body, content_type, source.page or Layout(text="body"), source.url)
    except NotAFeed as error:
        raise NotAFeed(f"{error}; it is {what_is(body)}") from None


# ── what comes instead of a feed ───────────────────────────────────────────────────────────


def _no_feed(body: bytes, content_type: str, url: str) -> NotAFeed:
    """What came instead of XML that is a feed; of an HTML page also the feeds that it links to."""
    what = what_is(body)
    page = feeds_of(body, content_type, url) if what.startswith(_A_PAGE) else ()
    links = tuple((link.url, link.title) for link in page)
    return NotAFeed(f"no feed, but {what}{that_links_to(links)}", links)


def what_is(body: bytes) -> str:
    """Name what the bytes are, for a person: «an HTML page titled "Log in"».  Never parses it whole."""
    head = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return "an empty body"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    text = head.decode("utf-8", "replace")
    if re.search(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", text, re.IGNORECASE):
        return _html_page(body)
    if root := re.search(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]", text):
        return f"XML with the root <{root[1]}>"
    if "\x00" in text or text.count("\ufffd") > len(text) // 10:
        return "binary data"
    return f"plain text that begins «{one_line(_escaped(text))[:60]}»"


_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PK\x03\x04", "a zip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)


def _html_page(body: bytes) -> str:
    text = body[:65536].decode("utf-8", "replace")
    title = re.search(r"<title[^<>]{0,200}>([^<]{1,500})", text, re.IGNORECASE)
    return f"{_A_PAGE} titled «{one_line(title[1])[:80]}»" if title else f"{_A_PAGE} without a title"


_A_PAGE = "an HTML page"


def _looks_like_json(body: bytes) -> bool:
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


# ── from an item to an entry ───────────────────────────────────────────────────────────────


def _entry(item: Item, source: Source, seen_at: datetime) -> Entry:
    title = one_line(item.title)
    text = _within(longest(item.texts))  # of equals the first: the content
    link = _web_link(item.link)
    return Entry(
        source_id=source.id,
        guid=_stored(item.id) or link or content_id("title", title or text),
        url=link,
        title=title,
        text=text,
        language=_primary(item.language) or source.language,
        published_at=_published(item.dates, seen_at),
        seen_at=seen_at,
    )


def _within(text: str) -> str:
    """A text of a length that can be read; what is cut off, between words where there are any, is marked."""
    if len(text) <= LONGEST_TEXT:
        return text
    end = max(
        text.rfind(" ", LONGEST_TEXT // 2, LONGEST_TEXT), text.rfind("\n", LONGEST_TEXT // 2, LONGEST_TEXT)
    )
    return text[: end if end > 0 else LONGEST_TEXT] + CUT


def _web_link(link: str) -> str:
    """The link if a browser may follow it (http or https, with a host), else ''."""
    if _USUAL_LINK.fullmatch(link):
        return link
    link = re.sub(r"[\x00-\x20\x7f\ud800-\udfff]+", "", link)
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and host else ""


_USUAL_LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:[/?#][!-Z_a-z|~]*)?")


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _stored(text: str) -> str:
    """An id as it can be stored: no lone surrogates, no NUL, no white space around it."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd").strip()


def _primary(language: str) -> str | None:
    """The primary subtag of a language tag (fa-IR → fa); None for what is no tag (RFC 5646)."""
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", language.strip())
    return found[1].lower() if found else None


def _text(value: object) -> str:
    """A value from the feed as text; '' for what is neither a string nor a number."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _escaped(text: str) -> str:
    """Plain text as HTML, so that `plain` gives it back unchanged."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


# ── dates ──────────────────────────────────────────────────────────────────────────────────


def _published(dates: tuple[str, ...], seen_at: datetime) -> datetime | None:
    """The first date that can be read and can be true, in UTC."""
    for text in dates:
        moment = moment_of(text)
        if moment is not None and OLDEST <= moment <= seen_at + FUTURE:
            return moment
    return None


def moment_of(text: str) -> datetime | None:
    """Read a date of RFC 3339, ISO 8601 or RFC 5322 as UTC; None for everything else.

    A date that names no zone is taken as UTC, as feed readers do.  A date in a zone whose name
    stands for several (IST), or that we do not know, is None: half a day off is worse than no date.
    """
    text = text.strip()
    usual = _usual(text)
    if usual is not None:
        return usual
    for read in _DATE_FORMATS:
        try:
            moment = read(text)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
        if moment is not None:
            return moment
    return None


def _usual(text: str) -> datetime | None:
    """Wed, 14 Jan 2026 10:00:00 GMT, as nearly all feeds write it: `_rfc5322` in a tenth of the time."""
    found = _USUAL_DATE.fullmatch(text)
    if not found:
        return None
    day, month, year, time, zone = found.groups("Z")
    try:
        return datetime.fromisoformat(f"{year}-{_MONTHS[month]}-{day:0>2}T{time}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
_USUAL_DATE = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([12][0-9]{{3}})"
    r" ((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]) (?:GMT|UTC|Z|([+-][01][0-9][0-5][0-9]))"
)


def _iso(text: str) -> datetime | None:
    """2026-01-14T10:00:00+0330, with a blank for the T, without the time, with a Z."""
    # feedparser reads +0330 as three hours; Iran's feeds are full of it.
    moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d|Z$)", "", text))
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _rfc5322(text: str) -> datetime | None:
    """Wed, 14 Jan 2026 10:00:00 +0330; the day's name may be missing or wrong."""
    text = re.sub(r"\b(?:GMT|UTC)\s*(?=[+-]\d)", " ", text)
    text = re.sub(r"\s([+-])(\d{1,2})(?::(\d\d))?$", _four_digits, text)
    name = re.search(r"\d\s+([A-Za-z]{1,5})$", text)
    parts = parsedate_tz(text)
    if parts is None:
        return None
    zone = parts[9]
    if name and name[1].upper() not in _UNIVERSAL | _AMERICAN:
        if name[1].upper() not in _ZONES:
            return None
        zone = _ZONES[name[1].upper()]
    return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=zone or 0))).astimezone(UTC)


def _four_digits(zone: re.Match[str]) -> str:
    """+3:30 → +0330, the only form that the standard library reads rightly."""
    sign, hours, minutes = zone.groups(default="00")
    return f" {sign}{hours:0>2}{minutes}"


_UNIVERSAL = {"UT", "UTC", "GMT", "Z"}
_AMERICAN = {"EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}  # RFC 5322, section 4.3
_ZONES = {
    # Names in use for one zone only, in seconds east of Greenwich (IANA time zone database).
    "WET": 0,
    "WEST": 3600,
    "BST": 3600,
    "CET": 3600,
    "CEST": 7200,
    "EET": 7200,
    "EEST": 10800,
    "MSK": 10800,
    "TRT": 10800,
    "IRST": 12600,
    "IRDT": 16200,
    "AFT": 16200,
    "PKT": 18000,
    "JST": 32400,
    "AKST": -32400,
    "AKDT": -28800,
}

_DATE_FORMATS: tuple[Callable[[str], datetime | None], ...] = (_iso, _rfc5322)
