"""What a well-shaped configuration can still get wrong: names, codes, addresses, order.

One table a kind of file says which check stands at which place; the checks see the text as it is
written, so they speak even where another mistake keeps the value from being made.  What rules and
conditions hold is checked by `monitor.core.rules` and `monitor.core.policy`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit
from zoneinfo import available_timezones

from monitor.adapters.addresses import not_allowable
from monitor.config.countries import COUNTRIES, code_meant
from monitor.config.documents import Document, Path, is_open, literal_parts, part, shorten
from monitor.config.languages import ISO_639_1, language_meant
from monitor.config.shapes import duration, keys_of, near_miss, size
from monitor.core.specs import Delivering, Polling
from monitor.core.watch import WATCHED
from monitor.errors import Mistake
from monitor.model import Layout

SLUG = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
GRADE = r"[A-F][1-6]?"
"""The Admiralty code: A–F how reliable the source is, 1–6 how credible the information (NATO AJP-2.1)."""

CLASSES = ("monitor", "official", "un", "party", "media", "medical", "security", "generic")
SOURCE_KINDS = ("feed", "page")
RESERVED = {"destinations": "terminal", "languages": "any"}


@dataclass(frozen=True, slots=True)
class Item:
    """One block of one kind: a source, a topic, the settings."""

    kind: str
    document: Document
    path: Path

    @property
    def value(self) -> object:
        """The block as plain values, variables filled in."""
        return part(self.document.value, self.path)


@dataclass(frozen=True, slots=True)
class Place:
    """One value of one item, with all names of the configuration at hand."""

    item: Item
    path: Path
    value: object
    names: Mapping[str, Collection[str]]

    @property
    def open(self) -> bool:
        """Whether there is nothing to check: not a text, or one whose variable was not there."""
        return not isinstance(self.value, str) or is_open(self.value)

    @property
    def text(self) -> str:
        """The value as written."""
        return str(
            part(self.item.document.written, self.path) if self.path[-1:] != (self.value,) else self.value
        )

    def say(self, what: str, expected: str = "", hint: str = "") -> Mistake:
        """A mistake here."""
        return self.item.document.mistake(self.path, what, expected, hint)


Check = Callable[[Place], Mistake | None]


# ── the checks ──────────────────────────────────────────────────────────────────────────────


def slug(place: Place) -> Mistake | None:
    """An id is lower-case letters, digits and hyphens: it goes into URLs, tables and file names."""
    if place.open or re.fullmatch(SLUG, str(place.value)):
        return None
    better = re.sub(r"[^a-z0-9_]+", "-", str(place.value).lower()).strip("-_")
    hint = f"write `{shorten(better)}`" if re.fullmatch(SLUG, better) else ""
    return place.say(f"the id `{shorten(place.text)}`", "lower-case letters, digits, - and _", hint)


def free(kind: str) -> Check:
    """An id must not be a word that the program uses itself."""

    def check(place: Place) -> Mistake | None:
        if place.value != RESERVED[kind]:
            return None
        return place.say(f"the id `{place.text}` is the program's own", "another id")

    return check


def known(kind: str, noun: str) -> Check:
    """A name must be an id that the configuration defines; where not all ids are known, nothing is said."""

    def check(place: Place) -> Mistake | None:
        if place.open or kind not in place.names or place.value in place.names[kind]:
            return None
        ids = sorted(place.names[kind])
        hint = near_miss(str(place.value), ids)
        expected = "" if hint else f"one of {', '.join(ids)}" if 0 < len(ids) <= 12 else f"the id of a {noun}"
        return place.say(f"unknown {noun} `{shorten(place.text)}`", expected, hint)

    return check


def language(place: Place) -> Mistake | None:
    """A language is an ISO 639-1 code or a language file's id; `any` only where words are listed by language."""
    ids = {*place.names.get("languages", ()), *ISO_639_1}
    if place.open or place.value in ids or (place.path[-1:] == (place.value,) and place.value == "any"):
        return None
    code = language_meant(str(place.value), ids)
    hint = f"did you mean `{code}`?" if code else ""
    return place.say(f"unknown language `{shorten(place.text)}`", "a code such as en, fa, ar", hint)


