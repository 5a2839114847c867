"""App Home of a supervisor: what is to do, how the team stands, what she logged last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlmodel import Session

from bot import (
    cards,
    casebook,
    conduct,
    evidence,
    history,
    interviews,
    looks,
    months,
    roster,
    trends,
)
from bot.casebook import Case
from bot.complaint_terms import CATEGORIES, by_code
from bot.models import Entry, Person, Team
from bot.parts import Button, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.trends import Picture, TeamPicture
from bot.views import home_card, home_signing
from bot.words import escape

_MOST_TEAMS = 4
_MOST_INTERVIEWS = 8
_MOST_CASES = 5
_MOST_AGENTS = 15
_MOST_ENTRIES = 10

Logged = Mapping[str, Mapping[str, int]]


def parts(session: Session, request: Request) -> Iterator[Part]:
    """Yield what is to do, a paragraph an agent, and the last ten entries."""
    teams = [
        roster.team(session, workspace=request.workspace, team_id=team_id)
        for team_id in sorted(request.by.leads)
    ]
    running = [
        trends.team_picture(session, team=team, period=Period.of(local_day(request.at, team.zone)))
        for team in teams
    ]
    todo = list(_to_do(session, request, running))
    yield Say("home.to_do", {"n": len(todo)})
    yield from todo
    for month in running[:_MOST_TEAMS]:
        yield from _team(session, request, month)
    if len(teams) > _MOST_TEAMS:
        yield Say("home.more_teams", {"n": len(teams) - _MOST_TEAMS}, _all_teams())
    if request.by.team is None:
        yield from home_card.of_lead(session, request)
    yield from _logged_last(session, request)


def _to_do(session: Session, request: Request, running: Sequence[TeamPicture]) -> Iterator[Say]:
    cases = casebook.cases(session, by=request.by, open_only=True)
    for month in running:
        yield from _cards_due(session, month, cases)
        yield from home_signing.agents(session, request, month.team)
        yield from _interviews(session, request, month.team)
    mine = [case for case in cases if case.complaint.team_id in request.by.leads]
    yield from _complaints(session, request, mine)


def _cards_due(session: Session, now: TeamPicture, cases: Sequence[Case]) -> Iterator[Say]:
    """Yield the months that should be out, and the cards of this one to look at."""
    team = now.team
    again = {one.period: one for one in months.reopened(session, team=team)}
    for month in (*_due(session, now, again), now):
        over, last = month is not now, month.period.last
        accused = {case.person_id for case in cases if case.complaint.day <= last}
        why = looks.of_month(session, month=month, accused=accused)
        names = [one.standing.person.name for one in month.pictures if why[one.standing.person.id]]
        if names or (over and month.pictures):
            context = {
                "team": team.name,
                "period": month.period,
                "over": over,
                "again": again.get(month.period),
                "zone": team.zone,
                "names": names[:_MOST_INTERVIEWS],
            }
            button = Button("Look", "month", f'draft {month.period} "{escape(team.name)}"')
            yield Say("home.cards_due", context, button)


def _due(session: Session, now: TeamPicture, again: Iterable[Period]) -> Iterator[TeamPicture]:
    """Yield the months that are open `again`, and the last one while it was never out."""
    team, last = now.team, now.period.plus(-1)
    out = last < Period.of(team.since) or months.is_closed(
        session, workspace=team.workspace_id, team_id=team.id, period=last
    )
    for period in sorted({*again} if out else {*again, last}):
        yield trends.team_picture(session, team=team, period=period)


def _interviews(session: Session, request: Request, team: Team) -> Iterator[Say]:
    """Yield with whom the talk about a month's card is still to be held, what is overdue first."""
    today = local_day(request.at, team.zone)
    waiting = [
        (agent, about)
        for about in interviews.asked_for(Period.of(today))
        if months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=about)
        for agent in interviews.of_month(session, team=team, period=about).waiting
    ]
    for agent, about in waiting[:_MOST_INTERVIEWS]:
        until = about.plus(1).last
        context = {
            "name": agent.name,
            "period": about,
            "until": until,
            "overdue": until < today,
            "today": request.today,
        }
        button = Button("Held", "month", f"held <@{agent.id}> {about}")
        yield Say("home.interview", context, button)
    if len(waiting) > _MOST_INTERVIEWS:
        yield Say("home.more", {"n": len(waiting) - _MOST_INTERVIEWS})


