"""Each rule proves itself: its examples are read with their values, its counter-examples are not.

A rule that has no example, or whose example another rule reads differently, is a Fault like any
other mistake in the configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from monitor.core.extract import extract
from monitor.core.faults import Fault
from monitor.core.rules import Rulebook
from monitor.core.specs import Example, Expected, MetricSpec, RuleSpec
from monitor.model import Entry, Figure

_EPOCH = datetime(2026, 1, 15, tzinfo=UTC)  # any fixed day: examples are read as published then


def prove(rulebook: Rulebook, metrics: Sequence[MetricSpec]) -> tuple[Fault, ...]:
    """Run every example and counter-example of every rule; each surprise is a Fault."""
    return tuple(
        fault for metric in metrics for rule in metric.rules if rule.language in rulebook.languages
        for fault in _prove_rule(rule, metric, rulebook)
    )  # fmt: skip


def _prove_rule(rule: RuleSpec, metric: MetricSpec, rulebook: Rulebook) -> Iterator[Fault]:
    where = ("metrics", metric.id, "rules", rule.id)
    if not rule.examples:
        yield Fault(
            (*where, "examples"), f"rule `{rule.id}` has no example", "at least one sentence and its figures"
        )
    for example in rule.examples:
        yield from _prove_example(example, rule, metric, rulebook, (*where, "examples"))
    for text in rule.counter_examples:
        read = [figure for figure in _read(text, rule, rulebook) if figure.rule_id == rule.id]
        if read:
            what = f"counter-example «{text}» is read as {_describe(read[0])} by `{rule.id}`"
            yield Fault((*where, "counter_examples"), what, "no figure from this rule")


def _prove_example(
    example: Example, rule: RuleSpec, metric: MetricSpec, rulebook: Rulebook, where: tuple[str, ...]
) -> Iterator[Fault]:
    read = [figure for figure in _read(example.text, rule, rulebook) if figure.metric == metric.id]
    expected = ", ".join(_describe_expected(one) for one in example.figures)
    if not any(figure.rule_id == rule.id for figure in read):
        thieves = sorted({figure.rule_id for figure in read})
        what = f"example «{example.text}» is not read by `{rule.id}`" + (
            f" but by {', '.join(thieves)}" if thieves else ""
        )
        yield Fault(where, what, expected)
    elif len(read) != len(example.figures) or not all(map(_meets, example.figures, read)):
        what = f"example «{example.text}» is read as {', '.join(map(_describe, read))}"
        yield Fault(where, what, expected)


def _read(text: str, rule: RuleSpec, rulebook: Rulebook) -> tuple[Figure, ...]:
    entry = Entry("proof", rule.id, "", "", text, rule.language, _EPOCH, _EPOCH)
    return extract(entry, rulebook).figures


def _meets(expected: Expected, figure: Figure) -> bool:
    checks = (
        (expected.value, figure.low if figure.low == figure.high else None),
        (expected.low, figure.low),
        (expected.high, figure.high),
        (expected.bound, figure.bound),
        (expected.basis, figure.basis),
        (expected.subject, figure.subject),
        (expected.claimant, figure.claimant),
        (expected.background, figure.background),
    )
    return all(wanted is None or wanted == actual for wanted, actual in checks)


def _describe(figure: Figure) -> str:
    """A figure in the words that an example is written in, so that the two can be compared."""
    if figure.low == figure.high:
        numbers = [f"value {figure.low}"]
    else:
        ends = (("low", figure.low), ("high", figure.high))
        numbers = [f"{name} {number}" for name, number in ends if number is not None]
    facts = [*numbers, f"bound {figure.bound}", f"basis {figure.basis}"]
    facts += [f"subject {figure.subject}"] if figure.subject else []
    return f"{figure.metric} {' '.join(facts)} ({figure.rule_id})"


def _describe_expected(expected: Expected) -> str:
    fields = ("value", "low", "high", "bound", "basis", "subject", "claimant", "background")
    return " ".join(
        f"{name} {getattr(expected, name)}" for name in fields if getattr(expected, name) is not None
    )
