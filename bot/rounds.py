"""The deliverer in each process: it goes its rounds while that is its duty, else it stands by."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot import jobs
from bot.duty import duty
from bot.logs import Lasting
from bot.slack import Desk
from bot.store import Busy

log = logging.getLogger(__name__)

EVERY = 0.5  # seconds between rounds, and between a stand-by's looks whether the duty is free


def keep_delivering(desk: Desk, workspace: str, stopping: threading.Event) -> None:
    """Deliver for the workspace until told to stop, whenever no other process does.

    Whatever goes wrong in a round, or in asking whose duty it is, there is a next one. Who stops,
    or loses the duty, finishes the calls under way and begins no other. A sign of life is given
    with every step of a round, for one may last long.
    """
    ours = duty(desk.database.engine, workspace)
    trouble = Lasting(log, "rounds go well again")

    def on_duty() -> bool:
        held = not stopping.is_set() and ours.held()
        desk.meter.on_round(desk.now(), on_duty=held)
        return held

    try:
        was_on_duty = False
        while not stopping.is_set():
            was_on_duty = _go_round(desk, workspace, on_duty, trouble, was_on_duty=was_on_duty)
            stopping.wait(EVERY)
    finally:
        ours.leave()


def deliver_all(desk: Desk, workspace: str) -> None:
    """Deliver what is due now, pause by pause; leave it to another process where one delivers.

    Raise Busy when the database is, or where nobody can tell whose duty it is.
    """
    ours = duty(desk.database.engine, workspace)
    try:
        while ours.held() and jobs.waiting(desk, workspace):
            jobs.deliver(desk, workspace, going=ours.held)
            time.sleep(EVERY)
    finally:
        ours.leave()


def _go_round(
    desk: Desk,
    workspace: str,
    on_duty: Callable[[], bool],
    trouble: Lasting,
    *,
    was_on_duty: bool,
) -> bool:
    """Deliver what is due where that is our duty; tell whether it was, as far as is known."""
    is_on_duty = was_on_duty
    try:
        is_on_duty = on_duty()
        if is_on_duty != was_on_duty:
            log.info("delivering workspace=%s on_duty=%s", workspace, is_on_duty)
        if is_on_duty:
            jobs.deliver(desk, workspace, going=on_duty)
        trouble.is_over()
    except Busy:
        trouble.goes_on("the database is busy or away; the next round goes on")
    except Exception as error:  # noqa: BLE001 - it is told, with its place
        trouble.goes_on("a round failed; the next one tries again", error)
    desk.meter.rounds_fail = trouble.lasts
    return is_on_duty
