"""An edited configuration is like a new source: what was printed before is known, what comes is news."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.book import Book
from monitor.model import Destination
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.timeline import Heard, Step, at, first, play, up, up_claimant

EDITORS = Destination("editors", "json://127.0.0.1/")
TOPIC = "topics/iran-protests-2026.yaml"
KILLED = "metrics/killed.yaml"

Edit = Callable[[Path], None]


@pytest.fixture
def config(project: Path, tmp_path: Path) -> Path:
    """The shipped configuration in English only, so that it is quickly loaded again."""
    directory = tmp_path / "config"
    shutil.copytree(project / "config", directory)
    for file in (directory / "languages").glob("*.yaml"):
        if file.stem != "en":
            file.unlink()
    return directory


def loaded(config: Path) -> Book:
    book = load(config, {}, wait=True)
    return replace(book, settings=replace(book.settings, destinations=(EDITORS,)))


def replaced(file: str, *pairs: tuple[str, str]) -> Edit:
    def edit(config: Path) -> None:
        text = (config / file).read_text("utf-8")
        for before, after in pairs:
            assert before in text, f"{file} reads otherwise now"
            text = text.replace(before, after, 1)
        (config / file).write_text(text, "utf-8")

    return edit


def edited(config: Path, *edits: Edit) -> Callable[[Newsroom], Awaitable[None]]:
    """Edit the files, and go on with them as the daemon does."""

    async def does(room: Newsroom) -> None:
        for edit in edits:
            edit(config)
        room.goes_on_with(loaded(config))

    return does


def observers(config: Path) -> None:
    (config / "claimants" / "mine.yaml").write_text(
        "claimants:\n  - id: observers\n    name: Quiet Observers\n    class: monitor\n"
        "    aliases:\n      en: [Quiet Observers]\n"
    )


def german(project: Path) -> Edit:
    def edit(config: Path) -> None:
        shutil.copy(project / "config" / "languages" / "de.yaml", config / "languages")

    return edit


async def _unread_until_edited(config: Path, edit: Edit, said: str, title: str = "Iran") -> None:
    """What says nothing before the edit is known after it; of what comes, only a rise is told."""
    async with newsroom(loaded(config), config.parent, timedelta(minutes=5)) as room:
        await play(
            room,
            at("06:06").feed("wire", said.format(300), title=title),
            at("06:15").silence("editors"),
            at("06:15").does(edited(config, edit)),
            at("06:16").feed("courier", said.format(300), title=title),
            at("06:25").silence("editors"),
            at("06:26").feed("wire", said.format(400), title=title),
            at("06:35").expect("editors", up(300, 400)),
        )


async def test_an_edited_rule_never_alerts_for_the_past(config: Path) -> None:
    edit = replaced(
        KILLED, ("en: [kill,", "en: [felled, kill,"), ("|gunned down|slain|", "|felled|gunned down|slain|")
    )
    await _unread_until_edited(
        config, edit, "At least {} people have been felled in the protests in Iran, HRANA said."
    )


async def test_a_topics_new_words_never_alert_for_the_past(config: Path) -> None:
    edit = replaced(TOPIC, ("    - protest*\n", "    - protest*\n    - stoppage*\n"))
    await _unread_until_edited(
        config, edit, "At least {} people have been killed in the stoppages in Iran, HRANA said."
    )


async def test_a_language_that_is_added_never_alerts_for_the_past(config: Path, project: Path) -> None:
    await _unread_until_edited(
        config,
        german(project),
        "Bei den Protesten im Iran sind nach Angaben von HRANA mindestens {} Menschen getötet worden. "
        "Die Behörden haben sich dazu zunächst nicht geäußert, und im ganzen Land ist das Netz gestört.",
        "Die Proteste im Iran gehen weiter",
    )


async def test_a_claimants_new_name_never_alerts_for_the_past(config: Path) -> None:
    """Nobody was named for 300 until the name was known; it is the claimant's own baseline from then on."""
    said = "At least {} people have been killed in the protests in Iran, the Quiet Observers said."
    hrana = "At least {} people have been killed in the protests in Iran, HRANA said."
    async with newsroom(loaded(config), config.parent, timedelta(minutes=5)) as room:
        await play(
            room,
            at("06:06").feed("hrana", hrana.format(500)),
            at("06:15").expect("editors", first(500)),
            at("06:16").feed("wire", said.format(300)),
            at("06:25").silence("editors"),
            at("06:25").does(edited(config, observers)),
            at("06:26").feed("courier", said.format(300)),
            at("06:35").silence("editors"),
            at("07:20").feed("wire", said.format(400)),
            at("07:30").expect("editors", up_claimant(300, 400)),
        )
        assert room.alerts[-1].series.claimant == "observers"


@pytest.mark.parametrize(
    ("conditions", "next_number", "heard"),
    [
        ("{up: {ratio: 1.05}}", 540, up(500, 540)),
        ("{up: {ratio: 1.05}}", 520, None),
        ("{up: false}", 900, None),
    ],
)
async def test_an_edited_condition_never_alerts_for_the_past(
    config: Path, conditions: str, next_number: int, heard: Heard | None
) -> None:
    """530 was no rise: an edit that makes it one does not tell it; what comes is measured from what was told."""
    said = "At least {} people have been killed in the protests in Iran, HRANA said."
    edit = replaced(TOPIC, ("metrics: [", f"conditions: {conditions}\nmetrics: ["))
    asked: tuple[Step, ...] = (
        (at("07:30").expect("editors", heard),) if heard else (at("07:30").silence("editors"),)
    )
    async with newsroom(loaded(config), config.parent, timedelta(minutes=5)) as room:
        await play(
            room,
            at("06:06").feed("hrana", said.format(500)),
            at("06:15").expect("editors", first(500)),
            at("06:16").feed("hrana", said.format(530)),
            at("06:25").silence("editors"),
            at("06:25").does(edited(config, edit)),
            at("06:35").silence("editors"),
            at("07:20").feed("hrana", said.format(next_number)),
            *asked,
        )
