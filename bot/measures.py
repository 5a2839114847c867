"""Measures: numbers, survey levels and ratings that a rubric asks for beside conduct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot import conduct, history, ledger, months, rights, roster
from bot.errors import UserError
from bot.history import MEASURE
from bot.models import Entry, Membership, Person
from bot.periods import Period
from bot.rights import Actor
from bot.scoring.entries import Level, Measure
from bot.scoring.kinds.levels import OWN_VOICES

_PLACES = 4  # decimal places that the ledger keeps
_LARGEST = 10**9  # as in rubric files: far beyond any figure, far within what the ledger holds


@dataclass(frozen=True)
class Reading:
    """One figure or level, for one person and day.

    `key` names a line of an imported file; without it the request's own key is used.
    """

    person: Person
    measure: Measure
    day: date
    value: Decimal | None = None
    level: str = ""
    rater: str = ""
    note: str = ""
    key: str = ""


def number(word: str, measure: Measure) -> Decimal:
    """Read a figure exactly; raise UserError that names the measure, its range and its unit."""
    try:
        value = Decimal(word)
    except InvalidOperation:
        raise UserError("bad_value", word=word, measure=measure) from None
    if not value.is_finite() or "e" in word.lower():
        raise UserError("bad_value", word=word, measure=measure)
    return check_value(measure, value)


def check_value(measure: Measure, value: Decimal) -> Decimal:
    """Return a figure that fits the measure and the ledger; raise UserError for any other."""
    if measure.levels and measure.least is None:
        raise UserError("level_needed", measure=measure)
    least = -_LARGEST if measure.least is None else measure.least
    most = _LARGEST if measure.most is None else measure.most
    if not least <= value <= most:
        raise UserError("value_out_of_range", measure=measure, value=value, least=least, most=most)
    if value != round(value, _PLACES):
        raise UserError("value_too_fine", measure=measure, value=value, places=_PLACES)
    return value


def level_of(measure: Measure, code: str) -> Level:
    """Return the level of the measure's scale; raise UserError when it has no such level."""
    level = measure.by_level.get(code)
    if level is None:
        raise UserError("unknown_level", word=code, measure=measure)
    return level


def check(session: Session, *, by: Actor, reading: Reading, at: datetime) -> conduct.Setting:
    """Return where the reading falls; raise UserError when it may not be recorded."""
    where = conduct.setting(session, workspace=by.workspace, person=reading.person, day=reading.day)
    if reading.rater not in voices(by, person=reading.person, place=where.place):
        rights.require_lead(
            session, actor=by, person=reading.person, place=where.place, day=reading.day
        )
    months.require_open(session, team=where.team, person=reading.person.id, day=reading.day, at=at)
    if reading.value is None:
        level_of(reading.measure, reading.level)
    else:
        check_value(reading.measure, reading.value)
    return where


def voices(by: Actor, *, person: Person, place: Membership) -> tuple[str, ...]:
    """Return as what the actor rates the person in this place; nothing for who may not.

    Customers have no account here: the superior writes down what they said.
    """
    if person.id == by.person.id:
        return ("self",)
    leads_agent = place.role == roster.AGENT and place.team_id in by.leads
    if by.hr or leads_agent:
        return ("superior", "customer")
    if place.role == roster.AGENT:
        return ("peer",) if by.team == place.team_id else ()
    if by.leads:
        return ("peer",)
    return ("subordinate",) if by.team == place.team_id else ()


def record(
    session: Session, *, by: Actor, readings: Sequence[Reading], at: datetime, key: str
) -> list[tuple[Entry, Entry | None]]:
    """Write the readings, all or none; return each with the earlier one it replaces, if any.

    A measure that is collected by replacing has one standing reading a month and kind of rater, of
    colleagues one each; the others add up.
    """
    written = []
    for nth, reading in enumerate(readings):
        where = check(session, by=by, reading=reading, at=at)
        own = reading.key or f"{key}#{nth}"
        earlier = replaced_by(session, by=by, reading=reading)
        if earlier is not None:
            conduct.take_back(
                session, by=by, entry=earlier, kind="replaced", note="", at=at, key=f"{own}:old"
            )
        entry = _entry(by, reading, where, at=at, batch=key, key=own)
        entry.replaces = None if earlier is None else earlier.number
        ledger.append(session, workspace=by.workspace, entries=[entry])
        written.append((entry, earlier))
    return written


