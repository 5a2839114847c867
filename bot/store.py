"""Engine and sessions: one transaction a use, writers in line, readers free."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock, Semaphore
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Insert,
    Result,
    Select,
    bindparam,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy import insert as insert_into
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlmodel import Session, SQLModel, func, select

from bot.models import Workspace

_Found = TypeVar("_Found")

_LOCKED, _WROTE = "locked", "wrote"
_CONNECTIONS = 12  # to PostgreSQL, for writers; the pool has ten more for who reads
_INSTANT = 0.001  # seconds: the least patience, for 0 would mean to wait for ever
_LONGEST = 20_000  # ms that a statement may take, on top of waiting for a lock
_SILENCE = 10_000  # ms after which a network that confirms nothing counts as gone

_PG_GAVE_UP = ("40P01", "55P03", "57014", "57P01", "57P03", "08000", "08001", "08003", "08006")


_ROW = select(Workspace).where(Workspace.workspace_id == bindparam("workspace")).with_for_update()


class Busy(Exception):  # noqa: N818 - it is a state of the database, not a fault of the code
    """The database did not let us in within the time we have; nothing was written."""


class InDoubt(Busy):
    """The database went away during the commit: it may have been the last thing it did."""


@dataclass(frozen=True)
class Database:
    """A database that can be read and written, waiting `patience` seconds for a lock.

    The writers of a process stand in `line` first. SQLite lets one in at a time, and who finds it
    busy looks again only now and then; PostgreSQL lets in as many as there are connections.
    """

    engine: Engine
    patience: float
    line: Lock | Semaphore

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session whose transaction is never committed."""
        with self._session(writes=False, patience=self.patience) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that owns the write lock; commit when the block ends well.

        Raise Busy when the lock, or the database, cannot be had in time: nothing was written.
        Raise InDoubt when nobody confirmed the commit.
        """
        with self._turn() as left, self._session(writes=True, patience=left) as session:
            yield session
            try:
                session.commit()
            except DBAPIError as error:
                session.rollback()  # by itself a refused commit leaves the transaction open
                if error.connection_invalidated:
                    raise InDoubt from error
                raise

    @contextmanager
    def _turn(self) -> Iterator[float]:
        """Wait for one's turn among the writers of this process; yield the patience left."""
        began = time.monotonic()
        if not self.line.acquire(timeout=self.patience):
            raise Busy
        try:
            yield max(_INSTANT, self.patience - (time.monotonic() - began))
        finally:
            self.line.release()

    @contextmanager
    def _session(self, *, writes: bool, patience: float) -> Iterator[Session]:
        with in_time(), Session(self.engine, expire_on_commit=False) as session:
            event.listen(session, "after_flush", _note_written)
            # BEGIN now: whoever must wait, waits here
            session.connection(execution_options={"writes": writes, "patience": patience})
            yield session


@contextmanager
def in_time() -> Iterator[None]:
    """Raise Busy where a database, or a connection of its pool, cannot be had in time."""
    try:
        yield
    except NoneFree as error:
        raise Busy from error
    except DBAPIError as error:
        if _gave_up(error):
            raise Busy from error
        raise


