"""Messages of every kind, as the real policy decides and `render` writes them: for goldens, receivers and screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.core.render import render, render_digest, render_notices
from monitor.model import Alert, Message, Notice, Printed, Severity
from tests.core.desk import START, Desk

PERSIAN = "به گفتهٔ هرانا دست‌کم ۲٬۶۱۵ نفر از آغاز اعتراضات کشته شده‌اند، و شمار بازداشت‌شدگان بیشتر است."


def explained(alert: Alert, **other: Any) -> Alert:
    """An alert with something else in its explanation."""
    return replace(alert, explanation=replace(alert.explanation, **other))


def first() -> Alert:
    """A first figure, of nobody in particular."""
    [alert] = Desk().reads("65", by=None)
    return alert


def rise() -> Alert:
    """HRANA's rise past a thousand, with rivals, printed by seven outlets."""
    desk = Desk()
    desk.reads("~650", by="official")
    desk.reads("544", by="hrana")
    desk.reads("900", by="ihrngo")
    [alert] = desk.reads("2615", by="hrana", on="hrana-en")
    printed = tuple(Printed(f"Outlet {n}", f"https://outlet-{n}.example/a?id={n}&x=1") for n in range(7))
    return explained(alert, printed_by=printed)


def above() -> Alert:
    """The number of the issue: a party's, above an official's."""
    desk = Desk()
    desk.reads("≥2000", by="official")
    [alert] = desk.reads("3000+", by="mek")
    return alert


def fall() -> Alert:
    """A claimant takes a number back."""
    desk = Desk()
    desk.reads("359", by="official")
    [alert] = desk.reads("~253", by="official")
    return alert


def conflict() -> Alert:
    """A rival's number that cannot be right together with what was told."""
    desk = Desk()
    desk.reads("2000", by="hrana")
    [alert] = desk.reads("900", by="official")
    return alert


def persian() -> Alert:
    """A quote that runs from right to left."""
    return explained(rise(), quote=PERSIAN, entry_title="هرانا: شمار کشته‌شدگان به ۲٬۶۱۵ رسید", outlet="هرانا")


def many(number: int) -> list[Alert]:
    """Alerts of three kinds and three topics, none twice."""
    kinds = (rise(), fall(), conflict())
    return [
        replace(
            kinds[n % 3],
            level=f"level {n}",
            severity=list(Severity)[n % 3],
            series=replace(kinds[n % 3].series, topic=f"topic-{n % 3}"),
            decided_at=START + timedelta(minutes=n),
        )
        for n in range(number)
    ]


def notices() -> list[Notice]:
    """Trouble with two sources, and one that is back."""
    failing = Notice(
        "source_failing", "hrana", "HRANA has failed 5 times, last: HTTP 503", Severity.HIGH, START, START
    )
    silent = replace(
        failing, condition="topic_silent", subject="iran", reason="no source of Iran protests 2026 was read"
    )
    back = replace(
        failing,
        condition="source_recovered",
        subject="mek",
        reason="PMOI/MEK is back",
        severity=Severity.NOTICE,
    )
    return [back, failing, silent]


def messages() -> dict[str, Message]:
    """One message of every kind, by name."""
    return {
        "first": render(first()),
        "up_with_rivals": render(rise()),
        "above": render(above()),
        "revised_down": render(fall()),
        "conflict": render(conflict()),
        "persian": render(persian()),
        "possible_repeat": render(rise(), possible_repeat=True),
        "delayed": render(rise(), late=timedelta(hours=3, minutes=20)),
        "digest_of_12": render_digest(many(12), "digest"),
        "storm_of_60": render_digest(many(60), "storm"),
        "notices": render_notices(notices()),
    }
