"""The feeds that a page links to: which, in which order, and that no page can hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.discover import (
    MAX_GUESSES,
    MAX_LINKS,
    address_key,
    feeds_of,
    guesses,
    that_links_to,
    web_address,
)
from monitor.core.parse import parse
from monitor.errors import NotAFeed
from monitor.model import Source
from tests.core.test_parse import SEEN_AT

PAGE = "https://www.example.org/world/"


def found(markup: str, url: str = PAGE, content_type: str = "text/html; charset=utf-8") -> list[str]:
    return [link.url for link in feeds_of(f"<html>{markup}</html>".encode(), content_type, url)]


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (link("/feed/"), ["https://www.example.org/feed/"]),
        (link("feed.xml"), ["https://www.example.org/world/feed.xml"]),
        (link("//cdn.example.org/feed"), ["https://cdn.example.org/feed"]),
        (link("feed://example.org/rss"), ["https://example.org/rss"]),
        (link("feed:http://example.org/rss"), ["http://example.org/rss"]),
        (link("/a", "application/atom+xml"), ["https://www.example.org/a"]),
        (link("/a", "application/rdf+xml"), ["https://www.example.org/a"]),
        (link("/a", "application/feed+json"), ["https://www.example.org/a"]),
        (link("/a", "Application/RSS+XML; charset=utf-8", "ALTERNATE"), ["https://www.example.org/a"]),
        (link("/a", "text/xml"), ["https://www.example.org/a"]),
        (link("/a", rel="alternate feed"), ["https://www.example.org/a"]),
        (link("/a", "", rel="feed"), ["https://www.example.org/a"]),
        # a base, and what is relative to it
        ('<base href="https://other.example/x/">' + link("feed"), ["https://other.example/x/feed"]),
        ('<base href="/x/">' + link("feed"), ["https://www.example.org/x/feed"]),
        # what is no feed
        (link("/a.css", rel="alternate stylesheet"), []),
        (link("/wp-json/x", "application/json"), []),
        (link("/oembed", "text/xml+oembed"), []),
        (link("/fa/", "text/html"), []),
        (link("/rss", rel="canonical", kind=""), []),
        (link(PAGE), []),
        (link("javascript:alert(1)"), []),
        (link("file:/etc/passwd"), []),
        (link("http://"), []),
        (link("http://[::1"), []),
        (link("http://example.org:port/feed"), []),
        (link(""), []),
        ('<a href="/sitemap.xml">Map</a><a href="/news">News</a><a href="/feedback">Feedback</a>', []),
        # links in the text, where nothing is declared
        ('<a href="/rss">RSS</a>', ["https://www.example.org/rss"]),
        ('<a href="/index.rdf">RSS</a>', ["https://www.example.org/index.rdf"]),
        ('<a href="/?feed=rss2&amp;lang=fa">RSS</a>', ["https://www.example.org/?feed=rss2&lang=fa"]),
        ('<a href="https://feeds.example.org/top">Top</a>', ["https://feeds.example.org/top"]),
        ('<a href="/x" type="application/rss+xml">x</a>', ["https://www.example.org/x"]),
    ],
)
def test_a_feed_that_a_page_links_to_is_found(markup: str, wanted: list[str]) -> None:
    assert found(markup) == wanted


def test_declared_feeds_come_first_and_those_of_comments_last() -> None:
    page = (
        '<a href="/rss">RSS</a>'
        + link("/comments/feed/", title="Example » Comments Feed")
        + link("/dari/feed", title="نمونه » خوراک دیدگاه‌ها")
        + link("/feed/", title="Example » Feed")
        + link("/world/atom.xml", "application/atom+xml")
    )
    assert found(page) == [
        f"https://www.example.org{path}"
        for path in ("/feed/", "/world/atom.xml", "/rss", "/comments/feed/", "/dari/feed")
    ]


def test_one_feed_is_named_once() -> None:
    page = (
        link("/feed/") + link("http://example.org/feed", "application/rdf+xml") + '<a href="/feed/#x">RSS</a>'
    )
    assert found(page) == ["https://www.example.org/feed/"]


def test_titles_are_one_line_of_text() -> None:
    page = '<link rel=alternate type="application/rss+xml" href=/a title="<b>A</b>\n&amp;\x07 B">'
    assert [one.title for one in feeds_of(page.encode(), "", PAGE)] == ["A & B"]


def test_a_catalogue_is_cut() -> None:
    assert len(found("".join(link(f"/{number}") for number in range(100)))) == MAX_LINKS


@pytest.mark.parametrize(
    "content_type", ["", "text/html; charset=klingon", "text/html; charset=utf-16", ";;"]
)
def test_a_wrong_charset_does_no_harm(content_type: str) -> None:
    assert len(found(link("/feed/"), content_type=content_type)) <= 1


@pytest.mark.parametrize(
    "page",
    [
        b"<" * 100_000,
        b"<a href=/rss" * 20_000,
        b"<div>" * 200_000 + b"<a href=/rss>",
        b"<link " + b"x=y " * 300_000,
        b'<link rel=alternate type="application/rss+xml" href=' + b"/" * 2_000_000,
        b"<a href=/rss>" + b"<b>" * 50_000,
        b"<p>word</p>" * 200_000,
        b"\x00" * 100_000,
        b"",
    ],
    ids=["lt", "open-a", "deep", "attributes", "long-address", "deep-a", "large", "zeros", "empty"],
)
def test_no_page_takes_long(page: bytes) -> None:
    begun = time.process_time()
    feeds_of(page, "text/html", PAGE)
    assert time.process_time() - begun < 2


@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_stands_in_a_page_only_web_addresses_come_out(markup: str, href: str) -> None:
    page = f'{markup}<link rel="alternate" type="application/rss+xml" href="{href}">'
    for one in feeds_of(page.encode("utf-8", "replace"), "text/html; charset=utf-8", PAGE):
        assert one.url == web_address(one.url)
        assert one.url.startswith(("http://", "https://"))
        assert "${" not in one.url


@given(st.text(max_size=80))
def test_an_address_that_was_made_good_stays_as_it_is(text: str) -> None:
    once = web_address(f"https://example.org/{text}")
    assert web_address(once) == once


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://Example.org/feed", "https://www.example.org/feed/", True),
        ("https://example.org:443/feed#top", "https://example.org/feed", True),
        ("https://example.org/feed?x=1", "https://example.org/feed?x=2", False),
        ("https://example.org/Feed", "https://example.org/feed", False),
        ("https://example.org:8443/feed", "https://example.org/feed", False),
        ("https://example.org/", "https://example.org", True),
    ],
)
def test_two_addresses_of_one_feed_are_known_to_be_one(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same


def test_a_site_is_asked_a_few_questions_only_and_beside_the_page_first() -> None:
    asked = guesses("https://user@example.org/fa/news?x=1#top")
    assert asked[:2] == ("https://user@example.org/fa/news/feed/", "https://user@example.org/feed/")
    assert len(asked) == MAX_GUESSES == len(set(asked))
    assert guesses("https://example.org")[0] == "https://example.org/feed/"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, ""),
        (1, " that links to the feed https://e.org/0"),
        (2, " that links to the feeds https://e.org/0 and https://e.org/1"),
        (3, " that links to the feeds https://e.org/0, https://e.org/1 and https://e.org/2"),
        (9, " that links to the feeds https://e.org/0, https://e.org/1 and 7 more"),
    ],
)
def test_links_are_named_in_a_few_words(count: int, said: str) -> None:
    assert that_links_to([(f"https://e.org/{number}", "") for number in range(count)]) == said


def test_a_page_where_a_feed_was_is_named_with_its_feeds_but_for_keys() -> None:
    """A page may say back the key that it was asked with."""
    page = f"<html><title>Moved</title>{link('/feed?token=hunter2')}<a href='/rss'>RSS</a></html>"
    with pytest.raises(NotAFeed) as failure:
        parse(page.encode(), "text/html", Source("s", "S", PAGE, "F"), SEEN_AT)
    assert str(failure.value) == (
        "no feed, but an HTML page titled «Moved» that links to the feeds "
        "https://www.example.org/feed?token=*** and https://www.example.org/rss"
    )
    assert failure.value.links[1] == ("https://www.example.org/rss", "RSS")
