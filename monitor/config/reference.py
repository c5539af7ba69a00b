"""The JSON Schemas beside the YAML and docs/configuration.md, made from the dataclasses of the contract.

`python -m monitor.config.reference` writes both anew, from the top of the checkout; a test compares
them with what is committed.  Nothing here decides what is valid: that is `shapes` and `checks`.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import TypeAdapter

from monitor.config.checks import CLASSES, GRADE, SLUG
from monitor.config.shapes import SIZED, keys_of, yaml_key
from monitor.core.policy import CONDITIONS, OPTIONAL, fields_of
from monitor.core.specs import Claimant, LanguageSpec, MetricSpec, Settings, Topic
from monitor.model import Source

DURATION = r"^\s*\d+(\.\d+)?\s*(ms|s|m|h|d|w)\s*$"
SIZE = r"^\s*\d+(\.\d+)?\s*([KMGkmg]?[Bb]?)\s*$"


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of file: its schema's name, where it lies, its shape, and the key of its list if it is one."""

    schema: str
    files: str
    shape: type
    listed: str = ""


SHEETS = (
    Sheet("monitor", "monitor.yaml", Settings),
    Sheet("topic", "topics/*.yaml", Topic),
    Sheet("sources", "sources/*.yaml", Source, "sources"),
    Sheet("claimants", "claimants/*.yaml", Claimant, "claimants"),
    Sheet("metric", "metrics/*.yaml", MetricSpec),
    Sheet("language", "languages/*.yaml", LanguageSpec),
)

