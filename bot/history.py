"""What was logged, and what of it still stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import and_, bindparam, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot import ledger, store
from bot.errors import UserError
from bot.models import Entry, Person
from bot.scoring.entries import Loggable

DEDUCTION = "deduction"
COMMENDATION = "commendation"
MEASURE = "measure"
KINDS = (DEDUCTION, COMMENDATION)
_LETTERS = {DEDUCTION: "D", COMMENDATION: "C", MEASURE: "M"}
_SLIPS = frozenset({"undone", "replaced"})

_CONTRA = aliased(Entry)
STANDS = and_(
    col(Entry.reverses).is_(None),
    ~exists().where(
        col(_CONTRA.workspace_id) == col(Entry.workspace_id),
        col(_CONTRA.reverses) == col(Entry.number),
    ),
)
"""Says in SQL that an entry was neither taken back nor takes one back."""

# Built once: every deduction asks them.
_ALIKE = (
    Entry.workspace_id == bindparam("workspace"),
    Entry.person_id == bindparam("person"),
    Entry.code == bindparam("code"),
    (col(Entry.kind) == DEDUCTION) | (col(Entry.kind) == COMMENDATION),
    col(Entry.day).between(bindparam("first"), bindparam("last")),
    STANDS,
)
_STANDING = select(Entry).where(*_ALIKE).order_by(col(Entry.number).desc())
_TIMES = select(func.count()).select_from(Entry).where(*_ALIKE)
_REVERSAL = select(Entry).where(
    Entry.workspace_id == bindparam("workspace"), Entry.reverses == bindparam("number")
)


def id_of(entry: Entry) -> str:
    """Return what people call the entry: D-1042, C-1043, M-1044."""
    return f"{_LETTERS[entry.kind]}-{entry.number}"


def worth(entry: Entry, item: Loggable) -> Decimal:
    """Return the entry's points: those it was given, else the rubric's."""
    return item.points if entry.points is None else entry.points


def entries(
    session: Session,
    *,
    workspace: str,
    people: Sequence[str] | None = None,
    kinds: Collection[str] = KINDS,
    team_ids: Collection[int] | None = None,
    logged_by: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[tuple[Entry, Entry | None]]:
    """Return what was logged, newest day first, each with the entry that took it back, if any."""
    query = select(Entry).where(
        Entry.workspace_id == workspace,
        col(Entry.reverses).is_(None),
        col(Entry.kind).in_(kinds),
    )
    if people is not None:
        query = query.where(col(Entry.person_id).in_(people))
    if team_ids is not None:
        query = query.where(col(Entry.team_id).in_(team_ids))
    if logged_by is not None:
        query = query.where(Entry.by_id == logged_by)
    if first is not None:
        query = query.where(Entry.day >= first)
    if last is not None:
        query = query.where(Entry.day <= last)
    newest = query.order_by(col(Entry.day).desc(), col(Entry.number).desc())
    return _with_contras(session, workspace, session.exec(newest).all())


def last_logged(session: Session, *, by: Person, limit: int) -> list[tuple[Entry, Entry | None]]:
    """Return what the person logged last, the latest first, each as `entries` returns it."""
    found = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == by.workspace_id,
            Entry.by_id == by.id,
            col(Entry.reverses).is_(None),
            col(Entry.kind).in_(KINDS),
        )
        .order_by(col(Entry.at).desc(), col(Entry.number).desc())
        .limit(limit)
    ).all()
    return _with_contras(session, by.workspace_id, found)


def _with_contras(
    session: Session, workspace: str, entries: Sequence[Entry]
) -> list[tuple[Entry, Entry | None]]:
    contras = ledger.contras(
        session, workspace=workspace, numbers=[entry.number for entry in entries]
    )
    return [(entry, contras.get(entry.number)) for entry in entries]


def standing(
    session: Session, *, workspace: str, person: str, code: str, first: date, last: date
) -> list[Entry]:
    """Return what was logged under `code` from `first` to `last` and stands, the latest first."""
    asked = {"workspace": workspace, "person": person, "code": code, "first": first, "last": last}
    return list(session.exec(_STANDING, params=asked))


def times(session: Session, *, entry: Entry, days: int = 30) -> int:
    """Return how often this item stands against the person in the `days` up to the entry's."""
    asked = {
        "workspace": entry.workspace_id,
        "person": entry.person_id,
        "code": entry.code,
        "first": entry.day - timedelta(days=days - 1),
        "last": entry.day,
    }
    return int(store.rows(session, _TIMES, **asked).scalar_one())


def batch_of(session: Session, *, entry: Entry) -> list[Entry]:
    """Return the entries logged together with this one that still stand, the first first."""
    found = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == entry.workspace_id,
            Entry.by_id == entry.by_id,
            Entry.at == entry.at,
            Entry.batch == entry.batch,
            col(Entry.kind).in_(KINDS),
            STANDS,
        )
        .order_by(col(Entry.number))
    )
    return list(found)


def last_batch(session: Session, *, by: Person) -> list[Entry]:
    """Return what the person logged last and still stands; raise UserError for nothing."""
    newest = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == by.workspace_id,
            Entry.by_id == by.id,
            col(Entry.kind).in_(KINDS),
            STANDS,
        )
        .order_by(col(Entry.at).desc(), col(Entry.number).desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        raise UserError("nothing_to_undo")
    return batch_of(session, entry=newest)


def last_day(session: Session, *, person: Person, team_ids: Collection[int]) -> date | None:
    """Return the last day of which an entry of the person in one of the teams stands."""
    return session.exec(
        select(func.max(Entry.day)).where(
            Entry.workspace_id == person.workspace_id,
            Entry.person_id == person.id,
            col(Entry.team_id).in_(team_ids),
            STANDS,
        )
    ).one()


def reversal(session: Session, *, entry: Entry) -> Entry | None:
    """Return the contra entry that took `entry` back, if any."""
    asked = {"workspace": entry.workspace_id, "number": entry.number}
    return session.exec(_REVERSAL, params=asked).one_or_none()


def root_of(session: Session, *, entry: Entry, same: str = "") -> Entry:
    """Return the entry that this one mends, through all edits that left the column `same` alone."""
    while entry.replaces is not None:
        older = session.get_one(Entry, (entry.workspace_id, entry.replaces))
        if same and getattr(older, same) != getattr(entry, same):
            break
        entry = older
    return entry


def was_told(session: Session, *, entry: Entry, contra: Entry | None, hold: timedelta) -> bool:
    """Tell whether the person heard of an entry that was logged: not if it was a slip.

    A slip was undone or mended before the `hold` was over, and so was whatever it had mended.
    """
    if contra is None or contra.kind not in _SLIPS or entry.kind not in KINDS:
        return True
    until = contra.at
    while until - entry.at < hold:
        if entry.replaces is None:
            return False
        older = session.get_one(Entry, (entry.workspace_id, entry.replaces))
        if older.person_id != entry.person_id:
            return False
        until, entry = entry.at, older
    return True
