"""The clocks of a complaint: until when it had to be answered and decided, and when it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from bot import casebook
from bot.models import Complaint, ComplaintMove, Team
from bot.periods import instant, local_day
from bot.scoring.entries import Limit

_DECISIONS = frozenset({"uphold", "reject", "resolve"})
_FRIDAY = 4
_INSTANT = timedelta(microseconds=1)
_MICROSECONDS = {"minutes": 60_000_000, "hours": 3_600_000_000}


@dataclass(frozen=True)
class Clocks:
    """A complaint's moments: taken in, first answered (by a note or a decision), first decided."""

    complaint: Complaint
    zone: str
    answered: datetime | None
    decided: datetime | None
    rejected: bool

    @property
    def is_major(self) -> bool:
        """Whether it was taken in as a major complaint."""
        return self.complaint.severity == "major"

    def due(self, limit: Limit) -> datetime:
        """Return the last instant at which something was in time; days end in the team's zone.

        Minutes and hours run by the clock. The day a complaint was taken in is day 0.
        """
        taken_in, amount = self.complaint.at, limit.amount
        if limit.unit in _MICROSECONDS:
            return taken_in + timedelta(microseconds=int(amount * _MICROSECONDS[limit.unit]))
        first = local_day(taken_in, self.zone)
        last = first + timedelta(days=int(amount))
        if limit.unit == "working-days":
            last = working_days_after(first, int(amount))
        return instant(last + timedelta(days=1), time(), self.zone) - _INSTANT


def of_teams(
    session: Session, *, teams: Sequence[Team], since: datetime, until: datetime
) -> list[Clocks]:
    """Return the clocks of the complaints about the teams that were taken in in this time."""
    zones = {team.id: team.zone for team in teams}
    rows = session.exec(
        select(Complaint)
        .where(
            Complaint.workspace_id == teams[0].workspace_id,
            col(Complaint.team_id).in_(zones),
            Complaint.at >= since,
            Complaint.at < until,
        )
        .order_by(col(Complaint.number))
    ).all()
    numbers = [row.number for row in rows]
    made = casebook.moves(session, workspace=teams[0].workspace_id, numbers=numbers)
    return [_clocks(row, zones[row.team_id], made[row.number]) for row in rows]


def working_days_after(day: date, number: int) -> date:
    """Return the day that many working days later, Monday to Friday."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() <= _FRIDAY
    return day


def _clocks(complaint: Complaint, zone: str, made: Sequence[ComplaintMove]) -> Clocks:
    decisions = [it for it in made if it.move in _DECISIONS]
    return Clocks(
        complaint,
        zone,
        answered=_first(it for it in made if it.move != "open"),
        decided=_first(decisions),
        rejected=bool(decisions) and decisions[-1].move == "reject",
    )


def _first(made: Iterable[ComplaintMove]) -> datetime | None:
    return min((it.at for it in made), default=None)
