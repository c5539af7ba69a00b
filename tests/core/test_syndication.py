"""How often a feed asks to be polled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.syndication import asked_every

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "expected"),
    [
        ("", "", "", None),
        ("60", "", "", HOUR),
        (" 1.5 ", "", "", 1.5 * MINUTE),
        ("", "hourly", "", HOUR),
        ("", "hourly", "2", 30 * MINUTE),
        ("", "Daily", "4", 6 * HOUR),
        ("", "", "4", 6 * HOUR),  # «daily» is meant where no period is said
        ("", "weekly", "1", 7 * DAY),
        ("30", "hourly", "1", HOUR),
        ("90", "hourly", "1", 90 * MINUTE),
        ("2147483647", "", "", 7 * DAY),
        ("1e308", "", "", 7 * DAY),
        ("", "yearly", "1", 7 * DAY),
    ],
)
def test_a_feed_asks_by_ttl_or_update_period_and_the_longer_counts(
    ttl: str, period: str, frequency: str, expected: timedelta | None
) -> None:
    assert asked_every(ttl, period, frequency) == expected


@pytest.mark.parametrize("nonsense", ["0", "-5", "soon", "nan", "inf-", "٣٠ min", "-inf"])
def test_what_is_no_positive_number_says_nothing(nonsense: str) -> None:
    assert asked_every(nonsense) is None
    assert asked_every("", "hourly", nonsense) is None
    assert asked_every("", nonsense, "") is None
