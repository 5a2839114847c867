"""A scorecard: what `score` returns, and the JSON that a frozen card is kept as."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from bot.scoring import figures
from bot.scoring.figures import add
from bot.scoring.kinds.line import Part
from bot.scoring.outcome import Grade
from bot.scoring.text import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the card."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a card.

    `points` is None where there is no result; `of` where there is nothing to lose: points on top
    (commendations, adjustments) and figures that are only shown. `raw` of `raw_of` is the rule's
    own result, before it is scaled to `of`; with `points` but no `raw` the item kept its points
    without data. `figure` is the rate or number behind it.
    """

    id: str
    section: str
    label: Text
    points: Fraction | None
    of: Fraction | None
    why: Text
    codes: tuple[str, ...] = ()
    raw: Fraction | None = None
    raw_of: Fraction | None = None
    figure: Fraction | None = None
    parts: tuple[Part, ...] = ()

    @property
    def is_measured(self) -> bool:
        """Whether the points rest on data."""
        return self.raw is not None

    @property
    def is_item(self) -> bool:
        """Whether the line has points of its own to earn."""
        return self.of is not None


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A section with its lines and their sums; `points` is None where no line has a result."""

    id: str
    label: Text
    points: Fraction | None
    of: Fraction
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one person and period.

    `total` is exact and the sum of the lines' points, None where nothing could be scored. `of` are
    the points that rest on data, out of `full`: the card's coverage. While an item that the rubric
    insists on has no data, the card is not `complete`, the total is that of the other items, and
    there is no grade.
    """

    rubric: str
    version: int
    total: Fraction | None
    of: Fraction
    full: Fraction
    complete: bool
    grade: Grade | None
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    unscored: tuple[str, ...] = ()

    @property
    def final(self) -> Fraction | None:
        """The total for what follows from it: pay, rank, the year. None before it is complete."""
        return self.total if self.complete else None

    @property
    def percent(self) -> Fraction | None:
        """The total in percent of the full points."""
        return None if self.total is None or not self.full else self.total / self.full * 100

    @property
    def sections(self) -> tuple[Subtotal, ...]:
        """The card by section."""
        return tuple(self._subtotal(heading) for heading in self.headings)

    def _subtotal(self, heading: Heading) -> Subtotal:
        lines = tuple(line for line in self.lines if line.section == heading.id)
        points = [line.points for line in lines if line.points is not None]
        of = add(line.of for line in lines if line.of is not None)
        sum_ = add(points) if points else None
        return Subtotal(heading.id, heading.label, sum_, of, lines)

    def line(self, id_: str) -> Line | None:
        """Return the line of that id."""
        return next((line for line in self.lines if line.id == id_), None)

    def to_json(self) -> dict[str, Any]:
        """Return the card as JSON: numbers as exact strings, null where there is no result."""
        return {
            "rubric": self.rubric,
            "version": self.version,
            "total": _written(self.total),
            "of": figures.write(self.of),
            "full": figures.write(self.full),
            "complete": self.complete,
            "grade": self.grade and {"code": self.grade.code, "label": _words(self.grade.label)},
            "sections": [{"id": it.id, "label": _words(it.label)} for it in self.headings],
            "items": [_line_json(line) for line in self.lines],
            "unscored": list(self.unscored),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the card that `to_json` wrote; no rubric is needed for it."""
        grade = kept["grade"]
        return cls(
            rubric=kept["rubric"],
            version=kept["version"],
            total=_read(kept["total"]),
            of=figures.parse(kept["of"]),
            full=figures.parse(kept["full"]),
            complete=kept["complete"],
            grade=grade and Grade(grade["code"], Text(**grade["label"])),
            headings=tuple(Heading(it["id"], Text(**it["label"])) for it in kept["sections"]),
            lines=tuple(map(_line, kept["items"])),
            unscored=tuple(kept["unscored"]),
        )


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "section": line.section,
        "label": _words(line.label),
        "points": _written(line.points),
        "of": _written(line.of),
        "why": _words(line.why),
        "codes": list(line.codes),
        "raw": _written(line.raw),
        "raw_of": _written(line.raw_of),
        "figure": _written(line.figure),
        "parts": [
            {"label": _words(it.label), "points": _written(it.points), "of": _written(it.of)}
            for it in line.parts
        ],
    }


def _line(kept: Mapping[str, Any]) -> Line:
    return Line(
        id=kept["id"],
        section=kept["section"],
        label=Text(**kept["label"]),
        points=_read(kept["points"]),
        of=_read(kept["of"]),
        why=Text(**kept["why"]),
        codes=tuple(kept["codes"]),
        raw=_read(kept["raw"]),
        raw_of=_read(kept["raw_of"]),
        figure=_read(kept["figure"]),
        parts=tuple(
            Part(Text(**it["label"]), _read(it["points"]), _read(it["of"])) for it in kept["parts"]
        ),
    )


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _written(number: Fraction | None) -> str | None:
    return None if number is None else figures.write(number)


def _read(text: str | None) -> Fraction | None:
    return None if text is None else figures.parse(text)
