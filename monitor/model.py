"""The nouns of Tollwatch: frozen values, standard library only.

One entry travels along the line and leaves these behind, in this order:

    Source ─▶ Fetched ─▶ Entry ─▶ Figure ─▶ Claim ─▶ Verdict ─▶ Alert ─▶ Delivery

Every value is immutable and every id is either a slug from the configuration or a hash of
content, so that each step of the line can be repeated without doing its work twice.  Words are
the field's own (docs/glossary.md).  Times are timezone-aware UTC; counts are people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from functools import lru_cache
from hashlib import blake2b, sha256
from typing import Any, ClassVar


class Bound(StrEnum):
    """How a number limits the count it speaks of."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"
    VAGUE = "vague"


class Basis(StrEnum):
    """What a number counts: the whole crisis, one incident, an addition, or a part of another figure."""

    TOTAL = "total"
    INCIDENT = "incident"
    INCREMENT = "increment"
    SUBSET = "subset"


DEFINITIONS = frozenset({"identified", "confirmed"})
"""Subjects that say how a total was counted rather than whom: else the dead are merely reported."""


class Severity(StrEnum):
    """How loudly an alert speaks; ordered by `rank`."""

    NOTICE = "notice"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for notice, 1 for high, 2 for critical."""
        return list(Severity).index(self)


class DeliveryState(StrEnum):
    """Where one message to one destination stands: pending → leased → sent | pending | held | dead.

    What is acknowledged while it waits for its digest, or to be repeated, is not sent any more.  What is held or
    dead waits for a person: to be retried (pending again) or dropped.
    """

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    HELD = "held"
    DROPPED = "dropped"
    ACKNOWLEDGED = "acknowledged"


class Trouble(StrEnum):
    """What a failed fetch says of the next one: it may pass, we are not wanted, or there is nothing any more."""

    FAILING = "failing"
    BLOCKED = "blocked"
    GONE = "gone"


class Health(StrEnum):
    """How a source is, as its last polls say; the last three are troubles (docs/polling.md)."""

    OK = "ok"
    EMPTY = "empty"
    STALE = "stale"
    FAILING = "failing"
    BLOCKED = "blocked"
    GONE = "gone"


class Outcome(Enum):
    """What a destination's answer means for the next step."""

    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    PERMANENT = "permanent"


class OnUnknown(StrEnum):
    """What is done with a message that may have arrived: sent again, or held until a person decides."""

    REPEAT = "repeat"
    HOLD = "hold"


def content_id(*parts: object) -> str:
    """A stable 20-character hexadecimal id of the parts; order and boundaries matter."""
    encoded = [str(part).encode("utf-8", "surrogatepass") for part in parts]
    whole = b"".join([piece for one in encoded for piece in (len(one).to_bytes(8, "big"), one)])
    return sha256(whole).hexdigest()[:20]


@lru_cache(maxsize=128)
def _revision_of(title: str, text: str) -> str:
    """The hash of a title and a text; those of the feeds at hand are remembered, for it is asked for at every step."""
    return content_id(title, text)


@lru_cache(maxsize=512)
def _id_of(source_id: str, guid: str, revision: str) -> str:
    """The id of an entry; likewise."""
    return content_id(source_id, guid, revision)


def key_of(*parts: object) -> int:
    """A key to look for: a whole number of 64 bits that is the same for the same parts; order and boundaries matter."""
    whole = ""
    for part in parts:
        text = str(part)
        whole += f"{len(text)}:{text}"
    digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


# ── what the configuration names, and both ends of the line need ─────────────────────────────


