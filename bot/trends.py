"""How totals went: a person's published months beside the average of her team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session, col, select, tuple_

from bot import appraisals, roster
from bot.appraisals import Standing, average
from bot.models import Scorecard, Team
from bot.periods import Period

MONTHS = 6


@dataclass(frozen=True)
class Month:
    """A published month: the person's total, and the average of the team she was in then."""

    period: Period
    total: Fraction | None
    average: Fraction | None


@dataclass(frozen=True)
class Picture:
    """A standing with the published months that led to it, its own among them once published."""

    standing: Standing
    months: tuple[Month, ...]

    @property
    def change(self) -> Fraction | None:
        """By how much the total differs from the month before; None where one has no result."""
        before = self.total_of(self.standing.period.plus(-1))
        now = self.standing.result
        return None if before is None or now is None else now - before

    def total_of(self, period: Period) -> Fraction | None:
        """Return the total of a published month."""
        return next((one.total for one in self.months if one.period == period), None)


@dataclass(frozen=True)
class Result:
    """What a frozen card came to, without its lines."""

    person_id: str
    total: Fraction | None
    grade: str  # its code, empty without one


@dataclass(frozen=True)
class TeamPicture:
    """A team in a month: everybody's picture, and the results of the month before if published."""

    team: Team
    period: Period
    pictures: tuple[Picture, ...]
    before: tuple[Result, ...]

    @property
    def average(self) -> Fraction | None:
        """The average of the results there are."""
        return average([one.standing.result for one in self.pictures])

    @property
    def change(self) -> Fraction | None:
        """By how much the average differs from the month before."""
        now, before = self.average, average([one.total for one in self.before])
        return None if now is None or before is None else now - before


def team_picture(session: Session, *, team: Team, period: Period) -> TeamPicture:
    """Return the team's month: frozen where it was published, else as it stands now."""
    standings = appraisals.of_team(session, team=team, period=period)
    return around(session, team=team, period=period, standings=standings)


def around(
    session: Session, *, team: Team, period: Period, standings: Sequence[Standing]
) -> TeamPicture:
    """Return the picture of a team's month around standings that are known already."""
    return TeamPicture(
        team,
        period,
        tuple(pictures(session, standings=standings)),
        tuple(results(session, team=team, period=period.plus(-1))),
    )


def results(session: Session, *, team: Team, period: Period) -> list[Result]:
    """Return what the team's cards of a published month came to; none before it is published."""
    rows = session.exec(
        select(Scorecard.person_id, Scorecard.total, Scorecard.grade)
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.team_id == team.id,
            Scorecard.role == roster.AGENT,
            Scorecard.period == period,
        )
        .order_by(Scorecard.person_id, col(Scorecard.revision))
    )
    latest = {person: Result(person, _read(total), grade) for person, total, grade in rows}
    return list(latest.values())


def picture(session: Session, *, standing: Standing) -> Picture:
    """Return the standing with its last months."""
    return pictures(session, standings=[standing])[0]


def pictures(session: Session, *, standings: Sequence[Standing]) -> list[Picture]:
    """Return the standings, all of one month, with their last months, in two queries."""
    if not standings:
        return []
    workspace, until = standings[0].team.workspace_id, standings[0].period
    people = [one.person.id for one in standings]
    rows = _cards(session, workspace=workspace, people=people, until=until)
    averages = _averages(session, workspace, {(team, period) for _, period, team, _ in rows})
    months: dict[str, dict[Period, Month]] = {person: {} for person in people}
    for person, period, team, total in rows:
        months[person][period] = Month(period, _read(total), averages[team, period])
    return [Picture(one, tuple(months[one.person.id].values())) for one in standings]


def _cards(
    session: Session, *, workspace: str, people: Sequence[str], until: Period
) -> list[tuple[str, Period, int, str | None]]:
    """Return (person, period, team, total) of the published months, a later revision later."""
    rows = session.exec(
        select(Scorecard.person_id, col(Scorecard.period), Scorecard.team_id, Scorecard.total)
        .where(
            Scorecard.workspace_id == workspace,
            col(Scorecard.person_id).in_(people),
            Scorecard.period > until.plus(-MONTHS),
            Scorecard.period <= until,
        )
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    return list(rows)


def _averages(
    session: Session, workspace: str, wanted: set[tuple[int, Period]]
) -> dict[tuple[int, Period], Fraction | None]:
    rows = session.exec(
        select(Scorecard.team_id, col(Scorecard.period), Scorecard.person_id, Scorecard.total)
        .where(
            Scorecard.workspace_id == workspace,
            Scorecard.role == roster.AGENT,
            tuple_(col(Scorecard.team_id), col(Scorecard.period)).in_(sorted(wanted)),
        )
        .order_by(col(Scorecard.revision))
    )
    totals: dict[tuple[int, Period], dict[str, Fraction | None]] = {one: {} for one in wanted}
    for team, period, person, total in rows:
        totals[team, period][person] = _read(total)
    return {one: average(list(found.values())) for one, found in totals.items()}


def _read(total: str | None) -> Fraction | None:
    return None if total is None else Fraction(total)
