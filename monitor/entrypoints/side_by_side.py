"""Work for several processes: batches go out, answers come back in the order of the batches.

A batch is never far ahead of the answers, so that memory stays small whatever there is to do.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

Batch = TypeVar("Batch")
Answer = TypeVar("Answer")

_AHEAD = 3  # batches a worker


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(task: Callable[[Batch], Answer], batches: Iterable[Batch], workers: int) -> Iterator[Answer]:
    """The answers of `task` to the batches, in order.  `task`, batches and answers must be picklable.

    Every worker starts afresh and inherits nothing: no thread's lock, no connection.  When the
    answers are not asked for any more, or this process ends in whatever way, the workers end too.
    What a task raises is raised here.
    """
    waiting: deque[Future[Answer]] = deque()
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _attend)
    try:
        for batch in batches:
            with _unheard():
                waiting.append(pool.submit(task, batch))  # may start a worker
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException:
        # Nobody waits for what they are at any more: a batch may take long on a busy machine.
        for worker in set(active_children()) - others:
            worker.terminate()
        _stop_feeding(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _stop_feeding(pool: ProcessPoolExecutor) -> None:
    """Free the thread that is handing out a batch which nobody will read.

    A pipe has room for 64 kB; before Python 3.12.2 the pool itself waits for ever for the rest to be
    taken (python/cpython#94777), and Ctrl-C seems to do nothing.
    """
    queue = getattr(pool, "_call_queue", None)
    if queue is not None:
        queue._reader.close()


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep Ctrl-C waiting; what is started meanwhile never hears it, not even before its first line."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _attend() -> None:
    """End when the process that started this one has ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
