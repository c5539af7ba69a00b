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
    """What was last counted, and how many sentences ago."""

    rule: Rule
    age: int = 0

    def older(self) -> Question | None:
        """The same a sentence later; None when it is forgotten."""
        return replace(self, age=self.age + 1) if self.age < _MEMORY else None


def asked(hits: Sequence[Hit], before: Question | None) -> Question | None:
    """The question that a sentence leaves open for the next."""
    whole = [hit for hit in hits if hit.rule.basis is not Basis.SUBSET and not hit.rule.passing]
    if whole:
        return Question(whole[0].rule)
    return before.older() if before else None


def echoes(
    hits: Sequence[Hit], chunked: Chunked, reader: Language, unreal: set[int], before: Question | None
) -> Iterator[Hit]:
    """The numbers of a sentence that repeat the question of a figure before them."""
    if before is None and not hits:
        return
    taken = {hit.mask for hit in hits} | unreal
    for mask in sorted(covered(chunked, reader.echoes) - taken):
        earlier = [hit for hit in hits if hit.start < mask and hit.rule.basis is not Basis.SUBSET]
        rule = earlier[-1].rule if earlier else before.rule if before else None
        if rule is not None and chunked.text[mask] in (NUMBER, GROUP):
            echo = replace(rule, id=f"{rule.metric}-{reader.id}{ECHO}")
            yield Hit(echo, mask, mask, mask + 1, chunked.origin(mask, mask + 1))
