"""Who an entry is: itself under another guid, link, title or date, and never somebody else."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.identity import Seen, recognise, sight, stories_of_the_rest, told_apart
from monitor.model import Entry

BEGINS = datetime(2026, 1, 11, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUMMARY = "At least 544 people have been killed in the protests, the rights group HRANA said on Sunday."
ARTICLE = f"{SUMMARY} It counted 10,700 arrests as well, in all the provinces, and more under investigation. {SUMMARY}"


@dataclass
class Desk:
    """Remembers what it has seen, as the store does; the source's clock runs an hour a poll."""

    now: datetime = BEGINS
    known: dict[int, set[int]] = field(default_factory=dict)
    newest: dict[int, Entry] = field(default_factory=dict)

    def sees(self, *entries: Entry) -> list[str]:
        """«new», «edit» or «known» of each entry of one poll."""
        return [self._word(one) for one in self.polls(entries)]

    def polls(self, entries: Iterable[Entry]) -> list[Seen]:
        """Who the entries of one poll are, which is remembered."""
        self.now += HOUR
        sightings = [sight(replace(entry, seen_at=self.now)) for entry in entries]
        found = self._found(key for one in sightings for key in one.keys)
        seen = recognise(sightings, found)
        found |= self._found(stories_of_the_rest(sightings, seen))
        seen = [
            told_apart(one, self.newest[one.thread]) if one.is_edited else one
            for one in recognise(sightings, found)
        ]
        for one in seen:
            if not one.stored:
                self.newest[one.thread] = one.entry
            for key in one.remember:
                self.known.setdefault(key, set()).add(one.thread)
        return seen

    def _found(self, keys: Iterable[int]) -> dict[int, set[int]]:
        return {key: self.known[key] for key in keys if key in self.known}

    def _word(self, seen: Seen) -> str:
        assert seen.thread == seen.entry.thread or seen.stored
        assert seen.entry.edited == seen.is_edited
        return "known" if seen.stored else "edit" if seen.known else "new"


def item(number: object = 1, **facts: object) -> Entry:
    """An item of a feed; two with another number have nothing in common."""
    values: dict[str, object] = {
        "guid": f"urn:{number}",
        "url": f"https://news.example/world/story-{number}-a",
        "title": f"Headline number{number} of day{number}",
        "text": f"Text number{number}: {number} of all the words that an article has in its first sentence.",
        "published_at": BEGINS,
    }
    made = Entry("feed", "", "", "", "", None, None, BEGINS)
    return replace(made, **(values | facts))  # type: ignore[arg-type]


# ── what it is known by ─────────────────────────────────────────────────────────────────────


def test_what_is_stored_stays_known_by_what_it_was_known_by() -> None:
    """These numbers stand in every database: another way to make them would make all that is known news."""
    entry = item(1, title="Toll rises – again", published_at=None)
    assert (entry.id, entry.revision) == ("787be1f03486e37ad57d", "479ba06e8974783675e2")
    assert (entry.thread, entry.words) == (8901501905246484179, 7292261363890817173)
    one, short = sight(entry), sight(replace(entry, text="\ud800", published_at=BEGINS))
    assert one.names == (-6141623401034150592, 3591543083573653654)
    assert one.dated == (6820113186267036600, -3911442427126608272, 821440441802161704)
    assert (short.words, short.dated) == (-9169477308818508843, (4585030560378661732,))
    news = sight(replace(entry, url="https://news.google.com/rss/articles/CBMi"))
    assert news.titled == (7649638302418957397, 5495157618334061678, -8225137716053749618)


