"""Complaints: a case and the moves it can make. It holds no points until it is upheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import conduct, roster
from bot.conduct import Draft
from bot.errors import UserError
from bot.models import Complaint, ComplaintMove, Entry, Person, Team
from bot.roster import Actor

SEVERITIES = ("minor", "major")

# state -> move -> the state it leads to. A new clock or step is a row here.
MOVES: dict[str, dict[str, str]] = {
    "open": {
        "note": "open",
        "uphold": "upheld",
        "reject": "rejected",
        "resolve": "resolved",
    },
    "upheld": {"note": "upheld", "resolve": "resolved"},
    "rejected": {"note": "rejected"},
    "resolved": {"note": "resolved", "uphold": "upheld", "reject": "rejected"},
}
REASON_NEEDED = frozenset({"reject", "resolve", "note"})


@dataclass(frozen=True)
class Case:
    """A complaint with its state and the moves that led there."""

    complaint: Complaint
    moves: tuple[ComplaintMove, ...]

    @property
    def state(self) -> str:
        """The state after the last move."""
        return self.moves[-1].state

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide or to answer."""
        return self.state == "open"


def open_case(
    session: Session,
    *,
    by: Actor,
    person: Person | None,
    team: Team,
    category: str,
    severity: str,
    source: str,
    ref: str,
    note: str,
    day: date,
    at: datetime,
    key: str,
) -> Case:
    """Take a complaint in. Raise UserError for a severity unknown or a person out of scope."""
    if severity not in SEVERITIES:
        raise UserError("unknown_severity", word=severity, severities=SEVERITIES)
    if person is not None:
        place = roster.place_on(session, workspace=by.workspace, person=person, day=day)
        roster.require_lead(session, actor=by, person=person, place=place, day=day)
    elif not (by.hr or team.id in by.leads):
        raise UserError("supervisors_only")
    complaint = Complaint(
        workspace_id=by.workspace,
        number=_next_number(session, by.workspace),
        person_id="" if person is None else person.id,
        team_id=team.id,
        category=category,
        severity=severity,
        source=source,
        ref=ref,
        note=note,
        day=day,
        by_id=by.person.id,
        at=at,
        request_key=key,
    )
    session.add(complaint)
    session.flush()
    opened = _add(session, complaint, step=0, by=by, move="open", state="open", at=at, key=key)
    return Case(complaint, (opened,))


def case(session: Session, *, by: Actor, number: int) -> Case:
    """Return a complaint the actor may see; to others it does not exist (UserError)."""
    complaint = session.get(Complaint, (by.workspace, number))
    if complaint is None or not roster.may_see(
        by, person=complaint.person_id or "-", team_id=complaint.team_id
    ):
        raise UserError("unknown_complaint", id=f"X-{number}")
    return Case(complaint, _moves(session, by.workspace, [number])[number])


def cases(
    session: Session, *, by: Actor, team_ids: Sequence[int] | None = None, person: str | None = None
) -> list[Case]:
    """Return the complaints the actor may see, newest first."""
    query = select(Complaint).where(Complaint.workspace_id == by.workspace)
    if team_ids is not None:
        query = query.where(col(Complaint.team_id).in_(team_ids))
    if person is not None:
        query = query.where(Complaint.person_id == person)
    found = [
        one
        for one in session.exec(query.order_by(col(Complaint.number).desc()))
        if roster.may_see(by, person=one.person_id or "-", team_id=one.team_id)
    ]
    moves = _moves(session, by.workspace, [one.number for one in found])
    return [Case(one, moves[one.number]) for one in found]


def move(
    session: Session,
    *,
    by: Actor,
    number: int,
    move: str,
    note: str,
    at: datetime,
    key: str,
    entry: int | None = None,
) -> Case:
    """Make a move. Raise UserError when the state does not allow it or a reason is missing."""
    found = decidable(session, by=by, number=number, move=move)
    if move in REASON_NEEDED and not note:
        raise UserError("reason_needed", id=id_of(found.complaint), verb=move)
    made = _add(
        session,
        found.complaint,
        step=len(found.moves),
        by=by,
        move=move,
        state=MOVES[found.state][move],
        at=at,
        key=key,
        note=note,
        entry=entry,
    )
    return Case(found.complaint, (*found.moves, made))


def decidable(session: Session, *, by: Actor, number: int, move: str) -> Case:
    """Return the complaint if the actor may make this move now; else raise UserError."""
    found = case(session, by=by, number=number)
    if not (by.hr or found.complaint.team_id in by.leads):
        raise UserError("supervisors_only")
    if found.complaint.person_id == by.person.id:
        raise UserError("not_yourself")
    if move not in MOVES[found.state]:
        raise UserError(
            "move_not_allowed",
            id=id_of(found.complaint),
            state=found.state,
            move=move,
            moves=tuple(MOVES[found.state]),
        )
    return found


def uphold(
    session: Session,
    *,
    by: Actor,
    number: int,
    draft: Draft,
    at: datetime,
    key: str,
) -> tuple[Case, Entry]:
    """Uphold a complaint and log the deduction it holds, each pointing at the other."""
    (entry,) = conduct.log(session, by=by, drafts=[draft], at=at, key=key)
    upheld = move(
        session,
        by=by,
        number=number,
        move="uphold",
        note=draft.note,
        at=at,
        key=key,
        entry=entry.number,
    )
    return upheld, entry


def id_of(complaint: Complaint) -> str:
    """Return what people call the complaint: X-88."""
    return f"X-{complaint.number}"


def _add(
    session: Session,
    complaint: Complaint,
    *,
    step: int,
    by: Actor,
    move: str,
    state: str,
    at: datetime,
    key: str,
    note: str = "",
    entry: int | None = None,
) -> ComplaintMove:
    made = ComplaintMove(
        workspace_id=complaint.workspace_id,
        complaint=complaint.number,
        step=step,
        move=move,
        state=state,
        by_id=by.person.id,
        at=at,
        note=note,
        entry=entry,
        request_key=key,
    )
    session.add(made)
    session.flush()
    return made


def _moves(
    session: Session, workspace: str, numbers: Sequence[int]
) -> dict[int, tuple[ComplaintMove, ...]]:
    found: dict[int, tuple[ComplaintMove, ...]] = dict.fromkeys(numbers, ())
    rows = session.exec(
        select(ComplaintMove)
        .where(
            ComplaintMove.workspace_id == workspace,
            col(ComplaintMove.complaint).in_(numbers),
        )
        .order_by(col(ComplaintMove.complaint), col(ComplaintMove.step))
    )
    for row in rows:
        found[row.complaint] += (row,)
    return found


def _next_number(session: Session, workspace: str) -> int:
    top = session.exec(
        select(func.max(Complaint.number)).where(Complaint.workspace_id == workspace)
    ).one()
    return (top or 0) + 1
