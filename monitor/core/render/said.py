"""What one alert says, once, in reading order; the forms only dress it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitor.core.words import (
    QUOTE,
    clock,
    count,
    shortened,
    speaker,
    spoken,
    to_acknowledge,
    to_silence,
)
from monitor.model import Alert, Basis, Explanation, Move, Standing, Verdict

HEADLINE = 140
"""Characters of a subject; phones show fewer, Slack's header takes 150."""

NAMES = (60, 40, 28, 20, 14)
"""Characters of each name in a subject, tried in turn until number, claimant and what was before all fit."""

MOST_OUTLETS = 5
"""Outlets of one number that a message names before it only counts them."""

MOST_DISAGREEMENTS = 3
"""Pairs of claimants who cannot both be right that a message names."""

MOST_LISTED = 12
"""Lines of any other list (positions, reasons, triggers, what else moved) before the rest is counted."""

LINE = 1_000
"""Characters of one line of a message's body."""

REPEAT = "possible repeat"
"""Marks a message whose earlier attempt ended in an unknown outcome."""


class Dress(StrEnum):
    """What kind of thing a line is, so that each form can show it as such."""

    PLAIN = "plain"
    QUOTE = "quote"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line of a message's body.

    `link` makes the text a link where a form has links; `cells` are the same text in columns, for
    the forms that have tables.
    """

    label: str
    text: str
    link: str = ""
    dress: Dress = Dress.PLAIN
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """What a reader sees first: the number large, what it counts, whose it is and what was before."""

    number: str
    what: str
    who: str
    move: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a message about one alert says; `marks` are what its subject is marked with.

    `body` defends the number, `foot` is the fine print below it: the rule, and the commands that answer.
    """

    subject: str
    severity: str
    about: str
    lead: Lead
    body: tuple[Line, ...]
    foot: tuple[Line, ...]
    marks: tuple[str, ...] = ()


def sheet(alert: Alert, possible_repeat: bool = False, late: timedelta | None = None) -> Sheet:
    """What a message about one alert says."""
    marks = marks_of(possible_repeat, late)
    return Sheet(
        subject=headline(alert, marks),
        severity=alert.severity,
        about=f"severity {alert.severity} · {shortened(alert.explanation.topic_title, QUOTE)}",
        lead=Lead(
            number=spoken(alert.after),
            what=f"{metric_of(alert)}{kind_of(alert)}",
            who=alert.explanation.claimant_name,
            move=_move(alert),
        ),
        body=_body(alert),
        foot=_foot(alert),
        marks=marks,
    )


# ── the subject ─────────────────────────────────────────────────────────────────────────────


def headline(alert: Alert, marks: Sequence[str] = ()) -> str:
    """What moved in at most 140 characters: the number first, then whose, what was before, marks, topic.

    Where it grows too long the topic goes first, then names are cut; the numbers never are.
    """
    marked = _bracketed(marks)
    full = f"{_head(alert)}{marked}"
    with_topic = f"{full} · {alert.explanation.topic_title}"
    candidates = (with_topic, full, *(f"{_head(alert, limit)}{marked}" for limit in NAMES))
    return shortened(next((line for line in candidates if len(line) <= HEADLINE), candidates[-1]), HEADLINE)


def marked(subject: str, marks: Sequence[str]) -> str:
    """A subject with its marks, which survive when it is cut."""
    ending = _bracketed(marks)
    return f"{shortened(subject, HEADLINE - len(ending))}{ending}"


def marks_of(possible_repeat: bool, late: timedelta | None) -> tuple[str, ...]:
    """What a subject is marked with: that it may be a repeat, and by how much it is late."""
    repeat = [REPEAT] if possible_repeat else []
    return (*repeat, *([f"delayed by {span(late)}"] if late else []))


def _bracketed(marks: Sequence[str]) -> str:
    return f" [{', '.join(marks)}]" if marks else ""


def _head(alert: Alert, limit: int | None = None) -> str:
    told = alert.explanation
    metric, kind, name = metric_of(alert), kind_of(alert), told.claimant_name
    if limit is not None:
        metric, kind, name = shortened(metric, 24), _cut_kind(kind, limit), shortened(name, limit)
    return f"{metric}: {spoken(alert.after)}{kind} ({name}), {_move(alert, limit)}"


def _cut_kind(kind: str, limit: int) -> str:
    return f" {shortened(kind, limit)}" if kind else ""


def span(time: timedelta) -> str:
    """A length of time as people say it: «3 h 20 min», «12 min», «2 d 4 h»."""
    minutes = int(time.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        f"{days} d" if days else "",
        f"{hours} h" if hours else "",
        f"{rest} min" if rest and not days else "",
    ]
    return " ".join(part for part in parts if part) or "0 min"


def metric_of(alert: Alert) -> str:
    """The metric in words: «under investigation»."""
    return alert.series.metric.replace("_", " ")


def kind_of(alert: Alert) -> str:
    """The group or basis a number speaks of, after a blank, where it is not the whole toll."""
    parts = [alert.series.subject or "", "" if alert.series.basis is Basis.TOTAL else alert.series.basis]
    return "".join(f" {part}" for part in parts if part)


