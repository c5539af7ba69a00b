"""Patterns in YAML → one compiled rulebook on RE2, with every mistake named instead of raised.

A pattern is RE2 over a masked sentence (see `chunk`); `{placeholders}` stand for masks and for the
word lists of its language.  RE2 matches in linear time, so no pattern that a user writes can hang
the daemon.  Whether a rule reads what its examples say is proven elsewhere (see `proof`).

    {n}       one number with its hedge                        ⎫
    {group}   people: «three policemen and a driver», «a man»  ⎪ the figure is read here
    {count}   either of the two                                ⎬
    {counted} either of the two, but with a number in it       ⎪
    {name}    a person's name of two words or more: counts one ⎪
    {surname} a name of one word or more, likewise             ⎭
    (?P<one>…) (?P<two>…)  words of the pattern itself that count one or two: Arabic قتيلان
    (?P<them>…) (?P<those>…)  words that count as many as were named before: «they», «the gunmen»
    {hedge}   a hedge as words; before {n} it may be left out, a number brings its hedge along
    {victims} people as words, without a number; `{n} {victims}` is {group}
    {other}   a number that counts no people; {any} any number or group, not read
    {words}   one to ten words, none of `clause_words`
    {listing} the rest of a list, none of `clause_words` in it
    {year_number}  four digits that look like a year
    {modifiers} up to three words before a noun, none of `modifier_stops`
    {year} {event_year}  in background cues: long before publication, or before the day it was seen
    {claimant} {via}  in attribution patterns: whoever the claimants' YAML names; likewise {source}, who is
              named behind a figure, and {nobody}, who does not speak
    {stranger}  in `strangers`: a proper name that is nobody's
    {place}  in `places` patterns: a proper name, or one of `place_names`
    {day}  in `as_of` patterns: a day that the publication date resolves
    {solar_year} {event_solar_year}  in background cues: a year of the Iranian calendar, with its century or without
    (?P<in_2022>…)  in background cues: words that name an event of that year
    {word}    any list under `words:` of the language's YAML; lists may use other lists
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.core.chunk import GROUP, NUMBER, ONE, OTHER, YEAR, Lexicon
from monitor.core.dates import DAY, Calendar, DayNames, any_of, variants
from monitor.core.faults import Fault, near
from monitor.core.lazily import Lazily
from monitor.core.numerals import NumberReader, proclitics
from monitor.core.pattern import Pattern, PatternError, Refused, escape, unexpected
from monitor.core.places import Places
from monitor.core.screen import Screen, Words
from monitor.core.sound import misread, sound, with_sound_lists
from monitor.core.specs import Claimant, LanguageSpec, MetricSpec, RuleSpec
from monitor.core.text import fold, spaced
from monitor.core.voices import Voices, voices_of
from monitor.model import Basis, Bound

Refuse = Callable[[Sequence[Fault]], object]
"""What is told of the faults that compiling finds."""

CLAIMANT = "\x02"
PLACE = "\x08"
"""Stands for a place in a pattern, until the language's names of places are put there."""

