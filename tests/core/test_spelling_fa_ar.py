"""The law of number words in Persian and Arabic: what grammar spells, the reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.numerals import NumberReader
from monitor.core.text import fold
from tests.core.spelling_fa_ar import Arabic, spell_arabic, spell_persian

NUMBERS = st.one_of(st.integers(2, 9_999), st.integers(10_000, 999_999))
WAYS = st.builds(Arabic, st.booleans(), st.booleans(), st.sampled_from(["مئة", "مائة"]), st.booleans())


def read_number(reader: NumberReader, words: str) -> list[tuple[int | None, int | None]]:
    return [(one.low, one.high) for one in reader.read(fold(words).text)]


@pytest.mark.parametrize("number", [*range(2, 130), 200, 999, 1000, 1001, 2000, 2002, 9999])
def test_every_small_number_is_read_in_either_language(shipped: Book, number: int) -> None:
    readers = shipped.rulebook.languages
    assert read_number(readers["fa"].numbers, f"{spell_persian(number)} نفر") == [(number, number)]
    assert read_number(readers["ar"].numbers, f"{spell_arabic(number, Arabic())} شخصا") == [(number, number)]


@settings(max_examples=200)
@given(NUMBERS, st.sampled_from(["صد", "یکصد"]), st.sampled_from(["هزار", "یک هزار", "یکهزار"]))
def test_persian_number_words_mean_what_they_spell(
    shipped: Book, number: int, one_hundred: str, one_thousand: str
) -> None:
    words = f"{spell_persian(number, one_hundred, one_thousand)} نفر"
    assert read_number(shipped.rulebook.languages["fa"].numbers, words) == [(number, number)]


@settings(max_examples=400)
@given(NUMBERS, WAYS)
def test_arabic_number_words_mean_what_they_spell(shipped: Book, number: int, way: Arabic) -> None:
    """In either gender and case, with the hundreds written together or apart."""
    words = f"{spell_arabic(number, way)} شخصا"
    assert read_number(shipped.rulebook.languages["ar"].numbers, words) == [(number, number)]


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fa", "دو و نیم میلیون", 2_500_000),
        ("fa", "۲/۵ میلیون", 2_500_000),
        ("fa", "دو هزار و ۴۰۳", 2403),
        ("fa", "پنج‌هزار و ۲۰۰", 5200),
        ("fa", "نیم میلیون", 500_000),
        ("fa", "بیست‌ویک", 21),
        ("ar", "مليون ونصف المليون", 1_500_000),
        ("ar", "نصف مليون", 500_000),
        ("ar", "ألفان و403", 2403),
        ("ar", "مائتي ألف", 200_000),
        ("ar", "١٨ ألفا و٤٧٠", 18_470),
        ("ar", "مئة وأحد عشر", 111),
    ],
)
def test_mixed_spellings_are_one_number(shipped: Book, language: str, words: str, value: int) -> None:
    assert read_number(shipped.rulebook.languages[language].numbers, words) == [(value, value)]


def test_the_name_of_a_day_is_no_number(shipped: Book) -> None:
    """Arabic Monday is «the two»."""
    reader = shipped.rulebook.languages["ar"].numbers
    assert read_number(reader, "حتى يوم الاثنين 646 شخصا") == [(646, 646)]
    assert read_number(reader, "أصيب اثنين") == [(2, 2)]
