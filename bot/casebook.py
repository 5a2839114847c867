"""Complaints as they stand: each with its moves, and with what became of its deduction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, or_, select

from bot import ledger, rights
from bot.errors import UserError
from bot.models import Complaint, ComplaintMove, Entry, Team
from bot.rights import Actor

WAITING = frozenset({"open", "lifted"})

_LIFTING = frozenset({"undone", "void"})


@dataclass(frozen=True)
class Deduction:
    """What upholding led to, and the entry that took it back, if any."""

    entry: Entry
    contra: Entry | None

    @property
    def lifted(self) -> bool:
        """Whether it was undone or voided; one that is excused stays, at no points."""
        return self.contra is not None and self.contra.kind in _LIFTING


@dataclass(frozen=True)
class Case:
    """A complaint with the moves made, and the deduction the last upholding led to."""

    complaint: Complaint
    moves: tuple[ComplaintMove, ...]
    deduction: Deduction | None = None

    @property
    def state(self) -> str:
        """The state after the last move, and after what became of the deduction."""
        last = self.moves[-1].state
        if last in ("upheld", "settled") and self.deduction and self.deduction.lifted:
            return "lifted"
        return last

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide or to answer."""
        return self.state in WAITING

    @property
    def person_id(self) -> str:
        """Whom it is about: as taken down, or as found out since; empty while nobody knows."""
        if self.complaint.person_id or self.deduction is None:
            return self.complaint.person_id
        return self.deduction.entry.person_id

    @property
    def day(self) -> date:
        """On which day the person had the place that says who decides.

        Who was found out by the deduction is known to have had one on the day of that alone.
        """
        if self.complaint.person_id or self.deduction is None:
            return self.complaint.day
        return self.deduction.entry.day


def case(session: Session, *, by: Actor, number: int) -> Case:
    """Return a complaint the actor may see; to others it does not exist (UserError)."""
    complaint = session.get(Complaint, (by.workspace, number))
    found = None if complaint is None else _cases(session, by.workspace, [complaint])[0]
    if found is None or not _may_see(by, found):
        raise UserError("unknown_complaint", id=f"X-{number}")
    return found


def cases(
    session: Session,
    *,
    by: Actor,
    person: str | None = None,
    opened_by: str | None = None,
    first: date | None = None,
    last: date | None = None,
    ref: str | None = None,
    open_only: bool = False,
) -> list[Case]:
    """Return the complaints the actor may see, newest first; at a low cost those still open."""
    query = select(Complaint).where(Complaint.workspace_id == by.workspace)
    if not by.hr:
        mine = _about(by.workspace, by.person.id)
        query = query.where(or_(col(Complaint.team_id).in_(by.leads), mine))
    if person is not None:
        query = query.where(_about(by.workspace, person))
    if opened_by is not None:
        query = query.where(Complaint.by_id == opened_by)
    if first is not None:
        query = query.where(Complaint.day >= first)
    if last is not None:
        query = query.where(Complaint.day <= last)
    if ref is not None:
        query = query.where(Complaint.ref == ref)
    if open_only:
        query = query.where(_may_be_open())
    rows = session.exec(query.order_by(col(Complaint.number).desc())).all()
    return [
        found
        for found in _cases(session, by.workspace, rows)
        if _may_see(by, found) and (found.is_open or not open_only)
    ]


def accused(session: Session, *, by: Actor, last: date) -> frozenset[str]:
    """Return the ids of those an open complaint of up to a day is about that the actor may see."""
    found = cases(session, by=by, last=last, open_only=True)
    return frozenset(one.person_id for one in found)


def undecided(session: Session, *, team: Team, last: date) -> dict[str, list[str]]:
    """Return what a team's open complaints of up to a day are called, by whom they are about."""
    query = select(Complaint).where(
        Complaint.workspace_id == team.workspace_id,
        Complaint.team_id == team.id,
        Complaint.day <= last,
        _may_be_open(),
    )
    found: dict[str, list[str]] = {}
    rows = session.exec(query.order_by(col(Complaint.number))).all()
    for one in _cases(session, team.workspace_id, rows):
        if one.is_open:
            found.setdefault(one.person_id, []).append(id_of(one.complaint))
    return found