def _complaints(session: Session, request: Request, mine: Sequence[Case]) -> Iterator[Say]:
    """Yield the complaints about the teams that wait for a decision."""
    ids = [case.person_id for case in mine]
    names = roster.named(session, workspace=request.workspace, ids=ids)
    for case in mine[:_MOST_CASES]:
        number = casebook.id_of(case.complaint)
        context = {
            "id": number,
            "name": names[case.person_id].name if case.person_id else "",
            "category": by_code(case.complaint.category, CATEGORIES).label,
            "major": case.complaint.severity == "major",
            "day": case.complaint.day,
            "today": request.today,
        }
        yield Say("home.case", context, Button("Open", "complaint", number))
    if len(mine) > _MOST_CASES:
        yield Say(
            "home.more", {"n": len(mine) - _MOST_CASES}, Button("All", "complaint", "list open")
        )


def _team(session: Session, request: Request, month: TeamPicture) -> Iterator[Part]:
    """Yield the team's head and a line an agent, the lowest total first."""
    name = month.team.name
    people = [one.standing.person.id for one in month.pictures]
    logged = evidence.counts(
        session, workspace=request.workspace, people=people, period=month.period
    )
    head = {
        "team": name,
        "period": month.period,
        "average": month.average,
        "n": len(month.pictures),
    }
    yield Say("home.team", head, Button("Team", "score", f'team "{escape(name)}"'))
    ranked = sorted(month.pictures, key=_urgency)
    for one in ranked[:_MOST_AGENTS]:
        card = Button("Card", "score", f"<@{one.standing.person.id}>")
        yield Say("home.agent", _agent(request, one, logged), card)
    if len(ranked) > _MOST_AGENTS:
        yield Say("home.more", {"n": len(ranked) - _MOST_AGENTS})


def _urgency(one: Picture) -> tuple[bool, object, str]:
    return one.standing.total is None, one.standing.total or 0, one.standing.person.name


def _agent(request: Request, one: Picture, logged: Logged) -> dict[str, object]:
    standing, card = one.standing, one.standing.card
    return {
        "name": standing.person.name,
        "total": standing.total,
        "grade": request.words_of.grade(None if card is None else card.grade),
        "change": cards.arrow(one.change, request.words_of) if one.change else "",
        "entries": sum(logged[standing.person.id].values()),
    }


def _all_teams() -> Button:
    return Button("All", "score", "team")


def _logged_last(session: Session, request: Request) -> Iterator[Part]:
    """Yield the caller's last ten entries, each with Undo while it can be undone."""
    found = history.last_logged(session, by=request.by.person, limit=_MOST_ENTRIES)
    if not found:
        return
    yield Say("home.my_entries")
    ids = [entry.person_id for entry, _ in found]
    names = roster.named(session, workspace=request.workspace, ids=ids)
    for entry, contra in found:
        fresh = conduct.can_undo(session, by=request.by, entry=entry, at=request.at)
        words = f"undo {history.id_of(entry)}"
        undo = Button("Undo", "deduct", words) if contra is None and fresh else None
        yield Say("home.my_entry", _mine(session, request, entry, contra, names), undo)


def _mine(
    session: Session,
    request: Request,
    entry: Entry,
    contra: Entry | None,
    names: Mapping[str, Person],
) -> dict[str, object]:
    item = conduct.known_item(session, entry=entry)
    return {
        "id": history.id_of(entry),
        "name": names[entry.person_id].name,
        "what": entry.code if item is None else request.words_of.text(item.label),
        "points": entry.points if item is None else history.worth(entry, item),
        "day": entry.day,
        "today": request.today,
        "how": "" if contra is None else contra.kind,
    }