def connect(url: str | URL, *, patience: float = 1.5) -> Database:
    """Return the database at `url`; nothing is opened before the first use.

    `patience` in seconds is how long a writer waits for another: below Slack's three seconds
    for what people type, longer for jobs.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": patience})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return Database(engine, patience, Lock())
    engine = create_engine(
        url,
        hide_parameters=True,  # what people wrote does not belong in the log
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        pool_timeout=patience,
        connect_args={"connect_timeout": 2, "tcp_user_timeout": _SILENCE},
    )
    event.listen(engine, "begin", _begin_postgresql)
    return Database(engine, patience, Semaphore(_CONNECTIONS))


def patient(database: Database, *, seconds: float) -> Database:
    """Return the same database for work that may wait longer than a person would."""
    return replace(database, patience=seconds)


def lock(session: Session, *, workspace: str) -> None:
    """Let one request or job at a time write in the workspace.

    Whoever opens a session to carry out a request or a job takes this lock, before anything is
    read, and nobody further in takes another: what is read behind it is still so at the commit,
    such as open months, next numbers, and requests carried out already. Two write without it. The
    post office locks the row of a delivery instead, as does whoever changes one that it may be
    sending; the directory notes what Slack says of people, and of nothing else.

    On SQLite every writer is alone anyway; elsewhere they queue on the workspace's row. Who takes
    part in a transaction that has the lock already may go by what was looked up behind it.
    """
    session.info.pop(_WROTE, None)
    if session.info.get(_LOCKED) is not None:
        return
    session.info.clear()  # what was looked up before may have changed meanwhile
    # The row is held on to, so that the session knows it when it is asked for.
    session.info[_LOCKED] = session.exec(_ROW, params={"workspace": workspace}).one_or_none()


def once(
    session: Session, table: type[SQLModel], key: Hashable, ask: Callable[[], _Found]
) -> _Found:
    """Return what `ask` finds in `table`, asked once until this session writes to the table.

    A command looks at the same places, teams and rubrics at every step; each step may still ask
    for itself. `key` begins with the name of the question. Rows come back as the same objects.
    """
    session.flush()  # as before any query: what was added counts
    known: dict[Hashable, _Found] = session.info.setdefault(table, {})
    if key not in known:
        known[key] = ask()
    return known[key]


def rows(session: Session, query: Executable, **asked: object) -> Result[*tuple[Any, ...]]:
    """Ask for plain values, at half of what the session takes for objects that it keeps track of.

    The query is built once, by whoever asks it; `asked` are its parameters.
    """
    session.flush()
    return session.connection().execute(query, asked)


def insert(session: Session, new: Sequence[SQLModel]) -> None:
    """Write new rows of one table, at a fifth of what the session takes to keep track of them."""
    if not new:
        return
    session.flush()
    table = type(new[0])
    columns = inspect(table).columns.keys()
    values = [{name: getattr(row, name) for name in columns} for row in new]
    session.connection().execute(_into(table), values)
    _note(session, table)


@cache
def _into(table: type[SQLModel]) -> Insert:
    """Build the statement that writes into a table, once."""
    return insert_into(inspect(table).local_table)


def wrote(session: Session) -> bool:
    """Tell whether a row was added, changed or deleted since the lock was asked for."""
    session.flush()
    return _WROTE in session.info


def next_number(session: Session, table: type[SQLModel], *, workspace: str) -> int:
    """Return the next free number of a table whose key is workspace and number.

    The caller holds the workspace's lock, so nobody else gets the same.
    """
    return (rows(session, _top(table), workspace=workspace).scalar_one() or 0) + 1


@cache
def _top(table: type[SQLModel]) -> Select[int | None]:
    """Build the query for the last number of a table, once."""
    of, number = inspect(table).primary_key
    return select(func.max(number)).where(of == bindparam("workspace"))


def sqlite_journal() -> str:
    """Return the journal mode to use with the linked SQLite.

    WAL needs 3.51.3, or 3.50.7, or 3.44.6 and later in their lines: older ones can reset a
    write-ahead log that is still being read (sqlite.org/wal.html).
    """
    version = sqlite3.sqlite_version_info
    fixed = (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )
    return "WAL" if fixed else "TRUNCATE"


def _note_written(session: Session, _context: object) -> None:
    """Remember that something was written, and ask anew in the tables that it was written to."""
    for row in (*session.new, *session.dirty, *session.deleted):
        _note(session, type(row))


def _note(session: Session, table: type) -> None:
    session.info[_WROTE] = True
    session.info.pop(table, None)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # the driver's own BEGIN comes too late to hold a lock
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode={sqlite_journal()}",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    wait = int(options.get("patience", 1.5) * 1000)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    wait = int(connection.get_execution_options().get("patience", 1.5) * 1000)
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = {wait}; SET LOCAL statement_timeout = {wait + _LONGEST}"
    )


def _gave_up(error: DBAPIError) -> bool:
    """Tell a database that is busy or away from a mistake of ours."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _PG_GAVE_UP
    text = str(error.orig)
    return isinstance(error, OperationalError) and (
        "locked" in text or "busy" in text or "connection" in text
    )
