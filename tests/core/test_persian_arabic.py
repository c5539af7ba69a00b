"""Persian and Arabic, whole sentences: numbers, groups, claimants and what is no figure."""

from __future__ import annotations

import pytest

from monitor.core.book import Book
from monitor.core.numerals import NumberReader
from monitor.core.text import fold
from monitor.model import Basis, Bound
from tests.core.conftest import Read


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fa", "بیست و پنج", 25),
        ("fa", "سیصد و چهل و پنج", 345),
        ("fa", "۲ هزار و ۶۱۵", 2615),
        ("fa", "هزار و ۲۰۰", 1200),
        ("fa", "۵ هزار و ۲", 5002),
        ("fa", "سه هزار و صد و هفده", 3117),
        ("fa", "۲۸٫۷ میلیون", 28_700_000),
        ("fa", "۱۲٬۰۰۰", 12_000),
        ("ar", "خمسة وعشرون", 25),
        ("ar", "مئة وخمسة وعشرين", 125),
        ("ar", "ثلاثمئة وأربعة", 304),
        ("ar", "ألفان وستمئة وخمسة عشر", 2615),
        ("ar", "واحد وثمانين", 81),
        ("ar", "١٨ ألفا و٤٧٠", 18_470),
        ("ar", "تسعة ملايين", 9_000_000),
    ],
)
def test_number_words_become_their_value(shipped: Book, language: str, words: str, value: int) -> None:
    reader: NumberReader = shipped.rulebook.languages[language].numbers
    quantities = list(reader.read(fold(words).text))
    assert [(one.low, one.high) for one in quantities] == [(value, value)]


@pytest.mark.parametrize(
    ("language", "words", "low", "high", "bound"),
    [
        ("fa", "دست‌کم ۱۲", 12, None, Bound.AT_LEAST),
        ("fa", "بالغ بر هزار", 1000, None, Bound.MORE_THAN),
        ("fa", "حداکثر ۲۰", None, 20, Bound.AT_MOST),
        ("fa", "نزدیک به چهل", 40, 40, Bound.ABOUT),
        ("fa", "ده‌ها", 10, None, Bound.VAGUE),
        ("fa", "بین ۲۰ تا ۲۵", 20, 25, Bound.RANGE),
        ("ar", "ما لا يقل عن ١٢", 12, None, Bound.AT_LEAST),
        ("ar", "ما يزيد على ألف", 1000, None, Bound.MORE_THAN),
        ("ar", "قرابة أربعين", 40, 40, Bound.ABOUT),
        ("ar", "عشرات الآلاف", 10_000, None, Bound.VAGUE),
        ("ar", "ما بين 50 و85", 50, 85, Bound.RANGE),
    ],
)
def test_hedges_bound_a_number(
    shipped: Book, language: str, words: str, low: int | None, high: int | None, bound: Bound
) -> None:
    [quantity] = shipped.rulebook.languages[language].numbers.read(fold(words).text)
    assert (quantity.low, quantity.high, quantity.bound) == (low, high, bound)


@pytest.mark.parametrize(
    ("language", "text", "totals"),
    [
        ("fa", "در این حمله ۴نفر کشته و ۱۹نفر زخمی شدند.", {"killed": 4, "injured": 19}),
        ("fa", "سه سرباز و پنج رهگذر کشته شدند.", {"killed": 8}),
        ("fa", "پلیس ده‌ها دانشجو را بازداشت کرد.", {"arrested": 10}),
        ("fa", "کودک ۹ ساله‌ای با شلیک گلوله کشته شد.", {"killed": 1}),
        ("ar", "أسفر الهجوم عن مقتل جنديين وثلاثة مارة وإصابة 19.", {"killed": 5, "injured": 19}),
        ("ar", "لقي أحد عشر عاملا مصرعهم وأصيب عاملان.", {"killed": 11, "injured": 2}),
        ("ar", "سقوط قتيل وجريحين في اشتباكات.", {"killed": 1, "injured": 2}),
        ("ar", "واعتقلت الشرطة 40 طالبا.", {"arrested": 40}),
    ],
)
def test_a_sentence_reports_its_totals(read: Read, language: str, text: str, totals: dict[str, int]) -> None:
    reading = read(text, language=language)
    assert {metric: people for metric, people in reading.totals.items() if people} == totals


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "اعتراضات در ۱۹۵ شهر و ۳۱ استان ادامه دارد و مردم از کشتار می‌گویند."),
        ("fa", "او ۵۴ ساله بود و به ۱۲ سال حبس محکوم شد."),
        ("fa", "هیچ‌کس در ۲۴ ساعت گذشته کشته نشد."),
        ("fa", "ارتش تهدید کرد ۵۰۰ نفر کشته شوند."),
        ("ar", "امتدت الاحتجاجات إلى 195 مدينة بعد مقتل الشاب."),
        ("ar", "نفت السلطات مقتل 12 شخصا في السجن."),
        ("ar", "قد يقتل الجوع آلاف الأطفال."),
    ],
)
def test_what_is_no_figure_is_not_read(read: Read, language: str, text: str) -> None:
    reading = read(text, language=language)
    assert not [figure for figure in reading.figures if figure.low != 1]