_NAME = (
    r"(?-i:\p{Lu}[\p{L}'-]+)(?: (?:(?-i:\p{Lu}[\p{L}'-]*\.?)|al|bin|ben|ibn|de|da|del|van|von|bint|abu)){1,4}"
)
_SURNAME = _NAME.removesuffix("{1,4}") + "{0,4}"
_STRANGER = (
    r"(?-i:\p{Lu})[\p{L}.'-]+(?: (?:of|for|and|the|on|in|al|el|bin|de|da|to|at|(?-i:\p{Lu})[\p{L}.'-]+))*"
)
_PROPER_NAME = (
    r"(?:(?:el|al|ar|as|an|ad|az|es|ez)-)?(?-i:\p{Lu})[\p{L}'.-]*"
    r"(?:(?: (?:of|the|de|do|da|du|del|des|la|le|al|el|e|sur|am|an der))? (?:(?:el|al)-)?(?-i:\p{Lu})[\p{L}'-]*){0,4}"
)
_BUILT_IN = {
    "n": rf"(?P<count{{}}>[{NUMBER}{YEAR}])",
    "group": rf"(?P<count{{}}>[{GROUP}{ONE}])",
    "count": rf"(?P<count{{}}>[{NUMBER}{GROUP}{ONE}])",
    "counted": rf"(?P<count{{}}>[{NUMBER}{GROUP}])",
    "numbered": rf"(?P<count{{}}>{GROUP})",
    "unnumbered": rf"(?P<count{{}}>{ONE})",
    "name": rf"(?P<name{{}}>{_NAME})",
    "surname": rf"(?P<name{{}}>{_SURNAME})",
    "other": OTHER,
    "year_number": YEAR,
    "any": f"[{NUMBER}{YEAR}{GROUP}{ONE}{OTHER}]",
    "words": r"(?P<words{}>(?: [^\s,;.!?\x01\x03\x04]+){1,10}?)",
    "listing": r"(?P<words{}>[^;.!?]*?)",
    "modifiers": r"(?P<modifiers{}>(?:[\p{L}][\p{L}\p{M}'-]* ){0,3}?)",
    "year": r"(?P<year{}>1[5-9]\d\d|20\d\d)",
    "solar_year": r"(?P<solar_year{}>1[34]\d\d)",
    "event_solar_year": r"(?P<event_solar_year{}>[5-9]\d)",
    "event_year": r"(?P<event_year{}>1[5-9]\d\d|20\d\d)",
    "claimant": rf"(?P<claimant{{}}>{CLAIMANT})",
    "via": rf"(?P<via{{}}>{CLAIMANT})",
    "source": rf"(?P<source{{}}>{CLAIMANT})",
    "nobody": rf"(?P<nobody{{}}>{CLAIMANT})",
    "stranger": rf"(?P<stranger{{}}>{_STRANGER})",
    "day": DAY,
    "place": PLACE,
}
_FIGURES = ("{n}", "{group}", "{count}", "{counted}", "{numbered}", "{unnumbered}", "{name}", "{surname}")
_PLACEHOLDER = Pattern(r"\{([a-z_]+)\}")
# A number's mask covers its hedge, and its noun where the language lists nouns of people: spelling
# them out beside the number changes nothing.
_HEDGED = re.compile(r"\(\?:\{hedge\} ?\)\? ?\{n\}|\{hedge\}(?:\? ?| ?\??)\{n\}")
_MAYBE_PEOPLE = re.compile(r"\{n\} ?\{victims\}\?|\{n\}\(\?: ?\{victims\}\)\?")
_PEOPLE = re.compile(r"\{n\} ?\{victims\}")
_WORDS = ("name", "one", "two", "them", "those")
_READS_WORDS = re.compile(rf"\(\?P<(?:{'|'.join(_WORDS)})")
_DEPTH = 8
_NOTHING = r"[^\s\S]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule: `pattern` has one named group per figure placeholder (`count0`, `one0` …).

    `reads_words` says that it reads names or words of its own too, where no number stands.
    """

    id: str
    metric: str
    basis: Basis | None
    bound: Bound | None
    priority: int
    pattern: Pattern
    alone: bool
    reads_words: bool
    passing: bool


@dataclass(frozen=True, slots=True)
class Language:
    """Everything compiled of one language.

    `triggers` is stage 1 over the whole text; `screen` is one automaton over a sentence, masked or not,
    that names the rules worth running; `cues` maps a question (`unreal`, `background`, a basis) to its patterns.
    """

    id: str
    numbers: NumberReader
    lexicon: Lexicon
    triggers: Pattern
    screen: Screen
    rules: tuple[Rule, ...]
    cues: Mapping[str, Screen]
    attribution: Screen
    sources: Screen
    anaphora: Screen
    echoes: Screen
    strangers: Screen
    said: Pattern
    office: Pattern
    definite: frozenset[str]
    indefinite: frozenset[str]
    apart: frozenset[str]
    hedges: frozenset[str]
    pronouns: frozenset[str]
    abbreviations: frozenset[str]
    clause_words: frozenset[str]
    on_top: frozenset[str]
    name_stops: frozenset[str]
    reflexive: frozenset[str]
    contrast: tuple[str, ...]
    turns: tuple[str, ...]
    calendar: Calendar
    places: Places
    verb_final: bool


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The compiled whole; immutable, shared by all threads."""

    languages: Mapping[str, Language]
    voices: Voices
    metrics: tuple[str, ...]


