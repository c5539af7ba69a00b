"""How numbers, times and quotes are written wherever people read them."""

from __future__ import annotations

import re
from datetime import datetime

from monitor.core.reconcile import Stated
from monitor.model import Alert, Bound, Explanation

QUOTE = 200
"""Characters of a quote; enough to defend the number, short enough to be a citation."""

LONGEST_LINK = 1_000
"""Characters of an address that is shown."""


def count(number: int) -> str:
    """A number of people with thousands separators: 12,000."""
    return f"{number:,}"


def spoken(value: Stated) -> str:
    """A number with its bound as a reader knows it: «3,000+», «≥ 500», «about 650», «up to 20», «40–50»."""
    if value.low is None:
        return f"up to {count(value.high or 0)}"
    if value.high is None:
        return _open_ended(value.low, value.bound)
    if value.low != value.high:
        return f"{count(value.low)}–{count(value.high)}"
    return f"about {count(value.low)}" if value.bound is Bound.ABOUT else count(value.low)


def _open_ended(low: int, bound: Bound) -> str:
    if bound is Bound.MORE_THAN:
        return f"{count(low)}+"
    return f"≥ {count(low)} (vague)" if bound is Bound.VAGUE else f"≥ {count(low)}"


# Marks of writing direction can make a line read as something else; half a surrogate pair cannot be sent.
# What a text loses by it is only where its brackets stand: every form sets the direction itself.
_DECEPTIVE = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_HALF = re.compile("[\ud800-\udfff]")


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut between words with an ellipsis; never longer than `limit`."""
    line = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", _DECEPTIVE.sub("", _HALF.sub("\ufffd", text))).strip()
    if len(line) <= limit:
        return line
    room = line[:limit]  # one character of it is for the ellipsis
    cut = room.rfind(" ")
    return f"{room[: cut if cut > limit // 2 else limit - 1].rstrip(' ,;:.')}…"


def web_link(address: str) -> str:
    """The address if it is one to follow, without white space and half characters; feeds also hold `javascript:`.

    One too long for any mail program or chat is none: cut, it would lead elsewhere.
    """
    address = re.sub(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff]", "", _DECEPTIVE.sub("", address))
    web = re.match(r"https?://", address, re.IGNORECASE) and len(address) <= LONGEST_LINK
    return address if web else ""


def clock(moment: datetime | None) -> str:
    """A time in UTC to the minute: «14 Jan 2026 09:30 UTC»."""
    return f"{moment:%d %b %Y %H:%M} UTC".lstrip("0") if moment else "not given"


def speaker(told: Explanation) -> str:
    """Who says so, with class, grade and the outlet it was said to."""
    about = ", ".join(
        part
        for part in (told.claimant_class, f"grade {told.claimant_grade}" if told.claimant_grade else None)
        if part
    )
    via = f", told to {told.via}" if told.via else ""
    return f"{told.claimant_name}{f' ({about})' if about else ''}{via}, in {told.outlet}"


def unverified(told: Explanation) -> str:
    """What every alert says of itself: nobody here has counted."""
    return f"unverified: as reported by {speaker(told)}"


def to_acknowledge(alert: Alert) -> str:
    """The command that says an alert was seen."""
    return f"tollwatch ack {alert.id}"


def to_silence(alert: Alert) -> str:
    """The command that keeps back what is like an alert."""
    return f"tollwatch silence --topic {alert.series.topic} --metric {alert.series.metric} --for 1d"
