"""/month held: that the feedback interview about a month's card took place."""

from __future__ import annotations

from sqlmodel import Session

from bot import interviews, month_end, roster, trends
from bot.commands import asked
from bot.errors import Usage
from bot.messages import Reply
from bot.parts import Part, Say
from bot.periods import local_day
from bot.slack import Request


def run(session: Session, request: Request, rest: str) -> Reply:
    """`held @mira [oct]`: about the last month's card unless another is named.

    The answer lists who still waits, so that a pressed button leaves the reminder up to date.
    """
    wanted = asked.read(session, request, rest, command="month")
    if wanted.person is None:
        raise Usage("month")
    period = wanted.period or asked.this_month(request).plus(-1)
    place = roster.place_on(
        session, workspace=request.workspace, person=wanted.person, day=request.today
    )
    team = roster.team(session, workspace=request.workspace, team_id=place.team_id)
    today = local_day(request.at, team.zone)
    interviews.hold(
        session, by=request.by, person=wanted.person, period=period, day=today, at=request.at
    )
    done: Part = Say("month.held", {"name": wanted.person.name, "period": period})
    month = trends.team_picture(session, team=team, period=period)
    waiting = month_end.reminder(session, month=month, today=today, words=request.words_of)
    return Reply((done, *(waiting or (Say("month.all_held", {}),))), replaces=True)
