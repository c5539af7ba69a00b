"""Rules: YAML patterns → compiled RE2 (being written)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a spec: `where` is a path of ids, so that the loader can find file and line."""

    where: tuple[str, ...]
    what: str
    expected: str = ""
    hint: str = ""


class Rulebook:
    """Everything compiled."""
