"""What a new source is called, and in which language it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.checks import SLUG
from monitor.core.newcomer import host_of, id_of, keys_in, language_of, title_of
from monitor.model import Entry, content_id
from tests.core.test_parse import SEEN_AT

URL = "https://www.en-hrana.org/feed/"
KNOWN = ("en", "fa", "ar", "fr")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("BBC News", "BBC News"),
        ("HRANA » Feed", "HRANA"),
        ("Herald – RSS Feed", "Herald"),
        ("World – TIME", "World – TIME"),
        ("The Feed the Hungry", "The Feed the Hungry"),
        ("Al Jazeera – Breaking News, World News and Video from Al Jazeera", "Al Jazeera"),
        ("<b>A</b>\n &amp; B\x1b[31m", "A & B[31m"),
        ("Top Stories", "en-hrana.org: Top Stories"),
        ("World News: Breaking news, politics, crime, tech, and more", "en-hrana.org: World News"),
        ("The World and I", "The World and I"),
        (
            "Comments on: a very long article about all the world – Herald",
            "Comments on: a very long article about all the world",
        ),
        ("RSS", "en-hrana.org"),
        ("", "en-hrana.org"),
        ("ا" * 200, "ا" * 79 + "…"),
    ],
)
def test_a_title_is_what_the_feed_calls_itself_without_what_all_feeds_say(said: str, title: str) -> None:
    assert title_of(said, URL) == title


@pytest.mark.parametrize(
    ("title", "taken", "id"),
    [
        ("BBC News – Wörld", (), "bbc-news-world"),
        ("خبرگزاری هرانا", (), "en-hrana-org"),
        ("Straße & Co. No. 1", (), "strasse-co-no-1"),
        ("2026", (), "en-hrana-org"),
        ("Herald", ("herald",), "herald-2"),
        ("Herald", ("herald", "herald-2", "herald-3"), "herald-4"),
        ("Herald", ("herald", *(f"herald-{number}" for number in range(2, 10))), "herald-HASH"),
        ("en-hrana.org: World", (), "en-hrana-org-world"),
        (
            "a very long title that goes on and on and never ends at all",
            (),
            "a-very-long-title-that-goes-on-and-on",
        ),
    ],
)
def test_an_id_is_made_of_the_title_or_else_of_the_host(title: str, taken: tuple[str, ...], id: str) -> None:
    assert id_of(title, URL, taken) == id.replace("HASH", content_id(URL)[:8])


@given(st.text(max_size=60), st.sets(st.sampled_from(["source", "a", "en-hrana-org"])))
def test_an_id_is_always_a_free_slug(title: str, taken: set[str]) -> None:
    made = id_of(title, URL, taken)
    assert re.fullmatch(SLUG, made)
    assert made not in taken


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://feeds.example.org/x", "example.org"),
        ("https://rss.org/x", "rss.org"),
        ("http://127.0.0.1:8/x", "127.0.0.1"),
    ],
)
def test_a_host_is_named_without_its_service(url: str, host: str) -> None:
    assert host_of(url) == host


def entry(text: str, language: str | None = None) -> Entry:
    return Entry("new", text, "", text, "", language, None, SEEN_AT)


FARSI = entry("شمار کشته‌شدگان اعتراضات در ایران به ۲۶۱۵ نفر رسید", "en")
ENGLISH = entry("The number of people who were killed in the protests has risen, the group said on Monday")


@pytest.mark.parametrize(
    ("entries", "language"),
    [
        ([FARSI] * 5, "fa"),
        ([ENGLISH] * 5, "en"),
        ([ENGLISH, *[FARSI] * 5], "fa"),
        ([ENGLISH, FARSI], None),
        ([], None),
        ([entry("")], None),
    ],
)
def test_the_language_is_that_of_the_entries_and_not_what_the_feed_says(
    entries: list[Entry], language: str | None
) -> None:
    assert language_of(entries, KNOWN) == language


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("https://example.org/feed?page=2&section=world-news", 0),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UCR-DXc1voovS8nhAvccRZhg", 0),
        ("https://example.org/feed?token=${FEED_TOKEN}", 0),
        ("https://${USER}:${PASSWORD}@example.org/feed", 0),
        ("https://example.org/feed?key=a", 0),
        ("https://example.org/feed?token=hunter2", 1),
        ("https://example.org/feed?x=1;api_key=hunter2", 1),
        ("https://me:hunter2@example.org/feed?auth=hunter2", 2),
    ],
)
def test_a_key_in_an_address_is_seen_by_its_name(url: str, keys: int) -> None:
    found = keys_in(url)
    assert len(found) == keys
    assert "hunter2" not in " ".join(found)
