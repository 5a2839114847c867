"""Quarters and years: what the published months come to, and how the people of a team rank.

Only complete cards count (S01: the mean of the months), and of those the ones that are out of the
full points of the latest card. Rank, classes and what too many low months lead to are said by its
rubric.
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
from bot.rubrics import Version
from bot.scoring.outcome import Grade, Year, classify, combine, rank, year
from bot.scoring.rubric import Rubric

_AS_AGENT = col(Scorecard.role) == roster.AGENT


@dataclass(frozen=True)
class Month:
    """A published month; without a total its card was not complete."""

    period: Period
    total: Fraction | None
    grade: str  # its code, empty without one
    alike: bool = True  # whether it is out of the full points of the latest


@dataclass(frozen=True)
class Outcome:
    """What a person's published months of a quarter or a year come to."""

    person: Person
    term: Term
    months: tuple[Month, ...]
    rubric: Rubric | None  # of the latest card; None without any
    teams: frozenset[int] = frozenset()  # that the months are from

    @property
    def totals(self) -> list[Fraction]:
        """What counts: the totals of the complete months that are alike."""
        return [one.total for one in self.months if one.total is not None and one.alike]

    @property
    def complete(self) -> int:
        """How many months count."""
        return len(self.totals)

    @property
    def unlike(self) -> int:
        """How many complete months do not count, being out of other full points."""
        return sum(one.total is not None and not one.alike for one in self.months)

    @property
    def needs(self) -> int:
        """How many complete months a result takes."""
        if self.rubric is None:
            return 1
        return self.rubric.quarter_needs if self.term.quarter else self.rubric.year_needs

    @property
    def total(self) -> Fraction | None:
        """The mean of the months that count; None with too few of them."""
        return combine(self.totals, at_least=self.needs)

    @property
    def grade(self) -> Grade | None:
        """The grade of the mean."""
        return None if self.rubric is None else self.rubric.grade_of(self.total)

    def named(self, code: str) -> Grade | None:
        """Return the grade that a month's code stands for, by the latest rubric; None for none."""
        rows = () if self.rubric is None else self.rubric.grades
        return next((Grade(row.code, row.label) for row in rows if row.code == code), None)

    @property
    def year(self) -> Year | None:
        """How many months of a year lay too low; None where the rubric does not count them."""
        if self.term.quarter or self.rubric is None or self.rubric.year is None:
            return None
        return year(self.rubric.year, self.totals)


@dataclass(frozen=True)
class Ranking:
    """The people of a team, the best first; nobody has a place while there are too few results."""

    outcomes: tuple[Outcome, ...]
    results: int  # how many have one that can be compared
    needs: int
    places: Mapping[str, int]
    classes: Mapping[str, Grade]


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
    agents = (
        Scorecard.workspace_id == team.workspace_id,
        _AS_AGENT,
        col(Scorecard.period).between(term.first, term.last),
    )
    hers = select(Scorecard.person_id).where(*agents, Scorecard.team_id == team.id)
    rows = session.exec(
        select(Scorecard.person_id, Scorecard.team_id)
        .where(*agents, col(Scorecard.person_id).in_(hers))
        .order_by(col(Scorecard.period), col(Scorecard.revision))
    )
    ids = [person for person, last in dict(rows.all()).items() if last == team.id]
    people = roster.named(session, workspace=team.workspace_id, ids=ids).values()
    by_name = sorted(people, key=lambda one: (one.name, one.id))
    return _outcomes(session, people=by_name, term=term, kept=(_AS_AGENT,))


def ranking(outcomes: Sequence[Outcome]) -> Ranking:
    """Rank outcomes of one term, ties sharing a place, by the rubric of the latest card.

    Who has none with its full points has no place.
    """
    known = [one for one in outcomes if one.rubric is not None]
    latest = max(known, key=lambda one: one.months[-1].period, default=None)
    if latest is None or latest.rubric is None:
        return Ranking(tuple(outcomes), 0, 0, {}, {})
    rubric = latest.rubric
    alike = [one for one in known if one.rubric and one.rubric.total == rubric.total]
    order = rank({one.person.id: one.total for one in alike})
    places = order if len(order) >= rubric.rank_needs else {}
    classes = classify(rubric.classes, places)
    last = len(outcomes) + 1
    best_first = sorted(outcomes, key=lambda one: (order.get(one.person.id, last), one.person.name))
    return Ranking(tuple(best_first), len(order), rubric.rank_needs, places, classes)


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
    latest = {(row.person_id, row.period): row for row in rows}
    cards: dict[str, list[Scorecard]] = {one.id: [] for one in people}
    for (person, _), row in latest.items():
        cards[person].append(row)
    versions = {
        digest: rubrics.version(session, workspace=workspace, digest=digest)
        for digest in {row.digest for row in latest.values()}
    }
    return [_outcome(one, term, cards[one.id], versions) for one in people]


def _outcome(
    person: Person, term: Term, cards: Sequence[Scorecard], versions: Mapping[str, Version]
) -> Outcome:
    """Return what the cards, a month each, come to beside the last of them."""
    if not cards:
        return Outcome(person, term, (), None)
    last = versions[cards[-1].digest]
    months = tuple(
        Month(
            one.period,
            None if one.total is None else Fraction(one.total),
            one.grade,
            alike=versions[one.digest].full == last.full,
        )
        for one in cards
    )
    teams = frozenset(one.team_id for one in cards)
    return Outcome(person, term, months, last.rubric, teams)
