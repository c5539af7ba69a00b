"""The other side of `bench/poll.py`: the PyPI package `reader`, on the same commands as `bench/poll_ours.py`.

It is set as well as its documentation allows: threads for fetching and parsing, no plugins (they try a
feed again under another name), no full-text search.  `workers` comes with each round.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from reader import Reader, UpdatedFeed, make_reader

from bench.meter import Meter
from bench.newsstand import url


class Side:
    """A reader with its database."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: Reader | None = None

    def open(self, database: str, first: int, last: int) -> dict[str, Any]:
        """Watch the feeds of these numbers, with a database that nothing stands in yet."""
        if self._reader is not None:
            self._reader.close()
        self._reader = make_reader(database, plugins=(), search_enabled=False)
        for number in range(first, last):
            self._reader.add_feed(url(number, self._port))
        return {}

    def round(self, workers: int) -> dict[str, Any]:
        """Update every feed once."""
        assert self._reader is not None
        heard = dict.fromkeys(("polled", "ok", "unchanged", "failed", "fresh"), 0)
        with Meter() as meter:
            for feed, told in self._reader.update_feeds_iter(scheduled=False, workers=workers):
                heard["polled"] += 1
                if isinstance(told, UpdatedFeed):
                    heard["ok"] += 1
                    heard["fresh"] += told.new
                elif told is None:
                    heard["unchanged"] += 1
                else:
                    heard["failed"] += 1
                    print(f"{feed}: {told}", file=sys.stderr)
        return {**meter.read, **heard}


def main() -> None:
    """Take commands until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    side = Side(parser.parse_args().port)
    print(json.dumps({"ready": time.process_time()}), flush=True)
    while line := sys.stdin.readline():
        command = json.loads(line)
        print(json.dumps(getattr(side, command.pop("do"))(**command)), flush=True)


if __name__ == "__main__":
    main()
