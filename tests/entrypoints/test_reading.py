"""`tollwatch extract`: what a line may look like, what comes back, and that nothing stops the stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.book import Book
from monitor.core.extract import extract
from monitor.entrypoints.reading import BadLine, answers, explained, request
from monitor.model import Entry

NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
FIGURE_KEYS = [
    "metric", "low", "high", "bound", "basis", "subject", "claimant", "via", "place", "as_of", "background",
    "quote", "field", "start", "end", "rule",
]  # fmt: skip


def read(book: Book, **line: Any) -> dict[str, Any]:
    """The answer to one good line."""
    ((number, answer),) = answers([(1, json.dumps({"id": 1, **line}).encode())], book, NOW)
    assert isinstance(answer, bytes), answer
    assert number == 1
    document: dict[str, Any] = json.loads(answer)
    return document


def test_an_answer_has_the_keys_that_were_promised(shipped_book: Book) -> None:
    document = read(shipped_book, text="HRANA said at least 544 people were killed.")
    assert list(document) == ["id", "language", "figures", "totals"]
    assert list(document["figures"][0]) == FIGURE_KEYS


def test_a_figure_names_its_claimant_with_id_name_and_class(shipped_book: Book) -> None:
    (figure,) = read(shipped_book, text="HRANA said at least 544 people were killed.")["figures"]
    assert figure["claimant"] == {"id": "hrana", "name": "HRANA", "class": "monitor"}
    assert (figure["low"], figure["high"], figure["bound"]) == (544, None, "at_least")


def test_offsets_point_at_the_number_in_the_field_as_it_was_given(shipped_book: Book) -> None:
    line = {"title": "Toll:  544\u00a0killed", "text": "HRANA said  “at least 544” people were\nkilled."}
    for figure in read(shipped_book, **line)["figures"]:
        assert "544" in line[figure["field"]][figure["start"] : figure["end"]]


def test_totals_have_every_metric_of_the_configuration(shipped_book: Book) -> None:
    totals = read(shipped_book, text="Nothing happened.")["totals"]
    assert list(totals) == list(shipped_book.metrics)
    assert set(totals.values()) == {0}


def test_disjoint_groups_are_added_up(shipped_book: Book) -> None:
    assert (
        read(shipped_book, text="Gunmen killed three policemen and five civilians.")["totals"]["killed"] == 8
    )


def test_the_id_comes_back_as_it_was_whatever_it_is(shipped_book: Book) -> None:
    for id_ in (7, "seven", None, [1, 2], {"a": 1}):
        ((_, answer),) = answers([(1, json.dumps({"id": id_, "text": "x"}).encode())], shipped_book, NOW)
        assert isinstance(answer, bytes)
        assert json.loads(answer)["id"] == id_


def test_a_source_that_is_an_organisation_speaks_for_itself(shipped_book: Book) -> None:
    own = next(source for source in shipped_book.sources.values() if source.claimant == "hrana")
    line = json.dumps({"id": 1, "text": "x", "source": own.id}).encode()
    assert request(line, shipped_book, NOW).own_claimant == "hrana"
    assert request(line.replace(own.id.encode(), b"elsewhere"), shipped_book, NOW).own_claimant is None


def test_a_date_without_a_zone_is_taken_as_utc(shipped_book: Book) -> None:
    asked = request(b'{"id": 1, "text": "x", "published": "2026-01-14"}', shipped_book, NOW)
    assert asked.entry.published_at == datetime(2026, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "expected an object"),
        (b'{"text": "x"}', '"id" is missing'),
        (b'{"id": 1}', '"text" is missing'),
        (b'{"id": 1, "text": 5}', '"text" must be a string, found int'),
        (b'{"id": 1, "text": "x", "title": ["y"]}', '"title" must be a string, found list'),
        (b'{"id": 1, "text": "x", "published": "soon"}', "must be an ISO date"),
    ],
)
def test_a_bad_line_says_what_was_expected(line: bytes, complaint: str, shipped_book: Book) -> None:
    with pytest.raises(BadLine, match=complaint.replace("{", r"\{")):
        request(line, shipped_book, NOW)


def test_a_bad_line_stops_no_other_and_keeps_its_number(shipped_book: Book) -> None:
    lines = [(1, b'{"id": 1, "text": "x"}'), (2, b"rubbish"), (3, b"\n"), (4, b'{"id": 4, "text": "y"}')]
    found = list(answers(lines, shipped_book, NOW))
    assert [(number, isinstance(answer, BadLine)) for number, answer in found] == [
        (1, False),
        (2, True),
        (4, False),
    ]


def test_half_a_surrogate_pair_is_answered_in_ascii(shipped_book: Book) -> None:
    text = '{"id": 1, "text": "5 people were killed \\ud83d in Homs."}'
    ((_, answer),) = answers([(1, text.encode())], shipped_book, NOW)
    assert isinstance(answer, bytes)
    assert json.loads(answer)["figures"][0]["low"] == 5


def test_answers_come_one_by_one_and_not_after_the_last_line(shipped_book: Book) -> None:
    taken = []

    def lines() -> Iterator[tuple[int, bytes]]:
        for number in range(1, 4):
            taken.append(number)
            yield number, b'{"id": 1, "text": "x"}'

    stream = answers(lines(), shipped_book, NOW)
    next(stream)
    assert taken == [1]


def explain(book: Book, text: str) -> str:
    entry = Entry("terminal", "", "", "", text, None, NOW, NOW)
    return explained(entry, extract(entry, book.rulebook), book, marks=True).plain


def test_an_explanation_marks_the_words_and_names_claimant_and_rule(shipped_book: Book) -> None:
    page = explain(shipped_book, "HRANA said at least 544 people were killed on day 16 of the protests.")
    assert "HRANA said [at least 544] people were killed" in page
    assert "HRANA (monitor, grade " in page
    assert "rule    killed-en-" in page


def test_an_explanation_tells_why_a_number_was_not_counted(shipped_book: Book) -> None:
    page = explain(shipped_book, "HRANA said 544 people were killed on day 16 of the protests.")
    assert "✗  " in page
    assert "16" in page.split("✗", 1)[1]


def test_an_explanation_of_a_text_without_figures_says_so(shipped_book: Book) -> None:
    assert "no count for an event of its own" in explain(shipped_book, "The weather is fine.")
