"""A made-up alert that shows what alerts look like, and says in every form that it is a test."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.plot import Line, Plot, Step
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Explanation,
    Series,
    Severity,
    Standing,
    Value,
    Verdict,
    content_id,
)

TEST = "TEST"
"""What subject and table show where the metric stands, and programs find as `metric`; `topic` is `test`."""


def sample(now: datetime) -> Alert:
    """An alert about nothing, decided now; the same moment gives the same id."""
    yesterday = now - timedelta(days=1)
    return Alert(
        policy="test",
        series=Series("test", TEST, "a-made-up-claimant", None, Basis.TOTAL),
        condition="up",
        level=now.isoformat(),
        severity=Severity.NOTICE,
        before=Value(1_000, None, Bound.AT_LEAST),
        after=Value(1_234, None, Bound.AT_LEAST),
        figure_id=content_id("sample figure"),
        entry_id=content_id("sample entry"),
        decided_at=now,
        explanation=Explanation(
            topic_title="A test: nothing has happened",
            metric_title="TEST, no news",
            claimant_name="a made-up claimant",
            claimant_class="generic",
            claimant_grade="F6",
            via=None,
            outlet="Tollwatch",
            url="https://example.org/test",
            entry_title="This is a test message, no news",
            quote="This is a test: if you can read it, alerts reach you. The number 1,234 is made up.",
            published_at=now,
            seen_at=now,
            rule_id="test",
            reasons=(
                Verdict(
                    "up",
                    True,
                    "at least 1,234 is 1.23 × the 1,000 told before",
                    Severity.NOTICE,
                    "1234",
                    "1,234 / 1,000 = 1.23",
                ),
            ),
            standings=(
                _standing("a made-up claimant", 1_234, now),
                _standing("another made-up claimant", 980, yesterday),
            ),
            estimate=None,
            next_triggers=("none: this was a test",),
            before_name="a made-up claimant",
            before_told_at=yesterday,
        ),
    )


def _standing(name: str, low: int, at: datetime) -> Standing:
    return Standing(
        "test-claimant", name, "F6", low, None, Bound.AT_LEAST, at, content_id(name), ("tollwatch",)
    )


def sample_plot(now: datetime) -> Plot:
    """What the sample's chart shows: two made-up claimants over three days."""
    ours = tuple(_step(now, hours, low) for hours, low in ((72, 700), (24, 1_000), (0, 1_234)))
    theirs = tuple(_step(now, hours, low) for hours, low in ((60, 650), (24, 980)))
    return Plot(
        topic="A test: nothing has happened",
        metric="TEST, no news",
        about="",
        begins=ours[0].at,
        ends=now,
        lines=(
            Line("a made-up claimant", ours, told=ours[1:], leads=True),
            Line("another made-up claimant", theirs),
        ),
        alert=ours[-1],
    )


def _step(now: datetime, hours: int, low: int) -> Step:
    return Step(now - timedelta(hours=hours), low, None, Bound.AT_LEAST)
