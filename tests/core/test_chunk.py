"""A sentence becomes masks that remember what they stand for."""

from __future__ import annotations

import pytest

from monitor.core.book import Book
from monitor.core.chunk import GROUP, NUMBER, ONE, OTHER, Chunked, chunk
from monitor.core.text import fold

SIGNS = {NUMBER: "⟨n⟩", GROUP: "⟨group⟩", ONE: "⟨one⟩", OTHER: "⟨other⟩"}


def masked(book: Book, text: str) -> Chunked:
    english = book.rulebook.languages["en"]
    return chunk(fold(text).text, english.numbers, english.lexicon)


def shown(chunked: Chunked) -> str:
    return "".join(SIGNS.get(character, character) for character in chunked.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least three policemen and five civilians were killed.", "⟨group⟩ were killed."),
        ("Three Afghan citizens and their driver were killed.", "⟨group⟩ were killed."),
        ("A villager was shot dead.", "⟨one⟩ was shot dead."),
        ("The driver was shot dead.", "⟨one⟩ was shot dead."),
        ("Blast kills 12, wounds 30", "Blast kills ⟨n⟩, wounds ⟨n⟩"),
        ("dozens of protesters marched", "⟨group⟩ marched"),
        ("An 89-year-old man was arrested", "⟨one⟩ was arrested"),
        ("He was 89-year-old news", "He was ⟨other⟩-year-old news"),
        ("unrest in 31 provinces and 191 cities", "unrest in ⟨other⟩ provinces and ⟨other⟩ cities"),
        ("on 12 May, on the 16th day", "on ⟨other⟩ May, on the 16th day"),
        ("a reward of $1.4m", "a reward of $⟨other⟩"),
        ("inflation of 42 per cent", "inflation of ⟨other⟩ per cent"),
        ("two police vehicles", "⟨other⟩ police vehicles"),
        ("jailed for 12 years", "jailed for ⟨other⟩ years"),
        ("killed 6 people when two missiles hit", "killed ⟨group⟩ when ⟨other⟩ missiles hit"),
    ],
)
def test_a_sentence_is_masked(shipped: Book, text: str, expected: str) -> None:
    assert shown(masked(shipped, text)) == expected


def test_a_mask_remembers_who_is_counted_and_where(shipped: Book) -> None:
    text = "Reports say three policemen and five civilians were killed."
    chunked = masked(shipped, text)
    place = chunked.text.index(GROUP)
    start, end = chunked.origin(place, place + 1)
    assert text[start:end] == "three policemen and five civilians"
    assert [(one.quantity.low, one.subject) for one in chunked.counted[place]] == [
        (3, "security forces"),
        (5, "civilians"),
    ]


def test_a_number_that_counts_no_people_remembers_why(shipped: Book) -> None:
    chunked = masked(shipped, "Protests in 31 provinces, inflation of 42 per cent")
    assert list(chunked.others.values()) == ["place count", "percent"]
