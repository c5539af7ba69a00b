"""Laws of reading that hold for every text: by hypothesis, and over the open half of the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.book import Book
from monitor.core.explain import rejections
from monitor.core.extract import extract
from monitor.model import Entry, Figure

OPEN = Path(__file__).parents[1] / "corpus" / "open"
SEEN = datetime(2026, 1, 31, tzinfo=UTC)
UNRELATED = {
    "en": "The museum of maps opens its garden in spring.",
    "fa": "موزهٔ نقشه‌ها باغ خود را در بهار باز می‌کند.",
    "ar": "يفتح متحف الخرائط حديقته في الربيع.",
    "fr": "Le musée des cartes ouvre son jardin au printemps.",
    "es": "El museo de mapas abre su jardín en primavera.",
    "de": "Das Museum der Landkarten öffnet im Frühling seinen Garten.",
    "tr": "Harita müzesi bahçesini ilkbaharda açıyor.",
    "ru": "Музей карт открывает свой сад весной.",
    "uk": "Музей карт відкриває свій сад навесні.",
    "he": "מוזיאון המפות פותח את הגן שלו באביב.",
}
INVISIBLE = ("\u00ad", "\u200e", "\u200f", "\u2060", "\ufeff")


def _entries() -> Iterator[Entry]:
    for file in sorted(OPEN.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield Entry("law", row["id"], "", row.get("title", ""), row["text"], row["language"], SEEN, SEEN)


ENTRIES = tuple(_entries())
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.guid)


def figures(entry: Entry, book: Book) -> tuple[Figure, ...]:
    return extract(entry, book.rulebook).figures


def said(figure: Figure) -> tuple[object, ...]:
    """What a figure claims, without the place where it stands."""
    return figure.metric, figure.low, figure.high, figure.bound, figure.basis, figure.subject, figure.claimant


@each_entry
def test_offsets_lead_into_the_stored_text(entry: Entry, shipped: Book) -> None:
    for figure in figures(entry, shipped):
        field = getattr(entry, figure.field)
        assert 0 <= figure.start < figure.end <= len(field)
        assert figure.quote in field
        assert figure.quote.find(field[figure.start : figure.end]) >= 0


@each_entry
def test_reading_twice_reads_the_same(entry: Entry, shipped: Book) -> None:
    assert extract(entry, shipped.rulebook) == extract(entry, shipped.rulebook)


@each_entry
def test_an_unrelated_sentence_at_the_end_changes_no_figure(entry: Entry, shipped: Book) -> None:
    assert entry.language is not None
    longer = replace(entry, text=f"{entry.text}\n\n{UNRELATED[entry.language]}")
    assert [said(one) for one in figures(longer, shipped)] == [said(one) for one in figures(entry, shipped)]


@each_entry
def test_marks_that_nobody_sees_change_no_number(entry: Entry, shipped: Book) -> None:
    """A soft hyphen, a direction mark or a byte-order mark before every digit and word."""
    marked = replace(entry, text=" ".join(mark + word for mark, word in _marked(entry.text)))
    plain = replace(entry, text=" ".join(entry.text.split()))
    read = figures(marked, shipped)
    assert [said(one) for one in read] == [said(one) for one in figures(plain, shipped)]
    assert all(getattr(marked, one.field)[one.start : one.end].strip() for one in read)


def _marked(text: str) -> Iterator[tuple[str, str]]:
    return ((INVISIBLE[index % len(INVISIBLE)], word) for index, word in enumerate(text.split()))


WORDS = st.sampled_from([word for entry in ENTRIES for word in entry.text.split()])
RUBBISH = st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("utf-8", "replace"))
TEXTS = st.lists(WORDS | RUBBISH | st.integers(0, 10**12).map(str), max_size=60).map(" ".join)


def test_no_text_raises_and_every_offset_holds(shipped: Book) -> None:
    @settings(deadline=None)  # a language is compiled when it is first met
    @given(text=TEXTS, title=TEXTS, language=st.sampled_from([None, *UNRELATED]))
    def law(text: str, title: str, language: str | None) -> None:
        entry = Entry("law", "fuzz", "", title, text, language, None, SEEN)
        reading = extract(entry, shipped.rulebook)
        for one in (*reading.figures, *rejections(entry, reading, shipped.rulebook)):
            assert 0 <= one.start < one.end <= len(getattr(entry, one.field))

    law()
