"""The pause that an HTTP server asks for, of feeds and of receivers of messages alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_RETRY_AFTER = timedelta(days=30)
"""What a server may ask for at most; a longer wish is a mistake of the server."""


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After, in seconds or as a date (RFC 9110, 10.2.3); None if it is absent or unreadable.

    A date is measured against the server's own Date, so that its clock may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), MAX_RETRY_AFTER)
    try:
        wanted = parsedate_to_datetime(text)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return min(max(wanted - now, timedelta()), MAX_RETRY_AFTER)
    except (ValueError, TypeError, OverflowError):
        return None
