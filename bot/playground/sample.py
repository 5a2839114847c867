"""The sample: a resort's two teams, and the half year they have behind them when the demo opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeAlias

from sqlmodel import Session

from bot import (
    conduct,
    directory,
    jobs,
    membership,
    menu,
    month_end,
    outbox,
    publishing,
    roster,
    rubrics,
    staffing,
    teams,
)
from bot.conduct import Draft
from bot.models import Team
from bot.periods import Period, instant, local_day
from bot.rights import Actor
from bot.settings import Settings
from bot.slack import Desk

from . import sample_acts as acts
from .clock import Clock
from .sample_events import Appraised, Complained, Event, Logged, Moved, Recorded, Talked
from .sample_life import EARLIER, LAST, REASONS, THIS
from .sample_people import (
    CHANNELS,
    CREWS,
    FRONT_DESK,
    GROUPS,
    HR,
    PRAISE,
    TOKYO,
    USERS,
    WORKSPACE,
    Crew,
    channel_id,
    id_of,
)
from .workspace import Workspace

Act: TypeAlias = Callable[[Session], None]

_SATURDAY = 5
_WAKING = timedelta(minutes=40)  # from a message to its *Got it*
_ZONES = {user.name: user.tz for user in USERS}


@dataclass(frozen=True)
class _Step:
    """Something that is done at a moment; None: what is due then is posted.

    `plans` is whether anything may be due by the clock alone, and not for what people did.
    """

    at: datetime
    act: Act | None
    plans: bool = False


def seed(manifest: Mapping[str, Any]) -> Workspace:
    """Return the Slack workspace as it is before anything was said in it."""
    return Workspace(
        users=USERS,
        channels=CHANNELS,
        groups=GROUPS,
        manifest=manifest,
        team_id=WORKSPACE,
        name="Lakeside Resort",
        domain="lakeside",
    )


def starts(today: date) -> datetime:
    """Return the demo's present: the middle of the month, on a working day, mid-morning."""
    day = today.replace(day=16)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return instant(day, time(10, 5), FRONT_DESK.zone)


def live(desk: Desk, clock: Clock, *, until: datetime, posting: bool = True) -> None:
    """Fill an empty, migrated database with all that happened up to `until`.

    The clock begins at least half a year earlier and is moved along through the last month and
    this one; what becomes due on the way is posted then, unless `posting` is False.
    """
    directory.refresh(desk.database, desk.client, WORKSPACE)
    directory.refresh_groups(desk.database, desk.client, WORKSPACE)
    today = local_day(until, FRONT_DESK.zone)
    this = Period.of(today)
    with desk.database.writing() as session:
        _set_up(session, this.plus(-5))
        for nth in range(4):
            _live_briefly(session, this.plus(nth - 5), nth, desk.settings)
    steps = [
        *_steps(LAST, this.plus(-1).last, desk.settings),
        *(_month_end(this.first, crew, desk.settings) for crew in CREWS),
        *_steps(THIS, today, desk.settings),
        _Step(until, None, plans=True),
    ]
    waiting: list[Act] = []
    for step in sorted((step for step in steps if step.at <= until), key=lambda step: step.at):
        if step.act is not None:
            waiting.append(step.act)
            continue
        _carry_out(desk, waiting)
        if clock.now() < step.at:
            clock.move(step.at)
        if posting:
            (jobs.tick if step.plans else jobs.deliver)(desk, WORKSPACE)


def _month_end(first: date, crew: Crew, settings: Settings) -> _Step:
    """Return when the month before is over for a team, and its cards go out."""
    return _Step(instant(first, settings.month_end_at, crew.zone), None, plans=True)


def _carry_out(desk: Desk, waiting: list[Act]) -> None:
    """Do what waits, all in one transaction: the clock stands at a later moment only for posts."""
    with desk.database.writing() as session:
        for act in waiting:
            act(session)
    waiting.clear()


def _set_up(session: Session, first: Period) -> None:
    """Open the workspace and put both teams to work from the first day of the month."""
    at = instant(first.first - timedelta(days=3), time(11), TOKYO)
    staffing.set_up(session, workspace=WORKSPACE, user=id_of(HR), at=at)
    for crew in CREWS:
        _put_to_work(session, crew, first.first, at)


def _put_to_work(session: Session, crew: Crew, since: date, at: datetime) -> None:
    team = teams.add(
        session,
        by=acts.actor(session, HR, at),
        name=crew.name,
        zone=crew.zone,
        locale=crew.locale,
        since=since,
    )
    team.channel, team.praise_channel = channel_id(crew.channel), channel_id(PRAISE)
    session.add(team)
    places = [(crew.lead, roster.SUPERVISOR), *((one, roster.AGENT) for one in crew.agents)]
    for handle, role in places:
        person = acts.person_of(session, handle)
        membership.assign(
            session, workspace=WORKSPACE, person=person, team=team, role=role, day=since
        )
    rubrics.put_in_force(
        session,
        workspace=WORKSPACE,
        team_id=team.id,
        role=roster.AGENT,
        name="care-agents",
        since=since,
        by=id_of(HR),
        at=at,
    )


