"""The configuration as one immutable value: what was written (`specs`) beside what was compiled of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitor.core.edition import UNKNOWN, Edition
from monitor.core.policy import Policy
from monitor.core.rules import Rulebook
from monitor.core.specs import (
    Claimant,
    LanguageSpec,
    MetricSpec,
    RuleSpec,
    Settings,
    Timing,
    Topic,
    TopicTiming,
)
from monitor.model import Source


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the line needs to know, checked and compiled; replaced as a whole or not at all.

    `rulebook` is built by `rules.compile_when_met`, `policies` (topic id → policy) by
    `policy.policy_of`; the mappings are by id.  `edition` tells which kept readings still hold, `reading`
    is a hash of all that decides what is read out of a text and which topic it belongs to.
    `places` (source id → file:line) says where a source's URL is written.
    """

    settings: Settings
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    claimants: Mapping[str, Claimant]
    metrics: Mapping[str, MetricSpec]
    languages: Mapping[str, LanguageSpec]
    rulebook: Rulebook
    policies: Mapping[str, Policy]
    reading: str = ""
    edition: Edition = UNKNOWN
    places: Mapping[str, str] = field(default_factory=dict)

    def rules(self) -> Iterator[RuleSpec]:
        """Every rule; the metrics have those of the languages' files too (`rules.gather`)."""
        for metric in self.metrics.values():
            yield from metric.rules

    def timing(self, topic: str) -> Timing:
        """How long a topic's news settles and its series rest."""
        general, own = self.settings.timing, TopicTiming()
        if topic in self.topics:
            own = self.topics[topic].timing
        return Timing(
            settle=general.settle if own.settle is None else own.settle,
            cooldown=general.cooldown if own.cooldown is None else own.cooldown,
        )
