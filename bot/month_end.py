"""The month end: a team's month is closed, its cards are frozen, and everybody is told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import evidence, month_posts, months, outbox, periods, publishing, trends
from bot.closing import Closing
from bot.frozen import Standing
from bot.models import Team
from bot.periods import Period
from bot.settings import Settings

JOB = "month_end"
LATE = timedelta(hours=6)


def due_at(team: Team, period: Period, *, at: time) -> datetime:
    """Return when the month is closed: on the first day after it, at a time of day over there."""
    return periods.instant(period.plus(1).first, at, team.zone)


def close(
    session: Session,
    *,
    team: Team,
    period: Period,
    settings: Settings,
    at: datetime,
    by: str = "",
    due: datetime | None = None,
) -> list[Standing]:
    """Publish the month and plan what is posted about it; return the agents' cards.

    Nothing is done, and nothing returned, if it was published before or nobody is appraised; then
    it stays due, for a rubric may come. A month that was reopened is published once more: a card
    that changed gets another revision, and what was posted about it is mended. `due` is when it
    should have been done; hours later the posts say that they are late.
    """
    workspace = team.workspace_id
    cards = publishing.publish(session, team=team, period=period, by=by, at=at)
    if months.is_closed(session, workspace=workspace, team_id=team.id, period=period):
        outbox.admit(
            session, workspace=workspace, job=JOB, subject=str(team.id), period=str(period), at=at
        )
    if cards.agents:
        people = [one.person.id for one in cards.agents]
        closing = Closing(
            trends.around(session, team=team, period=period, standings=cards.agents),
            trends.pictures(session, standings=cards.leads),
            evidence.counts(session, workspace=workspace, people=people, period=period),
            settings,
            at,
            due_at(team, period, at=settings.month_end_at),
            due if due is not None and at - due > LATE else None,
            months.reopening(session, workspace=workspace, team_id=team.id, period=period),
        )
        month_posts.plan(session, closing)
    return cards.agents
