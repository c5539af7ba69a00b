"""`tollwatch sources`: the list, and the commands that add sources and exchange them with feed readers.

As in `cli`, each command imports its own module when it is called.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.entrypoints.options import (
    DEFAULT_CONFIG,
    DEFAULT_DATABASE,
    ConfigOption,
    DatabaseOption,
    FormatOption,
    ListFormat,
)

sources = typer.Typer(
    rich_markup_mode="rich",
    invoke_without_command=True,
    epilog="Example: tollwatch sources --state failing --format csv",
)

FileOption = Annotated[
    str | None,
    typer.Option("--file", metavar="NAME", help="The file in config/sources/ that it is written to."),
]
GradeOption = Annotated[
    str | None, typer.Option("--grade", metavar="A–F[1–6]", help="How reliable it is; F: nobody can say.")
]
LanguageOption = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Such as en, fa, ar.")]
TopicsOption = Annotated[
    str, typer.Option("--topics", metavar="A,B", help="Topics that every entry belongs to.")
]
EveryOption = Annotated[
    str | None, typer.Option("--every", metavar="TIME", help="How often it is polled: 15m, 1h.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")
]


@sources.callback()
def _sources(
    context: typer.Context,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="STATE", help="Only those that are ok, empty, stale, failing, …"),
    ] = None,
    format: FormatOption = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """List the configured sources: how each is, when it was polled last, when it is next, and how often.

    The commands below add some, and exchange them with feed readers.
    """
    from monitor.entrypoints import listing

    if context.invoked_subcommand is None:
        raise typer.Exit(listing.sources(config, database, format, state))
    # Options may stand before `add` as well as behind it.
    given = {"config": str(config), "database": database}
    context.default_map = dict.fromkeys(("add", "import", "export"), given)


@sources.command("add", epilog="Example: tollwatch sources add https://www.example.org/ --grade B2")
def sources_add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, or a page that has one.")],
    id: Annotated[
        str | None, typer.Option("--id", help="What it is called in every list; made of its title.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="The outlet's name as alerts show it; the feed's own.")
    ] = None,
    language: LanguageOption = None,
    grade: GradeOption = None,
    claimant: Annotated[
        str | None,
        typer.Option("--claimant", metavar="ID", help="Whom it speaks for, if it is an organisation's own."),
    ] = None,
    topics: TopicsOption = "",
    every: EveryOption = None,
    file: FileOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    dry_run: DryRunOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Add a source: find the feed of a site, show what is read in it, and write it into the configuration.

    Several feeds of one page are listed for you to choose from.

    Three entries are shown with the figures in them; what you do not say is taken from the feed.

    The whole configuration is checked before the file is replaced. A daemon that runs takes it over by itself.

    A key in the address belongs into a variable: 'https://example.org/feed?token=${TOKEN}'.
    """
    from monitor.entrypoints import adding

    wished = tuple(name.strip() for name in topics.split(",") if name.strip())
    wishes = adding.Wishes(id, title, language, grade, claimant, wished, every, file, yes, dry_run)
    raise typer.Exit(adding.add(config, url, wishes, _ask if sys.stdin.isatty() else None))


@sources.command("import", epilog="Example: tollwatch sources import subscriptions.opml --grade C --dry-run")
def sources_import(
    opml: Annotated[
        Path, typer.Argument(metavar="FILE.opml", help="What a feed reader exported; - is stdin.")
    ],
    grade: GradeOption = None,
    language: LanguageOption = None,
    topics: TopicsOption = "",
    every: EveryOption = None,
    file: FileOption = None,
    dry_run: DryRunOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Add the feeds of an OPML file as sources, all into one file of their own; those that are there stay as they are.

    Without --grade all get F: reliability cannot be judged.

    Folders become comments; a category that is a topic's id becomes the source's topic.

    What is left out is named with its line and why; the exit code is then 1.
    """
    from monitor.entrypoints import adding, exchanging

    wished = tuple(name.strip() for name in topics.split(",") if name.strip())
    wishes = adding.Wishes(
        language=language, grade=grade, topics=wished, every=every, file=file, dry_run=dry_run
    )
    raise typer.Exit(exchanging.import_opml(config, opml, wishes))


@sources.command("export", epilog="Example: tollwatch sources export sources.opml")
def sources_export(
    to: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; stdout if left out.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = DEFAULT_DATABASE,
) -> None:
    """Write the enabled sources as OPML, which every feed reader takes; without headers, and without secrets."""
    from monitor.entrypoints import exchanging

    raise typer.Exit(exchanging.export_opml(config, to))


def _ask(question: str, usual: str) -> str:
    return str(typer.prompt(question, default=usual, show_default=False))