MEANING = {
    "Settings.contact": "mail address or page in the User-Agent, so that a publisher can reach you",
    "Settings.polling": "how sources are polled",
    "Settings.delivering": "how messages are delivered",
    "Settings.timing": "how long news settles, and how long a series rests",
    "TopicTiming.settle": "as in monitor.yaml, for this topic",
    "TopicTiming.cooldown": "as in monitor.yaml, for this topic",
    "Watching.failures": "polls in a row that fail before a source is called failing",
    "Watching.blind_after": "time without a successful poll after which a topic is called silent",
    "Watching.silent_after": "how many times its usual longest gap a source or rule is silent before that is told",
    "Watching.least_silence": "shorter silences are never told",
    "Watching.off": "conditions not to be told of: `source_failing`, `source_recovered`, `silent`, "
    "`delivery_dead`, `delivery_held`",
    "Timing.settle": "what comes in within this time is decided together",
    "Timing.cooldown": "time in which a series that told tells again only what is graver or twice the number",
    "Digest.at": "local time of the one message a day, such as `08:00`",
    "Digest.zone": "IANA time zone, such as `Europe/Berlin`",
    "Digest.min_severity": "what is at least this grave does not wait for the digest",
    "Quiet.from": "local time at which the quiet hours begin, such as `22:00`",
    "Quiet.until": "local time at which they end",
    "Quiet.zone": "IANA time zone, such as `Europe/Berlin`",
    "Quiet.min_severity": "what is at least this grave is sent all the same",
    "Settings.destinations": "where messages can go; none: the terminal",
    "Settings.system": "ids of the destinations that hear of failing and silent sources; none: all of them",
    "Settings.routes": "which alerts go where; none: every alert to every destination",
    "Polling.every": "time between two polls of a source whose rhythm is not known yet",
    "Polling.min": "shortest time that a source's rhythm may lead to; left out: a third of `every`",
    "Polling.max": "longest time that it and the wishes of feed and server may lead to; left out: twice `every`",
    "Polling.timeout": "time one poll may take as a whole",
    "Polling.max_bytes": "longest feed that is read: a size such as 500KB or 10MB",
    "Polling.max_items": "entries of a feed that are read; of a longer one the newest are, and the log says "
    "how many were left out",
    "Polling.parse_time": "processor time that reading one feed may take; the process that reads is killed then, "
    "and the poll has failed",
    "Polling.parse_memory": "memory that the process may take which reads one feed: a size such as 256MB",
    "Polling.concurrency": "polls at one time",
    "Polling.allow_private": "whether private and loopback addresses may be polled: `true` for all, or a list of "
    "those that may, as networks or names of hosts: `[10.1.0.0/16, wiki.intern]`",
    "Delivering.timeout": "time one attempt may take",
    "Delivering.lease": "time after which a message whose sender vanished is sent again; more than twice `timeout`",
    "Delivering.give_up_after": "time for which a failing destination is tried",
    "Destination.id": "a slug; `terminal` is taken",
    "Destination.url": "an apprise URL; a secret, best as `${NAME}` or `file:/run/secrets/name`",
    "Destination.title": "what lists and messages call it",
    "Destination.pace": "least time from one message to the next, such as `2s`; none: what its service takes",
    "Destination.on_unknown": "what is done with a message that may have arrived: `repeat` it, or `hold` it "
    "until somebody says `tollwatch retry` or `tollwatch drop`",
    "Route.to": "ids of destinations",
    "Route.topics": "only these topics",
    "Route.metrics": "only these metrics",
    "Route.countries": "only topics of these countries (ISO 3166-1 codes, such as `IR`)",
    "Route.conditions": "only these conditions (listed at the end of this page)",
    "Route.min_severity": "only from this severity up",
    "Route.digest": "collect into one message a day; wins over the topic's",
    "Route.quiet": "hours in which only grave alerts are sent; wins over the topic's",
    "Route.storm_cap": "messages within an hour after which the rest comes as one digest",
    "Topic.id": "a slug; part of every series' key, so do not change it later",
    "Topic.title": "what alerts call it",
    "Topic.window": "the days it is about",
    "Topic.words": "language or `any` → words of which an entry must hold one",
    "Topic.places": "language or `any` → places of which an entry must name one",
    "Topic.metrics": "ids of the metrics that are watched",
    "Topic.conditions": "condition → its settings, or `false`",
    "Topic.best": "the best estimate: `graded` (median of the highest-graded), `median`, `highest` or a claimant's id",
    "Topic.shared": "whether a figure may belong to this and to another shared topic at once",
    "Topic.countries": "ISO 3166-1 codes of the countries it is about, such as `[IR]`; routes may ask for them",
    "Topic.timing": "settle and cooldown of this topic; what is left out is as in monitor.yaml",
    "Topic.digest": "collect into one message a day",
    "Topic.quiet": "hours in which only grave alerts are sent",
    "Window.from": "first day",
    "Window.until": "last day; open if left out",
    "Source.id": "a slug; what was polled and read is remembered under it, so do not change it later",
    "Source.title": "the outlet's name as alerts show it",
    "Source.url": "http or https address of the feed or page; `${NAME}` is filled in",
    "Source.grade": "Admiralty code: A to F for the source, 1 to 6 behind it for the information",
    "Source.language": "ISO 639-1 code; recognised from the text if left out",
    "Source.kind": "`feed`: RSS, Atom, RDF and JSON Feed; `page`: an HTML page, read as `page` says",
    "Source.page": "where on an HTML page the news stand ([polling](polling.md#pages-without-a-feed))",
    "Source.full_text": "whether the article that an entry links to is read too, where robots.txt allows it "
    "([polling](polling.md#whole-articles))",
    "Layout.items": "CSS selector of the items of a listing, each an entry; none: the page itself is one entry",
    "Layout.link": "CSS selector, inside an item, of its link; none: the first link",
    "Layout.title": "CSS selector of the title; none: the link's words, or the page's first heading",
    "Layout.text": "CSS selector of the text; none: all of the item but its title and date",
    "Layout.date": "CSS selector of the date; none: the item's `<time datetime>`",
    "Source.topics": "topics that every entry belongs to; leave out unless the feed is about nothing else",
    "Source.claimant": "the organisation whose own feed this is: «we» in it is that claimant",
    "Source.every": "time between two polls, always; left out: by the source's own rhythm (docs/polling.md)",
    "Source.headers": "HTTP headers to send; their values are secrets and never shown",
    "Source.user_agent": "what this source is told we are, instead of our name and `contact`",
    "Source.proxy": "http or https address of the proxy that this source is asked through; a secret, as in "
    "`http://desk:${PROXY_PASSWORD}@proxy.example.org:3128`",
    "Source.conditional": "`false` where the server says «unchanged» of a feed that has changed: it is then asked for "
    "the whole feed every time",
    "Source.enabled": "`false` stops polling and keeps what is stored",
    "Claimant.id": "a slug; part of every series' key, so do not change it later",
    "Claimant.name": "what alerts call it",
    "Claimant.class": "one of " + ", ".join(CLASSES),
    "Claimant.grade": "Admiralty code",
    "Claimant.aliases": "language or `any` → the names that texts use; matched whole, whatever the case",
    "Claimant.anaphora": "language → what later sentences call it",
    "MetricSpec.id": "a slug",
    "MetricSpec.title": "what alerts call it",
    "MetricSpec.definition": "what is counted, and what is not",
    "MetricSpec.min_step": "smallest difference worth an alert, in people",
    "MetricSpec.triggers": "language → words that a text must hold before a rule is tried",
    "MetricSpec.rules": "the rules that read it",
    "RuleSpec.id": "a slug; every alert names it",
    "RuleSpec.language": "id of a language file; left out in a language's own file",
    "LanguageSpec.metrics": "metric id → triggers and rules that this language reads it with",
    "Reads.triggers": "words that a text must hold before a rule is tried",
    "Reads.rules": "the rules that read the metric in this language",
    "RuleSpec.pattern": "RE2 with placeholders",
    "RuleSpec.examples": "sentences and how they must be read; at least one",
    "RuleSpec.counter_examples": "sentences that the rule must not read",
    "RuleSpec.basis": "fixes the basis where the wording does",
    "RuleSpec.priority": "the higher one wins a number that two metrics claim",
}
"""What a key is for, where the shape's own description leaves it open."""


