"""What takes the place of what: entries followed through their edits, from first to last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot import history, store
from bot.models import Entry

REPLACED = "replaced"


@dataclass(frozen=True)
class Standing:
    """An entry in the place of one that was logged, and how it was taken back, if it was.

    How: undone, void, excused; replaced where one about somebody else took its place.
    """

    entry: Entry
    how: str = ""


def together(session: Session, *, entry: Entry) -> list[Entry]:
    """Return what was first logged about the person in one go with the entry, the first first."""
    root = history.root_of(session, entry=entry, same="person_id")

    def ask() -> Sequence[Entry]:
        return session.exec(
            select(Entry)
            .where(
                Entry.workspace_id == root.workspace_id,
                Entry.by_id == root.by_id,
                Entry.at == root.at,
                Entry.batch == root.batch,
                Entry.person_id == root.person_id,
                col(Entry.reverses).is_(None),
            )
            .order_by(col(Entry.number))
        ).all()

    key = ("together", root.workspace_id, root.number)
    return list(store.once(session, Entry, key, ask))


def now(session: Session, *, entry: Entry) -> Standing:
    """Return what stands today in the place of an entry."""
    contra = history.reversal(session, entry=entry)
    if contra is None or contra.kind != REPLACED:
        return Standing(entry, "" if contra is None else contra.kind)
    newer = session.exec(
        select(Entry).where(
            Entry.workspace_id == entry.workspace_id, Entry.replaces == entry.number
        )
    ).one()
    if newer.person_id != entry.person_id:
        return Standing(entry, REPLACED)
    return now(session, entry=newer)
