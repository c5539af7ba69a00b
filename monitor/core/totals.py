"""What a text as a whole reports for its own current event: one number a metric.

The stated total if there is one («the death toll stands at 34»).  Else the disjoint groups added up:

    within a sentence     every group named; of rival claimants the highest, and what is counted
                          once more («in total 26») never on top
    said again        the numbers that only repeat a question («up from 19») count alone, never on top
    across sentences      what a sentence says it adds («another two», «was also killed»)
                          and groups that cannot be the same people: attackers, security forces, all others

Background and subsets never count; a number told twice counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from monitor.core.chunk import NUMBER
from monitor.core.echo import ECHO
from monitor.core.rules import Language
from monitor.core.text import fold
from monitor.model import Basis, Bound, Entry, Figure

_ATTACKERS, _FORCES, _OTHERS, _ANYBODY = "attackers", "forces", "others", "anybody"
_SIDES = {"militants": _ATTACKERS, "security forces": _FORCES, None: _ANYBODY}
_SAME_STORY = 600
"""Characters between two numbers of one incident; further on a text has come to other events."""
_NEAR = 40
"""Characters around a figure in which words such as «in total» belong to it."""


@dataclass(frozen=True, slots=True)
class _Report:
    """What one sentence reports: people, on which sides they stood, whether they are others than before, or all."""

    people: int
    sides: frozenset[str]
    adds: bool
    whole: bool
    start: int


def count_totals(
    figures: Sequence[Figure], metrics: Iterable[str], reader: Language, entry: Entry
) -> dict[str, int]:
    """Metric → people; 0 where the text reports none.  A range counts with its low end."""
    totals = dict.fromkeys(metrics, 0)
    if not figures:
        return totals
    declared = frozenset(rule.id for rule in reader.rules if rule.basis is Basis.TOTAL)
    return totals | {
        metric: _total([figure for figure in figures if figure.metric == metric], declared, reader, entry)
        for metric in {figure.metric for figure in figures}
    }


def _total(figures: Sequence[Figure], declared: frozenset[str], reader: Language, entry: Entry) -> int:
    current = [figure for figure in figures if not figure.background]
    body = [figure for figure in current if figure.field == "text"] or current
    whole = [figure for figure in body if figure.basis is not Basis.SUBSET]
    stated = [figure for figure in whole if figure.rule_id in declared]
    revised = [figure for figure in whole if _is_said(figure, "revised", figure.start - _NEAR, reader, entry)]
    if revised:
        return _size(revised[-1])
    if stated:
        return max(report.people for report in _reports(stated, reader, entry))
    echoed = [  # said again, never added; what others say of it is not believed over the first
        _size(figure)
        for figure in whole
        if figure.rule_id.endswith(ECHO)
        and not _is_said(figure, "retold", figure.start - _NEAR, reader, entry)
    ]
    whole = [figure for figure in whole if not figure.rule_id.endswith(ECHO)]
    reports = _last_whole(_reports(whole, reader, entry))
    attackers_named = any(figure.basis is Basis.SUBSET and _side(figure) == _ATTACKERS for figure in body)
    told = [report for report in reports if not report.adds]
    added = sum(report.people for report in reports if report.adds)
    return max(_most(told, attackers_named) + added, *echoed, 0)


def _most(reports: Sequence[_Report], attackers_named: bool) -> int:
    """The most that one sentence reports, or that its sides add up to; attackers come on top of both."""
    sides: dict[str, int] = defaultdict(int)
    mixed = 0
    anybody = attackers_named
    for report in _one_story(reports):
        if len(report.sides) > 1 or _ANYBODY in report.sides:
            mixed = max(mixed, report.people)
            anybody = anybody or _ATTACKERS in report.sides
        else:
            side = next(iter(report.sides))
            sides[side] = max(sides[side], report.people)
    apart = sum(people for side, people in sides.items() if not (anybody and side == _ATTACKERS))
    with_attackers = mixed + (0 if anybody else _lesser(sides, mixed))
    return max(apart, with_attackers, *(report.people for report in reports), 0)


def _lesser(sides: Mapping[str, int], mixed: int) -> int:
    """Attackers beside a number of «people»: if they were more than those, they are what the sentence is about."""
    attackers = sides.get(_ATTACKERS, 0)
    return attackers if attackers < mixed else 0


def _one_story(reports: Sequence[_Report]) -> Sequence[_Report]:
    """The first reports, as long as each follows close on the one before."""
    for index in range(1, len(reports)):
        if reports[index].start - reports[index - 1].start > _SAME_STORY:
            return reports[:index]
    return reports


def _reports(figures: Sequence[Figure], reader: Language, entry: Entry) -> Sequence[_Report]:
    """What each sentence reports, in order."""
    sentences = groupby(figures, key=lambda figure: figure.quote)
    return [_report(tuple(sentence), reader, entry) for _, sentence in sentences]


def _last_whole(reports: Sequence[_Report]) -> Sequence[_Report]:
    """The reports from the one on that counts all those before it: «In total five people died»."""
    for index in reversed(range(len(reports))):
        before = [report.people for report in reports[:index]]
        if reports[index].whole and reports[index].people >= max(before, default=0):
            return reports[index:]
    return reports


def _report(sentence: Sequence[Figure], reader: Language, entry: Entry) -> _Report:
    increments = all(figure.basis is Basis.INCREMENT for figure in sentence)
    adds = increments or reader.cues["adding"].matches(fold(sentence[0].quote).text)
    sides = frozenset(map(_side, sentence))
    whole = _is_said(sentence[0], "retold", sentence[0].start - _NEAR, reader, entry)
    people = max(map(_people, _tellings(sentence, reader, entry)))
    return _Report(people, sides, adds and not whole, whole, sentence[0].start)


def _tellings(sentence: Sequence[Figure], reader: Language, entry: Entry) -> Sequence[Sequence[Figure]]:
    """The figures of a sentence, parted where it counts the same people again."""
    told: list[list[Figure]] = [[sentence[0]]]
    for before, figure in pairwise(sentence):
        counted_now = before.bound is Bound.VAGUE and ";" in _text(entry, figure)[before.end : figure.start]
        if counted_now or _is_said(figure, "retold", before.end, reader, entry):
            told.append([])  # «dozens were killed; an official spoke of 43 bodies»
        told[-1].append(figure)
    return told


def _is_said(figure: Figure, cue: str, start: int, reader: Language, entry: Entry) -> bool:
    """Whether a cue speaks of a figure, in the words from `start` on to a little behind it."""
    text = _text(entry, figure)
    before, behind = text[max(0, start) : figure.start], text[figure.end : figure.end + _NEAR]
    return reader.cues[cue].matches(f"{fold(before).text}{NUMBER}{fold(behind).text}")


def _text(entry: Entry, figure: Figure) -> str:
    return entry.title if figure.field == "title" else entry.text


def _side(figure: Figure) -> str:
    return _SIDES.get(figure.subject, _OTHERS)


def _people(sentence: Sequence[Figure]) -> int:
    """The disjoint groups of one sentence, added up; where two claimants speak in it, the higher."""
    claims: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in sentence:
        claims[figure.claimant].append(figure)
    rivals = [sum(map(_size, claim)) for claimant, claim in claims.items() if claimant is not None]
    unclaimed = sum(map(_size, claims[None]))
    return max(rivals, default=0) + unclaimed


def _size(figure: Figure) -> int:
    return figure.low if figure.low is not None else figure.high or 0
