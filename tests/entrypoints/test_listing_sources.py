"""`tollwatch sources`: how each source is and how it is polled."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.store import open_store
from monitor.entrypoints.listing import sources
from monitor.entrypoints.options import ListFormat
from monitor.errors import UsageError
from monitor.model import Health, PollState

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILE = """\
sources:
  - {id: well, title: Well, url: "https://well.example/feed", grade: B2}
  - {id: moved, title: Moved, url: "https://moved.example/feed", grade: B2, every: 2h}
  - {id: ill, title: Ill, url: "https://ill.example/feed", grade: B2}
  - {id: resting, title: Resting, url: "https://resting.example/feed", grade: B2, enabled: false}
  - {id: young, title: Young, url: "https://young.example/feed", grade: B2}
"""


@pytest.fixture
def listed(place: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Lists the sources of a database in which four of five have a state."""
    (place / "config" / "sources" / "some.yaml").write_text(FILE)
    database = f"sqlite:///{place}/t.db"
    store = open_store(database)
    polled = {"due_at": NOW + HOUR, "last_polled_at": NOW, "last_ok_at": NOW}
    with store.transaction() as facts:
        facts.settle_poll(
            PollState("well", **polled, rate=72.0),
            PollState("moved", **polled, moved_to="https://new.example/feed", moved_at=NOW),
            PollState(
                "ill", **polled, health=Health.BLOCKED, health_since=NOW, failures=4, last_error="HTTP 403"
            ),
            PollState("resting", **polled, health=Health.STALE),
        )
    store.close()

    def run(format: ListFormat, state: str | None = None) -> str:
        assert sources(place / "config", database, format, state) == 0
        return capsys.readouterr().out

    return run


def test_each_source_has_its_state_and_how_it_is_polled(listed: Any) -> None:
    rows = {row["id"]: row for row in json.loads(listed(ListFormat.JSON))}
    assert {name: row["state"] for name, row in rows.items()} == {
        "well": "ok",
        "moved": "ok",
        "ill": "blocked",
        "resting": "off",
        "young": "new",
    }
    assert {name: row["interval_s"] for name, row in rows.items()} == {
        "well": 600,
        "moved": 7200,
        "ill": 900,
        "resting": 900,
        "young": 900,
    }
    assert rows["moved"]["moved_to"] == "https://new.example/feed"
    assert (rows["ill"]["last_error"], rows["ill"]["state_since"]) == ("HTTP 403", NOW.isoformat())
    assert (rows["young"]["due_at"], rows["young"]["last_polled_at"]) == (None, None)


def test_the_table_shows_what_is_the_matter_and_no_empty_columns(listed: Any) -> None:
    table = listed(ListFormat.TABLE)
    assert "moved to" in table
    assert "HTTP 403" in table
    assert "moved to" not in listed(ListFormat.TABLE, "blocked")
    assert "10 min" in table


def test_those_in_one_state_can_be_picked(listed: Any) -> None:
    picked = json.loads(listed(ListFormat.JSON, "blocked"))
    assert [row["id"] for row in picked] == ["ill"]
    assert listed(ListFormat.TABLE, "gone") == "no source is gone\n"


def test_a_state_that_does_not_exist_is_named_with_the_nearest(listed: Any) -> None:
    with pytest.raises(UsageError, match="there is no state `falling`; did you mean `failing`"):
        listed(ListFormat.TABLE, "falling")