@dataclass(frozen=True, slots=True)
class Layout:
    """Where on an HTML page the news stand, by CSS selectors.

    With `items` the page is a listing, and what each item holds is an entry: `link` (its first link),
    `title` (the link's words), `text` (all its words), `date` (its `<time>`); in brackets what is taken
    where nothing is chosen.  Without `items` the page is itself one entry, which is edited: its
    `text`, with `title` (its first heading) and `date` (none).
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    items: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or a page that we poll.  `claimant` is set where an organisation's own feed speaks for it.

    `kind` is `feed`, or `page` for an organisation that has none: then `page` says where its news stand.
    With `full_text` the article that an entry links to is read too, where robots.txt allows it.  URL,
    headers and proxy may carry a key, so they are in no repr.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    id: str
    title: str
    url: str = field(repr=False)
    grade: str
    language: str | None = None
    kind: str = "feed"
    topics: tuple[str, ...] = ()
    claimant: str | None = None
    every: timedelta | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    enabled: bool = True
    page: Layout | None = None
    full_text: bool = False
    user_agent: str | None = None
    proxy: str | None = field(default=None, repr=False)
    conditional: bool = True


@dataclass(frozen=True, slots=True)
class Destination:
    """Where messages go: one apprise URL, one recipient.  The URL is a secret and never shown.

    `pace` is the least time from one message to the next; None leaves it to what its service takes.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    id: str
    url: str = field(repr=False)
    title: str = ""
    pace: timedelta | None = None
    on_unknown: OnUnknown = OnUnknown.REPEAT


# ── where entries come from ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask «has it changed?» with, and our own hash of the body as second check.

    `asked` is a hash of the URL that gave them and of the source's headers that it was asked with: they say
    nothing of another.  None where that was not written down.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body that differs from the last one.

    `url` is where it came from in the end; `moved_to` the address that permanent redirects alone
    led to, None where there were none.  `fresh_for` is how long the server says that nothing changes.
    """

    body: bytes
    content_type: str
    url: str
    validators: Validators
    fresh_for: timedelta | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered with, that is no source's feed: an article, a robots.txt; `url` as in `Fetched`."""

    body: bytes = field(repr=False)
    content_type: str
    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Article:
    """What came of the page that an entry links to: its text, or the reason why there is none.

    `retry` says that another try may help, `retry_after` is the pause that the server asked for.
    """

    text: str = ""
    reason: str | None = None
    retry: bool = False
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that is stored with its feed's words, because its article was not to be had.

    `due_at` is when it is tried again; None: never, because of `reason`.
    """

    entry_id: str
    source_id: str
    tries: int
    due_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server said 304, or sent the same bytes again; the rest as in `Fetched`."""

    validators: Validators
    fresh_for: timedelta | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """A failure as a value: one bad feed never stops the others.

    `retry_after` is what the server asked for; None when it asked for nothing.
    """

    reason: str
    retry_after: timedelta | None = None
    trouble: Trouble = Trouble.FAILING


FetchResult = Fetched | Unchanged | FetchFailed


@dataclass(frozen=True, slots=True)
class PollState:
    """What is remembered of a source between polls; the only mutable row a source has.

    `due_at` survives restarts, so that a restart polls nothing early.  `seeded_at` is None until
    the first good poll, whose figures are taken as known instead of being alerted.

    `health` has been what it is since `health_since`.  `configured` is a hash of how the source was to be
    asked (URL, headers …): another means that somebody edited it.  Of its rhythm: `rate` entries come
    a day, `gap` is its usual longest silence, `news_at` when something new came last, `holds` how many
    entries the last body held.  `feed_asks` and `server_asks` are how long either wants to be left alone,
    `interval` what was made of all that at the last poll.  `moved_to` is the address that is polled in place
    of the configured one, since `moved_at`; `pointed_to` where it was permanently redirected to, `pointed`
    times in a row.
    """

    source_id: str
    due_at: datetime
    validators: Validators = Validators()
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    seeded_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    health: Health = Health.OK
    health_since: datetime | None = None
    configured: str | None = None
    rate: float | None = None
    gap: timedelta | None = None
    news_at: datetime | None = None
    holds: int | None = None
    feed_asks: timedelta | None = None
    server_asks: timedelta | None = None
    interval: timedelta | None = None
    moved_to: str | None = None
    moved_at: datetime | None = None
    pointed_to: str | None = None
    pointed: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """The state of a source after a poll, and as it was stored before it; None if it was not."""

    before: PollState | None
    after: PollState


