"""Performance pay (S37): base × score ÷ 100, cut below the pass mark, as the card's rubric says.

HR keeps a base for each person, from a month on. The base salary is no matter of the bot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session, col, select

from bot import frozen, roster, store
from bot.errors import UserError
from bot.frozen import Standing
from bot.models import PayBase, Person, Team
from bot.periods import Period
from bot.rights import Actor
from bot.scoring.figures import display
from bot.scoring.outcome import Pay, pay

_LARGEST = 10**9
_CENTS = 2  # decimal places


@dataclass(frozen=True)
class Line:
    """A published card, the person's base in its month, and what they come to.

    `pay` is None without a base, a complete card, or a rule for pay in the rubric.
    """

    standing: Standing
    base: Decimal | None
    pay: Pay | None

    @property
    def lacks(self) -> str:
        """What there is no pay for want of: base, card, rule; empty with nothing lacking."""
        if self.standing.version.rubric.pay is None:
            return "rule"
        if self.standing.result is None:
            return "card"
        return "base" if self.base is None else ""


def require_hr(session: Session, *, by: Actor) -> None:
    """Allow HR alone; raise UserError that names who that is."""
    if not by.hr:
        names = [one.name for one in roster.hr(session, workspace=by.workspace)]
        raise UserError("pay_is_private", hr=names, supervises=by.supervises)


def set_base(
    session: Session, *, by: Actor, person: Person, amount: Decimal, since: Period, at: datetime
) -> PayBase:
    """Keep the person's base from a month on; what was kept before stays on record.

    Only HR does. Raise UserError for less than nothing, more than a billion, or parts of a cent.
    """
    require_hr(session, by=by)
    if not 0 <= amount <= _LARGEST or amount != round(amount, _CENTS):
        raise UserError("bad_base", word=str(amount))
    made = PayBase(
        workspace_id=by.workspace,
        id=store.next_number(session, PayBase, workspace=by.workspace),
        person_id=person.id,
        since=since,
        amount=amount,
        by_id=by.person.id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def bases(
    session: Session, *, workspace: str, people: Iterable[str], period: Period
) -> dict[str, Decimal]:
    """Return the bases that hold in the month, by person; who has none is left out."""
    rows = session.exec(
        select(PayBase)
        .where(
            PayBase.workspace_id == workspace,
            col(PayBase.person_id).in_(list(people)),
            PayBase.since <= period,
        )
        .order_by(col(PayBase.since), col(PayBase.id))
    )
    return {row.person_id: row.amount for row in rows}


def of_team(session: Session, *, team: Team, period: Period) -> list[Line]:
    """Return a line for every published card of the team: its agents', then its supervisors'."""
    cards = [
        one
        for role in (roster.AGENT, roster.SUPERVISOR)
        for one in frozen.of_team(session, team=team, period=period, role=role)
    ]
    people = [one.person.id for one in cards]
    known = bases(session, workspace=team.workspace_id, people=people, period=period)
    return [_line(one, known.get(one.person.id)) for one in cards]


def paid(lines: Iterable[Line]) -> Decimal:
    """Return the sum of what is paid, each amount rounded to the cent first."""
    return sum((display(one.pay.amount) for one in lines if one.pay is not None), Decimal(0))


def _line(one: Standing, base: Decimal | None) -> Line:
    rule = one.version.rubric.pay
    if rule is None or base is None:
        return Line(one, base, None)
    return Line(one, base, pay(rule, Fraction(base), one.result))
