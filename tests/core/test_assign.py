"""Which topic an entry's numbers go to, and when they were stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.assign import UNSORTED, assign, holds, searchable, stated_at
from monitor.core.specs import Topic, Window
from monitor.model import Basis, Entry, Source
from tests.core.desk import figure

SEEN = datetime(2026, 1, 14, 12, tzinfo=UTC)

PROTESTS = Topic(
    id="iran-protests-2026",
    title="Iran protests 2026",
    window=Window(date(2025, 12, 28)),
    words={
        "en": ("protest*", "crackdown"),
        "fa": ("اعتراضات", "کشته‌شدگان"),
        "ar": ("احتجاجات",),
        "tr": ("gösteri*",),
    },
    places={"en": ("Iran", "Tehran"), "fa": ("ایران", "تهران"), "ar": ("إيران",), "tr": ("İran",)},
)
NOVEMBER = Topic(
    id="iran-november-2019",
    title="Iran, November 2019",
    window=Window(date(2019, 11, 15), date(2019, 12, 31)),
    words={"en": ("protest*", "fuel")},
    places={"en": ("Iran",)},
)


def entry(title: str, text: str = "", published: datetime | None = SEEN, **other: Any) -> Entry:
    facts = {"seen_at": SEEN, "published_at": published, "language": "en"} | other
    return Entry(source_id="wire", guid="1", url="https://wire.example/1", title=title, text=text, **facts)


def source(topics: Sequence[str] = ()) -> Source:
    return Source("wire", "The Wire", "https://wire.example/feed", "C", topics=tuple(topics))


def topics_of(
    item: Entry, topics: Sequence[Topic] = (PROTESTS, NOVEMBER), listed: Sequence[str] = (), **facts: Any
) -> list[str]:
    claims = assign(item, [figure("544", **facts)], source(listed), topics)
    return [claim.series.topic for claim in claims]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Protests across Iran", ""),
        ("Toll rises", "In Tehran the crackdown went on."),
        ("IRAN: PROTESTERS COUNTED", ""),
        ("آمار کشته شدگان در ایران", ""),  # with a space where the word list has a non-joiner
        ("شمار کشته‌شدگان در تهران", ""),
        ("آمار كشته‌شدگان در ايران", ""),  # typed with Arabic kaf and yeh
        ("حصيلة احتجاجات إيران", ""),
        ("حصيلة احتجاجات ايران", ""),  # without the hamza
        ("İRAN'DA GÖSTERİLER", ""),
        ("iran'da gösteriler", ""),
    ],
)
def test_an_entry_with_a_word_and_a_place_belongs(title: str, text: str) -> None:
    assert topics_of(entry(title, text)) == ["iran-protests-2026"]


@pytest.mark.parametrize(
    "title",
    [
        "Protests in Paris",  # a word, no place
        "Earthquake in Iran",  # a place, no word
        "Iranians in exile protest",  # «Iran» is meant as a whole word
        "تظاهرات ایرانیان",
    ],
)
def test_an_entry_without_both_is_kept_as_unsorted(title: str) -> None:
    assert topics_of(entry(title)) == [UNSORTED]


def test_a_source_that_lists_the_topic_needs_no_words() -> None:
    assert topics_of(entry("Day fifteen"), listed=["iran-protests-2026"]) == ["iran-protests-2026"]


def test_background_makes_no_claim_at_all() -> None:
    assert topics_of(entry("Protests in Iran"), background=True) == []
    assert topics_of(entry("Earthquake"), background=True) == []


def test_a_metric_that_the_topic_does_not_watch_makes_no_claim() -> None:
    assert topics_of(entry("Protests in Iran"), metric="executed") == []


def day(year: int, month: int, day_: int) -> datetime:
    return datetime(year, month, day_, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (day(2019, 11, 13), UNSORTED),
        (day(2019, 11, 14), "iran-november-2019"),  # the first day begins earlier in Tehran
        (day(2019, 12, 31), "iran-november-2019"),
        (day(2020, 1, 3), "iran-november-2019"),  # the count of the last day, printed later
        (day(2020, 1, 4), UNSORTED),
        (day(2026, 1, 13), "iran-protests-2026"),  # an open window is open
    ],
)
def test_the_window_decides_between_two_crises_of_one_place(published: datetime, expected: str) -> None:
    assert topics_of(entry("Protests in Iran", published=published)) == [expected]


def test_an_as_of_date_says_which_crisis_a_number_is_of() -> None:
    item = entry("Protests in Iran", published=day(2026, 1, 13))
    assert topics_of(item, as_of=date(2019, 12, 16)) == ["iran-november-2019"]


def test_an_undated_entry_is_of_the_day_it_was_seen() -> None:
    assert topics_of(entry("Protests in Iran", published=None)) == ["iran-protests-2026"]


def twin(name: str, words: Mapping[str, tuple[str, ...]]) -> Topic:
    return Topic(name, name, PROTESTS.window, words, {"en": ("Iran",)})


def test_of_two_topics_that_fit_the_listed_one_takes_the_number() -> None:
    wide, narrow = twin("wide", {"en": ("protest*", "toll")}), twin("narrow", {"en": ("toll",)})
    item = entry("Protests in Iran: toll")
    assert topics_of(item, (wide, narrow), listed=["narrow"]) == ["narrow"]


def test_of_two_topics_that_fit_the_one_with_more_words_takes_it() -> None:
    general, special = twin("general", {"en": ("toll",)}), twin("special", {"en": ("toll", "protest*")})
    assert topics_of(entry("Protests in Iran: toll"), (general, special)) == ["special"]
    assert topics_of(entry("Iran: toll"), (general, special)) == ["general"]


def test_a_claim_carries_the_series_and_the_number() -> None:
    one = figure("≥65", by="hrana", subject="children", basis=Basis.SUBSET)
    [claim] = assign(entry("Protests in Iran"), [one], source(), [PROTESTS])
    assert claim.series.key == "iran-protests-2026/killed/hrana/children/subset"
    assert (claim.low, claim.high, claim.figure_id, claim.source_id) == (65, None, one.id, "wire")


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        (day(2026, 1, 13), None, day(2026, 1, 13)),
        (None, None, SEEN),
        (day(2026, 1, 20), None, SEEN),  # a feed whose clock is ahead
        (day(2026, 1, 13), date(2026, 1, 11), datetime(2026, 1, 12, tzinfo=UTC)),
        (day(2026, 1, 13), date(2026, 1, 13), day(2026, 1, 13)),  # its day has not ended yet
        (None, date(2027, 1, 1), SEEN),
    ],
)
def test_a_number_is_stated_at_the_end_of_its_day_but_not_after_it_was_printed(
    published: datetime | None, as_of: date | None, expected: datetime
) -> None:
    assert stated_at(entry("x", published=published), figure("5", as_of=as_of)) == expected


def test_what_an_edited_article_says_was_stated_when_the_edit_was_seen() -> None:
    assert stated_at(entry("x", published=day(2026, 1, 8), edited=True), figure("5")) == SEEN


@pytest.mark.parametrize(
    ("text", "word", "held"),
    [
        ("the protesters", "protest*", True),
        ("the protesters", "protest", False),
        ("a counter-protest", "protest", True),
        ("in New York today", "new york", True),
        ("newyork", "new york", False),
        ("Téhéran", "teheran", True),
        ("anything", "*", False),
        ("anything", "", False),
    ],
)
def test_words_are_matched_whole(text: str, word: str, held: bool) -> None:
    assert holds(text, word) is held


_pieces = st.sampled_from(
    ["protest", "protests", "new", "york", "téhéran", "İran", "iran", "-", " ", "*", "a"]
)


@given(st.lists(_pieces, max_size=12), st.lists(_pieces, min_size=1, max_size=5))
def test_a_word_is_held_exactly_where_a_search_of_the_whole_text_finds_it(
    text: list[str], word: list[str]
) -> None:
    whole, one = searchable("".join(text)), "".join(word)
    needle = searchable(one.removesuffix("*"))
    needle = needle.rstrip() if one.endswith("*") else needle
    assert holds("".join(text), one) is (bool(needle.strip()) and needle in whole)


@given(st.text(max_size=80))
def test_any_text_holds_itself(text: str) -> None:
    """Whatever a script does to letters, it does to words and to texts alike."""
    assert not searchable(text).strip() or holds(text, text.replace("*", " "))


def test_a_figure_goes_to_two_topics_only_if_both_are_shared() -> None:
    words = {"en": ("protest*",)}
    alone, one, other = twin("alone", words), twin("one", words), twin("other", words)
    shared, too = replace(one, shared=True), replace(other, shared=True)
    item = entry("Protests across Iran")
    assert topics_of(item, (one, other)) == ["one"]
    assert topics_of(item, (shared, other)) == ["one"]
    assert topics_of(item, (shared, alone, too)) == ["one", "other"]
    assert topics_of(item, (alone, shared, too)) == ["alone"]
