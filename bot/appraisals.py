"""The month: gather the facts, score them, publish and freeze the cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import case, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot import months, roster, rubrics
from bot.errors import UserError
from bot.models import Entry, Membership, Person, Publication, Scorecard, Team
from bot.periods import Period, local_day
from bot.rubrics import Version
from bot.scoring.facts import Fact
from bot.scoring.score import Scorecard as Card
from bot.scoring.score import score


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


def facts(
    session: Session, *, workspace: str, people: Sequence[str], period: Period
) -> dict[str, list[Fact]]:
    """Return what the ledger says of each person in the month, summed by the database."""
    whole = case((col(Entry.points).is_(None), col(Entry.count)), else_=0)
    valued = case((col(Entry.value).is_(None), 0), else_=col(Entry.count))
    rows = session.exec(
        select(  # type: ignore[call-overload]  # eight columns are more than its overloads know
            Entry.person_id,
            Entry.code,
            Entry.level,
            Entry.rater,
            func.sum(whole),
            func.sum(col(Entry.points)),
            func.sum(col(Entry.value)),
            func.sum(valued),
        )
        .where(
            Entry.workspace_id == workspace,
            Entry.period == period,
            col(Entry.person_id).in_(people),
        )
        .group_by(Entry.person_id, Entry.code, Entry.level, Entry.rater)
        .having((func.sum(col(Entry.count)) != 0) | (func.sum(col(Entry.points)) != 0))
    ).all()
    found: dict[str, list[Fact]] = {person: [] for person in people}
    for person, code, level, rater, count, points, value, values in rows:
        found[person].append(
            Fact(
                code=code,
                level=level,
                rater=rater,
                count=int(count),
                points=points or Decimal(0),
                value=value if values else None,
                values=int(values),
            )
        )
    return found


def standing(
    session: Session,
    *,
    workspace: str,
    person: Person,
    period: Period,
    extra: Sequence[Fact] = (),
) -> Standing:
    """Return where the person stands: the frozen card of a published month, else a live one.

    `extra` facts are a supposition: with them the card is computed live and stored nowhere.
    Raise UserError for a month in which the person had no team or no rubric.
    """
    place = place_in(session, workspace=workspace, person=person, period=period)
    team = roster.team(session, workspace=workspace, team_id=place.team_id)
    if not extra:
        frozen = _frozen(session, person=person, team=team, period=period)
        if frozen is not None:
            return frozen
    version = rubrics.for_place(session, place=place, day=period.last)
    known = facts(session, workspace=workspace, people=[person.id], period=period)[person.id]
    card = score(version.rubric, [*known, *extra])
    return Standing(person, team, period, version, card, final=False)


def of_team(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the standing of every agent appraised in the team for the month, by name.

    Of a published month these are the frozen cards; before the team had a rubric there are none.
    """
    if months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period):
        return _published(session, team=team, period=period)
    version = rubrics.in_force(
        session,
        workspace=team.workspace_id,
        team_id=team.id,
        role=roster.AGENT,
        day=period.last,
    )
    if version is None:
        return []
    agents = _appraised(session, team=team, period=period)
    ids = [agent.id for agent in agents]
    known = facts(session, workspace=team.workspace_id, people=ids, period=period)
    return [
        Standing(agent, team, period, version, score(version.rubric, known[agent.id]), final=False)
        for agent in agents
    ]


def publish(
    session: Session, *, team: Team, period: Period, by: str, at: datetime
) -> list[Standing]:
    """Close the month and freeze a card for every agent; return the cards.

    A month that was published before is left as it is, and so is one in which nobody could be
    appraised, for want of a rubric or of agents: it stays open, and nothing is returned.
    """
    workspace = team.workspace_id
    standings = of_team(session, team=team, period=period)
    closed = months.is_closed(session, workspace=workspace, team_id=team.id, period=period)
    if closed or not standings:
        return standings
    carded = _carded(session, workspace=workspace, period=period)
    frozen = [replace(one, final=True) for one in standings if one.person.id not in carded]
    session.add_all(_scorecard(one, at) for one in frozen)
    session.add(
        Publication(workspace_id=workspace, team_id=team.id, period=period, by_id=by, at=at)
    )
    session.flush()
    return frozen


