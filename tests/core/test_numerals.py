"""Numbers in words and figures, with their hedges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.numerals import NumberReader
from monitor.core.text import fold
from monitor.model import Bound

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number: int) -> str:
    """An English number in words, as a newspaper writes it: an independent writer for the reader's law."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            link = " and " if rest and rest < 100 else " "
            return f"{spell(number // scale)} {name}" + (link + spell(rest) if rest else "")
    raise AssertionError(number)


@pytest.fixture(scope="session")
def english(shipped: Book) -> NumberReader:
    return shipped.rulebook.languages["en"].numbers


def one(reader: NumberReader, text: str) -> tuple[int | None, int | None, Bound]:
    quantities = list(reader.read(fold(text).text))
    assert len(quantities) == 1, quantities
    return quantities[0].low, quantities[0].high, quantities[0].bound


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("544 people", 544, 544, Bound.EXACT),
        ("26,852", 26852, 26852, Bound.EXACT),
        ("12 000", 12000, 12000, Bound.EXACT),
        ("12'000", 12000, 12000, Bound.EXACT),
        ("1.2 million", 1_200_000, 1_200_000, Bound.EXACT),
        ("1.5m", 1_500_000, 1_500_000, Bound.EXACT),
        ("2 lakh", 200_000, 200_000, Bound.EXACT),
        ("two hundred and twelve", 212, 212, Bound.EXACT),
        ("a dozen", 12, 12, Bound.EXACT),
        ("three dozen", 36, 36, Bound.EXACT),
        ("dozens", 12, None, Bound.VAGUE),
        ("scores", 20, None, Bound.VAGUE),
        ("tens of thousands", 10_000, None, Bound.VAGUE),
        ("several", 3, None, Bound.VAGUE),
        ("at least 500", 500, None, Bound.AT_LEAST),
        ("no fewer than twelve", 12, None, Bound.AT_LEAST),
        ("3,000 or more", 3000, None, Bound.AT_LEAST),
        ("500+", 500, None, Bound.AT_LEAST),
        ("more than two dozen", 24, None, Bound.MORE_THAN),
        ("upwards of 90", 90, None, Bound.MORE_THAN),
        ("at least a dozen", 12, None, Bound.AT_LEAST),
        ("at least another 12", 12, None, Bound.AT_LEAST),
        ("nearly 20", 20, 20, Bound.ABOUT),
        ("an estimated 650", 650, 650, Bound.ABOUT),
        ("up to 40", None, 40, Bound.AT_MOST),
        ("fewer than 30", None, 30, Bound.AT_MOST),
        ("12-15", 12, 15, Bound.RANGE),
        ("between 3,000 and 4,000", 3000, 4000, Bound.RANGE),
        ("3,000 to 4,000", 3000, 4000, Bound.RANGE),
        ("3 to 4 thousand", 3000, 4000, Bound.RANGE),
    ],
)
def test_a_number_is_read_with_its_bound(
    english: NumberReader, text: str, low: int | None, high: int | None, bound: Bound
) -> None:
    assert one(english, text) == (low, high, bound)


@pytest.mark.parametrize("text", ["F-16", "Covid-19", "12th", "5kg", "someone", "thousandth", "a", "and"])
def test_a_number_glued_to_letters_is_none(english: NumberReader, text: str) -> None:
    assert list(english.read(text)) == []


def test_a_step_from_one_number_to_another_is_no_range(english: NumberReader) -> None:
    assert [q.low for q in english.read("rose from 12 to 15")] == [12, 15]


def test_neighbouring_numbers_stay_apart(english: NumberReader) -> None:
    assert [q.low for q in english.read("two and five")] == [2, 5]


@given(number=st.integers(min_value=0, max_value=9_999_999_999))
def test_what_is_spelled_is_read_back(english: NumberReader, number: int) -> None:
    assert english.value(spell(number)) == number


@given(number=st.integers(min_value=0, max_value=9_999_999_999))
def test_figures_with_thousands_marks_are_read_back(english: NumberReader, number: int) -> None:
    assert english.value(f"{number:,}") == number


@given(text=st.text())
def test_no_text_makes_the_reader_stumble_and_quantities_never_overlap(
    english: NumberReader, text: str
) -> None:
    folded = fold(text).text
    end = 0
    for quantity in english.read(folded):
        assert end <= quantity.start < quantity.end <= len(folded)
        end = quantity.end


def test_a_line_of_a_million_digits_gives_no_figure_and_ends_soon(english: NumberReader) -> None:
    assert list(english.read("7" * 100_000)) == []
