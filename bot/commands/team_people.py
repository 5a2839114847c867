"""The verbs of /team that are about people: add, remove, role, nickname, staff number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot import appraised, membership, rights, roster, staffing
from bot.commands import team_words
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.models import Membership, Person, Team
from bot.parts import Buttons, Say
from bot.periods import Period
from bot.roster import AGENT, SUPERVISOR
from bot.slack import Request

_HR = "hr"
ROLES = {
    "agent": AGENT,
    "agents": AGENT,
    "客服": AGENT,
    "员工": AGENT,
    "supervisor": SUPERVISOR,
    "supervisors": SUPERVISOR,
    "lead": SUPERVISOR,
    "主管": SUPERVISOR,
    "组长": SUPERVISOR,
    "hr": _HR,
    "人事": _HR,
}
_LONGEST_NAME = 4  # words
_NOTHING = frozenset({"none", "off", "-", "无", "清除"})


def add(session: Session, request: Request, rest: str) -> Reply:
    """`add @mira @tom [TEAM] [from DATE]`: agents of the team, from today if no day is named."""
    role, rest = _take_role(rest)
    if role is not None and role != AGENT:
        return _give(session, request, role, rest)
    named = team_words.read(session, request, rest)
    team = team_words.team_for(session, request, named.team)
    day = named.day or request.today
    says = []
    for person in named.people:
        before = _places(session, request, person, day)
        place = staffing.join(
            session, by=request.by, person=person, team=team, day=day, today=request.today
        )
        says.append(
            Say(
                "team.joined",
                {
                    "name": person.name,
                    "team": team.name,
                    "day": place.since,
                    "today": request.today,
                    "already": (team.id, AGENT) in before,
                    "left": _names(session, request, before, team),
                },
            )
        )
    return _with_picture(says, team)


def remove(session: Session, request: Request, rest: str) -> Reply:
    """`remove @mira [TEAM] [from DATE]`: out of the team; `remove @jo hr`: no longer HR.

    Without a team it is the one the person has, or all of them for HR.
    """
    role, rest = _take_role(rest)
    named = team_words.read(session, request, rest)
    if role == _HR:
        for person in named.people:
            staffing.take_hr(session, by=request.by, person=person)
        return Reply(tuple(Say("team.hr_taken", {"name": person.name}) for person in named.people))
    day = named.day or request.today
    says = []
    for person in named.people:
        for team in _teams_to_leave(session, request, person, named.team, day):
            staffing.leave(
                session, by=request.by, person=person, team=team, day=day, today=request.today
            )
            says.append(Say("team.left", _leaving(session, request, person, team, day)))
    return Reply(tuple(says))


def role(session: Session, request: Request, rest: str) -> Reply:
    """`role @jo supervisor|agent|hr [TEAM] [from DATE]`."""
    wanted, rest = _take_role(rest)
    if wanted is None:
        raise Usage("team")
    return _give(session, request, wanted, rest)


def nickname(session: Session, request: Request, rest: str) -> Reply:
    """`nickname @mira 小米`: what colleagues say; `none` takes it away."""
    person, words = _one_person(session, request, rest)
    name = "" if words.casefold() in _NOTHING else team_words.plain_name(words)
    staffing.give_nickname(
        session, by=request.by, person=person, nickname=name, today=request.today
    )
    return reply("team.nickname", name=person.name, nickname=name)


def staff_number(session: Session, request: Request, rest: str) -> Reply:
    """`staffno @mira 1042`: the number in the personnel file; `none` takes it away."""
    person, words = _one_person(session, request, rest)
    number = "" if words.casefold() in _NOTHING else team_words.plain_name(words)
    staffing.give_staff_number(
        session, by=request.by, person=person, number=number, today=request.today
    )
    return reply("team.staff_number", name=person.name, number=number)


def _give(session: Session, request: Request, role: str, rest: str) -> Reply:
    """Give the people a role; one of a team is from today on if no day is named."""
    named = team_words.read(session, request, rest)
    if role == _HR:
        for person in named.people:
            staffing.give_hr(session, by=request.by, person=person)
        return Reply(tuple(Say("team.hr_given", {"name": person.name}) for person in named.people))
    rights.require_hr(request.by)
    day = named.day or request.today
    given = [
        (named.team or _own_team(session, request, person, day), person) for person in named.people
    ]
    says = [
        _appointed(session, request, person, team, role=role, day=day) for team, person in given
    ]
    return _with_picture(says, given[-1][0])


def _appointed(
    session: Session, request: Request, person: Person, team: Team, *, role: str, day: date
) -> Say:
    """Give one person the role and say so, with the teams she leaves for it."""
    before = _places(session, request, person, day)
    by, today = request.by, request.today
    place = staffing.appoint(
        session, by=by, person=person, team=team, role=role, day=day, today=today
    )
    left = before if role == AGENT else {place for place in before if place[1] != SUPERVISOR}
    context = {
        "name": person.name,
        "team": team.name,
        "role": role,
        "day": place.since,
        "today": today,
        "already": (team.id, role) in before,
        "left": _names(session, request, left, team),
        "card_of": _card_of(session, person, place),
    }
    return Say("team.role", context)


def _card_of(session: Session, person: Person, place: Membership) -> Period | None:
    """Return the month of which somebody who leads from within it has an agent's card yet."""
    period = Period.of(place.since)
    begun = appraised.place_in(session, workspace=place.workspace_id, person=person, period=period)
    return period if place.role == SUPERVISOR and begun.role == AGENT else None