# ── JSON Schemas ────────────────────────────────────────────────────────────────────────────


def schema(sheet: Sheet) -> dict[str, Any]:
    """The JSON Schema of one kind of file, in the keys and notations of the YAML."""
    raw = TypeAdapter(sheet.shape).json_schema(ref_template="#/$defs/{model}")
    shapes = {each.__name__: each for each in _shapes(sheet.shape)}
    inner = {name: _mended(part, shapes.get(name)) for name, part in sorted(raw.pop("$defs", {}).items())}
    block = _mended(raw, sheet.shape)
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if sheet.listed:
        inner[sheet.shape.__name__] = block
        items = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{sheet.shape.__name__}"}}
        block = {
            "type": "object",
            "additionalProperties": False,
            "properties": {sheet.listed: items},
            "required": [sheet.listed],
        }
    return {**head, **block, **({"$defs": inner} if inner else {})}


def write_schemas(directory: Path) -> None:
    """Write every schema into `directory`, as NAME.json."""
    directory.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        text = json.dumps(schema(sheet), indent=2, ensure_ascii=False) + "\n"
        (directory / f"{sheet.schema}.json").write_text(text, encoding="utf-8")


def _mended(part: dict[str, Any], shape: type | None) -> dict[str, Any]:
    """Pydantic's schema of one shape, with YAML's keys, our notations and the meaning of each key."""
    mended = {key: value for key, value in part.items() if key != "title"}
    if "description" in mended:
        mended["description"] = re.sub(r"`(\w+?)_`", r"`\1`", " ".join(str(mended["description"]).split()))
    if shape is None or "properties" not in mended:
        return mended
    properties = {}
    for name, value in mended["properties"].items():
        key = f"{shape.__name__}.{yaml_key(name)}"
        properties[yaml_key(name)] = {**_notation(key, _bare(value)), **_described(key)}
    mended["properties"] = properties
    if "required" in mended:
        mended["required"] = [yaml_key(name) for name in mended["required"]]
    return mended


