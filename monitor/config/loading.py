"""A directory of YAML → one checked, compiled, immutable `Book`, or every mistake at once.

    read | fill in | shape | check names | compile | prove

Each step goes on with what the one before left whole, so that a user sees all mistakes in one go;
a step whose input is broken is left out instead of reporting the consequences.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitor.config.checks import Item, check, ids_of, repeated, shared_aliases
from monitor.config.documents import Document, fill_in, part, read_document, shorten
from monitor.config.files import ignored
from monitor.config.shapes import near_miss, shape, yaml_key
from monitor.core.book import Book
from monitor.core.edition import Edition, edition_of
from monitor.core.faults import Fault
from monitor.core.policy import CONDITIONS, Policy, policy_of
from monitor.core.proof import prove as prove_rules
from monitor.core.routing import unreachable
from monitor.core.rules import Rulebook, compile_rules, compile_when_met, gather
from monitor.core.specs import Claimant, LanguageSpec, MetricSpec, RuleSpec, Settings, Topic
from monitor.errors import ConfigurationError, Mistake
from monitor.model import Source, content_id

Said = tuple[Mistake, ...]
Documents = Mapping[str, Sequence[Document | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of file: its folder, what a message calls one block, its shape, and whether a file holds a list."""

    name: str
    noun: str
    cls: type
    listed: bool = False


KINDS = (
    Kind("monitor", "settings", Settings),
    Kind("topics", "topic", Topic),
    Kind("sources", "source", Source, listed=True),
    Kind("claimants", "claimant", Claimant, listed=True),
    Kind("metrics", "metric", MetricSpec),
    Kind("languages", "language", LanguageSpec),
)
FOLDERS = tuple(kind.name for kind in KINDS if kind.name != "monitor")
WITH_SECRETS = ("monitor", "sources")
"""The kinds in which `${NAME}` and `file:` are filled in; in a rule `${n}` is a pattern."""


_LIBRARIES = ("google-re2", "py3langid")
"""What reads beside our own program."""


def load(
    directory: Path,
    environ: Mapping[str, str],
    *,
    wait: bool = False,
    instead: Mapping[Path, bytes] = MappingProxyType({}),
) -> Book:
    """Read, check and compile a configuration directory.

    `environ` is where `${NAME}` is looked up.  Every rule must compile and pass its own examples.
    Raises `errors.ConfigurationError` with every mistake; changes nothing.

    With `wait`, nothing is proven, and what does not compile is raised when the first text of its language
    is read.  What `instead` holds is read in place of those files, or
    beside them; mistakes of names and shapes are then raised without a look at the rules.
    """
    with _nothing_thrown_away():
        documents, unread = _read(directory, environ, instead)
        items, unlisted = _items(documents)
        blocks, misshapen = _shaped(items)
        mistakes = [*unread, *unlisted, *misshapen, *_checked(documents, items)]
    if instead and mistakes:
        raise ConfigurationError(
            tuple(dict.fromkeys(mistakes))
        )  # nobody waits for rules to find a grade wrong
    broken = {_kind_of(mistake.file, directory) for mistake in mistakes}
    wrong = {mistake.file for mistake in mistakes}
    sound = [item.value for item in items if item.kind == "metrics" and item.document.file not in wrong]
    provable = {str(part(value, ("id",))) for value in sound} if not wait else set()
    blocks["metrics"] = list(gather(blocks["metrics"], blocks["languages"]))

    def refuse(faults: Iterable[Fault]) -> None:
        # Read anew for the lines: who waits for its rules would hold all documents for as long as it runs.
        lines, _ = _items(_read(directory, environ, instead)[0])
        raise ConfigurationError(tuple(dict.fromkeys(_located(fault, lines, directory) for fault in faults)))

    rulebook, rule_faults = compile_when_met(
        blocks["metrics"], blocks["languages"], blocks["claimants"], refuse
    )
    if mistakes or not wait:
        rule_faults = _rule_faults(blocks, _salvaged(items, blocks), broken, provable)
    policies, condition_faults = _policies(blocks, broken)
    mistakes += _news(
        (_located(fault, items, directory) for fault in (*rule_faults, *condition_faults)), mistakes
    )
    if not mistakes:
        routes = blocks["monitor"][0].routes
        lost = unreachable(routes, blocks["topics"], policies)
        mistakes += [_located(fault, items, directory) for fault in lost]
    if mistakes:
        raise ConfigurationError(tuple(dict.fromkeys(mistakes)))
    return _book(blocks, rulebook, policies, items)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Keep Python from looking for garbage: half a million objects are made, and stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# ── read ────────────────────────────────────────────────────────────────────────────────────


