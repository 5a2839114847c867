"""A month of everything: what people type and press until every table has a row.

A test that only needs the rows asks for `lived`; the month is lived once, and then copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeAlias

import pytest
from office import ADA, ANN, SUE, WANG, WORKSPACE, Office, open_office
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from bot import directory
from bot.playground.workspace import UserGroup
from bot.store import Database, connect

Rows: TypeAlias = dict[str, list[dict[str, object]]]

WITH_STEPS = "agent-work-standard-seven"
NOTE = "迟到了十分钟，“下不为例” 😶 <b>&amp; '); DROP TABLE entry; --"


def live_a_month(office: Office) -> None:
    """Log, take back, complain, decide, record, close the month, sign it and talk about it."""
    with office.slack.world.changing() as there:
        there.groups["S0CREW"] = UserGroup("S0CREW", "crew", "The crew", (ANN, WANG))
    workspace = office.slack.world.workspace.team_id
    directory.refresh_groups(office.desk.database, office.desk.client, workspace)
    for rubric, team in (("front-desk-supervisor-table", "Care"), (WITH_STEPS, "Desk")):
        office.choose(f"/rubric use {rubric} for {team} from 2026-11-01", "Put in force", by=ADA)
    office.type(f"/team base <@{ANN}> 2000.5", by=ADA)
    office.type(f"/deduct <@{ANN}> late 9:10 #T-1 -- {NOTE}", by=SUE)
    office.type(f"/deduct <@{WANG}> smile", by=SUE)
    office.type("/deduct undo", by=SUE)
    office.type(f"/commend <@{WANG}> 表扬 !public -- 客人当面感谢", by=SUE)
    office.type(f"/record <@{ANN}> csat 4.6", by=SUE)
    office.type(f"/complaint open <@{WANG}> billing sev:major #C-9 -- 多收了两晚的钱", by=SUE)
    office.choose("/complaint X-1 uphold tone -3 -- it was on tape", "Uphold", by=SUE)
    office.wait()
    office.press(office.slack.dms(ANN)[0], "Got it", by=ANN)
    office.wait("+13d")
    office.type(f"/month held <@{ANN}> nov", by=SUE)
    office.type(f"/month sign <@{SUE}> nov", by=ADA)
    office.type("/month done 1 nov Desk", by=ADA)
    office.type("/month reopen nov Care -- 漏记一条", by=ADA)


@pytest.fixture(scope="session")
def month(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Live a month of everything in a file of its own, to be copied."""
    path = tmp_path_factory.mktemp("month") / "lived.db"
    shutil.copyfile(sqlite_template, path)
    database = connect(f"sqlite:///{path}")
    for office in open_office(database):
        live_a_month(office)
    database.engine.dispose()
    return database


@pytest.fixture
def lived(database: Database, month: Database) -> Database:
    """Give a database that a month of everything has gone into, of each kind in turn."""
    copy_month(month, database)
    return database


def copy_month(month: Database, database: Database) -> None:
    """Put the month into a file, or in the place of all rows of a PostgreSQL that is migrated."""
    if database.engine.dialect.name == "sqlite":
        shutil.copyfile(str(month.engine.url.database), str(database.engine.url.database))
        return
    rows = everything(month)
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past the guards
        for table in SQLModel.metadata.sorted_tables:
            connection.execute(table.delete())
            connection.execute(table.insert(), rows[table.name])


def everything(database: Database) -> Rows:
    """Return all rows of all tables as the models read them, in the order of their keys."""
    with database.reading() as session:
        return {
            name: [dict(row) for row in found.mappings()]
            for name, table in sorted(SQLModel.metadata.tables.items())
            if (found := session.connection().execute(table.select().order_by(*table.primary_key)))
        }


def forge(engine: Engine, *, number: int, workspace: str = WORKSPACE) -> None:
    """Change an entry behind the bot's back; the guard is lifted and left so."""
    on = " ON entry" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_no_update{on}"))
        connection.execute(
            text("UPDATE entry SET note = 'forged' WHERE workspace_id = :of AND number = :number"),
            {"of": workspace, "number": number},
        )
