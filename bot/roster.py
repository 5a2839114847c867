"""People, roles and teams: who there is, and who belongs where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import Session, col, select

from bot import store
from bot.errors import UserError
from bot.models import Membership, Person, Team, UserGroup
from bot.names import Card
from bot.periods import Period

AGENT = "agent"
SUPERVISOR = "supervisor"

_Day = date | BindParameter[date]


def during(first: _Day, last: _Day) -> ColumnElement[bool]:
    """Say in SQL that a place was held on any day from `first` to `last`."""
    return (col(Membership.since) <= last) & lasting(first)


def lasting(day: _Day) -> ColumnElement[bool]:
    """Say in SQL that a place is held on `day` or on a later one."""
    return col(Membership.until).is_(None) | (col(Membership.until) > day)


# Built once, for every request asks them.
_PEOPLE = (
    select(Person)
    .where(Person.workspace_id == bindparam("workspace"), col(Person.is_bot).is_(False))
    .order_by(Person.name)
)
_PERSON = select(Person).where(
    Person.workspace_id == bindparam("workspace"), Person.id == bindparam("user")
)
_CALLED = (
    select(*(getattr(Person, name) for name in Card._fields))
    .where(Person.workspace_id == bindparam("workspace"), col(Person.is_bot).is_(False))
    .order_by(Person.name)
)
_TEAMS = select(Team).where(Team.workspace_id == bindparam("workspace")).order_by(col(Team.id))
_PLACES = select(Membership).where(
    Membership.workspace_id == bindparam("workspace"),
    Membership.person_id == bindparam("person"),
)
_PLACED = select(Membership.person_id).where(
    Membership.workspace_id == bindparam("workspace"), during(bindparam("day"), bindparam("day"))
)


def hr(session: Session, *, workspace: str) -> list[Person]:
    """Return the active people who answer for the whole workspace, by name."""
    answering = (Person.workspace_id == workspace, col(Person.hr), col(Person.active))
    return list(session.exec(select(Person).where(*answering).order_by(Person.name)))


def find(session: Session, *, workspace: str, user: str) -> Person | None:
    """Return the person with this Slack id, if there is one."""
    key, asked = ("person", workspace, user), {"workspace": workspace, "user": user}
    return store.once(
        session, Person, key, lambda: session.exec(_PERSON, params=asked).one_or_none()
    )


def person(session: Session, *, workspace: str, user: str) -> Person:
    """Return the person with this Slack id; raise UserError when there is none."""
    found = find(session, workspace=workspace, user=user)
    if found is None:
        raise UserError("unknown_person", word=user, near=())
    return found


def people(session: Session, *, workspace: str) -> list[Person]:
    """Return everybody in the workspace but the bots, by name."""
    return list(session.exec(_PEOPLE, params={"workspace": workspace}))


def called(session: Session, *, workspace: str) -> list[Card]:
    """Return what everybody in the workspace but the bots is called, by name.

    To read a line by: a workspace has thousands of people, and a line is about one or two.
    """

    def ask() -> list[Card]:
        return [Card._make(row) for row in store.rows(session, _CALLED, workspace=workspace)]

    return store.once(session, Person, ("called", workspace), ask)


def named(session: Session, *, workspace: str, ids: Iterable[str]) -> dict[str, Person]:
    """Return the people with these ids, by id."""
    rows = session.exec(
        select(Person).where(Person.workspace_id == workspace, col(Person.id).in_(set(ids)))
    )
    return {row.id: row for row in rows}


def group_members(session: Session, *, workspace: str, group: str) -> list[Person]:
    """Return the people of a Slack user group; raise UserError for one that is not known."""
    found = session.get(UserGroup, (workspace, group))
    if found is None:
        raise UserError("unknown_group")
    ids = named(session, workspace=workspace, ids=found.members.split())
    return sorted(ids.values(), key=lambda person: person.name)


def teams(session: Session, *, workspace: str) -> list[Team]:
    """Return all teams, in the order they were made."""
    asked = {"workspace": workspace}
    key = ("teams", workspace)
    return list(store.once(session, Team, key, lambda: session.exec(_TEAMS, params=asked).all()))


def team(session: Session, *, workspace: str, team_id: int) -> Team:
    """Return the team with this number, which must exist."""
    key = (workspace, team_id)
    found = store.once(session, Team, ("team", *key), lambda: session.get(Team, key))
    if found is None:
        raise UserError("unknown_team", word=str(team_id), teams=())
    return found


def find_team(session: Session, *, workspace: str, words: str) -> Team:
    """Return the team people call `words`; raise UserError naming those there are."""
    every = teams(session, workspace=workspace)
    wanted = words.strip().strip('"').casefold()
    exact = [one for one in every if one.name.casefold() == wanted]
    partly = [one for one in every if wanted and wanted in one.name.casefold()]
    for found in (exact, partly):
        if len(found) == 1:
            return found[0]
    raise UserError("unknown_team", word=words, teams=[one.name for one in every])


def places_during(
    session: Session, *, workspace: str, person: str, first: date, last: date
) -> list[Membership]:
    """Return where the person belonged on any day from `first` to `last`.

    There are few in a life: all are asked for at once, whatever the days.
    """
    key, asked = ("places", workspace, person), {"workspace": workspace, "person": person}
    every = store.once(session, Membership, key, lambda: session.exec(_PLACES, params=asked).all())
    return [place for place in every if place.holds_during(first, last)]


def places_of(session: Session, *, workspace: str, person: str, day: date) -> list[Membership]:
    """Return where the person belongs on `day`."""
    return places_during(session, workspace=workspace, person=person, first=day, last=day)


def place_on(session: Session, *, workspace: str, person: Person, day: date) -> Membership:
    """Return the one place the person is appraised in on `day`.

    An agent is appraised in her team, a supervisor in the team supervised. Raise UserError for
    somebody who was in no team that day.
    """
    places = places_of(session, workspace=workspace, person=person.id, day=day)
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
            .join(
                Membership,
                (col(Membership.workspace_id) == col(Person.workspace_id))
                & (col(Membership.person_id) == col(Person.id)),
            )
            .where(
                Membership.workspace_id == workspace,
                Membership.team_id == team_id,
                Membership.role == role,
                during(first, last),
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


def places_in(session: Session, *, team: Team, day: date) -> list[tuple[Person, Membership]]:
    """Return everybody with a place in the team on `day` or later, by name."""
    rows = session.exec(
        select(Person, Membership)
        .join(
            Membership,
            (col(Membership.workspace_id) == col(Person.workspace_id))
            & (col(Membership.person_id) == col(Person.id)),
        )
        .where(
            Membership.workspace_id == team.workspace_id,
            Membership.team_id == team.id,
            lasting(day),
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
    places = places_from(session, workspace=workspace, person=person.id, day=day)
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
        for place in places_from(session, workspace=workspace, person=person.id, day=day)
        if team_id in (None, place.team_id)
    ]
    for place in places:
        _end(session, place, day)
    session.flush()
    return bool(places)


def places_from(
    session: Session, *, workspace: str, person: str, day: date
) -> Sequence[Membership]:
    """Return where the person belongs on `day` or will belong later, in order of time."""
    return session.exec(
        select(Membership)
        .where(
            Membership.workspace_id == workspace,
            Membership.person_id == person,
            lasting(day),
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
