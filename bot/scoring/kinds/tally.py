"""Events that are counted: deductions from full points, shortfalls, bonuses (P1, P2, P3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

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
    floor: Number | None = Decimal(0)
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
            return Result(
                of,
                Text(
                    en=f"{NOTHING.en}: {wording.number(of)}",
                    zh=f"{NOTHING.zh}：{wording.number(of)}",
                ),
            )
        points = clamp(of + change, self.floor, of)
        why = wording.join(
            wording.same(wording.number(of)), terms, wording.held(of + change, points)
        )
        return Result(points, why, codes)


class Shortfall(Measured):
    """Full points when a quota is reached, less so much for each unit that is missing."""

    rule: Literal["shortfall"]
    quota: NotNegative
    each: Annotated[Number, Field(lt=0, description="for each unit short: -1")]
    floor: Number = Decimal(0)

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return max(floor, of − each × [quota − number]₊)."""
        number, how = self.figure(found)
        if number is None:
            return Result(None, NO_DATA)
        short = max(Fraction(0), Fraction(self.quota) - number)
        if not short:
            words = f"{how} ≥ {wording.number(Fraction(self.quota))}: {wording.number(of)}"
            return Result(of, wording.same(words), self.codes)
        sum_ = of + short * Fraction(self.each)
        points = clamp(sum_, self.floor, of)
        quota, each = wording.number(Fraction(self.quota)), wording.number(abs(Fraction(self.each)))
        words = f"{wording.number(of)} − ({quota} − {how}) × {each}"
        return Result(
            points, wording.join(wording.same(words), wording.held(sum_, points)), self.codes
        )


class Bonuses(Strict):
    """Commendations: points on top of the total, up to a cap if there is one."""

    label: Text = Text(en="Commendations", zh="加分")
    cap: NotNegative | None = Field(None, description="the most that they can add up to")
    reasons: tuple[Reason, ...]

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
        """Return min(cap, Σ points); None when nothing was logged."""
        change, terms, codes = tally(self.reasons, found)
        if not codes:
            return Result(None, NOTHING)
        points = clamp(change, Fraction(0), self.cap)
        sum_ = Text(en=terms.en.removeprefix("+ "), zh=terms.zh.removeprefix("+ "))
        return Result(points, wording.join(sum_, wording.held(change, points)), codes)


def tally(reasons: Sequence[Reason], found: Evidence) -> tuple[Fraction, Text, tuple[str, ...]]:
    """Return the sum of the points, the terms of that sum in words, and the codes that happened.

    Three lapses of tone at −2 and −5 given for a fourth: "− 3 × 2 (Tone) − 5 (Tone)".
    """
    change, terms, codes = Fraction(0), [], []
    for reason in reasons:
        count, given = found.count(reason.code), found.given(reason.code)
        if count:
            change += count // reason.every * Fraction(reason.points)
            terms.append(_counted(reason, count))
        if given:
            change += given
            terms.append(_labelled(wording.signed(given), reason.label))
        if count or given:
            codes.append(reason.code)
    return change, wording.join(*terms) if terms else NOTHING, tuple(codes)


def _counted(reason: Reason, count: int) -> Text:
    sign = wording.signed(Fraction(reason.points))[0]
    each = wording.number(abs(Fraction(reason.points)))
    term = _labelled(f"{sign} {count // reason.every} × {each}", reason.label)
    if reason.every == 1:
        return term
    return Text(
        en=f"{term.en[:-1]}: {count}, every {reason.every})",
        zh=f"{term.zh[:-1]}：{count} 次，每 {reason.every} 次)",
    )


def _labelled(arithmetic: str, label: Text) -> Text:
    return Text(en=f"{arithmetic} ({label.en})", zh=f"{arithmetic} ({label.zh})")
