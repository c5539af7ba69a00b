"""The law parse(spell(n)) = n, in every language: words, figures grouped in every way, decimals of a scale, both mixed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.numerals import NumberReader
from monitor.core.text import fold
from monitor.model import Bound
from tests.core.spelling import GROUPINGS, SCRIPTS, WRITINGS, Writing, decimals, grouped, in_script

# One alone is an article or an adjective in most languages: rules count it, not the reader of numbers.
NUMBERS = st.one_of(st.integers(2, 9_999), st.integers(10_000, 999_999), st.integers(10**6, 10**7 - 1))
BELOW_MILLION = st.one_of(st.integers(2, 9_999), st.integers(10_000, 999_999))
EVERY_KIND = (*range(2, 131), 199, 200, 201, 212, 999, 1000, 1001, 1100, 1200, 1999, 2000, 2002, 2615, 3000, 10_000,
              11_011, 20_000, 21_001, 100_000, 101_101, 200_000, 300_003, 999_999)  # fmt: skip
THOUSAND_MILLIONS = 10**10  # more people than there are

SPOKEN = (
    ("en", "half a million", 500_000),
    ("en", "half a dozen", 6),
    ("en", "a half-dozen", 6),
    ("en", "one and a half million", 1_500_000),
    ("en", "one-and-a-half million", 1_500_000),
    ("en", "two and a half thousand", 2500),
    ("en", "a million and a half", 1_500_000),
    ("en", "a quarter of a million", 250_000),
    ("en", "a hundred and twelve", 112),
    ("en", "twelve hundred", 1200),
    ("en", "1.5 mln", 1_500_000),
    ("en", "12k", 12_000),
    ("es", "medio millón", 500_000),
    ("es", "dos millones y medio", 2_500_000),
    ("es", "millón y medio", 1_500_000),
    ("es", "un cuarto de millón", 250_000),
    ("es", "mil 200", 1200),
    ("fr", "un million et demi", 1_500_000),
    ("fr", "un quart de million", 250_000),
    ("fr", "douze cents", 1200),
    ("fr", "quatre cents milliers", 400_000),
    ("de", "eineinhalb Millionen", 1_500_000),
    ("de", "anderthalb Millionen", 1_500_000),
    ("de", "eine halbe Million", 500_000),
    ("de", "eine Viertelmillion", 250_000),
    ("de", "3,5 Tsd.", 3500),
    ("ru", "полтора миллиона", 1_500_000),
    ("ru", "два с половиной миллиона", 2_500_000),
    ("ru", "полмиллиона", 500_000),
    ("ru", "двадцатью семью", 27),
    ("ru", "двух миллионах", 2_000_000),
    ("uk", "два з половиною мільйона", 2_500_000),
    ("uk", "пів мільйона", 500_000),
    ("uk", "п’ятдесятьма", 50),
    ("tr", "iki buçuk milyon", 2_500_000),
    ("tr", "yarım milyon", 500_000),
    ("tr", "2 bin 615", 2615),
    ("tr", "5 bin 2", 5002),
    ("he", "חצי מיליון", 500_000),
    ("he", "מיליון וחצי", 1_500_000),
    ("fa", "نیم میلیون", 500_000),
    ("fa", "یک میلیون و نیم", 1_500_000),
    ("ar", "ربع مليون", 250_000),
    ("ar", "مليونين ونصف المليون", 2_500_000),
)

each_language = pytest.mark.parametrize("language", WRITINGS)


def read(reader: NumberReader, text: str) -> list[tuple[int | None, int | None, Bound]]:
    return [(one.low, one.high, one.bound) for one in reader.read(fold(text).text)]


def reader_of(book: Book, language: str) -> NumberReader:
    return book.rulebook.languages[language].numbers


def exactly(number: int) -> list[tuple[int | None, int | None, Bound]]:
    return [(number, number, Bound.EXACT)]


def assert_read(reader: NumberReader, writing: Writing, words: str, number: int) -> None:
    """Whatever the words, they are one number, and the noun behind it is none."""
    if re.match(writing.homonyms, words) is None:
        assert read(reader, f"{words} {writing.noun}") == exactly(number), words


@pytest.mark.parametrize(
    ("language", "way"), [(language, way) for language, one in WRITINGS.items() for way in one.spellers]
)
def test_every_kind_of_number_in_words_is_read_back(shipped: Book, language: str, way: str) -> None:
    writing, reader = WRITINGS[language], reader_of(shipped, language)
    for number in EVERY_KIND:
        assert_read(reader, writing, writing.spellers[way](number), number)


@each_language
def test_number_words_mean_what_they_spell(shipped: Book, language: str) -> None:
    writing, reader = WRITINGS[language], reader_of(shipped, language)
    # The spellers of Arabic and of Persian variants end at a million.
    numbers = BELOW_MILLION if language in ("ar", "fa") else NUMBERS

    @settings(max_examples=150)
    @given(number=numbers, way=st.sampled_from(sorted(writing.spellers)))
    def law(number: int, way: str) -> None:
        assert_read(reader, writing, writing.spellers[way](number), number)

    law()


@each_language
def test_figures_mean_the_same_however_they_are_grouped(shipped: Book, language: str) -> None:
    writing, reader = WRITINGS[language], reader_of(shipped, language)

    @settings(max_examples=150)
    @given(
        number=st.integers(1, 10**9),
        mark=st.sampled_from(["", *GROUPINGS.values()]),
        zero=st.sampled_from(sorted(SCRIPTS.values())),
    )
    def law(number: int, mark: str, zero: str) -> None:
        assert_read(reader, writing, grouped(number, mark, zero), number)

    law()


@each_language
def test_decimals_of_a_scale_mean_whole_people(shipped: Book, language: str) -> None:
    """«1.25 million», with the language's decimal mark and with the other one: nobody counts in hundredths."""
    writing, reader = WRITINGS[language], reader_of(shipped, language)

    @settings(max_examples=150)
    @given(
        hundredths=st.integers(101, 99_999),
        scale=st.sampled_from(sorted(writing.scales)),
        mark=st.sampled_from([".", ",", "٫"]),
        zero=st.sampled_from(sorted(SCRIPTS.values())),
    )
    def law(hundredths: int, scale: str, mark: str, zero: str) -> None:
        value = hundredths * writing.scales[scale] // 100
        if value <= THOUSAND_MILLIONS:
            assert_read(reader, writing, f"{in_script(decimals(hundredths, mark), zero)} {scale}", value)

    law()


