"""`tollwatch init`, `health` and `version`: beginning, and being asked how it goes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.store import open_store
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.telemetry import span
from monitor.errors import UsageError
from monitor.shipped import shipped_config


def init(directory: Path) -> int:
    """Copy the shipped configuration into `directory`; a file that is there already stays as it is."""
    source = shipped_config()
    if directory.exists() and directory.resolve() == source.resolve():
        raise UsageError(f"{directory}/ is the shipped configuration itself")
    copied = kept = 0
    for origin, target in _pairs(source, directory):
        if target.exists():
            kept += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)
        copied += 1
    print(f"{directory}/: {copied} files copied, {kept} were there already and stay as they are")
    print(
        "next: `tollwatch check` validates it, `tollwatch run` watches, `tollwatch demo` shows what comes out"
    )
    return 0


def health(database: str, max_age: float) -> int:
    """Say how old the daemon's last heartbeat is; 0 if at most `max_age` seconds, else 1."""
    store = open_store(database)
    try:
        beat = store.last_beat()
    finally:
        store.close()
    if beat is None:
        print("no daemon has run on this database yet", file=sys.stderr)
        return EXIT_FAILED
    age = datetime.now(UTC) - beat
    # A beat from the future is as bad as an old one: the clock was set back and nobody beats since.
    if abs(age) > timedelta(seconds=max_age):
        print(
            f"the daemon's last heartbeat was at {beat:%Y-%m-%d %H:%M:%S} UTC, {span(abs(age))} off",
            file=sys.stderr,
        )
        return EXIT_FAILED
    print(f"alive: last heartbeat {span(max(age, timedelta()))} ago")
    return 0


def _pairs(source: Path, directory: Path) -> Iterator[tuple[Path, Path]]:
    for origin in sorted(source.rglob("*")):
        inside = origin.relative_to(source)
        if origin.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
            yield origin, directory / inside
