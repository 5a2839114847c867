"""What the bot knows about a supervisor's month: counted from ledger and roster, typed by nobody.

Rubrics ask for it by the names of `bot.scoring.derived`; `docs/rubrics.md` says what each counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import interviews, roster
from bot.models import Complaint, ComplaintMove, Entry, Membership, Scorecard, Team
from bot.periods import Period, local_day
from bot.scoring.derived import Event, Figure
from bot.scoring.entries import Measure
from bot.scoring.facts import Fact
from bot.scoring.figures import add, clamp
from bot.scoring.rubric import Rubric

DECIDED_WITHIN = 3
"""Working days from the one a complaint was taken in; the last of them is in time."""

_DECISIONS = ("uphold", "reject", "resolve")
_FRIDAY = 4
_LONGEST = timedelta(days=7)  # three working days over a weekend, in any time zone
_MONTH = timedelta(days=32)


@dataclass(frozen=True)
class Led:
    """The teams somebody led in a month, as they look on the day `today`.

    `results` returns what their agents' cards came to, in percent; None is no result.
    """

    session: Session
    teams: Sequence[Team]
    period: Period
    today: date
    results: Callable[[], Sequence[Fraction | None]]

    @property
    def workspace(self) -> str:
        """The workspace of the teams."""
        return self.teams[0].workspace_id

    @property
    def ids(self) -> list[int]:
        """The numbers of the teams."""
        return [team.id for team in self.teams]

    @property
    def is_over(self) -> bool:
        """Whether nothing that had to be done in the month can still be done in time."""
        return self.today > self.period.last

    @cached_property
    def places(self) -> Sequence[Membership]:
        """Every place an agent had in the teams on any day of the month."""
        return self.session.exec(
            select(Membership).where(
                Membership.workspace_id == self.workspace,
                Membership.role == roster.AGENT,
                col(Membership.team_id).in_(self.ids),
                Membership.since <= self.period.last,
                (col(Membership.until).is_(None)) | (col(Membership.until) > self.period.first),
            )
        ).all()

    def agents_on(self, day: date) -> frozenset[str]:
        """Return the ids of the teams' agents on a day of the month."""
        return frozenset(
            it.person_id
            for it in self.places
            if it.since <= day and (it.until is None or it.until > day)
        )


def facts(rubric: Rubric, led: Led, *, recorded: Collection[str]) -> list[Fact]:
    """Return what the rubric asks to be counted, but for the codes that were `recorded`.

    What did not happen, and a figure of nothing, is no fact.
    """
    found = []
    for entry in rubric.entries:
        if entry.derived is not None and entry.code not in recorded:
            times = EVENTS[entry.derived](led)
            found += [Fact(entry.code, count=times, counted=True)] if times else []
    for measure in rubric.measures:
        if measure.derived is not None and measure.code not in recorded:
            figure = FIGURES[measure.derived](led, measure)
            if figure is not None:
                value = clamp(figure, measure.least, measure.most)
                found.append(Fact(measure.code, value=value, values=1, counted=True))
    return found


def working_days_after(day: date, number: int) -> date:
    """Return the day that many working days later, Monday to Friday."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() <= _FRIDAY
    return day


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


def _complaints_upheld(led: Led) -> int:
    """Count the complaints with a deduction that stands in the month, or was excused."""
    deductions = led.session.exec(
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
    return len(deductions.all())


def _complaints_late(led: Led) -> int:
    """Count the complaints whose last day in the month went by without a decision."""
    zones = {team.id: team.zone for team in led.teams}
    late = 0
    for team, taken_in, decided in _complaints(led):
        due = working_days_after(local_day(taken_in, zones[team]), DECIDED_WITHIN)
        in_time = decided is not None and local_day(decided, zones[team]) <= due
        late += Period.of(due) == led.period and due < led.today and not in_time
    return late


def _complaints(led: Led) -> Sequence[tuple[int, datetime, datetime | None]]:
    """Return (team, taken in, first decided) of the complaints that may be due in the month."""
    begin = datetime.combine(led.period.first, time(), UTC)
    return led.session.exec(
        select(Complaint.team_id, col(Complaint.at), func.min(ComplaintMove.at))
        .outerjoin(
            ComplaintMove,
            (col(ComplaintMove.workspace_id) == col(Complaint.workspace_id))
            & (col(ComplaintMove.complaint) == col(Complaint.number))
            & col(ComplaintMove.move).in_(_DECISIONS),
        )
        .where(
            Complaint.workspace_id == led.workspace,
            col(Complaint.team_id).in_(led.ids),
            Complaint.at >= begin - _LONGEST,
            Complaint.at < begin + _MONTH,
        )
        .group_by(col(Complaint.number), col(Complaint.team_id), col(Complaint.at))
    ).all()


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
    gone = {it.person_id for it in ended if it.until and not _has_place(stayed, it, it.until)}
    return Fraction(len(gone))


def _has_place(places: Sequence[Membership], ended: Membership, day: date) -> bool:
    return any(
        it.person_id == ended.person_id and it.since <= day and (it.until is None or it.until > day)
        for it in places
    )


def _staff_start(led: Led, measure: Measure) -> Fraction:
    del measure
    return Fraction(len(led.agents_on(led.period.first)))


def _staff_end(led: Led, measure: Measure) -> Fraction:
    del measure
    return Fraction(len(led.agents_on(min(led.today, led.period.last))))


def _team_mean(led: Led, measure: Measure) -> Fraction | None:
    del measure
    known = [result for result in led.results() if result is not None]
    return add(known) / len(known) if known else None


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
    "complaints-upheld": _complaints_upheld,
    "complaints-late": _complaints_late,
}
FIGURES: Mapping[Figure, Callable[[Led, Measure], Fraction | None]] = {
    "leavers": _leavers,
    "staff-start": _staff_start,
    "staff-end": _staff_end,
    "team-mean": _team_mean,
    "team-sum": _team_sum,
    "team-average": _team_average,
}
