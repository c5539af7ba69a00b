"""Listings: one shape for a person, for JSON and for CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import sys

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


WIDE = Listing(
    columns=(
        Column("who", lambda document: str(document["who"])),
        Column("before", lambda document: str(document["before"]), right=True),
        Column("severity", lambda document: "critical", spare=1),
        Column("topic", lambda document: "iran-protests-2026", spare=2),
    ),
    csv_fields=("who",),
    nothing="nobody",
)
WIDE_ROW = {"who": "Iran Human Rights (Norway)", "before": "about 2,000"}


def on_a_screen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int) -> str:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    emit(WIDE, [WIDE_ROW], ListFormat.TABLE)
    return re.sub(r"\033\[[\d;]*m", "", capsys.readouterr().out)


def test_a_screen_with_room_shows_every_column_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = on_a_screen(capsys, monkeypatch, 80)
    assert any(
        line.split() == "Iran Human Rights (Norway) about 2,000 critical iran-protests-2026".split()
        for line in out.splitlines()
    )
    assert "left out" not in out


def test_a_narrow_screen_breaks_between_words_and_leaves_out_what_is_spare(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At half the width a table of single letters below each other helps nobody."""
    out = on_a_screen(capsys, monkeypatch, 34)
    assert max(map(len, out.splitlines())) <= 34
    assert "about 2,000" in out and "(Norway)" in out
    assert "iran-protests" not in out
    assert "left out for want of room: topic" in out


def test_a_table_that_goes_to_a_pipe_has_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever its width: that is what grep needs."""
    emit(LISTING, [{"who": "x" * 300, "n": 1, "value": None}], ListFormat.TABLE)
    assert "x" * 300 in capsys.readouterr().out


def test_a_table_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, [], ListFormat.TABLE) == "nobody\n"


def test_a_path_through_null_is_null() -> None:
    assert part({"value": None}, "value.low") is None
