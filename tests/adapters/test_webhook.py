"""What a receiver of JSON gets, against the schema that docs/webhook.md promises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from monitor.adapters.forms import SCHEMA
from monitor.adapters.notify import AppriseSender
from monitor.core.documents import alert_document, notice_document
from monitor.model import Delivery, DeliveryState, Destination, Message, Outcome
from tests.adapters.servers import WebServer, web
from tests.core import samples

__all__ = ["web"]

DOCS = Path(__file__).parents[2] / "docs"
PROMISE = json.loads((DOCS / "alert-v1.json").read_text("utf-8"))
PLANNED = datetime(2026, 1, 14, 9, tzinfo=UTC)


async def posted(web: WebServer, message: Message, query: str = "") -> Any:
    """The JSON that arrived."""
    told = Delivery(
        "alert-7", "archive", DeliveryState.LEASED, 2, PLANNED, None, None, True, planned_at=PLANNED
    )
    url = web.accept("/hook").replace("http://", "json://") + query
    sent = await AppriseSender(timeout=timedelta(seconds=5))(Destination("archive", url), message, told)
    assert sent.outcome is Outcome.SENT, sent
    return json.loads(web.requests[-1].body)


@pytest.mark.parametrize("name", list(samples.messages()))
async def test_whatever_is_sent_is_as_the_schema_says(web: WebServer, name: str) -> None:
    content = await posted(web, samples.messages()[name])
    Draft202012Validator.check_schema(PROMISE)
    assert [error.message for error in Draft202012Validator(PROMISE).iter_errors(content)] == []
    assert content["schema"] == SCHEMA == PROMISE["$id"]


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("first", "alert", 1),
        ("digest_of_12", "digest", 12),
        ("storm_of_60", "digest", 60),
        ("notices", "notices", 3),
    ],
)
async def test_a_program_gets_all_of_it_however_much(
    web: WebServer, name: str, kind: str, number: int
) -> None:
    content = await posted(web, samples.messages()[name])
    assert (content["kind"], len(content["data"])) == (kind, number)


async def test_a_receiver_is_told_which_delivery_it_is(web: WebServer) -> None:
    content = await posted(web, samples.messages()["first"])
    assert content["delivery"]["id"] == web.requests[-1].headers["Idempotency-Key"]
    assert (content["delivery"]["attempt"], content["delivery"]["possible_repeat"]) == (2, True)
    assert content["delivery"]["planned_at"] == "2026-01-14T09:00:00+00:00"


async def test_a_body_that_the_url_shapes_is_left_alone(web: WebServer) -> None:
    content = await posted(
        web, samples.messages()["first"], "?:message=text&:title=&:version=&:type=&:attachments="
    )
    assert list(content) == ["text"]


def test_the_schema_names_every_field_that_is_sent_and_requires_it() -> None:
    """Who adds a field adds it here too; who takes one away breaks what was promised."""
    for kind, document in (
        ("alert", alert_document(samples.rise())),
        ("notice", notice_document(samples.notices()[0])),
    ):
        promised = PROMISE["$defs"][kind]
        assert list(document) == list(promised["properties"]), kind
        assert list(document) == promised["required"], kind


def test_a_wrong_document_does_not_pass() -> None:
    alert = alert_document(samples.rise())
    whole = {
        "schema": SCHEMA,
        "kind": "alert",
        "title": "t",
        "message": "m",
        "delivery": {
            "id": "i",
            "destination": "d",
            "attempt": 1,
            "possible_repeat": False,
            "planned_at": None,
        }
        | {"waited_for": None},
        "data": [alert],
    }
    check = Draft202012Validator(PROMISE)
    assert check.is_valid(whole)
    assert check.is_valid(whole | {"news": 1, "data": [alert | {"news": 1}]}), "fields may be added"
    for wrong in (
        whole | {"schema": "tollwatch/alert/2"},
        whole | {"kind": "digest"},
        whole | {"data": [alert | {"after": None}]},
        whole | {"data": [{name: value for name, value in alert.items() if name != "quote"}]},
        whole | {"data": []},
    ):
        assert not check.is_valid(wrong)


def _fields() -> Iterator[str]:
    yield from (name for name in PROMISE["properties"])


@pytest.mark.parametrize("field", list(_fields()))
def test_the_page_explains_every_field_of_the_frame(field: str) -> None:
    assert re.search(rf"`{field}`", (DOCS / "webhook.md").read_text("utf-8"))
