"""Every row of one database into another, of either kind: the one way in which data is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Connection, DateTime, MetaData, Table, event, func, insert, select
from sqlmodel import Session

from bot import ledger, schema
from bot.models.columns import Instant
from bot.store import Database

Broken: TypeAlias = dict[str, int | None]
"""By workspace, the number of the first entry that does not fit, None where every one does."""
Bar: TypeAlias = Callable[[int, str], AbstractContextManager[Callable[[int], object]]]
"""Shows progress: is told how much there is of what, and then how much more is done."""

_BATCH = 1_000  # rows in memory at once


class Refused(Exception):  # noqa: N818 - it is told to the operator, who decides
    """What was asked for cannot be, or would lose something; nothing was changed."""


class NotEmpty(Refused):
    """There are rows where others would go."""


class BrokenChain(Refused):
    """A ledger was tampered with before it was copied."""


@contextmanager
def taken_over(
    source: Connection, database: Database, *, replacing: bool, broken_too: bool, bar: Bar
) -> Iterator[tuple[Connection, Broken]]:
    """Make the database hold what the source holds, and yield what became of it before it counts.

    All of it, and what the block does, is one transaction: who looks in meanwhile waits or is told
    that the database is busy, and whatever goes wrong leaves what was there before.
    Raise Refused for a source without our tables or with a later version's, NotEmpty unless the
    database is to be replaced, and BrokenChain unless such ledgers are wanted, too.
    """
    check_revision(source)
    writing = database.engine.execution_options(writes=True, patience=database.patience)
    with writing.begin() as target, schema.laid_open(target):
        held = sum(sizes(target).values())
        if held and not replacing:
            raise NotEmpty(f"It is not empty (rows: {held:,}).")
        _replace(source, target, bar=bar)
        found = broken(target)
        if any(found.values()) and not broken_too:
            raise BrokenChain(told(found))
        yield target, found


def check_revision(connection: Connection) -> None:
    """Raise Refused for a database without our tables, or with those of a later version."""
    revision = schema.revision_of(connection)
    if revision is None:
        raise Refused("There is nothing of this bot in it.")
    if revision not in schema.steps():
        raise Refused(f"It is of a later version of this bot: its schema is at {revision}.")


def tables(connection: Connection) -> tuple[Table, ...]:
    """Return the tables that the database really has, at whatever revision, in order of name.

    Columns of moments read as aware UTC, as the models have them; no other type needs help.
    """
    found = MetaData()
    event.listen(found, "column_reflect", _keep_zone)
    found.reflect(connection)
    return tuple(table for name, table in sorted(found.tables.items()) if name != schema.REVISIONS)


def rows_of(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield a table's rows in the order of its key, so many at a time as memory may hold."""
    found = connection.execution_options(yield_per=_BATCH).execute(
        select(table).order_by(*table.primary_key)
    )
    with found:
        for batch in found.partitions():
            yield [row._asdict() for row in batch]


def sizes(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables(connection)
    }


def broken(connection: Connection) -> Broken:
    """Walk the ledger of every workspace."""
    with Session(connection) as session:
        return {
            workspace: ledger.first_broken(session, workspace=workspace)
            for workspace in ledger.workspaces(session)
        }


def told(found: Broken) -> str:
    """Return what a walk found, a line for each workspace."""
    return "\n".join(
        f"{workspace}: {'intact' if number is None else f'broken at entry {number}'}"
        for workspace, number in found.items()
    )


def _keep_zone(_inspector: object, _table: object, column: dict[str, Any]) -> None:
    if isinstance(column["type"], DateTime):
        column["type"] = Instant()


def _replace(source: Connection, target: Connection, *, bar: Bar) -> None:
    """Empty the target, fill it as the source is, and only then take the steps to this schema."""
    for table in tables(target):
        target.execute(table.delete())
    schema.step(target, to=str(schema.revision_of(source)))
    theirs = {table.name: table for table in tables(target)}
    with bar(sum(sizes(source).values()), "rows") as written:
        for table in tables(source):
            for batch in rows_of(source, table):
                target.execute(insert(theirs[table.name]), batch)
                written(len(batch))
    schema.step(target, to="head")
