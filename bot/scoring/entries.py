"""What people can write into the ledger under a rubric: entries and measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.scoring.derived import Clock, Event, Figure
from bot.scoring.text import Text

Kind = Literal["deduction", "commendation"]
Taken = Literal["number", "level", "rating"]
Collect = Literal["replace", "sum", "mean"]


@dataclass(frozen=True, slots=True)
class Loggable:
    """One thing a supervisor can log: a deduction (points below 0) or a commendation (above)."""

    code: str
    kind: Kind
    label: Text
    aliases: tuple[str, ...]
    points: Decimal
    """What it costs or earns. 0: a table counts the occurrences and decides."""
    least: Decimal
    """The lowest points (-4) that may be given instead of `points` (-2)."""
    most: Decimal
    """The highest (-1); equal to `least` where no other points may be given."""
    critical: bool
    note_required: bool
    group: Text | None
    """The heading under which a menu lists it."""
    derived: Event | None = None
    """What is counted under this code where nobody logged it."""


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a scale: `very-satisfied`, 20 points."""

    code: str
    label: Text
    aliases: tuple[str, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit, inclusive: 30 minutes, 3 working days."""

    amount: Decimal
    unit: Literal["minutes", "hours", "days", "working-days", "rings"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is recorded without being an infraction: a number, a level, a rating.

    `collect` says what a second record of the same period does: it takes the place of the first,
    is added to it, or both are averaged.
    """

    code: str
    label: Text
    aliases: tuple[str, ...]
    kind: Taken
    collect: Collect
    unit: Text | None = None
    levels: tuple[Level, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    raters: tuple[str, ...] = ()
    limit: Limit | None = None
    """For times: a recorded duration is `met` within this limit and `missed` beyond it."""
    derived: Figure | Clock | None = None
    """What is counted where nobody recorded it."""
    by_level: Mapping[str, Level] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_level = {level.code: level for level in self.levels}
        object.__setattr__(self, "by_level", by_level)
