"""The form each service shows best, cut by us to what the far end takes: it would cut without a word, or refuse.

What is cut says how much is missing and where to read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from apprise import NotifyFormat
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.custom_xml import NotifyXML
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.base import PGPMode
from apprise.plugins.mattermost import NotifyMattermost
from apprise.plugins.ntfy import NotifyNtfy
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from monitor.adapters.mail import Mail, write
from monitor.model import Delivery, Message

TITLE_CHARACTERS = 150
"""What Slack takes in a header; a title of 2,000 characters without blanks lost a whole mail."""

TITLE_BYTES = 300
"""Enough for a subject of 140 characters in most scripts; some services count bytes."""

SLACK_SECTION = 3_000
"""What Slack takes in the section of a block, in characters; more is refused with the whole message."""

SCHEMA = "tollwatch/alert/1"
"""What receivers of JSON are promised (docs/webhook.md); only ever added to under this name."""

DATA = NotifyJSON | NotifyXML | NotifyForm
"""Receivers that are programs: they get everything, and headers of ours."""


@dataclass(frozen=True, slots=True)
class Form:
    """What apprise is handed: a title, a body, and what the body is written in."""

    title: str
    body: str
    format: NotifyFormat | None


def dress(service: Any, message: Message, delivery: Delivery) -> Form:
    """The message as this service shows it best; sets what has no place in title and body on the service."""
    title = title_of(message.subject)
    # By the type itself: a service that only builds on mail or Slack has a form of its own.
    if type(service) is NotifyEmail:
        return _mail(service, title, message, delivery)
    if issubclass(type(service), NotifySlack):
        return _slack(service, message)
    if isinstance(service, DATA):
        return _data(service, title, message, delivery)
    return _chat(service, title, message)


# ── mail ───────────────────────────────────────────────────────────────────────────────────


def _mail(service: Any, title: str, message: Message, delivery: Delivery) -> Form:
    """Our own letter; one that is to be signed or encrypted (`pgp=`) is written by apprise, from our page."""
    if service.pgp_mode == PGPMode.NONE:
        service.letter = write(service, line_of(message.subject), message, delivery)
        service.__class__ = Mail
    else:
        service.headers["X-Alert-Id"] = delivery.alert_id
    return Form(title, message.html, NotifyFormat.HTML)


# ── Slack ──────────────────────────────────────────────────────────────────────────────────


class Blocks(NotifySlack):
    """Apprise's Slack service with our blocks in the place of its one section; it cannot be handed blocks."""

    message: Message

    def _send(self, url: str, payload: Any, *rest: Any, **others: Any) -> Any:
        if isinstance(payload, dict) and "attachments" in payload:
            kept = {name: value for name, value in payload.items() if name not in ("attachments", "mrkdwn")}
            # `text` is what a phone's notification shows.
            payload = {**kept, "text": inert(self.message.subject), "blocks": list(self.message.blocks)}
        carrier: Any = super()
        return carrier._send(url, payload, *rest, **others)


def _slack(service: Any, message: Message) -> Form:
    """Blocks as `render` wrote and escaped them; where the user has a template, the same as one text.

    Apprise must not translate it again.  The title is its first line already.
    """
    service.dialect_convert = lambda body, *_: body
    service.include_image = False  # it would be fetched from elsewhere
    if message.blocks and not service.template and type(service) is NotifySlack:
        blocks: Any = service
        blocks.message = message
        blocks.__class__ = Blocks
    limit = SLACK_SECTION if service.use_blocks else service.body_maxlen
    return Form("", cut(message.slack, limit, where(message)), NotifyFormat.MARKDOWN)


def inert(text: str) -> str:
    """Slack's three control characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ── programs ───────────────────────────────────────────────────────────────────────────────


def _data(service: Any, title: str, message: Message, delivery: Delivery) -> Form:
    """Everything, with a key by which a repeat is known."""
    service.headers["X-Alert-Id"] = delivery.alert_id
    service.headers["Idempotency-Key"] = delivery.id
    if isinstance(service, NotifyJSON) and not service.payload_extras:  # else the user shapes the body
        service.payload_extras = document(message, delivery)
    return Form(uncalling(title), uncalling(message.text), NotifyFormat.TEXT)


def uncalling(value: Any) -> Any:
    """A text, or data with texts, in which none of Slack's calls (`<!channel>`, `<@U1>`, `<#C1>`) is left.

    Programs pass on what they get, also to Slack; a blank of no width stands in each call.  Half
    surrogate pairs, which strict readers of JSON refuse, become U+FFFD.
    """
    match value:
        case str():
            return re.sub(r"<(?=[!@#])", "<\u200b", re.sub("[\ud800-\udfff]", "\ufffd", value))
        case Mapping():
            return {name: uncalling(one) for name, one in value.items()}
        case list() | tuple():
            return [uncalling(one) for one in value]
        case _:
            return value


def document(message: Message, delivery: Delivery) -> dict[str, Any]:
    """What a receiver of JSON finds beside title and message; docs/webhook.md says what each is."""
    kind = "notices" if not message.alert_ids else "alert" if len(message.alert_ids) == 1 else "digest"
    return {
        "schema": SCHEMA,
        "kind": kind,
        "delivery": {
            "id": delivery.id,
            "destination": delivery.destination_id,
            "attempt": delivery.attempts,
            "possible_repeat": delivery.possible_repeat,
            "planned_at": delivery.planned_at.isoformat() if delivery.planned_at else None,
            "waited_for": delivery.why,
        },
        "data": uncalling(message.data),
    }


# ── everybody else ─────────────────────────────────────────────────────────────────────────

Measure = Callable[[str], int]

NTFY = 4_096
"""Bytes of a message that ntfy shows as one."""


def _ntfy(text: str) -> int:
    """Bytes as ntfy counts them, or their share where the JSON is what grows too long first.

    Apprise writes six signs for a letter beyond ASCII, and ntfy reads 8,000 of them, title and all: a
    Persian message of 1,200 letters arrived as a file.
    """
    escaped = len(json.dumps(text)) * NTFY // 7_000 + 1
    return max(len(text.encode("utf-8", "replace")), escaped)


def _utf16_escaped(text: str) -> int:
    """As apprise hands it to Telegram: escaped, each line's end in two characters."""
    return len(escape(text, quote=False).replace("\n", "\r\n").encode("utf-16-le", "replace")) // 2


