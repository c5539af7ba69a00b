"""Migrations: from nothing and from anything earlier to the present tables, one process at a time, never from later."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, inspect, text

from monitor.adapters import schema
from monitor.adapters.database import connect
from monitor.adapters.migrations import upgrade
from monitor.adapters.queries import count
from monitor.adapters.rows import entry_to_row, kept_to_row
from monitor.adapters.store import SqlStore, open_store
from monitor.errors import UsageError
from monitor.model import Entry, Health, Kept, PollState

if TYPE_CHECKING:
    from tests.adapters.conftest import Line

Open = Callable[..., SqlStore]


def test_an_empty_database_gets_exactly_the_tables_that_the_code_expects(store: SqlStore) -> None:
    with store.reading() as connection:
        options = {"version_table": schema.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.REVISION


def test_foreign_keys_wait_for_the_commit_in_the_migrated_tables_as_well(store: SqlStore) -> None:
    """Alembic's comparison does not look at this."""
    with store.reading() as connection:
        keys = [
            key for table in schema.metadata.tables for key in inspect(connection).get_foreign_keys(table)
        ]
    assert len(keys) == sum(len(table.foreign_key_constraints) for table in schema.metadata.tables.values())
    assert all(key["options"] == {"deferrable": True, "initially": "DEFERRED"} for key in keys)


def test_the_newest_migration_is_the_one_that_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", "monitor.adapters:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_opening_again_changes_nothing(database_url: str, opened: Open, line: Line) -> None:
    line.stored(opened(database_url))
    assert count(opened(database_url)).entries == 1


def test_a_database_that_is_up_to_date_is_opened_without_alembic(sqlite_url: str, opened: Open) -> None:
    opened(sqlite_url)
    program = (
        "import sys; from monitor.adapters.store import open_store; "
        "open_store(sys.argv[1]).close(); assert 'alembic' not in sys.modules"
    )
    python(program, sqlite_url).check_returncode()


