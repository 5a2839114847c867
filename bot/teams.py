"""How teams are made, named and set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from bot import rights, roster, store
from bot.errors import UserError
from bot.models import Team
from bot.rights import Actor

_LONGEST_NAME = 60


def add(session: Session, *, by: Actor, name: str, zone: str, locale: str, since: date) -> Team:
    """Make a team; raise UserError for a name that cannot be had. Only HR does."""
    rights.require_hr(by)
    _require_name(session, workspace=by.workspace, name=name)
    made = Team(
        workspace_id=by.workspace,
        id=store.next_number(session, Team, workspace=by.workspace),
        name=name,
        zone=zone,
        locale=locale,
        since=since,
    )
    session.add(made)
    session.flush()
    return made


def every(session: Session) -> Iterable[Team]:
    """Return the teams of all workspaces, in the order of numbers."""
    return session.exec(select(Team).order_by(col(Team.workspace_id), col(Team.id))).all()


def rename(session: Session, *, by: Actor, team: Team, name: str) -> None:
    """Give the team another name; raise UserError for one that is taken. Only HR does."""
    rights.require_hr(by)
    _require_name(session, workspace=by.workspace, name=name, but=team)
    team.name = name
    session.add(team)
    session.flush()


def configure(session: Session, *, by: Actor, team: Team, today: date, **settings: str) -> None:
    """Set the team's zone, locale, channel or praise_channel."""
    rights.require_team(session, actor=by, team=team, day=today)
    for name, value in settings.items():
        setattr(team, name, value)
    session.add(team)
    session.flush()


def _require_name(session: Session, *, workspace: str, name: str, but: Team | None = None) -> None:
    """Raise UserError unless a team can be called that."""
    if not name:
        raise UserError("team_needs_name")
    if len(name) > _LONGEST_NAME:
        raise UserError("name_too_long", limit=_LONGEST_NAME)
    for other in roster.teams(session, workspace=workspace):
        if other.name.casefold() == name.casefold() and (but is None or other.id != but.id):
            raise UserError("team_exists", name=other.name)
