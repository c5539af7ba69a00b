"""Rows as a table for a person, as JSON or as CSV: one shape for every listing."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from monitor.entrypoints.options import ListFormat

LONGEST_WORD = 24
"""Characters of a word that a table keeps in one piece; longer ones, addresses, may be broken."""

_GAP = 2
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table for a person; `right` for numbers.

    Where the screen is too narrow, columns with `spare` are left out, the highest first.  One that is
    `optional` is shown only where some row has something in it.
    """

    head: str
    shown: Callable[[Document], str]
    right: bool = False
    spare: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """How one kind of row is printed: columns for a person, dotted paths for CSV; JSON shows everything."""

    columns: tuple[Column, ...]
    csv_fields: tuple[str, ...]
    nothing: str


def emit(listing: Listing, documents: Sequence[Document], format: ListFormat) -> None:
    """Print the rows on stdout: a table, one JSON array (an element a line), or CSV with a header."""
    if format is ListFormat.JSON:
        _json(documents)
    elif format is ListFormat.CSV:
        _csv(listing, documents)
    elif not documents:
        print(listing.nothing)
    else:
        _table(listing, documents)


def moment(text: str | None) -> str:
    """An ISO time for a table: `2026-01-14 09:30`, in UTC."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if text else "–"


def part(document: Document, path: str) -> Any:
    """What a dotted path leads to; None where a part of it is null."""
    value: Any = document
    for name in path.split("."):
        value = value[name] if value is not None else None
    return value


def _json(documents: Sequence[Document]) -> None:
    lines = ",\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
    print(f"[\n{lines}\n]" if lines else "[]")


def _csv(listing: Listing, documents: Sequence[Document]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([path.replace(".", "_") for path in listing.csv_fields])
    for document in documents:
        writer.writerow([part(document, path) for path in listing.csv_fields])


@dataclass(frozen=True, slots=True)
class _Cells:
    """One column's cells with what they need: `least` to break between words only, `most` to break nowhere."""

    column: Column
    cells: tuple[str, ...]

    @property
    def least(self) -> int:
        pieces = [*self.column.head.split(), *self.cells] if self.column.right else self._words()
        return max((min(cell_len(piece), LONGEST_WORD) for piece in pieces), default=1)

    @property
    def most(self) -> int:
        return max(cell_len(cell) for cell in (self.column.head, *self.cells))

    def _words(self) -> list[str]:
        return [word for cell in (self.column.head, *self.cells) for word in cell.split()]


def _table(listing: Listing, documents: Sequence[Document]) -> None:
    """A table as wide as the screen, or as wide as it needs to be in a file or a pipe."""
    filled = [
        _Cells(column, tuple(" ".join(column.shown(document).split()) for document in documents))
        for column in listing.columns
        if not column.optional or any(column.shown(document) for document in documents)
    ]
    screen = Console().width if sys.stdout.isatty() else None
    room = screen or sum(column.most + _GAP for column in filled)
    kept = _kept(filled, room)
    console = Console(width=room, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold")
    for column, width in zip(kept, _widths(kept, room), strict=True):
        justify: JustifyMethod = "right" if column.column.right else "left"
        table.add_column(column.column.head, justify=justify, overflow="fold", width=width)
    for row in zip(*(column.cells for column in kept), strict=True):
        table.add_row(*map(Text, row))
    console.print(table)
    left_out = [column.column.head for column in filled if column not in kept]
    if left_out:
        console.print(f"left out for want of room: {', '.join(left_out)}", style="dim")


def _kept(columns: Sequence[_Cells], room: int) -> list[_Cells]:
    """The columns that fit with their words whole; the most spare ones give way."""
    kept = list(columns)
    while sum(column.least + _GAP for column in kept) > room:
        first = max(kept, key=lambda column: column.column.spare)
        if not first.column.spare:
            break
        kept.remove(first)
    return kept


def _widths(columns: Sequence[_Cells], room: int) -> list[int]:
    """What each column gets: its least, and of what is left as much as it can use, from the left."""
    left = max(0, room - sum(column.least + _GAP for column in columns))
    widths = []
    for column in columns:
        more = min(left, column.most - column.least)
        left -= more
        widths.append(column.least + more)
    return widths
