"""What people do about messages that were not delivered: list, retry, drop, and test a destination."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.queries import deliveries_of
from monitor.adapters.store import SqlStore, open_store
from monitor.entrypoints.cli import app
from monitor.model import Alert, Delivery, DeliveryState
from tests.adapters.conftest import Line
from tests.adapters.servers import MailServer, WebServer, free_port, mail, web

__all__ = ["mail", "web"]  # fixtures

Run = Callable[..., Result]


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command, on a database of the test's own."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--database", f"sqlite:///{tmp_path}/t.db"])

    return run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with closing(open_store(f"sqlite:///{tmp_path}/t.db")) as opened:
        yield opened


def settled(store: SqlStore, alert: Alert, **states: DeliveryState) -> dict[str, Delivery]:
    """The alert's deliveries by destination, each brought into a state by an attempt."""
    outbox, now = SqlOutbox(store), alert.decided_at
    for parcel in outbox.lease(now, now + timedelta(minutes=2), 10):
        state = states[parcel.delivery.destination_id]
        if state is not DeliveryState.LEASED:
            error = None if state is DeliveryState.SENT else "HTTP 403"
            assert outbox.settle(replace(parcel.delivery, state=state, error=error))
    return {one.destination_id: one for one in deliveries_of(store, alert.id)}


def state_of(store: SqlStore, delivery: Delivery) -> DeliveryState:
    return next(one.state for one in deliveries_of(store, delivery.alert_id) if one.id == delivery.id)


