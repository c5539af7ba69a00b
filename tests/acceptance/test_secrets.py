"""Canaries: secrets in every place that a user may put one, and failures of every kind; not one may be seen again.

Looked at is all that the command prints and logs, and every byte of the database's files.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.notify import AppriseSender, secrets_in
from monitor.adapters.queries import list_deliveries, list_sources
from monitor.adapters.store import open_store
from monitor.config import load
from monitor.core.render import render
from monitor.core.sample import sample
from monitor.entrypoints.telemetry import Mask, report_bug, start_logging
from monitor.errors import ConfigurationError
from monitor.model import Delivery, DeliveryState, Destination
from tests.adapters.conftest import Line
from tests.adapters.servers import MailServer, WebServer, mail, web
from tests.entrypoints.command import COMMAND, ENVIRONMENT, tollwatch
from tests.entrypoints.conftest import place, small_config

__all__ = ["mail", "place", "small_config", "web"]  # fixtures

CANARIES = {
    "MAIL_PASSWORD": "QANARYmail/p@ss#1",
    "SLACK_A": "QANARYSLA",
    "SLACK_B": "QANARYSLB",
    "SLACK_C": "QANARYslackQANARYslack01",
    "HEADER": "QANARYheader%2+x",
    "PATH_TOKEN": "QANARYpathtoken0123",
    "QUERY": "QANARYquery=1",
    "BOT": "123456789:QANARYtelegramQANARYtelegram012",
    "NTFY": "tk_QANARYntfyQANARYntfy0123456789",
    "FEED_KEY": "QANARYfeedkey",
    "FEED_HEADER": "QANARYfeedheader",
    "PROXY": "QANARYproxy",
    "LOCATION": "QANARYlocation",
}
URLS = {
    "mail": "mailto://desk:${MAIL_PASSWORD}@127.0.0.1:${MAIL_PORT}?from=a@example.org&to=b@example.org&mode=insecure",
    "slack": "slack://${SLACK_A}/${SLACK_B}/${SLACK_C}/#tolls",
    "telegram": "tgram://${BOT}/4711",
    "ntfy": "ntfy://${NTFY}@127.0.0.1:${WEB_PORT}/tolls",
    **{
        name: f"json://127.0.0.1:${{WEB_PORT}}/{name}/${{PATH_TOKEN}}?+X-Key=${{HEADER}}&-token=${{QUERY}}"
        for name in ("echo", "busy", "moved", "broken")
    },
}


def seen(text: str) -> set[str]:
    """The canaries of which anything is to be seen."""
    found = set(re.findall(r"qanary\w{0,8}", text.lower()))
    encoded = {form for word in CANARIES.values() for form in base64_forms(word) if form in text}
    return found | encoded


def base64_forms(word: str) -> Iterator[str]:
    """What a word looks like within base64, wherever in the whole it stands."""
    for before in range(3):
        text = b64encode(b"\0" * before + word.encode()).decode()
        if len(text) > 16:  # of a short one too little is left to tell
            yield text[4:-4]


def echo(handler: Any) -> None:
    """A receiver's complaint that holds the whole request: path, headers."""
    handler.reply(403, f"no: {handler.path} {handler.headers}".encode(), {"X-Echo": handler.path})


def broken(handler: Any) -> None:
    """An answer that is no HTTP, with the request in it."""
    handler.wfile.write(f"QANARY {handler.path}\r\n\r\n".encode())
    handler.close_connection = True


@pytest.fixture
def receivers(web: WebServer) -> Iterator[dict[str, str]]:
    """The environment of a program whose every receiver fails in a way of its own."""
    token, key = CANARIES["PATH_TOKEN"], CANARIES["FEED_KEY"]
    web.when(f"/echo/{token}", echo)
    web.answer(f"/busy/{token}", 503, f"busy {token}", {"Retry-After": "7"})
    web.redirect(f"/moved/{token}", f"http://127.0.0.1:{web.port}/else?key={CANARIES['LOCATION']}")
    web.when(f"/broken/{token}", broken)
    web.when("/", echo)
    web.answer("/feed", 500, f"no {key}")
    web.redirect("/feed-moved", f"http://10.9.8.7:1/{CANARIES['LOCATION']}?key={key}")
    with MailServer(account=("desk", "another")) as mails:
        proxy = f"http://user:{CANARIES['PROXY']}@127.0.0.1:{web.port}"
        yield {
            **CANARIES,
            "WEB_PORT": str(web.port),
            "MAIL_PORT": str(mails.port),
            "HTTPS_PROXY": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "127.0.0.1",
        }


