"""The month: gather the facts, score them, publish and freeze the cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from bot import months, roster, rubrics
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
        """The total, None without a result."""
        return None if self.card is None else self.card.total


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
                points=points or Fact.points,
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
    place = _place_in(session, workspace=workspace, person=person, period=period)
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
    """Return the standing of every agent who was in the team during the month, by name."""
    workspace = team.workspace_id
    agents = roster.members(
        session,
        workspace=workspace,
        team_id=team.id,
        first=period.first,
        last=period.last,
        role=roster.AGENT,
    )
    if months.is_closed(session, workspace=workspace, team_id=team.id, period=period):
        cards = [_frozen(session, person=agent, team=team, period=period) for agent in agents]
        return [card for card in cards if card is not None]
    version = rubrics.in_force(
        session, workspace=workspace, team_id=team.id, role=roster.AGENT, day=period.last
    )
    if version is None:
        return []
    known = facts(
        session, workspace=workspace, people=[agent.id for agent in agents], period=period
    )
    return [
        Standing(agent, team, period, version, score(version.rubric, known[agent.id]), final=False)
        for agent in agents
    ]


def publish(
    session: Session, *, team: Team, period: Period, by: str, at: datetime
) -> list[Standing]:
    """Close the month and freeze a card for every agent; return the cards.

    A month that was published before is left as it is.
    """
    workspace = team.workspace_id
    if months.is_closed(session, workspace=workspace, team_id=team.id, period=period):
        return of_team(session, team=team, period=period)
    standings = of_team(session, team=team, period=period)
    for one in standings:
        session.add(_scorecard(one, at))
    session.add(
        Publication(workspace_id=workspace, team_id=team.id, period=period, by_id=by, at=at)
    )
    session.flush()
    return of_team(session, team=team, period=period)


def trend(
    session: Session, *, workspace: str, person: Person, until: Period, months_back: int = 6
) -> list[tuple[Period, Fraction | None]]:
    """Return the totals of the months up to `until`, oldest first, None where there is none.

    Months before the first one known are left out.
    """
    first = until.plus(1 - months_back)
    rows = session.exec(
        select(Scorecard.period, Scorecard.total)
        .where(
            Scorecard.workspace_id == workspace,
            Scorecard.person_id == person.id,
            Scorecard.period >= first,
            Scorecard.period < until,
        )
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    totals = {period: None if total is None else Fraction(total) for period, total in rows}
    return sorted(totals.items())


def team_trend(
    session: Session, *, team: Team, until: Period, months_back: int = 6
) -> dict[Period, Fraction | None]:
    """Return the team's average total of each published month before `until`."""
    first = until.plus(1 - months_back)
    rows = session.exec(
        select(Scorecard.period, Scorecard.total).where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.team_id == team.id,
            Scorecard.period >= first,
            Scorecard.period < until,
        )
    )
    totals: dict[Period, list[Fraction]] = {}
    for period, total in rows:
        totals.setdefault(period, [])
        if total is not None:
            totals[period].append(Fraction(total))
    return {period: average(found) for period, found in sorted(totals.items())}


def average(totals: Sequence[Fraction | None]) -> Fraction | None:
    """Return the mean of the totals there are; None when there is none."""
    known = [total for total in totals if total is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def current_period(team: Team, *, at: datetime) -> Period:
    """Return the month it is now where the team works."""
    return Period.of(local_day(at, team.zone))


def _place_in(session: Session, *, workspace: str, person: Person, period: Period) -> Membership:
    """Return the last place the person had in the month, the one she is appraised in."""
    places = session.exec(
        select(Membership)
        .where(
            Membership.workspace_id == workspace,
            Membership.person_id == person.id,
            Membership.since <= period.last,
            (col(Membership.until).is_(None)) | (col(Membership.until) > period.first),
        )
        .order_by(col(Membership.role) != roster.AGENT, col(Membership.since).desc())
    ).first()
    if places is None:
        return roster.place_on(session, workspace=workspace, person=person, day=period.last)
    return places


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
    written = json.loads(row.card)
    card = None if written is None else Card.from_json(written)
    return Standing(person, team, period, version, card, final=True)


def _scorecard(one: Standing, at: datetime) -> Scorecard:
    grade = one.card.grade if one.card is not None else None
    return Scorecard(
        workspace_id=one.team.workspace_id,
        person_id=one.person.id,
        period=one.period,
        team_id=one.team.id,
        digest=one.version.digest,
        total=None if one.total is None else str(one.total),
        grade="" if grade is None else grade.code,
        card=json.dumps(None if one.card is None else one.card.to_json(), ensure_ascii=False),
        at=at,
    )
