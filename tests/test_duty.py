"""One deliverer at a time: whoever holds the duty keeps it until it leaves, breaks or dies."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from office import WORKSPACE
from sqlalchemy import text

from bot.duty import duty
from bot.store import Database, connect

ROOT = Path(__file__).parent.parent
HOLDER = f"""
import sys, time
from bot.duty import duty
from bot.store import connect
ours = duty(connect(sys.argv[1]).engine, "{WORKSPACE}")
print(ours.held(), flush=True)
time.sleep(60)
"""
DEADLINE = 10.0  # seconds


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_one_at_a_time_has_the_duty_and_keeps_it(database: Database) -> None:
    one, other = duty(database.engine, WORKSPACE), duty(database.engine, WORKSPACE)
    assert [one.held(), other.held(), one.held(), other.held()] == [True, False, True, False]
    one.leave()
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
        stdout=subprocess.PIPE,
        text=True,
    )
    ours = duty(database.engine, WORKSPACE)
    try:
        assert holder.stdout is not None
        with holder.stdout as said:
            assert said.readline() == "True\n"
        assert not ours.held()
    finally:
        holder.kill()
        holder.wait()
    until = time.monotonic() + DEADLINE  # PostgreSQL has to notice first
    while not ours.held():
        assert time.monotonic() < until
    ours.leave()


def test_a_session_that_breaks_has_lost_the_duty(postgres: str) -> None:
    database = connect(postgres)
    one, other = duty(database.engine, WORKSPACE), duty(database.engine, WORKSPACE)
    assert one.held()
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND granted"
            )
        )
    until = time.monotonic() + DEADLINE
    while not other.held():
        assert time.monotonic() < until
    assert [one.held(), one.held()] == [False, False]
    other.leave()
    assert one.held()
    one.leave()
    database.engine.dispose()


def test_a_database_in_memory_has_no_rivals() -> None:
    ours = duty(connect("sqlite://").engine, WORKSPACE)
    assert [ours.held(), ours.held()] == [True, True]
    ours.leave()
