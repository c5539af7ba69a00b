"""A pattern answers the same whether its text is of ASCII alone, for which it is compiled apart, or not."""

from __future__ import annotations

import pytest

from monitor.core.pattern import Pattern, PatternError

TEXT = "WE ASK: Skopje's 12 kids, seen [again] on 3 May - SIX.  A.K. said so"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?i)(?P<words>[^.;]+)",
        r"(?i)[^\p{L}](?P<word>\p{L}[\p{L}'-]*)[^\p{L}]",
        r"(?i)[^\s,;.!?-]{4,}",
        r"(?i)[^a-h] (?P<n>\p{N}+)",
        r"(?-i:\p{Lu})\p{Ll}+",
        r"\[[^\]]*\]",
        r"(?:^|[^\p{L}\p{N}])[\p{L}\p{M}]+(?:[^\p{L}\p{N}]|$)",
    ],
)
def test_a_text_of_ascii_is_read_like_any_other(pattern: str) -> None:
    compiled = Pattern(pattern)
    mixed = f"{TEXT}\n\u20ac"
    plain = [
        match.span(group) for match in compiled.overlapping(TEXT) for group in range(compiled.groups + 1)
    ]
    wanted = [
        match.span(group)
        for match in compiled.overlapping(mixed)
        if match.end() <= len(TEXT)
        for group in range(compiled.groups + 1)
    ]
    assert plain[: len(wanted)] == wanted
    assert len(wanted) > 0
    assert {end for _, end in plain[len(wanted) :]} <= {len(TEXT)}


def test_the_letters_that_stand_for_s_and_k_where_case_does_not_matter_are_found_too() -> None:
    assert Pattern(r"(?i)[^x]+").fullmatch("SKsk") is not None
    assert Pattern(r"(?i)sk").search("\u017f\u212a") is not None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?i)caf(?:e|é)s?", "Cafes"),
        (r"(?i)na(?:i|ï)?ve", "NAVE"),
        (r"(?i)[a-zà-ÿ\x{400}-\x{4ff}]+ [^é\x{200c}]+", "two words"),
        (r"\\x{3}", r"\xxx"),
        (r"(?i)(?P<word>убит)|killed", "killed"),
    ],
)
def test_what_is_no_ascii_in_a_pattern_is_looked_for_in_vain_in_a_text_of_ascii(
    pattern: str, text: str
) -> None:
    assert Pattern(pattern).fullmatch(text) is not None


def test_no_pattern_is_compiled_before_a_text_asks_for_it() -> None:
    refused: list[Exception] = []
    broken = Pattern("(", refused.append)
    assert refused == []
    for text in ("ascii", "русский"):
        with pytest.raises(PatternError):
            broken.search(text)
    assert len(refused) == 2


def test_a_short_pattern_may_be_large_all_the_same() -> None:
    assert Pattern(r"(?i)(?:\pL{1,30} ){1,20}x").search("ab cd x") is not None
