"""Which signatures the cards of a month have, as the month's status shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from bot import appraisals, signing
from bot.frozen import Standing
from bot.models import Team
from bot.parts import Part, Say
from bot.periods import Period
from bot.scoring.process import Signature
from bot.signing import Slot

_MOST_NAMES = 8


def missing(session: Session, *, team: Team, period: Period, today: date) -> tuple[Part, ...]:
    """Return who has not signed the cards of a month that is over; nothing where nobody is to."""
    if today <= period.last:
        return ()
    standings = appraisals.of_team(session, team=team, period=period)
    slots = signing.of_cards(session, standings=standings)
    signatures = {one.signature.code: one.signature for its in slots.values() for one in its}
    if not signatures:
        return ()
    lines = [_line(one, standings, slots) for one in signatures.values()]
    return (Say("month.signatures", {"period": period, "slots": lines}),)


def _line(
    signature: Signature, standings: Sequence[Standing], slots: Mapping[str, Sequence[Slot]]
) -> dict[str, object]:
    """Return how many of the cards have one signature, and whose cards wait for it."""
    asked = [
        (one.person.name, slot.signed)
        for one in standings
        for slot in slots[one.person.id]
        if slot.signature.code == signature.code
    ]
    waiting = [name for name, signed in asked if signed is None]
    return {
        "label": signature.label,
        "signed": len(asked) - len(waiting),
        "all": len(asked),
        "waiting": waiting[:_MOST_NAMES],
    }
