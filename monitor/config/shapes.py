"""A document's value → a frozen dataclass of the contract, or every mistake in it.

The dataclasses in `monitor.core.specs` and `monitor.model` are the only definition of the shapes;
pydantic validates against them.  What is added here: durations ("15m") and sizes ("10MB"), keys
that are Python words (`class`, `from`), near-miss hints, and people's words for pydantic's.
Whether a name that is used exists anywhere is not checked here.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
import types
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from monitor.config.documents import Document, Path, is_open, part, shorten
from monitor.errors import Mistake

T = TypeVar("T")

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)")
_SIZES = {"": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]?B?)", re.IGNORECASE)

SIZED = ("_bytes", "_memory")
"""How the names of keys end whose value is a size."""

_MAY_BE_ZERO = ("settle", "cooldown", "pace")
"""Times that need not pass: to decide at once and to rest not at all can be meant; to poll all the time cannot."""

DURATION_WORDS = "a duration, such as 30s, 15m, 6h or 1d"
SIZE_WORDS = "a size, such as 500KB or 10MB"


def near_miss(word: str, names: Iterable[str]) -> str:
    """`did you mean …?` for the most similar name; empty when none is similar."""
    by_fold = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f"did you mean `{by_fold[found[0]]}`?" if found else ""


def duration(text: str, or_none: bool = False) -> timedelta | None:
    """30s, 15m, 6h, 1d, 2w, 250ms → timedelta; None when it is not one, or zero unless that may be (`or_none`)."""
    found = _DURATION.fullmatch(text.strip())
    seconds = float(found[1]) * _UNITS[found[2]] if found else -1
    return timedelta(seconds=seconds) if 0 < seconds < 1e9 or (or_none and seconds == 0) else None


def size(text: str) -> int | None:
    """500KB, 10MB → bytes (1 KB is 1,000 bytes); None when it is not one."""
    found = _SIZE.fullmatch(text.strip())
    unit = found[2].upper().rstrip("B") + "B" if found and found[2] else ""
    return int(float(found[1]) * _SIZES[unit]) if found else None


def yaml_key(name: str) -> str:
    """The key in YAML of a dataclass field: `class_` is written `class`."""
    return name.rstrip("_")


@cache
def keys_of(cls: type) -> Mapping[str, tuple[str, Any]]:
    """YAML key → (field name, type) of a dataclass, in its order."""
    hints = get_type_hints(cls)
    return {yaml_key(each.name): (each.name, hints[each.name]) for each in dataclasses.fields(cls)}


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def shape(document: Document, path: Path, cls: type[T], noun: str) -> tuple[T | None, tuple[Mistake, ...]]:
    """Make a `cls` of the value at `path`; `noun` is what a message calls it: source, topic, …

    Returns None and all mistakes when anything is wrong.
    """
    fitting = _Fitting(document, path)
    value = fitting.fit(part(document.value, path), cls, path)
    try:
        made = _adapter(cls).validate_json(json.dumps(value), strict=True)  # type: ignore[arg-type]
    except ValidationError as error:
        said = _in_words(document, path, cls, noun, error.errors(include_url=False), fitting)
        return None, (*fitting.mistakes, *said)
    return (None if fitting.mistakes else made), tuple(fitting.mistakes)


# ── on the way in ───────────────────────────────────────────────────────────────────────────


class _Fitting:
    """Turns YAML's keys and notations into the dataclasses' own; gathers what does not fit."""

    def __init__(self, document: Document, root: Path) -> None:
        self.document = document
        self.root = root
        self.mistakes: list[Mistake] = []
        self.answered: set[Path] = set()  # places that a mistake of ours already speaks for

    def fit(self, value: object, hint: Any, path: Path) -> object:
        """The value as pydantic's JSON input of type `hint`."""
        hint = _of_union(hint, value)
        if hint is timedelta and value is not None:
            return self._duration(value, path)
        if hint is int and isinstance(value, str) and str(path[-1]).endswith(SIZED):
            return self._size(value, path)
        if isinstance(value, dict):
            return self._mapping(value, hint, path)
        if isinstance(value, list):
            inner = get_args(hint)[0] if get_origin(hint) is tuple else object
            if inner is str:  # nearly all of a configuration are lists of words
                return value
            return [self.fit(each, inner, (*path, index)) for index, each in enumerate(value)]
        return value

    def _mapping(self, value: Mapping[str, object], hint: Any, path: Path) -> dict[str, object]:
        if not dataclasses.is_dataclass(hint):
            inner = get_args(hint)[1] if len(get_args(hint)) == 2 else object
            return {key: self.fit(each, inner, (*path, key)) for key, each in value.items()}
        keys = keys_of(hint)  # type: ignore[arg-type]
        fitted: dict[str, object] = {}
        for key, each in value.items():
            if key in keys:
                name, inner = keys[key]
                fitted[name] = self.fit(each, inner, (*path, key))
            else:
                self._unknown(key, [name for name in keys if name not in value], path)
        return fitted

    def _unknown(self, key: str, free: list[str], path: Path) -> None:
        near = near_miss(key, free)
        if near:  # the missing key is this one, misspelt: one mistake, not two
            self.answered.add((*path, near.split("`")[1]))
        expected = "" if near or not free else "one of " + ", ".join(free)
        self.mistakes.append(
            self.document.mistake((*path, key), f"unknown key `{shorten(key)}`", expected, near)
        )

    def _duration(self, value: object, path: Path) -> str | None:
        made = duration(value, or_none=path[-1] in _MAY_BE_ZERO) if isinstance(value, str) else None
        if made is None:
            self._misfit(value, path, DURATION_WORDS)
            return "PT1S"  # stands in, so that pydantic does not complain a second time
        return f"PT{made.total_seconds():f}S"

    def _size(self, value: str, path: Path) -> int:
        made = size(value)
        if made is None:
            self._misfit(value, path, SIZE_WORDS)
            return 1
        return made

    def _misfit(self, value: object, path: Path, expected: str) -> None:
        if isinstance(value, str) and is_open(value):
            return
        unit = "write a unit: 30s, 15m, 6h, 1d" if isinstance(value, int | float) else ""
        self.mistakes.append(
            self.document.mistake(
                path, f"{_place(path[len(self.root) :])} is {_seen(self.document, path)}", expected, unit
            )
        )


