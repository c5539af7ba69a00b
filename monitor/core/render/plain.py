"""The plain text form: it reads well alone, on a screen, in a pager, read aloud."""

from __future__ import annotations

from monitor.core.render.gathered import Digest, Report, Row, fitting, more
from monitor.core.render.said import LINE, Line, Sheet
from monitor.core.words import QUOTE, shortened, web_link

BUDGET = 60_000
"""Characters of a digest in plain text."""


def alert_text(sheet: Sheet) -> str:
    """One alert: the subject, how grave it is, then a line for everything it has to show."""
    return "\n".join((sheet.subject, sheet.about, "", *map(_line, (*sheet.body, *sheet.foot)), ""))


def digest_text(digest: Digest) -> str:
    """Several alerts, some lines each; what does not fit is counted."""
    shown, rest = fitting(digest.rows, lambda row: len(_row(row)), BUDGET)
    return _listed(digest.subject, [_row(row) for row in shown], more(rest, digest.where))


def report_text(report: Report) -> str:
    """Notices, a line each."""
    shown, rest = fitting(report.lines, len, BUDGET)
    return _listed(report.subject, list(shown), more(rest, report.where))


def _listed(subject: str, lines: list[str], rest: str) -> str:
    return "\n".join([subject, "", *lines, *([rest] if rest else []), ""])


def _line(line: Line) -> str:
    link = f"\n  {web_link(line.link) or shortened(line.link, QUOTE)}" if line.link else ""
    return f"{line.label}: {shortened(line.text, LINE)}{link}"


def _row(row: Row) -> str:
    head = f"{row.what}: {row.now} ({row.who}), was {row.was} · {row.topic} · {row.severity}: {row.reasons}"
    link = f"\n  {row.url}" if row.url else ""
    return f"{shortened(head, 400)}\n  “{row.quote}” ({row.outlet}){link}\n  alert {row.id}\n"
