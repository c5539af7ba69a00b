"""Whose a figure is: the claimant of each, canonical by the claimants' YAML, or nobody.

    sayings ─▶ each figure's own ─▶ quotations, parts, repetitions

A saying reaches forward («HRANA said that 544 …») or back («544 …, HRANA said»), and seldom over the
edge of a clause.  A quotation that runs over sentences has one speaker; a part or an addition has the
speaker of what it belongs to; a headline, the one whose number it repeats.  The outlet that somebody
«told» is `via`, not the one who counted.  Somebody who speaks but is not in the YAML silences the
others.  Else None, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from monitor.core.chunk import search_all
from monitor.core.clauses import between, boundaries
from monitor.core.rules import Language
from monitor.core.sayings import Saying, Spoken, Talk
from monitor.core.voices import Voice, Voices
from monitor.model import Basis, Bound, Figure


def attribute(
    found: Sequence[Spoken], reader: Language, voices: Voices, own_claimant: str | None
) -> tuple[Figure, ...]:
    """The figures of all sentences, in order, each with claimant and via where the text names them."""
    talk = Talk(found, reader, voices)
    told: list[_Told] = []
    waiting: list[_Told] = []
    for index, spoken in enumerate(found):
        here = tuple(_tell(talk, index)) if spoken.figures else ()
        told += here
        _name_sources(told, talk, index)
        _follow_quotation(here, waiting, talk, index)
    _share_with_parts(told)
    _go_on(told, talk)
    _repeat(told, talk)
    _share_places(told)
    _share_lead(told, talk)
    return tuple(
        replace(one.figure, claimant=claimant, via=one.via) if claimant or one.via else one.figure
        for one in told
        for claimant in (one.claimant or (None if one.silenced else own_claimant),)
    )


@dataclass(slots=True)
class _Told:
    """A figure, in which sentence it stands, and who said it as far as is known; `silenced` by a stranger."""

    figure: Figure
    sentence: int
    claimant: str | None = None
    via: str | None = None
    silenced: bool = False

    def hear(self, saying: Saying) -> None:
        """Take a saying as the figure's own."""
        self.claimant, self.via = saying.claimant, saying.via
        self.silenced = saying.claimant is None


# ── which figure is whose ───────────────────────────────────────────────────────────────────

# What it weighs, in characters, that a saying points the other way, or that a clause lies between:
# more than a clause is long.
_AWAY = 150
_CLAUSE = 300


# «Officials in Tehran»: how far behind a speaker's name a place is only theirs.
_ADDRESS = 6


def _tell(talk: Talk, index: int) -> Iterator[_Told]:
    """The sentence's figures, each with its place and with the saying that reaches it best."""
    spoken, sayings = talk.found[index], talk.heard(index).sayings
    text = spoken.words
    starts = boundaries(text, talk.reader.turns) if sayings else (0,)
    spans = [spoken.span(figure) for figure in spoken.figures]
    backward = [_points_back(saying, text, starts, spans) for saying in sayings]
    for figure, span, place in zip(spoken.figures, spans, _places(spans, talk, index), strict=True):
        one = _Told(replace(figure, place=place) if place else figure, index)
        heard = [
            (saying, back)
            for saying, back in zip(sayings, backward, strict=True)
            if back or not _begins_behind(span, saying, text, starts, talk.reader)
        ]
        if heard:
            costs = [_cost(span, saying, back, starts, talk.reader.verb_final) for saying, back in heard]
            one.hear(_who_counted([saying for saying, _ in heard], costs, talk.voices))
        yield one


def _begins_behind(
    span: tuple[int, int], saying: Saying, text: str, starts: Sequence[int], reader: Language
) -> bool:
    """Whether a saying opens a clause behind the figure: of «six died, and medics say 60 are hurt» the six."""
    if span[0] >= saying.start:
        return False
    words = text[: saying.start].casefold().split()[-2:]
    words = [word for word in words if word not in reader.definite | reader.indefinite]
    joined = bool(words) and reader.lexicon.between.fullmatch(f" {words[-1]} ") is not None
    return joined or between(starts, span[0], saying.start) > 0


