"""What a serving process does again and again: plan what is due, and learn who is who in Slack."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot import direct_messages, directory, jobs, logs, refusals
from bot.periods import local_day
from bot.refusals import FAILURES
from bot.slack import Desk
from bot.store import Busy, patient

log = logging.getLogger(__name__)

_TICK = 5  # seconds between looks at what is due
_REFRESH, _REFRESH_AGAIN = timedelta(hours=6), timedelta(minutes=10)


def start(desk: Desk, workspace: str, stopping: threading.Event) -> BackgroundScheduler:
    """Look every few seconds at what is due, every few hours at who is who in Slack."""
    defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)

    def refresh() -> None:
        if not get_acquainted(desk, workspace, wait=stopping.wait):
            again.modify(next_run_time=datetime.now(UTC) + _REFRESH_AGAIN)

    now = datetime.now(UTC)
    told = (desk, workspace, logs.Lasting(log, "ticks go well again"))
    scheduler.add_job(tick, "interval", told, seconds=_TICK, next_run_time=now)
    again = scheduler.add_job(
        refresh, "interval", seconds=_REFRESH.total_seconds(), next_run_time=now
    )
    scheduler.start()
    return scheduler


def tick(desk: Desk, workspace: str, trouble: logs.Lasting) -> None:
    """Plan what is due; whatever goes wrong is told once, and there is a next tick."""
    desk.meter.alive(desk.now())
    try:
        jobs.plan_due(desk, workspace)
    except Busy:
        trouble.goes_on("the database is busy or away; the next tick goes on")
        desk.meter.ticked("busy")
    except jobs.Stuck as error:
        trouble.goes_on(str(error), error)
        desk.meter.ticked("failed")
    except Exception as error:  # noqa: BLE001 - it is told, with its place
        trouble.goes_on("a tick failed; the next one tries again", error)
        desk.meter.ticked("failed")
    else:
        trouble.is_over()
        desk.meter.ticked("done")


def get_acquainted(desk: Desk, workspace: str, *, wait: Callable[[float], object]) -> bool:
    """Learn who is who in Slack and open the ways to them; tell whether that went well.

    Whatever goes wrong, what was learned by then stays.
    """
    logs.begin()
    slow = patient(desk.database, seconds=10)
    try:
        directory.refresh(slow, desk.client, workspace, wait=wait)
        directory.refresh_groups(slow, desk.client, workspace)
        today = local_day(desk.now(), "UTC")
        direct_messages.open_ahead(slow, desk.client, workspace=workspace, day=today, wait=wait)
    except (*FAILURES, Busy) as error:
        log.warning("the directory could not be refreshed: %s", refusals.describe(error))
        return False
    except Exception:
        log.exception("the directory could not be refreshed")
        return False
    return True
