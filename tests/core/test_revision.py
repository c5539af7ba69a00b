"""What an edit leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.revision import sentences, stood, without_what_moved
from monitor.model import Basis, Bound, Entry, Figure, Passage

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
HRANA = "At least 544 people were killed, HRANA said."
ARRESTS = "It counted 10,700 arrests."


def entry(text: str, title: str = "Toll") -> Entry:
    return Entry("wire", "1", "", title, text, "en", NOON, NOON)


def figure(of: Entry, quote: str, low: int = 544, **facts: object) -> Figure:
    start = of.text.index(quote)
    made = Figure(
        of.id, "killed", low, None, Bound.AT_LEAST, Basis.TOTAL, "r", quote, "text", start, start + len(quote)
    )
    return replace(made, **facts)  # type: ignore[arg-type]


def standing(text: str, former: str, title: str = "Toll") -> list[str]:
    """The words of the text that stood before."""
    now = entry(text, title)
    return [getattr(now, one.field)[one.start : one.end] for one in stood(now, entry(former))][
        title == "Toll" :
    ]


@pytest.mark.parametrize(
    ("text", "former", "stays"),
    [
        (f"{HRANA} {ARRESTS}", f"{HRANA} {ARRESTS}", [f"{HRANA} {ARRESTS}"]),
        (f"New. {HRANA}\n{ARRESTS} More.", f"{HRANA} {ARRESTS}", [f"{HRANA}\n{ARRESTS}"]),
        (f"{HRANA.replace('544', '600')} {ARRESTS}", f"{HRANA} {ARRESTS}", [ARRESTS]),
        (f"{ARRESTS} {HRANA}", f"{HRANA} {ARRESTS}", [f"{ARRESTS} {HRANA}"]),
        ("12 dead.", "112 dead.", []),
        ("12 dead. 12 dead.", "12 dead.", []),
        ("ده نفر کشته شدند؟ بله.", "ده نفر کشته شدند؟ نه.", ["ده نفر کشته شدند؟"]),
        (HRANA, "", []),
        ("", HRANA, []),
    ],
    ids=["all", "around", "number", "moved", "part", "once-more", "persian", "new", "gone"],
)
def test_a_sentence_stands_that_was_there_word_for_word_and_as_often(
    text: str, former: str, stays: list[str]
) -> None:
    assert standing(text, former) == stays


def test_a_title_stands_that_was_the_title_or_a_sentence() -> None:
    assert stood(entry("b", title="544 dead"), entry("a", title="544 dead")) == (Passage("title", 0, 8),)
    assert stood(entry("b", title="544 dead"), entry("544 dead\na")) == (Passage("title", 0, 8),)
    assert stood(entry("b", title="600 dead"), entry("b", title="544 dead")) == (Passage("text", 0, 1),)
    assert stood(entry("", title=""), entry("", title="")) == ()


def test_a_sentence_whose_figure_is_read_otherwise_does_not_stand() -> None:
    """«It said» is another's word when the sentence before it names somebody else."""
    said = "It said 544 people were killed."
    before, now = entry(f"HRANA spoke. {said} End."), entry(f"Amnesty spoke. {said} End.")
    now = replace(now, stood=stood(now, before))
    was = figure(before, said, claimant="hrana")
    assert without_what_moved(now, [figure(now, said, claimant="hrana")], [was]) == now.stood
    moved = without_what_moved(now, [figure(now, said, claimant="amnesty")], [was])
    assert [now.text[one.start : one.end] for one in moved if one.field == "text"] == ["End."]


def test_a_figure_may_stand_under_another_rule_date_or_outlet() -> None:
    before, now = entry(HRANA), entry(f"New. {HRANA}")
    now = replace(now, stood=stood(now, before))
    read = figure(now, HRANA, rule_id="other", as_of=NOON.date(), via="wire")
    assert without_what_moved(now, [read], [figure(before, HRANA)]) == now.stood
    assert now.stood_before(read)


@pytest.mark.parametrize(
    ("was", "place", "stays"),
    [(None, "Shiraz", True), ("Shiraz", None, True), ("Shiraz", "Shiraz", True), ("Tehran", "Shiraz", False)],
)
def test_a_figure_of_another_place_is_another(was: str | None, place: str | None, stays: bool) -> None:
    before, now = entry(HRANA), entry(f"New. {HRANA}")
    now = replace(now, stood=stood(now, before))
    rest = without_what_moved(now, [figure(now, HRANA, place=place)], [figure(before, HRANA, place=was)])
    assert (rest == now.stood) is stays


def test_a_figure_of_another_field_or_place_did_not_stand() -> None:
    now = entry(f"New 544. {HRANA}")
    now = replace(now, stood=stood(now, entry(HRANA)))
    assert not now.stood_before(figure(now, "New 544."))
    assert not now.stood_before(figure(now, HRANA, field="title"))
    assert not now.stood_before(replace(figure(now, HRANA), start=8))


@given(st.text(alphabet="ab1. \n!؟\"')"))
def test_sentences_hold_every_letter_once_and_in_order(text: str) -> None:
    parts = [text[begin:end] for begin, end in sentences(text)]
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() for part in parts)


@pytest.mark.parametrize("piece", [". ", "\n", "a. ", "!", '."', "a" * 50])
def test_a_text_of_a_megabyte_is_compared_in_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = process_time()
    stood(entry(text), entry(text[: len(text) // 2]))
    assert process_time() - began < 5
