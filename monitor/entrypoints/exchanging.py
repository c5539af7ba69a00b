"""`tollwatch sources import` and `export`: lists of feeds in OPML, as every feed reader gives and takes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from monitor.config import load
from monitor.config.languages import ISO_639_1, language_meant
from monitor.config.writing import (
    Draft,
    Value,
    block,
    of_others,
    source_file,
    sources_as_written,
)
from monitor.core.book import Book
from monitor.core.hiding import without_keys
from monitor.core.newcomer import id_of, keys_in, title_of
from monitor.core.opml import MAX_BYTES, LeftOut, NotOpml, Outline, read_opml, write_opml
from monitor.entrypoints.adding import UNKNOWN_GRADE, Wishes, put_down
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.finding import Known
from monitor.entrypoints.options import existing
from monitor.entrypoints.telemetry import plural
from monitor.errors import NotWritten, UsageError
from monitor.model import Source


def import_opml(config: Path, opml: Path, wishes: Wishes) -> int:
    """Write every feed of the list that is not there yet as a source, all into one file; 0, or 1 if some were left out.

    None is fetched: the daemon polls them when it has taken them over.  What is left out is named on stderr with
    its line and why.  Raises UsageError for what is no OPML, NotWritten and ConfigurationError: nothing is written.
    """
    directory = existing(config)
    book = load(directory, os.environ, wait=True)
    file = source_file(directory, wishes.file or _file_for(opml))
    try:
        listed = read_opml(_bytes(opml))
    except NotOpml as why:
        raise UsageError(f"{opml}: no OPML that can be read: {why}") from None
    known = Known(book, directory)
    fresh = [feed for feed in listed.feeds if known.source_at(feed.url) is None]
    left_out = [*listed.left_out, *_with_keys(fresh)]
    drafts = list(_drafts([feed for feed in fresh if not keys_in(feed.url)], book, wishes, known))
    there = len(listed.feeds) - len(fresh)
    for one in sorted(left_out, key=lambda one: one.line):
        print(f"{opml}:{one.line}: {one.name or 'an outline'}: left out: {one.why}", file=sys.stderr)
    if drafts:
        put_down(directory, file, drafts, wishes.dry_run)
    if wishes.dry_run:
        print("\n".join(block(draft) for draft in drafts), end="")
    _sum_up(file, drafts, there, listed.again, len(left_out), wishes)
    return EXIT_FAILED if left_out else 0


def export_opml(config: Path, to: Path | None) -> int:
    """Write the enabled feeds as OPML 2.0, to a file or stdout; 0.

    Headers are never written, and a feed whose address needs a secret is left out: it is named on stderr.
    """
    directory = existing(config)
    book = load(directory, os.environ, wait=True)
    written = {id: one.values.get("url") for id, one in sources_as_written(directory).items()}
    outlines = []
    for source in book.sources.values():
        why = _why_not_exported(source, written.get(source.id))
        if why:
            print(f"{source.id}: left out: {why}", file=sys.stderr)
        elif source.enabled:
            outlines.append(Outline(source.url, source.title, source.language or "", source.topics))
    text = write_opml("Sources of Tollwatch", format_datetime(datetime.now(UTC)), outlines)
    if to is None:
        sys.stdout.write(text)
        return 0
    try:
        to.write_text(text, "utf-8")
    except OSError as error:
        raise NotWritten(f"{to} cannot be written: {(error.strerror or 'an error').lower()}") from None
    print(f"{plural(len(outlines), 'feed')} written to {to}")
    return 0


def _why_not_exported(source: Source, written: object) -> str:
    if not source.enabled:
        return ""
    if source.kind != "feed":
        return f"its kind is {source.kind}, and OPML lists feeds"
    if isinstance(written, str) and ("${" in written or written.startswith("file:")):
        return "its address holds a secret"
    keys = keys_in(source.url)
    return f"its address holds a key: {' and '.join(keys)}" if keys else ""


def _drafts(feeds: Sequence[Outline], book: Book, wishes: Wishes, known: Known) -> Iterator[Draft]:
    """A source for each feed.  Its folders become a comment; a category that is a topic's id becomes its topic."""
    taken = set(known.ids)
    languages = {*book.languages, *ISO_639_1}
    for feed in feeds:
        title = of_others(title_of(feed.title, feed.url))
        id = id_of(title, feed.url, taken)
        taken.add(id)
        values: dict[str, Value] = {"id": id, "title": title, "url": feed.url}
        language = wishes.language or language_meant(feed.language, languages)
        if language:
            values["language"] = language
        values["grade"] = wishes.grade or UNKNOWN_GRADE
        topics = wishes.topics or tuple(name for name in feed.categories if name in book.topics)
        if topics:
            values["topics"] = topics
        if wishes.every:
            values["every"] = wishes.every
        yield Draft(values, " / ".join(feed.folders))


def _with_keys(feeds: Sequence[Outline]) -> Iterator[LeftOut]:
    for feed in feeds:
        if keys := keys_in(feed.url):
            held = " and ".join(keys)
            why = (
                f"its address holds a key in clear ({held}): `tollwatch sources add` it with ${{NAME}} there"
            )
            yield LeftOut(feed.line, feed.title or without_keys(feed.url), why)


def _sum_up(
    file: Path, drafts: Sequence[Draft], there: int, again: int, left_out: int, wishes: Wishes
) -> None:
    done = "would be written" if wishes.dry_run else "written"
    parts = [f"{plural(len(drafts), 'source')} {done} to {file}" if drafts else "nothing new"]
    parts += [f"{there} there already"] if there else []
    parts += [f"{plural(again, 'outline')} of a feed that stands in the list twice"] if again else []
    parts += [f"{left_out} left out"] if left_out else []
    print("; ".join(parts), file=sys.stderr if wishes.dry_run else sys.stdout)
    if drafts and not wishes.grade:
        print(
            f"all with grade {UNKNOWN_GRADE} (reliability cannot be judged): edit the file, or say --grade",
            file=sys.stderr if wishes.dry_run else sys.stdout,
        )


def _file_for(opml: Path) -> str:
    stem = id_of(opml.stem if opml.name != "-" else "", "", ())
    return f"imported-{stem}.yaml"


def _bytes(opml: Path) -> bytes:
    if str(opml) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with opml.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{opml}: {(error.strerror or 'cannot be read').lower()}") from None