def _places(spans: Sequence[tuple[int, int]], talk: Talk, index: int) -> tuple[str | None, ...]:
    """The place of each figure; where somebody speaks, nothing happened."""
    sentence = talk.found[index].sentence
    starts = boundaries(sentence.text, talk.reader.turns)
    return talk.reader.places.of(sentence, spans, starts, _elsewhere(talk, index))


def _elsewhere(talk: Talk, index: int) -> list[tuple[int, int]]:
    """The spans of a sentence in which a place is only somebody's: a speaker's name, and a word behind it."""
    sentence, speak = talk.found[index].sentence, {saying.named for saying in talk.heard(index).sayings}
    return [
        (
            one.start,
            one.end + (_ADDRESS if one.start in speak and sentence.text[one.end : one.end + 1] == " " else 0),
        )
        for one in talk.mentions(index)
    ]


def _who_counted(sayings: Sequence[Saying], costs: Sequence[int], voices: Voices) -> Saying:
    """The saying that reaches a figure best; of «the army said …, state television reported» the army's."""
    best = sayings[costs.index(min(costs))]
    if best.claimant is None or voices.claimants[best.claimant].class_ != "media":
        return best
    for saying, cost in sorted(zip(sayings, costs, strict=True), key=lambda pair: pair[1]):
        if saying.claimant and cost <= _AWAY and voices.claimants[saying.claimant].class_ != "media":
            return replace(saying, via=saying.via or best.claimant)
    return best


# What it weighs for a speaker that its number stands between it and its verb: more than a clause is long.
_INSIDE = 500


def _cost(span: tuple[int, int], saying: Saying, back: bool, starts: Sequence[int], verb_final: bool) -> int:
    ahead = span[0] >= saying.start
    inside = saying.start < span[0] < saying.end
    if verb_final and inside and saying.named < span[0]:
        return span[0] - saying.named - _INSIDE + _CLAUSE * between(starts, span[0], saying.named)
    gap = max(span[0] - saying.end, saying.start - span[1], 0)
    return gap + _AWAY * (ahead == back or inside) + _CLAUSE * between(starts, span[0], saying.named)


# What may stand between the words of a saying and the mark that closes it: «HRANA said on Monday.»
_ADVERB = 45


