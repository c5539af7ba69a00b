"""Pages of organisations without a feed: what selectors find on them, and that nothing goes missing silently."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.page import selector_fault
from monitor.core.parse import parse
from monitor.errors import NotAFeed
from monitor.model import Entry, Layout, Source

SEEN_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
SOURCE = Source("group", "A group", "https://group.example/news/", "B2", kind="page")

LISTING = """<!doctype html><html lang="en-GB"><head><title>News</title></head><body>
<nav><a href="/">Home</a></nav>
<article class="news"><h2><a href="toll.html">The toll <b>rises</b></a></h2>
  <time datetime="2026-01-14T10:00:00Z">2 hours ago</time>
  <p class="teaser">At least 544 people were killed.</p><p>By our <i>own</i> count.</p></article>
<article class="news"><a href="/2026/arrests"><img src="x.jpg"></a>
  <h2><a href="/2026/arrests">Arrests</a></h2><span class="on">2026-01-13</span></article>
<article class="news"><h2>A headline without a link</h2></article>
</body></html>"""


def read(
    html: str | bytes, page: Layout, content_type: str = "text/html", **source: str
) -> tuple[Entry, ...]:
    body = html.encode() if isinstance(html, str) else html
    return parse(body, content_type, replace(SOURCE, page=page, **source), SEEN_AT).entries  # type: ignore[arg-type]


def why_not(html: str, page: Layout) -> str:
    with pytest.raises(NotAFeed) as failure:
        read(html, page)
    return str(failure.value)


# ── a listing ──────────────────────────────────────────────────────────────────────────────


def test_each_item_of_a_listing_is_an_entry() -> None:
    toll, arrests = read(LISTING, Layout(items="article.news", title="h2"))
    assert (toll.guid, toll.url) == ("https://group.example/news/toll.html",) * 2
    assert toll.title == "The toll rises"
    assert toll.text == "At least 544 people were killed.\nBy our own count."
    assert toll.published_at == datetime(2026, 1, 14, 10, tzinfo=UTC)
    assert toll.language == "en"
    assert (arrests.title, arrests.url) == ("Arrests", "https://group.example/2026/arrests")


def test_links_alone_are_a_listing_too() -> None:
    entries = read(LISTING, Layout(items="article.news h2 a"))
    assert [(entry.title, entry.text) for entry in entries] == [("The toll rises", ""), ("Arrests", "")]


def test_what_is_chosen_is_what_is_taken() -> None:
    page = Layout(items="article", link="h2 a", title="b", text=".teaser", date=".on")
    toll, arrests = read(LISTING, page)
    assert (toll.title, toll.text, toll.published_at) == ("rises", "At least 544 people were killed.", None)
    assert arrests.published_at == datetime(2026, 1, 13, tzinfo=UTC)


def test_how_long_ago_it_was_makes_no_new_revision() -> None:
    page = Layout(items="article.news")
    before, later = read(LISTING, page), read(LISTING.replace("2 hours", "3 hours"), page)
    assert [entry.id for entry in before] == [entry.id for entry in later]


def test_a_picture_that_links_to_the_article_is_not_a_second_one() -> None:
    html = '<div><a href="/a"><img></a><a href="/a">Dozens killed</a><a href="/a">Read more</a></div>'
    assert [entry.title for entry in read(html, Layout(items="a"))] == ["Dozens killed"]


def test_relative_links_begin_where_the_page_says() -> None:
    html = '<head><base href="https://cdn.example/en/"></head><p><a href="x?a=1&amp;b=2#top"> A </a></p>'
    assert read(html, Layout(items="p"))[0].url == "https://cdn.example/en/x?a=1&b=2#top"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "mailto:a@b.example", "#", "", "//[bad", "data:,x"])
def test_a_link_that_no_browser_should_follow_is_no_entry(href: str) -> None:
    html = f'<p><a href="{href}">A</a></p><p><a href="/b">B</a></p>'
    assert [entry.title for entry in read(html, Layout(items="p"))] == ["B"]


# ── a page that is rewritten ───────────────────────────────────────────────────────────────

TOLL = "<title>Count</title><h1>The count</h1><div id=c><p>{} killed</p><ul><li>Iran</ul></div><p>Contact</p>"


def test_a_page_that_is_rewritten_is_one_entry_in_new_revisions() -> None:
    page = Layout(text="#c")
    [before], [after] = read(TOLL.format(544), page), read(TOLL.format(2615), page)
    assert (before.title, before.text) == ("The count", "544 killed\nIran")
    assert before.guid == after.guid == before.url == SOURCE.url
    assert before.revision != after.revision
    assert read(TOLL.format(544).replace("Contact", "Contact us"), page) == (before,)


def test_parts_inside_of_parts_are_read_once() -> None:
    [entry] = read(TOLL.format(544), Layout(text="#c, #c p, h1"))
    assert entry.text == "The count\n544 killed\nIran"


def test_a_key_in_the_pages_own_address_is_not_shown() -> None:
    [entry] = read(TOLL.format(1), Layout(text="#c"), url="https://group.example/count?token=s3cret")
    assert "s3cret" not in repr(entry)


# ── a page that was rebuilt ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            Layout(items="li.news"),
            "the selector `li.news` finds nothing on the page; it is an HTML page titled «News»",
        ),
        (
            Layout(items="article", text=".summary"),
            "`text: .summary` finds nothing in any of the 3 items; it is",
        ),
        (Layout(items="article", link="a.more"), "`link: a.more` finds nothing in any of the 3 items; it is"),
        (Layout(items="article", date="abbr"), "`date: abbr` finds nothing in any of the 3 items; it is"),
        (Layout(items="time"), "none of the 1 items of `time` has a link with a title; it is"),
        (Layout(text="main"), "the selector `main` finds nothing on the page; it is"),
        (Layout(text="nav", title="h5"), "the selector `h5` finds nothing on the page; it is"),
        (Layout(text="img"), "what the selector `img` finds holds no text; it is"),
    ],
)
def test_a_selector_that_finds_nothing_is_a_failure(page: Layout, reason: str) -> None:
    assert why_not(LISTING, page).startswith(reason)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "an empty body"),
        ("%PDF-1.7", "a PDF document"),
        ("<rss><channel/></rss>", "XML with the root <rss>"),
    ],
)
def test_what_is_no_page_is_called_by_its_name(body: str, what: str) -> None:
    assert why_not(body, Layout(items="a.x")).endswith(f"it is {what}")


# ── encodings ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p><a href=/>کشته</a>".encode(), "text/html"),
        (b"\xef\xbb\xbf" + "<p><a href=/>کشته</a>".encode(), "text/html; charset=latin-1"),
        ("<p><a href=/>کشته</a>".encode("utf-16"), "text/html"),
        ("<p><a href=/>کشته</a>".encode(), "text/html; charset=klingon"),
        ('<meta charset="utf-8"><p><a href=/>کشته</a>'.encode(), ""),
        ("<meta charset=latin-1><p><a href=/>کشته</a>".encode(), "text/html; charset=UTF-8"),
        ("<p><a href=/>کشته</a>".encode(), "text/html; charset=hex"),
    ],
)
def test_an_encoding_is_found(body: bytes, content_type: str) -> None:
    assert read(body, Layout(items="p"), content_type)[0].title == "کشته"


def test_western_pages_that_do_not_say_it_are_read_as_browsers_do() -> None:
    assert read("<p><a href=/>Zürich – «50» Tote</a>".encode("cp1252"), Layout(items="p"))[0].title == (
        "Zürich – «50» Tote"
    )
    arabic = "<p><a href=/>مقتل</a>".encode("cp1256")
    assert read(arabic, Layout(items="p"), "text/html;charset=windows-1256")[0].title == "مقتل"


# ── hostile pages ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 50_000 + b"<p><a href=/>x</a>",
        b"<" * 200_000,
        b"<p>" * 50_000,
        b"\x00<p>\x01\x1b<a href=/>\x02</a>" * 2_000,
        b"<table><tr><td>" * 5_000,
        b"<p><a href='" + b"x" * 300_000 + b"'>a</a>",
        b"&amp;" * 200_000,
    ],
)
@pytest.mark.parametrize("page", [Layout(items="p"), Layout(text="body")])
def test_a_hostile_page_is_read_or_refused(html: bytes, page: Layout) -> None:
    with contextlib.suppress(NotAFeed):
        assert read(html, page)


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        ("article.news", None),
        ("#content > h2:has(> a), li:nth-child(2)", None),
        ("article[", "expected ident or '*'"),
        ("a::attr(href)", "pseudo-elements are not supported"),
        ("svg|a", "undefined namespace prefix"),
        ("//article", "expected selector"),
        ("", "expected selector"),
    ],
)
def test_a_selector_that_cannot_be_used_says_why(selector: str, fault: str | None) -> None:
    said = selector_fault(selector)
    assert (said or "").startswith(fault or "") and (said is None) == (fault is None)
