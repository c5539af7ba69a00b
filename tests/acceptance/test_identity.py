"""An entry is itself whatever its feed does to it, and of an edited one only what changed is news: the whole line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from monitor.adapters import queries
from monitor.adapters.store import SqlStore, open_store
from monitor.app import open_desk
from monitor.core.book import Book
from monitor.entrypoints.explaining import why
from monitor.model import Entry, Fetched, PollResult, Source, Validators
from monitor.pipeline import poll, reread
from monitor.ports import Ports
from tests.acceptance.newsroom import Tray
from tests.adapters.statements import statements

BEGINS = datetime(2026, 1, 11, 6, tzinfo=UTC)
SOURCE = Source("post", "The Post", "https://post.example/rss", "B", "en")

HRANA = "At least {} people have been killed in the protests in Iran, HRANA said."
ARRESTS = "More than 10,700 people have been arrested, HRANA said."


@dataclass
class Site:
    """One feed that is whatever a test makes it, polled an hour apart by the real line into a real store."""

    database: str
    store: SqlStore
    book: Book
    ports: Ports
    now: datetime = BEGINS
    results: list[PollResult] = field(default_factory=list)

    async def says(self, *items: str) -> PollResult:
        """Serve these items and poll them."""
        self.now += timedelta(hours=1)
        channel = "".join(items)
        body = f"<rss version='2.0'><channel><title>f</title>{channel}</channel></rss>".encode()
        answer = Fetched(body, "application/rss+xml", SOURCE.url, Validators())

        async def fetch(_source: Source, _validators: Validators) -> Fetched:
            return answer

        ports = replace(self.ports, fetch=fetch)
        self.results.append(await poll(SOURCE, self.book, ports, self.now))
        return self.results[-1]

    def claims(self) -> list[tuple[str, int | None, datetime]]:
        """(metric, number, hour) of every claim that waits to be decided, in order of arrival."""
        with self.store.looking() as facts:
            filed = [one for topic, metric in self.waiting() for one in facts.docket(topic, metric)]
        filed.sort(key=lambda one: (one.claim.seen_at, one.figure.start))
        return [(one.claim.series.metric, one.claim.low, one.claim.stated_at) for one in filed]

    def waiting(self) -> Sequence[tuple[str, str]]:
        return [key for key in self.store.due_dockets(self.now + timedelta(days=9)) if key[0] != "unsorted"]

    def entries(self) -> list[Entry]:
        pages = queries.history(self.store, "", frozenset())
        return [entry for page in pages for entry, _ in page]


@pytest.fixture
async def site(shipped_book: Book, tmp_path: Path) -> AsyncIterator[Site]:
    """A site that was polled once, so that what comes is news."""
    database = f"sqlite:///{tmp_path}/site.db"
    with closing(open_store(database)) as store:
        async with open_desk(shipped_book, store, Tray([])) as desk:
            site = Site(database, store, shipped_book, desk.ports)
            await site.says(rss("old", "Prices rose again.", "Prices"))
            yield site


def rss(
    guid: str, text: str, title: str = "Iran protests", link: str = "", at: datetime | None = BEGINS
) -> str:
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    named = f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else ""
    link = link or (f"https://post.example/2026/story-{escape(guid)}-x" if guid else "")
    return (
        f"<item>{named}<link>{escape(link)}</link><title>{escape(title)}</title>{date}"
        f"<description>{escape(text)}</description></item>"
    )


# ── an edited entry ─────────────────────────────────────────────────────────────────────────


async def test_a_live_blog_that_grows_states_only_what_was_added(site: Site) -> None:
    """Each paragraph comes on top; the ones below are not stated again, though a claimant is named above them."""
    posts: list[str] = []
    for hour, post in enumerate((HRANA.format(544), ARRESTS, "The internet was cut.", HRANA.format(650)), 1):
        posts.insert(0, f"<p>{post}</p>")
        result = await site.says(rss("live", "".join(posts)))
        assert (result.fresh, result.figures) == (1, (1, 2, 2, 3)[hour - 1])
    first = BEGINS
    assert site.claims() == [
        ("killed", 544, first),
        ("arrested", 10_700, BEGINS + timedelta(hours=3)),
        ("killed", 650, BEGINS + timedelta(hours=5)),
    ]


async def test_a_corrected_number_in_an_article_that_stays_is_news(site: Site) -> None:
    await site.says(rss("toll", f"{HRANA.format(544)} {ARRESTS}"))
    await site.says(rss("toll", f"{HRANA.format(545)} {ARRESTS}"))
    assert [claim[:2] for claim in site.claims()] == [("killed", 544), ("arrested", 10_700), ("killed", 545)]


async def test_why_says_that_a_figure_stood_before(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    await site.says(rss("toll", HRANA.format(544)))
    await site.says(rss("toll", f"{ARRESTS} {HRANA.format(544)}"))
    why(site.database, site.entries()[-1].id, as_json=False)
    arrested, killed = capsys.readouterr().out.split("figure ")[1:]
    assert "waits until" in arrested
    assert "stood in the revision before: it is no new claim" in killed


async def test_another_title_states_only_its_own_number(site: Site) -> None:
    text = HRANA.format(544)
    await site.says(rss("toll", text, "Iran protests"))
    assert (await site.says(rss("toll", text, "Iran protests go on"))).claims == 0
    result = await site.says(rss("toll", text, "Iran protests: 650 killed, HRANA says"))
    assert result.claims == 1
    assert [claim[:2] for claim in site.claims()] == [("killed", 544), ("killed", 650)]


async def test_an_unchanged_sentence_whose_claimant_changed_is_stated_again(site: Site) -> None:
    said = "The group said at least 544 people have been killed in the protests in Iran."
    await site.says(rss("toll", f"HRANA published a report. {said}"))
    await site.says(rss("toll", f"Amnesty International published a report. {said}"))
    with site.store.looking() as facts:
        who = [
            one.claim.series.claimant
            for topic, metric in site.waiting()
            for one in facts.docket(topic, metric)
        ]
    assert who == ["hrana", "amnesty"]


async def test_what_stood_before_stays_so_when_the_rules_are_edited(site: Site) -> None:
    """`reread` takes what new rules read as known; it does not make claims of what was none."""
    await site.says(rss("toll", HRANA.format(544)))
    await site.says(rss("toll", f"{ARRESTS} {HRANA.format(544)}"))
    before = site.claims()
    edition = replace(site.book.edition, rules={"en": "edited"}, names="edited")
    edited = replace(site.book, edition=edition, reading="edited")
    assert await reread(edited, site.ports, site.now) == 0
    assert site.claims() == before


async def test_an_edit_keeps_the_guid_and_shows_the_newest_link(site: Site) -> None:
    """A headline is in the link (miniflux #2358); the number in it is told with the link of today."""
    await site.says(rss("a", HRANA.format(544), link="https://post.example/2026/544-dead-in-iran"))
    await site.says(rss("a", HRANA.format(600), link="https://post.example/2026/600-dead-in-iran"))
    assert [(one.guid, one.edited, one.url[-15:]) for one in site.entries()[1:]] == [
        ("a", False, "44-dead-in-iran"),
        ("a", True, "00-dead-in-iran"),
    ]


# ── feeds as they are ───────────────────────────────────────────────────────────────────────


async def test_a_hundred_polls_of_google_news_bring_nothing_new(site: Site) -> None:
    def fetched(number: int) -> list[str]:
        items = []
        for story in range(30):
            opaque, title = f"CBMi{number:04}{story:04}", f"Toll of the protests, part {story} - The Outlet"
            link = f"https://news.google.com/rss/articles/{opaque}?oc=5"
            shown = f'<a href="{link}">{title}</a>&nbsp;&nbsp;<font color="#6f6f6f">The Outlet</font>'
            items.append(rss(opaque, shown, title, link, BEGINS - timedelta(hours=story)))
        return items[number % 30 :] + items[: number % 30]

    assert (await site.says(*fetched(0))).fresh == 30
    assert sum([(await site.says(*fetched(number))).fresh for number in range(1, 101)]) == 0


async def test_what_is_known_is_recognised_in_one_query(site: Site) -> None:
    items = [rss(f"n{number}", f"Story {number}. {HRANA.format(number)}") for number in range(735)]
    assert (await site.says(*items)).fresh == 735
    with statements() as said:
        assert (await site.says(*items[::-1])).fresh == 0
    assert len([one for one in said if "entry_keys" in one]) == 1
    assert not [one for one in said if "FROM entries" in one or one.startswith("INSERT INTO entr")]


async def test_items_backdated_undated_without_ids_or_with_the_same_id_all_arrive(site: Site) -> None:
    odd = [
        rss("late", "Backdated by a month.", "One", at=BEGINS - timedelta(days=30)),
        rss("undated", "Without a date.", "Two", at=None),
        rss("", "Without id and link.", "Three"),
        rss("", "Without id and link, with the title of another.", "Three"),
        rss("0", "An id that is another's too.", "Four", "https://post.example/4-4-4"),
        rss("0", "Other words under the same id.", "Five", "https://post.example/5-5-5"),
    ]
    newest = rss("newest", "The newest.", "Zero", at=BEGINS + timedelta(hours=1))
    assert (await site.says(newest)).fresh == 1
    result = await site.says(newest, *odd, odd[0])
    assert (result.entries, result.fresh) == (7, 6)
    assert not any(entry.edited for entry in site.entries())
    assert len({entry.thread for entry in site.entries()}) == 8
    assert (await site.says(*odd[::-1], newest)).fresh == 0


async def test_an_entry_that_is_known_again_under_another_name_is_not_stored_again(site: Site) -> None:
    for link in (
        "https://www.dw.com/en/iran/a-754321?maca=en-rss-en-all",
        "https://www.dw.com/en/iran/a-754321?maca=x",
    ):
        await site.says(rss(link, HRANA.format(544), link=link))
    assert len(site.entries()) == 2
    await site.says(
        rss("x", HRANA.format(600), "Another", "http://dw.com/en/iran/a-754321/?maca=y&utm_source=z")
    )
    assert [entry.edited for entry in site.entries()] == [False, False, True]
