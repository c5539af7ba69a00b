"""What the daemon loads is proven whole by another process, and compiled here only where a text asks for it."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.adapters.notify import secrets_in
from monitor.config import load
from monitor.core.extract import extract
from monitor.core.pattern import Pattern
from monitor.core.rules import Rulebook
from monitor.entrypoints.daemon import Follower
from monitor.entrypoints.proving import load_proven
from monitor.entrypoints.telemetry import Mask, start_logging
from monitor.errors import ConfigurationError
from monitor.model import Entry

SECRETS = {"DESK_URL": "json://127.0.0.1:9/desk", "GAZETTE_KEY": "key"}


@pytest.fixture
def place(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the smallest good configuration as ./config, to be changed."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(project / "tests" / "config" / "good", tmp_path / "config")
    return tmp_path


def compiled(rulebook: Rulebook) -> list[bool]:
    """Of each English rule whether its pattern is compiled."""
    return [_is_compiled(rule.pattern) for rule in rulebook.languages["en"].rules]


def _is_compiled(pattern: Pattern) -> bool:
    return any(has(pattern, form) for form in ("_run", "_plainly"))


def has(pattern: Pattern, form: str) -> bool:
    """Whether a form is there without being made by the question."""
    try:
        object.__getattribute__(pattern, form)
    except AttributeError:
        return False
    return True


def test_what_another_process_has_proven_is_compiled_here_when_it_is_met(place: Path) -> None:
    rulebook = load_proven(place / "config").rulebook
    assert not any(compiled(rulebook))
    entry = Entry(
        "desk", "1", "", "", "Twelve people were killed.", "en", None, datetime(2026, 1, 15, tzinfo=UTC)
    )
    assert extract(entry, rulebook).figures
    assert any(compiled(rulebook))


def test_what_is_written_comes_over_whole(place: Path) -> None:
    here, there = load(place / "config", os.environ), load_proven(place / "config")
    for field in dataclasses.fields(here):
        if field.name != "rulebook":
            assert getattr(here, field.name) == getattr(there, field.name), field.name
    assert here.rulebook.metrics == there.rulebook.metrics


def test_a_daemon_holds_nothing_that_reads_yaml() -> None:
    seen = (
        "import sys, monitor.entrypoints.daemon; print([m for m in ('yaml', 'ruamel') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_who_proves_ends_with_who_asked() -> None:
    asked = subprocess.Popen(
        [sys.executable, "-c", "import monitor.entrypoints.proving as proving; proving.main()", "."],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    asked.communicate()  # closes its stdin
    assert asked.returncode == 1


async def test_a_daemon_goes_on_where_who_proves_is_killed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a container without a gigabyte to spare does."""
    taken: list[object] = []

    async def take(book: object) -> None:
        taken.append(book)

    start_logging(Mask(secrets_in), as_json=False)
    follower = Follower(place / "config", take)
    follower.ask()
    looking = asyncio.create_task(follower.look())
    await asyncio.to_thread(kill_who_proves, str(place / "config"))
    await looking
    said = capsys.readouterr().err
    assert "killed (signal 9)" in said and "memory" in said and "last good one" in said
    assert not taken


def kill_who_proves(directory: str) -> None:
    """Wait for our process that proves a directory, and kill it."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        for task in Path("/proc/self/task").iterdir():
            for pid in (task / "children").read_text().split():
                if directory.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(int(pid), signal.SIGKILL)
                    return
        time.sleep(0.01)
    raise AssertionError("nobody proves")


def test_a_bug_in_who_proves_is_told_without_its_words() -> None:
    """Which may hold what a variable does."""
    asked = subprocess.Popen(
        [sys.executable, "-c", "import monitor.entrypoints.proving as proving; proving.main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stderr is not None
    said = asked.stderr.read().decode()
    asked.communicate()
    assert (asked.returncode, said.count("\n")) == (1, 1)
    assert "internal error: IndexError at monitor/entrypoints/proving.py" in said


def test_a_rule_that_fails_its_example_is_refused_with_the_same_words_as_without_the_process(
    place: Path,
) -> None:
    metric = place / "config" / "metrics" / "killed.yaml"
    metric.write_text(metric.read_text("utf-8").replace("low: 12", "low: 13"), "utf-8")
    with pytest.raises(ConfigurationError) as here:
        load(place / "config", SECRETS)
    with pytest.raises(ConfigurationError) as there:
        load_proven(place / "config")
    assert there.value.mistakes == here.value.mistakes != ()
