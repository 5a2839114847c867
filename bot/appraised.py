"""Who is appraised where in a month: everybody once, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import roster, rubrics, store
from bot.errors import UserError
from bot.models import Membership, Person, Team
from bot.periods import Period

# Built once: every standing asks for the places that somebody had on any day of a month.
_PLACES = select(Membership).where(
    Membership.workspace_id == bindparam("workspace"),
    roster.during(bindparam("first"), bindparam("last")),
)
_LED = _PLACES.where(
    Membership.person_id == bindparam("person"), Membership.role == roster.SUPERVISOR
)
_LAST = _PLACES.where(col(Membership.person_id).in_(bindparam("people", expanding=True))).order_by(
    col(Membership.role) == roster.AGENT, col(Membership.since), col(Membership.id)
)


def people(
    session: Session, *, team: Team, period: Period, role: str = roster.AGENT
) -> list[Person]:
    """Return who is appraised in the team in that role for the month, by name.

    Who changed teams within the month gets one card, from the team she went to.
    """
    workspace = team.workspace_id
    held = roster.of_month(session, team=team, period=period, role=role)
    places = _last(session, workspace=workspace, people=[one.id for one in held], period=period)
    return [one for one in held if (places[one.id].role, places[one.id].team_id) == (role, team.id)]


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

    def ask() -> Membership | None:
        places = _last(session, workspace=workspace, people=[person.id], period=period)
        return places.get(person.id)

    place = store.once(session, Membership, ("appraised", workspace, person.id, period), ask)
    if place is None:
        raise UserError("in_no_team", person=person, day=period.last)
    return place


def led_by(session: Session, *, person: Person, period: Period) -> list[Team]:
    """Return the teams the person supervised on any day of the month, in the order of numbers."""
    workspace = person.workspace_id
    places = session.exec(_LED, params=_asked(workspace, period) | {"person": person.id})
    return [
        roster.team(session, workspace=workspace, team_id=team_id)
        for team_id in sorted({place.team_id for place in places})
    ]


def _last(
    session: Session, *, workspace: str, people: Sequence[str], period: Period
) -> dict[str, Membership]:
    """Return by person the last place she had in the month, as an agent if she was one."""
    places = session.exec(_LAST, params=_asked(workspace, period) | {"people": list(people)})
    return {place.person_id: place for place in places}


def _asked(workspace: str, period: Period) -> dict[str, Any]:
    """Return what each of these queries wants to know."""
    return {"workspace": workspace, "first": period.first, "last": period.last}
