"""What happens by itself: the clock says what is due, the database says what was done.

`tick` may be called at any time and as often as one likes: every job asks what is due now, and
what was planned once is not planned again. What a stopped machine missed is due when it is back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot import appraised, cycle_reminders, logs, month_end, outbox, postman, roster, store
from bot.models import Handled, JobRun, Proposal, Team, Workspace
from bot.periods import Period, local_day
from bot.settings import Settings
from bot.slack import Desk
from bot.store import Busy, Database, patient

log = logging.getLogger(__name__)

_PATIENCE = 20.0  # seconds a job waits for a lock, where a person would wait one and a half
_KEPT = timedelta(days=2)  # Slack repeats a request within minutes, a card lapses within the hour
_PRUNE = "prune"


class Stuck(Exception):  # noqa: N818 - it is told to the operator as one line
    """Something that is due cannot be done: the message says what, the cause why."""


@dataclass(frozen=True)
class Job:
    """Something that is done when it is due; `plan` returns how often it was, or raises Stuck."""

    name: str
    plan: Callable[[Database, str, datetime, Settings], int]


def tick(desk: Desk, workspace: str) -> None:
    """Plan what is due in the desk's own workspace, and deliver it; leave a busy database alone."""
    try:
        try:
            plan_due(desk, workspace)
        finally:
            deliver(desk, workspace)
    except Stuck as error:
        log.exception("%s", error)  # noqa: TRY401 - it holds ids alone
    except Busy:
        log.warning("the database is busy; the next tick goes on")


def plan_due(
    desk: Desk, workspace: str, *, only: str | None = None, at: datetime | None = None
) -> None:
    """Plan what is due now, or was at the moment `at`, once the workspace is set up.

    It is the one that the desk's token belongs to: others in the same database have desks, hours
    and names of their own. Raise Busy when the database is, and Stuck as `plan` does.
    """
    logs.begin()
    database = _patient(desk)
    with database.reading() as session:
        if session.get(Workspace, workspace) is None:
            return
    plan(database, workspace, at or desk.now(), desk.settings, only=only)


def deliver(desk: Desk, workspace: str, *, going: Callable[[], bool] = lambda: True) -> int:
    """Deliver what is due in a workspace, while `going` says yes; return how many were sent.

    Raise Busy when the database is; the next time goes on.
    """
    logs.begin()
    return postman.deliver(
        _patient(desk),
        desk.client,
        workspace,
        now=desk.now,
        pacer=desk.pacer,
        clock=desk.clock,
        going=going,
    )


def waiting(desk: Desk, workspace: str) -> bool:
    """Tell whether anything is due for delivery in a workspace."""
    with _patient(desk).reading() as session:
        return bool(outbox.waiting(session, workspace=workspace, at=desk.now()))


def _patient(desk: Desk) -> Database:
    return patient(desk.database, seconds=_PATIENCE)


def plan(
    database: Database,
    workspace: str,
    now: datetime,
    settings: Settings,
    *,
    only: str | None = None,
) -> int:
    """Do every job that is due in the workspace at `now`; return how many times one was.

    Raise Stuck where something cannot be done, after everything else was.
    """
    return _each(
        (f"the job {job.name} failed", partial(job.plan, database, workspace, now, settings))
        for job in JOBS
        if only in (None, job.name)
    )


def months_due(
    team: Team, *, settings: Settings, now: datetime, done: Collection[str]
) -> list[Period]:
    """Return the team's months that are over and not done, oldest first.

    A month is over at `settings.month_end_at` of the first day after it, where the team works.
    """
    due, period = [], Period.of(team.since)
    while month_end.due_at(team, period, at=settings.month_end_at) <= now:
        if str(period) not in done:
            due.append(period)
        period = period.plus(1)
    return due