LIMITS: tuple[tuple[type, int, Measure], ...] = (
    (NotifyNtfy, NTFY, _ntfy),  # bytes; what is longer arrives as an attached file
    (NotifyTelegram, 4_096 - len("<b></b>"), _utf16_escaped),  # UTF-16 units; counted with what escaping adds
)
"""Where the far end counts otherwise than apprise: how much it takes, and how it counts."""


def _chat(service: Any, title: str, message: Message) -> Form:
    """Plain text in which nothing calls anybody; the title stands above the body already."""
    service.include_image = False  # apprise's own sign would be fetched from elsewhere
    body = message.text.removeprefix(message.subject).lstrip("\n") or message.text
    title, body = uncalled(title), uncalled(body)
    if isinstance(service, NotifyMattermost):  # whatever it gets, it reads as Markdown
        title, body = unmarked(title), unmarked(body)
    limit, measure = next(
        ((limit, measure) for kind, limit, measure in LIMITS if isinstance(service, kind)),
        (int(service.body_maxlen), len),
    )
    # Services without a title of their own get it above the body, in the same room.
    room = limit if service.title_maxlen else limit - measure(title) - 2
    return Form(title, cut(body, room, where(message), measure), NotifyFormat.TEXT)


_WEB = re.compile(r"(https?://\S+)")


def _outside_links(text: str, change: Callable[[str], str], in_link: Callable[[str], str]) -> str:
    return "".join(in_link(part) if at % 2 else change(part) for at, part in enumerate(_WEB.split(text)))


def _encoded(link: str) -> str:
    """A link whose signs mean nothing but the link: a browser reads `%5B` as `[`."""
    return re.sub(r"[@\\`*\[\]<>|]", lambda found: f"%{ord(found[0]):02X}", link)


def uncalled(text: str) -> str:
    """No `@channel` or `@everyone` of an article's calls anybody: a blank of no width stands after the sign."""
    return _outside_links(text, lambda part: re.sub(r"@(?=\w)", "@\u200b", part), _encoded)


def unmarked(text: str) -> str:
    """Markdown's signs escaped, so that they are shown and nothing else; links stay."""
    return _outside_links(text, lambda part: re.sub(r"([\\`*_~\[\]<>|#!])", r"\\\1", part), _encoded)


# ── cutting ────────────────────────────────────────────────────────────────────────────────


def title_of(subject: str) -> str:
    """The subject on one line and short enough for every service."""
    title = line_of(subject)
    if not title.isascii() and len(title.encode()) > TITLE_BYTES:
        title = title.encode()[: TITLE_BYTES - 3].decode("utf-8", "ignore") + "…"
    return title


def line_of(subject: str) -> str:
    """The subject on one line, of a length that is read."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", subject.encode("utf-8", "replace").decode())
    line = " ".join(plain.split())
    return line if len(line) <= TITLE_CHARACTERS else f"{line[: TITLE_CHARACTERS - 1]}…"


def where(message: Message) -> str:
    """The command that shows what a message had no room for."""
    if not message.alert_ids:
        return "tollwatch sources"
    return f"tollwatch alerts {message.alert_ids[0]}" if len(message.alert_ids) == 1 else "tollwatch alerts"


def cut(text: str, limit: int, where: str, measure: Measure = len) -> str:
    """The text, or as many whole lines of it as fit, how many more there are, and where to read them."""
    text = text.encode("utf-8", "replace").decode()
    if measure(text) <= limit:
        return text
    lines = text.rstrip("\n").split("\n")
    for kept in range(len(lines) - 1, 0, -1):
        short = "\n".join((*lines[:kept], f"… and {len(lines) - kept} more lines: {where}"))
        if measure(short) <= limit:
            return short
    end = f"…\n{where}"
    kept = len(lines[0])
    while kept and measure(lines[0][:kept] + end) > limit:
        kept -= max(1, (measure(lines[0][:kept] + end) - limit) // 6)
    return lines[0][: max(kept, 0)] + end if measure(end) <= limit else text[:0]
