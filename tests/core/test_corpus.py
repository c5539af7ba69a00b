"""The labelled corpus is well-formed: whatever is measured with it rests on labels that can be right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.core.book import Book
from monitor.model import Basis, Bound

CORPUS = Path(__file__).parents[1] / "corpus"
HALVES = ("open", "kept")
TEXTS = {"en": 110, "fa": 30, "ar": 30, "fr": 16, "es": 16, "de": 16, "tr": 14, "ru": 14, "uk": 8, "he": 8}
FIGURES = 650
SUBJECTS = frozenset(
    {
        *("protesters", "civilians", "children", "women", "students", "prisoners", "journalists"),
        *("security forces", "militants", "medics", "aid workers"),
    }
)
TEXT_KEYS = frozenset(("id", "language", "title", "text", "published", "source", "tags", "figures", "totals"))
ALWAYS = frozenset(("words", "metric", "low", "high", "bound", "basis"))
MAY = frozenset(("subject", "claimant", "via", "background", "as_of", "place"))

Row = dict[str, Any]


def rows_of(half: str) -> list[Row]:
    """Every text of one half, in the order of the files; a line that is no JSON object raises."""
    files = sorted((CORPUS / half).glob("*.jsonl"))
    rows = [(file, json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]
    assert all(row["language"] == file.stem for file, row in rows), "a text stands in another language's file"
    return [row for _, row in rows]


@pytest.fixture(scope="module")
def texts() -> list[Row]:
    """Both halves together."""
    return [row for half in HALVES for row in rows_of(half)]


@pytest.fixture(scope="module")
def labels(texts: list[Row]) -> list[tuple[str, Row]]:
    """Every labelled figure, with the id of its text."""
    return [(row["id"], label) for row in texts for label in row["figures"]]


def agrees(low: int | None, high: int | None, bound: str) -> bool:
    """Whether the ends are those that a bound has by docs/glossary.md."""
    match Bound(bound):
        case Bound.EXACT | Bound.ABOUT:
            return low is not None and low == high
        case Bound.AT_LEAST | Bound.MORE_THAN | Bound.VAGUE:
            return low is not None and high is None
        case Bound.AT_MOST:
            return low is None and high is not None
        case Bound.RANGE:
            return low is not None and high is not None and low < high


@pytest.mark.parametrize(
    ("low", "high", "bound"), [(5, 6, "exact"), (5, 5, "at_least"), (5, None, "at_most"), (6, 5, "range")]
)
def test_ends_that_contradict_their_bound_are_seen(low: int, high: int | None, bound: str) -> None:
    """The checker of the next test can fail."""
    assert not agrees(low, high, bound)


def test_every_figure_has_ends_that_agree_with_its_bound(labels: list[tuple[str, Row]]) -> None:
    """Nobody can read a number rightly that is labelled against its own bound."""
    wrong = [
        (text, label) for text, label in labels if not agrees(label["low"], label["high"], label["bound"])
    ]
    assert wrong == []


def test_every_label_uses_the_words_of_the_field(labels: list[tuple[str, Row]], shipped: Book) -> None:
    """A metric, basis, subject or key with a slip of the pen would count as a miss for ever."""
    metrics = set(shipped.metrics)
    for text, label in labels:
        assert ALWAYS <= label.keys() <= ALWAYS | MAY, text
        assert label["metric"] in metrics, text
        assert label["basis"] in set(Basis), text
        assert label.get("subject") in SUBJECTS | {None}, text
        assert label.get("background", False) in (True, False), text
        if label.get("as_of"):
            date.fromisoformat(label["as_of"])


def test_every_claimant_outlet_and_source_is_configured(texts: list[Row], shipped: Book) -> None:
    """An id that no file of config/ declares could never be read."""
    for row in texts:
        named = {label.get(key) for label in row["figures"] for key in ("claimant", "via")} - {None}
        assert named <= set(shipped.claimants), row["id"]
        assert row.get("source") is None or row["source"] in shipped.sources, row["id"]


def test_figures_stand_in_their_text_and_in_its_order(texts: list[Row]) -> None:
    """The words of a label are found in title and text, each after the one before."""
    for row in texts:
        text, at = f"{row.get('title', '')}\n{row['text']}", 0
        for label in row["figures"]:
            found = text.find(label["words"], at)
            assert found >= 0, (row["id"], label["words"])
            at = found + len(label["words"])


def test_every_text_has_the_shape_the_readme_tells(texts: list[Row], shipped: Book) -> None:
    """Known keys, a kind, a real day of publication, totals of known metrics, and a trap holds no figure."""
    for row in texts:
        assert {"id", "language", "text", "tags", "figures"} <= row.keys() <= TEXT_KEYS, row["id"]
        assert row["id"].startswith(row["language"] + "-") and row["text"].strip() and row["tags"], row["id"]
        assert row["tags"][0] != "trap" or row["figures"] == [], row["id"]
        assert set(row.get("totals", {})) <= set(shipped.metrics), row["id"]
        assert all(isinstance(total, int) and total >= 0 for total in row.get("totals", {}).values()), row[
            "id"
        ]
        if "published" in row:
            date.fromisoformat(row["published"])


def test_no_text_stands_in_both_halves_and_no_id_twice(texts: list[Row]) -> None:
    """What is kept aside proves something only if it was not open."""
    assert [name for name, times in Counter(row["id"] for row in texts).items() if times > 1] == []
    folded = Counter(" ".join(row["text"].casefold().split()) for row in texts)
    assert [text for text, times in folded.items() if times > 1] == []


def test_both_halves_are_as_large_as_promised_and_alike(texts: list[Row]) -> None:
    """Texts by language, figures in all, and no kind that only one half has in plenty."""
    by_language = Counter(row["language"] for row in texts)
    assert {
        language: by_language[language] for language in TEXTS if by_language[language] < TEXTS[language]
    } == {}
    assert sum(len(row["figures"]) for row in texts) >= FIGURES
    kinds: Mapping[str, Counter[tuple[str, str]]] = {
        half: Counter((row["language"], row["tags"][0]) for row in rows_of(half)) for half in HALVES
    }
    assert all(abs(kinds["open"][kind] - kinds["kept"][kind]) <= 1 for kind in kinds["open"] | kinds["kept"])
