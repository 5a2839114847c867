"""Every step of the schema, down and up again, on both databases, with a month of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from full_house import copy_month, everything, month
from office import WORKSPACE
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot import copying, ledger, schema
from bot.store import Database, connect

__all__ = ["month"]

Rows: TypeAlias = dict[str, list[dict[str, Any]]]


@pytest.fixture
def lived_in(empty: str, month: Database) -> Iterator[Database]:
    """Give a database of its own that a month of everything has gone into."""
    database = connect(empty)
    schema.migrate(database.engine)
    copy_month(month, database)
    yield database
    database.engine.dispose()


def as_it_is(database: Database) -> Rows:
    """Return every row of the tables that there really are."""
    with database.engine.connect() as connection:
        return {
            table.name: [row for batch in copying.rows_of(connection, table) for row in batch]
            for table in copying.tables(connection)
        }


def common(rows: Rows, others: Rows) -> Rows:
    """Return of rows what others have tables and columns for."""
    return {
        name: [{key: row[key] for key in row.keys() & columns_of(others, name)} for row in found]
        for name, found in rows.items()
        if name in others
    }


def columns_of(rows: Rows, table: str) -> set[str]:
    return set().union(*rows[table])


def schema_of(connection: Connection) -> dict[str, Any]:
    """Return tables with their columns, keys and indexes, in no order."""
    looked = inspect(connection)
    return {
        table: (
            {one["name"]: (str(one["type"]), one["nullable"]) for one in looked.get_columns(table)},
            looked.get_pk_constraint(table)["constrained_columns"],
            {one["name"]: one["column_names"] for one in looked.get_indexes(table)},
            {str(one["name"]): one["column_names"] for one in looked.get_unique_constraints(table)},
            {str(one["name"]) for one in looked.get_check_constraints(table)},
        )
        for table in looked.get_table_names()
    }


def drawn(database: Database) -> dict[str, Any]:
    with database.engine.connect() as connection:
        return schema_of(connection)


def test_every_step_goes_down_and_up_and_keeps_what_both_sides_know(lived_in: Database) -> None:
    engine, known = lived_in.engine, schema.steps()
    before, fresh = as_it_is(lived_in), drawn(lived_in)
    for revision in known[-2::-1]:
        above = as_it_is(lived_in)
        schema.migrate(engine, to=revision)
        assert schema.revision(engine)[0] == revision
        below = as_it_is(lived_in)
        assert common(below, above) == common(above, below)
        assert_guarded(lived_in)
    lowest = as_it_is(lived_in)
    for revision in known[1:]:
        schema.migrate(engine, to=revision)
        assert_guarded(lived_in)
    after = as_it_is(lived_in)
    assert common(after, lowest) == common(before, lowest)
    assert drawn(lived_in) == fresh
    with lived_in.reading() as session:
        assert ledger.first_broken(session, workspace=WORKSPACE) is None


def test_the_first_step_down_takes_everything_and_leaves_nothing(lived_in: Database) -> None:
    engine = lived_in.engine
    fresh = drawn(lived_in)
    schema.migrate(engine, to="base")
    assert schema.revision(engine)[0] is None
    assert as_it_is(lived_in) == {}
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            left = "SELECT count(*) FROM pg_proc WHERE proname = 'add_only'"
            assert connection.execute(text(left)).scalar_one() == 0
    schema.migrate(engine)
    assert drawn(lived_in) == fresh
    assert not any(everything(lived_in).values())
    assert_guarded(lived_in)


def test_the_steps_lead_to_what_the_models_say(empty: str) -> None:
    database = connect(empty)
    schema.migrate(database.engine)
    made = drawn(database)
    schema.migrate(database.engine, to="base")
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        SQLModel.metadata.create_all(connection)
        asked = schema_of(connection)
    del made["alembic_version"]
    assert made == asked
    database.engine.dispose()


def assert_guarded(database: Database) -> None:
    """Try to change and to delete a row of every add-only table that there is."""
    present = as_it_is(database)
    for table in (table for table in schema.ADD_ONLY if present.get(table)):
        for change in (f"UPDATE {table} SET workspace_id = ''", f"DELETE FROM {table}"):  # noqa: S608 - our own names
            with pytest.raises(DBAPIError) as refused, database.engine.begin() as connection:
                connection.execute(text(change))
            assert f"rows of {table} are only ever added" in str(refused.value.orig)


# What a step makes of the rows.


def test_a_signature_put_right_is_counted_in_a_column_of_its_own(empty: str) -> None:
    database = connect(empty)
    schema.migrate(database.engine, to="0006")
    roles = ("leader", "leader+1", "leader+12", "self")
    with database.engine.begin() as connection:
        for role in roles:
            connection.execute(
                text(
                    "INSERT INTO card_signature VALUES "
                    "('T1', 'U1', '2026-11', 'c', :role, 'U9', '李总', '2026-12-01 09:00:00')"
                ),
                {"role": role},
            )
    before = as_it_is(database)
    schema.migrate(database.engine, to="0007")
    above = as_it_is(database)["card_signature"]
    assert [(row["role"], row["turn"]) for row in above] == [
        ("leader", 0),
        ("leader", 1),
        ("leader", 12),
        ("self", 0),
    ]
    assert {row["name"] for row in above} == {"李总"}
    assert_guarded(database)
    schema.migrate(database.engine, to="0006")
    assert as_it_is(database) == before
    assert_guarded(database)
    database.engine.dispose()


# The workspace comes first.


def test_every_key_and_index_starts_with_the_workspace(empty: str) -> None:
    """Nothing is looked up but in one workspace, and rows can be spread over machines by it."""
    database = connect(empty)
    schema.migrate(database.engine)
    with database.engine.connect() as connection:
        looked = inspect(connection)
        for table in copying.tables(connection):
            first = {looked.get_pk_constraint(table.name)["constrained_columns"][0]}
            first |= {str(it["column_names"][0]) for it in looked.get_indexes(table.name)}
            first |= {it["column_names"][0] for it in looked.get_unique_constraints(table.name)}
            assert first == {"workspace_id"}, table.name
            assert not looked.get_foreign_keys(table.name), table.name
            assert table.columns["workspace_id"].type.python_type is str
    database.engine.dispose()


def test_every_table_is_either_guarded_or_known_to_change() -> None:
    """A new table's author decides which it is."""
    changing = {
        "delivery",
        "handled",
        "job_run",
        "ledger_head",
        "membership",
        "person",
        "proposal",
        "team",
        "user_group",
        "workspace",
    }
    assert set(SQLModel.metadata.tables) == changing | set(schema.ADD_ONLY)
