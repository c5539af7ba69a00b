"""Who says so: the claimant of each figure, canonical by the claimants' YAML, or nobody.

    mentions ─▶ sayings (who speaks, with which words) ─▶ each figure's own ─▶ quotations, parts, repetitions

A saying reaches forward («HRANA said that 544 …») or back («544 …, HRANA said»), and seldom over the
edge of a clause.  «The group», «it», «he» mean whoever spoke last and can be called so.  A quotation
that runs over sentences has one speaker; a part or an addition has the speaker of what it belongs to;
a headline, the one whose number it repeats.  The outlet that somebody «told» is `via`, not the one who
counted.  Somebody who speaks but is not in the YAML silences the others.  Else None, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from monitor.core.chunk import Masked, mask, search_all
from monitor.core.clauses import between, boundaries
from monitor.core.pattern import Match
from monitor.core.rules import CLAIMANT, Language
from monitor.core.text import Sentence
from monitor.core.voices import Voice, Voices, squeezed
from monitor.model import Basis, Bound, Figure


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with the figures that were read in it."""

    sentence: Sentence
    figures: tuple[Figure, ...]

    def span(self, figure: Figure) -> tuple[int, int]:
        """The figure's span in the sentence's folded text."""
        return self.sentence.within(figure.start), self.sentence.within(figure.end)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A claimant named in a sentence, at a span of it."""

    claimant: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Saying:
    """Somebody speaks: claimant (None: a stranger), the span of the words that say so, who was told.

    `verb` is where the verb ends, if there is one: one verb has one speaker.  `named` is where the
    speaker is named.
    """

    claimant: str | None
    start: int
    end: int
    verb: int | None
    named: int
    via: str | None = None


@dataclass(slots=True)
class _Memory:
    """What earlier sentences leave for later ones.

    `spoke` are the speakers so far and `met` everybody named, the last one last; `people` are those who spoke
    for a body, by their last name; `quoting` says that a
    quotation is open, of whom if known; `waiting` are the places of figures whose speaker comes behind it.
    """

    spoke: list[str | None] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    quoting: bool = False
    quoted: _Saying | None = None
    waiting: list[int] = field(default_factory=list)


def attribute(
    found: Sequence[Spoken], reader: Language, voices: Voices, own_claimant: str | None
) -> tuple[Figure, ...]:
    """The figures of all sentences, in order, each with claimant and via where the text names them."""
    voice, memory = voices.languages[reader.id], _Memory()
    told: list[_Told] = []
    for index, spoken in enumerate(found):
        mentions = tuple(_mentions(spoken, voice))
        sayings, sources = _sayings(spoken.sentence.text, mentions, reader, voices, memory)
        told += _tell(_placed(spoken, mentions, sayings, reader), sayings, reader, voices, index)
        _name_sources(told, sources, index, voices)
        _follow_quotation(told, spoken.sentence.text, sayings, index, memory)
        memory.spoke += [saying.claimant for saying in sayings]
        memory.met += [mention.claimant for mention in mentions]
    _share_with_parts(told)
    _repeat(told, voices)
    return tuple(
        replace(one.figure, claimant=one.claimant or (None if one.silenced else own_claimant), via=one.via)
        for one in told
    )


@dataclass(slots=True)
class _Told:
    """A figure, in which sentence it stands, and who said it as far as is known; `silenced` by a stranger."""

    figure: Figure
    sentence: int
    claimant: str | None = None
    via: str | None = None
    silenced: bool = False

    def hear(self, saying: _Saying) -> None:
        """Take a saying as the figure's own."""
        self.claimant, self.via = saying.claimant, saying.via
        self.silenced = saying.claimant is None


# ── who is named, and who of them speaks ────────────────────────────────────────────────────

# «12 police officers» counts officers and quotes no police: a name this near behind a number is its noun.
_NOUN = 25


def _mentions(spoken: Spoken, voice: Voice) -> Iterator[_Mention]:
    """The claimants that the sentence names."""
    counted = [_with_ending(spoken.sentence.text, *spoken.span(figure)) for figure in spoken.figures]
    alias = voice.aliases.groupindex["alias"]
    for match in search_all(voice.aliases, spoken.sentence.text):
        start, end = match.span(alias)
        noun = any(low <= start < high + _NOUN and start - high < 2 for low, high in counted)
        onto = any(letter.isalpha() for letter in spoken.sentence.text[match.start() : start])
        if not noun and not _is_compound(spoken.sentence.text, start, end, onto):
            yield _Mention(voice.owner_of(match.group(alias)), start, end)


