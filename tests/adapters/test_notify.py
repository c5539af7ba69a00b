"""Sending through apprise, to real receivers on loopback."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apprise import Apprise
from apprise.plugins.slack import NotifySlack
from apprise.result import AppriseResultStatus

from monitor.adapters.notify import (
    AppriseSender,
    TerminalSender,
    check_url,
    judged,
    secrets_in,
    warm_up,
)
from monitor.model import Delivery, DeliveryState, Destination, Message, Outcome, Sent
from tests.adapters.servers import Babbler, MailServer, WebServer, free_port, mail, web

__all__ = ["mail", "web"]

DELIVERY = Delivery(
    alert_id="alert-7",
    destination_id="desk",
    state=DeliveryState.LEASED,
    attempts=0,
    due_at=datetime(2026, 1, 14, tzinfo=UTC),
)
MESSAGE = Message(
    subject="killed: 5,002 (HRANA), was 3,308 · کشته‌شدگان",
    text=(
        "killed: 5,002 (HRANA), was 3,308 · کشته‌شدگان\n"
        "Protests\n\nquote: “دست‌کم ۵٬۰۰۲ نفر”\n  https://example.org/a?b=1&c=2\n"
    ),
    html=(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>killed</title><style>b{}</style></head>'
        "<body><main><h1>killed: 5,002 &lt;script&gt;</h1><dl><dt>quote</dt><dd>“دست‌کم ۵٬۰۰۲ نفر”</dd>"
        '<dt>position</dt><dd dir="auto">HRANA: 5,002</dd><dd dir="auto">An official: 3,117</dd>'
        '<dt>outlet</dt><dd><a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">An outlet</a></dd>'
        "</dl></main></body></html>"
    ),
    slack="*killed: 5,002*\n“&lt;!channel&gt; دست‌کم ۵٬۰۰۲ نفر” <https://example.org/a?b=1&amp;c=2|open>",
    alert_ids=("alert-7",),
    data=({"id": "alert-7", "claimant_name": "«HRANA»", "after": {"low": 5002}},),
    blocks=({"type": "section", "text": {"type": "mrkdwn", "text": "“&lt;!channel&gt; دست‌کم ۵٬۰۰۲ نفر”"}},),
    thread="iran-protests-2026",
)
SLACK = "slack://TAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc/"


async def send(url: str, message: Message = MESSAGE, seconds: float = 5) -> Sent:
    sender = AppriseSender(timeout=timedelta(seconds=seconds))
    return await sender(Destination("desk", url), message, DELIVERY)


def as_json(url: str) -> str:
    return url.replace("http://", "json://")


@pytest.fixture
def slack(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    """Slack's end of a webhook, on loopback."""
    monkeypatch.setattr(NotifySlack, "webhook_url", web.url("/services"))
    web.accept("/services/TAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc")
    return web


# ── what arrives ──


async def test_a_mail_arrives_once_with_both_parts_and_its_subject(mail: MailServer) -> None:
    assert await send(mail.url()) == Sent(Outcome.SENT)
    (arrived,) = mail.mails
    assert arrived["Subject"] == MESSAGE.subject
    assert arrived["X-Alert-Id"] == "alert-7"
    assert arrived["To"] == "desk@example.org"
    assert arrived.get_content_type() == "multipart/alternative"
    text, page = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().splitlines() == MESSAGE.text.splitlines(), (
        "our own text, not one made of the page"
    )
    assert "&lt;script&gt;" in page.get_content()
    assert "<script>" not in page.get_content()


async def test_no_line_of_a_mail_is_too_long_for_smtp(mail: MailServer) -> None:
    """RFC 5321 ends a line at 998 characters; apprise writes a subject in one."""
    subject = "کشته‌شدگان " * 200
    assert (await send(mail.url(), Message(subject, "text", "<p>text</p>", "text"))).outcome is Outcome.SENT
    assert max(map(len, mail.raw[0].splitlines())) < 998
    assert len(str(mail.mails[0]["Subject"])) > 100


