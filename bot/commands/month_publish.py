"""/month publish: a month that is over goes out before its time, after a second look."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import Session

from bot import appraised, frozen, month_end, months, roster
from bot.commands import asked, month_draft, offers
from bot.errors import UserError
from bot.frozen import Standing
from bot.messages import Reply, reply
from bot.models import Team
from bot.parts import Button, Buttons, Say
from bot.periods import Period, local_day
from bot.slack import Request

_OFFER = "month"


def run(session: Session, request: Request, rest: str) -> Reply:
    """`publish [oct] [team]`: ask first; nothing is published before the button is pressed."""
    team, period = month_draft.which(session, request, "publish", rest)
    period = period or month_draft.next_out(session, request, team)
    n = _require_publishable(session, request, team, period)
    number = offers.keep(session, request, _OFFER, {"team": team.id, "period": str(period)})
    buttons = (
        Button("Publish", "month", f"confirm {number}", style="primary"),
        Button("Cancel", "month", f"cancel {number}"),
    )
    head = Say("month.sure", {"team": team.name, "period": period, "n": n})
    return Reply((head, Buttons(buttons)))


def confirm(session: Session, request: Request, rest: str) -> Reply:
    """Publish what the card asked about; right and month are looked at again."""
    kept = offers.take(session, request, _OFFER, rest)
    team = roster.team(session, workspace=request.workspace, team_id=kept["team"])
    period = Period.parse(kept["period"])
    asked.require_team(session, request, team)
    _require_publishable(session, request, team, period)
    before = months.publication(
        session, workspace=request.workspace, team_id=team.id, period=period
    )
    cards = month_end.close(
        session,
        team=team,
        period=period,
        settings=request.settings,
        at=request.at,
        by=request.by.person.id,
    )
    context = {
        "team": team.name,
        "period": period,
        "n": len(cards),
        "changes": None if before is None else _changes(session, cards),
    }
    return reply("month.published", replaces=True, **context)


def cancel(session: Session, request: Request, rest: str) -> Reply:
    """Leave the month as it is."""
    offers.drop(session, request, _OFFER, rest)
    return reply("month.cancelled", replaces=True)


def _require_publishable(session: Session, request: Request, team: Team, period: Period) -> int:
    """Return how many cards there are; raise UserError for a month that runs, is out, or empty."""
    if local_day(request.at, team.zone) <= period.last:
        due = month_end.due_at(team, period, at=request.settings.month_end_at)
        raise UserError("month_not_over", period=period, due=due, zone=team.zone)
    out = months.closed_by(session, workspace=team.workspace_id, team_id=team.id, period=period)
    if out is not None:
        raise UserError("month_published", period=period, team=team, at=out.at, zone=team.zone)
    people = appraised.scored(session, team=team, period=period)
    if not people:
        raise UserError("nobody_appraised", period=period, team=team)
    return len(people)


def _changes(
    session: Session, cards: Sequence[Standing]
) -> list[tuple[str, Fraction | None, Fraction | None]]:
    """Return whose card came out otherwise than before: the name, the old total, the new one."""
    found = []
    for one in cards:
        if one.fresh:
            earlier = frozen.revisions(session, person=one.person, period=one.period)[:-1]
            old = earlier[-1].total if earlier else None
            found.append((one.person.name, old, one.total))
    return found
