"""What the daemon loads is proven whole by another process, and compiled here only where a text asks for it."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.pattern import Pattern
from monitor.core.rules import Rulebook
from monitor.entrypoints.proving import load_proven
from monitor.errors import ConfigurationError

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
    try:
        object.__getattribute__(pattern, "_run")
    except AttributeError:
        return False
    return True


def test_what_another_process_has_proven_is_compiled_here_when_it_is_met(place: Path) -> None:
    book = load_proven(place / "config")
    assert not any(compiled(book.rulebook))
    assert all(compiled(load(place / "config", SECRETS).rulebook))


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