@pytest.mark.parametrize("subject", ["x" * 2000, "line\r\nBcc: eve@example.org", "\n", ""])
async def test_no_subject_loses_a_mail_or_adds_a_header(mail: MailServer, subject: str) -> None:
    sent = await send(mail.url(), Message(subject, "text", "<p>text</p>", "text"))
    assert sent.outcome is Outcome.SENT
    assert mail.mails[0]["Bcc"] is None
    assert mail.recipients == ["desk@example.org"]


async def test_a_json_receiver_gets_everything_and_the_key_of_the_delivery(web: WebServer) -> None:
    assert (await send(as_json(web.accept("/hook")) + "?+X-Own=1")).outcome is Outcome.SENT
    (request,) = web.requests
    content = json.loads(request.body)
    assert content["title"] == MESSAGE.subject
    assert content["message"] == MESSAGE.text.strip()
    assert content["data"] == list(MESSAGE.data)
    assert request.headers["Idempotency-Key"] == DELIVERY.id
    assert request.headers["X-Alert-Id"] == "alert-7"
    assert request.headers["X-Own"] == "1"


async def test_a_receiver_of_slacks_shape_gets_the_text(web: WebServer) -> None:
    url = as_json(web.accept("/services/T/B/x"))
    sent = await send(f"{url}?:message=text&:title=&:version=&:type=&:attachments=")
    assert sent.outcome is Outcome.SENT
    assert json.loads(web.requests[0].body) == {"text": MESSAGE.text.strip()}


async def test_slack_gets_our_blocks_and_the_subject_for_the_phone(slack: WebServer) -> None:
    """Neither escaped twice nor translated: bold and links are ours, `<!channel>` calls nobody."""
    assert (await send(SLACK)).outcome is Outcome.SENT
    content = json.loads(slack.requests[0].body)
    assert content == {"text": MESSAGE.subject, "blocks": list(MESSAGE.blocks)}


async def test_a_bot_of_slacks_posts_the_same_blocks_to_its_channel(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifySlack, "api_url", web.url("/api/{}"))
    web.answer("/api/chat.postMessage", 200, '{"ok": true, "channel": "C1"}')
    assert (await send("slack://xoxb-1234-1234-abc124/#desk")).outcome is Outcome.SENT
    content = json.loads(web.requests[0].body)
    assert (content["channel"], content["blocks"]) == ("#desk", list(MESSAGE.blocks))


async def test_slack_gets_the_same_as_one_text_where_there_are_no_blocks(slack: WebServer) -> None:
    assert (await send(SLACK, replace(MESSAGE, blocks=()))).outcome is Outcome.SENT
    content = json.loads(slack.requests[0].body)
    assert content["mrkdwn"] is True
    assert content["attachments"][0]["text"] == MESSAGE.slack
    assert "icon_url" not in content


async def test_a_section_of_slacks_holds_no_more_than_slack_takes(slack: WebServer) -> None:
    long = "\n".join(f"*line:* {number} {'x' * 80}" for number in range(100))
    await send(f"{SLACK}?blocks=yes", Message("s", "t", "<p>h</p>", long))
    (section,) = [
        block
        for block in json.loads(slack.requests[0].body)["attachments"][0]["blocks"]
        if block["type"] == "section"
    ]
    assert section["text"]["type"] == "mrkdwn"
    assert 2_500 < len(section["text"]["text"]) <= 3_000
    assert section["text"]["text"].endswith("… and 68 more lines: tollwatch sources")


async def test_every_other_service_gets_plain_text_with_the_title_once(web: WebServer) -> None:
    """Here ntfy stands for the hundred others."""
    url = web.accept("/alerts").replace("http://", "ntfy://")
    web.accept("/")
    await send(url)
    content = json.loads(web.requests[0].body)
    assert content["title"] == MESSAGE.subject
    assert content["message"].startswith("Protests\n\nquote: “دست‌کم")


async def test_the_terminal_gets_the_text() -> None:
    stream = io.StringIO()
    sent = await TerminalSender(stream)(Destination("terminal", ""), MESSAGE, DELIVERY)
    assert sent == Sent(Outcome.SENT)
    assert stream.getvalue() == MESSAGE.text.rstrip("\n") + "\n\n"


class Screen(io.StringIO):
    """A stream that says that a person reads it."""

    def isatty(self) -> bool:
        return True