def country(place: Place) -> Mistake | None:
    """An ISO 3166-1 alpha-2 code, in capitals."""
    if place.open or place.value in COUNTRIES:
        return None
    code = code_meant(str(place.value))
    hint = f"did you mean `{code}` ({COUNTRIES[code]})?" if code else ""
    return place.say(
        f"unknown country `{shorten(place.text)}`",
        "" if hint else "an ISO 3166-1 code such as IR or UA",
        hint,
    )


def grade(place: Place) -> Mistake | None:
    """The Admiralty code."""
    if place.open or re.fullmatch(GRADE, str(place.value)):
        return None
    upper = str(place.value).strip().upper()
    hint = f"did you mean `{upper}`?" if re.fullmatch(GRADE, upper) else ""
    return place.say(
        f"the grade `{shorten(place.text)}`", "A to F, and 1 to 6 behind it if known, such as B or B2", hint
    )


def one_of(noun: str, words: tuple[str, ...]) -> Check:
    """One of a few words."""

    def check(place: Place) -> Mistake | None:
        if place.open or place.value in words:
            return None
        hint = near_miss(str(place.value), words)
        return place.say(f"the {noun} `{shorten(place.text)}`", "one of " + ", ".join(words), hint)

    return check


_OTHER_SCHEMES = frozenset({"file", "ftp", "ftps", "sftp", "ws", "wss", "gopher"})
"""What people write where a feed's address is asked for, and cannot be polled."""


def feed_url(place: Place) -> Mistake | None:
    """An http or https address with a host; the address itself is not quoted, it may hold a token."""
    if place.open:
        return None
    text = str(place.value).strip()
    try:
        scheme, host = urlsplit(text).scheme, urlsplit(text).hostname
    except ValueError:
        return place.say("the address cannot be read", "http://… or https://…")
    if scheme not in ("http", "https"):
        feedlike = scheme in ("feed", "itpc", "")
        hint = "write https:// instead" if feedlike else near_miss(scheme, ["http", "https"])
        # What is like no scheme may be a key in the wrong place.
        shown = "://" in text and (hint or scheme in _OTHER_SCHEMES)
        begins = f"that begins with `{scheme}:`" if shown else "without http"
        said = f"an address {begins}"
        return place.say(said, "http://… or https://…", hint)
    if not host:
        return place.say("an address without a host", "an address such as https://example.org/feed")
    if re.search(r"\s", text):
        return place.say("an address with a space in it", "%20 for a space")
    return None


def proxy_url(place: Place) -> Mistake | None:
    """An http or https address of a proxy, without a path; its password does not stand there in clear."""
    if place.open:
        return None
    text = str(place.value).strip()
    try:
        url = urlsplit(text)
        scheme, host, password, _ = url.scheme, url.hostname, url.password, url.port
    except ValueError:
        return place.say("the address of this proxy cannot be read", "http://HOST:PORT")
    if scheme not in ("http", "https"):
        hint = "a SOCKS proxy is not spoken to" if scheme.startswith("socks") else ""
        return place.say("this proxy's address is neither http nor https", "http://HOST:PORT", hint)
    if not host or url.path.strip("/") or url.query or url.fragment or re.search(r"\s", text):
        return place.say("this proxy's address is more, or less, than a host and a port", "http://HOST:PORT")
    written = part(place.item.document.written, place.path)
    if password and isinstance(written, str) and any(password in piece for piece in literal_parts(written)):
        return place.say(
            "a password stands in clear in the address of this proxy",
            "`${NAME}` in its place, or `file:/run/secrets/name` for the whole address",
            "put the value into that variable or file",
        )
    return None


def user_agent(place: Place) -> Mistake | None:
    """What we call ourselves is one line of plain signs: it goes into a header."""
    if place.open or re.fullmatch(r"[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*", str(place.value)):
        return None
    return place.say(
        "`user_agent` is blank, or holds other signs than ASCII's", "one line such as Mozilla/5.0 (…)"
    )


