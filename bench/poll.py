"""How fast two thousand feeds are polled: our line beside the PyPI package `reader`, pair by pair.

    python bench/poll.py [--quick] [--feeds N] [--pairs N]

One server on loopback (`bench/newsstand.py`, a process of its own, whose CPU is shown: it must not be what
both wait for), and two processes that poll it in turn: ours, the daemon's loop with fetching, parsing, reading
of figures, and a store in a file (`bench/poll_ours.py`); and `reader`, which fetches, parses and stores
(`bench/poll_reader.py`).  Every round is polled by one, then by the other; 304 and 5pct, which take tenths of a
second, four times (`--quick`: once), with a pause in which we forget whom we asked, as between two real polls:

    new         every feed for the first time, into an empty database
    304         nothing changed, and the server says so
    5pct        one feed in twenty has one new entry, the others are answered 304
    same_body   nothing changed, and the server sends everything again, without validators
    new_unread  as `new`, but we read no figures, as `reader` does not; only ours, beside its `new`

`reader` has the number of workers that was best for it on feeds of the warm-up, chosen for parsing (new,
same_body) and for asking (304, 5pct) apart, and neither plugins nor a search index.  Both have read
and polled other feeds before.  That both hold the same number of entries at the end is checked.

The last line is one JSON object.  `ratio_…` is how many times as many feeds a second we poll,
`cpu_ratio_…` how many times as many a CPU second (processes below ours included), `peak_ratio_…` our peak memory
by theirs; the median of the pairs.  Then the absolute figures of both.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.newsstand import CHANGED_EVERY, ITEMS, ROOT, Helper, newsstand
from monitor.adapters.turns import LATELY

WORKERS = (1, 2, 4, 8, 16)
SCENARIOS = {
    "new": {"validators": True, "edition": 0},
    "304": {"validators": True, "edition": 0},
    "5pct": {"validators": True, "edition": 1},
    "same_body": {"validators": False, "edition": 1},
}
PARSING = ("new", "same_body")
SHORT = ("304", "5pct")
PAUSE = LATELY + 0.2
"""Seconds before a short round: a host that was asked just before would keep its connection."""

LINE = (
    "{:10} {:7} {:>8.1f} s {:>8,.0f} feeds/s {:>8.2f} CPU s {:>7,.0f} a CPU s {:>6.0f} MB   server {:>3.0%}"
)

Round = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """Both sides and the server between them."""

    stand: Helper
    ours: Helper
    theirs: Helper
    feeds: int
    place: Path
    repeats: int

    def warm_up(self, feeds: int, tried: int, candidates: Sequence[int]) -> dict[str, int]:
        """Poll other feeds on both sides; the number of workers that suits `reader` on `tried` of them, by scenario.

        Ours needs more of them: a pattern is compiled when a text first asks for it, two thousand feeds once.
        """
        first, last = self.feeds, self.feeds + tried
        self.ours.ask(do="open", database=str(self.place / "warm.db"), first=first, last=self.feeds + feeds)
        for _ in range(2):
            self.ours.ask(do="round")
        rates: dict[str, dict[int, float]] = {name: {} for name in ("new", "304")}
        for workers in candidates:
            database = str(self.place / f"warm-{workers}.sqlite")
            self.theirs.ask(do="open", database=database, first=first, last=last)
            for name in rates:
                rates[name][workers] = tried / self.theirs.ask(do="round", workers=workers)["seconds"]
        best = {name: max(by, key=lambda workers: by[workers]) for name, by in rates.items()}
        for name, by in rates.items():
            told = ", ".join(f"{workers}: {rate:,.0f}" for workers, rate in by.items())
            print(f"reader's feeds/s by workers, {name}: {told}; it has {best[name]}", flush=True)
        return {name: best["new" if name in PARSING else "304"] for name in SCENARIOS}

    def pair(self, number: int, workers: dict[str, int]) -> dict[str, tuple[Round, Round]]:
        """One round of each scenario, ours and theirs, from empty databases on."""
        databases = (self.place / f"ours-{number}.db", self.place / f"theirs-{number}.sqlite")
        for side, database in zip((self.ours, self.theirs), databases, strict=True):
            side.ask(do="open", database=str(database), first=0, last=self.feeds)
        rounds, edition = {}, 0
        for name, mode in SCENARIOS.items():
            done: list[tuple[Round, Round]] = []
            for again in range(self.repeats if name in SHORT else 1):
                edition = max(edition, mode["edition"] and mode["edition"] + again)
                time.sleep(PAUSE if name in SHORT else 0)
                self.stand.ask(do="mode", validators=mode["validators"], edition=edition)
                ours = self._round(name, "ours", self.ours)
                theirs = self._round(name, "reader", self.theirs, workers=workers[name])
                self._check(name, ours, theirs)
                done.append((ours, theirs))
            rounds[name] = (self._whole([one for one, _ in done]), self._whole([one for _, one in done]))
        stored = tuple(map(_entries, databases))
        rounds["new_unread"] = (self._unread(number), rounds["new"][1])
        assert stored[0] == stored[1] == self.feeds * ITEMS + edition * self._changed, (
            f"entries stored: {stored}"
        )
        return rounds

    def _unread(self, number: int) -> Round:
        """The first poll again, without the reading of figures, which `reader` has none of."""
        database = str(self.place / f"unread-{number}.db")
        self.ours.ask(do="open", database=database, first=0, last=self.feeds, unread=True)
        self.stand.ask(do="mode", **SCENARIOS["new"])
        done = self._round("new_unread", "ours", self.ours)
        assert (done["polled"], done["fresh"], done["figures"]) == (self.feeds, self.feeds * ITEMS, 0), done
        return done

    def _round(self, name: str, who: str, side: Helper, **settings: int) -> Round:
        before = self.stand.ask(do="cpu")["cpu"]
        done = side.ask(do="round", **settings)
        done["server"] = (self.stand.ask(do="cpu")["cpu"] - before) / done["seconds"]
        done |= self._rates([done])
        told = (
            done[key] for key in ("seconds", "feeds_per_s", "cpu", "feeds_per_cpu_s", "peak_mb", "server")
        )
        print(LINE.format(name, who, *told), flush=True)
        return done

    def _whole(self, rounds: Sequence[Round]) -> Round:
        """Rounds of one scenario as one."""
        return {**rounds[-1], **self._rates(rounds)}

    def _rates(self, rounds: Sequence[Round]) -> Round:
        polled = self.feeds * len(rounds)
        return {
            "feeds_per_s": polled / sum(one["seconds"] for one in rounds),
            "feeds_per_cpu_s": polled / sum(one["cpu"] for one in rounds),
        }

    def _check(self, name: str, ours: Round, theirs: Round) -> None:
        """Both did what the scenario asks for, all of it."""
        fresh = {"new": self.feeds * ITEMS, "5pct": self._changed}.get(name, 0)
        for done in (ours, theirs):
            assert (done["polled"], done.get("failed", 0), done.get("fresh", 0)) == (self.feeds, 0, fresh), (
                f"{name}: {done}"
            )

    @property
    def _changed(self) -> int:
        return sum(feed % CHANGED_EVERY == 7 for feed in range(self.feeds))


def python_with_reader() -> str:
    """A Python that has `reader`: in a venv of its own, since it wants another feedparser than we do."""
    venv, wanted = ROOT / ".venv.reader", ROOT / "bench" / "reader.txt"
    stamp, python = venv / "installed", venv / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        print("installing what bench/reader.txt names into .venv.reader", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", "--requirement", wanted], check=True)
        stamp.write_text(wanted.read_text())
    return str(python)


def _entries(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        count: int = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
    return count


def verdict(pairs: Sequence[dict[str, tuple[Round, Round]]]) -> dict[str, float]:
    """The ratios of each scenario, then both sides' figures: medians of the pairs."""
    ratios: dict[str, float] = {}
    figures: dict[str, float] = {}
    for name in (*SCENARIOS, "new_unread"):
        rounds = [pair[name] for pair in pairs]
        for key, kind in (
            ("ratio", "feeds_per_s"),
            ("cpu_ratio", "feeds_per_cpu_s"),
            ("peak_ratio", "peak_mb"),
        ):
            ratios[f"{key}_{name}"] = round(median(ours[kind] / theirs[kind] for ours, theirs in rounds), 2)
        for who, index in (("ours", 0), ("reader", 1)):
            for kind, digits in (("feeds_per_s", 1), ("feeds_per_cpu_s", 1), ("peak_mb", 0)):
                figures[f"{who}_{kind}_{name}"] = round(median(one[index][kind] for one in rounds), digits)
    return {**ratios, **figures}