def _of_union(hint: Any, value: object) -> Any:
    """The member of a union that the value is meant as; other hints as they are."""
    if isinstance(hint, type) or get_origin(hint) not in (Union, types.UnionType):
        return hint
    members = [each for each in get_args(hint) if each is not type(None)]
    if len(members) > 1 and isinstance(value, dict):
        return next((each for each in members if get_origin(each) is not None), members[0])
    return members[0] if len(members) == 1 else object


# ── on the way back: pydantic's errors in people's words ────────────────────────────────────

_WORDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list, such as [one, two]",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "date_type": "a day, such as 2026-01-31",
    "date_parsing": "a day, such as 2026-01-31",
    "date_from_datetime_parsing": "a day, such as 2026-01-31",
    "date_from_datetime_inexact": "a day without a time, such as 2026-01-31",
}


def _in_words(
    document: Document, root: Path, cls: type, noun: str, errors: list[ErrorDetails], fitting: _Fitting
) -> tuple[Mistake, ...]:
    wanted: dict[Path, list[str]] = {}
    mistakes: list[Mistake] = []
    for error in errors:
        missing = error["type"] == "missing"
        path = _resolved(document, root, error["loc"][:-1] if missing else error["loc"])
        if missing:
            key = yaml_key(str(error["loc"][-1]))
            if (*path, key) not in fitting.answered:
                mistakes.append(_missing(document, root, path, key, noun))
        elif error["type"] == "enum":
            mistakes.append(_no_choice(document, root, path, error))
        else:
            wanted.setdefault(path, []).append(_expected(cls, path[len(root) :], error))
    for path, expected in wanted.items():
        mistakes.append(_wrong_type(document, root, path, " or ".join(dict.fromkeys(expected)), noun))
    return tuple(mistakes)


