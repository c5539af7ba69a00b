"""Which language a text is in: the source's word first, the script next, small words, statistics last.

The statistics take a third of a second to load and more time for a text than a text without
figures takes to be read, so they are asked only where small words leave it open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from copy import copy
from functools import cache
from typing import Any

from monitor.core.text import fold

# Long enough for the statistics; a feed entry's first sentences.
SAMPLE = 600
# Below this many characters the statistics guess, so only languages that have rules may win.
_SHORT = 120


@cache
def _statistics() -> Any:
    # Loading the model is the one read of a packaged file in the core: a constant, not input.  Loaded
    # late, since it brings numpy along, and most English texts need neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    identifier = copy(_statistics())  # the numbers, 70 MB, are shared
    if languages:
        identifier.set_languages(list(languages))
    return identifier


def detect(text: str, known: Collection[str], prior: str | None = None) -> str:
    """The two-letter code of the text's language.

    A text too short to tell has the prior's (the source's own word), if its script fits, else one
    of `known`; a longer one has what the statistics say, and the prior where they name no known one.
    """
    sample = text[:SAMPLE]
    told = _told_by_letters(sample)
    if told in known:
        return told
    if len(sample) < _SHORT:
        if prior is not None and _is_latin(sample) == (prior not in _OTHER_SCRIPTS):
            return prior
        if not any(character.isalpha() for character in sample) and "en" in known:
            return "en"
        return (
            _told_by_stems(sample, known)
            or _told_by_words(sample, known)
            or str(_identifier(tuple(sorted(known))).classify(sample)[0])
        )
    if " the " in sample and fold(sample).text.isascii():  # quotes and dashes tell no language
        return "en"
    language = _told_by_words(sample, known) or str(_identifier(()).classify(sample)[0])
    return language if language in known or prior is None else prior


def _told_by_letters(sample: str) -> str:
    """The language whose own letters a text of its script has most of; empty if there are none."""
    if sample.isascii() or not _OWN.search(sample):
        return ""
    letters = [character for character in sample if character.isalpha()]
    counts = {
        language: sum(letter in own for letter in letters)
        for language, (first, last, own) in _TELLING.items()
        if 2 * sum(first <= letter <= last for letter in letters) > len(letters)
    }
    best = max(counts, key=lambda language: counts[language], default="")
    return best if best and counts[best] else ""


def _told_by_words(sample: str, known: Collection[str]) -> str:
    """The language whose small words a text has by far the most of; empty if there is none, or nobody reads it."""
    words = _WORD.findall(sample.lower())
    counts = Counter(language for word in words for language in _SPOKEN_IN.get(word, ()))
    (best, first), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    clear = first >= _FEW and first >= _SHARE * len(words) and first >= _LEAD * second
    return best if clear and best in known else ""


def _told_by_stems(sample: str, known: Collection[str]) -> str:
    """Of languages with one alphabet, the one whose words a headline has most of; empty if none has more."""
    counts = {language: len(words.findall(sample)) for language, words in _STEMS.items() if language in known}
    first, second = [*sorted(counts.values(), reverse=True), 0, 0][:2]
    return max(counts, key=lambda language: counts[language]) if first > second else ""


# Words that many texts of a language have and few of its neighbours': of those that have rules, and of others
# that would be taken for them.
_SMALL_WORDS = {
    "en": "the of and was were by has have been said that with for from at are who after people killed",
    "de": "der das und nicht ist im von mit wurden wurde bei für auf dem ein eine sind nach zu aus sich haben",
    "fr": "les et une dans est aux sur pour qui ont été selon avec du au ce cette morts sont leur",
    "es": "el los las y fue fueron según más tras su han desde entre este esta muertos hay sus",
    "tr": "ve bir bu için ile olan olarak kişi dedi sonra göre kadar daha çok",
    "fa": "در از که را است این به با برای شد می بر آن",
    "ar": "في على أن إن وقال وقالت إلى التي الذي عن هذا مع كان فى الى هذه بين خلال",
    "pt": "o os do da em uma não com ao dos das foi no na pelo pela",
    "it": "il di che gli della per è non sono nel alla dei con una del",
    "nl": "het een van en niet dat op voor met zijn te door aan",
    "ca": "els amb i dels per una va són",
    "ro": "și în din cu pe nu care au fost",
    "az": "və üçün ilə olub edib",
    "sv": "och att det som en för på av är till",
    "pl": "w i na z do się nie że jest",
    "ur": "کے میں کی ہے اور سے کا نے",
    "ckb": "لە بە کە بۆ",
    "id": "yang dan di dari untuk dengan ini itu",
}
_SPOKEN_IN: dict[str, list[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _one in _words.split():
        _SPOKEN_IN.setdefault(_one, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
# So many small words, this share of all words, so many times those of the next language: of 2,275 entries of
# real feeds, these decide five in seven, and one of them otherwise than the statistics.
_FEW, _SHARE, _LEAD = 2, 0.1, 2

# Words that tell Russian from Ukrainian where no letter does, as beginnings.
_STEMS = {
    "ru": re.compile(
        r"(?i)\b(?:(?:и|что|как|после|под|при|из|от|по)\b|человек|погиб|ранен|убит|умер|пострада|задержа|казнен|город)"
    ),
    "uk": re.compile(
        r"(?i)\b(?:(?:та|що|як|під|від|до|у)\b|людей|людин|загин|загиб|поранен|вбит|помер|постражда|затрима|страчен|немає)"
    ),
}


# The script of a language (first and last letter), and the letters in it that only this language writes.
_TELLING = {
    "ru": ("\u0400", "\u04ff", frozenset("ыэъёЫЭЪЁ")),
    "uk": ("\u0400", "\u04ff", frozenset("іїєґІЇЄҐ")),
    "he": ("\u05d0", "\u05ea", frozenset(map(chr, range(0x05D0, 0x05EB)))),
}
_OWN = re.compile(f"[{''.join(letter for *_, own in _TELLING.values() for letter in sorted(own))}]")
_OTHER_SCRIPTS = frozenset({"fa", "ar", "ru", "uk", "he", "ur", "ckb"})


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < "\u0250" for character in letters) >= len(letters)
