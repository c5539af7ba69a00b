"""What the daemon says, and what it never says."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.core.specs import Settings
from monitor.entrypoints.telemetry import (
    LOG,
    Mask,
    poll_line,
    report_bug,
    report_delivery,
    report_poll,
    span,
    start_logging,
)
from monitor.model import (
    Delivery,
    DeliveryState,
    Destination,
    Message,
    Outcome,
    PollResult,
    Settled,
    Source,
)

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)
POLLED = PollResult("hrana", NOW, NOW + timedelta(minutes=15), "ok", entries=30, fresh=2, figures=3)
HOOK = "https://hooks.slack.com/services/T0/B0/very-secret"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, LOG.level
    yield
    root.handlers[:], root.level, LOG.level = before


def log_to(stream: io.StringIO, as_json: bool = False, mask: Mask | None = None) -> io.StringIO:
    start_logging(mask or Mask(), as_json, stream)
    return stream


def masking() -> Mask:
    """A mask that has learnt a destination's URL and a source's key."""
    mask = Mask()
    proxy = "http://desk:p%40ss-1234@proxy.example.org:3128"
    source = Source(
        "paid", "Paid", "https://example.org/feed", "B2", headers={"X-Key": "key-1234"}, proxy=proxy
    )
    book: Any = SimpleNamespace(
        settings=replace(Settings(), destinations=(Destination("slack", HOOK),)), sources={"paid": source}
    )
    mask.learn(book)
    return mask


def test_a_poll_is_one_line_that_says_what_came_and_when_the_next_is_due() -> None:
    assert poll_line(POLLED).split() == "hrana 2 new of 30, 3 figures; next in 15 min".split()


def test_a_poll_says_which_articles_it_read_and_why_not_others() -> None:
    line = poll_line(replace(POLLED, articles=2, unread=("HTTP 404 (Not Found) (3)", "no article")))
    assert line.endswith(
        "; 2 articles read; articles not read: HTTP 404 (Not Found) (3), no article; next in 15 min"
    )
    assert "article" not in poll_line(POLLED)


def test_a_failed_poll_names_its_reason() -> None:
    line = poll_line(replace(POLLED, outcome="failed", error="HTTP 503"))
    assert "failed: HTTP 503" in line


def test_a_line_on_a_stream_that_is_no_terminal_holds_no_colour() -> None:
    out = log_to(io.StringIO())
    report_poll(POLLED)
    assert "\033" not in out.getvalue()
    assert out.getvalue().count("\n") == 1


def test_json_lines_carry_the_fields_of_the_poll() -> None:
    out = log_to(io.StringIO(), as_json=True)
    report_poll(POLLED)
    line = json.loads(out.getvalue())
    assert (line["event"], line["source"], line["new"], line["figures"]) == ("polled", "hrana", 2, 3)
    assert line["level"] == "info"


def test_an_exception_reaches_the_json_log_with_its_traceback() -> None:
    out = log_to(io.StringIO(), as_json=True)
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as bug:
        report_bug("bug", "something broke", bug)
    assert "ZeroDivisionError" in json.loads(out.getvalue())["exception"]


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"could not post to {HOOK}", "very-secret"),
        ("header X-Key: key-1234 refused", "key-1234"),
        ("the proxy wants another than p@ss-1234", "p@ss-1234"),
        ("via http://desk:p%40ss-1234@proxy.example.org:3128/", "p%40ss"),
        ("cannot reach postgresql://user:hunter2@db/tollwatch", "hunter2"),
    ],
)
def test_no_secret_passes_the_mask(text: str, secret: str, as_json: bool) -> None:
    out = log_to(io.StringIO(), as_json, masking())
    LOG.info(text)
    assert secret not in out.getvalue()
    assert "***" in out.getvalue()


def test_a_secret_inside_a_traceback_is_masked_too() -> None:
    out = log_to(io.StringIO(), as_json=True, mask=masking())
    try:
        raise RuntimeError(HOOK)
    except RuntimeError as bug:
        report_bug("bug", "something broke", bug)
    assert "very-secret" not in out.getvalue()


def test_other_libraries_are_heard_from_warnings_on() -> None:
    out = log_to(io.StringIO())
    logging.getLogger("aiohttp.access").info("chatter")
    logging.getLogger("sqlalchemy.engine").info("chatter")
    logging.getLogger("alembic").warning("heard")
    assert "chatter" not in out.getvalue()
    assert "heard" in out.getvalue()


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=15), "15 min"),
        (timedelta(hours=6), "6 h"),
        (timedelta(days=3), "3 d"),
        (timedelta(seconds=-5), "0 s"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(length: timedelta, said: str) -> None:
    assert span(length) == said


def test_a_message_that_goes_without_its_chart_says_so(caplog: pytest.LogCaptureFixture) -> None:
    delivery = Delivery("5f0c21", "desk", DeliveryState.SENT, 1, NOW)
    message = Message("killed: 544", "…", "…", "…", chart_error="PictureError: no ink")
    with caplog.at_level(logging.INFO):
        report_delivery(Settled(delivery, Outcome.SENT, message))
    [flaw, sent] = caplog.records
    assert flaw.levelno == logging.WARNING
    assert flaw.getMessage() == "alert 5f0c21 to desk: it goes without its chart: PictureError: no ink"
    assert sent.getMessage() == "alert 5f0c21 to desk: sent"


def test_what_was_left_out_of_a_feed_is_said() -> None:
    line = poll_line(replace(POLLED, left_out=1_200))
    assert "1,200 more entries left out (polling: max_items)" in line
    assert "left out" not in poll_line(POLLED)
