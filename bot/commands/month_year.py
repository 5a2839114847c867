"""/month year: who ranks where in a quarter or a year, in which class, and what was lost."""

from __future__ import annotations

from sqlmodel import Session

from bot import outcomes
from bot.commands import month_draft, score_term, team_words
from bot.messages import Reply
from bot.outcomes import Outcome, Ranking
from bot.parts import Part, Say, Table
from bot.periods import Period, Term
from bot.slack import Request
from bot.words import N_, Words

_NUMERIC = frozenset({0, 2, 5})


def run(session: Session, request: Request, rest: str) -> Reply:
    """`year [2026|q3] [team]`: the year of the last month unless another is named."""
    named, others = team_words.take_team(session, request, rest)
    term, left = score_term.take(request, others)
    term = term or Term(Period.of(request.today).plus(-1).year)
    name = left if named is None else team_words.quoted(named)
    team, _ = month_draft.which(session, request, f"year {term}", name)
    ranking = outcomes.ranking(outcomes.of_team(session, team=team, term=term))
    head = {
        "team": team.name,
        "term": term,
        "n": len(ranking.outcomes),
        "results": ranking.results,
        "ranked": bool(ranking.places),
        "needs": ranking.needs,
    }
    shown: list[Part] = [Say("month.ranking", head)]
    if ranking.outcomes:
        shown.append(_table(ranking, request.words_of))
    shown += score_term.counted(ranking.outcomes, team)
    return Reply(tuple(shown))


def _table(ranking: Ranking, words: Words) -> Table:
    """Return a row for each; a column that says nothing of anybody is left out."""
    labels = (
        N_("Rank"),
        N_("Agent"),
        N_("Mean"),
        N_("Grade"),
        N_("Class"),
        N_("Months"),
        N_("Consequence"),
    )
    rows = [_row(one, ranking, words) for one in ranking.outcomes]
    told = [at for at in range(len(labels)) if any(row[at] for row in rows)]
    return Table(
        tuple(words.label(labels[at]) for at in told),
        tuple(tuple(row[at] for at in told) for row in rows),
        numeric=frozenset(place for place, at in enumerate(told) if at in _NUMERIC),
    )


def _row(one: Outcome, ranking: Ranking, words: Words) -> tuple[str, ...]:
    place, group = ranking.places.get(one.person.id), ranking.classes.get(one.person.id)
    return (
        "" if place is None else words.number(place),
        one.person.name,
        words.number(one.total),
        words.grade(one.grade),
        "" if group is None else words.text(group.label),
        words.number(one.complete),
        _consequence(one, words),
    )


def _consequence(one: Outcome, words: Words) -> str:
    """Return what so many low months lead to, with how many there were."""
    if one.year is None or not one.year.is_reached or one.rubric is None or one.rubric.year is None:
        return ""
    rule = one.rubric.year
    return f"{words.text(rule.consequence)} ({one.year.below} < {words.number(rule.below)})"