def moves(
    session: Session, *, workspace: str, numbers: Iterable[int]
) -> dict[int, tuple[ComplaintMove, ...]]:
    """Return what was done about each of these complaints, from its opening on, in order."""
    found: dict[int, tuple[ComplaintMove, ...]] = dict.fromkeys(numbers, ())
    for made in session.exec(
        select(ComplaintMove)
        .where(ComplaintMove.workspace_id == workspace, col(ComplaintMove.complaint).in_(found))
        .order_by(col(ComplaintMove.complaint), col(ComplaintMove.step))
    ):
        found[made.complaint] += (made,)
    return found


def may_see_deduction(by: Actor, found: Case) -> bool:
    """Tell whether the actor may know on whose part the complaint was upheld, if it was."""
    if found.deduction is None:
        return True
    entry = found.deduction.entry
    return rights.may_see(by, person=entry.person_id, team_id=entry.team_id, day=entry.day)


def id_of(complaint: Complaint) -> str:
    """Return what people call the complaint: X-88."""
    return f"X-{complaint.number}"


def _may_see(by: Actor, found: Case) -> bool:
    complaint = found.complaint
    person = found.person_id or "-"
    return rights.may_see(by, person=person, team_id=complaint.team_id, day=complaint.day)


def _about(workspace: str, person: str) -> ColumnElement[bool]:
    """Say in SQL that a complaint is about the person, or was upheld against her."""
    upheld = select(Entry.complaint).where(
        Entry.workspace_id == workspace,
        Entry.person_id == person,
        col(Entry.complaint).is_not(None),
    )
    return or_(col(Complaint.person_id) == person, col(Complaint.number).in_(upheld))


def _may_be_open() -> ColumnElement[bool]:
    """Say in SQL that a complaint waits by its last move, or its deduction was not left alone."""
    moved = and_(
        col(ComplaintMove.workspace_id) == col(Complaint.workspace_id),
        col(ComplaintMove.complaint) == col(Complaint.number),
    )
    last = select(ComplaintMove.state).where(moved).order_by(col(ComplaintMove.step).desc())
    taken_back = exists().where(
        moved,
        col(Entry.workspace_id) == col(ComplaintMove.workspace_id),
        col(Entry.reverses) == col(ComplaintMove.entry),
    )
    return or_(last.limit(1).scalar_subquery().in_(WAITING), taken_back)


def _cases(session: Session, workspace: str, rows: Sequence[Complaint]) -> list[Case]:
    """Return the complaints with their moves and deductions, in three queries however many."""
    made = moves(session, workspace=workspace, numbers=[row.number for row in rows])
    logged = {
        one.complaint: one.entry
        for steps in made.values()
        for one in steps
        if one.entry is not None
    }
    found = _deductions(session, workspace, logged.values())
    return [Case(row, made[row.number], found.get(logged.get(row.number, 0))) for row in rows]


def _deductions(session: Session, workspace: str, numbers: Iterable[int]) -> dict[int, Deduction]:
    """Return the entries logged under these numbers, or those that took their place since."""
    wanted = set(numbers)
    if not wanted:
        return {}
    entries = session.exec(
        select(Entry).where(Entry.workspace_id == workspace, col(Entry.number).in_(wanted))
    )
    back = ledger.contras(session, workspace=workspace, numbers=wanted)
    found = {entry.number: Deduction(entry, back.get(entry.number)) for entry in entries}
    moved = [one for one, it in found.items() if it.contra and it.contra.kind == "replaced"]
    if not moved:
        return found
    successors = session.exec(
        select(Entry.replaces, Entry.number).where(
            Entry.workspace_id == workspace,
            Entry.number > min(moved),
            col(Entry.replaces).in_(moved),
        )
    ).all()
    newer = _deductions(session, workspace, [number for _, number in successors])
    return found | {old: newer[new] for old, new in successors if old is not None}