def close_months(database: Database, workspace: str, now: datetime, settings: Settings) -> int:
    """Close every team's months that are due, each in a transaction of its own.

    What goes wrong with one team holds up no other. Raise Stuck where it did.
    """
    with database.reading() as session:
        done = _done(session, workspace)
        due = [
            (period, team)
            for team in roster.teams(session, workspace=workspace)
            for period in months_due(
                team, settings=settings, now=now, done=done.get(str(team.id), ())
            )
            if appraised.scored(session, team=team, period=period)
        ]
    due.sort(key=lambda it: (it[0], it[1].id))
    return _each(
        (
            f"{period} of team {team.id} could not be closed",
            partial(_close, database, team, period, now, settings),
        )
        for period, team in due
    )


def remind_of_steps(database: Database, workspace: str, now: datetime, settings: Settings) -> int:
    """Plan what is to be said of every team's steps by now; return how often somebody is told.

    What goes wrong with one team holds up no other. Raise Stuck where it did.
    """
    with database.reading() as session:
        teams = roster.teams(session, workspace=workspace)
    return _each(
        (
            f"the steps of team {team.id} could not be read",
            partial(cycle_reminders.remind, database, team, now, settings),
        )
        for team in teams
    )


def prune(database: Database, workspace: str, now: datetime, settings: Settings) -> int:
    """Forget, once a day, the requests and confirm cards that nobody can come back to."""
    del settings
    today = str(local_day(now, "UTC"))
    with database.reading() as session:
        if session.get(JobRun, (workspace, _PRUNE, "", today)) is not None:
            return 0
    with database.writing() as session:
        store.lock(session, workspace=workspace)
        if not outbox.admit(
            session, workspace=workspace, job=_PRUNE, subject="", period=today, at=now
        ):
            return 0
        _forget(session, workspace, before=now - _KEPT)
    return 1


JOBS = (
    Job(month_end.JOB, close_months),
    Job(cycle_reminders.JOB, remind_of_steps),
    Job(_PRUNE, prune),
)


def _each(work: Iterable[tuple[str, Callable[[], int]]]) -> int:
    """Do all of it, whatever goes wrong with some; return how often something was done.

    Each comes with what is to be said should it fail. Raise Stuck that says so in the end, and
    Busy at once.
    """
    done, errors = 0, {}
    for failed, do in work:
        try:
            done += do()
        except Busy:
            raise
        except Stuck as error:
            errors[str(error)] = error.__cause__
        except Exception as error:  # noqa: BLE001 - it is told once the others are done
            errors[failed] = error
    if errors:
        raise Stuck("; ".join(errors)) from next(iter(errors.values()))
    return done


def _forget(session: Session, workspace: str, *, before: datetime) -> None:
    session.exec(
        delete(Handled).where(col(Handled.workspace_id) == workspace, col(Handled.at) < before)
    )
    newest = select(func.max(Proposal.id)).where(Proposal.workspace_id == workspace)
    session.exec(
        delete(Proposal).where(  # the newest stays, so that no number is ever given out again
            col(Proposal.workspace_id) == workspace,
            col(Proposal.at) < before,
            col(Proposal.id) < newest.scalar_subquery(),
        )
    )
    session.exec(
        delete(JobRun).where(
            col(JobRun.workspace_id) == workspace,
            col(JobRun.job) == _PRUNE,
            col(JobRun.at) < before,
        )
    )


def _done(session: Session, workspace: str) -> dict[str, set[str]]:
    """Return the months done by team, as written in the runs."""
    rows = session.exec(
        select(JobRun.subject, JobRun.period).where(
            JobRun.workspace_id == workspace, JobRun.job == month_end.JOB
        )
    )
    done: dict[str, set[str]] = {}
    for subject, period in rows:
        done.setdefault(subject, set()).add(period)
    return done


def _close(
    database: Database, team: Team, period: Period, now: datetime, settings: Settings
) -> bool:
    """Close one month, unless somebody else does; tell whether cards were published."""
    due = month_end.due_at(team, period, at=settings.month_end_at)
    try:
        with database.writing() as session:
            store.lock(session, workspace=team.workspace_id)
            cards = month_end.close(
                session, team=team, period=period, settings=settings, at=now, due=due
            )
            return bool(cards)
    except IntegrityError:
        log.info("%s of team %s is being closed by another process", period, team.id)
    except Busy:
        log.warning("%s of team %s waits: the database is busy", period, team.id)
    return False