def configure(place: Path, environ: Mapping[str, str]) -> None:
    """Destinations and sources with a canary each."""
    lines = [f'  - {{id: {name}, url: "{url}"}}' for name, url in URLS.items()]
    head = [
        "polling: {allow_private: true, timeout: 5s}",
        "delivering: {timeout: 3s, lease: 1m}",
        "destinations:",
    ]
    (place / "config" / "monitor.yaml").write_text("\n".join([*head, *lines, ""]))
    port = environ["WEB_PORT"]
    sources = [
        f'  - {{id: {name}, title: {name}, url: "http://desk:${{FEED_KEY}}@127.0.0.1:{port}/{name}?key=${{FEED_KEY}}", '
        "language: en, grade: B2, headers: {X-Key: '${FEED_HEADER}'}}"
        for name in ("feed", "feed-moved")
    ]
    (place / "config" / "sources" / "some.yaml").write_text("\n".join(["sources:", *sources, ""]))


def tried(database: str, count: int) -> bool:
    """Whether every delivery and every source has been tried."""
    with closing(open_store(database)) as store:
        deliveries = [row.delivery for row in list_deliveries(store)]
        polled = [row for row in list_sources(store) if row.state.failures]
    done = [one for one in deliveries if one.destination_id in URLS and one.error]
    return len({one.destination_id for one in done}) == count and len(polled) == 2