def _with_ending(text: str, start: int, end: int) -> tuple[int, int]:
    """A number with the case that is written onto it: «48'i emniyet görevlisi»."""
    while end < len(text) and (text[end] == "'" or text[end].isalpha()):
        end += 1
    return start, end


def _is_compound(text: str, start: int, end: int, onto: bool) -> bool:
    """Whether the words are a part of a longer one: «anti-government», «police-led».

    A preposition that is written `onto` a name makes none: «ל-CNN».
    """
    before = not onto and start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
    return before or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha())


def _sayings(
    text: str, mentions: Sequence[_Mention], reader: Language, voices: Voices, memory: _Memory
) -> tuple[tuple[_Saying, ...], tuple[str, ...]]:
    """Who speaks in the sentence, in order; and whom it names as source of what was said before."""
    masked = mask(text, [(one.start, one.end, CLAIMANT) for one in mentions])
    at = dict(zip(masked.places, mentions, strict=True))
    roles = _Roles()
    for pattern in reader.attribution.worth_running(masked.text) if mentions else ():
        for match in search_all(pattern, masked.text):
            groups = {
                name: match.start(number)
                for name, number in match.re.groupindex.items()
                if match.took_part(number)
            }
            roles.add(groups, match.span(match.re.groupindex["whole"]), _verb(match))
    back = tuple(_references(text, mentions, reader, voices, memory))
    named = tuple(_named_sayings(roles, at, masked, back, text, reader, voices, memory))
    strange = tuple(_strangers(masked, named, reader, voices.languages[reader.id], memory))
    sayings = tuple(sorted(_one_a_verb([*named, *back, *strange]), key=lambda saying: saying.start))
    memory.spoke += [at[place].claimant for place in sorted(roles.silent & roles.subjects)]
    sources = tuple(at[place].claimant for place in roles.sources)
    return _tell_outlets(sayings, roles, at, masked, voices), sources


@dataclass(slots=True)
class _Roles:
    """What the words of attribution make of the mentions, by their place in the masked sentence."""

    speaks: list[tuple[int, tuple[int, int], int | None]] = field(default_factory=list)
    outlets: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    subjects: set[int] = field(default_factory=set)

    def add(self, groups: Mapping[str, int], span: tuple[int, int], verb: int | None) -> None:
        """Note one match: the places of its groups, its span, and where its verb ends."""
        for name, place in groups.items():
            role = name.rstrip("0123456789")
            if role == "claimant":
                self.speaks.append((place, span, verb))
            elif role == "via":
                self.outlets.append((place, span))
            elif role == "source":
                self.sources.append(place)
            elif role == "nobody":
                self.silent.add(place)
                self.subjects |= {place} & {span[0]}


def _named_sayings(
    roles: _Roles,
    at: Mapping[int, _Mention],
    masked: Masked,
    back: Sequence[_Saying],
    text: str,
    reader: Language,
    voices: Voices,
    memory: _Memory,
) -> Iterator[_Saying]:
    """The sayings of the claimants that are named, but outlets, references, and what only describes another name."""
    outlets = {place for place, _ in roles.outlets}
    # «said to AFP a hospital official» describes no AFP.
    apart = tuple(mention for place, mention in at.items() if place not in outlets)
    aside = frozenset(_descriptions(apart, text, reader, voices))
    for place, span, verb in roles.speaks:
        mention = at[place]
        refers = any(saying.start <= mention.start and mention.end <= saying.end for saying in back)
        if place in outlets or place in roles.silent or mention in aside or refers:
            continue
        start, end = masked.origin(*span)
        claimant = _completed(mention, text, reader, voices.languages[reader.id], memory)
        yield _Saying(claimant, start, end, _unmasked(verb, masked), mention.start)


# How far a description may stand from the name: «HRANA, a US-based rights group».
_APPOSITION = 40


def _descriptions(
    mentions: Sequence[_Mention], text: str, reader: Language, voices: Voices
) -> Iterator[_Mention]:
    """Common words that describe a name beside them: «the rights group Hengaw», «HRANA, a monitor»."""
    for one, other in pairwise(mentions):
        words = [text[mention.start : mention.end] for mention in (one, other)]
        shared = [
            mention
            for mention, own in zip((one, other), words, strict=True)
            if not voices.claimants[mention.claimant].named
            or (own.islower() and not "".join(words).islower())
        ]
        gap = text[one.end : other.start]
        if len(shared) == 1 and len(gap) <= _APPOSITION and _is_apposition(gap, reader):
            yield shared[0]


