"""What a card offers, kept until its button is pressed: once, by the same person, in time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot import store
from bot.errors import UserError
from bot.models import Proposal
from bot.slack import Request

LAPSES_AFTER = timedelta(minutes=30)

_LONGEST_NUMBER = 9


def keep(session: Session, request: Request, command: str, payload: dict[str, Any]) -> int:
    """Keep what a card of `command` offers; return the number its buttons carry."""
    kept = Proposal(
        workspace_id=request.workspace,
        id=store.next_number(session, Proposal, workspace=request.workspace),
        by_id=request.by.person.id,
        command=command,
        payload=json.dumps(payload, ensure_ascii=False),
        at=request.at,
    )
    session.add(kept)
    session.flush()
    return kept.id


def take(session: Session, request: Request, command: str, words: str) -> dict[str, Any]:
    """Return what the card offered and mark it as decided.

    Raise UserError for somebody else's card, one that was decided before, and one that has lapsed.
    """
    kept = _decide(session, request, command, words)
    if request.at - kept.at > LAPSES_AFTER:
        raise UserError("proposal_lapsed")
    payload: dict[str, Any] = json.loads(kept.payload)
    return payload


def drop(session: Session, request: Request, command: str, words: str) -> None:
    """Decide against the card: nothing was written, and nothing will be."""
    _decide(session, request, command, words)


def _decide(session: Session, request: Request, command: str, words: str) -> Proposal:
    number = words.strip()
    kept = None
    if number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER:
        kept = session.get(Proposal, (request.workspace, int(number)))
    if kept is None or kept.by_id != request.by.person.id or kept.command != command:
        raise UserError("unknown_proposal")
    if kept.done_key:
        raise UserError("already_confirmed")
    kept.done_key = request.key
    session.add(kept)
    return kept
