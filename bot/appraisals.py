"""The month: gather the facts and score them; a published month is read, not scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import bindparam, case, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot import derived, frozen, months, roster, rubrics, store
from bot.errors import UserError
from bot.frozen import Standing
from bot.models import Entry, Membership, Person, Team
from bot.periods import Period
from bot.rubrics import Version
from bot.scoring.facts import Fact
from bot.scoring.score import score

__all__ = ["Standing"]

# Built once: it is the whole query of a live score, and of every card of a month end.
_FACTS = (
    select(  # type: ignore[call-overload]  # eight columns are more than its overloads know
        Entry.person_id,
        Entry.code,
        Entry.level,
        Entry.rater,
        func.sum(case((col(Entry.points).is_(None), col(Entry.count)), else_=0)),
        func.sum(col(Entry.points)),
        func.sum(col(Entry.value)),
        func.sum(case((col(Entry.value).is_(None), 0), else_=col(Entry.count))),
    )
    .where(
        Entry.workspace_id == bindparam("workspace"),
        Entry.period == bindparam("period"),
        col(Entry.person_id).in_(bindparam("people", expanding=True)),
    )
    .group_by(Entry.person_id, Entry.code, Entry.level, Entry.rater)
    .having((func.sum(col(Entry.count)) != 0) | (func.sum(col(Entry.points)) != 0))
)


def facts(
    session: Session, *, workspace: str, people: Sequence[str], period: Period
) -> dict[str, list[Fact]]:
    """Return what the ledger says of each person in the month, summed by the database."""
    key = ("facts", workspace, tuple(people), period)
    asked = {"workspace": workspace, "people": list(people), "period": period}
    rows = store.once(session, Entry, key, lambda: session.exec(_FACTS, params=asked).all())
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
    today: date | None = None,
) -> Standing:
    """Return where the person stands: the frozen card of a published month, else a live one.

    Of a supervisor the bot counts what is due by `today`; left out, the month counts as over.
    `extra` facts are a supposition: with them the card is computed live and stored nowhere.
    Raise UserError for a month in which the person had no team or no rubric.
    """
    kept = None if extra else frozen.of_person(session, person=person, period=period)
    if kept is not None:
        return kept
    return live(
        session, workspace=workspace, person=person, period=period, extra=extra, today=today
    )


def live(
    session: Session,
    *,
    workspace: str,
    person: Person,
    period: Period,
    extra: Sequence[Fact] = (),
    today: date | None = None,
) -> Standing:
    """Return what the ledger comes to for the person now, whatever was published.

    Arguments and errors are those of `standing`.
    """
    place = place_in(session, workspace=workspace, person=person, period=period)
    team = roster.team(session, workspace=workspace, team_id=place.team_id)
    version = rubrics.for_place(session, place=place, day=period.last)
    known = facts(session, workspace=workspace, people=[person.id], period=period)[person.id]
    if place.role == roster.SUPERVISOR:
        day = today or period.plus(1).first
        known += _counted(session, person, version, period, today=day, recorded=known)
    found = (*known, *extra)
    card = store.once(
        session, Entry, ("score", version.digest, found), lambda: score(version.rubric, found)
    )
    return Standing(person, team, period, version, card, final=False, role=place.role)


def of_team(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the standing of every agent appraised in the team for the month, by name.

    Of a published month these are the frozen cards; before the team had a rubric there are none.
    """
    if months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period):
        return frozen.of_team(session, team=team, period=period)
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


def is_hopeless(session: Session, *, team: Team, period: Period) -> bool:
    """Tell, at little cost, that the team appraises nobody in the month: no rubric, or no agents.

    Who was one there and went to another team within the month is appraised by that one.
    """
    rubric = rubrics.row_in_force(
        session,
        workspace=team.workspace_id,
        team_id=team.id,
        role=roster.AGENT,
        day=period.last,
    )
    return rubric is None or not _appraised(session, team=team, period=period)


