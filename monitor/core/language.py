"""Which language a text is in: the source's word first, the script next, statistics last."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from monitor.core.text import fold

# Long enough for the statistics; a feed entry's first sentences.
SAMPLE = 600
# Below this many characters the statistics guess, so only languages that have rules may win.
_SHORT = 120


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    # Loading the model is the one read of a packaged file in the core: a constant, not input.  Loaded
    # late, since it brings numpy along, and most English texts need neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
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
        return _told_by_words(sample, known) or str(_identifier(tuple(sorted(known))).classify(sample)[0])
    if " the " in sample and fold(sample).text.isascii():  # quotes and dashes tell no language
        return "en"
    language = str(_identifier(()).classify(sample)[0])
    return language if language in known or prior is None else prior


def _told_by_letters(sample: str) -> str:
    """The language whose own letters a text of its script has most of; empty if there are none."""
    if not _OWN.search(sample):
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
    """Of languages with one alphabet, the one whose words a headline has most of; empty if none has more."""
    counts = {language: len(words.findall(sample)) for language, words in _WORDS.items() if language in known}
    first, second = [*sorted(counts.values(), reverse=True), 0, 0][:2]
    return max(counts, key=lambda language: counts[language]) if first > second else ""


# Words that tell Russian from Ukrainian where no letter does, as beginnings.
_WORDS = {
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
