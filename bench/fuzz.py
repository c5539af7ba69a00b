"""A million texts that nobody would write: none may crash the reader, and every figure must point into its text.

    python bench/fuzz.py [--quick] [--texts N] [--seed N]

A third are texts of the corpus with characters, words and sentences taken out, doubled, exchanged or
replaced; a third are salads of the words that rules are made of (numbers, hedges, people, verbs,
claimants, marks), of one language or of all; a third are random Unicode: of every plane, of the
scripts that are read, or bytes that are no text.  The same seed makes the same texts.

A crash is any exception.  An offset is bad if it does not hold 0 ≤ start < end ≤ length, if the quote
does not stand in the field, or the figure not in the quote; the numbers that `--explain` rejects are
held to the same.  One text in twenty is read twice: another answer is nondeterministic.

The last line is one JSON object: texts, crashes, bad_offsets, nondeterministic, seconds.  What fails
is printed, with the number of its text; `--only NUMBER` reads that one again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from monitor.config import load
from monitor.core.book import Book
from monitor.core.explain import rejections
from monitor.core.extract import extract
from monitor.core.specs import LanguageSpec
from monitor.model import Entry

SEEN = datetime(2026, 1, 15, tzinfo=UTC)
CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus" / "open"
TWICE = 20  # one text in so many is read again
EXPLAINED = 4  # and of one in so many the rejected numbers are looked at too
SHOWN = 20  # failures that are printed

Make = Callable[[random.Random], str]

# ── texts ───────────────────────────────────────────────────────────────────────────────────

MARKS = [
    *"\"'«»“”‘’()[]{}.,;:!?-–—…/%$€+*&#@\\|_~^<>=",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u200f",
    "\u00ad",
    "\u200b",
]
DIGITS = [
    "7",
    "12",
    "1,234",
    "1.234",
    "1 234",
    "۱۲",
    "٣٤٥",
    "１２",
    "¼",
    "½",
    "²",
    "10-12",
    "3,000 to 4,000",
    "0",
]
SCRIPTS = [(0x20, 0x7E), (0xA0, 0x24F), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF), (0xFB50, 0xFEFC)]


def mutated(texts: Sequence[str], words: Sequence[str]) -> Make:
    """Texts of the corpus, changed in up to a dozen places."""

    def make(chance: random.Random) -> str:
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 12)):
            start = chance.randint(0, len(text))
            end = min(len(text), start + chance.choice((0, 1, 1, 2, 5, 20, 80)))
            new = chance.choice(
                (
                    "",
                    text[start:end] * 2,
                    text[start:end][::-1],
                    text[start:end].upper(),
                    chance.choice(words),
                    chance.choice(MARKS),
                    chance.choice(DIGITS),
                    chr(chance.randrange(0x2FFF)),
                    chance.choice(texts)[:80],
                )
            )
            text = text[:start] + new + text[end:]
        return text

    return make


def salad(tables: Sequence[Sequence[str]]) -> Make:
    """Words of one language's rules, or of all, with numbers and marks between."""
    everything = [word for table in tables for word in table]

    def make(chance: random.Random) -> str:
        table = everything if chance.random() < 0.2 else chance.choice(tables)
        dressing = (table, table, table, DIGITS, MARKS)
        words = (chance.choice(chance.choice(dressing)) for _ in range(chance.randint(1, 60)))
        return chance.choice((" ", " ", " ", "")).join(words)

    return make


def noise(chance: random.Random) -> str:
    """Characters by chance: of every plane, of one script, or bytes."""
    size = chance.randint(0, 300)
    kind = chance.randrange(3)
    if kind == 0:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(size))
    if kind == 1:
        low, high = chance.choice(SCRIPTS)
        return "".join(chance.choice((chr(chance.randint(low, high)), " ")) for _ in range(size))
    return chance.randbytes(size).decode(chance.choice(("utf-8", "latin-1")), "replace")


_PLAIN = re.compile(r"[^\W\d_]{2,}(?:[ '-][^\W\d_]+)*")


