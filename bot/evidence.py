"""The entries behind a month: every one of them, and how often each code stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import history
from bot.models import Entry, Person
from bot.periods import Period

Evidence = tuple[Entry, Entry | None]
"""An entry, and the contra entry that took it back, if any."""


def of_person(session: Session, *, person: Person, period: Period) -> list[Evidence]:
    """Return all that was logged and recorded for the person in the month, oldest day first."""
    rows = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == person.workspace_id,
            Entry.period == period,
            Entry.person_id == person.id,
        )
        .order_by(col(Entry.day), col(Entry.number))
    ).all()
    contras = {row.reverses: row for row in rows if row.reverses is not None}
    return [(row, contras.get(row.number)) for row in rows if row.reverses is None]


def shown(
    session: Session, found: Iterable[Evidence], *, to: str, hold: timedelta
) -> list[Evidence]:
    """Return entries as a person is shown them: of herself without the slips never told to her."""
    return [
        (entry, contra)
        for entry, contra in found
        if entry.person_id != to or history.was_told(session, entry=entry, contra=contra, hold=hold)
    ]


def counts(
    session: Session, *, workspace: str, people: Sequence[str], period: Period
) -> dict[str, dict[str, int]]:
    """Return by person how many deductions and commendations of each code stand in the month."""
    rows = session.exec(
        select(Entry.person_id, Entry.code, func.sum(Entry.count))
        .where(
            Entry.workspace_id == workspace,
            Entry.period == period,
            col(Entry.person_id).in_(people),
            Entry.level == "",
            col(Entry.value).is_(None),
        )
        .group_by(Entry.person_id, Entry.code)
        .having(func.sum(Entry.count) > 0)
        .order_by(Entry.code)
    )
    found: dict[str, dict[str, int]] = {person: {} for person in people}
    for person, code, count in rows:
        found[person][code] = int(count)
    return found


def besides(
    session: Session,
    *,
    workspace: str,
    people: Collection[str],
    since: Period,
    codes: Collection[str],
) -> int:
    """Return how many records of the people stand, from a month on, under none of these codes."""
    found = session.exec(
        select(func.sum(col(Entry.count))).where(
            Entry.workspace_id == workspace,
            Entry.period >= since,
            col(Entry.person_id).in_(people),
            col(Entry.code).not_in(codes),
        )
    ).one()
    return int(found or 0)
