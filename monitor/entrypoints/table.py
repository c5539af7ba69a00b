"""An analyst's own table of a toll, as arrivals for a rehearsal: one row a date, or a date and claimant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.rehearse import Arrival
from monitor.errors import UsageError
from monitor.model import Basis, Bound, Claim, Entry, Figure, Filed, Series, Value

TOPIC = "table"
"""The topic that every row of a table belongs to."""

_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_OPEN = re.compile(r"^(?:≥|>=|at least|no fewer than|no less than|minimum)\s*", re.IGNORECASE)
_MORE = re.compile(r"^(?:>|more than|over|above)\s*", re.IGNORECASE)
_MOST = re.compile(r"^(?:≤|<=|<|up to|at most)\s*", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:~|≈|about|around|approx\.?|some|nearly|circa|ca\.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; `bound` holds words such as «at least» beside the number."""

    date: str
    value: str
    claimant: str | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that states a number."""

    line: int
    at: datetime
    value: Value
    claimant: str | None


def read_table(
    path: Path, value: str | None, date: str | None, claimant: str | None, where: Sequence[str]
) -> tuple[tuple[Row, ...], int]:
    """The rows of a CSV file in order of date, and how many had no number.

    Columns that are not named are found: the first whose cells are dates, the first whose cells are
    numbers.  `where` keeps rows by `column=value`.  Raises UsageError that names file, line and remedy.
    """
    records = _records(path)
    wanted = [_condition(text, path, records) for text in where]
    kept = [(line, cells) for line, cells in records if all(cells.get(name) == each for name, each in wanted)]
    if not kept:
        raise UsageError(f"{path}: no row is left" + (f" where {', '.join(where)}" if where else ""))
    columns = _columns(path, [cells for _, cells in kept], value, date, claimant)
    rows = [_row(path, line, cells, columns) for line, cells in kept]
    stated = sorted((row for row in rows if row is not None), key=lambda row: (row.at, row.line))
    if not stated:
        raise UsageError(f"{path}: no row holds a number in column {columns.value}")
    return tuple(stated), len(rows) - len(stated)


def arrivals(rows: Iterable[Row], metric: str) -> Iterator[Arrival]:
    """The rows as what came in: all of one date together."""
    together: list[Row] = []
    for row in rows:
        if together and row.at != together[0].at:
            yield _arrival(together, metric)
            together = []
        together.append(row)
    if together:
        yield _arrival(together, metric)


def _arrival(rows: Sequence[Row], metric: str) -> Arrival:
    return Arrival(rows[0].at, tuple(_filed(row, metric) for row in rows))


def _filed(row: Row, metric: str) -> Filed:
    words = f"line {row.line}: {row.value.low if row.value.low is not None else row.value.high}"
    entry = Entry("table", str(row.line), "", words, words, None, row.at, row.at)
    figure = Figure(
        entry_id=entry.id,
        metric=metric,
        low=row.value.low,
        high=row.value.high,
        bound=row.value.bound,
        basis=Basis.TOTAL,
        rule_id="table",
        quote=words,
        field="text",
        start=0,
        end=len(words),
        claimant=row.claimant,
    )
    claim = Claim(
        series=Series(TOPIC, metric, row.claimant, None, Basis.TOTAL),
        figure_id=figure.id,
        source_id="table",
        low=figure.low,
        high=figure.high,
        bound=figure.bound,
        stated_at=row.at,
        seen_at=row.at,
        entry_id=entry.id,
    )
    return Filed(claim, figure, entry)


# ── reading the file ────────────────────────────────────────────────────────────────────────

_Cells = dict[str, str]


def _records(path: Path) -> list[tuple[int, _Cells]]:
    """Every row with its line, as column → cell; comma, semicolon or tab between them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8; save the table as «CSV UTF-8»") from None
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    if not reader.fieldnames:
        raise UsageError(f"{path}: the file is empty; expected a first line with the names of the columns")
    try:
        return [
            (reader.line_num, {name: (cell or "").strip() for name, cell in row.items() if name is not None})
            for row in reader
        ]
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: {error}") from None


def _condition(text: str, path: Path, records: Sequence[tuple[int, _Cells]]) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise UsageError(f"--where {text}: expected COLUMN=VALUE")
    _known(path, name.strip(), [cells for _, cells in records])
    return name.strip(), value.strip()


