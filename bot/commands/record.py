"""/record: figures, survey levels and ratings, which a rubric asks for beside conduct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel import Session

from bot import history, measures, menu, roster
from bot.commands import (
    figures,
    help_,
    offers,
    plans,
    questions,
    record_back,
    record_csv,
    record_list,
    recording,
    whom,
)
from bot.errors import UserError
from bot.history import MEASURE
from bot.menu import Circle
from bot.messages import Reply, reply
from bot.parts import Button, Say
from bot.reading import grammar, ids
from bot.reading.grammar import Record
from bot.reading.tokens import clean
from bot.scoring.entries import Measure
from bot.scoring.kinds.levels import RATERS
from bot.slack import Command, FieldError, Form, Request
from bot.views import record_form

Verb = Callable[[Session, Request, str], Reply]

_MOST_BUTTONS = 10


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says; a line without a verb is something to record."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("record", request)
    if not verb:
        return _empty(session, request)
    if not rest and (read := ids.read_id(verb)) and read[0] == "M":
        return _show(session, request, read[1])
    chosen = VERBS.get(verb)
    return chosen(session, request, rest) if chosen else _record(session, request)


def _empty(session: Session, request: Request) -> Reply:
    """Open the form; who records nothing sees what was recorded about her."""
    if not request.by.supervises:
        return record_list.show(session, request, "")
    return Reply(
        form=record_form.filled(_circle(session, request), record_form.Filled(request.today))
    )


def _circle(session: Session, request: Request) -> Circle:
    return menu.circle(session, by=request.by, day=request.today, kind=MEASURE)


def _record(session: Session, request: Request) -> Reply:
    """Carry out `/record @mira calls 590 yesterday`; without a figure the form opens."""
    circle = _circle(session, request)
    line = _read(request, circle)
    record = replace(line.record, options={})
    asked = questions.about(record, kind=MEASURE, command="record")
    if asked is not None:
        return asked
    if not line.figure:
        return Reply(form=record_form.filled(circle, _start(record, request)))
    plan = _plan(session, request, line)
    if plan.reasons:
        return recording.ask(session, request, plan)
    return recording.write(session, request, plan)


def _read(request: Request, circle: Circle) -> figures.Line:
    try:
        return figures.read(request.words, circle, today=request.today, me=request.by.person.id)
    except UserError as error:
        if error.name == "ambiguous_date":
            raise questions.which_day(error, request.words, "record") from None
        raise


def _start(record: Record, request: Request) -> record_form.Filled:
    """Return the form's beginning: what the line says without a figure."""
    return record_form.Filled(
        day=record.when.day if record.when else request.today,
        people=tuple(target.id for target in record.targets if target.kind == "person"),
        code=record.item.item.code if record.item else "",
        note=record.note,
    )


def _plan(session: Session, request: Request, line: figures.Line) -> recording.Plan:
    """Return what the line records; raise UserError for whom or what it cannot."""
    record, options = line.record, dict(line.record.options)
    rater = options.pop("by", "")
    if options or record.flags:
        word = next(iter([*options, *record.flags]))
        raise UserError("unknown_record_option", word=word)
    if record.item is None:
        raise UserError("which_measure")
    typed = record.item.typed if record.item.how == "typo" else ""
    found = []
    for person in whom.people_of(session, request, record):
        try:
            reading, misspelt = recording.reading_of(
                session,
                request,
                person=person,
                code=record.item.item.code,
                figure=line.figure,
                day=plans.day_of(session, request, record, person),
                rater=rater,
                note=record.note,
            )
        except UserError as error:
            raise _with_levels(request, line, error) from None
        typed = line.figure if misspelt else typed
        found += [reading] * _times(reading.measure, record.count)
    return recording.Plan(tuple(found), recording.reasons(session, request, found), typed)


def _times(measure: Measure, count: int) -> int:
    if count > 1 and measure.collect == "replace":
        raise UserError("one_a_month", measure=measure)
    return count


