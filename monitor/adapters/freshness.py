"""What an answer says of the next poll: for how long nothing will change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

LONGEST = timedelta(days=366)
"""What is promised for longer is a setting for pictures, and no promise (RFC 2616, 14.21 forbade it)."""

_DIRECTIVE = re.compile(r'([^\s,;="]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?')


def fresh_for(headers: Mapping[str, str], cache_control: Iterable[str]) -> timedelta | None:
    """For how long an answer says that it stays fresh (RFC 9111, 4.2), None where it says nothing readable.

    We are a private cache: s-maxage is not for us.  Zero is a word too: it may change at any moment.
    An answer that was on its way for a while (Age) has used up as much.
    """
    said = _directives(tuple(cache_control))
    if "no-cache" in said or "no-store" in said:
        return timedelta()
    lifetime = _max_age(said["max-age"]) if "max-age" in said else _until_expiry(headers)
    if lifetime is None or lifetime > LONGEST:
        return None
    age = _seconds(headers["Age"]) if "Age" in headers else None
    return max(timedelta(), lifetime - age) if age else lifetime


@lru_cache(maxsize=256)
def _directives(values: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Each directive with every value that it has; a field name behind no-cache= makes it a lesser one.

    Ten thousand servers say some dozens of different things.
    """
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        for name, quoted, plain in _DIRECTIVE.findall(value[:4096]):
            name = name.lower()
            if name not in ("no-cache", "no-store") or not (quoted or plain):
                found[name] = (*found.get(name, ()), quoted or plain)
    return found


def _max_age(values: Iterable[str]) -> timedelta | None:
    """The least of what is said; None where anything said is no number."""
    found = [_seconds(value) for value in values]
    known = [each for each in found if each is not None]
    return min(known) if len(known) == len(found) else None


def _seconds(text: str) -> timedelta | None:
    text = text.strip()
    return timedelta(seconds=int(text[:12])) if text.isascii() and text.isdigit() else None


def _until_expiry(headers: Mapping[str, str]) -> timedelta | None:
    """From the server's Date, so that its clock may be wrong; «0» and what is no date are the past."""
    if "Expires" not in headers:
        return None
    expires = _moment(headers["Expires"])
    now = _moment(headers.get("Date", "")) or datetime.now(UTC)
    return timedelta() if expires is None else max(timedelta(), expires - now)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
