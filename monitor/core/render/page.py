"""The HTML form: one small page for mail programs, light or dark as the reader's device is.

Mail programs are browsers of long ago.  What the look needs stands in `style` attributes and tables, since
Gmail drops style sheets in places; only what dark mode changes stands in a style sheet, for those that
read it (the others darken the page themselves).  Nothing is fetched from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from monitor.core.render.gathered import Digest, Report, Row, fitting, more
from monitor.core.render.said import LINE, Dress, Line, Sheet
from monitor.core.words import QUOTE, shortened, web_link

BUDGET = 80_000
"""Characters of the rows of a page; Gmail cuts a message off at 102 kB."""

CHART = "<!--chart-->"
"""Where the picture of a message goes, if it has one; whoever sends puts it there (`adapters.mail`)."""

COLOURS = {"notice": "#2f5d8a", "high": "#b4540a", "critical": "#b3261e"}
"""How grave an alert is, as the colour of its upper edge; the words say it too."""

_DARK = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#101113!important}
.card{background:#1b1d20!important;border-right-color:#33363b!important;border-bottom-color:#33363b!important;
border-left-color:#33363b!important}
.ink{color:#ececec!important}
.soft{color:#a9adb3!important}
.rule{border-color:#33363b!important}
.box{background:#26292d!important}
.critical{color:#ff9a91!important}
.high{color:#ffb574!important}
.notice{color:#8fbbe8!important}
a{color:#8ab4f8!important}
}
"""

_FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_INK, _SOFT, _EDGE = "color:#1c1e21", "color:#5c6168", "#e3e4e6"
_LABEL = f"margin:20px 0 4px;font-size:13px;line-height:18px;{_SOFT}"
_BODY = f"margin:0 0 6px;font-size:16px;line-height:23px;overflow-wrap:anywhere;{_INK}"
_NUMBER = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"


# ── the pages ───────────────────────────────────────────────────────────────────────────────


def alert_page(sheet: Sheet) -> str:
    """One alert: the number large, then who says so, the quote, the picture, and what defends it."""
    quote = next((line.text for line in sheet.body if line.dress is Dress.QUOTE), sheet.about)
    return _page(
        sheet.subject,
        quote,
        sheet.severity,
        f"{_lead(sheet)}{_groups(_with_picture(sheet.body))}{_foot(sheet.foot)}",
    )


def digest_page(digest: Digest) -> str:
    """Several alerts as a table of three columns, which fits a phone; the evidence stands under each row."""
    shown, rest = fitting(digest.rows, lambda row: len(_row(row)), BUDGET)
    gravest = digest.rows[0].severity if digest.rows else "notice"
    heads = "".join(map(_head, ("what", "now", "was"), ("46%", "25%", "29%")))
    table = (
        '<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(map(_row, shown))}</tbody></table>"
    )
    return _page(
        digest.subject,
        f"{shown[0].quote}" if shown else "",
        gravest,
        f"{_title(digest.title)}{table}{_rest(rest, digest.where)}",
    )


def report_page(report: Report) -> str:
    """Notices, one below the other."""
    shown, rest = fitting(report.lines, lambda line: len(escape(line)) + 200, BUDGET)
    lines = "".join(
        f'<p class="ink rule" dir="auto" style="{_BODY};padding:10px 0;border-top:1px solid {_EDGE}">'
        f"{escape(line)}</p>"
        for line in shown
    )
    return _page(
        report.subject,
        "",
        "notice",
        f"{_title(report.subject)}{lines}{_rest(rest, report.where)}",
    )


# ── what every page is made of ──────────────────────────────────────────────────────────────