def gather(metrics: Sequence[MetricSpec], languages: Sequence[LanguageSpec]) -> tuple[MetricSpec, ...]:
    """The metrics with the rules and triggers that the languages' own files add to them."""
    return tuple(_with_languages(metric, languages) for metric in metrics)


def _with_languages(metric: MetricSpec, languages: Sequence[LanguageSpec]) -> MetricSpec:
    reads = {spec.id: spec.metrics[metric.id] for spec in languages if metric.id in spec.metrics}
    added = {language: (*metric.triggers.get(language, ()), *own.triggers) for language, own in reads.items()}
    rules = (replace(rule, language=language) for language, own in reads.items() for rule in own.rules)
    return replace(metric, triggers={**metric.triggers, **added}, rules=(*metric.rules, *rules))


def compile_rules(
    metrics: Sequence[MetricSpec],
    languages: Sequence[LanguageSpec],
    claimants: Sequence[Claimant],
    only: str | None = None,
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """Compile everything that compiles; each thing that does not is a Fault, never an exception.

    With `only`, that is one language; the others are compiled when they are met.
    """
    faults: list[Fault] = []
    rulebook, said = compile_when_met(metrics, languages, claimants, faults.extend, wait=False)
    for language in rulebook.languages if only is None else (only,):
        for table in (rulebook.languages, rulebook.voices.languages):
            table[language]  # asking for it compiles it
    return rulebook, tuple(sorted({*said, *faults}))


def compile_when_met(
    metrics: Sequence[MetricSpec],
    languages: Sequence[LanguageSpec],
    claimants: Sequence[Claimant],
    refuse: Refuse,
    *,
    wait: bool = True,
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """A rulebook whose languages are compiled when they are first met, and what is wrong with their names.

    The faults that compiling finds are handed to `refuse`, which may raise.  With `wait`, most patterns
    of a language wait for a text that needs them, and `refuse` must raise: nothing can be read without them.
    """
    said = list(_language_faults(metrics, languages))
    languages = [with_sound_lists(spec, said) for spec in languages]
    specs = {spec.id: spec for spec in languages}

    def compiled(language: str) -> Language:
        faults: list[Fault] = []
        made = _language(specs[language], metrics, faults, refuse if wait else None)
        if faults:
            refuse(faults)
        return made

    voices = voices_of(claimants, {spec.id: (proclitics(spec), spec.called) for spec in languages})
    rulebook = Rulebook(Lazily(specs, compiled), voices, tuple(metric.id for metric in metrics))
    return rulebook, tuple(sorted(set(said)))


def _language_faults(metrics: Sequence[MetricSpec], languages: Sequence[LanguageSpec]) -> Iterator[Fault]:
    known = [spec.id for spec in languages]
    for metric in metrics:
        for rule in metric.rules:
            if rule.language not in known:
                where = ("metrics", metric.id, "rules", rule.id, "language")
                said = (
                    f"unknown language `{rule.language}`" if rule.language else "the rule has no `language`"
                )
                yield Fault(where, said, f"one of {', '.join(known)}", near(rule.language, known))
        spoken = {rule.language for rule in metric.rules}
        for language in sorted(spoken - set(metric.triggers)):
            yield Fault(
                ("metrics", metric.id, "triggers"),
                f"no triggers for language `{language}`",
                "the words that a text must hold before a rule of this metric is tried",
            )


def _language(
    spec: LanguageSpec, metrics: Sequence[MetricSpec], faults: list[Fault], later: Refuse | None
) -> Language:
    here = _Compiler(spec, faults, later)
    rules = tuple(rule for metric in metrics for rule in here.rules(metric))
    attribution = here.patterns(_verbs_named(spec.attribution), ("attribution",))
    cues = spec.cues
    questions = {
        name: getattr(cues, name)
        for name in (
            "unreal",
            "background",
            "elsewhere",
            "current",
            "crimes",
            "total",
            "running",
            "incident",
            "speech",
            "increment",
            "subset",
            "breakdown",
            "adding",
            "retold",
            "revised",
            "wider",
            "opening",
            "whom",
        )
    }
    return Language(
        id=spec.id,
        numbers=NumberReader(spec, here.proven),
        lexicon=here.lexicon(),
        triggers=_triggers((metric.triggers.get(spec.id, ()) for metric in metrics), here.proven),
        screen=Screen([rule.pattern for rule in rules]),
        rules=rules,
        cues={name: here.screen(patterns, ("cues", name)) for name, patterns in questions.items()},
        attribution=here.screened(attribution),
        sources=here.screened([pattern for pattern in attribution if "(?P<source" in pattern.pattern]),
        anaphora=here.screen(_verbs_named(spec.anaphora), ("anaphora",)),
        strangers=here.screen(_verbs_named(spec.strangers), ("strangers",)),
        said=here.word("said"),
        office=here.word("office"),
        definite=here.plain("back"),
        indefinite=here.plain("indefinite"),
        pronouns=here.plain("pronouns"),
        apart=here.plain("clause_words", "contrast", "conjunctions") | here.days(),
        hedges=frozenset(
            fold(word).text.casefold()
            for hedge in spec.hedges.values()
            for word in (*hedge.before, *hedge.after)
        ),
        echoes=here.screen(spec.echoes, ("echoes",)),
        abbreviations=frozenset(fold(word).text.casefold().rstrip(".") for word in spec.abbreviations),
        clause_words=here.plain("clause_words"),
        on_top=here.plain("on_top"),
        name_stops=here.plain("name_stops"),
        reflexive=here.plain("reflexive"),
        contrast=tuple(_between_words(fold(word).text.casefold()) for word in spec.words.get("contrast", ())),
        turns=tuple(
            f" {fold(word).text.casefold()} " for word in spec.words.get("contrast", ()) if word[0] != ","
        ),
        calendar=here.calendar(),
        places=here.places(),
        verb_final=spec.verb_final,
    )


class _Compiler:
    """Compiles the patterns of one language, or has them compiled `later`; collects faults instead of raising."""

    def __init__(self, spec: LanguageSpec, faults: list[Fault], later: Refuse | None) -> None:
        self._spec = spec
        self._later = later
        self._faults = faults
        # What is made of word lists waits too: each word is looked at by itself, here.
        self.proven = None if later is None else unexpected
        self._clitics = proclitics(spec)
        self._screened = Words()
        hedges = {fold(word).text for hedge in spec.hedges.values() for word in (*hedge.before, *hedge.after)}
        nouns = [fold(word).text for name in ("people", "person") for word in spec.words.get(name, ())]
        made = {
            "hedge": f"(?:{literals(hedges) or _NOTHING})",
            "victims": f"(?:{'|'.join(nouns) or _NOTHING})",
            "month": f"(?:{any_of([fold(month).text for month in spec.months])})",
            "weekday": f"(?:{any_of([fold(day).text for day in spec.weekdays])})",
        }
        # Only a list that a pattern asks for need be patterns itself: some are of plain words, «(including» among them.
        self._words = Lazily(
            {**made, **spec.words},
            lambda name: self._alternatives(name) if name in spec.words else made[name],
        )

    def _alternatives(self, name: str) -> str:
        """A list of words as a group of alternatives; those that RE2 cannot read are faults, and left out."""
        words = [fold(word).text for word in self._spec.words[name]]
        kept = sound(words, ("languages", self._spec.id, "words", name), self._faults)
        return f"(?:{'|'.join(kept) or _NOTHING})"

    def rules(self, metric: MetricSpec) -> Iterator[Rule]:
        """The compiled rules of a metric in this language."""
        for rule in metric.rules:
            if rule.language == self._spec.id:
                where = ("metrics", metric.id, "rules", rule.id, "pattern")
                pattern = self._rule_pattern(rule, where)
                if pattern is not None:
                    words = _READS_WORDS.search(pattern.pattern) is not None
                    yield Rule(
                        rule.id,
                        metric.id,
                        rule.basis,
                        rule.bound,
                        rule.priority,
                        pattern,
                        rule.alone,
                        words,
                        rule.passing,
                    )

    def _rule_pattern(self, rule: RuleSpec, where: tuple[str, ...]) -> Pattern | None:
        expanded = self._expand(rule.pattern, where)
        if expanded is not None and not any(f"(?P<{kind}" in expanded for kind in ("count", *_WORDS)):
            self._faults.append(Fault(where, "the pattern reads no figure", f"one of {', '.join(_FIGURES)}"))
            return None
        return self._compile(expanded, where)

    def patterns(self, patterns: Iterable[str], path: tuple[str, ...]) -> tuple[Pattern, ...]:
        """A list of patterns of the language file; those with faults are left out."""
        where = ("languages", self._spec.id, *path)
        compiled = (self._compile(self._expand(pattern, where), where) for pattern in patterns)
        return tuple(pattern for pattern in compiled if pattern is not None)

    def screen(self, patterns: Iterable[str], path: tuple[str, ...]) -> Screen:
        """Such a list with its screen."""
        return self.screened(self.patterns(patterns, path))

    def screened(self, patterns: Sequence[Pattern]) -> Screen:
        """Compiled patterns with their screen; the screens of a language share one automaton."""
        return Screen(patterns, self._screened)

    def _unit(self) -> str:
        """A counted noun phrase: «three young men», «a villager», «the driver», «an Iranian» before a verb."""
        people, person, definite, linking = (
            self._word(name) for name in ("people", "person", "definite", "linking")
        )
        of_all = self._word("of_all") if "of_all" in self._spec.words else linking
        article = self._articles()
        modifiers = r"""(?P<modifiers>(?:["'(]?[\p{L}][\p{L}\p{M}\p{N}'./")-]*,?\s+){0,5}?)"""
        aged = rf"(?:{OTHER}-[\p{{L}}-]+|[\p{{L}}]"  # «a 17-year-old boy»
        qualities = (
            modifiers.replace("modifiers", "qualities").replace("[\\p{L}]", aged, 1).replace("*,?", "*),?")
        )
        if "before_person" in self._spec.words:
            qualities = rf"(?P<qualities>(?:{self._word('before_person')}\s+){{0,3}}?)"
        noun = f"(?:{people}|{person})"
        called, known = self._bodies()
        before_people, before_person = (f"(?:{called}{words}{known})" for words in (modifiers, qualities))
        some = (
            rf"[{NUMBER}{YEAR}]\"?(?:\s+{of_all}\s+[{NUMBER}]|\s+{linking})?(?:\s+|-){before_people}"
            rf"{noun}(?:[\s-]+{noun}){{0,3}}(?P<besides>\s+{self._word('and')}\s+(?P<whose>[\p{{L}}-]{{3,}}\s+)?{people})?"
        )
        one = rf"(?:{article}|{definite})\s+{before_person}(?:{person})(?:[\s-]+(?:{person})){{0,3}}"
        before_verb = rf"(?:\s+(?:{self._word('demonym_ends')})[^\p{{L}}]|[,.;:)]|$)"
        demonym = rf"(?P<demonym>(?:{article})\s+(?:{OTHER}-[\p{{L}}-]+\s+)?(?:{self._word('demonym')})){before_verb}"
        # Words that count by themselves: Arabic «a soldier» has no article, «two soldiers» is one word.
        bare, pair = (f"(?:{self._word(name)})" for name in ("bare", "pair"))
        numbered = rf"(?:{self._word('number_of')})\s+[{NUMBER}]"  # «a family of five»
        ends = r"(?:[^\p{L}\p{N}']|'(?:[^\p{L}]|$)|$)"  # «the victim's driver» is not the victim
        phrase = rf"(?P<unit>{some}|(?P<pair>{pair})|{one}|{bare}|{numbered}){ends}"
        return rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){self._clitics}(?:{phrase}|{demonym})"

    def _noun(self) -> str:
        """A word without which no `_unit` is: each has white space before it, a mark or what is written onto it."""
        lists = ("people", "person", "demonym", "bare", "pair", "number_of")
        nouns = "|".join(self._word(name) for name in lists)
        return rf"(?i)(?:^|[^\p{{L}}]){self._clitics}(?:{nouns})(?:[^\p{{L}}\p{{N}}]|$)"

    def _bodies(self) -> tuple[str, str]:
        """The name of a body before its people, with its initials behind it and without, as alternatives.

        «three Islamic State of Iraq and the Levant (ISIL) fighters»; only where a language has `body_links`.
        """
        if "body_links" not in self._spec.words:
            return "", ""
        links, openers = self._word("body_links"), self._word("body_openers")
        name = (
            rf"(?:{openers}\s+){{0,2}}?"
            r"(?-i:(?:(?:al|el|ash|ar|an|as|at)-)?\p{Lu}\p{Ll}[\p{L}.'&-]*)"
            rf"(?:\s+(?:(?-i:{links})\s+)?(?-i:\p{{Lu}}[\p{{L}}\p{{N}}.'&-]*)){{0,9}}"
        )
        kind = rf"\s+(?:{openers}\s+){{0,2}}?"
        return rf"{name}\s*\([^()]{{2,30}}\){kind}|", f"|{name}{kind}"

    def _articles(self) -> str:
        return "|".join(escape(fold(word).text) for word in self._spec.numbers.singular) or _NOTHING

    def lexicon(self) -> Lexicon:
        """What tells whom a number counts, from `words`, `subjects` and `cues.not_people`."""
        one = rf"(?:{self._articles()})\s+{self._word('person')}"
        aged = (
            rf"(?:,\s*{OTHER}|\s*\([{OTHER}{NUMBER}](?:,\s*[{OTHER}{NUMBER}])?\))?"  # «a driver, 51, and …»
        )
        between = rf"{aged}\s*(?:,|(?:,\s*)?{self._word('and')})(?:\s+{self._word('definite')})?\s*"
        subjects = tuple(
            (subject, pattern)
            for subject, alternatives in self._spec.subjects.items()
            for pattern in self.patterns([f"(?:{'|'.join(alternatives)})"], ("subjects", subject))
        )
        others = tuple(
            (reason, pattern)
            for reason, alternatives in self._spec.cues.not_people.items()
            for pattern in self.patterns(alternatives, ("cues", "not_people", reason))
        )
        stops = frozenset(fold(word).text.casefold() for word in self._spec.words.get("modifier_stops", ()))
        return Lexicon(
            unit=self._made(spaced(self._unit())),
            noun=self._made(spaced(self._noun())),
            alone=self._made(spaced(rf"(?i)[^\p{{L}}](?:{self._word('bare')}|{self._word('pair')}|{one})$")),
            between=self._made(f"(?i){between}"),
            an=self._made(rf"(?i)(?:{self._articles()})\s"),
            the=self._made(f"(?i)(?:{self._word('the')})\\s"),
            speaks=self._made(rf"(?i)(?:\s+[\p{{L}}'-]+){{0,4}}?\s+{self._word('said')}(?:[^\p{{L}}]|$)"),
            of_them=self._made(rf"(?i)\s+{self._word('of_them')}(?:[^\p{{L}}]|$)"),
            trailing=_trailing(self._spec, rf"(?i)([{NUMBER}{YEAR}])(?:\s+\p{{L}}+){{1,3}}", self.proven),
            behind=_trailing(self._spec, "(?i)()", self.proven),
            modifier_stops=stops,
            subjects=subjects,
            kinds=Screen([pattern for _, pattern in subjects]),
            others=others,
            screen=Screen([pattern for _, pattern in others], self._screened),
            solar=self._solar(),
        )

    def _solar(self) -> Pattern | None:
        """A year of the Iranian calendar behind what `words.solar_season` lists: «Aban 1401», never 1400 people."""
        if "solar_season" not in self._spec.words:
            return None
        return self._made(
            rf"(?:^|[^\p{{L}}]){self._word('solar_season')} (1(?:3\d\d|4(?:0[1-9]|[1-4]\d)))(?:[^\d.,/]|$)"
        )

    def calendar(self) -> Calendar:
        """How the language names the day of a count: its names of days, `words.as_of` and the like."""
        spec = self._spec
        months, weekdays, solar_months = (
            tuple(fold(name).text.casefold() for name in names)
            for names in (spec.months, spec.weekdays, spec.solar_months)
        )
        days = {fold(word).text.casefold(): distance for word, distance in spec.days.items()}
        ordinal, link, openers, closers = (
            spaced(self._word(name)) for name in ("ordinal", "date_link", "as_of", "as_of_after")
        )
        sayings = tuple(
            spaced(expanded)
            for pattern in spec.as_of
            if (expanded := self._expand(pattern, ("languages", spec.id, "as_of"))) is not None
        )
        return Calendar.of(
            DayNames(months, weekdays, solar_months, days, ordinal, link),
            openers,
            closers,
            sayings,
            self._screened,
            self.proven,
        )

    def places(self) -> Places:
        """How the language names places."""
        spec = self._spec
        names = any_of([fold(name).text.casefold() for name in spec.place_names])
        place = names if spec.place_names else _PROPER_NAME
        patterns: list[Pattern] = []
        for pattern in spec.places:
            expanded = self._expand(pattern, ("languages", spec.id, "places"))
            for index in range(expanded.count(PLACE) if expanded else 0):
                expanded = (expanded or "").replace(PLACE, f"(?P<place{index}>{place})", 1)
            compiled = self._compile(expanded, ("languages", spec.id, "places"))
            patterns += [compiled] if compiled is not None else []
        return Places(
            Screen(patterns, self._screened),
            self.days() | self.plain("not_places"),
            self.plain("addresses"),
            self.plain("wide_places"),
        )

    def days(self) -> frozenset[str]:
        """The names of months and weekdays, folded, in small letters."""
        names = (*self._spec.months, *self._spec.weekdays)
        return frozenset(form for name in names for form in variants(fold(name).text.casefold()))

    def plain(self, *lists: str) -> frozenset[str]:
        """The words of some lists, folded, in small letters; lists of plain words only."""
        return frozenset(
            fold(word).text.casefold() for name in lists for word in self._spec.words.get(name, ())
        )

    def word(self, name: str) -> Pattern:
        """A word list as a pattern of its own."""
        return self._made(_bounded(self._word(name), self._clitics))

    def _made(self, pattern: str) -> Pattern:
        return Pattern(pattern, self.proven)

    def _word(self, name: str) -> str:
        """A word list as one alternation, its own placeholders expanded; matches nothing if there is no such list."""
        where = ("languages", self._spec.id, "words", name)
        return self._expand(self._words.get(name, _NOTHING), where) or _NOTHING

    def _expand(self, pattern: str, where: tuple[str, ...]) -> str | None:
        """Put the masks and word lists in place of the placeholders."""
        text = fold(pattern).text
        text = self._shortened(text)
        for _ in range(_DEPTH):
            names = {match.group(1) for match in _PLACEHOLDER.finditer(text)} - set(_BUILT_IN)
            if not names:
                return _number_groups(text)
            unknown = sorted(names - set(self._words))
            if unknown:
                known = sorted({*self._words, *_BUILT_IN})
                self._faults.append(
                    Fault(
                        where,
                        f"unknown placeholder `{{{unknown[0]}}}`",
                        f"one of {', '.join(known)}",
                        near(unknown[0], known),
                    )
                )
                return None
            for name in names:
                text = text.replace(f"{{{name}}}", self._words[name])
        self._faults.append(
            Fault(where, "placeholders refer to each other in a circle", "word lists that end in words")
        )
        return None

    def _shortened(self, pattern: str) -> str:
        """The pattern without the words that a number's mask covers already."""
        shorter: str = _HEDGED.sub("{n}", pattern)
        if "victims" not in self._spec.words and "people" in self._spec.words:
            shorter = _PEOPLE.sub("{group}", _MAYBE_PEOPLE.sub("{count}", shorter))
        return shorter

    def _compile(self, expanded: str | None, where: tuple[str, ...]) -> Pattern | None:
        if expanded is None:
            return None

        later = self._later
        try:
            return Pattern(
                _bounded(expanded, self._clitics),
                None if later is None else lambda error: later((misread(where, error),)),
            )
        except PatternError as error:
            self._faults.append(misread(where, error))
            return None


def _between_words(word: str) -> str:
    """A word as it stands inside a sentence; one that begins with a comma follows the word before."""
    return f"{word} " if word.startswith(",") else f" {word} "


def _verbs_named(patterns: Iterable[str]) -> tuple[str, ...]:
    """Patterns of attribution, in which each {said} is a group: one verb has one speaker."""
    return tuple(
        "".join(f"{part}(?P<said{index}>{{said}})" for index, part in enumerate(pattern.split("{said}")[:-1]))
        + pattern.split("{said}")[-1]
        for pattern in patterns
    )


def _number_groups(text: str) -> str:
    """Give each figure and claimant placeholder a named group of its own."""
    count = 0
    while match := _PLACEHOLDER.search(text):
        group = _BUILT_IN[match.group(1)].replace("{}", str(count))
        text = text[: match.start()] + group + text[match.end() :]
        count += 1
    return text


def _trailing(spec: LanguageSpec, counted: str, refuse: Refused) -> Pattern | None:
    """A hedge behind what is counted: «12 people or more», «one person at least»."""
    words = {fold(word).text for hedge in spec.hedges.values() for word in hedge.after}
    words = {word for word in words if word[0].isalpha()}
    if not words:
        return None
    return Pattern(rf"{counted}\s+({spaced(literals(words))})(?:[^\p{{L}}\p{{N}}]|$)", refuse)


def literals(words: Iterable[str]) -> str:
    """An alternation of literal folded words, the longest first; empty if there are none."""
    return "|".join(
        escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word))
    )


# A pattern that begins with a mark: «, said {claimant}».
_MARKED = re.compile(r"""[,;:"]|\\[("]|\(\?:(?:[,;:"] ?\|)+(?:[,;:"]|- )|\[[^\w\\]+\]""")


def _bounded(pattern: str, clitics: str = "") -> str:
    """Whole words only, in every script: RE2's \\b knows ASCII alone.  A mark stands behind a word as it may."""
    before = "" if _MARKED.match(pattern) else rf"(?:^|[^\p{{L}}\p{{N}}]){clitics}"
    return rf"(?i){before}(?P<whole>{spaced(pattern)})(?:[^\p{{L}}\p{{N}}]|$)"


def _triggers(words: Iterable[Iterable[str]], refuse: Refused) -> Pattern:
    folded = {fold(word).text.casefold() for some in words for word in some}
    alternation = "|".join(sorted(escape(word) for word in folded)) or _NOTHING
    return Pattern(f"(?i)(?:{alternation})", refuse)
