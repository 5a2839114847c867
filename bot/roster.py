"""People, roles and teams: who there is, and who belongs where."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import store
from bot.errors import UserError
from bot.models import Person, Team, UserGroup
from bot.names import Card

AGENT = "agent"
SUPERVISOR = "supervisor"


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
