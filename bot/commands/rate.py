"""/score rate: people rate people, in a form with the items that are theirs to rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from sqlmodel import Session

from bot import appraisals, appraised, conduct, history, measures, membership, rights, roster
from bot.commands import asked, figures
from bot.errors import UserError
from bot.measures import Reading
from bot.messages import Reply
from bot.models import Entry, Person
from bot.parts import Button, Buttons, Say
from bot.periods import Period, local_day
from bot.rubrics import Version
from bot.scoring.entries import Measure
from bot.scoring.facts import Evidence, gather
from bot.scoring.item import Item
from bot.scoring.kinds.levels import RATERS
from bot.scoring.kinds.line import Line
from bot.scoring.kinds.tables import Choice
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text
from bot.slack import FieldError, Form, Request
from bot.views import rate_form
from bot.views.rate_form import Question, Sheet
from bot.words import N_, Words

_A_PAGE = 40
_PAGE = re.compile(r"(?:^|\s)(?:page|p|第)\s*(\d{1,3})页?$", re.IGNORECASE)


def run(session: Session, request: Request, rest: str) -> Reply:
    """`rate @mira [oct] [page 2]`, `rate me`: open the form; the month before is that of today."""
    turned = _PAGE.search(rest)
    words = rest[: turned.start()] if turned else rest
    wanted = asked.read(session, request, words, command="score")
    if wanted.person is None:
        raise UserError("whom_to_rate")
    day = _day(session, request, wanted.person, wanted.period)
    sheet = _sheet(session, request, wanted.person, day, int(turned[1]) if turned else 1)
    return Reply(form=rate_form.filled(sheet))


def submit(session: Session, request: Request) -> Reply:
    """Record what was given anew or otherwise than before; raise FieldError where it cannot be."""
    person = roster.person(session, workspace=request.workspace, user=request.meta["person"])
    day = date.fromisoformat(request.meta["day"])
    sheet = _sheet(session, request, person, day, int(request.meta["page"]))
    readings = [
        _reading(session, request, sheet, question, str(typed).strip())
        for question in sheet.questions
        if (typed := request.values.get(question.block)) and str(typed).strip() != question.given
    ]
    if not readings and sheet.page == sheet.pages:
        raise FieldError(sheet.questions[0].block, "nothing_rated")
    before = _total(session, request, sheet)
    written = measures.record(
        session, by=request.by, readings=readings, at=request.at, key=request.key
    )
    return _saved(session, request, sheet, [entry for entry, _ in written], before)


def _day(session: Session, request: Request, person: Person, period: Period | None) -> date:
    """Return the day the ratings are of: her last one in the month, today where she works at most.

    Who left within it, or went on to lead, is rated where she is appraised.
    """
    workspace, month = request.workspace, asked.this_month(request)
    month = min(period or month, month)
    try:
        place = appraised.place_in(session, workspace=workspace, person=person, period=month)
    except UserError:
        place = membership.place_on(session, workspace=workspace, person=person, day=request.today)
    team = roster.team(session, workspace=workspace, team_id=place.team_id)
    last = min(month.last, local_day(request.at, team.zone))
    return last if place.until is None else min(last, place.until - timedelta(days=1))


def _sheet(session: Session, request: Request, person: Person, day: date, page: int) -> Sheet:
    """Return a page of what the caller may rate; raise UserError where that is nothing."""
    if person.is_bot or not person.active:
        raise UserError("not_a_person", person=person)
    where = conduct.setting(session, workspace=request.workspace, person=person, day=day)
    voices = measures.voices(request.by, person=person, place=where.place)
    rubric = where.version.rubric
    found = _found(session, person, day, where.version)
    questions = [
        replace(one, rater=voice, measure=narrowed(rubric, one.measure, found))
        for voice in voices
        for one in _rated(rubric)
        if voice in one.measure.raters
    ]
    if not voices:
        leads = asked.supervisors_of(session, request, where.team.id)
        raise UserError("not_yours_to_rate", person=person, leads=leads)
    if not questions:
        raise UserError("nothing_to_rate", person=person, rubric=rubric)
    pages = -(-len(questions) // _A_PAGE)
    number = min(max(page, 1), pages)
    shown = questions[(number - 1) * _A_PAGE : number * _A_PAGE]
    known = measures.ratings(session, by=request.by, person=person, period=Period.of(day))
    given = [replace(one, given=_given(known.get((one.rater, one.measure.code)))) for one in shown]
    return Sheet(person, day, request.today, given, number, pages)


def narrowed(rubric: Rubric, measure: Measure, found: Evidence) -> Measure:
    """Return the measure with the range that the month's data leave to the rater (S12)."""
    line = next((item.line for item in rubric.items if item.line.id == measure.code), None)
    row = line.row(found) if isinstance(line, Choice) else None
    return measure if row is None else replace(measure, least=row.from_, most=row.to)


