"""Who speaks in a text: the claimants that it names, and the sayings in which they, or somebody else, speak.

    mentions ─▶ sayings (who speaks, with which words, who was told) ─▶ what each sentence leaves for later ones

«The group», «it», «he» mean whoever spoke last and can be called so.  Somebody who speaks but is not in
the YAML is a stranger, and speaks for nobody.  Which figure is whose is decided in `attribute`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from monitor.core.chunk import Masked, mask, search_all
from monitor.core.clauses import between, boundaries
from monitor.core.pattern import Match, Pattern
from monitor.core.rules import CLAIMANT, Language
from monitor.core.text import Sentence
from monitor.core.voices import Voice, Voices, squeezed
from monitor.model import Figure


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with the figures that were read in it."""

    sentence: Sentence
    figures: tuple[Figure, ...]

    @property
    def words(self) -> str:
        """The sentence in which full stops are ends: «U.S.-based», «Gen. Smith» and «p.m.» have letters for theirs."""
        text = self.sentence.text
        return _STOP.sub(_LETTER, text) if text.count(".") > 1 else text

    def span(self, figure: Figure) -> tuple[int, int]:
        """The figure's span in the sentence's folded text."""
        return self.sentence.within(figure.start), self.sentence.within(figure.end)


# A full stop inside a sentence ends an abbreviation; a letter that no word has takes its place.
_STOP = re.compile(r"(?<=\w)\.(?=[\w-]|\s+\w)")
_LETTER = "\u02bc"


@dataclass(frozen=True, slots=True)
class Mention:
    """A claimant named in a sentence, at a span of it; `counted` if it only says whose people a number counts."""

    claimant: str
    start: int
    end: int
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence says: who speaks in it, in order, and what it leaves for later ones.

    `spoke` are the speakers that later words can point back to, `people` those who spoke for a body, by
    their last name.
    """

    sayings: tuple[Saying, ...]
    spoke: tuple[str | None, ...]
    people: Mapping[str, str]


_SILENCE = Heard((), (), {})


# ── what is said, as far as somebody asks ───────────────────────────────────────────────────


class _Roll:
    """Names in the order of the text; who of some was called last before a sentence is found at once."""

    def __init__(self) -> None:
        self._names: list[str | None] = []
        self._places: dict[str | None, list[int]] = {}
        self._ends = [0]

    def __len__(self) -> int:
        """How many sentences have been called."""
        return len(self._ends) - 1

    def call(self, names: Iterable[str | None]) -> None:
        """Add the names of the next sentence."""
        for name in names:
            self._places.setdefault(name, []).append(len(self._names))
            self._names.append(name)
        self._ends.append(len(self._names))

    def last(self, before: int) -> str | None:
        """The last name before a sentence, `_UNKNOWN` if there is none."""
        end = self._ends[before]
        return self._names[end - 1] if end else _UNKNOWN

    def latest(self, among: Iterable[str], before: int) -> str | None:
        """Which of some names was called last before a sentence; None if none was."""
        end = self._ends[before]
        known = ((name, self._places[name]) for name in among if name in self._places)
        called = ((places[at - 1], name) for name, places in known if (at := bisect_left(places, end)))
        return max(called, default=(0, None))[1]


class Talk:
    """The sentences of a text; what one of them says is worked out when a figure or a later one asks.

    Most are never asked: it is enough to know in which of them a quotation is open.
    """

    def __init__(self, found: Sequence[Spoken], reader: Language, voices: Voices) -> None:
        self.reader, self.voices, self.voice = reader, voices, voices.languages[reader.id]
        self.found = found
        self.quoting = tuple(_quotations(found))
        self._mentions: dict[int, tuple[Mention, ...]] = {}
        self._heard: dict[int, Heard] = {}
        self._masked: dict[int, tuple[Masked, Mapping[int, Mention]]] = {}
        self._quoted: dict[int, Saying | None] = {}
        self._spoke, self._met = _Roll(), _Roll()
        self._people: dict[str, str] = {}
        self._countries: dict[str, str | None] = {}

    def mentions(self, index: int) -> tuple[Mention, ...]:
        """Who is named in a sentence."""
        if index not in self._mentions:
            self._mentions[index] = tuple(_mentions(self.found[index], self.voice))
        return self._mentions[index]

    def masked(self, index: int) -> tuple[Masked, Mapping[int, Mention]]:
        """A sentence with one mask for each claimant that can be its speaker, and whom each stands for."""
        if index not in self._masked:
            self._masked[index] = _named(self, index)
        return self._masked[index]

    def heard(self, index: int) -> Heard:
        """What a sentence says."""
        if index not in self._heard:
            self._heard[index] = _listen(self, index)
        return self._heard[index]

    def sources(self, index: int) -> tuple[str, ...]:
        """Whom a sentence names as source of what was said before."""
        return tuple(_sources(self, index))

    def spoke(self, index: int) -> _Roll:
        """Who spoke in the sentences before one, at least."""
        while len(self._spoke) < index:
            heard = self.heard(len(self._spoke))
            self._spoke.call(heard.spoke)
            self._people |= heard.people
        return self._spoke

    def met(self, index: int) -> _Roll:
        """Who was named in the sentences before one, at least."""
        while len(self._met) < index:
            self._met.call(mention.claimant for mention in self.mentions(len(self._met)))
        return self._met

    def speaks_for(self, name: str, index: int) -> str | None:
        """For whom somebody spoke by that name before a sentence."""
        self.spoke(index)
        return self._people.get(name)

    def of_country(self, alias: str) -> str | None:
        """Whose «the health ministry» is: of the one country that the text names, or names as a place."""
        if alias not in self._countries:
            names = self.voice.nations.get(alias, ())
            named = _among(names, self.vocabulary) if names else frozenset()
            if len(named) > 1:
                known = self.vocabulary.intersection(word for word, _ in names)
                every = (spoken.sentence.text for spoken in self.found)
                texts = (
                    text for text in every for low in (text.casefold(),) if any(word in low for word in known)
                )
                places = (text[slice(*span)] for text in texts for span in self.reader.places.named(text, ()))
                named = _among(names, frozenset().union(*map(_words, places)))
            self._countries[alias] = next(iter(named)) if len(named) == 1 else None
        return self._countries[alias]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the text, in small letters."""
        return _words(" ".join([spoken.sentence.text for spoken in self.found]))

    def quoted(self, index: int) -> Saying | None:
        """Whose words a quotation is that goes on behind a sentence, if that is known."""
        place = index
        while place >= 0 and place not in self._quoted:
            sayings, (inside, after) = self.heard(place).sayings, self.quoting[place]
            if sayings or not (inside or after):
                closed = inside and not after
                self._quoted[place] = (sayings[0] if closed else sayings[-1]) if sayings else None
                break
            place -= 1
        self._quoted[index] = self._quoted.get(place)
        return self._quoted[index]


