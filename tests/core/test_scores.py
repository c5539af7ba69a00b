"""The committed scores on the labelled corpus: a change that reads worse does not pass.

After a change that reads better, write the new scores: `TOLLWATCH_WRITE_SCORES=1 ./dev test tests/core/test_scores.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from monitor.core.book import Book
from monitor.core.evaluate import score
from monitor.entrypoints.evaluating import Judged, document, judge_file

CORPUS = Path(__file__).parents[1] / "corpus"
COMMITTED = CORPUS / "scores.json"
KINDS = ("figure", "metric", "language", "bound", "basis", "claimant", "background")
ENOUGH = 20  # labels; below that one text decides
SLACK = 0.005  # of F1: a rule that mends three readings may cost one


def measured(half: str, book: Book) -> dict[str, dict[str, float]]:
    """Kind and value → F1, totals → share exact, of one half of the corpus."""
    judged = [one for file in sorted((CORPUS / half).glob("*.jsonl")) for one in judge_file(file, book)]
    assert all(isinstance(one, Judged) for one in judged), judged
    scores: dict[str, Any] = document(score(one.comparison for one in judged if isinstance(one, Judged)))
    kinds = {
        kind: {value: one["f1"] for value, one in scores[kind].items() if one["labelled"] >= ENOUGH}
        for kind in KINDS
    }
    return {**kinds, "totals": {metric: one["exact"] for metric, one in scores["totals"].items()}}


@pytest.mark.parametrize("half", ["open", "kept"])
def test_the_rules_read_the_corpus_no_worse_than_committed(half: str, shipped: Book) -> None:
    now = measured(half, shipped)
    if os.environ.get("TOLLWATCH_WRITE_SCORES"):
        before = json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {}
        COMMITTED.write_text(json.dumps({**before, half: now}, indent=1, sort_keys=True) + "\n")
    committed = json.loads(COMMITTED.read_text())[half]
    fallen = {
        f"{kind} {value}": (was, now[kind].get(value, 0.0))
        for kind, by in committed.items()
        for value, was in by.items()
        if now[kind].get(value, 0.0) < was - SLACK
    }
    assert not fallen
