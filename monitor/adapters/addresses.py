"""Where we do not go: the address that is really being connected to is judged, for every name and on every hop.

A feed's URL, a redirect and a name server's answer are somebody else's text.  `refusal` says which
addresses we do not go to, and why; a `Guard` says it where it counts: to whoever resolves a name,
and to whoever opens the socket.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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


def networks(texts: Iterable[str]) -> tuple[tuple[Network, ...], frozenset[str]]:
    """Split what an operator allows into networks («10.1.0.0/16», «192.168.1.5») and the names of hosts."""
    found: list[Network] = []
    names: set[str] = set()
    for text in texts:
        try:
            found.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            names.add(text.lower().rstrip("."))
    return tuple(found), frozenset(names)


@lru_cache(maxsize=4096)
def refusal(address: str, private: bool | tuple[Network, ...] = False) -> str | None:
    """Why an IP address is not one to fetch a feed from; None if it is.

    An IPv4 address inside an IPv6 one is judged as itself.  `ipaddress` alone does not do:
    `is_global` is true for 224.0.0.1 and 64:ff9b::7f00:1, `is_private` false for 100.64.0.1.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "it is no IP address"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    why = next((name for network, name in _REFUSED if ip in network), None)
    if why is None and isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_UNICAST:
        why = "a reserved address"
    if why not in PRIVATE or private is False:
        return why
    return None if private is True or any(ip in network for network in private) else why


PRIVATE = ("a loopback address", "a private address", "a carrier's shared address")
"""What an operator may allow; all the rest is refused to everybody."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

# IANA's special-purpose registries for IPv4 and IPv6; before them, the addresses that clouds answer at
# inside, of which some lie in private networks: whoever reads them holds the machine's keys.
_REFUSED = tuple(
    (ipaddress.ip_network(network), name)
    for name, networks in {
        "a cloud's inner address": "168.63.129.16/32 100.100.100.200/32 fd00:ec2::/32 fd20:ce::254/128",
        "a loopback address": "127.0.0.0/8 ::1/128",
        "a private address": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "a carrier's shared address": "100.64.0.0/10",
        "a link-local address": "169.254.0.0/16 fe80::/10 fec0::/10",
        "a multicast address": "224.0.0.0/4 ff00::/8",
        "an unspecified address": "0.0.0.0/8 ::/128",
        "a reserved address": (
            "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 240.0.0.0/4 100::/64 2001::/23 5f00::/16"
        ),
        "an address for documentation": (
            "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"
        ),
        "an address that wraps another": "::/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16",
    }.items()
    for network in networks.split()
)
