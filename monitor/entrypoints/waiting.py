"""Whose turn it is: so many at a time, of one host one after the other, the longest waiting first.

So a host that is slow, or has a thousand feeds, holds one place and keeps nobody else from theirs.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush


class WaitingRoom:
    """Who waits and who is served; knows names and hosts only.  Every call costs the same, however many wait."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._waiting: dict[str, deque[tuple[int, str]]] = {}
        self._ready: list[tuple[int, str]] = []
        self._known: dict[str, str] = {}
        self._busy: set[str] = set()
        self._last = 0

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def offer(self, name: str, host: str) -> None:
        """Let one wait behind all who wait already; not twice."""
        if name in self._known:
            return
        self._known[name] = host
        self._last += 1
        queue = self._waiting.setdefault(host, deque())
        queue.append((self._last, name))
        if len(queue) == 1 and host not in self._busy:
            heappush(self._ready, (self._last, host))

    def take(self) -> str | None:
        """Who is next; None while every place is taken, or the hosts of all who wait."""
        if not self._ready or len(self._busy) >= self.places:
            return None
        _, host = heappop(self._ready)
        self._busy.add(host)
        return self._waiting[host].popleft()[1]

    def done(self, name: str) -> None:
        """One who was taken is through: place and host are free."""
        host = self._known.pop(name)
        self._busy.discard(host)
        if queue := self._waiting[host]:
            heappush(self._ready, (queue[0][0], host))
        else:
            del self._waiting[host]

    def clear(self) -> None:
        """Send everybody home who still waits."""
        for queue in self._waiting.values():
            for _, name in queue:
                del self._known[name]
        self._waiting = {host: deque() for host in self._busy}
        self._ready.clear()