def _page(subject: str, preview: str, severity: str, body: str) -> str:
    """The frame: a card of at most 600 pixels.  `preview` is what a list of mails shows beside the subject."""
    colour = COLOURS.get(severity, COLOURS["notice"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(subject)}</title><style>{_DARK}</style></head>"
        f'<body class="ground" style="margin:0;padding:0;background:#f3f4f5;{_FONT}">'
        '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">'
        f"{escape(shortened(preview, QUOTE))}</div>"
        '<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" '
        'style="background:#f3f4f5"><tr><td align="center" style="padding:12px 8px">'
        '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" '
        f'style="max-width:600px;background:#ffffff;border:1px solid {_EDGE};border-top:4px solid {colour};'
        'border-radius:8px;text-align:left;text-align:start">'
        f'<tr><td style="padding:20px 18px">{body}</td></tr></table>'
        "</td></tr></table></body></html>"
    )


def _title(subject: str) -> str:
    return (
        f'<h1 class="ink" dir="auto" style="margin:0 0 12px;font-size:19px;line-height:26px;'
        f'overflow-wrap:anywhere;{_INK}">{escape(subject)}</h1>'
    )


def _lead(sheet: Sheet) -> str:
    """How grave, about what; the number; whose it is and what was before."""
    lead = sheet.lead
    marks = "".join(
        f'<span class="ink box" style="display:inline-block;margin:0 6px 8px 0;padding:2px 8px;border-radius:4px;'
        f'background:#eef0f2;font-size:13px;line-height:18px;{_INK}">[{escape(mark)}]</span>'
        for mark in sheet.marks
    )
    return (
        f'<p class="{sheet.severity}" dir="auto" style="margin:0 0 10px;font-size:13px;line-height:18px;'
        f'color:{COLOURS.get(sheet.severity, COLOURS["notice"])}">{escape(sheet.about)}</p>{marks}'
        f'<h1 class="ink" dir="auto" style="margin:0;font-size:18px;line-height:24px;font-weight:normal;'
        f'overflow-wrap:anywhere;{_INK}">{escape(shortened(lead.what, QUOTE))}: '
        f'<b style="display:block;font-size:40px;line-height:46px;font-variant-numeric:tabular-nums">'
        f"{escape(lead.number)} </b></h1>"
        f'<p class="ink" dir="auto" style="margin:6px 0 0;font-size:17px;line-height:24px;overflow-wrap:anywhere;'
        f'{_INK}">({escape(shortened(lead.who, QUOTE))}), {escape(shortened(lead.move, QUOTE))}</p>'
    )


_FIRST = {"unverified": 0, "quote": 1, "outlet": 2}
"""What a phone shows on its first screen, before the picture: who says so, in which words, where."""


def _with_picture(lines: Sequence[Line]) -> list[Line | None]:
    """The lines in the order of a page; None is where the picture goes."""
    first = sorted(
        (line for line in lines if line.label in _FIRST), key=lambda line: _FIRST.get(line.label, 0)
    )
    return [*first, None, *(line for line in lines if line.label not in _FIRST)]


def _groups(lines: Iterable[Line | None]) -> str:
    grouped = groupby(lines, lambda line: line.label if line else None)
    return "".join(
        CHART if label is None else _group(label, [line for line in group if line])
        for label, group in grouped
    )


def _group(label: str, lines: Sequence[Line]) -> str:
    head = f'<p class="soft" style="{_LABEL}">{escape(shortened(label, QUOTE))}</p>'
    rows = [line for line in lines if line.cells]
    rest = [line for line in lines if not line.cells]
    if label == "also in":  # a list of names: side by side
        return f'{head}<p class="ink" dir="auto" style="{_BODY}">{" · ".join(map(_text, rest))}</p>'
    return f"{head}{_table(rows) if rows else ''}{''.join(map(_paragraph, rest))}"


def _paragraph(line: Line) -> str:
    text = _text(line)
    if line.dress is Dress.QUOTE:
        return (
            f'<p class="ink rule" dir="auto" style="{_BODY};padding:2px 12px;border-inline-start:3px solid {_EDGE};'
            f'font-size:17px;line-height:25px">{text}</p>'
        )
    return f'<p class="ink" dir="auto" style="{_BODY}">{text}</p>'


