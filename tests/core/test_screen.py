"""One automaton says which patterns match, and never says less than the patterns themselves."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.pattern import Pattern
from monitor.core.screen import Screen


def test_it_names_the_patterns_that_match() -> None:
    screen = Screen([Pattern(pattern) for pattern in ("kill", "arrest", "shot dead")])
    assert screen.hits("two arrested, one shot dead") == (1, 2)
    assert [pattern.pattern for pattern in screen.matching("they kill")] == ["kill"]
    assert not screen.matches("nothing")


def test_no_patterns_match_nothing() -> None:
    assert Screen([]).hits("kill") == ()


WORDS = st.sampled_from(
    "at least 12 killed arrested people were two dead and , . HRANA said \x01 \x04 wounded".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_it_agrees_with_every_rule_run_alone(shipped: Book, text: str) -> None:
    for language in shipped.rulebook.languages.values():
        alone = tuple(index for index, rule in enumerate(language.rules) if rule.pattern.search(text))
        assert language.screen.hits(text) == alone


def test_a_long_hostile_text_loses_no_rule(shipped: Book) -> None:
    """RE2 gives a set's «no match» and «out of memory» the same face: there must be room enough."""
    english = shipped.rulebook.languages["en"]
    text = ("at least \x01 of the \x04 in the town, including \x04, " * 5_000) + "\x04 were killed"
    assert any(english.rules[index].id == "killed-en-passive" for index in english.screen.hits(text))