@dataclass(frozen=True, slots=True)
class Due:
    """A source that is to be polled, since when, and at which address in place of its configured one."""

    source_id: str
    due_at: datetime
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of an entry: character offsets into its `title` or `text`, as `field` says."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed in one revision; toll articles are rewritten under the same guid.

    `title` and `text` are plain text (HTML is reduced on the way in), and all offsets point into
    them as they stand here.  `revision` is a hash of title and text.  All revisions have the guid
    under which the entry was first seen, and each the link that it had then.  `edited` says that an
    earlier revision under this guid was stored before: what is new in it was stated when we saw
    it, whatever date of publication the feed still gives.  What `stood` in the revision before it
    was stated with that one.  `known_as` is the revision where that is settled: what is stored, and what
    has the text of its article and is known by the feed's words, which the next poll brings again.
    """

    source_id: str
    guid: str
    url: str
    title: str
    text: str
    language: str | None
    published_at: datetime | None
    seen_at: datetime
    edited: bool = False
    stood: tuple[Passage, ...] = ()
    known_as: str | None = field(default=None, compare=False, repr=False)

    @property
    def revision(self) -> str:
        """The hash of what a reader sees; another date or link alone makes no new revision."""
        return self.known_as or _revision_of(self.title, self.text)

    @property
    def id(self) -> str:
        """Unique per (source, guid, revision)."""
        return _id_of(self.source_id, self.guid, self.revision)

    @property
    def thread(self) -> int:
        """The same for all revisions of an entry."""
        return key_of("thread", self.source_id, self.guid)

    @property
    def name(self) -> int:
        """The key of its guid."""
        return key_of("guid", self.source_id, self.guid)

    @property
    def words(self) -> int:
        """The key of what a reader sees, whoever the entry is."""
        return key_of("words", self.source_id, self.revision)

    def stood_before(self, figure: Figure) -> bool:
        """Whether a figure of this entry stood in its former revision, so that it is no news."""
        return any(
            passage.field == figure.field and passage.start <= figure.start and figure.end <= passage.end
            for passage in self.stood
        )


@dataclass(frozen=True, slots=True)
class Feed:
    """What a body says: its entries in its order, what it calls itself, and how often it asks to be polled.

    `left_out` counts the items that came after the last one that we take.
    """

    entries: tuple[Entry, ...] = ()
    title: str = ""
    every: timedelta | None = None
    left_out: int = 0


# ── what is read out of them ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a text claims, with everything needed to defend it.

    `low`/`high` are whole people; None is an open end (at least 500 → 500, None; up to 20 →
    None, 20).  `claimant` and `via` are claimant ids or None, never a guess.  `background` marks
    a figure about another event, cited as context: stored, never alerted.  `quote` is the
    sentence; `start`/`end` are character offsets of the number and its hedge into `field`.
    """

    entry_id: str
    metric: str
    low: int | None
    high: int | None
    bound: Bound
    basis: Basis
    rule_id: str
    quote: str
    field: str
    start: int
    end: int
    subject: str | None = None
    claimant: str | None = None
    via: str | None = None
    place: str | None = None
    as_of: date | None = None
    background: bool = False

    @property
    def id(self) -> str:
        """Unique per (entry, field and span, metric)."""
        return content_id(self.entry_id, self.field, self.start, self.end, self.metric)


