"""What does not fit together in a rubric whose parts are well, each for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.scoring.figures import add, clamp, write
from bot.scoring.item import Item
from bot.scoring.kinds.clock import Time
from bot.scoring.kinds.levels import Levels, Rating
from bot.scoring.kinds.marks import Compliance
from bot.scoring.kinds.ratio import Ratio
from bot.scoring.kinds.steps import Band, Excess
from bot.scoring.kinds.tables import Choice, Table
from bot.scoring.kinds.tally import Deductions, Shortfall
from bot.scoring.section import Section, fits, shares, sum_of
from bot.scoring.source import Path

if TYPE_CHECKING:
    from bot.scoring.rubric import Rubric

Fault = tuple[Path, str]
"""Where in the file, and what."""

_WRITTEN_OUT = (Levels, Rating, Table, Choice)
"""Rules whose points stand in the file one by one."""


def of(rubric: Rubric) -> Iterator[Fault]:
    """Yield every fault: points that do not add up or cannot be had, measures nobody records."""
    if not (rubric.sections or rubric.signatures):
        yield (), "there are no `sections`"
    sums = list(_points(rubric))
    yield from sums or _ends(rubric)
    yield from _readings(rubric)
    yield from _named_twice("process", [step.code for step in rubric.process])
    yield from _named_twice("signatures", [one.code for one in rubric.signatures])
    counted = [*(it.derived for it in rubric.entries), *(it.derived for it in rubric.measures)]
    if rubric.appraises == "agent" and any(counted):
        yield ("appraises",), "`derived` is for rubrics of those who answer for agents"


def _named_twice(where: str, codes: Sequence[str]) -> Iterator[Fault]:
    """Yield the steps or signatures that go by the name of an earlier one."""
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield (where, number), f"another of the `{where}` is called `{code}`"


def _points(rubric: Rubric) -> Iterator[Fault]:
    total, sections = Fraction(rubric.total or 0), rubric.sections
    written = [section.written_points for section in sections]
    if rubric.total is None and any(points != 0 for points in written):
        yield (), "`total` is missing"
    elif not fits(total, written):
        yield ("total",), f"the sections add up to {write(sum_of(written))}, not {write(total)}"
    else:
        for number, (section, points) in enumerate(
            zip(sections, shares(total, written), strict=True)
        ):
            yield from _points_of_lines(section, points, ("sections", number, "lines"))


def _points_of_lines(section: Section, points: Fraction, path: Path) -> Iterator[Fault]:
    lines = section.points_of_lines
    if not fits(points, lines):
        sum_ = write(sum_of(lines))
        yield path, f"the lines of `{section.id}` add up to {sum_}, not {write(points)}"


def _ends(rubric: Rubric) -> Iterator[Fault]:
    """Yield lines that could give more than their points, and totals that nobody can have."""
    for path, item in _placed(rubric):
        most = item.line.most(item.scale) if item.scale else None
        if most is not None and most > item.scale and isinstance(item.line, _WRITTEN_OUT):
            line = f"`{item.line.id}` can give {write(most)} points"
            yield path, f"{line}, more than its {write(item.scale)}"
        yield from ((path, fault) for fault in _beside(item))
    floor, ceiling = rubric.floor, rubric.ceiling
    if floor is not None and ceiling is not None and floor > ceiling:
        yield ("floor",), "`floor` lies above `ceiling`"
    highest = _highest(rubric)
    for index, row in enumerate(rubric.grades):
        if highest is not None and row.from_ is not None and row.from_ > highest:
            best = write(highest)
            yield ("grades", index), f"nobody can reach `{row.code}`: the most is {best}"
    yield from _grades_below(rubric)


def _beside(item: Item) -> Iterator[str]:
    """Yield the limits of a line that lie on the wrong side of its full points."""
    line, full = item.line, item.scale
    if isinstance(line, Deductions | Shortfall | Excess) and (line.floor or 0) > full:
        yield f"the `floor` of `{line.id}`, {line.floor}, lies above its {write(full)} points"
    sides = (("below", line.below), ("above", line.above)) if isinstance(line, Band) else ()
    for name, side in sides:
        if (Fraction(side.limit) - full) * Fraction(side.each) < 0:
            way = "below" if side.each > 0 else "above"
            yield f"the `limit` of `{name}`, {side.limit}, lies {way} the {write(full)} points"


def _grades_below(rubric: Rubric) -> Iterator[Fault]:
    """Yield the grades that stand below one which the lowest total there can be still reaches."""
    lowest = rubric.floor
    if lowest is None and all(_gives_no_less_than_0(item) for item in rubric.items):
        lowest = Decimal(0)
    if lowest is None:
        return
    reached = [row.from_ is not None and row.from_ <= lowest for row in rubric.grades]
    for index, row in enumerate(rubric.grades):
        if any(reached[:index]):
            yield ("grades", index), f"nobody can fall to `{row.code}`: the least is {lowest}"


def _gives_no_less_than_0(item: Item) -> bool:
    """Tell whether a line is sure not to take points away from the others."""
    line = item.line
    if not line.is_scored:
        return True
    if isinstance(line, Deductions | Shortfall | Excess):
        return line.floor is not None and line.floor >= 0
    if isinstance(line, Rating | Levels):
        given = (*(row.points for row in line.levels), *(getattr(line, "between", None) or ()))
        return all(points >= 0 for points in given)
    if isinstance(line, Table):
        return all(row.points >= 0 for row in line.rows)
    if isinstance(line, Choice):
        return all(row.from_ >= 0 for row in line.rows)
    return isinstance(line, Ratio | Time | Compliance)


def _placed(rubric: Rubric) -> Iterator[tuple[Path, Item]]:
    paths = (
        ("sections", number, "lines", index)
        for number, section in enumerate(rubric.sections)
        for index, _ in enumerate(section.lines)
    )
    return zip(paths, rubric.items, strict=True)


def _highest(rubric: Rubric) -> Fraction | None:
    """Return the highest total there can be; None where there is no limit, or none known.

    Where points without data are shared out, lines that give more than their points do so, too.
    """
    scored = [item for item in rubric.items if item.line.is_scored]
    ends = [_most(item) for item in scored]
    known = [end for end in ends if end is not None]
    over = any(end > item.of for end, item in zip(ends, scored, strict=True) if end is not None)
    cap = Decimal(0) if rubric.bonuses is None else rubric.bonuses.cap
    if len(known) < len(ends) or cap is None or (over and rubric.lines_that("redistribute")):
        return None if rubric.ceiling is None else Fraction(rubric.ceiling)
    return clamp(add(known) + Fraction(cap), rubric.floor, rubric.ceiling)


def _most(item: Item) -> Fraction | None:
    most = item.line.most(item.scale)
    return most if most is None or not item.scale else most * item.of / item.scale


def _readings(rubric: Rubric) -> Iterator[Fault]:
    """Yield the codes that lines and `opinion_needs` read and nothing records."""
    lines = [
        (("sections", number, "lines", index), line)
        for number, section in enumerate(rubric.sections)
        for index, line in enumerate(section.lines)
    ]
    measures = {it.code for _, line in lines for it in line.measures(Fraction(1))}
    measures |= {row.code for row in rubric.shared}
    for path, line in lines:
        for code in line.uses:
            if code not in measures:
                yield path, f"`{line.id}` reads `{code}`, which is not among the `measures`"
    entries = {entry.code for entry in rubric.entries}
    for index, code in enumerate(rubric.opinion_needs):
        if code not in measures | entries:
            yield ("opinion_needs", index), f"nothing records `{code}`"
