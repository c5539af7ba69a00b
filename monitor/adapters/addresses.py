"""Where we do not go: which addresses are off the public internet, and which of those an operator may allow.

A feed's URL, a redirect and a name server's answer are somebody else's text.  Nothing here
resolves a name: what counts is the address that is being connected to (see `guard`).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(texts: Iterable[str]) -> tuple[tuple[Network, ...], frozenset[str]]:
    """Split what an operator allows into networks («10.1.0.0/16», «192.168.1.5») and the names of hosts."""
    found: list[Network] = []
    names: set[str] = set()
    for text in texts:
        network = _network(text)
        if network is None:
            names.add(text.strip().lower().rstrip("."))
        else:
            found.append(network)
    return tuple(found), frozenset(names)


def not_allowable(text: str) -> str | None:
    """Why an operator cannot allow this network or name of a host; None where that can be meant."""
    network = _network(text)
    if network is not None:
        inside = any(network.version == own.version and network.subnet_of(own) for own in _OWN)  # type: ignore[arg-type]
        return None if inside else "is no private network"
    return None if _HOST.fullmatch(text.strip()) else "is neither a network nor the name of a host"


def is_literal(host: str) -> bool:
    """Whether a host is an IP address in its usual spelling."""
    return _network(host) is not None


def is_numeric(host: str) -> bool:
    """Whether a host is an IPv4 address in some spelling: 127.1, 0x7f000001, 2130706433, 017700000001."""
    try:
        socket.inet_aton(host)
    except (OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


_HOST = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?")


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

_OWN = tuple(network for network, name in _REFUSED if name in PRIVATE)