def _is_apposition(gap: str, reader: Language) -> bool:
    """Whether only describing words stand between two names, no verb of speech and nobody else."""
    words = gap.casefold().replace(",", " ").replace("(", " ").replace('"', " ").split()
    plain = all(word.replace("-", "").replace("'", "").replace(".", "").isalpha() for word in words)
    return (
        plain
        and len(words) <= 5
        and bool(words or not gap.strip())
        and reader.apart.isdisjoint(words)
        and not reader.said.search(gap)
    )


def _completed(mention: _Mention, text: str, reader: Language, voice: Voice, memory: _Memory) -> str:
    """Whom a common name means: «the military» is the Israeli military, if that was named before."""
    alias = squeezed(text[mention.start : mention.end])
    whole = voice.parts.get(alias)
    if whole is None:
        return mention.claimant
    before = squeezed(text[: mention.start])
    pointed = " " in alias or not reader.definite or before.rsplit(" ", 1)[-1] in reader.definite
    latest = next((one for one in reversed(memory.met) if one in whole or one == mention.claimant), None)
    return latest if latest is not None and pointed else mention.claimant


def _references(
    text: str, mentions: Sequence[_Mention], reader: Language, voices: Voices, memory: _Memory
) -> Iterator[_Saying]:
    """Where the sentence points back to whoever spoke: «the rights group said», «it added»."""
    for pattern in reader.anaphora.worth_running(text):
        for match in search_all(pattern, text):
            groups = match.re.groupindex
            start, end = match.span(groups["whole"])
            inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
            if any(voices.claimants[mention.claimant].named for mention in inside):
                continue  # «the rights group Hengaw said» names somebody
            if any(mention.start < start < mention.end for mention in mentions):
                continue  # so does «Uluslararası Af Örgütü», that ends in «group»
            earlier = [mention.claimant for mention in mentions if mention.end <= start]
            meant = _meant(squeezed(text[start:end]), earlier, reader, voices, memory)
            if meant is not _UNKNOWN:
                yield _Saying(meant, start, end, _verb(match), start)


def _verb(match: Match) -> int | None:
    """Where the verb of speech ends, if the pattern has one: «had said» and «said» are one."""
    places = (match.end(number) for name, number in match.re.groupindex.items() if name.startswith("said"))
    return next((place for place in places if place >= 0), None)


def _unmasked(place: int | None, masked: Masked) -> int | None:
    return None if place is None else masked.origin(place - 1, place)[1]


_UNKNOWN = ""


def _meant(
    words: str, earlier: Sequence[str], reader: Language, voices: Voices, memory: _Memory
) -> str | None:
    """Whom «the group said» or «it said» means: None for a stranger, `_UNKNOWN` for nobody at all."""
    voice = voices.languages[reader.id]
    tokens = [word.strip(",.\"'") for word in words.split()]
    called = frozenset[str]().union(*(voice.heads.get(word, frozenset()) for word in tokens))
    spoke: list[str | None] = [*memory.spoke, *earlier]
    if called:
        known = (one for one in (*reversed(spoke), *reversed(memory.met)) if one in called)
        return next(known, _UNKNOWN)
    if reader.pronouns and reader.pronouns.isdisjoint(tokens):
        return _UNKNOWN
    return spoke[-1] if spoke else _UNKNOWN


def _strangers(
    masked: Masked,
    named: Sequence[_Saying],
    reader: Language,
    voice: Voice,
    memory: _Memory,
) -> Iterator[_Saying]:
    """Where somebody speaks whom no YAML names: for nobody, unless their name was met before."""
    verbs = {saying.verb: saying.claimant for saying in named if saying.verb is not None}
    for pattern in reader.strangers.worth_running(masked.text):
        for match in search_all(pattern, masked.text):
            start, end = masked.origin(*match.span(match.re.groupindex["whole"]))
            verb = _unmasked(_verb(match), masked)
            name = _name_of(match)
            if name in reader.apart:  # «We have confirmed»
                continue
            speaks_for = None if verb is None else verbs.get(verb)
            if name and speaks_for:
                memory.people[name] = speaks_for
            met = [one for one in memory.met if one in voice.shorts.get(name, frozenset())]
            known = memory.people.get(name) or next(reversed(met), None)
            yield _Saying(known, start, end, verb, start)


