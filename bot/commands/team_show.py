"""A picture of a team, or of all of them; an agent sees nothing private in hers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot import membership, rights, roster, rubrics
from bot.commands import team_words
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.models import Membership, Person, Team
from bot.parts import Button, Part, Say
from bot.roster import AGENT, SUPERVISOR
from bot.slack import Request
from bot.words import Markup

_MOST_TEAMS = 40
_MOST_PEOPLE = 60


Place = tuple[Person, Membership]


def show(session: Session, request: Request, rest: str) -> Reply:
    """`show [TEAM]`: one team in full; several, where the caller answers for several, in short."""
    mine = team_words.teams_of(session, request)
    if rest:
        wanted = roster.find_team(
            session, workspace=request.workspace, words=team_words.plain_name(rest)
        )
        if wanted.id not in {team.id for team in mine}:
            rights.require_team(session, actor=request.by, team=wanted, day=request.today)
        return _picture(session, request, wanted)
    if len(mine) == 1:
        return _picture(session, request, mine[0])
    if not mine:
        return _no_team(session, request)
    return _overview(session, request, mine)


def _no_team(session: Session, request: Request) -> Reply:
    if request.by.hr:
        raise UserError("no_team_yet")
    people = roster.hr(session, workspace=request.workspace)
    return reply("team.no_team", hr=[person.name for person in people])


def _overview(session: Session, request: Request, teams: Sequence[Team]) -> Reply:
    """Return a line a team, with a button that shows it."""
    hr = [person.name for person in roster.hr(session, workspace=request.workspace)]
    parts: list[Part] = [Say("team.overview", {"n": len(teams), "hr": hr})]
    for team in teams[:_MOST_TEAMS]:
        now = _now(membership.in_team(session, team=team, day=request.today), request.today)
        context = {
            "name": team.name,
            "leads": _names(now, SUPERVISOR),
            "agents": len(_names(now, AGENT)),
            "channel": Markup(f"<#{team.channel}>") if team.channel else "",
            **_rubric(session, request, team, AGENT),
        }
        button = Button("Show", "team", f"show {team_words.quoted(team)}")
        parts.append(Say("team.line", context, button))
    if len(teams) > _MOST_TEAMS:
        parts.append(Say("team.more_teams", {"n": len(teams) - _MOST_TEAMS}))
    return Reply(tuple(parts))


def _picture(session: Session, request: Request, team: Team) -> Reply:
    """Return the team; staff numbers, days and what is planned are for who answers for it."""
    private = request.by.hr or team.id in request.by.leads
    places = membership.in_team(session, team=team, day=request.today)
    parts = [
        Say("team.picture", _head(session, request, team, _now(places, request.today))),
        Say("team.people", _people(request, places, private=private)),
    ]
    if private:
        parts.append(Say("team.hint", {"hr": request.by.hr}))
    return Reply(tuple(parts))


def _head(
    session: Session, request: Request, team: Team, now: Sequence[Place]
) -> dict[str, object]:
    for_supervisors = _rubric(session, request, team, SUPERVISOR)
    coming = rubrics.coming(session, team=team, role=AGENT, day=request.today)
    return {
        "name": team.name,
        "leads": _names(now, SUPERVISOR),
        "channel": Markup(f"<#{team.channel}>") if team.channel else "",
        "praise": Markup(f"<#{team.praise_channel}>") if team.praise_channel else "",
        "zone": team.zone,
        "at": request.at,
        "chinese": team.locale.startswith("zh"),
        "today": request.today,
        "supervisors_rubric": for_supervisors["rubric"],
        "next": coming[0][1].rubric if coming else None,
        "next_since": coming[0][0] if coming else None,
        **_rubric(session, request, team, AGENT),
    }


def _people(request: Request, places: Sequence[Place], *, private: bool) -> dict[str, object]:
    agents = [one for one in _now(places, request.today) if one[1].role == AGENT]
    return {
        "n": len(agents),
        "agents": [_shown(*one, private=private) for one in agents[:_MOST_PEOPLE]],
        "more": max(0, len(agents) - _MOST_PEOPLE),
        "private": private,
        "coming": _coming(places, request.today) if private else [],
        "today": request.today,
    }


def _shown(person: Person, place: Membership, *, private: bool) -> dict[str, object]:
    return {
        "name": person.name,
        "nickname": "" if person.nickname in person.name else person.nickname,
        "staff_no": person.staff_no if private else "",
        "since": place.since,
        "active": person.active,
    }


def _coming(places: Sequence[Place], today: date) -> list[dict[str, object]]:
    """Return who will join and who will leave, in order of time."""
    joins = [(one.since, True, person.name) for person, one in places if one.since > today]
    leaves = [(one.until, False, person.name) for person, one in places if one.until is not None]
    return [
        {"day": day, "joins": does_join, "name": name}
        for day, does_join, name in sorted([*joins, *leaves])
    ]


def _now(places: Sequence[Place], today: date) -> list[Place]:
    return [one for one in places if one[1].since <= today]


def _names(places: Sequence[Place], role: str) -> list[str]:
    return [person.name for person, place in places if place.role == role]


def _rubric(session: Session, request: Request, team: Team, role: str) -> dict[str, object]:
    """Return the rubric in force today and since when."""
    row = rubrics.row_in_force(
        session, workspace=team.workspace_id, team_id=team.id, role=role, day=request.today
    )
    if row is None:
        return {"rubric": None, "since": None}
    version = rubrics.version(session, workspace=team.workspace_id, digest=row.digest)
    return {"rubric": version.rubric, "since": row.since}
