"""`Got it`: that a person has seen an entry or a card. It does not mean that she agrees."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.models import Person, Receipt
from bot.periods import Period


def of_card(period: Period, revision: int = 1) -> str:
    """Return what a receipt calls a revision of the card of a month: card:2026-10, card:2026-10/2.

    An entry it calls by its id, D-1042.
    """
    return f"card:{period}/{revision}" if revision > 1 else f"card:{period}"


def find(session: Session, *, person: Person, subject: str) -> Receipt | None:
    """Return when the person said that she has seen it, if she has."""
    return session.get(Receipt, (person.workspace_id, person.id, subject))


def give(session: Session, *, person: Person, subject: str, at: datetime) -> Receipt:
    """Note that the person has seen it; only the first time is kept."""
    earlier = find(session, person=person, subject=subject)
    if earlier is not None:
        return earlier
    receipt = Receipt(workspace_id=person.workspace_id, person_id=person.id, subject=subject, at=at)
    session.add(receipt)
    session.flush()
    return receipt
