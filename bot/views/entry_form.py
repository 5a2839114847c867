"""The form for deductions and commendations: new ones, edits, and evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlmodel import Session

from bot import conduct, history, menu, roster
from bot.conduct import Draft
from bot.errors import UserError
from bot.models import Entry, Person
from bot.reading.grammar import MOST_TARGETS
from bot.reading.options import plain_number
from bot.scoring.entries import Loggable
from bot.slack import FieldError, Request
from bot.views import fields
from bot.views.fields import View
from bot.words import N_, Words

_TITLES = {"deduction": N_("Log a deduction"), "commendation": N_("Log a commendation")}


@dataclass(frozen=True)
class Start:
    """What the form for an entry opens with."""

    day: date
    people: Sequence[str] = ()
    code: str = ""
    points: str = ""
    note: str = ""
    ref: str = ""
    lacks_note: Loggable | None = None  # the item that cannot do without one
    public: bool = False  # whether to ask if it is to be posted


def empty(
    session: Session,
    request: Request,
    kind: str,
    *,
    note: str = "",
    ref: str = "",
    people: Sequence[str] = (),
) -> View:
    """Return the form for a new entry; raise UserError for somebody who may log nothing."""
    public = kind == history.COMMENDATION
    start = Start(request.today, people, note=note, ref=ref, public=public)
    return _opened(session, request, _TITLES[kind], start, meta={"kind": kind})


def filled(
    session: Session, request: Request, kind: str, drafts: Sequence[Draft], *, public: bool
) -> View:
    """Return the form with what was understood filled in."""
    first = drafts[0]
    people = tuple(dict.fromkeys(draft.person.id for draft in drafts))
    unexplained = (one.item for one in drafts if conduct.needs_note(one.item, one.points))
    meta = {
        "kind": kind,
        "count": len(drafts) // len(people),
        "public": public,
        "at": None if first.at is None else first.at.isoformat("minutes"),
    }
    start = replace(_start(first), people=people, lacks_note=next(unexplained, None))
    return _opened(session, request, _TITLES[kind], start, meta=meta)


def for_edit(session: Session, request: Request, entry: Entry, draft: Draft) -> View:
    """Return the form that mends an entry."""
    meta = {"kind": entry.kind, "edits": entry.number, "at": entry.time}
    return _opened(session, request, N_("Edit"), _start(draft), meta=meta)


def for_evidence(entry: Entry, draft: Draft) -> View:
    """Return the form that asks for evidence alone."""
    return lambda words: fields.form(
        "evidence",
        "Add evidence",
        [
            fields.field("ref", "Ticket, call or link", fields.line(draft.ref), words),
            fields.field("note", "Note", fields.text(draft.note), words, optional=True),
        ],
        words,
        meta=json.dumps({"kind": entry.kind, "edits": entry.number}),
    )


def _opened(
    session: Session, request: Request, title: str, start: Start, *, meta: Mapping[str, Any]
) -> View:
    circle = menu.circle(session, by=request.by, day=request.today, kind=meta["kind"])
    return lambda words: fields.form(
        "entry", title, _blocks(circle, start, words), words, meta=json.dumps(meta)
    )


def _start(draft: Draft) -> Start:
    return Start(
        draft.day,
        (draft.person.id,),
        draft.item.code,
        "" if draft.points is None else str(draft.points),
        draft.note,
        draft.ref,
    )


def drafts_of(session: Session, request: Request) -> list[Draft]:
    """Return what a filled form asks to log; raise FieldError at the field that cannot be."""
    values = request.values
    people = values.get("people") or []
    if not people:
        raise FieldError("people", "nobody_chosen")
    if len(people) > MOST_TARGETS:
        raise FieldError("people", "too_many_people", limit=MOST_TARGETS)
    day = date.fromisoformat(values["day"]) if values.get("day") else request.today
    points = _own_points(values.get("points") or "", request.meta["kind"])
    drafts = []
    for user in people:
        person = roster.person(session, workspace=request.workspace, user=user)
        draft = _draft(session, request, person, day, points)
        drafts += [draft] * int(request.meta.get("count", 1))
    return drafts


def _draft(
    session: Session, request: Request, person: Person, day: date, points: Decimal | None
) -> Draft:
    values, at = request.values, request.meta.get("at")
    item = menu.item_for(session, by=request.by, person=person, day=day, code=values["item"])
    draft = Draft(
        person,
        item,
        day,
        None if points is None or points == item.points else points,
        values.get("note") or "",
        values.get("ref") or "",
        at=None if at is None else time.fromisoformat(at),
    )
    try:
        conduct.check(session, by=request.by, draft=draft, at=request.at)
    except UserError as error:
        raise _placed(error) from None
    return draft


def mended(session: Session, request: Request, entry: Entry) -> Draft:
    """Return the draft of an edited entry from the form, which names one person only."""
    wanted = drafts_of(session, request)
    if len(wanted) != 1:
        raise FieldError("people", "one_person_only")
    return replace(wanted[0], complaint=entry.complaint, replaces=entry.number)


def with_evidence(request: Request, draft: Draft) -> Draft:
    """Return the draft with the reference and the note of the evidence form."""
    return replace(draft, ref=request.values["ref"], note=request.values.get("note") or draft.note)


def paste_box(kind: str, lines: str = "") -> View:
    """Return the form that takes many lines at once, perhaps some to be put right."""
    return lambda words: fields.form(
        "batch",
        _TITLES[kind],
        [
            fields.field(
                "lines",
                "One entry per line",
                fields.text(lines, longest=3000),
                words,
                hint=N_("As after the command: @mira late yesterday -- note"),
            )
        ],
        words,
        meta=json.dumps({"kind": kind}),
    )


def _blocks(circle: menu.Circle, start: Start, words: Words) -> list[dict[str, Any]]:
    note_hint = N_(
        "What happened, for the person to read. "
        "Needed for critical items and where much is at stake."
    )
    points_hint = N_("Leave empty for the rubric's own points.")
    what = fields.choice(groups=groups(circle, words), initial=start.code)
    note = fields.text(start.note)
    free = start.lacks_note is None
    points = fields.line(start.points, longest=10)
    blocks = [
        fields.field("people", "Who", fields.people(start.people), words),
        fields.field("item", "What", what, words),
        fields.field("day", "When", fields.day(start.day), words),
        fields.field("note", "Note", note, words, optional=free, hint=note_hint),
        fields.field("ref", "Ticket, call or link", fields.line(start.ref), words, optional=True),
        fields.field("points", "Points", points, words, optional=True, hint=points_hint),
    ]
    if start.lacks_note is not None:
        why = words.say("errors.note_needed", {"item": start.lacks_note})
        blocks.insert(0, fields.said(why))
    if start.public:
        post = fields.checks((("public", words.label("Post it in the praise channel")),))
        blocks.append(fields.field("public", "Public", post, words, optional=True))
    return blocks


def groups(circle: menu.Circle, words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the items under their headings, each with its points."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in circle.choices:
        item = choice.item
        if not isinstance(item, Loggable):
            continue
        heading = words.label("Items") if item.group is None else words.text(item.group)
        label = f"{words.text(item.label)[:60]} ({words.points(item.points)})"
        groups.setdefault(heading, []).append((item.code, label))
    return list(groups.items())


def points_of(typed: str, kind: str) -> Decimal:
    """Read points with the sign of their kind: a deduction's may be typed without its minus.

    Raise UserError for what is no number, and for a commendation below zero.
    """
    try:
        points = Decimal(plain_number(typed))
    except InvalidOperation:
        raise UserError("bad_points", word=typed) from None
    if not points.is_finite():
        raise UserError("bad_points", word=typed)
    if kind == history.COMMENDATION:
        if points < 0:
            raise UserError("commend_negative", points=points)
        return points
    return -abs(points)


def _own_points(typed: str, kind: str) -> Decimal | None:
    try:
        return points_of(typed, kind) if typed.strip() else None
    except UserError as error:
        raise FieldError("points", error.name, **error.context) from None


def _placed(error: UserError) -> FieldError:
    """Return the refusal at the field it is about."""
    places = {
        "note_needed": "note",
        "points_out_of_range": "points",
        "points_too_fine": "points",
        "future_date": "day",
        "month_closed": "day",
        "no_rubric": "day",
        "in_no_team": "people",
    }
    return FieldError(places.get(error.name, "people"), error.name, **error.context)
