"""From what is to be told to one message in every form; the text form alone holds everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from monitor.core.documents import alert_document, notice_document
from monitor.core.render.blocks import alert_blocks, digest_blocks, mrkdwn, report_blocks
from monitor.core.render.gathered import digest, ordered_alerts, ordered_notices, report
from monitor.core.render.page import alert_page, digest_page, report_page
from monitor.core.render.plain import alert_text, digest_text, report_text
from monitor.core.render.said import sheet
from monitor.model import Alert, Message, Notice

MIXED = "digest"
"""The thread of messages about more than one topic."""

WATCH = "watch"
"""The thread of messages about the watch itself."""


def render(alert: Alert, possible_repeat: bool = False, late: timedelta | None = None) -> Message:
    """One alert."""
    said = sheet(alert, possible_repeat, late)
    blocks = alert_blocks(said)
    return Message(
        subject=said.subject,
        text=alert_text(said),
        html=alert_page(said),
        slack=mrkdwn(blocks),
        alert_ids=(alert.id,),
        data=(alert_document(alert),),
        blocks=blocks,
        thread=alert.series.topic,
    )


def render_digest(
    alerts: Sequence[Alert], why: str, possible_repeat: bool = False, late: timedelta | None = None
) -> Message:
    """Several alerts as one message with a table, the gravest first; what does not fit is counted."""
    ordered = ordered_alerts(alerts)
    said = digest(ordered, why, possible_repeat, late)
    blocks = digest_blocks(said)
    topics = {alert.series.topic for alert in ordered}
    return Message(
        subject=said.subject,
        text=digest_text(said),
        html=digest_page(said),
        slack=mrkdwn(blocks),
        alert_ids=tuple(alert.id for alert in ordered),
        data=tuple(alert_document(alert) for alert in ordered),
        blocks=blocks,
        thread=topics.pop() if len(topics) == 1 else MIXED,
    )


def render_notices(
    notices: Sequence[Notice], possible_repeat: bool = False, late: timedelta | None = None
) -> Message:
    """Some notices about the watch itself as one message, the gravest first."""
    ordered = ordered_notices(notices)
    said = report(ordered, possible_repeat, late)
    blocks = report_blocks(said)
    return Message(
        subject=said.subject,
        text=report_text(said),
        html=report_page(said),
        slack=mrkdwn(blocks),
        data=tuple(notice_document(notice) for notice in ordered),
        blocks=blocks,
        thread=WATCH,
    )
