"""What every line of a rubric has, whatever its rule."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.scoring import kpi, wording
from bot.scoring.derived import Event, Figure
from bot.scoring.entries import Collect, Kind, Level, Loggable, Measure
from bot.scoring.facts import Evidence
from bot.scoring.text import Text

Number = Annotated[Decimal, Field(strict=True, allow_inf_nan=False, ge=-(10**9), le=10**9)]
NotNegative = Annotated[Decimal, Field(strict=True, allow_inf_nan=False, ge=0, le=10**9)]
Positive = Annotated[Decimal, Field(strict=True, allow_inf_nan=False, gt=0, le=10**9)]
Negative = Annotated[Decimal, Field(strict=True, allow_inf_nan=False, lt=0, ge=-(10**9))]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Alias = Annotated[str, StringConstraints(pattern=r"^[^\s<>@,;:!#|\"，、；：]{1,40}$")]
Range = Annotated[tuple[Number, Number], Field(description="two numbers, in either order")]
Missing = Literal["full", "none", "redistribute"]

NOTE_FROM = 3
"""A deduction of this many points or more asks for a note, unless the rubric says otherwise."""

NO_DATA = Text(en="no data", zh="无数据")


class Strict(BaseModel):
    """A part of a rubric file; a word it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Part:
    """The result of a part of a line: a sub-item, a rater's view, one of two figures averaged."""

    label: Text
    points: Fraction | None
    of: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule makes of the facts: points on the line's own scale (None without data).

    `figure` is the number behind them where there is one: a rate, a count, a mean.
    """

    points: Fraction | None
    why: Text
    codes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    figure: Fraction | None = None


class Line(Strict, ABC):
    """One line of a rubric: its points, and what happens to them when there are no data."""

    rule: str
    id: Code
    label: Text
    points: NotNegative | None = Field(None, description="left out: an equal share of the rest")
    out_of: Positive | None = Field(None, description="the rule scores on this scale, such as 100")
    missing: Missing = Field("none", description="without data: full points, none, or shared out")
    about: Text | None = Field(None, description="what is looked at, in words")
    provider: Text | None = Field(None, description="who supplies the data")

    @property
    def is_scored(self) -> bool:
        """Whether the line has points at all."""
        return True

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """What can be logged against this line."""
        return ()

    def measures(self, of: Fraction) -> tuple[Measure, ...]:  # noqa: ARG002 - ratings use it
        """Return what is recorded for this line and for no other, on its scale of 0 to `of`."""
        return ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The codes of the rubric's shared measures that this line reads."""
        return ()

    def most(self, of: Fraction) -> Fraction | None:
        """Return the most that the line can give on its scale of 0 to `of`; None: no limit."""
        return of

    @abstractmethod
    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the result on a scale of 0 to `of`."""


class Reason(Strict):
    """Something that can be logged, with its points."""

    code: Code
    label: Text
    aliases: tuple[Alias, ...] = ()
    points: Number
    every: Annotated[int, Field(ge=1, le=1000)] = Field(
        1, description="the points are for every so many occurrences"
    )
    between: Range | None = Field(None, description="the points a supervisor may give instead")
    critical: bool = False
    note: bool | None = Field(None, description="must a note be written?")
    group: Text | None = Field(None, description="the heading in a menu")
    derived: Event | None = Field(None, description="counted by the bot, unless it is logged")

    @model_validator(mode="after")
    def _points_lie_between(self) -> Self:
        if self.between and not min(self.between) <= self.points <= max(self.between):
            raise ValueError("`points` lie outside `between`")
        if self.between and min(self.between) * max(self.between) <= 0:
            raise ValueError("`between` must stay on one side of 0")
        return self

    def loggable(self, kind: Kind, group: Text) -> Loggable:
        """Return what a supervisor sees of it."""
        ends = self.between or (self.points, self.points)
        weighty = kind == "deduction" and -self.points >= NOTE_FROM
        return Loggable(
            code=self.code,
            kind=kind,
            label=self.label,
            aliases=self.aliases,
            points=self.points,
            least=min(ends),
            most=max(ends),
            critical=self.critical,
            note_required=self.critical or weighty if self.note is None else self.note,
            group=self.group or group,
            derived=self.derived,
        )


class LevelRow(Strict):
    """One level of a scale."""

    code: Code
    label: Text
    aliases: tuple[Alias, ...] = ()
    points: Number

    def level(self) -> Level:
        """Return what a person chooses."""
        return Level(self.code, self.label, self.aliases, self.points)


class MeasureRow(Strict):
    """A figure or an answer that several lines read, or that a line reads beside others."""

    code: Code
    label: Text
    aliases: tuple[Alias, ...] = ()
    unit: Text | None = None
    collect: Collect = Field("replace", description="what a second record in the month does")
    between: Range | None = Field(None, description="the figures that may be recorded")
    levels: tuple[LevelRow, ...] = ()
    derived: Figure | None = Field(None, description="counted by the bot, unless it is recorded")

    def measure(self) -> Measure:
        """Return what `/record` takes."""
        return Measure(
            code=self.code,
            label=self.label,
            aliases=self.aliases,
            kind="level" if self.levels else "number",
            collect=self.collect,
            unit=self.unit,
            levels=tuple(row.level() for row in self.levels),
            least=min(self.between) if self.between else None,
            most=max(self.between) if self.between else None,
            derived=self.derived,
        )


class Measured(Line, ABC):
    """A line that rests on one figure: recorded under its own id, a shared measure, or a KPI."""

    measure: Code | None = Field(None, description="a code of `measures`; left out: its own id")
    kpi: str | None = Field(None, description="a formula of the KPI list")
    inputs: tuple[Code, ...] = Field((), description="the measures that the KPI takes, in order")
    aliases: tuple[Alias, ...] = ()
    unit: Text | None = None
    collect: Collect = Field("replace", description="what a second record in the month does")
    between: Range | None = Field(None, description="the figures that may be recorded")
    derived: Figure | None = Field(None, description="counted by the bot, unless it is recorded")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.derived and self.uses_shared:
            raise ValueError("write `derived` where the measure stands, in `measures`")
        if self.kpi is None:
            if self.inputs:
                raise ValueError("`inputs` are for a `kpi`")
            return self
        formula = kpi.FORMULAS.get(self.kpi)
        if formula is None:
            known = ", ".join(kpi.FORMULAS)
            raise ValueError(f"there is no KPI `{self.kpi}`; there are: {known}")
        if len(self.inputs) != len(formula.inputs):
            wanted = ", ".join(formula.inputs)
            raise ValueError(f"`{self.kpi}` takes {len(formula.inputs)} inputs: {wanted}")
        return self

    def measures(self, of: Fraction) -> tuple[Measure, ...]:  # noqa: ARG002 - no scale in it
        """Return the measure of the line's own id, unless it reads shared ones."""
        if self.uses_shared:
            return ()
        row = MeasureRow(
            code=self.id,
            label=self.label,
            aliases=self.aliases,
            unit=self.unit,
            collect=self.collect,
            between=self.between,
            derived=self.derived,
        )
        return (row.measure(),)

    @property
    def uses_shared(self) -> bool:
        """Whether the figure is made of shared measures."""
        return bool(self.kpi or self.measure)

    @property
    def uses(self) -> tuple[str, ...]:
        """The shared measures."""
        return self.inputs if self.kpi else (self.measure,) if self.measure else ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The fact codes behind the figure."""
        return self.uses if self.uses_shared else (self.id, *self.uses)

    def figure(self, found: Evidence) -> tuple[Fraction | None, str]:
        """Return the figure and how it came about: `3 ÷ 20 × 100 = 15`."""
        if self.kpi is None:
            number = found.number(self.measure or self.id)
            return number, "" if number is None else wording.number(number)
        formula = kpi.FORMULAS[self.kpi]
        given = [found.number(code) for code in self.inputs]
        known = [number for number in given if number is not None]
        number = formula.compute(*known) if len(known) == len(given) else None
        if number is None:
            return None, ""
        return number, f"{formula.written(*known)} {wording.equals(number)}"