def _bare(value: Any) -> Any:
    """Without pydantic's titles, and with durations as the YAML writes them."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    bare = {key: _bare(each) for key, each in value.items() if key not in ("title", "default")}
    if bare.get("format") == "duration":
        return {"type": "string", "pattern": DURATION, "examples": ["30s", "15m", "6h", "1d"]}
    return bare


def _notation(key: str, value: dict[str, Any]) -> dict[str, Any]:
    """The keys whose text has a form of its own."""
    last = key.rpartition(".")[2]
    if last == "id":
        return {**value, "pattern": f"^{SLUG}$"}
    if last == "countries":
        return {**value, "items": {"type": "string", "pattern": "^[A-Z]{2}$"}}
    if last == "grade":
        return {"type": "string", "pattern": f"^{GRADE}$"}
    if key == "Claimant.class":
        return {"enum": list(CLASSES)}
    if last.endswith(SIZED):
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": SIZE}]}
    return value


def _described(key: str) -> dict[str, str]:
    return {"description": MEANING[key]} if key in MEANING else {}


# ── docs/configuration.md ───────────────────────────────────────────────────────────────────

_INTRODUCTION = """\
# Configuration reference

Made from the program's own types by `python -m monitor.config.reference`; edit those, not this page.

Everything that Tollwatch knows of the world stands in one directory of YAML files (`./config`, or
`--config DIR`, or `$TOLLWATCH_CONFIG`). `tollwatch check` tells every mistake in it at once, with file and
line; the daemon never goes over from a good configuration to one with a mistake. The first line of every
shipped file names its JSON Schema, so that an editor can complete keys.

| files | hold |
|---|---|
| `monitor.yaml` | the settings: polling, destinations, routes |
| `topics/*.yaml` | one crisis a file |
| `sources/*.yaml` | feeds and pages: a list under `sources:`, in as many files as you like |
| `claimants/*.yaml` | who counts: a list under `claimants:` |
| `metrics/*.yaml` | one metric a file: its definition, its rules, their examples |
| `languages/*.yaml` | one language a file: numbers, hedges, cues |

Other `.yaml` files are a mistake, so that no block is overlooked; hidden files are not read.

## Notations

- **YAML 1.2**: `no`, `on` and `off` are words; only `true` and `false` are truth values. A text that holds
  `: ` or begins with `@`, `%`, `*`, `&` or a backquote needs quotes. Indent with spaces.
- **Durations**: a number and a unit: `250ms`, `30s`, `15m`, `6h`, `1d`, `2w`. They are above zero.
- **Sizes**: `500KB`, `10MB`, or a number of bytes; 1 KB is 1,000 bytes.
- **Ids** are slugs: lower-case letters, digits, `-` and `_`. An id stands once in the whole configuration.
- **Languages** are ISO 639-1 codes (`en`, `fa`, `ar`), or the id of a file in `languages/`.
- **Secrets**: in `monitor.yaml` and `sources/`, `${NAME}` within a text is taken from the environment, or, where
  only `NAME_FILE` is set, from the file that it names; a text that is `file:/run/secrets/name` as a whole from
  that file. Blank space around what a file holds is cut. A value within a `url` is percent-encoded, so that it may
  hold any sign (write it as it is, without `%40`); one that is the whole `url` stays as it is. A variable that is not
  set is a mistake, and so is a password or token that stands in a destination's `url` in clear. No message ever shows a
  value.
- **Countries** are ISO 3166-1 alpha-2 codes in capitals (`IR`, `UA`; `XK` for Kosovo).
- **Grades** are the Admiralty code: A (completely reliable) to F (cannot be judged) for the source, and, if
  known, 1 (confirmed) to 6 (cannot be judged) for the information: `A2`, `C`.
