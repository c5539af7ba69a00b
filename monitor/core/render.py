"""An alert as people read it: subject, plain text, HTML and Slack form of the same content, and JSON for programs.

What comes from outside (quotes, titles, links, names) is escaped for each form, so that neither
HTML nor `<!channel>` in an article does anything.  Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from monitor.core.documents import alert_document, notice_document
from monitor.core.words import QUOTE, clock, count, shortened, speaker, spoken, to_acknowledge, to_silence
from monitor.model import Alert, Basis, Explanation, Message, Move, Notice, Standing, Verdict

HEADLINE = 140
"""Characters of a subject; phones show fewer, Slack's header takes 150."""

MOST_OUTLETS = 5
"""Outlets of one number that a message names before it only counts them."""

MOST_DISAGREEMENTS = 3
"""Pairs of claimants who cannot both be right that a message names."""

MOST_ROWS = 50
"""Rows of a digest; the rest is counted, with the command that lists it."""

REPEAT = "possible repeat"
"""Marks a message whose earlier attempt ended in an unknown outcome."""


# ── the message ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Line:
    """One labelled line of an alert's body; `link` makes the text a link where a form has links."""

    label: str
    text: str
    link: str = ""


def render(alert: Alert, possible_repeat: bool = False, late: timedelta | None = None) -> Message:
    """The message in every form; the text form alone holds everything that the others do."""
    subject = _marked(headline(alert), possible_repeat, late)
    return Message(
        subject=subject,
        text=_text(alert, subject),
        html=_html(alert, subject),
        slack=_slack(alert, subject),
        alert_ids=(alert.id,),
        data=(alert_document(alert),),
    )


def _marked(subject: str, possible_repeat: bool, late: timedelta | None) -> str:
    marks = [REPEAT] if possible_repeat else []
    marks += [f"delayed by {span(late)}"] if late else []
    return shortened(f"[{', '.join(marks)}] {subject}", HEADLINE) if marks else subject


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


def headline(alert: Alert) -> str:
    """What moved in at most 140 characters, the number first, the topic where there is room."""
    told = alert.explanation
    head = f"{_metric(alert)}: {spoken(alert.after)}{_kind(alert)} ({told.claimant_name})"
    full = f"{head}, {_move(alert)}"
    with_topic = f"{full} · {told.topic_title}"
    fits = next((line for line in (with_topic, full) if len(line) <= HEADLINE), full)
    return shortened(fits, HEADLINE)


def _metric(alert: Alert) -> str:
    return alert.series.metric.replace("_", " ")


def _about(alert: Alert) -> str:
    """The line below the headline: how grave it is taken to be, and the topic's title."""
    return f"severity {alert.severity} · {shortened(alert.explanation.topic_title, QUOTE)}"


def _kind(alert: Alert) -> str:
    """The group or basis a number speaks of, where it is not the whole toll."""
    parts = [alert.series.subject or "", "" if alert.series.basis is Basis.TOTAL else alert.series.basis]
    return "".join(f" {part}" for part in parts if part)


def _move(alert: Alert) -> str:
    """What the number is to a reader: a first figure, a rise, a fall, a rival's."""
    if alert.before is None:
        return "first figure"
    words = {"revised_down": "revised down from", "conflict": "in conflict with"}
    return f"{words.get(alert.condition, 'was')} {_was(alert)}"