def _columns(
    path: Path, rows: Sequence[_Cells], value: str | None, date: str | None, claimant: str | None
) -> Columns:
    for named in (value, date, claimant):
        if named is not None:
            _known(path, named, rows)
    names = list(rows[0])
    dated = date or _column(rows, names, lambda cell: _date(cell) is not None)
    if dated is None:
        raise UsageError(f"{path}: no column holds dates only; name it with --date-column")
    others = [name for name in names if name not in (dated, claimant)]
    counted = value or _column(rows, others, lambda cell: _value(cell, "") is not None)
    if counted is None:
        raise UsageError(f"{path}: no column holds numbers; name it with --value-column")
    bound = next((name for name in ("bound", "qualifier", "hedge") if name in others), None)
    return Columns(dated, counted, claimant, bound)


def _known(path: Path, name: str, rows: Sequence[_Cells]) -> None:
    if rows and name not in rows[0]:
        raise UsageError(f"{path}:1: there is no column {name}; expected one of {', '.join(rows[0])}")


def _column(rows: Sequence[_Cells], names: Sequence[str], fits: Callable[[str], bool]) -> str | None:
    """The first column whose cells all fit, else that most of whose cells do: the rest is told as a mistake."""
    filled = {name: [row[name] for row in rows if row[name]] for name in names}
    shares = {name: sum(map(fits, cells)) / len(cells) for name, cells in filled.items() if cells}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def _row(path: Path, line: int, cells: _Cells, columns: Columns) -> Row | None:
    """The row; None where its number is blank."""
    written = cells[columns.value]
    if not written:
        return None
    at = _date(cells[columns.date])
    if at is None:
        raise UsageError(
            f"{path}:{line}: `{cells[columns.date]}` in column {columns.date} is no date; expected 2026-01-31"
        )
    value = _value(written, cells[columns.bound] if columns.bound else "")
    if value is None:
        raise UsageError(
            f"{path}:{line}: `{written}` in column {columns.value} is no count; expected 544, ≥544 or 40-50"
        )
    # A table without a column for it is one claimant's: the one whose numbers the column holds.
    return Row(line, at, value, (cells[columns.claimant] or None) if columns.claimant else columns.value)


def _date(written: str) -> datetime | None:
    """Midnight UTC of a date, or the moment that ISO 8601 gives."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return next((found for form in _DATES if (found := _parsed(written, form)) is not None), None)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(written: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(written, form).replace(tzinfo=UTC)
    except ValueError:
        return None


def _value(written: str, bound: str) -> Value | None:
    """«544», «≥544», «3,000+», «40-50», «about 650», or a number beside words in a column of their own."""
    # A column of its own may hold other notes too («confirmed», «headline»): those bound nothing.
    hedged = any(pattern.match(f"{bound} ") for pattern in (_OPEN, _MORE, _MOST, _ABOUT)) if bound else False
    text = f"{bound} {written}" if hedged else written
    for pattern, kind in ((_OPEN, Bound.AT_LEAST), (_MORE, Bound.MORE_THAN)):
        if pattern.match(text):
            number = _number(pattern.sub("", text))
            return None if number is None else Value(number, None, kind)
    if _MOST.match(text):
        number = _number(_MOST.sub("", text))
        return None if number is None else Value(None, number, Bound.AT_MOST)
    if text.endswith("+"):
        number = _number(text[:-1])
        return None if number is None else Value(number, None, Bound.MORE_THAN)
    ends = re.fullmatch(r"(\d[\d,. '’\u00a0\u202f]*)\s*[-–]\s*(\d[\d,. '’\u00a0\u202f]*)", text)
    if ends:
        low, high = _number(ends[1]), _number(ends[2])
        return None if low is None or high is None or low > high else Value(low, high, Bound.RANGE)
    about = _ABOUT.match(text) is not None
    number = _number(_ABOUT.sub("", text))
    return None if number is None else Value(number, number, Bound.ABOUT if about else Bound.EXACT)


def _number(written: str) -> int | None:
    """A whole number, with any marks between its thousands; «2300.0» as spreadsheets save it."""
    text = re.sub(r"\.0+$", "", written.strip())
    if not re.fullmatch(r"\d+|\d{1,3}(?:[,.'’ \u00a0\u202f٬]\d{3})+", text):
        return None
    return int(re.sub(r"\D", "", text))
