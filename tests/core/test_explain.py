"""Why each other number of a text is no figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.book import Book
from monitor.core.explain import NO_RULE, NO_TRIGGER, UNREAL, rejections
from monitor.core.extract import extract
from monitor.model import Entry
from tests.core.conftest import PUBLISHED

Reasons = Callable[..., dict[str, str]]


@pytest.fixture
def reasons(shipped: Book) -> Reasons:
    """The reason of each number of a text that is in no figure, by its words."""

    def explained(text: str, title: str = "", language: str | None = "en") -> dict[str, str]:
        entry = Entry("desk", "1", "", title, text, language, PUBLISHED, PUBLISHED)
        found = rejections(entry, extract(entry, shipped.rulebook), shipped.rulebook)
        return {getattr(entry, one.field)[one.start : one.end]: one.reason for one in found}

    return explained


def test_each_number_that_counts_something_else_has_its_reason(reasons: Reasons) -> None:
    text = "On day 16 of the protests in 191 cities, a man aged 34 was killed."
    assert reasons(text) == {"16": "date", "191": "place count", "34": "age"}


def test_a_number_that_was_read_has_no_reason_against_it(reasons: Reasons) -> None:
    assert reasons("At least 12 people were killed.") == {}


def test_what_only_could_happen_is_unreal(reasons: Reasons) -> None:
    assert reasons("The ministry denied that 200 people were killed.") == {"200": UNREAL}


def test_a_number_in_a_sentence_without_a_trigger_is_explained_too(reasons: Reasons) -> None:
    assert reasons("The party won 120 seats. A man was killed.")["120"] in (
        NO_TRIGGER,
        NO_RULE,
        "place count",
    )
    assert reasons("About 40 people sang. A man was killed.") == {"About 40": NO_TRIGGER}


def test_the_title_is_explained_like_the_text(reasons: Reasons) -> None:
    assert reasons("Nothing.", title="Thousands rally; 40 people sang") == {
        "Thousands": NO_TRIGGER,
        "40": NO_TRIGGER,
    }


def test_a_language_without_rules_has_nothing_to_explain(reasons: Reasons) -> None:
    assert reasons("Umuntu oyedwa ubulewe kwathi abangu-12 balimala " * 4, language="zu") == {}