def words_of(spec: LanguageSpec, book: Book) -> list[str]:
    """The words that one language's rules, numbers and claimants are made of."""
    numbers = spec.numbers
    hedges = [word for hedge in spec.hedges.values() for word in (*hedge.before, *hedge.after)]
    triggers = [word for metric in book.metrics.values() for word in metric.triggers.get(spec.id, ())]
    rules = [
        rule.pattern for metric in book.metrics.values() for rule in metric.rules if rule.language == spec.id
    ]
    lists = [word for words in spec.words.values() for word in words]
    names = [name for one in book.claimants.values() for name in one.aliases.get(spec.id, ())]
    patterns = [*rules, *lists, *spec.attribution, *spec.anaphora]
    plain = [word for pattern in patterns for word in _PLAIN.findall(pattern)]
    return [*numbers.values, *numbers.multipliers, *numbers.vague, *hedges, *triggers, *plain, *names]


def texts_of(book: Book, seed: int) -> Callable[[int], Entry]:
    """Text number so-and-so, the same for the same seed."""
    rows = [
        json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.open(encoding="utf-8")
    ]
    corpus = [f"{row.get('title', '')}\n{row['text']}" for row in rows]
    tables = [words_of(spec, book) for spec in book.languages.values()]
    makers = (mutated(corpus, [word for table in tables for word in table]), salad(tables), noise)
    languages = (None, *book.languages)

    def entry(number: int) -> Entry:
        chance = random.Random(seed << 32 | number)
        make = makers[number % len(makers)]
        title = make(chance)[:200] if chance.random() < 0.3 else ""
        return Entry("fuzz", str(number), "", title, make(chance), chance.choice(languages), SEEN, SEEN)

    return entry


# ── what must hold ──────────────────────────────────────────────────────────────────────────


def bad_offsets(entry: Entry, book: Book, explained: bool) -> Iterator[str]:
    """Each figure, and each rejected number, that does not point into its text."""
    reading = extract(entry, book.rulebook)
    for figure in reading.figures:
        field = entry.title if figure.field == "title" else entry.text
        words = field[figure.start : figure.end]
        if not (0 <= figure.start < figure.end <= len(field)):
            yield f"{figure.rule_id}: {figure.start}:{figure.end} of {len(field)}"
        elif figure.quote not in field or words not in figure.quote:
            yield f"{figure.rule_id}: {words!r} in {figure.quote!r}"
    for rejected in rejections(entry, reading, book.rulebook) if explained else ():
        size = len(entry.title if rejected.field == "title" else entry.text)
        if not (0 <= rejected.start < rejected.end <= size):
            yield f"{rejected.reason}: {rejected.start}:{rejected.end} of {size}"


def main() -> None:
    """Read them all; print failures as they come, then the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--quick", action="store_true", help="under 45 seconds")
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="read the text of this number, and print it")
    arguments = parser.parse_args()
    book = load(arguments.config, os.environ, wait=True)
    entry_of = texts_of(book, arguments.seed)
    found = {"texts": 0, "crashes": 0, "bad_offsets": 0, "nondeterministic": 0}
    first = arguments.first
    numbers = range(first, first + arguments.texts) if arguments.only is None else [arguments.only]
    start = time.monotonic()
    for number in numbers:
        if arguments.quick and time.monotonic() - start > 25:
            break
        entry = entry_of(number)
        found["texts"] += 1
        said: list[str] = []
        try:
            said = list(bad_offsets(entry, book, number % EXPLAINED == 0))
            found["bad_offsets"] += len(said)
            if number % TWICE == 0 and extract(entry, book.rulebook) != extract(entry, book.rulebook):
                found["nondeterministic"] += 1
                said.append("read twice, two answers")
        except Exception:
            found["crashes"] += 1
            said = [traceback.format_exc(limit=-3)]
        if arguments.only is not None:
            print(repr(entry.title), repr(entry.text))
        if said and found["crashes"] + found["bad_offsets"] + found["nondeterministic"] <= SHOWN:
            print(f"text {number}:", *said, sep="\n  ", flush=True)
    print(json.dumps({**found, "seconds": round(time.monotonic() - start, 1)}))


if __name__ == "__main__":
    main()
