"""/month held: that the feedback interview about a month's card took place."""

from __future__ import annotations

from sqlmodel import Session

from bot import interview_reminder, interviews, membership, rights, roster, trends
from bot.commands import asked
from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.models import Interview, Membership, Person
from bot.parts import Part, Say
from bot.periods import Period, local_day
from bot.slack import Request


def run(session: Session, request: Request, rest: str) -> Reply:
    """`held @mira [oct]`: about the oldest month still to talk of unless another is named.

    The answer lists who still waits, so that a pressed button leaves the reminder up to date.
    """
    wanted = asked.read(session, request, rest, command="month")
    if wanted.person is None:
        raise Usage("month")
    person = wanted.person
    period = wanted.period or _first_open(session, person, Period.of(request.today))
    place = _place(session, request, person, period)
    team = roster.team(session, workspace=request.workspace, team_id=place.team_id)
    today = local_day(request.at, team.zone)
    if today <= period.last:
        raise UserError("interview_too_early", person=person, period=period)
    noted = interviews.hold(
        session,
        by=request.by,
        person=person,
        place=place,
        period=period,
        day=today,
        at=request.at,
    )
    month = trends.team_picture(session, team=team, period=period)
    waiting = interview_reminder.parts(session, month=month, today=today, words=request.words_of)
    left: tuple[Part, ...] = waiting or (Say("month.all_held", {}),)
    return Reply((_noted(session, request, person, noted), *left), replaces=True)


def _noted(session: Session, request: Request, person: Person, noted: Interview) -> Say:
    """Return that it is noted, or who had noted it before."""
    context = {
        "name": person.name,
        "period": noted.period,
        "again": noted.at != request.at,
        "by": roster.person(session, workspace=request.workspace, user=noted.by_id).name,
        "at": noted.at,
        "zone": request.by.person.zone,
    }
    return Say("month.held", context)


def _first_open(session: Session, person: Person, now: Period) -> Period:
    """Return the oldest month whose interview is asked for and to be held, else the last one."""
    months = interviews.asked_for(now)
    return interviews.oldest_due(session, person=person, months=months) or months[-1]


def _place(session: Session, request: Request, person: Person, period: Period) -> Membership:
    """Return where she was appraised in the month; raise UserError for who may not note it.

    Whether she had a place then is told to nobody else.
    """
    by, day = request.by, request.today
    try:
        place = asked.place(session, request, person, period)
    except UserError:
        now = membership.place_on(session, workspace=request.workspace, person=person, day=day)
        rights.require_lead(session, actor=by, person=person, place=now, day=day)
        raise
    rights.require_lead(session, actor=by, person=person, place=place, day=day)
    return place
