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
SIZE = 3_000  # characters an article
LINE = "{:34} {:>8} articles/s  {:>6} MB/s"

# ── articles ────────────────────────────────────────────────────────────────────────────────

NAMES = (
    "Miller Okafor Lindqvist Haddad Moreau Tanaka Novak Alvarez Singh Weber Rossi Demir Karimi Cole".split()
)
TOWNS = "Northfield Harwick Bellavista Karsten Umbra Port Selene Dunmore Ashgrove Valdoro Mirabel".split()
FIRMS = "Nordwind Asterion Calder Halcyon Brightwater Meridian Kestrel Orbitas".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

ORDINARY = (
    (
        "{town} came from behind to beat {town2} {small}-{tiny} on {day} and moved up to {ordinal} place.",
        "The striker scored twice in the second half, once from a free kick that no one expected.",
        "Coach {name} said the team had shown patience and that the next match would be harder.",
        "It was the best result of the season for a club that had looked tired since the winter break.",
        "{name} missed a penalty shortly before the interval but the crowd kept singing until the end.",
        "The last match of the championship begins on {day}, and tickets are almost sold out.",
        "Supporters travelled by train and stayed in the town until late in the evening.",
        "The captain, {age}, will not extend his contract and hopes to play abroad for a year or two.",
        "About {crowd} spectators saw the match, among them the trainer of the national team.",
    ),
    (
        "Shares in {firm} rose {small} per cent on {day} after the company raised its outlook for the year.",
        "Analysts had expected weaker demand from carmakers, but orders from abroad held up well.",
        "The central bank left its key rate as it was and spoke of a slow return to stable prices.",
        "{firm} will invest {small} billion euros in a plant near {town} and wants to hire engineers.",
        "The chairman of the board, {name}, told investors that costs would fall from next year on.",
        "Trade unions called the offer a first step and asked for further talks before the summer.",
        "Consumers remain careful, a survey of households showed, and put more money aside.",
        "Rents in {town} have climbed for {small} years in a row, according to the statistics office.",
    ),
    (
        "{firm} presented a telephone that folds twice and a battery that is said to last for days.",
        "Researchers in {town} have built a sensor that measures the moisture of a field from the air.",
        "The software learns from the pictures of a camera and runs on a small processor.",
        "Developers complained that the new interface came out before it had been described.",
        "The satellite will circle the earth at a height of {large} kilometres and take pictures of ice.",
        "According to {name}, who leads the project, the first tests went better than planned.",
        "The update closes a gap through which strangers could read the list of contacts.",
        "{firm} has sold {large},000 of the devices since the spring, more than in the whole of last year.",
    ),
    (
        "Parliament in {town} passed the budget on {day} with {votes} votes to {votes2}.",
        "The opposition accused the government of hiding what the railway will cost.",
        "Minister {name} rejected the criticism and pointed to the agreement of last spring.",
        "The committee wants to hear experts before it decides on the reform of the schools.",
        "In the polls the party of {name} is ahead, but a third of the voters are undecided.",
        "The president is expected in {town} on {day} for a visit of two days.",
        "Both sides spoke of a constructive meeting and left without taking questions.",
        "The council has {age} members, who meet on {day} and decide in public.",
    ),
    (
        "A belt of rain moves across the country from the west and reaches {town} in the evening.",
        "Temperatures stay near {small} degrees, with fog in the valleys and sun on the coast.",
        "The museum in {town} shows photographs of harbours from the years between the wars.",
        "The director {name} tells the story of a family that runs a small hotel by the sea.",
        "Visitors can walk through the gardens until {day}, and guided tours begin at noon.",
        "The orchestra opens its season with a piece that has not been played here for decades.",
        "Volunteers planted trees along the river, and the town council paid for the tools.",
        "The bridge will be closed to lorries for {small} weeks while its bearings are replaced.",
    ),
)  # fmt: skip
# Words of the metrics in other matters, as they stand in one sentence of twelve in real news.
ELSEWHERE = (
    "His shot from the edge of the area hit the post in the closing minutes.",
    "The group charges its customers more for storage since the price of power went up.",
    "Her novel follows the lives of three sisters who inherit an orchard from an aunt.",
    "A change at the top of {firm} has been expected since the spring, people close to it say.",
    "The life of the device ends when its maker stops the updates, consumer advocates say.",
    "Members of the audience walked around the stage and looked at the instruments.",
    "The prosecutor has not yet said whether charges will be brought against the former mayor.",
    "Executives of {firm} met {small} investors in {town} and gave no outlook.",
    "The proposal of {name} was shot down in committee, and there has been no other since.",
    "About {votes} people came to the hall, where the body of experts answered questions.",
)  # fmt: skip
ELSEWHERE_SHARE = 0.07

