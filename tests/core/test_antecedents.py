"""Words that point back count as many as were named before them, and nobody where nobody was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.extract import Reading

Read = Callable[[str], Reading]

POINTING_BACK = [
    ("Gunmen abducted three youths near Hulsu and later killed them.", {"abducted": 3, "killed": 3}),
    (
        "Two teachers were abducted on Monday. Their bodies were found near the river.",
        {"abducted": 2, "killed": 2},
    ),
    (
        "Two suicide bombers struck a base. In addition to the bombers, six soldiers were killed.",
        {"killed": 8},
    ),
    ("Three gunmen stormed a bank and shot dead a guard. The gunmen were killed by police.", {"killed": 4}),
    ("Men threw acid at four women in a market. The women were injured.", {"injured": 4}),
    ("A farmer and his son stepped on a mine near Kidal. Both were killed.", {"killed": 2}),
    (
        "Rebels seized 14 soldiers from a bus. All of the soldiers were found dead.",
        {"abducted": 14, "killed": 14},
    ),
    ("Two men were riding home. Three missiles hit the road. They were killed instantly.", {"killed": 2}),
]

POINTING_NOWHERE = [
    "They were killed in the raid.",
    "The assailants were killed after a siege.",
    "Their bodies were found near the river.",
]


@pytest.mark.parametrize(("text", "totals"), POINTING_BACK)
def test_words_that_point_back_count_as_many_as_were_named(
    read: Read, text: str, totals: dict[str, int]
) -> None:
    assert {metric: total for metric, total in read(text).totals.items() if total} == totals


@pytest.mark.parametrize("text", POINTING_NOWHERE)
def test_words_that_point_to_nobody_are_no_figure(read: Read, text: str) -> None:
    assert read(text).figures == ()


def test_who_was_counted_already_is_not_counted_again(read: Read) -> None:
    text = "Three policemen were killed in Herat. They were killed by a mine, the governor said."
    assert read(text).totals["killed"] == 3


def test_a_word_points_to_the_kind_that_it_names_not_to_whoever_came_last(read: Read) -> None:
    text = (
        "Two bombers attacked a market with 30 traders. In addition to the bombers, nine people were killed."
    )
    assert read(text).totals["killed"] == 11
