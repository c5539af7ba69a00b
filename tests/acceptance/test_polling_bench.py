"""`bench/poll.py` measures what it says: its feeds are feeds, its scenarios happen, and our side goes through all of them.

What was measured is in docs/polling.md.  `reader`, the other side, is installed by the benchmark only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.newsstand import ITEMS, Helper, Stand, newsstand
from bench.poll import SCENARIOS
from monitor.core.parse import parse
from monitor.model import Source

FEEDS = 8  # the eighth is the one in twenty that changes


def test_a_feed_of_the_newsstand_is_of_twenty_articles_and_the_usual_size() -> None:
    stand = Stand(keep=False, zipped=False)
    for number in range(12):
        body = stand.written(number)
        feed = parse(body, "", Source("a", "A", "http://a.example/", "C"), datetime(2026, 1, 16, tzinfo=UTC))
        assert len(feed.entries) == len({entry.url for entry in feed.entries}) == ITEMS
        assert 60_000 < len(body) < 100_000
        assert all(len(entry.text) > 1_500 and entry.published_at for entry in feed.entries)


def test_the_newsstand_answers_304_to_who_has_it_until_something_changes() -> None:
    stand = Stand(keep=False, zipped=False)

    def asked(*headers: str) -> bytes:
        return stand.answer("\r\n".join(["GET /7.xml HTTP/1.1", *headers]).encode())

    tag = next(line for line in asked().split(b"\r\n") if line.startswith(b"ETag: "))[6:].decode()
    assert asked(f"If-None-Match: {tag}").startswith(b"HTTP/1.1 304")
    stand.edition = 1
    assert asked(f"If-None-Match: {tag}").startswith(b"HTTP/1.1 200")
    stand.validators = False
    assert b"ETag" not in asked(f"If-None-Match: {tag}")


@pytest.fixture
def ours(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Helper, Helper]]:
    """A newsstand, and our side of the benchmark with the smallest configuration."""
    for name, value in {"DESK_URL": "json://127.0.0.1:9/", "GAZETTE_KEY": "key"}.items():
        monkeypatch.setenv(name, value)
    config = project / "tests" / "config" / "good"
    with newsstand(FEEDS) as (stand, told):
        side = Helper(
            sys.executable, "-m", "bench.poll_ours", "--config", str(config), "--port", str(told["port"])
        )
        side.hear()
        yield stand, side
        side.close()


def test_our_side_polls_every_feed_in_every_scenario(ours: tuple[Helper, Helper], tmp_path: Path) -> None:
    stand, side = ours
    side.ask(do="open", database=str(tmp_path / "ours.db"), first=0, last=FEEDS)
    found: dict[str, Any] = {}
    for name, mode in SCENARIOS.items():
        stand.ask(do="mode", **mode)
        found[name] = side.ask(do="round")
    assert {name: (done["polled"], done["fresh"]) for name, done in found.items()} == {
        "new": (FEEDS, FEEDS * ITEMS),
        "304": (FEEDS, 0),
        "5pct": (FEEDS, 1),
        "same_body": (FEEDS, 0),
    }
    assert all(done["peak_mb"] > 10 for done in found.values())
    assert found["new"]["cpu"] > 0
