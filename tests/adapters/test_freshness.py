"""What headers say of the next poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.adapters.freshness import fresh_for

NOW = datetime(2026, 1, 14, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("max-age=3600", HOUR),
        ("public, MAX-AGE=3600, must-revalidate", HOUR),
        ('max-age="3600"', HOUR),
        ("max-age = 3600", HOUR),
        ("s-maxage=600, max-age=3600", HOUR),
        ("max-age=3600, max-age=7200", HOUR),
        ("max-age=0", timedelta()),
        ("max-age=31536000", timedelta(days=365)),
        ("no-cache", timedelta()),
        ("max-age=3600, no-cache", timedelta()),
        ("no-store, max-age=3600", timedelta()),
        ('no-cache="Set-Cookie", max-age=3600', HOUR),
        ("private, max-age=3600", HOUR),
        ("s-maxage=3600", None),
        ("max-age=-1", None),
        ("max-age=1e9", None),
        ("max-age=²", None),
        ("max-age", None),
        ("max-age=soon, max-age=60", None),
        ("max-age=99999999999999999999", None),
        ("public", None),
        ("", None),
        (";;==,,\"", None),
    ],
)  # fmt: skip
def test_cache_control_says_for_how_long(said: str, expected: timedelta | None) -> None:
    assert fresh_for({}, [said]) == expected


def test_cache_control_in_several_lines_is_one() -> None:
    assert fresh_for({}, ["max-age=3600", "no-cache"]) == timedelta()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Expires": at(NOW + HOUR), "Date": at(NOW)}, HOUR),
        ({"Expires": at(NOW - HOUR), "Date": at(NOW)}, timedelta()),
        ({"Expires": at(NOW), "Date": at(NOW)}, timedelta()),
        ({"Expires": "0", "Date": at(NOW)}, timedelta()),
        ({"Expires": "-1", "Date": at(NOW)}, timedelta()),
        ({"Expires": at(NOW.replace(year=2037)), "Date": at(NOW)}, None),
        ({"Expires": "Wed, 14 Jan 2026 11:00:00 -0000", "Date": at(NOW)}, HOUR),
        ({"Expires": "Wednesday, 14-Jan-26 11:00:00 GMT", "Date": at(NOW)}, HOUR),
        ({"Expires": "Fri, 31 Dec 99999 23:59:59 GMT", "Date": at(NOW)}, timedelta()),
        ({"Date": at(NOW)}, None),
    ],
)
def test_expires_counts_from_the_servers_own_date(
    headers: dict[str, str], expected: timedelta | None
) -> None:
    assert fresh_for(headers, []) == expected


def test_max_age_wins_over_expires() -> None:
    headers = {"Expires": at(NOW + 9 * HOUR), "Date": at(NOW)}
    assert fresh_for(headers, ["max-age=3600"]) == HOUR


def test_expires_without_a_date_counts_from_now() -> None:
    found = fresh_for({"Expires": at(datetime.now(UTC) + HOUR)}, [])
    assert found is not None
    assert abs(found - HOUR) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("600", timedelta(minutes=50)),
        ("7200", timedelta()),
        ("-5", HOUR),
        ("old", HOUR),
        ("9" * 40, timedelta()),
        ("", HOUR),
    ],
)
def test_what_was_long_on_its_way_is_less_fresh(age: str, expected: timedelta) -> None:
    assert fresh_for({"Age": age}, ["max-age=3600"]) == expected
