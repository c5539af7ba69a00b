"""A configuration for a daemon: proven in a process of its own, compiled here as its texts ask for it.

Proving runs every rule on every example, and so compiles all ten languages: a gigabyte that RE2 never
gives back.  A daemon runs for months and reads what its sources write.
"""

from __future__ import annotations

import os
from pathlib import Path

from monitor.config import fingerprint, load
from monitor.core.book import Book
from monitor.entrypoints.side_by_side import side_by_side
from monitor.errors import ConfigurationError, Mistake


def load_proven(directory: Path) -> Book:
    """The configuration of a directory, after another process has compiled and proven all of it.

    Raises ConfigurationError with every mistake.  Files that are edited meanwhile are proven again.
    """
    while True:
        before = fingerprint(directory)
        (mistakes,) = side_by_side(_mistakes, [directory], 1)
        if mistakes:
            raise ConfigurationError(mistakes)
        book = load(directory, os.environ, wait=True)
        if fingerprint(directory) == before:
            return book


def _mistakes(directory: Path) -> tuple[Mistake, ...]:
    try:
        load(directory, os.environ)
    except ConfigurationError as error:
        return error.mistakes
    return ()