_WORD = re.compile(r"[^\W\d_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _among(names: Sequence[tuple[str, str]], words: Set[str]) -> frozenset[str]:
    """Of words and their claimants, the claimants whose word is among some words."""
    return frozenset(claimant for word, claimant in names if word in words)


# A mark of quotation; between two letters it is spelling: Hebrew «צה"ל».
_MARK = re.compile(r'(?<![^\W\d_])"|"(?![^\W\d_])')


def _quotations(found: Sequence[Spoken]) -> Iterator[tuple[bool, bool]]:
    """Whether a quotation is open before and behind each sentence; a mark that opens the next paragraph closes none."""
    quoting = False
    for spoken in found:
        text = spoken.sentence.text
        marks = len(_MARK.findall(text)) if '"' in text else 0
        marks -= 1 if quoting and text.lstrip().startswith('"') else 0
        before, quoting = quoting, quoting != bool(marks % 2)
        yield before, quoting


# ── who is named, and who of them speaks ────────────────────────────────────────────────────

# «12 police officers» counts officers and quotes no police: a name this near behind a number is its noun.
_NOUN = 25


def _mentions(spoken: Spoken, voice: Voice) -> Iterator[Mention]:
    """The claimants that the sentence names."""
    counted = [_with_ending(spoken.sentence.text, *spoken.span(figure)) for figure in spoken.figures]
    for match in voice.aliases.found(spoken.sentence.text):
        start, end = match.span(match.re.groupindex["alias"])
        noun = any(low <= start < high + _NOUN and start - high < 2 for low, high in counted)
        onto = any(letter.isalpha() for letter in spoken.sentence.text[match.start() : start])
        words = match.group("alias")
        plain = noun and words == words.casefold()  # «12 police officers»; but «five Al Jazeera journalists»
        if not plain and not _is_compound(spoken.sentence.text, start, end, onto):
            yield Mention(voice.owner_of(words), start, end, noun)


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


def _merged(mentions: Sequence[Mention], text: str, talk: Talk) -> Iterator[Mention]:
    """The mentions, a common name right behind another as one with it: «army officials», «Hamas sources»."""
    last: Mention | None = None
    for mention in mentions:
        beside = last is not None and text[last.end : mention.start] == " "
        # «Red Cross officials», as «Hamas sources»
        plain = last is not None and _is_plain(mention, text) and not _is_plain(last, text)
        shared = last is not None and text[last.end - 1] != "s"
        common = plain or (shared and not talk.voices.claimants[mention.claimant].named)
        if last and beside and common:
            last = replace(last, end=mention.end)
            continue
        if last:
            yield last
        last = mention
    if last:
        yield last


def _is_plain(mention: Mention, text: str) -> bool:
    """Whether the words that name somebody have no capital letter."""
    return text[mention.start : mention.end].islower()


def _listen(talk: Talk, index: int) -> Heard:
    """Who speaks in the sentence, in order."""
    text, reader = talk.found[index].words, talk.reader
    masked, at = talk.masked(index)
    referring = tuple(reader.anaphora.worth_running(text))
    strange = tuple(reader.strangers.worth_running(masked.text))
    if not (at or referring or strange):
        return _SILENCE
    roles = _Roles()
    for pattern in reader.attribution.worth_running(masked.text) if at else ():
        for match in search_all(pattern, masked.text):
            roles.add(_places(match), match.span(match.re.groupindex["whole"]), _verb(match))
    people: dict[str, str] = {}
    back = tuple(_references(referring, text, talk, index))
    named = tuple(_named_sayings(roles, at, masked, back, text, talk, index))
    others = tuple(_strangers(strange, masked, named, talk, index, people))
    sayings = tuple(sorted(_one_a_verb([*named, *back, *others]), key=lambda saying: saying.start))
    told = _tell_outlets(sayings, roles, at, masked, talk)
    silent = [at[place].claimant for place in sorted(roles.silent & roles.subjects)]
    return Heard(told, (*silent, *(saying.claimant for saying in told)), people)


def _named(talk: Talk, index: int) -> tuple[Masked, Mapping[int, Mention]]:
    """The sentence with one mask for each claimant that can be its speaker, and whom each stands for."""
    text = talk.found[index].words
    able = [mention for mention in talk.mentions(index) if not mention.counted]
    mentions = tuple(_merged(able, text, talk))
    masked = mask(text, [(one.start, one.end, CLAIMANT) for one in mentions])
    return masked, dict(zip(masked.places, mentions, strict=True))


def _sources(talk: Talk, index: int) -> Iterator[str]:
    """Whom the sentence names as source of what was said before: «the figures come from HRANA»."""
    masked, at = talk.masked(index)
    for pattern in talk.reader.sources.worth_running(masked.text) if at else ():
        for match in search_all(pattern, masked.text):
            places = _places(match).items()
            yield from (at[place].claimant for name, place in places if name.startswith("source"))


def _places(match: Match) -> dict[str, int]:
    """Where the groups stand that took part in a match."""
    groups = match.re.groupindex.items()
    return {name: match.start(number) for name, number in groups if match.took_part(number)}


@dataclass(slots=True)
class _Roles:
    """What the words of attribution make of the mentions, by their place in the masked sentence."""

    speaks: list[tuple[int, tuple[int, int], int | None]] = field(default_factory=list)
    outlets: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
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
            elif role == "nobody":
                self.silent.add(place)
                self.subjects |= {place} & {span[0]}


def _named_sayings(
    roles: _Roles,
    at: Mapping[int, Mention],
    masked: Masked,
    back: Sequence[Saying],
    text: str,
    talk: Talk,
    index: int,
) -> Iterator[Saying]:
    """The sayings of the claimants that are named, but outlets, references, and what only describes another name."""
    told = {place for place, _ in roles.outlets}
    outlets = {place for place in told if _is_outlet(at[place], talk)}
    # «said to AFP a hospital official» describes no AFP.
    apart = tuple(mention for place, mention in at.items() if place not in told)
    aside = frozenset(_descriptions(apart, text, talk.reader, talk.voices))
    for place, span, verb in roles.speaks:
        mention = at[place]
        refers = any(saying.start <= mention.start and mention.end <= saying.end for saying in back)
        if place in outlets or place in roles.silent or mention in aside or refers:
            continue
        start, end = masked.origin(*span)
        said = _unmasked(verb, masked)
        if (
            said is not None
            and mention.start - said > _ASIDE
            and talk.reader.said.search(text[said : mention.start])
        ):
            continue  # «said Ali Rad, who says three were killed by security forces»: he speaks
        claimant = _completed(mention, text, talk, index)
        yield Saying(claimant, start, end, said, mention.start)


# How far behind a verb of speech its speaker stands with another such verb between them.
_ASIDE = 30


def _is_outlet(mention: Mention, talk: Talk) -> bool:
    """Whether words that name who was told name an outlet: «an official quoted by IRNA» was told nothing."""
    return talk.voices.claimants[mention.claimant].class_ == "media"


# How far a description may stand from the name: «HRANA, a US-based rights group».
_APPOSITION = 40


def _descriptions(
    mentions: Sequence[Mention], text: str, reader: Language, voices: Voices
) -> Iterator[Mention]:
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


# How many words «a US-based Iranian rights group» has before the common name.
_WORDS = 4


def _completed(mention: Mention, text: str, talk: Talk, index: int) -> str:
    """Whom a common name means: «the military» is the Israeli military, if that was named before."""
    alias, definite = squeezed(text[mention.start : mention.end]), talk.reader.definite
    if not talk.voices.claimants[mention.claimant].named:
        words = text[: mention.end].split()[-_WORDS - len(alias.split()) :]
        article = next(
            (at for at, word in enumerate(words) if word.casefold() in talk.reader.indefinite), None
        )
        if article is None and talk.found[index].sentence.field == "title":  # headlines have no article
            article, words = 0, [*talk.reader.indefinite][:1] + words[-len(alias.split()) :]
        later = None if article is None else _named_later(" ".join(words[article:]), talk, index)
        if later:
            return later
    whole = talk.voice.parts.get(alias)
    if whole is None or text[mention.start : mention.end].isupper():  # the UN is no agency of its own
        return mention.claimant
    before = squeezed(text[: mention.start])
    pointed = " " in alias or not definite or before.rsplit(" ", 1)[-1] in definite
    latest = talk.met(index).latest({*whole, mention.claimant}, index) if pointed else None
    fuller = latest if latest in whole else talk.of_country(alias)
    return fuller or mention.claimant


def _references(patterns: Iterable[Pattern], text: str, talk: Talk, index: int) -> Iterator[Saying]:
    """Where the sentence points back to whoever spoke: «the rights group said», «it added»."""
    for pattern in patterns:
        for match in search_all(pattern, text):
            mentions = talk.mentions(index)
            groups = match.re.groupindex
            start, end = match.span(groups["whole"])
            inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
            if any(talk.voices.claimants[mention.claimant].named for mention in inside):
                continue  # «the rights group Hengaw said» names somebody
            earlier = [mention for mention in mentions if mention.end <= start]
            meant = _meant(text[start:end], start, earlier, talk, index)
            if meant is not _UNKNOWN:
                yield Saying(meant, start, end, _verb(match), start)


def _verb(match: Match) -> int | None:
    """Where the verb of speech ends, if the pattern has one: «had said» and «said» are one."""
    places = (match.end(number) for name, number in match.re.groupindex.items() if name.startswith("said"))
    return next((place for place in places if place >= 0), None)


def _unmasked(place: int | None, masked: Masked) -> int | None:
    return None if place is None else masked.origin(place - 1, place)[1]


_UNKNOWN = ""


# A relative follows the words that it means: «medics, who say».
_CLOSE = 2
# How far behind common words their verb of speech stands.
_SPEAKS = 10


def _meant(words: str, start: int, earlier: Sequence[Mention], talk: Talk, index: int) -> str | None:
    """Whom «the group said» or «it said» means: None for a stranger, `_UNKNOWN` for nobody at all.

    `start` is where the words stand in the sentence, `earlier` who is named in it before them.
    """
    tokens = [word.strip(",.\"'") for word in squeezed(words).split()]
    own = bool(tokens) and tokens[0] in talk.reader.pronouns  # «its spokesman» is no spokesman met before
    heads = () if own else (talk.voice.heads.get(word, frozenset()) for word in tokens)
    called = frozenset[str]().union(*heads)
    if called:
        here = next((one.claimant for one in reversed(earlier) if one.claimant in called), None)
        spoke = here or talk.spoke(index).latest(called, index)
        return spoke or talk.met(index).latest(called, index) or _UNKNOWN
    if talk.reader.pronouns and talk.reader.pronouns.isdisjoint(tokens):
        return _UNKNOWN
    text = talk.found[index].sentence.text
    # «231 members of the security forces have died, it said»: they are common words, and no «it».
    names = [
        one
        for one in earlier
        if not one.counted
        and (
            start - one.end <= _CLOSE
            or not text[one.start : one.end].islower()
            or talk.reader.said.search(text[one.end : one.end + _SPEAKS]) is not None
        )
    ]
    return _completed(names[-1], text, talk, index) if names else talk.spoke(index).last(index)


def _strangers(
    patterns: Iterable[Pattern],
    masked: Masked,
    named: Sequence[Saying],
    talk: Talk,
    index: int,
    people: dict[str, str],
) -> Iterator[Saying]:
    """Where somebody speaks whom no YAML names: for nobody, unless their name was met before.

    `people` takes those who are seen to speak for a body.
    """
    verbs = {saying.verb: saying.claimant for saying in named if saying.verb is not None}
    for pattern in patterns:
        for match in search_all(pattern, masked.text):
            begin, stop = match.span(match.re.groupindex["whole"])
            if masked.text[begin:stop].strip().casefold() in talk.reader.hedges:  # «An estimated 1,500»
                continue
            start, end = masked.origin(begin, stop)
            verb = _unmasked(_verb(match), masked)
            name = _name_of(match)
            if name in talk.reader.apart:  # «We have confirmed»
                continue
            if not name and _runs_on(match, masked.text, talk.reader):
                continue
            speaks_for = None if verb is None else verbs.get(verb)
            if name and speaks_for:
                people[name] = speaks_for
            words = talk.found[index].sentence.text[start:end]
            known = (
                _state(match, name, masked, talk, index)
                or _known(name, talk, index, people)
                or _office(match, talk, index)
                if name
                else _named_later(words, talk, index)
            )
            yield Saying(known, start, end, verb, start)


def _runs_on(match: Match, text: str, reader: Language) -> bool:
    """Whether the words before a verb are no speaker's: «the country but says», «the number it has recorded»."""
    start, verbs = match.start(match.re.groupindex["whole"]), match.re.groupindex.items()
    verb = next((match.start(at) for name, at in verbs if name[:4] == "said" and match.took_part(at)), start)
    words = text[start:verb].casefold().split()
    return not (reader.apart.isdisjoint(words) and reader.pronouns.isdisjoint(words[1:]))


def _known(name: str, talk: Talk, index: int, people: Mapping[str, str]) -> str | None:
    """Whom a name stands for that no YAML has: a body that its bearer spoke for, a claimant that it shortens."""
    shorts = talk.voice.shorts.get(name, frozenset())
    return (
        people.get(name)
        or talk.speaks_for(name, index)
        or (talk.met(index).latest(shorts, index) if shorts else None)
    )


def _office(match: Match, talk: Talk, index: int) -> str | None:
    """Whose officer a full name is: «the interior minister said on Monday. Ihor Klymenko said …»."""
    if " " not in _full_name(match) or not index or "," in match.group(match.re.groupindex["whole"]):
        return None  # «Ali Rad, a farmer, said»
    text, sayings = talk.found[index - 1].words, talk.heard(index - 1).sayings
    if len({saying.claimant for saying in sayings}) != 1 or sayings[0].verb is None:
        return None
    before = text[sayings[0].named : sayings[0].verb]
    offices = list(search_all(talk.reader.office, before))
    own = before[offices[-1].end() :] if offices else "X"
    return None if any(letter.isupper() for letter in own) else sayings[0].claimant


def _state(match: Match, name: str, masked: Masked, talk: Talk, index: int) -> str | None:
    """Who speaks where a country or its capital does: «Iran says»; but not Michael Jordan, nor «the coast of Libya»."""
    whole = _full_name(match)
    speaker = talk.voice.seats.get(whole)
    if speaker is None and whole in talk.reader.places.wide:
        speaker = talk.voice.states.get(name)
    if speaker is None:
        return None
    start, end = masked.origin(*match.span(_stranger_in(match)))
    places = talk.reader.places.named(talk.found[index].sentence.text, ())
    return None if any(low < end and start < high for low, high in places) else speaker


# How many sentences behind «a rights group» its name may come, and how far behind a name its verb of speech.
_LATER = 3
_SAYS = 60


def _named_later(words: str, talk: Talk, index: int) -> str | None:
    """Who «a rights group» is: the body of that kind in the headline, or the first that speaks by name behind it."""
    tokens = squeezed(words).split()
    if talk.reader.indefinite.isdisjoint(tokens[:1]):
        return None
    called = frozenset[str]().union(*(talk.voice.heads.get(word, frozenset()) for word in tokens))
    called -= {mention.claimant for mention in talk.mentions(index)}
    titles = (at for at in range(index) if talk.found[at].sentence.field == "title")
    for at in (*titles, *range(index + 1, min(index + 1 + _LATER, len(talk.found)))) if called else ():
        text = talk.found[at].words
        for mention in talk.mentions(at):
            named = mention.claimant in called and talk.voices.claimants[mention.claimant].named
            if named and (at < index or talk.reader.said.search(text[mention.end : mention.end + _SAYS])):
                return mention.claimant
    return None


def _name_of(match: Match) -> str:
    """The last word of the stranger's name; empty if there is none."""
    return _full_name(match).rsplit(" ", 1)[-1]


def _full_name(match: Match) -> str:
    group = _stranger_in(match)
    return squeezed(match.group(group) or "").rstrip(".") if group else ""


def _stranger_in(match: Match) -> int:
    """Which group of a match is a stranger's name; 0 if there is none."""
    groups = (number for name, number in match.re.groupindex.items() if name.startswith("stranger"))
    return next((number for number in groups if match.took_part(number)), 0)


def _one_a_verb(sayings: Sequence[Saying]) -> Iterator[Saying]:
    """One speaker for each verb: who is known, who stands behind it («, said X»), who stands nearest."""
    best: dict[int, Saying] = {}
    for saying in sayings:
        if saying.verb is None:
            yield saying
            continue
        rival = best.get(saying.verb)
        if rival is None or _claim(saying) < _claim(rival):
            best[saying.verb] = saying
    yield from best.values()


def _claim(saying: Saying) -> tuple[bool, bool, int]:
    verb = saying.verb or 0
    return saying.claimant is None, saying.named < verb, abs(verb - saying.named)


def _tell_outlets(
    sayings: tuple[Saying, ...],
    roles: _Roles,
    at: Mapping[int, Mention],
    masked: Masked,
    talk: Talk,
) -> tuple[Saying, ...]:
    """The sayings, each with the outlet that was told: the one whose words overlap with it, or stand nearest."""
    told = list(sayings)
    starts = boundaries(masked.text, talk.reader.turns) if roles.outlets else (0,)
    for place, span in roles.outlets:
        outlet = at[place].claimant
        if place in roles.silent or talk.voices.claimants[outlet].class_ != "media":
            continue
        start, end = masked.origin(*span)
        gaps = [max(start - saying.end, saying.start - end, 0) for saying in told]
        nearest = min(range(len(told)), key=gaps.__getitem__, default=None)
        if nearest is not None and told[nearest].claimant != outlet and told[nearest].via is None:
            speaker = told[nearest].claimant
            told = [
                replace(one, via=one.via or outlet)
                if one.claimant == speaker and not between(starts, one.named, start)
                else one
                for one in told
            ]
    return tuple(told)
