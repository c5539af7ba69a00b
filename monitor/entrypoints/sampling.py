"""`tollwatch notify test`: a sample alert to every destination, really sent, and what became of it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.adapters.notify import AppriseSender, TerminalSender, warm_up
from monitor.adapters.picture import picture
from monitor.app import Switchboard
from monitor.config import load
from monitor.config.shapes import near_miss
from monitor.core.chart import alt, draw
from monitor.core.render import render
from monitor.core.sample import sample, sample_plot
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.options import existing
from monitor.errors import UsageError
from monitor.model import Delivery, DeliveryState, Destination, Message, Outcome, Picture, Sent
from monitor.pipeline import TERMINAL
from monitor.ports import Send


@dataclass(frozen=True, slots=True)
class _Tried:
    """One attempt, and how long it took, in seconds."""

    sent: Sent
    took: float


def test(config: Path, destination: str | None) -> int:
    """Send the sample to one destination or to all, and print a line each; 0 if all took it, else 1.

    Without any destination the terminal gets it.  Raises UsageError for one that is not configured.
    """
    settings = load(existing(config), os.environ, wait=True).settings
    meant = _meant(settings.destinations, destination)
    if any(one.id != TERMINAL.id for one in meant):
        warm_up()
    send = Switchboard(TerminalSender(sys.stdout), AppriseSender(timeout=settings.delivering.timeout))
    alert = sample(datetime.now(UTC))
    message = replace(render(alert), chart=_chart(alert.decided_at))
    tried = asyncio.run(_all(meant, message, alert.id, send))
    width = max(len(one.id) for one in meant)
    for one, each in zip(meant, tried, strict=True):
        print(f"{one.id:<{width}}  {_line(each)}", file=sys.stderr if one.id == TERMINAL.id else sys.stdout)
    return 0 if all(each.sent.outcome is Outcome.SENT for each in tried) else EXIT_FAILED


def _chart(now: datetime) -> Picture | None:
    """The sample's chart; without one, as with every alert, the message goes out all the same."""
    shown = sample_plot(now)
    try:
        return picture("chart.png", draw(shown), alt(shown))
    except Exception as error:  # the renderer is another's work
        print(f"the chart could not be drawn ({type(error).__name__}); sent without it", file=sys.stderr)
        return None


def _meant(known: Sequence[Destination], wanted: str | None) -> Sequence[Destination]:
    everyone = tuple(known) or (TERMINAL,)
    if wanted is None:
        return everyone
    found = [one for one in everyone if one.id == wanted]
    if not found:
        ids = [one.id for one in everyone]
        raise UsageError(
            f"no destination `{wanted}`; {near_miss(wanted, ids) or 'there is ' + ', '.join(ids)}"
        )
    return found


async def _all(
    destinations: Sequence[Destination], message: Message, alert_id: str, send: Send
) -> Sequence[_Tried]:
    return await asyncio.gather(*(_one(one, message, alert_id, send) for one in destinations))


async def _one(destination: Destination, message: Message, alert_id: str, send: Send) -> _Tried:
    began, now = time.monotonic(), datetime.now(UTC)
    delivery = Delivery(alert_id, destination.id, DeliveryState.LEASED, 1, now, planned_at=now)
    sent = await send(destination, message, delivery)
    return _Tried(sent, time.monotonic() - began)


_MEANS = {
    Outcome.SENT: "sent",
    Outcome.RETRY: "failed (an alert would be tried again)",
    Outcome.PERMANENT: "refused (an alert would be given up, and that be told)",
    Outcome.UNKNOWN: "unknown, it may have arrived",
}


def _line(tried: _Tried) -> str:
    why = f": {tried.sent.error}" if tried.sent.error and tried.sent.outcome is not Outcome.SENT else ""
    return f"{_MEANS[tried.sent.outcome]}{why}, {tried.took:.1f} s"
