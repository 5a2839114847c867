"""Cards as they were published: read back with the rubric that scored them, never computed anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, select

from bot import roster, rubrics
from bot.models import Person, Scorecard, Team
from bot.periods import Period
from bot.rubrics import Version
from bot.scoring.score import Scorecard as Card


@dataclass(frozen=True)
class Standing:
    """Where a person stands in a month: the card, by which rubric, and whether it is final."""

    person: Person
    team: Team
    period: Period
    version: Version
    card: Card | None  # None: the rubric gives no opinion on this month
    final: bool

    @property
    def total(self) -> Fraction | None:
        """The total so far, None while nothing could be scored."""
        return None if self.card is None else self.card.total

    @property
    def result(self) -> Fraction | None:
        """The total for averages and comparisons: None before the card is complete."""
        return None if self.card is None else self.card.final

    @property
    def percent(self) -> Fraction | None:
        """The total in percent of the full points, which differ from rubric to rubric."""
        return None if self.card is None else self.card.percent


def of_team(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the cards of the team's agents for the month, by name, the latest of each."""
    rows = session.exec(
        select(Scorecard, Person)
        .join(
            Person,
            (col(Person.workspace_id) == col(Scorecard.workspace_id))
            & (col(Person.id) == col(Scorecard.person_id)),
        )
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.team_id == team.id,
            Scorecard.role == roster.AGENT,
            Scorecard.period == period,
        )
        .order_by(Person.name, Person.id, col(Scorecard.revision))
    )
    latest = {person.id: (kept, person) for kept, person in rows}
    versions = {
        digest: rubrics.version(session, workspace=team.workspace_id, digest=digest)
        for digest in {kept.digest for kept, _ in latest.values()}
    }
    return [_thawed(kept, person, team, versions[kept.digest]) for kept, person in latest.values()]


def carded(session: Session, *, workspace: str, period: Period) -> set[str]:
    """Return who has a card of the month already, be it from another team: nobody gets two."""
    return set(
        session.exec(
            select(Scorecard.person_id).where(
                Scorecard.workspace_id == workspace, Scorecard.period == period
            )
        )
    )


def of_person(session: Session, *, person: Person, team: Team, period: Period) -> Standing | None:
    """Return the person's card of the month, its latest revision, if it was published."""
    kept = session.exec(
        select(Scorecard)
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.person_id == person.id,
            Scorecard.period == period,
        )
        .order_by(col(Scorecard.revision).desc())
    ).first()
    if kept is None:
        return None
    version = rubrics.version(session, workspace=team.workspace_id, digest=kept.digest)
    return _thawed(kept, person, team, version)


def _thawed(kept: Scorecard, person: Person, team: Team, version: Version) -> Standing:
    """Return the standing that was frozen in `kept`."""
    written = json.loads(kept.card)
    card = None if written is None else Card.from_json(written)
    return Standing(person, team, kept.period, version, card, final=True)


def row(one: Standing, *, role: str, at: datetime) -> Scorecard:
    """Return the row that keeps a card for good."""
    grade = one.card.grade if one.card is not None else None
    return Scorecard(
        workspace_id=one.team.workspace_id,
        person_id=one.person.id,
        period=one.period,
        team_id=one.team.id,
        role=role,
        digest=one.version.digest,
        total=None if one.result is None else str(one.result),
        grade="" if grade is None else grade.code,
        card=json.dumps(None if one.card is None else one.card.to_json(), ensure_ascii=False),
        at=at,
    )
