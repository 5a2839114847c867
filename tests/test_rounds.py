"""Many at a time, by the one whose duty it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mailing import deliver, dms, in_care, plan, posts, row
from office import (
    ADA,
    ANN,
    CARE,
    DESK,
    JOE,
    LEE,
    NOW,
    OTHER,
    PATIENCE,
    SUE,
    TOKEN,
    TOM,
    WANG,
    WORKSPACE,
    ZED,
    Office,
)
from slack_sdk import WebClient
from sqlalchemy import create_engine, text

from bot.duty import duty
from bot.pacing import MOST, Pacer
from bot.rounds import deliver_all, keep_delivering
from bot.slack import Desk
from bot.store import Busy, Database

PEOPLE = (ADA, SUE, JOE, ANN, WANG, LEE, TOM, ZED)
DEADLINE = 60.0  # seconds
IN_NO_TIME = float("inf")  # messages a second


def eight_at_a_time() -> Pacer:
    return Pacer(gap=0.0, pace=IN_NO_TIME)


class Crowd(WebClient):
    """A client whose first calls wait for each other, until as many as may are under way."""

    def wait_for(self, many: int) -> None:
        self.many, self.under_way, self.most = many, 0, 0
        self.lock, self.complete = threading.Lock(), threading.Event()

    def api_call(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the SDK's
        with self.lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            if self.under_way == self.many:
                self.complete.set()
        assert self.complete.wait(DEADLINE)
        try:
            return super().api_call(*arguments, **named)
        finally:
            with self.lock:
                self.under_way -= 1


def test_eight_are_under_way_at_a_time_and_no_more(office: Office) -> None:
    crowd = Crowd(token=TOKEN, base_url=office.desk.client.base_url, retry_handlers=[])
    crowd.wait_for(MOST)
    for to in (*PEOPLE, CARE, DESK, OTHER):
        plan(office, f"to {to}", to=to)
    assert deliver(office, crowd, pacer=eight_at_a_time()) == len(PEOPLE) + 3
    assert crowd.most == MOST
    assert [dms(office, person) for person in PEOPLE] == [[f"to {person}"] for person in PEOPLE]
    assert posts(office) == len(PEOPLE) + 3


def test_order_in_a_channel_is_kept_while_others_go_beside_it(office: Office) -> None:
    keys = [f"{number:02}" for number in range(12)]
    plan(office, *keys, to=CARE)
    plan(office, *(f"a{key}" for key in keys), to=ANN)
    plan(office, *(f"w{key}" for key in keys), to=WANG)
    assert deliver(office, pacer=eight_at_a_time()) == 36
    assert in_care(office) == keys
    assert dms(office, ANN) == [f"a{key}" for key in keys]


@contextmanager
def no_writing(office: Office) -> Iterator[None]:
    """Let the database be read and not be written."""
    holder = office.desk.database.engine.raw_connection()
    sqlite = office.desk.database.engine.dialect.name == "sqlite"
    try:
        cursor = holder.cursor()
        cursor.execute("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE delivery IN EXCLUSIVE MODE")
        yield
    finally:
        holder.rollback()
        holder.close()


def test_a_busy_database_ends_the_round_and_the_next_goes_on(office: Office) -> None:
    plan(office, "one")
    plan(office, "two", to=CARE)
    pacer = eight_at_a_time()
    with no_writing(office), pytest.raises(Busy):
        deliver(office, pacer=pacer, patience=0.05)
    assert [row(office, key).state for key in ("one", "two")] == ["planned", "planned"]
    assert deliver(office, pacer=pacer) == 2
    assert (dms(office, ANN), in_care(office)) == (["one"], ["two"])


def test_by_hand_nothing_is_delivered_while_another_process_does(office: Office) -> None:
    plan(office, "one", due=NOW)
    other = duty(office.desk.database.engine, WORKSPACE)
    assert other.held()
    deliver_all(office.desk, WORKSPACE)
    assert dms(office, ANN) == []
    other.leave()
    deliver_all(office.desk, WORKSPACE)
    assert dms(office, ANN) == ["one"]


def test_who_stops_hands_the_duty_over(office: Office) -> None:
    stop = [threading.Event(), threading.Event()]
    deliverers = [
        threading.Thread(target=keep_delivering, args=(office.desk, WORKSPACE, one)) for one in stop
    ]
    deliverers[0].start()
    plan(office, "one")
    office.slack.wait_until(lambda: dms(office, ANN) == ["one"], DEADLINE)
    deliverers[1].start()
    plan(office, "two")
    stop[0].set()
    deliverers[0].join()
    plan(office, "three")
    office.slack.wait_until(lambda: dms(office, ANN) == ["one", "two", "three"], DEADLINE)
    stop[1].set()
    deliverers[1].join()


def test_a_message_for_which_no_thread_is_left_goes_out_in_the_next_round(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(_thread: threading.Thread) -> None:
        raise RuntimeError

    plan(office, "one")
    pacer = eight_at_a_time()
    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", no_thread)
        with pytest.raises(RuntimeError):
            deliver(office, pacer=pacer)
    assert deliver(office, pacer=pacer) == 1
    assert dms(office, ANN) == ["one"]


class Shift(threading.Event):
    """A shift of a few rounds, with something happening after each; then it is time to stop."""

    def __init__(self, *after: Callable[[], object]) -> None:
        super().__init__()
        self.after = iter(after)

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - in no time
        next(self.after, self.set)()
        return self.is_set()


def without_files(office: Office) -> tuple[Desk, Callable[[], None]]:
    """Put a folder where SQLite's duty is a file; return what takes it away."""
    folder = Path(f"{office.desk.database.engine.url.database}-post-{WORKSPACE}")
    folder.mkdir()
    return office.desk, folder.rmdir


