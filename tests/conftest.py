"""What every test stands on: loopback is the whole network, and the project's own files are at hand."""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A law is about answers: how long a busy machine takes for one is no fault of it.
settings.register_profile("tollwatch", deadline=None)
settings.load_profile("tollwatch")

# A shell starts what runs in the background deaf to Ctrl-C, and so would be every process that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are called by their argument, not by what is in them.

    Workers side by side must collect the same names, and bytes may hold the time they were made at
    (gzip writes it into its head): two workers that start in different seconds then run nothing.
    """
    return argname if isinstance(val, bytes) else None


class NetworkBlockedError(RuntimeError):
    """A test wanted to leave this machine.

    No OSError, so that code under test cannot take it for an unreachable server and carry on.
    """


_OWN_NAMES = {"", "localhost", "ip6-localhost", socket.gethostname().lower()}
_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _stays_here(host: object) -> bool:
    """Whether a host, as a socket call was given it, is this machine; None and unix paths are."""
    if host is None:
        return True
    name = (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)).lower()
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name in _OWN_NAMES or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _refuse_to_leave(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook sees each call of each socket, whichever library makes it; it cannot be unpatched."""
    if event in _CONNECTING:
        sock, address = arguments[0], arguments[1]
        if getattr(sock, "family", None) not in (socket.AF_INET, socket.AF_INET6) or address is None:
            return
        host: object = address[0] if isinstance(address, tuple) else address
    elif event in _RESOLVING:
        host = arguments[0]
        if not isinstance(host, (str, bytes)) or _is_literal(host):
            return
    else:
        return
    if not _stays_here(host):
        raise NetworkBlockedError(f"{event} to {host!r}: tests reach loopback only")


def _is_literal(host: str | bytes) -> bool:
    """Whether resolving it asks nobody, since it is an address already."""
    try:
        ipaddress.ip_address(host if isinstance(host, str) else host.decode("ascii", "replace"))
    except ValueError:
        return False
    return True


sys.addaudithook(_refuse_to_leave)


@pytest.fixture(scope="session")
def project() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def network_blocked() -> type[Exception]:
    """What a call that would leave this machine raises."""
    return NetworkBlockedError
