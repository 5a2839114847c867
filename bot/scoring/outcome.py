"""What totals mean: grade, pay, rank, the quarter, the year (P19–P23).

A total of None is a period without an opinion, or whose card is not complete (`Scorecard.final`):
it is left out everywhere and never counts as 0.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from bot.scoring.figures import average, rises
from bot.scoring.kinds.line import Code, NotNegative, Number, Strict
from bot.scoring.text import Text

_ALL = 100  # percent
Person = TypeVar("Person", bound=Hashable)
Percent = Annotated[NotNegative, Field(le=100)]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scorecard, or a class of a ranking."""

    code: str
    label: Text


class GradeRow(Strict):
    """A grade and the lowest total that earns it; the last row has no bound."""

    code: Code
    label: Text
    from_: Number | None = Field(None, alias="from", description="the lowest total, included")


class ClassRow(Strict):
    """A class of a ranking: those within the first so many percent; the last row has no bound."""

    code: Code
    label: Text
    first: Percent | None = Field(None, description="percent of the ranked")


class PayRule(Strict):
    """Performance pay in proportion to the total, with a cut below the pass mark."""

    pass_: Number = Field(alias="pass", description="from this total on there is no cut")
    cut: Percent = Field(description="percent that is taken below the pass mark")
    cut_of: Literal["computed", "base"] = Field(
        "computed", description="the percent are of the pay computed, or of the full base"
    )


class YearRule(Strict):
    """So many periods of a calendar year below a mark, consecutive or not, have a consequence."""

    below: Number
    times: Annotated[int, Field(ge=1, le=366)]
    consequence: Text


@dataclass(frozen=True, slots=True)
class Pay:
    """Performance pay of a period, in the currency of the base; the base salary is not touched."""

    before_cut: Fraction
    cut: Fraction

    @property
    def amount(self) -> Fraction:
        """What is paid."""
        return self.before_cut - self.cut


@dataclass(frozen=True, slots=True)
class Year:
    """How often a year's totals lay below the mark, and whether that was too often."""

    below: int
    is_reached: bool


def check_descending(rows: Sequence[GradeRow]) -> None:
    """Raise ValueError unless the bounds fall from row to row and only the last has none."""
    bounds = [row.from_ for row in rows]
    if None in bounds[:-1]:
        raise ValueError("only the last grade may leave out `from`")
    if not rises([bound for bound in reversed(bounds) if bound is not None]):
        raise ValueError("grades go from the best down: each `from` below the one before")


def check_rising(rows: Sequence[ClassRow]) -> None:
    """Raise ValueError unless the shares rise from row to row and only the last has none."""
    shares = [row.first for row in rows]
    if None in shares[:-1] or not rises([share for share in shares if share is not None]):
        raise ValueError("classes go from the best down: each `first` above the one before")
    empty = [row.code for row in rows if row.first == 0]
    empty += [below.code for row, below in pairwise(rows) if row.first == _ALL]
    if empty:
        raise ValueError(f"nobody can be in the class `{empty[0]}`: `first` leaves none for it")


def grade(rows: Sequence[GradeRow], total: Fraction | None) -> Grade | None:
    """Return the first grade whose bound the exact, unrounded total reaches."""
    if total is None:
        return None
    for row in rows:
        if row.from_ is None or total >= Fraction(row.from_):
            return Grade(row.code, row.label)
    return None


def pay(rule: PayRule, base: Fraction, total: Fraction | None) -> Pay | None:
    """Return base × total ÷ 100, less the cut below the pass mark; None without a total."""
    if total is None:
        return None
    computed = base * total / 100
    if total >= Fraction(rule.pass_):
        return Pay(computed, Fraction(0))
    share = Fraction(rule.cut) / 100
    cut = share * (computed if rule.cut_of == "computed" else base)
    return Pay(computed, min(cut, computed))


def year(rule: YearRule, totals: Sequence[Fraction | None]) -> Year:
    """Return how many of a year's totals lie below the mark."""
    below = sum(1 for total in totals if total is not None and total < Fraction(rule.below))
    return Year(below, below >= rule.times)


def combine(totals: Sequence[Fraction | None], *, at_least: int = 1) -> Fraction | None:
    """Return the mean of the totals there are, for a quarter or a year; None with too few."""
    known = [total for total in totals if total is not None]
    return average(known) if len(known) >= at_least else None


def rank(totals: Mapping[Person, Fraction | None]) -> dict[Person, int]:
    """Return the places from the highest total down; a tie shares a place: 1, 2, 2, 4."""
    known = {who: total for who, total in totals.items() if total is not None}
    first: dict[Fraction, int] = {}
    for place, total in enumerate(sorted(known.values(), reverse=True), 1):
        first.setdefault(total, place)
    return {who: first[total] for who, total in known.items()}


def classify(rows: Sequence[ClassRow], places: Mapping[Person, int]) -> dict[Person, Grade]:
    """Return the class of each place: the first row whose share of the ranked holds it.

    People who share a place share a class.
    """
    classes: dict[Person, Grade] = {}
    for who, place in places.items():
        behind = Fraction(place - 1, len(places)) * 100
        row = next((it for it in rows if it.first is None or behind < Fraction(it.first)), None)
        if row is not None:
            classes[who] = Grade(row.code, row.label)
    return classes
