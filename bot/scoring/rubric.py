"""A rubric file, checked: what is scored, for how many points, and what the total means."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from bot.scoring import figures, source
from bot.scoring.entries import Loggable, Measure
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import Code, Line, MeasureRow, NotNegative, Number, Positive, Strict
from bot.scoring.kinds.tally import Bonuses
from bot.scoring.outcome import GradeRow, check_descending
from bot.scoring.rules import AnyLine
from bot.scoring.source import Document, Problem, RubricError
from bot.scoring.text import Text, Words

CATALOGUE = resources.files(__package__) / "catalogue"


@dataclass(frozen=True, slots=True)
class Item:
    """A line with the points it is worth, once the equal shares are worked out."""

    section: "Section"
    line: Line
    of: Fraction


class Section(Strict):
    """Lines that belong together, and the points that they add up to."""

    id: Code
    label: Text
    points: NotNegative | None = Field(None, description="left out: an equal share of the total")
    lines: tuple[AnyLine, ...] = Field(min_length=1)


class Rubric(Strict):
    """What a rubric file says."""

    id: Code
    version: Annotated[int, Field(ge=1)]
    label: Text
    source: Words = Field(description="where the scheme comes from")
    appraises: Literal["agent", "supervisor", "unit", "company"]
    cycle: Literal["week", "month", "quarter", "year", "inspection"] = "month"
    total: Positive
    floor: Number | None = Field(None, description="the total is never lower")
    ceiling: Number | None = Field(None, description="the total is never higher")
    opinion_needs: tuple[Code, ...] = Field(
        (), description="no scorecard unless at least one of these was recorded"
    )
    sections: tuple[Section, ...] = Field(min_length=1)
    bonuses: Bonuses | None = None
    grades: tuple[GradeRow, ...] = ()
    shared: tuple[MeasureRow, ...] = Field((), alias="measures")

    @field_validator("grades")
    @classmethod
    def _grades_descend(cls, rows: tuple[GradeRow, ...]) -> tuple[GradeRow, ...]:
        check_descending(rows)
        return rows

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        shares(Fraction(self.total), [part.points for part in self.sections], "the sections")
        for section, of in self._sections():
            written = [line.points for line in section.lines]
            shares(of, written, f"the lines of section `{section.id}`")
        return self

    @model_validator(mode="after")
    def _measures_exist(self) -> Self:
        known = {row.code for row in self.shared}
        for item in self.items:
            for code in item.line.uses:
                if code not in known and code not in self.by_code:
                    raise ValueError(f"`{item.line.id}` reads `{code}`; add it under `measures`")
        for code in self.opinion_needs:
            if code not in self.by_code:
                raise ValueError(f"`opinion_needs` names `{code}`, which nothing records")
        return self

    def _sections(self) -> Iterator[tuple[Section, Fraction]]:
        given = [section.points for section in self.sections]
        return zip(self.sections, shares(Fraction(self.total), given, ""), strict=True)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All lines in order, with their points."""
        return tuple(
            Item(section, line, points)
            for section, of in self._sections()
            for line, points in zip(
                section.lines, shares(of, [line.points for line in section.lines], ""), strict=True
            )
        )

    @cached_property
    def entries(self) -> tuple[Loggable, ...]:
        """All that a supervisor can log: deductions, then commendations."""
        deductions = tuple(entry for item in self.items for entry in item.line.entries)
        return deductions + (self.bonuses.entries if self.bonuses else ())

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All that can be recorded beside: numbers, levels, ratings."""
        own = tuple(measure for item in self.items for measure in item.line.measures)
        return own + tuple(row.measure() for row in self.shared)

    @cached_property
    def by_code(self) -> Mapping[str, Loggable | Measure]:
        """Entries and measures by code."""
        things: tuple[Loggable | Measure, ...] = (*self.entries, *self.measures)
        return {thing.code: thing for thing in things}

    @cached_property
    def measure_by_code(self) -> Mapping[str, Measure]:
        """The measures by code."""
        return {measure.code: measure for measure in self.measures}

    def find(self, code: str) -> Loggable | Measure | None:
        """Return the entry or measure of that code."""
        return self.by_code.get(code)

    def has_opinion(self, found: Evidence) -> bool:
        """Tell whether enough was recorded for a scorecard to be written at all."""
        return not self.opinion_needs or any(map(found.happened, self.opinion_needs))


def shares(total: Fraction, written: list[Decimal | None], what: str) -> list[Fraction]:
    """Return the points of each part, those left out sharing equally what the others leave.

    Raises ValueError where the parts do not add up to `total`.
    """
    sum_ = sum((Fraction(points) for points in written if points is not None), Fraction(0))
    blanks = written.count(None)
    if sum_ > total or (sum_ != total and not blanks):
        raise ValueError(f"{what} add up to {figures.write(sum_)}, not {figures.write(total)}")
    each = (total - sum_) / blanks if blanks else Fraction(0)
    return [each if points is None else Fraction(points) for points in written]


def load(text: str, *, name: str) -> Rubric:
    """Read and check a rubric file; raise RubricError with every mistake and its line."""
    document = source.read(text, name=name)
    problems = [*document.problems, *_said_twice(document)]
    try:
        rubric = Rubric.model_validate(document.value)
    except ValidationError as error:
        problems += [_problem(document, details) for details in error.errors()]
        raise RubricError(in_order(problems)) from None
    if problems:
        raise RubricError(in_order(problems))
    return rubric


def in_order(problems: list[Problem]) -> list[Problem]:
    """Return the problems by line, each once."""
    return sorted(set(problems), key=lambda it: (int(it.place.rpartition(":")[2]), it.message))


def _said_twice(document: Document) -> Iterator[Problem]:
    """Yield codes and aliases that name two things, and ids that two lines have."""
    names: dict[str, source.Path] = {}
    lines: dict[str, source.Path] = {}
    for path, value in source.walk(document.value):
        if isinstance(value, dict) and len(path) == len(("sections", 0, "lines", 0)):
            yield from _taken(document, lines, (*path, "id"), value.get("id"))
            if value.get("rule") != "deductions" and not {"kpi", "measure"} & value.keys():
                yield from _taken(document, names, (*path, "id"), value.get("id"))
        elif _names_something(path):
            yield from _taken(document, names, path, value)


def _names_something(path: source.Path) -> bool:
    """Tell whether a code or an alias of an entry or a measure stands here, none of a scale."""
    in_scale = {"levels", "grades", "scales"} & set(path)
    return not in_scale and len(path) > 1 and (path[-1] == "code" or path[-2] == "aliases")


def _taken(
    document: Document, seen: dict[str, source.Path], path: source.Path, value: source.Value
) -> Iterator[Problem]:
    if not isinstance(value, str):
        return
    first = seen.setdefault(value.casefold(), path)
    if first is not path:
        where = document.problem(first, "").place
        yield document.problem(path, f"`{value}` is taken: it stands at {where} already")


_PLAIN_WORDS = {
    "missing": "`{name}` is missing",
    "string_type": "`{name}` must be text (put a number in quotes)",
    "decimal_type": "`{name}` must be a number",
    "is_instance_of": "`{name}` must be a number",
    "model_type": "`{name}` must be a group of settings, one under the other",
    "model_attributes_type": "`{name}` must be a group of settings, one under the other",
    "tuple_type": "`{name}` must be a list",
    "union_tag_not_found": "`rule` is missing",
    "string_too_short": "`{name}` is empty",
}


def _problem(document: Document, details: ErrorDetails) -> Problem:
    loc = details["loc"]
    name = str(next((step for step in reversed(loc) if isinstance(step, str)), "the file"))
    kind = details["type"]
    if kind == "extra_forbidden":
        message = f"there is no setting `{name}` here{_near(name)}"
    elif kind == "value_error":
        message = str(details["ctx"]["error"])
    elif kind == "union_tag_invalid":
        context: dict[str, Any] = details["ctx"]
        message = f"there is no rule `{context['tag']}`; there are: {context['expected_tags']}"
    elif kind in _PLAIN_WORDS:
        message = _PLAIN_WORDS[kind].format(name=name)
    else:
        message = f"`{name}`: {details['msg']}"
    return document.problem(loc, message)


def _near(word: str) -> str:
    near = difflib.get_close_matches(word, _settings(), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


@cache
def _settings() -> tuple[str, ...]:
    """Return every word that the format knows."""
    schema = Rubric.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    return tuple({name for part in parts for name in part.get("properties", {})})


def names() -> tuple[str, ...]:
    """Return the names of the schemes in the catalogue."""
    files = (entry.name for entry in CATALOGUE.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


@cache
def read(name: str) -> Rubric:
    """Return a rubric of the catalogue; raise KeyError where there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return load((CATALOGUE / f"{name}.yaml").read_text("utf-8"), name=f"{name}.yaml")


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
