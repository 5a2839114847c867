"""From one database to another, for good: the way out of one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from bot import copying
from bot.copying import Bar, Broken, Refused
from bot.store import Database, in_time


def move(source: Database, target: Database, *, broken_too: bool, bar: Bar) -> Broken:
    """Copy everything into an empty database; the source is left as it is.

    Nobody writes in the source meanwhile, so that nothing can be left behind: who tries is told
    that the database is busy. Raise Refused as `copying.taken_over` does,
    and Busy when the source or the target is not let go of in time.
    """
    if source.engine.url == target.engine.url:
        raise Refused("That is the same database twice.")
    with (
        in_time(),
        _held(source) as rows,
        copying.taken_over(rows, target, replacing=False, broken_too=broken_too, bar=bar) as it,
    ):
        return it[1]


@contextmanager
def _held(database: Database) -> Iterator[Connection]:
    """Open a database to be read, with every writer kept out until the block ends."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise Refused(f"There is no file {url.database}.")  # SQLite would make an empty one
    holding = database.engine.execution_options(writes=True, patience=database.patience)
    with holding.begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in copying.tables(connection):
                connection.execute(text(f"LOCK TABLE {table.name} IN SHARE MODE"))
        yield connection
