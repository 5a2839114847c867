"""Cards as they were published: read back with the rubric that scored them, never computed anew.

A month that was reopened and published again has revisions of the cards that changed, the old ones
beside the new.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, select

from bot import months, roster, rubrics
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
    revision: int = 0  # how many times the card was published; 0 for one that is not
    at: datetime | None = None  # when that was
    fresh: bool = False  # whether the publication at hand made it, and not an earlier one
    role: str = roster.AGENT  # as whom the person is appraised

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


def of_team(
    session: Session, *, team: Team, period: Period, role: str = roster.AGENT
) -> list[Standing]:
    """Return the cards of the team's agents for the month, by name, the latest of each.

    With the other `role` they are those of its supervisors.

    Before the month is published, and while it is open again, there are none.
    """
    workspace = team.workspace_id
    if not months.is_closed(session, workspace=workspace, team_id=team.id, period=period):
        return []
    rows = session.exec(
        select(Scorecard, Person)
        .join(
            Person,
            (col(Person.workspace_id) == col(Scorecard.workspace_id))
            & (col(Person.id) == col(Scorecard.person_id)),
        )
        .where(
            Scorecard.workspace_id == workspace,
            Scorecard.team_id == team.id,
            Scorecard.role == role,
            Scorecard.period == period,
        )
        .order_by(Person.name, Person.id, col(Scorecard.revision))
    )
    latest = {person.id: (kept, person) for kept, person in rows}
    versions = {
        digest: rubrics.version(session, workspace=workspace, digest=digest)
        for digest in {kept.digest for kept, _ in latest.values()}
    }
    return [_thawed(kept, person, team, versions[kept.digest]) for kept, person in latest.values()]


def of_person(session: Session, *, person: Person, period: Period) -> Standing | None:
    """Return the person's card of the month, its latest revision.

    None before the month is published, and while it is open again.
    """
    found = revisions(session, person=person, period=period)
    if not found:
        return None
    latest, workspace = found[-1], person.workspace_id
    closed = months.is_closed(session, workspace=workspace, team_id=latest.team.id, period=period)
    return latest if closed else None


def revisions(session: Session, *, person: Person, period: Period) -> list[Standing]:
    """Return every card of the person's month as it was published, the latest last."""
    workspace = person.workspace_id
    return [
        _thawed(
            kept,
            person,
            roster.team(session, workspace=workspace, team_id=kept.team_id),
            rubrics.version(session, workspace=workspace, digest=kept.digest),
        )
        for kept in months.cards(session, workspace=workspace, person=person.id, period=period)
    ]


def freeze(
    session: Session, *, standings: Sequence[Standing], role: str, at: datetime
) -> list[Standing]:
    """Keep the cards of a team's month for good; return them as they are kept.

    Nobody gets a second card from another team. Who has one from before the month was reopened
    gets another revision beside it, unless it came out just the same.
    """
    if not standings:
        return []
    kept = _latest(session, standings)
    cards = [
        _freeze(session, one, kept.get(one.person.id), role=role, at=at)
        for one in standings
        if one.person.id not in kept or kept[one.person.id].team_id == one.team.id
    ]
    session.flush()
    return cards


def _freeze(
    session: Session, one: Standing, earlier: Scorecard | None, *, role: str, at: datetime
) -> Standing:
    """Keep a card beside an earlier one, unless that one says the same; return what is kept."""
    number = 1 if earlier is None else earlier.revision + 1
    row = _row(one, role=role, revision=number, at=at)
    if earlier is not None and (earlier.digest, earlier.card) == (row.digest, row.card):
        return replace(one, final=True, revision=earlier.revision, at=earlier.at)
    session.add(row)
    return replace(one, final=True, revision=number, at=at, fresh=True)


def _latest(session: Session, standings: Sequence[Standing]) -> dict[str, Scorecard]:
    """Return the latest card of their month that these people have, whichever team it is from."""
    rows = session.exec(
        select(Scorecard)
        .where(
            Scorecard.workspace_id == standings[0].team.workspace_id,
            Scorecard.period == standings[0].period,
            col(Scorecard.person_id).in_([one.person.id for one in standings]),
        )
        .order_by(col(Scorecard.revision))
    )
    return {row.person_id: row for row in rows}


def _thawed(kept: Scorecard, person: Person, team: Team, version: Version) -> Standing:
    """Return the standing that was frozen in `kept`."""
    written = json.loads(kept.card)
    card = None if written is None else Card.from_json(written)
    return Standing(
        person,
        team,
        kept.period,
        version,
        card,
        final=True,
        revision=kept.revision,
        at=kept.at,
        role=kept.role,
    )


def _row(one: Standing, *, role: str, revision: int, at: datetime) -> Scorecard:
    """Return the row that keeps a card for good."""
    grade = one.card.grade if one.card is not None else None
    return Scorecard(
        workspace_id=one.team.workspace_id,
        person_id=one.person.id,
        period=one.period,
        revision=revision,
        team_id=one.team.id,
        role=role,
        digest=one.version.digest,
        total=None if one.result is None else str(one.result),
        grade="" if grade is None else grade.code,
        card=json.dumps(None if one.card is None else one.card.to_json(), ensure_ascii=False),
        at=at,
    )
