"""Classes of sentences in summaries of incidents that were once misread; every text is written for this test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.extract import Reading

Read = Callable[[str], Reading]

SUMMARIES = [
    # a surname, and who is described behind it
    ("Gunmen opened fire on Ali Saleh in Aden. Saleh was killed in the assault.", {"killed": 1}),
    (
        "Bhatti, a candidate for the assembly, and four other people were killed in the shooting.",
        {"killed": 5},
    ),
    ("Rick Marlow and Tana Beth Corvin were killed in the attack.", {"killed": 2}),
    ("Two men shot and injured Osman Kheyr, a clan elder, in Mogadishu.", {"injured": 1}),
    # the name of a body with small words in it
    ("Three Islamic State of Iraq and the Levant (ISIL) fighters were killed near Hit.", {"killed": 3}),
    ("A Ministry of Transport and Roads (MTR) employee was killed in Aden.", {"killed": 1}),
    # people who belong to somebody
    ("Nine relatives of the former officer were killed in the attack.", {"killed": 9}),
    ("All six members of the communal guard were shot and killed.", {"killed": 6}),
    # chains of verbs and lists
    ("The deputy minister was killed, as were two bodyguards and the driver.", {"killed": 4}),
    ("He killed seven students, a teacher, and himself.", {"killed": 9}),
    ("A gunman killed 58 people. He then shot himself dead.", {"killed": 59}),
    (
        "They injured an additional four people and killed another four in a spree.",
        {"injured": 4, "killed": 4},
    ),
    ("A bomb hit a car, killing him and four others who were inside.", {"killed": 5}),
    ("Rebels slit the throats of four shepherds on a farm.", {"killed": 4}),
    # whose verb it is
    ("Three members of a gang shot and wounded the mayor of Bordj.", {"injured": 1}),
    (
        "The raid resulted in 11 deaths, including a nine-year-old boy, and 20 others were injured.",
        {"killed": 11, "injured": 20},
    ),
    ("Ten soldiers were wounded before guards shot and killed the assailant.", {"injured": 10, "killed": 1}),
    ("8 people were killed including 2 women and 1 child.", {"killed": 8}),
    # what monitors write at the end of a note
    ("10 fatalities split across 2 events, and coded as 5 for this event.", {"killed": 5}),
    ("There was a fatality and five injuries on the military side.", {"killed": 1, "injured": 5}),
]

OTHER_EVENTS = [
    "The fire was set in response to the killing of a British soldier.",
    "Rebels burned a village in retaliation for the murder of eight of their men.",
    "Four gunmen attempted to kill Sami Badi near Nyala.",
    "Two teams drew, and Brexit was killed in committee.",
]


@pytest.mark.parametrize(("text", "totals"), SUMMARIES)
def test_a_summary_is_totalled_as_a_careful_reader_totals_it(
    read: Read, text: str, totals: dict[str, int]
) -> None:
    assert {metric: total for metric, total in read(text).totals.items() if total} == totals


@pytest.mark.parametrize("text", OTHER_EVENTS)
def test_what_an_attack_answers_or_only_tried_is_no_figure(read: Read, text: str) -> None:
    assert [figure for figure in read(text).figures if not figure.background] == []
