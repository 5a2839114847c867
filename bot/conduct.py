"""Deductions and commendations: logged, taken back, excused, mended; never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlmodel import Session

from bot import history, ledger, membership, months, rights, roster, rubrics
from bot.errors import UserError
from bot.models import Entry, Membership, Person, Team
from bot.periods import Period
from bot.rights import Actor
from bot.rubrics import Version
from bot.scoring.entries import Loggable

UNDO_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Draft:
    """What somebody wants to log about one person, already understood."""

    person: Person
    item: Loggable
    day: date
    points: Decimal | None = None  # None: the rubric's own
    note: str = ""
    ref: str = ""
    at: time | None = None  # local, where it matters when on the day it was
    complaint: int | None = None
    replaces: int | None = None


@dataclass(frozen=True)
class Setting:
    """Where an entry falls: the person's place that day, the team, the rubric in force."""

    place: Membership
    team: Team
    version: Version


def setting(session: Session, *, workspace: str, person: Person, day: date) -> Setting:
    """Return where an entry of `day` would fall; raise UserError for no team or no rubric."""
    place = membership.place_on(session, workspace=workspace, person=person, day=day)
    team = roster.team(session, workspace=workspace, team_id=place.team_id)
    return Setting(place, team, rubrics.for_place(session, place=place, day=day))


def check(session: Session, *, by: Actor, draft: Draft, at: datetime) -> Setting:
    """Return where the draft falls; raise UserError when it may not be logged as it stands."""
    where = setting(session, workspace=by.workspace, person=draft.person, day=draft.day)
    rights.require_lead(session, actor=by, person=draft.person, place=where.place, day=draft.day)
    months.require_open(session, team=where.team, person=draft.person.id, day=draft.day, at=at)
    check_points(draft)
    if needs_note(draft.item, draft.points) and not draft.note:
        raise UserError("note_needed", item=draft.item, person=draft.person)
    return where


def check_points(draft: Draft) -> None:
    """Refuse points outside the item's range, and points of the wrong sign."""
    item, points = draft.item, draft.points
    if points is None:
        return
    if points != round(points, 4):
        raise UserError("points_too_fine", points=points)
    if not item.least <= points <= item.most:
        raise UserError("points_out_of_range", item=item, points=points)


def needs_note(item: Loggable, points: Decimal | None) -> bool:
    """Tell whether an entry must say why: dear, critical, or not the rubric's own points."""
    return item.note_required or item.critical or points is not None


def log(
    session: Session, *, by: Actor, drafts: Sequence[Draft], at: datetime, key: str
) -> list[Entry]:
    """Write the drafts as one batch, all or none.

    `key` names the Slack request, so that a repeat of it cannot write twice.
    Raise UserError for the first draft that may not be logged.
    """
    entries = [
        _entry(by, draft, check(session, by=by, draft=draft, at=at), at=at, key=f"{key}#{nth}")
        for nth, draft in enumerate(drafts)
    ]
    for entry in entries:
        entry.batch = key
    return ledger.append(session, workspace=by.workspace, entries=entries)


def undo(session: Session, *, by: Actor, number: int | None, at: datetime, key: str) -> list[Entry]:
    """Take back one's own entry, or the whole last batch, inside a quarter of an hour.

    An entry that was edited is as old, and as much one's own, as the one it all began with.
    Return the entries taken back. Raise UserError when there is none, or it is too old.
    """
    if number is None:
        entries = history.last_batch(session, by=by.person)
    else:
        entries = [_own(session, by, number)]
    for entry in entries:
        _require_fresh(session, by, entry, at)
    return [
        take_back(session, by=by, entry=entry, kind="undone", note="", at=at, key=f"{key}#{nth}")
        for nth, entry in enumerate(entries)
    ]


def can_undo(session: Session, *, by: Actor, entry: Entry, at: datetime) -> bool:
    """Tell whether the actor may still undo an entry that stands."""
    root = history.root_of(session, entry=entry)
    return entry.by_id == root.by_id == by.person.id and at - root.at <= UNDO_WITHIN


def void(session: Session, *, by: Actor, number: int, note: str, at: datetime, key: str) -> Entry:
    """Strike an entry out, with a reason; it stays in the ledger and is shown struck out."""
    return _judge(session, by=by, number=number, kind="void", note=note, at=at, key=key)


def excuse(session: Session, *, by: Actor, number: int, note: str, at: datetime, key: str) -> Entry:
    """Keep an entry but take its points away: it happened, and the fault was not hers."""
    return _judge(session, by=by, number=number, kind="excused", note=note, at=at, key=key)


def mend(
    session: Session, *, by: Actor, number: int, draft: Draft, at: datetime, key: str
) -> tuple[Entry, Entry]:
    """Replace an entry by a corrected one; return the old and the new.

    The old one stays, struck out, and the new one points at it. Raise UserError where it would
    put the deduction of a complaint on somebody whom the complaint is not about.
    """
    old = standing_entry(session, by=by, number=number)
    if old.complaint is not None and old.person_id != draft.person.id:
        raise UserError("complaint_holds_it", id=history.id_of(old), case=f"X-{old.complaint}")
    take_back(session, by=by, entry=old, kind="replaced", note="", at=at, key=f"{key}#old")
    (new,) = log(session, by=by, drafts=[draft], at=at, key=f"{key}#new")
    return old, new


