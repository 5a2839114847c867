"""Scales: survey answers and ratings that stand for points (P6, P7)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.entries import Measure
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import NO_DATA, Alias, LevelRow, Line, Part, Positive, Range, Result
from bot.scoring.text import Text

Rater = Literal["self", "superior", "peer", "customer", "subordinate"]
RATERS: Mapping[str, Text] = {
    "self": Text(en="self", zh="自评"),
    "superior": Text(en="superior", zh="上级"),
    "peer": Text(en="peers", zh="同事"),
    "customer": Text(en="customers", zh="客户"),
    "subordinate": Text(en="team members", zh="下属"),
    "": Text(en="rated", zh="评分"),
}


class Levels(Line):
    """Answers on a scale, each worth points: their mean, or the worst of them."""

    rule: Literal["levels"]
    levels: tuple[LevelRow, ...] = Field(min_length=2)
    aliases: tuple[Alias, ...] = ()
    take: Literal["mean", "worst"] = "mean"
    collect: Literal["mean", "replace"] = "mean"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The question that is answered."""
        levels = tuple(row.level() for row in self.levels)
        return (Measure(self.id, self.label, self.aliases, "level", self.collect, levels=levels),)

    def score(self, of: Fraction, found: Evidence) -> Result:  # noqa: ARG002 - levels say the points
        """Return the mean (or the lowest) of the answers' points."""
        chosen = found.levels(self.id)
        if not chosen:
            return Result(None, NO_DATA)
        rows = [(row, chosen[row.code]) for row in self.levels if row.code in chosen]
        answers = sum(count for _, count in rows)
        if self.take == "worst":
            worst = min((row for row, _ in rows), key=lambda row: row.points)
            return Result(Fraction(worst.points), _worst(worst, answers), (self.id,))
        sum_ = sum((Fraction(row.points) * count for row, count in rows), Fraction(0))
        return Result(sum_ / answers, _mean(rows, answers, sum_ / answers), (self.id,))


def _mean(rows: list[tuple[LevelRow, int]], answers: int, points: Fraction) -> Text:
    if len(rows) == 1:
        [(row, count)] = rows
        worth = wording.number(points)
        return Text(
            en=f"{count} × {row.label.en}: {worth}", zh=f"{count} × {row.label.zh}：{worth}"
        )
    products = " + ".join(
        f"{count} × {wording.number(Fraction(row.points))}" for row, count in rows
    )
    sum_ = f"({products}) ÷ {answers} {wording.equals(points)}"
    named = [(row.label, count) for row, count in rows]
    en = ", ".join(f"{count} × {label.en}" for label, count in named)
    zh = "，".join(f"{count} × {label.zh}" for label, count in named)
    return Text(en=f"{en}: {sum_}", zh=f"{zh}：{sum_}")


def _worst(row: LevelRow, answers: int) -> Text:
    worth = wording.number(Fraction(row.points))
    return Text(
        en=f"lowest of {answers}, {row.label.en}: {worth}",
        zh=f"{answers} 个评价中最低为{row.label.zh}：{worth}",
    )


class Rating(Line):
    """Points that people give, by a scale of described levels or as a number up to the full points.

    Several kinds of raters are combined by `raters`, a weight for each; who has not rated yet is
    left out, and the others count by their weights. A weight of 0 is shown and not counted.
    """

    rule: Literal["rating"]
    levels: tuple[LevelRow, ...] = ()
    raters: dict[Rater, Annotated[Decimal, Field(strict=True, ge=0, le=100)]] = Field(
        default={"superior": Decimal(1)}, min_length=1
    )
    aliases: tuple[Alias, ...] = ()
    between: Range | None = Field(None, description="what may be given; left out: 0 to full points")
    top: Positive | None = Field(
        None, description="raters give 0 to this (10), scaled to the points"
    )

    @model_validator(mode="after")
    def _somebody_counts(self) -> Self:
        if not any(self.raters.values()):
            raise ValueError("at least one of the `raters` needs a weight above 0")
        return self

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is rated."""
        levels = tuple(row.level() for row in self.levels)
        most = self.top or self.out_of or self.points
        ends = self.between or ((Decimal(0), most) if most is not None else None)
        return (
            Measure(
                self.id,
                self.label,
                self.aliases,
                "rating",
                "replace",
                levels=levels,
                least=min(ends) if ends and not levels else None,
                most=max(ends) if ends and not levels else None,
                raters=tuple(self.raters),
            ),
        )

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return the weighted mean of what each kind of rater gave."""
        scale = of / Fraction(self.top) if self.top else Fraction(1)
        given = {rater: self._given(rater, found) for rater in found.raters(self.id)}
        parts = tuple(
            Part(RATERS[rater], points * scale, of)
            for rater, points in given.items()
            if points is not None and rater in RATERS
        )
        counted = [
            (rater, points * scale, Fraction(self._weight(rater)))
            for rater, points in given.items()
            if points is not None and self._weight(rater)
        ]
        if not counted:
            return Result(None, NO_DATA, parts=parts)
        weight = sum((weight for *_, weight in counted), Fraction(0))
        points = sum((points * share for _, points, share in counted), Fraction(0)) / weight
        return Result(points, _combined(counted, weight, points), (self.id,), parts)

    def _weight(self, rater: str) -> Decimal:
        """Return a rater's weight; a rating without a rater is taken for the first one's."""
        if rater == "":
            return next(iter(self.raters.values())) or Decimal(1)
        return next((weight for name, weight in self.raters.items() if name == rater), Decimal(0))

    def _given(self, rater: str, found: Evidence) -> Fraction | None:
        sum_, times = found.numbers_by(self.id, rater)
        worth = {row.code: Fraction(row.points) for row in self.levels}
        for code, count in found.levels(self.id, rater).items():
            sum_, times = sum_ + worth[code] * count, times + count
        return sum_ / times if times else None


def _combined(
    counted: list[tuple[str, Fraction, Fraction]], weight: Fraction, points: Fraction
) -> Text:
    if len(counted) == 1:
        [(rater, _, _)] = counted
        words = wording.number(points)
        return Text(en=f"{RATERS[rater].en}: {words}", zh=f"{RATERS[rater].zh}：{words}")
    products = " + ".join(
        f"{wording.bracketed(given)} × {wording.number(share)}" for _, given, share in counted
    )
    sum_ = f"({products}) ÷ {wording.number(weight)} {wording.equals(points)}"
    en = ", ".join(RATERS[rater].en for rater, *_ in counted)
    zh = "、".join(RATERS[rater].zh for rater, *_ in counted)
    return Text(en=f"{en}: {sum_}", zh=f"{zh}：{sum_}")