async def test_a_screen_gets_a_bold_headline_and_lines_broken_between_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A link is never broken: it could not be opened any more."""
    monkeypatch.setenv("COLUMNS", "44")
    monkeypatch.delenv("NO_COLOR", raising=False)
    link = f"https://paper.example/{'a' * 60}"
    message = replace(MESSAGE, text=f"killed: 12\n\nquote: {'twelve people ' * 6}\n  {link}\n")
    screen = Screen()
    await TerminalSender(screen)(Destination("terminal", ""), message, DELIVERY)
    blank, head, _, *lines = screen.getvalue().split("\n")
    assert (blank, head) == ("", "\033[1mkilled: 12\033[0m")
    assert f"  {link}" in lines
    assert all(len(line) <= 44 for line in lines if "https" not in line)
    assert lines[1].startswith("  twelve") or lines[1].startswith("  people")


async def test_a_terminal_that_nobody_reads_holds_up_nobody_else() -> None:
    """As when stdout is a pipe and full."""
    read = threading.Event()

    class Full(io.StringIO):
        def flush(self) -> None:
            read.wait(5)

    writing = asyncio.create_task(TerminalSender(Full())(Destination("terminal", ""), MESSAGE, DELIVERY))
    _, waiting = await asyncio.wait([writing], timeout=0.05)
    assert waiting, "the loop went on meanwhile"
    read.set()
    assert await writing == Sent(Outcome.SENT)


async def test_a_terminal_that_is_gone_is_tried_again() -> None:
    stream = io.StringIO()
    stream.close()
    sent = await TerminalSender(stream)(Destination("terminal", ""), MESSAGE, DELIVERY)
    assert sent.outcome is Outcome.RETRY


# ── what comes of it ──


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (204, Outcome.SENT),
        (302, Outcome.RETRY),
        (400, Outcome.PERMANENT),
        (401, Outcome.PERMANENT),
        (404, Outcome.PERMANENT),
        (410, Outcome.PERMANENT),
        (408, Outcome.RETRY),
        (425, Outcome.RETRY),
        (429, Outcome.RETRY),
        (500, Outcome.RETRY),
        (503, Outcome.RETRY),
    ],
)
async def test_a_status_says_whether_to_try_again(web: WebServer, status: int, outcome: Outcome) -> None:
    url = web.answer("/hook", status, "error=418 (550, b'x')", headers={"Location": "/elsewhere"})
    web.accept("/elsewhere")
    sent = await send(as_json(url))
    assert sent.outcome is outcome
    said = (sent.error or "").partition(", a redirect")[0]
    assert said == ("" if outcome is Outcome.SENT else f"the service answered HTTP {status}")
    assert len(web.requests) == 1, "tried once, and not redirected"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Wed, 14 Jan 2026 09:10:00 GMT", "Date": "Wed, 14 Jan 2026 09:00:00 GMT"}, 600),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_pause_that_is_asked_for_is_heard(
    web: WebServer, status: int, asked: dict[str, str], seconds: int | None
) -> None:
    """Apprise reads no such header; a date is by the server's own clock."""

    def answer(handler: Any) -> None:  # `reply` has a Date of its own
        handler.send_response_only(status)
        for name, value in {**asked, "Content-Length": "0"}.items():
            handler.send_header(name, value)
        handler.end_headers()

    sent = await send(as_json(web.when("/hook", answer)))
    wait = None if seconds is None else timedelta(seconds=seconds)
    assert (sent.outcome, sent.retry_after) == (Outcome.RETRY, wait)


@pytest.mark.parametrize("status", [200, 404, 500])
async def test_only_who_is_too_busy_is_asked_how_long(web: WebServer, status: int) -> None:
    url = web.answer("/hook", status, headers={"Retry-After": "120"})
    assert (await send(as_json(url))).retry_after is None


async def test_every_service_over_http_is_heard(web: WebServer, slack: WebServer) -> None:
    slack.answer("/services/TAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc", 429, headers={"Retry-After": "7"})
    web.answer("/alerts", 429, headers={"Retry-After": "7"})
    web.answer("/", 429, headers={"Retry-After": "7"})
    for url in (SLACK, web.url("/alerts").replace("http://", "ntfy://")):
        assert (await send(url)).retry_after == timedelta(seconds=7)


