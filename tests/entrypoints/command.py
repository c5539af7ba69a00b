"""The `tollwatch` command as a process of its own, as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from monitor.entrypoints.cli import main; main()")
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("TOLLWATCH_")},
    "PYTHONPATH": str(PROJECT),
    "NO_COLOR": "1",
    "COLUMNS": "100",
}


def tollwatch(
    *arguments: str | Path, cwd: Path, stdin: str | bytes = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; fails the test if that takes a minute."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env={**ENVIRONMENT, **environ},
        input=stdin.decode("utf-8", "surrogateescape") if isinstance(stdin, bytes) else stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
    )


def started(*arguments: str | Path, cwd: Path, stdout: int | None = None) -> subprocess.Popen[str]:
    """Start a command and leave it running; its stderr is a pipe."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=stdout if stdout is not None else subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
