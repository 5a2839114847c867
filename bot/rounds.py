"""The deliverer in each process: it goes its rounds while that is its duty, else it stands by."""

from __future__ import annotations

import logging
import threading
import time

from bot import jobs
from bot.duty import Duty, duty
from bot.slack import Desk
from bot.store import Busy

log = logging.getLogger(__name__)

EVERY = 0.5  # seconds between rounds, and between a stand-by's looks whether the duty is free


def keep_delivering(desk: Desk, workspace: str, stopping: threading.Event) -> None:
    """Deliver for the workspace until told to stop, whenever no other process does.

    Whatever goes wrong in a round, there is a next one. Who stops, or loses the duty, finishes
    the calls under way and begins no other.
    """
    ours = duty(desk.database.engine, workspace)
    on_duty = False
    try:
        while not stopping.is_set():
            if on_duty != (on_duty := ours.held()):
                log.info("delivering workspace=%s on_duty=%s", workspace, on_duty)
            if on_duty:
                _go_round(desk, workspace, ours, stopping)
            stopping.wait(EVERY)
    finally:
        ours.leave()


def deliver_all(desk: Desk, workspace: str) -> None:
    """Deliver what is due now, pause by pause; leave it to another process where one delivers.

    Raise Busy when the database is.
    """
    ours = duty(desk.database.engine, workspace)
    try:
        while ours.held() and jobs.waiting(desk, workspace):
            jobs.deliver(desk, workspace, going=ours.held)
            time.sleep(EVERY)
    finally:
        ours.leave()


def _go_round(desk: Desk, workspace: str, ours: Duty, stopping: threading.Event) -> None:
    try:
        jobs.deliver(desk, workspace, going=lambda: not stopping.is_set() and ours.held())
    except Busy:
        log.warning("the database is busy or away; the next round goes on")
    except Exception:
        log.exception("a round failed; the next one tries again")
