"""How far a team is: what was logged in the month that runs, and what the last one still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot import appraised, evidence, interviews, months
from bot.interviews import Talks
from bot.models import Person, Reopening, Team
from bot.periods import Period


@dataclass(frozen=True)
class Progress:
    """Where a team is in the month that runs, and with those before."""

    period: Period
    agents: Sequence[Person]  # who gets a card for it, by name
    logged: Mapping[str, Mapping[str, int]]  # person -> code -> how often it stands
    out: bool  # whether the last month is published
    late: bool  # whether it has cards that never went out
    again: Sequence[Reopening]  # months that were out and are open again, the oldest first
    overdue: Talks  # about the month before the last
    talks: Talks  # about the last month

    @property
    def last(self) -> Period:
        """The month before."""
        return self.talks.period

    @property
    def due_out(self) -> list[Period]:
        """The months whose cards should be out: those open again, and the last if it is late."""
        return [one.period for one in self.again] + [self.last] * self.late

    @property
    def entries(self) -> int:
        """How many deductions and commendations stand."""
        return sum(sum(codes.values()) for codes in self.logged.values())

    @property
    def without(self) -> list[Person]:
        """Who has none of them: the best, or those nobody looks at."""
        return [one for one in self.agents if not self.logged[one.id]]


def of_team(session: Session, *, team: Team, today: date) -> Progress:
    """Return where the team is on a day."""
    workspace, period = team.workspace_id, Period.of(today)
    last = period.plus(-1)
    agents = appraised.scored(session, team=team, period=period)
    ids = [one.id for one in agents]
    out = months.is_closed(session, workspace=workspace, team_id=team.id, period=last)
    again = months.reopened(session, team=team)
    was_out = out or last in {one.period for one in again}
    overdue, talks = (
        interviews.of_month(session, team=team, period=one) for one in interviews.asked_for(period)
    )
    return Progress(
        period=period,
        agents=agents,
        logged=evidence.counts(session, workspace=workspace, people=ids, period=period),
        out=out,
        late=not was_out and bool(appraised.scored(session, team=team, period=last)),
        again=again,
        overdue=overdue,
        talks=talks,
    )