def _take_role(rest: str) -> tuple[str | None, str]:
    """Return the role among the words, if any, and the other words."""
    words = rest.split()
    found = next((word for word in words if word.casefold() in ROLES), None)
    if found is None:
        return None, rest
    words.remove(found)
    return ROLES[found.casefold()], " ".join(words)


def _one_person(session: Session, request: Request, rest: str) -> tuple[Person, str]:
    """Return the person at the front of the line and the words that are given to her."""
    words = rest.split()
    if len(words) < 2:  # noqa: PLR2004 - a person and what she is given
        raise Usage("team")
    most = 1 if words[0].startswith(("<", "@")) else _LONGEST_NAME
    for count in range(min(len(words) - 1, most), 0, -1):
        found = team_words.whom(session, request, " ".join(words[:count]))
        if found is not None:
            return found, " ".join(words[count:])
    return team_words.read(session, request, words[0]).people[0], " ".join(words[1:])


def _teams_to_leave(
    session: Session, request: Request, person: Person, team: Team | None, day: date
) -> Sequence[Team]:
    """Return the teams to leave: the one named, else those she has that are the caller's."""
    if team is not None:
        return [team]
    places = membership.from_day(session, workspace=request.workspace, person=person.id, day=day)
    ids = {place.team_id for place in places}
    if request.by.hr and not ids:
        raise UserError("in_no_team", person=person, day=day)
    held = [one for one in team_words.teams_of(session, request) if one.id in ids]
    return held or [team_words.team_for(session, request, None)]


def _leaving(
    session: Session, request: Request, person: Person, team: Team, day: date
) -> dict[str, object]:
    leads = membership.supervisors(session, workspace=request.workspace, team_id=team.id, day=day)
    return {
        "name": person.name,
        "team": team.name,
        "day": day,
        "today": request.today,
        "led": bool(leads),
        "hr": person.hr,
    }


def _own_team(session: Session, request: Request, person: Person, day: date) -> Team:
    """Return the one team the person is in; else the caller's one."""
    ids = {team_id for team_id, _ in _places(session, request, person, day)}
    if len(ids) == 1:
        return roster.team(session, workspace=request.workspace, team_id=ids.pop())
    return team_words.team_for(session, request, None)


def _places(session: Session, request: Request, person: Person, day: date) -> set[tuple[int, str]]:
    places = membership.on(session, workspace=request.workspace, person=person.id, day=day)
    return {(place.team_id, place.role) for place in places}


def _names(
    session: Session, request: Request, places: set[tuple[int, str]], team: Team
) -> list[str]:
    """Return the names of the other teams among the places."""
    ids = sorted({team_id for team_id, _ in places} - {team.id})
    return [
        roster.team(session, workspace=request.workspace, team_id=team_id).name for team_id in ids
    ]


def _with_picture(says: Sequence[Say], team: Team) -> Reply:
    """Return the sentences with a button that shows the team."""
    return Reply((*says, Buttons((team_words.shown(team),))))