@contextmanager
def match(arguments: argparse.Namespace, warm: int) -> Iterator[Match]:
    """Start all three processes."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stand, told = stack.enter_context(
            newsstand(arguments.feeds + warm, *(["--plain"] if arguments.plain else []))
        )
        port = str(told["port"])
        print(
            f"{arguments.feeds} feeds of {told['bytes'] / 1000:.0f} kB{'' if arguments.plain else ', sent as gzip'}"
        )
        mine = ["--config", str(arguments.config.resolve()), "--port", port]
        mine += ["--unproved"] if arguments.quick else []
        ours = Helper(sys.executable, "-m", "bench.poll_ours", *mine)
        theirs = Helper(arguments.reader or python_with_reader(), "-m", "bench.poll_reader", "--port", port)
        for side in (ours, theirs):
            stack.callback(side.close)
            side.hear()
        yield Match(stand, ours, theirs, arguments.feeds, place, 1 if arguments.quick else 4)


def main() -> None:
    """Warm up, poll pair by pair, print a line a round, then the JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few feeds, one pair: under 45 seconds")
    parser.add_argument("--feeds", type=int, help="2,000, or 120 with --quick")
    parser.add_argument("--pairs", type=int, help="2, or 1 with --quick")
    parser.add_argument("--plain", action="store_true", help="the server does not compress")
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--reader", help="a Python that has `reader`; without it a venv is made")
    arguments = parser.parse_args()
    quick = arguments.quick
    arguments.feeds = arguments.feeds or (120 if quick else 2_000)
    warm, tried, candidates = (120, 40, (1, 8)) if quick else (200, 200, WORKERS)
    with match(arguments, warm) as polled:
        workers = polled.warm_up(warm, tried, candidates)
        pairs = [polled.pair(number, workers) for number in range(arguments.pairs or (1 if quick else 2))]
    print(json.dumps(verdict(pairs)))


if __name__ == "__main__":
    main()
