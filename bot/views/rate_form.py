"""The form in which people rate: a field for each item, a page for so many of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.models import Person
from bot.scoring.entries import Level, Measure
from bot.scoring.kinds.levels import RATERS
from bot.scoring.text import Text
from bot.views import fields
from bot.views.fields import View
from bot.words import Words, escape

_MOST_HINT = 2000
_MOST_LABEL = 2000


@dataclass(frozen=True)
class Question:
    """An item to be rated as one kind of rater: what is looked at, and what was said before.

    `section` is the item's on the card, if it has one; `given` is a level's code, or a number as
    it is typed.
    """

    rater: str
    measure: Measure
    section: Text | None = None
    about: Text | None = None
    given: str = ""

    @property
    def block(self) -> str:
        """The field's name in the form."""
        return f"{self.rater}:{self.measure.code}"


@dataclass(frozen=True)
class Sheet:
    """One page of what somebody is asked about a person's month."""

    person: Person
    day: date
    today: date
    questions: Sequence[Question]
    page: int = 1
    pages: int = 1


def filled(sheet: Sheet) -> View:
    """Return the form with what the rater gave before."""
    meta = {"person": sheet.person.id, "day": sheet.day.isoformat(), "page": sheet.page}
    return lambda words: fields.form(
        "rate", "Rate", _blocks(sheet, words), words, meta=json.dumps(meta)
    )


def _blocks(sheet: Sheet, words: Words) -> list[dict[str, Any]]:
    voices = list(dict.fromkeys(question.rater for question in sheet.questions))
    several = len({question.section for question in sheet.questions}) > 1
    context = {
        "name": sheet.person.name,
        "day": sheet.day,
        "today": sheet.today,
        "voices": [RATERS[voice] for voice in voices],
        "page": sheet.page,
        "pages": sheet.pages,
    }
    blocks = [fields.said(words.say("rate.form_head", context))]
    before = None
    for one in sheet.questions:
        section = one.section
        if several and section not in (None, before, one.measure.label):
            blocks.append(fields.said(f"*{escape(words.text(section))}*"))
        before = section
        blocks.append(_field(one, words, several=len(voices) > 1))
    return blocks


def _field(question: Question, words: Words, *, several: bool) -> dict[str, Any]:
    measure = question.measure
    label = words.text(measure.label)
    if several:
        label += f" · {words.text(RATERS[question.rater])}"
    if measure.levels:
        options = [(level.code, _level(level, words)) for level in measure.levels]
        element = fields.choice(options, initial=question.given)
    else:
        element = fields.line(question.given, longest=20)
    return fields.field(
        question.block,
        label[:_MOST_LABEL],
        element,
        words,
        optional=True,
        hint=_hint(question, words)[:_MOST_HINT],
    )


def _level(level: Level, words: Words) -> str:
    return f"{words.text(level.label)} ({words.number(level.points)})"


def _hint(question: Question, words: Words) -> str:
    """Return the range of a number and what is looked at."""
    measure, parts = question.measure, []
    if not measure.levels and measure.least is not None and measure.most is not None:
        parts.append(f"{words.number(measure.least)} – {words.number(measure.most)}")
    if question.about is not None:
        parts.append(words.text(question.about))
    return " · ".join(parts)
