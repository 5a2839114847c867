"""Figures that are points, or only shown: done of due, a mean, a KPI (P9, P14, P17)."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from bot.scoring import wording
from bot.scoring.facts import Evidence
from bot.scoring.figures import clamp
from bot.scoring.kinds.line import NO_DATA, Code, Line, Measured, Positive, Result


class Ratio(Line):
    """Points in proportion to what was done of what was due; with nothing due, no data."""

    rule: Literal["ratio"]
    done: Code
    due: Code
    cap: bool = Field(True, description="yes: more than was due earns no more than full points")

    @property
    def uses(self) -> tuple[str, ...]:
        """The two measures."""
        return (self.done, self.due)

    def most(self, of: Fraction) -> Fraction | None:
        """Return the full points where there is a cap."""
        return of if self.cap else None

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return of × done ÷ due, at most `of` when capped."""
        done, due = found.number(self.done), found.number(self.due)
        if done is None or not due:
            return Result(None, NO_DATA)
        sum_ = of * done / due
        points = clamp(sum_, None, of) if self.cap else sum_
        words = f"{wording.number(done)} ÷ {wording.number(due)} × {wording.number(of)}"
        why = wording.join(wording.same(words), wording.held(sum_, points))
        return Result(points, why, self.uses, figure=done / due * 100)


class Average(Measured):
    """Points that are a recorded figure themselves, such as the mean of the team's scores.

    `scale` is what the figure reaches at best (100, or 1 for ratios); left out, the line's own.
    """

    rule: Literal["average"]
    collect: Literal["mean", "replace"] = "mean"
    scale: Positive | None = None

    def most(self, of: Fraction) -> Fraction | None:
        """Return the highest figure that may be recorded, brought to the line's scale."""
        if self.between is None:
            return None
        return Fraction(max(self.between)) * (of / Fraction(self.scale) if self.scale else 1)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the figure, brought to the line's scale."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        if self.scale is None or self.scale == of:
            return Result(figure, wording.same(how), self.codes, figure=figure)
        points = figure * of / Fraction(self.scale)
        scaled = f"{wording.number(of)} ÷ {wording.number(Fraction(self.scale))}"
        why = wording.same(f"{how} × {scaled} {wording.equals(points)}")
        return Result(points, why, self.codes, figure=figure)


class Figure(Measured):
    """A figure that is shown on the card and earns nothing."""

    rule: Literal["figure"]

    @property
    def is_scored(self) -> bool:
        """A figure has no points."""
        return False

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - no points, no scale
        """Return the figure alone."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        return Result(None, wording.same(how), self.codes, figure=figure)
