"""Rows that a count chooses: fixed points, or a range for the rater to pick from (P4, P5)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.entries import Loggable, Measure
from bot.scoring.facts import Evidence
from bot.scoring.figures import rises
from bot.scoring.kinds.line import (
    NO_DATA,
    Alias,
    Code,
    Measured,
    NotNegative,
    Number,
    Result,
    Strict,
)
from bot.scoring.kinds.steps import Rounding, steps
from bot.scoring.text import Text


class Counted(Strict):
    """Something that can be logged and whose occurrences a table counts; it has no points."""

    code: Code
    label: Text
    aliases: tuple[Alias, ...] = ()
    critical: bool = False
    note: bool | None = None

    def loggable(self, group: Text) -> Loggable:
        """Return what a supervisor sees of it."""
        return Loggable(
            code=self.code,
            kind="deduction",
            label=self.label,
            aliases=self.aliases,
            points=Decimal(0),
            least=Decimal(0),
            most=Decimal(0),
            critical=self.critical,
            note_required=self.critical if self.note is None else self.note,
            group=group,
        )


class Chosen(Measured):
    """A line whose row is chosen by a figure, or by how often some things were logged.

    A figure that lies between whole numbers (half a day of leave) is rounded first.
    """

    rounding: Rounding = Field("up", description="of half a day: up, down or none")
    count: tuple[Counted, ...] = Field((), description="what is logged and counted together")

    @property
    def uses_shared(self) -> bool:
        """Whether the line records nothing under its own id."""
        return bool(self.count) or super().uses_shared

    @property
    def codes(self) -> tuple[str, ...]:
        """The fact codes behind the row."""
        return (*(reason.code for reason in self.count), *super().codes)

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """What is counted."""
        return tuple(reason.loggable(self.label) for reason in self.count)

    def chosen_by(self, found: Evidence) -> Fraction | None:
        """Return the number that chooses the row; counting nothing is a count of 0."""
        if self.count:
            return Fraction(sum(found.count(reason.code) for reason in self.count))
        figure, _ = self.figure(found)
        return None if figure is None else steps(figure, Decimal(1), self.rounding)


class Row(Strict):
    """A row of a table: up to this many, these points. The last row has no end."""

    up_to: NotNegative | None = None
    points: Number


class RangeRow(Strict):
    """A row of a table: up to this many, the rater gives between `from` and `to`."""

    up_to: NotNegative | None = None
    from_: Number = Field(alias="from")
    to: Number

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.from_ > self.to:
            raise ValueError("`from` lies above `to`")
        return self


def check_rows(ends: list[Decimal | None]) -> None:
    """Raise ValueError unless the ends rise and only the last row is open."""
    if ends[-1] is not None or None in ends[:-1]:
        raise ValueError("the last row, and only the last, leaves out `up_to`")
    if not rises([end for end in ends if end is not None]):
        raise ValueError("`up_to` must rise from row to row")


class Table(Chosen):
    """Points by how many: none 5, one 3, two 1, more 0. `worst_if` forces the last row."""

    rule: Literal["table"]
    rows: tuple[Row, ...] = Field(min_length=2)
    worst_if: tuple[Counted, ...] = ()

    @model_validator(mode="after")
    def _rows_rise(self) -> Self:
        check_rows([row.up_to for row in self.rows])
        return self

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """What is counted, and what forces the last row."""
        return (*super().entries, *(reason.loggable(self.label) for reason in self.worst_if))

    def most(self, of: Fraction) -> Fraction:  # noqa: ARG002 - rows say the points
        """Return the points of the best row."""
        return Fraction(max(row.points for row in self.rows))

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - rows say the points
        """Return the points of the first row that holds the number."""
        forced = [reason for reason in self.worst_if if found.count(reason.code)]
        if forced:
            points = Fraction(self.rows[-1].points)
            why = wording.stated(forced[0].label, wording.number(points))
            return Result(points, why, tuple(reason.code for reason in forced))
        number = self.chosen_by(found)
        if number is None:
            return Result(None, NO_DATA)
        row = next(row for row in self.rows if row.up_to is None or number <= row.up_to)
        points = Fraction(row.points)
        words = f"{wording.number(number)} → {wording.number(points)}"
        return Result(points, wording.same(words), _happened(self.codes, found), figure=number)


class Choice(Chosen):
    """Points that a rater picks from the range that the count leaves: none 8–10, two 4–7.

    A pick outside its range (because another complaint was upheld since) is no result: the rater
    has to look again.
    """

    rule: Literal["choice"]
    rows: tuple[RangeRow, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rows_rise(self) -> Self:
        check_rows([row.up_to for row in self.rows])
        return self

    def measures(self, of: Fraction) -> tuple[Measure, ...]:  # noqa: ARG002 - rows say the points
        """Return the rating that is picked, under the line's own id."""
        least, most = min(row.from_ for row in self.rows), max(row.to for row in self.rows)
        return (
            Measure(
                code=self.id,
                label=self.label,
                aliases=self.aliases,
                kind="rating",
                collect="replace",
                least=least,
                most=most,
                raters=("superior",),
            ),
        )

    def most(self, of: Fraction) -> Fraction:  # noqa: ARG002 - rows say the points
        """Return the most that may be picked in any row."""
        return Fraction(max(row.to for row in self.rows))

    def row(self, found: Evidence) -> RangeRow | None:
        """Return the range that the count leaves to the rater; None without a count."""
        number = self.chosen_by(found)
        if number is None:
            return None
        return next(row for row in self.rows if row.up_to is None or number <= row.up_to)

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - rows say the points
        """Return the pick, if it lies in the range of the row that the count chose."""
        number, pick, row = self.chosen_by(found), found.number(self.id), self.row(found)
        if number is None or row is None:
            return Result(None, NO_DATA)
        span = f"{wording.number(Fraction(row.from_))}–{wording.number(Fraction(row.to))}"
        codes = (*_happened(self.codes, found), self.id)
        if pick is None:
            return Result(None, _to_pick(number, span), figure=number)
        if not row.from_ <= pick <= row.to:
            return Result(None, _outside(number, span, pick), codes, figure=number)
        words = f"{wording.number(number)} → {span}: {wording.number(pick)}"
        return Result(pick, wording.same(words), codes, figure=number)


def _happened(codes: tuple[str, ...], found: Evidence) -> tuple[str, ...]:
    return tuple(code for code in codes if code in found.facts)


def _to_pick(number: Fraction, span: str) -> Text:
    count = wording.number(number)
    return Text(en=f"{count} → {span}: not rated yet", zh=f"{count} → {span}：尚未评分")


def _outside(number: Fraction, span: str, pick: Fraction) -> Text:
    count, given = wording.number(number), wording.number(pick)
    return Text(
        en=f"{count} → {span}: {given} lies outside, rate again",
        zh=f"{count} → {span}：{given} 超出范围，请重新评分",
    )
