"""One deliverer at a time: whoever holds the duty keeps it until it leaves, breaks or dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import url_of
from office import PATIENCE, WORKSPACE
from sqlalchemy import text

from bot.duty import duty
from bot.store import Database, connect

ROOT = Path(__file__).parent.parent
HOLDER = f"""
import sys
from bot.duty import duty
from bot.store import connect
ours = duty(connect(sys.argv[1]).engine, "{WORKSPACE}")
print(ours.held(), flush=True)
sys.stdin.read()
"""


def wait_until_free(database: Database) -> None:
    """Wait until PostgreSQL has noticed that a session is gone; a file is free at once."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.execution_options(patience=PATIENCE).begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_advisory_xact_lock(classid::integer, objid::integer)"
                    " FROM pg_locks WHERE locktype = 'advisory'"
                )
            )


@pytest.fixture
def database(database: Database) -> Database:
    """Give a database in which nobody has the duty from an earlier test."""
    wait_until_free(database)
    return database


def test_one_at_a_time_has_the_duty_and_keeps_it(database: Database) -> None:
    one, other = duty(database.engine, WORKSPACE), duty(database.engine, WORKSPACE)
    assert [one.held(), other.held(), one.held(), other.held()] == [True, False, True, False]
    one.leave()
    wait_until_free(database)
    assert [other.held(), one.held()] == [True, False]
    other.leave()
    one.leave()


def test_each_workspace_has_its_own_duty(database: Database) -> None:
    one, other = duty(database.engine, WORKSPACE), duty(database.engine, "T0OTHER")
    assert [one.held(), other.held()] == [True, True]
    one.leave()
    other.leave()


def test_who_is_killed_loses_the_duty_at_once(database: Database) -> None:
    holder = subprocess.Popen(  # noqa: S603 - our own program, our own address
        [sys.executable, "-c", HOLDER, url_of(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ours = duty(database.engine, WORKSPACE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not ours.held()
        holder.kill()
    wait_until_free(database)
    assert ours.held()
    ours.leave()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_session_that_breaks_has_lost_the_duty(database: Database) -> None:
    one, other = duty(database.engine, WORKSPACE), duty(database.engine, WORKSPACE)
    assert one.held()
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND granted"
            )
        )
    wait_until_free(database)
    assert other.held()
    assert [one.held(), one.held()] == [False, False]
    other.leave()
    wait_until_free(database)
    assert one.held()
    one.leave()


def test_a_database_in_memory_has_no_rivals() -> None:
    ours = duty(connect("sqlite://").engine, WORKSPACE)
    assert [ours.held(), ours.held()] == [True, True]
    ours.leave()
