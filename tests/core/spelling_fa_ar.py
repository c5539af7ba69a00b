"""Numbers 1 to 999,999 in words, as Persian and Arabic news writes them: the other side of the reading law.

A speller knows grammar that the reader must not need: agreement, case, the order of units and tens.
"""

from __future__ import annotations

from dataclasses import dataclass

_FA_UNITS = ("", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده")
_FA_TEENS = ("چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")
_FA_TENS = ("", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_FA_HUNDREDS = ("", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")


def spell_persian(number: int, one_hundred: str = "صد", one_thousand: str = "هزار") -> str:
    """A number from 1 to 999,999; `one_hundred` may be «یکصد», `one_thousand` «یک هزار» or «یکهزار»."""
    thousands, rest = divmod(number, 1000)
    parts = [_fa_below_thousand(rest, one_hundred)] if rest else []
    if thousands:
        head = one_thousand if thousands == 1 else f"{_fa_below_thousand(thousands, one_hundred)} هزار"
        parts.insert(0, head)
    return " و ".join(parts)


def _fa_below_thousand(number: int, one_hundred: str) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [one_hundred if hundreds == 1 else _FA_HUNDREDS[hundreds]] if hundreds else []
    small = _FA_UNITS + _FA_TEENS
    if 0 < rest < 20:
        parts.append(small[rest])
    elif rest:
        tens, units = divmod(rest, 10)
        parts += [_FA_TENS[tens], *([_FA_UNITS[units]] if units else [])]
    return " و ".join(parts)


@dataclass(frozen=True, slots=True)
class Arabic:
    """How a writer spells: the counted noun's gender, the case, the form of the hundreds."""

    counts_men: bool = True  # numbers 3 to 10 take the opposite gender of what they count
    nominative: bool = False
    hundred: str = "مئة"  # or «مائة»
    apart: bool = False  # «ثلاث مئة» beside «ثلاثمئة»


_MASCULINE = ("", "واحد", "اثن", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_FEMININE = ("", "واحدة", "اثنت", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_STEMS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")


def spell_arabic(number: int, way: Arabic) -> str:
    """A number from 2 to 999,999; one alone is no number word in Arabic («one person» is «a person»)."""
    thousands, rest = divmod(number, 1000)
    parts = [_ar_thousands(thousands, way)] if thousands else []
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        parts.append(_ar_hundreds(hundreds, way))
    if rest:
        parts.append(_ar_below_hundred(rest, way))
    return " و".join(parts)


def _ar_thousands(count: int, way: Arabic) -> str:
    if count == 1:
        return "ألف"
    if count == 2:
        return "ألفان" if way.nominative else "ألفين"
    noun = "آلاف" if count <= 10 else "ألفا" if count % 100 >= 11 else "ألف"
    head = spell_arabic(count, Arabic(True, way.nominative, way.hundred, way.apart))
    return f"{head} {noun}"


def _ar_hundreds(count: int, way: Arabic) -> str:
    if count == 1:
        return way.hundred
    if count == 2:
        return way.hundred[:-1] + ("تان" if way.nominative else "تين")
    stem = "ثماني" if count == 8 and way.apart else _STEMS[count]
    return f"{stem}{' ' if way.apart else ''}{way.hundred}"


def _ar_below_hundred(number: int, way: Arabic) -> str:
    units = _MASCULINE if way.counts_men else _FEMININE
    pair = "ان" if way.nominative else "ين"
    if number == 2:
        return units[2] + pair
    if number <= 10:
        return units[number]
    if number < 20:
        return _ar_teen(number, way)
    tens, rest = divmod(number, 10)
    ten = _STEMS[tens] + ("ون" if way.nominative else "ين")
    if not rest:
        return ten
    one = "واحد" if way.counts_men else "إحدى"
    unit = one if rest == 1 else units[2] + pair if rest == 2 else units[rest]
    return f"{unit} و{ten}"


def _ar_teen(number: int, way: Arabic) -> str:
    ten = "عشر" if way.counts_men else "عشرة"
    if number == 11:
        return f"{'أحد' if way.counts_men else 'إحدى'} {ten}"
    if number == 12:
        stem = "اثن" if way.counts_men else "اثنت"
        return f"{stem}{'ا' if way.nominative else 'ي'} {ten}"
    return f"{(_MASCULINE if way.counts_men else _FEMININE)[number - 10]} {ten}"
