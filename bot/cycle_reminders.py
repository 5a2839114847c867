"""Reminders of the cycle: a step's first day and its last one, told to whom the step waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import cycle, outbox, periods, store
from bot.cycle import Due
from bot.messages import render
from bot.models import JobRun, Person, Team
from bot.outbox import Post
from bot.parts import Button, Buttons, Say
from bot.periods import Period, local_day
from bot.settings import Settings
from bot.store import Database
from bot.words import escape, words_for

JOB = "step"
LATE = timedelta(hours=6)


@dataclass(frozen=True)
class Reminder:
    """A day of a step on which somebody is told: it opens, or it is due."""

    team: Team
    due: Due
    opens: bool
    at: datetime  # when the message should go out

    @property
    def lapses(self) -> datetime:
        """When it is of no use any more: it is skipped then, for the month's status says it."""
        return self.at + LATE

    @property
    def subject(self) -> str:
        """What it is about, beside the occasion."""
        return f"{self.team.id}:{self.due.step.code}:{'opens' if self.opens else 'due'}"


def remind(database: Database, team: Team, now: datetime, settings: Settings) -> int:
    """Plan the team's reminders whose time has come, each once; return how many somebody gets."""
    with database.reading() as session:
        reminders = waiting(session, team=team, now=now, settings=settings)
    if not reminders:
        return 0
    with database.writing() as session:
        store.lock(session, workspace=team.workspace_id)
        return sum(plan(session, one, now=now, settings=settings) for one in reminders)


def waiting(session: Session, *, team: Team, now: datetime, settings: Settings) -> list[Reminder]:
    """Return the team's reminders of this month whose time has come, and not planned yet."""
    return [
        one
        for one in _of_team(session, team, now, settings)
        if session.get(JobRun, (team.workspace_id, JOB, one.subject, one.due.occasion)) is None
    ]


def plan(session: Session, reminder: Reminder, *, now: datetime, settings: Settings) -> bool:
    """Plan the reminder once, unless it is hours too late; tell whether anybody is told."""
    team, due = reminder.team, reminder.due
    workspace = team.workspace_id
    first = outbox.admit(
        session,
        workspace=workspace,
        job=JOB,
        subject=reminder.subject,
        period=due.occasion,
        at=now,
    )
    if not first or now > reminder.lapses:
        return False
    today = local_day(now, team.zone)
    readers = cycle.whom(session, team=team, step=due.step, day=today)
    posts = [_post(reminder, one, today, now, settings) for one in readers]
    outbox.plan(session, workspace=workspace, posts=posts, at=now)
    return bool(posts)


def _of_team(session: Session, team: Team, now: datetime, settings: Settings) -> Iterator[Reminder]:
    """Yield what should have been said by now of the steps that still wait."""
    today = local_day(now, team.zone)
    for due in cycle.of_team(session, team=team, period=Period.of(today), today=today):
        if not due.waits:
            continue
        for day, opens in ((due.first, True), (due.last, False)):
            if day is None or (opens and (day == due.last or due.step.every == "week")):
                continue
            at = periods.instant(day, settings.month_end_at, team.zone)
            if at <= now:
                yield Reminder(team, due, opens, at)


def _post(
    reminder: Reminder, reader: Person, today: date, now: datetime, settings: Settings
) -> Post:
    team, due = reminder.team, reminder.due
    context = {
        "step": due.step,
        "team": team.name,
        "opens": reminder.opens,
        "last": due.last,
        "today": today,
    }
    words = f'done {due.step.code} {Period.of(today)} "{escape(team.name)}"'
    parts = (Say("month.step_due", context), Buttons((Button("Done", "month", words),)))
    message = render(parts, words_for(reader.locale, settings.commands))
    key = f"{JOB}:{due.occasion}:{reminder.subject}:{reader.id}"
    return Post(
        key,
        reader.id,
        message.text,
        message.blocks,
        now,
        lapses=reminder.lapses,
        scheduled=reminder.at,
    )
