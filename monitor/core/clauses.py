"""Where one clause of a sentence ends and another begins: at a semicolon, or at «while», «but» and the like.

It decides whose number, day and place belong together; so it cuts only where something new is said for sure.
"""

from __future__ import annotations

from collections.abc import Sequence


def boundaries(text: str, contrast: Sequence[str]) -> tuple[int, ...]:
    """The offsets in a folded text at which a clause begins, ascending; the first clause begins at 0.

    `contrast` are the language's words, each with a space on either side.
    """
    lowered = text.casefold()
    found = {0}
    for mark in (";", *contrast):
        position = lowered.find(mark)
        while position >= 0:
            found.add(position + 1)
            position = lowered.find(mark, position + 1)
    return tuple(sorted(found))


def between(starts: Sequence[int], one: int, other: int) -> int:
    """How many boundaries stand between two offsets."""
    low, high = sorted((one, other))
    return sum(low < start <= high for start in starts)


def gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many characters stand between two spans; 0 if they touch or overlap."""
    return max(other[0] - one[1], one[0] - other[1], 0)
