"""Things that were due within a time: the share that was (P18)."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from bot.scoring import wording
from bot.scoring.derived import Clock
from bot.scoring.entries import Level, Limit, Measure
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import NO_DATA, Alias, Line, Positive, Result, Strict
from bot.scoring.text import Text

MET = Level("met", Text(en="In time", zh="按时"), ("按时",), Decimal(1))
MISSED = Level("missed", Text(en="Too late", zh="超时"), ("超时",), Decimal(0))


class Within(Strict):
    """A time limit."""

    amount: Positive
    unit: Literal["minutes", "hours", "days", "working-days", "rings"]


class Time(Line):
    """Points in proportion to how many were in time; the limit itself is in time.

    What is recorded is `met` or `missed`. Whoever measures a duration turns it into one of them
    with `judge`, so that the ledger can count them.
    """

    rule: Literal["time"]
    within: Within
    aliases: tuple[Alias, ...] = ()
    derived: Clock | None = Field(None, description="counted by the bot, unless it is recorded")

    @property
    def is_scored(self) -> bool:
        """With `points: 0` the share is shown and not counted."""
        return self.points != 0

    def measures(self, of: Fraction) -> tuple[Measure, ...]:  # noqa: ARG002 - a count, no scale
        """Return the two levels, with the limit that decides between them."""
        limit = Limit(self.within.amount, self.within.unit)
        levels = (MET, MISSED)
        return (
            Measure(
                code=self.id,
                label=self.label,
                aliases=self.aliases,
                kind="level",
                collect="mean",
                levels=levels,
                limit=limit,
                derived=self.derived,
            ),
        )

    def score(self, of: Fraction, found: Evidence) -> Result:
        """Return of × met ÷ all."""
        chosen = found.levels(self.id)
        if not chosen:
            return Result(None, NO_DATA)
        met, all_ = chosen.get(MET.code, 0), sum(chosen.values())
        points = of * met / all_
        words = f"{met} ÷ {all_} × {wording.number(of)} {wording.equals(points)}"
        return Result(points, wording.same(words), (self.id,), figure=Fraction(met, all_) * 100)


def judge(limit: Limit, elapsed: Decimal) -> str:
    """Return the level of a duration in the limit's unit: `met` up to and including the limit."""
    return MET.code if elapsed <= limit.amount else MISSED.code
