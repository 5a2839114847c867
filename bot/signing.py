"""Signatures under a card: who is to sign it, who has, and that it still says what was signed.

A signature keeps a digest of the card. A card that changes has another digest, and needs to be
signed again; one that a reopening left as it was is signed still.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot import membership, roster
from bot.errors import UserError
from bot.frozen import Standing
from bot.models import CardSignature, Person
from bot.rights import Actor
from bot.scoring.process import Signature


@dataclass(frozen=True)
class Slot:
    """A place for a signature on a card, and the signature in it, with the signer's name."""

    signature: Signature
    signed: CardSignature | None = None
    name: str = ""


def digest_of(standing: Standing) -> str:
    """Return what tells a card's content from any other: whose, when, by which rubric, what."""
    card = None if standing.card is None else standing.card.to_json()
    said = [standing.person.id, str(standing.period), standing.version.digest, card]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def of_cards(session: Session, *, standings: Sequence[Standing]) -> dict[str, list[Slot]]:
    """Return by person the signatures that the cards, all of one month, ask for and have."""
    if not any(one.version.rubric.signatures for one in standings):
        return {one.person.id: [] for one in standings}
    workspace, period = standings[0].team.workspace_id, standings[0].period
    rows = session.exec(
        select(CardSignature)
        .where(
            CardSignature.workspace_id == workspace,
            CardSignature.period == period,
            col(CardSignature.person_id).in_([one.person.id for one in standings]),
        )
        .order_by(col(CardSignature.turn))
    ).all()
    found = {(row.person_id, row.card, row.role): row for row in rows}  # the last turn holds
    signers = roster.named(session, workspace=workspace, ids=[row.by_id for row in rows])
    slots: dict[str, list[Slot]] = {}
    for one in standings:
        card = digest_of(one)
        slots[one.person.id] = []
        for signature in one.version.rubric.signatures:
            row = found.get((one.person.id, card, signature.code))
            name = "" if row is None else row.name or signers[row.by_id].name
            slots[one.person.id].append(Slot(signature, row, name))
    return slots


def of_card(session: Session, *, standing: Standing) -> list[Slot]:
    """Return the signatures that the card asks for, each with who gave it."""
    return of_cards(session, standings=[standing])[standing.person.id]


def is_due(by: Actor, *, standing: Standing, signature: Signature) -> bool:
    """Tell whether it is the actor who is expected to sign in this place.

    The one appraised signs for herself alone, and nobody else does. Over an agent there is who
    leads the team; over a supervisor HR, unless HR has a place of its own.
    """
    own = by.person.id == standing.person.id
    if own or signature.by == "person":
        return own and signature.by == "person"
    if signature.by == "superior":
        return _is_superior(by, standing)
    return signature.by == "hr" and by.hr


def waiting(by: Actor, *, standing: Standing, slots: Sequence[Slot]) -> list[Signature]:
    """Return the places of a card that wait for the actor."""
    return [
        slot.signature
        for slot in slots
        if slot.signed is None and is_due(by, standing=standing, signature=slot.signature)
    ]


def signers(
    session: Session, *, standing: Standing, signature: Signature, day: date
) -> list[Person]:
    """Return the active people who are expected to sign such cards on `day`, each but her own.

    It is nobody where the one appraised signs, where the bot does not know who does, and where
    nobody leads the team: HR puts that signature down, with a name.
    """
    workspace = standing.team.workspace_id
    if signature.by == "superior" and standing.role == roster.AGENT:
        found = membership.supervisors(
            session, workspace=workspace, team_id=standing.team.id, day=day
        )
        return [one for one in found if one.active]
    if signature.by == "hr" or (signature.by == "superior" and _is_under_hr(standing)):
        return roster.hr(session, workspace=workspace)
    return []


def may_sign(by: Actor, *, standing: Standing, signature: Signature) -> bool:
    """Tell whether the actor may sign in this place: HR may for everybody but the one appraised."""
    if signature.by == "person" or by.person.id == standing.person.id:
        return is_due(by, standing=standing, signature=signature)
    return by.hr or is_due(by, standing=standing, signature=signature)


def sign(
    session: Session,
    *,
    by: Actor,
    standing: Standing,
    signature: Signature,
    name: str,
    at: datetime,
) -> CardSignature:
    """Put the actor's signature under the card as it is now.

    `name` says whose it is where HR puts it down for somebody else; another name puts a wrong one
    right, and both stay on record. Raise UserError for somebody whose place it is not, without the
    name of somebody the bot does not know, and for a place that is signed: what was signed stays.
    """
    if not may_sign(by, standing=standing, signature=signature):
        raise UserError("not_your_signature", signature=signature, person=standing.person)
    if signature.by == "other" and not name:
        raise UserError("signature_needs_name", signature=signature, person=standing.person)
    slots = of_card(session, standing=standing)
    slot = next(one for one in slots if one.signature.code == signature.code)
    earlier = slot.signed
    if earlier is not None and not (by.hr and earlier.name and name not in {"", earlier.name}):
        raise UserError(
            "signed_before",
            signature=signature,
            name=slot.name,
            at=earlier.at,
            zone=by.person.zone,
        )
    made = CardSignature(
        workspace_id=by.workspace,
        person_id=standing.person.id,
        period=standing.period,
        card=digest_of(standing),
        role=signature.code,
        turn=0 if earlier is None else earlier.turn + 1,
        by_id=by.person.id,
        name=name,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def _is_superior(by: Actor, standing: Standing) -> bool:
    fellows = {place.person_id for place in by.fellows if place.team_id == standing.team.id}
    leads = standing.team.id in by.leads and standing.person.id not in fellows
    return leads or (by.hr and _is_under_hr(standing))


def _is_under_hr(standing: Standing) -> bool:
    """Tell whether HR is a supervisor's superior: it is unless it has a place of its own."""
    rubric = standing.version.rubric
    own_place = any(one.by == "hr" for one in rubric.signatures)
    return rubric.appraises == "supervisor" and not own_place
