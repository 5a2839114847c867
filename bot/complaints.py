"""Complaints: a case and the moves it can make. It holds no points until it is upheld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot import casebook, conduct, membership, rights, roster, store
from bot.casebook import Case, Deduction
from bot.conduct import Draft
from bot.errors import UserError
from bot.models import Complaint, ComplaintMove, Entry, Person, Team
from bot.periods import local_day
from bot.rights import Actor

# state -> move -> the state it leads to. A new step is a row here.
MOVES: dict[str, dict[str, str]] = {
    "open": {
        "uphold": "upheld",
        "reject": "rejected",
        "resolve": "resolved",
        "note": "open",
    },
    "upheld": {"resolve": "settled", "note": "upheld"},
    # upheld, but the deduction was undone or voided since: to be decided anew
    "lifted": {
        "uphold": "upheld",
        "reject": "rejected",
        "resolve": "resolved",
        "note": "lifted",
    },
    "rejected": {"note": "rejected"},
    "resolved": {"uphold": "upheld", "reject": "rejected", "note": "resolved"},
    "settled": {"note": "settled"},  # upheld and resolved
}
REASON_NEEDED = frozenset({"reject", "resolve", "note"})


@dataclass(frozen=True)
class Report:
    """What somebody complained of, as it was taken down."""

    person: Person | None
    team: Team
    category: str
    severity: str
    source: str
    day: date
    ref: str = ""
    note: str = ""


def team_for(
    session: Session, *, by: Actor, person: Person | None, day: date, named: str = ""
) -> Team:
    """Return the team a complaint belongs to: the person's, else the one named, else the actor's.

    Raise UserError when the actor answers for several and named none, or named another than hers
    or the person's.
    """
    if person is not None:
        place = membership.place_on(session, workspace=by.workspace, person=person, day=day)
        team = roster.team(session, workspace=by.workspace, team_id=place.team_id)
        if named and roster.find_team(session, workspace=by.workspace, words=named) != team:
            raise UserError("in_another_team", person=person, team=team.name)
        return team
    if not by.supervises:
        raise UserError("supervisors_only")
    own = rights.teams_of(session, actor=by)
    if named:
        team = roster.find_team(session, workspace=by.workspace, words=named)
        rights.require_team(session, actor=by, team=team, day=day)
        return team
    if not own:
        raise UserError("no_team_yet")
    if len(own) > 1:
        raise UserError("which_team", teams=[team.name for team in own])
    return own[0]


def open_case(session: Session, *, by: Actor, report: Report, at: datetime, key: str) -> Case:
    """Take a complaint in.

    Raise UserError for a day to come, and for a person or team the actor has no say over.
    """
    today = local_day(at, report.team.zone)
    if report.day > today:
        raise UserError("future_date", day=report.day, today=today)
    person = "" if report.person is None else report.person.id
    _require_say(session, by, person=person, team_id=report.team.id, day=report.day)
    complaint = Complaint(
        workspace_id=by.workspace,
        number=store.next_number(session, Complaint, workspace=by.workspace),
        person_id=person,
        team_id=report.team.id,
        category=report.category,
        severity=report.severity,
        source=report.source,
        ref=report.ref,
        note=report.note,
        day=report.day,
        by_id=by.person.id,
        at=at,
        request_key=key,
    )
    session.add(complaint)
    opened = _move(by, Case(complaint, ()), move="open", state="open", at=at, key=key)
    session.add(opened)
    session.flush()
    return Case(complaint, (opened,))


def decidable(session: Session, *, by: Actor, number: int, move: str) -> Case:
    """Return the complaint if the actor may make this move now; else raise UserError."""
    found = casebook.case(session, by=by, number=number)
    complaint = found.complaint
    _require_say(session, by, person=found.person_id, team_id=complaint.team_id, day=found.day)
    if move not in MOVES[found.state]:
        raise UserError(
            "move_not_allowed",
            id=casebook.id_of(complaint),
            state=found.state,
            move=move,
            moves=tuple(MOVES[found.state]),
        )
    return found


def open_moves(session: Session, *, by: Actor, found: Case) -> tuple[str, ...]:
    """Return the moves the actor may make now, none for somebody who may only look."""
    team = found.complaint.team_id
    try:
        _require_say(session, by, person=found.person_id, team_id=team, day=found.day)
    except UserError:
        return ()
    return tuple(MOVES[found.state])


def move(
    session: Session, *, by: Actor, number: int, move: str, note: str, at: datetime, key: str
) -> Case:
    """Make a move that costs nobody points.

    Raise UserError when the state does not allow it or a reason is missing.
    """
    found = decidable(session, by=by, number=number, move=move)
    if move in REASON_NEEDED and not note:
        raise UserError("reason_needed", id=casebook.id_of(found.complaint), verb=move)
    return _add(session, by, found, move=move, note=note, at=at, key=key)


def check_uphold(
    session: Session, *, by: Actor, number: int, draft: Draft, at: datetime
) -> conduct.Setting:
    """Return where the deduction would fall.

    Raise UserError when it, or upholding, is not allowed, or it is about somebody else.
    """
    _upheld_by(session, by, number, draft)
    return conduct.check(session, by=by, draft=draft, at=at)


def uphold(
    session: Session, *, by: Actor, number: int, draft: Draft, note: str, at: datetime, key: str
) -> tuple[Case, Entry]:
    """Uphold a complaint and log the deduction it holds, each pointing at the other.

    Raise UserError as `check_uphold` does.
    """
    found = _upheld_by(session, by, number, draft)
    (entry,) = conduct.log(
        session, by=by, drafts=[replace(draft, complaint=number)], at=at, key=key
    )
    upheld = _add(session, by, found, move="uphold", note=note, at=at, key=key, entry=entry.number)
    return replace(upheld, deduction=Deduction(entry, None)), entry


def _upheld_by(session: Session, by: Actor, number: int, draft: Draft) -> Case:
    """Return the complaint that the draft upholds; raise UserError unless it may."""
    found = decidable(session, by=by, number=number, move="uphold")
    if found.person_id and found.complaint.person_id not in ("", draft.person.id):
        person = roster.person(session, workspace=by.workspace, user=found.person_id)
        raise UserError("complaint_about", id=casebook.id_of(found.complaint), person=person)
    return found


def _require_say(session: Session, by: Actor, *, person: str, team_id: int, day: date) -> None:
    """Allow HR and who leads the person.

    While nobody knows the person, or where she turned out to have left by that day, it is for who
    leads the team.
    """
    if person and membership.on(session, workspace=by.workspace, person=person, day=day):
        known = roster.person(session, workspace=by.workspace, user=person)
        place = membership.place_on(session, workspace=by.workspace, person=known, day=day)
        rights.require_lead(session, actor=by, person=known, place=place, day=day)
    elif person == by.person.id:
        raise UserError("not_yourself")
    elif not (by.hr or team_id in by.leads):
        raise UserError("supervisors_only")


def _add(
    session: Session,
    by: Actor,
    found: Case,
    *,
    move: str,
    note: str,
    at: datetime,
    key: str,
    entry: int | None = None,
) -> Case:
    state = MOVES[found.state][move]
    made = _move(by, found, move=move, state=state, note=note, at=at, key=key, entry=entry)
    session.add(made)
    session.flush()
    return replace(found, moves=(*found.moves, made))


def _move(
    by: Actor,
    found: Case,
    *,
    move: str,
    state: str,
    at: datetime,
    key: str,
    note: str = "",
    entry: int | None = None,
) -> ComplaintMove:
    return ComplaintMove(
        workspace_id=by.workspace,
        complaint=found.complaint.number,
        step=len(found.moves),
        move=move,
        state=state,
        by_id=by.person.id,
        at=at,
        note=note,
        entry=entry,
        request_key=key,
    )
