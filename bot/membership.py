"""Who belongs where, and when: places of agents and supervisors in teams, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import Session, col, select

from bot import store
from bot.errors import UserError
from bot.models import Membership, Person, Team
from bot.periods import Period
from bot.roster import AGENT, SUPERVISOR

_Day = date | BindParameter[date]


def held_during(first: _Day, last: _Day) -> ColumnElement[bool]:
    """Say in SQL that a place was held on any day from `first` to `last`."""
    return (col(Membership.since) <= last) & held_from(first)


def held_from(day: _Day) -> ColumnElement[bool]:
    """Say in SQL that a place is held on `day` or on a later one."""
    return col(Membership.until).is_(None) | (col(Membership.until) > day)


_HOLDER = (col(Membership.workspace_id) == col(Person.workspace_id)) & (
    col(Membership.person_id) == col(Person.id)
)

# Built once, for every request asks them.
_PLACES = select(Membership).where(
    Membership.workspace_id == bindparam("workspace"),
    Membership.person_id == bindparam("person"),
)
_PLACED = select(Membership.person_id).where(
    Membership.workspace_id == bindparam("workspace"),
    held_during(bindparam("day"), bindparam("day")),
)


def during(
    session: Session, *, workspace: str, person: str, first: date, last: date
) -> list[Membership]:
    """Return where the person belonged on any day from `first` to `last`.

    There are few in a life: all are asked for at once, whatever the days.
    """
    key, asked = ("places", workspace, person), {"workspace": workspace, "person": person}
    every = store.once(session, Membership, key, lambda: session.exec(_PLACES, params=asked).all())
    return [place for place in every if place.holds_during(first, last)]


def on(session: Session, *, workspace: str, person: str, day: date) -> list[Membership]:
    """Return where the person belongs on `day`."""
    return during(session, workspace=workspace, person=person, first=day, last=day)


def place_on(session: Session, *, workspace: str, person: Person, day: date) -> Membership:
    """Return the one place the person is appraised in on `day`.

    An agent is appraised in her team, a supervisor in the team supervised. Raise UserError for
    somebody who was in no team that day.
    """
    places = on(session, workspace=workspace, person=person.id, day=day)
    if not places:
        raise UserError("in_no_team", person=person, day=day)
    return min(places, key=lambda place: (place.role != AGENT, place.team_id))


def members(
    session: Session, *, workspace: str, team_id: int, first: date, last: date, role: str
) -> list[Person]:
    """Return who had `role` in the team on any day from `first` to `last`, by name."""
    return list(
        session.exec(
            select(Person)
            .join(Membership, _HOLDER)
            .where(
                Membership.workspace_id == workspace,
                Membership.team_id == team_id,
                Membership.role == role,
                held_during(first, last),
            )
            .distinct()
            .order_by(Person.name)
        )
    )


def of_month(session: Session, *, team: Team, period: Period, role: str) -> list[Person]:
    """Return who had `role` in the team on any day of the month, by name."""
    return members(
        session,
        workspace=team.workspace_id,
        team_id=team.id,
        first=period.first,
        last=period.last,
        role=role,
    )


def in_team(session: Session, *, team: Team, day: date) -> list[tuple[Person, Membership]]:
    """Return everybody with a place in the team on `day` or later, by name."""
    rows = session.exec(
        select(Person, Membership)
        .join(Membership, _HOLDER)
        .where(
            Membership.workspace_id == team.workspace_id,
            Membership.team_id == team.id,
            held_from(day),
        )
        .order_by(Person.name, col(Membership.since))
    )
    return list(rows)


def placed(session: Session, *, workspace: str, day: date) -> frozenset[str]:
    """Return the ids of everybody with a place in some team on `day`."""
    asked = {"workspace": workspace, "day": day}
    key = ("placed", workspace, day)
    return store.once(
        session, Membership, key, lambda: frozenset(store.rows(session, _PLACED, **asked).scalars())
    )


def supervisors(session: Session, *, workspace: str, team_id: int, day: date) -> list[Person]:
    """Return who supervises the team on `day`."""
    return members(
        session, workspace=workspace, team_id=team_id, first=day, last=day, role=SUPERVISOR
    )


def assign(
    session: Session, *, workspace: str, person: Person, team: Team, role: str, day: date
) -> Membership:
    """Put the person into the team from `day` on, whatever was planned for later.

    An agent has one team: an earlier one ends that day. A supervisor may have several.
    """
    if person.is_bot or not person.active:
        raise UserError("not_a_person", person=person)
    places = from_day(session, workspace=workspace, person=person.id, day=day)
    kept = next((place for place in places if _is(place, team, role) and place.since <= day), None)
    for place in ended_by(places, team=team, role=role, day=day):
        _end(session, place, day)
    if kept is not None:
        kept.until = None
    made = kept or Membership(
        workspace_id=workspace,
        id=store.next_number(session, Membership, workspace=workspace),
        team_id=team.id,
        person_id=person.id,
        role=role,
        since=day,
    )
    session.add(made)
    session.flush()
    return made


def ended_by(places: Sequence[Membership], *, team: Team, role: str, day: date) -> list[Membership]:
    """Return which of the places end when that role in the team begins on `day`."""
    return [
        place
        for place in places
        if (AGENT in (role, place.role) or place.team_id == team.id)
        and not (_is(place, team, role) and place.since <= day)
    ]


def release(
    session: Session, *, workspace: str, person: Person, day: date, team_id: int | None = None
) -> bool:
    """End the person's places, or the one in a team, from `day` on; tell whether there was one."""
    places = [
        place
        for place in from_day(session, workspace=workspace, person=person.id, day=day)
        if team_id in (None, place.team_id)
    ]
    for place in places:
        _end(session, place, day)
    session.flush()
    return bool(places)


def from_day(session: Session, *, workspace: str, person: str, day: date) -> Sequence[Membership]:
    """Return where the person belongs on `day` or will belong later, in order of time."""
    return session.exec(
        select(Membership)
        .where(
            Membership.workspace_id == workspace,
            Membership.person_id == person,
            held_from(day),
        )
        .order_by(col(Membership.since), col(Membership.id))
    ).all()


def _is(place: Membership, team: Team, role: str) -> bool:
    return (place.team_id, place.role) == (team.id, role)


def _end(session: Session, place: Membership, day: date) -> None:
    """End a place; one that would not have lasted a day was never taken."""
    if place.since >= day:
        session.delete(place)
    else:
        place.until = day
        session.add(place)
