"""Which rubric is in force for whom, from which day, kept word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.errors import UserError
from bot.models import Membership, RubricInForce, RubricVersion
from bot.scoring import rubric as files
from bot.scoring.rubric import Rubric


@dataclass(frozen=True)
class Version:
    """A rubric with the digest of the text it was read from."""

    digest: str
    rubric: Rubric


def in_force(
    session: Session, *, workspace: str, team_id: int, role: str, day: date
) -> Version | None:
    """Return the version that scores `role` in the team on `day`; None before the first one."""
    digest = session.exec(
        select(RubricInForce.digest)
        .where(
            RubricInForce.workspace_id == workspace,
            RubricInForce.team_id == team_id,
            RubricInForce.role == role,
            RubricInForce.since <= day,
        )
        .order_by(col(RubricInForce.since).desc(), col(RubricInForce.id).desc())
        .limit(1)
    ).one_or_none()
    return None if digest is None else version(session, workspace=workspace, digest=digest)


def for_place(session: Session, *, place: Membership, day: date) -> Version:
    """Return the version that scores this place on `day`; raise UserError when there is none."""
    found = in_force(
        session,
        workspace=place.workspace_id,
        team_id=place.team_id,
        role=place.role,
        day=day,
    )
    if found is None:
        raise UserError("no_rubric", day=day)
    return found


def of_teams(
    session: Session, *, workspace: str, team_ids: Iterable[int], day: date
) -> list[Version]:
    """Return every version in force in these teams on `day`, for agents and supervisors."""
    found = [
        in_force(session, workspace=workspace, team_id=team_id, role=role, day=day)
        for team_id in sorted(team_ids)
        for role in ("agent", "supervisor")
    ]
    return list({one.digest: one for one in found if one is not None}.values())


def version(session: Session, *, workspace: str, digest: str) -> Version:
    """Return a version that was once put in force."""
    stored = session.get_one(RubricVersion, (workspace, digest))
    return Version(digest, _parsed(stored.text, stored.name))


def put_in_force(
    session: Session,
    *,
    workspace: str,
    team_id: int,
    role: str,
    name: str,
    since: date,
    by: str,
    at: datetime,
) -> Version:
    """Keep the catalogue's present text of `name` and score by it from `since` on.

    Raise UserError when the catalogue has no such rubric.
    """
    text = text_of(name)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    rubric = _parsed(text, name)
    if session.get(RubricVersion, (workspace, digest)) is None:
        session.add(
            RubricVersion(
                workspace_id=workspace,
                digest=digest,
                name=rubric.id,
                version=rubric.version,
                text=text,
                at=at,
            )
        )
    top = session.exec(
        select(func.max(RubricInForce.id)).where(RubricInForce.workspace_id == workspace)
    ).one()
    session.add(
        RubricInForce(
            workspace_id=workspace,
            id=(top or 0) + 1,
            team_id=team_id,
            role=role,
            digest=digest,
            since=since,
            by_id=by,
            at=at,
        )
    )
    session.flush()
    return Version(digest, rubric)


def text_of(name: str) -> str:
    """Return a catalogue file as it stands; raise UserError with the nearest names."""
    if name not in files.names():
        raise UserError("unknown_rubric", word=name, near=_near(name))
    return (files.CATALOGUE / f"{name}.yaml").read_text("utf-8")


def _near(word: str) -> list[str]:
    parts = set(word.casefold().replace("_", "-").split("-"))
    ranked = sorted(files.names(), key=lambda name: (-len(parts & set(name.split("-"))), name))
    return ranked[:5]


@lru_cache(maxsize=256)
def _parsed(text: str, name: str) -> Rubric:
    return files.load(text, name=name)
