"""What people are told of their entries: planned with the entry, held back, withdrawn or mended.

What was logged together about one person is one message. It belongs to the first of these
entries and to whatever takes their places later: a change stops it or, once it went out, puts
the news in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from bot import appraisals, conduct, filing, history, outbox, praise, roster, succession
from bot.messages import render
from bot.models import Delivery, Entry, Person
from bot.outbox import Post
from bot.parts import Button, Buttons, Part, Say
from bot.periods import local_day
from bot.scoring.entries import Loggable
from bot.settings import Settings
from bot.succession import Fate
from bot.words import words_for

_SHOWN = 20  # lines of one message: Slack takes fifty blocks, and a line with a note is two


def logged(
    session: Session,
    *,
    entries: Sequence[Entry],
    settings: Settings,
    public: bool = False,
) -> None:
    """Plan what people are told of entries that were just logged together, after the hold.

    Each person gets one direct message about all of hers; praise that is public, a post too.
    """
    theirs: dict[str, list[Entry]] = {}
    for entry in entries:
        theirs.setdefault(entry.person_id, []).append(entry)
    for first, *more in theirs.values():
        due = first.at + timedelta(minutes=settings.hold_minutes)
        fates = [Fate(one) for one in (first, *more)]
        _write(session, fates, key=f"entry:{first.number}", settings=settings, at=first.at, due=due)
        if public:
            praise.publish(session, entry=first, settings=settings, due=due)


def taken_back(
    session: Session,
    *,
    entry: Entry,
    item: Loggable,
    how: str,
    note: str,
    settings: Settings,
    at: datetime,
) -> None:
    """Stop the message about an entry, or, if it went out, put the news in its place."""
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    context = _context(session, entry, item, person, at) | {"how": how, "reason": note}
    _put_right(session, entry, Say("dm.taken_back", context), settings=settings, at=at)
    praise.follow(session, old=entry, settings=settings, at=at)


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
    """Tell of a mended entry: nothing but the new one if the old one had not been told yet.

    What was praised in public goes on being public.
    """
    due = at + timedelta(minutes=settings.hold_minutes)
    context = _context(session, new, item, by, at) | {"old": history.id_of(old)}
    if old.person_id == new.person_id:
        said = Say("dm.mended", context)
        _put_right(session, new, said, settings=settings, at=at, due=due)
    else:
        said = Say("dm.moved_away", context)
        _put_right(session, old, said, settings=settings, at=at, due=due)
        _tell(session, new, settings=settings, at=at, due=due)
    praise.follow(session, old=old, new=new, settings=settings, at=at, due=due)


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


def told_with(session: Session, *, entry: Entry) -> list[Entry]:
    """Return what the message about an entry tells of, as it stands now."""
    return [one.entry for one in _told(session, entry)]


def post_of(session: Session, *, entry: Entry) -> Delivery | None:
    """Return the message about an entry; None when there is none, or it was edited since."""
    post, _ = filing.posted(session, workspace=entry.workspace_id, name=_name(session, entry))
    return None if post is None or filing.is_edited(session, post=post) else post


def _name(session: Session, entry: Entry) -> str:
    """Return what the message about an entry is filed under."""
    return f"entry:{succession.together(session, entry=entry)[0].number}"


def _told(session: Session, entry: Entry) -> list[Fate]:
    first_logged = succession.together(session, entry=entry)
    return [succession.now(session, entry=one) for one in first_logged]


def _tell(
    session: Session, entry: Entry, *, settings: Settings, at: datetime, due: datetime
) -> None:
    """Plan the message about what stands of all that was logged with the entry, if any does."""
    standing = [one for one in _told(session, entry) if not one.how]
    if standing:
        _, key = filing.posted(session, workspace=entry.workspace_id, name=_name(session, entry))
        _write(session, standing, key=key, settings=settings, at=at, due=due)


def _write(
    session: Session,
    standing: Sequence[Fate],
    *,
    key: str,
    settings: Settings,
    at: datetime,
    due: datetime,
) -> None:
    """Plan the message about entries of one person that stand, in her language."""
    entry = standing[0].entry
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    parts = (*_news(session, standing, at), Buttons(_buttons(standing)))
    message = render(parts, words_for(person.locale, settings.commands))
    post = Post(key, person.id, message.text, message.blocks, due)
    outbox.plan(session, workspace=entry.workspace_id, posts=[post], at=at)


def _put_right(
    session: Session,
    entry: Entry,
    news: Say,
    *,
    settings: Settings,
    at: datetime,
    due: datetime | None = None,
) -> None:
    """Tell of what stands, if nothing was told yet; else put `news` in the place of the message.

    A message about several entries tells of all of them again, each as it is now.
    """
    post, _ = filing.posted(session, workspace=entry.workspace_id, name=_name(session, entry))
    if post is None or filing.stopped(session, post=post):
        then = due or (at if post is None else post.due)
        _tell(session, entry, settings=settings, at=at, due=then)
        return
    told = _told(session, entry)
    parts = (news,) if len(told) == 1 else _news(session, told, at)
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    _edit(session, post, person.locale, parts, settings=settings, at=at)


def _news(session: Session, told: Sequence[Fate], at: datetime) -> tuple[Part, ...]:
    """Return what is said of one entry that stands, or the list of several, each as it is."""
    entry = told[0].entry
    by = roster.person(session, workspace=entry.workspace_id, user=entry.by_id)
    lines = [
        _context(session, one.entry, conduct.item_of(session, entry=one.entry), by, at)
        | {"how": one.how}
        for one in told
    ]
    if len(lines) == 1:
        return (Say("dm.logged", lines[0]),)
    alike: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        same = tuple(line[name] for name in ("how", "day", "time", "points", "note", "ref"))
        known = alike.setdefault((*same, line["item"].code), line | {"ids": []})
        known["ids"].append(line["id"])
    says = [Say("dm.list_line", line) for line in list(alike.values())[:_SHOWN]]
    if len(alike) > _SHOWN:
        says.append(Say("conduct.more", {"n": len(alike) - _SHOWN}))
    head = Say("dm.list_head", {"kind": entry.kind, "n": len(lines)})
    months = {line["period"]: line for line in lines}
    return (head, *says, *(Say("dm.list_foot", line) for line in months.values()))


def _buttons(told: Sequence[Fate]) -> tuple[Button, ...]:
    """Return `Got it` for all of it, and `Why?` where there is one item to ask about."""
    entry = told[0].entry
    got = Button("Got it", "score", f"got {history.id_of(entry)}")
    if len({one.entry.code for one in told}) > 1:
        return (got,)
    return (got, Button("Why?", "score", f"why {entry.code}"))


def _edit(
    session: Session,
    post: Delivery,
    locale: str,
    parts: tuple[Part, ...],
    *,
    settings: Settings,
    at: datetime,
) -> None:
    """Plan the words that take a message's place, in its reader's language."""
    message = render(parts, words_for(locale, settings.commands))
    filing.edit(session, post=post, message=message, at=at)


def _context(
    session: Session, entry: Entry, item: Loggable, by: Person, at: datetime
) -> dict[str, Any]:
    person = roster.person(session, workspace=entry.workspace_id, user=entry.person_id)
    return {
        "id": history.id_of(entry),
        "name": person.name,
        "kind": entry.kind,
        "item": item,
        "points": history.worth(entry, item),
        "day": entry.day,
        "time": entry.time,
        "today": local_day(at, person.zone),
        "by": by.name,
        "note": entry.note,
        "ref": entry.ref,
        "period": entry.period,
        "standing": total(session, entry=entry),
    }
