"""The month: gather the facts and score them; a published month is read, not scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from sqlalchemy import bindparam, case, func
from sqlmodel import Session, col, select

from bot import appraised, derived, frozen, months, roster, rubrics, store
from bot.frozen import Standing
from bot.led import Led
from bot.models import Entry, Person, Team
from bot.periods import Period
from bot.rubrics import Version
from bot.scoring.card import Scorecard
from bot.scoring.facts import Fact
from bot.scoring.score import score

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
    rows = store.once(session, Entry, key, lambda: store.rows(session, _FACTS, **asked).all())
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
    place = appraised.place_in(session, workspace=workspace, person=person, period=period)
    team = roster.team(session, workspace=workspace, team_id=place.team_id)
    version = rubrics.for_place(session, place=place, day=period.last)
    month = _Month(team, period, version, place.role, today or period.plus(1).first)
    known = (*_known(session, month, [person])[person.id], *extra)
    return month.standing(person, _card(version, known))


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
    return under(session, team=team, period=period, version=version, role=roster.AGENT)


def of_leads(session: Session, *, team: Team, period: Period) -> list[Standing]:
    """Return the standing of everybody appraised as the team's supervisor for the month, by name.

    Before the team has a rubric for supervisors there are none.
    """
    return [
        standing(session, workspace=team.workspace_id, person=lead, period=period)
        for lead in appraised.scored(session, team=team, period=period, role=roster.SUPERVISOR)
    ]


def under(
    session: Session, *, team: Team, period: Period, version: Version, role: str
) -> list[Standing]:
    """Return what the month comes to by a rubric now, by name; it is stored nowhere."""
    month = _Month(team, period, version, role, period.plus(1).first)
    people = appraised.people(session, team=team, period=period, role=role)
    known = _known(session, month, people)
    return [month.standing(one, _card(version, tuple(known[one.id]))) for one in people]


@lru_cache(maxsize=1024)
def _card(version: Version, known: tuple[Fact, ...]) -> Scorecard | None:
    """Return what the rubric makes of the facts: always the same, so it is worked out once."""
    return score(version.rubric, known)


@dataclass(frozen=True)
class _Month:
    """A team's month in one role, by which rubric, as it looks on the day `today`."""

    team: Team
    period: Period
    version: Version
    role: str
    today: date

    def standing(self, person: Person, card: Scorecard | None) -> Standing:
        """Return where a card that is not kept puts the person."""
        return Standing(
            person, self.team, self.period, self.version, card, final=False, role=self.role
        )


def _known(session: Session, month: _Month, people: Sequence[Person]) -> dict[str, list[Fact]]:
    """Return the facts of each: the ledger's and, of supervisors, what the rubric has counted."""
    known = facts(
        session,
        workspace=month.team.workspace_id,
        people=[one.id for one in people],
        period=month.period,
    )
    if month.role == roster.SUPERVISOR:
        for one in people:
            known[one.id] += _counted(session, month, one, recorded=known[one.id])
    return known


def _counted(
    session: Session, month: _Month, person: Person, *, recorded: Sequence[Fact]
) -> list[Fact]:
    """Return what the rubric wants counted in the teams the person led during the month."""
    period = month.period
    teams = appraised.led_by(session, person=person, period=period)

    def results() -> list[Fraction | None]:
        cards = [one for team in teams for one in of_team(session, team=team, period=period)]
        return [None if one.result is None else one.percent for one in cards]

    led = Led(session, teams, period, month.today, results)
    return derived.facts(month.version.rubric, led, recorded={fact.code for fact in recorded})
