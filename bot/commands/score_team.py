"""/score team: a team in one table, or several teams with a line each."""

from __future__ import annotations

from fractions import Fraction

from sqlmodel import Session

from bot import cards, evidence, trends
from bot.commands import asked, score_term, team_words
from bot.fitting import MOST_ROWS
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period
from bot.slack import Request
from bot.trends import Picture, TeamPicture
from bot.words import N_, Words


def run(session: Session, request: Request, rest: str) -> Reply:
    """`team [NAME] [oct]`, or a quarter or a year instead of the month."""
    named, others = team_words.take_team(session, request, rest)
    term, left = score_term.take(request, others)
    if term is not None:
        return score_term.team(session, request, term, left if named is None else named.name)
    asked.teams_of(session, request)
    team, period = asked.team_and_month(session, request, rest)
    period = period or asked.this_month(request)
    if team is None:
        return overview(session, request, period)
    asked.require_team(session, request, team)
    return _table(session, request, team, period)


def overview(session: Session, request: Request, period: Period) -> Reply:
    """Return the one team the caller answers for, or all of them with a line each."""
    teams = asked.teams_of(session, request)
    if len(teams) == 1:
        return _table(session, request, teams[0], period)
    head = Say("score.teams_head", {"n": len(teams), **_month(request, period)})
    if not teams:
        return Reply((head,))
    words = request.words_of
    rows = tuple(
        _line(session, trends.team_picture(session, team=team, period=period), words)
        for team in teams[:MOST_ROWS]
    )
    labels = (N_("Team"), N_("Average"), N_("Change"), N_("Cards"), N_("Entries"))
    table = Table(
        tuple(map(words.label, labels)),
        rows,
        numeric=frozenset({1, 2, 3, 4}),
        more=len(teams) - len(rows),
    )
    buttons = team_words.choices(teams, "score", lambda name: f"team {name} {period}")
    return Reply((head, table, Buttons(buttons)))


def _table(session: Session, request: Request, team: Team, period: Period) -> Reply:
    """Return everybody's total, the best first."""
    words = request.words_of
    month = trends.team_picture(session, team=team, period=period)
    ranked = sorted(month.pictures, key=_rank)
    head: list[Part] = [Say("score.team_head", _head(request, month, words))]
    if ranked:
        labels = (N_("Agent"), N_("Total"), N_("Grade"), N_("Change"), N_("Entries"))
        logged = _logged(session, month)
        rows = tuple(_row(one, logged, words) for one in ranked)
        head.append(Table(tuple(map(words.label, labels)), rows, numeric=frozenset({1, 3, 4})))
    if period > Period.of(team.since):
        words_of_it = f"team {team_words.quoted(team)} {period.plus(-1)}"
        before = Button("Month before", "score", words_of_it)
        head.append(Buttons((before,)))
    return Reply(tuple(head))


def _head(request: Request, month: TeamPicture, words: Words) -> dict[str, object]:
    return {
        "team": month.team.name,
        "average": month.average,
        "change": cards.arrow(month.change, words) if month.change else "",
        "n": len(month.pictures),
        "final": bool(month.pictures) and month.pictures[0].standing.final,
        "again": any(one.is_open_again for one in month.pictures),
        **_month(request, month.period),
    }


def _month(request: Request, period: Period) -> dict[str, object]:
    return {
        "period": period,
        "far": period.year != request.today.year,
        "before": period.plus(-1),
        "over": request.today > period.last,
        "today": request.today,
    }


def _line(session: Session, month: TeamPicture, words: Words) -> tuple[str, ...]:
    entries = sum(_logged(session, month).values())
    return (
        month.team.name,
        words.number(month.average),
        cards.arrow(month.change, words),
        words.number(len(month.pictures)),
        words.number(entries),
    )


def _row(picture: Picture, logged: dict[str, int], words: Words) -> tuple[str, ...]:
    card = picture.standing.card
    return (
        picture.standing.person.name,
        words.number(picture.standing.total),
        words.grade(None if card is None else card.grade),
        cards.arrow(picture.change, words),
        words.number(logged[picture.standing.person.id]),
    )


def _logged(session: Session, month: TeamPicture) -> dict[str, int]:
    """Return how many deductions and commendations of the month stand, by person."""
    counts = evidence.counts(
        session,
        workspace=month.team.workspace_id,
        people=[one.standing.person.id for one in month.pictures],
        period=month.period,
    )
    return {person: sum(codes.values()) for person, codes in counts.items()}


def _rank(picture: Picture) -> tuple[bool, Fraction, str]:
    total = picture.standing.total
    return total is None, -(total or Fraction(0)), picture.standing.person.name
