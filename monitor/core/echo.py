"""Numbers that repeat the question of the figure before: «544 dead, up from 116», «the NGO speaks of 600».

Such a number has no verb of its own.  The language's `echoes` say where one may stand; what it
counts is what the nearest figure before it counts, in the same sentence or in the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.chunk import GROUP, NUMBER, Chunked
from monitor.core.match import Hit, covered
from monitor.core.rules import Language, Rule
from monitor.model import Basis

ECHO = "-echo"
"""How the rule ids of such numbers end."""

# A reader keeps a question in mind for this many sentences.
_MEMORY = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What was last counted, how many sentences ago, and how many they were; `earlier` are questions before it."""

    rule: Rule
    age: int = 0
    size: int = 0
    earlier: tuple[Question, ...] = ()

    def older(self) -> Question | None:
        """The same a sentence later; None when it is forgotten."""
        return replace(self, age=self.age + 1) if self.age < _MEMORY else None


# A reader keeps so many earlier questions in mind.
_QUESTIONS = 3
# Another count of the same is seldom so many times higher or lower.
_FAR = 30


def asked(hits: Sequence[Hit], before: Question | None, chunked: Chunked | None = None) -> Question | None:
    """The question that a sentence leaves open for the next."""
    whole = [hit for hit in hits if hit.rule.basis is not Basis.SUBSET and not hit.rule.passing]
    if not whole:
        return before.older() if before else None
    earlier = (replace(before, earlier=()), *before.earlier) if before else ()
    fresh = [Question(hit.rule, size=_size(hit.mask, chunked)) for hit in whole]
    return replace(fresh[0], earlier=(*fresh[1:], *earlier)[:_QUESTIONS])


def _size(mask: int | None, chunked: Chunked | None) -> int:
    """The number that stands at a mask; 0 where words do."""
    counted = chunked.counted.get(mask) if chunked and mask is not None else None
    if not counted:
        return 0
    quantity = counted[0].quantity
    return quantity.low if quantity.low is not None else quantity.high or 0


def echoes(
    hits: Sequence[Hit], chunked: Chunked, reader: Language, unreal: set[int], before: Question | None
) -> Iterator[Hit]:
    """The numbers of a sentence that repeat the question of a figure before them."""
    if before is None and not hits:
        return
    taken = {hit.mask for hit in hits} | unreal
    for mask in sorted(covered(chunked, reader.echoes) - taken):
        earlier = [hit for hit in hits if hit.start < mask and hit.rule.basis is not Basis.SUBSET]
        rule = _repeated(
            mask,
            [Question(hit.rule, size=_size(hit.mask, chunked)) for hit in reversed(earlier)],
            before,
            chunked,
        )
        if rule is not None and chunked.text[mask] in (NUMBER, GROUP):
            echo = replace(rule, id=f"{rule.metric}-{reader.id}{ECHO}")
            yield Hit(echo, mask, mask, mask + 1, chunked.origin(mask, mask + 1))


def _repeated(mask: int, here: Sequence[Question], before: Question | None, chunked: Chunked) -> Rule | None:
    """What a number counts: as the one before it does, unless only an earlier one is of about its size."""
    questions = [*here, *((before, *before.earlier) if before else ())]
    size = max(_size(mask, chunked), 1)
    near = (one for one in questions if size <= _FAR * max(one.size, 1) and one.size <= _FAR * size)
    nearest = next(near, None) or (questions[0] if questions else None)
    return nearest.rule if nearest else None
