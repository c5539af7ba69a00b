"""Our mails over apprise's connection: what a mail looks like is written here, how it travels is apprise's.

Apprise would make the text part out of the HTML, put an image beside the text instead of into it, and write a
subject as one line; so only the URL, its templates, TLS, login and the SMTP talk are taken from it.
"""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape
from typing import Any

from apprise.logger import logger
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from monitor.model import Delivery, Message, Picture, content_id

CHART = "<!--chart-->"
"""Where a page wants its picture (`core.render.page`)."""

PLAIN_WIRE = SMTP.clone(cte_type="7bit")
"""Every server takes it: lines of ASCII."""


_CONNECTION: Any = (
    AppriseSMTPController  # typed for strings; smtplib takes bytes too, and a string only as ASCII
)


class Mail(NotifyEmail):
    """Apprise's mail service, sending what `letter` wrote."""

    letter: bytes

    def send(self, *_: Any, **__: Any) -> bool:
        """Hand the letter to the server; why it was not taken goes into apprise's log, as always."""
        receivers = [address for _, address in self.targets]
        receivers += sorted((self.cc | self.bcc) - set(receivers))
        try:
            with _CONNECTION(
                host=self.smtp_host,
                port=self.port,
                secure_mode=self.secure_mode,
                user=self.user,
                password=self.password,
                verify_certificate=self.verify_certificate,
                socket_connect_timeout=self.socket_connect_timeout,
            ) as smtp:
                return bool(smtp.sendmail(self.from_addr[1], receivers, self.letter))
        except (OSError, smtplib.SMTPException, RuntimeError) as error:
            logger.debug("Socket Exception: %s", error)
            return False


def write(service: Any, subject: str, message: Message, delivery: Delivery) -> bytes:
    """The mail: our text, our page with its picture, and headers to file, thread and recognise it by.

    The same delivery, sent again, has the same Message-ID: many servers then show it once.
    """
    domain = str(service.from_addr[1]).rpartition("@")[2]
    letter = EmailMessage(policy=PLAIN_WIRE)
    for name, value in _headers(service, message, delivery, domain).items():
        letter[name] = value
    letter["From"] = formataddr((service.from_addr[0] or "", service.from_addr[1]))
    letter["To"] = ", ".join(formataddr((name or "", address)) for name, address in service.targets)
    if service.cc:
        letter["Cc"] = ", ".join(sorted(service.cc))
    if service.reply_to:
        letter["Reply-To"] = ", ".join(sorted(service.reply_to))
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter.set_content(_encodable(message.text))
    _add_page(letter, message, f"{content_id('chart', delivery.id)}@{domain}")
    return _subject(subject) + letter.as_bytes()


def _subject(subject: str) -> bytes:
    """The subject's line or lines.  `EmailMessage` doubles a blank where it folds before a sign beyond ASCII."""
    line = _one_line(subject)
    header = Header(line, None if line.isascii() else "utf-8", header_name="Subject")
    return f"Subject: {header.encode()}\n".replace("\n", "\r\n").encode("ascii")


OURS = frozenset(
    "message-id references in-reply-to list-id x-alert-id auto-submitted x-auto-response-suppress subject from to "
    "cc bcc reply-to date mime-version content-type content-transfer-encoding sender".split()
)
"""Headers that a destination's URL cannot set: a second one of them would make a mail invalid."""


def _headers(service: Any, message: Message, delivery: Delivery, domain: str) -> dict[str, str]:
    thread = message.thread or "watch"
    # No mail has this id: it is the root that all mails of a thread hang from.
    root = f"<{content_id('thread', thread, delivery.destination_id)}@{domain}>"
    own = {
        name: _one_line(value) for name, value in service.headers.items() if name.strip().lower() not in OURS
    }
    return {
        **own,
        "Message-ID": f"<{_identity(message, delivery)}@{domain}>",
        "References": root,
        "In-Reply-To": root,
        "List-Id": f"<{_one_line(thread)}.tollwatch.{domain}>",
        "X-Alert-Id": ", ".join(message.alert_ids or (delivery.alert_id,)),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _identity(message: Message, delivery: Delivery) -> str:
    """The same for every attempt at the same content: a digest that grew meanwhile is another mail."""
    told = message.alert_ids or tuple(str(one.get("id", "")) for one in message.data) or (delivery.alert_id,)
    return content_id("mail", delivery.destination_id, delivery.planned_at, *told)


def _add_page(letter: EmailMessage, message: Message, cid: str) -> None:
    """The HTML beside the text, and the picture inside it: mail programs show it in its place."""
    picture = message.chart
    page = _encodable(message.html).replace(CHART, _shown(picture, cid) if picture else "")
    letter.add_alternative(page, subtype="html")
    if picture is not None:
        parts = letter.get_payload()
        assert isinstance(parts, list)
        within = parts[-1]
        assert isinstance(within, EmailMessage)
        within.add_related(
            picture.png,
            "image",
            "png",
            cid=f"<{cid}>",
            filename=_one_line(picture.name),
            disposition="inline",
        )


def _shown(picture: Picture, cid: str) -> str:
    """The picture as wide as the page, on white also where the page is dark."""
    return (
        f'<img src="cid:{cid}" alt="{escape(_one_line(picture.alt))}" width="562" '
        'style="display:block;width:100%;max-width:562px;height:auto;margin:16px 0 4px;border-radius:6px;'
        'background:#ffffff;font-size:14px;color:#5c6168">'
    )


def _one_line(text: str) -> str:
    return " ".join(
        "".join(
            " " if character < " " or character == "\x7f" else character for character in _encodable(text)
        ).split()
    )


def _encodable(text: str) -> str:
    """Without half surrogate pairs, which no encoding holds, and without NUL, which no mail may."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
