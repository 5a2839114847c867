"""Praise in public: one post about what was praised together, kept true to what stands of it.

A post belongs to what was logged in one go about a person, and to whatever takes the places of
these entries in the same team. It is planned with them, held back as they are, and says less, or
that it is withdrawn, when they are taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import conduct, filing, history, roster, succession
from bot.messages import render
from bot.models import Entry
from bot.parts import Say
from bot.settings import Settings
from bot.words import words_for


def publish(session: Session, *, entry: Entry, settings: Settings, due: datetime) -> None:
    """Plan the post about all that was praised together with the entry."""
    if entry.kind == history.COMMENDATION:
        _say(session, entry, settings=settings, at=entry.at, due=due)


def follow(
    session: Session,
    *,
    old: Entry,
    new: Entry | None = None,
    settings: Settings,
    at: datetime,
    due: datetime | None = None,
) -> None:
    """Let the post about `old`, if there is one, say what stands; `new` took its place.

    Praise that goes to another person or team goes on being public there.
    """
    post, _ = filing.posted(session, workspace=old.workspace_id, name=_name(session, old))
    if post is None:
        return
    _say(session, old, settings=settings, at=at, due=due or post.due)
    if new is not None and _name(session, new) != _name(session, old):
        _say(session, new, settings=settings, at=at, due=due or post.due)


def _say(
    session: Session, entry: Entry, *, settings: Settings, at: datetime, due: datetime
) -> None:
    team = roster.team(session, workspace=entry.workspace_id, team_id=entry.team_id)
    channel = team.praise_channel or team.channel
    name = _name(session, entry)
    post, _ = filing.posted(session, workspace=entry.workspace_id, name=name)
    standing = _standing(session, entry)
    if not channel or (not standing and (post is None or filing.stopped(session, post=post))):
        return
    message = render(_parts(session, entry, standing), words_for(team.locale, settings.commands))
    filing.say(
        session,
        workspace=entry.workspace_id,
        name=name,
        recipient=channel,
        message=message,
        at=at,
        due=due,
    )


def _standing(session: Session, entry: Entry) -> list[Entry]:
    """Return what stands, in the team, of what was praised together with the entry."""
    together = succession.together(session, entry=entry, same="team_id")
    now = [succession.now(session, entry=one, same="team_id") for one in together]
    return [one.entry for one in now if not one.how]


def _parts(session: Session, entry: Entry, standing: Sequence[Entry]) -> tuple[Say, ...]:
    """Return a line an item and note, with how often it was; or that there is nothing left."""
    if not standing:
        return (Say("dm.praise_withdrawn", {"name": _called(session, entry)}),)
    alike: dict[tuple[str, str, str], list[Entry]] = {}
    for one in standing:
        alike.setdefault((one.person_id, one.code, one.note), []).append(one)
    return tuple(
        Say(
            "dm.praise",
            {
                "name": _called(session, first),
                "item": conduct.item_of(session, entry=first),
                "n": 1 + len(others),
                "note": first.note,
            },
        )
        for first, *others in alike.values()
    )


def _called(session: Session, entry: Entry) -> str:
    return roster.person(session, workspace=entry.workspace_id, user=entry.person_id).name


def _name(session: Session, entry: Entry) -> str:
    """Return what the post about an entry is filed under."""
    return f"praise:{succession.together(session, entry=entry, same='team_id')[0].number}"
