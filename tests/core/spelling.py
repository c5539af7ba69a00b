"""Numbers as the news of ten languages writes them: the other side of the law parse(spell(n)) = n.

num2words spells; what it leaves out – how newspapers differ from cheques, other cases and genders – is added
here from the grammars.  Where it is wrong (Arabic joins dual, hundred and noun by the letter of the cheque)
the spellers of `spelling_fa_ar` stand in, after Ryding, A Reference Grammar of Modern Standard Arabic, ch. 15.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product

from num2words import num2words

from tests.core.spelling_fa_ar import Arabic, spell_arabic, spell_persian

Speller = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Writing:
    """How one language writes numbers: a noun to count, the spellers, what may scale figures, what joins the two.

    `scales` maps a word to its value, for «1.2 million»; `mixed` are forms such as «{} bin {}» for 2 bin 615;
    `homonyms` matches what means something else besides, and is therefore not read.
    """

    noun: str
    spellers: Mapping[str, Speller]
    scales: Mapping[str, int]
    mixed: tuple[str, ...] = ()
    homonyms: str = r"(?!)"


def _words(lang: str, **how: object) -> Speller:
    return lambda number: str(num2words(number, lang=lang, **how))


def _changed(speller: Speller, *changes: tuple[str, str]) -> Speller:
    """A speller's words with regular expressions replaced, in order."""

    def spell(number: int) -> str:
        words = speller(number)
        for pattern, other in changes:
            words = re.sub(pattern, other, words)
        return words

    return spell


