"""Whom a line is about: people and groups named in words."""

from __future__ import annotations

from sqlmodel import Session

from bot import membership, rights, roster
from bot.errors import UserError
from bot.models import Person
from bot.reading import grammar
from bot.reading.grammar import Record
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


def people_of(session: Session, request: Request, record: Record) -> list[Person]:
    """Return the people a record is about, groups spelt out, each once."""
    found: dict[str, Person] = {}
    for target in record.targets:
        if target.kind == "group":
            members = roster.group_members(session, workspace=request.workspace, group=target.id)
            found |= {member.id: member for member in members}
        else:
            person = roster.person(session, workspace=request.workspace, user=target.id)
            found[person.id] = person
    if len(found) > grammar.MOST_TARGETS:
        raise UserError("too_many_people", limit=grammar.MOST_TARGETS)
    return list(found.values())


def _require_sight(session: Session, request: Request, user: str) -> None:
    if request.by.hr or user == request.by.person.id:
        return
    person = roster.person(session, workspace=request.workspace, user=user)
    place = membership.place_on(
        session, workspace=request.workspace, person=person, day=request.today
    )
    rights.require_lead(session, actor=request.by, person=person, place=place, day=request.today)
