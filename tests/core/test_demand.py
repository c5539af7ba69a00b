"""What a pattern demands stands in everything that it matches."""

from __future__ import annotations

import unicodedata

import pytest

from monitor.core.book import Book
from monitor.core.demand import _APART, EDGE, demand, has_masks
from monitor.core.pattern import Pattern


def _holds(text: str, demanded: str) -> bool:
    return Pattern(f"(?i){demanded}").search(f"{EDGE}{text}{EDGE}") is not None


def test_the_most_telling_words_are_demanded_in_their_order() -> None:
    assert (
        demand(r"[\p{L}]+\s+was\s+\p{L}+\s+found\s(?:hanged|strangled)")
        == r"(?:\s)+found\s(?:hanged|strangled)"
    )
    assert demand("(?:kill|murder)s?.* him") == "(?:kill|murder)"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?:was |were )?shot", "shot"),
        ("(?:was |were )*?shot", "shot"),
        ("(?:ha){0,2}shot", "shot"),
        ("(?:ha){2}shot", "hahashot"),
        ("a{2,}rest(?:ed|s)??", "aarest"),
        (r"a\.b\+\x05?cd", "a.b+cd"),
        (r"\Qa+b\E", "a+b"),
        (r"\pLilled\101", "killedA"),
        ("(?P<whole>^killed$)|dead", "dead"),
        ("kill(?:ed|)", "kill"),
        ("[Kk]illed[.,]", "Killed,"),
        (r"\bkill\B(?:e|a)d", "killad"),
        ("(?i)УБИТ[ыо]", "убито"),
        ("shot{,2}", "shot{,2}"),
        (r"(?:^|[^\p{L}\p{N}])(?:\p{N}+(?: who| -.*-)?\s)?died(?:$|[,.]|-\p{L}+)", "died-out"),
        (r"(?:^|[^\p{L}])\p{L}*(?:killed)+\p{L}*(?:[^\p{L}]|$)", "unkilledkilleds"),
        (f"(?:{'|'.join(f'soldier{number}' for number in range(999))})?died", "died"),
        (r"(?:[^\p{L}]|$)?died(?:\s|[.-]?)", "audience died"),
    ],
)
def test_nothing_is_demanded_that_a_match_can_do_without(pattern: str, text: str) -> None:
    assert Pattern(pattern).search(text)
    for masks in (False, True):
        assert _holds(text, demand(pattern, masks=masks) or "")


@pytest.mark.parametrize("pattern", ["[a-z]+", "killed?|.*", "(?:dead)?", r"\d+", "kill)", "(?:kill"])
def test_a_pattern_that_can_do_without_words_demands_none(pattern: str) -> None:
    assert demand(pattern) is None


def test_masks_are_words_for_the_masked_text_only() -> None:
    demanded = demand("(?P<count0>[\x01\x06]) (?:am|pm)", masks=True)
    assert demanded == "[\x01\x06]\\ (?:am|pm)"
    assert has_masks(demanded)
    assert demand("(?P<count0>[\x01\x06]) (?:am|pm)") == "\\ (?:am|pm)"


def test_what_any_shipped_pattern_demands_can_be_compiled(shipped: Book) -> None:
    for language in shipped.rulebook.languages.values():
        demanded = [demand(rule.pattern.pattern) for rule in language.rules]
        assert all(words and Pattern(f"(?i){words}") for words in demanded)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?:^|[^\p{L}\p{N}])died", "undied"),
        (r"died(?:[^\p{L}\p{N}]|$)", "diedrich"),
        (
            r"(?:^|[^\p{L}])\p{N}+(?: (?:who |that )?| - .*-)(?:die|died)(?:$|[,.;:)/\"'-]|-[\p{L}]+| (?:in|at))",
            "audience",
        ),
        (r"(?:^|[^\p{L}])(?:was killed|\p{L}+ dies|died)(?:[^\p{L}]|$)", "diedrich studies"),
        (r"(?:^|[^\p{L}])погиб(?:[^\p{L}]|$)", "погибель"),
    ],
)
def test_where_no_letter_may_stand_beside_them_whole_words_are_demanded(pattern: str, text: str) -> None:
    demanded = demand(pattern)
    assert demanded
    assert not _holds(text, demanded)


def test_words_are_told_apart_by_nothing_but_letters() -> None:
    apart = Pattern(_APART)
    for code in range(0x700):
        assert apart.fullmatch(chr(code)) or unicodedata.category(chr(code)).startswith("L")
