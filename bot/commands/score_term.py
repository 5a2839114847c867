"""/score year, /score q3: what the months of a quarter or a year come to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from bot import outcomes, roster
from bot.commands import asked, team_words
from bot.errors import UserError
from bot.fitting import MOST_ROWS
from bot.messages import Reply
from bot.models import Person, Team
from bot.outcomes import Outcome
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period, Term
from bot.reading import dates, terms
from bot.reading.tokens import clean, tokens
from bot.scoring.figures import average
from bot.slack import Request
from bot.words import N_, Words

_LONGEST = 2  # words: last year, q3 2026
_MOST_NAMES = 8


def take(request: Request, words: str) -> tuple[Term | None, str]:
    """Return the quarter or year that the words name, if any, and the other words as typed.

    The year of a month (oct 2026) is none. Raise UserError for two.
    """
    found, rest = set(), []
    left = tokens(clean(words))
    while left:
        pair = " ".join(token.text for token in left[:_LONGEST])
        if len(left) > 1 and dates.read_month(pair, today=request.today):
            rest += [token.typed for token in left[:_LONGEST]]
            left = left[_LONGEST:]
            continue
        for count in range(min(_LONGEST, len(left)), 0, -1):
            text = " ".join(token.text for token in left[:count])
            term = terms.read_term(text, today=Period.of(request.today))
            if term is not None:
                found.add(term)
                left = left[count:]
                break
        else:
            rest.append(left[0].typed)
            left = left[1:]
    if len(found) > 1:
        raise UserError("one_month_at_a_time")
    return (found.pop() if found else None), " ".join(rest)


def run(session: Session, request: Request, term: Term, rest: str) -> Reply:
    """`[@mira] year`: one person's months; without a name one's own, or those one answers for."""
    wanted = asked.read(session, request, rest, command="score")
    if wanted.period is not None:
        raise UserError("one_month_at_a_time")
    if wanted.person is None and request.by.supervises:
        return team(session, request, term, "")
    return _of_person(session, request, wanted.person or request.by.person, term)


def team(session: Session, request: Request, term: Term, name: str) -> Reply:
    """`team [NAME] year`: everybody's mean; of several teams a line each."""
    teams = asked.teams_of(session, request)
    if name:
        teams = [roster.find_team(session, workspace=request.workspace, words=name)]
        asked.require_team(session, request, teams[0])
    if len(teams) == 1:
        return _of_team(session, request, teams[0], term)
    words = request.words_of
    rows = tuple(
        _line(one, outcomes.of_team(session, team=one, term=term), words)
        for one in teams[:MOST_ROWS]
    )
    labels = (N_("Team"), N_("Average"), N_("Results"))
    head = Say("score.term_teams", {"n": len(teams), "term": term})
    if not teams:
        return Reply((head,))
    buttons = team_words.choices(teams, "score", lambda name: f"team {name} {term}")
    table = Table(
        tuple(map(words.label, labels)),
        rows,
        numeric=frozenset({1, 2}),
        more=len(teams) - len(rows),
    )
    return Reply((head, table, Buttons(buttons)))


def _of_person(session: Session, request: Request, person: Person, term: Term) -> Reply:
    every = outcomes.of_person(session, person=person, term=term)
    _require_visible(session, request, every)
    teams = asked.may_look_back(request, person)
    outcome = every
    if teams is not None:
        outcome = outcomes.of_person(session, person=person, term=term, teams=teams)
    rule = None if outcome.rubric is None else outcome.rubric.year
    head = {
        "name": person.name,
        "term": term,
        "total": outcome.total,
        "grade": outcome.grade,
        "n": outcome.complete,
        "needs": outcome.needs,
    }
    shown: list[Part] = [Say("score.term_head", head)]
    if outcome.months:
        shown.append(_months(outcome, request.words_of))
    if outcome.unlike:
        shown.append(Say("score.term_unlike", {"n": outcome.unlike}))
    if outcome.year is not None and rule is not None:
        shown.append(Say("score.year_rule", {"year": outcome.year, "rule": rule}))
    hidden = len(every.months) - len(outcome.months)
    if hidden:
        shown.append(Say("score.term_hidden", {"n": hidden}))
    return Reply(tuple(shown))


def _require_visible(session: Session, request: Request, outcome: Outcome) -> None:
    """Allow who may see the latest of the months; raise UserError that names who can."""
    if request.by.person.id == outcome.person.id:
        return
    this_month = asked.this_month(request)
    latest = outcome.months[-1].period if outcome.months else min(outcome.term.last, this_month)
    asked.require_visible(session, request, outcome.person, latest)


def _months(outcome: Outcome, words: Words) -> Table:
    header = tuple(map(words.label, (N_("Month"), N_("Total"), N_("Grade"))))
    rows = tuple(
        (
            words.month(one.period),
            words.number(one.total),
            words.grade(outcome.named(one.grade)) or one.grade,
        )
        for one in outcome.months
    )
    return Table(header, rows, numeric=frozenset({1}))


def _of_team(session: Session, request: Request, one: Team, term: Term) -> Reply:
    """Return everybody's mean, the best first."""
    words = request.words_of
    ranked = outcomes.ranking(outcomes.of_team(session, team=one, term=term)).outcomes
    means = [outcome.total for outcome in ranked]
    head = {"team": one.name, "term": term, "n": len(ranked), "average": average(means)}
    if not ranked:
        return Reply((Say("score.term_team", head),))
    below = counted(ranked, one)
    labels = (N_("Agent"), N_("Mean"), N_("Grade"), N_("Months"))
    rows = tuple(_row(outcome, words) for outcome in ranked)
    table = Table(tuple(map(words.label, labels)), rows, numeric=frozenset({1, 3}))
    ranking = Button("Ranking", "month", f"year {term} {team_words.quoted(one)}")
    return Reply((Say("score.term_team", head), table, *below, Buttons((ranking,))))


def counted(ranked: Sequence[Outcome], one: Team) -> tuple[Part, ...]:
    """Return which months count that one may not expect, and which do not."""
    moved = [outcome.person.name for outcome in ranked if outcome.teams - {one.id}]
    unlike = [outcome.person.name for outcome in ranked if outcome.unlike]
    if not (moved or unlike):
        return ()
    return (
        Say("score.term_counted", {"moved": moved[:_MOST_NAMES], "unlike": unlike[:_MOST_NAMES]}),
    )


def _row(outcome: Outcome, words: Words) -> tuple[str, ...]:
    return (
        outcome.person.name,
        words.number(outcome.total),
        words.grade(outcome.grade),
        words.number(outcome.complete),
    )


def _line(one: Team, found: list[Outcome], words: Words) -> tuple[str, ...]:
    known = [outcome.total for outcome in found if outcome.total is not None]
    return one.name, words.number(average(known)), words.number(len(known))
