"""Words and patterns that RE2 can read, and what is wrong with the others.

A language's lists become parts of large patterns, in which nobody could say any more where a mistake is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.core.faults import Fault
from monitor.core.pattern import Pattern, PatternError
from monitor.core.specs import LanguageSpec

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def with_sound_lists(spec: LanguageSpec, faults: list[Fault]) -> LanguageSpec:
    """A language whose lists of patterns that become part of others hold none that RE2 cannot read."""

    def within(words: Sequence[str], *path: str) -> tuple[str, ...]:
        return sound(words, ("languages", spec.id, *path), faults)

    words = dict(spec.words)
    if "proclitics" in words:
        words["proclitics"] = within(words["proclitics"], "words", "proclitics")
    return replace(
        spec,
        words=words,
        ranges=within(spec.ranges, "ranges"),
        as_of=within(spec.as_of, "as_of"),
        numbers=replace(spec.numbers, climbs=within(spec.numbers.climbs, "numbers", "climbs")),
    )


def sound(words: Sequence[str], where: tuple[str, ...], faults: list[Fault]) -> tuple[str, ...]:
    """The words that RE2 can read, whatever their placeholders stand for; each of the others is a fault."""
    if _error_in("|".join(words)) is None:
        return tuple(words)
    errors = {word: _error_in(word) for word in words}
    faults += [misread(where, error, f"`{word}`") for word, error in errors.items() if error is not None]
    return tuple(word for word in words if errors[word] is None)


def _error_in(pattern: str) -> Exception | None:
    """What RE2 has against a pattern."""
    try:
        Pattern(_PLACEHOLDER.sub("x", pattern))
    except PatternError as error:
        found: Exception = error
        return found
    return None


def misread(where: tuple[str, ...], error: Exception, what: str = "the pattern") -> Fault:
    """The fault of a pattern that RE2 cannot read."""
    return Fault(
        where,
        f"{what} does not compile: {_readable(error)}",
        "RE2 syntax (no look-around, no back-references)",
    )


def _readable(error: Exception) -> str:
    message = error.args[0] if error.args else error
    return message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
