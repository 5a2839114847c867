"""What does not fit together in a rubric whose parts are well, each for itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.scoring.figures import write
from bot.scoring.section import Section, fits, shares, sum_of
from bot.scoring.source import Path

if TYPE_CHECKING:
    from bot.scoring.rubric import Rubric

Fault = tuple[Path, str]
"""Where in the file, and what."""


def of(rubric: Rubric) -> Iterator[Fault]:
    """Yield every fault: points that do not add up, measures that nobody records."""
    if not (rubric.sections or rubric.signatures):
        yield (), "there are no `sections`"
    yield from _points(rubric)
    yield from _readings(rubric)
    counted = [*(it.derived for it in rubric.entries), *(it.derived for it in rubric.measures)]
    if rubric.appraises != "supervisor" and any(counted):
        yield ("appraises",), "`derived` is for rubrics that appraise a supervisor"


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