async def test_a_pause_is_heard_by_the_attempt_that_it_is_meant_for(web: WebServer) -> None:
    """Twenty attempts at once: each has the answer to its own."""
    urls = [web.answer(f"/{number}", 429, headers={"Retry-After": str(100 + number)}) for number in range(20)]
    sender = AppriseSender(timeout=timedelta(seconds=10))
    sent = await asyncio.gather(
        *(sender(Destination(f"desk-{url[-2:]}", as_json(url)), MESSAGE, DELIVERY) for url in urls)
    )
    assert [one.retry_after for one in sent] == [timedelta(seconds=100 + number) for number in range(20)]


async def test_an_attempt_says_how_long_it_took(web: WebServer) -> None:
    """The next one is planned from its end, by a clock that nobody sets."""
    sent = await send(as_json(web.delay("/hook", 0.1, "ok")))
    assert timedelta(seconds=0.1) <= sent.took < timedelta(seconds=4)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (AppriseResultStatus.SUCCESS, Outcome.SENT),
        (AppriseResultStatus.PARTIAL, Outcome.UNKNOWN),
        (AppriseResultStatus.TIMEOUT, Outcome.UNKNOWN),
        (AppriseResultStatus.FAILURE, Outcome.RETRY),
        (AppriseResultStatus.NOMATCH, Outcome.PERMANENT),
    ],
)
def test_only_a_success_counts_as_sent(status: AppriseResultStatus, outcome: Outcome) -> None:
    assert judged(status, []).outcome is outcome


async def test_a_wrong_password_is_lasting_and_said_to_be_one(mail: MailServer) -> None:
    mail.refuse(recipient="535 5.7.8 authentication failed")
    sent = await send(mail.url())
    assert sent.outcome is Outcome.PERMANENT
    assert sent.error == "the mail server answered SMTP 535: it refuses the user name or the password"


async def test_slack_that_says_no_webhook_is_permanent(slack: WebServer) -> None:
    slack.answer("/services/TAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc", 404, "no_service")
    assert await send(SLACK) == Sent(Outcome.PERMANENT, "the service answered HTTP 404")


