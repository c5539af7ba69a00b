"""One request at a time through one handle of libcurl: what goes out, and how much may come back.

libcurl decides nothing here: it looks no name up, follows nothing, decodes nothing, remembers no cookie, and
reads neither the environment nor a file but the authorities' certificates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol

import pycurl

from monitor.adapters.guard import Guard, Lent
from monitor.adapters.transfers import Ended
from monitor.adapters.trust import authorities
from monitor.adapters.turns import LATELY
from monitor.adapters.weburl import WebUrl
from monitor.errors import FeedError, Unreachable

MAX_HEADERS = 100
"""Lines of headers of one answer, with those of answers before it (1xx) and of trailers."""

MAX_LINE = 8_190
"""Bytes of one such line."""

NOT_HTTP = "the answer is not valid HTTP"

_SUPPRESS_CONNECT_HEADERS = 265  # pycurl has no name for it: what a proxy says of its tunnel is no answer
_STATUS = re.compile(rb"HTTP/[0-9.]{1,4} ([1-9][0-9]{2})\b")
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
_WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class Headers(Mapping[str, str]):
    """Headers of an answer, the same in any case; of several of a name the first counts."""

    __slots__ = ("_values",)

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for line in lines:
            name, _, value = _decoded(line).partition(":")
            self._values.setdefault(name.strip().lower(), []).append(value.strip())

    def all(self, name: str) -> list[str]:
        """The values of every line of a name, in their order."""
        return self._values.get(name.lower(), [])

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][0]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Into(Protocol):
    """What takes a body (`body`); `full` says that it needs no more."""

    full: bool

    def take(self, piece: bytes) -> None: ...


Judge = Callable[[int, Headers], Into | None]
"""Status and headers → what is to take the body, None if nobody wants it; may raise FeedError."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, and by which way.

    `addresses` are those of the host, or of the proxy if there is one; none where that is an address itself.
    """

    url: WebUrl
    headers: Mapping[str, str]
    guard: Guard
    addresses: Collection[str] = ()
    proxy: WebUrl | None = None
    kept: bool = False


class Wire:
    """One handle of libcurl; what must hold for every request is set once.

    `patience` is how many seconds a request may take in all, which somebody else sees to.
    """

    def __init__(self, patience: float) -> None:
        self.curl = pycurl.Curl()
        self._place = ""
        self._set_up(patience)
        self.forget()

    def ask(self, request: Request, judge: Judge) -> None:
        """Get ready to send a request; raises ValueError for a header that is none."""
        self._begin(request.guard, judge)
        curl, place = self.curl, request.proxy or request.url
        curl.setopt(pycurl.URL, request.url.asked_for)
        curl.setopt(pycurl.HTTPHEADER, [_line_of(*header) for header in request.headers.items()])
        curl.setopt(pycurl.FORBID_REUSE, not request.kept)
        curl.setopt(pycurl.RESOLVE, self._addresses(place, request.addresses))
        if request.proxy is not None:
            self._go_through(request.proxy)

    def outcome(self, ended: Ended) -> bool:
        """Whether all that is wanted has come; raises what was wrong with the answer."""
        if self._error is not None:
            raise self._error
        if ended.code == pycurl.E_OK and not self._begun:
            raise Unreachable(NOT_HTTP)
        return ended.code == pycurl.E_OK or self._enough

    def forget(self) -> None:
        """Let go of the last answer, which may be large."""
        self._begin(Guard(), _nobody)

    def _set_up(self, patience: float) -> None:
        file, directory = authorities()
        web = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
        options = {
            pycurl.PROTOCOLS: web,
            pycurl.REDIR_PROTOCOLS: web,
            pycurl.FOLLOWLOCATION: 0,
            pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1,
            pycurl.HTTP09_ALLOWED: 0,
            pycurl.HTTP_CONTENT_DECODING: 0,
            pycurl.PATH_AS_IS: 1,
            pycurl.NETRC: pycurl.NETRC_IGNORED,
            pycurl.PROXY: "",  # whatever the environment says
            pycurl.NOPROXY: "",
            _SUPPRESS_CONNECT_HEADERS: 1,
            pycurl.SSL_VERIFYPEER: 1,
            pycurl.SSL_VERIFYHOST: 2,
            pycurl.CAINFO: file,
            pycurl.PROXY_CAINFO: file,
            pycurl.SSL_SESSIONID_CACHE: 0,
            pycurl.NOSIGNAL: 1,
            # The deadline is not libcurl's; these only must not be over before it.
            pycurl.CONNECTTIMEOUT: int(patience) + 60,
            pycurl.DNS_CACHE_TIMEOUT: int(patience) + 60,
            pycurl.MAXAGE_CONN: int(LATELY),
            pycurl.OPENSOCKETFUNCTION: self._open,
            pycurl.HEADERFUNCTION: self._line,
            pycurl.WRITEFUNCTION: self._piece,
        }
        # A handle has names of its own, mostly one: in those of all handles, a minute's, libcurl looks for old ones at
        # every transfer, and forgetting a name could take it from another transfer that is to try again.
        names = pycurl.CurlShare()
        names.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_DNS)
        self.curl.setopt(pycurl.SHARE, names)
        for option, value in options.items():
            self.curl.setopt(option, value)
        # libcurl keeps the certificates of a file read, unless there is a directory too.
        for option in (pycurl.CAPATH, pycurl.PROXY_CAPATH):
            if directory is None:
                self.curl.unsetopt(option)
            else:
                self.curl.setopt(option, directory)

    def _begin(self, guard: Guard, judge: Judge) -> None:
        self.status = 0
        self.headers = Headers()
        self._guard = guard
        self._judge = judge
        self._into: Into | None = None
        self._begun = False
        self._enough = False
        self._lines = 0
        self._head: list[bytes] = []
        self._error: Exception | None = None

    def _addresses(self, place: WebUrl, found: Collection[str]) -> list[str]:
        """What libcurl is told of names: forget the place before, and where this one is; «+»: only for a while."""
        before, self._place = self._place, f"{place.host}:{place.port}"
        told = [f"-{before}"] if before else []
        if found:
            told.append(f"+{self._place}:{','.join(f'[{to}]' if ':' in to else to for to in found)}")
        return told

    def _go_through(self, proxy: WebUrl) -> None:
        self.curl.setopt(pycurl.PROXY, proxy.site)
        if proxy.credentials is not None:
            user, password = proxy.credentials
            self.curl.setopt(pycurl.PROXYUSERNAME, user.encode())
            self.curl.setopt(pycurl.PROXYPASSWORD, password.encode())

    # ── what libcurl calls; an error that got out here would be printed and lost ──

    def _open(self, purpose: int, to: tuple[int, int, int, tuple[str, int]]) -> Lent | int:
        """Open the socket for an address, if it is one that we go to."""
        family, kind, protocol, address = to
        try:
            return self._guard.socket(family, kind, protocol, address[0])
        except Exception as error:
            self._error = error
            return int(pycurl.SOCKET_BAD)

    def _line(self, line: bytes) -> int | None:
        """Take one line of headers; -1 where this is to end."""
        self._lines += 1
        if self._lines > MAX_HEADERS + 2 or len(line) > MAX_LINE + 2:
            return self._fail(Unreachable(NOT_HTTP))
        if line.isspace():
            return self._headed()
        self._head.append(line)
        return None

    def _headed(self) -> int | None:
        """A head is complete: that of the answer, one before it (1xx), or its trailers."""
        head, self._head = self._head, []
        if self._begun:
            return None
        found = _STATUS.match(head[0]) if head else None
        if found is None:
            return self._fail(Unreachable(NOT_HTTP))
        self.status = int(found[1])
        if self.status < HTTPStatus.OK:
            return None
        self.headers = Headers(head[1:])
        return self._judged()

    def _judged(self) -> int | None:
        """All headers are there: who takes the body?  One that nobody wants is not waited for."""
        self._begun = True
        if isinstance(self._error, FeedError):  # one of the addresses was refused
            return -1
        self._error = None  # of an address that was tried before
        try:
            self._into = self._judge(self.status, self.headers)
        except Exception as error:
            return self._fail(error)
        empty = self.status in _WITHOUT_BODY or self.headers.get("Content-Length") == "0"
        self._enough = self._into is None and not empty
        return -1 if self._enough else None

    def _piece(self, piece: bytes) -> int | None:
        """Take a piece of the body; -1 where no more is wanted."""
        if self._into is None:
            self._enough = True
            return -1
        try:
            self._into.take(piece)
        except Exception as error:
            return self._fail(error)
        self._enough = self._into.full
        return -1 if self._enough else None

    def _fail(self, error: Exception) -> int:
        self._error = error
        return -1


def _nobody(status: int, headers: Headers) -> None:
    """Want no body."""


def _line_of(name: str, value: str) -> bytes:
    """A header as libcurl wants it; raises ValueError for what is none, or more than one."""
    if not _is_name(name) or not (value.isprintable() or _VALUE.fullmatch(value)):
        raise ValueError("no header")
    return (f"{name}: {value}" if value.strip() else f"{name};").encode()


@lru_cache(maxsize=256)
def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def _decoded(line: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return line.decode()
    return line.decode("latin-1")
