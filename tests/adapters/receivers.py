"""Receivers of every kind on loopback, which take a message apart as a reader's program would.

`Receivers().send("slack", message)` sends through apprise as the daemon does, and returns what arrived,
parsed.  What a receiver must never find is an assertion of the parsing: `whole` raises where a tag, a call,
a header or a recipient is there that we did not put there, or where a limit of the far end is passed.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from functools import cache
from typing import Any, Self
from unittest.mock import patch

from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from hypothesis import strategies as st
from lxml import html

from monitor.adapters.notify import send_once
from monitor.core.render import render
from monitor.model import Alert, Delivery, DeliveryState, Message, Outcome
from tests.adapters.servers import MailServer, WebServer
from tests.core import samples
from tests.core.desk import START

KINDS = ("mail", "slack", "json", "ntfy", "mattermost", "telegram")

TAGS = frozenset(
    "html head meta title style body div table thead tbody tr td th h1 b p span a br code".split()
)
ATTRIBUTES = frozenset(
    "lang charset name content class style role width cellpadding cellspacing align dir href rel colspan".split()
)
HEADERS = [
    "subject",
    "message-id",
    "references",
    "in-reply-to",
    "list-id",
    "x-alert-id",
    "auto-submitted",
    "x-auto-response-suppress",
    "from",
    "to",
    "date",
    "mime-version",
    "content-type",
]
REQUEST_HEADERS = frozenset(
    "host user-agent accept accept-encoding connection content-type content-length x-alert-id idempotency-key".split()
)
DELIVERY = Delivery("alert-7", "desk", DeliveryState.LEASED, 1, START, planned_at=START)
TITLES = st.text(st.characters(), max_size=400) | st.text(
    st.sampled_from("<>&@!*_`[]()|\\\r\n\x00\u202e\ud800#ک👩 "), max_size=400
)
"""Titles of any characters, and of those that mean something to somebody."""

HOOK = "abcdefghijklmnopqrstuvwxyz"


class Receivers:
    """All of them at once; `send` is one message to one of them."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.mail = stack.enter_context(MailServer())
            self.web = stack.enter_context(WebServer())
            # The services whose addresses apprise knows are pointed here, as TRAPS has it.
            stack.enter_context(patch.object(NotifySlack, "webhook_url", self.web.url("/services")))
            stack.enter_context(patch.object(NotifyTelegram, "notify_url", self.web.url("/bot")))
            self._open = stack.pop_all()
        self.web.accept(f"/services/TAAAAAAAA/BBBBBBBBB/{'c' * 24}")
        self.web.answer("/bot123456789:abcdefg_hijklmnop/sendMessage", 200, '{"ok":true}')
        for path in ("/", f"/hooks/{HOOK}", "/hook"):
            self.web.accept(path)
        here = f"127.0.0.1:{self.web.port}"
        self.urls = {
            "mail": self.mail.url(),
            "slack": f"slack://TAAAAAAAA/BBBBBBBBB/{'c' * 24}/",
            "json": f"json://{here}/hook",
            "ntfy": f"ntfy://{here}/alerts",
            "mattermost": f"mmost://{here}/{HOOK}",
            "telegram": "tgram://123456789:abcdefg_hijklmnop/-12345/",
        }
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def send(self, kind: str, message: Message) -> Any:
        """What arrived, whole: a mail, or the JSON of a request."""
        for taken in (self.mail.mails, self.mail.raw, self.mail.recipients, self.web.requests):
            taken.clear()
        sent = send_once(self.urls[kind], message, DELIVERY, 10)
        assert sent.outcome is Outcome.SENT, (kind, sent)
        if kind == "mail":
            [letter], [raw] = self.mail.mails, self.mail.raw
            assert self.mail.recipients == ["desk@example.org"]
            whole_mail(letter, raw, message)
            return letter
        [request] = self.web.requests
        content = json.loads(request.body)
        assert request.body.isascii()
        assert not any("\ud800" <= sign <= "\udfff" for text in texts_of(content) for sign in text)
        assert {name.lower() for name in request.headers} <= REQUEST_HEADERS
        CHECKS[kind](content)
        return content


