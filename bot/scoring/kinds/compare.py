"""A figure against a reference: a target, or the average of the team (P13)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import NO_DATA, Code, Measured, Number, Result


class Compare(Measured):
    """Points for better than, equal to and worse than a reference."""

    rule: Literal["compare"]
    better_is: Literal["higher", "lower"] = "higher"
    target: Number | None = None
    against: Code | None = Field(None, description="the measure that holds the reference")
    margin: Number = Field(Decimal(0), description="percent of the reference to be beaten by")
    better: Number | None = Field(None, description="points; left out: the full points")
    equal: Number | None = Field(None, description="points; left out: the full points")
    worse: Number = Decimal(0)

    @model_validator(mode="after")
    def _one_reference(self) -> Self:
        if (self.target is None) == (self.against is None):
            raise ValueError("write either a `target` or `against`, the measure to compare with")
        return self

    @property
    def uses(self) -> tuple[str, ...]:
        """The figure's measures and the reference's."""
        return (*super().uses, *((self.against,) if self.against else ()))

    @property
    def codes(self) -> tuple[str, ...]:
        """The fact codes behind the comparison."""
        return (*(super().uses or (self.id,)), *((self.against,) if self.against else ()))

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the points for where the figure stands."""
        number, how = self.figure(found)
        reference = found.number(self.against) if self.against else _exact(self.target)
        if number is None or reference is None:
            return Result(None, NO_DATA)
        mark = reference * (1 + Fraction(self.margin) / 100)
        ahead = number - mark if self.better_is == "higher" else mark - number
        sign = ">" if number > mark else "<" if number < mark else "="
        points = self._points(ahead, of)
        words = f"{how} {sign} {wording.number(mark)} → {wording.number(points)}"
        return Result(points, wording.same(words), self.codes)

    def _points(self, ahead: Fraction, of: Fraction) -> Fraction:
        chosen = self.better if ahead > 0 else self.equal if ahead == 0 else self.worse
        return of if chosen is None else Fraction(chosen)


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