def entry_of(session: Session, *, by: Actor, number: int) -> Entry:
    """Return a record the actor may see; to others it does not exist (UserError)."""
    entry = session.get(Entry, (by.workspace, number))
    if (
        entry is None
        or entry.kind != MEASURE
        or not rights.may_see(by, person=entry.person_id, team_id=entry.team_id, day=entry.day)
    ):
        raise UserError("unknown_record", id=f"M-{number}")
    return entry


def is_anonymous(entry: Entry, *, to: Actor) -> bool:
    """Tell whether a rating keeps its giver from the actor: from whom colleagues rated, always."""
    mine = entry.by_id == to.person.id
    return entry.rater in OWN_VOICES and entry.person_id == to.person.id and not mine


def records(
    session: Session,
    *,
    workspace: str,
    people: Sequence[str] | None,
    first: date,
    last: date,
) -> list[tuple[Entry, Entry | None]]:
    """Return what was recorded, newest day first, each with the entry that took it back, if any."""
    query = select(Entry).where(
        Entry.workspace_id == workspace,
        Entry.kind == MEASURE,
        Entry.period >= Period.of(first),
        Entry.period <= Period.of(last),
        Entry.day >= first,
        Entry.day <= last,
    )
    if people is not None:
        query = query.where(col(Entry.person_id).in_(people))
    rows = session.exec(query.order_by(col(Entry.day).desc(), col(Entry.number).desc())).all()
    back = ledger.contras(session, workspace=workspace, numbers=[row.number for row in rows])
    return [(row, back.get(row.number)) for row in rows]


def same(session: Session, *, workspace: str, reading: Reading) -> list[Entry]:
    """Return the standing records of this very figure for the day, where a second one adds to it.

    Levels are never taken for the same: two customers may well agree.
    """
    if reading.value is None or reading.measure.collect == "replace":
        return []
    found = records(
        session,
        workspace=workspace,
        people=[reading.person.id],
        first=reading.day,
        last=reading.day,
    )
    return [
        entry
        for entry, contra in found
        if contra is None and entry.code == reading.measure.code and entry.value == reading.value
    ]


def written(session: Session, *, workspace: str, keys: Iterable[str]) -> dict[str, Entry]:
    """Return what was recorded under these keys before, taken back or not."""
    rows = session.exec(
        select(Entry).where(Entry.workspace_id == workspace, col(Entry.request_key).in_(list(keys)))
    )
    return {row.request_key: row for row in rows}


def replaced_by(session: Session, *, by: Actor, reading: Reading) -> Entry | None:
    """Return the record that this one takes the place of, if it does so to any."""
    if reading.measure.collect != "replace":
        return None
    query = _of_month(by, reading.person, Period.of(reading.day)).where(
        Entry.code == reading.measure.code, Entry.rater == reading.rater
    )
    return session.exec(query.order_by(col(Entry.number).desc())).first()


def ratings(
    session: Session, *, by: Actor, person: Person, period: Period
) -> dict[tuple[str, str], Entry]:
    """Return by rater and code what ratings of the month the actor's would take the place of."""
    query = _of_month(by, person, period).where(Entry.rater != "")
    found = session.exec(query.order_by(col(Entry.number)))
    return {(entry.rater, entry.code): entry for entry in found}


def _of_month(by: Actor, person: Person, period: Period) -> SelectOfScalar[Entry]:
    """Return the query for what stands of a month: of colleagues' ratings the actor's own."""
    return select(Entry).where(
        Entry.workspace_id == by.workspace,
        Entry.person_id == person.id,
        Entry.period == period,
        history.STANDS,
        col(Entry.rater).not_in(OWN_VOICES) | (Entry.by_id == by.person.id),
    )


def _entry(
    by: Actor, reading: Reading, where: conduct.Setting, *, at: datetime, batch: str, key: str
) -> Entry:
    return Entry(
        workspace_id=by.workspace,
        kind=MEASURE,
        person_id=reading.person.id,
        team_id=where.team.id,
        period=Period.of(reading.day),
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
