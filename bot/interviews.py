"""Feedback interviews: one about every month with every agent, and who has not had hers yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot import rights, roster, store
from bot.models import Interview, Membership, Person, Team
from bot.periods import Period
from bot.rights import Actor


def due(session: Session, *, team: Team, period: Period, day: date) -> list[Person]:
    """Return the team's agents of `day` with whom no interview was held about `period`, by name.

    Interviews about a month are held in the month after it, when its cards are out; there is none
    about a month in which somebody was in no team yet.
    """
    agents = roster.members(
        session,
        workspace=team.workspace_id,
        team_id=team.id,
        first=day,
        last=day,
        role=roster.AGENT,
    )
    ids = [agent.id for agent in agents]
    done = held(session, workspace=team.workspace_id, people=ids, period=period)
    waiting = _there(session, team=team, people=ids, period=period) - done
    return [agent for agent in agents if agent.active and agent.id in waiting]


def _there(
    session: Session, *, team: Team, people: Iterable[str], period: Period
) -> frozenset[str]:
    """Return the ids of those of `people` who were in any team of the workspace in the month."""
    query = select(Membership.person_id).where(
        Membership.workspace_id == team.workspace_id,
        col(Membership.person_id).in_(list(people)),
        Membership.since <= period.last,
        col(Membership.until).is_(None) | (col(Membership.until) > period.first),
    )
    return frozenset(session.exec(query))


def held(
    session: Session,
    *,
    workspace: str,
    people: Iterable[str],
    period: Period,
    by: date | None = None,
) -> frozenset[str]:
    """Return the ids of those of `people` with whom an interview about `period` was held.

    With a day `by`, only those held by then.
    """
    query = select(Interview.person_id).where(
        Interview.workspace_id == workspace,
        Interview.period == period,
        col(Interview.person_id).in_(list(people)),
    )
    if by is not None:
        query = query.where(Interview.held_on <= by)
    return frozenset(session.exec(query))


def hold(
    session: Session, *, by: Actor, person: Person, period: Period, day: date, at: datetime
) -> Interview:
    """Note that the interview about a month was held; a second time changes nothing.

    Raise UserError unless the actor supervises the person.
    """
    place = roster.place_on(session, workspace=by.workspace, person=person, day=day)
    rights.require_lead(session, actor=by, person=person, place=place, day=day)
    earlier = session.exec(
        select(Interview).where(
            Interview.workspace_id == by.workspace,
            Interview.person_id == person.id,
            Interview.period == period,
        )
    ).one_or_none()
    if earlier is not None:
        return earlier
    made = Interview(
        workspace_id=by.workspace,
        number=store.next_number(session, Interview, workspace=by.workspace),
        person_id=person.id,
        team_id=place.team_id,
        period=period,
        held_on=day,
        by_id=by.person.id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made
