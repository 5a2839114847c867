"""What complaints say about who leads the teams: upheld, answered and decided in time, worsened.

The rubrics ask for these counts by the names of `bot.scoring.derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func
from sqlmodel import col, select

from bot.complaint_clocks import Clocks
from bot.led import Led
from bot.models import Complaint, Entry
from bot.periods import Period, local_day
from bot.scoring import kpi
from bot.scoring.entries import Limit, Measure

ANSWERED_WITHIN = Limit(Decimal(2), "hours")
DECIDED_WITHIN = Limit(Decimal(3), "working-days")
"""The two limits of S31, from the moment a complaint was taken in."""


def upheld(led: Led, *severities: str) -> int:
    """Count the complaints with a deduction that stands in the month, or was excused."""
    query = (
        select(Entry.complaint)
        .where(
            Entry.workspace_id == led.workspace,
            Entry.period == led.period,
            col(Entry.team_id).in_(led.ids),
            col(Entry.complaint).is_not(None),
            Entry.kind != "excused",
        )
        .group_by(col(Entry.complaint))
        .having(func.sum(Entry.count) > 0)
    )
    if severities:
        query = query.join(
            Complaint,
            (col(Complaint.workspace_id) == col(Entry.workspace_id))
            & (col(Complaint.number) == col(Entry.complaint)),
        ).where(col(Complaint.severity).in_(severities))
    return len(led.session.exec(query).all())


def upheld_minor(led: Led) -> int:
    """Count the minor ones among them."""
    return upheld(led, "minor")


def upheld_major(led: Led) -> int:
    """Count the major ones among them."""
    return upheld(led, "major")


def late(led: Led) -> int:
    """Count the limits that complaints missed: the answer's and the decision's, each by itself."""
    return answered(led, ANSWERED_WITHIN).count(False) + decided(led, DECIDED_WITHIN).count(False)


def worsened(led: Led) -> int:
    """Count the complaints not decided in time whose case came in again, with its reference."""
    dated = [(one.due(DECIDED_WITHIN), one) for one in led.complaints if one.complaint.ref]
    return sum(
        _came_again(one, due, led.complaints)
        for due, one in dated
        if led.falls_due(due, one.zone) and not _is_kept(due, one.decided)
    )


def _came_again(one: Clocks, due: datetime, others: Sequence[Clocks]) -> bool:
    """Tell whether somebody complained of the same case after it was due and before a decision."""
    later = [it.complaint.at for it in others if it.complaint.ref == one.complaint.ref]
    return any(due < at and (one.decided is None or at <= one.decided) for at in later)


def answered(led: Led, limit: Limit) -> list[bool]:
    """Tell of each complaint whose limit ended in the month whether it was answered in time."""
    return _kept(led, limit, led.complaints, lambda one: one.answered)


def major_answered(led: Led, limit: Limit) -> list[bool]:
    """Tell the same of the major complaints."""
    major = [one for one in led.complaints if one.is_major]
    return _kept(led, limit, major, lambda one: one.answered)


def decided(led: Led, limit: Limit) -> list[bool]:
    """Tell of each complaint whose limit ended in the month whether it was decided in time."""
    return _kept(led, limit, led.complaints, lambda one: one.decided)


def _kept(
    led: Led,
    limit: Limit,
    complaints: Sequence[Clocks],
    done: Callable[[Clocks], datetime | None],
) -> list[bool]:
    dated = [(one.due(limit), one) for one in complaints]
    return [_is_kept(due, done(one)) for due, one in dated if led.falls_due(due, one.zone)]


def _is_kept(due: datetime, done: datetime | None) -> bool:
    return done is not None and done <= due


def received(led: Led, measure: Measure) -> Fraction:
    """Count the complaints that were taken in in the month."""
    del measure
    days = [local_day(one.complaint.at, one.zone) for one in led.complaints]
    return Fraction(sum(Period.of(day) == led.period for day in days))


def in_time(led: Led, measure: Measure) -> Fraction | None:
    """Return the percent decided in time of the complaints that were not rejected."""
    del measure
    valid = [one for one in led.complaints if not one.rejected]
    kept = _kept(led, DECIDED_WITHIN, valid, lambda one: one.decided)
    return kpi.share(Fraction(kept.count(True)), Fraction(len(kept)))
