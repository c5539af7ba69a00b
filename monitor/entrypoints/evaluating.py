"""`tollwatch evaluate`: labelled texts in, precision, recall and F1 out, with the confusions.

Two kinds of lines are read: texts with every figure labelled (tests/corpus/README.md), and texts
of one event with its totals only: {"text", "killed"?, "injured"?, "killed_low"?, "killed_high"?}.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from monitor.core.book import Book
from monitor.core.evaluate import FACTS, Comparison, Label, Labels, Score, Scores, compare, score
from monitor.core.extract import Reading, extract
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.extracting import reading_config, rules_of
from monitor.entrypoints.reading import BadLine, request
from monitor.errors import UsageError
from monitor.model import Figure

_UNDATED = datetime(2026, 1, 31, tzinfo=UTC)  # a fixed day: the same scores on every day
_REMARKS = ("words", "quote", "note")  # keys of a label that are for people, not scored
_CONFUSIONS = 25
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of a labelled file: its text, what was read, how that compares with the labels."""

    name: str
    text: str
    reading: Reading
    comparison: Comparison


def evaluate(files: Sequence[Path], config: Path, misses: int, as_json: bool) -> int:
    """Print the scores of all files together; 0, or 1 if a line could not be read (each is named on stderr)."""
    book = rules_of(reading_config(config))
    judged: list[Judged] = []
    bad = False
    for file in files:
        for one in judge_file(file, book):
            if isinstance(one, Judged):
                judged.append(one)
            else:
                bad = True
                print(one, file=sys.stderr)
    scores = score(one.comparison for one in judged)
    if as_json:
        print(json.dumps(document(scores), ensure_ascii=False))
    else:
        _print(scores, [one for one in judged if not one.comparison.flawless][:misses])
    return EXIT_FAILED if bad else 0


def judge_file(file: Path, book: Book) -> Iterator[Judged | str]:
    """Read and compare each line of a file; a line that is not as it should be comes out as a message."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {(error.strerror or 'an error').lower()}") from None
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield judge(line, book, f"{file.name}:{number}")
        except BadLine as mistake:
            yield f"{file}:{number}: {mistake}"


def judge(line: bytes, book: Book, where: str) -> Judged:
    """Read one labelled line and compare.  Raises BadLine."""
    row = _row(line)
    labels = labels_of(row, book)
    asked = request(json.dumps(_question(row, where)).encode(), book, _UNDATED)
    reading = extract(asked.entry, book.rulebook, asked.own_claimant)
    text = f"{asked.entry.title}\n{asked.entry.text}".strip()
    return Judged(str(row.get("id", where)), text, reading, compare(labels, reading))


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLine(f"no JSON: {error}") from None
    if not isinstance(row, dict):
        raise BadLine(f'expected an object like {{"text": "…", "figures": []}}, found {type(row).__name__}')
    return row


def _question(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The line as `extract` would be asked it: labelled files of others say `lang` and `date`."""
    asked = {name: row[name] for name in ("title", "text", "source") if row.get(name) is not None}
    date = row.get("published") or row.get("date")
    if isinstance(date, str) and len(date) >= len("2026-01-14"):
        asked["published"] = date
    language = row.get("language") or row.get("lang")
    return {"id": row.get("id", where), **asked, **({"language": language} if language else {})}


# ── labels ──────────────────────────────────────────────────────────────────────────────────


def labels_of(row: Mapping[str, Any], book: Book) -> Labels:
    """What the line says was to be read.  Raises BadLine for labels that nothing could meet."""
    figures = row.get("figures")
    if figures is not None and not isinstance(figures, list):
        raise BadLine(f'"figures" must be a list, found {type(figures).__name__}')
    labelled = None if figures is None else tuple(_label(figure, book) for figure in figures)
    totals = _totals(row, book)
    if labelled is None and not totals:
        raise BadLine('nothing is labelled: expected "figures", "totals", or a metric such as "killed"')
    return Labels(labelled, totals)


def _label(figure: object, book: Book) -> Label:
    if not isinstance(figure, dict):
        raise BadLine(f"a figure must be an object, found {type(figure).__name__}")
    unknown = sorted(set(figure) - {"metric", "low", "high", *_REMARKS, *FACTS})
    if unknown:
        raise BadLine(f'a figure has no "{unknown[0]}"; expected metric, low, high, {", ".join(FACTS)}')
    if figure.get("metric") not in book.metrics:
        raise BadLine(f"unknown metric {figure.get('metric')!r}; one of {', '.join(book.metrics)}")
    for fact in ("claimant", "via"):
        if figure.get(fact) is not None and figure[fact] not in book.claimants:
            raise BadLine(f"unknown {fact} {figure[fact]!r}: expected the id of a claimant")
    facts = {fact: figure[fact] for fact in FACTS if fact in figure}
    return Label(figure["metric"], _count(figure, "low"), _count(figure, "high"), facts)