def _name_of(match: Match) -> str:
    """The last word of the stranger's name; empty if there is none."""
    for name, number in match.re.groupindex.items():
        if name.startswith("stranger") and match.took_part(number):
            return squeezed(match.group(number)).rsplit(" ", 1)[-1]
    return ""


def _one_a_verb(sayings: Sequence[_Saying]) -> Iterator[_Saying]:
    """One speaker for each verb: who is known, who stands behind it («, said X»), who stands nearest."""
    best: dict[int, _Saying] = {}
    for saying in sayings:
        if saying.verb is None:
            yield saying
            continue
        rival = best.get(saying.verb)
        if rival is None or _claim(saying) < _claim(rival):
            best[saying.verb] = saying
    yield from best.values()


def _claim(saying: _Saying) -> tuple[bool, bool, int]:
    verb = saying.verb or 0
    return saying.claimant is None, saying.named < verb, abs(verb - saying.named)


def _tell_outlets(
    sayings: tuple[_Saying, ...],
    roles: _Roles,
    at: Mapping[int, _Mention],
    masked: Masked,
    voices: Voices,
) -> tuple[_Saying, ...]:
    """The sayings, each with the outlet that was told: the one whose words overlap with it, or stand nearest."""
    told = list(sayings)
    for place, span in roles.outlets:
        outlet = at[place].claimant
        if place in roles.silent or voices.claimants[outlet].class_ != "media":
            continue
        start, end = masked.origin(*span)
        gaps = [max(start - saying.end, saying.start - end, 0) for saying in told]
        nearest = min(range(len(told)), key=gaps.__getitem__, default=None)
        if nearest is not None and told[nearest].claimant != outlet and told[nearest].via is None:
            speaker = told[nearest].claimant
            told = [replace(one, via=one.via or outlet) if one.claimant == speaker else one for one in told]
    return tuple(told)


# ── which figure is whose ───────────────────────────────────────────────────────────────────

# What it weighs, in characters, that a saying points the other way, or that a clause lies between:
# more than a clause is long.
_AWAY = 150
_CLAUSE = 300


# «Officials in Tehran»: how far behind a speaker's name a place is only theirs.
_ADDRESS = 6


def _placed(
    spoken: Spoken, mentions: Sequence[_Mention], sayings: Sequence[_Saying], reader: Language
) -> Spoken:
    """The sentence with the place of each figure; where somebody speaks, nothing happened."""
    if not spoken.figures:
        return spoken
    sentence, speak = spoken.sentence, {saying.named for saying in sayings}
    taken = [(one.start, one.end + (_ADDRESS if one.start in speak else 0)) for one in mentions]
    spans = [spoken.span(figure) for figure in spoken.figures]
    places = reader.places.of(sentence, spans, boundaries(sentence.text, reader.turns), taken)
    figures = zip(spoken.figures, places, strict=True)
    return replace(spoken, figures=tuple(replace(figure, place=place) for figure, place in figures))


def _tell(
    spoken: Spoken, sayings: Sequence[_Saying], reader: Language, voices: Voices, index: int
) -> Iterator[_Told]:
    """The sentence's figures, each with the saying that reaches it best."""
    text = spoken.sentence.text
    starts = boundaries(text, reader.contrast) if sayings and spoken.figures else (0,)
    spans = [spoken.span(figure) for figure in spoken.figures]
    backward = [_points_back(saying, text, starts, spans) for saying in sayings]
    for figure, span in zip(spoken.figures, spans, strict=True):
        one = _Told(figure, index)
        if sayings:
            costs = [
                _cost(span, saying, back, starts) for saying, back in zip(sayings, backward, strict=True)
            ]
            one.hear(_who_counted(sayings, costs, voices))
        yield one


def _who_counted(sayings: Sequence[_Saying], costs: Sequence[int], voices: Voices) -> _Saying:
    """The saying that reaches a figure best; of «the army said …, state television reported» the army's."""
    best = sayings[costs.index(min(costs))]
    if best.claimant is None or voices.claimants[best.claimant].class_ != "media":
        return best
    for saying, cost in sorted(zip(sayings, costs, strict=True), key=lambda pair: pair[1]):
        if saying.claimant and cost < _AWAY and voices.claimants[saying.claimant].class_ != "media":
            return replace(saying, via=saying.via or best.claimant)
    return best


