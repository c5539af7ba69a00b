"""Messages of every kind, word for word as they were last looked at.

Where a change of words is meant, write them anew and read the difference:

    python -m tests.core.test_goldens
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.model import Message
from tests.core import samples

GOLDENS = Path(__file__).parent / "goldens"
HUGE = ("storm_of_60",)
"""Their data is sixty times the same shape: it is not kept."""


def forms(name: str, message: Message) -> Mapping[str, str]:
    """File name → what should stand in it."""
    kept = {
        f"{name}.txt": message.text,
        f"{name}.html": message.html.replace("><", ">\n<") + "\n",
        f"{name}.slack.json": _pretty(message.blocks),
    }
    return kept if name in HUGE else {**kept, f"{name}.json": _pretty(message.data)}


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", list(samples.messages()))
def test_a_message_reads_as_it_was_last_looked_at(name: str) -> None:
    for file, content in forms(name, samples.messages()[name]).items():
        assert content == (GOLDENS / file).read_text("utf-8"), f"{file}: python -m tests.core.test_goldens"


def test_no_golden_is_left_of_a_message_that_is_gone() -> None:
    wanted = {file for name, message in samples.messages().items() for file in forms(name, message)}
    assert {path.name for path in GOLDENS.iterdir()} == wanted


def test_the_subject_of_the_issue() -> None:
    assert samples.messages()["above"].subject.startswith(
        "killed: 3,000+ (PMOI/MEK), was ≥ 2,000 (an Iranian official)"
    )


if __name__ == "__main__":
    for old in GOLDENS.iterdir():
        old.unlink()
    for sample, one in samples.messages().items():
        for file, content in forms(sample, one).items():
            (GOLDENS / file).write_text(content, "utf-8")
