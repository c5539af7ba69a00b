"""Patterns are compiled or named as faults; rules prove themselves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from monitor.core.faults import Fault
from monitor.core.pattern import PatternError
from monitor.core.proof import prove
from monitor.core.rules import Rulebook, compile_rules, compile_when_met, gather
from monitor.core.specs import Example, Expected, LanguageSpec, MetricSpec, Numbers, Reads, RuleSpec

LANGUAGE = LanguageSpec(
    id="xx",
    title="Test",
    numbers=Numbers(values={"two": 2}, multipliers={"dozen": 12}),
    words={"people": ("(?:people|men)",), "were": ("were",), "loop": ("{pool}",), "pool": ("{loop}",)},
)
GOOD: Mapping[str, Any] = {
    "id": "killed-xx",
    "language": "xx",
    "pattern": "{count} {were} killed",
    "examples": (Example("Two people were killed.", (Expected(value=2),)),),
    "counter_examples": ("Two people were fed.",),
}


def book(**changes: Any) -> tuple[Rulebook, tuple[Fault, ...], MetricSpec]:
    rule = RuleSpec(**{**GOOD, **changes})
    metric = MetricSpec("killed", "killed", "", 5, {"xx": ("kill", "fed")}, (rule,))
    return *compile_rules([metric], [LANGUAGE], []), metric


def test_a_good_rule_compiles_and_proves_itself() -> None:
    rulebook, faults, metric = book()
    assert (faults, prove(rulebook, [metric])) == ((), ())


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{cuont} killed", "unknown placeholder `{cuont}`"),
        ("{count} (killed", "does not compile"),
        ("{count}(?=killed)", "does not compile"),
        ("were killed", "reads no figure"),
        ("{count} {loop}", "in a circle"),
    ],
)
def test_a_wrong_pattern_is_a_fault_at_its_place(pattern: str, said: str) -> None:
    _, (fault,), _ = book(pattern=pattern)
    assert said in fault.what
    assert fault.where == ("metrics", "killed", "rules", "killed-xx", "pattern")


BROKEN = "(?:oops"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"words": {**LANGUAGE.words, "people": ("men", BROKEN)}}, ("words", "people")),
        ({"words": {**LANGUAGE.words, "were": (BROKEN,)}}, ("words", "were")),
        ({"words": {**LANGUAGE.words, "proclitics": (BROKEN,)}}, ("words", "proclitics")),
        ({"ranges": (BROKEN,)}, ("ranges",)),
        ({"as_of": (BROKEN,)}, ("as_of",)),
        ({"numbers": replace(LANGUAGE.numbers, climbs=(BROKEN,))}, ("numbers", "climbs")),
        ({"places": (BROKEN,)}, ("places",)),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_pattern_in_a_list_of_a_language_is_a_fault_at_the_list(
    changed: Mapping[str, Any], where: tuple[str, ...]
) -> None:
    metric = MetricSpec("killed", "killed", "", 5, {"xx": ("kill",)}, (RuleSpec(**GOOD),))
    _, faults = compile_rules([metric], [replace(LANGUAGE, **changed)], [])
    assert ("languages", "xx", *where) in {fault.where for fault in faults}
    assert all("does not compile: missing )" in fault.what for fault in faults)


def test_words_that_no_pattern_asks_for_are_only_words() -> None:
    """«(including» opens a contrast, and is compared as it stands."""
    metric = MetricSpec("killed", "killed", "", 5, {"xx": ("kill",)}, (RuleSpec(**GOOD),))
    language = replace(LANGUAGE, words={**LANGUAGE.words, "contrast": ("(including",)})
    assert compile_rules([metric], [language], [])[1] == ()


def test_a_pattern_that_waits_is_a_fault_when_it_is_first_run() -> None:
    rule = RuleSpec(**{**GOOD, "pattern": "{count} {were} killed[^z-a]"})
    metric = MetricSpec("killed", "killed", "", 5, {"xx": ("kill",)}, (rule,))
    refused: list[Fault] = []
    rulebook, said = compile_when_met([metric], [LANGUAGE], [], refused.extend)
    (waiting,) = rulebook.languages["xx"].rules
    assert not [*said, *refused]
    with pytest.raises(PatternError):
        waiting.pattern.search("two were killed!")
    assert [(fault.where[-2], "does not compile" in fault.what) for fault in refused] == [("killed-xx", True)]


def test_a_near_miss_is_offered() -> None:
    _, (fault,), _ = book(pattern="{cuont} killed")
    assert fault.hint == "did you mean `count`?"


def test_an_unknown_language_is_a_fault() -> None:
    _, faults, _ = book(language="zz")
    assert any("unknown language `zz`" in fault.what for fault in faults)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"examples": ()}, "has no example"),
        (
            {"examples": (Example("Two people were fed.", (Expected(value=2),)),)},
            "is not read by `killed-xx`",
        ),
        ({"examples": (Example("Two people were killed.", (Expected(value=3),)),)}, "is read as"),
        ({"counter_examples": ("Two men were killed.",)}, "counter-example «Two men were killed.» is read"),
    ],
)
def test_a_rule_that_fails_its_proof_is_a_fault(changes: Mapping[str, Any], said: str) -> None:
    rulebook, faults, metric = book(**changes)
    assert faults == ()
    assert any(said in fault.what for fault in prove(rulebook, [metric]))


@pytest.mark.parametrize(
    "pattern",
    [
        "{hedge}?{n} {victims} {were} killed",
        "(?:{hedge} )?{n} {victims} {were} killed",
        "{n}(?: {victims})? {were} killed",
        "{hedge} {n} {victims}? {were} killed",
    ],
)
def test_a_hedge_and_a_noun_may_be_spelt_out_beside_the_number_that_brings_them(pattern: str) -> None:
    rulebook, faults, metric = book(pattern=pattern)
    assert (faults, prove(rulebook, [metric])) == ((), ())


def test_victims_alone_are_people_without_a_number() -> None:
    example = Example("Of the men, two were killed.", (Expected(value=2),))
    rulebook, faults, metric = book(pattern="{victims}, {n} {were} killed", examples=(example,))
    assert (faults, prove(rulebook, [metric])) == ((), ())


@pytest.mark.parametrize(("tick", "faults"), [(0.001, 0), (1.0, 1)])
def test_a_rule_over_its_budget_on_hostile_text_is_a_fault(tick: float, faults: int) -> None:
    """The clock is handed in: every look at it is a `tick` later."""
    rulebook, _, metric = book()
    seconds = itertools.count()
    found = prove(rulebook, [metric], lambda: next(seconds) * tick)
    assert len(found) == faults
    assert all("hostile sentence" in fault.what and fault.where[-1] == "pattern" for fault in found)


def test_a_rule_in_a_languages_own_file_needs_no_language() -> None:
    own = RuleSpec(**{**GOOD, "language": ""})
    language = replace(LANGUAGE, metrics={"killed": Reads(("kill", "fed"), (own,))})
    (metric,) = gather([MetricSpec("killed", "killed", "", 5, {}, ())], [language])
    rulebook, faults = compile_rules([metric], [language], [])
    assert (faults, prove(rulebook, [metric])) == ((), ())
    assert [rule.id for rule in rulebook.languages["xx"].rules] == ["killed-xx"]
