"""/month check: what would keep a month from going out well, each with what mends it."""

from __future__ import annotations

from sqlmodel import Session

from bot import appraised, checks, months
from bot.checks import Finding
from bot.commands import month_draft, team_words
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request

_MOST_NAMES = 8


def run(session: Session, request: Request, rest: str) -> Reply:
    """`check [oct] [team]`: the month that goes out next unless another is named."""
    team, period = month_draft.which(session, request, "check", rest)
    period = period or month_draft.next_out(session, request, team)
    today = local_day(request.at, team.zone)
    if not appraised.scored(session, team=team, period=period):
        raise UserError("nobody_to_check", team=team, period=period)
    found = checks.of_month(session, by=request.by, team=team, period=period, today=today)
    closed = months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period)
    head = {
        "team": team.name,
        "period": period,
        "n": len(found),
        "closed": closed,
        "over": today > period.last,
    }
    hr = request.by.hr
    lines: list[Part] = [
        Say("month.check_line", _line(one, team, period) | {"hr": hr}) for one in found
    ]
    buttons = _buttons(team, period, over=today > period.last, closed=closed)
    return Reply((Say("month.check", head), *lines, buttons))


def _line(one: Finding, team: Team, period: Period) -> dict[str, object]:
    """Return a finding with the names of those it is about, the first as one types it."""
    rest = [f"+{len(one.people) - _MOST_NAMES}"] if len(one.people) > _MOST_NAMES else []
    return {
        "kind": one.kind,
        "label": one.label,
        "word": one.word,
        "typed": one.typed,
        "names": [person.name for person in one.people[:_MOST_NAMES]] + rest,
        "handle": one.people[0].handle if one.people else "",
        "ids": one.ids[:_MOST_NAMES],
        "about": one.about,
        "signers": one.signers,
        "lead": one.lead,
        "team": team.name,
        "period": period,
    }


def _buttons(team: Team, period: Period, *, over: bool, closed: bool) -> Buttons:
    words = f"{period} {team_words.quoted(team)}"
    draft = Button("Draft", "month", f"draft {words}")
    if closed or not over:
        return Buttons((draft,))
    return Buttons((draft, Button("Publish", "month", f"publish {words}")))