CONFLICT = (
    "At least {some} people were killed and {many} others wounded when shells hit a market in {town} on {day}.",
    "Hospital officials in {town} said {some} bodies had been brought in since the early morning.",
    "The death toll from the fighting around {town} has risen to {many}, according to the health ministry.",
    "Security forces detained {some} demonstrators near the university of {town}, a rights group said.",
    "{name}, a teacher and father of two, was shot dead at a checkpoint outside {town} on {day}.",
)
AROUND_CONFLICT = (
    "Residents described hours of fire before the road to the north was opened again.",
    "Shops stayed closed, and long lines formed in front of the few bakeries that had flour.",
    "The army said that it had struck positions of the other side and gave no details.",
    "The claims could not be verified independently because the area is cut off.",
    "Diplomats are trying to bring both sides back to the table before the end of the month.",
    "The governor of {town} appealed to all sides to let convoys with medicine pass.",
    "Telephone lines were down for much of the day, and the internet worked only at times.",
    "A spokesman for the agency said the warehouses would be empty within {small} days.",
    "Relatives of the missing gathered in front of the town hall and held up photographs.",
    "Earlier talks had failed over the question of who would guard the crossing.",
    "The families of the victims are still waiting for an answer from the authorities.",
    "Smoke rose over the harbour in the afternoon, and several warehouses burned until nightfall.",
    "The council of elders asked for a pause of {small} hours so that the dead could be buried.",
    "Schools will remain shut until further notice, the department of education announced.",
    "Observers at the border counted fewer lorries than in the week before.",
)  # fmt: skip
CONFLICT_SHARE = 0.085


def article(chance: random.Random, conflict: bool) -> str:
    """The text of one article: sentences of its kind, now and then one of another, in paragraphs of three."""
    usual, rare, share = (
        (AROUND_CONFLICT, CONFLICT, CONFLICT_SHARE)
        if conflict
        else (chance.choice(ORDINARY), ELSEWHERE, ELSEWHERE_SHARE)
    )
    pieces: list[str] = []
    while sum(map(len, pieces)) < SIZE:
        pieces.append(sentence(chance, chance.choice(rare if chance.random() < share else usual)))
    paragraphs = (" ".join(pieces[start : start + 3]) for start in range(0, len(pieces), 3))
    return "\n".join(paragraphs)[:SIZE]


def sentence(chance: random.Random, pattern: str) -> str:
    """A sentence with its blanks filled in."""
    return pattern.format(
        name=chance.choice(NAMES), town=chance.choice(TOWNS), town2=chance.choice(TOWNS),
        firm=chance.choice(FIRMS), day=chance.choice(DAYS), ordinal=chance.choice(["third", "fifth", "tenth"]),
        tiny=chance.randrange(3), small=chance.randrange(3, 9), age=chance.randrange(20, 38),
        some=chance.choice(["seven", "12", "two dozen", "21", "nine"]), many=chance.randrange(30, 3_000),
        large=chance.randrange(300, 900), crowd=chance.randrange(3, 40) * 1_000,
        votes=chance.randrange(200, 400), votes2=chance.randrange(40, 199),
    )  # fmt: skip


def typeset(text: str) -> str:
    """As a web page sets it: curly quotes and long dashes."""
    quoted = re.sub(r"said ([^.\n]+)\.", "said: “\\1.”", text)
    return quoted.replace("'", "’").replace(", and ", " – and ").replace(", but ", " — but ")


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
    book = load(arguments.config, os.environ, prove=False)
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