def private_network(place: Place) -> Mistake | None:
    """What may be allowed is a network that is private, or the name of a host in one."""
    why = None if place.open else not_allowable(str(place.value))
    if why is None:
        return None
    expected = "a private network or a host, such as 10.1.0.0/16 or wiki.intern"
    return place.say(f"`{shorten(place.text)}` {why}", expected)


def destination_url(place: Place) -> Mistake | None:
    """An apprise URL that apprise can read, for one recipient; it is a secret, only its scheme is named."""
    if place.open:
        return None
    scheme, mark, rest = str(place.value).strip().partition("://")
    if not mark or not rest:
        name = re.fullmatch(r"\$([A-Z_][A-Z0-9_]*)", str(place.value).strip())
        hint = f"write ${{{name[1]}}}" if name else ""
        return place.say(
            "the address of a destination has no scheme", "an apprise URL, such as mailtos://…", hint
        )
    if re.search(r"[\x00-\x1f\x7f]", str(place.value).strip()):
        return place.say("a control character in the address of a destination", "one line of printable signs")
    # Half a second that few commands need.
    from monitor.adapters.notify import check_url, services_known  # noqa: PLC0415

    services = services_known()
    if scheme.lower() in services.schemas() or _native(str(place.value), services):
        fault = check_url(str(place.value))
        return place.say(f"the address of this destination {fault}") if fault else _secret_in_clear(place)
    if scheme in ("http", "https"):
        return place.say(
            "a web address that belongs to no messaging service that apprise knows",
            "an apprise URL, such as slack://…",
            f"for a webhook of your own write {'jsons' if scheme == 'https' else 'json'}://",
        )
    hint = near_miss(scheme, services.schemas())
    # What is like no service may be a secret in the wrong place.
    said = f"no service `{scheme}`" if hint else "no service of that name"
    return place.say(f"apprise knows {said}", "" if hint else "mailtos, slack, json, …", hint)


def _secret_in_clear(place: Place) -> Mistake | None:
    """No password or token is written out: configuration is shown, copied and put under version control."""
    written = part(place.item.document.written, place.path)
    if not isinstance(written, str):
        return None
    literal = [piece for piece in literal_parts(written) if re.search(r"[^\s/:?&=@]", piece)]
    if not literal:
        return None
    from monitor.adapters.notify import secrets_in  # noqa: PLC0415

    texts = [text for piece in literal for text in (piece, unquote(piece), unquote_plus(piece))]
    taken = _taken(written, str(place.value))
    for name, value in secrets_in(str(place.value)):
        if value not in taken and any(value in text for text in texts):
            return place.say(
                f"a secret stands in clear in the address of this destination: {name}",
                "`${NAME}` in its place, or `file:/run/secrets/name` for the whole address",
                "put the value into that variable or file",
            )
    return None


def _taken(written: str, value: str) -> frozenset[str]:
    """What variables put into a text, decoded."""
    pattern = "(.*)".join(map(re.escape, literal_parts(written)))
    found = re.fullmatch(pattern, value, re.DOTALL)
    return frozenset(map(unquote, found.groups())) if found else frozenset()


def _native(url: str, services: Any) -> bool:
    """Whether it is a web address that a service itself hands out, such as https://hooks.slack.com/services/…"""
    return url.startswith("https://") and any(
        plugin.parse_native_url(url) is not None for plugin in services.plugins()
    )


def filled(place: Place) -> Mistake | None:
    """A list or mapping that must hold something."""
    if not isinstance(place.value, list | dict) or place.value:
        return None
    return place.say(f"`{place.path[-1]}` is empty", "at least one")


def worded(place: Place) -> Mistake | None:
    """A text that must not be blank."""
    if not isinstance(place.value, str) or place.value.strip():
        return None
    return place.say(
        f"`{place.path[-1]}` is blank" if isinstance(place.path[-1], str) else "a blank text", "a text"
    )


