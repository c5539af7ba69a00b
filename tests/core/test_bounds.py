"""Every hedge in every grammar: the bound of a number is the same wherever the number stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.extract import Reading
from monitor.model import Bound

Read = Callable[..., Reading]

HEDGED = [  # (the number as written, low, high, bound)
    ("12", 12, 12, Bound.EXACT),
    ("twelve", 12, 12, Bound.EXACT),
    ("a dozen", 12, 12, Bound.EXACT),
    ("three dozen", 36, 36, Bound.EXACT),
    ("two hundred and twelve", 212, 212, Bound.EXACT),
    ("3,000", 3000, 3000, Bound.EXACT),
    ("3 000", 3000, 3000, Bound.EXACT),
    ("1.2 million", 1_200_000, 1_200_000, Bound.EXACT),
    ("2 lakh", 200_000, 200_000, Bound.EXACT),
    ("at least 12", 12, None, Bound.AT_LEAST),
    ("no fewer than 12", 12, None, Bound.AT_LEAST),
    ("no less than 12", 12, None, Bound.AT_LEAST),
    ("not fewer than twelve", 12, None, Bound.AT_LEAST),
    ("a minimum of 12", 12, None, Bound.AT_LEAST),
    ("12 or more", 12, None, Bound.AT_LEAST),
    ("more than 12", 12, None, Bound.MORE_THAN),
    ("over 12", 12, None, Bound.MORE_THAN),
    ("upwards of 3,000", 3000, None, Bound.MORE_THAN),
    ("in excess of 3,000", 3000, None, Bound.MORE_THAN),
    ("well over 100", 100, None, Bound.MORE_THAN),
    ("nearly 100", 100, 100, Bound.ABOUT),
    ("almost 100", 100, 100, Bound.ABOUT),
    ("around 100", 100, 100, Bound.ABOUT),
    ("about a hundred", 100, 100, Bound.ABOUT),
    ("some 100", 100, 100, Bound.ABOUT),
    ("roughly 100", 100, 100, Bound.ABOUT),
    ("approximately 100", 100, 100, Bound.ABOUT),
    ("an estimated 100", 100, 100, Bound.ABOUT),
    ("100 or so", 100, 100, Bound.ABOUT),
    ("up to 30", None, 30, Bound.AT_MOST),
    ("as many as 30", None, 30, Bound.AT_MOST),
    ("as high as 30", None, 30, Bound.AT_MOST),
    ("fewer than 30", None, 30, Bound.AT_MOST),
    ("less than 30", None, 30, Bound.AT_MOST),
    ("no more than 30", None, 30, Bound.AT_MOST),
    ("a maximum of 30", None, 30, Bound.AT_MOST),
    ("12-15", 12, 15, Bound.RANGE),
    ("between 3,000 and 4,000", 3000, 4000, Bound.RANGE),
    ("3,000 to 4,000", 3000, 4000, Bound.RANGE),
    ("between 20 and 25", 20, 25, Bound.RANGE),
    ("dozens", 12, None, Bound.VAGUE),
    ("scores", 20, None, Bound.VAGUE),
    ("hundreds", 100, None, Bound.VAGUE),
    ("tens of thousands", 10_000, None, Bound.VAGUE),
    ("several", 3, None, Bound.VAGUE),
]

GRAMMARS = [  # (the sentence, the metric)
    ("{} people were killed in the blast.", "killed"),
    ("{} have been shot dead, officials said.", "killed"),
    ("A blast killed {} people in the market.", "killed"),
    ("{} people lost their lives in the flood.", "killed"),
    ("The quake left {} people dead.", "killed"),
    ("The storm claimed the lives of {} villagers.", "killed"),
    ("The army is accused of the killing of {} civilians.", "killed"),
    ("{} dead in market blast", "killed"),
    ("{} people were wounded.", "injured"),
    ("The blast wounded {} people.", "injured"),
    ("{} people were rounded up overnight.", "arrested"),
    ("Police detained {} protesters.", "arrested"),
    ("{} people remain unaccounted for.", "missing"),
    ("Gunmen abducted {} villagers.", "abducted"),
    ("{} people fled their homes.", "displaced"),
    ("{} prisoners were hanged.", "executed"),
    ("A court sentenced {} activists to prison.", "sentenced"),
    ("{} people were indicted.", "charged"),
]


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


@pytest.mark.parametrize(("number", "low", "high", "bound"), HEDGED)
@pytest.mark.parametrize(("grammar", "metric"), GRAMMARS)
def test_a_hedge_means_the_same_in_every_grammar(
    read: Read, grammar: str, metric: str, number: str, low: int | None, high: int | None, bound: Bound
) -> None:
    figures = [figure for figure in read(_capital(grammar.format(number))).figures if figure.metric == metric]
    assert [(figure.low, figure.high, figure.bound) for figure in figures] == [(low, high, bound)]


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("The death toll has surpassed 3,000.", 3000, None, Bound.MORE_THAN),
        ("The death toll topped 3,000 on Monday.", 3000, None, Bound.MORE_THAN),
        ("The death toll exceeds 3,000.", 3000, None, Bound.MORE_THAN),
        ("The number of people killed has passed 3,000.", 3000, None, Bound.MORE_THAN),
        ("The death toll stands at more than 3,000.", 3000, None, Bound.MORE_THAN),
        ("The death toll has risen to at least 34.", 34, None, Bound.AT_LEAST),
        ("The death toll is as high as 3,000.", None, 3000, Bound.AT_MOST),
        ("The death toll is put at between 3,000 and 4,000.", 3000, 4000, Bound.RANGE),
        ("The death toll stands at around 600.", 600, 600, Bound.ABOUT),
        ("The death toll rose to 34.", 34, 34, Bound.EXACT),
        ("Twelve people at least were killed.", 12, None, Bound.AT_LEAST),
        ("Twelve people or more were killed.", 12, None, Bound.AT_LEAST),
        ("3,000+ people were killed.", 3000, None, Bound.AT_LEAST),
    ],
)
def test_a_toll_keeps_its_bound(
    read: Read, text: str, low: int | None, high: int | None, bound: Bound
) -> None:
    figures = [figure for figure in read(text).figures if figure.metric == "killed"]
    assert [(figure.low, figure.high, figure.bound) for figure in figures] == [(low, high, bound)]
