"""Events that are counted: deductions from full points, shortfalls, bonuses (P1, P2, P3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.scoring import wording
from bot.scoring.entries import Loggable
from bot.scoring.facts import Evidence
from bot.scoring.figures import clamp
from bot.scoring.kinds.line import (
    NO_DATA,
    Code,
    Line,
    Measured,
    Negative,
    NotNegative,
    Number,
    Reason,
    Result,
    Strict,
)
from bot.scoring.text import Text

NOTHING = Text(en="nothing recorded", zh="无记录")


class Deductions(Line):
    """Full points, less what was logged; with nothing logged the points are full."""

    rule: Literal["deductions"]
    reasons: tuple[Reason, ...] = ()
    floor: Number | None = Field(Decimal(0), description="never below this; null: no floor")
    needs: Code | None = Field(None, description="without this measure there are no data")

    @model_validator(mode="after")
    def _takes_away(self) -> Self:
        for reason in self.reasons:
            if reason.points >= 0:
                raise ValueError(f"`{reason.code}` takes points away: write them as -2")
        return self

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """The reasons."""
        return tuple(reason.loggable("deduction", self.label) for reason in self.reasons)

    @property
    def uses(self) -> tuple[str, ...]:
        """What must have been recorded."""
        return (self.needs,) if self.needs else ()

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return max(floor, of − Σ points), never above `of`."""
        change, terms, codes = tally(self.reasons, found)
        if not codes:
            if self.needs and not found.happened(self.needs):
                return Result(None, NO_DATA)
            return Result(of, wording.stated(NOTHING, wording.number(of)))
        points = clamp(of + change, self.floor, of)
        start = wording.same(wording.number(of))
        why = wording.join(start, *terms, wording.held(of + change, points))
        return Result(points, why, codes)


class Shortfall(Measured):
    """Full points when a quota is reached, less so much for each unit that is missing."""

    rule: Literal["shortfall"]
    quota: NotNegative
    each: Negative = Field(description="for each unit short: -1")
    floor: Number = Decimal(0)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return max(floor, of − each × [quota − figure]₊)."""
        figure, how = self.figure(found)
        if figure is None:
            return Result(None, NO_DATA)
        quota, each = Fraction(self.quota), Fraction(self.each)
        full = wording.number(of)
        if figure >= quota:
            why = wording.same(f"{how} ≥ {wording.number(quota)}: {full}")
            return Result(of, why, self.codes, figure=figure)
        sum_ = of + (quota - figure) * each
        points = clamp(sum_, self.floor, of)
        short = f"({wording.number(quota)} − {wording.bracketed(figure)})"
        words = wording.same(f"{full} − {short} × {wording.number(-each)}")
        why = wording.join(words, wording.held(sum_, points))
        return Result(points, why, self.codes, figure=figure)


class Bonuses(Strict):
    """Commendations: points on top of the total, up to a cap if there is one."""

    label: Text = Text(en="Commendations", zh="加分")
    cap: NotNegative | None = Field(None, description="the most that they can add up to")
    reasons: tuple[Reason, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _gives(self) -> Self:
        for reason in self.reasons:
            if reason.points <= 0:
                raise ValueError(f"`{reason.code}` gives points: write them as 3")
        return self

    @property
    def entries(self) -> tuple[Loggable, ...]:
        """The reasons."""
        return tuple(reason.loggable("commendation", self.label) for reason in self.reasons)

    def score(self, found: Evidence) -> Result:
        """Return min(cap, Σ points), never below 0; None when nothing was logged."""
        change, terms, codes = tally(self.reasons, found)
        if not codes:
            return Result(None, NOTHING)
        points = clamp(change, Fraction(0), self.cap)
        sum_ = wording.join(*terms)
        first = Text(en=sum_.en.removeprefix("+ "), zh=sum_.zh.removeprefix("+ "))
        return Result(points, wording.join(first, wording.held(change, points)), codes)


def tally(
    reasons: Sequence[Reason], found: Evidence
) -> tuple[Fraction, list[Text], tuple[str, ...]]:
    """Return the sum of the points, the terms of that sum in words, and the codes that happened.

    Three lapses of tone at −2 and −5 given for a fourth: `− 3 × 2 (Tone)`, `− 5 (Tone)`.
    """
    change = Fraction(0)
    terms: list[Text] = []
    codes: list[str] = []
    for reason in reasons:
        if reason.code not in found.facts:
            continue
        count, given = found.count(reason.code), found.given(reason.code)
        if count:
            change += count // reason.every * Fraction(reason.points)
            terms.append(_counted(reason, count))
        if given:
            change += given
            terms.append(wording.labelled(wording.signed(given), reason.label))
        if count or given:
            codes.append(reason.code)
    return change, terms, tuple(codes)


def _counted(reason: Reason, count: int) -> Text:
    points = Fraction(reason.points)
    sign = wording.MINUS if points < 0 else "+"
    term = f"{sign} {count // reason.every} × {wording.number(abs(points))}"
    if reason.every == 1:
        return wording.labelled(term, reason.label)
    en = f"{reason.label.en}: {count}, every {reason.every}"
    zh = f"{reason.label.zh}：{count} 次，每 {reason.every} 次"
    return wording.labelled(term, Text(en=en, zh=zh))