# ── itself under another name ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"guid": "urn:another"},
        {"url": "https://news.example/elsewhere/story-2-b"},
        {"url": ""},
        {"published_at": None},
        {"published_at": BEGINS + timedelta(days=40)},
        {"guid": "urn:another", "published_at": BEGINS + timedelta(days=40)},
        {"url": "https://news.example/world/story-1-a?utm_source=rss#3", "guid": "urn:another"},
        {"url": "https://news.example/moved/story-1-b", "guid": "urn:another"},
    ],
    ids=lambda change: "-".join(change),
)
def test_the_same_words_are_known_under_another_guid_link_or_date(change: dict[str, object]) -> None:
    desk = Desk()
    assert desk.sees(item()) == ["new"]
    assert desk.sees(item(**change)) == ["known"]
    assert desk.sees(item(**change)) == ["known"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another headline"},
        {"text": SUMMARY},
        {"text": SUMMARY, "title": "Another headline", "published_at": None},
        {"title": "Another headline", "guid": "urn:another"},
        {"text": SUMMARY, "url": "https://news.example/world/story-1-moved"},
        {"title": "Headline number1 day1 corrected", "guid": "urn:b", "url": "https://news.example/b/b-b-b"},
    ],
    ids=lambda change: "-".join(change),
)
def test_other_words_under_a_known_name_or_the_same_text_are_an_edit_of_it(change: dict[str, object]) -> None:
    desk = Desk()
    [first] = desk.polls([item()])
    [edit] = desk.polls([item(**change)])
    assert (edit.known, edit.stored, edit.entry.guid) == (True, False, first.entry.guid)
    assert edit.entry.url == item(**change).url
    assert desk.sees(item(**change)) == ["known"]
    assert desk.sees(item()) == ["known"]


def test_a_chain_of_changes_is_one_entry() -> None:
    """Each item has one thing in common with the one before, and nothing with the first."""
    desk = Desk()
    assert desk.sees(item(1, title="Toll rises", text=SUMMARY)) == ["new"]
    assert desk.sees(item(2, title="Toll rises", text=SUMMARY)) == ["known"]
    assert desk.sees(item(2, url="https://news.example/x/y-3-z", title="Toll is 600")) == ["edit"]
    assert desk.sees(item(4, url="https://news.example/x/y-3-z", title="Toll is 700")) == ["edit"]
    assert {one.guid for one in desk.newest.values()} == {"urn:1"}


def test_google_news_churn_brings_nothing_new_in_a_hundred_polls() -> None:
    """Guids, links and order are others at every fetch; titles and words stay (commafeed #1755)."""
    desk, chance = Desk(), random.Random(7)

    def fetched() -> list[Entry]:
        entries = []
        for number in range(60):
            opaque = f"CBMi{chance.randbytes(40).hex()}"
            title = f"Toll report number {number} - The Outlet"
            entries.append(
                item(
                    guid=opaque,
                    url=f"https://news.google.com/rss/articles/{opaque}?oc=5",
                    title=title,
                    text=f"{title} The Outlet" if number % 2 else "",
                    published_at=BEGINS + number * timedelta(minutes=1),
                )
            )
        return sorted(entries, key=lambda entry: entry.guid)

    assert set(desk.sees(*fetched())) == {"new"}
    keys = sum(map(len, desk.known.values()))
    assert {word for _ in range(100) for word in desk.sees(*fetched())} == {"known"}
    assert sum(map(len, desk.known.values())) == keys  # names that are no names are not remembered


def test_a_google_news_item_with_other_headlines_around_it_is_an_edit() -> None:
    desk = Desk()
    google = "https://news.google.com/rss/articles/CBMi"
    assert desk.sees(item(guid="a", url=f"{google}a", title="Toll - AP", text="Toll AP, and others")) == [
        "new"
    ]
    assert desk.sees(item(guid="b", url=f"{google}b", title="Toll - AP", text="Toll AP, and more")) == [
        "edit"
    ]


def test_a_guid_that_is_random_is_not_remembered_for_ever() -> None:
    desk = Desk()
    sizes = []
    for poll in range(20):
        desk.sees(
            *(
                item(n, guid=f"{poll}-{n}", url=f"https://news.example/s/{poll}-{n}-x", text=ARTICLE + str(n))
                for n in range(10)
            )
        )
        sizes.append(sum(map(len, desk.known.values())))
    assert sizes[-1] - sizes[0] <= 10 * 4  # at most the dates of the days that pass


def test_an_undated_item_under_new_names_is_known_as_long_as_it_is_in_the_feed() -> None:
    desk = Desk()
    for poll in range(100):
        word = desk.sees(item(guid=f"{poll}", url="", text="Three killed.", published_at=None))
        assert word == ["known" if poll else "new"]


