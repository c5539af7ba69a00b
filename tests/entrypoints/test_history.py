"""`tollwatch backtest` over the history: the quick way says what a full re-run says, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.store import SqlStore, open_store
from monitor.config import load
from monitor.entrypoints.backtesting import beginning
from monitor.entrypoints.history import Outcome, backtest, over_history
from monitor.entrypoints.side_by_side import cores
from monitor.errors import UsageError
from monitor.model import Entry, PollState
from monitor.pipeline import reread
from tests.entrypoints.command import COMMAND, ENVIRONMENT, PROJECT, tollwatch

SOURCES = ("bbc-world", "guardian-world")
BEGIN = datetime(2026, 1, 10, tzinfo=UTC)
SAID = (
    "At least {n} people have been killed in the protests in Iran, HRANA said.",
    "The death toll of the protests in Iran has risen to {n}, according to Iran Human Rights.",
    "More than {n} people were killed in the protests in Iran, the Quiet Observers said.",
    "Security forces arrested {n} protesters in Tehran, HRANA reported.",
    "The harvest near Shiraz was good, and {n} tonnes of apples were sold.",
    "Der Markt in Teheran war ruhig, sagten {n} Händler.",
)


def config_of(place: Path) -> Path:
    """The shipped configuration, in English and German only: every language costs a test a second."""
    directory = place / "config"
    shutil.copytree(PROJECT / "config", directory)
    for file in (directory / "languages").glob("*.yaml"):
        if file.stem not in ("en", "de"):
            file.unlink()
    return directory


def entries() -> Iterator[Entry]:
    for number in range(60):
        at = BEGIN + timedelta(hours=3 * number)
        text = SAID[number % len(SAID)].format(n=100 + 17 * number)
        yield Entry(SOURCES[number % 2], f"g{number}", "", text[:40], text, None, at, at)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return config_of(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def store(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A history that was read with the shipped rules."""
    with closing(open_store(f"sqlite:///{tmp_path_factory.mktemp('db')}/history.db")) as store:
        with store.transaction() as facts:
            facts.add_entries(entries())
            for source in SOURCES:
                facts.settle_poll(PollState(source, BEGIN, seeded_at=BEGIN))

        async def at_once(function: Callable[..., Any], *arguments: Any) -> Any:
            return function(*arguments)

        book = load(shipped, os.environ, wait=True)
        ports: Any = SimpleNamespace(store=store, offload=at_once)
        assert asyncio.run(reread(book, ports, BEGIN))
        assert not asyncio.run(reread(book, ports, BEGIN))
        yield store


def edited(file: str, before: str, after: str) -> Callable[[Path], None]:
    def edit(directory: Path) -> None:
        text = (directory / file).read_text("utf-8")
        assert before in text, before
        (directory / file).write_text(text.replace(before, after, 1), "utf-8")

    return edit


def added_claimant(directory: Path) -> None:
    (directory / "claimants" / "mine.yaml").write_text(
        "claimants:\n  - id: observers\n    name: Quiet Observers\n    class: monitor\n"
        "    aliases:\n      en: [Quiet Observers]\n"
    )


def without_german(directory: Path) -> None:
    (directory / "languages" / "de.yaml").unlink()


