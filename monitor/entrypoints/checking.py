"""`tollwatch check`: read the whole configuration, prove every rule, say what is there."""

from __future__ import annotations

import os
from pathlib import Path

from monitor.config import load
from monitor.core.book import Book
from monitor.entrypoints.options import existing
from monitor.entrypoints.telemetry import plural


def check(config: Path) -> int:
    """Print what the configuration holds; 0.  Raises ConfigurationError with every mistake in it."""
    print(summary(load(existing(config), os.environ), config))
    return 0


def summary(book: Book, config: Path) -> str:
    """What a good configuration holds, in a few lines."""
    enabled = sum(source.enabled for source in book.sources.values())
    languages = sorted({source.language for source in book.sources.values() if source.language})
    rules = [rule for metric in book.metrics.values() for rule in metric.rules]
    examples = sum(len(rule.examples) for rule in rules)
    counter_examples = sum(len(rule.counter_examples) for rule in rules)
    destinations = book.settings.destinations
    lines = [
        f"{config}/ is good:",
        f"  {plural(len(book.sources), 'source')} ({enabled} enabled; languages {', '.join(languages) or 'not said'})",
        f"  {plural(len(book.topics), 'topic')}: {', '.join(book.topics)}",
        f"  {plural(len(book.claimants), 'claimant')}",
        f"  {plural(len(book.metrics), 'metric')}: {', '.join(book.metrics)}",
        f"  {plural(len(rules), 'rule')} in {plural(len(book.languages), 'language')}, proven by "
        f"{plural(examples, 'example')} and {plural(counter_examples, 'counter-example')}",
        f"  {plural(len(destinations), 'destination')}"
        + ("" if destinations else ": alerts go to the terminal"),
    ]
    return "\n".join(lines)
