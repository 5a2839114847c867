"""Whose entries a list is about: people named in words, each within the asker's sight."""

from __future__ import annotations

from sqlmodel import Session

from bot import rights, roster
from bot.errors import UserError
from bot.reading import grammar
from bot.slack import Request


def named(session: Session, request: Request, words: str) -> list[str]:
    """Return the ids of the people named, all of whom the actor may see.

    Raise UserError for words that name nobody for sure, and for somebody out of sight.
    """
    record = grammar.read(
        words,
        people=roster.called(session, workspace=request.workspace),
        items=(),
        today=request.today,
        me=request.by.person.id,
        nearby=rights.in_scope(session, actor=request.by, day=request.today),
    )
    ids = [target.id for target in record.targets if target.kind == "person"]
    if not ids or record.doubtful or record.unknown:
        near = record.doubtful[0][1] if record.doubtful else ()
        raise UserError("unknown_person", word=words, near=[one.name for one in near])
    for user in ids:
        _require_sight(session, request, user)
    return ids


def _require_sight(session: Session, request: Request, user: str) -> None:
    if request.by.hr or user == request.by.person.id:
        return
    person = roster.person(session, workspace=request.workspace, user=user)
    place = roster.place_on(session, workspace=request.workspace, person=person, day=request.today)
    rights.require_lead(session, actor=request.by, person=person, place=place, day=request.today)