@pytest.mark.parametrize(
    ("language", "text", "claimant", "via"),
    [
        ("fa", "به گزارش خبرگزاری هرانا، ۵۴۴ معترض کشته شده‌اند.", "hrana", None),
        ("fa", "هرانا روز سه‌شنبه اعلام کرد که ۵۴۴ معترض کشته شده‌اند.", "hrana", None),
        ("fa", "یک مقام ایرانی به رویترز گفت دو هزار نفر کشته شده‌اند.", "iranian-official", "reuters"),
        ("ar", "وفقا لوكالة هرانا، قتل 544 متظاهرا.", "hrana", None),
        ("ar", "وفقا للشرطة، قتل خمسة أشخاص.", "police", None),
        ("ar", "قال مسؤول إيراني لرويترز إن ألفي شخص قتلوا.", "iranian-official", "reuters"),
    ],
)
def test_who_counted_is_named(read: Read, language: str, text: str, claimant: str, via: str | None) -> None:
    [figure] = read(text, language=language).figures
    assert (figure.claimant, figure.via) == (claimant, via)


@pytest.mark.parametrize(
    ("language", "text", "basis", "subject"),
    [
        ("fa", "۵۴۴ نفر کشته شده‌اند که ۴۷ تن از آنان کودک بودند.", [Basis.TOTAL, Basis.SUBSET], None),
        ("fa", "۲۸ نفر دیگر کشته شدند.", [Basis.INCREMENT], None),
        ("fa", "شمار کشته‌شدگان به ۵۴۴ نفر رسید.", [Basis.TOTAL], None),
        ("ar", "ارتفع عدد القتلى إلى 544 بينهم 65 طفلا.", [Basis.TOTAL, Basis.SUBSET], "children"),
        ("ar", "مقتل 28 شخصا إضافيا.", [Basis.INCREMENT], None),
    ],
)
def test_totals_parts_and_additions_are_told_apart(
    read: Read, language: str, text: str, basis: list[Basis], subject: str | None
) -> None:
    figures = read(text, language=language).figures
    assert [figure.basis for figure in figures] == basis
    assert figures[-1].subject == subject


@pytest.mark.parametrize(
    ("language", "text", "background"),
    [
        ("fa", "در آبان ۹۸ دست‌کم ۳۰۴ نفر کشته شدند.", True),
        ("fa", "در سال ۱۳۹۸ دست‌کم ۳۰۴ نفر کشته شدند.", True),
        ("fa", "در دی ۱۴۰۴ دست‌کم ۳۰۴ نفر کشته شدند.", False),
        ("ar", "قتل 304 أشخاص في نوفمبر 2019.", True),
        ("ar", "قتل 304 أشخاص في يناير 2026.", False),
    ],
)
def test_a_year_long_gone_makes_background(read: Read, language: str, text: str, background: bool) -> None:
    [figure] = read(text, language=language).figures
    assert figure.background is background


def test_offsets_lead_back_to_the_stored_digits(read: Read) -> None:
    """Also where the folded text has a space that the stored one has not."""
    text = "دیروز ۱۲نفر کشته شدند."
    [figure] = read(text, language="fa").figures
    assert text[figure.start : figure.end] == "۱۲"
