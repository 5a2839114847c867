"""Lines made of lines: the mean of parts, or their weighted sum (P15, P16)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from bot.scoring import wording
from bot.scoring.entries import Loggable, Measure
from bot.scoring.facts import Evidence
from bot.scoring.figures import add
from bot.scoring.kinds.line import NO_DATA, Line, Part, Result
from bot.scoring.text import Text

if TYPE_CHECKING:
    AnyLine = Line


class Parts(Line):
    """The mean of its parts, each scored on the line's own scale; `points` are their weights.

    A part without data is left out and the others count by their weights, unless the part says
    `missing: full`.
    """

    rule: Literal["parts"]
    parts: tuple[AnyLine, ...] = Field(min_length=2)

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """What can be logged against the parts."""
        return tuple(entry for part in self.parts for entry in part.entries)

    def measures(self, of: Fraction) -> tuple[Measure, ...]:
        """Return what is recorded for the parts."""
        return tuple(measure for part in self.parts for measure in part.measures(_scale(part, of)))

    @property
    def uses(self) -> tuple[str, ...]:
        """The shared measures of the parts."""
        return tuple(code for part in self.parts for code in part.uses)

    def most(self, of: Fraction) -> Fraction | None:
        """Return what the best of the parts can give: the mean is never more."""
        ends = [(part.most(_scale(part, of)), _scale(part, of)) for part in self.parts]
        known = [end * of / scale for end, scale in ends if end is not None]
        return max(known) if len(known) == len(ends) else None

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the weighted mean of the parts that have data."""
        results = [(part, part.score(_scale(part, of), found)) for part in self.parts]
        scored = [(part, result, _points(part, result, of)) for part, result in results]
        parts = tuple(Part(part.label, points, of) for part, _, points in scored)
        known = [(_weight(part), points) for part, _, points in scored if points is not None]
        codes = tuple(code for _, result, _ in scored for code in result.codes)
        weights = add(weight for weight, _ in known)
        if not weights:
            return Result(None, NO_DATA, codes, parts)
        mean = add(weight * points for weight, points in known) / weights
        terms = wording.weighted(((points, weight) for weight, points in known), mean)
        return Result(
            mean, _why([(part, result) for part, result, _ in scored], terms), codes, parts
        )


def _scale(part: Line, of: Fraction) -> Fraction:
    return Fraction(part.out_of) if part.out_of else of


def _weight(part: Line) -> Fraction:
    return Fraction(1) if part.points is None else Fraction(part.points)


def _points(part: Line, result: Result, of: Fraction) -> Fraction | None:
    if result.points is None:
        return of if part.missing == "full" else None
    return result.points * of / _scale(part, of)


def _why(scored: list[tuple[Line, Result]], mean: str) -> Text:
    said = [wording.stated(part.label, result.why.en) for part, result in scored]
    said_zh = [wording.stated(part.label, result.why.zh) for part, result in scored]
    return Text(
        en="; ".join([*(it.en for it in said), mean]),
        zh="；".join([*(it.zh for it in said_zh), mean]),
    )
