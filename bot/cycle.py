"""The cycle of a team's month: the steps its rubrics name, when each is due, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot import membership, roster, rubrics, store
from bot.errors import UserError
from bot.models import Person, StepMark, Team
from bot.periods import Period, Term
from bot.rights import Actor
from bot.scoring.process import Step

_WORKING = 5  # Monday to Friday
_QUARTER, _YEAR = 3, 12  # months


@dataclass(frozen=True)
class Due:
    """A step in a team's month: from when to when it is to be done, and who did it.

    `occasion` names what is done once: a month, a week, a quarter, a year.
    """

    step: Step
    occasion: str
    first: date | None
    last: date | None
    mark: StepMark | None = None  # None while it waits

    @property
    def waits(self) -> bool:
        """Whether somebody still has to do it; duties of every day never wait."""
        return self.step.is_ticked and self.mark is None

    def is_late(self, today: date) -> bool:
        """Tell whether its last day went by without it."""
        return self.waits and self.last is not None and self.last < today


def of_team(session: Session, *, team: Team, period: Period, today: date) -> list[Due]:
    """Return the steps of the month in the rubrics' order, the agents' rubric first.

    Of a step of every week there is the week of `today`, or the month's last one when it is over.
    """
    versions = [
        rubrics.in_force(
            session, workspace=team.workspace_id, team_id=team.id, role=role, day=period.last
        )
        for role in (roster.AGENT, roster.SUPERVISOR)
    ]
    steps = {
        step.code: step
        for version in reversed(versions)
        if version is not None
        for step in version.rubric.process
    }
    ordered = [
        steps.pop(step.code)
        for version in versions
        if version is not None
        for step in version.rubric.process
        if step.code in steps and _falls_in(step, period)
    ]
    due = [due_of(step, period, min(today, period.last)) for step in ordered]
    marks = _marks(session, team=team, occasions={one.occasion for one in due})
    return [
        Due(one.step, one.occasion, one.first, one.last, marks.get((one.step.code, one.occasion)))
        for one in due
    ]


def due_of(step: Step, period: Period, today: date) -> Due:
    """Return when the step is to be done in the month, as seen on the day `today` of it."""
    if step.every == "week":
        monday = max(today, period.first) - timedelta(days=max(today, period.first).weekday())
        year, week, _ = monday.isocalendar()
        return Due(step, f"{year}-W{week:02}", monday, monday + timedelta(days=_WORKING - 1))
    occasion = {
        "quarter": str(Term.quarter_of(period)),
        "year": str(Term(period.year)),
    }.get(step.every, str(period))
    return Due(step, occasion, _day(step, step.from_day, period), _day(step, step.to_day, period))


def next_of(due: list[Due]) -> Due | None:
    """Return the first step that waits, those with a day before those without one."""
    waiting = [one for one in due if one.waits]
    return min(waiting, key=lambda one: (one.last is None, one.last or date.max), default=None)


def may_mark(by: Actor, *, team: Team, step: Step) -> bool:
    """Tell whether the actor may say that the step is done: who has its role, and HR.

    A supervisor answers for the agents of the team, too.
    """
    if by.hr:
        return True
    if step.by == "hr":
        return False
    return team.id in by.leads or (step.by == "agent" and by.team == team.id)


def mark(
    session: Session, *, by: Actor, team: Team, due: Due, done: bool, at: datetime
) -> StepMark:
    """Note that a step is done, or that it is not after all.

    Raise UserError for somebody without the step's role, for a duty that is never ticked, and when
    it stands like that already.
    """
    if not may_mark(by, team=team, step=due.step):
        raise UserError("not_your_step", step=due.step, team=team)
    if not due.step.is_ticked:
        raise UserError("step_never_done", step=due.step)
    if done is not due.waits:
        marked = due.mark
        who = marked and roster.person(session, workspace=by.workspace, user=marked.by_id)
        raise UserError("step_stands", step=due.step, mark=marked, who=who, zone=team.zone)
    made = StepMark(
        workspace_id=by.workspace,
        number=store.next_number(session, StepMark, workspace=by.workspace),
        team_id=team.id,
        step=due.step.code,
        occasion=due.occasion,
        done=done,
        by_id=by.person.id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def whom(session: Session, *, team: Team, step: Step, day: date) -> list[Person]:
    """Return the active people the step waits for; HR where nobody in the team has its role."""
    role = {"agent": roster.AGENT, "supervisor": roster.SUPERVISOR}.get(step.by)
    found = (
        []
        if role is None
        else membership.members(
            session,
            workspace=team.workspace_id,
            team_id=team.id,
            first=day,
            last=day,
            role=role,
        )
    )
    active = [one for one in found if one.active]
    return active or roster.hr(session, workspace=team.workspace_id)


def _falls_in(step: Step, period: Period) -> bool:
    """Tell whether the step is one of this month: a quarter's is of its last month."""
    if step.every == "quarter":
        return period.month % _QUARTER == 0
    return step.every != "year" or period.month == _YEAR


def _day(step: Step, number: int | None, period: Period) -> date | None:
    """Return that day of the month, or that working day of it; the last one at the most."""
    if number is None:
        return None
    days = [period.first + timedelta(days=one) for one in range(period.last.day)]
    if step.working_days:
        days = [day for day in days if day.weekday() < _WORKING]
    return days[min(number, len(days)) - 1]


def _marks(session: Session, *, team: Team, occasions: set[str]) -> dict[tuple[str, str], StepMark]:
    """Return the marks that hold, by step and occasion."""
    rows = session.exec(
        select(StepMark)
        .where(
            StepMark.workspace_id == team.workspace_id,
            StepMark.team_id == team.id,
            col(StepMark.occasion).in_(occasions),
        )
        .order_by(col(StepMark.number))
    )
    latest = {(row.step, row.occasion): row for row in rows}
    return {key: row for key, row in latest.items() if row.done}