def of_leads(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the standing of everybody appraised as the team's supervisor for the month, by name.

    Before the team has a rubric for supervisors there are none.
    """
    workspace = team.workspace_id
    version = rubrics.in_force(
        session,
        workspace=workspace,
        team_id=team.id,
        role=roster.SUPERVISOR,
        day=period.last,
    )
    if version is None:
        return []
    return [
        standing(session, workspace=workspace, person=lead, period=period)
        for lead in leads(session, team=team, period=period)
    ]


def leads(session: Session, *, team: Team, period: Period) -> list[Person]:
    """Return who is appraised as the team's supervisor for the month, by name."""
    workspace = team.workspace_id
    led = roster.members(
        session,
        workspace=workspace,
        team_id=team.id,
        first=period.first,
        last=period.last,
        role=roster.SUPERVISOR,
    )
    places = [place_in(session, workspace=workspace, person=one, period=period) for one in led]
    return [
        lead
        for lead, place in zip(led, places, strict=True)
        if (place.role, place.team_id) == (roster.SUPERVISOR, team.id)
    ]


def led_by(session: Session, *, person: Person, period: Period) -> list[Team]:
    """Return the teams the person supervised on any day of the month, in the order of numbers."""
    workspace = person.workspace_id
    places = session.exec(
        _places(workspace, period).where(
            Membership.person_id == person.id, Membership.role == roster.SUPERVISOR
        )
    )
    return [
        roster.team(session, workspace=workspace, team_id=team_id)
        for team_id in sorted({place.team_id for place in places})
    ]


def under(
    session: Session, *, team: Team, period: Period, version: Version, role: str
) -> list[Standing]:
    """Return what the month would come to by another rubric, by name; it is stored nowhere."""
    workspace = team.workspace_id
    people = _appraised(session, team=team, period=period)
    if role == roster.SUPERVISOR:
        people = leads(session, team=team, period=period)
    known = facts(session, workspace=workspace, people=[one.id for one in people], period=period)
    if role == roster.SUPERVISOR:
        over = period.plus(1).first
        for one in people:
            recorded = known[one.id]
            known[one.id] += _counted(
                session, one, version, period, today=over, recorded=list(recorded)
            )
    cards = [score(version.rubric, known[one.id]) for one in people]
    return [
        Standing(one, team, period, version, card, final=False, role=role)
        for one, card in zip(people, cards, strict=True)
    ]


def average(totals: Sequence[Fraction | None]) -> Fraction | None:
    """Return the mean of the totals there are; None when there is none."""
    known = [total for total in totals if total is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def place_in(session: Session, *, workspace: str, person: Person, period: Period) -> Membership:
    """Return the place the person is appraised in for the month: her last one as an agent.

    Who was no agent is appraised in the last place she had. Raise UserError for somebody who was
    in no team during the month.
    """

    def ask() -> Membership | None:
        return session.exec(
            _places(workspace, period)
            .where(Membership.person_id == person.id)
            .order_by(
                col(Membership.role) != roster.AGENT,
                col(Membership.since).desc(),
                col(Membership.id).desc(),
            )
        ).first()

    place = store.once(session, Membership, ("appraised", workspace, person.id, period), ask)
    if place is None:
        raise UserError("in_no_team", person=person, day=period.last)
    return place


def _counted(
    session: Session,
    person: Person,
    version: Version,
    period: Period,
    *,
    today: date,
    recorded: Sequence[Fact],
) -> list[Fact]:
    """Return what the rubric wants counted in the teams the person led during the month."""
    teams = led_by(session, person=person, period=period)

    def results() -> list[Fraction | None]:
        cards = [one for team in teams for one in of_team(session, team=team, period=period)]
        return [None if one.result is None else one.percent for one in cards]

    led = derived.Led(session, teams, period, today, results)
    return derived.facts(version.rubric, led, recorded={fact.code for fact in recorded})


def _places(workspace: str, period: Period) -> SelectOfScalar[Membership]:
    """Return the query for every place somebody had on any day of the month."""
    return select(Membership).where(
        Membership.workspace_id == workspace, roster.during(period.first, period.last)
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
