"""One automaton says which patterns are worth running, and never says less than the patterns themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.pattern import Pattern
from monitor.core.screen import Screen, Words


def test_it_names_the_patterns_whose_words_stand_in_the_text() -> None:
    screen = Screen([Pattern(pattern) for pattern in ("kill", "arrest", "shot .*dead", "(?i)убит")])
    assert screen.candidates("two arrested, one shot dead") == (1, 2)
    assert screen.candidates("12 УБИТЫ") == (3,)
    assert [pattern.pattern for pattern in screen.worth_running("they kill")] == ["kill"]
    assert screen.candidates("nothing") == ()


def test_words_alone_are_no_match() -> None:
    screen = Screen([Pattern("shot .*dead")])
    assert screen.candidates("dead, not shot at") == (0,)
    assert not screen.matches("dead, not shot at")
    assert screen.matches("shot and left for dead")


def test_a_pattern_without_any_words_is_always_worth_running() -> None:
    assert Screen([Pattern("[0-9]+"), Pattern("kill")]).candidates("nothing") == (0,)
    assert Screen([Pattern("[0-9]+")]).candidates("nothing") == (0,)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("kill(?:ed at (?:the )?dawn)?", "they kill"),
        ("(?:\\(?[a-z]+\\)? )*?dead", "nobody is dead"),
        ("(?:$|[,.;]| (?:today|later))dead", "-,dead"),
        ("de(?:tain)?ad", "dead"),
        ("(?:were |had (?:all )?been ){0,2}shot", "shot"),
        ("bo{2}ks? burned", "book burned"),
    ],
)
def test_what_may_be_left_out_is_not_demanded(pattern: str, text: str) -> None:
    assert Pattern(pattern).search(text)
    assert Screen([Pattern(pattern), Pattern("elsewhere")]).candidates(text) == (0,)


def test_no_patterns_match_nothing() -> None:
    assert Screen([]).candidates("kill") == ()


WORDS = st.sampled_from(
    "at least 12 killed arrested people were two dead and , . HRANA said \x01 \x04 wounded".split()
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_it_leaves_out_no_rule_that_matches(shipped: Book, text: str) -> None:
    for language in shipped.rulebook.languages.values():
        alone = {index for index, rule in enumerate(language.rules) if rule.pattern.search(text)}
        assert alone <= set(language.screen.candidates(text))


def test_a_long_hostile_text_loses_no_rule(shipped: Book) -> None:
    """RE2 gives a set's «no match» and «out of memory» the same face: there must be room enough."""
    english = shipped.rulebook.languages["en"]
    text = ("at least \x01 of the \x04 in the town, including \x04, " * 5_000) + "\x04 were killed"
    assert any(english.rules[index].id == "killed-en-passive" for index in english.screen.candidates(text))


def test_screens_that_share_their_words_see_the_masks() -> None:
    words = Words()
    times = Screen([Pattern("[\x01\x06] (?:am|pm)"), Pattern("at noon")], words)
    other = Screen([Pattern("killed"), Pattern("[\x01\x04]\\s+in\\s+[\x01\x04]")], words)
    assert times.candidates("at \x01 pm") == (0,)
    assert times.candidates("\x01 people am at noon") == (1,)
    assert other.candidates("\x04 in \x04 were killed at noon") == (0, 1)
    assert other.candidates("in \x01 of \x04") == ()


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_no_cue_is_left_out_that_matches(shipped: Book, text: str) -> None:
    english = shipped.rulebook.languages["en"]
    for cue in (*english.cues.values(), english.attribution, english.lexicon.screen):
        assert cue.matches(text) == any(pattern.search(text) for pattern in cue.patterns)
