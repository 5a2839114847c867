"""Taking records of measures back: undone in a quarter of an hour, voided with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot import conduct, history, ledger, measures, membership, rights, roster
from bot.errors import UserError
from bot.history import MEASURE
from bot.models import Entry
from bot.rights import Actor


@dataclass(frozen=True)
class Undone:
    """A record that was taken back, and the earlier one that stands again in its place."""

    entry: Entry
    restored: Entry | None = None


def undo(
    session: Session, *, by: Actor, numbers: Sequence[int], at: datetime, key: str
) -> list[Undone]:
    """Take back one's own records inside a quarter of an hour, the latest first.

    What one of them replaced stands again. Raise UserError when there is none, or it is too old.
    """
    return [
        _undo(session, by, number, at, f"{key}#{nth}")
        for nth, number in enumerate(sorted(numbers, reverse=True))
    ]


def void(session: Session, *, by: Actor, number: int, note: str, at: datetime, key: str) -> Entry:
    """Strike a record out, with a reason; what it replaced does not come back.

    Raise UserError for who does not lead the person, or without a reason.
    """
    entry = measures.entry_of(session, by=by, number=number)
    person = roster.person(session, workspace=by.workspace, user=entry.person_id)
    place = membership.place_on(session, workspace=by.workspace, person=person, day=entry.day)
    rights.require_lead(session, actor=by, person=person, place=place, day=entry.day)
    conduct.require_standing(session, entry=entry)
    if not note:
        raise UserError("reason_needed", id=history.id_of(entry), verb="void")
    return conduct.take_back(session, by=by, entry=entry, kind="void", note=note, at=at, key=key)


def batch_of(session: Session, *, by: Actor, number: int | None = None) -> list[int]:
    """Return the numbers of what the actor recorded together with `number`, or last of all.

    Raise UserError when nothing of hers stands.
    """
    mine = select(Entry).where(
        Entry.workspace_id == by.workspace,
        Entry.by_id == by.person.id,
        Entry.kind == MEASURE,
        Entry.batch != "",
        history.STANDS,
    )
    if number is None:
        one = session.exec(mine.order_by(col(Entry.at).desc()).limit(1)).one_or_none()
    else:
        one = measures.entry_of(session, by=by, number=number)
    standing = one and session.exec(mine.where(Entry.batch == one.batch)).all()
    if not standing:
        raise UserError("nothing_to_undo")
    return [row.number for row in standing]


def _undo(session: Session, by: Actor, number: int, at: datetime, key: str) -> Undone:
    entry = measures.entry_of(session, by=by, number=number)
    if entry.by_id != by.person.id:
        raise UserError("not_your_entry", id=history.id_of(entry))
    conduct.require_standing(session, entry=entry)
    if at - entry.at > conduct.UNDO_WITHIN:
        conduct.require_open(session, entry=entry, at=at)
        raise UserError("undo_too_late", id=history.id_of(entry), kind=entry.kind)
    conduct.take_back(session, by=by, entry=entry, kind="undone", note="", at=at, key=key)
    if entry.replaces is None:
        return Undone(entry)
    return Undone(entry, _restore(session, by, entry.replaces, at, f"{key}:back"))


def _restore(session: Session, by: Actor, number: int, at: datetime, key: str) -> Entry:
    """Record once more what had been replaced: nothing in the ledger comes back to life."""
    old = session.get_one(Entry, (by.workspace, number))
    fresh = Entry(
        **{
            **old.model_dump(),
            "period": old.period,
            "by_id": by.person.id,
            "at": at,
            "batch": "",  # no batch of the actor's own: the next `undo` leaves it alone
            "replaces": None,
            "request_key": key,
        }
    )
    (entry,) = ledger.append(session, workspace=by.workspace, entries=[fresh])
    return entry
