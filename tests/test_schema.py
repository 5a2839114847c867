"""The database itself refuses to change what was written."""

from __future__ import annotations

import pytest
from office import SUE, WORKSPACE, Office
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot import ledger, schema
from bot.store import Database, connect


def tried(engine: Engine, statement: str) -> str:
    """Run a statement and return what the database said against it."""
    with pytest.raises(DBAPIError) as refused, engine.begin() as connection:
        connection.execute(text(statement))
    return str(refused.value.orig)


def test_rows_of_the_ledger_are_only_ever_added(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    engine = office.desk.database.engine
    changes = ["UPDATE entry SET note = 'nothing happened'", "DELETE FROM entry"]
    if engine.dialect.name == "postgresql":
        changes.append("TRUNCATE entry")
    for change in changes:
        assert "rows of entry are only ever added" in tried(engine, change)
    with office.reading() as session:
        assert ledger.first_broken(session, workspace=WORKSPACE) is None


def test_every_add_only_table_is_guarded_and_a_missing_guard_is_noticed(
    database: Database,
) -> None:
    engine = database.engine
    assert schema.unguarded(engine) == ()
    on = " ON entry" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_no_update{on}"))
    assert schema.unguarded(engine) == ("entry",)
    schema.migrate(engine)
    assert schema.unguarded(engine) == ()


def test_a_forged_entry_breaks_the_chain(office: Office) -> None:
    for line in ("/deduct ann late", "/deduct lee smile", "/commend ann praise"):
        office.type(line, by=SUE)
    engine = office.desk.database.engine
    on = " ON entry" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_no_update{on}"))
        connection.execute(text("UPDATE entry SET note = 'forged' WHERE number = 2"))
    with office.reading() as session:
        assert ledger.first_broken(session, workspace=WORKSPACE) == 2
    schema.migrate(engine)


def test_the_schema_goes_down_and_up_again() -> None:
    engine = connect("sqlite://").engine
    schema.migrate(engine)
    assert schema.revision(engine)[0] == schema.revision(engine)[1]
    schema.migrate(engine, to="base")
    assert schema.revision(engine)[0] is None
