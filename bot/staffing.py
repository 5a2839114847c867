"""Who joins, leaves and leads a team, who is HR, and what people are called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from bot import history, membership, months, rights, roster
from bot.errors import UserError
from bot.models import Membership, Person, Team, Workspace
from bot.rights import Actor
from bot.roster import AGENT, SUPERVISOR

_FARTHEST = timedelta(days=366)
_LONGEST_NICKNAME = 40
_LONGEST_NUMBER = 20


def set_up(session: Session, *, workspace: str, user: str, at: datetime) -> Person:
    """Open the workspace; the caller, who must be a Slack admin, answers for it as HR.

    Where everybody in HR has left, an admin may do it again. Raise UserError for anybody else.
    """
    person = session.get(Person, (workspace, user))
    if person is None or person.is_bot or not person.active:
        raise UserError("no_access")
    opened = session.get(Workspace, workspace) is not None
    if opened and roster.hr(session, workspace=workspace):
        raise UserError("already_set_up")
    if not person.is_admin:
        raise UserError("needs_slack_admin")
    if not opened and not _open(session, workspace=workspace, user=user, at=at):
        raise UserError("already_set_up")
    person.hr = True
    session.add(person)
    session.flush()
    return person


def join(
    session: Session, *, by: Actor, person: Person, team: Team, day: date, today: date
) -> Membership:
    """Make the person an agent of the team from `day` on.

    A supervisor takes in who belongs nowhere, HR moves people between teams; nobody stops being a
    supervisor this way. Raise UserError otherwise, for a day that is published or far off, and
    when entries of that day or later still stand where she was.
    """
    rights.require_team(session, actor=by, team=team, day=today)
    places = membership.from_day(session, workspace=by.workspace, person=person.id, day=day)
    if not by.hr:
        _require_free(session, by=by, person=person, places=places, today=today)
    leads = next((place.team_id for place in places if place.role == SUPERVISOR), None)
    if leads is not None:
        led = roster.team(session, workspace=by.workspace, team_id=leads)
        raise UserError("is_supervisor", person=person, team=led.name)
    _require_open(session, teams=_concerned(session, team, places), day=day, today=today)
    _require_nothing_logged(
        session, places, person=person, team=team, role=AGENT, day=day, today=today
    )
    return membership.assign(
        session, workspace=by.workspace, person=person, team=team, role=AGENT, day=day
    )


def appoint(
    session: Session,
    *,
    by: Actor,
    person: Person,
    team: Team,
    role: str,
    day: date,
    today: date,
) -> Membership:
    """Give the person a role in the team from `day` on. Only HR does.

    Raise UserError for a day that is published or far off, and when entries of that day or later
    still stand in a place that ends with it.
    """
    rights.require_hr(by)
    places = membership.from_day(session, workspace=by.workspace, person=person.id, day=day)
    _require_open(session, teams=_concerned(session, team, places), day=day, today=today)
    _require_nothing_logged(
        session, places, person=person, team=team, role=role, day=day, today=today
    )
    return membership.assign(
        session, workspace=by.workspace, person=person, team=team, role=role, day=day
    )


def leave(
    session: Session, *, by: Actor, person: Person, team: Team, day: date, today: date
) -> None:
    """End the person's place in the team, `day` being the first one without it.

    Raise UserError when there is none, when it is a supervisor's and the actor is not HR, and
    when entries of that day or later still stand.
    """
    rights.require_team(session, actor=by, team=team, day=today)
    places = membership.from_day(session, workspace=by.workspace, person=person.id, day=day)
    held = [place for place in places if place.team_id == team.id]
    if not held:
        raise UserError("not_in_team", person=person, team=team.name, day=day, today=today)
    if any(place.role == SUPERVISOR for place in held):
        rights.require_hr(by)
    _require_open(session, teams=[team], day=day, today=today)
    _require_no_entries(session, person=person, team_ids={team.id}, day=day, today=today)
    membership.release(session, workspace=by.workspace, person=person, day=day, team_id=team.id)


def give_hr(session: Session, *, by: Actor, person: Person) -> None:
    """Let the person answer for the whole workspace. Only HR does."""
    rights.require_hr(by)
    if person.is_bot or not person.active:
        raise UserError("not_a_person", person=person)
    person.hr = True
    session.add(person)
    session.flush()


def take_hr(session: Session, *, by: Actor, person: Person) -> None:
    """Take that back; raise UserError for the last one who has it, and for who never had."""
    rights.require_hr(by)
    if not person.hr:
        raise UserError("not_hr", person=person)
    if all(one.id == person.id for one in roster.hr(session, workspace=by.workspace)):
        raise UserError("last_hr", person=person)
    person.hr = False
    session.add(person)
    session.flush()


def give_nickname(
    session: Session, *, by: Actor, person: Person, nickname: str, today: date
) -> None:
    """Note what colleagues call the person; with nothing, what Slack says holds again."""
    _require_charge(session, by=by, person=person, today=today)
    if len(nickname) > _LONGEST_NICKNAME:
        raise UserError("name_too_long", limit=_LONGEST_NICKNAME)
    person.nickname, person.nickname_given = nickname, bool(nickname)
    session.add(person)
    session.flush()


def give_staff_number(
    session: Session, *, by: Actor, person: Person, number: str, today: date
) -> None:
    """Note the number in the personnel file; raise UserError when somebody else has it."""
    _require_charge(session, by=by, person=person, today=today)
    if len(number) > _LONGEST_NUMBER:
        raise UserError("name_too_long", limit=_LONGEST_NUMBER)
    taken = session.exec(
        select(Person).where(
            Person.workspace_id == by.workspace,
            func.lower(Person.staff_no) == number.lower(),
            Person.id != person.id,
        )
    ).first()
    if number and taken is not None:
        raise UserError("staff_number_taken", number=number, person=taken)
    person.staff_no = number
    session.add(person)
    session.flush()


def _open(session: Session, *, workspace: str, user: str, at: datetime) -> bool:
    """Write down that the workspace is open; tell whether nobody else did at the same moment.

    Before it is, there is no row for a lock to wait on: whoever comes second waits here.
    """
    try:
        with session.begin_nested():
            session.add(Workspace(workspace_id=workspace, set_up_at=at, set_up_by=user))
    except IntegrityError:
        return False
    return True


def _require_free(
    session: Session, *, by: Actor, person: Person, places: Sequence[Membership], today: date
) -> None:
    """Raise UserError for somebody a supervisor may not take: herself, HR, another team's."""
    if person.id == by.person.id:
        raise UserError("not_yourself")
    if person.hr:
        raise UserError("hr_only")
    for place in places:
        if place.team_id not in by.leads:
            team = roster.team(session, workspace=by.workspace, team_id=place.team_id)
            leads = rights.other_leads(session, actor=by, team_id=team.id, day=today, but=person.id)
            raise UserError("belongs_elsewhere", person=person, team=team.name, leads=leads)