def in_month(
    session: Session, request: Request, *, person: Person, day: date, measure: Measure
) -> Measure:
    """Return a measure with the range that the person's month leaves to the rater."""
    if measure.kind != "rating" or measure.levels:
        return measure
    where = conduct.setting(session, workspace=request.workspace, person=person, day=day)
    return narrowed(where.version.rubric, measure, _found(session, person, day, where.version))


def _found(session: Session, person: Person, day: date, version: Version) -> Evidence:
    """Return what was recorded of the person in the month of `day`."""
    known = appraisals.facts(
        session, workspace=person.workspace_id, people=[person.id], period=Period.of(day)
    )
    return gather(known[person.id], version.rubric.measure_by_code)


def _rated(rubric: Rubric) -> Iterator[Question]:
    """Yield all that people rate, as nobody's question yet, in the rubric's order."""
    section = {heading.id: heading.label for heading in rubric.headings}
    home = {line.id: item for item in rubric.items for line in _lines(item)}
    about = {line.id: line.about for item in rubric.items for line in _lines(item)}
    for measure in rubric.measures:
        if measure.kind == "rating":
            item = home.get(measure.code)
            label = None if item is None else section[item.section]
            yield Question("", measure, label, about.get(measure.code))


def _lines(item: Item) -> Iterator[Line]:
    yield item.line
    yield from getattr(item.line, "parts", ())


def _given(earlier: Entry | None) -> str:
    """Return what the caller gave before, as the form takes it."""
    if earlier is None:
        return ""
    return earlier.level if earlier.value is None else f"{earlier.value.normalize():f}"


def _reading(
    session: Session, request: Request, sheet: Sheet, question: Question, typed: str
) -> Reading:
    try:
        said = figures.figure_of(question.measure, typed)
        reading = Reading(
            person=sheet.person,
            measure=question.measure,
            day=sheet.day,
            value=said.value,
            level=said.level,
            rater=question.rater,
        )
        measures.check(session, by=request.by, reading=reading, at=request.at)
    except UserError as error:
        raise FieldError(question.block, error.name, **error.context) from None
    return reading


def _total(session: Session, request: Request, sheet: Sheet) -> Fraction | None:
    return appraisals.standing(
        session, workspace=request.workspace, person=sheet.person, period=Period.of(sheet.day)
    ).total


def _saved(
    session: Session,
    request: Request,
    sheet: Sheet,
    entries: Sequence[Entry],
    before: Fraction | None,
) -> Reply:
    """Return what was written; where she stands is said to those who may see it."""
    private = not rights.may_see(
        request.by,
        person=sheet.person.id,
        team_id=entries[0].team_id if entries else -1,
        day=sheet.day,
    )
    context = {
        "name": sheet.person.name,
        "period": Period.of(sheet.day),
        "rows": list(_rows(entries, sheet, request.words_of)),
        "several": len({entry.rater for entry in entries}) > 1,
        "private": private,
        "before": before,
        "after": _total(session, request, sheet),
    }
    buttons = _next_page(sheet) + _undo(entries, private=private)
    said = Say("rate.saved", context)
    return Reply((said, Buttons(buttons)) if buttons else (said,))


def _rows(entries: Sequence[Entry], sheet: Sheet, words: Words) -> Iterator[tuple[Text, Text, str]]:
    """Yield what was rated, as whom, and what was given."""
    asked_for = {one.block: one.measure for one in sheet.questions}
    for entry in entries:
        measure = asked_for[f"{entry.rater}:{entry.code}"]
        given = figures.shown(words, measure, entry.value, entry.level)
        yield measure.label, RATERS[entry.rater], given


def _next_page(sheet: Sheet) -> tuple[Button, ...]:
    if sheet.page == sheet.pages:
        return ()
    words = f"rate <@{sheet.person.id}> {Period.of(sheet.day)} page {sheet.page + 1}"
    return (Button("Next page", "score", words, style="primary"),)


def _undo(entries: Sequence[Entry], *, private: bool) -> tuple[Button, ...]:
    """Return the button that takes the ratings back; a colleague rates again instead."""
    if private or not entries:
        return ()
    first = history.id_of(entries[0])
    if len(entries) > 1:
        return (Button(N_("Undo all"), "record", f"undo all {first}"),)
    return (Button(N_("Undo"), "record", f"undo {first}"),)


FORMS = (Form("rate", submit),)
