"""Bytes → entries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.parse import CUT, LONGEST_TEXT, moment_of, parse, parse_any, quick_parse
from monitor.errors import NotAFeed
from monitor.model import Entry, Feed, Source

FEEDS = Path(__file__).parent.parent / "feeds"
SOURCE = Source(id="feed", title="A feed", url="https://source.example/feeds/all", grade="B2", language="und")
SEEN_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
PAIRS = sorted(
    path for path in FEEDS.iterdir() if path.suffix != ".md" and not path.name.endswith(".expected.json")
)


def read(body: bytes, content_type: str = "application/xml") -> tuple[Entry, ...]:
    return parse(body, content_type, SOURCE, SEEN_AT).entries


def shown(entry: Entry) -> dict[str, object]:
    published = entry.published_at.isoformat() if entry.published_at else None
    return {
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "text": entry.text,
        "language": entry.language,
        "published_at": published,
    }


@pytest.mark.parametrize("feed", PAIRS, ids=lambda path: path.name)
def test_a_feed_is_read_as_the_file_beside_it_says(feed: Path) -> None:
    expected = json.loads(feed.with_name(f"{feed.name}.expected.json").read_text("utf-8"))
    if "not_a_feed" in expected:
        with pytest.raises(NotAFeed) as failure:
            read(feed.read_bytes(), expected["content_type"])
        assert str(failure.value) == expected["not_a_feed"]
        return
    entries = read(feed.read_bytes(), expected["content_type"])
    assert [shown(entry) for entry in entries] == expected["entries"]
    assert all(entry.source_id == "feed" and entry.seen_at == SEEN_AT for entry in entries)


def test_every_expectation_has_its_feed() -> None:
    expectations = {path.name.removesuffix(".expected.json") for path in FEEDS.glob("*.expected.json")}
    assert expectations == {path.name for path in PAIRS}


@pytest.mark.parametrize("reader", [parse, quick_parse])
def test_a_feed_says_how_often_it_wants_to_be_asked(reader: Callable[..., Feed | None]) -> None:
    feed = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>F</title>{}'
        "<item><title>Rain</title></item></channel></rss>"
    )
    update = "<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    for said, minutes in (("<ttl>90</ttl>", 90), (update, 30), (f"{update}<ttl>20</ttl>", 30)):
        found = reader(feed.format(said).encode(), "application/rss+xml", SOURCE, SEEN_AT)
        assert found is not None
        assert found.every == timedelta(minutes=minutes)
    assert parse(feed.format("").encode(), "application/xml", SOURCE, SEEN_AT).every is None


@pytest.mark.parametrize(
    "content_type", ["", "text/html", "text/plain; charset=klingon", "application/json", ";;="]
)
def test_a_wrong_content_type_does_no_harm(content_type: str) -> None:
    (entry,) = read((FEEDS / "persian.xml").read_bytes(), content_type)
    assert entry.title == "شمار کشته‌شدگان به ۲۶۱۵ نفر رسید"


def test_the_charset_of_the_header_counts() -> None:
    body = "<rss version='2.0'><channel><item><title>Łódź</title></item></channel></rss>".encode("iso-8859-2")
    assert read(body, "application/xml; charset=iso-8859-2")[0].title == "Łódź"


def test_bytes_that_look_like_a_path_open_no_file(tmp_path: Path) -> None:
    """A trap of feedparser: it opens a local file if it is given its path instead of a stream."""
    secret = tmp_path / "feed.xml"
    secret.write_bytes((FEEDS / "rss20.xml").read_bytes())
    with pytest.raises(NotAFeed):
        read(str(secret).encode())


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    body = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<rss version='2.0'><channel><item><title>a &x; b</title></item></channel></rss>"
    )
    assert "canary" not in str(read(body.encode()))


@pytest.mark.parametrize("nested", [b"[" * 200_000, b'{"version":' * 100_000])
def test_json_without_a_bottom_is_no_feed(nested: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(nested)


@pytest.mark.parametrize(
    "feed",
    [
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        '{"version": 1, "items": []}',
        '["https://jsonfeed.org/version/1"]',
    ],
)
def test_json_of_another_shape_is_no_feed(feed: str) -> None:
    with pytest.raises(NotAFeed):
        read(feed.encode())


def test_json_values_of_any_type_do_no_harm() -> None:
    odd = [None, True, 7, 1.5, "", "x", [], {}, ["a"], {"a": "b"}]
    keys = ("id", "url", "title", "content_html", "content_text", "summary", "date_published", "language")
    items = [dict.fromkeys(keys, value) | {"title": "t"} for value in odd]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, "language": []})
    assert {entry.title for entry in read(body.encode())} == {"t"}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    try:
        read(body)
    except NotAFeed:
        return


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=3))
def test_a_damaged_feed_is_a_feed_or_none(place: int, noise: bytes) -> None:
    body = (FEEDS / "atom10.xml").read_bytes()
    place %= len(body)
    try:
        entries = read(body[:place] + noise + body[place + len(noise) :])
    except NotAFeed:
        return
    for entry in entries:
        assert (entry.title + entry.text + entry.guid + entry.url).encode()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 14 Jan 2026 10:00:00 +0330", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("Wed, 14 Jan 2026 10:00:00 +03:30", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("Wed, 14 Jan 26 10:00:00 GMT+3:30", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("14 Jan 2026 10:00 EST", datetime(2026, 1, 14, 15, tzinfo=UTC)),
        ("Wed, 14 Jan 2026 10:00:00 Z", datetime(2026, 1, 14, 10, tzinfo=UTC)),
        ("Thu, 14 Jan 2026 10:00:00 CEST", datetime(2026, 1, 14, 8, tzinfo=UTC)),
        ("Wed, 14 Jan 2026 10:00:00", datetime(2026, 1, 14, 10, tzinfo=UTC)),
        ("2026-01-14T10:00:00+0330", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("2026-01-14T10:00:00.250Z", datetime(2026, 1, 14, 10, 0, 0, 250000, tzinfo=UTC)),
        ("2026-01-14 10:00:00 +03:30", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("2026-01-14", datetime(2026, 1, 14, tzinfo=UTC)),
        ("Wed, 14 Jan 2026 10:00:00 IST", None),
        ("Wed, 14 Jan 2026 10:00 PM", None),
        ("32 Jan 2026 10:00:00 GMT", None),
        ("Wed, 14 Jan 2026 10:00:00 +9999", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("14 janvier 2026", None),
        ("1768384800", None),
        ("now", None),
        ("", None),
    ],
)
def test_a_date_is_true_or_absent(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment


@given(st.text(max_size=40) | st.text(alphabet="0123456789-:+TZ WedJanGMT,./", max_size=40))
def test_no_date_makes_it_raise(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or moment.tzinfo is UTC


@given(
    st.integers(0, 32),
    st.sampled_from(["Jan", "Feb", "Dec", "Foo"]),
    st.sampled_from(["1999", "2026", "9999", "0001"]),
    st.tuples(st.integers(0, 24), st.integers(0, 60), st.integers(0, 61)),
    st.sampled_from(["GMT", "UTC", "Z", "+0000", "-0000", "+0330", "-1259", "+1959", "+2400", "EST", "IST"]),
)
def test_the_usual_form_of_a_date_is_read_like_the_unusual(
    day: int, month: str, year: str, time: tuple[int, int, int], zone: str
) -> None:
    """With two blanks a date takes the long way."""
    hour, minute, second = time
    usual = f"Wed, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} {zone}"
    assert moment_of(usual) == moment_of(usual.replace(f"{month} ", f"{month}  "))


@given(
    st.text(alphabet="aZ09./?#%&=+-_~:;@![]\\ é", max_size=10),
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
)
def test_a_usual_link_is_kept_like_an_unusual_one(rest: str, scheme: str) -> None:
    """What precedes a link and nobody sees makes it take the long way."""

    def kept(link: str) -> str:
        feed = {"version": "https://jsonfeed.org/version/1", "items": [{"title": "T", "url": link}]}
        return read(json.dumps(feed).encode(), "application/json")[0].url

    assert kept(f"{scheme}://{rest}") == kept(f"\x01{scheme}://{rest}")


# ── what is too much ────────────────────────────────────────────────────────────────────────

BOTH = pytest.mark.parametrize("reads", [parse, parse_any], ids=["by feedparser", "quickly"])


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>F</title>{''.join(items)}</channel></rss>".encode()


def item(number: int, date: str = "", text: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><guid>{number}</guid><title>Item {number}</title>{dated}<description>{text}</description></item>"


def day(number: int) -> str:
    return f"{number:02} Dec 2025 10:00:00 GMT"


@BOTH
def test_a_feed_of_735_items_is_read_whole(reads: Any) -> None:
    feed = reads(rss(*(item(number) for number in range(735))), "", SOURCE, SEEN_AT, 1_000)
    assert (len(feed.entries), feed.left_out) == (735, 0)


@BOTH
def test_of_too_many_items_the_newest_are_read_in_the_feeds_order(reads: Any) -> None:
    """Not every feed begins with what is new; one without a date may be new."""
    body = rss(item(1, day(1)), item(2, day(2)), item(3), item(4, day(20)), item(5, day(3)), item(6, day(30)))
    feed = reads(body, "", SOURCE, SEEN_AT, 3)
    assert ([entry.title for entry in feed.entries], feed.left_out) == (["Item 3", "Item 4", "Item 6"], 3)


@BOTH
def test_of_too_many_items_of_no_date_the_first_are_read(reads: Any) -> None:
    feed = reads(rss(*(item(number) for number in range(5))), "", SOURCE, SEEN_AT, 2)
    assert ([entry.title for entry in feed.entries], feed.left_out) == (["Item 0", "Item 1"], 3)


@BOTH
@pytest.mark.parametrize(
    ("text", "words"), [("word " * 60_000, {"word"}), ("x" * 300_000, {"x" * LONGEST_TEXT})]
)
def test_a_text_that_is_too_long_is_cut_between_words_with_a_mark(
    reads: Any, text: str, words: set[str]
) -> None:
    [entry] = reads(rss(item(1, text=text)), "", SOURCE, SEEN_AT).entries
    assert entry.text.endswith(CUT)
    assert set(entry.text.removesuffix(CUT).split()) == words
    assert LONGEST_TEXT - 10 < len(entry.text) <= LONGEST_TEXT + len(CUT)


@BOTH
def test_a_text_of_the_greatest_length_is_not_cut(reads: Any) -> None:
    [entry] = reads(rss(item(1, text="x" * LONGEST_TEXT)), "", SOURCE, SEEN_AT).entries
    assert entry.text == "x" * LONGEST_TEXT


@BOTH
def test_markup_in_titles_and_texts_ends_here_and_links_are_those_of_the_web(reads: Any) -> None:
    body = rss(
        "<item><guid>1</guid><title>a &lt;img src=x onerror=&quot;steal()&quot;&gt; b</title>"
        "<link>javascript:steal()</link><description>&lt;script&gt;steal()&lt;/script&gt;c"
        "&lt;a href='javascript:steal()'&gt; d&lt;/a&gt;</description></item>"
    )
    [entry] = reads(body, "", SOURCE, SEEN_AT).entries
    assert (entry.title, entry.text, entry.url) == ("a b", "c d", "")
