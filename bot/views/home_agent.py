"""App Home of an agent: where she stands, what was logged of her, what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from bot import (
    appraisals,
    conduct,
    frozen,
    history,
    interviews,
    membership,
    month_end,
    roster,
    trends,
)
from bot.errors import UserError
from bot.frozen import Standing
from bot.models import Entry, Team
from bot.parts import Part, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.views import home_card

_MOST_ENTRIES = 8


def parts(session: Session, request: Request) -> Iterator[Part]:
    """Yield the month so far, the latest entries and the next steps."""
    person, team = request.by.person, _team(session, request)
    period = Period.of(local_day(request.at, team.zone))
    try:
        standing = appraisals.standing(
            session, workspace=request.workspace, person=person, period=period
        )
    except UserError:
        yield Say("home.no_rubric", {"team": team.name, "period": period})
        return
    yield from home_card.month(request, trends.picture(session, standing=standing))
    yield from _entries(session, request, standing)
    yield Say("home.next", _next(session, request, standing))


def _team(session: Session, request: Request) -> Team:
    return roster.team(session, workspace=request.workspace, team_id=request.by.team or 0)


def _entries(session: Session, request: Request, standing: Standing) -> Iterator[Part]:
    """Yield what was logged this month and the last, newest first, each with what it costs."""
    every = history.entries(
        session,
        workspace=request.workspace,
        people=[request.by.person.id],
        first=standing.period.plus(-1).first,
    )
    # What was undone or corrected at once was never told her, and need not be.
    told = [one for one in every if one[1] is None or one[1].kind in ("void", "excused")]
    found = told[:_MOST_ENTRIES]
    yield Say("home.entries", {"n": len(found), "before": standing.period.plus(-1)})
    for entry, contra in found:
        yield Say("home.entry", _entry(session, request, standing, entry, contra))


def _entry(
    session: Session, request: Request, standing: Standing, entry: Entry, contra: Entry | None
) -> dict[str, object]:
    """Return an entry with the line of the card it belongs to, if that is this month's."""
    item = conduct.known_item(session, entry=entry)
    lines = [] if standing.card is None else standing.card.lines
    line = next((one for one in lines if entry.code in one.codes), None)
    by = roster.person(session, workspace=request.workspace, user=entry.by_id)
    return {
        "id": history.id_of(entry),
        "day": entry.day,
        "today": request.today,
        "what": entry.code if item is None else request.words_of.text(item.label),
        "points": entry.points if item is None else history.worth(entry, item),
        "by": by.name,
        "note": entry.note,
        "how": "" if contra is None else contra.kind,
        "line": line if entry.period == standing.period and contra is None else None,
    }


def _next(session: Session, request: Request, standing: Standing) -> dict[str, object]:
    """Return when the card comes, whether the last one was talked over, and whom to ask."""
    person, team, period = request.by.person, standing.team, standing.period
    last = period.plus(-1)
    card = frozen.of_person(session, person=person, period=last)
    leads = membership.supervisors(
        session, workspace=request.workspace, team_id=team.id, day=request.today
    )
    held = interviews.held(session, workspace=request.workspace, people=[person.id], period=last)
    return {
        "at": month_end.due_at(team, period, at=request.settings.month_end_at),
        "zone": person.zone,
        "period": period,
        "last": last,
        "carded": card is not None and card.role == roster.AGENT,
        "held": bool(held),
        "until": period.last,
        "today": request.today,
        "leads": [lead.name for lead in leads],
    }
