"""Feedback interviews: one about every month with every agent, and who has not had hers yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot import rights, roster, store
from bot.models import Interview, Membership, Person, Scorecard, Team
from bot.periods import Period
from bot.rights import Actor


@dataclass(frozen=True)
class Talks:
    """The interviews about a team's published month, and with whom there was none yet, by name."""

    period: Period
    due: int
    waiting: Sequence[Person]

    @property
    def held(self) -> int:
        """How many took place."""
        return self.due - len(self.waiting)


def asked_for(now: Period) -> tuple[Period, Period]:
    """Return the months whose interviews are asked for while `now` runs: one overdue, the last."""
    return now.plus(-2), now.plus(-1)


def of_month(session: Session, *, team: Team, period: Period) -> Talks:
    """Return the interviews about the team's published `period`.

    They are with those whom it gave an agent's card, wherever they work since, and as what.
    """
    found = session.exec(
        select(Person)
        .join(
            Scorecard,
            (col(Scorecard.workspace_id) == col(Person.workspace_id))
            & (col(Scorecard.person_id) == col(Person.id)),
        )
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.team_id == team.id,
            Scorecard.role == roster.AGENT,
            Scorecard.period == period,
            col(Person.active),
        )
        .order_by(Person.name, Person.id)
    )
    carded = {person.id: person for person in found}
    done = held(session, workspace=team.workspace_id, people=carded, period=period)
    return Talks(period, len(carded), [one for id_, one in carded.items() if id_ not in done])


def oldest_due(session: Session, *, person: Person, months: tuple[Period, ...]) -> Period | None:
    """Return the first of `months` with an agent's card of hers and no interview about it."""
    talked = select(col(Interview.period)).where(
        Interview.workspace_id == person.workspace_id, Interview.person_id == person.id
    )
    return session.exec(
        select(col(Scorecard.period))
        .where(
            Scorecard.workspace_id == person.workspace_id,
            Scorecard.person_id == person.id,
            Scorecard.role == roster.AGENT,
            col(Scorecard.period).in_(months),
            col(Scorecard.period).not_in(talked),
        )
        .order_by(col(Scorecard.period))
    ).first()


def held(
    session: Session,
    *,
    workspace: str,
    people: Iterable[str],
    period: Period,
    by: date | None = None,
) -> frozenset[str]:
    """Return the ids of those of `people` with whom an interview about `period` was held.

    With a day `by`, only those held by then.
    """
    query = select(Interview.person_id).where(
        Interview.workspace_id == workspace,
        Interview.period == period,
        col(Interview.person_id).in_(list(people)),
    )
    if by is not None:
        query = query.where(Interview.held_on <= by)
    return frozenset(session.exec(query))


def hold(
    session: Session,
    *,
    by: Actor,
    person: Person,
    place: Membership,
    period: Period,
    day: date,
    at: datetime,
) -> Interview:
    """Note that the interview about a month was held; a second time changes nothing.

    `place` is where the person was appraised in the month. Raise UserError unless the actor
    supervises the agents there.
    """
    rights.require_lead(session, actor=by, person=person, place=place, day=day)
    earlier = _noted(session, person, period)
    if earlier is not None:
        return earlier
    made = Interview(
        workspace_id=by.workspace,
        number=store.next_number(session, Interview, workspace=by.workspace),
        person_id=person.id,
        team_id=place.team_id,
        period=period,
        held_on=day,
        by_id=by.person.id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def _noted(session: Session, person: Person, period: Period) -> Interview | None:
    return session.exec(
        select(Interview).where(
            Interview.workspace_id == person.workspace_id,
            Interview.person_id == person.id,
            Interview.period == period,
        )
    ).one_or_none()
