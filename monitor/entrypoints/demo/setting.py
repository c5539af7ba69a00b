"""The demo's own configuration: shipped rules, words and topics, and the feeds of the timeline."""

from __future__ import annotations

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from monitor.entrypoints.demo.timeline import Timeline

_TAKEN = ("metrics", "languages", "claimants", "topics")
# One poll at a time: what two feeds publish in the same hour is then read in the same order in every run.
# Each three hours, whatever a feed's rhythm: the demo says the same in every run.
_EVERY = {"every": "3h", "min": "3h", "max": "3h"}
_SETTINGS = {"polling": {**_EVERY, "timeout": "10s", "concurrency": 1, "allow_private": True}}


def write_config(directory: Path, origin: Path, timeline: Timeline, base_url: str) -> None:
    """Write a whole configuration: what can be read from `origin`, whom to poll from the timeline.

    No destinations, so that alerts go to the terminal.
    """
    for name in _TAKEN:
        shutil.copytree(origin / name, directory / name)
    (directory / "sources").mkdir()
    blocks = [{**feed.block, "url": f"{base_url}/{feed.id}"} for feed in timeline.feeds]
    _write(directory / "sources" / "demo.yaml", {"sources": blocks})
    _write(
        directory / "claimants" / "demo.yaml", {"claimants": [dict(block) for block in timeline.claimants]}
    )
    _write(directory / "monitor.yaml", _SETTINGS)


def _write(path: Path, document: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(document, file)
