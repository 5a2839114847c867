"""Who is appraised where in a month: everybody once, in one place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import membership, roster, rubrics
from bot.errors import UserError
from bot.models import Membership, Person, Team
from bot.periods import Period

# Built once: each close asks it of a whole team.
_PLACES = select(Membership).where(
    Membership.workspace_id == bindparam("workspace"),
    col(Membership.person_id).in_(bindparam("people", expanding=True)),
    membership.held_during(bindparam("first"), bindparam("last")),
)


def people(
    session: Session, *, team: Team, period: Period, role: str = roster.AGENT
) -> list[Person]:
    """Return who is appraised in the team in that role for the month, by name.

    Who changed teams within the month gets one card, from the team she went to.
    """
    held = membership.of_month(session, team=team, period=period, role=role)
    asked = {
        "workspace": team.workspace_id,
        "people": [one.id for one in held],
        "first": period.first,
        "last": period.last,
    }
    places = sorted(session.exec(_PLACES, params=asked), key=_weight)
    last = {place.person_id: place for place in places}
    return [one for one in held if (last[one.id].role, last[one.id].team_id) == (role, team.id)]


def scored(
    session: Session, *, team: Team, period: Period, role: str = roster.AGENT
) -> list[Person]:
    """Return who of them gets a card, at little cost: nobody before there is a rubric for the role.

    Who went to another team within the month is appraised by that one.
    """
    rubric = rubrics.row_in_force(
        session, workspace=team.workspace_id, team_id=team.id, role=role, day=period.last
    )
    return [] if rubric is None else people(session, team=team, period=period, role=role)


def place_in(session: Session, *, workspace: str, person: Person, period: Period) -> Membership:
    """Return the place the person is appraised in for the month: her last one as an agent.

    Who was no agent is appraised in the last place she had. Raise UserError for somebody who was
    in no team during the month.
    """
    held = membership.during(
        session, workspace=workspace, person=person.id, first=period.first, last=period.last
    )
    if not held:
        raise UserError("in_no_team", person=person, day=period.last)
    return max(held, key=_weight)


def led_by(session: Session, *, person: Person, period: Period) -> list[Team]:
    """Return the teams the person supervised on any day of the month, in the order of numbers."""
    workspace = person.workspace_id
    held = membership.during(
        session, workspace=workspace, person=person.id, first=period.first, last=period.last
    )
    return [
        roster.team(session, workspace=workspace, team_id=team_id)
        for team_id in sorted({one.team_id for one in held if one.role == roster.SUPERVISOR})
    ]


def _weight(place: Membership) -> tuple[bool, date, int]:
    """Return what puts the places of a month in order: the heaviest is where one is appraised."""
    return place.role == roster.AGENT, place.since, place.id
