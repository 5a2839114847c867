"""Measures: numbers, survey levels and ratings that a rubric asks for beside conduct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bot import conduct, ledger, months, roster
from bot.errors import UserError
from bot.models import Entry, Person
from bot.roster import Actor
from bot.scoring.rubric import Measure

MEASURE = "measure"


@dataclass(frozen=True)
class Reading:
    """One figure or level, for one person and day."""

    person: Person
    measure: Measure
    day: date
    value: Decimal | None = None
    level: str = ""
    rater: str = ""
    note: str = ""


def check(session: Session, *, by: Actor, reading: Reading, at: datetime) -> conduct.Setting:
    """Return where the reading falls; raise UserError when it may not be recorded."""
    where = conduct.setting(session, workspace=by.workspace, person=reading.person, day=reading.day)
    roster.require_lead(
        session, actor=by, person=reading.person, place=where.place, day=reading.day
    )
    months.require_open(session, team=where.team, day=reading.day, at=at)
    measure, value = reading.measure, reading.value
    if value is None:
        return where
    if value != round(value, 4):
        raise UserError("value_too_fine", measure=measure, value=value)
    if (measure.least is not None and value < measure.least) or (
        measure.most is not None and value > measure.most
    ):
        raise UserError("value_out_of_range", measure=measure, value=value)
    return where


def record(
    session: Session, *, by: Actor, readings: Sequence[Reading], at: datetime, key: str
) -> list[tuple[Entry, Entry | None]]:
    """Write the readings, all or none; return each with the earlier one it replaces, if any.

    A measure that is collected by replacing has one standing reading a month (and rater); the
    others add up.
    """
    written = []
    for nth, reading in enumerate(readings):
        where = check(session, by=by, reading=reading, at=at)
        earlier = _earlier(session, by.workspace, reading)
        if earlier is not None:
            conduct.take_back(
                session,
                by=by,
                entry=earlier,
                kind="replaced",
                note="",
                at=at,
                key=f"{key}#{nth}:old",
            )
        entry = _entry(by, reading, where, at=at, batch=key, key=f"{key}#{nth}")
        entry.replaces = None if earlier is None else earlier.number
        ledger.append(session, workspace=by.workspace, entries=[entry])
        written.append((entry, earlier))
    return written


def _earlier(session: Session, workspace: str, reading: Reading) -> Entry | None:
    if reading.measure.collect != "replace":
        return None
    rows = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == workspace,
            Entry.person_id == reading.person.id,
            Entry.period == months.Period.of(reading.day),
            Entry.code == reading.measure.code,
            Entry.rater == reading.rater,
            col(Entry.reverses).is_(None),
        )
        .order_by(col(Entry.number).desc())
    )
    return next((row for row in rows if conduct.reversal(session, entry=row) is None), None)


def _entry(
    by: Actor, reading: Reading, where: conduct.Setting, *, at: datetime, batch: str, key: str
) -> Entry:
    return Entry(
        workspace_id=by.workspace,
        kind=MEASURE,
        person_id=reading.person.id,
        team_id=where.team.id,
        period=months.Period.of(reading.day),
        day=reading.day,
        code=reading.measure.code,
        level=reading.level,
        rater=reading.rater,
        value=reading.value,
        note=reading.note,
        by_id=by.person.id,
        at=at,
        batch=batch,
        request_key=key,
    )