def _read(
    directory: Path, environ: Mapping[str, str], instead: Mapping[Path, bytes]
) -> tuple[Documents, Said]:
    """Every file of every kind, None for one that cannot be read, and what is wrong."""
    if not directory.is_dir():
        there = "is a file" if directory.exists() else "is not there"
        return {}, (
            Mistake(str(directory), 1, f"the directory {there}", "a directory with monitor.yaml in it"),
        )
    documents: dict[str, list[Document | None]] = {kind.name: [] for kind in KINDS}
    mistakes = list(_strays(directory))
    for kind in KINDS:
        drafted = [path for path in instead if path.parent == directory / kind.name]
        paths = sorted({*_paths(directory, kind), *drafted})
        if not paths:
            mistakes.append(_nothing(directory, kind))
        for path in paths:
            document, said = _opened(path, environ if kind.name in WITH_SECRETS else None, instead.get(path))
            mistakes += said
            documents[kind.name].append(document)
    return documents, tuple(mistakes)


def _paths(directory: Path, kind: Kind) -> list[Path]:
    if kind.name == "monitor":
        return [path for path in [directory / "monitor.yaml"] if path.is_file()]
    return sorted(path for path in (directory / kind.name).glob("*.yaml") if not path.name.startswith("."))


def _nothing(directory: Path, kind: Kind) -> Mistake:
    if kind.name == "monitor":
        return Mistake(
            str(directory / "monitor.yaml"), 1, "the file is not there", "a file, if only with comments"
        )
    folder = directory / kind.name
    what = f"no {kind.noun} is defined" if folder.is_dir() else "the directory is not there"
    return Mistake(str(folder), 1, what, f"at least one .yaml file with a {kind.noun}")


def _strays(directory: Path) -> Iterable[Mistake]:
    """YAML where nothing reads it: silence would let a user wait for alerts that never come."""
    for path in sorted(directory.rglob("*")):
        relative = path.relative_to(directory)
        if ignored(relative) or not path.is_file() or path.suffix.lower() not in (".yaml", ".yml"):
            continue
        if path.suffix != ".yaml":
            yield Mistake(str(path), 1, "a file that is not read", "a name that ends in .yaml", "rename it")
        elif relative.parts[0] not in FOLDERS and relative.as_posix() != "monitor.yaml":
            hint = near_miss(relative.parts[0].removesuffix(".yaml"), [*FOLDERS, "monitor"]).replace(
                "monitor`", "monitor.yaml`"
            )
            yield Mistake(
                str(path),
                1,
                "a file that is not read",
                "monitor.yaml, or a file in " + ", ".join(FOLDERS),
                hint,
            )
        elif len(relative.parts) > 2:
            yield Mistake(
                str(path), 1, "a file that is not read", f"a file in {relative.parts[0]} itself", "move it up"
            )


def _opened(
    path: Path, environ: Mapping[str, str] | None, draft: bytes | None = None
) -> tuple[Document | None, Said]:
    try:
        document, mistakes = read_document(str(path), path.read_bytes() if draft is None else draft)
    except OSError as error:
        reason = (error.strerror or "an error").lower()
        return None, (Mistake(str(path), 1, f"the file cannot be read: {reason}"),)
    if document is None or environ is None:
        return document, mistakes
    document, missing = fill_in(document, environ)
    return document, (*mistakes, *missing)


# ── shape ───────────────────────────────────────────────────────────────────────────────────


def _items(documents: Documents) -> tuple[list[Item], Said]:
    """Cut every document into its blocks: a list file into many, another file is one."""
    items: list[Item] = []
    mistakes: list[Mistake] = []
    for kind in KINDS:
        for document in filter(None, documents.get(kind.name, ())):
            if kind.listed:
                mistakes += _list_mistakes(document, kind)
                count = part(document.value, (kind.name,))
                items += [
                    Item(kind.name, document, (kind.name, index))
                    for index in range(len(count) if isinstance(count, list) else 0)
                ]
            else:
                items.append(Item(kind.name, document, ()))
    return items, tuple(mistakes)


def _list_mistakes(document: Document, kind: Kind) -> Iterable[Mistake]:
    shape_of_file = f"`{kind.name}:` with one block a {kind.noun} under it"
    if not isinstance(document.value, dict):
        what = (
            "the file is empty" if document.value is None else f"the file does not begin with `{kind.name}:`"
        )
        yield document.mistake((), what, shape_of_file)
        return
    others = [key for key in document.value if key != kind.name]
    for key in others:
        hint = "" if kind.name in document.value else near_miss(key, [kind.name])
        yield document.mistake(
            (key,), f"unknown key `{shorten(key)}`", "" if hint else f"`{kind.name}` only", hint
        )
    if kind.name not in document.value:
        if not any(near_miss(key, [kind.name]) for key in others):
            yield document.mistake((), f"the file has no `{kind.name}`", shape_of_file)
    elif document.value[kind.name] in (None, []):
        yield document.mistake((kind.name,), f"`{kind.name}` is empty", f"at least one {kind.noun}")
    elif not isinstance(document.value[kind.name], list):
        hint = f"begin every {kind.noun} with a hyphen" if isinstance(document.value[kind.name], dict) else ""
        yield document.mistake((kind.name,), f"`{kind.name}` is no list", shape_of_file, hint)


