"""/month draft: every card of the month in one table, and what needs a look before it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import Session

from bot import cards, casebook, evidence, months, trends
from bot.commands import asked, team_words
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period, local_day
from bot.slack import Request
from bot.trends import Picture, TeamPicture
from bot.words import N_, Words

LITTLE = Fraction(3, 4)
"""The share of a card's points that should rest on data; less needs a look."""

_MOST_ROWS = 99
_MOST_BUTTONS = 24


def run(session: Session, request: Request, rest: str) -> Reply:
    """`draft [oct] [team]`: the month that is over and not out, else the one that runs."""
    team, period = which(session, request, "draft", rest)
    return _draft(session, request, team, period or next_out(session, request, team))


def which(session: Session, request: Request, verb: str, rest: str) -> tuple[Team, Period | None]:
    """Return the team and the month of `verb [oct] [team]`; the team may be left out for one's own.

    Raise UserError, with a button each, for somebody who answers for several and names none.
    """
    teams = asked.teams_of(session, request)
    named, period = asked.team_and_month(session, request, rest)
    if named is not None:
        asked.require_team(session, request, named)
        return named, period
    if len(teams) == 1:
        return teams[0], period
    month = "" if period is None else f"{period} "
    buttons = tuple(
        Button(
            "%(name)s",
            "month",
            f"{verb} {month}{team_words.quoted(team)}",
            context={"name": team.name},
        )
        for team in teams[:_MOST_BUTTONS]
    )
    raise UserError("name_a_team", teams=[team.name for team in teams], buttons=buttons)


def next_out(session: Session, request: Request, team: Team) -> Period:
    """Return the month whose cards go out next: the last one while they have not."""
    period = Period.of(local_day(request.at, team.zone))
    last = period.plus(-1)
    begun = Period.of(team.since) <= last
    closed = months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=last)
    return last if begun and not closed else period


def _draft(session: Session, request: Request, team: Team, period: Period) -> Reply:
    words = request.words_of
    month = trends.team_picture(session, team=team, period=period)
    today = local_day(request.at, team.zone)
    over = today > period.last
    closed = months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period)
    looks = _looks(session, request, month, words)
    head = {
        "team": team.name,
        "period": period,
        "n": len(month.pictures),
        "look": sum(bool(found) for found in looks.values()),
        "average": month.average,
        "change": cards.arrow(month.change, words) if month.change else "",
        "closed": closed,
        "over": over,
        "before": period.plus(-1),
    }
    shown: list[Part] = [Say("month.draft", head)]
    if month.pictures:
        shown.append(_table(month, looks, words))
    if over and not closed and month.pictures:
        words_of_it = f"publish {period} {team_words.quoted(team)}"
        publish = Button("Publish", "month", words_of_it, style="primary")
        shown.append(Buttons((publish,)))
    return Reply(tuple(shown))


def _table(month: TeamPicture, looks: dict[str, list[str]], words: Words) -> Table:
    """Return the cards, those that need a look first."""
    header = tuple(
        map(words.label, (N_("Agent"), N_("Total"), N_("Grade"), N_("Change"), N_("Look at")))
    )
    ranked = sorted(
        month.pictures,
        key=lambda one: (not looks[one.standing.person.id], one.standing.person.name),
    )
    rows = tuple(_row(one, looks[one.standing.person.id], words) for one in ranked[:_MOST_ROWS])
    return Table(header, rows, numeric=frozenset({1, 3}))


def _row(picture: Picture, look: Sequence[str], words: Words) -> tuple[str, ...]:
    card = picture.standing.card
    return (
        picture.standing.person.name,
        words.number(picture.standing.total),
        "" if card is None or card.grade is None else card.grade.code,
        cards.arrow(picture.change, words),
        words.listed(look),
    )


def _looks(
    session: Session, request: Request, month: TeamPicture, words: Words
) -> dict[str, list[str]]:
    """Return by person what somebody should look at before the card goes out."""
    people = [one.standing.person.id for one in month.pictures]
    logged = evidence.counts(
        session, workspace=month.team.workspace_id, people=people, period=month.period
    )
    accused = {case.person_id for case in casebook.cases(session, by=request.by) if case.is_open}
    return {
        one.standing.person.id: _look(
            one, logged[one.standing.person.id], words, accused=one.standing.person.id in accused
        )
        for one in month.pictures
    }


def _look(picture: Picture, logged: dict[str, int], words: Words, *, accused: bool) -> list[str]:
    standing, card = picture.standing, picture.standing.card
    critical = {one.code for one in standing.version.rubric.entries if one.critical}
    found = []
    if card is None or card.total is None:
        found.append(words.label("no result"))
    elif card.grade is None and standing.version.rubric.grades:
        found.append(words.label("no grade"))
    if critical & logged.keys():
        found.append(words.label("critical item"))
    if card is not None and card.full and card.of < card.full * LITTLE:
        found.append(words.label("little data"))
    if accused:
        found.append(words.label("open complaint"))
    return found
