"""How many articles a second one core reads: with 1, 50 and 500 rules, beside the same rules on `re`.

    python bench/extract.py [--quick] [--texts DIRECTORY]

The articles are made here, from a seed: 3 kB of English news prose each, put together from sentences
of our own.  Nine in ten are ordinary news (sport, economy, technology, politics, weather, culture), one
in ten reports a conflict; a third are set with typographic quotes and dashes, as feeds are.  So 3–4 %
of the bytes lie in sentences with a number and a trigger word (about 14 % in the conflict reporting),
as was measured in real news.  What a mix hides is shown beside it: the rate for conflict reporting
alone, and for one in four.

«The same rules with `re`»: every rule's own expansion, compiled by `re` and searched in every masked
sentence.  The masking is given to `re` for free, and our own time is that of the whole extraction:
language, folding, triggers, sentences, masks, rules, who said it.  Stage 1 is language, folding and
triggers, timed alone.  The 500 rules more are of our own make: things that happen to people in the
news and are none of the shipped metrics, each rule with a trigger and the shipped words around it.

With `--texts` the texts of all .jsonl files under a directory (their `title` and `text`) are read as
well, as they are: labelled incident reports are the worst mix there is, every one full of figures.

The time is one core's own, the best of several rounds over the same articles: the automata are warm,
as in a daemon.  The first round of a process is two to four times slower.

The last line is one JSON object; rates are of the shipped rules unless the key says otherwise.
`articles_per_s`, `mb_per_s`: the mix.  `ratio_with_500_rules`: its rate with 500 rules more, divided by
its rate without; 0.8 is a fifth slower.  `ratio_to_re`: our rate with 500 rules by that of `re`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from bench.prose import article, typeset
from monitor.config import load
from monitor.core.book import Book
from monitor.core.chunk import chunk
from monitor.core.extract import extract
from monitor.core.faults import Fault
from monitor.core.language import detect
from monitor.core.pattern import economical
from monitor.core.rules import Rulebook, compile_when_met
from monitor.core.specs import MetricSpec, RuleSpec
from monitor.core.text import fold, sentences
from monitor.model import Entry

SEEN = datetime(2026, 1, 15, tzinfo=UTC)
LINE = "{:34} {:>8} articles/s  {:>6} MB/s"

# ── articles ────────────────────────────────────────────────────────────────────────────────


def articles(count: int, conflict_share: float, seed: int = 3) -> list[Entry]:
    """So many entries of 3 kB, the same for the same arguments."""
    chance = random.Random(seed)
    entries = []
    for number in range(count):
        text = article(chance, conflict=chance.random() < conflict_share)
        shown = typeset(text) if chance.random() < 1 / 3 else text
        entries.append(Entry("bench", f"{number}", "", "", shown, None, SEEN, SEEN))
    return entries


def given(directory: Path) -> list[Entry]:
    """The texts of all .jsonl files under a directory."""
    lines = (line for file in sorted(directory.rglob("*.jsonl")) for line in file.open(encoding="utf-8"))
    rows = [row for row in map(json.loads, lines) if isinstance(row.get("text"), str)]
    assert rows, f"no texts in {directory}"
    return [
        Entry("bench", f"{number}", "", row.get("title") or "", row["text"], None, SEEN, SEEN)
        for number, row in enumerate(rows)
    ]


# ── rules ───────────────────────────────────────────────────────────────────────────────────

DONE = (
    "rescued vaccinated quarantined deported evicted recruited dismissed expelled naturalised hired "
    "promoted suspended ordained enrolled registered relocated repatriated resettled reunited honoured "
    "decorated nominated appointed drafted trained certified insured compensated pardoned acquitted "
    "fined audited interviewed photographed screened tested infected treated discharged adopted "
    "baptised invited welcomed escorted searched questioned summoned subpoenaed extradited exiled"
).split()  # fmt: skip
HOW = (
    "in the town", "by the council", "after the meeting", "at the border", "on the coast",
    "during the week", "by the agency", "in the camp", "by decree", "near the station",
)  # fmt: skip


def invented_rules() -> MetricSpec:
    """Five hundred rules that are not shipped: fifty things that are done to people, in ten circumstances."""
    rules = tuple(
        RuleSpec(
            id=f"bench-{done}-{number}",
            language="en",
            pattern=f"{{count}}{{noun}}?{{aside}}?{{then}}{{were}} (?:{{adv}} )?{done} {how}",
            examples=(),
        )
        for done, (number, how) in product(DONE, enumerate(HOW))
    )
    return MetricSpec("bench", "bench", "invented", 1, {"en": tuple(DONE)}, rules)


def with_rules(book: Book, count: int | None = None, more: Sequence[MetricSpec] = ()) -> Rulebook:
    """The shipped rulebook with its first `count` English rules only, or with more."""
    metrics = list(book.metrics.values()) if count is None else []
    faults: list[Fault] = []
    rulebook, said = compile_when_met(
        [*metrics, *more], list(book.languages.values()), list(book.claimants.values()), faults.extend
    )
    assert rulebook.languages["en"].rules
    assert not [*said, *faults], faults
    return rulebook


def only(metric: MetricSpec, count: int) -> MetricSpec:
    """A metric with its first `count` rules and the triggers that these need."""
    kept = metric.rules[:count]
    needed = tuple(word for word in metric.triggers["en"] if any(word in rule.pattern for rule in kept))
    return replace(metric, rules=kept, triggers={"en": needed})


# ── measuring ───────────────────────────────────────────────────────────────────────────────


def rate(entries: Sequence[Entry], rulebook: Rulebook, seconds: float) -> tuple[float, float]:
    """Articles and megabytes a second of one core's own time: the best of several rounds."""
    rounds: list[float] = []
    while len(rounds) < 3 or sum(rounds) < seconds:
        start = time.process_time()
        for entry in entries:
            extract(entry, rulebook)
        rounds.append(time.process_time() - start)
    best = min(rounds)
    size = sum(len(entry.text.encode()) for entry in entries)
    return len(entries) / best, size / best / 1e6


