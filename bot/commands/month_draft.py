"""/month draft: every card of the month in one table, and what needs a look before it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot import cards, casebook, looks, months, trends
from bot.commands import asked, team_words
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period, local_day
from bot.slack import Request
from bot.trends import Picture, TeamPicture
from bot.words import N_, Words, escape

_NAMES = {
    "no_result": N_("no result"),
    "no_grade": N_("no grade"),
    "critical": N_("critical item"),
    "little_data": N_("little data"),
    "complaint": N_("open complaint"),
}


def run(session: Session, request: Request, rest: str) -> Reply:
    """`draft [oct] [team]`: the month that is over and not out, else the one that runs."""
    team, period = which(session, request, "draft", rest)
    return _draft(session, request, team, period or next_out(session, request, team))


def which(
    session: Session, request: Request, verb: str, rest: str, *, reason: str = ""
) -> tuple[Team, Period | None]:
    """Return the team and the month of `verb [oct] [team]`; the team may be left out for one's own.

    Of several it is the one in whose channel the line was typed, unless a reason says that it is
    done at once. Raise UserError where none is meant for certain, with a button each: the same line
    with the team, and with the reason that was given.
    """
    teams = asked.teams_of(session, request)
    named, period = asked.team_and_month(session, request, rest)
    if named is not None:
        asked.require_team(session, request, named)
        return named, period
    here = [team for team in teams if team.channel and team.channel == request.channel]
    for certain in (teams, () if reason else here):
        if len(certain) == 1:
            return certain[0], period
    month = "" if period is None else f"{period} "
    note = f" -- {escape(reason)}" if reason else ""
    buttons = team_words.choices(teams, "month", lambda name: f"{verb} {month}{name}{note}")
    raise UserError("name_a_team", teams=[team.name for team in teams], buttons=buttons)


def next_out(session: Session, request: Request, team: Team) -> Period:
    """Return the month whose cards go out next: one reopened, or the last one while not out."""
    again = months.reopened(session, team=team)
    if again:
        return again[0].period
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
    reopened = months.reopened(session, team=team)
    accused = casebook.accused(session, by=request.by, last=period.last)
    found = looks.of_month(session, month=month, accused=accused)
    head = {
        "team": team.name,
        "period": period,
        "n": len(month.pictures),
        "look": sum(map(bool, found.values())),
        "average": month.average,
        "change": cards.arrow(month.change, words) if month.change else "",
        "closed": closed,
        "again": next((one for one in reopened if one.period == period), None),
        "zone": team.zone,
        "over": over,
        "before": period.plus(-1),
    }
    shown: list[Part] = [Say("month.draft", head)]
    if month.pictures:
        shown.append(_table(month, found, words))
    if over and not closed and month.pictures:
        words_of_it = f"publish {period} {team_words.quoted(team)}"
        publish = Button("Publish", "month", words_of_it, style="primary")
        shown.append(Buttons((publish,)))
    return Reply(tuple(shown))


def _table(month: TeamPicture, found: Mapping[str, Sequence[str]], words: Words) -> Table:
    """Return the cards, those that need a look first."""
    header = tuple(
        map(words.label, (N_("Agent"), N_("Total"), N_("Grade"), N_("Change"), N_("Look at")))
    )
    ranked = sorted(
        month.pictures,
        key=lambda one: (not found[one.standing.person.id], one.standing.person.name),
    )
    rows = tuple(_row(one, found[one.standing.person.id], words) for one in ranked)
    return Table(header, rows, numeric=frozenset({1, 3}))


def _row(picture: Picture, look: Sequence[str], words: Words) -> tuple[str, ...]:
    card = picture.standing.card
    return (
        picture.standing.person.name,
        words.number(picture.standing.total),
        words.grade(None if card is None else card.grade),
        cards.arrow(picture.change, words),
        named(look, words),
    )


def named(look: Sequence[str], words: Words) -> str:
    """Write why a card needs a look; a dash for a clean one."""
    return words.listed(words.label(_NAMES[one]) for one in look) or "–"
