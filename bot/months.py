"""Which months are open: a published month takes no more entries."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, select

from bot.errors import UserError
from bot.models import Publication, Scorecard, Team
from bot.periods import Period, local_day


def is_closed(session: Session, *, workspace: str, team_id: int, period: Period) -> bool:
    """Tell whether the team's month was published."""
    return session.get(Publication, (workspace, team_id, period)) is not None


def require_open(session: Session, *, team: Team, person: str, day: date, at: datetime) -> Period:
    """Return the period `day` belongs to.

    Raise UserError for a day that has not come yet in the team's time zone, and for a month
    that was published: by the team, or, for a person who moved, by the team that scored her.
    """
    today = local_day(at, team.zone)
    if day > today:
        raise UserError("future_date", day=day, today=today)
    period = Period.of(day)
    workspace = team.workspace_id
    if is_closed(session, workspace=workspace, team_id=team.id, period=period) or _has_card(
        session, workspace=workspace, person=person, period=period
    ):
        raise UserError("month_closed", period=period, today=today)
    return period


def _has_card(session: Session, *, workspace: str, person: str, period: Period) -> bool:
    found = session.exec(
        select(Scorecard.revision).where(
            Scorecard.workspace_id == workspace,
            Scorecard.person_id == person,
            Scorecard.period == period,
        )
    )
    return found.first() is not None
