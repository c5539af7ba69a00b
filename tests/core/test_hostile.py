"""What nobody would write costs time in proportion to its length, and gives no figure that is not there.

Time is not measured: work is counted, as lines of the core that run while a text is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest

from monitor.core.book import Book
from monitor.core.extract import Reading, extract
from monitor.core.text import Prose, fold
from monitor.model import Entry

SEEN = datetime(2026, 1, 15, tzinfo=UTC)
# English beyond doubt, so that what follows is read by its rules.
OPENING = "The weather on the coast was fine and the talks went on in the hotel. " * 12

HOSTILE: dict[str, Callable[[int], str]] = {
    "a figure in every sentence": lambda n: " ".join(f"At least {i} people were killed." for i in range(n // 33)),
    "one sentence again and again": lambda n: "At least 12 people were killed. " * (n // 32),
    "no full stop": lambda n: "At least 12 people were killed and " * (n // 35),
    "one run of digits": lambda n: "killed " + "7" * n + " people were killed",
    "number words": lambda n: "killed " + "one hundred " * (n // 12) + "people were killed",
    "opening quotes": lambda n: "The group said 12 people were killed. " + '"' * n,
    "a quotation that never ends": lambda n: 'He said: "' + "12 people were killed. " * (n // 23),
    "a quote in every sentence": lambda n: '" He said 12 were killed. ' * (n // 26),
    "hedges on hedges": lambda n: "killed " + "at least about more than " * (n // 25) + "12 people.",
    "brackets in brackets": lambda n: "killed at least (" * (n // 17) + "12 people.",
    "a list": lambda n: "killed 12 people" + ", 12 people" * (n // 11),
    "a trigger in every line": lambda n: "killed\n" * (n // 7),
    "lines that are no lines": lambda n: ("word " * 12 + "killed\n") * (n // 67),
    "references to whoever spoke": lambda n: "HRANA said 12 were killed. " + "The group said 3 more were killed. " * (n // 35),
    "claimants only": lambda n: "HRANA, the army and the police said it. " * (n // 40) + "12 people were killed.",
    "characters that are three": lambda n: "12 people were killed. " + "\ufb03" * n,
    "characters that vanish": lambda n: "12 people were killed. " + "\u00ad" * n,
    "spaces": lambda n: "killed" + " " * n + "12 people",
    "line ends": lambda n: "killed" + "\n" * n + "12 people were killed.",
    "full stops": lambda n: "12 people were killed" + ". " * (n // 2),
    "years": lambda n: "In 1999 and 2001 12 people were killed, " * (n // 40),
    "names": lambda n: ("John Smith, " * 100 + "were killed. ") * (n // 1213),
    "thousands": lambda n: "killed 1," + "234," * (n // 4) + "567 people",
    "ranges": lambda n: "killed 12" + "-12" * (n // 3) + " people",
}  # fmt: skip


def read(text: str, book: Book) -> Reading:
    return extract(Entry("hostile", "1", "", "", text, None, SEEN, SEEN), book.rulebook)


def work(text: str, book: Book) -> int:
    """How many lines of the core run while a text is read; a line of a comprehension counts each time."""
    lines = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if "/monitor/core/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text, book)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_text_is_at_most_five_times_the_work(shipped: Book, kind: str) -> None:
    make = HOSTILE[kind]
    size = 4_500  # some sentences long, and some pieces of a sentence without an end
    read(OPENING + make(500), shipped)  # languages are compiled when they are first met
    once, often = (work(OPENING + make(length), shipped) for length in (size, 4 * size))
    assert often <= 5 * once


@pytest.mark.parametrize(
    "text",
    [
        bytes(range(256)).decode("latin-1") * 200,
        b"".join(bytes([i * 7 % 256, i * 31 % 256]) for i in range(20_000)).decode("utf-8", "replace"),
        "7" * 1_000_000,
        "killed " + "7" * 1_000_000 + " people were killed",
        "The dead are " + "one hundred " * 80_000,
        '"' * 100_000,
        "at least (" * 50_000,
        "\x00" * 100_000,
        "\ud800" * 1_000,
    ],
    ids=["every byte", "bytes", "digits", "digits of people", "number words", "quotes", "hedges", "nothing", "halves"],
)  # fmt: skip
def test_rubbish_gives_no_figure(shipped: Book, text: str) -> None:
    assert read(OPENING + text, shipped).figures == ()
    assert read(text, shipped).figures == ()


def test_a_sentence_without_an_end_is_read_to_its_end(shipped: Book) -> None:
    """One of 60,000 characters, as a table that was copied into a page."""
    names = ("Amol", "Babol", "Sari", "Qom", "Yazd")
    rows = "; ".join(f"in {names[i % 5]} {i} people were killed" for i in range(100, 1_600))
    assert [figure.low for figure in read(OPENING + rows, shipped).figures] == list(range(100, 1_600))


def test_a_figure_in_the_middle_of_ten_million_characters_is_found(shipped: Book) -> None:
    padding = OPENING * 6_000
    [figure] = read(f"{padding}At least 12 people were killed. {padding}", shipped).figures
    assert (figure.low, figure.start) == (12, len(padding))


@pytest.mark.parametrize("gap", [" ", ", ", "; "])
def test_pieces_of_a_sentence_lose_nothing_and_part_between_words(gap: str) -> None:
    words = [f"word{number}" for number in range(3_000)]
    prose = Prose("text", gap.join(words), fold(gap.join(words)))
    pieces = [sentence.text for sentence in prose.sentences(frozenset())]
    assert len(pieces) > 1
    assert "".join(pieces) == prose.stored
    assert [word for piece in pieces for word in piece.replace(",", " ").replace(";", " ").split()] == words