_ENGLISH = {
    # A cheque's commas («one thousand, one hundred») would be a list's in the news.
    "british": _changed(_words("en"), (",", "")),
    "american": _changed(_words("en"), (",", ""), (" and ", " ")),
    "an article": _changed(_words("en"), (",", ""), ("^one (?=hundred|thousand)", "a ")),
    "spaces": _changed(_words("en"), ("[,-]", " ")),
    "indian": _changed(_words("en_IN"), (",", "")),
}
_FRENCH = {
    "traditional": _words("fr"),
    # Rectifications de 1990: every word of a number joined by a hyphen.
    "reformed": _changed(_words("fr"), (" ", "-")),
    "spaces": _changed(_words("fr"), ("-", " ")),
    # num2words writes «mille neuf cents septante» and «un millions»: the plural is wrong, as in many a paper.
    "belgian": _words("fr_BE"),
    "swiss": _words("fr_CH"),
    "plural lost": _changed(_words("fr"), (r"\b(cent|quatre-vingt)s\b", r"\1")),
    "plural kept": _changed(_words("fr"), (r"(?<=[a-z] )cent\b", "cents")),
    "feminine": _changed(_words("fr"), (r"\bun$", "une")),
}
# «Uno» is cut before a noun and before «mil»; hundreds agree with women (RAE, Nueva gramática, § 21.3).
_CUT = (r"veintiuno\b(?= mil|$)", "veintiún"), (r"\buno\b(?= mil|$)", "un")
_FEMALE = ("cientos", "cientas"), ("quinientos", "quinientas"), (r"uno\b(?= mil|$)", "una")
_SPANISH = {
    "num2words": _words("es"),
    "masculine": _changed(_words("es"), *_CUT),
    "feminine": _changed(_words("es"), *_FEMALE),
    "without accents": _changed(_words("es"), *_CUT, ("é", "e"), ("ú", "u"), ("ó", "o")),
    "ciento and": _changed(_words("es"), *_CUT, (r"^ciento (?=\w+$)", "ciento y ")),
}
_GERMAN = {
    "num2words": _words("de"),
    "without one": _changed(
        _words("de"), (r"^ein(?=hundert|tausend)", ""), (r"tausendein(?=hundert)", "tausend")
    ),
    "with and": _changed(_words("de"), (r"hundert(?=(?:eins|zwei|drei|vier|zwölf|elf)$)", "hundertund")),
    "apart": _changed(_words("de"), (r"(tausend|hundert)", r" \1 "), (" +", " ")),
    "ascii": _changed(_words("de"), ("ü", "ue"), ("ö", "oe"), ("ß", "ss")),
    "before a noun": _changed(_words("de"), (r"hunderteins$", "hundertein"), (r"tausendeins$", "tausendein")),
}
# The Turkish Language Association writes numbers apart; cheques, and num2words, join them.
# The latter drops the last «one» of the thousands (yüzbinyüzbir for 101,101): so these are spelled here.
_TURKISH_WORDS = "(yirmi|otuz|kırk|elli|altmış|yetmiş|seksen|doksan|yüz|bin|milyon|bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on)"
_TURKISH_ONES = ("", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TURKISH_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")


def spell_turkish(number: int) -> str:
    """A number below a billion in one word; neither a hundred nor a thousand is called one."""
    millions, rest = divmod(number, 10**6)
    thousands, rest = divmod(rest, 1000)
    million = f"{_below_a_thousand(millions)}milyon" if millions else ""
    thousand = f"{_below_a_thousand(thousands) if thousands > 1 else ''}bin" if thousands else ""
    return million + thousand + _below_a_thousand(rest)


def _below_a_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    hundred = f"{_TURKISH_ONES[hundreds] if hundreds > 1 else ''}yüz" if hundreds else ""
    return hundred + _TURKISH_TENS[rest // 10] + _TURKISH_ONES[rest % 10]


_TURKISH = {
    "joined": spell_turkish,
    "apart": _changed(spell_turkish, (_TURKISH_WORDS, r"\1 "), (r" +$", "")),
}
_RUSSIAN = {
    f"case {case}, gender {gender}": _words("ru", case=case, gender=gender)
    for case in "ngdip"
    for gender in "mf"
}
# num2words knows Ukrainian in the nominative only; the cases are those of Український правопис 2019, § 105–107.
_GENITIVE = (
    (r"\bодин\b", "одного"), (r"\bодна\b", "однієї"), (r"\bдв[аі]\b", "двох"), (r"\bтри\b", "трьох"), (r"\bчотири\b", "чотирьох"),
    (r"\bп'ять\b", "п'яти"), (r"\bшість\b", "шести"), (r"\bсім\b", "семи"), (r"\bвісім\b", "восьми"), (r"\bдев'ять\b", "дев'яти"),
    (r"(\w{3,}[дн]цят)ь\b", r"\1и"), (r"\bдесять\b", "десяти"), (r"\bсорок\b", "сорока"), (r"десят\b", "десяти"), (r"\bдев'яносто\b", "дев'яноста"),
    (r"\bсто\b", "ста"), (r"\bдвісті\b", "двохсот"), (r"\bтриста\b", "трьохсот"), (r"\bчотириста\b", "чотирьохсот"), (r"\bп'ятсот\b", "п'ятисот"),
    (r"\bшістсот\b", "шестисот"), (r"\bсімсот\b", "семисот"), (r"\bвісімсот\b", "восьмисот"), (r"\bдев'ятсот\b", "дев'ятисот"),
    (r"\bтисячі\b", "тисяч"), (r"\bтисяча\b", "тисячі"), (r"\bмільйони\b", "мільйонів"), (r"\bмільйон\b", "мільйона"),
)  # fmt: skip
_DATIVE = (
    *_GENITIVE, ("одного", "одному"), ("однієї", "одній"), (r"\bдвох\b", "двом"), (r"\bтрьох\b", "трьом"), (r"\bчотирьох\b", "чотирьом"),
    ("двохсот", "двомстам"), ("трьохсот", "трьомстам"), ("чотирьохсот", "чотирьомстам"), (r"(п'яти|шести|семи|восьми|дев'яти)сот\b", r"\1стам"),
    (r"\bтисяч\b", "тисячам"), (r"\bмільйонів\b", "мільйонам"), (r"\bмільйона\b", "мільйону"),
)  # fmt: skip
_UKRAINIAN = {
    "nominative": _words("uk"),
    "feminine": _changed(_words("uk"), (r"\bодин$", "одна"), (r"\bдва$", "дві")),
    "genitive": _changed(_words("uk"), *_GENITIVE),
    "dative": _changed(_words("uk"), *_DATIVE),
    "typographic": _changed(_words("uk"), ("'", "’")),
}
_HEBREW = {
    "feminine": _words("he"),
    "masculine": _words("he", gender="m"),
    "apart": _changed(_words("he", gender="m"), (r"\bו(?=\w+$)", "ו-")),
}
_ARABIC = {
    " ".join(map(str, way)): partial(spell_arabic, way=Arabic(*way))
    for way in product((True, False), (True, False), ("مئة", "مائة"), (True, False))
}
WRITINGS: Mapping[str, Writing] = {
    "en": Writing(
        "people",
        _ENGLISH,
        {"thousand": 1000, "million": 10**6, "lakh": 10**5, "crore": 10**7, "billion": 10**9},
        ("{} thousand {}", "{} thousand and {}"),
    ),
    "fa": Writing(
        "نفر",
        {
            "num2words": _words("fa"),
            "one": lambda number: spell_persian(number, "یکصد", "یک هزار"),
            "joined": lambda number: spell_persian(number, "یکصد", "یکهزار"),
            "half-spaces": lambda number: spell_persian(number).replace(" و ", "‌و"),
        },
        {"هزار": 1000, "میلیون": 10**6, "میلیارد": 10**9},
        ("{} هزار و {}", "{}هزار و {}"),
    ),
    "ar": Writing(
        "شخصا",
        _ARABIC,
        {"ألف": 1000, "آلاف": 1000, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9},
        ("{} ألفا و{}", "{} آلاف و{}", "{} ألف و {}"),
    ),
    "fr": Writing(
        "personnes", _FRENCH, {"millions": 10**6, "million": 10**6, "milliard": 10**9}, ("{} mille {}",)
    ),
    "es": Writing(
        "personas",
        _SPANISH,
        {"mil": 1000, "millones": 10**6, "millón": 10**6},
        ("{} mil {}",),
    ),
    "de": Writing(
        "Menschen",
        _GERMAN,
        {"tausend": 1000, "Millionen": 10**6, "Million": 10**6, "Mio.": 10**6, "Milliarden": 10**9},
        (),
    ),
    "tr": Writing("kişi", _TURKISH, {"bin": 1000, "milyon": 10**6, "milyar": 10**9}, ("{} bin {}",)),
    "ru": Writing(
        "человек",
        _RUSSIAN,
        {"тысяч": 1000, "тысячи": 1000, "тыс.": 1000, "миллиона": 10**6, "млн": 10**6, "млрд": 10**9},
        ("{} тысяч {}", "{} тысячи {}", "{} тыс. {}"),
        homonyms="семью",  # «the family», in the accusative
    ),
    "uk": Writing(
        "людей",
        _UKRAINIAN,
        {"тисяч": 1000, "тисячі": 1000, "тис.": 1000, "мільйона": 10**6, "млн": 10**6, "млрд": 10**9},
        ("{} тисяч {}", "{} тисячі {}", "{} тис. {}"),
    ),
    "he": Writing(
        "בני אדם", _HEBREW, {"אלף": 1000, "אלפים": 1000, "מיליון": 10**6, "מיליארד": 10**9}, ("{} אלף ו-{}",)
    ),
}

# ── figures ─────────────────────────────────────────────────────────────────────────────────

GROUPINGS = {
    "comma": ",",
    "full stop": ".",
    "Arabic mark": "٬",
    "Arabic comma": "،",
    "space": " ",
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "thin space": "\u2009",
    "apostrophe": "'",
    "typographic apostrophe": "’",
}
SCRIPTS = {"ASCII": "0", "Arabic": "٠", "Persian": "۰", "full-width": "０", "Devanagari": "०"}


def grouped(number: int, mark: str, script: str = "0") -> str:
    """A number in figures, its thousands parted by a mark, in a script known by its zero."""
    return in_script(f"{number:,}".replace(",", mark), script)


def in_script(figures: str, zero: str) -> str:
    """ASCII figures in another script, known by its zero."""
    return "".join(chr(ord(zero) + int(one)) if one in "0123456789" else one for one in figures)


def decimals(hundredths: int, mark: str) -> str:
    """A number of hundredths in figures: 125 → «1.25», 120 → «1.2», 200 → «2»."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}{mark}{rest:02}".rstrip("0") if rest else str(whole)