def _cost(span: tuple[int, int], saying: _Saying, back: bool, starts: Sequence[int]) -> int:
    ahead = span[0] >= saying.start
    inside = saying.start < span[0] < saying.end
    gap = max(span[0] - saying.end, saying.start - span[1], 0)
    return gap + _AWAY * (ahead == back or inside) + _CLAUSE * between(starts, span[0], saying.named)


# What may stand between the words of a saying and the mark that closes it: «HRANA said on Monday.»
_ADVERB = 45


def _points_back(saying: _Saying, text: str, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a saying speaks of what stands before it: it closes its clause, and does not open it."""
    opening = max(start for start in starts if start <= saying.start)
    if not text[opening : saying.start].strip(" ,;:-\"'()"):
        return False
    rest = text[saying.end - 1 : saying.end + _ADVERB]
    closing = min((rest.find(mark) for mark in ",.;" if mark in rest), default=len(rest))
    stop = saying.end - 1 + closing
    ends = closing < len(rest) or saying.end + _ADVERB >= len(text)
    return ends and not any(saying.end <= start < stop for start, _ in spans)


def _name_sources(told: Sequence[_Told], sources: Sequence[str], index: int, voices: Voices) -> None:
    """«The figures come from HRANA»: what nobody or a common name said just before is HRANA's."""
    for one in told if sources else ():
        shared = one.claimant is None or not voices.claimants[one.claimant].named
        if shared and not one.silenced and 0 <= index - one.sentence <= 2:
            one.claimant = sources[0]


def _follow_quotation(
    told: Sequence[_Told], text: str, sayings: Sequence[_Saying], index: int, memory: _Memory
) -> None:
    """A quotation over several sentences has one speaker, named where it opens or where it closes."""
    here = [place for place, one in enumerate(told) if one.sentence == index]
    inside = memory.quoting
    marks = text.count('"') - (1 if inside and text.lstrip().startswith('"') else 0)
    if not sayings and (inside or marks % 2):
        if memory.quoted is not None and inside:
            for place in here:
                told[place].hear(memory.quoted)
        else:
            memory.waiting += here
    elif sayings and memory.waiting:
        for place in memory.waiting:
            told[place].hear(sayings[0])
        memory.waiting = []
    memory.quoting = inside != bool(marks % 2)
    if sayings:
        memory.quoted = sayings[0] if inside and not memory.quoting else sayings[-1]
    elif not memory.quoting and not inside:
        memory.quoted = None
    if not memory.quoting:
        memory.waiting = []


def _share_with_parts(told: Sequence[_Told]) -> None:
    """A part or an addition without a speaker has that of the figure before it, in the sentence before or its own."""
    for before, one in pairwise(told):
        near = one.sentence - before.sentence <= 1 and one.figure.field == before.figure.field
        belongs = one.figure.basis in (Basis.SUBSET, Basis.INCREMENT)
        if belongs and near and one.claimant is None and not one.silenced:
            one.claimant, one.via, one.silenced = before.claimant, before.via, before.silenced


# ── who said it elsewhere in the text ───────────────────────────────────────────────────────

# A headline rounds down: «passes 2,600» for 2,615, but hardly for twice as many.
_ROUNDED = 1.25


def _repeat(told: Sequence[_Told], voices: Voices) -> None:
    """A figure of nobody, or of «a rights group», that somebody repeats by name is theirs; headlines may round."""
    named = [one for one in told if one.claimant and voices.claimants[one.claimant].named]
    for one in told:
        if one.silenced or not _may_be_repeated(one, voices):
            continue
        same = next((other for other in named if _repeats(one, other, voices)), None)
        if same is None and one.claimant is None:
            same = next((other for other in told if other.claimant and _number(other) == _number(one)), None)
        if same is not None:
            one.claimant, one.via = same.claimant, same.via


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
    low, exact = one.figure.low, other.figure.low
    rounds = one.figure.bound in (Bound.AT_LEAST, Bound.MORE_THAN) and one.figure.field == "title"
    same = one.figure.metric == other.figure.metric and other.figure.basis is not Basis.SUBSET
    return bool(rounds and same and low and exact and low <= exact <= low * _ROUNDED)


def _number(one: _Told) -> tuple[str, int | None, int | None]:
    return one.figure.metric, one.figure.low, one.figure.high
