"""Which reading of an entry still holds: what it depends on, as hashes, and what to do where they differ.

    language told ─▶ numbers read ─▶ said by whom
      tongues          rules           names

Which language a text is in depends on the languages that there are; whether anything in it is counted,
on the rules of its language; who said it, on the claimants and on whose feed it came in.  An entry
without a figure has none whoever may be named, so that a claimant's new alias changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.core.extract import extract, language_of
from monitor.core.rules import Rulebook
from monitor.core.specs import Claimant, LanguageSpec, MetricSpec
from monitor.model import Entry, Kept, content_id


@dataclass(frozen=True, slots=True)
class Edition:
    """What the readings of a rulebook depend on, as hashes; an empty one holds nothing.

    `rules` is by language.
    """

    tongues: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    names: str = ""

    @property
    def all_rules(self) -> frozenset[str]:
        """The hash of every language's rules, and that of none."""
        return frozenset({*self.rules.values(), ""})

    def rules_of(self, language: str) -> str:
        """The hash of a language's rules; empty for a language that is not read."""
        return self.rules.get(language, "")

    def names_for(self, own_claimant: str | None) -> str:
        """The hash of who may have said what stands in the feed of a claimant's own, or of nobody's."""
        return content_id(self.names, own_claimant or "")

    def holds(self, kept: Kept, own_claimant: str | None) -> bool:
        """Whether the entry would be read again as it was."""
        return kept.tongues == self.tongues != "" and self._says_the_same(kept, kept.language, own_claimant)

    def still_holds(self, kept: Kept, entry: Entry, rulebook: Rulebook, own_claimant: str | None) -> bool:
        """Whether it would though other languages are told apart now: its own may be told as before."""
        return self.tongues != "" and self._says_the_same(kept, language_of(entry, rulebook), own_claimant)

    def _says_the_same(self, kept: Kept, language: str, own_claimant: str | None) -> bool:
        return (
            kept.language == language
            and kept.rules == self.rules_of(language)
            and (not kept.figures or kept.names == self.names_for(own_claimant))
        )


UNKNOWN = Edition()
"""The edition of nobody knows what: nothing that was read before holds."""


def edition_of(
    metrics: Sequence[MetricSpec],
    languages: Sequence[LanguageSpec],
    claimants: Sequence[Claimant],
    reader: str,
) -> Edition:
    """The edition of gathered metrics, languages and claimants; `reader` names the program that reads."""
    return Edition(
        tongues=content_id(reader, *sorted(spec.id for spec in languages)),
        rules={
            spec.id: content_id(reader, replace(spec, metrics={}), *_read_in(spec.id, metrics))
            for spec in languages
        },
        # A claimant's grade is shown and compared, and reads nothing.
        names=content_id(reader, *(replace(one, grade=None) for one in claimants)),
    )


def _read_in(language: str, metrics: Sequence[MetricSpec]) -> Iterator[object]:
    """What the metrics read in a language; a rule's examples prove it, and read nothing."""
    for metric in metrics:
        rules = (rule for rule in metric.rules if rule.language == language)
        shorn = tuple(replace(rule, examples=(), counter_examples=()) for rule in rules)
        yield metric.id, tuple(metric.triggers.get(language, ())), shorn


def read(
    entry: Entry, rulebook: Rulebook, edition: Edition, own_claimant: str | None, kept: Kept | None = None
) -> Kept:
    """What the entry says: as it was read before, where that still holds, else read anew."""
    if kept is not None:
        if edition.holds(kept, own_claimant):
            return kept
        if kept.tongues != edition.tongues and edition.still_holds(kept, entry, rulebook, own_claimant):
            return replace(kept, tongues=edition.tongues)
    reading = extract(entry, rulebook, own_claimant)
    return Kept(
        entry_id=entry.id,
        language=reading.language,
        tongues=edition.tongues,
        rules=edition.rules_of(reading.language),
        names=edition.names_for(own_claimant) if reading.figures else "",
        figures=reading.figures,
    )