def test_no_canary_is_seen_in_logs_lists_or_the_database(place: Path, receivers: dict[str, str]) -> None:
    """The daemon runs until everything has failed once; then every list is asked."""
    configure(place, receivers)
    database = f"sqlite:///{place}/t.db"
    with closing(open_store(database)) as store:
        Line().alerted(store, *URLS)
    environ = {**ENVIRONMENT, **receivers, "TOLLWATCH_DATABASE": database}
    with subprocess.Popen(
        [*COMMAND, "run", "--log-format", "json"],
        cwd=place,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as daemon:
        try:
            until = time.monotonic() + 60
            while not tried(database, len(URLS)) and time.monotonic() < until and daemon.poll() is None:
                time.sleep(0.2)
            all_tried = tried(database, len(URLS))
            daemon.send_signal(signal.SIGTERM)
            output = "".join(daemon.communicate(timeout=30))
        finally:
            daemon.kill()  # or leaving waits for ever
    assert all_tried, output
    assert seen(output) == set()
    outcomes = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    assert {one["destination"] for one in outcomes if one.get("event") == "delivered"} >= set(URLS)
    for command in (
        ("check",),
        ("deliveries", "--format", "json"),
        ("deliveries", "--format", "csv"),
        ("sources", "--format", "json"),
        ("sources", "--format", "csv"),
        ("alerts", "--format", "json"),
        ("notify", "test"),
        ("poll",),
    ):
        done = tollwatch(*command, cwd=place, **{**receivers, "TOLLWATCH_DATABASE": database})
        assert "internal error" not in done.stderr
        assert done.stdout or command == ("poll",)
        assert seen(done.stdout + done.stderr) == set(), command
    for path in place.glob("t.db*"):
        data = path.read_bytes()
        assert b"QANARY" not in data, path.name
        assert b"mailto:" not in data, path.name
        assert b"slack:" not in data, path.name


@pytest.mark.parametrize("name", sorted(URLS))
async def test_whoever_listens_to_every_logger_at_every_level_hears_no_canary(
    name: str, place: Path, receivers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any mask: what is not written needs none."""
    configure(place, receivers)
    for variable in ("HTTPS_PROXY", "https_proxy", "NO_PROXY"):
        monkeypatch.setenv(variable, receivers[variable])
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    monkeypatch.setattr(root, "level", 1)
    monkeypatch.setattr(logging.getLogger("mail.log"), "propagate", False)  # the mail server's own
    book = load(place / "config", receivers, wait=True)
    destination = next(one for one in book.settings.destinations if one.id == name)
    now = datetime.now(UTC)
    alert = sample(now)
    delivery = Delivery(alert.id, name, DeliveryState.LEASED, 1, now)
    sent = await AppriseSender(timeout=timedelta(seconds=5))(destination, render(alert), delivery)
    assert sent.error
    log = heard.getvalue()
    assert seen(f"{sent!r} {destination!r} {log}") == set(), log


MALFORMED = (
    "mailtos//desk:QANARYmail@example.org",
    "mailtos:desk:QANARYmail@example.org",
    "QANARYmail://example.org",
    "mailtos:/u:QANARYmail@://example.org",
    "slack://QANARYmail",
    "tgram://QANARYmail/1",
    "jsons://user:QANARYmail@exam ple.org:99999999/x",
    "jsons://[QANARYmail",
    "https://QANARYmail.example.org/QANARYmail",
    "json://localhost/?retry=3&-token=QANARYmail",
    "mailto://u:QANARYmail@example.org?to=a@example.org,b@example.org",
    "QANARYmail",
    "json://localhost/\tQANARYmail",
)


@pytest.mark.parametrize("url", MALFORMED)
@pytest.mark.parametrize("written", ["in a variable", "in clear"])
def test_an_address_that_cannot_be_read_is_not_shown(url: str, written: str, place: Path) -> None:
    shown = "${ODD}" if written == "in a variable" else url
    (place / "config" / "monitor.yaml").write_text(
        f"destinations:\n  - {{id: desk, url: {json.dumps(shown)}}}\n"
    )
    with pytest.raises(ConfigurationError) as caught:
        load(place / "config", {"ODD": url}, wait=True)
    assert "monitor.yaml:2" in str(caught.value)
    assert seen(f"{caught.value} {caught.value!r} {caught.value.mistakes!r}") == set()


def test_a_feeds_address_that_cannot_be_read_is_not_shown(place: Path) -> None:
    text = 'sources:\n  - {id: a, title: A, url: "QANARYkey://x/?k=QANARYkey", grade: B2}\n'
    (place / "config" / "sources" / "some.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        load(place / "config", {}, wait=True)
    assert seen(str(caught.value)) == set()


@pytest.mark.parametrize("command", ["alerts", "deliveries", "health"])
def test_a_database_that_is_not_there_is_named_without_its_password(command: str, tmp_path: Path) -> None:
    for url in (
        "postgresql://desk:QANARYdb@127.0.0.1:1/tolls",
        "postgresql://127.0.0.1:1/tolls?user=desk&password=QANARYdb",
        "postgresql://desk:QANARYdb@127.0.0.1:badport/tolls",
        "mysql://desk:QANARYdb@127.0.0.1/tolls",
    ):
        done = tollwatch(command, "--database", url, cwd=tmp_path)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert seen(done.stdout + done.stderr) == set()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_bug_that_speaks_of_a_secret_is_logged_without_it(
    as_json: bool, place: Path, receivers: dict[str, str]
) -> None:
    """The mask knows what is secret in a URL, piece by piece, and the forms in which it is written."""
    configure(place, receivers)
    book = load(place / "config", receivers, wait=True)
    mask, out = Mask(secrets_in), StringIO()
    mask.learn(book)
    before = logging.getLogger().handlers[:]
    start_logging(mask, as_json, out)
    try:
        for destination in book.settings.destinations:
            for _, value in secrets_in(destination.url):
                try:
                    raise ValueError(f"{destination.url} {value} {replace(destination, url=value)!r}")
                except ValueError as bug:
                    report_bug("bug", f"{value} failed", bug)
    finally:
        logging.getLogger().handlers[:] = before
    assert out.getvalue().count("***") > len(URLS)
    assert seen(out.getvalue()) == set()


def test_a_canary_that_is_seen_is_noticed() -> None:
    assert seen("it is QANARYmail/p@ss#1") == {"qanarymail"}
    assert seen(b64encode(b"user:" + CANARIES["MAIL_PASSWORD"].encode()).decode())
    assert seen("nothing") == set()
    assert os.environ.get("PROXY") != CANARIES["PROXY"]
    assert "url" not in repr(Destination("desk", "json://QANARY"))