def _text(line: Line) -> str:
    text, link = escape(shortened(line.text, LINE)), web_link(line.link)
    if not link:
        return text
    return f'<a href="{escape(link)}" rel="noreferrer" style="color:#0b57d0">{text}</a>'


def _head(title: str, width: str) -> str:
    side, pad = (
        ("left", "8px 0") if title == "what" else ("right", "8px 8px 8px 0" if title == "now" else "8px 0")
    )
    return (
        f'<th class="soft rule" align="{side}" width="{width}" style="padding:{pad};font-size:13px;'
        f'font-weight:normal;border-bottom:1px solid {_EDGE};{_SOFT}">{title}</th>'
    )


def _table(lines: Sequence[Line]) -> str:
    """Lines with columns: a name at the left, a number at the right, when or what before under the number."""
    return (
        '<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">'
        f"{''.join(_cells(*line.cells) for line in lines)}</table>"
    )


def _cells(name: str, number: str, when: str) -> str:
    cell = f"padding:7px 0;border-bottom:1px solid {_EDGE};font-size:16px;line-height:22px;vertical-align:top"
    return (
        f'<tr><td class="ink rule" dir="auto" style="{cell};padding-inline-end:12px;overflow-wrap:anywhere;{_INK}">'
        f"{escape(shortened(name, QUOTE))} </td>"
        f'<td class="ink rule" style="{cell};{_NUMBER};{_INK}">{escape(number)} '
        f'<span class="soft" style="display:block;font-size:13px;line-height:18px;{_SOFT}">{escape(when)} </span>'
        "</td></tr>"
    )


def _row(row: Row) -> str:
    """One alert of a digest: its numbers in columns, and across them why, the quote and where it stands."""
    cell = "padding-top:12px;font-size:16px;line-height:22px;vertical-align:top"
    colour = COLOURS.get(row.severity, COLOURS["notice"])
    link = escape(row.url)
    outlet = (
        f'<a href="{link}" rel="noreferrer" style="color:#0b57d0">{escape(row.outlet)}</a>'
        if link
        else escape(row.outlet)
    )
    return (
        f'<tr><td class="ink" dir="auto" style="{cell};overflow-wrap:anywhere;{_INK}">{escape(row.what)}<br>'
        f'<span class="soft" style="font-size:14px;{_SOFT}">{escape(row.who)}</span></td>'
        f'<td class="ink" style="{cell};{_NUMBER};padding-left:8px;padding-right:8px;{_INK}">'
        f"<b>{escape(row.now)}</b></td>"
        f'<td class="soft" style="{cell};text-align:right;font-variant-numeric:tabular-nums;{_SOFT}">'
        f"{escape(row.was)}</td></tr>"
        f'<tr><td colspan="3" class="soft rule" dir="auto" style="padding:4px 0 12px;border-bottom:1px solid {_EDGE};'
        f'font-size:14px;line-height:20px;overflow-wrap:anywhere;{_SOFT}">“{escape(row.quote)}” ({outlet})<br>'
        f'<span class="{row.severity}" style="color:{colour}">{escape(row.severity)}</span>: {escape(row.reasons)}'
        f" · {escape(row.topic)}"
        f" · alert {escape(row.id)}</td></tr>"
    )


def _foot(lines: Iterable[Line]) -> str:
    """The fine print: the rule, and the commands that answer."""
    return (
        f'<div class="soft rule" style="margin-top:22px;padding-top:12px;border-top:1px solid {_EDGE};'
        f'font-size:13px;line-height:20px;overflow-wrap:anywhere;{_SOFT}">'
        + "".join(f"<div>{escape(line.label)}: {_code(line)}</div>" for line in lines)
        + "</div>"
    )


def _code(line: Line) -> str:
    text = escape(shortened(line.text, LINE))
    return f"<code>{text}</code>" if line.dress is Dress.COMMAND else text


def _rest(rest: int, where: str) -> str:
    words = escape(more(rest, where))
    return f'<p class="soft" style="{_BODY};margin-top:14px;{_SOFT}">{words}</p>' if words else ""