def _with_levels(request: Request, line: figures.Line, error: UserError) -> UserError:
    """Add a button for each level to the refusal of one that is not on the scale."""
    if error.name != "unknown_level":
        return error
    typed = line.record.typed
    buttons = tuple(
        Button(
            "%(level)s",
            "record",
            typed.replace(line.figure, level.code, 1),
            context={"level": request.words_of.text(level.label)},
        )
        for level in error.context["measure"].levels[:_MOST_BUTTONS]
    )
    return UserError(error.name, **error.context, buttons=buttons)


def _form(session: Session, request: Request, rest: str) -> Reply:
    """Open the form with the typed words in the note, so that they are not lost."""
    filled = record_form.Filled(day=request.today, note=clean(rest))
    return Reply(form=record_form.filled(_circle(session, request), filled))


def _unread(session: Session, request: Request, rest: str) -> Reply:
    """Refuse a file that could not be read as text."""
    del session, request, rest
    raise UserError("file_unread", buttons=(Button("Paste the lines", "record", "csv"),))


def _csv(session: Session, request: Request, rest: str) -> Reply:
    """Open the paste box, or preview the lines that follow."""
    circle = _circle(session, request)
    if rest.strip():
        return record_csv.preview(session, request, circle, rest)
    return Reply(form=record_form.paste_box())


def _cancel(session: Session, request: Request, rest: str) -> Reply:
    offers.drop(session, request, "record", rest)
    return reply("record.cancelled", replaces=True)


def _show(session: Session, request: Request, number: int) -> Reply:
    """`M-1042`: what was recorded, by whom, and what became of it.

    Who is rated by colleagues reads that it was one of them, and not who.
    """
    entry = measures.entry_of(session, by=request.by, number=number)
    contra = history.reversal(session, entry=entry)
    by = roster.person(session, workspace=request.workspace, user=entry.by_id)
    said = record_list.described(session, request, entry)
    state = {
        "how": "" if contra is None else contra.kind,
        "by": by.name,
        "rater": RATERS[entry.rater] if measures.is_anonymous(entry, to=request.by) else None,
        "note": entry.note,
    }
    return Reply((Say("record.shown", said | state),))


VERBS: Mapping[str, Verb] = {
    "list": record_list.show,
    "列表": record_list.show,
    "undo": record_back.undo,
    "撤销": record_back.undo,
    "void": record_back.void,
    "作废": record_back.void,
    "csv": _csv,
    "file": _unread,
    "import": _csv,
    "导入": _csv,
    "form": _form,
    "confirm": recording.confirm,
    "cancel": _cancel,
}


def submit(session: Session, request: Request) -> Reply:
    """Record what the form was filled with."""
    wanted = record_form.wanted_of(request)
    people = [roster.person(session, workspace=request.workspace, user=it) for it in wanted.people]
    found = []
    for person in people:
        try:
            reading, _ = recording.reading_of(
                session,
                request,
                person=person,
                code=wanted.code,
                figure=wanted.figure,
                day=wanted.day,
                note=wanted.note,
            )
        except UserError as error:
            raise record_form.placed(error) from None
        found.append(reading)
    doubts = [why for why in recording.reasons(session, request, found) if why == "duplicate"]
    plan = recording.Plan(tuple(found), tuple(doubts))
    if doubts:
        return recording.ask(session, request, plan)
    return recording.write(session, request, plan)


def submit_csv(session: Session, request: Request) -> Reply:
    """Preview the pasted lines."""
    circle = _circle(session, request)
    try:
        return record_csv.preview(session, request, circle, request.values["lines"])
    except UserError as error:
        raise FieldError("lines", error.name, **error.context) from None


COMMAND = Command("record", run)
FORMS = (
    Form("record", submit),
    Form("record_csv", submit_csv),
    Form("record_void", record_back.submit),
)
