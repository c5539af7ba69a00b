"""A database by its URL: how SQLite and PostgreSQL are opened, read, written and locked, and how they say no.

    connect(url) ─▶ Database
                      .reading()   a consistent view, never waits for a writer
                      .writing()   one transaction, all or nothing
                      .alone()     the same, and no other `alone` anywhere runs beside it

Every error of a driver leaves here as a StoreError that names the database and a remedy, and
never shows a password.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from monitor.errors import StoreError, UsageError

if sys.platform != "win32":
    import fcntl

PATIENCE = 30.0
"""Seconds that a writer waits for another one before it gives up with a StoreError."""

_ADVISORY_KEY = 0x746F6C6C
"""What `alone` locks on PostgreSQL: «toll», any number would do as long as all daemons use the same."""

_FORMS = "sqlite:///state/tollwatch.db or postgresql://user:password@host/database"

_REMEDIES = {
    "readonly database": "let this user write the file and its directory",
    "unable to open": "let this user write the file and its directory",
    "is full": "free some space; nothing that was acknowledged is lost",
    "disk i/o error": "look at the disk's space and health; nothing that was acknowledged is lost",
    "locked": "another process is writing; wait for it or stop it",
    "lock timeout": "another process is writing; wait for it or stop it",
    "not a database": "name another file",
    "malformed": "restore the file from a backup",
    "connection refused": "start the server or mend host and port",
    "password authentication failed": "mend user and password",
    "does not exist": "create it or mend the URL",
    "no such table": "it was changed by another program; restore it from a backup",
}


def connect(url: str, patience: float = PATIENCE) -> Database:
    """The database that a URL names.  Creates a SQLite file's directory; does not connect yet.

    `patience` is how many seconds a writer waits for another one.
    Raises UsageError for a URL that can never work, StoreError for a directory that cannot be made.
    """
    scheme, mark, _ = url.partition("://")
    kind, _, driver = scheme.partition("+")
    if not mark:
        raise UsageError(f"the database is named by a URL: {_FORMS}")
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError(f"the {kind} URL of the database cannot be read; write {_FORMS}") from None
    if kind == "sqlite" and driver in ("", "pysqlite"):
        return SqliteDatabase(_sqlite_path(parsed), patience)
    if kind in ("postgresql", "postgres") and driver in ("", "psycopg"):
        return PostgresDatabase(parsed, patience)
    raise UsageError(f"{scheme}: databases are not supported; write {_FORMS}")


def is_there(url: str) -> bool:
    """Whether there is something to look at: False for a SQLite file that nobody made yet."""
    if not url.startswith("sqlite"):
        return True
    try:
        return Path(make_url(url).database or "").is_file()
    except (ArgumentError, ValueError):
        return True  # `connect` says what is wrong with it


class Database(ABC):
    """One database.  `name` is what messages may show: never a password, never a query string."""

    def __init__(self, name: str, secrets: Sequence[str] = ()) -> None:
        self.name = name
        self._secrets = tuple(secret for secret in secrets if secret)

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the database and cannot change it."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that commits at the end, or leaves nothing if anything is raised."""

    @abstractmethod
    def alone(self) -> AbstractContextManager[Connection]:
        """As `writing`, while every other `alone` waits: in this process, in others, on other machines."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(f"the database {self.name} said no: {self._reason(error)}") from None

    def _reason(self, error: SQLAlchemyError) -> str:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        reason = " ".join(said.split())
        for secret in self._secrets:
            for form in (secret, quote(secret, safe=""), quote_plus(secret)):
                reason = reason.replace(form, "***")
        remedies = [remedy for sign, remedy in _REMEDIES.items() if sign in reason.lower()]
        return "; ".join((reason[:500], *remedies[:1]))


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────


class SqliteDatabase(Database):
    """A SQLite file in WAL mode: one writing connection behind a lock, any number of readers.

    Commits are durable when they return (synchronous=FULL).  `writing` and `alone` are the same.
    """

    def __init__(self, path: Path, patience: float) -> None:
        super().__init__(str(path))
        _make_directory(path.parent)
        self._lock = WriterLock(path, patience)
        self._writer = _sqlite_engine(
            path,
            begin="BEGIN IMMEDIATE",
            pragmas=(
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "journal_size_limit=67108864",
            ),
            pool_size=1,
            max_overflow=0,
        )
        # Readers never checkpoint: only the writer may, under the lock.
        self._readers = _sqlite_engine(
            path,
            begin="BEGIN",
            pragmas=("query_only=ON", "wal_autocheckpoint=0"),
            pool_size=4,
            max_overflow=28,
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._refusals(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._lock, self._refusals(), self._writer.begin() as connection:
            yield connection

    def alone(self) -> AbstractContextManager[Connection]:
        return self.writing()

    def close(self) -> None:
        self._lock.close()
        self._readers.dispose()
        self._writer.dispose()


class WriterLock:
    """One writer at a time: a lock among threads, and flock on a file beside the database among processes.

    SQLite's own lock does not cover the moment after a commit in which the log is checkpointed,
    and before 3.51.3 two connections that write and checkpoint at that moment can spoil the file
    (its «WAL-reset» bug).  Both happen inside this lock.  A killed process leaves nothing locked.
    """

    def __init__(self, database: Path, patience: float) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._patience = patience
        self._threads = threading.Lock()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        if not self._threads.acquire(timeout=self._patience):
            raise self._busy()
        try:
            self._lock_file()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32" and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Wait for the thread that writes, and give the file back.

        Does not remove it: another process may be waiting for it.
        """
        mine = self._threads.acquire(timeout=self._patience)
        if self._file is not None:
            self._file.close()
            self._file = None
        if mine:
            self._threads.release()

    def _lock_file(self) -> None:
        deadline = time.monotonic() + self._patience
        while not self._try_file():
            if time.monotonic() > deadline:
                raise self._busy()
            time.sleep(0.002)

    def _try_file(self) -> bool:
        if sys.platform == "win32":
            return True
        try:
            self._file = self._file or self._path.open("ab")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            remedy = _REMEDIES["readonly database"]
            raise StoreError(f"cannot write {self._path}: {error.strerror}; {remedy}") from None
        return True

    def _busy(self) -> StoreError:
        return StoreError(f"{self._path} has been locked for {self._patience:g} s; {_REMEDIES['locked']}")


