"""The body of an answer, read without being hurt by it: every cap counts before the bytes are in memory."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from monitor.errors import FeedError, Refused, TooLarge, Unreachable

MAX_RATIO = 200
"""How many times larger than what was sent a body may become; deflate itself ends at 1,032, a feed at some 20."""

RATIO_FROM = 1_000_000
"""Bytes below which the ratio does not matter."""

MAX_MEMBERS = 1_000
"""Parts of one gzip body; bgzip makes one of 64 kB, and 10 MB of empty ones would cost seconds."""

STEP = 262_144
"""Bytes that are decompressed before the caps are looked at again."""

_PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8", "binary"})
"""What stands in Content-Encoding of bodies that are not encoded; servers mistake it for the charset."""

_GZIP = frozenset({"gzip", "x-gzip"})
_MAGIC = b"\x1f\x8b"


def body_of(headers: Mapping[str, str], max_bytes: int) -> Plain | Gunzip:
    """What takes a body of these headers, and gives up at the first byte over a cap, so that a bomb costs nothing.

    Raises TooLarge for a body that says so, Refused for a compression that we did not ask for.
    """
    encoding = _encoding(headers)
    if encoding not in _PLAIN | _GZIP:
        raise Refused(f"the body is compressed as «{encoding[:20]}», which we did not ask for")
    length = headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > max_bytes:
        raise TooLarge(f"the body is larger than {max_bytes:,} bytes")
    return Gunzip(max_bytes) if encoding in _GZIP else Plain(max_bytes)


def beginning_of(headers: Mapping[str, str], limit: int) -> Beginning | None:
    """What takes the first bytes of the body of a refusal; None where they could not be read."""
    encoding = _encoding(headers)
    if encoding not in _PLAIN | _GZIP:
        return None
    return Beginning(Gunzip(limit) if encoding in _GZIP else Plain(limit), limit)


def _encoding(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Encoding", "").strip().lower()


class Beginning:
    """The first bytes of a body, decompressed, as far as there is nothing wrong with them."""

    def __init__(self, into: Plain | Gunzip, limit: int) -> None:
        self._into = into
        self._limit = limit
        self.full = False

    def take(self, piece: bytes) -> None:
        """Add a piece; raises nothing, for the status says enough."""
        try:
            self._into.take(piece[: self._limit])
        except FeedError:
            self.full = True
        self.full = self.full or self._into.full

    @property
    def so_far(self) -> bytes:
        """What there is of it."""
        return self._into.so_far[: self._limit]


class Plain:
    """Gathers a body as it comes, up to a cap."""

    full = False

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pieces: list[bytes] = []
        self._size = 0

    def take(self, piece: bytes) -> None:
        """Add a piece; raises TooLarge."""
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise TooLarge(f"the body is larger than {self._max_bytes:,} bytes")
        self._pieces.append(piece)

    def end(self) -> bytes:
        """The whole of it."""
        return self.so_far

    @property
    def so_far(self) -> bytes:
        """What there is of it."""
        return b"".join(self._pieces)


class Gunzip:
    """Decompresses a gzip body piece by piece, bounded in bytes, in ratio and in parts.

    A body may have several parts (RFC 1952, 2.2); what follows the last and begins none is
    rubbish that some servers add, and is left out: `full` says so.
    """

    def __init__(self, max_bytes: int) -> None:
        self._plain = Plain(max_bytes)
        self._max_bytes = max_bytes
        self._sent = 0
        self._made = 0
        self._members = 0
        self._member: zlib._Decompress | None = None
        self._rest = b""
        self.full = False

    def take(self, piece: bytes) -> None:
        """Decompress a piece; raises TooLarge, Refused, Unreachable."""
        self._sent += len(piece)
        if self._sent > self._max_bytes:
            raise TooLarge(f"the body is larger than {self._max_bytes:,} bytes")
        rest = self._rest + piece
        self._rest = b""
        while rest and not self.full:
            if self._member is None and not self._begin(rest):
                return
            rest = self._step(rest)

    def _begin(self, rest: bytes) -> bool:
        """Begin the next part; False where none begins, or it is too early to say."""
        if self._members and not rest.startswith(_MAGIC):
            self.full = rest != _MAGIC[:1]
            self._rest = rest
            return False
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise Refused(f"the body is compressed in more than {MAX_MEMBERS:,} parts")
        self._member = zlib.decompressobj(wbits=31)
        return True

    def _step(self, rest: bytes) -> bytes:
        """Decompress a little, and say what is left to do."""
        member = self._member
        assert member is not None
        try:
            made = member.decompress(rest, STEP)
        except zlib.error:
            raise Unreachable("the body is not compressed as it says") from None
        self._made += len(made)
        if self._made > max(RATIO_FROM, MAX_RATIO * self._sent):
            raise TooLarge(f"the body becomes more than {MAX_RATIO} times as large as what was sent")
        self._plain.take(made)
        if not member.eof:
            return member.unconsumed_tail
        self._member = None
        return member.unused_data

    def end(self) -> bytes:
        """The whole of it; raises Unreachable where it ended too early."""
        if self._member is not None:
            raise Unreachable("the body ended too early")
        return self._plain.end()

    @property
    def so_far(self) -> bytes:
        """What there is of it."""
        return self._plain.so_far
