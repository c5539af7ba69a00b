"""The configuration as one immutable value: what was written (`specs`) beside what was compiled of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.core.conditions import Condition
from monitor.core.rules import Rulebook
from monitor.core.specs import Claimant, LanguageSpec, MetricSpec, Settings, Topic
from monitor.model import Source


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the line needs to know, checked and compiled; replaced as a whole or not at all.

    `rulebook` is built by `rules.compile_rules`, `policies` (topic id → conditions) by
    `conditions.conditions_of`; the mappings are by id.
    """

    settings: Settings
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    claimants: Mapping[str, Claimant]
    metrics: Mapping[str, MetricSpec]
    languages: Mapping[str, LanguageSpec]
    rulebook: Rulebook
    policies: Mapping[str, tuple[Condition, ...]]
