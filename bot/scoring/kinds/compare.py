"""A figure against a reference: a target, or the average of the team (P13)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import NO_DATA, Code, Measured, NotNegative, Number, Result


class Compare(Measured):
    """Points for better than, equal to and worse than a reference."""

    rule: Literal["compare"]
    better_is: Literal["higher", "lower"] = "higher"
    target: Number | None = None
    against: Code | None = Field(None, description="the measure that holds the reference")
    margin: NotNegative = Field(Decimal(0), description="percent by which it must be beaten")
    better: Number | None = Field(None, description="points; left out: the full points")
    equal: Number | None = Field(None, description="points; left out: the full points")
    worse: Number = Field(Decimal(0), description="points")

    @model_validator(mode="after")
    def _one_reference(self) -> Self:
        if (self.target is None) == (self.against is None):
            raise ValueError("write either a `target` or `against`, the measure to compare with")
        return self

    @property
    def uses(self) -> tuple[str, ...]:
        """The figure's measures and the reference's."""
        return (*super().uses, *((self.against,) if self.against else ()))

    def most(self, of: Fraction) -> Fraction:
        """Return the points of the best of the three."""
        given = (self.better, self.equal, self.worse)
        return max(of if points is None else Fraction(points) for points in given)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the points for where the figure stands."""
        figure, how = self.figure(found)
        reference = self._reference(found)
        if figure is None or reference is None:
            return Result(None, NO_DATA)
        sign = ">" if figure > reference else "<" if figure < reference else "="
        ahead = figure - reference if self.better_is == "higher" else reference - figure
        chosen = self.better if ahead > 0 else self.equal if ahead == 0 else self.worse
        points = of if chosen is None else Fraction(chosen)
        words = f"{how} {sign} {wording.number(reference)} → {wording.number(points)}"
        return Result(points, wording.same(words), self.codes, figure=figure)

    def _reference(self, found: Evidence) -> Fraction | None:
        """Return what must be beaten: the target or the average, moved by the margin."""
        mark = found.number(self.against) if self.against else Fraction(self.target or 0)
        if mark is None:
            return None
        margin = Fraction(self.margin) / 100
        return mark * (1 + margin if self.better_is == "higher" else 1 - margin)
