"""A rubric of the catalogue put in force for a team, as HR chooses it."""

from __future__ import annotations

from datetime import date

from office import ADA, BEGAN, NOW, WORKSPACE, Office
from sqlmodel import Session

from bot import roster, rubrics
from bot.rubrics import Version


def score_by(office: Office, name: str, *, team: int = 1, role: str = roster.AGENT) -> None:
    """Let a rubric score a team from its beginning."""
    with office.desk.database.writing() as session:
        put_in_force(session, name, team=team, role=role)


def put_in_force(
    session: Session,
    name: str,
    *,
    team: int = 1,
    role: str = roster.AGENT,
    since: date = BEGAN,
) -> Version:
    """Let a rubric score a team from a day on; return the version that does."""
    return rubrics.put_in_force(
        session,
        workspace=WORKSPACE,
        team_id=team,
        role=role,
        name=name,
        since=since,
        by=ADA,
        at=NOW,
    )