@pytest.mark.parametrize(
    ("language", "form"), [(language, form) for language, one in WRITINGS.items() for form in one.mixed]
)
def test_figures_around_a_word_for_thousand_are_one_number(shipped: Book, language: str, form: str) -> None:
    """Turkish «2 bin 615», Persian «۲ هزار و ۶۱۵»."""
    writing, reader = WRITINGS[language], reader_of(shipped, language)

    @settings(max_examples=100)
    @given(
        thousands=st.integers(2, 999),
        rest=st.integers(1, 999),
        zero=st.sampled_from(sorted(SCRIPTS.values())),
    )
    def law(thousands: int, rest: int, zero: str) -> None:
        assert_read(reader, writing, in_script(form.format(thousands, rest), zero), thousands * 1000 + rest)

    law()


@pytest.mark.parametrize(("language", "words", "value"), SPOKEN)
def test_halves_quarters_and_colloquial_scales(shipped: Book, language: str, words: str, value: int) -> None:
    quantities = read(reader_of(shipped, language), f"{words} {WRITINGS[language].noun}")
    assert [(low, high) for low, high, _ in quantities] == [(value, value)]


@each_language
def test_more_people_than_there_are_is_no_number_and_neither_is_a_part_of_it(
    shipped: Book, language: str
) -> None:
    scale = max(WRITINGS[language].scales, key=WRITINGS[language].scales.__getitem__)
    assert read(reader_of(shipped, language), f"99,999,999 {scale} {WRITINGS[language].noun}") == []
