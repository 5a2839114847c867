"""The forms for measures: one figure for one or more people, a paste box, a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.errors import UserError
from bot.menu import Circle
from bot.models import Entry
from bot.scoring.entries import Measure
from bot.slack import FieldError, Request
from bot.views import fields
from bot.views.fields import View
from bot.words import N_, Words

_MOST_PEOPLE = 50
_LONGEST_OPTION = 75
_PLACES = {
    "two_figures": "figure",
    "bad_value": "figure",
    "value_out_of_range": "figure",
    "value_too_fine": "figure",
    "level_needed": "figure",
    "unknown_level": "figure",
    "future_date": "day",
    "month_closed": "day",
    "no_rubric": "day",
}


@dataclass(frozen=True)
class Filled:
    """What a form starts with, or was filled with."""

    day: date
    people: tuple[str, ...] = ()
    code: str = ""
    figure: str = ""
    note: str = ""


def filled(circle: Circle, start: Filled) -> View:
    """Return the form with what was understood filled in."""
    return lambda words: fields.form(
        "record", "Record a figure", _blocks(circle, start, words), words
    )


def wanted_of(request: Request) -> Filled:
    """Return what the form was filled with; raise FieldError for nobody, or too many."""
    values = request.values
    people = tuple(values.get("people") or ())
    if not people:
        raise FieldError("people", "nobody_chosen")
    if len(people) > _MOST_PEOPLE:
        raise FieldError("people", "too_many_people", limit=_MOST_PEOPLE)
    typed = values.get("day")
    return Filled(
        day=date.fromisoformat(typed) if typed else request.today,
        people=people,
        code=values["measure"],
        figure=(values.get("figure") or "").strip(),
        note=(values.get("note") or "").strip(),
    )


def placed(error: UserError) -> FieldError:
    """Return the refusal at the field it is about."""
    return FieldError(_PLACES.get(error.name, "people"), error.name, **error.context)


def paste_box() -> View:
    """Return the form that takes the lines of a CSV file."""
    return lambda words: fields.form(
        "record_csv",
        "Import figures",
        [
            fields.field(
                "lines",
                "Lines with a header",
                fields.text(longest=3000),
                words,
                hint=N_(
                    "person,measure,value,date: any order, English or Chinese. "
                    "Nothing is written before you have seen it."
                ),
            )
        ],
        words,
    )


def for_voiding(entry: Entry) -> View:
    """Return the form that asks why a record is struck out."""
    return lambda words: fields.form(
        "record_void",
        "Void a record",
        [fields.field("note", "Reason", fields.text(), words)],
        words,
        meta=json.dumps({"number": entry.number}),
    )


def _blocks(circle: Circle, start: Filled, words: Words) -> list[dict[str, Any]]:
    options = [
        (choice.code, _described(choice.item, words))
        for choice in circle.choices
        if isinstance(choice.item, Measure)
    ]
    return [
        fields.field("people", "Who", fields.people(start.people), words),
        fields.field("measure", "What", fields.choice(options, initial=start.code), words),
        fields.field(
            "figure",
            "Figure",
            fields.line(start.figure, longest=40),
            words,
            hint=N_("A number such as 590 or 4.6, or a level such as very satisfied."),
        ),
        fields.field("day", "When", fields.day(start.day), words),
        fields.field("note", "Note", fields.text(start.note), words, optional=True),
    ]


def _described(measure: Measure, words: Words) -> str:
    """Return a measure's label with its unit, or the ends of its scale."""
    label = words.text(measure.label)
    if measure.levels:
        first, last = measure.levels[0], measure.levels[-1]
        label += f" ({words.text(first.label)} … {words.text(last.label)})"
    elif measure.unit is not None:
        label += f" ({words.text(measure.unit)})"
    return label[:_LONGEST_OPTION]