async def test_apprises_own_throttle_never_sleeps(slack: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes by the wall clock: an object that is used twice slept 25 s after a clock was set back by 20."""
    slept: list[float] = []
    monkeypatch.setattr("apprise.url.time.sleep", slept.append)
    sender = AppriseSender(timeout=timedelta(seconds=5))
    for _ in range(3):
        assert await sender(Destination("desk", SLACK), MESSAGE, DELIVERY) == Sent(Outcome.SENT)
    assert slept == []
    again = Apprise(SLACK)
    for _ in range(2):
        again.notify(body="x")
    assert slept, "the throttle is there, and only a fresh object is free of it"


@pytest.mark.parametrize("step", ["recipient", "data"])
@pytest.mark.parametrize(("code", "outcome"), [(550, Outcome.PERMANENT), (451, Outcome.RETRY)])
async def test_a_mail_servers_no_is_lasting_or_passing(
    mail: MailServer, step: str, code: int, outcome: Outcome
) -> None:
    mail.refuse(**{step: f"{code} not now"})
    assert await send(mail.url()) == Sent(outcome, f"the mail server answered SMTP {code}")
    assert not mail.mails


@pytest.mark.parametrize("form", ["json://127.0.0.1:{}/", "mailto://127.0.0.1:{}?from=a@b.org&to=c@d.org"])
async def test_nobody_listening_is_tried_again(form: str) -> None:
    assert await send(form.format(free_port())) == Sent(Outcome.RETRY, "connection refused")


async def test_a_connection_that_breaks_after_the_message_is_unknown(web: WebServer) -> None:
    sent = await send(as_json(web.say("/hook", b"")))
    assert sent == Sent(Outcome.UNKNOWN, "the connection broke")


async def test_a_mail_server_that_hangs_up_is_unknown() -> None:
    with Babbler(b"") as server:
        sent = await send(f"mailto://127.0.0.1:{server.port}?from=a@b.org&to=c@d.org", seconds=0.4)
    assert sent.outcome is Outcome.UNKNOWN


async def test_tls_to_something_else_is_tried_again() -> None:
    with Babbler(b"220 hello\r\n") as server:
        assert await send(f"jsons://127.0.0.1:{server.port}/") == Sent(Outcome.RETRY, "TLS failed")


@pytest.mark.parametrize("url", ["nonsense", "slak://a/b/c", "json://", "mailto://"])
async def test_a_url_that_cannot_be_read_is_permanent(url: str) -> None:
    assert (await send(url)).outcome is Outcome.PERMANENT


async def test_a_receiver_that_never_answers_is_unknown_at_the_deadline(web: WebServer) -> None:
    begun = asyncio.get_running_loop().time()
    sent = await send(as_json(web.hang("/hook")), seconds=0.4)
    assert sent.outcome is Outcome.UNKNOWN
    assert asyncio.get_running_loop().time() - begun < 1.5


async def test_a_receiver_that_drips_is_unknown_at_the_deadline(web: WebServer) -> None:
    """A time-out per read would never end this one; and no second attempt joins the first."""
    url = as_json(web.drip("/hook", b"x" * 200, every=0.05))
    sender = AppriseSender(timeout=timedelta(seconds=0.4))
    destination = Destination("desk", url)
    pause = timedelta(seconds=0.4)
    assert await sender(destination, MESSAGE, DELIVERY) == Sent(
        Outcome.UNKNOWN, "no answer within 0.4 s", pause
    )
    assert await sender(destination, MESSAGE, DELIVERY) == Sent(
        Outcome.RETRY, "an earlier attempt is still hanging", pause
    )
    assert len(web.requests) == 1


async def test_one_that_drips_for_ever_is_left_behind_after_a_while(web: WebServer) -> None:
    """Else a message would be given up after a day in which nothing was sent."""
    destination = Destination("desk", as_json(web.drip("/hook", b"x" * 200, every=0.02)))
    sender = AppriseSender(timeout=timedelta(seconds=0.05))
    words = [(await sender(destination, MESSAGE, DELIVERY)).error for _ in range(2)]
    assert words == ["no answer within 0.05 s", "an earlier attempt is still hanging"]
    await asyncio.sleep(0.55)
    assert (await sender(destination, MESSAGE, DELIVERY)).error == "no answer within 0.05 s"


async def test_forty_hanging_receivers_hold_up_no_other(web: WebServer) -> None:
    hung, fine = as_json(web.hang("/hung")), as_json(web.accept("/fine"))
    sender = AppriseSender(timeout=timedelta(seconds=3))
    waiting = [
        asyncio.create_task(sender(Destination(f"hung-{number}", hung), MESSAGE, DELIVERY))
        for number in range(40)
    ]
    while_waiting = await asyncio.wait_for(sender(Destination("fine", fine), MESSAGE, DELIVERY), 2)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert while_waiting == Sent(Outcome.SENT)


async def test_one_destination_gets_its_messages_one_at_a_time(web: WebServer) -> None:
    destination = Destination("desk", as_json(web.delay("/hook", 0.03, "ok")))
    sender = AppriseSender(timeout=timedelta(seconds=5))
    results = await asyncio.gather(*(sender(destination, MESSAGE, DELIVERY) for _ in range(4)))
    assert results == [Sent(Outcome.SENT)] * 4
    assert web.most_at_once == 1


async def test_waiting_for_ones_turn_ends_too(web: WebServer) -> None:
    destination = Destination("desk", as_json(web.hang("/hook")))
    sender = AppriseSender(timeout=timedelta(seconds=0.3))
    first, second = await asyncio.gather(*(sender(destination, MESSAGE, DELIVERY) for _ in range(2)))
    assert first.outcome is Outcome.UNKNOWN
    assert second.outcome in (Outcome.RETRY, Outcome.UNKNOWN)


# ── secrets ──


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the process's root logger lets out, at its most talkative."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(1)
    for name in ("urllib3", "apprise"):
        logging.getLogger(name).setLevel(1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


async def test_no_secret_reaches_an_error_a_log_or_a_representation(
    web: WebServer, mail: MailServer, slack: WebServer, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the receiver's, not ours
    mail.refuse(recipient="550 canary is not here")
    slack.answer("/services/TCANARYAA/BCANARYBB/canarycanarycanarycanary", 403, "canary")
    urls = [
        as_json(web.answer("/canary", 404, "canary")) + "?+Authorization=canary&-key=canary",
        as_json(web.say("/canary", b"")).replace("127.0.0.1", "user:canary@127.0.0.1"),
        f"json://user:canary@127.0.0.1:{free_port()}/canary",
        mail.url(to="canary@example.org"),
        f"mailto://canary:canary@127.0.0.1:{free_port()}?from=canary@b.org&to=c@d.org",
        "slack://TCANARYAA/BCANARYBB/canarycanarycanarycanary/",
        "slack://TCANARYAA/",
        "canary://canary",
        "mailto://canary",
    ]
    destinations = [Destination("desk", url) for url in urls]
    sender = AppriseSender(timeout=timedelta(seconds=5))
    results = [await sender(destination, MESSAGE, DELIVERY) for destination in destinations]
    assert Outcome.SENT not in [result.outcome for result in results]
    seen = f"{results}{destinations}{[check_url(url) for url in urls]}{log.getvalue()}{capfd.readouterr()}"
    assert "canary" not in seen.lower()
    logging.getLogger("somebody").debug("overheard")
    assert "overheard" in log.getvalue(), "the log is being listened to"


# ── at configuration load ──


@pytest.mark.parametrize(
    "url",
    [
        "mailto://127.0.0.1:25?from=a@example.org&to=b@example.org",
        "json://127.0.0.1/x?+K=v",
        SLACK,
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRD8JFC/TIiajkdnlazkcOXrIdevi7FQ",
        "ntfy://topic",
    ],
)
def test_a_url_that_apprise_can_use_has_no_fault(url: str) -> None:
    assert check_url(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "no apprise URL"),
        ("desk@example.org", "no apprise URL"),
        ("slak://T/B/C", "did you mean slack://?"),
        ("mailtoo://a@b.org", "did you mean mailto://?"),
        ("json://", "cannot be read as json://"),
        ("https://example.org/hook", "cannot be read as https://"),
        ("slack://short", "An invalid Slack Token was specified"),
        ("mailto://127.0.0.1?from=a@b.org&to=c@d.org,e@f.org", "names 2 recipients"),
        ("json://a.example/, json://b.example/", "holds 2 URLs"),
        ("json://a.example/?retry=3", "leave it out"),
        ("json://a.example/?optional=yes", "leave it out"),
    ],
)
def test_a_url_that_cannot_work_is_explained(url: str, words: str) -> None:
    fault = check_url(url)
    assert fault is not None
    assert words in fault


def test_warming_up_sends_nothing_and_can_be_repeated() -> None:
    warm_up()
    warm_up()


# ── what must stay secret ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("mailtos://u:p%40ss@smtp.example.org?from=a@example.org&to=b@example.org", {"p@ss"}),
        ("slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc", {"AAAAAAAAA", "BBBBBBBBB", "c" * 24}),
        ("https://hooks.slack.com/services/AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc", {"c" * 24}),
        ("jsons://u:pw@example.org/hook?+Authorization=Bearer%20abc", {"pw", "Bearer abc"}),
        ("jsons://example.org/hook/a1b2c3d4e5f6a7b8c9d0e1?-apikey=q", {"a1b2c3d4e5f6a7b8c9d0e1", "q"}),
        ("ntfys://tk_abc@ntfy.example.org/tolls", {"tk_abc"}),
        ("mmosts://chat.example.org/3ccdd113474722377935511fc85d3dd4", {"3ccdd113474722377935511fc85d3dd4"}),
        ("tgram://123456789:abcdefg_hijklmnop/4711", {"123456789:abcdefg_hijklmnop"}),
    ],
)
def test_what_is_secret_in_a_url_is_known_service_by_service(url: str, secrets: set[str]) -> None:
    assert secrets <= {value for _, value in secrets_in(url)}


@pytest.mark.parametrize(
    "url",
    ["json://127.0.0.1:8080/alerts", "mailto://127.0.0.1:25?from=a@example.org&to=b@example.org", "x", "://"],
)
def test_where_nothing_is_secret_nothing_is_called_so(url: str) -> None:
    assert secrets_in(url) == ()
