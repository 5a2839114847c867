"""The figure or level in a record line, set apart from whom and what the line is about.

A number may also be a day (`19 nov`) or part of an item's name, and a level may be the very word
an item is called by; so days and whole names of measures are left where they are, and what else
looks like a number, or is a level of any scale in the rubric, is the figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from bot import measures
from bot.errors import UserError
from bot.menu import Circle
from bot.reading import grammar, items
from bot.reading.dates import read_day
from bot.reading.grammar import Record
from bot.reading.options import plain_number
from bot.reading.tokens import Token, clean, tokens
from bot.scoring.entries import Level, Measure
from bot.scoring.kinds.clock import judge
from bot.spelling import words_of
from bot.words import Words

_LONGEST = 6
_NUMBER = re.compile(
    r"(?P<number>[+−-]?(?:\d+(?:[.,]\d+)?(?:e[+-]?\d+)?|\.\d+|nan|inf(?:inity)?))(?P<unit>\D*)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"([+−-]?[1-9]\d{0,2}),(\d{3}(?:[.,]\d+)*)\D*")
_TIMES = re.compile(r"\d+次")


@dataclass(frozen=True)
class Line:
    """A record, and the figure or level that was typed beside it; empty where there is none."""

    record: Record
    figure: str


@dataclass(frozen=True)
class Figure:
    """What a measure takes: a number, or the code of a level, perhaps from a misspelt word."""

    value: Decimal | None = None
    level: str = ""
    misspelt: bool = False


@dataclass(frozen=True)
class Scale:
    """A level as something that words are matched against."""

    level: Level
    critical: bool = False

    @property
    def code(self) -> str:
        """The rubric's code."""
        return self.level.code

    @property
    def names(self) -> tuple[str, ...]:
        """The code, the aliases and the label in both languages."""
        level = self.level
        return (level.code, *level.aliases, level.label.en, level.label.zh)


@dataclass(frozen=True)
class _Book:
    """What a word is looked up in: measures, the levels of all scales, and units."""

    measures: items.Catalogue
    levels: frozenset[str]
    units: frozenset[str]
    today: date


def read(text: str, circle: Circle, *, today: date, me: str) -> Line:
    """Return the record of a line and its figure.

    Raise UserError as `grammar.read` does, and `two_figures` for a line with two.
    """
    cleaned = clean(text)
    head, _ = grammar.split_note(cleaned)
    kept, figures = _set_apart(tokens(head), _book(circle, today))
    if len(figures) > 1:
        raise UserError("two_figures", one=figures[0], two=figures[1])
    record = grammar.read(
        " ".join([*(token.typed for token in kept), cleaned[len(head) :]]),
        people=circle.people,
        items=circle.choices,
        today=today,
        me=me,
        nearby=circle.scope,
    )
    return _completed(replace(record, typed=cleaned), figures[0] if figures else "")


def figure_of(measure: Measure, typed: str) -> Figure:
    """Return what the typed figure says of this measure.

    A duration becomes a level by the measure's limit. Raise UserError that names the range and
    the unit of a number, or the levels of a scale; for `1,250`, too, which is 1250 or 1.25.
    """
    thousands = _THOUSANDS.fullmatch(typed)
    if thousands is not None:
        raise UserError("two_figures", one=thousands[1], two=thousands[2])
    number = _NUMBER.fullmatch(typed)
    if measure.limit is not None and number is not None:
        bare = replace(measure, levels=(), least=Decimal(0))
        elapsed = measures.number(plain_number(number["number"]), bare)
        return Figure(level=judge(measure.limit, elapsed))
    if measure.levels and (number is None or measure.least is None or typed in measure.by_level):
        return _level(measure, typed)
    word = plain_number(number["number"]) if number is not None else typed
    return Figure(value=measures.number(word, measure))


def shown(words: Words, measure: Measure, value: Decimal | None, level: str) -> str:
    """Return a figure as people read it, exactly: `4.6 of 5`, `Very satisfied`."""
    if value is None:
        known = measure.by_level.get(level)
        return level if known is None else words.text(known.label)
    written = format_decimal(value, format="#,##0.####", locale=words.language).replace("-", "−")
    return written if measure.unit is None else f"{written} {words.text(measure.unit)}"


def _completed(record: Record, figure: str) -> Line:
    """Take what grammar read as points, or did not understand, for the figure if there is none."""
    points = None if record.points is None else f"{record.points:f}"
    if points is not None and figure and points != figure:
        raise UserError("two_figures", one=figure, two=points)
    record = replace(record, points=None)
    if figure or points:
        return Line(record, figure or points or "")
    if record.item is not None and record.unknown and not record.doubtful:
        return Line(replace(record, unknown=()), " ".join(record.unknown))
    return Line(record, "")


def _book(circle: Circle, today: date) -> _Book:
    every = [choice.item for choice in circle.choices if isinstance(choice.item, Measure)]
    names = [name for it in every for level in it.levels for name in Scale(level).names]
    units = [side for it in every if it.unit for side in (it.unit.en, it.unit.zh)]
    return _Book(
        items.catalogue(circle.choices),
        frozenset(map(_folded, names)),
        frozenset(map(_folded, units)),
        today,
    )


def _set_apart(found: Sequence[Token], book: _Book) -> tuple[list[Token], list[str]]:
    """Part the tokens into those to be read as a record, and the figures among them."""
    kept: list[Token] = []
    figures: list[tuple[str, Sequence[Token]]] = []
    at = 0
    while at < len(found):
        taken, figure = _reading(_words(found[at:]), book)
        piece = found[at : at + taken]
        if figure:
            figures.append((figure, piece))
        else:
            kept += piece
        at += taken
    if len(figures) > 1:  # `very satisfied 3次`: the number says how often
        kept += [token for _, piece in figures for token in piece if _TIMES.fullmatch(token.text)]
        figures = [one for one in figures if not _TIMES.fullmatch(one[1][0].text)]
    return kept, [figure for figure, _ in figures]


def _words(found: Sequence[Token]) -> list[str]:
    """Return the plain words at the front."""
    words = []
    for token in found[:_LONGEST]:
        if token.kind != "word":
            break
        words.append(token.text)
    return words


def _reading(words: Sequence[str], book: _Book) -> tuple[int, str]:
    """Return how many words belong together at the front, and the figure they are, if any."""
    if not words:
        return 1, ""
    day = read_day(words, today=book.today)
    if day is not None:
        return day[1], ""
    named = items.exact(words, book.measures)
    level = _run(words, book.levels)
    if level > (named[1] if named else 0):
        return level, " ".join(words[:level])
    if named is not None:
        return named[1], ""
    number = _NUMBER.fullmatch(words[0])
    if number is None or not _is_unit(number["unit"], book):
        return 1, ""
    unit = 0 if items.exact(words[1:], book.measures) else _run(words[1:], book.units)
    return 1 + unit, plain_number(number["number"])


def _run(words: Sequence[str], known: frozenset[str]) -> int:
    """Return how many words at the front are one of the known names, the longest run."""
    runs = range(len(words), 0, -1)
    return next((count for count in runs if _folded(" ".join(words[:count])) in known), 0)


def _is_unit(typed: str, book: _Book) -> bool:
    return typed in ("", "%") or _folded(typed) in book.units


def _level(measure: Measure, typed: str) -> Figure:
    words = typed.split()
    found = items.match(words, [Scale(level) for level in measure.levels])
    if found is None or found[1] != len(words):
        raise UserError("unknown_level", word=typed, measure=measure)
    return Figure(level=found[0].item.code, misspelt=found[0].how == "typo")


def _folded(name: str) -> str:
    return "".join(words_of(name))
