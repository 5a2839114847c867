"""Recording measures: what a line would write, the card that asks first, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlmodel import Session

from bot import appraisals, history, measures, menu, roster
from bot.commands import figures, offers, rate
from bot.errors import UserError
from bot.measures import Reading
from bot.messages import Reply
from bot.models import Entry, Person
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period
from bot.scoring.entries import Measure
from bot.scoring.facts import gather
from bot.scoring.kinds.levels import RATERS
from bot.slack import Request
from bot.words import N_

_LONG_AGO = timedelta(days=7)
_SHOWN = 20
_MOST_LINES = 200

Written = tuple[Reading, list[Entry], Entry | None]
"""Equal readings, what was written for them, and what they replaced."""


@dataclass(frozen=True)
class Plan:
    """Readings that are ready, and why they must be confirmed first (template names, or none).

    `typed` is the word that was read as a measure or level although it was misspelt.
    """

    readings: tuple[Reading, ...]
    reasons: tuple[str, ...] = ()
    typed: str = ""


def reading_of(
    session: Session,
    request: Request,
    *,
    person: Person,
    code: str,
    figure: str,
    day: date,
    rater: str = "",
    note: str = "",
    key: str = "",
) -> tuple[Reading, bool]:
    """Return what the figure says of the person, and whether a misspelt level was understood.

    Raise UserError for whom, what, when or how much cannot be.
    """
    measure = menu.measure_for(session, by=request.by, person=person, day=day, code=code)
    measure = rate.in_month(session, request, person=person, day=day, measure=measure)
    said = figures.figure_of(measure, figure)
    reading = Reading(
        person=person,
        measure=measure,
        day=day,
        value=said.value,
        level=said.level,
        rater=_rater(measure, rater),
        note=note,
        key=key,
    )
    measures.check(session, by=request.by, reading=reading, at=request.at)
    return reading, said.misspelt


def reasons(session: Session, request: Request, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return why this is asked back before it is written; nothing in the ordinary case."""
    found = []
    if len({one.person.id for one in readings}) > 1:
        found.append("several")
    if any(request.today - one.day > _LONG_AGO for one in readings):
        found.append("long_ago")
    if any(measures.same(session, workspace=request.workspace, reading=one) for one in readings):
        found.append("duplicate")
    return tuple(found)


def ask(session: Session, request: Request, plan: Plan) -> Reply:
    """Keep the plan and show the card that confirms it."""
    shown = Say("record.confirm", {"n": len(plan.readings), "reasons": plan.reasons})
    number = offers.keep(session, request, "record", {"readings": kept(plan.readings)})
    return Reply((shown, *lines(request, plan.readings), choices(number)))


def kept(readings: Iterable[Reading]) -> list[dict[str, Any]]:
    """Return readings as a card keeps them."""
    return [
        {
            "person": one.person.id,
            "code": one.measure.code,
            "day": one.day.isoformat(),
            "value": None if one.value is None else str(one.value),
            "level": one.level,
            "rater": one.rater,
            "note": one.note,
            "key": one.key,
        }
        for one in readings
    ]


def choices(number: int) -> Buttons:
    """Return the buttons of a card."""
    return Buttons(
        (
            Button("Record it", "record", f"confirm {number}", style="primary"),
            Button("Cancel", "record", f"cancel {number}"),
        )
    )


def lines(request: Request, readings: Sequence[Reading]) -> list[Part]:
    """Return the readings a line each, as many as can be looked over, in a form too."""
    words = request.words_of
    rows = [
        {
            "name": one.person.name,
            "measure": one.measure.label,
            "figure": figures.shown(words, one.measure, one.value, one.level),
            "day": one.day,
        }
        for one in readings[:_MOST_LINES]
    ]
    parts: list[Part] = [
        Say("record.lines", {"rows": rows[at : at + _SHOWN], "today": request.today})
        for at in range(0, len(rows), _SHOWN)
    ]
    if len(readings) > _MOST_LINES:
        parts.append(Say("record.more", {"n": len(readings) - _MOST_LINES}))
    return parts


def confirm(session: Session, request: Request, words: str) -> Reply:
    """Record what the card offered, with every check anew; imported lines only once."""
    offered = offers.take(session, request, "record", words)["readings"]
    keys = [one["key"] for one in offered if one["key"]]
    known = measures.written(session, workspace=request.workspace, keys=keys)
    readings = [_again(session, request, one) for one in offered if one["key"] not in known]
    if not readings:
        raise UserError("import_again", n=len(known))
    return write(session, request, Plan(tuple(readings)))


