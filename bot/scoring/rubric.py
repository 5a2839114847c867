"""A rubric file, checked: what is scored, for how many points, and what the total means."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from bot.scoring import defaults, faults, mistakes, source
from bot.scoring.card import Heading
from bot.scoring.entries import Loggable, Measure
from bot.scoring.facts import Evidence
from bot.scoring.figures import whole
from bot.scoring.item import Item
from bot.scoring.kinds.line import (
    Code,
    MeasureRow,
    Missing,
    Number,
    Positive,
    Strict,
)
from bot.scoring.kinds.tally import Bonuses
from bot.scoring.outcome import (
    ClassRow,
    Grade,
    GradeRow,
    PayRule,
    Percent,
    YearRule,
    check_descending,
    check_rising,
    grade,
)
from bot.scoring.process import Signature, Step
from bot.scoring.section import Section, shares
from bot.scoring.source import Problem, RubricError
from bot.scoring.text import Text, Words

__all__ = ["Problem", "Rubric", "RubricError", "catalogue", "load", "names", "read", "schema"]

CATALOGUE = resources.files(__package__) / "catalogue"
Tag = Literal["numeric", "parametric", "sla", "kpi", "qualitative", "process", "form"]


class Rubric(Strict):
    """What a rubric file says."""

    id: Code
    version: Annotated[int, Field(ge=1)]
    label: Text
    source: Words = Field(description="where the scheme comes from")
    tags: tuple[Tag, ...] = Field((), description="what kind of scheme it is")
    notes: Text | None = Field(None, description="what is uncertain, what is left to people")
    appraises: Literal["agent", "supervisor", "unit", "company"]
    cycle: Literal["week", "month", "quarter", "year", "inspection"] = "month"
    total: Positive | None = Field(None, description="left out: nothing earns points")
    floor: Number | None = Field(None, description="the total is never lower")
    ceiling: Number | None = Field(None, description="the total is never higher")
    opinion_needs: tuple[Code, ...] = Field(
        (), description="no scorecard unless at least one of these was recorded"
    )
    grade_needs: Percent = Field(
        Decimal(0), description="percent of the points that must rest on data for a grade"
    )
    grade_rounding: Literal["none", "whole"] = Field(
        "none", description="whole: the total is rounded, half up, before it is graded"
    )
    quarter_needs: Annotated[int, Field(ge=1, le=3)] = Field(
        1, description="complete months without which a quarter has no result"
    )
    year_needs: Annotated[int, Field(ge=1, le=12)] = Field(
        1, description="complete months without which a year has no result"
    )
    rank_needs: Annotated[int, Field(ge=2, le=1000)] = Field(
        3, description="results without which nobody is ranked"
    )
    each_line: dict[str, Any] = Field({}, description="what every line says unless it says other")
    sections: tuple[Section, ...] = ()
    bonuses: Bonuses | None = None
    shared: tuple[MeasureRow, ...] = Field((), alias="measures")
    grades: tuple[GradeRow, ...] = ()
    classes: tuple[ClassRow, ...] = Field((), description="classes of a ranking, best first")
    pay: PayRule | None = None
    year: YearRule | None = None
    process: tuple[Step, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, written: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        return defaults.fill_in(written) if isinstance(written, dict) else written

    @field_validator("grades")
    @classmethod
    def _grades_descend(cls, rows: tuple[GradeRow, ...]) -> tuple[GradeRow, ...]:
        check_descending(rows)
        return rows

    @field_validator("classes")
    @classmethod
    def _classes_rise(cls, rows: tuple[ClassRow, ...]) -> tuple[ClassRow, ...]:
        check_rising(rows)
        return rows

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All lines in order, with their points."""
        sections = [section.written_points for section in self.sections]
        return tuple(
            Item(section.id, line, points)
            for section, of in zip(
                self.sections, shares(Fraction(self.total or 0), sections), strict=True
            )
            for line, points in zip(section.lines, shares(of, section.points_of_lines), strict=True)
        )

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The sections of a card, the commendations last."""
        sections = tuple(Heading(section.id, section.label) for section in self.sections)
        return sections + ((Heading("bonus", self.bonuses.label),) if self.bonuses else ())

    @cached_property
    def _by_missing(self) -> Mapping[Missing, frozenset[str]]:
        return {
            policy: frozenset(
                item.line.id
                for item in self.items
                if item.line.is_scored and item.line.missing == policy
            )
            for policy in get_args(Missing)
        }

    def lines_that(self, policy: Missing) -> frozenset[str]:
        """Return the ids of the scored lines that do this when there are no data."""
        return self._by_missing[policy]

    @cached_property
    def entries(self) -> tuple[Loggable, ...]:
        """All that a supervisor can log: deductions, then commendations."""
        deductions = tuple(entry for section in self.sections for entry in section.entries)
        return deductions + (self.bonuses.entries if self.bonuses else ())

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All that can be recorded beside: numbers, levels, ratings."""
        own = tuple(it for item in self.items for it in item.line.measures(item.scale))
        return own + tuple(row.measure() for row in self.shared)

    @cached_property
    def measure_by_code(self) -> Mapping[str, Measure]:
        """The measures by code."""
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def by_code(self) -> Mapping[str, Loggable | Measure]:
        """Entries and measures by code."""
        return {**{entry.code: entry for entry in self.entries}, **self.measure_by_code}

    def find(self, code: str) -> Loggable | Measure | None:
        """Return the entry or measure of that code."""
        return self.by_code.get(code)

    def grade_of(self, total: Fraction | None) -> Grade | None:
        """Return the grade that a total earns, of a month or a longer time."""
        if total is not None and self.grade_rounding == "whole":
            total = whole(total)
        return grade(self.grades, total)

    def has_opinion(self, found: Evidence) -> bool:
        """Tell whether enough was recorded for a scorecard to be written at all."""
        return not self.opinion_needs or any(map(found.happened, self.opinion_needs))


