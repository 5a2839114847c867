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
    lines = [line for line, _ in items]
    shared = _shared_out(lines, [line for line, missing in items if missing == "redistribute"])
    lines += shared + _bonuses(rubric, found)
    total = _sum(lines)
    if total is not None:
        lines += _held(rubric, total)
        total = _sum(lines)
    complete = not any(line.points is None and missing == "none" for line, missing in items)
    return Scorecard(
        rubric=rubric.id,
        version=rubric.version,
        total=total,
        of=sum((line.of or Fraction(0) for line in lines if line.is_measured), Fraction(0)),
        full=Fraction(rubric.total),
        grade=grade(rubric.grades, total) if complete else None,
        headings=_headings(rubric, lines),
        lines=tuple(lines),
        unscored=unscored(rubric, found),
    )


def unscored(rubric: Rubric, found: Evidence) -> tuple[str, ...]:
    """Return what was recorded under codes and levels (`survey:great`) that the rubric lacks."""
    strangers = {code for code in found.facts if rubric.find(code) is None}
    for code, measure in rubric.measure_by_code.items():
        levels = {fact.level for fact in found.facts.get(code, ()) if fact.level}
        strangers |= {f"{code}:{level}" for level in levels - measure.by_level.keys()}
    return tuple(sorted(strangers))


def _line(item: Item, found: Evidence) -> tuple[Line, str]:
    """Return the scorecard's line, and what its rubric does where there are no data."""
    line, section = item.line, item.section
    scale = Fraction(line.out_of) if line.out_of else item.of
    result = line.score(scale, found)
    if result.raw is not None:
        points, why = result.raw * item.of / scale if scale else result.raw, result.why
        if line.out_of:
            why = wording.join(why, _scaled(result.raw, scale, item.of, points), by="; ")
    elif line.missing == "full":
        points, why = item.of, _kept(result, item.of)
    else:
        points, why = None, result.why
    return (
        Line(
            id=line.id,
            section=section.id,
            label=line.label,
            points=points,
            of=item.of,
            why=why,
            codes=result.codes,
            raw=result.raw,
            raw_of=scale,
            parts=result.parts,
        ),
        line.missing,
    )


def _scaled(raw: Fraction, scale: Fraction, of: Fraction, points: Fraction) -> Text:
    sum_ = f"{wording.bracketed(raw)} × {wording.number(of)} ÷ {wording.number(scale)}"
    return wording.same(f"{sum_} {wording.equals(points)}")


def _kept(result: Result, of: Fraction) -> Text:
    full = wording.number(of)
    return Text(en=f"{result.why.en}: {full} kept", zh=f"{result.why.zh}：保留 {full}")


def _shared_out(lines: list[Line], missing: list[Line]) -> list[Line]:
    """Return the line that gives the points of the lines without data to the others."""
    without = sum((line.of or Fraction(0) for line in missing if line.points is None), Fraction(0))
    scored = [line for line in lines if line.points is not None]
    of = sum((line.of or Fraction(0) for line in scored), Fraction(0))
    earned = sum((line.points or Fraction(0) for line in scored), Fraction(0))
    if not without or not of:
        return []
    extra = earned * without / of
    sum_ = f"{wording.bracketed(earned)} × {wording.number(without)} ÷ {wording.number(of)}"
    words = f"{sum_} {wording.equals(extra)}"
    why = Text(
        en=f"{wording.number(without)} points without data: {words}",
        zh=f"{wording.number(without)} 分无数据：{words}",
    )
    label = Text(en="Points without data, shared out", zh="无数据项目的分值分摊")
    return [_adjustment("shared-out", label, extra, why)]


def _bonuses(rubric: Rubric, found: Evidence) -> list[Line]:
    if rubric.bonuses is None:
        return []
    result = rubric.bonuses.score(found)
    if result.raw is None:
        return []
    return [
        Line("bonus", "bonus", rubric.bonuses.label, result.raw, None, result.why, result.codes)
    ]


def _held(rubric: Rubric, total: Fraction) -> list[Line]:
    """Return the line that keeps the total within the rubric's floor and ceiling."""
    within = clamp(total, rubric.floor, rubric.ceiling)
    if within == total:
        return []
    label = Text(en="Limit of the total", zh="总分限值")
    return [_adjustment("limit", label, within - total, wording.held(total, within))]


def _adjustment(id_: str, label: Text, points: Fraction, why: Text) -> Line:
    return Line(id_, ADJUSTMENT.id, label, points, None, why)


def _sum(lines: list[Line]) -> Fraction | None:
    """Return the sum of the points; None where no item has a result."""
    if all(line.points is None for line in lines if line.of is not None):
        return None
    return sum((line.points for line in lines if line.points is not None), Fraction(0))


def _headings(rubric: Rubric, lines: list[Line]) -> tuple[Heading, ...]:
    """Return the sections that have lines, in the order of the card."""
    known = [Heading(section.id, section.label) for section in rubric.sections]
    if rubric.bonuses:
        known.append(Heading("bonus", rubric.bonuses.label))
    used = {line.section for line in lines}
    return tuple(heading for heading in (*known, ADJUSTMENT) if heading.id in used)
