"""The forms for complaints: taking one in, upholding it, and every move that needs a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bot import complaints, rights, roster
from bot.casebook import Case
from bot.complaint_terms import CATEGORIES, SEVERITIES, SOURCES, Term
from bot.complaints import Report
from bot.conduct import Draft
from bot.errors import UserError
from bot.history import DEDUCTION
from bot.menu import Circle
from bot.models import Team
from bot.slack import FieldError, Request
from bot.views import entry_form, fields
from bot.views.fields import View
from bot.words import N_, Words

_LONGEST_NOTE = 2000
_MOVE_TITLES = {
    "reject": N_("Reject a complaint"),
    "resolve": N_("Resolve a complaint"),
    "note": N_("Note on a complaint"),
}


@dataclass(frozen=True)
class Filled:
    """What a form starts with."""

    person: str = ""
    category: str = ""
    severity: str = "minor"
    source: str = ""
    note: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Wanted:
    """What an upheld complaint is to be logged as, as far as it was said."""

    person: str
    code: str
    day: date
    points: Decimal | None
    note: str
    at: time | None = None


def empty(session: Session, request: Request, filled: Filled = Filled()) -> View:
    """Return the form that takes a complaint in.

    Raise UserError for who may not, and while there is no team.
    """
    if not request.by.supervises:
        raise UserError("supervisors_only")
    teams = rights.teams_of(session, actor=request.by)
    if not teams:
        raise UserError("no_team_yet")
    return lambda words: fields.form(
        "complaint",
        "Open a complaint",
        _blocks(filled, teams, request.today, words),
        words,
    )


def report_of(session: Session, request: Request) -> Report:
    """Return what the form says was complained of; raise FieldError where it cannot be."""
    values = request.values
    person = None
    if values.get("person"):
        person = roster.person(session, workspace=request.workspace, user=values["person"])
    day = _day(request)
    try:
        team = complaints.team_for(
            session, by=request.by, person=person, day=day, named=values.get("team") or ""
        )
    except UserError as error:
        several = len(rights.teams_of(session, actor=request.by)) > 1
        asked = person is None and several
        raise FieldError("team" if asked else "person", error.name, **error.context) from None
    return Report(
        person=person,
        team=team,
        category=values["category"],
        severity=values["severity"],
        source=values.get("source") or "",
        day=day,
        ref=(values.get("ref") or "").strip(),
        note=(values.get("note") or "").strip(),
    )


def for_move(found: Case, move: str, note: str = "") -> View:
    """Return the form that asks for the reason of a move."""
    meta = {"number": found.complaint.number, "move": move}
    return lambda words: fields.form(
        "complaint_move",
        _MOVE_TITLES[move],
        [
            fields.field(
                "note", N_("Reason") if move != "note" else N_("Note"), fields.text(note), words
            )
        ],
        words,
        meta=json.dumps(meta),
    )


def for_upholding(
    found: Case, circle: Circle, wanted: Wanted, unexplained: Draft | None = None
) -> View:
    """Return the form that asks what an upheld complaint is logged as, or why as that."""
    meta = {"number": found.complaint.number}
    return lambda words: fields.form(
        "complaint_uphold",
        "Uphold a complaint",
        [
            *_why(unexplained, words),
            *_person(found, wanted, words),
            *_deduction(circle, wanted, words),
        ],
        words,
        meta=json.dumps(meta),
    )


def wanted_of(request: Request) -> Wanted:
    """Return what the form for upholding was filled with; raise FieldError for bad points."""
    values = request.values
    typed = values.get("points") or ""
    try:
        points = entry_form.points_of(typed, DEDUCTION) if typed.strip() else None
    except UserError as error:
        raise FieldError("points", error.name, **error.context) from None
    return Wanted(
        person=values.get("person") or "",
        code=values["item"],
        day=_day(request),
        points=points,
        note=(values.get("note") or "").strip(),
    )


def placed(error: UserError) -> FieldError:
    """Return a refusal to uphold at the field it is about."""
    places = {
        "note_needed": "note",
        "points_out_of_range": "points",
        "points_too_fine": "points",
        "future_date": "day",
        "complaint_month_closed": "day",
        "no_rubric": "day",
        "in_no_team": "day",
    }
    return FieldError(places.get(error.name, "item"), error.name, **error.context)


def _why(unexplained: Draft | None, words: Words) -> list[dict[str, Any]]:
    """Say what a deduction that was understood cannot do without."""
    if unexplained is None:
        return []
    item, points = unexplained.item, unexplained.points
    name = "errors.note_needed" if points is None else "complaint.other_points"
    return [fields.said(words.say(name, {"item": item, "points": points}))]


def _person(found: Case, wanted: Wanted, words: Words) -> list[dict[str, Any]]:
    """Ask whom it is about only where the complaint does not say."""
    if found.complaint.person_id:
        return []
    return [fields.field("person", "Who", fields.person(wanted.person), words)]


def _deduction(circle: Circle, wanted: Wanted, words: Words) -> list[dict[str, Any]]:
    """Ask what it is logged as, of which day and why, and for how much."""
    what = fields.choice(groups=entry_form.groups(circle, words), initial=wanted.code)
    note_hint = N_("What happened, for the person to read.")
    points = fields.line("" if wanted.points is None else str(wanted.points), longest=10)
    points_hint = N_("Leave empty for the rubric's own points.")
    return [
        fields.field("item", "What", what, words),
        fields.field("day", "When", fields.day(wanted.day), words),
        fields.field("note", "Note", fields.text(wanted.note), words, hint=note_hint),
        fields.field("points", "Points", points, words, optional=True, hint=points_hint),
    ]


def _blocks(
    filled: Filled, teams: Sequence[Team], today: date, words: Words
) -> list[dict[str, Any]]:
    return [
        fields.field(
            "person",
            "Who",
            fields.person(filled.person),
            words,
            optional=True,
            hint=N_("Leave empty while nobody knows."),
        ),
        *_team(teams, words),
        fields.field(
            "category", "About", _terms(CATEGORIES, filled.category or "other", words), words
        ),
        fields.field("severity", "Severity", _terms(SEVERITIES, filled.severity, words), words),
        fields.field(
            "source", "Came by", _terms(SOURCES, filled.source, words), words, optional=True
        ),
        fields.field("day", "When", fields.day(today), words),
        fields.field(
            "note",
            "Note",
            fields.text(filled.note, longest=_LONGEST_NOTE),
            words,
            optional=True,
            hint=N_("What the customer says. The person it is about can read this."),
        ),
        fields.field("ref", "Ticket, call or link", fields.line(filled.ref), words, optional=True),
    ]


def _team(teams: Sequence[Team], words: Words) -> list[dict[str, Any]]:
    """Ask for the team only where somebody answers for several."""
    if len(teams) <= 1:
        return []
    options = [(team.name, team.name) for team in teams]
    hint = N_("Needed only while nobody knows who it was.")
    return [fields.field("team", "Team", fields.choice(options), words, optional=True, hint=hint)]


def _terms(terms: Sequence[Term], chosen: str, words: Words) -> dict[str, Any]:
    options = [(term.code, words.text(term.label)) for term in terms]
    return fields.choice(options, initial=chosen)


def _day(request: Request) -> date:
    typed = request.values.get("day")
    return date.fromisoformat(typed) if typed else request.today
