"""What a line would write, and writing it: drafts, the reasons to ask back, the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlmodel import Session

from bot import appraisals, conduct, history, menu, notices
from bot.commands import whom
from bot.conduct import Draft
from bot.errors import Usage
from bot.history import COMMENDATION
from bot.messages import Reply
from bot.models import Entry, Person
from bot.parts import Button, Buttons, Say
from bot.periods import Period
from bot.reading.grammar import Record
from bot.slack import Request
from bot.views import entry_form

COMMAND_OF = {"deduction": "deduct", "commendation": "commend"}
_SHOWN = 10  # entries in one confirmation; a note makes each of them long
_LONG_AGO = timedelta(days=7)
_INTERVIEW_FROM = 3  # the same item so often within 30 days calls for an interview


@dataclass(frozen=True)
class Plan:
    """Drafts that are ready, and why they must be confirmed first (template names, or none).

    `typed` is the word that was read as the item although it was misspelt.
    """

    drafts: tuple[Draft, ...]
    reasons: tuple[str, ...] = ()
    public: bool = False
    typed: str = ""


def plan_of(session: Session, request: Request, record: Record, kind: str) -> Plan:
    """Return the drafts a record means, each with the item of that person's own rubric."""
    if record.item is None:
        raise Usage(COMMAND_OF[kind])
    people = whom.people_of(session, request, record)
    points = None if record.points is None else entry_form.points_of(str(record.points), kind)
    drafts = []
    for person in people:
        day = day_of(session, request, record, person)
        item = menu.item_for(
            session, by=request.by, person=person, day=day, code=record.item.item.code
        )
        own = None if points is None or points == item.points else points
        draft = Draft(person, item, day, own, record.note, record.ref, at=_time(record))
        conduct.check_points(draft)
        drafts += [draft] * record.count
    typed = record.item.typed if record.item.how == "typo" else ""
    plan = Plan(tuple(drafts), public="public" in record.flags, typed=typed)
    return replace(plan, reasons=reasons(session, request, plan))


def reasons(session: Session, request: Request, plan: Plan) -> tuple[str, ...]:
    """Return why this is asked back before it is written; nothing in the ordinary case."""
    drafts = plan.drafts
    found = []
    if len({draft.person.id for draft in drafts}) > 1:
        found.append("several")
    if any(draft.item.critical for draft in drafts):
        found.append("critical")
    if any(request.today - draft.day > _LONG_AGO for draft in drafts):
        found.append("long_ago")
    if any(draft.points is not None for draft in drafts):
        found.append("own_points")
    if any(conduct.same(session, workspace=request.workspace, draft=draft) for draft in drafts):
        found.append("duplicate")
    return tuple(found)


def write(session: Session, request: Request, plan: Plan) -> Reply:
    """Write the plan into the ledger, plan its messages, and say what was understood."""
    before = {
        draft.person.id: standing(session, request, draft.person, draft.day)
        for draft in plan.drafts
    }
    entries = conduct.log(
        session, by=request.by, drafts=plan.drafts, at=request.at, key=request.key
    )
    notices.logged(session, entries=entries, settings=request.settings, public=plan.public)
    says = [
        Say(
            "conduct.logged",
            logged(session, request, entry, draft, before[draft.person.id], typed=plan.typed),
        )
        for entry, draft in list(zip(entries, plan.drafts, strict=True))[:_SHOWN]
    ]
    if len(entries) > _SHOWN:
        says.append(Say("conduct.more", {"n": len(entries) - _SHOWN}))
    return Reply((*says, Buttons(buttons(session, request, entries))), replaces=True)


def logged(
    session: Session,
    request: Request,
    entry: Entry,
    draft: Draft,
    before: object,
    *,
    typed: str = "",
) -> dict[str, object]:
    """Return what the confirmation of one entry shows."""
    times = history.times(session, entry=entry)
    return {
        "id": history.id_of(entry),
        "name": draft.person.name,
        "item": draft.item,
        "typed": typed,
        "points": history.worth(entry, draft.item),
        "day": entry.day,
        "time": entry.time,
        "today": request.today,
        "period": entry.period,
        "before": before,
        "after": standing(session, request, draft.person, draft.day),
        "kind": entry.kind,
        "times": times,
        "interview": entry.kind != COMMENDATION and times >= _INTERVIEW_FROM,
        "note": entry.note,
        "ref": entry.ref,
        "hold": request.settings.hold_minutes,
    }


def standing(session: Session, request: Request, person: Person, day: date) -> object:
    """Return the person's total for the month of `day`, None where there is none."""
    return appraisals.standing(
        session,
        workspace=request.workspace,
        person=person,
        period=Period.of(day),
        today=request.today,
    ).total


def buttons(session: Session, request: Request, entries: Sequence[Entry]) -> tuple[Button, ...]:
    """Return what can be done at once about what was logged together."""
    first = entries[0]
    command = COMMAND_OF[first.kind]
    number = history.id_of(first)
    if len(entries) > 1:
        return (Button("Undo all", command, f"undo all {number}"),)
    undo = Button("Undo", command, f"undo {number}")
    return (
        *((undo,) if conduct.can_undo(session, by=request.by, entry=first, at=request.at) else ()),
        Button("Edit", command, f"edit {number}"),
        Button("Add evidence", command, f"evidence {number}"),
    )


def day_of(session: Session, request: Request, record: Record, person: Person) -> date:
    """Return the day a record means: the one it names, else today where the person works."""
    if record.when is not None:
        return record.when.day
    return menu.default_day(session, person=person, at=request.at, today=request.today)


def _time(record: Record) -> time | None:
    return None if record.when is None else record.when.at
