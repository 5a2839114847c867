"""Things that were due within a time: the share that was (P18)."""

from datetime import datetime, timedelta
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

_SECOND = timedelta(seconds=1)
_SECONDS = {"minutes": 60, "hours": 3600}
_FRIDAY = 4
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


def judge(limit: Limit, elapsed: Decimal | Fraction) -> str:
    """Return the level of a duration in the limit's unit: `met` up to and including the limit."""
    return MET.code if Fraction(elapsed) <= Fraction(limit.amount) else MISSED.code


def elapsed(limit: Limit, begun: datetime, ended: datetime) -> Fraction | None:
    """Return how long it took in the limit's unit; None where no clock tells, as of rings.

    Minutes and hours run by the clock, days by the calendar: the day it began is day 0. What ends
    at a weekend has taken up to the next working day, Monday to Friday.
    """
    if limit.unit in _SECONDS:
        return Fraction((ended - begun) // _SECOND, _SECONDS[limit.unit])
    first, last = begun.date(), ended.date()
    days = (last - first).days
    if limit.unit == "days":
        return Fraction(days)
    if limit.unit != "working-days":
        return None
    weeks, rest = divmod(days, 7)
    beyond = (first + timedelta(days=day) for day in range(1, rest + 1))
    working = 5 * weeks + sum(day.weekday() <= _FRIDAY for day in beyond)
    return Fraction(working + (days > 0 and last.weekday() > _FRIDAY))
