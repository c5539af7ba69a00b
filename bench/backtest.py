"""How long a backtest over stored history takes: read anew, and after the edits that a desk makes.

    PYTHONPATH=. python bench/backtest.py [--quick] [--entries N] [--reports SHARE]

The history is made here, from a seed: entries of 200 days from the shipped sources, as long as those of
200 real feeds were (half of them under 250 characters, one in five over 4,000), one in 37 of them a
report on a conflict (so that one in fifty has figures, as in real feeds), half of these about the topic
that is watched; `--reports 0.3` makes eleven times as many figures.  Its entries are read once as the daemon reads
them, then tried:

    condition  a topic's threshold was changed         nothing is read anew
    claimant   a claimant was added                    what says something is read anew
    rule       a rule of the one language was edited   everything in it is read anew
    all        no reading was kept                     everything is read anew

The last line is one JSON object.  `entries_per_s` and `seconds_for_100000` are of the edit of a
condition, `…_rule` of that of a rule; of a short run they are too slow, since every try loads the
configuration.  `ratio` is how many times faster the first is than reading all.  Seconds are of the
clock, with as many processes as there are cores, what a start costs included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.prose import article
from monitor.adapters.store import SqlStore, open_store
from monitor.config import load
from monitor.entrypoints.history import backtest
from monitor.model import Entry, PollState
from monitor.pipeline import reread

BEGIN = datetime(2025, 12, 28, tzinfo=UTC)
DAYS = 200
SIZES = (60, 100, 200, 250, 250, 500, 1_200, 2_500, 4_500, 7_700)
WHO = ("HRANA", "Iran Human Rights", "Amnesty International", "the health ministry", "a rights group")
TOPIC = "topics/iran-protests-2026.yaml"


def history(count: int, sources: list[str], reports: float) -> Iterator[Entry]:
    """So many entries, in order of time."""
    chance = random.Random(5)
    texts = {conflict: [article(chance, conflict) for _ in range(400)] for conflict in (False, True)}
    toll = 20
    for number in range(count):
        at = BEGIN + timedelta(days=DAYS) * (number / count)
        conflict = chance.random() < reports
        text = "\n".join(chance.choice(texts[conflict]) for _ in range(3))[: chance.choice(SIZES)]
        if conflict and chance.random() < 0.5:
            toll += chance.choice((0, 0, 0, 0, 1, 2, 5))
            metric, share = chance.choice((("killed", 1), ("injured", 1), ("arrested", 8)))
            text = (
                f"At least {toll * share:,} people have been {metric} in the protests in Iran, "
                f"{chance.choice(WHO)} said. {text}"
            )
        seen_at = at + timedelta(minutes=5)
        yield Entry(chance.choice(sources), f"{number}", "", text[:60], text, "en", at, seen_at)


def stored(store: SqlStore, config: Path, count: int, reports: float) -> None:
    """Store a history, read with a configuration as the daemon reads it."""
    book = load(config, os.environ, wait=True)
    sources = [source.id for source in book.sources.values()]
    entries = list(history(count, sources, reports))
    with store.transaction() as facts:
        facts.add_entries(entries)
        for source in sources:
            facts.settle_poll(PollState(source, BEGIN, seeded_at=BEGIN + timedelta(hours=6)))

    async def at_once(function: Callable[..., Any], *arguments: Any) -> Any:
        return function(*arguments)

    ports: Any = SimpleNamespace(store=store, offload=at_once)
    asyncio.run(reread(book, ports, BEGIN + timedelta(days=DAYS)))


def edit_condition(config: Path) -> None:
    """Be told of less."""
    _edit(config / TOPIC, "metrics: [", "conditions: {up: {ratio: 1.5}}\nmetrics: [")


def edit_claimant(config: Path) -> None:
    """Know one body more."""
    (config / "claimants" / "bench.yaml").write_text(
        "claimants:\n  - id: bench\n    name: Bench\n    class: monitor\n    aliases: {en: [Bench Watch]}\n"
    )


def edit_rule(config: Path) -> None:
    """Look for one word more in one language."""
    _edit(config / "metrics" / "killed.yaml", "en: [kill,", "en: [benchmarked, kill,")


def _edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text, f"{file} reads otherwise now"
    file.write_text(text.replace(before, after, 1), "utf-8")


def main() -> None:
    """Make the history, try every edit, print a line for each, then the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="well under 45 seconds: 1,500 entries")
    parser.add_argument("--reports", type=float, default=0.027, help="the share of reports on a conflict")
    arguments = parser.parse_args()
    count = 1_500 if arguments.quick else arguments.entries
    result: dict[str, float] = {"entries": count}
    with (
        tempfile.TemporaryDirectory() as place,
        closing(open_store(f"sqlite:///{place}/history.db")) as store,
    ):
        stored(store, arguments.config, count, arguments.reports)
        seconds: dict[str, float] = {}
        for name, edit in (
            ("condition", edit_condition),
            ("claimant", edit_claimant),
            ("rule", edit_rule),
            ("all", None),
        ):
            config = Path(place) / name
            shutil.copytree(arguments.config, config)
            if edit is not None:
                edit(config)
            start = time.perf_counter()
            outcome = backtest(config, store, everything=edit is None)
            seconds[name] = time.perf_counter() - start
            told = f"{outcome.anew:>7,} read anew, would have alerted {len(outcome.alerts):,} times"
            print(
                f"{name:10} {seconds[name]:7.1f} s {count / seconds[name]:9,.0f} entries/s {told}", flush=True
            )
            result[f"read_anew_{name}"] = outcome.anew
    for name, spent in seconds.items():
        end = "" if name == "condition" else f"_{name}"
        result[f"entries_per_s{end}"] = round(count / spent)
        result[f"seconds_for_100000{end}"] = round(spent * 100_000 / count, 1)
    result["ratio"] = round(seconds["all"] / seconds["condition"], 1)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