def load(text: str, *, name: str) -> Rubric:
    """Read and check a rubric file; raise RubricError with every mistake and its line."""
    document = source.read(text, name=name)
    problems = [*document.problems, *mistakes.said_twice(document)]
    try:
        rubric = Rubric.model_validate(document.value)
    except ValidationError as error:
        told = [it for it in error.errors() if not mistakes.is_echo(it)]
        found = (mistakes.described(document, it, _vocabulary()) for it in told)
        misread = {it.place for it in document.problems}  # the value that is checked is made up
        own = [it for it in found if it.place not in misread]
        raise RubricError(mistakes.in_order([*problems, *own])) from None
    if not document.problems:
        problems += [document.problem(path, message) for path, message in faults.of(rubric)]
    if problems:
        raise RubricError(mistakes.in_order(problems))
    return rubric


def schema() -> dict[str, Any]:
    """Return the JSON schema of rubric files, for editors.

    `rule` is left optional in it, because `each_line` may say it for all lines.
    """
    described = Rubric.model_json_schema()
    for part in described["$defs"].values():
        if "rule" in part.get("properties", {}):
            part["required"].remove("rule")
    return described


@cache
def _vocabulary() -> tuple[str, ...]:
    """Return every word that the format knows."""
    described = schema()
    parts = [described, *described["$defs"].values()]
    return tuple(sorted({name for part in parts for name in part.get("properties", {})}))


@cache
def names() -> tuple[str, ...]:
    """Return the names of the schemes in the catalogue."""
    files = (entry.name for entry in CATALOGUE.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


@cache
def read(name: str) -> Rubric:
    """Return a rubric of the catalogue; raise KeyError where there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return load_listed((CATALOGUE / f"{name}.yaml").read_text("utf-8"), name=name)


def load_listed(text: str, *, name: str) -> Rubric:
    """Read a file of the catalogue; raise RubricError, too, where its `id` is not its name.

    It would be put in force under the one and looked for under the other.
    """
    file = f"{name}.yaml"
    rubric = load(text, name=file)
    if rubric.id != name:
        what = f"its `id` is `{rubric.id}`: call the file `{rubric.id}.yaml`"
        raise RubricError([Problem(f"{file}:1", what)])
    return rubric


class _Catalogue(Mapping[str, Rubric]):
    """The catalogue; a file is read when it is asked for."""

    def __getitem__(self, name: str) -> Rubric:
        return read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(names())


def catalogue() -> Mapping[str, Rubric]:
    """Return every rubric of the catalogue by name, read lazily and once."""
    return _Catalogue()
