"""Whose turn it is: so many at a time, of one host one after the other, the longest waiting first.

So a host that is slow, or has a thousand feeds, holds one place and keeps nobody else from theirs.

    offer ─▶ take ─▶ leave: the place is free ─▶ done: the host is, too
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

LEFT = 256
"""So many who left their place may not be done: beyond that nobody is taken, for whoever sees to it may be stuck."""


class WaitingRoom:
    """Who waits and who is served; knows names and hosts only.  Every call costs the same, however many wait."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._waiting: dict[str, deque[tuple[int, str]]] = {}
        self._ready: list[tuple[int, str]] = []
        self._known: dict[str, str] = {}
        self._busy: set[str] = set()
        self._placed: set[str] = set()
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
        """Who is next; None while every place is taken, or the hosts of all who wait, or too many are not done."""
        if not self._ready or len(self._placed) >= self.places or len(self._busy) >= len(self._placed) + LEFT:
            return None
        _, host = heappop(self._ready)
        _, name = self._waiting[host].popleft()
        self._busy.add(host)
        self._placed.add(name)
        return name

    def next(self, most: int) -> list[str]:
        """Who would be taken next, at most so many, if there were places enough."""
        first = [heappop(self._ready) for _ in range(min(most, len(self._ready)))]
        for one in first:
            heappush(self._ready, one)
        return [self._waiting[host][0][1] for _, host in first]

    def leave(self, name: str) -> bool:
        """One who was taken needs his place no longer, but still his host; whether others wait for it."""
        self._placed.discard(name)
        return bool(self._waiting[self._known[name]])

    def done(self, name: str) -> None:
        """One who was taken is through: place and host are free."""
        self._placed.discard(name)
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