def _shaped(items: Iterable[Item]) -> tuple[dict[str, list[Any]], Said]:
    """The frozen dataclass of every block that has the right shape, by kind."""
    kinds = {kind.name: kind for kind in KINDS}
    blocks: dict[str, list[Any]] = {name: [] for name in kinds}
    mistakes: list[Mistake] = []
    for item in items:
        kind = kinds[item.kind]
        if item.value is None and kind.name == "monitor":
            blocks["monitor"].append(Settings())  # a file of comments only: the defaults
            continue
        block, said = shape(item.document, item.path, kind.cls, kind.noun)
        mistakes += said
        blocks[item.kind] += [] if said else [block]
    return blocks, tuple(mistakes)


# ── check, compile, prove ───────────────────────────────────────────────────────────────────


def _checked(documents: Documents, items: Sequence[Item]) -> Iterable[Mistake]:
    names = {kind: ids for kind, ids in ids_of(items).items() if _complete(kind, documents, items)}
    yield from check(items, {**names, "conditions": [kind.name for kind in CONDITIONS]})
    yield from repeated(items)
    yield from shared_aliases(items)


def _complete(kind: str, documents: Documents, items: Sequence[Item]) -> bool:
    """Whether all ids of a kind are known; if not, nobody can say that a name is unknown."""
    home = "monitor" if kind == "destinations" else kind
    blocks = [item for item in items if item.kind == home]
    read = {item.document.file for item in blocks}
    if not blocks or any(document is None or document.file not in read for document in documents[home]):
        return False
    return home == "monitor" or all(isinstance(part(item.value, ("id",)), str) for item in blocks)


def _kind_of(file: str, directory: Path) -> str:
    """The kind of a file that a mistake was found in; `monitor` also for the directory itself."""
    steps = Path(file).parts[len(directory.parts) :]
    return steps[0] if steps and steps[0] in FOLDERS else "monitor"


def _salvaged(items: Iterable[Item], blocks: Mapping[str, Sequence[Any]]) -> list[MetricSpec]:
    """The well-shaped rules of the metrics that are not: so that their patterns are checked all the same."""
    whole = {metric.id for metric in blocks["metrics"]}
    return [
        _salvage(item, str(part(item.value, ("id",))))
        for item in items
        if item.kind == "metrics" and part(item.value, ("id",)) not in whole
    ]


def _salvage(item: Item, metric: str) -> MetricSpec:
    rules = part(item.value, ("rules",))
    count = len(rules) if isinstance(rules, list) else 0
    shaped = [
        shape(item.document, (*item.path, "rules", index), RuleSpec, "rule")[0] for index in range(count)
    ]
    sound = tuple(rule for rule in shaped if rule is not None)
    return MetricSpec(metric, metric, "", 0, {rule.language: ("",) for rule in sound}, sound)


def _rule_faults(
    blocks: Mapping[str, Sequence[Any]], salvaged: Sequence[MetricSpec], broken: Set[str], provable: Set[str]
) -> tuple[Fault, ...]:
    """What is wrong with any well-shaped rule, and with those `provable` metrics of which all rules compile."""
    if "languages" in broken:
        return ()
    faults: set[Fault] = set()
    surprises: list[Fault] = []
    for place, language in enumerate(blocks["languages"]):
        if place > 0:
            gc.collect()  # what was compiled before: ten languages at once would take a gigabyte
        rulebook, found = compile_rules(
            [*blocks["metrics"], *salvaged], blocks["languages"], blocks["claimants"], language.id
        )
        faults.update(found)
        if "claimants" not in broken and all(fault.where[0] == "metrics" for fault in faults):
            metrics = [_spoken(metric, language.id) for metric in blocks["metrics"] if metric.id in provable]
            surprises += prove_rules(rulebook, metrics, time.thread_time)
        del rulebook
    unsound = {fault.where[1] for fault in faults}
    if any(fault.where[0] != "metrics" for fault in faults):
        surprises = []  # mostly an echo of what is wrong with a language
    return (*sorted(faults), *(one for one in surprises if one.where[1] not in unsound))


def _spoken(metric: MetricSpec, language: str) -> MetricSpec:
    """The metric with its rules of one language alone."""
    return replace(metric, rules=tuple(rule for rule in metric.rules if rule.language == language))


