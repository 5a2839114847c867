"""Facts in, scorecard out: one line an item, every line explained, nothing rounded."""

from collections.abc import Iterable
from fractions import Fraction

from bot.scoring import wording
from bot.scoring.card import Heading, Line, Scorecard
from bot.scoring.facts import Evidence, Fact, gather
from bot.scoring.figures import add, clamp, display
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text

__all__ = ["Line", "Scorecard", "display", "no_opinion", "score", "unscored"]

BONUS = "bonus"
ADJUSTMENT = Heading("adjustment", Text(en="Adjustment", zh="调整"))
SHARED_OUT = Text(en="Points without data, shared out", zh="无数据项目的分值分摊")
LIMIT = Text(en="Limit of the total", zh="总分限值")


def score(rubric: Rubric, facts: Iterable[Fact]) -> Scorecard | None:
    """Return the scorecard of one person and period; None where the rubric gives no opinion.

    The points of the lines add up to the total exactly. The order of the facts plays no part;
    facts that the rubric does not know have no effect and are named in `unscored`.
    """
    found = gather(facts, rubric.measure_by_code)
    if not rubric.has_opinion(found):
        return None
    items = [item.score(found) for item in rubric.items]
    lines = [*items, *_shared_out(rubric, items), *_bonuses(rubric, found)]
    total = None if all(line.points is None for line in items) else _points(lines)
    if total is not None:
        limit = _limit(rubric, total)
        lines += limit
        total += _points(limit)
    of = add(line.of for line in items if line.of is not None and line.is_measured)
    complete = _is_complete(rubric, items)
    is_graded = complete and of * 100 >= Fraction(rubric.total or 0) * Fraction(rubric.grade_needs)
    return Scorecard(
        rubric=rubric.id,
        version=rubric.version,
        total=total,
        of=of,
        full=Fraction(rubric.total or 0),
        complete=complete,
        grade=rubric.grade_of(total) if is_graded else None,
        headings=_headings(rubric, lines),
        lines=tuple(lines),
        unscored=unscored(rubric, found),
    )


def no_opinion(rubric: Rubric) -> Scorecard:
    """Return the empty card of a period without an opinion, for who needs one all the same."""
    return Scorecard(
        rubric=rubric.id,
        version=rubric.version,
        total=None,
        of=Fraction(0),
        full=Fraction(rubric.total or 0),
        complete=False,
        grade=None,
        headings=(),
        lines=(),
    )


def unscored(rubric: Rubric, found: Evidence) -> tuple[str, ...]:
    """Return what was recorded under codes and levels (`survey:great`) that the rubric lacks."""
    strangers = [code for code in found.facts if code not in rubric.by_code]
    for code in found.facts.keys() & rubric.measure_by_code.keys():
        known = rubric.measure_by_code[code].by_level
        levels = {fact.level for fact in found.facts[code] if fact.level}
        strangers += [f"{code}:{level}" for level in levels - known.keys()]
    return tuple(sorted(strangers))


def _shared_out(rubric: Rubric, items: list[Line]) -> list[Line]:
    """Return the line that gives the points of lines without data to the others."""
    missing = rubric.lines_that("redistribute")
    without = _of(line for line in items if line.points is None and line.id in missing)
    scored = [line for line in items if line.points is not None]
    of = _of(scored)
    if not without or not of:
        return []
    earned = _points(scored)
    extra = earned * without / of
    sum_ = f"{wording.bracketed(earned)} × {wording.number(without)} ÷ {wording.number(of)}"
    points = wording.number(without)
    what = Text(en=f"{points} points without data", zh=f"{points} 分无数据")
    why = wording.stated(what, f"{sum_} {wording.equals(extra)}")
    return [Line("shared-out", ADJUSTMENT.id, SHARED_OUT, extra, None, why)]


def _bonuses(rubric: Rubric, found: Evidence) -> list[Line]:
    if rubric.bonuses is None:
        return []
    result, label = rubric.bonuses.score(found), rubric.bonuses.label
    if result.points is None:
        return []
    return [Line(BONUS, BONUS, label, result.points, None, result.why, result.codes)]


def _limit(rubric: Rubric, total: Fraction) -> list[Line]:
    """Return the line that keeps the total within the rubric's floor and ceiling."""
    within = clamp(total, rubric.floor, rubric.ceiling)
    if within == total:
        return []
    is_, limit = wording.number(total), wording.number(within)
    if total < within:
        why = Text(en=f"{is_} is below the floor {limit}", zh=f"{is_} 低于最低分 {limit}")
    else:
        why = Text(en=f"{is_} is above the ceiling {limit}", zh=f"{is_} 高于最高分 {limit}")
    return [Line("limit", ADJUSTMENT.id, LIMIT, within - total, None, why)]


def _is_complete(rubric: Rubric, items: list[Line]) -> bool:
    """Tell whether no item that insists on data is without."""
    insist = rubric.lines_that("none")
    return not any(line.points is None and line.id in insist for line in items)


def _points(lines: Iterable[Line]) -> Fraction:
    return add(line.points for line in lines if line.points is not None)


def _of(lines: Iterable[Line]) -> Fraction:
    return add(line.of for line in lines if line.of is not None)


def _headings(rubric: Rubric, lines: list[Line]) -> tuple[Heading, ...]:
    """Return the sections that have lines, in the order of the card."""
    used = {line.section for line in lines}
    return tuple(heading for heading in (*rubric.headings, ADJUSTMENT) if heading.id in used)