def test_dw_changes_parameters_and_title_bbc_the_number_behind_the_link() -> None:
    """Miniflux #3120, capyreader #865, FreshRSS #6521."""
    desk = Desk()
    dw = "https://www.dw.com/en/iran-protests/a-75432100"
    bbc = "https://www.bbc.co.uk/news/articles/cvgeydkz08go"
    assert desk.sees(
        item(1, guid=dw, url=f"{dw}?maca=en-rss-en-all-1573-rdf"), item(2, guid=f"{bbc}#0", url=bbc)
    ) == ["new", "new"]
    assert desk.sees(
        item(1, guid=f"{dw}?maca=en-x", url=f"{dw}?maca=en-x"),
        item(2, guid=f"{bbc}#4", url=f"{bbc}?at_medium=RSS&at_campaign=rss"),
    ) == ["known", "known"]
    assert desk.sees(
        item(1, guid=f"{dw}?maca=y", url=f"{dw}?maca=y", title="Another title"),
        item(2, guid=f"{bbc}#5", url=bbc, title="Another title", text="Another summary"),
    ) == ["edit", "edit"]


def test_bbc_has_an_item_twice_in_one_feed_under_two_numbers_and_titles() -> None:
    desk = Desk()
    bbc = "https://www.bbc.co.uk/news/articles/cvgeydkz08go"
    old, edited = (
        item(2, guid=f"{bbc}#0", url=bbc),
        item(2, guid=f"{bbc}#3", url=bbc, title="An edited title"),
    )
    assert len({one.thread for one in desk.polls([old, edited])}) == 1
    assert desk.sees(edited, old) == ["known", "known"]
    assert desk.sees(old, replace(edited, title="Edited again")) == ["known", "edit"]


# ── and never somebody else ─────────────────────────────────────────────────────────────────


def test_items_that_share_an_id_in_one_feed_are_distinct() -> None:
    desk = Desk()
    items = [item(number, guid="0") for number in range(5)]
    assert desk.sees(*items) == ["new"] * 5
    assert len(desk.newest) == 5
    assert desk.sees(*items[1:], item(6, guid="0")) == ["known"] * 4 + ["new"]
    assert desk.sees(replace(items[4], title="Corrected"), *items[:2]) == ["edit", "known", "known"]


def test_guids_that_are_places_in_the_feed_name_nobody() -> None:
    """Each new item is number 1, and the others move down."""
    desk = Desk()
    for poll in range(8):
        feed = [item(poll + 5 - place, guid=str(place)) for place in range(5)]
        assert desk.sees(*feed) == (["new"] + ["known"] * 4 if poll else ["new"] * 5)


def test_a_guid_that_is_used_again_a_day_later_for_all_other_words_is_another_entry() -> None:
    desk = Desk()
    assert desk.sees(item(1, guid="7")) == ["new"]
    later = item(2, guid="7", published_at=BEGINS + timedelta(days=2))
    assert desk.sees(later) == ["new"]
    assert desk.sees(later) == ["known"]
    assert len(desk.newest) == 2


def test_posts_of_a_live_blog_that_share_its_link_are_distinct() -> None:
    desk, page = Desk(), "https://news.example/live/iran-protests-live-2026"
    posts = [
        item(number, url=page, title="Live updates", guid=f"{page}#post-{number}") for number in range(6)
    ]
    assert desk.sees(*posts[:4]) == ["new"] * 4
    assert desk.sees(*posts[2:]) == ["known"] * 2 + ["new"] * 2
    assert len(desk.newest) == 6


def test_items_that_lead_to_the_home_page_are_distinct() -> None:
    desk = Desk()
    for number in range(5):
        assert desk.sees(item(number, url="https://news.example/?utm_source=rss")) == ["new"]


@pytest.mark.parametrize("title", ["Breaking news", "Live updates", "Situation report"])
def test_a_title_alone_makes_nobody_known(title: str) -> None:
    desk = Desk()
    for number in range(5):
        assert desk.sees(item(number, title=title, published_at=BEGINS + number * HOUR)) == ["new"]


def test_a_short_headline_that_is_printed_twice_is_two_entries() -> None:
    """Two incidents of one day with the same words, the first gone from the feed already."""
    desk = Desk()
    said = {"title": "Three killed in West Bank", "text": ""}
    assert desk.sees(item(1, **said)) == ["new"]
    assert desk.sees(item(2, **said, published_at=BEGINS + 5 * HOUR)) == ["new"]
    assert desk.sees(item(1, **said), item(2, **said, published_at=BEGINS + 5 * HOUR), item(3, **said)) == [
        "known",
        "known",
        "new",
    ]