def test_many_processes_may_start_on_an_empty_database_at_once(database_url: str, opened: Open) -> None:
    program = "import sys; from monitor.adapters.store import open_store; open_store(sys.argv[1]).close()"
    start = [sys.executable, "-c", program, database_url]
    starting = [subprocess.Popen(start, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [(process.communicate()[1], process.returncode) for process in starting] == [("", 0)] * 4
    assert count(opened(database_url)).entries == 0


def test_a_migration_that_breaks_off_leaves_nothing(database_url: str) -> None:
    """A database is migrated or it is not: the tables and the version come in one transaction."""
    database = connect(database_url)

    def break_off() -> None:
        with database.alone() as connection:
            upgrade(connection, database.name)
            assert inspect(connection).has_table("entries")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()
    open_store(database_url).close()


def test_poll_states_of_an_older_version_keep_their_times_and_are_ok_or_failing(
    database_url: str, opened: Open, line: Line
) -> None:
    database = connect(database_url)
    config = Config()
    config.set_main_option("script_location", "monitor.adapters:migrations")
    with database.alone() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        insert = "INSERT INTO poll_states (source_id, due_at, failures) VALUES (:id, :due_at, :failures)"
        rows = [{"id": name, "due_at": line.now, "failures": n} for n, name in enumerate(("well", "ill"))]
        due_at = bindparam("due_at", type_=schema.UtcDateTime)
        connection.execute(text(insert).bindparams(due_at), rows)
    database.close()
    assert opened(database_url).poll_states() == {
        "well": PollState("well", line.now),
        "ill": PollState("ill", line.now, failures=1, health=Health.FAILING),
    }


def test_a_database_of_a_newer_tollwatch_is_refused(database_url: str, opened: Open, line: Line) -> None:
    store = opened(database_url)
    line.stored(store)
    with store.writing() as connection:
        connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(UsageError, match=r"at version 9999, newer than this Tollwatch .*upgrade Tollwatch"):
        open_store(database_url)
    assert count(store).entries == 1


def test_tables_of_somebody_else_are_left_alone(database_url: str) -> None:
    database = connect(database_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE alerts (mine TEXT)"))
    with pytest.raises(UsageError, match="tables named alerts that Tollwatch did not make"):
        open_store(database_url)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["alerts"]
    database.close()


def test_what_was_stored_before_threads_were_is_known_by_guid_and_words(
    database_url: str, opened: Open, line: Line
) -> None:
    """A store of before: two revisions of one entry, and one entry of another source."""
    entries = [line.entry(), line.entry(text="More."), line.entry(source_id="other")]
    before(database_url, "0006", entries)
    with opened(database_url).transaction() as facts:
        for entry in entries:
            found = facts.found(entry.source_id, [entry.name, entry.words])
            assert entry.thread in found[entry.name] & found[entry.words]
        assert facts.former("outlet", [entries[1].thread]) == {entries[1].thread: (entries[1], None)}
        assert facts.former("other", [entries[2].thread]) == {entries[2].thread: (entries[2], None)}


def test_what_was_known_and_read_before_there_were_shelves_still_is(
    database_url: str, opened: Open, line: Line
) -> None:
    """A store of before: entries of two sources, one of them in two revisions, and how two of three were read."""
    old, new = line.entry(), line.entry(text="More.")
    other = line.entry(source_id="other")
    before(database_url, "0008", [old, new, other])
    database = connect(database_url)
    read = [Kept(one.id, "en", "tongues", "rules", "names", (line.figure(one),)) for one in (other, new)]
    with database.writing() as connection:
        for insert, rows in (
            ("threads VALUES (:thread, :id)", [{"thread": e.thread, "id": e.id} for e in (new, other)]),
            (
                "entry_keys VALUES (:key, :thread)",
                [
                    {"key": key, "thread": e.thread}
                    for e in (old, new, other)
                    for key in {e.name, e.words} - ({old.name} if e is new else set())
                ],
            ),
            (
                "kept (entry_id, language, tongues, rules, names, figures) "
                "VALUES (:entry_id, :language, :tongues, :rules, :names, :figures)",
                [kept_to_row(one) for one in read],
            ),
        ):
            connection.execute(text(f"INSERT INTO {insert}"), rows)
    database.close()
    store = opened(database_url)
    with store.transaction() as facts:
        keys = (old.name, old.words, new.words, other.name, other.words)
        assert facts.found("outlet", keys) == {key: {new.thread} for key in (old.name, old.words, new.words)}
        assert facts.found("other", keys) == {key: {other.thread} for key in (other.name, other.words)}
        assert facts.former("outlet", [new.thread, other.thread]) == {new.thread: (new, read[1])}
        assert facts.former("other", [new.thread, other.thread]) == {other.thread: (other, read[0])}
    with store.reading() as connection:
        left = set(inspect(connection).get_table_names()) - set(schema.metadata.tables)
    assert left == {schema.VERSION_TABLE}


def before(url: str, revision: str, entries: Sequence[Entry]) -> None:
    """A database at an earlier revision, with some entries in it, as far as that revision knew them."""
    database = connect(url)
    with database.alone() as connection:
        config = Config()
        config.set_main_option("script_location", "monitor.adapters:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        there = {column["name"] for column in inspect(connection).get_columns("entries")}
        rows = [{k: v for k, v in entry_to_row(entry).items() if k in there} for entry in entries]
        connection.execute(schema.entries.insert(), rows)
    database.close()


def test_the_migrations_travel_with_the_package(project: Path, tmp_path: Path) -> None:
    """A copy of the package alone, as a wheel unpacks it, migrates an empty database from anywhere."""
    shutil.copytree(
        project / "monitor", tmp_path / "site" / "monitor", ignore=shutil.ignore_patterns("__pycache__")
    )
    program = (
        "import sys, monitor; from monitor.adapters.store import open_store; "
        "assert monitor.__file__.startswith(sys.argv[2]); open_store(sys.argv[1]).close()"
    )
    url = f"sqlite:///{tmp_path / 'tollwatch.db'}"
    done = python(program, url, str(tmp_path), path=tmp_path / "site", cwd=tmp_path)
    assert (done.stderr, done.returncode) == ("", 0)


def python(
    program: str, *arguments: str, path: Path | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else None
    run = [sys.executable, "-c", program, *arguments]
    return subprocess.run(run, capture_output=True, text=True, check=False, env=environment, cwd=cwd)