def was(alert: Alert, limit: int | None = None) -> str:
    """What was told before, and whose it was where that was somebody else; a dash for a first figure."""
    told = alert.explanation
    if alert.before is None:
        return "–"
    if not told.before_name or told.before_name == told.claimant_name:
        return spoken(alert.before)
    whose = told.before_name if limit is None else shortened(told.before_name, limit)
    return f"{spoken(alert.before)} ({whose})"


def _move(alert: Alert, limit: int | None = None) -> str:
    """What the number is to a reader: a first figure, a rise, a fall, a rival's."""
    if alert.before is None:
        return "first figure"
    words = {"revised_down": "revised down from", "conflict": "in conflict with"}
    return f"{words.get(alert.condition, 'was')} {was(alert, limit)}"


# ── the body ────────────────────────────────────────────────────────────────────────────────


def _body(alert: Alert) -> tuple[Line, ...]:
    """What an alert has to show to be defended, once, in reading order."""
    told = alert.explanation
    where = f"tollwatch alerts {alert.id}"
    return (
        Line("unverified", f"as reported by {speaker(told)}"),
        *_capped([_reason(reason) for reason in told.reasons], where),
        Line("told before", _before(alert)),
        *_capped([_also(move) for move in told.also], where),
        Line("quote", f"“{shortened(told.quote, QUOTE)}”", dress=Dress.QUOTE),
        Line("outlet", f"{told.outlet}: {shortened(told.entry_title, QUOTE)}", told.url),
        *(Line("also in", printed.outlet, printed.url) for printed in told.printed_by[:MOST_OUTLETS]),
        *_more("also in", len(told.printed_by) - MOST_OUTLETS, where),
        Line("published", f"{clock(told.published_at)}; seen {clock(told.seen_at)}"),
        *([Line("headline", told.headline_differs)] if told.headline_differs else []),
        *_capped([_position(row) for row in told.standings], where),
        *_range(told),
        *(Line("not both right", pair) for pair in told.disagreements[:MOST_DISAGREEMENTS]),
        *_more("not both right", len(told.disagreements) - MOST_DISAGREEMENTS, where, " pairs"),
        *_next(told, where),
    )


def _foot(alert: Alert) -> tuple[Line, ...]:
    return (
        Line("rule", f"{_rule(alert.explanation)}, alert {alert.id}"),
        Line("seen it?", to_acknowledge(alert), dress=Dress.COMMAND),
        Line("not now?", to_silence(alert), dress=Dress.COMMAND),
    )


def _capped(lines: Sequence[Line], where: str) -> Iterable[Line]:
    """The first lines of a list, and how many more there are."""
    yield from lines[:MOST_LISTED]
    if lines:
        yield from _more(lines[0].label, len(lines) - MOST_LISTED, where)


def _more(label: str, rest: int, where: str, things: str = "") -> Iterable[Line]:
    if rest > 0:
        yield Line(label, f"and {rest} more{things}: {where}")


def _reason(reason: Verdict) -> Line:
    words = f"{reason.reason} [{reason.arithmetic}]" if reason.arithmetic else reason.reason
    return Line(reason.condition.replace("_", " "), words)


def _before(alert: Alert) -> str:
    told = alert.explanation
    if alert.before is None:
        return "nothing"
    silent = ", taken as known without an alert" if told.before_silent else ""
    since = f" on {clock(told.before_told_at)}" if told.before_told_at else ""
    return f"{spoken(alert.before)} ({told.before_name or told.claimant_name}){since}{silent}"


def _also(move: Move) -> Line:
    before = f"was {spoken(move.before)}" if move.before else "first told"
    group = f" {move.subject}" if move.subject else ""
    return Line(
        "also told",
        f"{spoken(move.after)}{group} ({move.name}), {before}",
        cells=(f"{move.name}{group}", spoken(move.after), before),
    )


def _position(row: Standing) -> Line:
    name = f"{row.name}, grade {row.grade}" if row.grade else row.name
    return Line(
        "position",
        f"{name}: {spoken(row)} on {row.stated_at:%d %b %Y}",
        cells=(name, spoken(row), f"{row.stated_at:%d %b %Y}"),
    )


def _range(told: Explanation) -> Iterable[Line]:
    estimate = told.estimate
    if estimate is not None:
        low = count(estimate.low) if estimate.low is not None else "unknown"
        high = count(estimate.high or estimate.best)
        yield Line(
            "range", f"{low} low, {count(estimate.best)} best, {high} high; best is the {estimate.method}"
        )


def _next(told: Explanation, where: str) -> Iterable[Line]:
    if told.next_triggers:
        rest = len(told.next_triggers) - MOST_LISTED
        more = [f"and {rest} more: {where}"] if rest > 0 else []
        shown = [shortened(trigger, QUOTE) for trigger in told.next_triggers[:MOST_LISTED]]
        yield Line("next alert", "; ".join([*shown, *more]))


def _rule(told: Explanation) -> str:
    return f"{told.rule_id} (version {told.rule_version})" if told.rule_version else told.rule_id
