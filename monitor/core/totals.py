"""What a text as a whole reports for its own current event: one number a metric.

The stated total if there is one («the death toll stands at 34»).  Else the disjoint groups added up:

    within a sentence     every group named; of rival claimants the highest, and what is counted
                          once more («in total 26») never on top
    said again        the numbers that only repeat a question («up from 19») count alone, never on top
    across sentences      what a sentence says it adds («another two», «was also killed»)
                          and groups that cannot be the same people: attackers, security forces, all others

Background and subsets never count, nor does what a text that tells of one event adds about the whole
war («since April 20,000 have died»); a number told twice counts once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from monitor.core.chunk import NUMBER
from monitor.core.echo import ECHO
from monitor.core.rules import Language
from monitor.core.text import fold
from monitor.model import Basis, Bound, Entry, Figure

_ATTACKERS, _FORCES, _OTHERS, _ANYBODY = "attackers", "forces", "others", "anybody"
_SIDES = {"militants": _ATTACKERS, "security forces": _FORCES, None: _ANYBODY}
_SAME_STORY = 600
"""Characters between two numbers of one incident; further on a text has come to other events."""
_FAR = 10
"""How many times over what the text leads with a stated toll cannot be the event's own."""
_NEAR = 40
"""Characters around a figure in which words such as «in total» belong to it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The text that is totalled, with all its figures that are no background; `beside` has those of one wording."""

    entry: Entry
    reader: Language
    figures: Sequence[Figure]
    beside: Mapping[tuple[str, str], Sequence[Figure]]

    @property
    def is_of_one_event(self) -> bool:
        """Whether the text leads with what one event did, of whatever metric."""
        first = min(self.figures, key=lambda figure: (figure.field != "title", figure.start))
        return first.basis is Basis.INCIDENT and not _is_wider(first, self)

    def stored(self, figure: Figure) -> str:
        """The field in which a figure stands."""
        return self.entry.title if figure.field == "title" else self.entry.text

    def sentence(self, figure: Figure) -> tuple[int, int]:
        """The span of its sentence in that field."""
        size = len(figure.quote)
        start = self.stored(figure).find(figure.quote, max(0, figure.end - size), max(figure.start, 0) + size)
        return (start, start + size) if start >= 0 else (figure.start, figure.end)

    def says(self, cue: str, figure: Figure, start: int, end: int) -> bool:
        """Whether a cue speaks of a figure, in the words from `start` to `end`, itself one mark among them."""
        stored = self.stored(figure)
        before, behind = stored[start : figure.start], stored[figure.end : end]
        return self.reader.cues[cue].matches(f"{fold(before).text}{NUMBER}{fold(behind).text}")

    def neighbours(self, figure: Figure) -> Sequence[Figure]:
        """All figures of its sentence, of every metric."""
        beside = self.beside[figure.field, figure.quote]
        opens, closes = self.sentence(figure)
        first = bisect_left(beside, opens, key=lambda other: other.start)
        return beside[first : bisect_left(beside, closes, key=lambda other: other.start)]


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
    current = [figure for figure in figures if not figure.background]
    beside: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in sorted(current, key=lambda figure: figure.start):
        beside[figure.field, figure.quote].append(figure)
    text = _Text(entry, reader, current, beside)
    declared = frozenset(rule.id for rule in reader.rules if rule.basis is Basis.TOTAL)
    return totals | {
        metric: _total([figure for figure in text.figures if figure.metric == metric], declared, text)
        for metric in {figure.metric for figure in figures}
    }


def _total(current: Sequence[Figure], declared: frozenset[str], text: _Text) -> int:
    own = _own([figure for figure in current if figure.basis is not Basis.SUBSET], declared, text)
    if not own:
        return 0
    whole = [figure for figure in own if figure.field == "text"] or own
    revised = [figure for figure in whole if _is_near("revised", figure, text)]
    if revised:
        return _size(revised[-1])
    stated = [figure for figure in whole if figure.rule_id in declared]
    if stated:
        rivals = [figure for figure in whole if _is_rival(figure, stated)]
        return max(report.people for kind in (stated, rivals) for report in _reports(kind, text))
    # Said again, never added; what others say of it is not believed over the first.
    echoes = [figure for figure in whole if figure.rule_id.endswith(ECHO)]
    echoed = [_size(figure) for figure in echoes if not _is_near("retold", figure, text)]
    reports = _last_whole(_reports([figure for figure in whole if not figure.rule_id.endswith(ECHO)], text))
    attackers_named = any(
        figure.basis is Basis.SUBSET and _side(figure, text) == _ATTACKERS for figure in current
    )
    told = [report for report in reports if not report.adds]
    added = sum(report.people for report in reports if report.adds)
    return max(_most(told, attackers_named) + added, *echoed, 0)


