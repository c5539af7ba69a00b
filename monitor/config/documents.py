"""YAML bytes → a document: a plain value in which every part knows its line.

YAML 1.2 (so `no` is a word, not false), read to nodes and never to Python objects.  A file that
does not parse, a key that stands twice, a tag: each becomes a `Mistake` with its line, and a hint
that a person who does not know YAML's grammar can act on.  Shapes and meanings are not checked here.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from urllib.parse import quote

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from monitor.errors import Mistake

Path = tuple[str | int, ...]

MAX_VALUES = 500_000
"""Values in one file, aliases expanded; far above any real file, far below what an alias bomb makes."""

MAX_SECRET_BYTES = 64_000
"""A secret is a line; a longer file is the wrong file."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_TAG = "tag:yaml.org,2002:"
_HIDDEN = frozenset({"url", "headers", "proxy"})


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain values, with the line of every part.

    `value` holds what the program uses, `written` the same with `${NAME}` and `file:` still as the
    user wrote them: only `written` is ever quoted in a message.
    """

    file: str
    value: object
    written: object
    lines: Mapping[Path, int] = field(repr=False)

    def line(self, path: Path) -> int:
        """The line of the part at `path`, or of the nearest part above it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Path, what: str, expected: str = "", hint: str = "") -> Mistake:
        """A mistake about the part at `path`."""
        return Mistake(self.file, self.line(path), what, expected, hint)

    def quote(self, path: Path) -> str:
        """The text at `path` as written, in backquotes; never an address, a header or a secret's value."""
        if _HIDDEN & set(path):
            return "what stands here"
        return f"`{shorten(str(part(self.written, path)))}`"


def shorten(text: str, limit: int = 60) -> str:
    """The text in one line of at most `limit` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def part(value: object, path: Path) -> object:
    """What stands at `path`; None where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def read_document(file: str, data: bytes) -> tuple[Document | None, tuple[Mistake, ...]]:
    """Read one file; the document is None when its grammar is wrong (one mistake then says where)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (
            Mistake(file, line, "a byte that is not UTF-8", "UTF-8 text", "save the file as UTF-8"),
        )
    try:
        return _plain(file, _compose(text))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, (Mistake(file, line, "a control character", "printable text", "delete it"),)
    except MarkedYAMLError as error:
        return None, (_syntax_mistake(file, text, error),)
    except (RecursionError, YAMLError):
        return None, (Mistake(file, 1, "the file is nested too deeply, or within itself"),)


AnyNode = Node | yaml.Node


def _compose(text: str) -> AnyNode | None:
    """The nodes of a text: by libyaml, twenty times as fast; what it refuses, by ruamel, which says why.

    ruamel also reads the little that YAML 1.2 allows and libyaml does not.
    """
    try:
        node: AnyNode | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        careful = YAML(typ="safe", pure=True)
        careful.composer.warn_double_anchors = False
        node = careful.compose(text)
    return node


class _Loader(yaml.CSafeLoader):
    """libyaml with the scalars of YAML 1.2's core schema: `no` is a word, and a date is one too."""

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node without one: PyYAML's own way, for sixty thousand nodes, without the paths it allows."""
        if kind is yaml.ScalarNode and implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                if pattern.match(value):
                    return str(tag)
        return _UNTAGGED[kind]

    def descend_resolver(self, parent: object, index: object) -> None:
        """No tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Likewise."""


_UNTAGGED = {yaml.ScalarNode: _TAG + "str", yaml.SequenceNode: _TAG + "seq", yaml.MappingNode: _TAG + "map"}


_Loader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
     list("-+0123456789.")),
):  # fmt: skip
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(rf"^(?:{_pattern})$"), _first)


# ── grammar mistakes in a person's words ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Advice:
    """What to say when the parser's own words match; `at_start`: point to where the construct began."""

    problem: str
    what: str
    expected: str = ""
    hint: str = ""
    at_start: bool = False