def _policies(
    blocks: Mapping[str, Sequence[Any]], broken: Set[str]
) -> tuple[dict[str, Policy], tuple[Fault, ...]]:
    """The policies of the topics that are whole."""
    if "metrics" in broken:
        return {}, ()
    metrics = {metric.id: metric for metric in blocks["metrics"]}
    policies: dict[str, Policy] = {}
    faults: list[Fault] = []
    for topic in blocks["topics"]:
        policies[topic.id], said = policy_of(topic, metrics)
        faults += said
    return policies, tuple(faults)


def _news(found: Iterable[Mistake], said: Iterable[Mistake]) -> list[Mistake]:
    """Those at lines that nothing was said about yet: a second word on one line is mostly an echo."""
    lines = {(mistake.file, mistake.line) for mistake in said}
    return [mistake for mistake in found if (mistake.file, mistake.line) not in lines]


def _located(fault: Fault, items: Iterable[Item], directory: Path) -> Mistake:
    """Find the file and line that a path of ids leads to; the nearest known part where it leads nowhere."""
    known = tuple(items)
    kind, *steps = _home(fault.where, known)
    for item in known:
        if item.kind == kind and (kind == "monitor" or part(item.value, ("id",)) == steps[:1][0]):
            inner = _followed(item.value, steps if kind == "monitor" else steps[1:])
            return item.document.mistake((*item.path, *inner), fault.what, fault.expected, fault.hint)
    return Mistake(str(directory / kind), 1, " ".join([*steps, fault.what]), fault.expected, fault.hint)


def _home(where: tuple[str, ...], items: Iterable[Item]) -> tuple[str, ...]:
    """A rule's own path: that of the language's file, where the rule of a metric stands there."""
    if where[0] != "metrics" or where[2:3] != ("rules",):
        return where
    for item in items:
        rules = part(item.value, ("metrics", where[1], "rules")) if item.kind == "languages" else None
        if any(part(rule, ("id",)) == where[3] for rule in (rules if isinstance(rules, list) else ())):
            return ("languages", str(part(item.value, ("id",))), *where)
    return where


def _followed(value: object, steps: Sequence[str]) -> tuple[str | int, ...]:
    path: tuple[str | int, ...] = ()
    for step in steps:
        here = part(value, path)
        if isinstance(here, dict) and yaml_key(step) in here:
            path = (*path, yaml_key(step))
        elif isinstance(here, list):
            found = [
                index for index, each in enumerate(here) if isinstance(each, dict) and each.get("id") == step
            ]
            index = found[0] if found else int(step) if step.isdigit() else -1
            if not 0 <= index < len(here):
                break
            path = (*path, index)
        else:
            break
    return path


def _book(
    blocks: Mapping[str, Sequence[Any]],
    rulebook: Rulebook,
    policies: Mapping[str, Policy],
    items: Iterable[Item],
) -> Book:
    def by_id(kind: str) -> Mapping[str, Any]:
        return MappingProxyType({block.id: block for block in blocks[kind]})

    edition = edition_of(blocks["metrics"], blocks["languages"], blocks["claimants"], _reader())
    return Book(
        settings=blocks["monitor"][0],
        sources=by_id("sources"),
        topics=by_id("topics"),
        claimants=by_id("claimants"),
        metrics=by_id("metrics"),
        languages=by_id("languages"),
        rulebook=rulebook,
        policies=MappingProxyType(dict(policies)),
        reading=_reading(blocks, edition),
        edition=edition,
        places=MappingProxyType(
            {
                str(
                    part(item.value, ("id",))
                ): f"{item.document.file}:{item.document.line((*item.path, 'url'))}"
                for item in items
                if item.kind == "sources"
            }
        ),
    )


def _reading(blocks: Mapping[str, Sequence[Any]], edition: Edition) -> str:
    """A hash of all that decides what is read out of a text and which topic it belongs to.

    How topics alert, and when, is not in it.
    """
    topics = [(t.id, t.window, t.words, t.places, t.metrics, t.shared) for t in blocks["topics"]]
    sources = [(source.id, source.claimant, source.topics) for source in blocks["sources"]]
    return content_id(topics, sources, edition)


@cache
def _reader() -> str:
    """A hash of the program that reads: its next version may read by the same rules otherwise."""
    core = files("monitor.core")
    sources: dict[str, str] = {}
    waiting = ["extract"]
    while waiting:
        module = waiting.pop()
        if module not in sources:
            sources[module] = core.joinpath(f"{module}.py").read_text("utf-8")
            waiting += re.findall(r"^from monitor\.core\.(\w+) import", sources[module], re.MULTILINE)
    return content_id(*(sources[module] for module in sorted(sources)), *map(version, _LIBRARIES))
