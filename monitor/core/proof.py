"""Each rule proves itself: its examples are read with their values, its counter-examples are not.

A rule that has no example, whose example another rule reads differently, or that costs more than
its budget on text made to hurt it, is a Fault like any other mistake in the configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from monitor.core.chunk import chunk
from monitor.core.extract import extract
from monitor.core.faults import Fault
from monitor.core.rules import Language, Rule, Rulebook
from monitor.core.specs import Example, Expected, MetricSpec, RuleSpec
from monitor.core.text import fold
from monitor.model import Entry, Figure

_EPOCH = datetime(2026, 1, 15, tzinfo=UTC)  # any fixed day: examples are read as published then


# The shipped rules take 1–9 ms for such a sentence on a slow core; one beyond this would be felt.
_BUDGET = 0.1  # seconds of CPU
_HOSTILE = 2_000  # characters
_TRIES = 3

Clock = Callable[[], float]
"""CPU seconds, as `time.thread_time` counts them: handed in, because nothing here has a clock of its own."""


def prove(rulebook: Rulebook, metrics: Sequence[MetricSpec], clock: Clock | None = None) -> tuple[Fault, ...]:
    """Run every example and counter-example of every rule; each surprise is a Fault.

    With a `clock` each rule is also timed on hostile text.
    """
    return tuple(
        fault for metric in metrics for rule in metric.rules if rule.language in rulebook.languages
        for fault in (*_prove_rule(rule, metric, rulebook), *_prove_cost(rule, metric, rulebook, clock))
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


def _prove_cost(
    rule: RuleSpec, metric: MetricSpec, rulebook: Rulebook, clock: Clock | None
) -> Iterator[Fault]:
    """Whether the rule keeps within its budget on a sentence that nearly matches it, over and over."""
    reader = rulebook.languages[rule.language]
    compiled = next((one for one in reader.rules if one.id == rule.id), None)
    if clock is None or compiled is None or not rule.examples:
        return
    hostile = _hostile(rule.examples[0].text, reader)
    spent = min(_spent(compiled, hostile, clock) for _ in range(_TRIES))
    if spent > _BUDGET:
        what = f"rule `{rule.id}` takes {spent * 1000:.0f} ms for one hostile sentence of {_HOSTILE:,} characters"
        remedy = "narrow the gaps: fewer «.*», smaller {0,80}, no group that may be empty inside a repetition"
        yield Fault(
            ("metrics", metric.id, "rules", rule.id, "pattern"),
            what,
            f"at most {_BUDGET * 1000:.0f} ms",
            remedy,
        )


def _hostile(example: str, reader: Language) -> str:
    """The masked example without its last word, again and again: every number starts a match that fails late."""
    masked = chunk(fold(example).text, reader.numbers, reader.lexicon).text
    nearly = masked.rstrip(" .!?").rpartition(" ")[0] or masked
    return (f"{nearly} " * (_HOSTILE // (len(nearly) + 1) + 1))[:_HOSTILE]


def _spent(rule: Rule, text: str, clock: Clock) -> float:
    """The time that searching from every number on takes; more than any sentence will ask for."""
    began = clock()
    for position, character in enumerate(text):
        if character < " ":
            rule.pattern.search(text, position)
    return clock() - began


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
        (expected.via, figure.via),
        (expected.place, figure.place),
        (expected.as_of, figure.as_of),
        (expected.background, figure.background),
    )
    return all(wanted is None or wanted == actual for wanted, actual in checks)


_FACTS = ("subject", "claimant", "via", "place", "as_of", "background")


def _describe(figure: Figure) -> str:
    """A figure in the words that an example is written in, so that the two can be compared."""
    if figure.low == figure.high:
        numbers = [f"value {figure.low}"]
    else:
        ends = (("low", figure.low), ("high", figure.high))
        numbers = [f"{name} {number}" for name, number in ends if number is not None]
    facts = [*numbers, f"bound {figure.bound}", f"basis {figure.basis}"]
    facts += [f"{fact} {getattr(figure, fact)}" for fact in _FACTS if getattr(figure, fact)]
    return f"{figure.metric} {' '.join(facts)} ({figure.rule_id})"


def _describe_expected(expected: Expected) -> str:
    fields = ("value", "low", "high", "bound", "basis", *_FACTS)
    return " ".join(
        f"{name} {getattr(expected, name)}" for name in fields if getattr(expected, name) is not None
    )
