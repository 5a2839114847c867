"""/month: how far each team is, what is missing, and when the cards go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from bot import appraisals, casebook, evidence, interviews, month_end, months, roster, trends
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
        shown += _of_team(session, request, team, complaints.get(team.id, 0), full=full)
    if len(teams) > _MOST_TEAMS:
        shown.append(Say("month.more_teams", {"n": len(teams) - _MOST_TEAMS}))
    return Reply(tuple(shown))


def _of_team(
    session: Session, request: Request, team: Team, complaints: int, *, full: bool
) -> Iterator[Part]:
    """Yield where the team stands; its steps one by one only where there is room for them."""
    today = local_day(request.at, team.zone)
    period = Period.of(today)
    standings = appraisals.of_team(session, team=team, period=period)
    agents = [one.person for one in standings]
    logged = evidence.counts(
        session, workspace=team.workspace_id, people=[one.id for one in agents], period=period
    )
    last = period.plus(-1)
    reopened = months.reopened(session, team=team)
    unpublished = not reopened and _is_unpublished(session, team, last)
    due_out = [one.period for one in reopened] + [last] * unpublished
    context = {
        "team": team.name,
        "period": period,
        "left": (period.last - today).days + 1,
        "entries": sum(sum(codes.values()) for codes in logged.values()),
        "agents": len(agents),
        "without": _names(agents, logged),
        "complaints": complaints,
        "at": month_end.due_at(team, period, at=request.settings.month_end_at),
        "zone": team.zone,
        "elsewhere": team.zone != request.by.person.zone,
        "last": last,
        "unpublished": unpublished,
        "reopened": reopened,
        **_interviews(session, team, last),
    }
    yield Say("month.status", context)
    yield from month_signed.missing(session, team=team, period=last, today=today)
    steps = month_steps.listed if full else month_steps.counted
    yield from steps(session, request, team, period)
    yield Buttons(_buttons(team, period, due_out))


def _buttons(team: Team, period: Period, due_out: Sequence[Period]) -> tuple[Button, ...]:
    """Return what can be done about the month that runs, or the first that should be out."""
    name = team_words.quoted(team)
    if not due_out:
        return (Button("Draft", "month", f"draft {period} {name}"),)
    return (
        Button("Draft", "month", f"draft {due_out[0]} {name}"),
        Button("Publish", "month", f"publish {due_out[0]} {name}"),
    )


def _is_unpublished(session: Session, team: Team, last: Period) -> bool:
    """Tell whether the last month has cards that are still to go out."""
    closed = months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=last)
    return not closed and bool(appraisals.of_team(session, team=team, period=last))


def _interviews(session: Session, team: Team, last: Period) -> dict[str, object]:
    """Return how many interviews about the last month's cards were held, and with whom not."""
    people = roster.named(
        session,
        workspace=team.workspace_id,
        ids=[one.person_id for one in trends.results(session, team=team, period=last)],
    )
    present = [one for one in people.values() if one.active]
    waiting = [one.name for one in interviews.due(session, team=team, period=last)]
    return {
        "due": len(present),
        "held": len(present) - len(waiting),
        "waiting": waiting[:_MOST_NAMES],
    }


def _names(agents: Sequence[Person], logged: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return who has no entry at all: the best, or those nobody looks at."""
    return [one.name for one in agents if not logged[one.id]][:_MOST_NAMES]


def _complaints(session: Session, request: Request) -> dict[int, int]:
    """Return how many complaints are open, by team."""
    found: dict[int, int] = {}
    for case in casebook.cases(session, by=request.by):
        if case.is_open:
            team = case.complaint.team_id
            found[team] = found.get(team, 0) + 1
    return found
