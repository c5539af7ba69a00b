"""Numbers without a verb of their own count what the figure before them counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.model import Figure

Figures = Callable[..., tuple[Figure, ...]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("HRANA has counted 646 deaths. Iran Human Rights puts the number at 3,428.", [646, 3428]),
        ("Officials said 30 people had died, up from 19 on Monday.", [30, 19]),
        ("The ministry said 284 people were injured. A local official spoke of 211.", [284, 211]),
        ("The blast killed 12 people, revising an earlier count of 9.", [12, 9]),
        ("Police arrested 27 people. The lawyers' group gave a figure of 40.", [27, 40]),
    ],
)
def test_a_bare_number_repeats_the_question_before_it(
    figures: Figures, text: str, numbers: list[int]
) -> None:
    read = figures(text)
    assert [figure.low for figure in read] == numbers
    assert len({figure.metric for figure in read}) == 1
    assert read[-1].rule_id == f"{read[0].metric}-en-echo"


@pytest.mark.parametrize(
    "text",
    [
        "The share price stood at 211. A local official spoke of 19.",
        "The blast killed 12 people. The opera house opened at eight. Guests ate. Nobody sang. Its hall seats 900.",
        "The blast killed 12 people. The inquiry spoke of 40 broken windows.",
        "The blast killed 12 people. The law dates from 2019.",
    ],
)
def test_a_number_that_repeats_no_question_is_no_figure(figures: Figures, text: str) -> None:
    assert not [figure for figure in figures(text) if figure.rule_id.endswith("-echo")]