def _resolved(document: Document, root: Path, loc: tuple[int | str, ...]) -> Path:
    """The part of the document that pydantic's loc speaks of; its names of union members are dropped."""
    path = root
    for step in loc:
        here = part(document.value, path)
        if isinstance(here, dict) and isinstance(step, str):
            for key in (yaml_key(step), step):
                if key in here:
                    path = (*path, key)
                    break
        elif isinstance(here, list) and isinstance(step, int):
            path = (*path, step)
    return path


def _missing(document: Document, root: Path, path: Path, key: str, noun: str) -> Mistake:
    owner = f"the {noun}" if path == root else _place(path[len(root) :])
    return document.mistake(path, f"{owner} has no `{key}`", f"`{key}: …`")


def _no_choice(document: Document, root: Path, path: Path, error: ErrorDetails) -> Mistake:
    choices = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    if error["loc"] and error["loc"][-1] == "[key]":
        what, word = f"unknown key `{shorten(str(path[-1]))}`", str(path[-1])
    else:
        word = str(part(document.written, path))
        what = f"{_place(path[len(root) :])} is {_seen(document, path)}"
    return document.mistake(path, what, "one of " + ", ".join(choices), near_miss(word, choices))


def _expected(cls: type, path: Path, error: ErrorDetails) -> str:
    if error["type"] == "dataclass_type":
        inner = _type_at(cls, path)
        keys = keys_of(inner) if dataclasses.is_dataclass(inner) else ()  # type: ignore[arg-type]
        return "a mapping with the keys " + ", ".join(keys)
    return _WORDS.get(error["type"], str(error["msg"]).lower())


def _wrong_type(document: Document, root: Path, path: Path, expected: str, noun: str) -> Mistake:
    relative = path[len(root) :]
    value = part(document.written, path)
    subject = _place(relative) if relative else f"the {noun}"
    return document.mistake(path, f"{subject} is {_seen(document, path)}", expected, _remedy(value, expected))


def _remedy(value: object, expected: str) -> str:
    if expected.startswith("a text") and isinstance(value, int | float):
        return "put it in quotes"
    if expected.startswith("a list") and isinstance(value, str):
        return "put it in brackets: […]"
    if (
        expected.startswith("true or false")
        and isinstance(value, str)
        and value.lower() in ("yes", "no", "on", "off")
    ):
        return "write " + ("true" if value.lower() in ("yes", "on") else "false")
    if expected.startswith("a whole number") and isinstance(value, str) and value.strip().isdigit():
        return "remove the quotes"
    return ""


def _type_at(hint: Any, path: Path) -> Any:
    for step in path:
        members = [each for each in get_args(hint) if each is not type(None)]
        if get_origin(hint) in (Union, types.UnionType):
            hint = members[0]
        if dataclasses.is_dataclass(hint):
            hint = keys_of(hint)[str(step)][1]  # type: ignore[arg-type]
        else:
            hint = get_args(hint)[0 if get_origin(hint) is tuple else -1]
    return _of_union(hint, None)


def _place(path: Path) -> str:
    """`window.until`, or `words.en` item 2."""
    names: list[str] = []
    for step in path:
        if isinstance(step, int):
            names.append(f"[{step + 1}]")
        else:
            names.append(("." if names else "") + step)
    return f"`{''.join(names)}`"


def _seen(document: Document, path: Path) -> str:
    """What the user wrote, in words; the wording of addresses and headers is kept out of it."""
    value = part(document.written, path)
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return document.quote(path) if document.quote(path).startswith("`") else "a text"
    return "a list" if isinstance(value, list) else "a mapping"
