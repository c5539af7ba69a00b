"""The options that every command takes, and what they resolve to."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.errors import UsageError

DEFAULT_CONFIG = Path("config")
DEFAULT_DATABASE = "sqlite:///state/tollwatch.db"


class ListFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class LogFormat(StrEnum):
    """How daemon and demo speak: text for a person, or one JSON object a line."""

    TEXT = "text"
    JSON = "json"


ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="TOLLWATCH_CONFIG", metavar="DIR", help="The directory with the YAML."),
]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="TOLLWATCH_DATABASE",
        metavar="URL",
        help="sqlite:///FILE or postgresql://…",
        show_envvar=True,
    ),
]
FormatOption = Annotated[ListFormat, typer.Option("--format", help="How to print the rows.")]
LogFormatOption = Annotated[LogFormat, typer.Option("--log-format", help="How to write the log.")]


def existing(config: Path) -> Path:
    """The directory itself, if it is there; else the error that names the remedy."""
    if config.is_dir():
        return config
    raise UsageError(
        f"no configuration in {config}/: `tollwatch init {config}` copies the shipped one there, "
        "--config DIR or $TOLLWATCH_CONFIG names another directory"
    )
