"""/month pay: performance pay by the published cards of a month. For HR alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from bot import months, pay, roster
from bot.commands import asked
from bot.messages import Reply
from bot.models import Team
from bot.parts import Part, Say, Table
from bot.pay import Line
from bot.periods import Period
from bot.scoring.outcome import Pay
from bot.slack import Request
from bot.words import N_, Words


def run(session: Session, request: Request, rest: str) -> Reply:
    """`pay [oct] [team]`: of the last month and every team unless others are named."""
    pay.require_hr(session, by=request.by)
    period, name = asked.month_in(request, rest)
    period = period or asked.this_month(request).plus(-1)
    teams = asked.teams_of(session, request)
    if name:
        teams = [roster.find_team(session, workspace=request.workspace, words=name)]
    lines = [line for team in teams for line in pay.of_team(session, team=team, period=period)]
    paid = [line for line in lines if line.pay is not None]
    words = request.words_of
    head = {"period": period, "n": len(paid), "sum": pay.paid(paid)}
    shown: list[Part] = [Say("month.pay_head", head)]
    if paid:
        shown.append(_table(paid, words))
    shown.append(Say("month.pay_rest", _rest(session, teams, lines, period)))
    return Reply(tuple(shown))


def _table(lines: Sequence[Line], words: Words) -> Table:
    labels = (N_("Name"), N_("Team"), N_("Base"), N_("Total"), N_("Cut"), N_("Pay"))
    rows = tuple(_row(line, line.pay, words) for line in lines if line.pay is not None)
    return Table(tuple(map(words.label, labels)), rows, numeric=frozenset({2, 3, 4, 5}))


def _row(line: Line, one: Pay, words: Words) -> tuple[str, ...]:
    return (
        line.standing.person.name,
        line.standing.team.name,
        "" if line.base is None else words.money(line.base),
        words.number(line.standing.result),
        words.money(one.cut) if one.cut else "",
        words.money(one.amount),
    )


def _rest(
    session: Session, teams: Sequence[Team], lines: Sequence[Line], period: Period
) -> dict[str, object]:
    """Return who has no pay, by what there is none for want of."""
    lacking = {
        what: [line.standing.person.name for line in lines if line.lacks == what]
        for what in ("base", "card", "rule")
    }
    running = [
        team.name
        for team in teams
        if not months.is_closed(
            session, workspace=team.workspace_id, team_id=team.id, period=period
        )
    ]
    return {**lacking, "running": running}