_ADVICE = (
    _Advice(
        r"character '\\t'",
        "a tab",
        "spaces",
        "YAML is indented with spaces only: replace the tab by two spaces",
    ),
    _Advice(
        r"character '(?P<sign>[@`%])'",
        "a value cannot begin with {sign}",
        hint='put the whole value in quotes: "{sign}…"',
    ),
    _Advice(
        r"unexpected end of stream",
        "a quote is opened here and never closed",
        "a closing quote",
        at_start=True,
    ),
    _Advice(r"expected ',' or '\]'", "a [ is opened here and never closed", "a closing ]", at_start=True),
    _Advice(r"expected ',' or '}'", "a {{ is opened here and never closed", "a closing }}", at_start=True),
    _Advice(
        r"could not find expected ':'",
        "a line without a colon",
        "`key: value`",
        "write a colon and a space after the key",
        at_start=True,
    ),
    _Advice(
        r"unknown escape character '(?P<sign>.)'",
        "\\{sign} means nothing in double quotes",
        hint="put the value in single quotes, there a backslash is a backslash",
    ),
    _Advice(
        r"but found '<scalar>'",
        "text after a closing quote",
        hint="within 'single quotes' write '' for an apostrophe, or use \"double quotes\"",
    ),
    _Advice(
        r"expected <block end>",
        "the indentation does not fit the lines above",
        hint="keys and items of one block begin in one column",
    ),
    _Advice(
        r"undefined alias '(?P<sign>[^']*)'",
        "*{sign} refers to an anchor that is not there",
        hint="put the value in quotes if the star is meant",
    ),
    _Advice(r"but found another document", "a second document (---) in one file", "one document a file"),
)


def _syntax_mistake(file: str, text: str, error: MarkedYAMLError) -> Mistake:
    problem = str(error.problem or error.context or "not YAML")
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if "mapping values are not allowed" in problem:
        return _second_colon(file, text, line, mark.column if mark else 0)
    for advice in _ADVICE:
        found = re.search(advice.problem, problem)
        if found:
            if advice.at_start and error.context_mark:
                line = error.context_mark.line + 1
            words = {"sign": found.groupdict().get("sign", "")}
            return Mistake(
                file,
                line,
                advice.what.format(**words),
                advice.expected.format(**words),
                advice.hint.format(**words),
            )
    return Mistake(file, line, f"not YAML: {shorten(problem)}")


def _second_colon(file: str, text: str, line: int, column: int) -> Mistake:
    before = text.splitlines()[line - 1][:column]
    if re.search(r":\s", before):
        return Mistake(
            file,
            line,
            "a second `: ` in one line",
            "one `key: value` a line",
            "put a value that holds `: ` in quotes",
        )
    return Mistake(
        file,
        line,
        "a key where the value of the line above goes on",
        hint="begin it in the column of the key that it stands beside, or end the line above with a colon",
    )


# ── nodes → plain values ────────────────────────────────────────────────────────────────────


_MAPPING = (MappingNode, yaml.MappingNode)
_SEQUENCE = (SequenceNode, yaml.SequenceNode)
_SCALAR = (ScalarNode, yaml.ScalarNode)


class _Reading:
    """One walk over a file's nodes; gathers lines and mistakes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.mistakes: list[Mistake] = []
        self.count = 0

    def value(self, node: AnyNode, path: Path) -> object:
        """The plain value of a node: dict, list, str, int, float, bool or None."""
        self.count += 1
        if self.count > MAX_VALUES:
            raise RecursionError
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, _MAPPING):
            return self._mapping(node, path)
        if isinstance(node, _SEQUENCE):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: AnyNode, path: Path) -> dict[str, object]:
        value: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, _SCALAR):
                self._say(line, "a list or a mapping as a key", "a word")
                continue
            key = str(key_node.value)
            if key in value:
                first = self.lines[(*path, key)]
                self._say(
                    line, f"`{shorten(key)}` stands twice in one mapping", hint=f"first in line {first}"
                )
                continue
            self.lines[(*path, key)] = line
            value[key] = self.value(value_node, (*path, key))
        return value

    def _scalar(self, node: AnyNode) -> object:
        text = str(node.value)
        tag = str(node.tag)
        kind = tag.removeprefix(_TAG)
        if not tag.startswith(_TAG) or kind.startswith("python"):
            self._say(node.start_mark.line + 1, f"the tag `{shorten(tag)}`", "a plain value")
            return text
        return _scalar(kind, text)

    def _say(self, line: int, what: str, expected: str = "", hint: str = "") -> None:
        self.mistakes.append(Mistake(self.file, line, what, expected, hint))


def _scalar(kind: str, text: str) -> object:
    """Dates stay text: what a value is for decides whether it is a day."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        if kind == "int":
            digits = text.replace("_", "")
            return int(digits, 0) if re.match(r"[-+]?0[xob]", digits) else int(digits)
        if kind == "float":
            return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return text


def _plain(file: str, node: AnyNode | None) -> tuple[Document, tuple[Mistake, ...]]:
    reading = _Reading(file)
    value = None if node is None else reading.value(node, ())
    return Document(file, value, value, reading.lines), tuple(reading.mistakes)


# ── ${NAME} and file: ───────────────────────────────────────────────────────────────────────


