"""Listings: one shape for a person, for JSON and for CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from monitor.entrypoints.options import ListFormat
from monitor.entrypoints.tables import Column, Listing, emit, part

LISTING = Listing(
    columns=(
        Column("who", lambda document: document["who"]),
        Column("n", lambda document: str(document["n"])),
    ),
    csv_fields=("who", "value.low", "n"),
    nothing="nobody",
)
ROWS = [
    {"who": "HRANA", "n": 2, "value": {"low": 544}},
    {"who": "هرانا, «quoted»\nand broken", "n": 1, "value": None},
]


def printed(capsys: pytest.CaptureFixture[str], rows: list[dict[str, object]], format: ListFormat) -> str:
    emit(LISTING, rows, format)
    return capsys.readouterr().out


def test_json_is_one_array_with_an_element_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, ROWS, ListFormat.JSON)
    assert json.loads(out) == ROWS
    assert [json.loads(line.rstrip(",")) for line in out.splitlines()[1:-1]] == ROWS


def test_json_of_nothing_is_an_empty_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, [], ListFormat.JSON)) == []


def test_csv_has_a_header_also_when_there_are_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, [], ListFormat.CSV) == "who,value_low,n\n"


def test_csv_keeps_commas_line_breaks_and_empty_values(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, ROWS, ListFormat.CSV))))
    assert rows[0] == {"who": "HRANA", "value_low": "544", "n": "2"}
    assert rows[1] == {"who": ROWS[1]["who"], "value_low": "", "n": "1"}


def test_a_table_that_goes_to_a_pipe_holds_no_escape_codes(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, ROWS, ListFormat.TABLE)
    assert "HRANA" in out
    assert "\033" not in out


def test_markup_in_a_value_is_text_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, object]] = [{"who": "[bold]x[/bold]", "n": 1, "value": None}]
    assert "[bold]x[/bold]" in printed(capsys, rows, ListFormat.TABLE)


def test_a_table_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, [], ListFormat.TABLE) == "nobody\n"


def test_a_path_through_null_is_null() -> None:
    assert part({"value": None}, "value.low") is None
