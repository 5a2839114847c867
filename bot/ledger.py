"""The ledger's one door in: entries are numbered and chained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel, col, select, union

from bot import store
from bot.models import Entry, LedgerHead, Workspace

_ENTRY = SQLModel.metadata.tables["entry"]
_HEAD = SQLModel.metadata.tables["ledger_head"]
_LAST = select(LedgerHead.number, LedgerHead.chain).where(
    LedgerHead.workspace_id == bindparam("workspace")
)
_MOVE_ON = (
    update(_HEAD)
    .where(_HEAD.c.workspace_id == bindparam("workspace"))
    .values(number=bindparam("to"), chain=bindparam("with"))
)
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def append(session: Session, *, workspace: str, entries: Sequence[Entry]) -> list[Entry]:
    """Give each entry its number and its link to the one before, and write them.

    The caller holds the workspace's lock, so numbers have no gaps and the chain has one end.
    """
    head = store.rows(session, _LAST, workspace=workspace).one_or_none()
    number, chain = head or (0, "")
    for entry in entries:
        entry.number = number = number + 1
        entry.chain = chain = link(chain, _columns(entry))
    store.insert(session, entries)
    if head is None:
        new = LedgerHead(workspace_id=workspace, number=number, chain=chain)
        store.insert(session, [new])
    else:
        moved = {"workspace": workspace, "to": number, "with": chain}
        session.connection().execute(_MOVE_ON, moved)
    return list(entries)


def link(previous: str, columns: Mapping[str, object]) -> str:
    """Return the hash that binds an entry, all its columns, to the hash before it."""
    written = {name: _written(value) for name, value in columns.items() if name != "chain"}
    return hashlib.sha256(f"{previous}\n{_WRITER.encode(written)}".encode()).hexdigest()


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
    """Walk the chain; return the number of the first entry that does not fit, or None.

    An entry that is missing is the one named, also where it was the last.
    """
    previous, count = "", 0
    found = session.connection().execute(
        _ENTRY.select()
        .where(_ENTRY.c.workspace_id == workspace)
        .order_by(_ENTRY.c.number)
        .execution_options(yield_per=1000)
    )
    with closing(found) as entries:
        for count, entry in enumerate((row._asdict() for row in entries), start=1):
            if entry["number"] != count or entry["chain"] != link(previous, entry):
                return count
            previous = entry["chain"]
    head = session.get(LedgerHead, workspace) or LedgerHead(workspace_id=workspace)
    if head.number != count:
        return min(head.number, count) + 1
    return None if head.chain == previous else count


def workspaces(session: Session) -> list[str]:
    """Return every workspace that was set up or has a ledger, even if its own row was removed."""
    named = union(
        select(Workspace.workspace_id), select(LedgerHead.workspace_id), select(Entry.workspace_id)
    )
    return sorted(session.connection().execute(named).scalars())


def contras(session: Session, *, workspace: str, numbers: Iterable[int]) -> dict[int, Entry]:
    """Return the entries that took those with these numbers back, by the number taken back."""
    wanted = list(numbers)
    if not wanted:
        return {}
    found = session.exec(
        select(Entry).where(Entry.workspace_id == workspace, col(Entry.reverses).in_(wanted))
    )
    return {one.reverses: one for one in found if one.reverses is not None}


def _columns(entry: Entry) -> dict[str, object]:
    return {column.name: getattr(entry, column.name) for column in _ENTRY.columns}
