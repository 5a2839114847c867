"""Publishing a month: its cards are frozen, and it takes no more entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import appraisals, appraised, frozen, membership, months, roster, rubrics
from bot.frozen import Standing
from bot.models import Person, Publication, Team
from bot.periods import Period


@dataclass(frozen=True)
class Published:
    """The cards of a month as they were frozen; none where it was not published."""

    agents: list[Standing]
    leads: list[Standing]  # of those who led the team


def publish(session: Session, *, team: Team, period: Period, by: str, at: datetime) -> Published:
    """Close the month and freeze the cards, the supervisors' last: the agents' count in them.

    A month that was published before is left as it is, and so is one in which nobody could be
    appraised, for want of a rubric or of agents: it stays open.
    """
    workspace = team.workspace_id
    if months.is_closed(session, workspace=workspace, team_id=team.id, period=period):
        return Published([], [])
    standings = appraisals.of_team(session, team=team, period=period)
    if not standings:
        return Published([], [])
    agents = frozen.freeze(session, standings=standings, role=roster.AGENT, at=at)
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
    return Published(agents, _publish_leads(session, team=team, period=period, at=at))


def _publish_leads(session: Session, *, team: Team, period: Period, at: datetime) -> list[Standing]:
    """Freeze a card for everybody who led the team in the month; return the cards.

    A card waits until every team she led is closed, for their agents' cards may count in it; closed
    once more, each of these teams has it revised. Who is appraised as an agent has none, nor who
    is appraised in a team without a rubric for supervisors.
    """
    led = membership.of_month(session, team=team, period=period, role=roster.SUPERVISOR)
    standings = [
        appraisals.live(session, workspace=team.workspace_id, person=lead, period=period)
        for lead in led
        if _is_due(session, lead, period)
    ]
    return frozen.freeze(session, standings=standings, role=roster.SUPERVISOR, at=at)


def _is_due(session: Session, lead: Person, period: Period) -> bool:
    """Tell whether somebody is appraised as a supervisor, and by nothing that may still change."""
    workspace = lead.workspace_id
    place = appraised.place_in(session, workspace=workspace, person=lead, period=period)
    in_force = rubrics.row_in_force(
        session,
        workspace=workspace,
        team_id=place.team_id,
        role=roster.SUPERVISOR,
        day=period.last,
    )
    if place.role != roster.SUPERVISOR or in_force is None:
        return False
    return not months.awaited(session, lead=lead, period=period)