def test_the_dead_of_one_destination_are_retried_at_once(store: SqlStore, line: Line, run: Run) -> None:
    alert = line.alerted(store, "desk", "wire", "slack")
    made = settled(store, alert, desk=DeliveryState.DEAD, wire=DeliveryState.DEAD, slack=DeliveryState.HELD)
    done = run("retry", "--dead", "--destination", "desk")
    assert (done.exit_code, done.stdout) == (0, f"{made['desk'].id} to desk: due again\n")
    after = {one.destination_id: one for one in deliveries_of(store, alert.id)}
    assert after["desk"].state is DeliveryState.PENDING
    assert abs(after["desk"].due_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert (after["wire"].state, after["slack"].state) == (DeliveryState.DEAD, DeliveryState.HELD)
    assert run("retry", "--dead").exit_code == 0
    assert run("retry", "--dead").stdout == "nothing is dead\n"
    assert state_of(store, made["slack"]) is DeliveryState.HELD
    assert run("retry", made["slack"].id[:8]).exit_code == 0
    assert state_of(store, made["slack"]) is DeliveryState.PENDING


def test_what_is_being_sent_or_was_sent_is_left_alone_and_said_so(
    store: SqlStore, line: Line, run: Run
) -> None:
    alert = line.alerted(store, "desk", "wire", "slack")
    made = settled(store, alert, desk=DeliveryState.DEAD, wire=DeliveryState.LEASED, slack=DeliveryState.SENT)
    ids = [one.id for one in made.values()]
    done = run("drop", *ids, "--author", "ana", "--reason", "told by phone")
    assert done.exit_code == 1
    assert done.stdout == f"{made['desk'].id} to desk: dropped by ana: told by phone\n"
    assert f"{made['wire'].id} to wire: is being sent right now" in done.stderr
    assert f"{made['slack'].id} to slack: was sent" in done.stderr
    assert state_of(store, made["wire"]) is DeliveryState.LEASED
    assert run("retry", made["wire"].id).exit_code == 1
    assert state_of(store, made["wire"]) is DeliveryState.LEASED
    listed = json.loads(run("deliveries", "--state", "dropped", "--format", "json").stdout)
    assert [one["error"] for one in listed] == ["dropped by ana: told by phone; before that: HTTP 403"]


def test_an_id_that_is_not_there_changes_nothing_and_near_ones_are_offered(
    store: SqlStore, line: Line, run: Run
) -> None:
    alert = line.alerted(store, "desk")
    dead = settled(store, alert, desk=DeliveryState.DEAD)["desk"]
    slip = dead.id[:-1] + ("0" if dead.id[-1] != "0" else "1")
    for wrong in (slip, alert.id, alert.id[:6]):
        done = run("retry", dead.id, wrong)
        assert done.exit_code == 2
        assert f"did you mean {dead.id}?" in done.stderr
    assert state_of(store, dead) is DeliveryState.DEAD
    for odd in ("", "%", "' OR 1=1", "ä", "zzzzzzzz"):
        done = run("drop", odd)
        assert (done.exit_code, "no delivery has an id" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["retry"], "name ids, or --dead"),
        (["retry", "abc", "--dead"], "not both"),
        (["retry", "abc", "--destination", "desk"], "goes with --dead"),
        (["retry", "--dead", "--destination", "dsek"], "did you mean `desk`?"),
        (["deliveries", "--destination", "dsek"], "did you mean `desk`?"),
        (["deliveries", "--state", "ded"], "did you mean `dead`?"),
        (["deliveries", "--state", "gone"], "one of pending"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(
    arguments: list[str], said: str, store: SqlStore, line: Line, run: Run
) -> None:
    line.alerted(store, "desk")
    done = run(*arguments)
    assert (done.exit_code, "Traceback" in done.output) == (2, False)
    assert said in done.stderr


def test_deliveries_can_be_kept_to_the_dead_and_to_a_destination(
    store: SqlStore, line: Line, run: Run
) -> None:
    alert = line.alerted(store, "desk", "wire")
    settled(store, alert, desk=DeliveryState.DEAD, wire=DeliveryState.DEAD)
    only = json.loads(run("deliveries", "--dead", "--destination", "wire", "--format", "json").stdout)
    assert [(one["destination"], one["state"]) for one in only] == [("wire", "dead")]
    assert run("deliveries", "--state", "sent", "--format", "json").stdout == "[]\n"
    table = run("deliveries").stdout
    assert only[0]["id"][:8] in table


# ── notify test ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def notify(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`tollwatch notify test` with these destinations, id → URL."""
    monkeypatch.chdir(place)

    def notify(*arguments: str, **urls: str) -> Result:
        lines = [f"  - {{id: {name}, url: '{url}'}}" for name, url in urls.items()]
        head = ["delivering: {timeout: 1s, lease: 1m}", *(["destinations:"] if lines else []), *lines]
        (place / "config" / "monitor.yaml").write_text("\n".join([*head, ""]))
        return CliRunner().invoke(app, ["notify", "test", *arguments], env={"NO_COLOR": "1"})

    return notify


def test_a_sample_goes_to_every_destination_and_each_says_what_became_of_it(
    web: WebServer, mail: MailServer, notify: Callable[..., Result], place: Path
) -> None:
    web.accept("/good")
    web.answer("/shut", 403)
    web.answer("/busy", 503)
    json_url = f"json://127.0.0.1:{web.port}"
    done = notify(
        good=f"{json_url}/good",
        shut=f"{json_url}/shut",
        busy=f"{json_url}/busy",
        gone=f"json://127.0.0.1:{free_port()}/",
        mail=mail.url(),
    )
    assert done.exit_code == 1
    lines = dict(line.split(None, 1) for line in done.stdout.splitlines())
    assert re.fullmatch(r"sent, \d+\.\d s", lines["good"])
    assert re.fullmatch(r"refused \(.*\): the service answered HTTP 403, \d+\.\d s", lines["shut"])
    assert re.fullmatch(r"failed \(.*tried again\): the service answered HTTP 503, \d+\.\d s", lines["busy"])
    assert re.fullmatch(r"failed \(.*tried again\): connection refused, \d+\.\d s", lines["gone"])
    assert re.fullmatch(r"sent, \d+\.\d s", lines["mail"])
    [letter] = mail.mails
    assert letter["Subject"].startswith("TEST: ")
    assert [part.get_content_type() for part in letter.walk() if part.get_content_maintype() == "image"] == [
        "image/png"
    ]
    body = json.loads(next(one.body for one in web.requests if one.path.startswith("/good")))
    assert (body["title"][:6], body["data"][0]["topic"], body["data"][0]["metric"]) == (
        "TEST: ",
        "test",
        "TEST",
    )
    assert "This is a test" in body["message"]
    assert not (place / "state").exists()


def test_one_destination_alone_can_be_tried(web: WebServer, notify: Callable[..., Result]) -> None:
    web.accept("/good")
    urls = {name: f"json://127.0.0.1:{web.port}/{name}" for name in ("good", "bad")}
    done = notify("good", **urls)
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
    assert [request.path for request in web.requests] == ["/good"]
    wrong = notify("godo", **urls)
    assert wrong.exit_code == 2
    assert "no destination `godo`; did you mean `good`?" in wrong.stderr


def test_without_a_destination_the_terminal_gets_the_sample(notify: Callable[..., Result]) -> None:
    done = notify()
    assert done.exit_code == 0
    assert done.stdout.startswith("TEST: ")
    assert done.stderr.startswith("terminal  sent")


def test_a_destination_that_never_answers_is_unknown_after_its_time(
    web: WebServer, notify: Callable[..., Result]
) -> None:
    web.hang("/slow")
    done = notify(slow=f"json://127.0.0.1:{web.port}/slow")
    assert done.exit_code == 1
    assert "unknown, it may have arrived: no answer" in done.stdout
