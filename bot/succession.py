"""What takes the place of what: entries followed through their edits, from first to last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import history, store
from bot.models import Entry

REPLACED = "replaced"

# Built once: every entry asks it.
_TOGETHER = (
    select(Entry)
    .where(
        Entry.workspace_id == bindparam("workspace"),
        Entry.by_id == bindparam("by"),
        Entry.at == bindparam("at"),
        Entry.batch == bindparam("batch"),
        Entry.person_id == bindparam("person"),
        col(Entry.reverses).is_(None),
    )
    .order_by(col(Entry.number))
)


@dataclass(frozen=True)
class Fate:
    """What became of an entry that was logged: the one in its place, and how that was taken back.

    How: undone, void, excused, replaced where one took its place that is not followed; empty for
    one that stands.
    """

    entry: Entry
    how: str = ""


def together(session: Session, *, entry: Entry, same: str = "person_id") -> list[Entry]:
    """Return what was first logged about a person in one go with the entry, the first first.

    It is followed back through all edits that left the column `same` alone.
    """
    root = history.root_of(session, entry=entry, same=same)
    asked = {
        "workspace": root.workspace_id,
        "by": root.by_id,
        "at": root.at,
        "batch": root.batch,
        "person": root.person_id,
    }
    key = ("together", *asked.values())
    return list(
        store.once(session, Entry, key, lambda: session.exec(_TOGETHER, params=asked).all())
    )


def now(session: Session, *, entry: Entry, same: str = "person_id") -> Fate:
    """Return what stands today in the place of an entry.

    It is followed through all edits that left the column `same` alone.
    """
    contra = history.reversal(session, entry=entry)
    if contra is None or contra.kind != REPLACED:
        return Fate(entry, "" if contra is None else contra.kind)
    newer = session.exec(
        select(Entry).where(
            Entry.workspace_id == entry.workspace_id, Entry.replaces == entry.number
        )
    ).one()
    if getattr(newer, same) != getattr(entry, same):
        return Fate(entry, REPLACED)
    return now(session, entry=newer, same=same)