def take_back(
    session: Session, *, by: Actor, entry: Entry, kind: str, note: str, at: datetime, key: str
) -> Entry:
    """Write the contra entry that cancels `entry`; return `entry`.

    Raise UserError when it was taken back before, or its month is closed.
    """
    require_standing(session, entry=entry)
    require_open(session, entry=entry, at=at)
    contra = Entry(
        **{
            **entry.model_dump(),
            "period": entry.period,
            "kind": kind,
            "count": -entry.count,
            "points": None if entry.points is None else -entry.points,
            "value": None if entry.value is None else -entry.value,
            "note": note,
            "ref": "",
            "by_id": by.person.id,
            "at": at,
            "batch": key,
            "reverses": entry.number,
            "replaces": None,
            "request_key": key,
        }
    )
    ledger.append(session, workspace=entry.workspace_id, entries=[contra])
    return entry


def require_standing(session: Session, *, entry: Entry) -> None:
    """Raise UserError for an entry that was taken back."""
    if history.reversal(session, entry=entry) is not None:
        raise UserError("already_taken_back", id=history.id_of(entry))


def require_open(session: Session, *, entry: Entry, at: datetime) -> None:
    """Raise UserError for an entry of a closed month, which nobody takes back any more."""
    team = roster.team(session, workspace=entry.workspace_id, team_id=entry.team_id)
    try:
        months.require_open(session, team=team, person=entry.person_id, day=entry.day, at=at)
    except UserError as error:
        if error.name != "month_closed":
            raise
        raise UserError("entry_in_closed_month", period=entry.period, team=team) from None


def entry_of(session: Session, *, by: Actor, number: int) -> Entry:
    """Return an entry the actor may see; to others it does not exist (UserError)."""
    entry = session.get(Entry, (by.workspace, number))
    if (
        entry is None
        or entry.reverses is not None
        or not rights.may_see(by, person=entry.person_id, team_id=entry.team_id, day=entry.day)
    ):
        raise UserError("unknown_entry", id=number)
    return entry


def item_of(session: Session, *, entry: Entry) -> Loggable:
    """Return the item of an entry in the rubric of its day; raise UserError when it has none."""
    item = known_item(session, entry=entry)
    if item is None:
        raise UserError("unknown_item", word=entry.code)
    return item


def known_item(session: Session, *, entry: Entry) -> Loggable | None:
    """Return the item of an entry as the rubric of its team had it that day; None for none."""
    workspace, team_id, day = entry.workspace_id, entry.team_id, entry.day
    places = membership.on(session, workspace=workspace, person=entry.person_id, day=day)
    role = next((one.role for one in places if one.team_id == team_id), roster.AGENT)
    version = rubrics.in_force(session, workspace=workspace, team_id=team_id, role=role, day=day)
    item = None if version is None else version.rubric.find(entry.code)
    return item if isinstance(item, Loggable) else None


def standing_entry(session: Session, *, by: Actor, number: int) -> Entry:
    """Return a deduction or commendation the actor may judge and that still stands."""
    entry = entry_of(session, by=by, number=number)
    if entry.kind not in history.KINDS:
        raise UserError("unknown_entry", id=number)
    person = roster.person(session, workspace=by.workspace, user=entry.person_id)
    place = membership.place_on(session, workspace=by.workspace, person=person, day=entry.day)
    rights.require_lead(session, actor=by, person=person, place=place, day=entry.day)
    require_standing(session, entry=entry)
    return entry


def same(session: Session, *, workspace: str, draft: Draft) -> list[Entry]:
    """Return the standing entries with the same person, item and day: perhaps the same event."""
    return history.standing(
        session,
        workspace=workspace,
        person=draft.person.id,
        code=draft.item.code,
        first=draft.day,
        last=draft.day,
    )


def _entry(by: Actor, draft: Draft, where: Setting, *, at: datetime, key: str) -> Entry:
    return Entry(
        workspace_id=by.workspace,
        kind=draft.item.kind,
        person_id=draft.person.id,
        team_id=where.team.id,
        period=Period.of(draft.day),
        day=draft.day,
        code=draft.item.code,
        points=draft.points,
        note=draft.note,
        ref=draft.ref,
        time=None if draft.at is None else f"{draft.at:%H:%M}",
        by_id=by.person.id,
        at=at,
        complaint=draft.complaint,
        replaces=draft.replaces,
        request_key=key,
    )


def _judge(
    session: Session, *, by: Actor, number: int, kind: str, note: str, at: datetime, key: str
) -> Entry:
    entry = standing_entry(session, by=by, number=number)
    if not note:
        raise UserError("reason_needed", id=history.id_of(entry), verb=kind)
    return take_back(session, by=by, entry=entry, kind=kind, note=note, at=at, key=key)


def _own(session: Session, by: Actor, number: int) -> Entry:
    entry = entry_of(session, by=by, number=number)
    if entry.by_id != by.person.id or entry.kind not in history.KINDS:
        raise UserError("not_your_entry", id=history.id_of(entry))
    require_standing(session, entry=entry)
    return entry


def _require_fresh(session: Session, by: Actor, entry: Entry, at: datetime) -> None:
    """Refuse what can only be voided: an edit makes no old entry, and nobody else's, undoable."""
    root = history.root_of(session, entry=entry)
    if root.by_id != by.person.id:
        raise UserError("not_your_entry", id=history.id_of(entry))
    if at - root.at > UNDO_WITHIN:
        require_open(session, entry=entry, at=at)  # else what is offered would be refused, too
        name = "undo_too_late" if root is entry else "undo_edit_too_late"
        raise UserError(name, id=history.id_of(entry), root=history.id_of(root), kind=entry.kind)
