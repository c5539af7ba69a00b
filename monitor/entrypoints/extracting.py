"""`tollwatch extract` as a process: which configuration it reads with, its streams, its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path

from rich.console import Console

from monitor.config import load
from monitor.core.book import Book
from monitor.core.extract import extract
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.options import DEFAULT_CONFIG, existing
from monitor.entrypoints.reading import Answer, BadLine, NumberedLine, answers, explained
from monitor.entrypoints.side_by_side import side_by_side
from monitor.model import Entry
from monitor.shipped import shipped_config

_BATCH = 64  # lines


def stream(lines: Iterable[bytes], config: Path, workers: int) -> int:
    """Answer every line on stdout, in order; 0, or 1 if there were bad lines (each is named on stderr).

    One process answers line by line; several hold a few batches of lines at most, whatever the
    size of the input.
    """
    directory = reading_config(config)
    book = rules_of(directory)
    seen_at = datetime.now(UTC)
    numbered = enumerate(lines, start=1)
    if workers > 1:
        return _write(_side_by_side(numbered, directory, seen_at, workers))
    return _write(answers(numbered, book, seen_at))


def explain(text: str, config: Path) -> int:
    """Print the reading of one text for a person; 0."""
    book = rules_of(reading_config(config))
    now = datetime.now(UTC)
    entry = Entry("terminal", "", "", "", text, None, now, now)
    console = Console(highlight=False)
    page = explained(entry, extract(entry, book.rulebook), book, marks=not console.is_terminal)
    console.print(page, soft_wrap=not console.is_terminal)
    return 0


def reading_config(config: Path) -> Path:
    """The directory to read rules from: what was asked for, or the shipped one where there is no ./config."""
    if config == DEFAULT_CONFIG and not config.is_dir():
        print(f"no {config}/ here: reading with the shipped rules", file=sys.stderr)
        return shipped_config()
    return existing(config)


@cache
def rules_of(directory: Path) -> Book:
    """The configuration, loaded once a process; `check` and `run` compile all languages and prove them, not this."""
    return load(directory, os.environ, wait=True)


def _write(answered: Iterable[Answer]) -> int:
    """Print answers as they come, each whole and at once; name bad lines on stderr."""
    bad = False
    out = sys.stdout.buffer
    for number, answer in answered:
        if isinstance(answer, BadLine):
            bad = True
            print(f"line {number}: {answer}", file=sys.stderr)
        else:
            out.write(answer + b"\n")
            out.flush()
    return EXIT_FAILED if bad else 0


def _side_by_side(
    numbered: Iterator[NumberedLine], directory: Path, seen_at: datetime, workers: int
) -> Iterator[Answer]:
    """The same answers in the same order, read by several processes."""
    batches = iter(lambda: list(islice(numbered, _BATCH)), [])
    for found in side_by_side(partial(_answer_batch, directory, seen_at), batches, workers):
        yield from found


def _answer_batch(directory: Path, seen_at: datetime, batch: list[NumberedLine]) -> list[Answer]:
    return list(answers(batch, rules_of(directory), seen_at))