def positive(place: Place) -> Mistake | None:
    """A count that must be 1 or more."""
    value = place.value
    if not isinstance(value, int) or isinstance(value, bool) or value > 0:
        return None
    return place.say(f"`{place.path[-1]}` is {value}", "1 or more")


LEAST_MEMORY = 64_000_000
"""Bytes: the process that reads feeds holds 40 MB before it has read a first one."""


def enough_to_start(place: Place) -> Mistake | None:
    """A process with less memory than it needs to start would fail every feed."""
    given = place.value if isinstance(place.value, int) else size(str(place.value))
    if given is None or given >= LEAST_MEMORY:
        return None
    return place.say(f"`{place.path[-1]}` is `{place.value}`", f"{LEAST_MEMORY // 1_000_000}MB or more")


def lease_outlasts_attempt(place: Place) -> Mistake | None:
    """A lease that ends before the attempt would let a second attempt begin beside the first."""
    if not isinstance(place.value, dict):
        return None
    standard = Delivering()
    lease = duration(str(place.value.get("lease", ""))) or standard.lease
    timeout = duration(str(place.value.get("timeout", ""))) or standard.timeout
    if lease > 2 * timeout:  # an attempt may wait for its turn as long as it may take
        return None
    what = "`delivering.lease` is not longer than twice `delivering.timeout`"
    return place.say(what, "a longer lease", "else a second attempt begins while the first still runs")


def selector(place: Place) -> Mistake | None:
    """A CSS selector that can be used."""
    if place.open or not str(place.value).strip():
        return None
    # lxml and cssselect, which a configuration of feeds alone does not need.
    from monitor.core.page import selector_fault  # noqa: PLC0415

    fault = selector_fault(str(place.value))
    said = f"`{place.path[-1]}` is no CSS selector: {fault}"
    return place.say(said, "a selector such as `article.news` or `#content h2`") if fault else None


def page_of_its_kind(place: Place) -> Mistake | None:
    """A source of the kind `page` says where on it the news stand; another has nothing to say of that."""
    block = place.value if isinstance(place.value, dict) else {}
    page, kind = block.get("page"), block.get("kind", "feed")
    shape = "`page: {items: …}` for a listing, `page: {text: …}` for a page that is rewritten"
    if kind == "page" and page is None:
        return place.say("a source of the kind `page` does not say where on it the news stand", shape)
    if isinstance(page, dict) and kind != "page":
        at = replace(place, path=(*place.path, "page"))
        return at.say("`page` with a source that is a feed", "`kind: page` beside it, or no `page`")
    if (
        isinstance(page, dict)
        and keys_of(Layout).keys() >= page.keys()
        and not {"items", "text"} & page.keys()
    ):
        at = replace(place, path=(*place.path, "page"))
        return at.say("`page` says neither `items` nor `text`", shape)
    if isinstance(page, dict) and page.get("link") and not page.get("items"):
        at = replace(place, path=(*place.path, "page", "link"))
        return at.say("`page.link` without `items`", "`items`, in each of which the link stands")
    if isinstance(page, dict) and "text" in page and "items" not in page and block.get("full_text") is True:
        at = replace(place, path=(*place.path, "full_text"))
        return at.say(
            "`full_text` with a page that is itself the text", "`full_text` with a listing or a feed"
        )
    return None


def limits_in_order(place: Place) -> Mistake | None:
    """The shortest interval is not longer than the longest, and the interval to begin with lies between them."""
    if not isinstance(place.value, dict):
        return None
    times = {name: duration(str(place.value.get(name, ""))) for name in ("min", "every", "max")}
    times["every"] = times["every"] or Polling().every
    given = [(name, time) for name, time in times.items() if time is not None]
    for (short, shorter), (long, longer) in pairwise(given):
        if shorter > longer:
            what = f"`polling.{short}` is longer than `polling.{long}`"
            return place.say(what, "min, every and max in that order", f"raise `{long}` or lower `{short}`")
    return None


