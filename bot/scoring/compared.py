"""A comparison of two rubrics in plain lines, for a terminal."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from bot.scoring import wording
from bot.scoring.compare import Change, compare
from bot.scoring.entries import Loggable, Measure
from bot.scoring.outcome import GradeRow
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text

Thing = TypeVar("Thing")

ALIKE = Text(en="They score alike.", zh="两者计分相同。")
CORE = Text(
    en="Core weights change; they should stay about where they are:",
    zh="核心权重有变动，核心权重应保持相对稳定：",
)
WEIGHTS = Text(en="Weights", zh="权重")
LINES = Text(en="Lines", zh="考核项")
REWORKED = Text(en="Scored by another rule or scale", zh="计分规则或尺度不同")
TO_LOG = Text(en="To log", zh="可记录的扣分和加分")
TO_RECORD = Text(en="To record", zh="可录入的数据")
GRADES = Text(en="Grades", zh="等级")
TOTALS = Text(
    en="What follows from the total is another thing too: limits, conditions, pay or the year.",
    zh="总分之后的规则也不同：限值、条件、薪酬或年度规则。",
)
WORDING = Text(en="Wording", zh="措辞")
NEW, GONE = Text(en="new", zh="新增"), Text(en="gone", zh="取消")


def lines(before: Rubric, after: Rubric, language: str) -> Iterator[str]:
    """Yield what `after` counts otherwise than `before`: a heading a kind, a line a change."""
    found = compare(before, after)
    yield f"{_named(before, language)} → {_named(after, language)}"
    if not found:
        yield ALIKE.in_(language)
    yield from _part(CORE, found.core, wording.number, language)
    yield from _part(WEIGHTS, found.sections, wording.number, language)
    scored = [change for change in found.lines if change.was or change.now]
    yield from _part(LINES, scored, wording.number, language)
    if found.reworked:
        yield REWORKED.in_(language)
    yield from (f"  {one.in_(language)}" for one in found.reworked)
    yield from _part(TO_LOG, found.entries, _price, language)
    yield from _part(TO_RECORD, found.measures, lambda one: _scale(one, language), language)
    yield from _part(GRADES, found.grades, _bound, language)
    if found.totals:
        yield TOTALS.in_(language)
    if found.wording:
        yield WORDING.in_(language)
    for one in found.wording:
        was, now = one.in_(language)
        of = f"{one.of.in_(language)}: " if one.of else ""
        yield f"  {of}{was} → {now}"


def _named(rubric: Rubric, language: str) -> str:
    return f"{rubric.label.in_(language)} ({rubric.id} v{rubric.version})"


def _part(
    title: Text,
    changes: Sequence[Change[Thing]],
    write: Callable[[Thing], str],
    language: str,
) -> Iterator[str]:
    if changes:
        yield title.in_(language)
    for one in changes:
        label = one.label.in_(language)
        if one.was is None or one.now is None:
            word, value = (GONE, one.was) if one.now is None else (NEW, one.now)
            said = "" if value is None else write(value)
            yield f"  {label}: {word.in_(language)} {said}".rstrip()
        else:
            yield f"  {label}: {write(one.was)} → {write(one.now)}"


def _price(entry: Loggable) -> str:
    points = wording.number(Fraction(entry.points))
    if entry.least == entry.most:
        return points
    return (
        f"{points} ({wording.number(Fraction(entry.least))}…{wording.number(Fraction(entry.most))})"
    )


def _scale(measure: Measure, language: str) -> str:
    """Return the levels of a scale or the range of a number; nothing where it has neither."""
    if measure.levels:
        return ", ".join(
            f"{level.label.in_(language)} {wording.number(Fraction(level.points))}"
            for level in measure.levels
        )
    if measure.least is None or measure.most is None:
        return "" if measure.unit is None else measure.unit.in_(language)
    ends = (measure.least, measure.most)
    return "…".join(wording.number(Fraction(end)) for end in ends)


def _bound(row: GradeRow) -> str:
    return "–" if row.from_ is None else f"≥ {wording.number(Fraction(row.from_))}"
