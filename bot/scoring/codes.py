"""A rubric's codes in plain lines, for whoever writes a file of entries: docs/facts.md."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from bot.scoring import wording
from bot.scoring.entries import Loggable, Measure
from bot.scoring.item import Item
from bot.scoring.rubric import Rubric
from bot.scoring.terminal import padded
from bot.scoring.text import Text

LABEL_WIDTH = 40
CODE_WIDTH = 24
COLUMN_WIDTH = 10

NO_POINTS = Text(en="no points", zh="不计分")
COUNTED = Text(en="is counted", zh="计次")
SHARED = Text(en="Read by several lines", zh="多个考核项共用的数据")
GRADES = Text(en="Grades", zh="等级")


def lines(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield each line of the rubric with its points and rule, and under it what is written for it.

    Of each code: the column it is written in, what may stand there, its aliases.
    """
    yield f"{rubric.label.in_(language)} ({rubric.id} v{rubric.version}, {rubric.source})"
    for section in rubric.sections:
        yield ""
        yield section.label.in_(language)
        for item in rubric.items:
            if item.section == section.id:
                yield from _item(item, language)
    if rubric.shared:
        yield from ("", SHARED.in_(language))
        yield from (_measure(row.measure(), language) for row in rubric.shared)
    if rubric.bonuses:
        yield from ("", rubric.bonuses.label.in_(language))
        yield from (_entry(entry, language) for entry in rubric.bonuses.entries)
    if rubric.grades:
        yield from ("", f"{GRADES.in_(language)}: {_grades(rubric)}")


def _item(item: Item, language: str) -> Iterator[str]:
    line = item.line
    points = wording.number(item.of) if line.is_scored else NO_POINTS.in_(language)
    read = f" ← {', '.join(line.uses)}" if line.uses else ""
    label = padded(line.label.in_(language), LABEL_WIDTH)
    yield f"  {label} {points} · {line.id} · {line.rule}{read}"
    yield from (_entry(entry, language) for entry in line.entries)
    yield from (_measure(measure, language) for measure in line.measures(item.scale))


def _entry(entry: Loggable, language: str) -> str:
    points = _number(entry.points) if entry.points else COUNTED.in_(language)
    span = f" ({_span(entry.least, entry.most)})" if entry.least != entry.most else ""
    what = f"{entry.label.in_(language)} {points}{span}"
    return _code(entry.code, "count", what, entry.aliases)


def _measure(measure: Measure, language: str) -> str:
    """Write a measure; a time limit stands for its two levels."""
    column = {"number": "value", "level": "level", "rating": "rating"}[measure.kind]
    said = [measure.label.in_(language)]
    if measure.limit is not None:
        column = "value"
        said.append(f"≤ {_number(measure.limit.amount)} {measure.limit.unit}")
    elif measure.levels:
        said.append(", ".join(f"{it.code} {_number(it.points)}" for it in measure.levels))
    if measure.least is not None and measure.most is not None:
        said.append(_span(measure.least, measure.most))
    if measure.unit is not None:
        said.append(measure.unit.in_(language))
    if measure.raters:
        said.append(f"by {', '.join(measure.raters)}")
    return _code(measure.code, column, " · ".join(said), measure.aliases)


def _code(code: str, column: str, what: str, aliases: Sequence[str]) -> str:
    named = f" ({', '.join(aliases)})" if aliases else ""
    return f"      {padded(code, CODE_WIDTH)} {padded(column, COLUMN_WIDTH)} {what}{named}"


def _span(least: Decimal, most: Decimal) -> str:
    return f"{_number(least)}…{_number(most)}"


def _number(value: Decimal) -> str:
    return wording.number(Fraction(value))


def _grades(rubric: Rubric) -> str:
    return ", ".join(
        row.code if row.from_ is None else f"{row.code} ≥ {_number(row.from_)}"
        for row in rubric.grades
    )