def _sqlite_path(url: URL) -> Path:
    path = url.database or ""
    if path in ("", ":memory:") or path.startswith("file:"):
        raise UsageError("a SQLite database must be a file: sqlite:///state/tollwatch.db")
    if url.query or url.host:
        raise UsageError(
            "a SQLite URL has three slashes, then the path, and no options: sqlite:///state/tollwatch.db"
        )
    return Path(path)


def _make_directory(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "name a place where this user may write"
        raise StoreError(f"cannot make the directory {directory}: {error.strerror}; {remedy}") from None


def _sqlite_engine(path: Path, begin: str, pragmas: Sequence[str], **pool: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=os.fspath(path)),
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
        hide_parameters=True,
        poolclass=QueuePool,
        **pool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────


class PostgresDatabase(Database):
    """A PostgreSQL database through psycopg; `alone` is an advisory lock that ends with its transaction."""

    def __init__(self, url: URL, patience: float) -> None:
        # Options may hold secrets too (?password=, ?sslpassword=), so that none of them is shown.
        options = [value for values in url.normalized_query.values() for value in values]
        super().__init__(_postgres_name(url), (url.password or "", *(o for o in options if len(o) > 3)))
        self._patience = patience
        connect_args: dict[str, Any] = {"connect_timeout": 10, "application_name": "tollwatch"}
        self._engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={key: value for key, value in connect_args.items() if key not in url.query},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=24,
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._refusals(), self._engine.connect() as connection:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            yield connection.execution_options(**options)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._refusals(), self._engine.begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = {int(self._patience * 1000)}"))
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        with self.writing() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def _postgres_name(url: URL) -> str:
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()
