"""The shape of every YAML block of the configuration.

These dataclasses are the only definition of the YAML formats: `monitor.config` validates files
against them, the JSON Schemas beside the YAML and docs/configuration.md are generated from them.
They hold data; what rules and conditions do with it is written in `rules` and `conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from monitor.model import Basis, Bound, Destination, Severity, content_id

_STRICT = {"extra": "forbid"}


# ── config/monitor.yaml ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Polling:
    """How sources are polled; a source's own `every` wins over all of these times.

    `every` is for a source whose rhythm is not known yet.  Then it is polled twice as often as it brings
    news, at most each `min` (a third of `every`, if left out) and at least each `max` (twice `every`).
    """

    __pydantic_config__: ClassVar = _STRICT

    every: timedelta = timedelta(minutes=15)
    min: timedelta | None = None
    max: timedelta | None = None
    timeout: timedelta = timedelta(seconds=30)
    max_bytes: int = 10_000_000
    max_items: int = 2_000
    parse_time: timedelta = timedelta(seconds=10)
    parse_memory: int = 256_000_000
    concurrency: int = 32
    allow_private: bool | tuple[str, ...] = False


@dataclass(frozen=True, slots=True)
class Delivering:
    """How long one attempt may take, how long a lease lasts, and when retrying ends."""

    __pydantic_config__: ClassVar = _STRICT

    timeout: timedelta = timedelta(seconds=30)
    lease: timedelta = timedelta(minutes=2)
    give_up_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long news settles before it is decided, and how long a series rests after it was told.

    What comes in within `settle` of the first is decided together.  Within `cooldown` of an alert
    its series tells again only what is graver or twice the number; the rest waits, and is merged.
    """

    __pydantic_config__: ClassVar = _STRICT

    settle: timedelta = timedelta(minutes=2)
    cooldown: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TopicTiming:
    """A topic's own times; what is left out is as in config/monitor.yaml."""

    __pydantic_config__: ClassVar = _STRICT

    settle: timedelta | None = None
    cooldown: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Watching:
    """When something is said of the watch itself; `off` are the conditions that nobody wants to hear of."""

    __pydantic_config__: ClassVar = _STRICT

    failures: int = 3
    blind_after: timedelta = timedelta(hours=6)
    silent_after: int = 5
    least_silence: timedelta = timedelta(days=1)
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which only grave alerts are sent; the others wait for their end, in one message.

    `from` and `until` are local times of `zone` («22:00»); hours that begin in the evening end the
    next morning.
    """

    __pydantic_config__: ClassVar = _STRICT

    from_: str
    until: str
    zone: str = "UTC"
    min_severity: Severity = Severity.CRITICAL


@dataclass(frozen=True, slots=True)
class Digest:
    """One message a day at a local time of `zone` («08:00»), of everything below `min_severity`."""

    __pydantic_config__: ClassVar = _STRICT

    at: str
    zone: str = "UTC"
    min_severity: Severity = Severity.CRITICAL


@dataclass(frozen=True, slots=True)
class Route:
    """Which alerts go where, and when: the first route that matches names the destinations.  Empty means any.

    `countries` are those of an alert's topic: whose claimant speaks, or which place is named, says less
    of where people died than what the desk wrote down of the crisis.
    `digest` and `quiet` here win over the topic's.  After `storm_cap` messages of the route within an
    hour the rest of that hour comes as one digest; another route has a cap of its own.
    """

    __pydantic_config__: ClassVar = _STRICT

    to: tuple[str, ...]
    topics: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    min_severity: Severity = Severity.NOTICE
    digest: Digest | None = None
    quiet: Quiet | None = None
    storm_cap: int = 6

    @property
    def key(self) -> str:
        """What tells the route from others: which alerts it is for, and who hears of them."""
        return content_id(
            *self.to,
            "|",
            *self.topics,
            "|",
            *self.metrics,
            "|",
            *self.conditions,
            self.min_severity.value,
            *(("|", *self.countries) if self.countries else ()),  # routes without keep the key they had
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """config/monitor.yaml.  `contact` is put into the User-Agent, so that a publisher can reach you."""

    __pydantic_config__: ClassVar = _STRICT

    contact: str = ""
    polling: Polling = field(default_factory=Polling)
    delivering: Delivering = field(default_factory=Delivering)
    timing: Timing = field(default_factory=Timing)
    watching: Watching = field(default_factory=Watching)
    destinations: tuple[Destination, ...] = ()
    routes: tuple[Route, ...] = ()
    system: tuple[str, ...] = ()


# ── config/claimants/*.yaml ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who counts.  `aliases` maps a language (or `any`) to the words that name it in a text.

    `class_` (YAML key `class`) is one of monitor, official, un, party, media, medical, security,
    generic.  `grade` is the Admiralty code: A–F for the source, 1–6 for the information.
    `anaphora` names what later sentences call it: «the group», «the agency».  `named` is false for
    words that many bodies share («rights groups», «activists»): their number is a repetition of
    somebody's, and is compared with the highest that was told of anybody.  `national` says that every
    country has one: «the health ministry» is that of the country which the text is about; `state` that
    it is what speaks where a country does: «Iran says».  `seats` are the capitals that speak for it in
    a language: «Kyiv says».  A star at the end of an
    alias's word stands for its cases, up to three letters: «министерств* обороны», one by itself for
    any word: «ministère * de la Santé»; braces for a choice:
    «{Kenya|Kenyan} {police|police chief}».
    """

    __pydantic_config__: ClassVar = _STRICT

    id: str
    name: str
    class_: str
    grade: str | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    anaphora: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: bool = True
    national: bool = False
    state: bool = False
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# ── config/topics/*.yaml ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Window:
    """The days a topic is about, ends included; an open end is null.  YAML keys `from`, `until`."""

    __pydantic_config__: ClassVar = _STRICT

    from_: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A crisis that is watched.

    An entry belongs to it when its source lists the topic, or when its title or text holds at
    least one of `places` and one of `words` (both: language or `any` → plain words, matched whole,
    case-insensitively; a trailing * matches any ending).  `conditions` tunes or switches off the
    conditions of `monitor.core.policy`: `up: {ratio: 1.1}`, `band: false`; what `timing` says wins over
    config/monitor.yaml.  A figure that fits several topics goes to the one that it fits most; if
    that one is `shared`, to every other `shared` one as well.  `best` is how the best estimate across
    claimants is found: `graded`, `median`, `highest`, or the id of a claimant.
    `countries` are the ISO 3166-1 codes that routes may ask for.
    """

    __pydantic_config__: ClassVar = _STRICT

    id: str
    title: str
    window: Window
    words: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    metrics: tuple[str, ...] = ("killed", "injured", "arrested")
    conditions: Mapping[str, Mapping[str, object] | tuple[Mapping[str, object], ...] | bool] = field(
        default_factory=dict
    )
    timing: TopicTiming = field(default_factory=TopicTiming)
    digest: Digest | None = None
    quiet: Quiet | None = None
    best: str = "graded"
    shared: bool = False
    countries: tuple[str, ...] = ()


# ── config/metrics/*.yaml ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example must be read as; a key that is left out is not checked."""

    __pydantic_config__: ClassVar = _STRICT

    low: int | None = None
    high: int | None = None
    value: int | None = None
    bound: Bound | None = None
    basis: Basis | None = None
    subject: str | None = None
    claimant: str | None = None
    via: str | None = None
    place: str | None = None
    as_of: date | None = None
    background: bool | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the figures the rule reads from it, in order of the text."""

    __pydantic_config__: ClassVar = _STRICT

    text: str
    figures: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One regular expression that reads one metric in one language, with its proof.

    `pattern` is RE2 syntax over a sentence in which every number with its hedge has become {n}:
    see docs/rules.md for the placeholders.  `language` is left out in a language's own file.  `basis`
    fixes the basis where the wording does, `bound` the bound of a number without a hedge (Arabic «passed
    the number of the dead 100»); an `alone` rule reads only where nothing was read of its metric yet
    («he was killed»); a `passing` rule's number leaves no question for the sentences after it («600 cases
    are under review. Another group speaks of 500.»); of two metrics that claim one number, the rule with the
    higher `priority` wins, then the shorter match.
    """

    __pydantic_config__: ClassVar = _STRICT

    id: str
    pattern: str
    examples: tuple[Example, ...]
    language: str = ""
    counter_examples: tuple[str, ...] = ()
    basis: Basis | None = None
    bound: Bound | None = None
    priority: int = 0
    alone: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """What is counted, and every rule that reads it.

    `triggers` (language → words) are what a text must hold before any rule of this metric is
    tried; `min_step` is the smallest difference worth an alert, in people.
    """

    __pydantic_config__: ClassVar = _STRICT

    id: str
    title: str
    definition: str
    min_step: int
    triggers: Mapping[str, tuple[str, ...]]
    rules: tuple[RuleSpec, ...]