def stage_one(entries: Sequence[Entry], rulebook: Rulebook) -> float:
    """Seconds an article takes to tell its language, fold it and find out whether a trigger stands in it."""
    english, known = rulebook.languages["en"], rulebook.languages.keys()
    times = []
    for _ in range(5):
        start = time.process_time()
        for entry in entries:
            detect(entry.text, known)
            english.triggers.search(fold(entry.text).text)
        times.append(time.process_time() - start)
    return min(times) / len(entries)


def with_re(entries: Iterable[Entry], rulebook: Rulebook, seconds: float, every: int = 1) -> float:
    """Articles a second when `re` searches every masked sentence for every rule.

    `every` tries one rule in so many and counts it so often: `re` looks for each by itself, and
    takes a twentieth of a second to compile one.
    """
    english = rulebook.languages["en"]
    rules = [re.compile(for_re(rule.pattern.pattern)) for rule in english.rules[::every]]
    done, spent = 0, 0.0
    for entry in entries:
        text = fold(entry.text).text
        masked = [
            chunk(text[start:end], english.numbers, english.lexicon).text
            for start, end in sentences(text, english.abbreviations)
        ]
        start_time = time.process_time()
        for one in masked:
            for rule in rules:
                rule.search(one)
        spent += (time.process_time() - start_time) * every
        done += 1
        if spent > seconds * every:
            break
    return done / spent


def for_re(pattern: str) -> str:
    """An RE2 pattern in the dialect of `re`: the two write a character's number differently."""
    return re.sub(r"\\x\{(\w+)\}", lambda code: f"\\U{int(code[1], 16):08x}", economical(pattern))


def share_in_question(entries: Sequence[Entry], rulebook: Rulebook) -> float:
    """The share of the bytes that lie in sentences with a number and a trigger."""
    english = rulebook.languages["en"]
    inside = total = 0
    for entry in entries:
        text = fold(entry.text).text
        for start, end in sentences(text, english.abbreviations):
            one = text[start:end]
            total += end - start
            if english.triggers.search(one) and any(True for _ in english.numbers.read(one)):
                inside += end - start
    return inside / total


def main() -> None:
    """Measure, print a line for each thing measured, then the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--texts", type=Path, help="a directory of .jsonl files with more texts")
    parser.add_argument("--quick", action="store_true", help="under 45 seconds")
    arguments = parser.parse_args()
    seconds, count = (0.6, 120) if arguments.quick else (8.0, 2_000)
    book = load(arguments.config, os.environ, wait=True)
    invented = invented_rules()
    shipped, more = with_rules(book), with_rules(book, more=[invented])
    mixed, conflict = articles(count, 0.1), articles(count, 1.0)
    result: dict[str, float] = {
        "share_in_question": round(share_in_question(mixed[:200], shipped), 4),
        "share_in_question_conflict": round(share_in_question(conflict[:200], shipped), 4),
    }
    print("bytes in sentences with a number and a trigger:", result)

    def told(name: str, entries: Sequence[Entry], rulebook: Rulebook) -> float:
        each, size = rate(entries, rulebook, seconds)
        print(LINE.format(name, round(each), round(size, 2)), flush=True)
        result[f"{name.replace(' ', '_')}"] = round(each)
        return each

    each, size = rate(mixed, shipped, seconds)
    first = stage_one(mixed, shipped)
    print(LINE.format("shipped rules", round(each), round(size, 2)), f" {first * each:.0%} in stage 1")
    crowded = told("articles per s with 500 rules more", mixed, more)
    told("articles per s conflict only", conflict, shipped)
    told("articles per s one in four", articles(count, 0.25), shipped)
    if arguments.texts is not None:
        told("articles per s given texts", given(arguments.texts), shipped)
    ratios = []
    for number in (1, 50, 500):
        rules = with_rules(book, 0, [only(invented, number)])
        ours = told(f"articles per s {number} rules", mixed, rules)
        theirs = with_re(mixed, rules, seconds, every=10 if number > 100 else 1)
        ratios.append(ours / theirs)
        result[f"re_{number}_rules"] = round(theirs, 1)
        print(f"{'':34} {theirs:>8.1f} articles/s with re: {ours / theirs:.0f} times")
    result |= {
        "articles_per_s": round(each),
        "mb_per_s": round(size, 2),
        "share_in_stage_1": round(first * each, 3),
        "ratio_to_re": round(ratios[-1], 1),
        "ratio_to_re_1_rule": round(ratios[0], 1),
        "ratio_to_re_50_rules": round(ratios[1], 1),
        "ratio_with_500_rules": round(crowded / each, 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
