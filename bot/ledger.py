"""The ledger's one door in: entries are numbered and chained, one writer at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.models import Entry, LedgerHead


def append(session: Session, *, workspace: str, entries: Sequence[Entry]) -> list[Entry]:
    """Give each entry its number and its link to the one before, and write them.

    Writers of a workspace queue on the head's row, so numbers have no gaps and the chain has
    one end.
    """
    head = _locked_head(session, workspace)
    for entry in entries:
        head.number += 1
        entry.number = head.number
        entry.chain = head.chain = link(head.chain, entry)
        session.add(entry)
    session.add(head)
    session.flush()
    return list(entries)


def link(previous: str, entry: Entry) -> str:
    """Return the hash that binds `entry`, all its columns, to the hash before it."""
    columns = {
        name: _written(getattr(entry, name)) for name in Entry.model_fields if name != "chain"
    }
    content = json.dumps(columns, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _written(value: object) -> str | int | None:
    """Write a column so that it reads the same before it is stored and after."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


def first_broken(session: Session, *, workspace: str) -> int | None:
    """Walk the chain; return the number of the first entry that does not fit, or None."""
    previous = ""
    found = session.exec(
        select(Entry)
        .where(Entry.workspace_id == workspace)
        .order_by(col(Entry.number))
        .execution_options(yield_per=1000)
    )
    with closing(found) as entries:
        for count, entry in enumerate(entries, start=1):
            if entry.number != count or entry.chain != link(previous, entry):
                return count
            previous = entry.chain
    head = session.get(LedgerHead, workspace)
    if head is not None and head.chain != previous:
        return head.number
    return None


def contras(session: Session, *, workspace: str, numbers: Iterable[int]) -> dict[int, Entry]:
    """Return the entries that took those with these numbers back, by the number taken back."""
    wanted = list(numbers)
    if not wanted:
        return {}
    found = session.exec(
        select(Entry).where(Entry.workspace_id == workspace, col(Entry.reverses).in_(wanted))
    )
    return {one.reverses: one for one in found if one.reverses is not None}


def _locked_head(session: Session, workspace: str) -> LedgerHead:
    head = session.exec(
        select(LedgerHead).where(LedgerHead.workspace_id == workspace).with_for_update()
    ).one_or_none()
    return head or LedgerHead(workspace_id=workspace)
