"""Figures that become points piece by piece: steps past a limit, anchored lines (P10–P12)."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.facts import Evidence
from bot.scoring.figures import clamp
from bot.scoring.kinds.line import NO_DATA, Measured, Number, Positive, Result

Rounding = Literal["down", "up", "none"]


def steps(distance: Fraction, size: Decimal, rounding: Rounding) -> Fraction:
    """Return how many steps of `size` lie in `distance`: full ones, begun ones, or exactly."""
    number = distance / Fraction(size)
    if rounding == "none":
        return number
    return Fraction(math.floor(number) if rounding == "down" else math.ceil(number))


class Excess(Measured):
    """Full points up to a limit, less so much for each step beyond it."""

    rule: Literal["excess"]
    limit: Number
    step: Positive
    each: Annotated[Number, Field(lt=0, description="for each step over the limit: -2")]
    rounding: Rounding = "down"
    floor: Number = Decimal(0)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return max(floor, of − each × steps over the limit)."""
        number, how = self.figure(found)
        if number is None:
            return Result(None, NO_DATA)
        limit = wording.number(Fraction(self.limit))
        if number <= self.limit:
            return Result(of, wording.same(f"{how} ≤ {limit}: {wording.number(of)}"), self.codes)
        over = steps(number - Fraction(self.limit), self.step, self.rounding)
        sum_ = of + over * Fraction(self.each)
        points = clamp(sum_, self.floor, of)
        each = wording.number(abs(Fraction(self.each)))
        words = f"{how} > {limit}: {wording.number(of)} − {wording.number(over)} × {each}"
        return Result(
            points, wording.join(wording.same(words), wording.held(sum_, points)), self.codes
        )


class Interpolate(Measured):
    """Points on the straight line between anchors [figure, points]; flat beyond the ends."""

    rule: Literal["interpolate"]
    anchors: tuple[tuple[Number, Number], ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        figures = [figure for figure, _ in self.anchors]
        if any(left >= right for left, right in pairwise(figures)):
            raise ValueError("the figures of `anchors` must rise from one to the next")
        return self

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - anchors say the points
        """Return the points at the figure."""
        number, how = self.figure(found)
        if number is None:
            return Result(None, NO_DATA)
        first, last = self.anchors[0], self.anchors[-1]
        at = clamp(number, first[0], last[0])
        left, right = next((a, b) for a, b in pairwise(self.anchors) if a[0] <= at <= b[0])
        (x1, y1), (x2, y2) = ((Fraction(x), Fraction(y)) for x, y in (left, right))
        points = y1 + (at - x1) * (y2 - y1) / (x2 - x1)
        return Result(points, wording.same(f"{how} → {wording.number(points)}"), self.codes)
