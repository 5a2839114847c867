"""Backups while the bot runs: one SQLite file, from either database and back into either."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from bot import copying, outbox
from bot.copying import Bar, Broken, Refused
from bot.store import Busy, Database, connect

_PAGES = 4_000  # of SQLite, 16 MB: so much is copied between two moments for writers to come in
_PAUSE = 0.05  # seconds: such a moment
_TRIES = 3  # so often may a writer make us begin again, before we keep writers out
_STUCK = 10  # steps without a page: each of them waits as long as the database is patient


class _BegunAgain(Exception):  # noqa: N818 - it ends one try, and begins another
    """The database was written to, and the copy begins anew."""


def back_up(database: Database, file: Path, *, bar: Bar) -> Broken:
    """Write the database, as it is at one moment, into a new file that only its owner may read.

    The file is an SQLite database of this bot's. It gets its name when it is whole, so that what
    is cut short looks like no backup. Raise Refused when there is such a file already, or none
    can be made, and Busy.
    """
    if file.exists():
        raise Refused(f"{file} exists already. Choose another name.")
    part = file.with_name(f"{file.name}.part")
    copy = _copy_pages if database.engine.dialect.name == "sqlite" else _copy_rows
    try:
        _discard(part)
        part.touch(mode=0o600)
        copy(database, part, bar)
        with _opened(part) as connection:
            copying.check_revision(connection)
            found = copying.broken(connection)
        part.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise Refused(f"{file} cannot be written: {error}.") from None
    finally:
        _discard(part)
    return found


def restore(
    database: Database, file: Path, *, replacing: bool, broken_too: bool, now: datetime, bar: Bar
) -> Broken:
    """Put the database back to what a backup holds, or leave it as it is.

    What should have gone out by now may have gone out since the backup was made: it is looked up
    in Slack before it is sent. Raise Refused as `copying.taken_over` does, or for a file that is
    none of ours.
    """
    with (
        _opened(file) as source,
        copying.taken_over(
            source, database, replacing=replacing, broken_too=broken_too, bar=bar
        ) as (target, found),
        Session(target) as session,
    ):
        outbox.doubt_all(session, at=now)
    return found


def _discard(part: Path) -> None:
    """Remove a file that did not become a backup, and what SQLite keeps beside one."""
    for beside in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + beside).unlink(missing_ok=True)


def _copy_pages(database: Database, part: Path, bar: Bar) -> None:
    """Copy an SQLite file by SQLite's own backup, which lets writers in now and then.

    One that was written to meanwhile is begun again (sqlite.org/backup.html); after some tries it
    is copied in one go.
    """
    for again in range(_TRIES):
        try:
            _copy_file(database, part, bar, pages=_PAGES if again < _TRIES - 1 else -1)
        except _BegunAgain:
            continue
        return


def _copy_file(database: Database, part: Path, bar: Bar, *, pages: int) -> None:
    with (
        database.engine.connect() as source,
        closing(sqlite3.connect(part)) as copy,
        bar(100, "%") as written,
    ):
        its: Any = source.connection.driver_connection
        its.backup(copy, pages=pages, progress=_watch(written), sleep=_PAUSE)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the database itself uses


def _watch(written: Callable[[int], object]) -> Callable[[int, int, int], None]:
    """Return what follows a backup: it shows how far it is, and sees when it gets nowhere."""
    before, stuck, shown = -1, 0, 0

    def look(_status: int, left: int, pages: int) -> None:
        nonlocal before, stuck, shown
        if 0 <= before < left:
            raise _BegunAgain
        stuck = stuck + 1 if left == before else 0
        if stuck == _STUCK:
            raise Busy
        before, done = left, 100 * (pages - left) // max(pages, 1)
        written(done - shown)
        shown = done

    return look


def _copy_rows(database: Database, part: Path, bar: Bar) -> None:
    """Copy another database row by row, all of them as they were when the first was read."""
    copy = connect(URL.create("sqlite", database=str(part)), patience=database.patience)
    snapshot = database.engine.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True, patience=database.patience
    )
    try:
        with (
            snapshot.begin() as source,
            copying.taken_over(source, copy, replacing=False, broken_too=True, bar=bar),
        ):
            pass
        with closing(copy.engine.raw_connection()) as whole:
            whole.cursor().execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.engine.dispose()


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """Open a backup to be read and never changed; raise Refused for what is none."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    address = f"{file.resolve().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        try:
            whole = connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        except DatabaseError:
            whole = False
        if not whole:
            raise Refused(f"{file} is damaged, or no backup of this bot.")
        yield connection
