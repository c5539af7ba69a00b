"""A parser that does what the body tells it to, in whatever process it is called; for tests of `adapters.confined`."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime

from monitor.errors import NotAFeed
from monitor.model import Entry, Feed, Source

WORDS = "the words of an article"


def misbehave(body: bytes, content_type: str, source: Source, seen_at: datetime, more: str = "") -> Feed:
    """Do what the body says, and tell in the feed's title what came of it."""
    what, _, argument = body.decode().partition(" ")
    return Feed(title=str(_TRICKS[what](argument, source)), entries=(_entry(source, seen_at, more),))


def _entry(source: Source, seen_at: datetime, more: str) -> Entry:
    return Entry(source.id, "1", source.url, f"{dict(source.headers)}", more, None, seen_at, seen_at)


def _spin(seconds: str, source: Source) -> str:
    ends = time.process_time() + float(seconds)
    while time.process_time() < ends:
        pass
    return "spun"


def _hold(megabytes: str, source: Source) -> str:
    kept = []
    for _ in range(int(megabytes)):
        kept.append(os.urandom(1) * 2**20)
        time.sleep(0.001)  # not so fast that nobody can look
    return "held"


def _leap(megabytes: str, source: Source) -> str:
    return str(len(b"x" * (int(megabytes) * 2**20)))


def _refused(attempt: Callable[[], object]) -> str:
    try:
        return f"did it: {attempt()}"
    except (OSError, RuntimeError, ImportError) as error:
        return f"refused: {type(error).__name__}"


def _raise(name: str, source: Source) -> str:
    if name == "NotAFeed":
        raise NotAFeed("no feed", (("https://a.example/feed", "A"),))
    raise KeyError(WORDS)


def _memory(_: str, source: Source) -> str:
    raise MemoryError


_TRICKS: dict[str, Callable[[str, Source], object]] = {
    "say": lambda text, source: text,
    "repeat": lambda times, source: "x" * int(times),
    "pid": lambda _, source: os.getpid(),
    "half": lambda _, source: "a\ud800b",
    "spin": _spin,
    "sleep": lambda seconds, source: time.sleep(float(seconds)),
    "hold": _hold,
    "leap": _leap,
    "run_out": _memory,
    "raise": _raise,
    "signal": lambda name, source: os.kill(os.getpid(), signal.Signals[name]),
    "exit": lambda code, source: os._exit(int(code)),
    "shout": lambda _, source: os.write(1, b"x" * 64),
    "open": lambda path, source: _refused(lambda: open(path).read()),  # noqa: SIM115
    "connect": lambda _, source: _refused(socket.socket),
    "fork": lambda _, source: _refused(os.fork),
    "thread": lambda _, source: _refused(threading.Thread(target=int).start),
    "import": lambda name, source: _refused(lambda: importlib.import_module(name)),
    "codec": lambda name, source: b"\x82\xa0".decode(name),
    "limits": lambda _, source: [
        resource.getrlimit(each)[1]
        for each in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC)
    ],
    "environ": lambda _, source: sorted(os.environ),
}


def nobody() -> Feed:
    """A function whose name nobody knows in another process."""
    return Feed()


nobody.__qualname__ = "nobody.at_all"