TOPIC = "topics/iran-protests-2026.yaml"
EDITS = {
    "nothing": (lambda directory: None, 0),
    "a condition": (
        edited(TOPIC, "metrics: [", "conditions: {up: {ratio: 1.01, min_step: 1}}\nmetrics: ["),
        0,
    ),
    "a topic's words": (edited(TOPIC, "    - protest*\n", ""), 0),
    "a claimant who is new": (added_claimant, 40),  # only what says something is read again
    "a trigger": (edited("metrics/killed.yaml", "en: [kill,", "en: [apples, kill,"), 50),
}


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes tell the same, explanations and all."""
    return (one.alerts, one.told, one.entries) == (other.alerts, other.told, other.entries)


@pytest.mark.parametrize("edit", EDITS)
def test_the_quick_way_says_what_a_full_run_says(
    edit: str, store: SqlStore, shipped: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "config"
    shutil.copytree(shipped, directory)
    change, read_again = EDITS[edit]
    change(directory)
    quick = backtest(directory, store)
    full = backtest(directory, store, everything=True)
    assert same(quick, full)
    assert quick.alerts
    assert quick.anew == read_again
    assert full.anew == full.entries == 60


ratios = st.sampled_from([1.01, 1.1, 2.0, 5.0])
steps = st.sampled_from([0, 1, 40])
wordings = st.lists(st.sampled_from([*EDITS, "no German"]), unique=True, max_size=3)


@settings(max_examples=4, deadline=None)
@given(ratios, steps, wordings)
def test_whatever_is_edited_the_quick_way_says_what_a_full_run_says(
    store: SqlStore, shipped: Path, ratio: float, step: int, wording: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place) / "config"
        shutil.copytree(shipped, directory)
        tuned = f"conditions: {{up: {{ratio: {ratio}, min_step: {step}}}}}\nmetrics: ["
        edited(TOPIC, "metrics: [", tuned)(directory)
        for name in wording:
            if name == "no German":
                without_german(directory)
            elif name != "a condition":
                EDITS[name][0](directory)
        assert same(backtest(directory, store), backtest(directory, store, everything=True))


def test_several_processes_say_what_one_says(store: SqlStore, shipped: Path) -> None:
    one = backtest(shipped, store, everything=True, workers=1)
    assert same(one, backtest(shipped, store, everything=True, workers=2))
    since = BEGIN + timedelta(days=3)
    late = backtest(shipped, store, since)
    assert late.alerts == tuple(alert for alert in one.alerts if alert.decided_at >= since)


def test_a_language_that_is_gone_leaves_the_others_as_they_were(
    store: SqlStore, shipped: Path, tmp_path: Path
) -> None:
    directory = tmp_path / "config"
    shutil.copytree(shipped, directory)
    without_german(directory)
    quick = backtest(directory, store)
    assert same(quick, backtest(directory, store, everything=True))
    assert quick.anew <= 10


def test_a_length_of_time_or_a_date_is_a_beginning() -> None:
    now = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert beginning("30d", now) == datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert beginning("2026-01-14", now) == datetime(2026, 1, 14, tzinfo=UTC)
    assert beginning("2026-01-14T18:00+02:00", now) == datetime(2026, 1, 14, 16, tzinfo=UTC)
    for wrong in ("", "soon", "2026-02-30", "d", "-3d"):
        with pytest.raises(UsageError, match=f"--since {wrong}: expected 2026-01-31"):
            beginning(wrong, now)


def test_without_a_database_there_is_no_history_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing was stored so far"):
        over_history(PROJECT / "config", f"sqlite:///{tmp_path}/state/none.db", None, False)
    assert not list(tmp_path.iterdir())


def test_what_is_piped_is_the_page_alone(store: SqlStore, shipped: Path, tmp_path: Path) -> None:
    with store.reading() as connection:
        file = connection.exec_driver_sql("PRAGMA database_list").first()
    assert file is not None
    done = tollwatch("backtest", "--config", shipped, "--database", f"sqlite:///{file[2]}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("would have alerted ")
    assert "over 60 entries, 0 read anew; told 0 times" in done.stdout


def test_who_interrupts_it_is_answered_in_one_line_and_nothing_is_left(shipped: Path, tmp_path: Path) -> None:
    """In the middle of reading, in several processes, as Ctrl-C on a terminal does it: all of them hear it."""
    database, temporary = f"sqlite:///{tmp_path}/long.db", tmp_path / "temporary"
    temporary.mkdir()
    with closing(open_store(database)) as store, store.transaction() as facts:
        long = " ".join(SAID).format(n=544) * 5
        facts.add_entries(
            Entry("bbc-world", f"g{n}", "", f"Report {n}", long, None, BEGIN, BEGIN) for n in range(4_000)
        )
    before = sorted(tmp_path.iterdir())
    arguments = ("backtest", "--config", str(shipped), "--database", database)
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env={**ENVIRONMENT, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        _until(lambda: len(_group(process.pid)) >= 2 + min(cores(), 2))  # itself, the tracker, the workers
        os.killpg(process.pid, signal.SIGINT)
        try:
            out, complaint = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, out, complaint) == (130, "", "tollwatch: interrupted\n")
    _until(lambda: not _group(process.pid))
    assert not list(temporary.iterdir())
    assert sorted(tmp_path.iterdir()) == before


def _group(leader: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, group, *_ = status.read_text().rpartition(")")[2].split()
            if int(group) == leader and state != "Z":
                found.append(int(status.parent.name))
    return found


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.05)