def write(session: Session, request: Request, plan: Plan) -> Reply:
    """Write the plan into the ledger, and say what was understood and where people stand."""
    months = {(one.person.id, Period.of(one.day)): one for one in plan.readings}
    before = {key: _total(session, request, one) for key, one in months.items()}
    entries = measures.record(
        session, by=request.by, readings=plan.readings, at=request.at, key=request.key
    )
    written = [
        (reading, [entry for _, (entry, _) in same], same[0][1][1])
        for reading, same in _alike(zip(plan.readings, entries, strict=True))
    ]
    first = history.id_of(entries[0][0])
    undo = f"undo all {first}" if len(entries) > 1 else f"undo {first}"
    label = N_("Undo all") if len(entries) > 1 else N_("Undo")
    parts: list[Part] = [
        Say("record.recorded", _said(session, request, one, before, plan.typed))
        for one in written[:_SHOWN]
    ]
    if len(written) > _SHOWN:
        parts.append(Say("record.more", {"n": len(written) - _SHOWN}))
    return Reply((*parts, Buttons((Button(label, "record", undo),))), replaces=True)


def _alike(
    pairs: Iterable[tuple[Reading, tuple[Entry, Entry | None]]],
) -> list[tuple[Reading, list[tuple[Reading, tuple[Entry, Entry | None]]]]]:
    """Put equal readings that follow one another together: `very satisfied x3` is one line."""
    return [(reading, list(same)) for reading, same in groupby(pairs, key=lambda pair: pair[0])]


def _said(
    session: Session,
    request: Request,
    written: Written,
    before: Mapping[tuple[str, Period], Fraction | None],
    typed: str,
) -> dict[str, Any]:
    """Return what the answer says of one reading."""
    reading, entries, earlier = written
    words, measure = request.words_of, reading.measure
    was = None if earlier is None else figures.shown(words, measure, earlier.value, earlier.level)
    return {
        "first": history.id_of(entries[0]),
        "last": history.id_of(entries[-1]),
        "n": len(entries),
        "name": reading.person.name,
        "measure": measure.label,
        "figure": figures.shown(words, measure, reading.value, reading.level),
        "was": was,
        "rater": RATERS[reading.rater] if reading.rater else None,
        "so_far": _so_far(session, request, reading),
        "collect": measure.collect,
        "day": reading.day,
        "today": request.today,
        "period": Period.of(reading.day),
        "before": before[reading.person.id, Period.of(reading.day)],
        "after": _total(session, request, reading),
        "note": reading.note,
        "typed": typed,
    }


def _so_far(session: Session, request: Request, reading: Reading) -> str:
    """Return the month's sum or mean where it is another than what was just recorded."""
    measure = reading.measure
    if reading.value is None or measure.collect == "replace":
        return ""
    user, period = reading.person.id, Period.of(reading.day)
    found = appraisals.facts(session, workspace=request.workspace, people=[user], period=period)
    figure = gather(found[user], {measure.code: measure}).number(measure.code)
    if figure is None or figure == reading.value:
        return ""
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    return figures.shown(request.words_of, measure, exact, "")


def _total(session: Session, request: Request, reading: Reading) -> Fraction | None:
    """Return where the person stands in the month of the reading."""
    return appraisals.standing(
        session,
        workspace=request.workspace,
        person=reading.person,
        period=Period.of(reading.day),
        today=request.today,
    ).total


def _again(session: Session, request: Request, one: Mapping[str, Any]) -> Reading:
    """Return a kept reading as it stands now: rights and rubric are looked at again."""
    person = roster.person(session, workspace=request.workspace, user=one["person"])
    day = date.fromisoformat(one["day"])
    measure = menu.measure_for(session, by=request.by, person=person, day=day, code=one["code"])
    return Reading(
        person=person,
        measure=measure,
        day=day,
        value=None if one["value"] is None else Decimal(one["value"]),
        level=one["level"],
        rater=one["rater"],
        note=one["note"],
        key=one["key"],
    )


def _rater(measure: Measure, typed: str) -> str:
    """Return who rates: the superior unless said; nobody where the measure is no rating."""
    if typed and typed.casefold() not in measure.raters:
        named = [it for it in measure.raters if typed.casefold() in (RATERS[it].en, RATERS[it].zh)]
        if not named:
            raise UserError("unknown_rater", word=typed, measure=measure, raters=_raters(measure))
        return named[0]
    if typed:
        return typed.casefold()
    if "superior" in measure.raters:
        return "superior"
    return measure.raters[0] if measure.raters else ""


def _raters(measure: Measure) -> list[Any]:
    return [RATERS[rater] for rater in measure.raters]
