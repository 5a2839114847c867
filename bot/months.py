"""Which months are open: a published month takes no more entries."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from bot.errors import UserError
from bot.models import Publication, Team
from bot.periods import Period, local_day


def is_closed(session: Session, *, workspace: str, team_id: int, period: Period) -> bool:
    """Tell whether the team's month was published."""
    return session.get(Publication, (workspace, team_id, period)) is not None


def require_open(session: Session, *, team: Team, day: date, at: datetime) -> Period:
    """Return the period `day` belongs to.

    Raise UserError for a day that has not come yet in the team's time zone, and for a month
    that was published.
    """
    today = local_day(at, team.zone)
    if day > today:
        raise UserError("future_date", day=day, today=today)
    period = Period.of(day)
    if is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period):
        raise UserError("month_closed", period=period, today=today)
    return period