def _lines(alert: Alert) -> tuple[_Line, ...]:
    """Everything an alert has to show, once, in reading order; forms only dress it."""
    told = alert.explanation
    return (
        _Line("unverified", f"as reported by {speaker(told)}"),
        *(_Line(reason.condition.replace("_", " "), _reason(reason)) for reason in told.reasons),
        _Line("told before", _before(alert)),
        *(_Line("also told", _also(move)) for move in told.also),
        _Line("quote", f"“{shortened(told.quote, QUOTE)}”"),
        _Line("outlet", f"{told.outlet}: {shortened(told.entry_title, QUOTE)}", told.url),
        *(_Line("also in", printed.outlet, printed.url) for printed in told.printed_by[:MOST_OUTLETS]),
        *_more_outlets(told),
        _Line("published", f"{clock(told.published_at)}; seen {clock(told.seen_at)}"),
        *([_Line("headline", told.headline_differs)] if told.headline_differs else []),
        *_positions(told),
        *_disagreements(told),
        *([_Line("next alert", "; ".join(told.next_triggers))] if told.next_triggers else []),
        _Line("rule", f"{_rule(told)}, alert {alert.id}"),
        _Line("seen it?", to_acknowledge(alert)),
        _Line("not now?", to_silence(alert)),
    )


def _rule(told: Explanation) -> str:
    return f"{told.rule_id} (version {told.rule_version})" if told.rule_version else told.rule_id


def _more_outlets(told: Explanation) -> Iterable[_Line]:
    rest = len(told.printed_by) - MOST_OUTLETS
    if rest > 0:
        yield _Line("also in", f"and {rest} more")


def _reason(reason: Verdict) -> str:
    return f"{reason.reason} [{reason.arithmetic}]" if reason.arithmetic else reason.reason


def _before(alert: Alert) -> str:
    told = alert.explanation
    if alert.before is None:
        return "nothing"
    silent = ", taken as known without an alert" if told.before_silent else ""
    since = f" on {clock(told.before_told_at)}" if told.before_told_at else ""
    return f"{spoken(alert.before)} ({told.before_name or told.claimant_name}){since}{silent}"


def _positions(told: Explanation) -> Iterable[_Line]:
    for row in told.standings:
        yield _Line("position", _position(row))
    if told.estimate is not None:
        low = count(told.estimate.low) if told.estimate.low is not None else "unknown"
        yield _Line(
            "range",
            f"{low} low, {count(told.estimate.best)} best, {count(told.estimate.high or told.estimate.best)}"
            f" high; best is the {told.estimate.method}",
        )


def _also(move: Move) -> str:
    was = f"was {spoken(move.before)}" if move.before else "first told"
    group = f" {move.subject}" if move.subject else ""
    return f"{spoken(move.after)}{group} ({move.name}), {was}"


def _disagreements(told: Explanation) -> Iterable[_Line]:
    shown = told.disagreements[:MOST_DISAGREEMENTS]
    for pair in shown:
        yield _Line("not both right", pair)
    rest = len(told.disagreements) - len(shown)
    if rest:
        yield _Line("not both right", f"and {rest} more pairs")


def _position(row: Standing) -> str:
    grade = f", grade {row.grade}" if row.grade else ""
    return f"{row.name}{grade}: {spoken(row)} on {row.stated_at:%d %b %Y}"


# ── the forms ───────────────────────────────────────────────────────────────────────────────


def _text(alert: Alert, subject: str) -> str:
    body = [_text_line(line) for line in _lines(alert)]
    return "\n".join((subject, _about(alert), "", *body, ""))


def _text_line(line: _Line) -> str:
    link = f"\n  {_web_link(line.link) or shortened(line.link, QUOTE)}" if line.link else ""
    return f"{line.label}: {shortened(line.text, 1000)}{link}"


def _slack(alert: Alert, subject: str) -> str:
    """Slack's mrkdwn; only bold and links are ours, everything else is inert."""
    body = [_slack_line(line) for line in _lines(alert)]
    return "\n".join((f"*{_inert(subject)}*", _inert(_about(alert)), *body))


def _slack_line(line: _Line) -> str:
    text = _inert(shortened(line.text, 1000))
    link = _web_link(line.link)
    if link:
        # A bar would end the address inside Slack's <address|label>.
        text = f"{text} <{_inert(link).replace('|', '%7C')}|open>"
    return f"*{line.label}:* {text}"


def _inert(text: str) -> str:
    """Slack's three control characters escaped: no mention, channel call or link of an article's works."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_STYLE = """
