"""New sources into a file of the configuration: nothing else in it changes, and a mistake changes nothing.

The blocks are put behind what stands there, so that every comment, blank and quote stays.  The whole
configuration is checked with them before the file is replaced, in one step.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.config.documents import Document, fill_in, part, read_document
from monitor.config.loading import load
from monitor.errors import NotWritten, UsageError

FOLDER = "sources"
_HEAD = "# yaml-language-server: $schema=../schemas/sources.json\n"
_WORDS = frozenset({"null", "true", "false"})

Value = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A source that is to be written: its keys and values in order, and a comment above them."""

    values: Mapping[str, Value]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A source as it stands in a file: variables are not filled in."""

    place: str
    values: Mapping[str, object]


def add_sources(directory: Path, file: Path, drafts: Sequence[Draft], environ: Mapping[str, str]) -> None:
    """Write the drafts behind what stands in `file`, or into a new file.

    Raises ConfigurationError for what is wrong with the whole, and NotWritten; the file is then as it was.
    """
    before = _bytes(file)
    after = _checked(directory, file, before, drafts, environ)
    _replace(file, before, after)


def try_sources(directory: Path, file: Path, drafts: Sequence[Draft], environ: Mapping[str, str]) -> None:
    """Check what `add_sources` would make, with the same errors; nothing is written."""
    _checked(directory, file, _bytes(file), drafts, environ)


def with_blocks(before: bytes | None, drafts: Sequence[Draft], name: str) -> bytes:
    """The bytes of a file with the drafts behind its other sources; `before` is None for a new file.

    Raises NotWritten where that cannot be done without writing the file anew.
    """
    text = before.decode("utf-8", "replace") if before and before.strip() else f"{_HEAD}{FOLDER}:\n"
    indent, listed = _list_in(text, name)
    blocks = "\n".join(block(draft, indent) for draft in drafts)
    gap = "\n" if listed else ""
    if "\r\n" in text:
        blocks, gap = blocks.replace("\n", "\r\n"), gap.replace("\n", "\r\n")
    end = "" if text.endswith("\n") else "\r\n" if "\r\n" in text else "\n"
    after = f"{text}{end}{gap}{blocks}".encode()
    if _values(after) != [*_values(text.encode()), *(_plain(draft) for draft in drafts)]:
        raise NotWritten(f"{name} is written in a way that nothing can be put behind it; {_OTHER_FILE}")
    return after


def block(draft: Draft, indent: int = 2) -> str:
    """A source as YAML, one line a key; `indent` is the column of its hyphen."""
    space = " " * indent
    lines = [f"{space}# {draft.comment}"] if draft.comment else []
    for number, (key, value) in enumerate(draft.values.items()):
        shown = scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"
        lines.append(f"{space}{'  ' if number else '- '}{key}: {shown}")
    return "\n".join(lines) + "\n"


def scalar(text: str) -> str:
    """A text as one YAML value: plain where nobody can misread it, else in double quotes."""
    plain = re.fullmatch(
        r"https?://[^\s\"'\[\],]*[^\s\"'\[\],:]|\d+(?:ms|[smhdw])|[^\W\d_][\w .()/&+–’-]*", text
    )
    if plain and text == text.strip() and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def of_others(text: str) -> str:
    """What somebody else wrote, as it may stand in the configuration: it names no variable and no secret file."""
    return re.sub(r"^\s*file:\s*", "file – ", text.replace("${", "$("), flags=re.IGNORECASE)


def filled_in(address: str, environ: Mapping[str, str]) -> str:
    """An address with its variables filled in, as a source's is.  Raises UsageError for one that is not set."""
    values = {"url": address}
    document, mistakes = fill_in(Document("", values, values, {}), environ)
    if mistakes:
        raise UsageError("; ".join(filter(None, (mistakes[0].what, mistakes[0].hint))))
    return str(part(document.value, ("url",)))


def sources_as_written(directory: Path) -> dict[str, Written]:
    """Every source by its id, with the file and line where it stands; of a directory that loads."""
    return {
        str(written.values.get("id")): written
        for path in sorted((directory / FOLDER).glob("*.yaml"))
        for written in _sources_in(path)
    }


def source_file(directory: Path, name: str) -> Path:
    """The file of sources that a name means: `mine`, `mine.yaml`, config/sources/mine.yaml.  Raises UsageError."""
    given = Path(name)
    stem = given.name.removesuffix(".yaml")
    inside = given.parent in (Path(), Path(FOLDER), directory / FOLDER)
    if not inside or not re.fullmatch(r"\w[\w.-]*", stem) or given.suffix in (".yml", ".json"):
        raise UsageError(
            f"{name}: sources stand in files of {directory / FOLDER}/ that end in .yaml; name one of those"
        )
    return directory / FOLDER / f"{stem}.yaml"


_OTHER_FILE = "name another file with --file"


def _checked(
    directory: Path, file: Path, before: bytes | None, drafts: Sequence[Draft], environ: Mapping[str, str]
) -> bytes:
    """The file's new bytes, with which the whole configuration is good.

    Rules are not proven anew: no source changes what they read.
    """
    after = with_blocks(before, drafts, str(file))
    load(directory, environ, wait=True, instead={file: after})
    return after


def _sources_in(path: Path) -> Iterator[Written]:
    data = _bytes(path) if not path.name.startswith(".") else None
    document = read_document(str(path), data)[0] if data is not None else None
    listed = part(document.value, (FOLDER,)) if document else None
    for index, values in enumerate(listed if isinstance(listed, list) else ()):
        if document and isinstance(values, dict):
            yield Written(f"{path}:{document.line((FOLDER, index))}", values)


def _list_in(text: str, name: str) -> tuple[int, bool]:
    """The column of the hyphens in a file's list of sources, and whether there are any."""
    try:
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        top = None
    found = top.value[0][1] if isinstance(top, yaml.MappingNode) and len(top.value) == 1 else None
    if isinstance(found, yaml.SequenceNode) and not found.flow_style:
        return found.start_mark.column, bool(found.value)
    if isinstance(found, yaml.ScalarNode) and not found.value:
        return 2, False
    raise NotWritten(f"{name} does not hold its sources one under the other, with hyphens; {_OTHER_FILE}")


def _values(data: bytes) -> list[object]:
    document, mistakes = read_document("", data)
    listed = part(document.value, (FOLDER,)) if document and not mistakes else None
    return listed if isinstance(listed, list) else []


def _plain(draft: Draft) -> dict[str, object]:
    return {key: value if isinstance(value, str) else list(value) for key, value in draft.values.items()}


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWritten(f"{file} cannot be read: {(error.strerror or 'an error').lower()}") from None


def _replace(file: Path, before: bytes | None, after: bytes) -> None:
    """Put the new bytes in the place of the old in one step: whoever reads sees these or those."""
    target = file.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if before is not None else 0o666 & ~_umask()
        # Hidden, so that a daemon that looks just now does not take it for a part of the configuration.
        handle, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(after)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(draft, mode)
            if _bytes(file) != before:
                raise NotWritten(
                    f"{file} was changed by somebody else just now: nothing is written, try again"
                )
            os.replace(draft, target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NotWritten(f"{file} cannot be written: {(error.strerror or 'an error').lower()}") from None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
