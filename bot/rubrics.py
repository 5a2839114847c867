"""Which rubric is in force for whom, from which day, kept word for word."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

import yaml
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import store
from bot.errors import UserError
from bot.models import Membership, RubricInForce, RubricVersion, Team
from bot.scoring import rubric as files
from bot.scoring.rubric import Rubric, RubricError
from bot.scoring.text import Text

_LISTS = re.compile(r"^(?:sections|measures|signatures|bonuses|grades):", re.MULTILINE)

# Built once: every request asks them.
_IN_FORCE = (
    select(RubricInForce)
    .where(
        RubricInForce.workspace_id == bindparam("workspace"),
        RubricInForce.team_id == bindparam("team"),
        RubricInForce.role == bindparam("role"),
        col(RubricInForce.since) <= bindparam("day"),
    )
    .order_by(col(RubricInForce.since).desc(), col(RubricInForce.id).desc())
    .limit(1)
)
_OF_TEAMS = (
    select(RubricInForce.team_id, RubricInForce.role, RubricInForce.digest)
    .where(
        RubricInForce.workspace_id == bindparam("workspace"),
        col(RubricInForce.team_id).in_(bindparam("teams", expanding=True)),
        col(RubricInForce.since) <= bindparam("day"),
    )
    .order_by(col(RubricInForce.since), col(RubricInForce.id))
)

_MOST_TOLD = 5
DEFAULT = "care-agents"
"""What a new team is scored by until it chooses."""


@dataclass(frozen=True)
class Version:
    """A rubric with the digest of the text it was read from."""

    digest: str
    rubric: Rubric = field(compare=False)  # the digest tells it from any other

    @property
    def full(self) -> Decimal:
        """The points that its cards are out of; results out of others are not compared."""
        return self.rubric.total or Decimal(0)


def in_force(
    session: Session, *, workspace: str, team_id: int, role: str, day: date
) -> Version | None:
    """Return the version that scores `role` in the team on `day`; None before the first one."""
    row = row_in_force(session, workspace=workspace, team_id=team_id, role=role, day=day)
    return None if row is None else version(session, workspace=workspace, digest=row.digest)


def row_in_force(
    session: Session, *, workspace: str, team_id: int, role: str, day: date
) -> RubricInForce | None:
    """Return since when, and by whose word, that version is in force."""
    key = ("in force", workspace, team_id, role, day)
    asked = {"workspace": workspace, "team": team_id, "role": role, "day": day}
    return store.once(
        session, RubricInForce, key, lambda: session.exec(_IN_FORCE, params=asked).one_or_none()
    )


def coming(session: Session, *, team: Team, role: str, day: date) -> list[tuple[date, Version]]:
    """Return the versions that will take over after `day`, and when; of one day, the last word."""
    rows = session.exec(
        select(RubricInForce)
        .where(
            RubricInForce.workspace_id == team.workspace_id,
            RubricInForce.team_id == team.id,
            RubricInForce.role == role,
            RubricInForce.since > day,
        )
        .order_by(col(RubricInForce.since), col(RubricInForce.id))
    )
    last = {row.since: row.digest for row in rows}
    return [
        (since, version(session, workspace=team.workspace_id, digest=digest))
        for since, digest in last.items()
    ]


def numbered(
    session: Session, *, workspace: str, team_ids: Iterable[int], number: int
) -> Version | None:
    """Return the version of that number that was in force in these teams last."""
    digest = session.exec(
        select(RubricInForce.digest)
        .join(
            RubricVersion,
            (col(RubricVersion.workspace_id) == col(RubricInForce.workspace_id))
            & (col(RubricVersion.digest) == col(RubricInForce.digest)),
        )
        .where(
            RubricInForce.workspace_id == workspace,
            col(RubricInForce.team_id).in_(team_ids),
            RubricVersion.version == number,
        )
        .order_by(col(RubricInForce.id).desc())
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
    """Return every version in force in these teams on `day`, by team, the agents' first.

    However many teams there are, it takes one query, and one for each version.
    """
    wanted = tuple(team_ids)
    asked = {"workspace": workspace, "teams": wanted, "day": day}
    key = ("of teams", workspace, wanted, day)
    rows = store.once(
        session, RubricInForce, key, lambda: store.rows(session, _OF_TEAMS, **asked).all()
    )
    last = {(team_id, role): digest for team_id, role, digest in rows}
    digests = dict.fromkeys(digest for _, digest in sorted(last.items()))
    return [version(session, workspace=workspace, digest=digest) for digest in digests]


def version(session: Session, *, workspace: str, digest: str) -> Version:
    """Return a version that was once put in force."""

    def ask() -> Version:
        stored = session.get_one(RubricVersion, (workspace, digest))
        return Version(digest, _parsed(stored.text, stored.name))

    return store.once(session, RubricVersion, ("version", workspace, digest), ask)


def kept(session: Session, *, workspace: str, digest: str) -> Version | None:
    """Return a version if it was once put in force."""
    stored = session.get(RubricVersion, (workspace, digest))
    return None if stored is None else Version(digest, _parsed(stored.text, stored.name))


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
    listed_now = listed(name)
    _keep(session, workspace, listed_now, at)
    session.add(
        RubricInForce(
            workspace_id=workspace,
            id=store.next_number(session, RubricInForce, workspace=workspace),
            team_id=team_id,
            role=role,
            digest=listed_now.digest,
            since=since,
            by_id=by,
            at=at,
        )
    )
    session.flush()
    return listed_now


def _keep(session: Session, workspace: str, version: Version, at: datetime) -> None:
    """Keep the text of a version of the catalogue, once."""
    if session.get(RubricVersion, (workspace, version.digest)) is None:
        rubric = version.rubric
        session.add(
            RubricVersion(
                workspace_id=workspace,
                digest=version.digest,
                name=rubric.id,
                version=rubric.version,
                text=text_of(rubric.id),
                at=at,
            )
        )


@dataclass(frozen=True)
class Heading:
    """What the head of a rubric file says, read without checking the rest."""

    name: str
    label: Text
    source: str
    appraises: str


@cache
def headings() -> tuple[Heading, ...]:
    """Return the catalogue by name. Reading all of its rules would take longer than Slack waits.

    A file whose head cannot be read is left out: `python -m bot doctor` names it.
    """
    return tuple(head for name in files.names() if (head := _heading(name)) is not None)


def _heading(name: str) -> Heading | None:
    """Read what stands before the first list of a file: in all of them, what it is."""
    head = _LISTS.split((files.CATALOGUE / f"{name}.yaml").read_text("utf-8"), maxsplit=1)[0]
    try:
        said = yaml.safe_load(head)
        return Heading(name, Text(**said["label"]), said["source"], said["appraises"])
    except (yaml.YAMLError, TypeError, KeyError, ValueError):
        return None


def digest_of(text: str) -> str:
    """Return what tells this text of a rubric from every other."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def listed(word: str) -> Version:
    """Return a rubric of the catalogue as it would be put in force.

    A part of its name will do if no other has it, and so will its number, such as S31. Raise
    UserError with the nearest names, or with the mistakes of a file that was put there.
    """
    name = word.casefold()
    found = (
        [one for one in files.names() if one == name]
        or [one for one in files.names() if name in one]
        or [one.name for one in headings() if one.source.casefold().startswith(f"{name} ")]
    )
    whole = found[0] if len(found) == 1 else word
    text = text_of(whole)
    try:
        return Version(digest_of(text), _listed(text, whole))
    except RubricError as error:
        told = [str(problem) for problem in error.problems]
        raise UserError("broken_rubric", name=whole, told=told[:_MOST_TOLD]) from None


def text_of(name: str) -> str:
    """Return a catalogue file as it stands; raise UserError with the nearest names."""
    if name not in files.names():
        raise UserError("unknown_rubric", word=name, near=_near(name))
    return (files.CATALOGUE / f"{name}.yaml").read_text("utf-8")


def _near(word: str) -> list[str]:
    """Return up to five names that share a word with `word`, or are spelt like it."""
    wanted = word.casefold().replace("_", "-")
    parts = set(wanted.split("-"))
    shared = {name: len(parts & set(name.split("-"))) for name in files.names()}
    ranked = sorted(filter(shared.get, shared), key=lambda name: (-shared[name], name))
    return (ranked or difflib.get_close_matches(wanted, files.names()))[:5]


@lru_cache(maxsize=256)
def _listed(text: str, name: str) -> Rubric:
    return files.load_listed(text, name=name)


@lru_cache(maxsize=256)
def _parsed(text: str, name: str) -> Rubric:
    return files.load(text, name=name)
