"""The teams somebody led in a month, and what stands about them in roster and casebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property

from sqlmodel import Session, col, select

from bot import complaint_clocks, membership, roster
from bot.complaint_clocks import Clocks
from bot.models import Membership, Team
from bot.periods import Period, local_day

_LONGEST = timedelta(days=62)  # any limit that a rubric may set, and a day for the time zones
_MONTH = timedelta(days=33)


@dataclass(frozen=True)
class Led:
    """The teams somebody led in a month, as they look on the day `today`.

    `results` returns what their agents' cards came to, in percent; None is no result.
    """

    session: Session
    teams: Sequence[Team]
    period: Period
    today: date
    results: Callable[[], Sequence[Fraction | None]]

    @property
    def workspace(self) -> str:
        """The workspace of the teams."""
        return self.teams[0].workspace_id

    @property
    def ids(self) -> list[int]:
        """The numbers of the teams."""
        return [team.id for team in self.teams]

    @property
    def is_over(self) -> bool:
        """Whether nothing that had to be done in the month can still be done in time."""
        return self.today > self.period.last

    @cached_property
    def places(self) -> Sequence[Membership]:
        """Every place an agent had in the teams on any day of the month."""
        return self.session.exec(
            select(Membership).where(
                Membership.workspace_id == self.workspace,
                Membership.role == roster.AGENT,
                col(Membership.team_id).in_(self.ids),
                membership.held_during(self.period.first, self.period.last),
            )
        ).all()

    @cached_property
    def complaints(self) -> Sequence[Clocks]:
        """The complaints of which a limit may end in the month."""
        begin = datetime.combine(self.period.first, time(), UTC)
        return complaint_clocks.of_teams(
            self.session, teams=self.teams, since=begin - _LONGEST, until=begin + _MONTH
        )

    def falls_due(self, due: datetime, zone: str) -> bool:
        """Tell whether a limit ended in the month, on a day that is over."""
        day = local_day(due, zone)
        return Period.of(day) == self.period and day < self.today

    def agents_on(self, day: date) -> frozenset[str]:
        """Return the ids of the teams' agents on a day of the month."""
        return frozenset(it.person_id for it in self.places if it.holds_on(day))
