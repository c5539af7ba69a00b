"""Folding makes spellings equal and never loses the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import Folded, Prose, fold, paragraph_at, paragraphs, sentences, spaced

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("stored", "folded"),
    [
        ("۲٬۶۱۵", "2,615"),
        ("٢٣٠٠", "2300"),
        ("１２３", "123"),
        ("كتاب علي", "کتاب علی"),
        ("أكثر", "اکثر"),
        ("12\u00a0000", "12 000"),
        ("pro\u00adtest", "protest"),
        ("\u200f544\u200f", "544"),
        ("it’s “so”", 'it\'s "so"'),
        ("12–15", "12-15"),
        ("می‌شوند", "می شوند"),
        ("ﬁve", "five"),
    ],
)
def test_spellings_of_one_thing_become_equal(stored: str, folded: str) -> None:
    assert fold(stored).text == folded


@given(st.text())
def test_every_folded_character_leads_back_to_the_one_it_came_from(stored: str) -> None:
    folded = fold(stored)
    for index, character in enumerate(folded.text):
        # A space may be put in between a digit and a letter of Arabic script.
        assert character == " " or character in fold(stored[folded.stored(index)]).text
    assert folded.stored(len(folded.text)) == len(stored)


@given(st.text())
def test_offsets_never_run_backwards(stored: str) -> None:
    folded = fold(stored)
    origins = [folded.stored(index) for index in range(len(folded.text) + 1)]
    assert origins == sorted(origins)


@given(st.text())
def test_folding_twice_changes_nothing_more(stored: str) -> None:
    once = fold(stored).text
    assert fold(once).text == once


@given(st.text(alphabet='ab. !?\nA1"') | st.text())
def test_sentences_cover_every_character_that_is_not_blank(text: str) -> None:
    covered = set[int]()
    for start, end in sentences(text, NONE):
        assert not covered & set(range(start, end))
        covered |= set(range(start, end))
    assert all(index in covered for index, character in enumerate(text) if character.strip())


def split(text: str, *abbreviations: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text, frozenset(abbreviations))]


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    assert split("Gen. A. Karimi spoke. Then he left.", "gen") == ["Gen. A. Karimi spoke.", "Then he left."]


def test_a_line_end_ends_a_sentence_unless_prose_was_wrapped() -> None:
    wrapped = "The people of the town were told to leave their houses\nbefore the evening. They did."
    assert split(wrapped) == [wrapped.split(" They")[0], "They did."]
    assert split("A headline\nA second one") == ["A headline", "A second one"]


def test_a_decimal_mark_ends_no_sentence() -> None:
    assert split("Some 1.2 million fled. Nobody came.") == ["Some 1.2 million fled.", "Nobody came."]


def test_a_number_with_a_full_stop_inside_may_end_a_sentence() -> None:
    assert split("Murieron 20.000. En 2022 hubo 551.") == ["Murieron 20.000.", "En 2022 hubo 551."]
    assert split("It measured 7.8. Nobody died.") == ["It measured 7.8.", "Nobody died."]


def test_a_space_in_a_pattern_is_any_white_space_but_not_inside_a_class() -> None:
    assert spaced("a b ?c[ d]") == r"a\s+b\s*c[ d]"


@given(st.lists(st.sampled_from(["\n", "\n\n", "word " * 12, "End.", "- ", "x"]), max_size=12).map("".join))
def test_a_paragraph_found_from_any_of_its_places_is_the_same(text: str) -> None:
    for start, end in paragraphs(text):
        assert {paragraph_at(text, place) for place in range(start, end)} == {(start, end)}


_PROSE = st.lists(
    st.sampled_from(
        'Gen. Smith said. He was shot! \n \n\n a. U.S. 12. Januar (dead). "Yes." ... no? It e.g. 4.5 of'.split(
            " "
        )
    ),
    max_size=60,
)


@given(_PROSE.map(" ".join), _PROSE.map("  \n".join))
def test_a_sentence_found_from_a_word_is_the_one_that_cutting_the_paragraph_gives(
    one: str, other: str
) -> None:
    prose = Prose("text", one + other, Folded(one + other))
    text, short = prose.folded.text, frozenset({"gen", "e.g", "0. januar"})
    for sentence in prose.sentences(short):
        for place in (place for place in range(sentence.begin, sentence.end) if text[place].isalnum()):
            found = prose.sentence_at(place, short, *paragraph_at(text, place))
            assert found is None or (found.begin, found.end) == (sentence.begin, sentence.end)


def test_a_sentence_of_thousands_of_characters_is_not_looked_for_from_its_words() -> None:
    text = "word " * 2_000
    assert Prose("text", text, Folded(text)).sentence_at(5_000, frozenset(), 0, len(text)) is None