def _is_rival(figure: Figure, stated: Sequence[Figure]) -> bool:
    """Whether a number is what somebody else says, before any toll was stated: of rivals the highest counts."""
    known = {one.claimant for one in stated}
    first = figure.start < stated[0].start and figure.basis is not Basis.INCREMENT
    return first and figure.claimant is not None and not known & {None, figure.claimant}


def _is_near(cue: str, figure: Figure, text: _Text) -> bool:
    """Whether a cue speaks of a figure, close by in its own sentence."""
    opens, closes = text.sentence(figure)
    return text.says(cue, figure, max(opens, figure.start - _NEAR), min(closes, figure.end + _NEAR))


def _own(figures: Sequence[Figure], declared: frozenset[str], text: _Text) -> Sequence[Figure]:
    """The figures without those of a whole war or year, where the text leads with those of one event."""
    if not figures:
        return figures
    wider = list(_wider(figures, declared, text))
    if wider[0] and not text.is_of_one_event:
        return figures
    return [figure for figure, is_wider in zip(figures, wider, strict=True) if not is_wider]


def _wider(figures: Sequence[Figure], declared: frozenset[str], text: _Text) -> Iterator[bool]:
    """Whether each figure counts more than one event, as does what a list adds: «in Gaza 900, and 12 in Israel».

    A stated toll does where it is far above what the text leads with.
    """
    before: Figure | None = None
    was = False
    for figure in figures:
        listed = before is not None and before.quote == figure.quote and 0 < figure.start - before.end < _NEAR
        stated = figure.rule_id in declared and _size(figure) <= _FAR * _size(figures[0])
        was = (was and listed) or (not stated and _is_wider(figure, text))
        before = figure
        yield was


def _is_wider(figure: Figure, text: _Text) -> bool:
    """Whether the words around a figure, up to its like, speak of more than one event."""
    opens, closes = text.sentence(figure)
    # «More than 7,600 have been killed and 30,000 arrested since the coup»: both since then.
    around = [
        other
        for other in text.neighbours(figure)
        if other.metric == figure.metric or figure.basis is not Basis.TOTAL
    ]
    start = max((other.end for other in around if other.end <= figure.start), default=opens)
    end = min((other.start for other in around if other.start >= figure.end), default=closes)
    return text.says("wider", figure, start, end)


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


def _last_whole(reports: Sequence[_Report]) -> Sequence[_Report]:
    """The reports from the one on that counts all those before it: «In total five people died»."""
    most = (0, *accumulate((report.people for report in reports), max))  # before each of them
    for index in reversed(range(len(reports))):
        if reports[index].whole and reports[index].people >= most[index]:
            return reports[index:]
    return reports


def _reports(figures: Sequence[Figure], text: _Text) -> Sequence[_Report]:
    """What each sentence reports, in order."""
    sentences = groupby(figures, key=lambda figure: figure.quote)
    return [_report(tuple(sentence), text) for _, sentence in sentences]


def _report(sentence: Sequence[Figure], text: _Text) -> _Report:
    first = sentence[0]
    increments = all(figure.basis is Basis.INCREMENT for figure in sentence)
    whole = _is_near("retold", first, text)
    people = _told(_tellings(sentence, text))
    adds = (increments or _adds(first, text)) and not whole
    sides = frozenset(_side(figure, text) for figure in sentence)
    return _Report(people, sides, adds, whole, first.start)


def _told(tellings: Sequence[Sequence[Figure]]) -> int:
    """The most that one telling counts; unless the last only says again what one number before it said."""
    *before, last = tellings
    again = _people(last)
    if before and len(last) == 1 and again in {_size(figure) for telling in before for figure in telling}:
        return again
    return max(map(_people, tellings))


def _adds(first: Figure, text: _Text) -> bool:
    """Whether a sentence tells of others than those before.

    In «killed nine and injured 25 others» they are others than the nine: behind a figure of
    another metric such words mean nothing, only those do that open the sentence.
    """
    words = first.quote
    earlier = [other for other in text.neighbours(first) if other.start < first.start]
    if earlier and earlier[0].metric != first.metric:
        words = words[: earlier[0].start - text.sentence(first)[0]]
    return text.reader.cues["adding"].matches(fold(words).text)


def _tellings(sentence: Sequence[Figure], text: _Text) -> Sequence[Sequence[Figure]]:
    """The figures of a sentence, parted where it counts the same people again."""
    told: list[list[Figure]] = [[sentence[0]]]
    for before, figure in pairwise(sentence):
        # «Dozens were killed; an official spoke of 43 bodies.»
        exact = before.bound is Bound.VAGUE and ";" in text.stored(figure)[before.end : figure.start]
        if exact or text.says("retold", figure, before.end, figure.end + _NEAR):
            told.append([])
        told[-1].append(figure)
    return told


def _side(figure: Figure, text: _Text) -> str:
    """On which side somebody stood; who killed himself is on that of the attackers."""
    if (
        figure.subject is None
        and text.stored(figure)[figure.start : figure.end].casefold() in text.reader.reflexive
    ):
        return _ATTACKERS
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