def _require_charge(session: Session, *, by: Actor, person: Person, today: date) -> None:
    """Allow HR, and supervisors for those in their charge."""
    if by.hr:
        return
    place = membership.place_on(session, workspace=by.workspace, person=person, day=today)
    rights.require_lead(session, actor=by, person=person, place=place, day=today)


def _concerned(session: Session, team: Team, places: Sequence[Membership]) -> list[Team]:
    ids = {place.team_id for place in places} - {team.id}
    others = [roster.team(session, workspace=team.workspace_id, team_id=team_id) for team_id in ids]
    return [team, *others]


def _require_open(session: Session, *, teams: Sequence[Team], day: date, today: date) -> None:
    first = max(months.open_from(session, team=team) for team in teams)
    if day < first:
        raise UserError("before_open", day=day, first=first, today=today)
    if day - today > _FARTHEST:
        raise UserError("too_far_off", day=day)


def _require_nothing_logged(
    session: Session,
    places: Sequence[Membership],
    *,
    person: Person,
    team: Team,
    role: str,
    day: date,
    today: date,
) -> None:
    """Raise UserError where a place that the new one ends has entries of `day` or later."""
    ended = {
        place.team_id
        for place in membership.ended_by(places, team=team, role=role, day=day)
        if (place.team_id, place.role) != (team.id, role)
    }
    _require_no_entries(session, person=person, team_ids=ended, day=day, today=today)


def _require_no_entries(
    session: Session, *, person: Person, team_ids: Collection[int], day: date, today: date
) -> None:
    """Raise UserError while entries of the person from `day` on stand in one of the teams."""
    latest = history.last_day(session, person=person, team_ids=team_ids)
    if latest is not None and latest >= day:
        first = latest + timedelta(days=1)
        raise UserError("has_entries", person=person, latest=latest, first=first, today=today)
