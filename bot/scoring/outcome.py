"""What a total means: a grade, whether there is an opinion at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pydantic import Field

from bot.scoring.kinds.line import Code, Number, Strict
from bot.scoring.text import Text


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scorecard."""

    code: str
    label: Text


class GradeRow(Strict):
    """A grade and the lowest total that earns it; the last row has no bound."""

    code: Code
    label: Text
    from_: Number | None = Field(None, alias="from", description="the lowest total, included")


def check_descending(rows: Sequence[GradeRow]) -> None:
    """Raise ValueError unless the bounds fall from row to row and only the last has none."""
    bounds = [row.from_ for row in rows]
    if any(bound is None for bound in bounds[:-1]):
        raise ValueError("only the last grade may leave out `from`")
    written = [bound for bound in bounds if bound is not None]
    if written != sorted(set(written), reverse=True):
        raise ValueError("grades go from the best down: each `from` below the one before")


def grade(rows: Sequence[GradeRow], total: Fraction | None) -> Grade | None:
    """Return the first grade whose bound the exact, unrounded total reaches; None without total."""
    if total is None:
        return None
    for row in rows:
        if row.from_ is None or total >= row.from_:
            return Grade(row.code, row.label)
    return None
