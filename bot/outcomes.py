"""Quarters and years: what the published months come to, and how the people of a team rank.

Only complete cards count (S01: the mean of the months). Rank, classes and what too many low months
lead to are said by the rubric of the latest card.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot import roster, rubrics
from bot.models import Person, Scorecard, Team
from bot.periods import Period, Term
from bot.scoring.outcome import Grade, Year, classify, combine, grade, rank, year
from bot.scoring.rubric import Rubric

_AS_AGENT = col(Scorecard.role) == roster.AGENT


@dataclass(frozen=True)
class Month:
    """A published month; without a total its card was not complete."""

    period: Period
    total: Fraction | None
    grade: str  # its code, empty without one


@dataclass(frozen=True)
class Outcome:
    """What a person's published months of a quarter or a year come to."""

    person: Person
    term: Term
    months: tuple[Month, ...]
    rubric: Rubric | None  # of the latest card; None without any

    @property
    def complete(self) -> int:
        """How many months count."""
        return sum(one.total is not None for one in self.months)

    @property
    def needs(self) -> int:
        """How many complete months a result takes."""
        if self.rubric is None:
            return 1
        return self.rubric.quarter_needs if self.term.quarter else self.rubric.year_needs

    @property
    def total(self) -> Fraction | None:
        """The mean of the complete months; None with too few of them."""
        return combine([one.total for one in self.months], at_least=self.needs)

    @property
    def grade(self) -> Grade | None:
        """The grade of the mean."""
        return None if self.rubric is None else grade(self.rubric.grades, self.total)

    @property
    def year(self) -> Year | None:
        """How many months of a year lay too low; None where the rubric does not count them."""
        if self.term.quarter or self.rubric is None or self.rubric.year is None:
            return None
        return year(self.rubric.year, [one.total for one in self.months])


@dataclass(frozen=True)
class Ranking:
    """The people of a team, the best first; nobody has a place while there are too few results."""

    outcomes: tuple[Outcome, ...]
    needs: int
    places: Mapping[str, int]
    classes: Mapping[str, Grade]

    @property
    def results(self) -> int:
        """How many have a result."""
        return sum(one.total is not None for one in self.outcomes)


def of_person(
    session: Session, *, person: Person, term: Term, teams: Collection[int] | None = None
) -> Outcome:
    """Return what the person's months come to, whichever team they were in.

    With `teams` only those count that she was an agent of one of them.
    """
    kept = () if teams is None else (_AS_AGENT, col(Scorecard.team_id).in_(teams))
    return _outcomes(session, people=[person], term=term, kept=kept)[0]


def of_team(session: Session, *, team: Team, term: Term) -> list[Outcome]:
    """Return the outcome of every agent whose latest card of the term is from the team, by name.

    It is of all her months as an agent: who came from another team is ranked by the whole term.
    """
    rows = session.exec(
        select(Scorecard.person_id, Scorecard.team_id)
        .where(
            Scorecard.workspace_id == team.workspace_id,
            _AS_AGENT,
            Scorecard.period >= term.first,
            Scorecard.period <= term.last,
        )
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    ids = [person for person, last in dict(rows.all()).items() if last == team.id]
    people = roster.named(session, workspace=team.workspace_id, ids=ids).values()
    by_name = sorted(people, key=lambda one: (one.name, one.id))
    return _outcomes(session, people=by_name, term=term, kept=(_AS_AGENT,))


def ranking(outcomes: Sequence[Outcome]) -> Ranking:
    """Rank outcomes of one term, ties sharing a place, by the rubric of the latest card."""
    results = {one.person.id: one.total for one in outcomes}
    known = [one for one in outcomes if one.rubric is not None]
    latest = max(known, key=lambda one: one.months[-1].period, default=None)
    rubric = None if latest is None else latest.rubric
    needs = 0 if rubric is None else rubric.rank_needs
    enough = sum(total is not None for total in results.values()) >= needs
    places = rank(results) if enough else {}
    classes = {} if rubric is None else classify(rubric.classes, places)
    last = len(outcomes) + 1
    order = rank(results)
    best_first = sorted(outcomes, key=lambda one: (order.get(one.person.id, last), one.person.name))
    return Ranking(tuple(best_first), needs, places, classes)


def _outcomes(
    session: Session,
    *,
    people: Sequence[Person],
    term: Term,
    kept: Sequence[ColumnElement[bool]],
) -> list[Outcome]:
    """Return the outcomes of the people's cards that are `kept`, in the people's order.

    It takes one query, and one for each rubric.
    """
    if not people:
        return []
    workspace = people[0].workspace_id
    rows = session.exec(
        select(Scorecard)
        .where(
            Scorecard.workspace_id == workspace,
            col(Scorecard.person_id).in_([one.id for one in people]),
            Scorecard.period >= term.first,
            Scorecard.period <= term.last,
            *kept,
        )
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    found: dict[str, dict[Period, Scorecard]] = {one.id: {} for one in people}
    for row in rows:
        found[row.person_id][row.period] = row
    last = {person: cards[max(cards)].digest for person, cards in found.items() if cards}
    versions = {
        digest: rubrics.version(session, workspace=workspace, digest=digest).rubric
        for digest in set(last.values())
    }
    return [
        Outcome(
            one,
            term,
            tuple(_month(card) for card in found[one.id].values()),
            versions[last[one.id]] if one.id in last else None,
        )
        for one in people
    ]


def _month(card: Scorecard) -> Month:
    total = None if card.total is None else Fraction(card.total)
    return Month(card.period, total, card.grade)