def _count(row: Mapping[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise BadLine(f'"{key}" must be a whole number or null, found {value!r}')
    return value


def _totals(row: Mapping[str, Any], book: Book) -> dict[str, tuple[int, int]]:
    """Metric → lowest and highest answer that is right: of `totals`, of `killed`, of `killed_low`/`killed_high`."""
    given = row.get("totals") or {}
    if not isinstance(given, dict):
        raise BadLine(f'"totals" must be an object, found {type(given).__name__}')
    wanted: dict[str, tuple[int, int]] = {}
    for metric in book.metrics:
        exact = _count(given, metric) if metric in given else _count(row, metric)
        low = exact if exact is not None else _count(row, f"{metric}_low")
        high = exact if exact is not None else _count(row, f"{metric}_high")
        if low is not None:
            wanted[metric] = (low, high if high is not None else low)
    return wanted


# ── telling ─────────────────────────────────────────────────────────────────────────────────


def document(scores: Scores) -> dict[str, Any]:
    """The scores as JSON: shares rounded to four places, counts beside them."""
    return {
        "texts": scores.texts,
        "flawless": scores.flawless,
        **{
            kind: {value: _score_document(one) for value, one in by.items()}
            for kind, by in scores.by_kind.items()
        },
        "totals": {
            metric: {"exact": round(right / texts, 4), "texts": texts}
            for metric, (right, texts) in scores.totals.items()
        },
        "confusions": [[*names, count] for names, count in scores.confusions.items()],
    }


def _score_document(one: Score) -> dict[str, float | int]:
    shares = {name: round(getattr(one, name), 4) for name in ("precision", "recall", "f1")}
    return {**shares, "labelled": one.labelled, "read": one.read, "right": one.right}


def _print(scores: Scores, misses: Iterable[Judged]) -> None:
    console = Console(highlight=False)
    for one in misses:
        console.print(_miss(one), markup=False, soft_wrap=True)
    console.print(f"{scores.texts} texts, {scores.flawless} of them without a mistake")
    if scores.by_kind:
        console.print(_score_table(scores.by_kind))
    for metric, (right, texts) in scores.totals.items():
        console.print(f"total {metric}: {right} of {texts} exact ({right / texts:.3f})")
    if scores.confusions:
        console.print(_confusion_table(scores.confusions))


def _score_table(by_kind: Mapping[str, Mapping[str, Score]]) -> Table:
    table = Table("", "", box=None)
    for head in ("precision", "recall", "F1", "labelled", "read", "right"):
        table.add_column(head, justify="right")
    for kind, by in by_kind.items():
        for value, one in by.items():
            shares = (f"{share:.3f}" for share in (one.precision, one.recall, one.f1))
            table.add_row(kind, value, *shares, str(one.labelled), str(one.read), str(one.right))
    return table


def _confusion_table(confusions: Mapping[tuple[str, str, str], int]) -> Table:
    table = Table("confusion", "labelled", "read as", box=None, title_justify="left")
    table.add_column("times", justify="right")
    for (kind, labelled, read), count in Counter(confusions).most_common(_CONFUSIONS):
        table.add_row(kind, labelled, read, str(count))
    return table


def _miss(one: Judged) -> str:
    """One text that was not read as labelled: what is wrong, then its words."""
    compared = one.comparison
    lines = [f"✗ {one.name} ({compared.language})"]
    lines += [f"    missed    {_ends(label)} {label.metric} {_facts(label)}" for label in compared.missed]
    lines += [
        f"    invented  {_ends(figure)} {figure.metric}  ({figure.rule_id})" for figure in compared.spurious
    ]
    lines += [
        f"    read as   {_ends(figure)} {figure.metric} instead of {_ends(label)}  ({figure.rule_id})"
        for label, figure in compared.pairs
        if (label.low, label.high) != (figure.low, figure.high)
    ]
    lines += [
        f"    total     {metric}: {one.reading.totals.get(metric, 0)}"
        for metric, right in compared.totals.items()
        if not right
    ]
    return "\n".join([*lines, "    " + " ".join(one.text.split())[:_WORDS]])


def _ends(number: Label | Figure) -> str:
    return f"{number.low}–{number.high}" if number.low != number.high else str(number.low)


def _facts(label: Label) -> str:
    return ", ".join(str(value) for value in label.facts.values() if value)