def window_order(place: Place) -> Mistake | None:
    """A window ends after it began."""
    days = place.value if isinstance(place.value, dict) else {}
    begins, ends = days.get("from"), days.get("until")
    if not isinstance(begins, str) or not isinstance(ends, str) or begins <= ends:
        return None
    return place.say("`window.until` lies before `window.from`", "a later day, or no `until`")


def local_time(place: Place) -> Mistake | None:
    """A time of day, 00:00 to 23:59."""
    if not isinstance(place.value, str) or re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", place.value.strip()):
        return None
    return place.say(f"`{place.path[-1]}` is no time of day", "hours and minutes, such as 08:00")


def time_zone(place: Place) -> Mistake | None:
    """A time zone by its IANA name."""
    if not isinstance(place.value, str) or place.value in available_timezones():
        return None
    hint = near_miss(place.value, available_timezones())
    return place.say(f"there is no time zone `{shorten(place.value)}`", "a name such as Europe/Berlin", hint)


def best_method(place: Place) -> Mistake | None:
    """A way to find the best estimate, or a claimant."""
    ways = ["graded", "median", "highest"]
    if place.open or "claimants" not in place.names or place.value in (*ways, *place.names["claimants"]):
        return None
    hint = near_miss(str(place.value), [*ways, *place.names["claimants"]])
    return place.say(f"`best` is `{shorten(place.text)}`", f"{', '.join(ways)} or the id of a claimant", hint)


_HOURS: tuple[tuple[str, Check], ...] = (
    ("digest.at", local_time),
    ("digest.zone", time_zone),
    ("quiet.from", local_time),
    ("quiet.until", local_time),
    ("quiet.zone", time_zone),
)

CHECKS: Mapping[str, tuple[tuple[str, Check], ...]] = {
    "monitor": (
        ("polling.concurrency", positive),
        ("polling.max_bytes", positive),
        ("polling.allow_private", filled),
        ("polling.allow_private.*", private_network),
        ("polling", limits_in_order),
        ("polling.max_items", positive),
        ("polling.parse_memory", enough_to_start),
        ("delivering", lease_outlasts_attempt),
        ("destinations.*.id", slug),
        ("destinations.*.id", free("destinations")),
        ("destinations.*.url", destination_url),
        ("system.*", known("destinations", "destination")),
        ("watching.failures", positive),
        ("watching.silent_after", positive),
        ("watching.off.*", one_of("condition", WATCHED)),
        ("routes.*.to", filled),
        ("routes.*.to.*", known("destinations", "destination")),
        ("routes.*.topics.*", known("topics", "topic")),
        ("routes.*.metrics.*", known("metrics", "metric")),
        ("routes.*.countries.*", country),
        ("routes.*.conditions.*", known("conditions", "condition")),
        ("routes.*.storm_cap", positive),
        *((f"routes.*.{path}", check) for path, check in _HOURS),
    ),
    "topics": (
        ("id", slug),
        ("title", worded),
        ("window", window_order),
        ("words", filled),
        ("words.#", language),
        ("words.*.*", worded),
        ("places", filled),
        ("places.#", language),
        ("places.*.*", worded),
        ("metrics", filled),
        ("metrics.*", known("metrics", "metric")),
        ("countries.*", country),
        ("best", best_method),
        *_HOURS,
    ),
    "sources": (
        ("id", slug),
        ("title", worded),
        ("url", feed_url),
        ("proxy", proxy_url),
        ("user_agent", user_agent),
        ("grade", grade),
        ("language", language),
        ("kind", one_of("kind", SOURCE_KINDS)),
        ("", page_of_its_kind),
        *((f"page.{name}", selector) for name in ("items", "link", "title", "text", "date")),
        ("topics.*", known("topics", "topic")),
        ("claimant", known("claimants", "claimant")),
    ),
    "claimants": (
        ("id", slug),
        ("name", worded),
        ("class", one_of("class", CLASSES)),
        ("grade", grade),
        ("aliases.#", language),
        ("aliases.*.*", worded),
        ("anaphora.#", language),
        ("anaphora.*.*", worded),
    ),
    "metrics": (
        ("id", slug),
        ("title", worded),
        ("min_step", positive),
        ("triggers.#", known("languages", "language")),
        ("rules", filled),
        ("rules.*.id", slug),
        ("rules.*.language", known("languages", "language")),
        ("rules.*.examples", filled),
        ("rules.*.examples.*.figures.*.claimant", known("claimants", "claimant")),
    ),
    "languages": (
        ("id", slug),
        ("id", free("languages")),
        ("title", worded),
        ("metrics.#", known("metrics", "metric")),
        ("metrics.*.rules.*.id", slug),
        ("metrics.*.rules.*.examples", filled),
        ("metrics.*.rules.*.examples.*.figures.*.claimant", known("claimants", "claimant")),
    ),
}

