"""Months as appraisal periods: `2026-11` and the local days that belong to it; quarters, years."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """One calendar month, of local days in a team's time zone."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Period:
        """Return the month that holds `day`."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-11`; raise ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - months in a year
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def plus(self, months: int) -> Period:
        """Return the period `months` later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Term:
    """A calendar quarter or year: months that are summed up as one."""

    year: int
    quarter: int = 0  # 1 to 4; 0 is the whole year

    @classmethod
    def quarter_of(cls, period: Period) -> Term:
        """Return the quarter that holds the month."""
        return cls(period.year, (period.month + 2) // 3)

    @property
    def first(self) -> Period:
        """The first month."""
        return Period(self.year, 3 * self.quarter - 2 if self.quarter else 1)

    @property
    def last(self) -> Period:
        """The last month."""
        return self.first.plus(2 if self.quarter else 11)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.quarter}" if self.quarter else f"{self.year:04d}"


def local_day(at: datetime, zone: str) -> date:
    """Return the calendar day of the instant `at` in the time zone `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a local time of day.

    A time the clocks skip in spring is as much later as they jump; of a time that comes twice in
    autumn it is the first.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
