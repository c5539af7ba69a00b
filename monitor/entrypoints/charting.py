"""`tollwatch chart`: what each claimant says of a topic's metric, drawn."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from monitor.adapters.database import is_there
from monitor.adapters.picture import render_png
from monitor.adapters.store import open_store
from monitor.config import load
from monitor.core.chart import DARK, LIGHT, alt, draw
from monitor.core.plot import plot
from monitor.entrypoints.backtesting import beginning
from monitor.entrypoints.options import existing
from monitor.errors import UsageError
from monitor.model import Basis, Claim, Series


def chart(
    config: Path,
    database: str,
    topic: str,
    metric: str,
    subject: str | None,
    since: str | None,
    svg: Path | None,
    png: Path | None,
    dark: bool,
) -> int:
    """Draw the chart into files and say in a sentence what it shows; 0.

    Raises UsageError where nothing is stored of that topic and metric, or a file cannot be written.
    """
    book = load(existing(config), os.environ, wait=True)
    if not is_there(database):
        raise UsageError(f"{database} is not there: nothing was stored so far; --database URL names another")
    with closing(open_store(database)) as store:
        claims, told = store.chronicle(topic, metric)
    if not claims:
        raise UsageError(f"nothing is stored of {metric!r} in {topic!r}; `tollwatch series` lists what is")
    until = max(claim.seen_at for claim in claims)  # a crisis that is over is not drawn into a corner
    begins = beginning(since, until) if since is not None else None
    shown = plot(_series(claims, topic, metric, subject), claims, told, book, until, since=begins)
    drawing = draw(shown, scheme=DARK if dark else LIGHT)
    if svg is not None:
        _write(svg, drawing.encode())
    if png is not None:
        _write(png, render_png(drawing))
    print(alt(shown))
    return 0


def _series(claims: Sequence[Claim], topic: str, metric: str, subject: str | None) -> Series:
    """The totals, or what else there is: single incidents before additions and parts."""
    found = {claim.series.basis for claim in claims if claim.series.subject == subject}
    if not found:
        others = sorted({claim.series.subject or "all" for claim in claims})
        raise UsageError(f"no figure counts {subject or 'all victims'}; there is {', '.join(others)}")
    order = (Basis.TOTAL, Basis.INCIDENT, Basis.INCREMENT, Basis.SUBSET)
    return Series(topic, metric, None, subject, min(found, key=order.index))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