def test_what_a_site_writes_below_everything_makes_nobody_known() -> None:
    """«Best of cartoons, June 5» and «June 6»; live blogs that open with the same advice."""
    desk = Desk()
    below = "The news of the day as interpreted by our talented artists, illustrators and cartoonists."
    for day in range(6):
        moment = BEGINS + timedelta(days=day)
        assert desk.sees(
            item(day, title=f"Best of cartoons, June {day}", text=below, published_at=moment)
        ) == ["new"]
    others = [item(number + 90, text=below) for number in range(3)]
    assert desk.sees(*others) == ["new"] * 3


def test_an_entry_that_is_still_in_the_feed_was_not_renamed() -> None:
    desk = Desk()
    first, second = item(1, text=SUMMARY, title="Toll rises"), item(2, text=SUMMARY, title="The toll rises")
    assert desk.sees(first) == ["new"]
    assert desk.sees(second, first) == ["new", "known"]
    assert len(desk.newest) == 2


def test_the_same_entry_of_two_sources_is_two() -> None:
    desk = Desk()
    assert desk.sees(item()) == ["new"]
    assert desk.sees(replace(item(), source_id="other")) == ["new"]


# ── feeds of every kind ─────────────────────────────────────────────────────────────────────


def test_a_feed_has_no_order_no_date_cursor_and_735_items() -> None:
    """n8n #8856: what comes late, dated early, is not skipped."""
    desk, chance = Desk(), random.Random(3)
    items = [
        item(n, published_at=None if n % 3 == 0 else BEGINS - timedelta(days=chance.randrange(4_000)))
        for n in range(735)
    ]
    first = items[:600]
    chance.shuffle(first)
    assert desk.sees(*first) == ["new"] * 600
    chance.shuffle(items)
    assert sorted(desk.sees(*items)) == ["known"] * 600 + ["new"] * 135
    assert desk.sees(*items) == ["known"] * 735


def test_items_without_ids_are_known_by_link_or_words() -> None:
    """`parse` gives them their link, or their title, for a guid."""
    desk = Desk()
    linked = [item(n, guid=f"https://news.example/world/story-{n}-a") for n in range(4)]
    bare = [item(n, guid=f"title-{n % 2}", url="", title=f"Report {n % 2}") for n in range(4, 8)]
    assert desk.sees(*linked, *bare) == ["new"] * 8
    assert len(desk.newest) == 8
    assert desk.sees(*bare[::-1], *linked) == ["known"] * 8


def test_an_item_that_is_twice_in_a_feed_is_one() -> None:
    desk = Desk()
    wire = {"title": "Toll rises", "text": ARTICLE}
    assert desk.sees(item(1, **wire), item(1, **wire), item(2, **wire)) == ["new", "known", "known"]
    assert len(desk.newest) == 1


def test_a_source_that_is_polled_again_after_a_crash_gives_the_same_ids() -> None:
    feed = [item(number, guid="0") for number in range(3)]
    ids = [[one.entry.id for one in Desk().polls(feed)] for _ in range(2)]
    assert ids[0] == ids[1]


CHURN = st.lists(
    st.builds(
        item,
        st.integers(0, 3),
        guid=st.sampled_from(["", "0", "1", "urn:1", "https://news.example/world/story-1-a#0"]),
        url=st.sampled_from(["", "https://news.example/", "https://news.example/world/story-1-a"]),
        title=st.sampled_from(["", "Live", "Toll rises"]),
        text=st.sampled_from(["", "Three killed.", SUMMARY, ARTICLE]),
        published_at=st.sampled_from([None, BEGINS, BEGINS + timedelta(days=3)]),
    ),
    max_size=6,
)


@given(st.lists(CHURN, max_size=5))
def test_no_words_are_lost_and_what_is_polled_again_is_known(polls: list[list[Entry]]) -> None:
    desk, stored = Desk(), set()
    for feed in polls:
        for one, entry in zip(desk.polls(feed), feed, strict=True):
            if not one.stored:
                stored.add((one.entry.title, one.entry.text))
            assert (entry.title, entry.text) in stored
        desk.polls(feed)  # where names and words point to two entries, who is who settles now
        assert all(one.stored for one in desk.polls(feed))
