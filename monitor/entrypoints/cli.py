"""The command line: one function a command, which says what the command is and hands over.

Each command imports its own module when it is called, so that `tollwatch extract` does not pay
for the scheduler and `--help` for nothing: start-up time is the only reason for these imports.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor import __version__
from monitor.entrypoints.cli_sources import sources
from monitor.entrypoints.door import Door
from monitor.entrypoints.options import (
    DEFAULT_CONFIG,
    DEFAULT_DATABASE,
    ConfigOption,
    DatabaseOption,
    FormatOption,
    ListFormat,
    LogFormat,
    LogFormatOption,
)

app = typer.Typer(
    name="tollwatch",
    cls=Door,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="Example: tollwatch demo        (no configuration, no network, under a minute)",
)


def main() -> None:
    """The `tollwatch` command."""
    app()


@app.callback()
def _tollwatch(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
) -> None:
    """Watches news feeds for casualty and arrest figures, and explains every move."""


@app.command(epilog="Example: tollwatch run --log-format json 2>>state/tollwatch.log")
def run(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
    log_format: LogFormatOption = LogFormat.TEXT,
) -> None:
    """Watch: poll every source on its clock, decide, deliver; until Ctrl-C or SIGTERM."""
    from monitor.entrypoints import daemon

    raise typer.Exit(daemon.run(config, database, log_format is LogFormat.JSON))


@app.command(epilog="Example: tollwatch demo --once --format json | head -3")
def demo(
    config: ConfigOption = DEFAULT_CONFIG,
    database: Annotated[
        str,
        typer.Option(
            "--database", metavar="URL", help="Keep the demo's state here, to look at it or to resume."
        ),
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="End by itself when the timeline is over.")] = False,
    format: Annotated[
        LogFormat, typer.Option("--format", help="text for a person, json for one line an alert.")
    ] = LogFormat.TEXT,
    seconds: Annotated[
        float, typer.Option("--seconds", help="How long two weeks of news take.", min=0.5)
    ] = 40.0,
) -> None:
    """See the product: two weeks of January 2026 in under a minute, without configuration or network.

    The real daemon polls feeds that are served on this machine by a fast clock.

    --format json prints one line an alert, with the keys of `tollwatch alerts --format json`, and nothing else.

    Rules, claimants and topics are the shipped ones, or those of --config DIR; the sources are the demo's own.
    """
    from monitor.entrypoints.demo import show

    raise typer.Exit(show.run(config, database, once, format is LogFormat.JSON, seconds))


@app.command(epilog="Example: tollwatch poll bbc-persian hrana-en")
def poll(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]…", help="Source ids; all if none.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Poll once and end: 0 if all were polled, 1 if some source failed, 2 for bad configuration."""
    from monitor.entrypoints import polling

    raise typer.Exit(polling.poll_once(config, database, sources or []))


@app.command(epilog="Example: tollwatch check --config ./config && echo good")
def check(config: ConfigOption = DEFAULT_CONFIG, database: DatabaseOption = DEFAULT_DATABASE) -> None:
    """Validate the configuration and prove every rule by its examples: each mistake with file and line."""
    from monitor.entrypoints import checking

    raise typer.Exit(checking.check(config))


