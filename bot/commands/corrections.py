"""Taking back, excusing and mending what was logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from sqlmodel import Session

from bot import conduct, history, menu, notices, roster
from bot.commands import plans
from bot.conduct import Draft
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Entry
from bot.parts import Buttons, Say
from bot.reading import dates, grammar, ids, items
from bot.slack import Request
from bot.views import entry_form

LETTERS = {"deduction": "D", "commendation": "C"}


def undo(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`undo`, `undo D-1042`, `undo all D-1042`: the last batch, one entry, its whole batch."""
    word, tail = grammar.first_word(rest)
    whole = word == "all"
    wanted = tail if whole else rest.strip()
    number = number_of(wanted, kind) if wanted else None
    numbers: list[int | None] = [number]
    if whole and number is not None:
        first = conduct.entry_of(session, by=request.by, number=number)
        numbers = [one.number for one in history.batch_of(session, entry=first)]
    taken = [
        entry
        for nth, one in enumerate(numbers)
        for entry in conduct.undo(
            session, by=request.by, number=one, at=request.at, key=f"{request.key}/{nth}"
        )
    ]
    return _taken_back(session, request, taken, "undone")


def void(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`void D-1042 -- reason`."""
    return _judged(session, request, kind, rest, "void")


def excuse(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`excuse D-1042 -- reason`."""
    return _judged(session, request, kind, rest, "excused")


def edit(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`edit D-1042` opens the form; `edit D-1042 item:tone pts:-3 to:@tom -- note` does it."""
    words, note = grammar.split_note(rest)
    number, changes = _number_and_rest(words, kind)
    entry = conduct.standing_entry(session, by=request.by, number=number)
    draft = draft_of(session, entry)
    if not changes and not note:
        return Reply(form=entry_form.for_edit(session, request, entry, draft))
    wanted = _changed(session, request, replace(draft, note=note or draft.note), changes)
    return mend(session, request, entry, wanted)


def mend(session: Session, request: Request, entry: Entry, wanted: Draft) -> Reply:
    """Replace the entry by the wanted one, tell the person of the change, and say how it stands."""
    before = plans.standing(session, request, wanted.person, wanted.day)
    old, new = conduct.mend(
        session, by=request.by, number=entry.number, draft=wanted, at=request.at, key=request.key
    )
    notices.replaced(
        session,
        old=old,
        new=new,
        item=wanted.item,
        by=request.by.person,
        settings=request.settings,
        at=request.at,
    )
    ids = {"old": history.id_of(old), "id": history.id_of(new)}
    logged = plans.logged(session, request, new, wanted, before)
    if notices.post_of(session, entry=new) is None:  # what she read before is put right at once
        logged["hold"] = 0
    buttons = plans.buttons(session, request, [new])
    return Reply(
        (Say("conduct.mended", ids), Say("conduct.logged", logged), Buttons(buttons)),
        replaces=True,
    )


def evidence(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`evidence D-1042` asks for the ticket, call or link that proves it."""
    number, _ = _number_and_rest(rest, kind)
    entry = conduct.standing_entry(session, by=request.by, number=number)
    return Reply(form=entry_form.for_evidence(entry, draft_of(session, entry)))


def draft_of(session: Session, entry: Entry) -> Draft:
    """Return the entry as a draft that can be changed and logged in its place."""
    return Draft(
        roster.person(session, workspace=entry.workspace_id, user=entry.person_id),
        conduct.item_of(session, entry=entry),
        entry.day,
        entry.points,
        entry.note,
        entry.ref,
        at=None if entry.time is None else time.fromisoformat(entry.time),
        complaint=entry.complaint,
        replaces=entry.number,
    )


def number_of(words: str, kind: str) -> int:
    """Read `D-1042` or just `1042`; raise UserError for another kind of id."""
    read = ids.read_id(words) or ids.read_id(f"{LETTERS[kind]}-{words.strip()}")
    if read is None or read[0] not in LETTERS.values():
        raise UserError("bad_id", word=words.strip(), example=f"{LETTERS[kind]}-1042")
    return read[1]


def _number_and_rest(words: str, kind: str) -> tuple[int, str]:
    word, _, rest = words.strip().partition(" ")
    if not word:
        raise UserError("which_entry", example=f"{LETTERS[kind]}-1042")
    return number_of(word, kind), rest.strip()


def _judged(session: Session, request: Request, kind: str, rest: str, verb: str) -> Reply:
    words, note = grammar.split_note(rest)
    number, unknown = _number_and_rest(words, kind)
    if unknown:
        raise UserError("reason_after_dashes", id=words.split()[0], verb=verb, words=unknown)
    judge = {"void": conduct.void, "excused": conduct.excuse}[verb]
    entry = judge(session, by=request.by, number=number, note=note, at=request.at, key=request.key)
    return _taken_back(session, request, [entry], verb, note)


def _taken_back(
    session: Session, request: Request, entries: list[Entry], how: str, note: str = ""
) -> Reply:
    people = roster.named(
        session, workspace=request.workspace, ids=[entry.person_id for entry in entries]
    )
    says = []
    for entry in entries:
        item = conduct.item_of(session, entry=entry)
        notices.taken_back(
            session,
            entry=entry,
            item=item,
            how=how,
            note=note,
            settings=request.settings,
            at=request.at,
        )
        context = {
            "id": history.id_of(entry),
            "how": how,
            "name": people[entry.person_id].name,
            "item": item,
            "note": note,
            "standing": notices.total(session, entry=entry),
            "period": entry.period,
        }
        says.append(Say("conduct.taken_back", context))
    return Reply(tuple(says), replaces=True)


def _changed(session: Session, request: Request, draft: Draft, changes: str) -> Draft:
    """Return the draft with `item:`, `pts:`, `on:`, `to:`, `ref:` and `note:` applied."""
    wanted = draft
    for key, value in grammar.read_changes(changes).items():
        if key not in CHANGES:
            raise UserError("unknown_option", word=f"{key}:")
        wanted = CHANGES[key](session, request, wanted, value)
    item = menu.item_for(
        session, by=request.by, person=wanted.person, day=wanted.day, code=wanted.item.code
    )
    return replace(wanted, item=item)


def _to(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    circle = menu.circle(session, by=request.by, day=request.today, kind=draft.item.kind)
    record = grammar.read(
        value,
        people=circle.people,
        items=(),
        today=request.today,
        me=request.by.person.id,
        nearby=circle.scope,
    )
    if len(record.targets) != 1 or record.targets[0].kind != "person":
        raise UserError("unknown_person", word=value, near=())
    person = roster.person(session, workspace=request.workspace, user=record.targets[0].id)
    return replace(draft, person=person)


def _on(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    del session
    read = dates.read_day(value.replace("_", " ").split(), today=request.today)
    if read is None:
        raise UserError("bad_date", word=value)
    return replace(draft, day=read[0].day)


def _item(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    circle = menu.circle(session, by=request.by, day=request.today, kind=draft.item.kind)
    found = items.match(value.split(), circle.choices)
    if found is None:
        raise UserError("unknown_item", word=value)
    item = menu.item_for(
        session, by=request.by, person=draft.person, day=draft.day, code=found[0].item.code
    )
    return replace(draft, item=item, points=None)


def _points(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    del session, request
    points = entry_form.points_of(value, draft.item.kind)
    return replace(draft, points=None if points == draft.item.points else points)


def _ref(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    del session, request
    return replace(draft, ref=value)


def _note(session: Session, request: Request, draft: Draft, value: str) -> Draft:
    del session, request
    return replace(draft, note=value)


CHANGES: Mapping[str, Callable[[Session, Request, Draft, str], Draft]] = {
    "to": _to,
    "on": _on,
    "item": _item,
    "pts": _points,
    "points": _points,
    "ref": _ref,
    "note": _note,
}
