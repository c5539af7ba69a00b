"""What a process keeps: for good, out of the sight of Python's collector, or for what comes next."""

from __future__ import annotations

import ctypes
import gc
import sys

ROOM = 8_388_608
"""Bytes that malloc keeps for what comes next, and of which it makes no mapping of its own."""

SELDOM = 5_000
"""Objects that came and did not go, before the collector looks for circles among them; of itself it does at 700."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # malloc.h


def keep_room() -> bool:
    """Have malloc keep what is given back, some megabytes of it, for what comes next; False where it cannot be told.

    RE2 takes a megabyte to find the groups of a long pattern, and gives it back at once.  glibc would return it to the
    kernel, which clears every page of it for the next search.  And since only one thread runs at a time, one
    heap does for all.  To be called before there are threads.
    """
    if sys.platform != "linux":
        return False
    tell = getattr(ctypes.CDLL(None), "mallopt", lambda *_: 0)  # other C libraries have none
    return all(tell(*one) for one in ((_TRIM_THRESHOLD, ROOM), (_MMAP_THRESHOLD, ROOM), (_ARENA_MAX, 1)))


def set_aside() -> None:
    """Have the collector look no more at what there is now, such as a configuration and the libraries.

    Those are 140,000 objects: else each of its full rounds, one in some thousand polls, goes through them and stops
    everything for a tenth of a second.  To be called again when some of it is dropped: rules refer to each other in
    circles, which only the collector can free.  What polls leave has hardly any: it looks at that seldom, too.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
