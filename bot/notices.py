"""What people are told of their entries: planned with the entry, held back, withdrawn or mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from sqlmodel import Session

from bot import appraisals, conduct, outbox, roster
from bot.messages import render
from bot.models import Entry, Person, Team
from bot.outbox import Post
from bot.parts import Button, Buttons, Part, Say
from bot.periods import local_day
from bot.scoring.entries import Loggable
from bot.settings import Settings
from bot.words import words_for


@dataclass(frozen=True)
class _Letter:
    """A message to somebody, in that reader's language."""

    key: str
    to: str
    locale: str
    parts: tuple[Part, ...]
    edits: str = ""


def logged(
    session: Session,
    *,
    entry: Entry,
    item: Loggable,
    by: Person,
    settings: Settings,
    public: bool = False,
) -> None:
    """Plan the direct message to the person, after the hold; praise that is public, a post too."""
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    due = entry.at + timedelta(minutes=settings.hold_minutes)
    context = _context(session, entry, item, by)
    buttons = (
        Button("Got it", "score", f"got {conduct.id_of(entry)}"),
        Button("Why?", "score", f"why {entry.code}"),
    )
    parts = (Say("dm.logged", context), Buttons(buttons))
    letter = _Letter(key_of(entry), person.id, person.locale, parts)
    _plan(session, entry, letter, due=due)
    team = roster.team(session, workspace=entry.workspace_id, team_id=entry.team_id)
    channel = team.praise_channel or team.channel
    if public and channel and entry.kind == conduct.COMMENDATION:
        praise = _Letter(
            f"praise:{entry.number}", channel, team.locale, (Say("dm.praise", context),)
        )
        _plan(session, entry, praise, due=due)


def taken_back(
    session: Session, *, entry: Entry, item: Loggable, how: str, note: str, at: datetime
) -> None:
    """Stop the message about an entry, or, if it went out, put the news in its place."""
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    team = roster.team(session, workspace=entry.workspace_id, team_id=entry.team_id)
    context = _context(session, entry, item, person) | {"how": how, "reason": note}
    letters = (
        _Letter(
            f"{key_of(entry)}:{how}",
            person.id,
            person.locale,
            (Say("dm.taken_back", context),),
            edits=key_of(entry),
        ),
        _Letter(
            f"praise:{entry.number}:{how}",
            team.praise_channel or team.channel,
            team.locale,
            (Say("dm.praise_withdrawn", context),),
            edits=f"praise:{entry.number}",
        ),
    )
    for letter in letters:
        if not outbox.withdraw(session, workspace=entry.workspace_id, key=letter.edits):
            _plan(session, entry, letter, due=at)


def replaced(
    session: Session,
    *,
    old: Entry,
    new: Entry,
    item: Loggable,
    by: Person,
    settings: Settings,
    at: datetime,
) -> None:
    """Tell of a mended entry: nothing but the new one if the old one had not been told yet."""
    if outbox.withdraw(session, workspace=old.workspace_id, key=key_of(old)):
        logged(session, entry=new, item=item, by=by, settings=settings)
        return
    person = roster.person(session, workspace=old.workspace_id, user=old.person_id)
    context = _context(session, new, item, by) | {"old": conduct.id_of(old)}
    template = "dm.mended" if old.person_id == new.person_id else "dm.moved_away"
    letter = _Letter(
        f"{key_of(old)}:replaced",
        person.id,
        person.locale,
        (Say(template, context),),
        edits=key_of(old),
    )
    _plan(session, old, letter, due=at)
    if old.person_id != new.person_id:
        logged(session, entry=new, item=item, by=by, settings=settings)


def total(session: Session, *, entry: Entry) -> Fraction | None:
    """Return where the entry's person stands in the entry's month now."""
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    return appraisals.standing(
        session,
        workspace=entry.workspace_id,
        person=person,
        period=entry.period,
        today=local_day(entry.at, person.zone),
    ).total


def key_of(entry: Entry) -> str:
    """Return the key of the message that tells of an entry."""
    return f"entry:{entry.number}"


def _context(session: Session, entry: Entry, item: Loggable, by: Person) -> dict[str, object]:
    team: Team = roster.team(session, workspace=entry.workspace_id, team_id=entry.team_id)
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    return {
        "id": conduct.id_of(entry),
        "name": person.name,
        "kind": entry.kind,
        "item": item,
        "points": conduct.worth(entry, item),
        "day": entry.day,
        "time": entry.time,
        "today": entry.at.date(),
        "by": by.name,
        "note": entry.note,
        "ref": entry.ref,
        "period": entry.period,
        "standing": total(session, entry=entry),
        "team": team.name,
    }


def _plan(session: Session, entry: Entry, draft: _Letter, *, due: datetime) -> None:
    message = render(draft.parts, words_for(draft.locale))
    post = Post(draft.key, draft.to, message.text, message.blocks, due, draft.edits)
    outbox.plan(session, workspace=entry.workspace_id, posts=[post], at=entry.at)
