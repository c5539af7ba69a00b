"""`tollwatch extract`: texts in, figures out, one JSON line each, and the same for a person.

Nothing is kept between lines, so that input of any size passes in constant memory and in order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from monitor.core.book import Book
from monitor.core.explain import Rejected, rejections
from monitor.core.extract import Reading, extract
from monitor.core.words import spoken
from monitor.entrypoints.door import bug_line
from monitor.model import Basis, Entry, Figure

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_FIELDS = ("text", "title", "published", "language", "source")
_BASES = {
    Basis.TOTAL: "total so far",
    Basis.INCIDENT: "one incident",
    Basis.INCREMENT: "on top of an earlier figure",
    Basis.SUBSET: "part of another figure",
}


class BadLine(ValueError):
    """A line of input that is no request; the message says what was expected."""


NumberedLine = tuple[int, bytes]
Answer = tuple[int, bytes | BadLine]
"""The number of a line, and its answer as a JSON line or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line of input that could be read."""

    id: Any
    entry: Entry
    own_claimant: str | None


def request(line: bytes, book: Book, seen_at: datetime) -> Request:
    """Read one JSON line: `{"id", "text", "title"?, "published"?, "language"?, "source"?}`.

    `source` may be any name; if the configuration has a source of that id which speaks for an
    organisation, «we» and unattributed figures are that claimant's.  Raises BadLine.
    """
    document = _document(line)
    published = _moment(document["published"]) if document.get("published") else None
    source_id = document.get("source") or "stdin"
    source = book.sources.get(source_id)
    entry = Entry(
        source_id=source_id,
        guid=str(document["id"]),
        url="",
        title=_whole(document.get("title") or ""),
        text=_whole(document.get("text") or ""),
        language=document.get("language") or (source.language if source else None),
        published_at=published,
        seen_at=published or seen_at,
    )
    return Request(document["id"], entry, source.claimant if source else None)


def answers(lines: Iterable[NumberedLine], book: Book, seen_at: datetime) -> Iterator[Answer]:
    """The answer of each line that is not blank, in order; one bad line never stops the others."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            yield number, answer(request(line, book, seen_at), book)
        except BadLine as mistake:
            yield number, mistake
        except Exception as bug:
            yield number, BadLine(bug_line(bug))


def answer(asked: Request, book: Book) -> bytes:
    """One JSON line: id, language, figures in order of the text, totals of every metric."""
    reading = extract(asked.entry, book.rulebook, asked.own_claimant)
    document = {
        "id": asked.id,
        "language": reading.language,
        "figures": [figure_document(figure, book) for figure in reading.figures],
        "totals": {metric: reading.totals.get(metric, 0) for metric in book.metrics},
    }
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair in an id can only be written escaped
        return json.dumps(document).encode()


def figure_document(figure: Figure, book: Book) -> dict[str, Any]:
    """A figure as JSON; `claimant` is {"id", "name", "class"} or null, `via` the outlet's name or null."""
    return {
        "metric": figure.metric,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound.value,
        "basis": figure.basis.value,
        "subject": figure.subject,
        "claimant": _claimant_document(figure.claimant, book),
        "via": _name(figure.via, book),
        "place": figure.place,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
        "background": figure.background,
        "quote": figure.quote,
        "field": figure.field,
        "start": figure.start,
        "end": figure.end,
        "rule": figure.rule_id,
    }


def explained(entry: Entry, reading: Reading, book: Book, marks: bool) -> Text:
    """A reading for a person: each text with its figures marked, each figure, each number not counted.

    `marks` puts [brackets] around the matched words, for where bold and colour cannot be shown.
    """
    page = Text()
    for field in ("title", "text"):
        words = getattr(entry, field)
        if words:
            page.append_text(_marked(words, [f for f in reading.figures if f.field == field], marks))
            page.append("\n\n")
    page.append(f"language {reading.language}; ")
    page.append(_counted(reading.totals, book) + "\n")
    for number, figure in enumerate(reading.figures, start=1):
        page.append_text(figure_lines(number, figure, book))
    for rejected in rejections(entry, reading, book.rulebook):
        page.append_text(_rejected_line(entry, rejected))
    return page


def _document(line: bytes) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"no JSON: {error}") from None
    if not isinstance(document, dict):
        raise BadLine(f'expected an object like {{"id": 1, "text": "…"}}, found {type(document).__name__}')
    if "id" not in document:
        raise BadLine('"id" is missing')
    if document.get("text") is None and document.get("title") is None:
        raise BadLine('"text" is missing')
    for name in _FIELDS:
        if not isinstance(document.get(name), str | None):
            raise BadLine(f'"{name}" must be a string, found {type(document[name]).__name__}')
    return document


def _whole(text: str) -> str:
    """Half a surrogate pair, which JSON allows, becomes U+FFFD: one character for one, so that offsets hold."""
    return _HALF_PAIR.sub("\ufffd", text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadLine(
            f'"published" must be an ISO date or time like 2026-01-14T08:30:00Z, found {text!r}'
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _claimant_document(claimant_id: str | None, book: Book) -> dict[str, str] | None:
    if claimant_id is None:
        return None
    claimant = book.claimants[claimant_id]
    return {"id": claimant.id, "name": claimant.name, "class": claimant.class_}


def _name(claimant_id: str | None, book: Book) -> str | None:
    return book.claimants[claimant_id].name if claimant_id else None


def _marked(words: str, figures: list[Figure], marks: bool) -> Text:
    """The text with the number and hedge of each figure marked; nothing else is changed."""
    page = Text()
    at = 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        if figure.start < at:
            continue
        page.append(words[at : figure.start])
        matched = words[figure.start : figure.end]
        page.append(f"[{matched}]" if marks else matched, style="bold underline")
        at = figure.end
    page.append(words[at:])
    return page


def _counted(totals: Mapping[str, int], book: Book) -> str:
    parts = [f"{totals[metric]:,} {metric}" for metric in book.metrics if totals.get(metric)]
    return "its own event: " + ", ".join(parts) if parts else "no count for an event of its own"


def figure_lines(number: int, figure: Figure, book: Book) -> Text:
    """One figure for a person: what is counted, who says so, by which rule, in which words."""
    page = Text(f"\n{number}. ")
    page.append(f"{figure.metric}: {spoken(figure)}", style="bold")
    facts = [_BASES[figure.basis]]
    if figure.subject:
        facts.append(figure.subject)
    if figure.place:
        facts.append(f"in {figure.place}")
    if figure.as_of:
        facts.append(f"as of {figure.as_of.isoformat()}")
    if figure.background:
        facts.append("background: another event, never alerted")
    page.append(f" ({'; '.join(facts)})\n")
    page.append(f"   says    {_speaker(figure, book)}\n")
    page.append(f"   rule    {figure.rule_id}, {figure.field} {figure.start}–{figure.end}\n")
    page.append("   quote   ").append(figure.quote, style="italic").append("\n")
    return page


def _speaker(figure: Figure, book: Book) -> str:
    if figure.claimant is None:
        return "nobody is named"
    claimant = book.claimants[figure.claimant]
    grade = f", grade {claimant.grade}" if claimant.grade else ""
    via = f", to {_name(figure.via, book)}" if figure.via else ""
    return f"{claimant.name} ({claimant.class_}{grade}){via}"


def _rejected_line(entry: Entry, rejected: Rejected) -> Text:
    words = getattr(entry, rejected.field)[rejected.start : rejected.end]
    return Text(f"\n✗  {words}", style="dim").append(f"  {rejected.reason}")
