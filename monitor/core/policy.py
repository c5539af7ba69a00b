"""A topic's policy: which conditions watch it, tuned as its YAML says.

    conditions:
      up: {ratio: 1.1, min_step: 10}
      band: false
      conflict: {metrics: [killed], grades: [A, B]}
      revised_down:                             # several blocks: the first that fits a claim is asked
        - {grades: [A, B], ratio: 0.95}
        - {ratio: 0.8}

A condition that the YAML does not name has its defaults; `up_claimant` is tuned like `up`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, fields
from difflib import get_close_matches
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from monitor.core.faults import Fault
from monitor.core.movement import (
    Anomaly,
    Band,
    DefinitionChanged,
    First,
    FirstOfficial,
    FirstUn,
    Incident,
    RevisedDown,
    Up,
    UpClaimant,
)
from monitor.core.question import Condition, Outlook, Question
from monitor.core.rivals import Conflict, Corroborated
from monitor.core.specs import MetricSpec, Topic
from monitor.model import Series, Verdict

CONDITIONS: tuple[type[Condition], ...] = (
    First,
    FirstOfficial,
    FirstUn,
    Conflict,
    Up,
    UpClaimant,
    RevisedDown,
    DefinitionChanged,
    Band,
    Corroborated,
    Incident,
    Anomaly,
)
"""Every condition about a claim; of reasons equally severe the earlier one leads an alert."""

OPTIONAL = frozenset({Anomaly.name})
"""Those that watch only where a topic names them."""

_GRADES = ("A", "B", "C", "D", "E", "F")
_SHARED = ("metrics", "grades")


@dataclass(frozen=True, slots=True)
class Watch:
    """One condition, and what it is kept to: metrics, and letters of the claimant's grade; empty is any."""

    condition: Condition
    metrics: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()

    def covers(self, series: Series, grade: str | None) -> bool:
        """Whether the condition is to be asked about a claim of a series, by a claimant of that grade."""
        return (
            series.basis is self.condition.basis
            and (not self.metrics or series.metric in self.metrics)
            and (not self.grades or (grade or "F")[:1] in self.grades)
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The watches of a topic, in order; of several blocks of one condition the first that covers is asked."""

    watches: tuple[Watch, ...] = ()

    def ask(self, question: Question) -> tuple[Verdict, ...]:
        """What every condition that covers the claim says to it."""
        grade = question.claimant.grade if question.claimant else None
        return tuple(one.judge(question) for one in self._covering(question.claim.series, grade))

    def triggers(self, outlook: Outlook, series: Series, grade: str | None) -> tuple[str, ...]:
        """In a reader's words, what would make the next alert; each once."""
        said = (words for one in self._covering(series, grade) for words in one.triggers(outlook))
        return tuple(dict.fromkeys(said))

    def _covering(self, series: Series, grade: str | None) -> Iterator[Condition]:
        asked: set[str] = set()
        for watch in self.watches:
            name = watch.condition.name
            if name not in asked and watch.covers(series, grade):
                asked.add(name)
                yield watch.condition


# ── from the configuration ──────────────────────────────────────────────────────────────────


def policy_of(topic: Topic, metrics: Mapping[str, MetricSpec]) -> tuple[Policy, tuple[Fault, ...]]:
    """The topic's policy as its YAML says, and every mistake in that; `false` switches a condition off."""
    known = {kind.name: kind for kind in CONDITIONS}
    watches: list[Watch] = []
    faults = [_unknown(topic, (name,), name, known) for name in topic.conditions if name not in known]
    for name, kind in known.items():
        for block in _blocks(_given(topic, name)):
            watch, wrong = _watch(kind, block, topic, metrics)
            faults += wrong if name in topic.conditions else []  # what is inherited was found wrong already
            watches += watch
    return Policy(tuple(watches)), tuple(faults)


def _given(topic: Topic, name: str) -> object:
    """What the YAML says of a condition; how `up` is tuned holds for `up_claimant` too, unless it is named."""
    if name in topic.conditions:
        return topic.conditions[name]
    up = topic.conditions.get(Up.name, True)
    return up if name == UpClaimant.name and not isinstance(up, bool) else name not in OPTIONAL


def _blocks(given: object) -> tuple[Mapping[str, object], ...]:
    if given is False:
        return ()
    if given is True:
        return ({},)
    if isinstance(given, Mapping):
        return (cast("Mapping[str, object]", given),)
    return tuple(cast("Sequence[Mapping[str, object]]", given))


def _watch(
    kind: type[Condition], block: Mapping[str, object], topic: Topic, metrics: Mapping[str, MetricSpec]
) -> tuple[list[Watch], list[Fault]]:
    kept_to = {name: _list(block.get(name)) for name in _SHARED}
    faults = [
        _unknown(topic, (kind.name, name), stranger, allowed)
        for name, allowed in (("metrics", list(metrics)), ("grades", list(_GRADES)))
        for stranger in kept_to[name]
        if stranger not in allowed
    ]
    tuned = {name: value for name, value in block.items() if name not in _SHARED}
    try:
        condition = TypeAdapter(kind).validate_python(tuned)
    except ValidationError as wrong:
        return [], faults + [_misfit(kind, topic, one["loc"], one["msg"]) for one in wrong.errors()]
    return [Watch(condition, kept_to["metrics"], kept_to["grades"])], faults


def _list(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(cast("Sequence[str]", given))


def fields_of(kind: type[Condition]) -> tuple[Field[Any], ...]:
    """What a condition may be tuned by, beside `metrics` and `grades`."""
    shape: Any = kind  # a Protocol does not say that those who keep it are dataclasses
    return fields(shape)


def _parameters(kind: type[Condition]) -> tuple[str, ...]:
    return (*(each.name for each in fields_of(kind)), *_SHARED)


def _misfit(kind: type[Condition], topic: Topic, loc: Sequence[int | str], message: str) -> Fault:
    parameter = str(loc[0]) if loc else ""
    if parameter not in _parameters(kind):
        return _unknown(topic, (kind.name, parameter), parameter, _parameters(kind))
    return Fault(
        where=("topics", topic.id, "conditions", kind.name, parameter),
        what=f"{parameter} of condition {kind.name} cannot be used",
        expected=message[:1].lower() + message[1:],
    )


def _unknown(topic: Topic, where: Sequence[str], name: str, known: Iterable[str]) -> Fault:
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    return Fault(
        where=("topics", topic.id, "conditions", *where),
        what=f"{name} is unknown here",
        expected=f"one of {', '.join(names)}",
        hint=f"did you mean {near[0]}?" if near else "",
    )
