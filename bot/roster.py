"""People, roles and teams: who there is, who belongs where, and who may do what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.errors import UserError
from bot.models import Membership, Person, Team, UserGroup, Workspace
from bot.periods import local_day

AGENT = "agent"
SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Actor:
    """Who is asking, and what that gives the right to."""

    workspace: str
    person: Person
    leads: frozenset[int] = field(default_factory=frozenset)  # teams supervised
    team: int | None = None  # the team one works in as an agent
    fellows: tuple[Membership, ...] = ()  # everybody's places, ever, as supervisors of these teams

    @property
    def hr(self) -> bool:
        """Whether this person answers for the whole workspace."""
        return self.person.hr

    @property
    def supervises(self) -> bool:
        """Whether this person may log about somebody else."""
        return self.hr or bool(self.leads)


def lock(session: Session, *, workspace: str) -> None:
    """Let one request or job at a time write in the workspace.

    On SQLite every writer is alone anyway; elsewhere they queue on the workspace's row. What is
    read afterwards is what will still be so when this commits: open months, next numbers, requests
    carried out already.
    """
    session.exec(
        select(Workspace).where(Workspace.workspace_id == workspace).with_for_update()
    ).one_or_none()


def require_set_up(session: Session, *, workspace: str) -> None:
    """Raise UserError while nobody has set the workspace up."""
    if session.get(Workspace, workspace) is None:
        raise UserError("not_set_up")


def actor(session: Session, *, workspace: str, user: str, at: datetime) -> Actor:
    """Return who asks; raise UserError for bots, the deactivated and people not known."""
    person = session.get(Person, (workspace, user))
    if person is None or person.is_bot or not person.active:
        raise UserError("no_access")
    day = local_day(at, person.zone)
    places = places_of(session, workspace=workspace, person=user, day=day)
    leads = frozenset(place.team_id for place in places if place.role == SUPERVISOR)
    return Actor(
        workspace,
        person,
        leads,
        next((place.team_id for place in places if place.role == AGENT), None),
        _supervising(session, workspace=workspace, team_ids=leads),
    )


def set_up(session: Session, *, workspace: str, user: str, at: datetime) -> Person:
    """Open the workspace; the caller, who must be a Slack admin, answers for it as HR.

    Where everybody in HR has left, an admin may do it again. Raise UserError for anybody else.
    """
    person = session.get(Person, (workspace, user))
    if person is None or person.is_bot or not person.active:
        raise UserError("no_access")
    opened = session.get(Workspace, workspace) is not None
    if opened and hr(session, workspace=workspace):
        raise UserError("already_set_up")
    if not person.is_admin:
        raise UserError("needs_slack_admin")
    if not opened:
        session.add(Workspace(workspace_id=workspace, set_up_at=at, set_up_by=user))
    person.hr = True
    session.add(person)
    session.flush()
    return person


def hr(session: Session, *, workspace: str) -> list[Person]:
    """Return the active people who answer for the whole workspace, by name."""
    return [one for one in people(session, workspace=workspace) if one.hr and one.active]


def person(session: Session, *, workspace: str, user: str) -> Person:
    """Return the person with this Slack id; raise UserError when there is none."""
    found = session.get(Person, (workspace, user))
    if found is None:
        raise UserError("unknown_person", word=user, near=())
    return found


def people(session: Session, *, workspace: str) -> list[Person]:
    """Return everybody in the workspace but the bots, by name."""
    return list(
        session.exec(
            select(Person)
            .where(Person.workspace_id == workspace, col(Person.is_bot).is_(False))
            .order_by(Person.name)
        )
    )


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
    return list(
        session.exec(select(Team).where(Team.workspace_id == workspace).order_by(col(Team.id)))
    )


def team(session: Session, *, workspace: str, team_id: int) -> Team:
    """Return the team with this number, which must exist."""
    found = session.get(Team, (workspace, team_id))
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


def places_of(session: Session, *, workspace: str, person: str, day: date) -> Sequence[Membership]:
    """Return where the person belongs on `day`."""
    return session.exec(
        select(Membership).where(
            Membership.workspace_id == workspace,
            Membership.person_id == person,
            Membership.since <= day,
            (col(Membership.until).is_(None)) | (col(Membership.until) > day),
        )
    ).all()


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
                Membership.since <= last,
                (col(Membership.until).is_(None)) | (col(Membership.until) > first),
            )
            .distinct()
            .order_by(Person.name)
        )
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
            (col(Membership.until).is_(None)) | (col(Membership.until) > day),
        )
        .order_by(Person.name, col(Membership.since))
    )
    return list(rows)


def placed(session: Session, *, workspace: str, day: date) -> frozenset[str]:
    """Return the ids of everybody with a place in some team on `day`."""
    return frozenset(
        session.exec(
            select(Membership.person_id).where(
                Membership.workspace_id == workspace,
                Membership.since <= day,
                (col(Membership.until).is_(None)) | (col(Membership.until) > day),
            )
        )
    )


def supervisors(session: Session, *, workspace: str, team_id: int, day: date) -> list[Person]:
    """Return who supervises the team on `day`."""
    return members(
        session, workspace=workspace, team_id=team_id, first=day, last=day, role=SUPERVISOR
    )


def in_scope(session: Session, *, actor: Actor, day: date) -> set[str]:
    """Return the ids of those the actor may log about on `day`."""
    query = select(Membership.person_id).where(
        Membership.workspace_id == actor.workspace,
        Membership.since <= day,
        (col(Membership.until).is_(None)) | (col(Membership.until) > day),
    )
    if not actor.hr:
        query = query.where(col(Membership.team_id).in_(actor.leads), Membership.role == AGENT)
    return set(session.exec(query)) - {actor.person.id}


def require_lead(
    session: Session, *, actor: Actor, person: Person, place: Membership, day: date
) -> None:
    """Allow HR, and who supervises the agent's team; nobody judges herself.

    Raise UserError that names who supervised her on `day`.
    """
    if person.id == actor.person.id:
        raise UserError("not_yourself")
    if actor.hr or (place.role == AGENT and place.team_id in actor.leads):
        return
    if not actor.supervises:
        raise UserError("supervisors_only")
    leads: list[Person] = []  # over a supervisor there is only HR
    if place.role == AGENT:
        leads = supervisors(session, workspace=actor.workspace, team_id=place.team_id, day=day)
    others = [lead.name for lead in leads if lead.id not in (person.id, actor.person.id)]
    raise UserError("not_your_agent", person=person, leads=others)


def require_hr(actor: Actor) -> None:
    """Allow HR alone."""
    if not actor.hr:
        raise UserError("hr_only")


def may_see(actor: Actor, *, person: str, team_id: int, day: date) -> bool:
    """Tell whether the actor may see what is known of this person in that team on `day`.

    HR sees everybody, a supervisor the agents of her teams, everybody herself.
    """
    if actor.hr or actor.person.id == person:
        return True
    return team_id in actor.leads and not any(
        place.person_id == person
        and place.team_id == team_id
        and place.since <= day
        and (place.until is None or place.until > day)
        for place in actor.fellows
    )


def add_team(
    session: Session, *, actor: Actor, name: str, zone: str, locale: str, since: date
) -> Team:
    """Make a team; raise UserError when the name is taken."""
    require_hr(actor)
    lock(session, workspace=actor.workspace)
    if any(
        one.name.casefold() == name.casefold() for one in teams(session, workspace=actor.workspace)
    ):
        raise UserError("team_exists", name=name)
    made = Team(
        workspace_id=actor.workspace,
        id=_next(session, Team, actor.workspace),
        name=name,
        zone=zone,
        locale=locale,
        since=since,
    )
    session.add(made)
    session.flush()
    return made


def assign(
    session: Session, *, workspace: str, person: Person, team: Team, role: str, day: date
) -> Membership:
    """Put the person into the team from `day` on, whatever was planned for later.

    An agent has one team: an earlier one ends that day. A supervisor may have several.
    """
    if person.is_bot or not person.active:
        raise UserError("not_a_person", person=person)
    lock(session, workspace=workspace)
    places = places_from(session, workspace=workspace, person=person.id, day=day)
    kept = next((place for place in places if _is(place, team, role) and place.since <= day), None)
    for place in ended_by(places, team=team, role=role, day=day):
        _end(session, place, day)
    if kept is not None:
        kept.until = None
    made = kept or Membership(
        workspace_id=workspace,
        id=_next(session, Membership, workspace),
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
    lock(session, workspace=workspace)
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
            (col(Membership.until).is_(None)) | (col(Membership.until) > day),
        )
        .order_by(col(Membership.since), col(Membership.id))
    ).all()


def _is(place: Membership, team: Team, role: str) -> bool:
    return (place.team_id, place.role) == (team.id, role)


def _supervising(
    session: Session, *, workspace: str, team_ids: frozenset[int]
) -> tuple[Membership, ...]:
    """Return the places of all who supervise these teams, or once did."""
    if not team_ids:
        return ()
    found = session.exec(
        select(Membership).where(
            Membership.workspace_id == workspace,
            col(Membership.team_id).in_(team_ids),
            Membership.role == SUPERVISOR,
        )
    )
    return tuple(found)


def _end(session: Session, place: Membership, day: date) -> None:
    """End a place; one that would not have lasted a day was never taken."""
    if place.since >= day:
        session.delete(place)
    else:
        place.until = day
        session.add(place)


def _next(session: Session, table: type[Team | Membership], workspace: str) -> int:
    """Return the next number of a table in this workspace; the caller holds the lock."""
    top = session.exec(select(func.max(table.id)).where(table.workspace_id == workspace)).one()
    return (top or 0) + 1
