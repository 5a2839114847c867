"""The chain of the ledger: whatever is done to it behind the bot's back, the place is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from office import SUE, WORKSPACE, Office
from sqlalchemy import text

from bot import ledger, schema

FORGERIES = (
    (("UPDATE entry SET points = 0 WHERE number = 2",), 2),
    (("UPDATE entry SET workspace_id = 'T0OTHER' WHERE number = 2",), 2),
    (("DELETE FROM entry WHERE number = 1",), 1),
    (("DELETE FROM entry WHERE number = 2",), 2),
    (("DELETE FROM entry WHERE number = 3",), 3),
    (("DELETE FROM entry WHERE number > 1",), 2),
    (("DELETE FROM entry",), 1),
    (("DELETE FROM ledger_head",), 1),
    (("UPDATE ledger_head SET number = 2",), 3),
    (("UPDATE ledger_head SET number = 9",), 4),
    (("UPDATE ledger_head SET chain = 'forged'",), 3),
    (
        (
            "UPDATE entry SET number = 9 WHERE number = 1",
            "UPDATE entry SET number = 1 WHERE number = 2",
            "UPDATE entry SET number = 2 WHERE number = 9",
        ),
        1,
    ),
)


@pytest.fixture
def three(office: Office) -> Iterator[Office]:
    """Give a ledger of three entries whose guards are down."""
    for words in ("ann late", "lee smile", "ann smile"):
        office.type(f"/deduct {words}", by=SUE)
    engine = office.desk.database.engine
    with engine.begin() as connection:
        for change in ("update", "delete"):
            on = " ON entry" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER entry_no_{change}{on}"))
    yield office
    schema.migrate(engine)


def first_broken(office: Office, workspace: str = WORKSPACE) -> int | None:
    with office.reading() as session:
        return ledger.first_broken(session, workspace=workspace)


@pytest.mark.parametrize(("forgery", "number"), FORGERIES)
def test_the_first_broken_link_is_named(
    three: Office, forgery: tuple[str, ...], number: int
) -> None:
    assert first_broken(three) is None
    with three.desk.database.writing() as session:
        for statement in forgery:
            session.connection().execute(text(statement))
    assert first_broken(three) == number


def test_a_ledger_without_its_workspace_is_walked_as_well(three: Office) -> None:
    with three.desk.database.writing() as session:
        session.connection().execute(text("DELETE FROM workspace"))
        session.connection().execute(text("UPDATE entry SET workspace_id = 'T0X' WHERE number = 3"))
    with three.reading() as session:
        assert ledger.workspaces(session) == [WORKSPACE, "T0X"]
    assert (first_broken(three), first_broken(three, "T0X")) == (3, 1)
