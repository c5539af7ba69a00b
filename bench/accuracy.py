"""Exact match on labelled texts, beside a naive regular expression in the same run.

    python bench/accuracy.py FILE.jsonl…      rows {"text", "killed"?, "injured"?, "killed_low"?, "lang"?, "date"? …}

It reads nothing but the files it is given.  The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from monitor.config import load
from monitor.core.extract import Reading, extract
from monitor.core.rules import Rulebook
from monitor.model import Entry

WORDS = {
    "killed": r"kill|dead|death|die[sd]|slain|shot dead",
    "injured": r"injur|wound|hurt",
}
QUICK = 150


def main() -> None:
    """Read each file, print a line a file and metric, then the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--quick", action="store_true", help=f"only the first {QUICK} rows of each file")
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each file and metric")
    arguments = parser.parse_args()
    rulebook = load(arguments.config, os.environ, wait=True).rulebook
    result = {
        path.stem: measure(path, rulebook, QUICK if arguments.quick else None, arguments.misses)
        for path in arguments.files
    }
    print(json.dumps(result))


def measure(path: Path, rulebook: Rulebook, limit: int | None, misses: int) -> dict[str, float]:
    """Share of rows whose total is exact (or inside the range), by metric; the naive reader's beside it."""
    rows = [json.loads(line) for line in path.read_text().splitlines()][:limit]
    right: dict[str, list[bool]] = defaultdict(list)
    naive: dict[str, list[bool]] = defaultdict(list)
    wrong: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        reading = read(row, rulebook)
        for metric, (low, high) in gold(row).items():
            hit = low <= reading.totals.get(metric, 0) <= high
            right[metric].append(hit)
            naive[metric].append(low <= first_number(row["text"], metric) <= high)
            if not hit:
                wrong[metric].append(describe(row, metric, low, high, reading))
    for metric, hits in right.items():
        print(
            f"{path.stem:28} {metric:9} n={len(hits):4} exact {share(hits):.3f}   naive {share(naive[metric]):.3f}"
        )
        for line in wrong[metric][:misses]:
            print("   ", line)
    shares = {metric: round(share(hits), 4) for metric, hits in right.items()}
    return shares | {f"naive_{metric}": round(share(hits), 4) for metric, hits in naive.items()}


def read(row: dict[str, str], rulebook: Rulebook) -> Reading:
    """The text as an entry that was published on the day it gives, if it gives one."""
    day = row.get("date") or ""
    published = (
        datetime.fromisoformat(day).replace(tzinfo=UTC) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    )
    seen = published or datetime(2026, 1, 1, tzinfo=UTC)
    return extract(Entry("bench", row["id"], "", "", row["text"], row.get("lang"), published, seen), rulebook)


def gold(row: dict[str, int | None]) -> dict[str, tuple[int, int]]:
    """Metric → the lowest and highest answer that counts as exact."""
    wanted = {metric: (row[metric], row[metric]) for metric in WORDS if row.get(metric) is not None}
    if row.get("killed_low") is not None:
        wanted["killed"] = (row["killed_low"], row["killed_high"] or row["killed_low"])
    return wanted  # type: ignore[return-value]


def first_number(text: str, metric: str) -> int:
    """What a naive reader takes: the number nearest to the first word of the metric."""
    word = re.search(WORDS[metric], text, re.IGNORECASE)
    numbers = [(m.start(), int(m.group().replace(",", ""))) for m in re.finditer(r"\d[\d,]*", text)]
    if not word or not numbers:
        return 0
    return min(numbers, key=lambda pair: abs(pair[0] - word.start()))[1]


def describe(row: dict[str, str], metric: str, low: int, high: int, reading: Reading) -> str:
    """One miss: what was wanted, what was read, by which rules."""
    figures = [
        f"{f.low}/{f.high} {f.basis}{' bg' if f.background else ''} {f.rule_id}"
        for f in reading.figures
        if f.metric == metric
    ]
    text = " ".join(row["text"].split())
    return (
        f"[{row['id']}] want {low}–{high}, got {reading.totals.get(metric)}; {figures}\n        {text[:1500]}"
    )


def share(hits: list[bool]) -> float:
    """The share that is right."""
    return sum(hits) / len(hits) if hits else 0.0


if __name__ == "__main__":
    main()
