"""The demo's timeline as values: sources, and items that appear, are edited and age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).with_name("timeline.yaml")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry in one version; the same guid at a later moment is an edit."""

    guid: str
    at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One source of the demo: its configuration block, the format it is served in, what it publishes."""

    id: str
    format: str
    block: Mapping[str, Any]
    items: tuple[Item, ...]

    def at(self, now: datetime) -> tuple[Item, ...]:
        """What a reader sees at a moment: the newest version of each item, newest first."""
        newest = {item.guid: item for item in self.items if item.at <= now}
        return tuple(sorted(newest.values(), key=lambda item: item.at, reverse=True))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole: when it begins and ends, the feeds, and claimants that only the demo knows."""

    begins: datetime
    ends: datetime
    feeds: tuple[Feed, ...]
    claimants: tuple[Mapping[str, Any], ...]

    @property
    def length(self) -> timedelta:
        """From the first moment to the last."""
        return self.ends - self.begins


def load_timeline(path: Path = FILE) -> Timeline:
    """Read the timeline that comes with the package."""
    document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    items = [_item(block) for block in document["items"]]
    feeds = tuple(
        Feed(
            id=block["id"],
            format=form,
            block=block,
            items=tuple(
                sorted((item for source, item in items if source == block["id"]), key=lambda item: item.at)
            ),
        )
        for form, blocks in document["feeds"].items()
        for block in blocks
    )
    return Timeline(
        _moment(document["begins"]), _moment(document["ends"]), feeds, tuple(document["claimants"])
    )


def _item(block: Mapping[str, Any]) -> tuple[str, Item]:
    title, text = (" ".join(str(block[name]).split()) for name in ("title", "text"))
    return block["source"], Item(block["guid"], _moment(block["at"]), title, text)


def _moment(value: Any) -> datetime:
    """YAML's own timestamps, which are UTC where they name no zone."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