@dataclass(frozen=True, slots=True)
class Kept:
    """How an entry was read, kept beside it: so that only what would be read otherwise is read again.

    `language` is the one that it was read in; `tongues`, `rules` and `names` are hashes of what the
    reading depends on (see `core.edition`).
    """

    entry_id: str
    language: str
    tongues: str
    rules: str
    names: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one claimant about one thing in time: the unit that is compared and told."""

    topic: str
    metric: str
    claimant: str | None
    subject: str | None
    basis: Basis

    @property
    def key(self) -> str:
        """One line, for unique keys and tables: topic/metric/claimant/subject/basis."""
        return "/".join((self.topic, self.metric, self.claimant or "-", self.subject or "-", self.basis))


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that was assigned to a series, with the outlet and time a comparison needs.

    `stated_at` is the as-of date if the text gives one, else publication, else when we saw it;
    `titled` says that the figure stands in its entry's title.
    """

    series: Series
    figure_id: str
    source_id: str
    low: int | None
    high: int | None
    bound: Bound
    stated_at: datetime
    seen_at: datetime
    entry_id: str = ""
    titled: bool = False
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim that waits to be decided, with the figure and the entry that it can be defended by."""

    claim: Claim
    figure: Figure
    entry: Entry


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a set of claims says at a moment: UCDP's low / best / high, and the figures it rests on."""

    low: int | None
    best: int
    high: int | None
    method: str
    figure_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What readers were last told of a series: the baseline of every «how much has it moved».

    `alert_id` is None where the value was taken as known without an alert: by the first poll of
    a source, or because a claimant's first number lay inside what readers had been told already;
    `severity` is that of the alert.
    """

    series: Series
    low: int | None
    high: int | None
    bound: Bound
    figure_id: str
    alert_id: str | None
    told_at: datetime
    stated_at: datetime
    severity: Severity | None = None
    place: str | None = None

    @property
    def id(self) -> str:
        """Unique per (series, figure)."""
        return content_id(self.series.key, self.figure_id)


# ── what is decided ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition's answer about one claim; «no» carries its reason too.

    `level` is the step that was reached (a value, a band): with the condition and the series it
    says whether this very thing was decided before.
    """

    condition: str
    fires: bool
    reason: str
    severity: Severity = Severity.NOTICE
    level: str = ""
    arithmetic: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about one claim and why, kept for a while also where nobody was told.

    `outcome` is told, held, silenced, known (taken as known without an alert), not told, or out of
    scope; `alert_id` is the alert that it went into.
    """

    claim: Claim
    outcome: str
    verdicts: tuple[Verdict, ...]
    decided_at: datetime
    alert_id: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody's decision not to be told for a while: alerts that match are kept, and sent to nobody.

    `matchers` map topic, metric, claimant or condition to the id that an alert must have; all of
    them must match.
    """

    id: str
    matchers: Mapping[str, str]
    until: datetime
    author: str
    reason: str
    made_at: datetime

    def holds(self, alert: Alert, now: datetime) -> bool:
        """Whether it keeps an alert back at a moment."""
        facts: Mapping[str, str] = {
            "topic": alert.series.topic,
            "metric": alert.series.metric,
            "claimant": alert.series.claimant or "",
            "condition": alert.condition,
        }
        return now < self.until and all(facts.get(name) == value for name, value in self.matchers.items())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one claimant stands at the moment of an alert; a row of its table.

    `figure_id` is the figure it rests on, `outlets` the ids of the sources that printed it.
    """

    claimant: str | None
    name: str
    grade: str | None
    low: int | None
    high: int | None
    bound: Bound
    stated_at: datetime
    figure_id: str = ""
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a desk needs to defend an alert, as data; rendered to text, HTML and Slack.

    `before_name` and `before_told_at` say whose number `Alert.before` was and since when readers
    have had it; `before_silent` is true where it was taken as known without an alert.
    """

    topic_title: str
    metric_title: str
    claimant_name: str
    claimant_class: str | None
    claimant_grade: str | None
    via: str | None
    outlet: str
    url: str
    entry_title: str
    quote: str
    published_at: datetime | None
    seen_at: datetime
    rule_id: str
    reasons: tuple[Verdict, ...]
    standings: tuple[Standing, ...]
    estimate: Estimate | None
    next_triggers: tuple[str, ...]
    before_name: str | None = None
    before_told_at: datetime | None = None
    before_silent: bool = False
    printed_by: tuple[Printed, ...] = ()
    also: tuple[Move, ...] = ()
    disagreements: tuple[str, ...] = ()
    headline_differs: str = ""
    rule_version: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """An outlet that printed an alert's number, with the link to where."""

    outlet: str
    url: str


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its bound, as told or as claimed now."""

    low: int | None
    high: int | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Move:
    """What else an alert tells beside its leading series: another claimant's number, and what was told of it."""

    claimant: str | None
    name: str
    subject: str | None
    before: Value | None
    after: Value


