"""What the sample's people do, as the commands do it: the same domain calls, the same messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, select

from bot import (
    appraised,
    complaints,
    conduct,
    history,
    interviews,
    measures,
    membership,
    menu,
    notices,
    receipts,
    rights,
    roster,
    rubrics,
)
from bot.complaints import Report
from bot.conduct import Draft
from bot.measures import Reading
from bot.models import Complaint, Entry, Person
from bot.periods import Period, local_day
from bot.rights import Actor
from bot.scoring.entries import Loggable
from bot.settings import Settings

from .sample_events import (
    Appraised,
    Complained,
    Decided,
    Logged,
    Moved,
    Recorded,
    TakenBack,
    Talked,
)
from .sample_people import HR, WORKSPACE, id_of


def log(session: Session, event: Logged, *, at: datetime, key: str, settings: Settings) -> None:
    """Log the event about each of its people, and plan their messages."""
    people = [person_of(session, handle) for handle in event.who.split()]
    day = local_day(at, people[0].zone) - timedelta(days=event.ago)
    by = lead_of(session, people[0], at)
    items = [
        menu.item_for(session, by=by, person=person, day=day, code=event.code) for person in people
    ]
    points = Decimal(event.points) if event.points else None
    drafts = [
        Draft(person, item, day, points, event.note, event.ref)
        for person, item in zip(people, items, strict=True)
    ]
    entries = conduct.log(session, by=by, drafts=drafts, at=at, key=key)
    notices.logged(session, entries=entries, settings=settings, public=event.public)


def take_back(
    session: Session, event: TakenBack, *, at: datetime, key: str, of: str, settings: Settings
) -> None:
    """Take back what was logged under the key `of`, and tell or not tell of it."""
    entry = _entry(session, of)
    person = roster.person(session, workspace=WORKSPACE, user=entry.person_id)
    by = lead_of(session, person, at)
    if event.how == "undone":
        conduct.undo(session, by=by, number=entry.number, at=at, key=key)
    else:
        judge = {"void": conduct.void, "excused": conduct.excuse}[event.how]
        judge(session, by=by, number=entry.number, note=event.reason, at=at, key=key)
    item = menu.item_for(session, by=by, person=person, day=entry.day, code=entry.code)
    notices.taken_back(
        session,
        entry=entry,
        item=item,
        how=event.how,
        note=event.reason,
        settings=settings,
        at=at,
    )


def press_got_it(session: Session, *, at: datetime, of: str) -> None:
    """Let the person say that she has seen what was logged under the key `of`."""
    entry = _entry(session, of)
    person = roster.person(session, workspace=WORKSPACE, user=entry.person_id)
    receipts.give(session, person=person, subject=history.id_of(entry), at=at)


def complain(session: Session, event: Complained, *, at: datetime, key: str) -> None:
    """Take the complaint in."""
    person = person_of(session, event.who)
    by, day = lead_of(session, person, at), local_day(at, person.zone)
    report = Report(
        person=person,
        team=complaints.team_for(session, by=by, person=person, day=day),
        category=event.category,
        severity=event.severity,
        source=event.source,
        day=day,
        ref=event.ref,
        note=event.note,
    )
    complaints.open_case(session, by=by, report=report, at=at, key=key)


def decide(
    session: Session, event: Decided, *, at: datetime, key: str, of: str, settings: Settings
) -> None:
    """Make a move of the complaint that was opened under the key `of`."""
    complaint = session.exec(
        select(Complaint).where(Complaint.workspace_id == WORKSPACE, Complaint.request_key == of)
    ).one()
    person = roster.person(session, workspace=WORKSPACE, user=complaint.person_id)
    by, number = lead_of(session, person, at), complaint.number
    if event.move != "uphold":
        complaints.move(
            session, by=by, number=number, move=event.move, note=event.note, at=at, key=key
        )
        return
    item = menu.item_for(session, by=by, person=person, day=complaint.day, code=event.code)
    draft = Draft(person, item, complaint.day, note=event.note, ref=complaint.ref)
    _, entry = complaints.uphold(
        session, by=by, number=number, draft=draft, note=event.note, at=at, key=key
    )
    notices.logged(session, entries=[entry], settings=settings)


def record(session: Session, event: Recorded, *, at: datetime, key: str) -> None:
    """Record the figures or answers."""
    readings = []
    for handle, value in event.values.items():
        person = person_of(session, handle)
        by = actor(session, event.by, at) if event.by else lead_of(session, person, at)
        day = local_day(at, person.zone)
        measure = menu.measure_for(session, by=by, person=person, day=day, code=event.measure)
        if measure.kind == "level":
            readings.append(Reading(person, measure, day, level=value))
        else:
            rater = "superior" if event.by else ""
            readings.append(Reading(person, measure, day, Decimal(value), rater=rater))
    measures.record(session, by=by, readings=readings, at=at, key=key)


def talk(session: Session, event: Talked, *, at: datetime) -> None:
    """Hold the interview about the month before."""
    person = person_of(session, event.who)
    day = local_day(at, person.zone)
    about = Period.of(day).plus(-1)
    by = lead_of(session, person, at)
    place = appraised.place_in(session, workspace=WORKSPACE, person=person, period=about)
    interviews.hold(session, by=by, person=person, place=place, period=about, day=day, at=at)


def move(session: Session, event: Moved, *, at: datetime) -> None:
    """Put the person into the team from this day on."""
    person = person_of(session, event.who)
    team = roster.find_team(session, workspace=WORKSPACE, words=event.team)
    membership.assign(
        session,
        workspace=WORKSPACE,
        person=person,
        team=team,
        role=roster.AGENT,
        day=local_day(at, team.zone),
    )


def appraise(session: Session, event: Appraised, *, at: datetime) -> None:
    """Score the supervisor by the rubric from the month on that this moment is in."""
    person = person_of(session, event.who)
    day = local_day(at, person.zone)
    place = membership.place_on(session, workspace=WORKSPACE, person=person, day=day)
    rubrics.put_in_force(
        session,
        workspace=WORKSPACE,
        team_id=place.team_id,
        role=roster.SUPERVISOR,
        name=event.rubric,
        since=Period.of(day).first,
        by=id_of(HR),
        at=at,
    )


def note_for(item: Loggable, reasons: tuple[str, str], by: Actor) -> str:
    """Return the reason in the supervisor's language, where the item asks for one."""
    if not item.note_required:
        return ""
    return reasons[by.person.locale.startswith("zh")]


def person_of(session: Session, handle: str) -> Person:
    """Return somebody by handle."""
    return roster.person(session, workspace=WORKSPACE, user=id_of(handle))


def lead_of(session: Session, person: Person, at: datetime) -> Actor:
    """Return who supervises the person at that moment."""
    day = local_day(at, person.zone)
    place = membership.place_on(session, workspace=WORKSPACE, person=person, day=day)
    leads = membership.supervisors(session, workspace=WORKSPACE, team_id=place.team_id, day=day)
    return rights.actor(session, workspace=WORKSPACE, user=leads[0].id, at=at)


def actor(session: Session, handle: str, at: datetime) -> Actor:
    """Return what somebody has the right to at that moment."""
    return rights.actor(session, workspace=WORKSPACE, user=id_of(handle), at=at)


def _entry(session: Session, key: str) -> Entry:
    """Return the first entry of what was logged under the key."""
    return session.exec(
        select(Entry).where(Entry.workspace_id == WORKSPACE, Entry.request_key == f"{key}#0")
    ).one()
