"""/month: how far each team is, what is missing, and when the cards go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot import casebook, month_end, progress
from bot.commands import asked, month_draft, month_signed, month_steps, team_words
from bot.messages import Reply
from bot.models import Person, Team
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request

_MOST_TEAMS = 15  # two blocks each, of fifty; with their names within 12,000 characters
_MOST_IN_FULL = 3
_MOST_NAMES = 8


def run(session: Session, request: Request, rest: str) -> Reply:
    """`[team]`: a paragraph for each team the caller answers for, or for the one that is named."""
    teams = asked.teams_of(session, request)
    if rest:
        teams = [month_draft.which(session, request, "status", rest)[0]]
    if not teams:
        return Reply((Say("month.no_team", {}),))
    complaints = _complaints(session, request)
    shown: list[Part] = []
    for team in teams[:_MOST_TEAMS]:
        full = len(teams) <= _MOST_IN_FULL
        shown += _of_team(session, request, team, complaints[team.id], full=full)
    if len(teams) > _MOST_TEAMS:
        shown.append(Say("month.more_teams", {"n": len(teams) - _MOST_TEAMS}))
    return Reply(tuple(shown))


def _of_team(
    session: Session, request: Request, team: Team, complaints: int, *, full: bool
) -> Iterator[Part]:
    """Yield where the team stands; its steps one by one only where there is room for them."""
    today = local_day(request.at, team.zone)
    now = progress.of_team(session, team=team, today=today)
    period, last = now.period, now.last
    context = {
        "team": team.name,
        "period": period,
        "left": (period.last - today).days + 1,
        "entries": now.entries,
        "agents": len(now.agents),
        "without": _names(now.without),
        "complaints": complaints,
        "at": month_end.due_at(team, period, at=request.settings.month_end_at),
        "zone": team.zone,
        "elsewhere": team.zone != request.by.person.zone,
        "last": last,
        "unpublished": now.late,
        "reopened": now.again,
        "talks": now.talks,
        "waiting": _names(now.talks.waiting),
        "overdue": now.overdue,
        "longest": _names(now.overdue.waiting),
    }
    yield Say("month.status", context)
    yield from month_signed.missing(session, team=team, period=last, today=today)
    steps = month_steps.listed if full else month_steps.counted
    yield from steps(session, request, team, period)
    yield Buttons(_buttons(team, period, now.due_out))


def _buttons(team: Team, period: Period, due_out: Sequence[Period]) -> tuple[Button, ...]:
    """Return what can be done about the month that runs, or the first that should be out."""
    name = team_words.quoted(team)
    if not due_out:
        return (Button("Draft", "month", f"draft {period} {name}"),)
    return (
        Button("Draft", "month", f"draft {due_out[0]} {name}"),
        Button("Publish", "month", f"publish {due_out[0]} {name}"),
    )


def _names(people: Sequence[Person]) -> list[str]:
    return [one.name for one in people[:_MOST_NAMES]]


def _complaints(session: Session, request: Request) -> Counter[int]:
    """Return how many complaints are open, by team."""
    cases = casebook.cases(session, by=request.by, open_only=True)
    return Counter(case.complaint.team_id for case in cases)
