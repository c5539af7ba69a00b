"""What the command line's door lets out of a bug: where it was, never what it said."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from monitor.entrypoints.door import Door

app = typer.Typer(cls=Door)

# Put together here, so that no line of the traceback holds it.
SECRET = "".join(("kana", "rie"))


@app.callback()
def begin(debug: bool = False) -> None:
    """Take the flag that shows more of a bug."""


@app.command()
def stumble() -> None:
    """Fail as no command should, with a password in the words of two exceptions."""
    try:
        raise ValueError(f"https://user:{SECRET}@host.test")
    except ValueError as error:
        raise LookupError(SECRET) from error


@pytest.mark.parametrize("options", [[], ["--debug"]])
def test_a_bug_is_shown_without_its_words(options: list[str]) -> None:
    done = CliRunner().invoke(app, [*options, "stumble"])
    assert done.exit_code == 1
    assert "LookupError" in done.output
    assert SECRET not in done.output


def test_debug_shows_where_it_was_and_what_led_to_it() -> None:
    done = CliRunner().invoke(app, ["--debug", "stumble"])
    assert "in stumble" in done.output
    assert (
        done.output.index("ValueError")
        < done.output.index("which led to")
        < done.output.index("LookupError (")
    )
