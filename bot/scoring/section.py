"""The sections of a rubric file: lines that belong together, and how points are shared."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from pydantic import Field, model_validator

from bot.scoring.entries import Loggable
from bot.scoring.figures import add
from bot.scoring.kinds.line import Code, NotNegative, Range, Strict
from bot.scoring.rules import AnyLine
from bot.scoring.text import Text


class Section(Strict):
    """Lines that belong together, and the points that they add up to."""

    id: Code
    label: Text
    points: NotNegative | None = Field(None, description="left out: an equal share of the total")
    between: Range | None = Field(None, description="the points may only be changed within this")
    each_line: dict[str, Any] = Field({}, description="what every line says unless it says other")
    lines: tuple[AnyLine, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weight_in_range(self) -> Self:
        if self.between and self.points is not None:
            least, most = min(self.between), max(self.between)
            if not least <= self.points <= most:
                raise ValueError(f"the points of `{self.id}` must lie between {least} and {most}")
        return self

    @property
    def written_points(self) -> Decimal | None:
        """What the file says of its points; a section that earns nothing has 0."""
        return self.points if any(line.is_scored for line in self.lines) else Decimal(0)

    @property
    def points_of_lines(self) -> list[Decimal | None]:
        """What the file says of the lines' points; a line that earns nothing has 0."""
        return [line.points if line.is_scored else Decimal(0) for line in self.lines]

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """All that can be logged against its lines."""
        return tuple(entry for line in self.lines for entry in line.entries)


def sum_of(written: Sequence[Decimal | None]) -> Fraction:
    """Return what the points that are written add up to."""
    return add(Fraction(points) for points in written if points is not None)


def fits(total: Fraction, written: Sequence[Decimal | None]) -> bool:
    """Tell whether the parts add up to `total`, or leave something for those without points."""
    return sum_of(written) <= total if None in written else sum_of(written) == total


def shares(total: Fraction, written: Sequence[Decimal | None]) -> list[Fraction]:
    """Return the points of each part, those left out sharing equally what the others leave."""
    blanks = sum(points is None for points in written)
    each = (total - sum_of(written)) / blanks if blanks else Fraction(0)
    return [each if points is None else Fraction(points) for points in written]
