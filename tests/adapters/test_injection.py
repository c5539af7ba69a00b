"""Forty texts that want to be more than text, in every place that comes from outside, to every kind of receiver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.render import render, render_digest, render_notices
from monitor.model import Alert, Message, Move, Notice, Printed, Severity
from tests.adapters.receivers import CHECKS, KINDS, TITLES, Receivers, titled, whole_page
from tests.core import samples
from tests.core.desk import START, value

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script src=//evil.example/x.js></script>",
    "</title></style></td></table><h1>told</h1>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<a href='javascript:alert(1)'>open</a>",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    'https://paper.example/" onmouseover="alert(1)',
    "https://paper.example/'><script>alert(1)</script>",
    "https://paper.example/a|open> <!channel>",
    "cid:chart",
    '<img src="cid:chart"> cid:chart.png',
    "<!--chart--><!--[if mso]><b>x</b><![endif]-->",
    "<!channel>",
    "<!here|here> <!everyone> <!subteam^S1|desk>",
    "<@U123> <#C123|general>",
    "&lt;!channel&gt; &amp;lt;b&amp;gt;",
    "<https://evil.example|our page>",
    "killed: 12\r\nBcc: eve@example.org",
    "killed: 12\nTo: eve@example.org\n\n<b>body</b>",
    "killed\r\n Bcc: folded@example.org",
    "killed\r\n.\r\nMAIL FROM:<eve@example.org>",
    "=?utf-8?q?Bcc=3A_eve=40example=2Eorg?=",
    "--===============boundary==\r\nContent-Type: text/html\r\n\r\n<b>x</b>",
    "right \u202eot tfel\u202c and \u2066isolated\u2069",
    "null\x00byte and \x1b[31mescape\x07",
    "half a pair \ud800 and \udfff",
    "[our page](javascript:alert(1)) ![p](https://evil.example/p.png)",
    "https://paper.example/*[our-page](https://evil.example/)",
    "*bold* _it_ ~gone~ `code` ```block``` # head | cell |",
    "\\*not\\* \\[escaped\\] \\",
    "@everyone @here @channel @all @admin https://paper.example/@channel",
    "x" * 2_000,
    "<" * 2_000,
    "ک" * 2_000,
    "zero\u200bwidth\u2060joined\ufeff\u200d",
    "👩‍👩‍👧‍👦🇮🇷🏴‍☠️" * 40,
    '../../etc/passwd\r\nContent-Disposition: attachment; filename="x.exe"',
    "{{7*7}} ${HOME} %(name)s {0} %n",
    "'; DROP TABLE alerts; --",
)


def poisoned(text: str) -> Alert:
    """An alert in which everything that comes from outside says the same."""
    alert = samples.rise()
    why = alert.explanation
    return samples.explained(
        alert,
        topic_title=text,
        claimant_name=text,
        claimant_class=text,
        via=text,
        outlet=text,
        url=text,
        entry_title=text,
        quote=text,
        rule_id=text,
        rule_version=text,
        headline_differs=text,
        before_name=text,
        reasons=tuple(replace(reason, reason=text, arithmetic=text) for reason in why.reasons),
        standings=tuple(replace(row, name=text, grade=text) for row in why.standings),
        disagreements=(text,) * 5,
        next_triggers=(text,) * 20,
        printed_by=tuple(Printed(text, text) for _ in range(9)),
        also=tuple(Move(None, text, text, None, value("5")) for _ in range(15)),
    )


def messages(text: str) -> Iterator[Message]:
    """One alert, a digest and notices that say a text wherever they can."""
    alert = poisoned(text)
    yield render(alert, possible_repeat=True)
    yield render_digest([alert, replace(alert, level="other"), samples.first()], "digest")
    yield render_notices([Notice("source_failing", text, text, Severity.HIGH, None, START)])


@pytest.fixture(scope="module")
def receivers() -> Iterator[Receivers]:
    with Receivers() as them:
        yield them


def test_there_are_forty() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_text_is_more_than_text_anywhere(receivers: Receivers, kind: str, payload: str) -> None:
    """Zero live tags, zero calls, zero headers or recipients that we did not write; `receivers` says each."""
    for message in messages(payload):
        receivers.send(kind, message)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_text_commands_a_terminal_or_turns_a_line_around(payload: str) -> None:
    for message in messages(payload):
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", message.text
        )
        assert "\n" not in message.subject
        assert len(message.subject) <= 140


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", list(samples.messages()))
def test_every_kind_of_message_fits_every_receiver(receivers: Receivers, kind: str, name: str) -> None:
    receivers.send(kind, samples.messages()[name])


@pytest.mark.parametrize("kind", KINDS)
def test_a_storm_of_three_hundred_is_cut_by_us_and_says_so(receivers: Receivers, kind: str) -> None:
    content = receivers.send(kind, render_digest(_storm(), "storm"))
    if kind == "mail":
        for part in ("plain", "html"):
            assert "and 250 more: tollwatch alerts" in content.get_body((part,)).get_content()
    elif kind == "json":
        assert len(content["data"]) == 300
    elif kind == "slack":
        assert "and 250 more: tollwatch alerts" in json_text(content)
    else:
        assert "more lines: tollwatch alerts" in json_text(content)


@cache
def _storm() -> list[Alert]:
    return samples.many(300)


def json_text(content: Any) -> str:
    return str(content)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("slack", {"text": "t", "blocks": [{"type": "section", "text": {"text": "<!channel>"}}]}),
        ("slack", {"text": "t", "blocks": [{"type": "section", "text": {"text": "x" * 3_001}}]}),
        ("json", {"schema": "tollwatch/alert/1", "data": [{"quote": "<!channel>"}]}),
        ("ntfy", {"topic": "t", "title": "t", "message": "ک" * 2_049}),
        ("mattermost", {"text": "[our page](https://evil.example)"}),
        ("mattermost", {"text": "@channel"}),
        ("telegram", {"parse_mode": "HTML", "text": "<a href='x'>y</a>"}),
        ("telegram", {"parse_mode": "HTML", "text": "x" * 4_097}),
    ],
)
def test_the_receivers_would_notice(kind: str, wrong: Any) -> None:
    with pytest.raises(AssertionError):
        CHECKS[kind](wrong)


@pytest.mark.parametrize(
    "wrong", ["<p><img src=x></p>", "<p onclick='x'>y</p>", "<a href='javascript:x'>y</a>"]
)
def test_a_page_that_does_something_would_be_noticed(wrong: str) -> None:
    with pytest.raises(AssertionError):
        whole_page(wrong)


@given(title=TITLES, kind=st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_title_arrives(receivers: Receivers, title: str, kind: str) -> None:
    """`bench/titles.py` sends ten thousand."""
    receivers.send(kind, titled(title))
