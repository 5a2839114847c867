"""Sub-items that conform more or less, each with its points (P8)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field, field_validator

from bot.scoring import wording
from bot.scoring.entries import Level, Measure
from bot.scoring.facts import Evidence
from bot.scoring.figures import add
from bot.scoring.kinds.line import (
    NO_DATA,
    Alias,
    Code,
    LevelRow,
    Line,
    Part,
    Positive,
    Result,
    Strict,
)
from bot.scoring.text import Text


def _mark(code: str, en: str, zh: str, share: str) -> LevelRow:
    label = Text(en=en, zh=zh)
    return LevelRow(code=code, label=label, aliases=(zh,), points=Decimal(share))


MARKS = (
    _mark("conforms", "Conforms", "符合", "1"),
    _mark("basically", "Basically conforms", "基本符合", "0.8"),
    _mark("generally", "Generally conforms", "一般符合", "0.6"),
    _mark("fails", "Does not conform", "不符合", "0"),
)


class SubItem(Strict):
    """One thing that is inspected, and what it is worth."""

    code: Code
    label: Text
    aliases: tuple[Alias, ...] = ()
    points: Positive


class Compliance(Line):
    """The sum of the sub-items' points, each times the share that its mark stands for.

    Where the sub-items do not add up to the line's points, the sum is scaled. A sub-item that was
    not inspected is left out, and the others stand for it. Of several marks of one the last
    counts, or with `collect: mean` their mean.
    """

    rule: Literal["compliance"]
    parts: tuple[SubItem, ...] = Field((), description="left out: the line is its own sub-item")
    marks: tuple[LevelRow, ...] = Field(MARKS, min_length=2, description="points are shares of 1")
    aliases: tuple[Alias, ...] = ()
    collect: Literal["replace", "mean"] = Field(
        "replace", description="of several inspections in a month: the last mark, or the mean"
    )

    @field_validator("marks")
    @classmethod
    def _marks_are_shares(cls, marks: tuple[LevelRow, ...]) -> tuple[LevelRow, ...]:
        for row in marks:
            if not 0 <= row.points <= 1:
                raise ValueError(f"a mark is a share from 0 to 1: `{row.code}` has {row.points}")
        return marks

    def measures(self, of: Fraction) -> tuple[Measure, ...]:
        """Return one mark for each sub-item."""
        levels = tuple(row.level() for row in self.marks)
        return tuple(self._measure(part, levels) for part in self._sub_items(of))

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return of × Σ points × share ÷ Σ points, over what was inspected."""
        items = self._sub_items(of)
        marked = [(item, self._share(item.code, found)) for item in items]
        seen = [(item, share) for item, share in marked if share is not None]
        if not seen:
            return Result(None, NO_DATA)
        earned = add(Fraction(item.points) * share for item, share in seen)
        whole = add(Fraction(item.points) for item, _ in seen)
        points = earned * of / whole
        parts = tuple(_part(item, share) for item, share in marked) if self.parts else ()
        codes = tuple(item.code for item, _ in seen)
        return Result(points, self._why(seen, earned, whole, of), codes, parts)

    def _sub_items(self, of: Fraction) -> tuple[SubItem, ...]:
        if self.parts:
            return self.parts
        worth = Decimal(of.numerator) / of.denominator or Decimal(1)
        return (SubItem(code=self.id, label=self.label, aliases=self.aliases, points=worth),)

    def _share(self, code: str, found: Evidence) -> Fraction | None:
        chosen = found.levels(code)
        worth = {row.code: Fraction(row.points) for row in self.marks}
        sum_ = add(worth[mark] * count for mark, count in chosen.items())
        return sum_ / sum(chosen.values()) if chosen else None

    def _why(
        self, seen: list[tuple[SubItem, Fraction]], earned: Fraction, whole: Fraction, of: Fraction
    ) -> Text:
        by_share: dict[Fraction, Fraction] = {}
        for item, share in seen:
            by_share[share] = by_share.get(share, Fraction(0)) + Fraction(item.points)
        terms = " + ".join(
            f"{wording.number(by_share[share])} × {wording.number(share)}"
            for share in sorted(by_share, reverse=True)
        )
        words = f"{terms} {wording.equals(earned)}"
        if whole != of:
            scale = f"{wording.number(earned)} × {wording.number(of)} ÷ {wording.number(whole)}"
            words = f"{words}; {scale} {wording.equals(earned * of / whole)}"
        return wording.same(words)

    def _measure(self, item: SubItem, levels: tuple[Level, ...]) -> Measure:
        return Measure(item.code, item.label, item.aliases, "level", self.collect, levels=levels)


def _part(item: SubItem, share: Fraction | None) -> Part:
    worth = Fraction(item.points)
    return Part(item.label, None if share is None else worth * share, worth)