def without_connections(office: Office) -> tuple[Desk, Callable[[], None]]:
    """Return a desk whose few connections to PostgreSQL are in use, and what gives them back."""
    few = 3
    url = office.desk.database.engine.url
    engine = create_engine(url, pool_size=few, max_overflow=0, pool_timeout=0.05)
    lent = [engine.raw_connection() for _ in range(few)]
    database = Database(engine, PATIENCE, threading.Semaphore(few))

    def give_back() -> None:
        for one in lent:
            one.close()

    return replace(office.desk, database=database), give_back


def test_who_cannot_ask_for_the_duty_lives_says_so_once_and_asks_again(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    plan(office, "one")
    in_file = office.desk.database.engine.dialect.name == "sqlite"
    desk, mend = (without_files if in_file else without_connections)(office)
    told: list[tuple[bool, datetime | None]] = []

    def look() -> None:
        told.append((desk.meter.rounds_fail, desk.meter.last_round))

    caplog.set_level("INFO", "bot.rounds")
    keep_delivering(desk, WORKSPACE, Shift(look, look, mend, look))
    desk.database.engine.dispose()
    assert told == [(True, None), (True, None), (False, NOW)]
    assert [it.message for it in caplog.records if it.name == "bot.rounds"] == [
        "the database is busy or away; the next round goes on",
        f"delivering workspace={WORKSPACE} on_duty=True",
        "rounds go well again",
    ]
    assert dms(office, ANN) == ["one"]


def test_by_hand_who_cannot_ask_for_the_duty_delivers_nothing(office: Office) -> None:
    plan(office, "one")
    in_file = office.desk.database.engine.dialect.name == "sqlite"
    desk, mend = (without_files if in_file else without_connections)(office)
    with pytest.raises(Busy):
        deliver_all(desk, WORKSPACE)
    assert dms(office, ANN) == []
    mend()
    deliver_all(desk, WORKSPACE)
    desk.database.engine.dispose()
    assert dms(office, ANN) == ["one"]


def test_a_round_that_fails_is_told_once_with_its_place(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    plan(office, "one")
    rename(office, "delivery", to="gone")
    mend = partial(rename, office, "gone", to="delivery")
    keep_delivering(office.desk, WORKSPACE, Shift(nothing, nothing, mend, nothing))
    (failed,) = [it for it in caplog.records if it.levelname == "ERROR"]
    assert failed.message == "a round failed; the next one tries again"
    assert failed.exc_info
    assert dms(office, ANN) == ["one"]


def rename(office: Office, table: str, *, to: str) -> None:
    with office.desk.database.writing() as session:
        session.connection().execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


def nothing() -> None:
    """Happen after a round."""
