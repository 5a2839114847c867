"""Many at once, a database that is locked or cut off: what was said is what is in the ledger."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import crowd
import pytest
import tables
from crowd import (
    BUSY,
    LAST,
    LINES,
    SLACKS_PATIENCE,
    UNKNOWN,
    WAVES,
    Hear,
    agreed,
    all_at_once,
    busy,
    deduct,
)
from office import SUE, Office, said
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

__all__ = ["busy"]

AT_ONCE = 64


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collect a row for each crowd."""
    yield from tables.printed(crowd.HEAD)


@pytest.mark.slow
def test_sixty_four_at_once_lose_nothing_and_are_answered_in_time(
    busy: Office, table: list[str]
) -> None:
    """On a slow machine some are told that nothing was written, but in time, too."""
    answers = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    answers |= all_at_once(busy, range(AT_ONCE))
    assert agreed(busy, answers) > 1
    table.append(crowd.row("64 deductions at once, and one before", busy, answers))


# The database is not always to be had.

_LOCKER = """
import sqlite3, sys
line = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
for statement in sys.stdin:
    line.execute(statement)
    print("done", flush=True)
"""


@dataclass
class Locker:
    """Another process that locks SQLite's file in front of a transaction, again and again.

    Each third finds it locked until the next answer has come, each sixth until somebody is told
    that the database is busy, which is longer than a person would wait.
    """

    process: subprocess.Popen[str]
    turn: threading.Lock = field(default_factory=threading.Lock)
    writers: int = 0
    locked: bool = False

    def see(self, _line: Connection, _cursor: object, statement: str, *_more: object) -> None:
        """Lock the file if a third transaction is about to begin; others wait behind it."""
        if statement == "BEGIN IMMEDIATE":
            with self.turn:
                self.writers += 1
                if self.writers % 3 == 0:
                    self.do("BEGIN EXCLUSIVE")
                    self.locked = True

    def hear(self, answer: str) -> None:
        """Unlock the file if this is the answer that was waited for."""
        with self.turn:
            if self.locked and (self.writers % 6 or answer.startswith(BUSY)):
                self.do("COMMIT")
                self.locked = False

    def do(self, statement: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(statement, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "done\n"


@contextmanager
def locked_now_and_then(engine: Engine) -> Iterator[Hear]:
    """Let another process lock SQLite's file again and again."""
    command = [sys.executable, "-c", _LOCKER, str(engine.url.database)]
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        locker = Locker(process)
        event.listen(engine, "before_cursor_execute", locker.see)
        try:
            yield locker.hear
        finally:
            event.remove(engine, "before_cursor_execute", locker.see)
            process.kill()


@contextmanager
def cut_off_now_and_then(engine: Engine) -> Iterator[Hear]:
    """Let PostgreSQL end all sessions but one's own again and again, as a restart does."""
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    turn = threading.Lock()
    alone = create_engine(engine.url, poolclass=NullPool)
    with alone.connect() as connection:

        def hear(answer: str) -> None:
            with turn:
                if not answer.startswith(BUSY):
                    connection.execute(others)

        yield hear


@pytest.mark.slow
def test_in_a_database_that_comes_and_goes_the_answers_are_true(
    busy: Office, table: list[str]
) -> None:
    engine = busy.desk.database.engine
    trouble = locked_now_and_then if engine.dialect.name == "sqlite" else cut_off_now_and_then
    answers = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    with trouble(engine) as hear:
        for wave in WAVES:
            answers |= all_at_once(busy, wave, hear)
    written = agreed(busy, answers)
    table.append(crowd.row("four waves of 24 in a database that comes and goes", busy, answers))
    assert deduct(busy, LAST - 1).startswith(f"*D-{written + 1}*")


# The commit itself is cut off, and nobody confirmed it.

Cut = Callable[[Connection, Connection], None]


def before(ours: Connection, other: Connection) -> None:
    """End our session: what it was about to commit is lost."""
    pid = ours.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 10000)")


def after(ours: Connection, _other: Connection) -> None:
    """Commit, and lose the line before anybody hears of it."""
    line = ours.connection.driver_connection
    assert line is not None
    line.execute("COMMIT")
    line.close()


def after_and_locked(ours: Connection, other: Connection) -> None:
    """Commit unheard, and let somebody else have the lock that one would look behind."""
    after(ours, other)
    other.exec_driver_sql("SELECT 1 FROM workspace FOR UPDATE")


@contextmanager
def unconfirmed(office: Office, cut: Cut) -> Iterator[None]:
    """Cut the next commit off."""
    engine = office.desk.database.engine
    alone = create_engine(engine.url, poolclass=NullPool)
    with alone.connect() as other:
        event.listen(engine, "commit", lambda ours: cut(ours, other), once=True)
        yield


@pytest.mark.parametrize(
    ("cut", "answer", "number"),
    [
        (before, BUSY, 1),
        (after, "*D-1* · *Ann Reed*", 2),
        (after_and_locked, UNKNOWN, 2),
    ],
)
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_commit_that_nobody_confirmed_is_looked_up(
    office: Office, cut: Cut, answer: str, number: int
) -> None:
    with unconfirmed(office, cut):
        assert deduct(office, 0).startswith(answer)
    assert deduct(office, 1).startswith(f"*D-{number}*")


@pytest.mark.parametrize(
    ("cut", "answers"),
    [
        (before, (BUSY, "*D-1* · *Ann Reed*")),  # the same event again carries it out
        (after, ("*D-1* · *Ann Reed*",)),
        (after_and_locked, (UNKNOWN,)),
    ],
)
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_message_whose_commit_nobody_confirmed_is_carried_out_once(
    office: Office, cut: Cut, answers: tuple[str, ...]
) -> None:
    with unconfirmed(office, cut):
        office.slack.say(f"deduct {LINES[0]}", by=SUE, channel="appraisal")
    office.slack.wire.resend()
    told = [said([one]) for one in office.slack.messages("appraisal", SUE)[1:]]
    assert [one[: len(answer)] for one, answer in zip(told, answers, strict=True)] == [*answers]
    assert deduct(office, 1).startswith("*D-2*")


@pytest.mark.parametrize("cut", [before, after, after_and_locked])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_message_is_answered_once_whatever_becomes_of_its_repeat(
    office: Office, cut: Cut
) -> None:
    office.slack.say(f"deduct {LINES[0]}", by=SUE, channel="appraisal")
    with unconfirmed(office, cut):
        office.slack.wire.resend()
    (told,) = office.slack.messages("appraisal", SUE)[1:]
    assert said([told]).startswith("*D-1* · *Ann Reed*")
