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
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from monitor.entrypoints.options import ListFormat

PLAIN_WIDTH = 160
"""Columns of a table that goes to a file or a pipe, where nobody says how wide it may be."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table for a person; `right` for numbers, `whole` for what must not be broken."""

    head: str
    shown: Callable[[Document], str]
    right: bool = False
    whole: bool = False


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
    """An ISO time for a table: `14 Jan 09:30`, in UTC."""
    return f"{datetime.fromisoformat(text):%d %b %H:%M}" if text else "–"


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


def _table(listing: Listing, documents: Sequence[Document]) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in listing.columns:
        justify: JustifyMethod = "right" if column.right else "left"
        table.add_column(column.head, justify=justify, overflow="fold", no_wrap=column.whole or column.right)
    for document in documents:
        table.add_row(*(Text(column.shown(document)) for column in listing.columns))
    console.print(table)
