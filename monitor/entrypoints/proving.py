"""A configuration for a daemon: loaded and proven in a process of its own, compiled here as its texts ask for it.

Proving runs every rule on every example, and so compiles all ten languages, one after the other: memory that
is not given back.  Reading YAML makes half a million objects, and leaves Python's memory full of holes.  A daemon
runs for months and reads what its sources write; what it holds is what came of that, without the holes.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitor.config import fingerprint
from monitor.core.book import Book
from monitor.core.faults import Fault
from monitor.core.rules import compile_when_met
from monitor.entrypoints.door import bug_line
from monitor.errors import ConfigurationError, Mistake, Unproven

_BEGIN = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[2]);"
    "from monitor.entrypoints.proving import main; main()"
)


def load_proven(directory: Path) -> Book:
    """The configuration of a directory, after another process has loaded, compiled and proven all of it.

    Raises ConfigurationError with every mistake, and Unproven if that process is killed.  Files that are edited
    meanwhile are proven again.
    """
    while True:
        before = fingerprint(directory)
        written, mistakes = _elsewhere(directory)
        if mistakes:
            raise ConfigurationError(mistakes)
        if fingerprint(directory) == before:
            return _compiled(written)


def _compiled(written: dict[str, Any]) -> Book:
    """The book of what is written in it; a language is compiled when its first text is read."""
    metrics, languages, claimants = (
        tuple(written[kind].values()) for kind in ("metrics", "languages", "claimants")
    )
    rulebook, faults = compile_when_met(metrics, languages, claimants, _unexpected)
    _unexpected(faults)
    immutable = {name: _locked(value) for name, value in written.items()}
    return Book(rulebook=rulebook, **immutable)


def _locked(value: Any) -> Any:
    return MappingProxyType(value) if isinstance(value, dict) else value


def _unexpected(faults: Iterable[Fault]) -> None:
    for fault in faults:
        raise AssertionError(f"what another process has proven does not compile here: {fault}")


# ── the other process ───────────────────────────────────────────────────────────────────────


def _elsewhere(directory: Path) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """What is written in a book, by field, or what is wrong with it, as a process of its own says.

    The process reads nothing from its stdin but its end, and ends with it: with us, however we do.
    """
    places = json.dumps([os.path.abspath(place) for place in sys.path])
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", _BEGIN, str(directory), places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us alone
    )
    with process:
        assert process.stdout is not None
        try:
            said = process.stdout.read()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise Unproven(_why(process.returncode))
    written, mistakes = pickle.loads(said)
    return written, mistakes


def _why(returncode: int) -> str:
    if returncode > 0:
        return "the configuration could not be checked, for a reason that is told above"
    return (
        f"the process that checks the configuration was killed (signal {-returncode}); "
        "it takes some 250 MB of memory for half a minute: is there so much, for a container too?"
    )


def main() -> None:
    """Load the directory that is named, and write what came of it to stdout as a pickle."""
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is written does not belong to the answer
    try:
        answer.write(pickle.dumps(_loaded(Path(sys.argv[1])), pickle.HIGHEST_PROTOCOL))
        answer.flush()
    except Exception as bug:
        print(bug_line(bug), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)  # what it holds need not be tidied piece by piece


def _end_with_stdin() -> None:
    os.read(0, 1)
    os._exit(1)


def _loaded(directory: Path) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    from monitor.config import load  # noqa: PLC0415

    try:
        book = load(directory, os.environ)
    except ConfigurationError as error:
        return {}, error.mistakes
    fields_of_it = (field.name for field in fields(book) if field.name != "rulebook")
    return {name: _picklable(getattr(book, name)) for name in fields_of_it}, ()


def _picklable(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
