"""What the bot knows about a supervisor's month: counted from ledger and roster, typed by nobody.

Rubrics ask for it by the names of `bot.scoring.derived`; `docs/rubrics.md` says what each counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import func
from sqlmodel import col, select

from bot import complaint_counts, history, interviews, roster
from bot.led import Led
from bot.models import Entry, Membership, Scorecard
from bot.scoring.derived import Event
from bot.scoring.entries import Limit, Measure
from bot.scoring.facts import Fact
from bot.scoring.figures import average, clamp
from bot.scoring.rubric import Rubric


def facts(rubric: Rubric, led: Led, *, recorded: Collection[str]) -> list[Fact]:
    """Return what the rubric asks to be counted, but for the codes that were `recorded`.

    What did not happen, and a figure of nothing, is no fact.
    """
    found: list[Fact] = []
    for entry in rubric.entries:
        if entry.derived is not None and entry.code not in recorded:
            times = EVENTS[entry.derived](led)
            found += [Fact(entry.code, count=times, counted=True)] if times else []
    for measure in rubric.measures:
        if measure.derived is not None and measure.code not in recorded:
            found += _measured(led, measure)
    return found


def _measured(led: Led, measure: Measure) -> Iterator[Fact]:
    """Yield a figure, held within what may be recorded, or how often a limit was met or missed."""
    name = measure.derived or ""
    if name in CLOCKS and measure.limit is not None:
        kept = CLOCKS[name](led, measure.limit)
        for level in measure.levels:
            times = kept.count(level.points > 0)
            if times:
                yield Fact(measure.code, count=times, level=level.code, counted=True)
    elif name in FIGURES:
        figure = FIGURES[name](led, measure)
        if figure is not None:
            value = clamp(figure, measure.least, measure.most)
            yield Fact(measure.code, value=value, values=1, counted=True)


def _interviews_not_held(led: Led) -> int:
    """Count the agents who were still there and had no interview about the month before."""
    if not led.is_over:
        return 0
    before = led.period.plus(-1)
    carded = led.session.exec(
        select(Scorecard.person_id).where(
            Scorecard.workspace_id == led.workspace,
            col(Scorecard.team_id).in_(led.ids),
            Scorecard.role == roster.AGENT,
            Scorecard.period == before,
        )
    )
    waiting = led.agents_on(led.period.last) & set(carded)
    people = roster.named(led.session, workspace=led.workspace, ids=waiting)
    held = interviews.held(
        led.session, workspace=led.workspace, people=waiting, period=before, by=led.period.last
    )
    return sum(one.active and one.id not in held for one in people.values())


def _team_deductions(led: Led) -> int:
    """Count the agents' deductions of the month, but for those taken back or excused."""
    return led.session.exec(
        select(func.count()).where(
            Entry.workspace_id == led.workspace,
            Entry.period == led.period,
            Entry.kind == history.DEDUCTION,
            col(Entry.team_id).in_(led.ids),
            col(Entry.person_id).in_({it.person_id for it in led.places}),
            history.STANDS,
        )
    ).one()


def _leavers(led: Led, measure: Measure) -> Fraction:
    """Count the agents whose place ended in the month, and who had none on the day after."""
    del measure
    ended = [
        it
        for it in led.places
        if it.until is not None and led.period.first < it.until <= led.period.plus(1).first
    ]
    stayed = led.session.exec(
        select(Membership).where(
            Membership.workspace_id == led.workspace,
            col(Membership.person_id).in_([it.person_id for it in ended]),
        )
    ).all()
    gone = {
        it.person_id
        for it in ended
        if it.until is not None and not _is_placed(stayed, it.person_id, it.until)
    }
    return Fraction(len(gone))


def _is_placed(places: Sequence[Membership], person: str, day: date) -> bool:
    return any(it.person_id == person and it.holds_on(day) for it in places)


def _staff_start(led: Led, measure: Measure) -> Fraction:
    del measure
    return Fraction(len(led.agents_on(led.period.first)))


def _staff_end(led: Led, measure: Measure) -> Fraction:
    del measure
    return Fraction(len(led.agents_on(min(led.today, led.period.last))))


def _staff_mean(led: Led, measure: Measure) -> Fraction:
    return (_staff_start(led, measure) + _staff_end(led, measure)) / 2


def _team_mean(led: Led, measure: Measure) -> Fraction | None:
    del measure
    return average(led.results())


def _team_sum(led: Led, measure: Measure) -> Fraction | None:
    """Add up what was recorded for the agents under the code or an alias; None for nothing."""
    agents = {it.person_id for it in led.places}
    sum_, times = led.session.exec(
        select(func.sum(col(Entry.value)), func.sum(Entry.count)).where(
            Entry.workspace_id == led.workspace,
            Entry.period == led.period,
            col(Entry.team_id).in_(led.ids),
            col(Entry.person_id).in_(agents),
            col(Entry.code).in_((measure.code, *measure.aliases)),
            col(Entry.value).is_not(None),
        )
    ).one()
    return Fraction(sum_) if sum_ is not None and times else None


def _team_average(led: Led, measure: Measure) -> Fraction | None:
    sum_ = _team_sum(led, measure)
    return None if sum_ is None else sum_ / len({it.person_id for it in led.places})


EVENTS: Mapping[Event, Callable[[Led], int]] = {
    "interviews-not-held": _interviews_not_held,
    "complaints-upheld": complaint_counts.upheld,
    "complaints-upheld-minor": complaint_counts.upheld_minor,
    "complaints-upheld-major": complaint_counts.upheld_major,
    "complaints-late": complaint_counts.late,
    "complaints-worsened": complaint_counts.worsened,
    "team-deductions": _team_deductions,
}
FIGURES: Mapping[str, Callable[[Led, Measure], Fraction | None]] = {
    "leavers": _leavers,
    "staff-start": _staff_start,
    "staff-end": _staff_end,
    "staff-mean": _staff_mean,
    "team-mean": _team_mean,
    "team-sum": _team_sum,
    "team-average": _team_average,
    "complaints-received": complaint_counts.received,
    "complaints-in-time": complaint_counts.in_time,
}
"""By the names of `scoring.derived.Figure`."""

CLOCKS: Mapping[str, Callable[[Led, Limit], list[bool]]] = {
    "complaints-answered": complaint_counts.answered,
    "complaints-decided": complaint_counts.decided,
    "major-complaints-answered": complaint_counts.major_answered,
}
"""By the names of `scoring.derived.Clock`."""