:root{color-scheme:light dark}
body{margin:0;padding:16px;font:16px/1.5 system-ui,sans-serif;background:#fff;color:#1a1a1a}
main{max-width:40em;margin:auto}
h1{font-size:1.25em;line-height:1.3;margin:0}
p{margin:.25em 0 1em}
dl{margin:0}
dt{font-size:.8em;letter-spacing:.04em;text-transform:uppercase;color:#555;margin-top:.75em}
dd{margin:0;overflow-wrap:anywhere}
a{color:#0b57d0}
.high,.critical{border-left:6px solid #b3261e;padding-left:12px}
@media(prefers-color-scheme:dark){
body{background:#121212;color:#ececec}dt{color:#b0b0b0}a{color:#8ab4f8}}
"""


def _html(alert: Alert, subject: str) -> str:
    """One small page without anything from elsewhere; light or dark as the reader's device is."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(subject)}</title><style>{_STYLE}</style></head><body><main>"
        f'<header class="{alert.severity}"><h1>{escape(subject)}</h1>'
        f"<p>{escape(_about(alert))}</p></header>"
        f"<dl>{''.join(_html_group(label, lines) for label, lines in _grouped(_lines(alert)))}</dl>"
        "</main></body></html>"
    )


def _grouped(lines: Iterable[_Line]) -> Iterable[tuple[str, list[_Line]]]:
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.label, []).append(line)
    return groups.items()


def _html_group(label: str, lines: Iterable[_Line]) -> str:
    return f"<dt>{escape(label)}</dt>" + "".join(f'<dd dir="auto">{_html_text(line)}</dd>' for line in lines)


def _html_text(line: _Line) -> str:
    text = escape(shortened(line.text, 1000))
    link = _web_link(line.link)
    return f'<a href="{escape(link)}" rel="noreferrer">{text}</a>' if link else text


def _web_link(address: str) -> str:
    """The address if it is one to follow, without white space; feeds also hold `javascript:`."""
    address = re.sub(r"[\s\x00-\x1f]", "", address)
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""


# ── what is said of the watch itself ────────────────────────────────────────────────────────


def render_notices(
    notices: Sequence[Notice], possible_repeat: bool = False, late: timedelta | None = None
) -> Message:
    """Some notices as one message, the gravest first."""
    ordered = sorted(notices, key=lambda notice: (-notice.severity.rank, notice.subject))
    head = f"Tollwatch: {ordered[0].reason}"
    subject = head if len(ordered) == 1 else f"Tollwatch: {len(ordered)} notices: {ordered[0].reason}"
    subject = _marked(shortened(subject, HEADLINE), possible_repeat, late)
    lines = [_notice_line(notice) for notice in ordered]
    shown, rest = lines[:MOST_ROWS], len(lines) - MOST_ROWS
    shown += [f"and {rest} more: tollwatch sources"] if rest > 0 else []
    items = "".join(f"<li>{escape(line)}</li>" for line in shown)
    return Message(
        subject=subject,
        text="\n".join([subject, "", *shown, ""]),
        html=(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(subject)}</title><style>{_STYLE}</style></head><body><main>"
            f"<h1>{escape(subject)}</h1><ul>{items}</ul></main></body></html>"
        ),
        slack="\n".join([f"*{_inert(subject)}*", *(f"• {_inert(line)}" for line in shown)]),
        data=tuple(notice_document(notice) for notice in ordered),
    )


def _notice_line(notice: Notice) -> str:
    """What is wrong, and how to say that it was seen; that something is well again asks for no answer."""
    seen = "" if notice.condition == "source_recovered" else f" (seen it? tollwatch ack {notice.id[:8]})"
    return f"{notice.condition.replace('_', ' ')}: {shortened(notice.reason, 400)}{seen}"


# ── several alerts in one message ───────────────────────────────────────────────────────────


_OCCASION = {
    "digest": "of the day",
    "quiet hours": "from the quiet hours",
    "storm": "after many at once",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One alert as a row of a digest's table."""

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


def render_digest(
    alerts: Sequence[Alert], why: str, possible_repeat: bool = False, late: timedelta | None = None
) -> Message:
    """Several alerts as one message with a table, the gravest first; what does not fit is counted."""
    ordered = sorted(alerts, key=lambda alert: (-alert.severity.rank, alert.decided_at))
    occasion = _OCCASION.get(why, why)
    subject = _marked(
        shortened(f"{len(ordered)} alerts {occasion}: {headline(ordered[0])}", HEADLINE),
        possible_repeat,
        late,
    )
    rows = [_row(alert) for alert in ordered[:MOST_ROWS]]
    rest = len(ordered) - len(rows)
    more = [f"and {rest} more: tollwatch alerts"] if rest else []
    return Message(
        subject=subject,
        text="\n".join([subject, "", *map(_digest_text, rows), *more, ""]),
        html=_digest_html(subject, rows, "".join(more)),
        slack="\n".join([f"*{_inert(subject)}*", *map(_digest_slack, rows), *more]),
        alert_ids=tuple(alert.id for alert in ordered),
        data=tuple(alert_document(alert) for alert in ordered),
    )


def _row(alert: Alert) -> _Row:
    told = alert.explanation
    return _Row(
        severity=alert.severity,
        what=f"{_metric(alert)}{_kind(alert)}",
        now=spoken(alert.after),
        was=_was(alert),
        who=told.claimant_name,
        topic=told.topic_title,
        reasons=", ".join(dict.fromkeys(reason.condition.replace("_", " ") for reason in told.reasons)),
        quote=shortened(told.quote, QUOTE),
        outlet=told.outlet,
        url=_web_link(told.url),
        id=alert.id,
    )


def _was(alert: Alert) -> str:
    told = alert.explanation
    if alert.before is None:
        return "–"
    whose = f" ({told.before_name})" if told.before_name and told.before_name != told.claimant_name else ""
    return f"{spoken(alert.before)}{whose}"


def _digest_text(row: _Row) -> str:
    head = f"{row.what}: {row.now} ({row.who}), was {row.was} · {row.topic} · {row.severity}: {row.reasons}"
    link = f"\n  {row.url}" if row.url else ""
    return f"{shortened(head, 400)}\n  “{row.quote}” ({row.outlet}){link}\n  alert {row.id}\n"


def _digest_slack(row: _Row) -> str:
    link = f" <{_inert(row.url).replace('|', '%7C')}|open>" if row.url else ""
    head = f"*{_inert(f'{row.what}: {row.now}')}* ({_inert(row.who)}), was {_inert(row.was)}"
    return f"• {head} · {_inert(row.topic)} · {row.severity}: {_inert(row.reasons)}{link}"


def _digest_html(subject: str, rows: Sequence[_Row], more: str) -> str:
    heads = ("", "now", "was", "who", "topic", "why")
    body = "".join(_digest_html_row(row) for row in rows)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(subject)}</title><style>{_STYLE}{_TABLE_STYLE}</style></head><body><main>"
        f"<h1>{escape(subject)}</h1><table><thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>"
        f"<tbody>{body}</tbody></table><p>{escape(more)}</p></main></body></html>"
    )


_TABLE_STYLE = """
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35em .5em;border-bottom:1px solid #8884}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
"""


def _digest_html_row(row: _Row) -> str:
    what = (
        f'<a href="{escape(row.url)}" rel="noreferrer">{escape(row.what)}</a>'
        if row.url
        else escape(row.what)
    )
    return (
        f'<tr><td class="{row.severity}">{what}</td><td class="number">{escape(row.now)}</td>'
        f'<td class="number">{escape(row.was)}</td><td dir="auto">{escape(row.who)}</td>'
        f'<td dir="auto">{escape(row.topic)}</td>'
        f'<td>{escape(row.reasons)}<br><q dir="auto">{escape(row.quote)}</q> ({escape(row.outlet)})</td></tr>'
    )
