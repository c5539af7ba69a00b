"""The script `dev`, run as a newcomer runs it; only the Python it finds is a paper one, and nothing is downloaded.

The Python that runs these tests is made unsuitable (its ensurepip does not import), which leaves
the paper one on PATH.  That one notes what it is asked to do, and makes a .venv of copies of itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

PAPER_PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) echo 3 12 ;;
  *ensurepip*) ;;
  "-m venv "*) echo "made .venv" >> did; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  "-m pip "*" -r "*)
    [ ! -e pull-the-plug ] || { rm pull-the-plug; kill -9 $PPID; sleep 0.1; exit 1; }
    [ ! -e no-network ] || { echo "no route to the index" >&2; exit 1; }
    for last; do :; done; echo "installed $last" >> did ;;
  "-m pip "*" -e .")
    echo "installed the project" >> did
    printf '#!/bin/sh\\necho "tollwatch $*"\\n[ "$1" != run ] || exec sleep 60\\n' > .venv/bin/tollwatch
    chmod +x .venv/bin/tollwatch ;;
  "-m pytest"*) echo "pytest $*" ;;
esac
"""

EVERYTHING = ["made .venv", "installed requirements.lock", "installed the project"]


class Checkout:
    """A directory with just the files that the script reads, and a PATH with just a paper Python."""

    def __init__(self, top: Path, original: Path) -> None:
        self.top = top / "checkout"
        self.top.mkdir()
        for name in ("dev", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
            shutil.copy(original / name, self.top / name)
        self.programs = top / "bin"
        self.programs.mkdir()
        without = top / "without"
        without.mkdir()
        (without / "ensurepip.py").write_text("raise ImportError('Debian splits it off')")
        self.environment = {"PATH": f"{self.programs}:/usr/bin:/bin", "PYTHONPATH": str(without)}

    def give_python(self, script: str = PAPER_PYTHON) -> None:
        """Put a python3.12 on PATH."""
        program = self.programs / "python3.12"
        program.write_text(script)
        program.chmod(0o755)

    def dev(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the script to its end."""
        command = [sys.executable, str(self.top / "dev"), *arguments]
        here = more.pop("PWD", None)
        environment: Mapping[str, str] = {**self.environment, **more}
        return subprocess.run(
            command, env=environment, cwd=here, capture_output=True, text=True, check=False, timeout=30
        )

    def did(self) -> list[str]:
        """What was installed since this was asked last."""
        notes = self.top / "did"
        lines = notes.read_text().splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return lines


@pytest.fixture
def checkout(project: Path, tmp_path: Path) -> Checkout:
    return Checkout(tmp_path, project)


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """A checkout on a machine with a suitable Python."""
    checkout.give_python()
    return checkout


def test_a_python_without_venv_is_told_what_to_install(checkout: Checkout) -> None:
    run = checkout.dev("run", PATH="/nowhere")
    assert run.returncode == 1
    assert f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (checkout.top / ".venv").exists()


def test_a_suitable_python_on_the_path_is_taken_when_the_one_that_runs_is_not(ready: Checkout) -> None:
    run = ready.dev("alerts", "--limit", "3")
    assert run.stdout == "tollwatch alerts --limit 3\n"
    assert "Python 3.12" in run.stderr


def test_a_shim_that_is_no_python_is_passed_over(checkout: Checkout) -> None:
    """Version managers put programs on PATH that answer with an error."""
    checkout.give_python("#!/bin/sh\nexit 127\n")
    assert "apt install" in checkout.dev("run").stderr


def test_the_first_run_installs_everything_and_the_second_nothing(ready: Checkout) -> None:
    assert ready.dev("check").returncode == 0
    assert ready.did() == EVERYTHING
    assert ready.dev("check").stdout == "tollwatch check\n"
    assert ready.did() == []


def test_what_was_installed_for_the_tests_serves_running_too_but_not_the_reverse(ready: Checkout) -> None:
    ready.dev("check")
    ready.did()
    assert ready.dev("test", "-k", "name").stdout == "pytest -m pytest -k name\n"
    assert ready.did() == ["installed requirements-test.lock", "installed the project"]
    ready.dev("check")
    assert ready.did() == []


def test_an_installation_that_was_killed_is_made_again_from_nothing(ready: Checkout) -> None:
    (ready.top / "pull-the-plug").touch()
    assert ready.dev("check").returncode == -signal.SIGKILL
    ready.did()
    assert ready.dev("check").stdout == "tollwatch check\n"
    assert ready.did() == EVERYTHING


def test_an_installation_that_failed_ends_with_its_own_words_and_is_made_again(ready: Checkout) -> None:
    (ready.top / "no-network").touch()
    run = ready.dev("check")
    assert run.returncode == 1
    assert "no route to the index" in run.stderr
    assert "Traceback" not in run.stderr
    (ready.top / "no-network").unlink()
    ready.did()
    assert ready.dev("check").returncode == 0
    assert ready.did() == EVERYTHING


def test_a_changed_lock_is_installed_into_the_venv_that_is_there(ready: Checkout) -> None:
    ready.dev("check")
    ready.did()
    with open(ready.top / "requirements.lock", "a") as lock:
        lock.write("\n")
    ready.dev("check")
    assert ready.did() == ["installed requirements.lock", "installed the project"]


def test_a_venv_that_was_moved_is_made_again(ready: Checkout) -> None:
    """Scripts inside it name the place where it was made."""
    ready.dev("check")
    ready.did()
    ready.top = ready.top.rename(ready.top.with_name("moved"))
    ready.dev("check")
    assert ready.did() == EVERYTHING


def test_a_venv_whose_python_is_gone_is_made_again(ready: Checkout) -> None:
    ready.dev("check")
    ready.did()
    python = ready.top / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    ready.dev("check")
    assert ready.did() == EVERYTHING


def test_called_from_elsewhere_it_means_its_own_directories_and_the_callers_paths(
    ready: Checkout, tmp_path: Path
) -> None:
    """A relative path that is given is the caller's: else a wrong configuration is used without a word."""
    ready.dev("check")
    tell = ready.top / ".venv/bin/tollwatch"
    tell.write_text('#!/bin/sh\necho "$PWD $TOLLWATCH_CONFIG $TOLLWATCH_DATABASE $*"\n')
    run = ready.dev("check", "--config", "mine", PWD=str(tmp_path))
    top = ready.top
    assert run.stdout == f"{tmp_path} {top}/config sqlite:///{top}/state/tollwatch.db check --config mine\n"
    assert ready.dev("check", PWD=str(top)).stdout == f"{top}   check\n"


def test_a_signal_reaches_the_program_itself(ready: Checkout) -> None:
    command = [sys.executable, str(ready.top / "dev"), "run"]
    with subprocess.Popen(
        command, env=ready.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == b"tollwatch run\n"
        os.kill(running.pid, signal.SIGTERM)
        assert running.wait(5) == -signal.SIGTERM


def test_without_a_command_it_explains_itself(checkout: Checkout) -> None:
    for arguments in ((), ("--help",)):
        run = checkout.dev(*arguments)
        assert run.returncode == 0
        assert "./dev run" in run.stdout
        assert "./dev test" in run.stdout
