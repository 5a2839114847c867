"""Upholding a complaint: what the line, the form and the complaint itself say it is logged as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot import casebook, complaints, conduct, menu, months, roster
from bot.casebook import Case
from bot.commands import kept, questions, uphold_card
from bot.complaint_terms import usual_item
from bot.conduct import Draft
from bot.errors import UserError
from bot.history import DEDUCTION
from bot.menu import Circle
from bot.messages import Reply
from bot.models import Person
from bot.parts import Button, Buttons, Say
from bot.reading import grammar, items
from bot.reading.grammar import Record
from bot.scoring.entries import Loggable
from bot.slack import Request
from bot.views import complaint_form, entry_form
from bot.views.complaint_form import Wanted
from bot.views.fields import View
from bot.words import N_, Words

_LIKE_A_COMPLAINT = ("complaint", "complained", "投诉")


def uphold(session: Session, request: Request, number: int, rest: str) -> Reply:
    """`X-88 uphold [item words] [-3] [@mira] [on a day] [-- note]`: the card, or what it lacks."""
    found = complaints.decidable(session, by=request.by, number=number, move="uphold")
    circle = _circle(session, request, found)
    record = _record(request, circle, rest)
    line = f"X-{number} uphold {rest}".strip()
    asking = (request.words_of, found, circle, record, line)
    asked = _doubts(*asking)
    if asked is not None:
        return asked
    wanted = _wanted(found, record)
    person = _person(session, request, found, wanted)
    if person is None:
        return Reply(form=_form(found, circle, wanted, None))
    item = _item(session, request, found, person, wanted)
    if item is None:
        _require_open(session, request, found, person, wanted)
        return Reply((Say("complaint.which_item", {"id": f"X-{number}"}), _items(*asking)))
    draft = _draft(person, item, found, wanted)
    if conduct.needs_note(draft.item, draft.points) and not _explained(draft, wanted):
        _require_open(session, request, found, person, wanted)
        return Reply(form=_form(found, circle, wanted, item, draft))
    return uphold_card.ask(session, request, found, draft, said=wanted.note)


def _require_open(
    session: Session, request: Request, found: Case, person: Person, wanted: Wanted
) -> None:
    """Raise UserError for a closed month before asking what it would cost there, and why."""
    day = wanted.day
    where = conduct.setting(session, workspace=request.workspace, person=person, day=day)
    try:
        months.require_open(session, team=where.team, person=person.id, day=day, at=request.at)
    except UserError as error:
        if error.name != "month_closed":
            raise
        number, period = casebook.id_of(found.complaint), error.context["period"]
        raise UserError("complaint_month_closed", id=number, period=period) from None


def form(session: Session, request: Request, number: int, rest: str) -> Reply:
    """Open the form with what was understood, and every item to choose from."""
    found = complaints.decidable(session, by=request.by, number=number, move="uphold")
    circle = _circle(session, request, found)
    wanted = _wanted(found, _record(request, circle, rest))
    person = _person(session, request, found, wanted)
    item = None
    if person is not None:
        item = _item(session, request, found, person, wanted)
    return Reply(form=_form(found, circle, wanted, item))


def submitted(
    session: Session, request: Request, found: Case, person: Person, wanted: Wanted
) -> Reply:
    """Return the card for what the form says; raise FieldError at the field that cannot be."""
    item = menu.item_for(session, by=request.by, person=person, day=wanted.day, code=wanted.code)
    try:
        draft = _draft(person, item, found, wanted)
        return uphold_card.ask(session, request, found, draft, said=wanted.note)
    except UserError as error:
        raise complaint_form.placed(error) from None


def change(session: Session, request: Request, offered: Mapping[str, Any]) -> Reply:
    """Open the form with what a card showed, in the place of the card."""
    number = offered["draft"]["complaint"]
    found = complaints.decidable(session, by=request.by, number=number, move="uphold")
    draft = kept.read(session, request, offered["draft"])
    wanted = Wanted(
        draft.person.id, draft.item.code, draft.day, draft.points, draft.note, at=draft.at
    )
    return Reply(form=_form(found, _circle(session, request, found), wanted, None))


def _circle(session: Session, request: Request, found: Case) -> Circle:
    return menu.circle(session, by=request.by, day=found.complaint.day, kind=DEDUCTION)


def _record(request: Request, circle: Circle, rest: str) -> Record:
    return grammar.read(
        rest,
        people=circle.people,
        items=circle.choices,
        today=request.today,
        me=request.by.person.id,
        nearby=circle.scope,
    )


def _wanted(found: Case, record: Record) -> Wanted:
    """Return what the line asks for; the complaint says the rest."""
    if len(record.targets) > 1 or any(one.kind == "group" for one in record.targets):
        raise UserError("complaint_one_person")
    if record.count > 1:
        raise UserError("complaint_once")
    return Wanted(
        person=record.targets[0].id if record.targets else "",
        code=record.item.item.code if record.item else "",
        day=record.when.day if record.when else found.complaint.day,
        points=None
        if record.points is None
        else entry_form.points_of(str(record.points), DEDUCTION),
        note=record.note,
        at=record.when.at if record.when else None,
    )


def _person(session: Session, request: Request, found: Case, wanted: Wanted) -> Person | None:
    """Return whom it is about; raise UserError when the complaint names somebody else."""
    known = found.complaint.person_id
    user = wanted.person or known or found.person_id
    if not user:
        return None
    if known and user != known:
        person = roster.person(session, workspace=request.workspace, user=known)
        number = casebook.id_of(found.complaint)
        raise UserError("complaint_about", id=number, person=person)
    return roster.person(session, workspace=request.workspace, user=user)


def _item(
    session: Session, request: Request, found: Case, person: Person, wanted: Wanted
) -> Loggable | None:
    """Return the item named, else the one her rubric has for complaints of this severity."""
    if wanted.code:
        return menu.item_for(
            session, by=request.by, person=person, day=wanted.day, code=wanted.code
        )
    where = conduct.setting(session, workspace=request.workspace, person=person, day=wanted.day)
    return usual_item(where.version.rubric.entries, found.complaint.severity)


def _draft(person: Person, item: Loggable, found: Case, wanted: Wanted) -> Draft:
    """Return the deduction; without a note of its own it says what the complaint says."""
    own = None if wanted.points in (None, item.points) else wanted.points
    complaint = found.complaint
    note = wanted.note or complaint.note
    draft = Draft(
        person, item, wanted.day, own, note, complaint.ref, at=wanted.at, complaint=complaint.number
    )
    conduct.check_points(draft)
    return draft


def _explained(draft: Draft, wanted: Wanted) -> bool:
    """Tell whether the note says enough: why the points are others, the complaint cannot know."""
    return bool(wanted.note if draft.points is not None else draft.note)


def _form(
    found: Case,
    circle: Circle,
    wanted: Wanted,
    item: Loggable | None,
    unexplained: Draft | None = None,
) -> View:
    filled = replace(
        wanted,
        code=item.code if item else wanted.code,
        note=wanted.note or found.complaint.note,
    )
    return complaint_form.for_upholding(found, circle, filled, unexplained)


def _doubts(words: Words, found: Case, circle: Circle, record: Record, line: str) -> Reply | None:
    """Return the question who is meant; raise UserError for words nobody understands."""
    strange = [*record.unknown, *record.options, *record.flags]
    if strange and not record.doubtful:
        raise UserError(
            "not_understood",
            words=" ".join(strange),
            example=N_("/complaint %(id)s uphold tone -3 -- why"),
            gaps={"id": casebook.id_of(found.complaint)},
            buttons=_items(words, found, circle, record, line).buttons,
        )
    return questions.doubts(replace(record, typed=line), command="complaint")


def _items(words: Words, found: Case, circle: Circle, record: Record, line: str) -> Buttons:
    """Offer the items that were nearly named, or speak of complaints, and the form for all."""
    number = casebook.id_of(found.complaint)
    rest = line.removeprefix(f"{number} uphold").strip()
    for word in record.unknown:
        rest = rest.replace(word, "", 1).strip()
    near = record.near or items.near(_LIKE_A_COMPLAINT, circle.choices)
    choices = {choice.code: choice for choice in circle.choices}
    buttons = [
        Button(
            "%(item)s",
            "complaint",
            f"{number} uphold item:{one.code} {rest}".strip(),
            context={"item": words.text(choices[one.code].item.label)},
        )
        for one in near
    ]
    every = Button("All items", "complaint", f"form {line}")
    return Buttons((*buttons, every))
