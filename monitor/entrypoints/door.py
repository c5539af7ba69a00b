"""The door of the command line: errors become one clear line and an exit code.

0  done        1  it could not be done, or not wholly        2  configuration or usage is wrong
130  Ctrl-C
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from traceback import extract_tb, format_tb
from typing import Any

import typer
from typer.core import TyperGroup

from monitor.errors import ConfigurationError, TollwatchError, UsageError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_PACKAGE = Path(__file__).resolve().parents[1]


class Door(TyperGroup):
    """The group behind every command; lets no error of ours out as a traceback.

    A bug is reported in one line with the place to look; `tollwatch --debug` shows its traceback.
    """

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # here a closed pipe can still be caught
        except BrokenPipeError:
            discard_stdout()
            raise typer.Exit(EXIT_FAILED) from None
        except KeyboardInterrupt:
            print("tollwatch: interrupted", file=sys.stderr)
            raise typer.Exit(EXIT_INTERRUPTED) from None
        except TollwatchError as error:
            complain(error)
            raise typer.Exit(exit_code(error)) from None
        except Exception as bug:
            if _is_typers_own(bug):
                raise
            print(traceback_of(bug) if ctx.params.get("debug") else bug_line(bug), file=sys.stderr)
            raise typer.Exit(EXIT_FAILED) from None


def exit_code(error: TollwatchError) -> int:
    """2 where the user has to mend configuration or usage, else 1."""
    return EXIT_USAGE if isinstance(error, (ConfigurationError, UsageError)) else EXIT_FAILED


def complain(error: TollwatchError) -> None:
    """Print an error for a person; configuration mistakes one a line, then how many."""
    if not isinstance(error, ConfigurationError):
        print(f"tollwatch: {error}", file=sys.stderr)
        return
    for mistake in error.mistakes:
        print(mistake, file=sys.stderr)
    count = len(error.mistakes)
    print(f"tollwatch: {count} mistake{'' if count == 1 else 's'} in the configuration", file=sys.stderr)


def bug_line(bug: BaseException) -> str:
    """One line on an exception that should not exist: its kind and our innermost line.

    Never its message: that can hold a URL or a password.
    """
    frames = extract_tb(bug.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    place = ""
    if ours:
        name = Path(ours[-1].filename).relative_to(_PACKAGE.parent)
        place = f" at {name}:{ours[-1].lineno}"
    return (
        f"tollwatch: internal error: {type(bug).__name__}{place}; `tollwatch --debug …` shows the traceback"
    )


def traceback_of(bug: BaseException) -> str:
    """Where an exception that should not exist came from, through all that led to it.

    Without any message: that can hold a URL or a password.
    """
    cause = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    before = f"{traceback_of(cause)}\n\nwhich led to\n\n" if cause is not None else ""
    return (
        f"{before}{''.join(format_tb(bug.__traceback__))}{type(bug).__name__} (its message may hold a secret)"
    )


def discard_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush stays quiet after a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_typers_own(error: Exception) -> bool:
    """Whether it is Exit, Abort or a usage error, which Typer itself shows in its way."""
    return isinstance(error, (typer.Exit, typer.Abort)) or hasattr(error, "exit_code")