def average(totals: Sequence[Fraction | None]) -> Fraction | None:
    """Return the mean of the totals there are; None when there is none."""
    known = [total for total in totals if total is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def current_period(team: Team, *, at: datetime) -> Period:
    """Return the month it is now where the team works."""
    return Period.of(local_day(at, team.zone))


def place_in(session: Session, *, workspace: str, person: Person, period: Period) -> Membership:
    """Return the place the person is appraised in for the month: her last one as an agent.

    Who was no agent is appraised in the last place she had. Raise UserError for somebody who was
    in no team during the month.
    """
    place = session.exec(
        _places(workspace, period)
        .where(Membership.person_id == person.id)
        .order_by(
            col(Membership.role) != roster.AGENT,
            col(Membership.since).desc(),
            col(Membership.id).desc(),
        )
    ).first()
    if place is None:
        raise UserError("in_no_team", person=person, day=period.last)
    return place


def _places(workspace: str, period: Period) -> SelectOfScalar[Membership]:
    """Return the query for every place somebody had on any day of the month."""
    return select(Membership).where(
        Membership.workspace_id == workspace,
        Membership.since <= period.last,
        (col(Membership.until).is_(None)) | (col(Membership.until) > period.first),
    )


def _appraised(session: Session, *, team: Team, period: Period) -> list[Person]:
    """Return the agents whose last team in the month was this one, by name.

    Who changed teams within the month gets one card, from the team she went to.
    """
    agents = roster.members(
        session,
        workspace=team.workspace_id,
        team_id=team.id,
        first=period.first,
        last=period.last,
        role=roster.AGENT,
    )
    places = session.exec(
        _places(team.workspace_id, period)
        .where(
            Membership.role == roster.AGENT,
            col(Membership.person_id).in_([agent.id for agent in agents]),
        )
        .order_by(col(Membership.since), col(Membership.id))
    )
    last = {place.person_id: place.team_id for place in places}
    return [agent for agent in agents if last[agent.id] == team.id]


def _published(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the team's frozen cards of the month, by name, the latest revision of each."""
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
            Scorecard.period == period,
        )
        .order_by(Person.name, Person.id, col(Scorecard.revision))
    )
    latest = {person.id: (row, person) for row, person in rows}
    versions = {
        digest: rubrics.version(session, workspace=team.workspace_id, digest=digest)
        for digest in {row.digest for row, _ in latest.values()}
    }
    return [_thawed(row, person, team, versions[row.digest]) for row, person in latest.values()]


def _carded(session: Session, *, workspace: str, period: Period) -> set[str]:
    """Return who has a card of the month already, be it from another team: nobody gets two."""
    return set(
        session.exec(
            select(Scorecard.person_id).where(
                Scorecard.workspace_id == workspace, Scorecard.period == period
            )
        )
    )


def _frozen(session: Session, *, person: Person, team: Team, period: Period) -> Standing | None:
    row = session.exec(
        select(Scorecard)
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.person_id == person.id,
            Scorecard.period == period,
        )
        .order_by(col(Scorecard.revision).desc())
    ).first()
    if row is None:
        return None
    version = rubrics.version(session, workspace=team.workspace_id, digest=row.digest)
    return _thawed(row, person, team, version)


def _thawed(row: Scorecard, person: Person, team: Team, version: Version) -> Standing:
    """Return the standing that was frozen in `row`."""
    written = json.loads(row.card)
    card = None if written is None else Card.from_json(written)
    return Standing(person, team, row.period, version, card, final=True)


def _scorecard(one: Standing, at: datetime) -> Scorecard:
    grade = one.card.grade if one.card is not None else None
    return Scorecard(
        workspace_id=one.team.workspace_id,
        person_id=one.person.id,
        period=one.period,
        team_id=one.team.id,
        digest=one.version.digest,
        total=None if one.result is None else str(one.result),
        grade="" if grade is None else grade.code,
        card=json.dumps(None if one.card is None else one.card.to_json(), ensure_ascii=False),
        at=at,
    )
