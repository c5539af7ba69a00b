"""What several alerts, or notices about the watch itself, say in one message: the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from monitor.core.render.said import HEADLINE, headline, kind_of, marked, marks_of, metric_of, was
from monitor.core.words import QUOTE, shortened, spoken, web_link
from monitor.model import Alert, Notice

MOST_ROWS = 50
"""Rows of a message at most; the rest is counted, with the command that lists it."""

NAME = 60
"""Characters of a name in a row."""

OCCASIONS = {
    "digest": "of the day",
    "quiet hours": "from the quiet hours",
    "storm": "after many at once",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as a row of a digest's table; every text is one line, cut to fit a row."""

    severity: str
    what: str
    now: str
    was: str
    who: str
    topic: str
    reasons: str
    quote: str
    outlet: str
    url: str
    id: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Several alerts as one message; `where` is the command that lists what does not fit."""

    subject: str
    title: str
    rows: tuple[Row, ...]
    where: str = "tollwatch alerts"


@dataclass(frozen=True, slots=True)
class Report:
    """Notices as one message: each a line, and how to say that it was seen."""

    subject: str
    lines: tuple[str, ...]
    where: str = "tollwatch sources"


def ordered_alerts(alerts: Iterable[Alert]) -> list[Alert]:
    """The gravest first, then in order of decision."""
    return sorted(alerts, key=lambda alert: (-alert.severity.rank, alert.decided_at))


def ordered_notices(notices: Iterable[Notice]) -> list[Notice]:
    """The gravest first, then by what they are about."""
    return sorted(notices, key=lambda notice: (-notice.severity.rank, notice.subject))


def digest(
    alerts: Sequence[Alert], why: str, possible_repeat: bool = False, late: timedelta | None = None
) -> Digest:
    """What one message says of several alerts, in the order given."""
    title, marks = f"{len(alerts)} alerts {OCCASIONS.get(why, why)}", marks_of(possible_repeat, late)
    subject = f"{title}: {headline(alerts[0])}"
    return Digest(marked(subject, marks), marked(title, marks), tuple(map(_row, alerts)))


def report(notices: Sequence[Notice], possible_repeat: bool = False, late: timedelta | None = None) -> Report:
    """What one message says of some notices, in the order given."""
    several = f"{len(notices)} notices: " if len(notices) > 1 else ""
    what = notices[0].reason.partition("; ")[0]  # what to do about it stands in the message
    subject = shortened(f"Tollwatch: {several}{what}", HEADLINE)
    return Report(marked(subject, marks_of(possible_repeat, late)), tuple(map(_notice, notices)))


def fitting(
    things: Sequence[T], size: Callable[[T], int], budget: int, most: int = MOST_ROWS
) -> tuple[Sequence[T], int]:
    """The first things that fit into a budget and are not too many, and how many are left out."""
    spent = 0
    for taken, thing in enumerate(things[:most]):
        spent += size(thing)
        if spent > budget:
            return things[:taken], len(things) - taken
    return things[:most], max(0, len(things) - most)


def more(rest: int, where: str) -> str:
    """What stands for what is left out, and where to look; nothing for nothing."""
    return f"and {rest} more: {where}" if rest else ""


def _row(alert: Alert) -> Row:
    told = alert.explanation
    reasons = dict.fromkeys(reason.condition.replace("_", " ") for reason in told.reasons)
    return Row(
        severity=alert.severity,
        what=shortened(f"{metric_of(alert)}{kind_of(alert)}", NAME),
        now=spoken(alert.after),
        was=was(alert, NAME),
        who=shortened(told.claimant_name, NAME),
        topic=shortened(told.topic_title, NAME),
        reasons=shortened(", ".join(reasons), NAME),
        quote=shortened(told.quote, QUOTE),
        outlet=shortened(told.outlet, NAME),
        url=web_link(told.url),
        id=alert.id,
    )


def _notice(notice: Notice) -> str:
    """What is wrong, and how to say that it was seen; that something is well again asks for no answer."""
    seen = "" if notice.condition == "source_recovered" else f" (seen it? tollwatch ack {notice.id[:8]})"
    return f"{notice.condition.replace('_', ' ')}: {shortened(notice.reason, 400)}{seen}"
