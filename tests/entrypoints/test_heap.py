"""What stays is set aside from the collector, and what was dropped of it is freed all the same."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from monitor.entrypoints.heap import set_aside


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Rule:
    """Something that refers to itself, as compiled rules do."""

    def __init__(self) -> None:
        self.again = self


@pytest.mark.usefixtures("thawed")
def test_what_was_set_aside_and_is_dropped_is_freed_the_next_time() -> None:
    rule = Rule()
    seen = weakref.ref(rule)
    set_aside()
    assert gc.get_freeze_count() > 1000
    del rule
    gc.collect()
    assert seen() is not None, "the collector does not look at it"
    set_aside()
    assert seen() is None
