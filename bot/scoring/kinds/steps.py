"""Figures that become points piece by piece: steps past a limit, anchored lines (P10–P12)."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.facts import Evidence
from bot.scoring.figures import clamp, rises
from bot.scoring.kinds.line import (
    NO_DATA,
    Measured,
    Negative,
    NotNegative,
    Number,
    Positive,
    Result,
    Strict,
)

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
    each: Negative = Field(description="for each step over the limit: -2")
    rounding: Rounding = Field("down", description="down: full steps only; up: begun steps too")
    floor: Number = Decimal(0)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return max(floor, of − each × steps over the limit)."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        limit, each = Fraction(self.limit), Fraction(self.each)
        full, mark = wording.number(of), wording.number(limit)
        if figure <= limit:
            return Result(of, wording.same(f"{how} ≤ {mark}: {full}"), self.codes, figure=figure)
        over = steps(figure - limit, self.step, self.rounding)
        sum_ = of + over * each
        points = clamp(sum_, self.floor, of)
        words = f"{how} > {mark}: {full} − {wording.number(over)} × {wording.number(-each)}"
        why = wording.join(wording.same(words), wording.held(sum_, points))
        return Result(points, why, self.codes, figure=figure)


class Side(Strict):
    """What each step beyond one end of a band is worth, and where that ends."""

    step: Positive
    each: Number
    limit: Number = Field(description="the points never pass this")


class Band(Measured):
    """Full points within ± a tolerance; beyond it, points for each step below or above."""

    rule: Literal["band"]
    tolerance: NotNegative
    below: Side
    above: Side
    rounding: Rounding = "down"

    def most(self, of: Fraction) -> Fraction:
        """Return the full points, or the limit of a side that gives more."""
        rising = (side.limit for side in (self.below, self.above) if side.each > 0)
        return max(of, *map(Fraction, rising))

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return of + each × steps, held by the limit of its side."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        tolerance, full = Fraction(self.tolerance), wording.number(of)
        beyond, mark = abs(figure) - tolerance, f"± {wording.number(tolerance)}"
        if beyond <= 0:
            why = wording.same(f"{how}, {mark}: {full}")
            return Result(of, why, self.codes, figure=figure)
        side = self.below if figure < 0 else self.above
        number, each = steps(beyond, side.step, self.rounding), Fraction(side.each)
        sum_ = of + number * each
        limit = Fraction(side.limit)
        points = min(sum_, limit) if each > 0 else max(sum_, limit)
        sign = "+" if each > 0 else wording.MINUS
        term = f"{full} {sign} {wording.number(number)} × {wording.number(abs(each))}"
        why = wording.join(wording.same(f"{how}, {mark}: {term}"), wording.held(sum_, points))
        return Result(points, why, self.codes, figure=figure)


class Interpolate(Measured):
    """Points on the straight line between anchors [figure, points]; flat beyond the ends."""

    rule: Literal["interpolate"]
    anchors: tuple[tuple[Number, Number], ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not rises([figure for figure, _ in self.anchors]):
            raise ValueError("the figures of `anchors` must rise from one to the next")
        return self

    def most(self, of: Fraction) -> Fraction:  # noqa: ARG002 - anchors say the points
        """Return the points of the highest anchor."""
        return Fraction(max(points for _, points in self.anchors))

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - anchors say the points
        """Return the points at the figure."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        anchors = [(Fraction(x), Fraction(y)) for x, y in self.anchors]
        at = clamp(figure, anchors[0][0], anchors[-1][0])
        (x1, y1), (x2, y2) = next((a, b) for a, b in pairwise(anchors) if a[0] <= at <= b[0])
        points = y1 + (at - x1) * (y2 - y1) / (x2 - x1)
        said = wording.number(points)
        if x1 < at < x2 and y1 != y2:
            rise = f"{wording.number(abs(y2 - y1))} ÷ {wording.number(x2 - x1)}"
            start = f"{wording.number(y1)} {'+' if y2 > y1 else wording.MINUS}"
            way = f"({wording.number(at)} {wording.MINUS} {wording.bracketed(x1)})"
            said = f"{start} {way} × {rise} {wording.equals(points)}"
        return Result(points, wording.same(f"{how} → {said}"), self.codes, figure=figure)