def fill_in(document: Document, environ: Mapping[str, str]) -> tuple[Document, tuple[Mistake, ...]]:
    """Put variables (`${NAME}`, anywhere in a text) and secret files (`file:/path`, a whole text) in place.

    Where NAME is not set but NAME_FILE is, the value is what that file holds, as Docker's secrets have
    it.  A value that becomes a part of an address is percent-encoded, so that it may hold any sign; one that is
    the whole address stays as it is.  A name that is not set or a file that cannot be read is a mistake; values
    appear in none.
    """
    mistakes: list[Mistake] = []

    def filled(value: object, path: Path) -> object:
        if isinstance(value, dict):
            return {key: filled(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner, (*path, index)) for index, inner in enumerate(value)]
        if not isinstance(value, str):
            return value
        try:
            if _names_a_file(value):
                return _secret(value[5:])
            return _substituted(value, environ, in_url=path[-1:] in (("url",), ("proxy",)))
        except _NotThere as error:
            mistakes.append(document.mistake(path, *error.said))
            return value

    return replace(document, value=filled(document.value, ())), tuple(mistakes)


class _NotThere(Exception):
    """A variable or secret file is missing; `said` are what, expected and hint of the mistake."""

    def __init__(self, what: str, expected: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.said = (what, expected, hint)


def is_open(text: str) -> bool:
    """Whether the text still waits for a variable or a secret file, that is: one was not there."""
    return _names_a_file(text) or bool(_VARIABLE.search(text))


def literal_parts(text: str) -> list[str]:
    """What of a text as written is not taken from a variable or a file."""
    return [] if _names_a_file(text) else _VARIABLE.split(text)[::2]


def _names_a_file(text: str) -> bool:
    return text.startswith("file:") and not text.startswith("file://")


def _substituted(text: str, environ: Mapping[str, str], in_url: bool) -> str:
    whole = _VARIABLE.fullmatch(text.strip()) is not None

    def found(match: re.Match[str]) -> str:
        value = _variable(match[1], environ)
        if whole or not in_url:
            return value
        return quote(value, safe=_safe(text[: match.start()], text[match.end() :]))

    return _VARIABLE.sub(found, text)


def _safe(before: str, after: str) -> str:
    """The signs that may stay in a value at its place in an address: a host may come with its port."""
    authority = re.split(r"[/?#]", before.partition("://")[2], maxsplit=1)
    in_authority = "://" in before and len(authority) == 1
    return ":" if in_authority and "@" not in re.split(r"[/?#]", after, maxsplit=1)[0] else ""


def _variable(name: str, environ: Mapping[str, str]) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise _NotThere(
            f"`${{{shorten(name)}}}` names no variable", "letters, digits and _ between the braces"
        )
    file = f"{name}_FILE"
    if name in environ and file in environ:
        raise _NotThere(
            f"the environment variables `{name}` and `{file}` are both set", hint="unset one of them"
        )
    if file in environ:
        return _secret(environ[file].strip(), f"the secret file of `{file}`")
    if name not in environ:
        raise _NotThere(
            f"the environment variable `{name}` is not set",
            hint=f"set {name}, or {file} to the path of a secret file, or remove ${{{name}}}",
        )
    value = environ[name].strip("\r\n")
    if not value.strip():
        raise _NotThere(f"the environment variable `{name}` is empty", hint=f"give {name} a value")
    return value


def _secret(name: str, shown: str = "the secret file") -> str:
    path = FilePath(name)
    shown = f"{shown} `{shorten(name)}`"
    if not path.is_absolute():
        raise _NotThere(shown + " has no absolute path", "a path such as file:/run/secrets/slack")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SECRET_BYTES + 1)
        text = data.decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise _unreadable(shown, error) from None
    if len(data) > MAX_SECRET_BYTES:
        raise _NotThere(f"{shown} is too long for a secret", f"at most {MAX_SECRET_BYTES} bytes")
    if not text:
        raise _NotThere(f"{shown} is empty", hint="write the secret into it")
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise _NotThere(f"{shown} holds several lines, or a control character", "one line")
    return text


def _unreadable(shown: str, error: OSError | ValueError) -> _NotThere:
    if isinstance(error, UnicodeDecodeError):
        return _NotThere(f"{shown} is not UTF-8 text")
    if not isinstance(error, OSError):
        return _NotThere(f"{shown} has a name that no file can have")
    hints = {
        errno.ENOENT: "make that file, or mend the path",
        errno.EACCES: "let the user that runs Tollwatch read it",
        errno.EISDIR: "name the file in it",
    }
    reason = (error.strerror or "an error").lower()
    return _NotThere(f"{shown} cannot be read: {reason}", hint=hints.get(error.errno or 0, ""))
