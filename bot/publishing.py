"""Publishing a month: its cards are frozen, and it takes no more entries."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import appraisals, frozen, months, roster, rubrics
from bot.frozen import Standing
from bot.models import Publication, Team
from bot.periods import Period


def publish(
    session: Session, *, team: Team, period: Period, by: str, at: datetime
) -> list[Standing]:
    """Close the month and freeze a card for every agent; return the cards.

    A month that was published before is left as it is, and so is one in which nobody could be
    appraised, for want of a rubric or of agents: it stays open, and nothing is returned.
    """
    workspace = team.workspace_id
    standings = appraisals.of_team(session, team=team, period=period)
    closed = months.is_closed(session, workspace=workspace, team_id=team.id, period=period)
    if closed or not standings:
        return standings
    cards = frozen.freeze(session, standings=standings, role=roster.AGENT, at=at)
    before = months.publication(session, workspace=workspace, team_id=team.id, period=period)
    session.add(
        Publication(
            workspace_id=workspace,
            team_id=team.id,
            period=period,
            revision=1 if before is None else before.revision + 1,
            by_id=by,
            at=at,
        )
    )
    session.flush()
    return cards


def publish_leads(session: Session, *, team: Team, period: Period, at: datetime) -> list[Standing]:
    """Freeze a card for everybody who is appraised as the team's supervisor; return the cards.

    It is done once the team's own cards are out, for they may count in it. Before the team has a
    rubric for supervisors there are none.
    """
    workspace = team.workspace_id
    in_force = rubrics.row_in_force(
        session, workspace=workspace, team_id=team.id, role=roster.SUPERVISOR, day=period.last
    )
    if in_force is None:
        return []
    standings = [
        appraisals.live(session, workspace=workspace, person=lead, period=period)
        for lead in appraisals.leads(session, team=team, period=period)
    ]
    return frozen.freeze(session, standings=standings, role=roster.SUPERVISOR, at=at)
