"""What a process keeps for good, out of the sight of Python's collector."""

from __future__ import annotations

import gc


def set_aside() -> None:
    """Have the collector look no more at what there is now, such as a configuration and the libraries.

    Those are 140,000 objects: else each of its full rounds, one in some thousand polls, goes through them and stops
    everything for a tenth of a second.  To be called again when some of it is dropped: rules refer to each other in
    circles, which only the collector can free.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
