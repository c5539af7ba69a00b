"""A short way to write what a text must be read as, for long tables of sentences.

    killed >=12 total protesters @hrana /reuters bg 2026-01-12 ; injured ~30

A figure is a metric and a number with its bound (12, >=12, >12, <=12, ~12, 12-15, 10+ for vague); what follows it
(basis, subject, @claimant, /via, bg or now, as-of day) is checked only where it is written.  `-` for no claimant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.model import Basis, Bound, Figure

_BOUNDS = {
    ">=": Bound.AT_LEAST,
    ">": Bound.MORE_THAN,
    "<=": Bound.AT_MOST,
    "~": Bound.ABOUT,
}
_NUMBER = re.compile(r"(>=|>|<=|~)?(\d+)(?:-(\d+)|(\+))?$")
_BASES = {str(basis) for basis in Basis}


def differences(notation: str, figures: Sequence[Figure]) -> list[str]:
    """What the figures read differ in from the notation; empty where they are as they must be."""
    wanted = [one.split() for one in notation.split(";") if one.strip()]
    read = [f"{figure.metric} {_number(figure)}" for figure in figures]
    asked = [" ".join(one[:2]) for one in wanted]
    if read != asked:
        return [f"read {read}, wanted {asked}"]
    return [
        f"{' '.join(one[:2])}: {fault}"
        for one, figure in zip(wanted, figures, strict=True)
        for fault in _faults(_facts(one[2:]), figure)
    ]


def _number(figure: Figure) -> str:
    low, high = figure.low, figure.high
    if figure.bound is Bound.RANGE:
        return f"{low}-{high}"
    if figure.bound is Bound.VAGUE:
        return f"{low}+"
    sign = next((sign for sign, bound in _BOUNDS.items() if bound is figure.bound), "")
    return f"{sign}{low if low is not None else high}"


def _facts(words: Sequence[str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    subject: list[str] = []
    for word in words:
        if word in _BASES:
            facts["basis"] = word
        elif word in ("bg", "now"):
            facts["background"] = str(word == "bg")
        elif word[0] in "@/":
            facts["claimant" if word[0] == "@" else "via"] = word[1:]
        elif re.match(r"\d{4}-", word):
            facts["as_of"] = word
        else:
            subject.append(word)
    return {**facts, **({"subject": " ".join(subject)} if subject else {})}


def _faults(facts: dict[str, str], figure: Figure) -> list[str]:
    return [
        f"{fact} is {actual}, wanted {wanted}"
        for fact, wanted in facts.items()
        if (actual := str(getattr(figure, fact)).replace("None", "-")) != wanted
    ]
