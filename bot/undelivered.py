"""What did not arrive and waits for a person: sent again, elsewhere, or found to be there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import outbox, rights
from bot.errors import UserError
from bot.models import Delivery, Person
from bot.rights import Actor


def retry(session: Session, *, by: Actor, number: int, at: datetime, channel: str = "") -> Delivery:
    """Let a message go out that failed, or of which nobody knows; return it.

    What was meant for a channel may go to another one, for the first may be gone; what was meant
    for a person never does. Raise UserError for everybody but HR, and for what is not stuck.
    """
    delivery = _stuck(session, by=by, number=number, states=(outbox.FAILED, outbox.NEEDS_REVIEW))
    if channel and (is_private(delivery) or delivery.edits):
        raise UserError("delivery_stays", id=number, private=is_private(delivery))
    delivery.recipient = channel or delivery.recipient
    delivery.state, delivery.due, delivery.error, delivery.channel = outbox.PLANNED, at, "", ""
    delivery.lapses = None  # whoever asks for it has a use for it
    session.add(delivery)
    _forget_channel(session, delivery)
    session.flush()
    return delivery


def arrived(session: Session, *, by: Actor, number: int) -> Delivery:
    """Note that a message of which nobody knew is there; return it.

    Raise UserError for everybody but HR, and where Slack said that nothing was posted.
    """
    delivery = _stuck(session, by=by, number=number, states=(outbox.NEEDS_REVIEW,))
    delivery.state, delivery.error = outbox.SENT, ""
    session.add(delivery)
    session.flush()
    return delivery


def is_private(delivery: Delivery) -> bool:
    """Tell whether a message is for one person."""
    return delivery.recipient.startswith(("U", "W"))


def _stuck(session: Session, *, by: Actor, number: int, states: Collection[str]) -> Delivery:
    rights.require_hr(by)
    delivery = session.get(Delivery, (by.workspace, number))
    if delivery is None:
        raise UserError("unknown_delivery", id=number)
    if delivery.state not in states:
        raise UserError("delivery_not_stuck", id=number, state=delivery.state)
    return delivery


def _forget_channel(session: Session, delivery: Delivery) -> None:
    """Have a person's direct message opened anew: the one that was known may be gone."""
    person = session.get(Person, (delivery.workspace_id, delivery.recipient))
    if person is not None:
        person.channel = ""
        session.add(person)
