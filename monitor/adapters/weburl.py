"""Web addresses as we go to them: read once, judged, and written anew, so that what was judged is what is asked for.

Between two readers of one URL there is room for an attack.  libcurl never sees what somebody wrote: it gets
what `WebUrl.asked_for` writes from the parts that were judged, in ASCII, with nothing left to interpret.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

import idna

from monitor.adapters.addresses import is_literal, is_numeric
from monitor.errors import Refused

PORTS = {"http": 80, "https": 443}

_BLANKS = "".join(map(chr, range(0x21)))
_HOST_AND_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))(?::([0-9]{0,5}))?")
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_NUMBER_LAST = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https address, its parts written in one way; `str` gives the whole of it.

    `host` is in small ASCII letters, an IPv6 address without its brackets; `secret` is user:password,
    as it is written; `path` begins with a slash.
    """

    scheme: str
    secret: str
    host: str
    port: int
    path: str
    query: str
    fragment: str

    @property
    def site(self) -> str:
        """Scheme, host and port, and no secret: what one robots.txt, and one key, is for."""
        return f"{self.scheme}://{self._authority}"

    @property
    def asked_for(self) -> str:
        """What libcurl is given."""
        return f"{self.site}{self.path or '/'}{'?' if self.query else ''}{self.query}"

    @property
    def credentials(self) -> tuple[str, str] | None:
        """The user and the password that stand in the address."""
        if not self.secret:
            return None
        user, _, password = self.secret.partition(":")
        return unquote(user), unquote(password)

    def join(self, location: str) -> WebUrl:
        """Where a redirect from here leads (RFC 3986, 5.2.2); raises as `web_url` does.

        «http:page» is a step from an http address, as browsers take it.
        """
        location = location.strip(_BLANKS)
        to = urlsplit(location)
        if to.scheme not in ("", self.scheme) or (to.scheme and to.netloc):
            return web_url(location)
        if to.netloc:
            return web_url(f"{self.scheme}:{location}")
        here = self.path.rpartition("/")[0]
        path = to.path if to.path.startswith("/") else f"{here}/{to.path}"
        return replace(
            self,
            path=_without_dots(_written(_PATH, path)) if to.path else self.path,
            query=_asked(to.query) if to.path or to.query else self.query,
            fragment=_written(_FRAGMENT, to.fragment) if to.path or to.fragment else self.fragment,
        )

    @property
    def _authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        secret = f"{self.secret}@" if self.secret else ""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        path = self.path or ("/" if query or fragment else "")
        return f"{self.scheme}://{secret}{self._authority}{path}{query}{fragment}"


def web_url(text: str) -> WebUrl:
    """Read an http or https address, sloppily written or not.

    Raises Refused for another kind of address and for hosts that are numbers, ValueError for what is none.
    """
    parts = urlsplit(text.strip(_BLANKS))
    if parts.scheme not in PORTS or not parts.netloc:
        raise Refused("the URL is no http or https address")
    secret, _, place = parts.netloc.rpartition("@")
    found = _HOST_AND_PORT.fullmatch(place)
    if found is None or any(mark in secret for mark in "[]\\"):
        raise ValueError("no host, or no port")
    v6, name, port = found.groups()
    number = int(port) if port else PORTS[parts.scheme]
    if not 0 < number < 65536:
        raise ValueError("no port")
    return WebUrl(
        scheme=parts.scheme,
        secret=":".join(_written(_USER, part) for part in secret.split(":", 1)),
        host=str(ipaddress.IPv6Address(v6)) if v6 else _host(name),
        port=number,
        path=_without_dots(_written(_PATH, parts.path)),
        query=_asked(parts.query),
        fragment=_written(_FRAGMENT, parts.fragment),
    )


def _host(name: str) -> str:
    """A name in ASCII, or a usual IPv4 address; what merely ends like one, other programs would read as one."""
    host = (name if name.isascii() else _in_ascii(name)).lower()
    if is_literal(host):
        return host
    if is_numeric(host) or _NUMBER_LAST.fullmatch(host):
        raise Refused("the URL's host is a number that is no usual address")
    if not _NAME.fullmatch(host):
        raise ValueError("no host")
    return host


def _in_ascii(name: str) -> str:
    """As browsers do (UTS 46), and where that has no answer as the standard before it did."""
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return name.encode("idna").decode("ascii")


# ── how the rest is written (RFC 3986, 2.3 and 3.3) ────────────────────────────────────────

_PLAIN = r"A-Za-z0-9\-._~!$'()*,"
_PATH = (re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_PLAIN}+&=;@:/]"), re.compile(rf"[{_PLAIN}&=;@:]"))
_QUERY = (re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_PLAIN}+&=;?/:@ ]"), re.compile(rf"[{_PLAIN}?/:@]"))
_USER = (re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_PLAIN}+&=;]"), re.compile(rf"[{_PLAIN}+&=;]"))
_FRAGMENT = (re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_PLAIN}+&=;?/:@]"), re.compile(rf"[{_PLAIN}+&=;?/:@]"))
"""Of each part: what is to be looked at, and which letters mean the same with and without their escape."""


def _written(part: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> str:
    """Escape what must be, and nothing twice; an escape that was not needed is undone."""
    odd, same = part
    if not odd.search(text):
        return text

    def write(found: re.Match[str]) -> str:
        letter = found[0]
        if len(letter) == 3:
            meant = chr(int(letter[1:], 16))
            return meant if same.fullmatch(meant) else letter.upper()
        return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "ignore"))

    return odd.sub(write, text)


def _asked(query: str) -> str:
    return _written(_QUERY, query).replace(" ", "+")


def _without_dots(path: str) -> str:
    """Without the steps «.» and «..» (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == ".." and kept:
            kept.pop()
        elif step not in (".", ".."):
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