@dataclass(frozen=True, slots=True)
class Alert:
    """A decision to tell.  Unique per (policy, series, condition, level)."""

    policy: str
    series: Series
    condition: str
    level: str
    severity: Severity
    before: Value | None
    after: Value
    figure_id: str
    entry_id: str
    decided_at: datetime
    explanation: Explanation
    silence_id: str | None = None

    @property
    def id(self) -> str:
        """The same decision, made again, has the same id."""
        return content_id(self.policy, self.series.key, self.condition, self.level)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the watch itself: a source in trouble, moved or back, a topic, source or rule fallen silent.

    `since` is when it was last well, None if never: the same trouble has the same `since`.
    `acknowledged` says that somebody has seen it since.
    """

    condition: str
    subject: str
    reason: str
    severity: Severity
    since: datetime | None
    decided_at: datetime
    acknowledged: bool = False

    @property
    def id(self) -> str:
        """Unique per (condition, subject, moment of decision)."""
        return content_id(self.condition, self.subject, self.decided_at.isoformat())


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt-tracked message: one alert, or one notice, to one destination.

    `alert_id` is the id of either.

    Deliveries to one destination with the same `bundle` are sent as one message; `why` says what
    kept them back (quiet hours, a digest, a storm).  `due_at` moves with every attempt that failed,
    `planned_at` is when the message was meant to be sent; `route` is the key of the route that asked for it.
    `tried_at` is when the last attempt began.  `forgiven` counts the attempts before a person said `retry`:
    they weigh no more.
    """

    alert_id: str
    destination_id: str
    state: DeliveryState
    attempts: int
    due_at: datetime
    lease_until: datetime | None = None
    error: str | None = None
    possible_repeat: bool = False
    bundle: str | None = None
    why: str | None = None
    planned_at: datetime | None = None
    route: str | None = None
    tried_at: datetime | None = None
    forgiven: int = 0

    @property
    def id(self) -> str:
        """Unique per (alert, destination); also the idempotency key that receivers see."""
        return content_id(self.alert_id, self.destination_id)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent to one destination as one message: leased deliveries, each with its alert or notice."""

    contents: tuple[tuple[Delivery, Alert | Notice], ...]

    @property
    def delivery(self) -> Delivery:
        """The first of them, which gives the message its identity; a possible repeat if any of them is."""
        first = self.contents[0][0]
        repeat = any(delivery.possible_repeat for delivery, _ in self.contents)
        return replace(first, possible_repeat=repeat)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return tuple(told for _, told in self.contents if isinstance(told, Alert))

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(told for _, told in self.contents if isinstance(told, Notice))


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody has seen an alert or a notice, and says so."""

    alert_id: str
    author: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """What the outbox must know of a destination: its pace, and whether what may have arrived is held."""

    destination_id: str
    pace: timedelta = timedelta(0)
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Stuck:
    """Messages to a destination that ended dead or are held, of which nobody was told; `error` is the last one's."""

    destination_id: str
    state: DeliveryState
    messages: int
    error: str | None

    @property
    def condition(self) -> str:
        """The condition of the notice that tells of them."""
        return "delivery_dead" if self.state is DeliveryState.DEAD else "delivery_held"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one attempt to deliver, and how long it `took`.

    `retry_after` is the pause that the destination asked for, or needs.
    """

    outcome: Outcome
    error: str | None = None
    retry_after: timedelta | None = None
    took: timedelta = field(default=timedelta(0), compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes with a message: its file name, the PNG itself, and in words what it shows."""

    name: str
    png: bytes = field(repr=False)
    alt: str


@dataclass(frozen=True, slots=True)
class Message:
    """One or more alerts as people read them: one subject, the same content in each form a destination may want.

    `data` are the alerts or notices as JSON documents, for receivers that are programs.  `chart` shows
    the series of a single alert; a message is whole without it, and `chart_error` says why there is none.
    `blocks` are Slack's, `slack` is the same as one text.  Messages with the same `thread` – a topic's id, or
    a word for those of several – belong together.
    """

    subject: str
    text: str
    html: str
    slack: str
    alert_ids: tuple[str, ...] = ()
    data: tuple[Mapping[str, Any], ...] = ()
    chart: Picture | None = None
    chart_error: str | None = None
    blocks: tuple[Mapping[str, Any], ...] = ()
    thread: str = ""


# ── what a step of the line reports ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll did; a line on the terminal, a line in the log."""

    source_id: str
    polled_at: datetime
    due_at: datetime
    outcome: str  # "ok" | "unchanged" | "failed"
    error: str | None = None
    entries: int = 0
    fresh: int = 0
    figures: int = 0
    claims: int = 0
    seeded: bool = False
    seed_summary: str | None = None
    left_out: int = 0
    articles: int = 0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of one docket; `held` counts the claims that stay on it, until `held_until`."""

    topic: str
    metric: str
    alert: Alert | None = None
    claims: int = 0
    held: int = 0
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What one attempt did for one delivery; `kept` is false where the lease was lost to somebody else."""

    delivery: Delivery
    outcome: Outcome
    message: Message | None = field(default=None, repr=False)
    kept: bool = True