UNIQUE = (
    ("topics", "id", "topic"),
    ("sources", "id", "source"),
    ("claimants", "id", "claimant"),
    ("metrics", "id", "metric"),
    ("languages", "id", "language"),
    ("monitor", "destinations.*.id", "destination"),
    ("metrics", "rules.*.id", "rule"),
    ("languages", "metrics.*.rules.*.id", "rule"),
)
"""Kind, place of the id, noun: ids that may stand once in the whole configuration."""


# ── running them ────────────────────────────────────────────────────────────────────────────


def places(value: object, pattern: str, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every (path, value) that a dotted pattern names: `*` any item or key, a last `#` the keys themselves."""
    step, _, rest = pattern.partition(".")
    if not pattern:
        yield path, value
    elif step == "#" and isinstance(value, dict):
        yield from (((*path, key), key) for key in value)
    elif step == "*" and isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from places(inner, rest, (*path, key))
    elif isinstance(value, dict) and value.get(step) is not None:
        yield from places(value[step], rest, (*path, step))


def check(items: Iterable[Item], names: Mapping[str, Collection[str]]) -> Iterator[Mistake]:
    """Run every check of the tables on every item."""
    for item in items:
        for pattern, one in CHECKS[item.kind]:
            for path, value in places(item.value, pattern):
                mistake = one(Place(item, (*item.path, *path), value, names))
                if mistake:
                    yield mistake


def ids_of(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """Every id that is written down, by kind, whether or not its block is right otherwise."""
    kinds: dict[str, list[str]] = {kind: [] for kind in (*CHECKS, "destinations")}
    for item in items:
        pattern = "destinations.*.id" if item.kind == "monitor" else "id"
        kind = "destinations" if item.kind == "monitor" else item.kind
        kinds[kind].extend(value for _, value in places(item.value, pattern) if isinstance(value, str))
    return {kind: tuple(ids) for kind, ids in kinds.items()}


def repeated(items: Iterable[Item]) -> Iterator[Mistake]:
    """Ids that stand twice; the message names the first place, its line the second."""
    blocks = tuple(items)
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, pattern, noun in UNIQUE:
        first = seen[noun]
        for item in blocks:
            for path, value in places(item.value, pattern) if item.kind == kind else ():
                place = (*item.path, *path)
                here = f"{item.document.file}:{item.document.line(place)}"
                if isinstance(value, str) and first.setdefault(value, here) != here:
                    yield item.document.mistake(
                        place,
                        f"the {noun} `{shorten(value)}` stands here a second time",
                        hint=f"first at {first[value]}",
                    )


def shared_aliases(items: Iterable[Item]) -> Iterator[Mistake]:
    """One name for two claimants: no text could say which is meant."""
    first: dict[tuple[str, str], tuple[str, Item, Path]] = {}
    for item in items:
        if item.kind != "claimants" or not isinstance(item.value, dict):
            continue
        owner = str(item.value.get("id"))
        for path, value in places(item.value, "aliases.*.*"):
            here = owner, item, (*item.path, *path)
            other, named, where = first.setdefault((str(path[1]), str(value).casefold()), here)
            if other != owner:
                yield item.document.mistake(
                    here[2],
                    f"the alias `{shorten(str(value))}` names `{other}` too",
                    "an alias of one claimant",
                    f"first at {named.document.file}:{named.document.line(where)}",
                )