def _live_briefly(session: Session, period: Period, nth: int, settings: Settings) -> None:
    """Log a month of long ago and publish its cards; nobody is told any more."""
    days = _working_days(period.last)
    leads = {
        handle: acts.actor(session, crew.lead, instant(period.first, time(9), crew.zone))
        for crew in CREWS
        for handle in crew.agents
    }
    logged = []
    for row, (handle, months) in enumerate(EARLIER.items()):
        for column, code in enumerate(months[nth].split()):
            day = days[(3 * row + 5 * column + nth) % len(days)]
            at = instant(day, time(9 + (row + column) % 9, 7 * row % 60), _ZONES[handle])
            logged.append((at, handle, code))
    for count, (at, handle, code) in enumerate(sorted(logged)):
        key = f"sample:{period}:{count}"
        _log_briefly(session, leads[handle], handle, code, at=at, key=key)
    for team in roster.teams(session, workspace=WORKSPACE):
        _publish(session, team, period, settings)


def _log_briefly(
    session: Session, by: Actor, handle: str, code: str, *, at: datetime, key: str
) -> None:
    person = acts.person_of(session, handle)
    day = local_day(at, person.zone)
    item = menu.item_for(session, by=by, person=person, day=day, code=code)
    note = acts.note_for(item, REASONS.get(code, ("", "")), by)
    conduct.log(session, by=by, drafts=[Draft(person, item, day, note=note)], at=at, key=key)


def _publish(session: Session, team: Team, period: Period, settings: Settings) -> None:
    """Publish a month as the month end does, its supervisors' cards last, without its posts."""
    at = month_end.due_at(team, period, at=settings.month_end_at)
    outbox.admit(
        session,
        workspace=WORKSPACE,
        job=month_end.JOB,
        subject=str(team.id),
        period=str(period),
        at=at,
    )
    publishing.publish(session, team=team, period=period, by="", at=at)


def _working_days(last: date) -> list[date]:
    """Return the working days of the month up to `last`."""
    days = (last.replace(day=number) for number in range(1, last.day + 1))
    return [day for day in days if day.weekday() < _SATURDAY]


def _steps(events: Sequence[Event], last: date, settings: Settings) -> Iterator[_Step]:
    """Yield what happens in the month that goes up to `last`, not in order of time."""
    days = _working_days(last)
    for count, event in enumerate(events):
        key = f"sample:{Period.of(last)}:{count}"

        def moment(day: int, at: str, zone: str = _zone(event)) -> datetime:
            return instant(days[day - 1 if day > 0 else day], time.fromisoformat(at), zone)

        yield from _steps_of(event, key, moment, settings)


def _steps_of(
    event: Event, key: str, moment: Callable[[int, str], datetime], settings: Settings
) -> Iterator[_Step]:
    at = moment(event.day, event.at)
    hold = timedelta(minutes=settings.hold_minutes)
    match event:
        case Logged():
            yield _Step(at, partial(acts.log, event=event, at=at, key=key, settings=settings))
            yield _Step(at + hold, None)
            yield from _afterwards(event, key, at + hold, moment, settings)
        case Complained():
            yield _Step(at, partial(acts.complain, event=event, at=at, key=key))
            for nth, decided in enumerate(event.moves):
                then = moment(decided.day, decided.at)
                again = f"{key}:{nth}"
                act = partial(
                    acts.decide, event=decided, at=then, key=again, of=key, settings=settings
                )
                yield _Step(then, act)
                yield _Step(then + hold, None)
        case Recorded():
            yield _Step(at, partial(acts.record, event=event, at=at, key=key))
        case Talked():
            yield _Step(at, partial(acts.talk, event=event, at=at))
        case Moved():
            yield _Step(at, partial(acts.move, event=event, at=at))
        case Appraised():
            yield _Step(at, partial(acts.appraise, event=event, at=at))


def _afterwards(
    event: Logged,
    key: str,
    told: datetime,
    moment: Callable[[int, str], datetime],
    settings: Settings,
) -> Iterator[_Step]:
    """Yield what comes of an entry: it is seen, or taken back."""
    if event.seen:
        at = told + _WAKING
        yield _Step(at, partial(acts.press_got_it, at=at, of=key))
    if event.then is not None:
        at = moment(event.then.day, event.then.at)
        again = f"{key}:back"
        act = partial(acts.take_back, event=event.then, at=at, key=again, of=key, settings=settings)
        yield _Step(at, act)
        yield _Step(at, None)


def _zone(event: Event) -> str:
    """Return where the event's first person is."""
    who = next(iter(event.values)) if isinstance(event, Recorded) else event.who.split()[0]
    return _ZONES[who]