"""


def reference() -> str:
    """The text of docs/configuration.md."""
    pieces = [_INTRODUCTION]
    for sheet in SHEETS:
        opening = f"A list under `{sheet.listed}:`; each item: " if sheet.listed else ""
        pieces.append(f"## {sheet.files}\n\n{opening}{_prose(sheet.shape)}\n\n{_table(sheet.shape)}")
        for inner in _shapes(sheet.shape)[1:]:
            pieces.append(f"### {sheet.files}: {inner.__name__}\n\n{_prose(inner)}\n\n{_table(inner)}")
    pieces.append("## Conditions\n\n" + "".join(_conditions()))
    return "\n".join(pieces)


def _conditions() -> Iterator[str]:
    yield "When a claim makes an alert. A topic tunes or switches them under `conditions`:"
    yield " `up: {ratio: 1.1}`, `band: false`. Each can be kept to some `metrics`, and to `grades` (letters of"
    yield " the claimant's grade); a list of such blocks is tried in order.\n\n"
    yield "| condition | fires | settings and defaults |\n|---|---|---|\n"
    for kind in CONDITIONS:
        settings = [f"`{each.name}`: {_default_words(each)}" for each in fields_of(kind)]
        off = " Off unless named." if kind.name in OPTIONAL else ""
        first = (kind.__doc__ or "").strip().splitlines()[0] + off
        yield f"| `{kind.name}` | {_cell(first)} | {_cell(', '.join(settings))} |\n"


def _prose(shape: type) -> str:
    """The shape's docstring, as Markdown paragraphs."""
    paragraphs = re.split(r"\n\s*\n", (shape.__doc__ or "").strip())
    return "\n\n".join(re.sub(r"`(\w+?)_`", r"`\1`", " ".join(each.split())) for each in paragraphs)


def _table(shape: type) -> str:
    rows = ["| key | value | default | meaning |", "|---|---|---|---|"]
    hints = keys_of(shape)
    for each in dataclasses.fields(shape):
        key = yaml_key(each.name)
        meaning = MEANING.get(f"{shape.__name__}.{key}", "")
        cells = (f"`{key}`", _cell(type_words(hints[key][1])), _cell(_default_words(each)), _cell(meaning))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def type_words(hint: Any) -> str:
    """A type in words: `list of text`, `language → list of text`, `duration`."""
    simple = {str: "text", int: "whole number", float: "number", bool: "true or false", object: "anything"}
    if hint in simple:
        return simple[hint]
    if hint is timedelta or hint is date:
        return "duration" if hint is timedelta else "day"
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(type_words(each) for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return f"list of {type_words(get_args(hint)[0])}"
    if len(get_args(hint)) == 2:
        key, value = get_args(hint)
        return f"mapping: {type_words(key)} → {type_words(value)}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "one of " + ", ".join(f"`{each.value}`" for each in hint)
    return str(getattr(hint, "__name__", hint))


def _default_words(each: dataclasses.Field[Any]) -> str:
    if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
        return "**required**"
    value = each.default if each.default is not dataclasses.MISSING else None
    if value is None or value in ((), ""):
        return "–"
    if isinstance(value, timedelta):
        return f"`{_short(value)}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def _short(value: timedelta) -> str:
    """15m for 15 minutes: the largest unit that leaves no remainder."""
    seconds = int(value.total_seconds())
    units: Iterable[tuple[str, int]] = (("d", 86_400), ("h", 3_600), ("m", 60))
    return next((f"{seconds // size}{unit}" for unit, size in units if seconds % size == 0), f"{seconds}s")


def _shapes(shape: type) -> list[type]:
    """The shape and every shape within it, each once, in the order of their keys."""
    found = [shape]
    for _, hint in keys_of(shape).values():
        found += [inner for each in _within(hint) for inner in _shapes(each) if inner not in found]
    return found


def _within(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for inner in get_args(hint):
        yield from _within(inner)


def stale_meanings() -> tuple[str, ...]:
    """Keys of `MEANING` that no shape has any more."""
    real: Mapping[str, None] = {
        f"{shape.__name__}.{key}": None
        for sheet in SHEETS
        for shape in _shapes(sheet.shape)
        for key in keys_of(shape)
    }
    return tuple(key for key in MEANING if key not in real)


if __name__ == "__main__":
    write_schemas(Path("config/schemas"))
    Path("docs/configuration.md").write_text(reference(), encoding="utf-8")
