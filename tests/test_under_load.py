"""Many at once, a database that is locked or cut off: what was said is what is in the ledger."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

import pytest
from office import ANN, CARE, LEE, SUE, WANG, WORKSPACE, Office, lines_of, said
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool
from sqlmodel import col, select

from bot import appraisals, ledger, serving, words
from bot.app import build
from bot.hosting import serve
from bot.models import Entry
from bot.periods import Period
from bot.web import site

SLACKS_PATIENCE = 3.0  # seconds until Slack tells the person that the app did not answer
AT_ONCE = 64
CODES = ("A2", "A3", "A4", "B2", "B5", "B7", "C1", "C5", "D1", "D2", "D3")
DAYS = ("today", "yesterday", "17 nov")
LINES = [  # no two alike, so that none is asked back as a duplicate
    f"<@{user}> {code} {day}" for user, day, code in product((ANN, LEE, WANG), DAYS, CODES)
]
LAST = len(LINES) - 1
WAVES = tuple(range(nth, nth + 24) for nth in (0, 24, 48, 72))
BUSY = "The database is busy and nothing was written."
UNKNOWN = "The database went away just as this was being written down"

Hear: TypeAlias = Callable[[str], object]  # is told each answer when it comes


@pytest.fixture
def busy(office: Office) -> Iterator[Office]:
    """Open the office's door as wide as `serve` does, and as well prepared."""
    words.prepare(office.desk.settings.commands)
    door = serve(site(build(office.desk), office.desk), threads=serving.THREADS)
    office.slack.wire.bot_url = f"{door.url}slack/events"
    yield office
    door.stop()


def deduct(office: Office, nth: int) -> str:
    """Type the nth line as a request of its own; return the answer, which Slack must accept."""
    fields = {
        "team_id": WORKSPACE,
        "channel_id": CARE,
        "user_id": SUE,
        "command": "/deduct",
        "text": LINES[nth],
        "trigger_id": f"load.{nth}",
    }
    outcome = office.slack.wire.send_command("/deduct", fields)
    assert outcome.error is None, outcome
    assert isinstance(outcome.body, dict)
    return "\n".join(lines_of(outcome.body["blocks"]))


def all_at_once(office: Office, numbers: range, hear: Hear = len) -> dict[int, str]:
    """Type these lines at the same moment, each on a connection of its own."""
    ready = threading.Barrier(len(numbers))

    def one(nth: int) -> str:
        ready.wait()
        answer = deduct(office, nth)
        hear(answer)
        return answer

    with ThreadPoolExecutor(len(numbers)) as pool:
        return dict(zip(numbers, pool.map(one, numbers), strict=True))


def key_of(nth: int) -> str:
    """Return the key that the nth line's entry has, if it has one."""
    return f"cmd:{WORKSPACE}:load.{nth}:{SUE}#0"


def agreed(office: Office, answers: Mapping[int, str], *, doubted: Collection[int] = ()) -> int:
    """Compare the answers with the ledger one for one; return how many entries there are.

    Of the doubted lines, whose answer was that nobody knows, either is true.
    """
    said = {
        key_of(nth): int(number[1])
        for nth, answer in answers.items()
        if (number := re.match(r"\*D-(\d+)\*", answer))
    }
    assert {answer[: len(BUSY)] for answer in answers.values() if answer[:3] != "*D-"} <= {BUSY}
    with office.reading() as session:
        written = session.exec(select(Entry).order_by(col(Entry.number))).all()
        assert ledger.first_broken(session, workspace=WORKSPACE) is None
        sums = appraisals.facts(
            session, workspace=WORKSPACE, people=[ANN, LEE, WANG], period=Period(2026, 11)
        )
    either = {key_of(nth) for nth in doubted}
    known = [entry for entry in written if entry.request_key not in either]
    assert {entry.request_key: entry.number for entry in known} == said
    assert [entry.number for entry in written] == list(range(1, len(written) + 1))
    assert sum(fact.count for facts in sums.values() for fact in facts) == len(written)
    return len(written)


@pytest.mark.slow
def test_sixty_four_at_once_lose_nothing_and_are_answered_in_time(busy: Office) -> None:
    """On a slow machine some are told that nothing was written, but in time, too."""
    first = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    answers = all_at_once(busy, range(AT_ONCE))
    assert agreed(busy, first | answers) > 1


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
    """Another process that locks SQLite's file in front of a writer, again and again.

    Each fifth writer finds it locked until the next answer has come, each twentieth until somebody
    is told that the database is busy, which is longer than a person would wait.
    """

    process: subprocess.Popen[str]
    turn: threading.Lock = field(default_factory=threading.Lock)
    writers: int = 0
    locked: bool = False

    def see(self, _line: Connection, _cursor: object, statement: str, *_more: object) -> None:
        """Lock the file if a fifth writer is about to begin; the others stand in line behind it."""
        if statement == "BEGIN IMMEDIATE":
            with self.turn:
                self.writers += 1
                if self.writers % 5 == 0:
                    self.do("BEGIN EXCLUSIVE")
                    self.locked = True

    def hear(self, answer: str) -> None:
        """Unlock the file if this is the answer that was waited for."""
        with self.turn:
            if self.locked and (self.writers % 20 or answer.startswith(BUSY)):
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
def test_in_a_database_that_comes_and_goes_the_answers_are_true(busy: Office) -> None:
    engine = busy.desk.database.engine
    trouble = locked_now_and_then if engine.dialect.name == "sqlite" else cut_off_now_and_then
    answers = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    with trouble(engine) as hear:
        for wave in WAVES:
            answers |= all_at_once(busy, wave, hear)
    written = agreed(busy, answers)
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
