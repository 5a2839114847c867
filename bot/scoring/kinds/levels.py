"""Scales: survey answers and ratings that stand for points (P6, P7)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, field_validator

from bot.scoring import wording
from bot.scoring.entries import Measure
from bot.scoring.facts import Evidence
from bot.scoring.figures import add
from bot.scoring.kinds.line import NO_DATA, Alias, LevelRow, Line, Part, Range, Result
from bot.scoring.text import Text

Rater = Literal["self", "superior", "peer", "customer", "subordinate"]
RATERS: Mapping[str, Text] = {
    "self": Text(en="self", zh="自评"),
    "superior": Text(en="supervisor", zh="上级"),
    "peer": Text(en="peers", zh="同事"),
    "customer": Text(en="customers", zh="客户"),
    "subordinate": Text(en="team members", zh="下属"),
    "": Text(en="rated", zh="评分"),
}
OWN_VOICES = frozenset({"peer", "subordinate"})
"""Raters of whom each counts by herself: a colleague's rating does not replace another's."""


class Levels(Line):
    """Answers on a scale, each worth points: their mean, or the worst of them."""

    rule: Literal["levels"]
    levels: tuple[LevelRow, ...] = Field(min_length=2)
    aliases: tuple[Alias, ...] = ()
    take: Literal["mean", "worst"] = "mean"
    collect: Literal["mean", "replace"] = "mean"
    least_answers: Annotated[int, Field(ge=1, le=100_000)] = Field(
        1, description="fewer answers than this are no data"
    )

    def measures(self, of: Fraction) -> tuple[Measure, ...]:  # noqa: ARG002 - levels say the points
        """Return the question that is answered."""
        levels = tuple(row.level() for row in self.levels)
        return (Measure(self.id, self.label, self.aliases, "level", self.collect, levels=levels),)

    def most(self, of: Fraction) -> Fraction:  # noqa: ARG002 - levels say the points
        """Return the points of the best level."""
        return Fraction(max(row.points for row in self.levels))

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - levels say the points
        """Return the mean (or the lowest) of the answers' points."""
        chosen = found.levels(self.id)
        answers = sum(chosen.values())
        if answers < self.least_answers:
            return Result(None, _too_few(answers, self.least_answers) if answers else NO_DATA)
        rows = [(row, chosen[row.code]) for row in self.levels if row.code in chosen]
        if self.take == "worst":
            worst = min((row for row, _ in rows), key=lambda row: row.points)
            return Result(Fraction(worst.points), _worst(worst, answers), (self.id,))
        mean = add(Fraction(row.points) * count for row, count in rows) / answers
        return Result(mean, _mean(rows, answers, mean), (self.id,))


def _too_few(answers: int, least: int) -> Text:
    return Text(
        en=f"{answers} of at least {least} answers", zh=f"{answers} 个评价，至少需 {least} 个"
    )


def _mean(rows: list[tuple[LevelRow, int]], answers: int, mean: Fraction) -> Text:
    named = wording.counted((row.label, count) for row, count in rows)
    if len(rows) == 1:
        return wording.stated(named, wording.number(mean))
    products = " + ".join(
        f"{count} × {wording.bracketed(Fraction(row.points))}" for row, count in rows
    )
    return wording.stated(named, f"({products}) ÷ {answers} {wording.equals(mean)}")


def _worst(row: LevelRow, answers: int) -> Text:
    en = f"lowest of {answers}, {row.label.en}"
    zh = f"{answers} 个评价中最低：{row.label.zh}"
    return wording.stated(Text(en=en, zh=zh), wording.number(Fraction(row.points)))


class Rating(Line):
    """Points that people give: a level of a scale, or a number up to the full points.

    A scale takes its levels alone; with `between` it takes the numbers in that range, too.

    Several kinds of raters are combined by `raters`, a weight for each; who has not rated yet is
    left out, and the others count by their weights. A weight of 0 is shown and not counted.
    """

    rule: Literal["rating"]
    levels: tuple[LevelRow, ...] = ()
    raters: dict[Rater, Annotated[Decimal, Field(strict=True, ge=0, le=100)]] = Field(
        default={"superior": Decimal(1)}, min_length=1, description="who rates, and their weights"
    )
    aliases: tuple[Alias, ...] = ()
    between: Range | None = Field(None, description="the numbers that may be given")

    @field_validator("raters")
    @classmethod
    def _somebody_counts(cls, raters: dict[Rater, Decimal]) -> dict[Rater, Decimal]:
        if not any(raters.values()):
            raise ValueError("at least one of the `raters` needs a weight above 0")
        return raters

    @property
    def is_scored(self) -> bool:
        """With `points: 0` the rating is shown and not counted."""
        return self.points != 0

    def measures(self, of: Fraction) -> tuple[Measure, ...]:
        """Return what is rated: by a level, or by a number in a range."""
        full = Decimal(of.numerator) / of.denominator
        ends = self.between or (() if self.levels else (Decimal(0), full))
        return (
            Measure(
                code=self.id,
                label=self.label,
                aliases=self.aliases,
                kind="rating",
                collect="replace",
                levels=tuple(row.level() for row in self.levels),
                least=min(ends, default=None),
                most=max(ends, default=None),
                raters=tuple(self.raters),
            ),
        )

    def most(self, of: Fraction) -> Fraction:
        """Return the most that can be given."""
        given = (*(self.between or ()), *(row.points for row in self.levels))
        return Fraction(max(given)) if given else of

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the weighted mean of what each kind of rater gave."""
        heard = found.raters(self.id)
        given = (
            (rater, self._given(rater, found)) for rater in (*self.raters, "") if rater in heard
        )
        views = [(rater, points) for rater, points in given if points is not None]
        parts = tuple(Part(RATERS[rater], points, of) for rater, points in views)
        counted = [
            (rater, points, self._weight(rater)) for rater, points in views if self._weight(rater)
        ]
        if not counted:
            return Result(None, NO_DATA, parts=parts)
        weight = add(weight for *_, weight in counted)
        mean = add(points * share for _, points, share in counted) / weight
        return Result(mean, _combined(counted, mean), (self.id,), parts, figure=mean)

    def _weight(self, rater: str) -> Fraction:
        """Return a rater's weight; a rating whose rater is not known counts like any other."""
        if not rater:
            return Fraction(1)
        return next(
            (Fraction(weight) for name, weight in self.raters.items() if name == rater), Fraction(0)
        )

    def _given(self, rater: str, found: Evidence) -> Fraction | None:
        sum_, times = found.number_by(self.id, rater)
        worth = {row.code: Fraction(row.points) for row in self.levels}
        for code, count in found.levels(self.id, rater).items():
            sum_, times = sum_ + worth[code] * count, times + count
        return sum_ / times if times else None


def _combined(counted: list[tuple[str, Fraction, Fraction]], mean: Fraction) -> Text:
    labels = [RATERS[rater] for rater, *_ in counted]
    who = Text(en=", ".join(it.en for it in labels), zh="、".join(it.zh for it in labels))
    if len(counted) == 1:
        return wording.stated(who, wording.number(mean))
    terms = ((points, weight) for _, points, weight in counted)
    return wording.stated(who, wording.weighted(terms, mean))
