"""Nothing told is lost, nothing is told twice: a small campaign of `bench/delivery_faults.py`.

The senders are processes that are killed, the receivers real servers on loopback that misbehave.
What it counts, and the figures of a large one, are in docs/reliability.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def verdict(project: Path) -> dict[str, Any]:
    """What the small campaign found."""
    done = subprocess.run(
        [sys.executable, str(project / "bench" / "delivery_faults.py"), "--quick"],
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_hundred_killed_senders_lose_nothing_and_repeat_at_most_a_message_a_kill(
    verdict: dict[str, Any],
) -> None:
    assert verdict["kills"] == 100
    assert (verdict["lost"], verdict["duplicate_alerts"], verdict["unmarked_repeats"]) == (0, 0, 0)
    assert verdict["repeats"] <= verdict["kills"]


def test_the_kills_hit_messages_on_their_way(verdict: dict[str, Any]) -> None:
    """Else nothing would have been at stake."""
    assert verdict["messages"] > 2
    assert verdict["caught"].get("nothing leased", 0) < verdict["kills"] / 2


def test_the_same_campaign_finds_what_is_lost_when_a_message_is_marked_as_sent_first(
    verdict: dict[str, Any],
) -> None:
    """The negative control."""
    assert verdict["control_lost"] > 0


@pytest.mark.parametrize(
    "receiver",
    [
        "refuses",
        "says-429",
        "says-500",
        "redirects",
        "is-slow",
        "resets-after-the-body",
        "hangs",
        "says-451",
        "says-421",
        "says-550",
        "says-535",
        "breaks-after-data",
        "well",
    ],
)
def test_a_bad_receiver_gets_everything_once_it_is_well(verdict: dict[str, Any], receiver: str) -> None:
    """What came twice says so under the same key, and only after an outcome that nobody could know."""
    row = verdict["faults"]["receivers"][receiver]
    assert (row["lost"], row["unmarked_repeats"], row["duplicates"]) == (0, 0, 0)
    assert row["repeats"] <= row["unknown"]


def test_a_receivers_pause_is_kept(verdict: dict[str, Any]) -> None:
    assert verdict["faults"]["receivers"]["says-429"]["too_early"] == 0


def test_a_lasting_refusal_ends_a_message_at_once_and_another_destination_hears_of_it(
    verdict: dict[str, Any],
) -> None:
    rows = verdict["faults"]["receivers"]
    each = verdict["faults"]["alerts"]
    ended = [rows[name]["dead_until_retried"] for name in ("says-550", "says-535", "says-451")]
    assert ended == [each, each, 0]
    assert 1 <= rows["well"]["other_messages"] <= 2, "one for each of the two; one for both if at one time"


def test_a_healthy_receiver_waits_for_none_that_hangs(verdict: dict[str, Any]) -> None:
    beside = verdict["beside"]
    assert beside["arrived"] == beside["alerts"]
    assert beside["all_after_s"] < 5


@pytest.mark.parametrize("mishap", ["full_disk", "lost_database"])
def test_what_cannot_be_written_down_is_sent_again_and_says_so(verdict: dict[str, Any], mishap: str) -> None:
    found = verdict["store"][mishap]
    assert found["refused"] > 0
    assert (found["lost"], found["unmarked_repeats"]) == (0, 0)
    assert found["repeats"] <= found["refused"]


def test_every_title_is_delivered(verdict: dict[str, Any]) -> None:
    titles = verdict["titles"]
    assert titles["titles"] == titles["delivered"] > 0
    assert titles["faults"] == 0
