"""What the daemon says: one line a poll and a delivery, for a person or as JSON.

Lines go to stderr, so that stdout belongs to alerts.  Other libraries are heard from WARNING on
only, and whatever anybody writes passes the mask: no secret reaches a log.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from monitor.core.book import Book
from monitor.core.hiding import is_key, without_keys
from monitor.model import Decided, Outcome, PollResult, Settled

LOG = logging.getLogger("monitor")

_QUIET = {"apscheduler": logging.CRITICAL, "apprise": logging.CRITICAL, "asyncio": logging.ERROR}
_COLOUR = {"failed": "\033[31m", "alert": "\033[1;33m", "fresh": "\033[32m", "quiet": "\033[2m"}
_PLAIN = "\033[0m"


SecretsIn = Callable[[str], Iterable[tuple[str, str]]]


class Mask:
    """Hides what must not be read: destinations' URLs and what is secret in them, header values, keys and passwords.

    `secrets_in` tells what of a destination's URL is secret, as (name, value); without it only the whole URL is hidden.
    """

    def __init__(self, secrets_in: SecretsIn = lambda _: ()) -> None:
        self._secrets_in = secrets_in
        self._secrets: tuple[str, ...] = ()

    def learn(self, book: Book) -> None:
        """Take over the secrets of a configuration; those of the one before are forgotten."""
        forms = {form for text in self._all(book) for form in (text, quote(text), quote(text, safe=""))}
        self._secrets = tuple(sorted((text for text in forms if len(text) > 3), key=len, reverse=True))

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return without_keys(text)

    def _all(self, book: Book) -> Iterator[str]:
        for destination in book.settings.destinations:
            yield destination.url
            yield from (value for _, value in self._secrets_in(destination.url))
        for source in book.sources.values():
            yield from source.headers.values()
            yield from (unquote(urlsplit(source.proxy or "").password or ""),)
            query = parse_qsl(urlsplit(source.url).query)
            yield from (value for name, value in query if is_key(name, value))


class Lines(logging.Formatter):
    """A line for a person: time, message, and colour where `colour` is true."""

    def __init__(self, mask: Mask, colour: bool) -> None:
        super().__init__()
        self._mask = mask
        self._colour = colour

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        text = self._mask(record.getMessage())
        if record.levelno >= logging.WARNING and not hasattr(record, "tone"):
            text = f"{record.levelname.lower()}: {text}"
        tone = _COLOUR.get(getattr(record, "tone", ""), "")
        return f"{moment}  {tone}{text}{_PLAIN}" if self._colour and tone else f"{moment}  {text}"


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, event, message, then the event's own fields."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": getattr(record, "event", "log"),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({key: self._masked(value) for key, value in line.items()}, ensure_ascii=False)

    def _masked(self, value: Any) -> Any:
        return self._mask(value) if isinstance(value, str) else value


def start_logging(mask: Mask, as_json: bool, stream: TextIO | None = None) -> None:
    """Send our log, and the warnings of others, to `stream` (stderr); replaces what was set before."""
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines(mask) if as_json else Lines(mask, out.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def say(event: str, text: str, fields: Mapping[str, Any] | None = None, tone: str = "") -> None:
    """Log one event at INFO."""
    LOG.info(text, extra=_extra(event, fields, tone))


def warn(event: str, text: str, fields: Mapping[str, Any] | None = None) -> None:
    """Log one event that somebody should look at."""
    LOG.warning(text, extra=_extra(event, fields, "failed"))


def report_bug(event: str, text: str, bug: BaseException) -> None:
    """Log an exception that should not exist; its traceback goes into the JSON form only."""
    LOG.error(text, extra=_extra(event, None, "failed"), exc_info=bug)


def report_poll(result: PollResult) -> None:
    """One line a poll."""
    fields = {
        "source": result.source_id,
        "outcome": result.outcome,
        "entries": result.entries,
        "left_out": result.left_out,
        "new": result.fresh,
        "figures": result.figures,
        "claims": result.claims,
        "seeded": result.seeded,
        "articles": result.articles,
        "unread": list(result.unread),
        "due_at": result.due_at.isoformat(),
        "error": result.error,
    }
    if result.outcome == "failed":
        warn("polled", poll_line(result), fields)
        return
    say("polled", poll_line(result), fields, _poll_tone(result))


def poll_line(result: PollResult) -> str:
    """A poll in words: `bbc-persian  2 new of 30, 3 figures, 1 alert; next in 15 min`."""
    name = f"{result.source_id:<24}"
    later = f"next in {span(result.due_at - result.polled_at)}"
    if result.left_out:
        later = f"{result.left_out:,} more entries left out (polling: max_items); {later}"
    if result.outcome == "failed":
        return f"{name} failed: {result.error}; {later}"
    later = f"{_articles(result)}{later}"
    if result.outcome == "unchanged":
        return f"{name} unchanged; {later}"
    if result.seeded:
        return f"{name} first poll, taken as known: {result.seed_summary or _found(result)}; {later}"
    return f"{name} {_found(result)}; {later}"


def _articles(result: PollResult) -> str:
    """`3 articles read; articles not read: HTTP 404 (Not Found) (2); `; nothing where there were none."""
    read = f"{plural(result.articles, 'article')} read; " if result.articles else ""
    return read + (f"articles not read: {', '.join(result.unread)}; " if result.unread else "")


def report_decision(decided: Decided) -> None:
    """One line a docket that was decided."""
    fields = {
        "topic": decided.topic,
        "metric": decided.metric,
        "claims": decided.claims,
        "held": decided.held,
        "alert": decided.alert.id if decided.alert else None,
    }
    tone = "alert" if decided.alert else "quiet"
    say("decided", decision_line(decided), fields, tone)


def decision_line(decided: Decided) -> str:
    """A decision in words: `iran-protests-2026 killed: 3 claims, alert 1f0c…`."""
    name = f"{decided.topic} {decided.metric}: {plural(decided.claims, 'claim')}"
    if decided.alert is not None:
        silenced = " (silenced)" if decided.alert.silence_id else ""
        return f"{name}, alert {decided.alert.id}{silenced}"
    if decided.held_until is not None:
        return f"{name}, {decided.held} held until {decided.held_until:%H:%M} UTC"
    return f"{name}, nothing to tell"


def report_delivery(settled: Settled) -> None:
    """One line a delivery attempt; never the destination's URL."""
    delivery = settled.delivery
    fields = {
        "alert": delivery.alert_id,
        "destination": delivery.destination_id,
        "state": delivery.state.value,
        "outcome": settled.outcome.value,
        "attempts": delivery.attempts,
        "error": delivery.error,
    }
    name = f"alert {delivery.alert_id} to {delivery.destination_id}"
    if settled.message and settled.message.chart_error:
        warn("chart_failed", f"{name}: it goes without its chart: {settled.message.chart_error}", fields)
    if not settled.kept:
        warn("delivered", f"{name}: the lease had run out, so it may be sent once more", fields)
        return
    if settled.outcome is Outcome.SENT:
        say("delivered", f"{name}: sent", fields, "quiet")
        return
    warn(
        "delivered",
        f"{name}: {delivery.state.value} after attempt {delivery.attempts}: {delivery.error}",
        fields,
    )


def span(length: timedelta) -> str:
    """A length of time for a person: 40 s, 15 min, 6 h, 2 d."""
    seconds = max(0, round(length.total_seconds()))
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return f"{round(seconds / size)} {unit}"
    return f"{seconds} s"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 figure`, `2 figures`, `12,000 entries`."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *rest, last = list(names) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def _found(result: PollResult) -> str:
    parts = [f"{result.fresh} new of {result.entries}", plural(result.figures, "figure")]
    return ", ".join(parts)


def _poll_tone(result: PollResult) -> str:
    return "fresh" if result.fresh else "quiet"


def _extra(event: str, fields: Mapping[str, Any] | None, tone: str) -> dict[str, Any]:
    return {"event": event, "fields": dict(fields or {}), "tone": tone}
