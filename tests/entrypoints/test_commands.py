"""The commands as processes: what they print, where, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor import __version__
from monitor.entrypoints.cli import app
from tests.entrypoints.command import COMMAND, ENVIRONMENT, started, tollwatch

COMMANDS = "run demo poll check extract evaluate alerts series chart sources deliveries retry drop init health version".split()
LISTS = "alerts series sources deliveries".split()


# ── help, version, errors ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_config_and_database_and_shows_an_example(name: str) -> None:
    page = CliRunner().invoke(app, [name, "--help"], env={"NO_COLOR": "1", "COLUMNS": "100"}).output
    assert "--config" in page
    assert "--database" in page
    assert f"tollwatch {name}" in page.split("Example:", 1)[1]


def test_version_is_printed(tmp_path: Path) -> None:
    assert tollwatch("version", cwd=tmp_path).stdout == f"{__version__}\n"


def test_a_reader_that_is_gone_ends_a_command_quietly(tmp_path: Path) -> None:
    """What `tollwatch alerts | head` does; even a line so short that only the last flush meets the closed pipe."""
    reading, writing = os.pipe()
    os.close(reading)
    with started("version", cwd=tmp_path, stdout=writing) as process:
        os.close(writing)
        assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 1


@pytest.mark.parametrize("command", ["run", "check", "poll", "sources"])
def test_without_a_configuration_a_command_names_init(command: str, tmp_path: Path) -> None:
    done = tollwatch(command, cwd=tmp_path)
    assert done.returncode == 2
    assert "no configuration in config/" in done.stderr
    assert "tollwatch init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_is_refused_without_a_traceback(place: Path) -> None:
    done = tollwatch("alerts", "--database", "mysql://user:hunter2@host/db", cwd=place)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    assert tollwatch("wtach", cwd=tmp_path).returncode == 2


# ── check, init ─────────────────────────────────────────────────────────────────────────────


def test_check_says_what_a_good_configuration_holds(place: Path) -> None:
    done = tollwatch("check", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "2 sources",
        "1 topic: iran-protests-2026",
        "1 metric: killed",
        "proven by",
        "alerts go to the terminal",
    ):
        assert part in done.stdout


def test_check_names_every_mistake_with_file_and_line_and_run_refuses_in_the_same_words(place: Path) -> None:
    (place / "config" / "sources" / "more.yaml").write_text(
        "sources:\n"
        "  - {id: a, title: A, url: 'http://127.0.0.1:9/a', grade: B2, langage: en}\n"
        "  - {id: b, title: B, url: 'gopher://127.0.0.1/b', grade: B2}\n"
    )
    checked = tollwatch("check", cwd=place)
    assert checked.returncode == 2
    assert "config/sources/more.yaml:2: " in checked.stderr
    assert "language" in checked.stderr
    assert "config/sources/more.yaml:3: " in checked.stderr
    refused = tollwatch("run", cwd=place)
    assert (refused.returncode, refused.stderr) == (2, checked.stderr)


def test_a_rule_that_its_own_example_refutes_is_a_mistake(place: Path) -> None:
    metric = place / "config" / "metrics" / "killed.yaml"
    rules = metric.read_text("utf-8")
    refuted = re.sub(r'text: (?:"[^"]*"|[^,}\n]+)', "text: The weather was fine.", rules, count=1)
    assert refuted != rules
    metric.write_text(refuted, "utf-8")
    done = tollwatch("check", cwd=place)
    assert done.returncode == 2
    assert "config/metrics/killed.yaml:" in done.stderr


def test_init_copies_what_check_finds_good_and_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.yaml").write_text("contact: desk@example.org\n")
    done = tollwatch("init", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "config" / "monitor.yaml").read_text() == "contact: desk@example.org\n"
    assert tollwatch("check", cwd=tmp_path).returncode == 0
    assert ", 0 files" not in done.stdout
    assert "0 files copied" in tollwatch("init", cwd=tmp_path).stdout


# ── extract ─────────────────────────────────────────────────────────────────────────────────

TEXTS = "".join(
    json.dumps({"id": number, "text": f"HRANA said {number} people were killed."}) + "\n"
    for number in range(2, 202)
)


@pytest.mark.parametrize("workers", [1, 2])
def test_extract_answers_in_order_and_reports_bad_lines_with_their_number(workers: int, place: Path) -> None:
    done = tollwatch("extract", "--workers", str(workers), cwd=place, stdin=TEXTS + "rubbish\n" + TEXTS)
    assert done.returncode == 1
    assert done.stderr.startswith("line 201: no JSON")
    assert done.stderr.count("\n") == 1
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["id"] for document in documents] == [*range(2, 202), *range(2, 202)]
    assert all(document["totals"]["killed"] == document["id"] for document in documents)


def test_extract_reads_with_the_shipped_rules_where_there_is_no_config(tmp_path: Path) -> None:
    done = tollwatch("extract", cwd=tmp_path, stdin='{"id": 1, "text": "Gunmen killed 14 people."}\n')
    assert json.loads(done.stdout)["totals"]["killed"] == 14
    assert "shipped rules" in done.stderr


def test_extract_answers_a_line_before_the_input_ends(place: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "extract"], cwd=place, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"id": 1, "text": "Gunmen killed 14 people."}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_goes_away_ends_extract_quietly(place: Path) -> None:
    (place / "texts").write_text(TEXTS * 20)
    with (place / "texts").open("rb") as texts:
        process = subprocess.Popen(
            [*COMMAND, "extract"],
            cwd=place,
            env=ENVIRONMENT,
            stdin=texts,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr:
            assert process.stderr.read() == b""
        process.wait(timeout=30)


def test_explain_marks_the_words_in_brackets_where_nothing_can_be_bold(place: Path) -> None:
    done = tollwatch("extract", "--explain", "Gunmen killed at least 14 people on day 16.", cwd=place)
    assert "Gunmen killed [at least 14] people on day 16." in done.stdout
    assert "\033" not in done.stdout
    assert "✗  " in done.stdout


# ── lists, health, poll ─────────────────────────────────────────────────────────────────────


def invoked(place: Path, *arguments: str) -> Result:
    """A command that only reads, in this process: starting one takes longer than what it does."""
    places = ["--config", str(place / "config"), "--database", f"sqlite:///{place}/state/tollwatch.db"]
    return CliRunner().invoke(app, [*arguments, *places])


def test_evaluate_scores_labelled_texts_and_names_bad_lines_by_file_and_number(place: Path) -> None:
    rows = (
        '{"id": 1, "text": "12 people were killed.", "figures": [{"metric": "killed", "low": 12, "high": 12}]}',
        '{"id": 2, "text": "Nobody came.", "totals": {"killed": 3}}',
        '{"id": 3, "text": "12 people.", "figures": [{"metric": "klled", "low": 12, "high": 12}]}',
        '{"id": 4, "text": "Nothing is labelled here."}',
        "no JSON at all",
    )
    (place / "labelled.jsonl").write_text("\n".join(rows))
    done = tollwatch("evaluate", "labelled.jsonl", "--format", "json", cwd=place)
    scores = json.loads(done.stdout)
    assert scores["figure"]["all"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "labelled": 1, "read": 1, "right": 1,
    }  # fmt: skip
    assert scores["totals"] == {"killed": {"exact": 0.0, "texts": 1}}
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        f"labelled.jsonl:{n}" for n in (3, 4, 5)
    ]
    assert "Traceback" not in done.stderr


def test_evaluate_shows_misses_with_what_was_missed_and_invented(place: Path) -> None:
    row = {"text": "12 people were killed.", "figures": [{"metric": "killed", "low": 13, "high": 13}]}
    (place / "labelled.jsonl").write_text(json.dumps(row))
    done = tollwatch("evaluate", "labelled.jsonl", "--misses", "5", cwd=place)
    assert done.returncode == 0
    assert "missed    13 killed" in done.stdout
    assert "invented  12 killed" in done.stdout


def test_evaluate_names_a_file_that_is_not_there(place: Path) -> None:
    done = tollwatch("evaluate", "nowhere.jsonl", cwd=place)
    assert done.returncode == 2
    assert "nowhere.jsonl: cannot be read: no such file" in done.stderr


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_nothing_is_good_in_every_form(name: str, place: Path) -> None:
    assert invoked(place, name).exit_code == 0
    assert isinstance(json.loads(invoked(place, name, "--format", "json").stdout), list)
    header, *_ = csv.reader(io.StringIO(invoked(place, name, "--format", "csv").stdout))
    assert {"id", "topic"} & set(header)


def test_sources_lists_what_is_configured_before_anything_was_polled(place: Path) -> None:
    rows = json.loads(invoked(place, "sources", "--format", "json").stdout)
    assert [(row["id"], row["last_polled_at"]) for row in rows] == [("nobody", None), ("hrana-demo", None)]


def test_an_alert_that_is_not_there_is_a_usage_error(place: Path) -> None:
    done = invoked(place, "alerts", "abcdef")
    assert done.exit_code == 2
    assert "abcdef" in done.stderr


def test_health_is_bad_where_no_daemon_ever_ran(place: Path) -> None:
    done = invoked(place, "health")
    assert done.exit_code == 1
    assert "no daemon has run" in done.stderr


def test_poll_names_the_sources_that_failed_and_exits_1(place: Path) -> None:
    done = tollwatch("poll", cwd=place)
    assert done.returncode == 1
    assert "failed: nobody: " in done.stderr
    assert "failed: hrana-demo: " in done.stderr
    assert "2 sources polled" in done.stderr


def test_poll_refuses_a_source_that_is_not_there_with_a_hint(place: Path) -> None:
    done = tollwatch("poll", "hrana-dmeo", cwd=place)
    assert done.returncode == 2
    assert "did you mean hrana-demo?" in done.stderr


def test_the_list_of_sources_shows_no_password_and_no_key_of_a_source(tmp_path: Path) -> None:
    config = tmp_path / "config"
    assert tollwatch("init", config, cwd=tmp_path).returncode == 0
    block = "{id: closed-desk, title: Desk, url: 'https://user:hunter22@desk.example/f?lang=en&apikey=hunter23&u=a1b2c3d4e5f6a7b8', grade: B2, enabled: false}"
    (config / "sources" / "ours.yaml").write_text(f"sources:\n  - {block}\n")
    shown = tollwatch("sources", "--format", "json", cwd=tmp_path).stdout
    assert "https://***@desk.example/f?lang=en&apikey=***&u=***" in shown
    assert "hunter2" not in shown
