"""App Home of HR: which messages did not arrive, where each team's month is, how many of what."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from bot import casebook, evidence, membership, month_end, progress, roster
from bot.models import Team
from bot.parts import Button, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.views import home_signing, undelivered
from bot.words import escape

_MOST_TEAMS = 20
_MOST_TROUBLES = 10


def parts(session: Session, request: Request) -> Iterator[Part]:
    """Yield what did not arrive, the cycle team by team, and the counts."""
    yield from undelivered.parts(session, request, most=_MOST_TROUBLES)
    teams = roster.teams(session, workspace=request.workspace)
    yield Say("home.cycle", {"n": len(teams)})
    for team in teams[:_MOST_TEAMS]:
        context = _cycle(session, request, team)
        button = Button("Look", "month", f"draft {context['shown']} {escape(team.name)}")
        yield Say("home.cycle_team", context, button)
        if team.id not in request.by.leads:  # of those she leads it stands above
            yield from home_signing.agents(session, request, team)
        yield from home_signing.leads(session, request, team)
    if len(teams) > _MOST_TEAMS:
        yield Say("home.more_teams", {"n": len(teams) - _MOST_TEAMS})
    complaints = len(casebook.cases(session, by=request.by, open_only=True))
    if complaints:
        yield Say("home.complaints", {"n": complaints}, Button("Show", "complaint", "list open"))
    yield Say("home.counts", _counts(session, request, len(teams)))


def _cycle(session: Session, request: Request, team: Team) -> dict[str, object]:
    """Return where the team's last month and this one are."""
    today = local_day(request.at, team.zone)
    now = progress.of_team(session, team=team, today=today)
    leads = membership.supervisors(session, workspace=team.workspace_id, team_id=team.id, day=today)
    return {
        "team": team.name,
        "leads": [lead.name for lead in leads],
        "period": now.period,
        "last": now.last,
        "again": now.again,
        "late": now.late,
        "published": now.out,
        "talks": now.talks,
        "overdue": now.overdue if now.overdue.waiting else None,
        "agents": len(now.agents),
        "without": len(now.without),
        "at": month_end.due_at(team, now.period, at=request.settings.month_end_at),
        "zone": team.zone,
        "elsewhere": team.zone != request.by.person.zone,
        "shown": next(iter(now.due_out), now.period),
    }


def _counts(session: Session, request: Request, teams: int) -> dict[str, object]:
    workspace = request.workspace
    people = roster.people(session, workspace=workspace)
    placed = membership.placed(session, workspace=workspace, day=request.today)
    logged = evidence.counts(
        session, workspace=workspace, people=list(placed), period=Period.of(request.today)
    )
    outside = [one for one in people if one.active and not one.hr and one.id not in placed]
    return {
        "teams": teams,
        "people": len(placed),
        "outside": len(outside),
        "entries": sum(sum(codes.values()) for codes in logged.values()),
    }
