"""Who asks, and what that gives the right to see and to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import membership, roster, store
from bot.errors import UserError
from bot.models import Membership, Person, Team, Workspace
from bot.periods import local_day
from bot.roster import AGENT, SUPERVISOR

# Built once: every request of a supervisor asks them.
_SUPERVISING = select(Membership).where(
    Membership.workspace_id == bindparam("workspace"),
    col(Membership.team_id).in_(bindparam("teams", expanding=True)),
    Membership.role == SUPERVISOR,
)
_CHARGES = select(Membership.person_id).where(
    Membership.workspace_id == bindparam("workspace"),
    col(Membership.team_id).in_(bindparam("teams", expanding=True)),
    Membership.role == AGENT,
    membership.held_during(bindparam("day"), bindparam("day")),
)


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


def require_set_up(session: Session, *, workspace: str) -> None:
    """Raise UserError while nobody has set the workspace up."""
    if session.get(Workspace, workspace) is None:
        raise UserError("not_set_up")


def actor(session: Session, *, workspace: str, user: str, at: datetime) -> Actor:
    """Return who asks; raise UserError for bots, the deactivated and people not known."""
    person = roster.find(session, workspace=workspace, user=user)
    if person is None or person.is_bot or not person.active:
        raise UserError("no_access")
    day = local_day(at, person.zone)
    places = membership.on(session, workspace=workspace, person=user, day=day)
    leads = frozenset(place.team_id for place in places if place.role == SUPERVISOR)
    return Actor(
        workspace,
        person,
        leads,
        next((place.team_id for place in places if place.role == AGENT), None),
        _supervising(session, workspace=workspace, team_ids=leads),
    )


def in_scope(session: Session, *, actor: Actor, day: date) -> set[str]:
    """Return the ids of those the actor may log about on `day`."""
    if actor.hr:
        return set(membership.placed(session, workspace=actor.workspace, day=day)) - {
            actor.person.id
        }
    asked = {"workspace": actor.workspace, "teams": sorted(actor.leads), "day": day}
    key = ("charges", actor.workspace, actor.leads, day)
    ids = store.once(
        session, Membership, key, lambda: store.rows(session, _CHARGES, **asked).scalars().all()
    )
    return set(ids) - {actor.person.id}


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
    if place.role != AGENT:
        answering = [one.name for one in roster.hr(session, workspace=actor.workspace)]
        raise UserError("about_a_supervisor", person=person, hr=answering)
    leads = other_leads(session, actor=actor, team_id=place.team_id, day=day, but=person.id)
    raise UserError("not_your_agent", person=person, leads=leads)


def teams_of(session: Session, *, actor: Actor) -> list[Team]:
    """Return the teams the actor answers for: those supervised, for HR all of them."""
    every = roster.teams(session, workspace=actor.workspace)
    return [team for team in every if actor.hr or team.id in actor.leads]


def require_team(session: Session, *, actor: Actor, team: Team, day: date) -> None:
    """Allow HR and the team's own supervisors; raise UserError that names them."""
    if not (actor.hr or team.id in actor.leads):
        leads = other_leads(session, actor=actor, team_id=team.id, day=day)
        raise UserError("not_your_team", team=team.name, leads=leads)


def other_leads(
    session: Session, *, actor: Actor, team_id: int, day: date, but: str = ""
) -> list[str]:
    """Return the names of those who supervise the team on `day`, the actor and `but` left out."""
    leads = membership.supervisors(session, workspace=actor.workspace, team_id=team_id, day=day)
    return [lead.name for lead in leads if lead.id not in (actor.person.id, but)]


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
        place.person_id == person and place.team_id == team_id and place.holds_on(day)
        for place in actor.fellows
    )


def _supervising(
    session: Session, *, workspace: str, team_ids: frozenset[int]
) -> tuple[Membership, ...]:
    """Return the places of all who supervise these teams, or once did."""
    if not team_ids:
        return ()
    asked = {"workspace": workspace, "teams": sorted(team_ids)}
    key = ("supervising", workspace, team_ids)
    return store.once(
        session, Membership, key, lambda: tuple(session.exec(_SUPERVISING, params=asked))
    )
