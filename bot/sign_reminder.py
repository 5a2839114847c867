"""Whose signature the cards that went out wait for, and what those are told who are to sign."""

from __future__ import annotations

from sqlmodel import Session

from bot import signing
from bot.closing import Closing
from bot.models import Person
from bot.parts import Button, Part, Say
from bot.words import escape


def waiting(session: Session, *, closing: Closing) -> dict[str, tuple[Person, int]]:
    """Return by id who is to sign, and how many of the cards; one's own does not count."""
    standings = [one.standing for one in (*closing.picture.pictures, *closing.leads)]
    slots = signing.of_cards(session, standings=standings)
    unsigned = [
        (one, slot.signature)
        for one in standings
        for slot in slots[one.person.id]
        if slot.signed is None
    ]
    alike = {(one.role, signature.code): (one, signature) for one, signature in unsigned}
    signers = {
        kind: signing.signers(session, standing=one, signature=signature, day=closing.today)
        for kind, (one, signature) in alike.items()
    }
    cards: dict[str, set[str]] = {}
    for one, signature in unsigned:
        for signer in signers[one.role, signature.code]:
            if signer.id != one.person.id:
                cards.setdefault(signer.id, set()).add(one.person.id)
    people = {signer.id: signer for found in signers.values() for signer in found}
    return {id_: (people[id_], len(found)) for id_, found in cards.items()}


def line(closing: Closing, *, n: int) -> tuple[Part, ...]:
    """Return how many cards of her team wait for a supervisor's signature; nothing for none."""
    if not n:
        return ()
    words = f'sign clean {closing.period} "{escape(closing.team.name)}"'
    return (Say("month_end.to_sign", {"n": n}, Button("Look", "month", words)),)


def news(closing: Closing) -> tuple[Part, ...]:
    """Return what HR is told of a month's signatures, once however many teams there are."""
    return (Say("month_end.to_sign_somewhere", {"period": closing.period}),)
