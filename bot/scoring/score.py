"""Facts in, scorecard out: one line an item, every line explained, nothing rounded."""

from collections.abc import Iterable
from fractions import Fraction

from bot.scoring import wording
from bot.scoring.card import Heading, Line, Scorecard
from bot.scoring.facts import Evidence, Fact, gather
from bot.scoring.figures import clamp, display
from bot.scoring.kinds.line import Result
from bot.scoring.outcome import grade
from bot.scoring.rubric import Item, Rubric
from bot.scoring.text import Text

__all__ = ["Line", "Scorecard", "display", "score", "unscored"]

BONUS = "bonus"
ADJUSTMENT = Heading("adjustment", Text(en="Adjustment", zh="调整"))


def score(rubric: Rubric, facts: Iterable[Fact]) -> Scorecard | None:
    """Return the scorecard of one person and period; None where the rubric gives no opinion.

    The points of the lines add up to the total exactly. The order of the facts plays no part;
    facts that the rubric does not know have no effect and are named in `unscored`.
    """
    found = gather(facts, rubric.measure_by_code)
    if not rubric.has_opinion(found):
        return None
    items = [_line(item, found) for item in rubric.items]
    lines = [*items, *_shared_out(rubric, items), *_bonuses(rubric, found)]
    total = _total(items, lines)
    if total is not None:
        lines += _held(rubric, total)
        total = _total(items, lines)
    of = _sum(line.of for line in items if line.is_measured)
    return Scorecard(
        rubric=rubric.id,
        version=rubric.version,
        total=total,
        of=of,
        full=Fraction(rubric.total or 0),
        grade=grade(rubric.grades, total) if _is_gradable(rubric, items, of) else None,
        headings=_headings(rubric, lines),
        lines=tuple(lines),
        unscored=unscored(rubric, found),
    )


def unscored(rubric: Rubric, found: Evidence) -> tuple[str, ...]:
    """Return what was recorded under codes and levels (`survey:great`) that the rubric lacks."""
    strangers = [code for code in found.facts if code not in rubric.by_code]
    for code in found.facts.keys() & rubric.measure_by_code.keys():
        known = rubric.measure_by_code[code].by_level
        levels = {fact.level for fact in found.facts[code] if fact.level}
        strangers += [f"{code}:{level}" for level in levels - known.keys()]
    return tuple(sorted(strangers))


def _line(item: Item, found: Evidence) -> Line:
    line, scale = item.line, item.scale
    result = line.score(scale, found)
    points, why = _scaled(result, item)
    if points is None and line.is_scored and line.missing == "full":
        points, why = item.of, _kept(result, item.of)
    return Line(
        id=line.id,
        section=item.section.id,
        label=line.label,
        points=points,
        of=item.of if line.is_scored else None,
        why=why,
        codes=result.codes,
        raw=result.points,
        raw_of=scale if line.is_scored else None,
        figure=result.figure,
        parts=result.parts,
    )


def _scaled(result: Result, item: Item) -> tuple[Fraction | None, Text]:
    """Return the rule's points as points of the card, and the arithmetic up to there."""
    raw, scale = result.points, item.scale
    if raw is None or scale == item.of:
        return raw, result.why
    points = raw * item.of / scale
    sum_ = f"{wording.bracketed(raw)} × {wording.number(item.of)} ÷ {wording.number(scale)}"
    scaled = wording.same(f"{sum_} {wording.equals(points)}")
    return points, wording.join(result.why, scaled, by="; ")


def _kept(result: Result, of: Fraction) -> Text:
    full = wording.number(of)
    return Text(en=f"{result.why.en}: {full} kept", zh=f"{result.why.zh}：保留 {full}")


def _shared_out(rubric: Rubric, items: list[Line]) -> list[Line]:
    """Return the line that gives the points of lines without data to the others."""
    shares = {item.line.id for item in rubric.items if item.line.missing == "redistribute"}
    without = _sum(line.of for line in items if line.points is None and line.id in shares)
    scored = [line for line in items if line.points is not None]
    of, earned = _sum(line.of for line in scored), _sum(line.points for line in scored)
    if not without or not of:
        return []
    extra = earned * without / of
    sum_ = f"{wording.bracketed(earned)} × {wording.number(without)} ÷ {wording.number(of)}"
    points = wording.number(without)
    what = Text(en=f"{points} points without data", zh=f"{points} 分无数据")
    label = Text(en="Points without data, shared out", zh="无数据项目的分值分摊")
    why = wording.stated(what, f"{sum_} {wording.equals(extra)}")
    return [Line("shared-out", ADJUSTMENT.id, label, extra, None, why)]


def _bonuses(rubric: Rubric, found: Evidence) -> list[Line]:
    if rubric.bonuses is None:
        return []
    result, label = rubric.bonuses.score(found), rubric.bonuses.label
    if result.points is None:
        return []
    return [Line(BONUS, BONUS, label, result.points, None, result.why, result.codes)]


def _held(rubric: Rubric, total: Fraction) -> list[Line]:
    """Return the line that keeps the total within the rubric's floor and ceiling."""
    within = clamp(total, rubric.floor, rubric.ceiling)
    if within == total:
        return []
    label = Text(en="Limit of the total", zh="总分限值")
    why = wording.join(wording.same(wording.number(total)), _limit(total, within))
    return [Line("limit", ADJUSTMENT.id, label, within - total, None, why)]


def _limit(total: Fraction, within: Fraction) -> Text:
    limit = wording.number(within)
    if total < within:
        return Text(en=f"is below the floor {limit}", zh=f"低于最低分 {limit}")
    return Text(en=f"is above the ceiling {limit}", zh=f"高于最高分 {limit}")


def _is_gradable(rubric: Rubric, items: list[Line], of: Fraction) -> bool:
    """Tell whether no item that insists on data is without, and enough rests on data."""
    insist = {item.line.id for item in rubric.items if item.line.missing == "none"}
    if any(line.is_item and line.points is None and line.id in insist for line in items):
        return False
    return of * 100 >= Fraction(rubric.total or 0) * Fraction(rubric.grade_needs)


def _total(items: list[Line], lines: list[Line]) -> Fraction | None:
    """Return the sum of the points; None where no item has a result."""
    if all(line.points is None for line in items):
        return None
    return _sum(line.points for line in lines)


def _sum(numbers: Iterable[Fraction | None]) -> Fraction:
    return sum((number for number in numbers if number is not None), Fraction(0))


def _headings(rubric: Rubric, lines: list[Line]) -> tuple[Heading, ...]:
    """Return the sections that have lines, in the order of the card."""
    known = [Heading(section.id, section.label) for section in rubric.sections]
    if rubric.bonuses:
        known.append(Heading(BONUS, rubric.bonuses.label))
    used = {line.section for line in lines}
    return tuple(heading for heading in (*known, ADJUSTMENT) if heading.id in used)