def _points_back(saying: Saying, text: str, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a saying speaks of what stands before it: it closes its clause, and does not open it."""
    opening = max(start for start in starts if start <= saying.start)
    if not text[opening : saying.start].strip(" ,;:-\"'()"):
        return False
    rest = text[saying.end - 1 : saying.end + _ADVERB]
    closing = min((rest.find(mark) for mark in ",.;" if mark in rest), default=len(rest))
    stop = saying.end - 1 + closing
    ends = closing < len(rest) or saying.end + _ADVERB >= len(text)
    return ends and not any(saying.end <= start < stop for start, _ in spans)


# How many sentences behind a figure its source may be named.
_BEHIND = 2


def _name_sources(told: Sequence[_Told], talk: Talk, index: int) -> None:
    """«The figures come from HRANA»: what nobody or a common name said just before is HRANA's."""
    near = takewhile(lambda one: index - one.sentence <= _BEHIND, reversed(told))
    open_ = [
        one
        for one in near
        if not one.silenced and (one.claimant is None or not talk.voices.claimants[one.claimant].named)
    ]
    sources = talk.sources(index) if open_ else ()
    for one in open_ if sources else ():
        one.claimant = sources[0]


def _follow_quotation(here: Sequence[_Told], waiting: list[_Told], talk: Talk, index: int) -> None:
    """A quotation over several sentences has one speaker, named where it opens or where it closes.

    `here` are the figures of the sentence, `waiting` those before whose speaker may come behind them.
    """
    if not (here or waiting):
        return
    sayings, (inside, after) = talk.heard(index).sayings, talk.quoting[index]
    if not sayings and (inside or after):
        quoted = talk.quoted(index - 1) if inside else None
        for one in here:
            if quoted:
                one.hear(quoted)
            else:
                waiting.append(one)
    elif sayings:
        for one in waiting:
            one.hear(sayings[0])
        waiting.clear()
    if not after:
        waiting.clear()


def _opens_anew(talk: Talk, index: int) -> bool:
    """Whether a sentence opens with a day of its own, or with what somebody did: «On Tuesday …», «Police held …»."""
    text = talk.found[index].sentence.text
    if any(mention.start < _OPENS for mention in talk.mentions(index)):
        return True
    dated = talk.reader.cues["incident"].worth_running(text)
    return any(
        match.start(match.re.groupindex["whole"]) == 0 for one in dated for match in search_all(one, text)
    )


# How many characters the article takes that stands before whom a sentence is about.
_OPENS = 5


def _go_on(told: Sequence[_Told], talk: Talk) -> None:
    """A sentence in which nobody speaks goes on for whoever said the figures before it, if it tells what else was."""
    voices = talk.voices
    before: list[_Told] = []
    for _, group in groupby(told, key=lambda one: one.sentence):
        here = list(group)
        speakers = {one.claimant for one in before}
        speaker = before[-1].claimant if len(speakers) == 1 else None
        counted = {one.figure.metric for one in before}
        silent = all(one.claimant is None and not one.silenced for one in here)
        goes_on = silent and bool(before) and here[0].sentence - before[0].sentence == 1
        goes_on = goes_on and speaker is not None and here[0].figure.field == before[0].figure.field
        if speaker and goes_on and not _opens_anew(talk, here[0].sentence):
            for one in here:
                other = one.figure.metric not in counted and not one.figure.background
                here_too = one.figure.place in (None, before[-1].figure.place)
                if other and here_too and voices.claimants[speaker].class_ != "media":
                    one.claimant, one.via = speaker, before[-1].via
        before = [] if silent else here


def _share_with_parts(told: Sequence[_Told]) -> None:
    """A part or an addition without a speaker has that of the figure before it, in the sentence before or its own."""
    for before, one in pairwise(told):
        if _belongs(one, before) and one.claimant is None and not one.silenced:
            one.claimant, one.via, one.silenced = before.claimant, before.via, before.silenced


def _share_places(told: Sequence[_Told]) -> None:
    """A part is where its whole is, and the same number is where it is said to be."""
    places: dict[tuple[str, int | None], str] = {}
    for one in told:
        if one.figure.place is not None:
            places.setdefault(_size(one), one.figure.place)
    for one in told:
        place = places.get(_size(one))
        if place and one.figure.place is None and not one.figure.background:
            one.figure = replace(one.figure, place=place)
    for before, one in pairwise(told):
        if one.figure.place is None and before.figure.place is not None and _belongs(one, before):
            one.figure = replace(one.figure, place=before.figure.place)


# How many sentences, the title's among them, tell what a text is about; a total behind the first two may
# count more than that.
_LEAD = 5
_OPENING = 2


def _share_lead(told: Sequence[_Told], talk: Talk) -> None:
    """A lead that names one place only is about it: what has no place of its own there happened there."""
    homeless = [one for one in told if one.figure.place is None and one.sentence < _LEAD]
    homeless = [one for one in homeless if not one.figure.background]
    names = [_named_at(talk, index) for index in range(min(_LEAD, len(talk.found)))] if homeless else []
    for one in homeless:
        far = _OPENING if one.figure.field == "title" else one.sentence + 1
        known = sorted({name for here in names[:far] for name in here}, key=len)
        same = known and all(known[0].casefold() in name.casefold() for name in known)
        wide = known and known[0].casefold() in talk.reader.places.wide
        if same and (wide or one.figure.basis is not Basis.TOTAL or one.sentence < _OPENING):
            one.figure = replace(one.figure, place=known[0])


def _named_at(talk: Talk, index: int) -> tuple[str, ...]:
    """The places that a sentence names, in the text's words; none where somebody only speaks."""
    sentence = talk.found[index].sentence
    return tuple(
        sentence.words(*span) for span in talk.reader.places.named(sentence.text, _elsewhere(talk, index))
    )


def _belongs(one: _Told, before: _Told) -> bool:
    """Whether a figure is a part of the one before it, or adds to it, in its sentence or the next."""
    near = one.sentence - before.sentence <= 1 and one.figure.field == before.figure.field
    return near and one.figure.basis in (Basis.SUBSET, Basis.INCREMENT)


# ── who said it elsewhere in the text ───────────────────────────────────────────────────────

# Where the same number is told so often, the first ones tell whose it is.
_ENOUGH = 20
# A headline rounds down: «passes 2,600» for 2,615, but hardly for twice as many.
_ROUNDED = 1.25


def _repeat(told: Sequence[_Told], talk: Talk) -> None:
    """Who says a number here is who says it elsewhere: by name where here are but common words, or nobody.

    Headlines may round.
    """
    claimants = talk.voices.claimants
    named = [one for one in told if one.claimant and claimants[one.claimant].named]
    alike: dict[_Number, list[_Told]] = defaultdict(list)
    for one in named:
        alike[_number(one)].append(one)
    first: dict[_Number, int] = {}  # who said a number first, by name or not
    for place, one in enumerate(told):
        if one.claimant:
            first.setdefault(_number(one), place)
    for place, one in enumerate(told):
        if one.silenced or not _may_be_repeated(one, talk.voices):
            continue
        # A headline rounds what the text says early.
        rivals = named[:_ENOUGH] if one.figure.field == "title" else ()
        others = sorted((*alike[_number(one)][:_ENOUGH], *rivals), key=lambda other: other.sentence)
        same = next((other for other in others if _repeats(one, other, talk.voices)), None)
        if same is None and one.claimant is None and _number(one) in first:
            same = told[first[_number(one)]]
        if same is not None:
            one.claimant, one.via = same.claimant, same.via
            first[_number(one)] = min(first.get(_number(one), place), place)
    again: dict[tuple[str, int | None], list[_Told]] = defaultdict(list)
    for one in told:
        if len(again[_size(one)]) < _ENOUGH:
            again[_size(one)].append(one)
    for one in told:
        if not one.silenced:
            _complete(one, again[_size(one)], talk.voice)


def _complete(one: _Told, again: Sequence[_Told], voice: Voice) -> None:
    """«An official» of the headline is the Iranian official of the text, and told whom he told there."""
    fuller = voice.fuller.get(one.claimant or "", frozenset())
    whole = next((other for other in again if other.claimant in fuller), None)
    if whole is not None and one.figure.field == "title":
        one.claimant, one.via = whole.claimant, one.via or whole.via
    if one.via is None and one.claimant is not None:
        one.via = next((other.via for other in again if other.claimant == one.claimant and other.via), None)


def _size(one: _Told) -> tuple[str, int | None]:
    """What a headline and the text have in common where one of them hedges."""
    figure = one.figure
    return figure.metric, figure.high if figure.low is None else figure.low


def _may_be_repeated(one: _Told, voices: Voices) -> bool:
    """Whether nobody says it, or a common name for those who keep a count."""
    if one.claimant is None:
        return True
    claimant = voices.claimants[one.claimant]
    return not claimant.named and claimant.class_ in ("monitor", "generic")


def _repeats(one: _Told, other: _Told, voices: Voices) -> bool:
    if one.claimant is not None and voices.claimants[other.claimant or ""].class_ != "monitor":
        return False
    if _number(one) == _number(other):
        return True
    if one.figure.field != "title":
        return False
    # A headline has no room for «at least».
    if _size(one) == _size(other) and one.figure.basis == other.figure.basis:
        return True
    low, exact = one.figure.low, other.figure.low
    rounds = one.figure.bound in (Bound.AT_LEAST, Bound.MORE_THAN)
    same = one.figure.metric == other.figure.metric and other.figure.basis is not Basis.SUBSET
    return bool(rounds and same and low and exact and low <= exact <= low * _ROUNDED)


_Number = tuple[str, int | None, int | None]


def _number(one: _Told) -> _Number:
    return one.figure.metric, one.figure.low, one.figure.high