@cache
def _rise() -> Alert:
    return samples.rise()


def titled(title: str) -> Message:
    """An alert whose topic, entry and quote say a title."""
    return render(samples.explained(_rise(), entry_title=title, quote=title, topic_title=title))


def whole_mail(letter: EmailMessage, raw: bytes, message: Message) -> None:
    """Our headers once each, our two parts, and in the page our tags and links only."""
    assert [name.lower() for name, _ in letter.items()] == HEADERS
    assert not letter.defects
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert len(str(letter["Subject"])) <= 150
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert page is not None
    written = page.get_content()
    assert len(written.encode()) < 102_000, "Gmail would cut it"
    whole_page(written)


def whole_page(page: str) -> None:
    """Only our tags, attributes and web links: nothing runs, nothing is fetched."""
    for element in html.fromstring(page).iter():
        if isinstance(element.tag, str):
            assert element.tag in TAGS, element.tag
            assert set(element.attrib) <= ATTRIBUTES, element.attrib
            assert re.match(r"https?://", element.get("href", "https://")), element.get("href")


def texts_of(value: Any) -> Iterator[str]:
    """Every string in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


def whole_slack(content: Any) -> None:
    """Block Kit within its limits, and in angle brackets nothing but our links."""
    assert set(content) == {"text", "blocks"}
    assert 1 <= len(content["blocks"]) <= 50
    for text in texts_of(content):
        for call in re.findall(r"<[^>]*>?", text):
            assert re.fullmatch(r"<https?://[^|>\s]+\|open>", call), call
    for block in content["blocks"]:
        match block["type"]:
            case "header":
                assert block["text"]["type"] == "plain_text"
                assert 1 <= len(block["text"]["text"]) <= 150
            case "section" if "fields" in block:
                assert len(block["fields"]) <= 10
                assert all(1 <= len(field["text"]) <= 2_000 for field in block["fields"])
            case "section":
                assert 1 <= len(block["text"]["text"]) <= 3_000
            case "context":
                assert len(block["elements"]) <= 10
                assert all(1 <= len(element["text"]) <= 3_000 for element in block["elements"])
            case other:
                raise AssertionError(other)


def whole_json(content: Any) -> None:
    """No call of Slack's that a program could pass on."""
    assert content["schema"] == "tollwatch/alert/1"
    assert not any(re.search(r"<[!@#]", text) for text in texts_of(content))


def whole_ntfy(content: Any) -> None:
    """Nothing becomes a file: ntfy makes one of a message of more than 4,096 bytes."""
    assert set(content) == {"topic", "title", "message"}
    assert len(content["message"].encode()) <= 4_096
    nobody_called(content)


def whole_mattermost(content: Any) -> None:
    """Markdown that marks nothing: every sign of it is escaped outside of links, and in links encoded."""
    assert "text" in content
    assert set(content) <= {"text", "icon_url", "username"}
    assert len(content["text"]) <= 4_000
    nobody_called(content)
    for part in re.split(r"https?://\S+", content["text"]):
        assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>~|]", part), part


def whole_telegram(content: Any) -> None:
    """Telegram's HTML: our one bold line, and no more than it takes after parsing."""
    assert content["parse_mode"] == "HTML"
    assert set(re.findall(r"</?\w+[^>]*>?", content["text"])) <= {"<b>", "</b>"}
    parsed = entities.unescape(re.sub(r"</?b>", "", content["text"]))
    assert len(parsed.encode("utf-16-le")) // 2 <= 4_096
    assert len(content["text"].encode("utf-16-le")) // 2 <= 4_096
    nobody_called(content)


def nobody_called(content: Any) -> None:
    """No @name that a chat would ring somebody for."""
    for text in texts_of(content):
        assert not re.search(r"@\w", text), text


CHECKS = {
    "slack": whole_slack,
    "json": whole_json,
    "ntfy": whole_ntfy,
    "mattermost": whole_mattermost,
    "telegram": whole_telegram,
}
