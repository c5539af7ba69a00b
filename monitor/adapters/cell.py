"""What runs in a process of its own, shut in: it is given bytes, calls one function, and gives data back.

    python -I -S -B -c BEGIN …      ─▶  a request on stdin, an answer on stdout, one after the other, until
                                        stdin ends or nothing came for a while

Nothing is imported here that the function does not need: memory is counted (30 MB with feedparser
and lxml).  Once all is loaded the process gives up what it can: it opens no file and no socket, starts no
process and no thread, writes no core; its memory is capped, and the time of each call (`adapters.confined`
watches it from outside as well).  A request comes as a pickle, from our own side; an answer goes back as JSON,
so that whoever takes this process over, by a hole in expat or libxml2, has gained data that is checked.
"""

from __future__ import annotations

import ctypes
import dataclasses
import encodings
import importlib
import json
import os
import pickle
import pkgutil
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from monitor.errors import FeedError

REQUEST = struct.Struct("!Qd")
"""Before each request: its length in bytes, and the seconds of processor time that its call may take."""

ANSWER = struct.Struct("!cQ")
"""Before each answer: its kind, and its length in bytes."""

READY, SAID, REFUSED, FAILED, OUT_OF_MEMORY = b"r", b"s", b"e", b"f", b"m"
"""The kinds of answers: loaded; what the function returned; the FeedError that it raised, as a mapping of its
kind, its reason and what else it carries; what else it raised, and where; nothing."""

BEGIN = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[5]); from monitor.adapters.cell import main; main()"
)
"""What the process is started with; its arguments are the function as module:name, our process id, the cap
on memory in bytes, the seconds without a request after which it ends, and where modules are found, as a JSON list."""

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_STREAMS = 3  # stdin, stdout, stderr: as many files as may be open


def main() -> None:
    """Load the function, shut this process in, and answer requests.  Ends with 0 only between two requests."""
    name, parent, memory, idle, _ = sys.argv[1:]
    _end_with(int(parent))
    try:
        function = _named(name)
        _shut_in(int(memory))
    except Exception as error:
        _answer(FAILED, _kind_and_place(error).encode())
        os._exit(1)
    _answer(READY, b"")
    while (request := _request(float(idle))) is not None:
        _answer(*_called(function, request))
        signal.setitimer(signal.ITIMER_PROF, 0)
    os._exit(0)  # nothing here has to be tidied, and the memory of a large feed would be, piece by piece


def _named(name: str) -> Callable[..., Any]:
    """The function, and all that it may come to load later: there will be no opening of files then."""
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    importlib.import_module("_strptime")
    for encoding in pkgutil.iter_modules(encodings.__path__):  # a feed may name any of them
        with suppress(ImportError):  # two of them are Windows's
            importlib.import_module(f"encodings.{encoding.name}")
    del sys.meta_path[1:]  # only what is built in: an import that would open a file finds no module instead
    return function


def _end_with(parent: int) -> None:
    """Be killed when our own side ends, however it does; stdin's end alone is heard only between two calls."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # these are meant for our own side, which ends this process
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)


def _shut_in(memory: int) -> None:
    """Give up what no feed needs, for good."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")  # Linux: where memory runs out, this process goes first
    # Address space is more than memory: what is mapped and never touched counts too.  Memory itself is
    # measured from outside; this cap is for one leap over it, between two looks.
    for limit, value in (
        (resource.RLIMIT_AS, memory * 3 // 2 + 64 * 2**20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _STREAMS),
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(OSError, ValueError):  # a stricter limit may stand already
            resource.setrlimit(limit, (value, value))


def _request(patience: float) -> bytes | None:
    """The next request, with its clock running; None when there will be none."""
    if not select.select([0], [], [], patience)[0]:
        return None
    head = _read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    length, seconds = REQUEST.unpack(head)
    # The signal ends the process in the midst of C code too, where Python's own handlers wait.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    return _read(length)


def _called(function: Callable[..., Any], request: bytes) -> tuple[bytes, bytes]:
    try:
        return SAID, _json(function(*pickle.loads(request)))
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except FeedError as error:
        return REFUSED, _json({**vars(error), "kind": type(error).__name__, "reason": str(error)})
    except Exception as error:
        return FAILED, _kind_and_place(error).encode()


def _json(value: Any) -> bytes:
    """A value of dataclasses, sequences, texts, numbers and times as JSON; half a character is replaced."""
    return json.dumps(value, default=_plainly, ensure_ascii=False).encode("utf-8", "replace")


def _plainly(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"a {type(value).__name__} does not travel")


def _kind_and_place(error: Exception) -> str:
    """What was raised and where, without its message, which may hold the words of an article."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    file = "/".join(place.tb_frame.f_code.co_filename.split("/")[-3:])
    return f"{type(error).__name__} at {file}:{place.tb_lineno}"


def _read(length: int) -> bytes:
    """So many bytes from stdin, fewer at its end."""
    body = bytearray()
    while len(body) < length and (piece := os.read(0, min(length - len(body), 2**20))):
        body += piece
    return bytes(body)


def _answer(kind: bytes, content: bytes) -> None:
    rest = memoryview(ANSWER.pack(kind, len(content)) + content)
    while rest:
        rest = rest[os.write(1, rest) :]
