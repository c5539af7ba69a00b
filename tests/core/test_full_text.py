"""Which articles are read, what becomes of their entries, and what is left of a page when its article is taken."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.article import read_article
from monitor.core.full_text import LONGEST_WAIT, MOST, TRIES, chosen, newest, reasons, unread, with_article
from monitor.errors import NotAFeed
from monitor.model import Article, Entry, Source, content_id

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
SOURCE = Source("post", "The Post", "https://post.example/feed", "B2", full_text=True)
ENTRY = Entry(
    "post", "1", "https://post.example/1", "Iran toll rises", "A count of protesters.", "en", None, NOW
)
TEXT = "The toll rises again, a group said.\nAt least 544 protesters were killed."


def entries(count: int) -> list[Entry]:
    return [replace(ENTRY, guid=str(number), url=f"https://post.example/{number}") for number in range(count)]


# ── which are read ─────────────────────────────────────────────────────────────────────────


def test_what_is_new_comes_before_what_waits_and_there_is_an_end_to_it() -> None:
    new, waiting = entries(MOST + 2)[2:], entries(2)
    assert chosen(new[:3], waiting, SOURCE) == tuple(one.url for one in (*new[:3], *waiting))
    assert len(chosen(new, waiting, SOURCE)) == MOST


def test_an_article_of_two_entries_is_read_once_and_an_entry_without_a_link_has_none() -> None:
    odd = [replace(ENTRY, url=""), replace(ENTRY, url=SOURCE.url)]
    assert chosen([ENTRY, replace(ENTRY, guid="2"), *odd], [ENTRY], SOURCE) == (ENTRY.url,)
    assert [unread(one, SOURCE, None, NOW) for one in odd] == [None, None]


def test_a_first_poll_begins_with_what_was_published_last() -> None:
    dated = [replace(ENTRY, guid=str(day), published_at=NOW - timedelta(days=day)) for day in (3, 1, 2)]
    assert [one.guid for one in newest(dated)] == ["1", "2", "3"]


# ── what becomes of an entry ───────────────────────────────────────────────────────────────


def test_an_entry_with_its_article_is_known_by_the_words_of_its_feed() -> None:
    whole = with_article(ENTRY, Article(TEXT))
    assert whole.text == f"{ENTRY.text}\n{TEXT}"
    assert (whole.id, whole.revision) == (ENTRY.id, ENTRY.revision)
    late = with_article(ENTRY, Article(TEXT), late=True)
    assert late.text == whole.text and late.guid == ENTRY.guid
    assert late.revision not in (ENTRY.revision, content_id(late.title, late.text))


@pytest.mark.parametrize(
    "teaser",
    ["At least 544 protesters were killed", "At least 544 protesters …", "The toll rises again, a group […]"],
)
def test_a_teaser_that_stands_in_the_article_is_not_read_twice(teaser: str) -> None:
    assert with_article(replace(ENTRY, text=teaser), Article(TEXT)).text == TEXT


@pytest.mark.parametrize(
    "article",
    [
        None,
        Article(),
        Article("", "HTTP 404 (Not Found)"),
        Article("Rises."),
        Article("We value your privacy. Please choose which cookies you want to accept on our website."),
    ],
    ids=["none", "empty", "gone", "shorter", "consent"],
)
def test_what_is_no_better_leaves_the_entry_as_it_is(article: Article | None) -> None:
    assert with_article(ENTRY, article) is ENTRY


# ── what is remembered of those that have none ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "article"),
    [
        (
            "Число погибших в Иране выросло",
            "Погибли не менее 544 человек, сообщили в иранской правозащитной группе: число погибших выросло.",
        ),
        (
            "伊朗抗议死亡人数上升,人权组织称,官方否认,调查继续",
            "人权组织周二表示,至少有544人在抗议活动中丧生。官方没有回应记者的提问。",
        ),
        ("Toll", "At least 544 protesters were killed, a count of the group says, among protesters."),
    ],
    ids=["endings", "without spaces", "short"],
)
def test_an_article_in_other_words_than_its_headline_is_taken(title: str, article: str) -> None:
    assert with_article(replace(ENTRY, title=title), Article(article)).text.endswith(article)


def test_an_entry_with_its_article_needs_no_other_try() -> None:
    assert unread(ENTRY, SOURCE, Article(TEXT), NOW) is None


def test_one_that_was_not_reached_is_due_and_has_not_been_tried() -> None:
    row = unread(ENTRY, SOURCE, None, NOW, tries=1)
    assert row is not None and (row.entry_id, row.tries, row.due_at) == (ENTRY.id, 1, NOW)


def test_a_failure_that_may_pass_is_tried_some_times_and_not_before_the_server_likes() -> None:
    failed = Article("", "HTTP 503", retry=True, retry_after=timedelta(hours=1))
    rows = [unread(ENTRY, SOURCE, failed, NOW, tries) for tries in range(TRIES)]
    assert [row and row.due_at for row in rows] == [NOW + timedelta(hours=1)] * (TRIES - 1) + [None]
    assert {row and row.reason for row in rows} == {"HTTP 503"}


@pytest.mark.parametrize("article", [Article("", "robots.txt does not allow it"), Article("Short.")])
def test_a_failure_that_stays_is_not_tried_again(article: Article) -> None:
    row = unread(ENTRY, SOURCE, article, NOW)
    assert row is not None and row.due_at is None and row.reason


@pytest.mark.parametrize("article", [None, Article("", "HTTP 503", retry=True)])
def test_nobody_waits_for_ever(article: Article | None) -> None:
    row = unread(ENTRY, SOURCE, article, NOW + LONGEST_WAIT + timedelta(seconds=1))
    assert row is not None and row.due_at is None


def test_reasons_are_said_once() -> None:
    gone = Article("", "HTTP 404")
    assert reasons({"a": gone, "b": Article(TEXT), "c": gone, "d": Article("", "a bomb")}) == (
        "HTTP 404 (2)",
        "a bomb",
    )


# ── the page ───────────────────────────────────────────────────────────────────────────────

PAGE = f"""<html><head><title>Iran toll – The Post</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Iran toll</h1><p>{"The protests went on in many cities on Tuesday. " * 4}</p>
<p>At least 2,615 people have been killed in the protests in Iran, HRANA said.</p>
<table><tr><th>Province</th><th>Killed</th></tr><tr><td>Tehran</td><td>1,200</td></tr></table>
<ul><li>544 on Sunday</li><li>2,000 on Monday</li></ul></article>
<aside><h3>Most read</h3><a href="/x">19 celebrities</a></aside><footer>Copyright 2026</footer></body></html>"""


def article(body: str | bytes, content_type: str = "text/html") -> str:
    content = body.encode() if isinstance(body, str) else body
    [entry] = read_article(content, content_type, replace(SOURCE, url=ENTRY.url), NOW).entries
    assert entry.url == ENTRY.url
    return entry.text


def test_an_article_is_taken_out_of_its_page() -> None:
    text = article(PAGE)
    assert "At least 2,615 people have been killed in the protests in Iran, HRANA said." in text.split("\n")
    for other in ("Home", "Most read", "Copyright"):
        assert other not in text


def test_tables_and_lists_are_lines_without_marks() -> None:
    lines = article(PAGE).split("\n")
    assert {"Province Killed", "Tehran 1,200", "544 on Sunday", "2,000 on Monday"} <= set(lines)


def test_what_no_reader_sees_is_not_in_it() -> None:
    assert "2,615 people" in article(
        PAGE.replace("2,615 people", "2,\u200b615\u202e people<script>1</script>")
    )


def test_an_article_in_persian_in_an_old_encoding_is_read() -> None:
    page = PAGE.replace(
        "At least 2,615 people have been killed in the protests in Iran, HRANA said.", "مقتل 544 شخصا"
    )
    assert "مقتل 544 شخصا" in article(page.encode("cp1256", "replace"), "text/html; charset=windows-1256")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"", "an empty body"),
        (b"<html><head><title>Log in</title></head><body></body></html>", "an HTML page titled «Log in»"),
        (b"{}", "plain text"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    ],
)
def test_what_holds_no_article_is_called_by_its_name(body: bytes, what: str) -> None:
    with pytest.raises(NotAFeed, match=f"^no article can be read: it is {what}"):
        article(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 20_000 + b"x",
        b"<p>" * 20_000,
        b"<" * 100_000,
        b"<table><tr><td>" * 2_000,
        b"<p>\x00\x01</p>" * 5_000,
    ],
)
def test_a_hostile_page_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(NotAFeed):
        assert article(b"<html><body>" + body)