@app.command(
    epilog="""Example: echo '{"id": 1, "text": "HRANA said 544 people were killed."}' | tollwatch extract"""
)
def extract(
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="TEXT", help="Explain the reading of this text instead."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read side by side.")] = 1,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Read figures out of texts: JSON Lines on stdin, JSON Lines on stdout, in order.

    In: {"id", "text", "title"?, "published"?, "language"?, "source"?}

    Out: {"id", "language", "figures": [{"metric", "low", "high", "bound", "basis", "subject", "claimant", "via",
    "place", "as_of", "background", "quote", "field", "start", "end", "rule"}], "totals": {"killed": n, …}};
    start and end are character offsets into the field.

    A bad line is reported on stderr with its number, the others go on, and the exit code is 1.
    """
    from monitor.entrypoints import extracting

    if explain is not None:
        raise typer.Exit(extracting.explain(explain, config))
    raise typer.Exit(extracting.stream(sys.stdin.buffer, config, workers))


@app.command(epilog="Example: tollwatch evaluate tests/corpus/open/*.jsonl --misses 20")
def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Labelled texts, JSON Lines.")],
    misses: Annotated[int, typer.Option("--misses", min=0, help="Show so many texts with mistakes.")] = 0,
    format: Annotated[
        LogFormat, typer.Option("--format", help="text for a person, json for one object.")
    ] = LogFormat.TEXT,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Measure the rules on labelled texts: precision, recall, F1, and what was taken for what.

    A line is {"text", "title"?, "published"?, "language"?, "source"?, "figures": [{"metric", "low", "high",
    "bound"?, "basis"?, "subject"?, "claimant"?, "via"?, "background"?, "as_of"?, "place"?}], "totals"?: {"killed": n}},
    or a text of one event with its counts only: {"text", "killed"?, "injured"?, "killed_low"?, "killed_high"?}.

    A bad line is reported on stderr with file and number, the others go on, and the exit code is 1.
    """
    from monitor.entrypoints import evaluating

    raise typer.Exit(evaluating.evaluate(files, config, misses, format is LogFormat.JSON))


@app.command(epilog="Example: tollwatch backtest --series toll.csv --only first,up --up 1.1")
def backtest(
    series: Annotated[
        Path | None,
        typer.Option("--series", metavar="FILE.csv", help="A table of a toll instead of the history."),
    ] = None,
    value_column: Annotated[
        str | None, typer.Option("--value-column", metavar="C", help="The column with the numbers.")
    ] = None,
    date_column: Annotated[
        str | None, typer.Option("--date-column", metavar="C", help="The column with the dates.")
    ] = None,
    claimant_column: Annotated[
        str | None, typer.Option("--claimant-column", metavar="C", help="The column that says who counted.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="C=VALUE", help="Only the rows that hold this.")
    ] = None,
    metric: Annotated[str, typer.Option("--metric", help="What a table counts.")] = "killed",
    only: Annotated[
        str, typer.Option("--only", metavar="A,B", help="Only these conditions; for a table.")
    ] = "",
    up: Annotated[
        float | None, typer.Option("--up", metavar="RATIO", help="What a rise is, such as 1.05; for a table.")
    ] = None,
    min_step: Annotated[
        int | None, typer.Option("--min-step", min=0, help="The smallest step in people; for a table.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Count alerts from here on; for the history."),
    ] = None,
    format: Annotated[
        LogFormat, typer.Option("--format", help="text for a person, json for one object.")
    ] = LogFormat.TEXT,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Try the configuration on the past: what would have been told, and when.  Writes nothing, tells nobody.

    Without --series all that is stored is read and decided anew, and compared with what was told.

    With --series it is the policy over a table of your own: one claimant, or a column that says who counted.

    --format json prints {"alerts": n, "dates": […]} on its last line.
    """
    from monitor.entrypoints import backtesting, history

    as_json = format is LogFormat.JSON
    if series is None:
        begins = backtesting.beginning(since, datetime.now(UTC)) if since is not None else None
        raise typer.Exit(history.over_history(config, database, begins, as_json))
    columns = {"value": value_column, "date": date_column, "claimant": claimant_column}
    conditions = tuple(name.strip() for name in only.split(",") if name.strip())
    tuning = backtesting.Tuning(conditions, up, min_step)
    raise typer.Exit(backtesting.over_table(series, config, columns, where or [], metric, tuning, as_json))


@app.command(
    name="try",
    epilog="Example: tollwatch try iran-protests-2026 --text 'HRANA: 2,615 killed in Iran'",
)
def try_out(
    what: Annotated[
        str, typer.Argument(metavar="RULE|TOPIC", help="Only this rule reads, or only this topic.")
    ],
    text: Annotated[str | None, typer.Option("--text", help="The text itself.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="A page or feed to fetch.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="A text, page or feed in a file.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="As if it said so; alone: what it says now.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    format: Annotated[
        LogFormat, typer.Option("--format", help="As a page, or as one JSON object an entry.")
    ] = LogFormat.TEXT,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Try a rule or topic on a text: what is read, where it goes, what would be told, and why.

    Writes nothing and tells nobody; compares with what is stored, where there is a database.
    """
    from monitor.entrypoints import trying

    given = trying.Given(text, url, file)
    raise typer.Exit(trying.try_out(what, given, source, config, database, format is LogFormat.JSON))


@app.command(epilog="Example: tollwatch alerts --format json | jq .id")
def alerts(
    alert_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one in full.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 50,
    format: FormatOption = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """List the alerts that were decided, or show one with its whole explanation."""
    from monitor.entrypoints import listing

    if alert_id is None:
        raise typer.Exit(listing.alerts(database, limit, format))
    raise typer.Exit(listing.alert(database, alert_id, format))


@app.command(epilog="Example: tollwatch why 5f0c21")
def why(
    id: Annotated[str, typer.Argument(metavar="ENTRY|FIGURE", help="An id, or the beginning of it.")],
    format: Annotated[
        LogFormat, typer.Option("--format", help="text for a person, json for one object.")
    ] = LogFormat.TEXT,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Say what was decided about an entry or a figure: every condition's answer, also each «no»."""
    from monitor.entrypoints import explaining

    raise typer.Exit(explaining.why(database, id, format is LogFormat.JSON))


@app.command(epilog="Example: tollwatch ack 590271 --note 'calling HRANA'")
def ack(
    alert_id: Annotated[
        str, typer.Argument(metavar="ALERT", help="An alert's or a notice's id, or the beginning.")
    ],
    note: Annotated[str, typer.Option("--note", help="What is being done.")] = "",
    author: Annotated[str | None, typer.Option("--author", help="Who; your user name if left out.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write down that an alert or a notice was seen, and by whom; `tollwatch alerts` shows it.

    It is not sent again, nor with a digest that is still to come, and a notice is not repeated
    daily.  What moves next is told as ever.
    """
    from monitor.entrypoints import tending

    raise typer.Exit(tending.acknowledge(database, alert_id, author, note))


@app.command(
    epilog="Example: tollwatch silence --topic iran-protests-2026 --metric arrested --for 2d --reason 'known'"
)
def silence(
    topic: Annotated[str | None, typer.Option("--topic", help="Only alerts of this topic.")] = None,
    metric: Annotated[str | None, typer.Option("--metric", help="Only of this metric.")] = None,
    claimant: Annotated[str | None, typer.Option("--claimant", help="Only of this claimant.")] = None,
    condition: Annotated[str | None, typer.Option("--condition", help="Only led by this condition.")] = None,
    lasting: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="How long: 30m, 6h, 2d.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="TIME", help="Until when (UTC).")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; others will read it.")] = "",
    author: Annotated[str | None, typer.Option("--author", help="Who; your user name if left out.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the silences instead.")] = False,
    end: Annotated[str | None, typer.Option("--end", metavar="ID", help="End this one now instead.")] = None,
    format: FormatOption = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Keep alerts back for a while: they stay visible in `tollwatch alerts`, and nobody is messaged.

    What moved meanwhile is decided anew when the silence ends.
    """
    from monitor.entrypoints import tending

    if listed:
        raise typer.Exit(tending.silences(database, format))
    if end is not None:
        raise typer.Exit(tending.end_silence(database, end))
    matchers = {"topic": topic, "metric": metric, "claimant": claimant, "condition": condition}
    raise typer.Exit(tending.silence(database, matchers, until, lasting, author, reason))


@app.command(epilog="Example: tollwatch series iran-protests-2026 --format csv")
def series(
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="Only this topic.")] = None,
    format: FormatOption = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """List what each claimant says now, and what was last told of it."""
    from monitor.entrypoints import listing

    raise typer.Exit(listing.series(database, topic, format))


@app.command(epilog="Example: tollwatch chart iran-protests-2026 killed --png killed.png")
def chart(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="A topic's id.")],
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="What is counted, such as killed.")],
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write it as SVG.")] = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write it as PNG.")] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="GROUP", help="Of one group only, such as children.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From here on: 2026-01-31, 30d.")
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="On a dark background.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Draw what each claimant said over time, the range across them, and what was told of it.

    Prints in one sentence what the chart shows, also without a file.
    """
    from monitor.entrypoints import charting

    raise typer.Exit(charting.chart(config, database, topic, metric, subject, since, svg, png, dark))


app.add_typer(sources, name="sources")


@app.command(epilog="Example: tollwatch deliveries --dead --format json")
def deliveries(
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only those in this state.")
    ] = None,
    destination: Annotated[
        str | None, typer.Option("--destination", metavar="ID", help="Only those to this destination.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 50,
    format: FormatOption = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """List the messages: which alert or notice went where, in which state, after how many attempts."""
    from monitor.entrypoints import listing

    raise typer.Exit(listing.deliveries(database, limit, format, "dead" if dead else state, destination))


@app.command(epilog="Example: tollwatch retry --dead --destination desk-mail")
def retry(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]…", help="Ids of deliveries, or their beginnings.")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="Every delivery that was given up.")] = False,
    destination: Annotated[
        str | None, typer.Option("--destination", metavar="ID", help="With --dead: only to this one.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Send again what was held, given up or dropped: it is due at once, and `tollwatch run` sends it.

    What is being sent, waits or was sent is left as it is, and said so; the exit code is then 1.
    """
    from monitor.entrypoints import dispatching

    raise typer.Exit(dispatching.retry(database, ids or [], dead, destination))


@app.command(epilog="Example: tollwatch drop 5f0c21 --reason 'told by phone'")
def drop(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of deliveries, or their beginnings.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; others will read it.")] = "",
    author: Annotated[str | None, typer.Option("--author", help="Who; your user name if left out.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Give messages up: they are not tried any more; who did so and why is kept with them.

    What is being sent or was sent is left as it is, and said so; the exit code is then 1.
    """
    from monitor.entrypoints import dispatching

    raise typer.Exit(dispatching.drop(database, ids, author, reason))


notify = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Try whether messages reach their destinations.",
    epilog="Example: tollwatch notify test desk-mail",
)
app.add_typer(notify, name="notify")


@notify.command("test", epilog="Example: tollwatch notify test desk-mail")
def notify_test(
    destination: Annotated[
        str | None, typer.Argument(metavar="[DEST]", help="Only this destination; all if left out.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Send a sample alert, marked as a test in every form, and say what became of it: 0 if all took it, else 1.

    It is sent at once and really; nothing of it is stored, and it is tried once only.
    """
    from monitor.entrypoints import sampling

    raise typer.Exit(sampling.test(config, destination))


@app.command(epilog="Example: tollwatch init ./config")
def init(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to; --config if left out.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Copy the shipped configuration; files that are there already stay as they are."""
    from monitor.entrypoints import starting

    raise typer.Exit(starting.init(directory or config))


@app.command(epilog="Example: tollwatch health --max-age 120 || echo 'not running'")
def health(
    max_age: Annotated[
        float, typer.Option("--max-age", min=1, help="Seconds a heartbeat stays fresh.")
    ] = 60.0,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Say whether the daemon is alive: 0 if its heartbeat is fresh, else 1."""
    from monitor.entrypoints import starting

    raise typer.Exit(starting.health(database, max_age))


@app.command(epilog="Example: tollwatch version")
def version(config: ConfigOption = DEFAULT_CONFIG, database: DatabaseOption = DEFAULT_DATABASE) -> None:
    """Print the version."""
    print(__version__)
