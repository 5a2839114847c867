"""Who delivers: one process at a time for each workspace, by a lock that dies with its holder.

All processes serve commands; the others ask now and then, and whoever asks first after the holder
is gone, even by `kill -9`, takes over. The lock keeps the post calm and its pace in one hand; that
nothing goes out twice is left to the claims of `outbox`, which hold without it.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from typing import Any, Protocol

from sqlalchemy import Engine

from bot.store import Busy, in_time

log = logging.getLogger(__name__)

_OFFICE = 0x706F7374  # "post": our part of PostgreSQL's advisory locks
_TAKE = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"


class Duty(Protocol):
    """The duty to deliver for a workspace, as one process sees it."""

    def held(self) -> bool:
        """Tell whether it is ours; it is taken if it is nobody's.

        Raise Busy where nobody can be asked, so that it is nobody's for all we know.
        """

    def leave(self) -> None:
        """Let somebody else have it; `held` may take it again."""


def duty(engine: Engine, workspace: str) -> Duty:
    """Return the duty to deliver for a workspace, which nobody has asked for yet."""
    if engine.dialect.name == "postgresql":
        return _OfSession(engine, workspace)
    return _OfFile(engine.url.database or "", workspace)


class _OfFile:
    """A file beside the database in which SQLite holds a transaction open, and writes nothing.

    The operating system ends that lock with its process. A database in memory has no rivals.
    """

    def __init__(self, database: str, workspace: str) -> None:
        in_memory = database in ("", ":memory:")
        self._path = ":memory:" if in_memory else f"{database}-post-{workspace}"
        self._lock: sqlite3.Connection | None = None

    def held(self) -> bool:
        """Tell whether the file is locked by us."""
        if self._lock is None:
            try:
                self._lock = _locked(self._path)
            except sqlite3.Error as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise Busy(f"{self._path} cannot be locked: {error}") from error
        return self._lock is not None

    def leave(self) -> None:
        """Unlock the file."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _locked(path: str) -> sqlite3.Connection:
    lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("PRAGMA journal_mode=MEMORY")  # no second file, for nothing is written
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


class _OfSession:
    """An advisory lock of a PostgreSQL session, which is asked for a sign of life each time.

    A session that broke has lost its lock, so there is no duty without a living one.
    """

    def __init__(self, engine: Engine, workspace: str) -> None:
        self._engine = engine
        self._workspace = workspace
        self._session: Any = None  # psycopg's connection, out of the pool for good
        self._ours = False

    def held(self) -> bool:
        """Tell whether the session is alive and has the lock."""
        self._session = self._session or self._begin()
        try:
            if self._ours:
                self._session.execute("SELECT 1")
            else:
                taken = self._session.execute(_TAKE, (_OFFICE, self._workspace))
                self._ours = taken.fetchone()[0]
        except self._engine.dialect.loaded_dbapi.Error as error:
            log.warning("the duty to deliver is lost: %s", type(error).__name__)
            self.leave()
        return self._ours

    def leave(self) -> None:
        """End the session, and the lock with it."""
        session, self._session, self._ours = self._session, None, False
        if session is not None:
            with suppress(self._engine.dialect.loaded_dbapi.Error):
                session.close()

    def _begin(self) -> Any:  # noqa: ANN401 - psycopg's
        with in_time():
            pooled = self._engine.raw_connection()
        session = pooled.driver_connection
        pooled.detach()
        session.autocommit = True  # type: ignore[union-attr]  # psycopg's, not DBAPI's
        return session
