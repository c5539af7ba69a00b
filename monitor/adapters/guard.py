"""Says no where it counts: to whoever resolves a name, and to whoever opens the socket, on every hop.

Which addresses are meant is written in `addresses`.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from monitor.adapters.addresses import Network, refusal
from monitor.adapters.turns import LATELY
from monitor.errors import Refused, Unreachable


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through what is on the public internet, and of private networks those that are allowed.

    `private` is true for all of them, or lists some.
    """

    private: bool | tuple[Network, ...] = False

    def check(self, name: str, address: str) -> None:
        """Raise Refused for an address that we do not go to; `name` is what led to it."""
        if why := refusal(address, self.private):
            to = address if name == address else f"{name} ({address})"
            raise Refused(f"refused to go to {to}: {why}")

    def socket(self, family: int, kind: int, protocol: int, address: str) -> Lent:
        """Open a socket for the very address that is about to be connected to: the last check."""
        self.check(address, address)
        return Lent(family, kind, protocol)


class Lent(socket.SocketType):
    """A socket of which pycurl takes a copy, and which is closed as soon as pycurl lets go of it."""

    def __del__(self) -> None:
        if self.fileno() >= 0:  # it came to be
            self.close()


class Resolver(Protocol):
    """Knows the addresses of names."""

    async def resolve(self, host: str, port: int) -> Collection[str]:
        """Every address of a name; raises OSError where there is none."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class Names:
    """Looks names up, and refuses the whole answer if any address in it is refused.

    A mixed answer is how a name gets past a check of its first address.  What was answered is remembered
    for as long as a connection may be kept, so that who is asked again in a moment is not looked up again.
    """

    def __init__(self, resolver: Resolver, clock: Callable[[], float] = time.monotonic) -> None:
        self._resolver = resolver
        self._clock = clock
        self._lately: dict[tuple[str, int], tuple[float, Collection[str]]] = {}

    async def addresses(self, host: str, port: int, guard: Guard) -> Collection[str]:
        """Every address of the name, each one checked; raises Refused, and Unreachable for a name without one."""
        self._forget()
        known = self._lately.get((host, port))
        found = known[1] if known else await self._look_up(host, port)
        for address in found:
            guard.check(host, address)
        self._lately.setdefault((host, port), (self._clock(), found))
        return found

    async def _look_up(self, host: str, port: int) -> Collection[str]:
        try:
            found = await self._resolver.resolve(host, port)
        except (OSError, UnicodeError):
            found = ()
        if not found:
            raise Unreachable(f"the name {host} does not resolve")
        return found

    def _forget(self) -> None:
        """Keep the answers of the last seconds; they lie in order of time."""
        now = self._clock()
        while self._lately and self._lately[oldest := next(iter(self._lately))][0] < now - LATELY:
            del self._lately[oldest]


class SystemResolver:
    """Asks the system, in threads of its own: a name server that hangs must not hold up the database's."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="resolve")

    async def resolve(self, host: str, port: int) -> Collection[str]:
        """Every address that the system knows for a name; raises OSError where it knows none."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, socket.getaddrinfo, host, port, 0, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG
        )
        return list(dict.fromkeys(str(to[0]) for *_, to in found))

    def close(self) -> None:
        """Let go of the threads; a look-up that is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
