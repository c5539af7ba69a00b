"""How often a feed asks to be polled: RSS's `ttl`, and the update period of RSS 1.0's syndication module.

`skipHours` and `skipDays` are not read: they come out of templates, and a watch must not be blind for
the hours of a template.  `sy:updateBase` only says at which minute of the period, which jitter undoes.
"""

from __future__ import annotations

from datetime import timedelta

LONGEST = timedelta(days=7)
"""What is asked for beyond a week is cut to it; feeds say a year, and 2,147,483,647 minutes."""

PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""The words of https://web.resource.org/rss/1.0/modules/syndication/; without one a day is meant."""


def asked_every(ttl: str = "", period: str = "", frequency: str = "") -> timedelta | None:
    """The time between two polls that a feed asks for, the longer where it says both; None where it says neither.

    `ttl` is in minutes, `frequency` how often in a `period`.  What is no positive number says nothing.
    """
    wishes = (_ttl(ttl), _updates(period, frequency))
    return max((min(wish, LONGEST) for wish in wishes if wish), default=None)


def _ttl(text: str) -> timedelta | None:
    minutes = _number(text)
    return timedelta(minutes=minutes) if minutes else None


def _updates(period: str, frequency: str) -> timedelta | None:
    if not period.strip() and not frequency.strip():
        return None
    length = PERIODS.get(period.strip().lower()) if period.strip() else PERIODS["daily"]
    times = _number(frequency) if frequency.strip() else 1
    return length / times if length and times else None


def _number(text: str) -> float | None:
    """A positive number of a size that can be meant; anything larger is as good as the largest."""
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return min(number, 1e6) if number > 0 else None
