"""How totals went: a person's published months beside the average of her team.

Compared is only what can be: months in which she had the same role, with the same full points.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session, col, select, tuple_

from bot import appraisals, roster, rubrics
from bot.frozen import Standing
from bot.models import Scorecard, Team
from bot.periods import Period
from bot.scoring.figures import average

MONTHS = 6


@dataclass(frozen=True)
class Month:
    """A published month: the person's total, and what the agents of her team then averaged.

    There is no average where none of them had a result, or only out of other full points.
    """

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

    @property
    def is_open_again(self) -> bool:
        """Whether the card was published, and its month takes entries again."""
        known = {one.period for one in self.months}
        return not self.standing.final and self.standing.period in known

    def total_of(self, period: Period) -> Fraction | None:
        """Return the total of a published month."""
        return next((one.total for one in self.months if one.period == period), None)


@dataclass(frozen=True)
class _Card:
    """What is compared of a frozen card."""

    person: str
    period: Period
    team: int
    total: str | None
    digest: str


@dataclass(frozen=True)
class Result:
    """What a frozen card came to, without its lines."""

    person_id: str
    total: Fraction | None
    grade: str  # its code, empty without one
    full: Decimal  # points that could be had


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
        return average(one.standing.result for one in self.pictures)

    @property
    def compared(self) -> tuple[Result, ...]:
        """The results of the month before that had the full points of this month."""
        full = {one.standing.version.full for one in self.pictures}
        return tuple(one for one in self.before if one.total is not None and {one.full} == full)

    @property
    def change(self) -> Fraction | None:
        """By how much the average differs from the month before."""
        now, before = self.average, average(one.total for one in self.compared)
        return None if now is None or before is None else now - before


def team_picture(session: Session, *, team: Team, period: Period) -> TeamPicture:
    """Return the team's month: frozen where it was published, else as it stands now."""
    standings = appraisals.of_team(session, team=team, period=period)
    return around(session, team=team, period=period, standings=standings)


def around(
    session: Session, *, team: Team, period: Period, standings: Sequence[Standing]
) -> TeamPicture:
    """Return the picture of a team's month around standings that are known already.

    It is read by the team's supervisors, so that nobody's months in other teams are in it.
    """
    return TeamPicture(
        team,
        period,
        tuple(pictures(session, standings=standings, teams=[team.id])),
        tuple(results(session, team=team, period=period.plus(-1))),
    )


def results(session: Session, *, team: Team, period: Period) -> list[Result]:
    """Return what the team's cards of a published month came to; none before it is published."""
    rows = session.exec(
        select(Scorecard.person_id, Scorecard.total, Scorecard.grade, Scorecard.digest)
        .where(
            Scorecard.workspace_id == team.workspace_id,
            Scorecard.team_id == team.id,
            Scorecard.role == roster.AGENT,
            Scorecard.period == period,
        )
        .order_by(Scorecard.person_id, col(Scorecard.revision))
    )
    latest = {person: (total, grade, digest) for person, total, grade, digest in rows}
    return [
        Result(person, _read(total), grade, _full_by(session, team.workspace_id, digest))
        for person, (total, grade, digest) in latest.items()
    ]


def picture(
    session: Session, *, standing: Standing, teams: Collection[int] | None = None
) -> Picture:
    """Return the standing with its last months, those in `teams` alone if they are given."""
    return pictures(session, standings=[standing], teams=teams)[0]


def pictures(
    session: Session, *, standings: Sequence[Standing], teams: Collection[int] | None = None
) -> list[Picture]:
    """Return the standings, all of one month and role, with their last months in that role.

    With `teams` only the months in those are told: a reader who leads them may not know of others.
    """
    if not standings:
        return []
    workspace = standings[0].team.workspace_id
    full = {one.person.id: one.version.full for one in standings}
    cards = [
        card
        for card in _cards(session, standings)
        if (teams is None or card.team in teams)
        and _full_by(session, workspace, card.digest) == full[card.person]
    ]
    averages = _averages(session, workspace, {(card.team, card.period) for card in cards})
    months: dict[str, list[Month]] = {person: [] for person in full}
    for card in cards:
        of = averages.get((card.team, card.period, full[card.person]))
        months[card.person].append(Month(card.period, _read(card.total), of))
    return [Picture(one, tuple(months[one.person.id])) for one in standings]


def _cards(session: Session, standings: Sequence[Standing]) -> list[_Card]:
    """Return the people's published months that led to their standings, by month."""
    one = standings[0]
    rows = session.exec(
        select(  # type: ignore[call-overload]  # five columns are more than its overloads know
            Scorecard.person_id,
            Scorecard.period,
            Scorecard.team_id,
            Scorecard.total,
            Scorecard.digest,
        )
        .where(
            Scorecard.workspace_id == one.team.workspace_id,
            col(Scorecard.person_id).in_([it.person.id for it in standings]),
            Scorecard.role == one.role,
            Scorecard.period > one.period.plus(-MONTHS),
            Scorecard.period <= one.period,
        )
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    cards = (_Card(*row) for row in rows)
    return list({(card.person, card.period): card for card in cards}.values())


def _averages(
    session: Session, workspace: str, wanted: set[tuple[int, Period]]
) -> dict[tuple[int, Period, Decimal], Fraction | None]:
    """Return what the agents' cards of these teams and months average, by their full points."""
    rows = session.exec(
        select(  # type: ignore[call-overload]  # five columns are more than its overloads know
            Scorecard.team_id,
            Scorecard.period,
            Scorecard.person_id,
            Scorecard.total,
            Scorecard.digest,
        )
        .where(
            Scorecard.workspace_id == workspace,
            Scorecard.role == roster.AGENT,
            tuple_(col(Scorecard.team_id), col(Scorecard.period)).in_(sorted(wanted)),
        )
        .order_by(col(Scorecard.revision))
    )
    latest = {(team, period, person): card for team, period, person, *card in rows}
    totals: dict[tuple[int, Period, Decimal], list[Fraction | None]] = {}
    for (team, period, _), (total, digest) in latest.items():
        full = _full_by(session, workspace, digest)
        totals.setdefault((team, period, full), []).append(_read(total))
    return {one: average(found) for one, found in totals.items()}


def _full_by(session: Session, workspace: str, digest: str) -> Decimal:
    """Return the full points of the rubric that scored a card."""
    return rubrics.version(session, workspace=workspace, digest=digest).full


def _read(total: str | None) -> Fraction | None:
    return None if total is None else Fraction(total)
