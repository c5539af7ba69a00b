"""Says no where it counts: to whoever resolves a name, and to whoever opens the socket, on every hop.

Which addresses are meant is written in `addresses`.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.adapters.addresses import Network, refusal


class RefusedAddress(OSError):
    """An address that is not on the public internet; an OSError, so that aiohttp carries it out."""


def refused_address(error: BaseException | None) -> RefusedAddress | None:
    """Find again what a guard raised, and aiohttp wrapped."""
    while error is not None and not isinstance(error, RefusedAddress):
        error = getattr(error, "os_error", None) or error.__cause__
    return error


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through what is on the public internet, and of private networks those that are allowed.

    `private` is true for all of them, or lists some.
    """

    private: bool | tuple[Network, ...] = False

    def check(self, name: str, address: str) -> None:
        """Raise RefusedAddress for an address that we do not go to; `name` is what led to it."""
        if why := refusal(address, self.private):
            to = address if name == address else f"{name} ({address})"
            raise RefusedAddress(errno.EACCES, f"refused to go to {to}: {why}")

    def socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Open a socket for the very address that is about to be connected to: the last check."""
        family, kind, protocol, _, address = info
        self.check(str(address[0]), str(address[0]))
        return socket.socket(family=family, type=kind, proto=protocol)


class CheckedResolver(AbstractResolver):
    """Resolves a name and refuses the whole answer if any address in it is refused.

    A mixed answer is how a name gets past a check of its first address.
    """

    def __init__(self, inner: AbstractResolver, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every address of the name, each one checked."""
        answer = await self._inner.resolve(host, port, family)
        for result in answer:
            self._guard.check(host, result["host"])
        return answer

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._inner.close()


class SystemResolver(AbstractResolver):
    """Asks the system, in threads of its own: a name server that hangs must not hold up the database's."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every address that the system knows for a name; raises OSError where it knows none."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG
        )
        return [
            ResolveResult(hostname=host, host=str(to[0]), port=port, family=kin, proto=protocol, flags=0)
            for kin, _, protocol, _, to in found
        ]

    async def close(self) -> None:
        """Let go of the threads; a look-up that is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
