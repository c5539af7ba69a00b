"""Slack's form: Block Kit, within Slack's limits, with nothing of an article's doing anything.

Slack refuses a whole message when one block is too large, so all cutting is done here.
Reference: docs.slack.dev, Block Kit, blocks
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from monitor.core.render.gathered import Digest, Report, Row, fitting, more
from monitor.core.render.said import LINE, Dress, Line, Sheet
from monitor.core.words import QUOTE, shortened, web_link

HEADER = 150
"""Characters of a header block, counted as they are sent."""

SECTION = 3_000
"""Characters of a section's text, counted as they are sent."""

BUDGET = 36_000
"""Characters of all rows together: a message nobody can scroll through helps nobody."""

CELL = 150
"""Characters of a name in a digest, counted as they are sent."""

Block = dict[str, Any]


def alert_blocks(sheet: Sheet) -> tuple[Block, ...]:
    """One alert: a header, number and before side by side, then what defends it, then the fine print."""
    body = [_line(line) for line in sheet.body]
    shown, rest = fitting(body, len, BUDGET, len(body))
    return (
        _header(sheet.subject),
        _fields(_number(sheet), _inert_within(sheet.lead.move, QUOTE)),
        _context(inert(sheet.about)),
        *_sections(shown),
        *_rest(more(rest, "see below for the command")),
        _context("\n".join(map(_line, sheet.foot))),
    )


def _number(sheet: Sheet) -> str:
    lead = sheet.lead
    return f"*{inert(lead.number)}* {_inert_within(lead.what, QUOTE)} ({_inert_within(lead.who, QUOTE)})"


def digest_blocks(digest: Digest) -> tuple[Block, ...]:
    """Several alerts, a line or two each; what does not fit is counted."""
    shown, rest = fitting(digest.rows, lambda row: len(_row(row)), BUDGET)
    return (
        _header(digest.subject),
        *_sections(_row(row) for row in shown),
        *_rest(more(rest, digest.where)),
    )


def report_blocks(report: Report) -> tuple[Block, ...]:
    """Notices, a line each."""
    lines = [f"• {inert(line)}" for line in report.lines]
    shown, rest = fitting(lines, len, BUDGET)
    return (_header(report.subject), *_sections(shown), *_rest(more(rest, report.where)))


def mrkdwn(blocks: Sequence[Block]) -> str:
    """The same as one text in Slack's markup, for templates and webhooks that take no blocks."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "header":
            lines.append(f"*{block['text']['text']}*")
        elif "fields" not in block:  # the header says it already
            lines += [part["text"] for part in block.get("elements", [block.get("text")])]
    return "\n".join(lines)


def inert(text: str) -> str:
    """Slack's three control characters escaped: no mention, channel call or link of an article's works."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _inert_within(text: str, limit: int) -> str:
    """A text escaped, so cut before that it is no longer than `limit` after."""
    room = limit
    while len(inert(shortened(text, room))) > limit:
        room -= max(1, (len(inert(shortened(text, room))) - limit) // 5)
    return inert(shortened(text, room))


def _line(line: Line) -> str:
    text = _inert_within(line.text, LINE)
    match line.dress:
        case Dress.QUOTE:
            return f"*{line.label}:*\n>{text}"
        case Dress.COMMAND:
            return f"*{line.label}* `{text.replace('`', chr(0x2BC))}`"
        case _:
            return f"*{_inert_within(line.label, QUOTE)}:* {text}{_link(line.link)}"


def _link(address: str) -> str:
    """« open» as a link; a bar would end the address inside Slack's <address|label>."""
    link = inert(web_link(address)).replace("|", "%7C")
    return f" <{link}|open>" if link and len(link) <= LINE else ""


def _row(row: Row) -> str:
    """One alert of a digest; with all its signs escaped it still fits into one section."""
    what, now, was, who = (_inert_within(text, CELL) for text in (row.what, row.now, row.was, row.who))
    topic, reasons, outlet = (_inert_within(text, CELL) for text in (row.topic, row.reasons, row.outlet))
    quote = _inert_within(row.quote, 2 * QUOTE)
    return (
        f"• *{what}: {now}* ({who}), was {was} · {topic} · {row.severity}: {reasons}\n"
        f"“{quote}” ({outlet}){_link(row.url)} · alert {row.id}"
    )


# ── the blocks ──────────────────────────────────────────────────────────────────────────────


def _header(text: str) -> Block:
    shown = _inert_within(text, HEADER)
    return {"type": "header", "text": {"type": "plain_text", "text": shown, "emoji": False}}


def _mrkdwn(text: str) -> Block:
    """`verbatim`: Slack makes no links or mentions of its own out of what it finds."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _fields(*texts: str) -> Block:
    """Texts side by side; Slack takes ten of 2,000 characters."""
    return {"type": "section", "fields": [_mrkdwn(text) for text in texts]}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _sections(lines: Iterable[str]) -> Iterator[Block]:
    """The lines in as few sections as they fit into, none cut in two."""
    held: list[str] = []
    for line in lines:
        if held and len("\n".join((*held, line))) > SECTION:
            yield {"type": "section", "text": _mrkdwn("\n".join(held))}
            held = []
        held.append(line)
    if held:
        yield {"type": "section", "text": _mrkdwn("\n".join(held))}


def _rest(words: str) -> Iterator[Block]:
    if words:
        yield _context(words)
