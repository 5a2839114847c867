"""Taking a complaint in: read the line, ask what must be asked, write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from bot import casebook, complaints, rights, roster
from bot.casebook import Case
from bot.commands import case_shown, offers, questions
from bot.complaint_terms import CATEGORIES, SEVERITIES, SOURCES, Term, find
from bot.complaints import Report
from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.models import Person
from bot.parts import Button, Buttons, Say
from bot.reading import grammar
from bot.reading.grammar import Record
from bot.reading.tokens import clean
from bot.slack import Request

_MOST_BUTTONS = 10
_NOBODY_YET = frozenset({"unknown", "nobody", "未知", "不明"})
_KEYS = {
    "sev": "severity",
    "severity": "severity",
    "src": "source",
    "source": "source",
    "via": "source",
    "team": "team",
    "about": "category",
    "category": "category",
}


def read(session: Session, request: Request) -> Reply:
    """Carry out `open @mira billing sev:major src:email #CASE-991 -- note`."""
    if not request.by.supervises:
        raise UserError("supervisors_only")
    line = clean(request.words)
    typed, severity, unknown = _set_apart(line)
    record = _read(session, request, typed)
    if record.unknown and record.item is None and not record.doubtful:
        raise _no_category(request, record, line)
    asked = questions.doubts(replace(record, typed=line, options={}), command="complaint")
    if asked is not None:
        return asked
    person = _person(session, request, record)
    if person is None and not unknown:
        raise Usage("complaint")
    try:
        report = _report(session, request, record, person, severity)
    except UserError as error:
        raise _with_teams(error, line) from None
    return take_in(session, request, report)


def take_in(session: Session, request: Request, report: Report) -> Reply:
    """Write the complaint down, or ask first when its reference is known already."""
    same = casebook.cases(session, by=request.by, ref=report.ref) if report.ref else []
    if same:
        return _ask_again(session, request, report, same)
    return _write(session, request, report)


def confirm(session: Session, request: Request, kept: dict[str, Any]) -> Reply:
    """Write down what the card offered although its reference is known."""
    said = kept["report"]
    person = None
    if said["person"]:
        person = roster.person(session, workspace=request.workspace, user=said["person"])
    report = Report(
        person=person,
        team=roster.team(session, workspace=request.workspace, team_id=said["team"]),
        category=said["category"],
        severity=said["severity"],
        source=said["source"],
        day=date.fromisoformat(said["day"]),
        ref=said["ref"],
        note=said["note"],
    )
    return replace(_write(session, request, report), replaces=True)


def _read(session: Session, request: Request, typed: str) -> Record:
    try:
        return grammar.read(
            typed,
            people=roster.called(session, workspace=request.workspace),
            items=CATEGORIES,
            today=request.today,
            me=request.by.person.id,
            nearby=rights.in_scope(session, actor=request.by, day=request.today),
        )
    except UserError as error:
        if error.name == "ambiguous_date":
            raise questions.which_day(error, request.words, "complaint") from None
        raise


def _set_apart(line: str) -> tuple[str, str, bool]:
    """Take a bare `major`, and `unknown` for the person, out of the line's head."""
    head, _ = grammar.split_note(line)
    kept, severity, unknown = [], "", False
    for word in head.split():
        term = find(word, SEVERITIES)
        if term is not None:
            severity = term.code
        elif word.casefold() in _NOBODY_YET:
            unknown = True
        else:
            kept.append(word)
    return " ".join([*kept, line[len(head) :]]), severity, unknown


def _no_category(request: Request, record: Record, line: str) -> UserError:
    """Return the refusal of words that are no category, with those they resemble."""
    typed = " ".join(record.unknown)
    near = [term for term in CATEGORIES if term in record.near]
    buttons = [
        Button(
            "%(name)s",
            "complaint",
            f"open {line.replace(typed, term.code, 1)}",
            context={"name": request.words_of.text(term.label)},
        )
        for term in near
    ]
    form = Button("Open the form", "complaint", f"form {line}")
    return UserError(
        "unknown_term", word=typed, what="category", terms=CATEGORIES, buttons=(*buttons, form)
    )


def _with_teams(error: UserError, line: str) -> UserError:
    """Add a button for each team to the refusal of a line that leaves it open."""
    if error.name != "which_team":
        return error
    buttons = tuple(
        Button("%(name)s", "complaint", f'open team:"{name}" {line}', context={"name": name})
        for name in error.context["teams"][:_MOST_BUTTONS]
    )
    return UserError(error.name, **error.context, buttons=buttons)


def _person(session: Session, request: Request, record: Record) -> Person | None:
    targets = record.targets
    if len(targets) > 1 or any(target.kind == "group" for target in targets):
        raise UserError("complaint_one_person")
    if not targets:
        return None
    return roster.person(session, workspace=request.workspace, user=targets[0].id)


def _report(
    session: Session, request: Request, record: Record, person: Person | None, severity: str
) -> Report:
    """Return the report; raise UserError for options that a complaint has not."""
    if record.points is not None or record.count > 1 or record.flags:
        raise UserError("complaint_holds_none")
    said = {}
    for key, value in record.options.items():
        if key not in _KEYS:
            raise UserError("unknown_complaint_option", word=f"{key}:")
        said[_KEYS[key]] = value
    day = record.when.day if record.when else request.today
    team = complaints.team_for(
        session, by=request.by, person=person, day=day, named=said.get("team", "")
    )
    category = record.item.item.code if record.item else "other"
    return Report(
        person=person,
        team=team,
        category=_code(said, "category", CATEGORIES) or category,
        severity=_code(said, "severity", SEVERITIES) or severity or "minor",
        source=_code(said, "source", SOURCES),
        day=day,
        ref=record.ref,
        note=record.note,
    )


def _code(said: dict[str, str], key: str, terms: Sequence[Term]) -> str:
    """Return the code of the term that was typed; raise UserError that lists them all."""
    typed = said.get(key, "")
    term = find(typed, terms) if typed else None
    if typed and term is None:
        raise UserError("unknown_term", word=typed, what=key, terms=terms)
    return term.code if term else ""


def _write(session: Session, request: Request, report: Report) -> Reply:
    opened = complaints.open_case(
        session, by=request.by, report=report, at=request.at, key=request.key
    )
    return case_shown.of(session, request, opened, head="complaint.opened")


def _ask_again(session: Session, request: Request, report: Report, same: Sequence[Case]) -> Reply:
    kept = {
        "person": report.person.id if report.person else "",
        "team": report.team.id,
        "category": report.category,
        "severity": report.severity,
        "source": report.source,
        "day": report.day.isoformat(),
        "ref": report.ref,
        "note": report.note,
    }
    number = offers.keep(session, request, "complaint", {"report": kept})
    first = casebook.id_of(same[0].complaint)
    buttons = (
        Button("Open another", "complaint", f"confirm {number}"),
        Button("Show %(id)s", "complaint", first, context={"id": first}),
        Button("Cancel", "complaint", f"cancel {number}"),
    )
    said = {"id": first, "ref": report.ref}
    return Reply((Say("complaint.same_reference", said), Buttons(buttons)))