# ── config/languages/*.yaml ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language writes numbers; the algorithm in `numerals` knows no language.

    `values` are added up (twenty, four), `multipliers` scale what stands before them (hundred,
    thousand, bin, هزار), `vague` are whole expressions with the lower bound they stand for
    (ACLED's coding: dozens 12, hundreds 100), `approximate` whole expressions that round («une dizaine»,
    «una veintena»: about 10, about 20), `joiners` may stand between words of one number,
    `singular` are the articles that stand for one («a dozen», «a villager»; a bare one is a number
    only behind «at least»), `movement` the words
    after which «12 to 15» is a step and no range (from).  `suffixes` are multipliers only when written
    onto figures (1.5m).  `halves` add a half of the scale beside them: «две с половиной тысячи» 2,500,
    «מיליון וחצי» 1,500,000.  `closing` are values only at the end of a longer number (Arabic «one», which
    alone is an adjective).  `climbs` are patterns of what makes a limit the place a count came to: «до» is
    «up to», but «число погибших возросло до 34» are 34.  `decimal` holds the decimal marks; a slash is one
    only before a multiplier.  With `compound` the words of one number may be written together, joiners
    inside (zweihundertdreiundzwanzig); a word of `singular` that is in `values` too (ein, bir) is a number
    inside a longer one or behind a hedge, else an article.  `endings` are cases that may be written onto
    number words («üçü», «bine»), `lookalikes` words that only look like that.
    """

    __pydantic_config__: ClassVar = _STRICT

    values: Mapping[str, int]
    multipliers: Mapping[str, int]
    vague: Mapping[str, int] = field(default_factory=dict)
    approximate: Mapping[str, int] = field(default_factory=dict)
    joiners: tuple[str, ...] = ()
    singular: tuple[str, ...] = ()
    movement: tuple[str, ...] = ()
    suffixes: Mapping[str, int] = field(default_factory=dict)
    halves: tuple[str, ...] = ()
    closing: Mapping[str, int] = field(default_factory=dict)
    climbs: tuple[str, ...] = ()
    decimal: str = "."
    compound: bool = False
    endings: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that bound a number: before it («at least»), after it («or more»).

    One that ends in a hyphen is written onto the number, with the hyphen or without: «כ-200».
    """

    __pydantic_config__: ClassVar = _STRICT

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns over a masked sentence that settle one question about the figures in it.

    `unreal`: nothing happened (negation, conditionals, threats, denials).  `background`: another
    event, cited as context, over the sentence as it stands; `elsewhere`: the same, where
    the text has told of its own event before; `current`: words of this event, in which
    those cues mean nothing («since 2022»).  `crimes`, over the sentence as it stands: words behind which
    its clause tells of a crime that is tried or punished («convicted of killing»).
    `total`, `incident`, `increment`, `subset`: what is counted; `running`: a total unless an incident is
    named; `speech`: the day of a saying, which is no incident's («said on Friday»).
    `breakdown`: {count}s that are parts of the sentence before («Of these, 47 were officers»).
    `whom`: {count}s without a noun, and in a group `whom` the words behind them that tell whom they
    count: «nine of whom were (?P<whom>children)».
    `adding`, over the sentence as it stands: its victims are others than those of the sentences before.
    `retold`, over what stands before a figure, with {n} for the figure: it counts again, or in another's
    words, whom the figures before it count («in total 26», «while residents spoke of 30»).
    `revised`, likewise: what was counted before is withdrawn.  `wider`, likewise, up to the figures
    beside it: it counts a whole war, not the event that the text tells of.
    `opening`, over the first words of a text: it is dated, and the {year} is that of its own event.
    `not_people`: reason (age, money, date …) → patterns around a {n} that counts something else.
    """

    __pydantic_config__: ClassVar = _STRICT

    unreal: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    incident: tuple[str, ...] = ()
    speech: tuple[str, ...] = ()
    increment: tuple[str, ...] = ()
    subset: tuple[str, ...] = ()
    breakdown: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    adding: tuple[str, ...] = ()
    retold: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    not_people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reads:
    """What a language's own file says of one metric: its triggers and its rules.

    A metric's file may hold rules of any language, a language's file rules of any metric: so that
    either is added in one file.
    """

    __pydantic_config__: ClassVar = _STRICT

    triggers: tuple[str, ...]
    rules: tuple[RuleSpec, ...]


@dataclass(frozen=True, slots=True)
class LanguageSpec:
    """One language: numbers, hedges, the words behind the placeholders, attribution, cues.

    `words` maps a placeholder's name to its alternatives (RE2); `subjects` maps a victims' group
    to the words that name it.  `attribution` are patterns with {claimant}, {via}, {source} and {nobody},
    `anaphora` those that point back to whoever spoke, `strangers` those of somebody who speaks and is
    nowhere named; `called` is what bodies of a class are called by («the group») where their own
    `anaphora` do not say, and under `any` such words as count where they stand in a body's name.
    `months` and `weekdays` (Monday first) may list variants («января|январь|янв»), `solar_months` are
    those of the Iranian calendar, `days` words for a day by its distance («yesterday»: 1); `as_of` are
    patterns with a {day} that a count stands at, beside `words.as_of` before a day and
    `words.as_of_after` behind it; `places` are patterns with a {place}, which is one of `place_names`, or a
    proper name by its capitals where none are listed.  `ranges` are patterns with two {n} or {digits};
    `abbreviations` end in a full stop without ending a sentence; `0. Januar` says that a number with a
    full stop before that word is an ordinal.
    Where verbs end their clauses (`verb_final`) a speaker stands before its numbers, and its verb behind.
    `metrics` (metric id → triggers and rules) is what the language reads beside the metrics' own files.
    """

    __pydantic_config__: ClassVar = _STRICT

    id: str
    title: str
    numbers: Numbers
    hedges: Mapping[Bound, Hedge] = field(default_factory=dict)
    ranges: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    anaphora: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    solar_months: tuple[str, ...] = ()
    days: Mapping[str, int] = field(default_factory=dict)
    verb_final: bool = False
    as_of: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    cues: Cues = field(default_factory=Cues)
    metrics: Mapping[str, Reads] = field(default_factory=dict)
