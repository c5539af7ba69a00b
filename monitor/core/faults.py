"""What is wrong in the configuration, as a value: everything that is compiled of specs may find it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a spec: `where` is a path of ids, so that the loader can find file and line."""

    where: tuple[str, ...]
    what: str
    expected: str = ""
    hint: str = ""


def near(name: str, known: Iterable[str]) -> str:
    """«did you mean `grade`?», or nothing when no known name is close."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
