"""What stays is set aside from the collector, and what was dropped of it is freed all the same; malloc keeps room."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from monitor.entrypoints.heap import SELDOM, set_aside


@pytest.fixture
def thawed() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
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


FAULTS = """
import resource, sys, threading
from monitor.entrypoints.heap import keep_room
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        [bytes([1]) * 1_000_000 for _ in range(3)]  # 250 pages each
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
if sys.argv[1] == "kept":
    assert keep_room()
thread = threading.Thread(target=faults)
thread.start()
thread.join()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="there is nothing to tell this malloc")
def test_a_megabyte_that_is_given_back_and_taken_again_is_not_cleared_again() -> None:
    said = {
        how: subprocess.run(
            [sys.executable, "-c", FAULTS, how], check=True, capture_output=True, text=True
        ).stdout
        for how in ("kept", "as usual")
    }
    assert int(said["kept"]) < 2_000
    assert int(said["as usual"]) > 10_000


@pytest.mark.usefixtures("thawed")
def test_the_collector_does_not_begin_anew_with_every_few_polls() -> None:
    begun: list[str] = []
    set_aside()
    gc.callbacks.append(lambda phase, info: begun.append(phase))
    try:
        rules = [Rule() for _ in range(1_500)]
        assert not begun
        rules += [Rule() for _ in range(2 * SELDOM)]
        assert begun, "of itself it begins after 700"
    finally:
        gc.callbacks.pop()
