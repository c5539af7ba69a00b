"""The demo as a user runs it, and a kill -9 in the middle of it."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from monitor.entrypoints.demo.timeline import load_timeline
from tests.entrypoints.command import COMMAND, ENVIRONMENT, tollwatch

DEMO = ("demo", "--once", "--format", "json", "--seconds", "1")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What an undisturbed demo tells."""
    done = tollwatch(*DEMO, cwd=tmp_path_factory.mktemp("demo"))
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def keyed(alert: dict[str, Any]) -> tuple[Any, ...]:
    return alert["metric"], alert["claimant"], (alert["after"]["low"] or alert["after"]["high"])


def test_each_alert_is_told_once_and_explains_itself(told: list[dict[str, Any]]) -> None:
    assert max(Counter(alert["id"] for alert in told).values()) == 1
    for alert in told:
        assert not alert["possible_repeat"]
        assert all(alert[key] for key in ("quote", "outlet", "url", "rule", "reasons", "next_triggers"))


def test_the_crisis_is_told_as_it_went(told: list[dict[str, Any]]) -> None:
    """Six claimants, HRANA's rises, the arrests, a fall, the state's own count."""
    alerts = {keyed(alert) for alert in told} | {
        keyed({**also, "metric": alert["metric"]}) for alert in told for also in alert["also"]
    }
    assert alerts >= {
        ("killed", "hrana", 544),
        ("killed", "hrana", 2_615),
        ("killed", "hrana", 3_308),
        ("killed", "hrana", 5_002),
        ("under_investigation", "hrana", 17_091),
        ("killed", "iranian-official", 2_000),
        ("killed", "iranian-official", 3_117),
        ("killed", "pmoi", 3_000),
        ("killed", "ihrngo", 6_000),
        ("killed", "iran-international", 12_000),
        ("killed", "lantern-medics", 142),
        ("arrested", "hrana", 10_681),
        ("arrested", "hrana", 18_470),
        ("arrested", "hrana", 26_852),
    }


def test_what_is_no_news_is_not_told(told: list[dict[str, Any]]) -> None:
    """Copies, the typo, November 2019, and every number that counts no people."""
    numbers = Counter(keyed(alert)[2] for alert in told)
    assert numbers[2_615] == numbers[544] == numbers[5_002] == 1
    assert not {26_752, 1_500, 304, 16, 191, 31, 176, 12, 47} & numbers.keys()


def test_the_persian_and_the_arabic_source_are_read(told: list[dict[str, Any]]) -> None:
    """Each is the first to print a number, so that an alert quotes it."""
    outlets = {alert["outlet"] for alert in told}
    titles = {feed.block["title"] for feed in load_timeline().feeds if feed.block["language"] in ("fa", "ar")}
    assert titles <= outlets


def test_kill_9_in_the_middle_loses_nothing_and_repeats_nothing(
    told: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Killed after three, after two more and after four more alerts; each time started again on the same database.

    A kill between printing and noting it may repeat that one alert; then it says so.
    """
    command = [*COMMAND, *DEMO, "--database", f"sqlite:///{tmp_path}/demo.db"]
    lines: list[dict[str, Any]] = []
    chance = random.Random(20260114)
    for alerts_until_the_kill in (3, 2, 4, None):
        with subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for count, line in enumerate(process.stdout, start=1):
                lines.append(json.loads(line))
                if count == alerts_until_the_kill:
                    # Somewhere in the next polls: the pipe is read on, so that nothing printed is lost to the test.
                    os.set_blocking(process.stdout.fileno(), True)
                    process.kill() if chance.random() < 0.5 else _kill_soon(process, chance)
        assert process.returncode == (0 if alerts_until_the_kill is None else -9)
    by_id = Counter(line["id"] for line in lines)
    assert by_id.keys() == {alert["id"] for alert in told}
    repeated = {line["id"] for line in lines if line["possible_repeat"]}
    assert {id_ for id_, count in by_id.items() if count > 1} <= repeated
    assert len(repeated) <= 3, "at most one a kill"


def _kill_soon(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Kill it within the next 50 ms."""
    try:
        process.wait(timeout=chance.uniform(0.0, 0.05))
    except subprocess.TimeoutExpired:
        process.kill()
